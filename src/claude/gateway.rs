//! The way of every question: from what was answered before, past the guards, to a provider, and back as a checked value.

use std::time::Instant;

use serde::de::DeserializeOwned;

use super::asking::Asking;
use super::cache::{self, Cache};
use super::checking::{Checker, clipped};
use super::last_error::LastError;
use super::shelved;
use super::{Failure, FailureKind, Message, Provider, Question, Reply, Shelf, Usage, World};
use crate::config::{Claude, Duration};

/// So much of a wrong answer goes back to the model, in bytes.
const LONGEST_QUOTE: usize = 20_000;

/// What every question passes.
pub struct Gateway<'a> {
    /// Who is asked.
    pub provider: &'a dyn Provider,
    /// Within which limits.
    pub settings: &'a Claude,
    /// When it must be over.
    pub deadline: Instant,
    /// How long questions usually may take: who waits less for an answer learns nothing of the service.
    pub usual_timeout: Duration,
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
    /// is the whole. Where an answer breaks off or has to be repaired, the pieces of the next one do not go there.
    ///
    /// # Errors
    /// There is no such answer.
    pub fn ask<A: DeserializeOwned>(
        &self,
        question: &Question,
        check: &dyn Fn(&A) -> Result<(), String>,
        deliver: Option<&mut dyn FnMut(&str)>,
    ) -> Result<Answered<A>, Failure> {
        let checker = Checker::new(&question.schema)?;
        let age_ms = i64::try_from(self.settings.cache.millis).unwrap_or(i64::MAX);
        let key = cache::key(self.provider, question);
        if self.may_repeat
            && age_ms > 0
            && let Some(kept) = shelved::read::<Cache>(self.shelf).find(&key, self.now_ms(), age_ms)
            && let Ok(answer) = checker.read(&kept.text, check)
        {
            if let Some(deliver) = deliver {
                deliver(&kept.text);
            }
            return Ok(Answered::repeated(answer, &kept.model));
        }
        let mut asking = Asking::new(self, question, deliver);
        let (answer, reply) = answer(&mut asking, question, &checker, check).inspect_err(|failure| {
            if let Some(fault) = asking.fault.as_ref().filter(|_| failure.kind != FailureKind::Cancelled) {
                let error = LastError::of(self, question, fault);
                shelved::revise(self.shelf, |last: &mut LastError| last.clone_from(&error));
            }
        })?;
        if age_ms > 0 {
            let now_ms = self.now_ms();
            shelved::revise(self.shelf, |all: &mut Cache| {
                all.keep(&key, &reply.model, &reply.text, now_ms, age_ms);
            });
        }
        Ok(Answered {
            answer,
            model: reply.model,
            is_cached: false,
            usage: asking.usage,
            cost_usd: asking.cost_usd,
            calls: asking.calls,
        })
    }

    fn now_ms(&self) -> i64 {
        shelved::millis(self.world.now())
    }
}

impl<A> Answered<A> {
    /// From before: it took nothing.
    fn repeated(answer: A, model: &str) -> Self {
        let usage = Usage::default();
        Self { answer, model: model.to_owned(), is_cached: true, usage, cost_usd: Some(0.0), calls: 0 }
    }
}

/// A checked answer, and the reply that holds it: the first one, or what came of the complaint about it.
fn answer<A: DeserializeOwned>(
    asking: &mut Asking<'_, '_>,
    question: &Question,
    checker: &Checker,
    check: &dyn Fn(&A) -> Result<(), String>,
) -> Result<(A, Reply), Failure> {
    let reply = asking.reply(&[Message::user(question.data.as_str())])?;
    let complaint = match checker.read(&reply.text, check) {
        Ok(answer) => return Ok((answer, reply)),
        Err(complaint) => complaint,
    };
    tracing::info!(complaint, is_cut = reply.is_cut, "the answer goes back");
    let reply = asking.reply(&repair(question, &reply, &complaint))?;
    match checker.read(&reply.text, check) {
        Ok(answer) => Ok((answer, reply)),
        Err(_) if reply.is_cut => Err(Failure::new(
            FailureKind::Invalid,
            "the answer is longer than the model may answer, even when asked for a shorter one",
        )
        .hint("allow a longer one: claude.max_tokens in config.toml")),
        Err(complaint) => {
            let first = complaint.lines().next().unwrap_or_default();
            Err(Failure::new(
                FailureKind::Invalid,
                format!("the answer is not what was asked for, even after a repair: {}", clipped(first, 300)),
            )
            .hint(match asking.gateway.provider.system() {
                "ollama" => "ask a larger model: --model NAME; ollama list tells which are there",
                _ => "ask a larger model: --model claude-sonnet-5-5",
            }))
        }
    }
}

/// The conversation that asks once more.
fn repair(question: &Question, reply: &Reply, complaint: &str) -> Vec<Message> {
    let again = if reply.is_cut {
        "Your answer was cut off because it is too long. Answer the same question again, with the whole JSON document, \
         but much shorter: fewer items, the most important ones first, and short texts."
            .to_owned()
    } else {
        format!(
            "Your answer cannot be used. What is wrong with it:\n{complaint}\n\nAnswer the same question again, with \
             nothing but the whole corrected JSON document."
        )
    };
    let said = clipped(reply.text.trim(), LONGEST_QUOTE);
    if said.is_empty() {
        // A message must say something.
        return vec![Message::user(format!("{}\n\n{again}", question.data))];
    }
    vec![Message::user(question.data.as_str()), Message::assistant(said), Message::user(again)]
}

#[cfg(test)]
mod tests;
