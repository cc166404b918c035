//! The world and the board, as questions to a model see them.

use std::time::Instant as Deadline;

use serde_json::{Map, Value};

use crate::claude::{CallRecord, Cancellation, FailureKind, Shelf, Usage, World};
use crate::commands::step::tell_part;
use crate::config::Duration;
use crate::context::{Context, Interruption};
use crate::domain::Instant;
use crate::error::Result;
use crate::store::{self, Durability, Intent, JournalCall, Store};
use crate::telemetry::{Measured, SpanKind};

/// The operation under which calls stand in the journal.
const OPERATION: &str = "claude.call";
/// The most of a question, and of an answer, that a span holds, in bytes.
const LONGEST_TEXT: usize = 16 << 10;
/// What came in the last moment is put away within this time.
const LAST: std::time::Duration = std::time::Duration::from_millis(500);

/// The world of a command, while it asks.
pub(super) struct Here<'a> {
    context: &'a Context,
    cancellation: Cancellation,
    /// When the question must be over.
    pub(super) deadline: Deadline,
    /// How long questions usually may take.
    pub(super) usual_timeout: Duration,
    /// Ctrl-C is noted for as long as this lives.
    interruption: Interruption,
}

impl<'a> Here<'a> {
    /// Begins to listen for Ctrl-C, for a question that must be over at `deadline`.
    ///
    /// # Errors
    /// The system does not allow it, or the configuration is wrong.
    pub(super) fn new(context: &'a Context, deadline: Deadline) -> Result<Self> {
        let interruption = Interruption::listen()?;
        Ok(Self {
            context,
            cancellation: Cancellation::of(interruption.mark()),
            deadline,
            usual_timeout: context.config()?.claude.timeout,
            interruption,
        })
    }

    /// The board, whose locks are waited for until the question must be over, or Ctrl-C comes.
    fn store(&self) -> Result<Box<dyn Store>> {
        let left = self.deadline.saturating_duration_since(Deadline::now()).saturating_add(LAST);
        self.context.open_store(left, Some(self.interruption.mark()))
    }

    /// Notes a call in the journal, without its texts.
    fn note(&self, record: &CallRecord) -> Result<()> {
        let model = record.response_model.as_ref().unwrap_or(&record.requested_model);
        let call = JournalCall {
            analysis: record.analysis.to_owned(),
            provider: record.provider.to_owned(),
            model: model.clone(),
            input_tokens: record.usage.input_tokens,
            output_tokens: record.usage.output_tokens,
            cost_usd: record.cost_usd,
            duration_ms: record.duration_ms,
            outcome: record.failure.map_or("answered", FailureKind::word).to_owned(),
        };
        let intent = Intent {
            op: OPERATION,
            actor: self.context.agent_id(),
            trace_id: self.context.trace().trace_id.clone(),
            // It names the command, not what is noted on the way.
            request_id: None,
            reason: None,
            now: self.now(),
            durability: Durability::Soft,
            create: true,
        };
        store::transact(self.store()?.as_ref(), &intent, |txn| txn.note_call(call.clone())).map(drop)
    }

    /// Whether there is an item or an agent of that id.
    pub(super) fn is_on_board(&self, id: &str) -> bool {
        let found = self.context.store().and_then(|store| {
            store::view(store, self.context.now(), |view| {
                Ok(view.item(id)?.is_some() || view.agent(id)?.is_some())
            })
        });
        found.unwrap_or_default()
    }
}

impl World for Here<'_> {
    fn now(&self) -> Instant {
        self.context.environment().clock()
    }

    fn random(&self) -> f64 {
        self.context.environment().random()
    }

    fn cancellation(&self) -> &Cancellation {
        &self.cancellation
    }

    fn spent_since(&self, since: Instant) -> Result<f64> {
        let mut usd = 0.0;
        store::view(self.store()?.as_ref(), self.now(), |view| {
            usd = 0.0;
            view.trail(Some(since), &mut |entry| {
                usd += entry.calls.iter().filter_map(|call| call.cost_usd).sum::<f64>();
                Ok(())
            })
        })?;
        Ok(usd)
    }

    fn called(&self, record: &CallRecord) {
        tell(self.context, record);
        if let Err(error) = self.note(record) {
            tracing::warn!(%error, "the call stands in no journal");
        }
    }
}

/// Writes the span of a call (FACTS D): question and answer only where the settings ask for them.
fn tell(context: &Context, record: &CallRecord) {
    let mut attributes = Map::new();
    let mut set = |name: &str, value: Value| drop(attributes.insert(name.to_owned(), value));
    set("gen_ai.operation.name", "chat".into());
    set("gen_ai.provider.name", record.system.into());
    set("gen_ai.request.model", record.requested_model.as_str().into());
    if let Some(model) = &record.response_model {
        set("gen_ai.response.model", model.as_str().into());
    }
    // Of a call that nobody answered it is not known what it used.
    if record.usage != Usage::default() {
        set("gen_ai.usage.input_tokens", record.usage.input_tokens.into());
        set("gen_ai.usage.output_tokens", record.usage.output_tokens.into());
    }
    set("s2s.claude.analysis", record.analysis.into());
    if let Some(failure) = record.failure {
        set("error.type", failure.word().into());
    }
    if let Some(status) = record.status {
        set("http.response.status_code", status.into());
    }
    if let Some(id) = &record.request_id {
        set("s2s.claude.request_id", id.as_str().into());
    }
    if let Some((asked, answered)) = &record.texts {
        set("gen_ai.input.messages", clipped(asked).into());
        set("gen_ai.output.messages", clipped(answered).into());
    }
    let measured = Measured {
        operation: &format!("chat {}", record.requested_model),
        kind: SpanKind::Client,
        is_ok: record.failure.is_none(),
        start: record.began.stamp(),
        duration_ms: record.duration_ms,
    };
    tell_part(context, measured, &attributes);
}

/// So much of a text that a line of the span file stays one that can be read.
fn clipped(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_TEXT)]
}

impl Shelf for Here<'_> {
    fn read(&self, name: &'static str) -> Result<Option<String>> {
        self.store()?.side_file(name)
    }

    fn revise(
        &self,
        name: &'static str,
        revise: &mut dyn FnMut(Option<&str>) -> Result<Option<String>>,
    ) -> Result<()> {
        self.store()?.revise_side_file(name, revise)
    }
}
