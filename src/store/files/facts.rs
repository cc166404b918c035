//! What the index keeps of an item: enough to tell which items a question is about without reading them.
//!
//! The facts of an item take the same number of bytes whatever the item is. Words of text are kept as hashes: what a
//! hash lets pass is looked at once more in the item itself.

use std::hash::{DefaultHasher, Hasher};

use super::super::ItemFilter;
use crate::domain::{Candidates, Instant, Priority, Stamp, Status, Urgency, WorkItem};

/// Bytes of the facts of one item.
pub(super) const SIZE: usize = 96;

/// When it may be taken cannot be told without the item.
const ODD: u16 = 1;
/// Its time is its own; otherwise the length of the lease of the board comes on top.
const OWN_TIME: u16 = 2;
/// It says on which paths it works.
const HAS_PATHS: u16 = 4;
/// It was taken out of the board in this transaction.
const REMOVED: u16 = 8;
/// It is a reservation of paths, and no work.
const RESERVATION: u16 = 16;

/// Beyond such a distance from the epoch, in seconds, the calendar has no stamps.
const FARTHEST: i64 = 250_000_000_000;

/// After each day of waiting an item may rank higher, in seconds.
const DAY: i64 = 86_400;

/// The places of the facts, in words of eight bytes.
mod word {
    pub(super) const ID: usize = 1;
    pub(super) const HOLDER: usize = 2;
    pub(super) const KEY: usize = 3;
    pub(super) const WORK_TYPE: usize = 4;
    pub(super) const TEAM: usize = 5;
    pub(super) const PARENT: usize = 6;
    pub(super) const DEPENDENCIES: usize = 7;
    pub(super) const DEADLINE: usize = 8;
    pub(super) const BUSINESS_VALUE: usize = 9;
    pub(super) const WAITS_SINCE: usize = 10;
    pub(super) const TIME: usize = 11;
}

/// The facts of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Facts([u8; SIZE]);

impl Facts {
    /// Of an item whose record takes `length` bytes.
    pub(super) fn of(item: &WorkItem, length: u32) -> Self {
        let urgency = Urgency::of(item);
        let (time, flags) = time_of(item);
        let paths = if item.paths().is_empty() { 0 } else { HAS_PATHS };
        let mut facts = Self([0; SIZE]);
        facts.0[..4].copy_from_slice(&length.to_le_bytes());
        facts.0[4] = code_of(item.status());
        facts.0[5] = urgency.priority as u8;
        let reservation = if item.is_reservation() { RESERVATION } else { 0 };
        facts.set_flags(flags | paths | reservation);
        facts.set(word::ID, hash(&item.work_item_id));
        let text = |text: Option<&String>| text.map_or(0, |text| hash(text));
        facts.set(word::HOLDER, text(item.agent_id.as_ref()));
        facts.set(word::KEY, text(item.key.as_ref()));
        facts.set(word::WORK_TYPE, hash(item.work_type.as_deref().unwrap_or_default()));
        facts.set(word::TEAM, text(item.team.as_ref()));
        facts.set(word::PARENT, text(item.parent.as_ref()));
        facts.set(word::DEPENDENCIES, item.dependencies().iter().fold(0, |bits, id| bits | bits_of(id)));
        facts.set(word::DEADLINE, urgency.deadline.cast_unsigned());
        facts.set(word::BUSINESS_VALUE, urgency.business_value.to_bits());
        facts.set(word::WAITS_SINCE, urgency.waits_since.cast_unsigned());
        facts.set(word::TIME, time.cast_unsigned());
        facts
    }

    /// As they were written.
    pub(super) fn read(bytes: &[u8; SIZE]) -> Self {
        Self(*bytes)
    }

    /// As they are written.
    pub(super) fn bytes(&self) -> &[u8; SIZE] {
        &self.0
    }

    fn set(&mut self, word: usize, value: u64) {
        self.0[8 * word..8 * word + 8].copy_from_slice(&value.to_le_bytes());
    }

