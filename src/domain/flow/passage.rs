//! The way of one piece of work from its creation to its end.

use super::super::borrowed::Text;
use super::super::trail::TrailCompletion;
use super::super::{Instant, Status, is_failure};
use super::Sighting;

/// The way of one piece of work.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// The item.
    pub work_item_id: String,
    /// The kind of work; empty where nobody said.
    pub work_type: String,
    /// The team; empty where nobody said.
    pub team: String,
    /// Who holds it, or held it last.
    pub agent_id: Option<String>,
    /// How it stands.
    pub status: Status,
    /// When it was created: put in the queue, or claimed as new. `None` where nobody knows.
    pub created: Option<Instant>,
    /// When it was completed.
    pub completed: Option<Instant>,
    /// When it was over: completed, cancelled or dead.
    pub closed: Option<Instant>,
    /// What came of it.
    pub result: Option<String>,
    /// Story points: those that its completion brought, else those that it was given.
    pub points: Option<f64>,
    /// When somebody held it, in order.
    pub holds: Vec<Hold>,
    /// Whether its times contradict each other, because a clock was wrong. Then it has none.
    pub is_out_of_order: bool,
    /// Whether the log of completions has it.
    pub(super) is_logged: bool,
    /// Seconds of all holds that have ended.
    held_secs: i64,
    /// What the result says, told once: it is asked for often.
    has_failed: bool,
    fence: u64,
}

/// A time during which somebody held an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Who.
    pub agent_id: String,
    /// From when on.
    pub from: Instant,
    /// Until when; `None` as long as it goes on.
    pub to: Option<Instant>,
}

/// How long an item took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// From its creation to its completion.
    pub(super) lead_secs: i64,
    /// The part of it in which somebody held it.
    pub(super) touch_secs: i64,
}

impl Passage {
    /// Whether it was there and not over at `moment`, as far as is known.
    pub fn is_open_at(&self, moment: Instant) -> bool {
        let is_over = match self.closed {
            Some(closed) => closed <= moment,
            None => !matches!(self.status, Status::Pending | Status::Held),
        };
        !is_over && self.created.is_none_or(|created| created <= moment)
    }

    /// Whether it was completed, and not as a failure.
    pub fn succeeded(&self) -> bool {
        self.completed.is_some() && !self.has_failed
    }

    /// Seconds from its creation to its completion.
    pub fn lead_secs(&self) -> Option<i64> {
        if self.is_out_of_order {
            return None;
        }
        Some(self.completed?.unix() - self.created?.unix())
    }

    /// Seconds for which somebody held it until it was completed.
    pub fn touch_secs(&self) -> Option<i64> {
        self.times().map(|times| times.touch_secs)
    }

    /// Seconds for which it waited for somebody, until it was completed.
    pub fn waiting_secs(&self) -> Option<i64> {
        self.times().map(|times| times.lead_secs - times.touch_secs)
    }

    /// Lead time and touch time together.
    pub(super) fn times(&self) -> Option<Times> {
        let lead_secs = self.lead_secs()?;
        // Whoever completes an item lets go of it: no hold goes on.
        Some(Times { lead_secs, touch_secs: self.held_secs.clamp(0, lead_secs) })
    }

    /// An item that is seen for the first time: in the journal, or on the board.
    pub(super) fn begin(at: Option<Instant>, seen: &Sighting<'_>) -> Self {
        let mut passage = Self {
            work_item_id: seen.work_item_id.to_owned(),
            work_type: seen.work_type.to_owned(),
            team: seen.team.to_owned(),
            agent_id: None,
            status: Status::Pending,
            // The script did not say when something was put in its queue. Of what is done already nobody knows it then.
            created: seen.created_at.or(seen.claimed_at).or(at.filter(|_| seen.status != Status::Completed)),
            completed: None,
            closed: None,
            result: None,
            points: None,
            holds: Vec::new(),
            is_out_of_order: false,
            is_logged: false,
            held_secs: 0,
            has_failed: false,
            fence: seen.fence,
        };
        if let (Status::Held | Status::Completed, Some(holder), Some(from)) =
            (seen.status, seen.holder, seen.claimed_at)
        {
            passage.hold(holder, from);
            passage.status = Status::Held;
        }
        passage.go_on(at, seen);
        passage
    }

