//! A question under way: its calls, what is tried again, and what they took.

use std::time::Instant;

use serde_json::Value;

use super::breaker::{Admission, Verdict};
use super::guards::{Guards, verdict};
use super::hiding::without_keys;
use super::prices::Price;
use super::retry::{check, delay, pause};
use super::{Attempt, Call, CallRecord, Failure, FailureKind, Gateway, Message, Question, Reply, Usage};

/// A token of text like ours has at least so many bytes.
const BYTES_PER_TOKEN: u64 = 3;

/// No call costs more than this, in US dollars; whoever says so is wrong.
const MOST_USD: f64 = 100.0;
/// No call uses more tokens than the largest model takes and gives; whoever says so is wrong.
const MOST_TOKENS: Usage = Usage { input_tokens: 1_000_000, output_tokens: 128_000 };

/// A question under way.
pub(super) struct Asking<'a, 'd> {
    pub(super) gateway: &'a Gateway<'a>,
    question: &'a Question,
    /// The shape of the answer, as providers take it.
    schema: Value,
    /// When it must be over.
    deadline: Instant,
    guards: Guards<'a>,
    /// Where pieces go; nowhere any more, once pieces of an answer went there that came to nothing.
    deliver: Option<&'d mut dyn FnMut(&str)>,
    /// Whether a piece of an answer came: whoever sends some is well, also where there was no time for the rest.
    was_heard: bool,
    /// What was used.
    pub(super) usage: Usage,
    /// What it cost, in US dollars; `None` where that is not known of every call.
    pub(super) cost_usd: Option<f64>,
    /// How many calls were made.
    pub(super) calls: u32,
    /// What is wrong with what came of the last one, should nothing better come: never a refusal of our own guards.
    pub(super) fault: Option<Failure>,
}

impl<'a, 'd> Asking<'a, 'd> {
    pub(super) fn new(
        gateway: &'a Gateway<'a>,
        question: &'a Question,
        deliver: Option<&'d mut dyn FnMut(&str)>,
    ) -> Self {
        let deadline = gateway.deadline;
        Self {
            gateway,
            question,
            schema: super::schema::subset(&question.schema),
            deadline,
            guards: Guards::new(gateway),
            deliver,
            was_heard: false,
            usage: Usage::default(),
            cost_usd: Some(0.0),
            calls: 0,
            fault: None,
        }
    }

    /// An answer to this conversation, right or wrong.
    ///
    /// # Errors
    /// There is none, though it was tried again where that may help.
    pub(super) fn reply(&mut self, messages: &[Message]) -> Result<Reply, Failure> {
        let (admission, before) = (self.guards.admit()?, self.calls);
        let outcome = self.try_for_reply(admission, messages);
        let came = outcome.as_ref().map(|_| ()).map_err(|failure| failure.kind);
        let is_hurried = self.gateway.settings.timeout.millis < self.gateway.usual_timeout.millis;
        let verdict = match came {
            Err(FailureKind::TimedOut) if self.was_heard => Verdict::Well,
            Err(FailureKind::TimedOut) if is_hurried => Verdict::Unknown,
            came => verdict(came, self.calls - before),
        };
        self.guards.settle(admission, verdict);
        outcome
    }

    fn try_for_reply(
        &mut self,
        admission: Option<Admission>,
        messages: &[Message],
    ) -> Result<Reply, Failure> {
        let mut failures = 0;
        loop {
            let failure = match self.call(admission, messages) {
                Ok(reply) => return Ok(reply),
                Err(failure) => failure,
            };
            failures += 1;
            if !failure.is_worth_a_retry || failures > self.gateway.settings.retries {
                return Err(failure);
            }
            let wait = delay(failures, failure.retry_after, self.gateway.world.random());
            if Instant::now().checked_add(wait).is_none_or(|then| then >= self.deadline) {
                // Nothing comes of waiting.
                return Err(failure);
            }
            tracing::info!(wait_ms = wait.as_millis(), failure = failure.message, "the call is made again");
            pause(wait, self.deadline, self.gateway.world.cancellation())?;
        }
    }

