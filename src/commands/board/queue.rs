//! Work in hand and work that waits, as the board shows them.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::{Glance, Instant, Quantity};

/// An item that somebody holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WorkLine {
    /// Its id.
    pub work_item_id: String,
    /// What is to be done.
    pub description: String,
    /// The kind of work.
    pub work_type: String,
    /// How urgent it is.
    pub priority: String,
    /// The status word.
    pub status: String,
    /// Who holds it.
    pub agent_id: Option<String>,
    /// The team.
    pub team: Option<String>,
    /// Percent done, where the holder said.
    pub progress: Option<Quantity>,
    /// Seconds since it was claimed, where that is known.
    pub held_secs: Option<i64>,
    /// Seconds until the lease ends, negative where it has ended; null where there is none.
    pub lease_left_secs: Option<i64>,
    /// Whether the lease has ended.
    pub is_expired: bool,
}

/// What waits.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Queue {
    /// How many items.
    pub pending: usize,
    /// The one that has waited longest, where that is known.
    pub oldest_id: Option<String>,
    /// For how many seconds it has.
    pub oldest_secs: Option<i64>,
}

impl WorkLine {
    /// How `item` stands. `lease_secs` is the lease of an item that has none of its own.
    pub fn of(item: &Glance<'_>, now: Instant, lease_secs: u32) -> Self {
        let word = |field: Option<Cow<'_, str>>, missing: &str| {
            field.filter(|word| !word.is_empty()).map_or_else(|| missing.to_owned(), Cow::into_owned)
        };
        Self {
            work_item_id: item.id().into_owned(),
            description: word(item.description(), "no description"),
            work_type: word(item.work_type(), "unknown"),
            priority: word(item.priority_word(), "medium"),
            status: word(item.status_word(), "active"),
            agent_id: item.agent_id().filter(|holder| !holder.is_empty()).map(Cow::into_owned),
            team: item.team().map(Cow::into_owned),
            progress: item.progress().map(Quantity),
            held_secs: item.claimed().map(|start| (now.unix() - start.unix()).max(0)),
            lease_left_secs: item.lease_end(lease_secs).map(|end| end.unix() - now.unix()),
            is_expired: item.is_expired(now, lease_secs),
        }
    }
}
