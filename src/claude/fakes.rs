//! A provider, a world and a shelf for tests.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::{
    Attempt, Call, CallRecord, Cancellation, Failure, FailureKind, Message, Provider, Reply, Shelf, Usage,
    World,
};
use crate::domain::Instant;
use crate::error::{Error, Kind, Result};

/// A provider that says what it is told to, and keeps what it was asked.
#[derive(Default)]
pub(super) struct Script {
    pub(super) attempts: RefCell<VecDeque<Attempt>>,
    pub(super) asked: RefCell<Vec<Vec<Message>>>,
    pub(super) schemas: RefCell<Vec<serde_json::Value>>,
    /// Whether it tells of limits.
    pub(super) is_limited: bool,
    pub(super) pieces: Vec<&'static str>,
}

impl Script {
    pub(super) fn of(attempts: impl IntoIterator<Item = Attempt>) -> Self {
        Self { attempts: RefCell::new(attempts.into_iter().collect()), ..Self::default() }
    }

    pub(super) fn calls(&self) -> usize {
        self.asked.borrow().len()
    }
}

impl Provider for Script {
    fn name(&self) -> &'static str {
        if self.is_limited { "api" } else { "cli" }
    }

    fn system(&self) -> &'static str {
        "anthropic"
    }

    fn model(&self) -> &'static str {
        "claude-haiku-5-5"
    }

    fn account(&self) -> String {
        format!("{}@here", self.name())
    }

    fn call(&self, call: &Call<'_>, deliver: Option<&mut dyn FnMut(&str)>) -> Attempt {
        self.asked.borrow_mut().push(call.messages.to_vec());
        self.schemas.borrow_mut().push(call.schema.cloned().unwrap_or_default());
        if let Some(deliver) = deliver {
            self.pieces.iter().for_each(|piece| deliver(piece));
        }
        self.attempts.borrow_mut().pop_front().unwrap_or_else(|| failed(FailureKind::Refused))
    }
}

/// An answer that took 1,000 tokens and gave 100.
pub(super) fn said(text: &str) -> Attempt {
    let reply = Reply { text: text.to_owned(), model: "m-1".to_owned(), is_cut: false };
    Attempt {
        outcome: Ok(reply),
        status: Some(200),
        request_id: None,
        rate: None,
        usage: Usage { input_tokens: 1_000, output_tokens: 100 },
        cost_usd: None,
    }
}

/// The same, cut off.
pub(super) fn cut(text: &str) -> Attempt {
    let mut attempt = said(text);
    if let Ok(reply) = &mut attempt.outcome {
        reply.is_cut = true;
    }
    attempt
}

/// A failure that is not worth a retry.
pub(super) fn failed(kind: FailureKind) -> Attempt {
    Attempt { status: Some(400), ..Attempt::failed(Failure::new(kind, format!("it {}", kind.word()))) }
}

/// A failure of the service that is worth a retry, at once.
pub(super) fn shaky() -> Attempt {
    let failure = Failure::new(FailureKind::Failed, "it is overloaded").again(Some(Duration::ZERO));
    Attempt { status: Some(529), ..Attempt::failed(failure) }
}

/// A world whose clock stands still until it is set.
pub(super) struct Still {
    pub(super) clock: Cell<Instant>,
    pub(super) cancellation: Cancellation,
    pub(super) records: RefCell<Vec<CallRecord>>,
    /// Whether the records cannot be read.
    pub(super) is_forgetful: bool,
}

impl Default for Still {
    fn default() -> Self {
        Self {
            clock: Cell::new(Instant::from_unix(1_800_000_000)),
            cancellation: Cancellation::default(),
            records: RefCell::default(),
            is_forgetful: false,
        }
    }
}

impl Still {
    pub(super) fn pass(&self, secs: i64) {
        self.clock.set(self.clock.get().plus_secs(secs));
    }
}

impl World for Still {
    fn now(&self) -> Instant {
        self.clock.get()
    }

    fn random(&self) -> f64 {
        0.0
    }

    fn cancellation(&self) -> &Cancellation {
        &self.cancellation
    }

    fn spent_since(&self, since: Instant) -> Result<f64> {
        if self.is_forgetful {
            return Err(Error::new(Kind::Io, "the journal is torn"));
        }
        let records = self.records.borrow();
        Ok(records.iter().filter(|record| record.began >= since).filter_map(|record| record.cost_usd).sum())
    }

    fn called(&self, record: &CallRecord) {
        self.records.borrow_mut().push(record.clone());
    }
}

/// Documents in memory.
#[derive(Default)]
pub(super) struct Drawer {
    pub(super) documents: RefCell<BTreeMap<&'static str, String>>,
    /// Whether everything fails.
    pub(super) is_broken: bool,
    /// How often a document was replaced.
    pub(super) writes: Cell<u32>,
}

impl Drawer {
    fn check(&self) -> Result<()> {
        if self.is_broken { Err(Error::new(Kind::Io, "the drawer is stuck")) } else { Ok(()) }
    }
}

impl Shelf for Drawer {
    fn read(&self, name: &'static str) -> Result<Option<String>> {
        self.check()?;
        Ok(self.documents.borrow().get(name).cloned())
    }

    fn revise(
        &self,
        name: &'static str,
        revise: &mut dyn FnMut(Option<&str>) -> Result<Option<String>>,
    ) -> Result<()> {
        self.check()?;
        let before = self.read(name)?;
        if let Some(text) = revise(before.as_deref())? {
            self.documents.borrow_mut().insert(name, text);
            self.writes.set(self.writes.get() + 1);
        }
        Ok(())
    }
}
