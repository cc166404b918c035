//! Advice, and where it comes from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::claude::Usage;
use crate::domain::Stamp;
use crate::output::Page;

/// Advice of one kind, with where it comes from. It is what `--json` tells, and what the analysis file holds.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Advice<A> {
    /// The kind of analysis, such as `priorities`.
    pub analysis: String,
    /// When it was made.
    pub generated_at: Stamp,
    /// The trace that it was asked for in.
    pub trace_id: String,
    /// Who says it.
    #[serde(flatten)]
    pub origin: Origin,
    /// How many items of the board the model did not get to see, because there are too many.
    pub left_out: usize,
    /// What it says.
    #[serde(flatten)]
    pub answer: A,
}

/// Where advice comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// `model`, or `computed` from the board.
    pub source: Source,
    /// `api`, `cli` or `ollama`; null where it was computed.
    pub provider: Option<String>,
    /// The model that answered; null where it was computed.
    pub model: Option<String>,
    /// How it was computed; null where a model said it.
    pub method: Option<String>,
    /// Why no model said it; null where one did.
    pub fallback_reason: Option<String>,
    /// Whether a model said it a short while ago, to the same question.
    pub cached: bool,
    /// Tokens; null where it was computed.
    pub usage: Option<Usage>,
    /// What it cost, in US dollars; null where nobody knows or nothing was asked.
    pub cost_usd: Option<f64>,
}

/// Who says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// A language model.
    Model,
    /// This program, from the board.
    Computed,
}

impl<A> Advice<A> {
    /// The same, said in another way.
    pub fn map<B>(self, say: impl FnOnce(A) -> B) -> Advice<B> {
        let Self { analysis, generated_at, trace_id, origin, left_out, answer } = self;
        Advice { analysis, generated_at, trace_id, origin, left_out, answer: say(answer) }
    }
}

impl Origin {
    /// Computed so, because of that.
    pub fn computed(method: &str, fallback_reason: Option<String>) -> Self {
        Self {
            source: Source::Computed,
            provider: None,
            model: None,
            method: Some(method.to_owned()),
            fallback_reason,
            cached: false,
            usage: None,
            cost_usd: None,
        }
    }

    /// What was done in place of what this one said, because of that: no model named it.
    pub(super) fn instead(&mut self, method: &str, why: &str) {
        if self.source == Source::Model {
            *self = Self::computed(method, Some(why.to_owned()));
        }
    }

    /// The line that says so.
    pub fn text(&self, page: &mut Page) {
        let said = match (self.source, &self.provider, &self.model, &self.method) {
            (Source::Model, provider, model, _) => {
                let by = model.as_deref().or(provider.as_deref()).unwrap_or("a model");
                format!("{by}{}", if self.cached { ", asked a short while ago" } else { "" })
            }
            (Source::Computed, _, _, method) => {
                format!("computed from the board: {}", method.as_deref().unwrap_or_default())
            }
        };
        page.prose(format!("ℹ️  Source: {said}"));
        if let Some(reason) = &self.fallback_reason {
            page.prose(format!("   Not by a model: {reason}"));
        }
    }
}
