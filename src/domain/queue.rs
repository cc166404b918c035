//! In which order work is taken from the queue (DESIGN, section 2).

use std::cmp::Reverse;

use super::{Instant, Priority, Stamp, Status, WorkItem};

/// Waiting so long lifts an item by one priority, in seconds: a day.
const LIFT_SECS: i64 = 86_400;

/// Where an item stands in the queue: smaller is taken earlier. Of equal ones the one that stands first on the board
/// is taken first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    rank: Reverse<Priority>,
    /// Seconds since the epoch.
    deadline: i64,
    business_value: Reverse<Value>,
    /// Seconds since the epoch.
    waits_since: i64,
}

/// A business value that can be ordered; what is no number is worth nothing.
#[derive(Clone, Copy, Debug)]
struct Value(f64);

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.0.total_cmp(&other.0).is_eq()
    }
}

impl Eq for Value {}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// What of an item decides its place, as plain numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Urgency {
    /// Its priority as it was given.
    pub priority: Priority,
    /// When it should be done, in seconds since the epoch; the end of time where nothing is said.
    pub deadline: i64,
    /// What it is worth; 0 where nothing is said.
    pub business_value: f64,
    /// Since when it waits, in seconds since the epoch; the end of time where nothing is said.
    pub waits_since: i64,
}

impl Urgency {
    /// Of an item.
    pub fn of(item: &WorkItem) -> Self {
        let secs = |stamp: Option<&Stamp>| stamp.and_then(Stamp::instant).map_or(i64::MAX, Instant::unix);
        Self {
            priority: item.priority(),
            deadline: secs(item.deadline.as_ref()),
            business_value: item.business_value.map_or(0.0, |value| value.0),
            waits_since: secs(item.created_at.as_ref().or(item.claimed_at.as_ref())),
        }
    }

    /// Its priority after the time it has waited: one level up a day, but never to critical.
    pub fn rank(self, now: Instant) -> Priority {
        let days = now.unix().saturating_sub(self.waits_since).max(0) / LIFT_SECS;
        match (self.priority, days) {
            (Priority::Low, 0) => Priority::Low,
            (Priority::Low, 1) | (Priority::Medium, 0) => Priority::Medium,
            (Priority::Critical, _) => Priority::Critical,
            _ => Priority::High,
        }
    }

    /// Its place in the queue.
    pub fn place(self, now: Instant) -> Place {
        Place {
            rank: Reverse(self.rank(now)),
            deadline: self.deadline,
            business_value: Reverse(Value(self.business_value)),
            waits_since: self.waits_since,
        }
    }
}

/// Which items of the queue.
#[derive(Clone, Debug)]
pub struct Candidates {
    /// The clock reading.
    pub now: Instant,
    /// Length of the lease of a held item that has none, in seconds.
    pub lease_secs: u32,
    /// Only these kinds of work; all, where it is empty.
    pub work_types: Vec<String>,
    /// Only items of this team.
    pub team: Option<String>,
    /// Only items that rank at least so high after the time they have waited.
    pub priority_at_least: Option<Priority>,
}

impl Candidates {
    /// All of them.
    pub fn all(now: Instant, lease_secs: u32) -> Self {
        Self { now, lease_secs, work_types: Vec::new(), team: None, priority_at_least: None }
    }

    /// Whether the item is one: it waits and its time has come, or it is held and the lease is over. A
    /// reservation of paths never is. What an item depends on and who may take it is not looked at.
    pub fn includes(&self, item: &WorkItem) -> bool {
        let is_due = match item.status() {
            Status::Pending => item.scheduled_for(self.now).is_none(),
            Status::Held => item.is_expired(self.now, self.lease_secs),
            _ => false,
        };
        is_due && !item.is_reservation() && self.is_asked_for(item)
    }

