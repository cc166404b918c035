//! What a claim means, once more, in the plainest words: written from DESIGN, section 2, and from nothing else.

use serde_json::Value;

use super::LEASE;
use crate::domain::{Agent, Stamp, WorkItem};
use crate::error::Kind;

/// What the model expects of a command.
pub(super) type Outcome = Result<(), Kind>;

/// What may become of an item when one that it depends on fails.
pub(super) const POLICIES: [&str; 3] = ["block", "run", "cancel"];

/// Globs, each with all of some paths that it matches.
pub(super) const PATHS: [(&str, &[&str]); 5] = [
    ("a/**", &["a/b.rs", "a/c.rs", "a/d/e.rs"]),
    ("a/b.rs", &["a/b.rs"]),
    ("c/*/e.rs", &["c/d/e.rs"]),
    ("x/*.rs", &["x/b.rs"]),
    ("a", &["a/b.rs", "a/c.rs", "a/d/e.rs"]),
];

/// How an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Pending,
    Held,
    Done { good: bool },
    Cancelled,
    Dead,
}

/// An item, as far as the model knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) state: State,
    pub(super) holder: Option<String>,
    /// Who completed it.
    completed_by: Option<String>,
    pub(super) fence: u64,
    failures: u32,
    lease_end: i64,
    not_before: i64,
    is_blocked: bool,
    after: Vec<String>,
    policy: String,
    key: Option<String>,
    paths: Vec<String>,
    is_urgent: bool,
}

/// A board at one time.
#[derive(Clone, Debug)]
pub(super) struct Board {
    pub(super) items: Vec<Item>,
    /// What each registered agent is said to hold.
    loads: Vec<(String, f64)>,
    now: i64,
    limit: usize,
}

/// A command that was run, and what it told.
pub(super) struct Change {
    pub(super) op: &'static str,
    pub(super) agent: String,
    pub(super) target: Option<String>,
    pub(super) told: Option<Value>,
}

fn secs(stamp: Option<&Stamp>) -> Option<i64> {
    stamp.and_then(Stamp::instant).map(crate::domain::Instant::unix)
}

impl Item {
    fn of(item: &WorkItem) -> Self {
        let state = match item.status.as_deref() {
            Some("pending") => State::Pending,
            Some("completed") => State::Done { good: item.result.as_deref() == Some("success") },
            Some("cancelled") => State::Cancelled,
            Some("dead") => State::Dead,
            _ => State::Held,
        };
        Self {
            id: item.work_item_id.clone(),
            state,
            holder: item.agent_id.clone().filter(|_| state == State::Held),
            completed_by: item.agent_id.clone().filter(|_| matches!(state, State::Done { .. })),
            fence: item.fence.unwrap_or(0),
            failures: item.failures.unwrap_or(0),
            lease_end: secs(item.lease.as_ref().map(|lease| &lease.expires_at)).unwrap_or(0),
            not_before: secs(item.not_before.as_ref()).unwrap_or(0),
            is_blocked: item.blockers.as_ref().is_some_and(|blockers| !blockers.is_empty()),
            after: item.dependencies.clone().unwrap_or_default(),
            policy: item.on_failed_dependency.clone().unwrap_or_else(|| "block".to_owned()),
            key: item.key.clone(),
            paths: item.paths.clone().unwrap_or_default(),
            is_urgent: item.priority.as_deref() == Some("high"),
        }
    }

    fn is_open(&self) -> bool {
        matches!(self.state, State::Pending | State::Held)
    }

    fn has_failed(&self) -> bool {
        matches!(self.state, State::Done { good: false } | State::Cancelled | State::Dead)
    }

    fn is_held_by(&self, agent: &str) -> bool {
        self.holder.as_deref() == Some(agent)
    }

    /// Whether its next lost lease is its last.
    fn is_on_last_attempt(&self) -> bool {
        self.failures + 1 >= 2
    }
}

fn touch(one: &[impl AsRef<str>], other: &[impl AsRef<str>]) -> bool {
    let matched =
        |glob: &str| PATHS.iter().find(|(known, _)| *known == glob).map_or(&[][..], |(_, paths)| *paths);
    one.iter().any(|one| {
        other
            .iter()
            .any(|other| matched(one.as_ref()).iter().any(|path| matched(other.as_ref()).contains(path)))
    })
}

