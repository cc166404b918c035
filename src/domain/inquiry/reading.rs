//! Items of other programs and of our own lists: how they stand, by what they say of themselves and of each other.

use std::collections::HashMap;

use serde_json::Value;

use super::{Situation, Stands};
use crate::domain::{Hindrance, Instant, Status, WorkItem, brief, hindrance};

/// So long a claim without a lease stands, in seconds.
const LEASE_SECS: u32 = 1_800;
/// Status words of other programs for what nobody has in hand, where nobody is named.
const WAITING: [&str; 8] = ["blocked", "open", "todo", "new", "queued", "waiting", "ready", "scheduled"];

/// The item that a value is, or that a line of an export holds; and the value that says how it stands.
pub(super) fn item(value: &Value) -> Option<(WorkItem, &Value)> {
    let is_item = |value: &&Value| value.get("work_item_id").is_some_and(Value::is_string);
    let whole = value.get("item").filter(is_item).or(Some(value)).filter(is_item)?;
    // Fields that nobody knows are kept as text, so an item is read from text.
    Some((serde_json::from_str(&whole.to_string()).ok()?, value))
}

/// How the items of `found` stand at `now`.
pub(super) fn stand(found: Vec<(WorkItem, &Value)>, now: Instant) -> Vec<Stands> {
    let statuses: HashMap<String, Status> =
        found.iter().map(|(item, _)| (item.work_item_id.clone(), item.status())).collect();
    found.into_iter().map(|(item, value)| of_list(item, value, now, &statuses)).collect()
}

/// Our own lists say how each item stands.
fn of_list(mut item: WorkItem, value: &Value, now: Instant, statuses: &HashMap<String, Status>) -> Stands {
    let (state, why) = (value.get("state").and_then(Value::as_str), value.get("why").and_then(Value::as_str));
    let Some((situation, status)) = state.and_then(of_state) else { return of_item(item, now, statuses) };
    if item.status.as_deref().unwrap_or_default().is_empty() {
        item.status = Some(status.to_owned());
    }
    Stands { item, situation, why: why.map(ToOwned::to_owned) }
}

/// What a word of our lists means, and the status word that goes with it.
fn of_state(word: &str) -> Option<(Situation, &'static str)> {
    Some(match word {
        "ready" => (Situation::Ready, "pending"),
        "blocked" | "incapable" => (Situation::Blocked, "pending"),
        "scheduled" => (Situation::Scheduled, "pending"),
        "assigned" => (Situation::Assigned, "pending"),
        "held" => (Situation::Held, "active"),
        "expired" => (Situation::Expired, "active"),
        "completed" => (Situation::Completed, "completed"),
        "cancelled" => (Situation::Cancelled, "cancelled"),
        "dead" => (Situation::Dead, "dead"),
        _ => return None,
    })
}

fn of_item(item: WorkItem, now: Instant, statuses: &HashMap<String, Status>) -> Stands {
    let word = item.status.as_deref().unwrap_or_default().to_lowercase();
    let nobody = item.agent_id.as_deref().unwrap_or_default().is_empty();
    let (situation, why) = match item.status() {
        Status::Completed => (Situation::Completed, None),
        Status::Cancelled => (Situation::Cancelled, None),
        Status::Dead => (Situation::Dead, item.last_error.clone()),
        Status::Held if word == "blocked" => {
            (Situation::Blocked, hindered(&item, now, statuses).map(|(_, why)| why))
        }
        Status::Held if nobody && WAITING.contains(&word.as_str()) => of_pending(&item, now, statuses),
        Status::Held => of_held(&item, now),
        Status::Pending => of_pending(&item, now, statuses),
    };
    Stands { item, situation, why }
}

fn of_pending(
    item: &WorkItem,
    now: Instant,
    statuses: &HashMap<String, Status>,
) -> (Situation, Option<String>) {
    if let Some((situation, why)) = hindered(item, now, statuses) {
        return (situation, Some(why));
    }
    match item.assigned_to.as_deref().filter(|to| !to.is_empty()) {
        Some(to) => (Situation::Assigned, Some(format!("it is assigned to {to}"))),
        None => (Situation::Ready, None),
    }
}

/// What is in the way of the item. Of items that are not in the data nobody knows.
fn hindered(
    item: &WorkItem,
    now: Instant,
    statuses: &HashMap<String, Status>,
) -> Option<(Situation, String)> {
    if let Some(found) = hindrance(item, None, now) {
        let is_early = matches!(found, Hindrance::Scheduled { .. });
        return Some((if is_early { Situation::Scheduled } else { Situation::Blocked }, found.to_string()));
    }
    let waits = item.dependencies().iter().filter_map(|id| match statuses.get(id)? {
        Status::Completed => None,
        Status::Cancelled => Some(format!("{id} (cancelled)")),
        Status::Dead => Some(format!("{id} (dead)")),
        Status::Pending | Status::Held => Some(id.clone()),
    });
    let waits: Vec<String> = waits.collect();
    (!waits.is_empty()).then(|| (Situation::Blocked, format!("it waits for {}", waits.join(", "))))
}

/// In hand still, or no longer: by the end of the lease, else by the last sign of the holder.
fn of_held(item: &WorkItem, now: Instant) -> (Situation, Option<String>) {
    let end = item.effective_lease(LEASE_SECS).and_then(|lease| lease.expires_at.instant());
    let Some(end) = end.filter(|end| *end <= now) else {
        let blocker = item.blockers.iter().flatten().next();
        return (Situation::Held, blocker.map(|blocker| format!("it is blocked: {}", blocker.reason)));
    };
    let holder = item.agent_id.as_deref().filter(|agent| !agent.is_empty()).unwrap_or("nobody known");
    let over = brief(now.unix() - end.unix());
    (Situation::Expired, Some(format!("the lease of {holder} is over since {over}")))
}
