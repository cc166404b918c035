//! What follows for other items and for agents when an item changes: dependants, workloads, events.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::admission::Admission;
use crate::domain::{Hindrance, Instant, OnFailedDependency, Status, WorkItem};
use crate::error::Result;
use crate::output::Page;
use crate::store::{ItemFilter, JournalEvent, Txn};

/// What came of it for the items that depend on one that ended.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Aftermath {
    /// Items that wait for nothing any more.
    pub unblocked: Vec<String>,
    /// Items that were cancelled with it.
    pub cancelled: Vec<String>,
    /// Items that stay blocked, because it came to nothing.
    pub blocked: Vec<String>,
}

/// Works out what follows for the dependants of `ended`, which is completed, cancelled or dead by now and stands on
/// the board so; those that asked to be cancelled with it are, and theirs.
///
/// # Errors
/// What the store says.
pub fn of_end(txn: &mut dyn Txn, ended: &WorkItem, now: Instant, lease_secs: u32) -> Result<Aftermath> {
    let mut aftermath = Aftermath::default();
    let mut ends = vec![ended.work_item_id.clone()];
    while let Some(id) = ends.pop() {
        let waiting = ItemFilter {
            depends_on: Some(id.clone()),
            ..ItemFilter::with_statuses(&[Status::Pending, Status::Held])
        };
        for mut item in txn.items(&waiting)? {
            let mut admission = Admission::new(None, now, lease_secs);
            let dependencies = admission.dependencies(txn, &item)?;
            let Some(Hindrance::Waits { on }) = crate::domain::unmet(&item, dependencies) else {
                if item.status() == Status::Pending {
                    add(&mut aftermath.unblocked, item.work_item_id);
                }
                continue;
            };
            let has_failed = on
                .iter()
                .any(|(on, state)| *on == id && matches!(state, crate::domain::Dependency::Failed { .. }));
            if !has_failed {
                continue;
            }
            let policy = OnFailedDependency::of(item.on_failed_dependency.as_deref());
            if policy == OnFailedDependency::Cancel && item.status() == Status::Pending {
                item.leave_cancelled();
                item.note(&format!("cancelled because {id} came to nothing"), None, now);
                txn.put_item(&item)?;
                ends.push(item.work_item_id.clone());
                aftermath.cancelled.push(item.work_item_id);
            } else {
                add(&mut aftermath.blocked, item.work_item_id);
            }
        }
    }
    Ok(aftermath)
}

/// Adds an id once: an item may depend on several that end together.
fn add(ids: &mut Vec<String>, id: String) {
    if !ids.contains(&id) {
        ids.push(id);
    }
}

impl Aftermath {
    /// Adds what happened to dependants to a page.
    pub fn text(&self, page: &mut Page) {
        let lines = [
            (&self.unblocked, "🔓", "is ready now"),
            (&self.blocked, "⛔", "stays blocked, because it depends on this"),
            (&self.cancelled, "🚫", "was cancelled with it"),
        ];
        for (ids, sign, what) in lines {
            for id in ids {
                page.line(format!("   {sign} {id} {what}"));
            }
        }
    }

    /// Adds what came of a further end.
    pub fn extend(&mut self, other: Self) {
        self.unblocked.extend(other.unblocked);
        self.cancelled.extend(other.cancelled);
        self.blocked.extend(other.blocked);
    }
}

/// Keeps the workload of an agent true, where it is registered.
///
/// # Errors
/// What the store says.
pub fn count_workload(txn: &mut dyn Txn, agent_id: &str) -> Result<()> {
    let Some(mut agent) = txn.agent(agent_id)? else { return Ok(()) };
    let holds = txn.count_items(&ItemFilter::held_by(agent_id))?;
    agent.current_workload = Some(holds.into());
    txn.put_agent(&agent)
}

/// Notes that the claim of `agent_id` on the item ended with its lease: an event, and a mark in the agent's metrics.
///
/// # Errors
/// What the store says.
pub fn note_expiry(txn: &mut dyn Txn, item: &WorkItem, agent_id: &str, fence: u64) -> Result<()> {
    note_lost_lease(txn, item, agent_id, fence)?;
    let Some(mut agent) = txn.agent(agent_id)? else { return Ok(()) };
    agent.lost_lease();
    agent.current_workload = Some(txn.count_items(&ItemFilter::held_by(agent_id))?.into());
    txn.put_agent(&agent)
}

/// Notes in the journal that a claim ended with its lease, and whether the item is dead for it.
///
/// # Errors
/// What the store says.
pub fn note_lost_lease(txn: &mut dyn Txn, item: &WorkItem, agent_id: &str, fence: u64) -> Result<()> {
    note_event(txn, "lease_expired", item, agent_id, fence)?;
    if item.status() == Status::Dead { note_event(txn, "dead", item, agent_id, fence) } else { Ok(()) }
}

/// Notes in the journal what happened to an item that `agent_id` held under that fence.
///
/// # Errors
/// What the store says.
pub fn note_event(txn: &mut dyn Txn, event: &str, item: &WorkItem, agent_id: &str, fence: u64) -> Result<()> {
    txn.note_event(JournalEvent {
        event: event.to_owned(),
        work_item_id: item.work_item_id.clone(),
        agent_id: Some(agent_id.to_owned()),
        fence: Some(fence),
    })
}
