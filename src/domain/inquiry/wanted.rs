//! How items must stand to be what a question asks for.

use super::{Situation, Stands};
use crate::domain::{Instant, Stamp};

/// Words with which people ask for whatever is not over.
const OPEN: [&str; 6] = ["open", "todo", "remaining", "unfinished", "undone", "incomplete"];
/// Words for whatever waits in the queue.
const PENDING: [&str; 8] =
    ["nobody", "pending", "queue", "queued", "waiting", "waits", "unclaimed", "untaken"];
/// Words for whatever should have been done by now.
const OVERDUE: [&str; 4] = ["overdue", "late", "missed", "past"];

/// Words for whatever failed, once or for good.
const FAILED: [&str; 5] = ["failed", "failing", "fails", "failure", "failures"];

/// How items must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// There is something left to do.
    Open,
    /// Nobody has it in hand.
    Pending,
    /// Its deadline is past.
    Overdue,
    /// It failed: at least once, or too often.
    Failed,
    /// It stands like that.
    Is(Situation),
}

impl Wanted {
    /// What people who say `word` ask for.
    pub(super) fn of(word: &str) -> Option<Self> {
        let plain = [
            (Self::Open, &OPEN[..]),
            (Self::Pending, &PENDING),
            (Self::Overdue, &OVERDUE),
            (Self::Failed, &FAILED),
        ];
        let plain = plain.into_iter().find(|(_, words)| words.contains(&word)).map(|(wanted, _)| wanted);
        let situation =
            || Situation::ALL.into_iter().find(|one| one.asked_by().contains(&word)).map(Self::Is);
        plain.or_else(situation)
    }

    /// The word for it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Pending => "pending",
            Self::Overdue => "overdue",
            Self::Failed => "failed",
            Self::Is(Situation::Expired) => "expired",
            Self::Is(situation) => situation.word(),
        }
    }

    /// Whether the item is wanted.
    pub(super) fn is_met(self, stands: &Stands, now: Instant) -> bool {
        let situation = stands.situation;
        match self {
            Self::Open => situation.is_open(),
            Self::Pending => situation.is_open() && !stands.is_in_hand(),
            Self::Overdue => stands.is_overdue(now),
            Self::Failed => {
                situation == Situation::Dead || stands.item.failures.is_some_and(|count| count > 0)
            }
            // Who is meant is known also where something else is in the way.
            Self::Is(Situation::Assigned) => {
                situation == Situation::Assigned
                    || (situation.is_open()
                        && stands.item.assigned_to.as_ref().is_some_and(|to| !to.is_empty()))
            }
            Self::Is(one) => situation == one,
        }
    }
}

impl Stands {
    /// Whether it should have been done by now.
    pub(super) fn is_overdue(&self, now: Instant) -> bool {
        let end = self.item.deadline.as_ref().and_then(Stamp::instant);
        self.situation.is_open() && end.is_some_and(|end| end < now)
    }

    /// Who has it in hand, or had it; `None` where nobody is named.
    pub(super) fn holder(&self) -> Option<&str> {
        self.item.agent_id.as_deref().filter(|agent| !agent.is_empty())
    }

    /// Whether somebody has it in hand.
    pub(super) fn is_in_hand(&self) -> bool {
        match self.situation {
            Situation::Held | Situation::Expired => true,
            // Other programs have a status word for what is blocked, whether or not somebody has it.
            Situation::Blocked => self.item.is_held() && self.holder().is_some(),
            _ => false,
        }
    }
}
