//! Whether a worker without work has something to wait for.

use std::collections::{HashMap, HashSet};

use crate::commands::work::admission::Admission;
use crate::context::Context;
use crate::domain::{Candidates, Hindrance, Status, Taker, WorkItem};
use crate::error::Result;
use crate::store::{self, ItemFilter, View};

/// What a look at the queue found for a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prospect {
    /// There is an item to take.
    Ready,
    /// Work that somebody does now can bring one up: when it ends well, when it fails, or when its lease ends.
    Later,
    /// Nothing comes up by itself.
    None,
}

/// Looks at the queue for `agent_id`, without a lock.
///
/// # Errors
/// What the store says.
pub(super) fn look(context: &Context, wanted: &Candidates, agent_id: &str) -> Result<Prospect> {
    store::view(context.store()?, context.now(), |view| {
        if !view.exists()? {
            return Ok(Prospect::None);
        }
        let agent = view.agent(agent_id)?;
        let capabilities = agent.and_then(|agent| agent.capabilities).unwrap_or_default();
        let taker = Taker { agent_id: agent_id.to_owned(), capabilities };
        let admission = Admission::new(Some(taker), wanted.now, wanted.lease_secs);
        let open = view.items(&ItemFilter::with_statuses(&[Status::Pending, Status::Held]))?;
        Sight { view, wanted, admission, known: by_id(&open), seen: HashSet::new() }.prospect(&open)
    })
}

fn by_id(open: &[WorkItem]) -> HashMap<&str, &WorkItem> {
    open.iter().map(|item| (item.work_item_id.as_str(), item)).collect()
}

/// One look.
struct Sight<'a> {
    view: &'a mut dyn View,
    wanted: &'a Candidates,
    admission: Admission,
    known: HashMap<&'a str, &'a WorkItem>,
    /// Items that were looked at on the way to the one that is asked about.
    seen: HashSet<&'a str>,
}

impl<'a> Sight<'a> {
    fn prospect(&mut self, open: &'a [WorkItem]) -> Result<Prospect> {
        let mut prospect = Prospect::None;
        for item in open.iter().filter(|item| self.wanted.is_asked_for(item)) {
            if self.wanted.includes(item) && self.admission.hindrance(self.view, item)?.is_none() {
                return Ok(Prospect::Ready);
            }
            if prospect == Prospect::None && self.may_come(item)? {
                prospect = Prospect::Later;
            }
        }
        Ok(prospect)
    }

    /// Whether the item may become ready without anybody adding, changing or waiting for anything. What was never in
    /// the queue is nobody's to wait for, though others may wait for it.
    fn may_come(&mut self, item: &'a WorkItem) -> Result<bool> {
        if item.is_held() {
            return Ok(item.created_at.is_some());
        }
        self.seen.clear();
        self.may_become_ready(item)
    }

    fn may_become_ready(&mut self, item: &'a WorkItem) -> Result<bool> {
        if item.is_held() {
            return Ok(true);
        }
        // A circle of items that wait for each other comes to nothing.
        if !self.wanted.is_asked_for(item) || !self.seen.insert(&item.work_item_id) {
            return Ok(false);
        }
        match self.admission.hindrance(self.view, item)? {
            None | Some(Hindrance::PathsTaken(_)) => Ok(true),
            Some(Hindrance::Waits { on }) => {
                for (id, _) in on {
                    // One that is no longer open has failed.
                    let Some(open) = self.known.get(id.as_str()).copied() else { return Ok(false) };
                    if !self.may_become_ready(open)? {
                        return Ok(false);
                    }
                }
                self.seen.remove(item.work_item_id.as_str());
                Ok(true)
            }
            Some(_) => Ok(false),
        }
    }
}