impl Board {
    pub(super) fn of(items: &[WorkItem], agents: &[Agent], now: i64, limit: usize) -> Self {
        let load =
            |agent: &Agent| (agent.agent_id.clone(), agent.current_workload.map_or(0.0, |load| load.0));
        Self {
            items: items.iter().map(Item::of).collect(),
            loads: agents.iter().map(load).collect(),
            now,
            limit,
        }
    }

    fn held_by(&self, agent: &str) -> usize {
        self.items.iter().filter(|item| item.is_held_by(agent)).count()
    }

    fn is_full(&self, agent: &str) -> bool {
        self.limit > 0 && self.held_by(agent) >= self.limit
    }

    fn is_over(&self, item: &Item) -> bool {
        item.state == State::Held && item.lease_end <= self.now
    }

    fn open_of_key(&self, key: Option<&str>) -> Option<usize> {
        self.items.iter().position(|item| item.is_open() && key.is_some() && item.key.as_deref() == key)
    }

    /// Whether what the item depends on lets it run.
    fn is_met(&self, item: &Item) -> bool {
        item.after.iter().all(|id| {
            self.items.iter().any(|other| {
                other.id == *id
                    && (other.state == State::Done { good: true }
                        || (item.policy == "run" && other.has_failed()))
            })
        })
    }

    fn are_paths_free(&self, agent: &str, id: &str, paths: &[impl AsRef<str>]) -> bool {
        !self.items.iter().any(|other| {
            other.id != id
                && other.state == State::Held
                && !self.is_over(other)
                && !other.is_held_by(agent)
                && touch(paths, &other.paths)
        })
    }

    /// What keeps the item from the agent, its status aside.
    fn hindrance(&self, agent: &str, item: &Item) -> Outcome {
        if item.is_blocked || item.not_before > self.now || !self.is_met(item) {
            return Err(Kind::WrongStatus);
        }
        if self.are_paths_free(agent, &item.id, &item.paths) { Ok(()) } else { Err(Kind::AlreadyClaimed) }
    }

    /// Whether the queue may give the item to the agent.
    fn is_takeable(&self, agent: &str, item: &Item) -> bool {
        let is_free = item.state == State::Pending || (self.is_over(item) && !item.is_on_last_attempt());
        is_free && self.hindrance(agent, item).is_ok()
    }

    pub(super) fn add(&self, agent: usize, key: Option<&str>) -> Outcome {
        match self.open_of_key(key).map(|place| &self.items[place]) {
            Some(open) if open.state == State::Held && !open.is_held_by(&super::name(agent)) => {
                Err(Kind::AlreadyClaimed)
            }
            _ => Ok(()),
        }
    }

    pub(super) fn claim_new(&self, agent: usize, key: Option<&str>, paths: &[&str]) -> Outcome {
        if let Some(place) = self.open_of_key(key) {
            return self.claim(agent, place);
        }
        let agent = super::name(agent);
        if self.is_full(&agent) {
            return Err(Kind::CapacityExceeded);
        }
        if self.are_paths_free(&agent, "", paths) { Ok(()) } else { Err(Kind::AlreadyClaimed) }
    }

    pub(super) fn claim(&self, agent: usize, place: usize) -> Outcome {
        let (agent, item) = (super::name(agent), &self.items[place]);
        if item.is_held_by(&agent) {
            return Ok(());
        }
        if self.is_full(&agent) {
            return Err(Kind::CapacityExceeded);
        }
        match item.state {
            State::Held if !self.is_over(item) => return Err(Kind::AlreadyClaimed),
            State::Pending | State::Held => self.hindrance(&agent, item)?,
            _ => return Err(Kind::WrongStatus),
        }
        if item.state == State::Held && item.is_on_last_attempt() { Err(Kind::WrongStatus) } else { Ok(()) }
    }

    pub(super) fn next(&self, agent: usize) -> Outcome {
        let agent = super::name(agent);
        if self.is_full(&agent) {
            return Err(Kind::CapacityExceeded);
        }
        let has_one = self.items.iter().any(|item| self.is_takeable(&agent, item));
        if has_one { Ok(()) } else { Err(Kind::NothingToClaim) }
    }

    pub(super) fn by_holder(&self, agent: usize, place: usize, fence: Option<u64>) -> Outcome {
        let item = &self.items[place];
        match () {
            () if fence.is_some_and(|fence| fence != item.fence) => Err(Kind::StaleFence),
            () if item.state != State::Held => Err(Kind::WrongStatus),
            () if item.is_held_by(&super::name(agent)) => Ok(()),
            () => Err(Kind::AlreadyClaimed),
        }
    }

