//! How advice is asked for: of a model where one answers, else of the board.

use std::time::Instant;

use clap::Args;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::advice::{Advice, Origin, Source};
use super::here::Here;
use super::material::check_names;
use crate::claude::retry::deadline;
use crate::claude::{Failure, FailureKind, Gateway, Provider, Question, Seen, World as _, choose};
use crate::config::{Choice, Claude, Duration};
use crate::context::Context;
use crate::error::Result;

/// Who is asked, and how.
#[derive(Args, Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Consulting {
    /// Who is asked [default: the first that is usable]
    #[arg(long, value_name = "PROVIDER", value_parser = ["auto", "api", "cli", "ollama", "none"])]
    pub provider: Option<String>,
    /// The model that is asked, such as claude-sonnet-5-5
    #[arg(long, value_name = "MODEL")]
    pub model: Option<String>,
    /// How long it may take, with everything that is tried again [default: 1m]
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,
    /// Ask anew, though the same was answered a short while ago
    #[arg(long)]
    pub no_cache: bool,
    /// Fail where no model answers, instead of computing the advice from the board
    #[arg(long)]
    pub no_fallback: bool,
}

/// What is asked of a model.
pub struct Asked<'a, A> {
    /// The question.
    pub question: Question,
    /// What the answer has to pass beyond its schema: what is wrong with it, in words for the model.
    pub check: &'a dyn Fn(&A) -> std::result::Result<(), String>,
    /// Whether the data are the board's: then the answer may name only what is on it.
    pub is_of_board: bool,
    /// How many items of the board did not fit.
    pub left_out: usize,
}

/// Advice that was computed from the board.
pub struct Computed<A> {
    /// The advice.
    pub answer: A,
    /// How it was computed, in a few words.
    pub method: &'static str,
}

impl<A> Asked<'_, A> {
    /// What is wrong with the ids that an answer, or a part of it, names.
    pub(super) fn check_names(
        &self,
        answer: &impl Serialize,
        here: &Here<'_>,
    ) -> std::result::Result<(), String> {
        if !self.is_of_board {
            return Ok(());
        }
        check_names(&json!(answer), &self.question.data, &|id| here.is_on_board(id))
    }
}

impl Consulting {
    /// The settings with what was asked for on top.
    ///
    /// # Errors
    /// A value cannot be read.
    pub fn settings(&self, context: &Context) -> Result<Claude> {
        let mut settings = context.config()?.claude.clone();
        if let Some(provider) = &self.provider {
            settings.provider = Choice::parse(provider).map_err(|error| error.about("--provider"))?;
        }
        if let Some(model) = self.model.clone().filter(|model| !model.is_empty()) {
            settings.ollama_model = Some(model.clone());
            settings.model = Some(model);
        }
        if let Some(timeout) = &self.timeout {
            settings.timeout = Duration::parse(timeout).map_err(|error| error.about("--timeout"))?;
        }
        settings.fallback &= !self.no_fallback;
        Ok(settings)
    }
}

/// Asks a model, and where none answers computes the advice, unless no fallback is wanted. Pieces of the model's answer
/// go to `deliver` as they arrive.
///
/// # Errors
/// No model answers and no fallback is wanted; the user asked to stop; or what `computed` says.
pub fn consult<A: Serialize + DeserializeOwned>(
    consulting: &Consulting,
    context: &Context,
    asked: &Asked<'_, A>,
    deliver: Option<&mut dyn FnMut(&str)>,
    computed: impl FnOnce() -> Result<Computed<A>>,
) -> Result<Advice<A>> {
    let settings = consulting.settings(context)?;
    let advice = |origin, left_out, answer| Advice {
        analysis: asked.question.analysis.to_owned(),
        generated_at: context.stamp(),
        trace_id: context.trace().trace_id.clone(),
        origin,
        left_out,
        answer,
    };
    match ask(consulting, &settings, context, asked, deliver) {
        Ok((origin, answer)) => Ok(advice(origin, asked.left_out, answer)),
        Err(failure) if failure.kind == FailureKind::Cancelled || !settings.fallback => {
            Err(failure.into_error())
        }
        Err(failure) => {
            warn_of(&failure, context);
            let Computed { answer, method } = computed()?;
            Ok(advice(Origin::computed(method, Some(failure.message)), 0, answer))
        }
    }
}

/// Who set a provider up wants to know that it failed; who has none knows.
pub(super) fn warn_of(failure: &Failure, context: &Context) {
    if failure.kind != FailureKind::Unavailable {
        let hint = failure.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
        context.warn(format!("computed from the board, because {}{hint}", failure.message));
    }
}

fn ask<A: Serialize + DeserializeOwned>(
    consulting: &Consulting,
    settings: &Claude,
    context: &Context,
    asked: &Asked<'_, A>,
    deliver: Option<&mut dyn FnMut(&str)>,
) -> std::result::Result<(Origin, A), Failure> {
    let deadline = deadline(settings.timeout.as_std());
    let provider = chosen(settings, context, deadline)?;
    let here = Here::new(context, deadline)
        .map_err(|error| Failure::new(FailureKind::Unavailable, error.message()))?;
    let answered = ask_of(provider.as_ref(), consulting, settings, &here, asked, deliver)?;
    // Who asked to stop while the answer was put away wants nothing to come of it.
    if here.cancellation().is_asked() {
        return Err(Failure::new(FailureKind::Cancelled, "interrupted"));
    }
    Ok(answered)
}

/// Who is asked, as far as that is known before `deadline`.
pub(super) fn chosen(
    settings: &Claude,
    context: &Context,
    deadline: Instant,
) -> std::result::Result<Box<dyn Provider>, Failure> {
    let variable = |name: &str| context.variable(name);
    let seen = Seen { variable: &variable, own_secrets: context.environment().own_secrets() };
    choose(settings, &seen, deadline)
}

/// Asks this one, from here.
pub(super) fn ask_of<A: Serialize + DeserializeOwned>(
    provider: &dyn Provider,
    consulting: &Consulting,
    settings: &Claude,
    here: &Here<'_>,
    asked: &Asked<'_, A>,
    deliver: Option<&mut dyn FnMut(&str)>,
) -> std::result::Result<(Origin, A), Failure> {
    let gateway = Gateway {
        provider,
        settings,
        deadline: here.deadline,
        usual_timeout: here.usual_timeout,
        shelf: here,
        world: here,
        may_repeat: !consulting.no_cache,
    };
    let check = |answer: &A| {
        (asked.check)(answer)?;
        asked.check_names(answer, here)
    };
    let answered = gateway.ask(&asked.question, &check, deliver)?;
    let origin = Origin {
        source: Source::Model,
        provider: Some(provider.name().to_owned()),
        model: Some(answered.model),
        method: None,
        fallback_reason: None,
        cached: answered.is_cached,
        usage: Some(answered.usage),
        cost_usd: answered.cost_usd,
    };
    Ok((origin, answered.answer))
}
