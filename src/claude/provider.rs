//! Who can be asked: one trait, and what goes in and out of it.

use std::time::Instant;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Cancellation, Failure, RateReading};

/// Somebody who answers questions.
pub trait Provider {
    /// `api`, `cli` or `ollama`.
    fn name(&self) -> &'static str;

    /// For spans (`gen_ai.provider.name`): `anthropic` or `ollama`.
    fn system(&self) -> &'static str;

    /// The model that is asked for, such as `claude-haiku-5-5`.
    fn model(&self) -> &str;

    /// What limits and breaker are kept by: the same for all who share one account at one place. Holds no key.
    fn account(&self) -> String;

    /// Whether its answers tell of limits, so that they can be kept to.
    fn tells_limits(&self) -> bool {
        self.name() == "api"
    }

    /// A text of others without the keys that this provider is asked with. What it tells passes here once it is read.
    fn hide(&self, text: &str) -> String {
        text.to_owned()
    }

    /// Makes one call, and no second one. Pieces of the answer go to `deliver` as they arrive, where it is given; then the
    /// call is streamed. It ends at the deadline, and within a tenth of a second once it is cancelled.
    fn call(&self, call: &Call<'_>, deliver: Option<&mut dyn FnMut(&str)>) -> Attempt;
}

/// One call.
pub struct Call<'a> {
    /// What the model is told to do.
    pub system: &'a str,
    /// The conversation so far; the last message is the user's.
    pub messages: &'a [Message],
    /// The JSON Schema of the answer; `None` for free text.
    pub schema: Option<&'a Value>,
    /// The longest answer, in tokens.
    pub max_tokens: u32,
    /// When the call must be over.
    pub deadline: Instant,
    /// Whether the user asked to stop.
    pub cancellation: &'a Cancellation,
}

/// A message of the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Whose it is.
    pub role: Role,
    /// What it says.
    pub text: String,
}

/// Who says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// We.
    User,
    /// The model.
    Assistant,
}

/// What came of a call.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The answer, or why there is none.
    pub outcome: Result<Reply, Failure>,
    /// The status of the HTTP answer, where there was one.
    pub status: Option<u16>,
    /// The provider's name for the call (`request-id`).
    pub request_id: Option<String>,
    /// What the provider says of its limits, where it does.
    pub rate: Option<RateReading>,
    /// What was used, as far as it is known, also by a call that failed.
    pub usage: Usage,
    /// What it cost in US dollars, where the provider says so itself, also of a call that failed.
    pub cost_usd: Option<f64>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// What it says; JSON text where a schema was given.
    pub text: String,
    /// The model that answered.
    pub model: String,
    /// Whether it stopped because the longest answer was reached.
    pub is_cut: bool,
}

/// Tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Usage {
    /// What went in, with what was written to and read from the provider's cache.
    pub input_tokens: u64,
    /// What came out.
    pub output_tokens: u64,
}

impl Message {
    /// One of ours.
    pub fn user(text: impl Into<String>) -> Self {
        Self { role: Role::User, text: text.into() }
    }

    /// One of the model.
    pub fn assistant(text: impl Into<String>) -> Self {
        Self { role: Role::Assistant, text: text.into() }
    }
}

impl Attempt {
    /// One that failed without an answer.
    pub fn failed(failure: Failure) -> Self {
        Self {
            outcome: Err(failure),
            status: None,
            request_id: None,
            rate: None,
            usage: Usage::default(),
            cost_usd: None,
        }
    }

    /// One that failed before anything was sent, so that it cost nothing.
    pub fn unsent(failure: Failure) -> Self {
        Self { cost_usd: Some(0.0), ..Self::failed(failure) }
    }
}
