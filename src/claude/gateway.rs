//! The way of every question: from what was answered before, past the guards, to a provider, and back as a checked value.

use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

use super::{Call, Failure, FailureKind, Message, Provider, Question, Shelf, Usage, World};
use crate::config::Claude;

/// What every question passes.
pub struct Gateway<'a> {
    /// Who is asked.
    pub provider: &'a dyn Provider,
    /// Within which limits.
    pub settings: &'a Claude,
    /// What all processes share.
    pub shelf: &'a dyn Shelf,
    /// The world outside.
    pub world: &'a dyn World,
    /// Whether an answer from before will do.
    pub may_repeat: bool,
}

/// A checked answer.
#[derive(Clone, Debug)]
pub struct Answered<A> {
    /// The answer.
    pub answer: A,
    /// The model that gave it.
    pub model: String,
    /// Whether it was given before, to the same question.
    pub is_cached: bool,
    /// Tokens of all calls that it took.
    pub usage: Usage,
    /// What they cost, in US dollars; `None` where nobody knows.
    pub cost_usd: Option<f64>,
    /// How many calls it took.
    pub calls: u32,
}

impl Gateway<'_> {
    /// Asks, and gives an answer that has the shape of the schema and passes `check`, whose complaint goes back to the
    /// model once. Pieces of the answer go to `deliver` as they arrive, where it is given; of an answer from before it
    /// is the whole.
    ///
    /// # Errors
    /// There is no such answer.
    pub fn ask<A: DeserializeOwned>(
        &self,
        question: &Question,
        check: &dyn Fn(&A) -> Result<(), String>,
        deliver: Option<&mut dyn FnMut(&str)>,
    ) -> Result<Answered<A>, Failure> {
        let messages = [Message::user(question.data.clone())];
        let call = Call {
            system: &question.instructions,
            messages: &messages,
            schema: Some(&question.schema),
            max_tokens: self.settings.max_tokens,
            deadline: Instant::now() + Duration::from_millis(self.settings.timeout.millis),
            cancellation: self.world.cancellation(),
        };
        let attempt = self.provider.call(&call, deliver);
        let reply = attempt.outcome?;
        let invalid = |why: String| Failure::new(FailureKind::Invalid, why);
        let answer = serde_json::from_str(&reply.text).map_err(|error| invalid(error.to_string()))?;
        check(&answer).map_err(invalid)?;
        Ok(Answered {
            answer,
            model: reply.model,
            is_cached: false,
            usage: attempt.usage,
            cost_usd: reply.cost_usd,
            calls: 1,
        })
    }
}