    /// Whether the item is of the kind, team and priority asked for.
    pub fn is_asked_for(&self, item: &WorkItem) -> bool {
        let work_type = item.work_type.as_deref().unwrap_or_default();
        (self.work_types.is_empty() || self.work_types.iter().any(|wanted| wanted == work_type))
            && (self.team.is_none() || self.team == item.team)
            && self.priority_at_least.is_none_or(|least| Urgency::of(item).rank(self.now) >= least)
    }
}

impl WorkItem {
    /// When it may be taken at the earliest, where that is still to come.
    pub fn scheduled_for(&self, now: Instant) -> Option<&Stamp> {
        self.not_before.as_ref().filter(|stamp| stamp.instant().is_some_and(|at| at > now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Quantity;

    const NOON: Instant = Instant::from_unix(1_750_000_000);
    const DAY: i64 = 86_400;

    fn item(priority: &str, waits_secs: i64) -> WorkItem {
        let draft = WorkItem::draft("t".into(), "d".into(), priority.into(), "team".into());
        draft.queued(format!("{priority} {waits_secs}"), None, NOON.plus_secs(-waits_secs))
    }

    fn order(mut items: Vec<WorkItem>) -> Vec<String> {
        items.sort_by_key(|item| Urgency::of(item).place(NOON));
        items.into_iter().map(|item| item.work_item_id).collect()
    }

    #[test]
    fn priority_comes_first_and_age_last() {
        let items =
            vec![item("low", 9), item("medium", 1), item("odd", 2), item("high", 0), item("critical", 0)];
        assert_eq!(order(items), ["critical 0", "high 0", "odd 2", "medium 1", "low 9"]);
    }

    #[test]
    fn waiting_lifts_by_a_level_a_day_but_never_to_critical() {
        let rank = |priority, secs| format!("{:?}", Urgency::of(&item(priority, secs)).rank(NOON));
        let ranks: Vec<_> = [0, DAY - 1, DAY, 2 * DAY, 99 * DAY].map(|secs| rank("low", secs)).into();
        assert_eq!(ranks, ["Low", "Low", "Medium", "High", "High"]);
        assert_eq!((rank("critical", -DAY).as_str(), rank("medium", DAY).as_str()), ("Critical", "High"));
    }

    #[test]
    fn then_the_deadline_then_the_value() {
        let with = |id: &str, deadline: Option<i64>, value: Option<f64>| {
            let mut item = item("high", 5);
            item.work_item_id = id.into();
            item.deadline = deadline.map(|secs| NOON.plus_secs(secs).stamp());
            item.business_value = value.map(Quantity);
            item
        };
        let items = vec![
            with("plain", None, None),
            with("worth 3", None, Some(3.0)),
            with("worth 8", None, Some(8.0)),
            with("tomorrow", Some(DAY), None),
            with("overdue", Some(-DAY), None),
            with("worth nothing", None, Some(-1.0)),
        ];
        let expected = ["overdue", "tomorrow", "worth 8", "worth 3", "plain", "worth nothing"];
        assert_eq!(order(items), expected);
    }

    #[test]
    fn a_candidate_waits_or_its_lease_is_over() {
        let all = Candidates::all(NOON, 1_800);
        let mut waiting = item("low", 5);
        assert!(all.includes(&waiting));
        waiting.not_before = Some(NOON.plus_secs(1).stamp());
        assert!(!all.includes(&waiting));
        waiting.not_before = Some(NOON.stamp());
        assert!(all.includes(&waiting));
        waiting.status = Some("active".into());
        waiting.claimed_at = Some(NOON.plus_secs(-1_799).stamp());
        assert!(!all.includes(&waiting));
        waiting.claimed_at = Some(NOON.plus_secs(-1_800).stamp());
        assert!(all.includes(&waiting));
        assert!(!Candidates { team: Some("other".into()), ..all.clone() }.includes(&waiting));
        assert!(!Candidates { work_types: vec!["x".into()], ..all.clone() }.includes(&waiting));
        assert!(!Candidates { priority_at_least: Some(Priority::High), ..all }.includes(&waiting));
    }
}
