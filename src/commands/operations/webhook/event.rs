//! What is told of a transaction.

use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::book::Hook;
use crate::domain::Stamp;
use crate::error::{Error, Kind, Result};
use crate::store::{JournalEntry, JournalEvent};

/// What the store does for itself, which is nobody's event.
const OWN: &str = "checkpoint";
/// A sign of life renews leases, which is no news for who did not ask for it.
const SIGN_OF_LIFE: &str = "heartbeat";

/// An event: one transaction of the board.
#[derive(Serialize)]
struct Event<'a> {
    /// The same each time it is sent.
    id: &'a str,
    /// The operation, such as `claim`.
    #[serde(rename = "type")]
    kind: &'a str,
    at: &'a Stamp,
    seq: u64,
    actor: Option<&'a str>,
    trace_id: &'a str,
    reason: Option<&'a str>,
    /// What happened beside the changes, such as `lease_expired`.
    events: &'a [JournalEvent],
    /// Work items as they stand after it.
    items: &'a [Box<RawValue>],
    /// Agents as they stand after it.
    agents: &'a [Box<RawValue>],
    completions: &'a [Box<RawValue>],
    /// Ids of items that it took off the board.
    removed: &'a [String],
}

/// What an entry is known by beside its number: a short hash of what never changes in it.
pub fn mark(entry: &JournalEntry) -> String {
    let known = format!("{}\n{}\n{}\n{}", entry.seq, entry.at, entry.op, entry.trace_id);
    let mut hash = Sha256::new();
    hash.update(known.as_bytes());
    let first = entry.puts.items.iter().chain(&entry.puts.agents).next();
    hash.update(first.map_or("", |record| record.get()).as_bytes());
    hash.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// The id of the event that tells of an entry.
pub fn id(entry: &JournalEntry) -> String {
    format!("evt_{}_{}", entry.seq, mark(entry))
}

/// The body that tells of an entry.
///
/// # Errors
/// None in practice: what was read as JSON can be written as JSON.
pub fn body(entry: &JournalEntry) -> Result<String> {
    text(&Event {
        id: &id(entry),
        kind: &entry.op,
        at: &entry.at,
        seq: entry.seq,
        actor: entry.actor.as_deref(),
        trace_id: &entry.trace_id,
        reason: entry.reason.as_deref(),
        events: &entry.events,
        items: &entry.puts.items,
        agents: &entry.puts.agents,
        completions: &entry.puts.completions,
        removed: &entry.drops.items,
    })
}

/// The body of an event that tells of nothing, to see whether it arrives.
///
/// # Errors
/// None in practice.
pub fn ping(id: &str, at: &Stamp) -> Result<String> {
    let (nothing, none) = (&[], &[]);
    text(&Event {
        id,
        kind: "ping",
        at,
        seq: 0,
        actor: None,
        trace_id: "",
        reason: None,
        events: &[],
        items: nothing,
        agents: nothing,
        completions: nothing,
        removed: none,
    })
}

fn text(event: &Event<'_>) -> Result<String> {
    serde_json::to_string(event)
        .map_err(|error| Error::new(Kind::General, format!("the event cannot be written as JSON: {error}")))
}

impl Hook {
    /// Whether an entry is one of its events.
    pub fn wants(&self, entry: &JournalEntry) -> bool {
        if entry.op == OWN {
            return false;
        }
        if self.events.is_empty() {
            let is_of_work =
                !entry.puts.items.is_empty() || !entry.drops.items.is_empty() || !entry.events.is_empty();
            return is_of_work && entry.op != SIGN_OF_LIFE;
        }
        let is_named =
            |word: &str| self.events.iter().any(|event| event.replace('-', "_") == word.replace('-', "_"));
        is_named(&entry.op) || entry.events.iter().any(|event| is_named(&event.event))
    }
}