    /// The item as it stands next.
    pub(super) fn go_on(&mut self, at: Option<Instant>, seen: &Sighting<'_>) {
        set(&mut self.work_type, seen.work_type);
        set(&mut self.team, seen.team);
        self.points = seen.points.or(self.points);
        let goes_on = seen.status == Status::Held && self.is_held_by(seen.holder, seen.fence);
        if seen.status != Status::Completed {
            // Another program may have opened it again.
            (self.completed, self.result) = (None, None);
        }
        if self.status == Status::Held && !goes_on {
            self.let_go(if seen.status == Status::Completed { seen.completed_at.or(at) } else { at });
        }
        match (seen.status, seen.holder) {
            (Status::Held, Some(holder)) if !goes_on => {
                if let Some(from) = self.taken_at(at, seen.claimed_at) {
                    self.hold(holder, from);
                }
            }
            (Status::Completed, _) if self.completed.is_none() => self.complete(seen, at),
            (Status::Cancelled | Status::Dead, _) => self.closed = self.closed.or(at),
            (Status::Held | Status::Pending, _) => self.closed = None,
            _ => {}
        }
        if let Some(holder) = seen.holder {
            set(self.agent_id.get_or_insert_default(), holder);
        }
        self.status = seen.status;
        self.fence = seen.fence;
    }

    /// When a new holder took it: what its stamp says, if that can be, else when it was seen. Other programs take items
    /// before we notice, and a hand-over leaves the stamp as it was.
    fn taken_at(&self, at: Option<Instant>, claimed_at: Option<Instant>) -> Option<Instant> {
        let before = self.holds.last().and_then(|hold| hold.to).or(self.created);
        let can_be = |claimed: &Instant| at.is_none_or(|at| *claimed <= at) && Some(*claimed) >= before;
        claimed_at.filter(can_be).or(at).or(claimed_at)
    }

    fn is_held_by(&self, holder: Option<&str>, fence: u64) -> bool {
        let last = self.holds.last().filter(|hold| hold.to.is_none());
        last.is_some_and(|hold| Some(hold.agent_id.as_str()) == holder) && self.fence == fence
    }

    fn hold(&mut self, holder: &str, from: Instant) {
        let before = self.holds.last().and_then(|hold| hold.to).or(self.created);
        self.is_out_of_order |= before.is_some_and(|before| from < before);
        self.holds.push(Hold { agent_id: holder.to_owned(), from, to: None });
    }

    fn let_go(&mut self, at: Option<Instant>) {
        let Some(hold) = self.holds.last_mut().filter(|hold| hold.to.is_none()) else { return };
        let end = at.unwrap_or(hold.from);
        self.is_out_of_order |= end < hold.from;
        self.held_secs += end.unix() - hold.from.unix();
        hold.to = Some(end);
    }

    fn complete(&mut self, seen: &Sighting<'_>, at: Option<Instant>) {
        self.completed = seen.completed_at.or(at);
        self.closed = self.completed;
        self.end_with(seen.result.map(ToOwned::to_owned));
        let begun = self.holds.last().map(|hold| hold.from).max(self.created);
        self.is_out_of_order |= begun > self.completed.or(begun);
    }

    /// Work that only the log of completions knows.
    pub(super) fn of_completion(id: &str, completion: &TrailCompletion<'_>, at: Instant) -> Self {
        let mut passage = Self {
            work_item_id: id.to_owned(),
            work_type: String::new(),
            team: String::new(),
            agent_id: None,
            status: Status::Completed,
            created: None,
            completed: Some(at),
            closed: Some(at),
            result: None,
            points: None,
            holds: Vec::new(),
            is_out_of_order: false,
            is_logged: true,
            held_secs: 0,
            has_failed: false,
            fence: 0,
        };
        passage.log(completion);
        passage
    }

    /// Adds what the log of completions has on it.
    pub(super) fn log(&mut self, completion: &TrailCompletion<'_>) {
        let text = |text: &Text<'_>| text.as_deref().map(ToOwned::to_owned);
        self.is_logged = true;
        set(&mut self.work_type, completion.work_type.as_deref().unwrap_or_default());
        self.points = completion.velocity_points.or(self.points);
        if self.result.is_none() {
            self.end_with(text(&completion.result));
        }
        if self.agent_id.is_none() {
            self.agent_id = text(&completion.agent_id);
        }
    }

    fn end_with(&mut self, result: Option<String>) {
        self.has_failed = is_failure(result.as_deref().unwrap_or_default());
        self.result = result;
    }
}

/// Sets a text that rarely changes, without copying it where it does not. An empty one says nothing.
fn set(known: &mut String, told: &str) {
    if !told.is_empty() && known != told {
        told.clone_into(known);
    }
}