    fn get(&self, word: usize) -> u64 {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&self.0[8 * word..8 * word + 8]);
        u64::from_le_bytes(bytes)
    }

    fn set_flags(&mut self, flags: u16) {
        self.0[6..8].copy_from_slice(&flags.to_le_bytes());
    }

    fn flags(&self) -> u16 {
        u16::from_le_bytes([self.0[6], self.0[7]])
    }

    /// How many bytes the record takes.
    pub(super) fn length(&self) -> u32 {
        u32::from_le_bytes([self.0[0], self.0[1], self.0[2], self.0[3]])
    }

    /// What its status word means, as a number below [`STATUSES`].
    pub(super) fn status(&self) -> usize {
        usize::from(self.0[4]).min(STATUSES - 1)
    }

    /// Hash of the id.
    pub(super) fn id(&self) -> u64 {
        self.get(word::ID)
    }

    /// Hash of the holder; 0 where there is none.
    pub(super) fn holder(&self) -> u64 {
        self.get(word::HOLDER)
    }

    /// Hash of the key; 0 where there is none.
    pub(super) fn key(&self) -> u64 {
        self.get(word::KEY)
    }

    /// The bits of the ids that it depends on.
    pub(super) fn dependencies(&self) -> u64 {
        self.get(word::DEPENDENCIES)
    }

    /// Whether it is held.
    pub(super) fn is_held(&self) -> bool {
        self.is(Status::Held)
    }

    fn is(&self, status: Status) -> bool {
        self.0[4] == code_of(status)
    }

    fn is_open(&self) -> bool {
        self.is(Status::Pending) || self.is_held()
    }

    /// Whether it was taken out of the board in this transaction.
    pub(super) fn is_removed(&self) -> bool {
        self.flags() & REMOVED != 0
    }

    /// Whether it is a piece of work that somebody holds.
    pub(super) fn is_work_in_hand(&self) -> bool {
        self.is_held() && !self.is_removed() && self.flags() & RESERVATION == 0
    }

    /// The same, taken out of the board.
    pub(super) fn removed(mut self) -> Self {
        self.set_flags(self.flags() | REMOVED);
        self
    }

    /// Whether the item may have that key and be open.
    pub(super) fn may_be_open_of_key(&self, key: u64) -> bool {
        self.key() == key && self.is_open()
    }

    /// How urgent it is.
    pub(super) fn urgency(&self) -> Urgency {
        Urgency {
            priority: match self.0[5] {
                0 => Priority::Low,
                2 => Priority::High,
                3 => Priority::Critical,
                _ => Priority::Medium,
            },
            deadline: self.get(word::DEADLINE).cast_signed(),
            business_value: f64::from_bits(self.get(word::BUSINESS_VALUE)),
            waits_since: self.get(word::WAITS_SINCE).cast_signed(),
        }
    }
}

/// When an item may be taken at the earliest, in seconds since the epoch, and how that is meant.
fn time_of(item: &WorkItem) -> (i64, u16) {
    const ALWAYS: (i64, u16) = (i64::MIN, OWN_TIME);
    let secs = |stamp: &Stamp| stamp.instant().map(Instant::unix);
    let time = match (item.status(), &item.lease) {
        (Status::Pending, _) => item.not_before.as_ref().and_then(secs),
        (Status::Held, Some(lease)) => secs(&lease.expires_at),
        (Status::Held, None) => {
            let sign = item.last_update.as_ref().or(item.claimed_at.as_ref()).and_then(secs);
            return match sign {
                Some(sign) if sign.abs() > FARTHEST => (i64::MIN, OWN_TIME | ODD),
                Some(sign) => (sign, 0),
                None => ALWAYS,
            };
        }
        _ => None,
    };
    time.map_or(ALWAYS, |time| (time, OWN_TIME))
}

/// How many meanings a status word can have.
pub(super) const STATUSES: usize = 5;

/// A status as a number.
pub(super) fn code_of(status: Status) -> u8 {
    match status {
        Status::Pending => 0,
        Status::Held => 1,
        Status::Completed => 2,
        Status::Cancelled => 3,
        Status::Dead => 4,
    }
}

/// The hash of a word; never 0.
pub(super) fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish().max(1)
}

/// Three bits of a word for an id: an item that depends on it has them all.
fn bits_of(id: &str) -> u64 {
    let hash = hash(id);
    1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 12 & 63)
}

/// An [`ItemFilter`] as facts can pass it.
pub(super) struct Sieve {
    /// A bit for each status.
    statuses: u8,
    holder: Option<u64>,
    team: Option<u64>,
    parent: Option<u64>,
    depends_on: Option<u64>,
    has_dependencies: bool,
    has_paths: bool,
    is_work: bool,
}

impl Sieve {
    /// What passes `filter` passes this.
    pub(super) fn of(filter: &ItemFilter) -> Self {
        let statuses = filter.statuses.iter().fold(0, |bits, status| bits | 1 << code_of(*status));
        let word = |word: &Option<String>| word.as_deref().map(hash);
        Self {
            statuses: if filter.statuses.is_empty() { u8::MAX } else { statuses },
            holder: word(&filter.holder),
            team: word(&filter.team),
            parent: word(&filter.parent),
            depends_on: filter.depends_on.as_deref().map(bits_of),
            has_dependencies: filter.has_dependencies,
            has_paths: filter.has_paths,
            is_work: filter.is_work,
        }
    }

    /// The bits of the id that is depended on.
    pub(super) fn depends_on(&self) -> Option<u64> {
        self.depends_on
    }

