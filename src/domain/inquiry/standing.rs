//! Items, each with how it stands.

use crate::domain::WorkItem;

/// How an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Situation {
    /// It can be taken.
    Ready,
    /// It waits for something, or somebody said that it cannot be done now.
    Blocked,
    /// Its time has not come.
    Scheduled,
    /// It is meant for one agent.
    Assigned,
    /// Somebody has it in hand.
    Held,
    /// Somebody has it in hand, but the lease is over.
    Expired,
    /// It is done.
    Completed,
    /// It was given up on purpose.
    Cancelled,
    /// It failed too often.
    Dead,
}

/// An item with how it stands.
#[derive(Clone, Debug)]
pub struct Stands {
    /// The item.
    pub item: WorkItem,
    /// How it stands.
    pub situation: Situation,
    /// Why, where that is known: a sentence that begins with `it`.
    pub why: Option<String>,
}

impl Situation {
    /// Every situation.
    pub const ALL: [Self; 9] = [
        Self::Ready,
        Self::Blocked,
        Self::Scheduled,
        Self::Assigned,
        Self::Held,
        Self::Expired,
        Self::Completed,
        Self::Cancelled,
        Self::Dead,
    ];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Blocked => "blocked",
            Self::Scheduled => "scheduled",
            Self::Assigned => "assigned",
            Self::Held => "held",
            Self::Expired => "lease over",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
            Self::Dead => "dead",
        }
    }

    /// Whether there is still something to do.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Completed | Self::Cancelled | Self::Dead)
    }

    /// Words with which people ask for it.
    pub(super) const fn asked_by(self) -> &'static [&'static str] {
        match self {
            Self::Ready => &["ready", "available", "free", "takeable"],
            Self::Blocked => &["blocked", "stuck", "blocker", "blockers", "blocking"],
            Self::Scheduled => &["scheduled", "deferred", "later", "postponed"],
            Self::Assigned => &["assigned", "reserved"],
            Self::Held => &["held", "active", "working", "progress", "running", "claimed", "current", "hand"],
            Self::Expired => &["expired", "stale", "abandoned", "lapsed", "lease", "leases"],
            Self::Completed => &["completed", "done", "finished", "complete"],
            Self::Cancelled => &["cancelled", "canceled"],
            Self::Dead => &["dead"],
        }
    }
}
