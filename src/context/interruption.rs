//! Ctrl-C, for commands that wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::SIGINT;
use signal_hook::{SigId, flag, low_level};

use crate::error::{Error, Kind, Result};

/// Notes SIGINT instead of dying of it, for as long as it lives; a second one ends the process all the same. SIGTERM
/// is left alone: who waits has nothing in hand.
pub struct Interruption {
    seen: Arc<AtomicBool>,
    ids: Vec<SigId>,
}

impl Interruption {
    /// Begins to listen.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn listen() -> Result<Self> {
        let mut interruption = Self { seen: Arc::default(), ids: Vec::new() };
        let seen = || Arc::clone(&interruption.seen);
        // In this order: the second signal finds the mark of the first.
        let ids = [flag::register_conditional_default(SIGINT, seen()), flag::register(SIGINT, seen())];
        for id in ids {
            let id = id.map_err(|error| {
                Error::new(Kind::General, format!("the signals cannot be listened to: {error}"))
            })?;
            interruption.ids.push(id);
        }
        Ok(interruption)
    }

    /// Is set when the signal comes: for who waits in other threads.
    pub fn mark(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.seen)
    }

    /// Whether the signal came.
    pub fn came(&self) -> bool {
        self.seen.load(Ordering::Relaxed)
    }
}

impl Drop for Interruption {
    fn drop(&mut self) {
        for id in self.ids.drain(..) {
            low_level::unregister(id);
        }
    }
}
