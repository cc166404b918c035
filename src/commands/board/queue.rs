//! Work in hand and work that waits, as the board shows them.

use std::borrow::Cow;
use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::{Glance, Instant, Quantity, Status};

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
        let word = |field: &Option<Cow<'_, str>>, missing: &str| {
            field.as_deref().filter(|word| !word.is_empty()).unwrap_or(missing).to_owned()
        };
        Self {
            work_item_id: item.id().to_owned(),
            description: word(&item.description, "no description"),
            work_type: word(&item.work_type, "unknown"),
            priority: word(&item.priority, "medium"),
            status: word(&item.status, "active"),
            agent_id: item.agent_id.as_deref().filter(|holder| !holder.is_empty()).map(ToOwned::to_owned),
            team: item.team.as_deref().map(ToOwned::to_owned),
            progress: item.progress.map(Quantity),
            held_secs: item.claimed().map(|start| secs(start, now)),
            lease_left_secs: item.lease_end(lease_secs).map(|end| end.unix() - now.unix()),
            is_expired: item.is_expired(now, lease_secs),
        }
    }
}

/// What is in hand: most urgent first, then longest held.
pub fn work(held: &[&Glance<'_>], now: Instant, lease_secs: u32) -> Vec<WorkLine> {
    let mut held = held.to_vec();
    held.sort_by_cached_key(|item| (Reverse(item.priority()), item.claimed()));
    held.into_iter().map(|item| WorkLine::of(item, now, lease_secs)).collect()
}

/// What waits.
pub fn queue(pending: &[&Glance<'_>], now: Instant) -> Queue {
    let dated = pending.iter().filter_map(|item| Some((item.born()?, item)));
    let oldest = dated.min_by_key(|(born, _)| *born);
    Queue {
        pending: pending.len(),
        oldest_id: oldest.map(|(_, item)| item.id().to_owned()),
        oldest_secs: oldest.map(|(born, _)| secs(born, now)),
    }
}

/// The items of that status.
pub fn of_status<'g, 'a>(items: &'g [Glance<'a>], status: Status) -> Vec<&'g Glance<'a>> {
    items.iter().filter(|item| item.status() == status).collect()
}

fn secs(from: Instant, now: Instant) -> i64 {
    (now.unix() - from.unix()).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Instant = Instant::from_unix(1_750_000_000);

    fn item(json: &str) -> Glance<'_> {
        Glance::of(json).unwrap()
    }

    #[test]
    fn what_is_urgent_and_old_stands_first() {
        let held = |id: &str, priority: &str, at: &str| {
            format!(
                r#"{{"work_item_id":"{id}","agent_id":"a","status":"active","priority":"{priority}","claimed_at":"{at}"}}"#
            )
        };
        let all = [
            held("young", "high", "2025-06-15T15:00:00Z"),
            held("low", "low", "2025-06-14T15:00:00Z"),
            held("old", "high", "2025-06-15T14:00:00Z"),
            held("critical", "critical", "2025-06-15T15:06:00Z"),
        ];
        let all: Vec<Glance<'_>> = all.iter().map(|json| item(json)).collect();
        let lines = work(&of_status(&all, Status::Held), NOON, 1_800);
        let ids: Vec<_> = lines.iter().map(|line| line.work_item_id.as_str()).collect();
        assert_eq!(ids, ["critical", "old", "young", "low"]);
        assert_eq!((lines[1].held_secs, lines[1].lease_left_secs), (Some(4_000), Some(-2_200)));
        assert!(lines[1].is_expired && !lines[2].is_expired);
    }

    #[test]
    fn the_oldest_in_the_queue_is_known_by_its_stamp_or_its_id() {
        let pending = [
            item(r#"{"work_item_id":"odd","status":"pending"}"#),
            item(r#"{"work_item_id":"work_1749999000000000000","status":"pending"}"#),
            item(r#"{"work_item_id":"new","status":"pending","created_at":"2025-06-15T15:06:00Z"}"#),
        ];
        let pending = of_status(&pending, Status::Pending);
        let queue = queue(&pending, NOON);
        assert_eq!((queue.pending, queue.oldest_secs), (3, Some(1_000)));
        assert_eq!(super::queue(&pending[..1], NOON).oldest_secs, None);
    }
}
