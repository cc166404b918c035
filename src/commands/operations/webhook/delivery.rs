//! A round: what one webhook has not been told yet, in the order of the journal.

use std::time::Duration;

use super::book::{Delivery, Hook, Outbox, Place, Retry};
use super::event;
use super::post::Sender;
use crate::context::Context;
use crate::domain::Instant;
use crate::domain::backoff::Backoff;
use crate::error::Result;
use crate::store::{self, JournalEntry};

/// The rest after an event that was not received, in seconds: twice as long each time, up to ten minutes.
const BACKOFF: Backoff = Backoff { base_secs: 1, limit_secs: 600 };
/// An event is given up after so many seconds: a day.
const GIVEN_UP_SECS: i64 = 86_400;
/// So many numbers of entries may have been given again after a loss of power.
const STEP_BACK: u64 = 50;
/// So many entries of the journal are looked at together.
const TOGETHER: usize = 100;

/// Carries events to one webhook.
pub struct Courier<'a> {
    /// The webhook.
    pub hook: &'a Hook,
    /// What sends.
    pub sender: &'a Sender,
    /// The world.
    pub context: &'a Context,
    /// Whether an event that was not received rests before it is tried again. Somebody who asks wants it tried now.
    pub patience: bool,
}

/// How a round ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Everything is told.
    CaughtUp,
    /// An event has to be tried again after this time, and holds up those behind it.
    Later(Duration),
}

impl Courier<'_> {
    /// Tells everything that has not been told, as far as it is received. `is_over` says whether to stop.
    ///
    /// # Errors
    /// The board cannot be read, or what was told cannot be kept.
    pub fn round(&self, is_over: &dyn Fn() -> bool) -> Result<Round> {
        let store = self.context.store()?;
        let mut delivery = Outbox::read(store)?.of(&self.hook.id);
        if let Some(rest) = self.rest(&delivery) {
            return Ok(Round::Later(rest));
        }
        loop {
            let entries = self.entries(&mut delivery)?;
            if entries.is_empty() {
                return Ok(Round::CaughtUp);
            }
            for entry in &entries {
                if is_over() {
                    return Ok(Round::Later(Duration::ZERO));
                }
                if self.hook.wants(entry)
                    && let Some(rest) = self.tell(entry, &mut delivery)?
                {
                    Outbox::keep(store, &self.hook.id, &delivery)?;
                    return Ok(Round::Later(rest));
                }
                delivery.told = Place::of(entry);
                if self.hook.wants(entry) {
                    Outbox::keep(store, &self.hook.id, &delivery)?;
                }
            }
            // What is none of its events need not be looked at again.
            Outbox::keep(store, &self.hook.id, &delivery)?;
        }
    }

    /// How long the event that was not received still rests.
    fn rest(&self, delivery: &Delivery) -> Option<Duration> {
        let next = delivery.retry.as_ref().filter(|_| self.patience)?.next_at.instant()?;
        let secs = next.unix() - self.now().unix();
        // A clock that was set back must not make it rest for long.
        let secs = secs.min(i64::from(BACKOFF.limit_secs));
        u64::try_from(secs).ok().filter(|secs| *secs > 0).map(Duration::from_secs)
    }

    /// The next entries. The journal may have lost its end with the power after that was told: then it goes on with what is
    /// there now, and rather tells something twice.
    fn entries(&self, delivery: &mut Delivery) -> Result<Vec<JournalEntry>> {
        let (store, now, told) = (self.context.store()?, self.context.now(), delivery.told.clone());
        let after = |seq: u64| store::view(store, now, |view| view.entries_after(seq, TOGETHER));
        let mut entries = after(told.seq.saturating_sub(1))?;
        match entries.first() {
            None if told.seq > 0 => {
                let newest = store::view(store, now, |view| view.history(None, 1))?.pop();
                delivery.told = newest.as_ref().map_or_else(Place::default, Place::of);
                Outbox::keep(store, &self.hook.id, delivery)?;
            }
            Some(first) if first.seq == told.seq && Place::of(first) == told => {
                entries.remove(0);
            }
            // Another entry has its number, and those before it may be others too.
            Some(first) if first.seq == told.seq => return after(told.seq.saturating_sub(STEP_BACK)),
            _ => {}
        }
        Ok(entries)
    }

    /// Sends the event of an entry. Says how long it rests where it was not received; nothing where it is settled.
    fn tell(&self, entry: &JournalEntry, delivery: &mut Delivery) -> Result<Option<Duration>> {
        let (id, body) = (event::id(entry), event::body(entry)?);
        let now = self.now();
        let Err(error) = self.sender.post(self.hook, (&id, &entry.op), body, now.unix()) else {
            delivery.delivered += 1;
            delivery.retry = None;
            return Ok(None);
        };
        let before = delivery.retry.take().filter(|retry| retry.event_id == id);
        let failures = before.as_ref().map_or(0, |retry| retry.failures).saturating_add(1);
        let since = before.map_or_else(|| now.stamp(), |retry| retry.since);
        let now = self.now();
        if since.instant().is_none_or(|since| since.plus_secs(GIVEN_UP_SECS) <= now) {
            delivery.given_up += 1;
            tracing::warn!(%error, "{id} was not received for a day and is given up");
            return Ok(None);
        }
        let secs = BACKOFF.secs(failures, self.context.environment().random()).max(1);
        let next_at = now.plus_secs(secs).stamp();
        delivery.retry = Some(Retry { event_id: id, failures, since, next_at, error });
        Ok(Some(Duration::from_secs(u64::try_from(secs).unwrap_or_default())))
    }

    fn now(&self) -> Instant {
        self.context.environment().clock()
    }
}