    pub(super) fn complete(&self, agent: usize, place: usize, good: bool) -> Outcome {
        match self.items[place].state {
            // Said again by whoever completed it, it is done already.
            State::Done { good: before } if before == good => {
                let is_same = self.items[place].completed_by.as_deref() == Some(&super::name(agent));
                if is_same { Ok(()) } else { Err(Kind::WrongStatus) }
            }
            _ => self.by_holder(agent, place, None),
        }
    }

    pub(super) fn hand_off(&self, agent: usize, place: usize, to: usize) -> Outcome {
        self.by_holder(agent, place, None)?;
        let to = super::name(to);
        match () {
            () if self.items[place].is_held_by(&to) => Err(Kind::AlreadyClaimed),
            () if self.is_full(&to) => Err(Kind::CapacityExceeded),
            () => Ok(()),
        }
    }

    pub(super) fn cancel(&self, agent: usize, place: usize) -> Outcome {
        match self.items[place].state {
            State::Pending => Ok(()),
            _ => self.by_holder(agent, place, None),
        }
    }

    pub(super) fn retry(&self, place: usize) -> Outcome {
        let item = &self.items[place];
        let has_failed = item.state == State::Dead || (item.state == State::Pending && item.failures > 0);
        match () {
            () if !has_failed => Err(Kind::WrongStatus),
            () if item.state == State::Dead && self.open_of_key(item.key.as_deref()).is_some() => {
                Err(Kind::AlreadyClaimed)
            }
            () => Ok(()),
        }
    }

    pub(super) fn block(&self, place: usize) -> Outcome {
        if self.items[place].is_open() { Ok(()) } else { Err(Kind::WrongStatus) }
    }

    pub(super) fn unblock(&self, place: usize) -> Outcome {
        let item = &self.items[place];
        if item.is_open() && item.is_blocked { Ok(()) } else { Err(Kind::WrongStatus) }
    }
}

/// What is wrong with a change, if anything.
pub(super) fn check(before: &Board, after: &Board, change: &Change) -> Result<(), String> {
    if after.items.len() < before.items.len() {
        return Err("an item is lost".to_owned());
    }
    for (old, new) in before.items.iter().zip(&after.items) {
        check_item(before, old, new, change).map_err(|fault| format!("{fault}: {old:#?} became {new:#?}"))?;
    }
    check_dependants(before, after, change)?;
    check_board(after)
}

/// What may become of one item.
fn check_item(before: &Board, old: &Item, new: &Item, change: &Change) -> Result<(), String> {
    let fault = |is_wrong: bool, what: &str| if is_wrong { Err(what.to_owned()) } else { Ok(()) };
    let is_target = change.target.as_deref() == Some(&old.id);
    fault(old.id != new.id, "the order changed")?;
    fault(new.fence < old.fence, "the fence went back")?;
    let lost = old.holder.is_some() && old.holder != new.holder && !matches!(new.state, State::Done { .. });
    let gained = new.holder.is_some() && old.holder != new.holder;
    fault((lost || gained) && new.fence == old.fence, "another holder under the same fence")?;
    if gained && change.op != "handoff" {
        fault(new.holder.as_deref() != Some(&change.agent), "given to somebody who did not ask")?;
        fault(!before.is_takeable(&change.agent, old), "given though it could not be taken")?;
        fault(before.is_full(&change.agent), "given beyond the capacity")?;
    }
    let is_dying = before.is_over(old) && old.is_on_last_attempt();
    let may_expire = before.is_over(old) && change.op == "reap";
    if new.state != old.state {
        let allowed = match (old.state, new.state) {
            (State::Pending, State::Held) => matches!(change.op, "claim" | "next"),
            (State::Held, State::Pending) => {
                may_expire || (is_target && matches!(change.op, "release" | "fail"))
            }
            (State::Held, State::Done { .. }) => is_target && change.op == "complete",
            (State::Held, State::Dead) => {
                (is_dying && matches!(change.op, "claim" | "next" | "reap"))
                    || (is_target && change.op == "fail" && old.is_on_last_attempt())
            }
            (State::Pending, State::Cancelled) => {
                (is_target && change.op == "cancel") || old.policy == "cancel"
            }
            (State::Held, State::Cancelled) => is_target && change.op == "cancel",
            (State::Dead, State::Pending) => is_target && change.op == "retry",
            _ => false,
        };
        fault(!allowed, "a change of status that is none")?;
    }
    if change.op == "reap" && before.is_over(old) {
        fault(new.state == State::Held, "a claim whose lease is over was not taken back")?;
        fault(new.failures != old.failures + 1, "the lost lease was not counted")?;
    }
    fault(new.state != State::Dead && new.failures >= 2, "not dead after its last attempt")?;
    fault(change.op == "retry" && is_target && change.told.is_some() && new.failures != 0, "not as new")
}

