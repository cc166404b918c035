//! One operation: what was asked of one item, when, and what came of it.

use std::fmt;

/// An agent, by its number in the history.
pub(crate) type Agent = u32;

/// The return of an operation that never returned.
pub(crate) const NEVER: u64 = u64::MAX;

/// What one process asked of one item.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The item, by its number in the history.
    pub(crate) item: u32,
    /// The process, for messages.
    pub(crate) process: u32,
    /// When it was asked: a clock that never steps, the same for all.
    pub(crate) invoked: u64,
    /// When the answer was there; [`NEVER`] where the outcome is unknown.
    pub(crate) returned: u64,
    /// The wall clock as the process saw it, in seconds. It may step.
    pub(crate) clock: i64,
    /// What was asked.
    pub(crate) call: Call,
    /// What came of it.
    pub(crate) outcome: Outcome,
}

/// What can be asked of an item. `until` is the end of the lease as it was told, or as it must be where the answer
/// got lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// `add`
    Add { max_attempts: u32 },
    /// `next`, `claim --next`
    Take { by: Agent, until: i64 },
    /// `claim --id`
    Claim { by: Agent, until: i64 },
    /// `heartbeat --work`, `progress`
    Renew { by: Agent, until: i64 },
    /// `handoff`
    HandOff { by: Caller, to: Agent, until: i64 },
    /// `release`
    Release { by: Caller },
    /// `fail`
    Fail { by: Caller },
    /// `complete`
    Complete { by: Caller, result: u32 },
    /// `reap`, for an item that it took back
    Reap,
    /// `retry`
    Retry,
    /// `next`, which found nothing although nothing but a live lease or its end keeps an item from being taken
    FindNothing,
    /// A look at the item
    See { seen: Seen, fence: u64 },
}

/// Who says to be the holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    /// `AGENT_ID`, where it was given.
    pub(crate) agent: Option<Agent>,
    /// `--fence`, where it was given.
    pub(crate) fence: Option<u64>,
}

/// What a look at an item showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It is not there.
    Nothing,
    /// Nobody holds it.
    Free,
    /// This agent holds it.
    Held(Agent),
    /// It is completed with this result.
    Done(u32),
    /// It is dead.
    Dead,
}

/// What came of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Exit 0.
    Acknowledged(Told),
    /// Refused because of who holds the item, of its fence or of its status.
    Refused,
    /// The process was killed before it answered: it may take effect at any time, or never.
    Unknown,
}

/// What an acknowledgement says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// The fence of the item from now on.
    pub(crate) fence: Option<u64>,
    /// It was completed before, and nothing was counted.
    pub(crate) already: bool,
    /// It is dead now.
    pub(crate) dead: bool,
}

/// Operations, and what the checker has to know beside them.
#[derive(Default)]
pub(crate) struct History {
    /// In any order.
    pub(crate) operations: Vec<Operation>,
    /// Clock readings of commands that were about no item of their own, such as a `next` that found nothing, each
    /// with the instant at which it was asked. What they find over they may move to the dead letter.
    pub(crate) readings: Vec<(u64, i64)>,
}

impl Operation {
    /// Whether it need not have happened.
    pub(crate) fn is_optional(&self) -> bool {
        self.outcome == Outcome::Unknown
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { process, invoked, returned, clock, call, outcome, .. } = self;
        let end = if *returned == NEVER { "never".to_owned() } else { returned.to_string() };
        write!(out, "{invoked}–{end} process {process} at {clock}: {call:?} → {outcome:?}")
    }
}
