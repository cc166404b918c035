//! What the items of a board add up to: who holds what, what waits, how many ended how. One look at each of them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::queue::{Queue, WorkLine};
use crate::domain::{Glance, Instant, Priority, Status};
use crate::error::Result;
use crate::store::View;

/// What the items add up to.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// What is in hand: most urgent first, then longest held. Empty where only counts were asked for.
    pub work: Vec<WorkLine>,
    /// How many items are in hand.
    pub held: usize,
    /// How many of these have a lease that has ended.
    pub expired: usize,
    /// The one that has been held longest, where that is known.
    pub longest_held: Option<WorkLine>,
    /// How many items each agent holds.
    pub workload: BTreeMap<String, u32>,
    /// What each team has in hand and in its queue; the name is empty for what belongs to no team.
    pub teams: BTreeMap<String, TeamLoad>,
    /// What waits.
    pub queue: Queue,
    /// How many items are completed and not archived yet.
    pub completed: u32,
    /// How many are cancelled and not archived yet.
    pub cancelled: u32,
    /// How many failed too often.
    pub dead: u32,
}

/// What a team has to do.
#[derive(Clone, Copy, Debug, Default)]
pub struct TeamLoad {
    /// How many of its items are held.
    pub in_hand: u32,
    /// How many wait in its queue.
    pub pending: u32,
}

/// What is in hand, with what it is sorted by.
type Held = ((Reverse<Priority>, Option<Instant>), WorkLine);

/// What is needed only while the items are looked at.
struct Look {
    now: Instant,
    lease_secs: u32,
    /// The lines of what is in hand, where they are wanted.
    lines: Option<Vec<Held>>,
    longest: Option<Instant>,
    oldest: Option<(Instant, String)>,
}

impl Overview {
    /// Looks at all items. `lease_secs` is the lease of an item that has none of its own.
    ///
    /// # Errors
    /// The board cannot be read.
    pub fn take(view: &mut dyn View, now: Instant, lease_secs: u32) -> Result<Self> {
        let look = Look { now, lease_secs, lines: Some(Vec::new()), longest: None, oldest: None };
        Self::look(view, look)
    }

    /// The same without a line for each item in hand, which is quicker.
    ///
    /// # Errors
    /// The board cannot be read.
    pub fn counts(view: &mut dyn View, now: Instant, lease_secs: u32) -> Result<Self> {
        Self::look(view, Look { now, lease_secs, lines: None, longest: None, oldest: None })
    }

    fn look(view: &mut dyn View, mut look: Look) -> Result<Self> {
        let mut overview = Self::default();
        view.survey(&mut |item| {
            overview.see(item, &mut look);
            Ok(())
        })?;
        let mut held = look.lines.unwrap_or_default();
        held.sort_by_key(|(place, _)| *place);
        overview.work = held.into_iter().map(|(_, line)| line).collect();
        if let Some((born, id)) = look.oldest {
            overview.queue.oldest_id = Some(id);
            overview.queue.oldest_secs = Some((look.now.unix() - born.unix()).max(0));
        }
        Ok(overview)
    }

    fn see(&mut self, item: &Glance<'_>, look: &mut Look) {
        match item.status() {
            Status::Completed => self.completed += 1,
            Status::Cancelled => self.cancelled += 1,
            Status::Dead => self.dead += 1,
            Status::Held => self.see_held(item, look),
            Status::Pending => {
                self.queue.pending += 1;
                self.count_for_team(item, |team| team.pending += 1);
                if let Some(born) = item.born()
                    && look.oldest.as_ref().is_none_or(|(oldest, _)| born < *oldest)
                {
                    look.oldest = Some((born, item.id().into_owned()));
                }
            }
        }
    }

