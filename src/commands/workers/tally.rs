//! Who did how much in a pool.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::job::{Done, Outcome};

/// What one worker did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    /// The worker.
    pub agent_id: String,
    /// Items completed.
    pub completed: u32,
    /// Items whose command failed.
    pub failed: u32,
    /// Items handed back.
    pub released: u32,
    /// Items that somebody else took meanwhile.
    pub lost: u32,
    /// The item it works on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_item_id: Option<String>,
}

/// What all workers did.
#[derive(Clone, Debug, Default)]
pub(super) struct Score {
    pub(super) workers: Vec<Tally>,
    /// Items that failed and were not completed since.
    pub(super) unfinished: BTreeSet<String>,
}

impl Score {
    fn worker(&mut self, agent_id: &str) -> &mut Tally {
        let at = self.workers.iter().position(|worker| worker.agent_id == agent_id);
        let at = at.unwrap_or_else(|| {
            self.workers.push(Tally { agent_id: agent_id.to_owned(), ..Tally::default() });
            self.workers.len() - 1
        });
        &mut self.workers[at]
    }

    /// Notes that a worker is there.
    pub(super) fn joins(&mut self, agent_id: &str) {
        self.worker(agent_id);
    }

    /// Notes that a worker takes an item.
    pub(super) fn takes(&mut self, agent_id: &str, id: &str) {
        self.worker(agent_id).work_item_id = Some(id.to_owned());
    }

    /// Counts what came of an item; `None` where it was lost.
    pub(super) fn count(&mut self, agent_id: &str, id: &str, done: Option<&Done>) {
        let worker = self.worker(agent_id);
        worker.work_item_id = None;
        let has_failed = match done.map(|done| (done.outcome, done.exit_status)) {
            None => {
                worker.lost += 1;
                return;
            }
            Some((Outcome::Released, _)) => {
                worker.released += 1;
                return;
            }
            Some((Outcome::Completed, _) | (Outcome::Settled, Some(0))) => {
                worker.completed += 1;
                false
            }
            Some(_) => {
                worker.failed += 1;
                true
            }
        };
        if has_failed {
            self.unfinished.insert(id.to_owned());
        } else {
            self.unfinished.remove(id);
        }
    }
}
