//! How an item stands: in hand, ready, or what keeps it from being taken.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::admission::Admission;
use crate::context::Context;
use crate::domain::{Hindrance, Instant, Status, Taker, WorkItem, brief};
use crate::error::Result;
use crate::output::Paint;
use crate::store::View;

/// How an item stands, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It can be taken.
    Ready,
    /// Somebody blocked it, it waits for other items, or somebody works on its paths.
    Blocked,
    /// Its time has not come.
    Scheduled,
    /// It needs what the caller cannot do.
    Incapable,
    /// It is meant for another agent.
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

impl State {
    /// The word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Blocked => "blocked",
            Self::Scheduled => "scheduled",
            Self::Incapable => "incapable",
            Self::Assigned => "assigned",
            Self::Held => "held",
            Self::Expired => "lease over",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
            Self::Dead => "dead",
        }
    }

    /// How the word is painted.
    pub const fn paint(self) -> Option<Paint> {
        match self {
            Self::Ready => Some(Paint::Good),
            Self::Blocked | Self::Incapable | Self::Expired => Some(Paint::Warn),
            Self::Dead => Some(Paint::Bad),
            Self::Scheduled | Self::Assigned | Self::Completed | Self::Cancelled => Some(Paint::Faint),
            Self::Held => None,
        }
    }
}

/// How an item stands, and why.
#[derive(Clone, Debug)]
pub struct Standing {
    /// In a word.
    pub state: State,
    /// What keeps it from being taken, in a sentence that begins with `it`.
    pub why: Option<String>,
    /// Whether it can be taken now.
    pub is_ready: bool,
    /// Seconds until the lease of its holder ends, negative where it has.
    pub lease_left_secs: Option<i64>,
}

/// Tells of items how they stand, for one taker at one time.
pub struct Observer {
    admission: Admission,
    now: Instant,
    lease_secs: u32,
}

impl Observer {
    /// An observer for `taker`; for any taker where there is none.
    ///
    /// # Errors
    /// The configuration is wrong.
    pub fn new(taker: Option<Taker>, context: &Context) -> Result<Self> {
        let (now, lease_secs) = (context.now(), context.config()?.lease.secs());
        Ok(Self { admission: Admission::new(taker, now, lease_secs), now, lease_secs })
    }

    /// How the item stands.
    ///
    /// # Errors
    /// What the store says.
    pub fn standing(&mut self, view: &mut dyn View, item: &WorkItem) -> Result<Standing> {
        let ended = |state| Standing { state, why: None, is_ready: false, lease_left_secs: None };
        match item.status() {
            Status::Completed => Ok(ended(State::Completed)),
            Status::Cancelled => Ok(ended(State::Cancelled)),
            Status::Dead => Ok(Standing { why: item.last_error.clone(), ..ended(State::Dead) }),
            Status::Held => self.of_held(view, item),
            Status::Pending => self.of_pending(view, item),
        }
    }

    /// What keeps the item from being taken, its own status aside.
    ///
    /// # Errors
    /// What the store says.
    pub fn hindrance(&mut self, view: &mut dyn View, item: &WorkItem) -> Result<Option<Hindrance>> {
        self.admission.hindrance(view, item)
    }

    fn of_pending(&mut self, view: &mut dyn View, item: &WorkItem) -> Result<Standing> {
        let hindrance = self.hindrance(view, item)?;
        let state = match &hindrance {
            None => State::Ready,
            Some(Hindrance::Blocked { .. } | Hindrance::Waits { .. } | Hindrance::PathsTaken(_)) => {
                State::Blocked
            }
            Some(Hindrance::Scheduled { .. }) => State::Scheduled,
            Some(Hindrance::Incapable { .. }) => State::Incapable,
            Some(Hindrance::Assigned { .. }) => State::Assigned,
        };
        let is_ready = hindrance.is_none();
        let why = hindrance.map(|hindrance| hindrance.to_string());
        Ok(Standing { state, why, is_ready, lease_left_secs: None })
    }

    fn of_held(&mut self, view: &mut dyn View, item: &WorkItem) -> Result<Standing> {
        let holder = item.agent_id.as_deref().unwrap_or("somebody");
        let end = item.effective_lease(self.lease_secs).and_then(|lease| lease.expires_at.instant());
        let left = end.map(|end| end.unix() - self.now.unix());
        if !item.is_expired(self.now, self.lease_secs) {
            let why = Some(format!("it is held by {holder} for another {}", brief(left.unwrap_or_default())));
            return Ok(Standing { state: State::Held, why, is_ready: false, lease_left_secs: left });
        }
        let hindrance = if item.is_reservation() { None } else { self.hindrance(view, item)? };
        let is_ready = hindrance.is_none() && !item.is_reservation();
        let why = match hindrance {
            Some(hindrance) => hindrance.to_string(),
            None => format!("the lease of {holder} is over"),
        };
        Ok(Standing { state: State::Expired, why: Some(why), is_ready, lease_left_secs: left })
    }
}

/// The agent of that id as a taker. One that is not registered can do nothing in particular.
///
/// # Errors
/// What the store says.
pub fn taker(view: &mut dyn View, agent_id: &str) -> Result<Taker> {
    let capabilities = view.agent(agent_id)?.and_then(|agent| agent.capabilities).unwrap_or_default();
    Ok(Taker { agent_id: agent_id.to_owned(), capabilities })
}