/// What follows for the items that wait for one that ended.
fn check_dependants(before: &Board, after: &Board, change: &Change) -> Result<(), String> {
    let pairs = || before.items.iter().zip(&after.items);
    let failed: Vec<&str> = pairs()
        .filter(|(old, new)| !old.has_failed() && new.has_failed())
        .map(|(_, new)| new.id.as_str())
        .collect();
    for (old, new) in pairs() {
        let is_hit = old.after.iter().any(|id| failed.contains(&id.as_str()));
        let was_waiting = old.state == State::Pending && old.policy == "cancel";
        if is_hit && was_waiting && new.state == State::Pending {
            return Err(format!("{} was not cancelled with what it depends on", new.id));
        }
        let asked = change.target.as_deref() == Some(&new.id) && change.op == "cancel";
        if old.state == State::Pending && new.state == State::Cancelled && !is_hit && !asked {
            return Err(format!("{} was cancelled for nothing", new.id));
        }
    }
    match &change.told {
        Some(told) if change.op == "complete" => check_unblocked(before, after, change, &failed, told),
        Some(told) if change.op == "next" => check_order(before, &change.agent, told),
        _ => Ok(()),
    }
}

/// A completion names each item that waits for nothing any more, once.
fn check_unblocked(
    before: &Board,
    after: &Board,
    change: &Change,
    failed: &[&str],
    told: &Value,
) -> Result<(), String> {
    let Some(target) = change.target.as_deref() else { return Ok(()) };
    let mut said: Vec<&str> =
        told["unblocked"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    said.sort_unstable();
    let was_open = before.items.iter().any(|item| item.id == target && item.is_open());
    let waited = |item: &&Item| item.after.iter().any(|id| id == target || failed.contains(&id.as_str()));
    let ready = after.items.iter().filter(|item| was_open && item.state == State::Pending);
    let mut expected: Vec<&str> =
        ready.filter(waited).filter(|item| after.is_met(item)).map(|item| item.id.as_str()).collect();
    expected.sort_unstable();
    if said == expected { Ok(()) } else { Err(format!("unblocked {said:?}, but it is {expected:?}")) }
}

/// Nothing that is less urgent is given before what is urgent.
fn check_order(before: &Board, agent: &str, told: &Value) -> Result<(), String> {
    let is_taken = |item: &&Item| told["work_item_id"] == item.id.as_str();
    let taken = before.items.iter().find(is_taken).ok_or("what was taken was not there")?;
    let urgent = before.items.iter().find(|item| item.is_urgent && before.is_takeable(agent, item));
    match urgent.filter(|_| !taken.is_urgent) {
        Some(urgent) => Err(format!("{} was given before {}", taken.id, urgent.id)),
        None => Ok(()),
    }
}

/// What holds of a board at every time.
fn check_board(board: &Board) -> Result<(), String> {
    for (agent, load) in &board.loads {
        let holds = board.held_by(agent);
        #[expect(clippy::cast_precision_loss, reason = "a handful")]
        if (*load - holds as f64).abs() > 0.1 {
            return Err(format!("{agent} is said to hold {load}, and holds {holds}"));
        }
    }
    for (place, item) in board.items.iter().enumerate() {
        if item.holder.is_some() != (item.state == State::Held) {
            return Err(format!("{} is held by nobody", item.id));
        }
        let twin = board.items[..place].iter().find(|other| other.is_open() && other.key == item.key);
        if item.is_open()
            && item.key.is_some()
            && let Some(twin) = twin
        {
            return Err(format!("{} and {} have one key", twin.id, item.id));
        }
        if item.lease_end > board.now + LEASE {
            return Err(format!("the lease of {} is too long", item.id));
        }
    }
    Ok(())
}