    fn see_held(&mut self, item: &Glance<'_>, look: &mut Look) {
        let line = || WorkLine::of(item, look.now, look.lease_secs);
        let claimed = item.claimed();
        self.held += 1;
        self.expired += usize::from(item.is_expired(look.now, look.lease_secs));
        if self.longest_held.is_none()
            || claimed.is_some_and(|claimed| look.longest.is_none_or(|longest| claimed < longest))
        {
            (look.longest, self.longest_held) = (claimed, Some(line()));
        }
        if let Some(lines) = &mut look.lines {
            lines.push(((Reverse(item.priority()), claimed), line()));
        }
        self.count_for_team(item, |team| team.in_hand += 1);
        if let Some(holder) = item.agent_id() {
            match self.workload.get_mut(&*holder) {
                Some(count) => *count += 1,
                None => drop(self.workload.insert(holder.into_owned(), 1)),
            }
        }
    }

    fn count_for_team(&mut self, item: &Glance<'_>, count: impl Fn(&mut TeamLoad)) {
        let name = item.team().unwrap_or_default();
        if let Some(load) = self.teams.get_mut(&*name) {
            return count(load);
        }
        let mut load = TeamLoad::default();
        count(&mut load);
        self.teams.insert(name.into_owned(), load);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::memory::MemoryStore;
    use crate::store::{Durability, Intent, transact, view};

    const NOON: Instant = Instant::from_unix(1_750_000_000);

    fn overview(items: &[&str]) -> Overview {
        let store = MemoryStore::default();
        let intent = Intent {
            op: "test",
            actor: None,
            trace_id: String::new(),
            request_id: None,
            reason: None,
            now: NOON,
            durability: Durability::Synced,
            create: true,
        };
        let put = |json: &&str| serde_json::from_str(json).unwrap();
        transact(&store, &intent, |txn| items.iter().try_for_each(|json| txn.put_item(&put(json)))).unwrap();
        view(&store, NOON, |view| Overview::take(view, NOON, 1_800)).unwrap()
    }

    fn held(id: &str, priority: &str, at: &str) -> String {
        format!(
            r#"{{"work_item_id":"{id}","agent_id":"a","status":"active","priority":"{priority}","claimed_at":"{at}"}}"#
        )
    }

    #[test]
    fn what_is_urgent_and_old_stands_first() {
        let all = [
            held("young", "high", "2025-06-15T15:00:00Z"),
            held("low", "low", "2025-06-14T15:00:00Z"),
            held("old", "high", "2025-06-15T14:00:00Z"),
            held("critical", "critical", "2025-06-15T15:06:00Z"),
        ];
        let overview = overview(&all.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(overview.longest_held.as_ref().unwrap().work_item_id, "low");
        let ids: Vec<_> = overview.work.iter().map(|line| line.work_item_id.as_str()).collect();
        assert_eq!(ids, ["critical", "old", "young", "low"]);
        let lines = &overview.work;
        assert_eq!((lines[1].held_secs, lines[1].lease_left_secs), (Some(4_000), Some(-2_200)));
        assert!(lines[1].is_expired && !lines[2].is_expired);
        assert_eq!((overview.expired, overview.workload["a"], overview.teams[""].in_hand), (2, 4, 4));
    }

    #[test]
    fn the_oldest_in_the_queue_is_known_by_its_stamp_or_its_id() {
        let pending = [
            r#"{"work_item_id":"odd","status":"pending","team":"t"}"#,
            r#"{"work_item_id":"work_1749999000000000000","status":"pending"}"#,
            r#"{"work_item_id":"new","status":"pending","created_at":"2025-06-15T15:06:00Z"}"#,
            r#"{"work_item_id":"done","status":"completed"}"#,
        ];
        let all = overview(&pending);
        assert_eq!((all.queue.pending, all.queue.oldest_secs), (3, Some(1_000)));
        assert_eq!((all.completed, all.teams["t"].pending, all.teams[""].pending), (1, 1, 2));
        assert_eq!(overview(&pending[..1]).queue.oldest_secs, None);
    }
}
