//! What questions need of the world: a clock, chance, a word from the user, and a place for what all processes share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{FailureKind, Usage};
use crate::domain::Instant;
use crate::error::Result;

/// Small documents that all processes of a board share, each with a lock of its own.
pub trait Shelf {
    /// The text of a document; `None` where there is none.
    ///
    /// # Errors
    /// It cannot be read.
    fn read(&self, name: &'static str) -> Result<Option<String>>;

    /// Replaces a document by what `revise` makes of it; `None` leaves it as it is. `revise` may run again from the start.
    ///
    /// # Errors
    /// What `revise` or the disk says; nothing was changed then.
    fn revise(
        &self,
        name: &'static str,
        revise: &mut dyn FnMut(Option<&str>) -> Result<Option<String>>,
    ) -> Result<()>;
}

/// The world outside.
pub trait World {
    /// The clock as it reads now.
    fn now(&self) -> Instant;

    /// A random number from 0 up to 1.
    fn random(&self) -> f64;

    /// Whether the user asked to stop, for calls that take their time.
    fn cancellation(&self) -> &Cancellation;

    /// What the calls of the journal cost together that began at `since` or later, in US dollars, as far as it is known.
    ///
    /// # Errors
    /// The journal cannot be read.
    fn spent_since(&self, since: Instant) -> Result<f64>;

    /// Is told of every call that was made, for span and journal.
    fn called(&self, record: &CallRecord);
}

/// A call that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct CallRecord {
    /// The kind of analysis.
    pub analysis: &'static str,
    /// `api`, `cli` or `ollama`.
    pub provider: &'static str,
    /// `anthropic` or `ollama`.
    pub system: &'static str,
    /// The model that was asked for.
    pub requested_model: String,
    /// The model that answered.
    pub response_model: Option<String>,
    /// When it began.
    pub began: Instant,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// Tokens.
    pub usage: Usage,
    /// What it cost, in US dollars; `None` where nobody knows.
    pub cost_usd: Option<f64>,
    /// The status of the HTTP answer.
    pub status: Option<u16>,
    /// The provider's name for the call.
    pub request_id: Option<String>,
    /// Why there is no answer.
    pub failure: Option<FailureKind>,
    /// Question and answer, only where the settings ask for them.
    pub texts: Option<(String, String)>,
}

/// Whether the user asked to stop. It can go to other threads.
#[derive(Clone, Debug, Default)]
pub struct Cancellation(Arc<AtomicBool>);

impl Cancellation {
    /// One that is asked for by setting this.
    pub fn of(mark: Arc<AtomicBool>) -> Self {
        Self(mark)
    }

    /// Asks for it.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked for.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
