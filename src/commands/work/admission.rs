//! Whether an item may be taken now, asked of the board.

use crate::domain::{
    Completion, Dependency, Hindrance, Instant, PathPattern, PathsTaken, Status, Taker, WorkItem, hindrance,
    unmet,
};
use crate::error::Result;
use crate::store::{ItemFilter, View};

/// Answers for one taker at one time. It remembers what it asked, so it is made anew for each transaction, and told of
/// what the transaction takes.
#[derive(Debug)]
pub struct Admission {
    taker: Option<Taker>,
    now: Instant,
    lease_secs: u32,
    /// Held items that say on which paths they work.
    live: Option<Vec<WorkItem>>,
    completions: Option<Vec<Completion>>,
}

impl Admission {
    /// For `taker`; for any taker where there is none. `lease_secs` is the lease of a held item that has none.
    pub fn new(taker: Option<Taker>, now: Instant, lease_secs: u32) -> Self {
        Self { taker, now, lease_secs, live: None, completions: None }
    }

    /// What keeps the item from being taken, its own status aside.
    ///
    /// # Errors
    /// What the store says.
    pub fn hindrance(&mut self, view: &mut dyn View, item: &WorkItem) -> Result<Option<Hindrance>> {
        if let Some(found) = hindrance(item, self.taker.as_ref(), self.now) {
            return Ok(Some(found));
        }
        if let Some(found) = unmet(item, self.dependencies(view, item)?) {
            return Ok(Some(found));
        }
        Ok(self.paths_taken(view, item)?.map(Hindrance::PathsTaken))
    }

    /// How the dependencies of the item stand.
    ///
    /// # Errors
    /// What the store says.
    pub fn dependencies(
        &mut self,
        view: &mut dyn View,
        item: &WorkItem,
    ) -> Result<Vec<(String, Dependency)>> {
        let ids = item.dependencies().iter();
        ids.map(|id| Ok((id.clone(), self.dependency(view, id)?))).collect()
    }

    fn dependency(&mut self, view: &mut dyn View, id: &str) -> Result<Dependency> {
        if let Some(item) = view.item(id)? {
            return Ok(Dependency::of(&item));
        }
        if self.completions.is_none() {
            self.completions = Some(view.completions(None)?);
        }
        Ok(Dependency::of_gone(id, self.completions.as_deref().unwrap_or_default()))
    }

    /// Who else works on the paths of the item. What the taker itself holds is not in its way: it may reserve paths and
    /// then take work on them.
    ///
    /// # Errors
    /// What the store says.
    pub fn paths_taken(&mut self, view: &mut dyn View, item: &WorkItem) -> Result<Option<PathsTaken>> {
        if item.paths().is_empty() {
            return Ok(None);
        }
        if self.live.is_none() {
            let filter = ItemFilter { has_paths: true, ..ItemFilter::with_statuses(&[Status::Held]) };
            self.live = Some(view.items(&filter)?);
        }
        let own = self.taker.as_ref().map(|taker| taker.agent_id.as_str());
        let mut others = self.live.iter().flatten().filter(|other| {
            other.work_item_id != item.work_item_id
                && (own.is_none() || other.agent_id.as_deref() != own)
                && !other.is_expired(self.now, self.lease_secs)
        });
        let taken = others.find_map(|other| overlap(item, other).map(|paths| (other, paths)));
        Ok(taken.map(|(other, (path, other_path))| PathsTaken {
            path,
            other: other.work_item_id.clone(),
            other_path,
            holder: other.agent_id.clone().unwrap_or_default(),
            expires_at: other.effective_lease(self.lease_secs).map(|lease| lease.expires_at),
        }))
    }

    /// Notes that the transaction took the item.
    pub fn took(&mut self, item: &WorkItem) {
        if let Some(live) = self.live.as_mut().filter(|_| !item.paths().is_empty()) {
            live.retain(|known| known.work_item_id != item.work_item_id);
            live.push(item.clone());
        }
    }
}

/// The first two globs of two items that can match a common path.
pub fn overlap(one: &WorkItem, other: &WorkItem) -> Option<(String, String)> {
    let pairs = one.paths().iter().flat_map(|path| other.paths().iter().map(move |other| (path, other)));
    pairs.into_iter().find(|(path, other)| globs_overlap(path, other)).map(|(a, b)| (a.clone(), b.clone()))
}

/// Whether any path could match both. Of a glob that cannot be read nobody can say that it does not.
pub fn globs_overlap(one: &str, other: &str) -> bool {
    match (PathPattern::parse(one), PathPattern::parse(other)) {
        (Ok(one), Ok(other)) => one.overlaps(&other),
        _ => true,
    }
}