    /// Makes one call.
    fn call(&mut self, admission: Option<Admission>, messages: &[Message]) -> Result<Reply, Failure> {
        let (settings, world) = (self.gateway.settings, self.gateway.world);
        check(self.deadline, world.cancellation())?;
        let price = Price::of(self.gateway.provider.system(), self.gateway.provider.model(), settings);
        let need = self.need(messages);
        let ticket = self.guards.enter(admission, need, price)?;
        let call = Call {
            system: &self.question.instructions,
            messages,
            schema: Some(&self.schema),
            max_tokens: settings.max_tokens,
            deadline: self.deadline,
            cancellation: world.cancellation(),
        };
        let (began, started) = (world.now(), Instant::now());
        let (attempt, was_heard) = attempt(self.gateway, &call, &mut self.deliver);
        let mut attempt = without_keys(attempt, self.gateway.provider);
        if !is_believable(attempt.usage) {
            attempt.usage = need;
        }
        self.was_heard |= was_heard;
        let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let cost_usd = cost(&attempt, price);
        self.guards.leave(ticket, &attempt, cost_usd);
        self.calls += 1;
        self.usage.input_tokens = self.usage.input_tokens.saturating_add(attempt.usage.input_tokens);
        self.usage.output_tokens = self.usage.output_tokens.saturating_add(attempt.usage.output_tokens);
        self.cost_usd = self.cost_usd.zip(cost_usd).map(|(before, this)| before + this);
        let record = CallRecord { duration_ms, ..self.record(&attempt, messages, began, cost_usd) };
        world.called(&record);
        let useless = || Failure::new(FailureKind::Invalid, "the answer is not what was asked for");
        self.fault = Some(attempt.outcome.as_ref().err().cloned().unwrap_or_else(useless));
        attempt.outcome
    }

    /// What a call may take at most: what goes in is guessed from its length, rather too much than too little.
    fn need(&self, messages: &[Message]) -> Usage {
        let said: usize = messages.iter().map(|message| message.text.len()).sum();
        let bytes = said + self.question.instructions.len() + self.schema.to_string().len();
        let input_tokens = u64::try_from(bytes).unwrap_or(u64::MAX) / BYTES_PER_TOKEN + 200;
        Usage { input_tokens, output_tokens: self.gateway.settings.max_tokens.into() }
    }

    fn record(
        &self,
        attempt: &Attempt,
        messages: &[Message],
        began: crate::domain::Instant,
        cost_usd: Option<f64>,
    ) -> CallRecord {
        let provider = self.gateway.provider;
        let reply = attempt.outcome.as_ref().ok();
        let texts = || {
            let asked: Vec<&str> = messages.iter().map(|message| message.text.as_str()).collect();
            (provider.hide(&asked.join("\n\n")), reply.map(|reply| reply.text.clone()).unwrap_or_default())
        };
        CallRecord {
            analysis: self.question.analysis,
            provider: provider.name(),
            system: provider.system(),
            requested_model: provider.model().to_owned(),
            response_model: reply.map(|reply| reply.model.clone()),
            began,
            duration_ms: 0,
            usage: attempt.usage,
            cost_usd,
            status: attempt.status,
            request_id: attempt.request_id.clone(),
            failure: attempt.outcome.as_ref().err().map(|failure| failure.kind),
            texts: self.gateway.settings.log_prompts.then(texts),
        }
    }
}

/// Makes a call. What went to `deliver` cannot be taken back: unless the answer is whole, nothing more goes there.
/// Says as well whether a piece came.
fn attempt(
    gateway: &Gateway<'_>,
    call: &Call<'_>,
    deliver: &mut Option<&mut dyn FnMut(&str)>,
) -> (Attempt, bool) {
    let Some(to) = deliver else { return (gateway.provider.call(call, None), false) };
    let mut is_begun = false;
    let mut pass_on = |piece: &str| {
        is_begun = true;
        to(piece);
    };
    let attempt = gateway.provider.call(call, Some(&mut pass_on));
    if is_begun {
        *deliver = None;
    }
    (attempt, is_begun)
}

/// Whether a call can have used so many tokens.
const fn is_believable(usage: Usage) -> bool {
    usage.input_tokens <= MOST_TOKENS.input_tokens && usage.output_tokens <= MOST_TOKENS.output_tokens
}

/// What a call cost, as far as it is known.
fn cost(attempt: &Attempt, price: Price) -> Option<f64> {
    if let Some(told) = attempt.cost_usd.filter(|told| (0.0..=MOST_USD).contains(told)) {
        return Some(told);
    }
    // Who refuses a call takes nothing for it; who was not waited for, or does not say what was used, may.
    let is_known = attempt.status.is_some_and(|status| status >= 400)
        || attempt.usage != Usage::default()
        || price.is_free();
    is_known.then(|| price.cost(attempt.usage))
}