    /// Hash of the holder, where nothing is asked for but the work that it holds.
    pub(super) fn held_by_only(&self) -> Option<u64> {
        let is_only = self.statuses == 1 << code_of(Status::Held) && self.is_by_status_and_holder();
        self.holder.filter(|_| is_only && self.is_work)
    }

    /// Which statuses are asked for, where nothing else is.
    pub(super) fn statuses_only(&self) -> Option<u8> {
        let is_only = self.holder.is_none() && !self.is_work && self.is_by_status_and_holder();
        is_only.then_some(self.statuses)
    }

    fn is_by_status_and_holder(&self) -> bool {
        let is_linked = self.parent.is_some() || self.depends_on.is_some() || self.has_dependencies;
        self.team.is_none() && !is_linked && !self.has_paths
    }

    /// Whether an item of these facts may pass.
    pub(super) fn lets_pass(&self, facts: &Facts) -> bool {
        let is = |wanted: Option<u64>, word| wanted.is_none_or(|wanted| facts.get(word) == wanted);
        self.statuses & 1 << facts.status() != 0
            && !facts.is_removed()
            && is(self.holder, word::HOLDER)
            && is(self.team, word::TEAM)
            && is(self.parent, word::PARENT)
            && self.depends_on.is_none_or(|bits| facts.dependencies() & bits == bits)
            && (!self.has_dependencies || facts.dependencies() != 0)
            && (!self.has_paths || facts.flags() & HAS_PATHS != 0)
            && (!self.is_work || facts.flags() & RESERVATION == 0)
    }
}

/// [`Candidates`] as facts can be one.
pub(super) struct QueueSieve {
    now: Instant,
    lease_secs: i64,
    work_types: Vec<u64>,
    team: Option<u64>,
    priority_at_least: Option<Priority>,
}

/// How sure facts are that an item is a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// It is none.
    No,
    /// Only the item itself can tell.
    Perhaps,
    /// It is one, unless two words have one hash.
    Yes,
}

impl QueueSieve {
    /// What `wanted` includes is at least perhaps one here.
    pub(super) fn of(wanted: &Candidates) -> Self {
        Self {
            now: wanted.now,
            lease_secs: i64::from(wanted.lease_secs),
            work_types: wanted.work_types.iter().map(|word| hash(word)).collect(),
            team: wanted.team.as_deref().map(hash),
            priority_at_least: wanted.priority_at_least,
        }
    }

    /// Whether the other one lets the same pass at the same time.
    pub(super) fn asks_the_same(&self, other: &Self) -> bool {
        self.lease_secs == other.lease_secs
            && self.work_types == other.work_types
            && self.team == other.team
            && self.priority_at_least == other.priority_at_least
    }

    /// The first second from now on in which an item of these facts may stand elsewhere in the queue, if nobody touches
    /// it: it comes due, or has waited for so long that it ranks higher.
    pub(super) fn next_change(&self, facts: &Facts) -> i64 {
        if !facts.is_open() || facts.is_removed() {
            return i64::MAX;
        }
        let now = self.now.unix();
        let due = self.due(facts);
        let (waits, urgency) = (facts.urgency().waits_since, facts.urgency());
        let rises = (1..=2).map(|days| waits.saturating_add(days * DAY));
        let rises = rises.filter(|_| matches!(urgency.priority, Priority::Low | Priority::Medium));
        rises.chain([due]).filter(|change| *change > now).min().unwrap_or(i64::MAX)
    }

    /// When an item of these facts comes due, in seconds since the epoch.
    fn due(&self, facts: &Facts) -> i64 {
        let extra = if facts.flags() & OWN_TIME == 0 { self.lease_secs } else { 0 };
        facts.get(word::TIME).cast_signed().saturating_add(extra)
    }

    /// Whether an item of these facts is a candidate.
    pub(super) fn judge(&self, facts: &Facts) -> Certainty {
        let is_work = facts.flags() & RESERVATION == 0;
        if !is_work || !facts.is_open() || facts.is_removed() || !self.is_asked_for(facts) {
            return Certainty::No;
        }
        if facts.flags() & ODD != 0 {
            return Certainty::Perhaps;
        }
        // The facts have whole seconds; what comes due in this very second may not be due yet.
        match self.due(facts).cmp(&self.now.unix()) {
            std::cmp::Ordering::Less => Certainty::Yes,
            std::cmp::Ordering::Equal => Certainty::Perhaps,
            std::cmp::Ordering::Greater => Certainty::No,
        }
    }

    fn is_asked_for(&self, facts: &Facts) -> bool {
        (self.work_types.is_empty() || self.work_types.contains(&facts.get(word::WORK_TYPE)))
            && self.team.is_none_or(|team| facts.get(word::TEAM) == team)
            && self.priority_at_least.is_none_or(|least| facts.urgency().rank(self.now) >= least)
    }
}
