//! What may happen to one item: free → held(agent, fence) → done.
//!
//! The rules are those of DESIGN, section 2, as far as an outsider can hold a board to them:
//!
//! - At most one agent holds an item. Another may take it only where the clock of the taker has reached the end of
//!   the holder's lease. Until then an item whose lease is over still belongs to its holder.
//! - The fence grows with every change of holder. How far it grows is nobody's business.
//! - `complete`, `release`, `fail` and `handoff` are carried out for the holder alone: the agent, where one is named,
//!   and the fence, where one is given, are those of the item.
//! - Nothing happens to a completed item. Its completion said again by the same caller, with the same result, is
//!   acknowledged as one that was there already.
//! - A holder that claims its own item by its id keeps it, with a new lease and the old fence.
//! - Each failure and each lease that ran out counts; an item that has as many as it may is dead, and only `retry`
//!   brings it back. Any command that looks for work may find such an item and bury it, without a word to whoever
//!   asked: the one change here that no operation of the item stands for.
//! - A refusal means that the item was in a state where the rules refuse.

use super::operation::{Agent, Call, Caller, Operation, Outcome, Seen, Told};

/// An item as the rules see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct State {
    place: Place,
    /// The newest fence that was told, or one more for each change of holder since.
    fence: u64,
    failures: u32,
    max_attempts: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    Absent,
    Free,
    Held { agent: Agent, until: i64 },
    Done { agent: Agent, result: u32 },
    Dead,
}

impl State {
    /// Before anything happened.
    pub(crate) const START: Self = Self { place: Place::Absent, fence: 0, failures: 0, max_attempts: 0 };

    /// The states that `operation`, answered as it was, can have led to from here; none where it cannot have been
    /// answered like this. `latest` is the highest clock reading of any command until it was answered.
    pub(crate) fn after(self, operation: &Operation, latest: i64) -> impl Iterator<Item = Self> {
        let befores = [Some(self), self.buried(latest)].into_iter().flatten();
        befores.filter_map(|before| before.answered(operation))
    }

    /// Whether `operation` leaves everything as it is.
    pub(crate) fn is_left_alone_by(self, operation: &Operation) -> bool {
        self.answered(operation) == Some(self)
    }

    fn answered(self, operation: &Operation) -> Option<Self> {
        match operation.outcome {
            Outcome::Unknown => self.carried_out(operation),
            Outcome::Refused => self.refuses(operation).then_some(self),
            Outcome::Acknowledged(told) if told.already => self.is_done_before(operation).then_some(self),
            Outcome::Acknowledged(told) => self.carried_out(operation)?.as_told(self, told),
        }
    }

    fn refuses(self, operation: &Operation) -> bool {
        self.carried_out(operation).is_none() && !self.is_done_before(operation)
    }

    fn is_done_before(self, operation: &Operation) -> bool {
        let (Call::Complete { by, result }, Place::Done { agent, result: stands }) =
            (operation.call, self.place)
        else {
            return false;
        };
        result == stands && self.is_known_as(by, agent)
    }

    /// What becomes of the item where the rules allow the operation.
    fn carried_out(self, operation: &Operation) -> Option<Self> {
        let clock = operation.clock;
        match operation.call {
            Call::Add { max_attempts } => {
                (self.place == Place::Absent).then_some(Self { place: Place::Free, max_attempts, ..self })
            }
            Call::Take { by, until } => self.taken(by, until, clock),
            Call::Claim { by, until } => self.renewed(by, until).or_else(|| self.taken(by, until, clock)),
            Call::Renew { by, until } => self.renewed(by, until),
            Call::HandOff { by, to, until } => {
                self.held_by(by)?.moved(Place::Held { agent: to, until }).into()
            }
            Call::Release { by } => self.held_by(by)?.moved(Place::Free).into(),
            Call::Fail { by } => self.held_by(by)?.failed().into(),
            Call::Complete { by, result } => self.held_by(by)?.done(result),
            Call::Reap => self.is_over(clock).then(|| self.failed()),
            Call::Retry => matches!(self.place, Place::Dead | Place::Free).then_some(Self {
                place: Place::Free,
                failures: 0,
                ..self
            }),
            Call::FindNothing => (!self.can_be_taken(clock)).then_some(self),
            Call::See { seen, fence } => (self.shows(seen) && fence >= self.fence).then_some(self),
        }
    }

    fn taken(self, agent: Agent, until: i64, clock: i64) -> Option<Self> {
        let failures = self.failures + u32::from(self.place != Place::Free);
        self.can_be_taken(clock).then(|| Self { failures, ..self.moved(Place::Held { agent, until }) })
    }

    fn can_be_taken(self, clock: i64) -> bool {
        self.place == Place::Free || (self.is_over(clock) && !self.is_at_its_last())
    }

    /// A renewal never takes time away.
    fn renewed(self, by: Agent, end: i64) -> Option<Self> {
        match self.place {
            Place::Held { agent, until } if agent == by => {
                Some(Self { place: Place::Held { agent, until: until.max(end) }, ..self })
            }
            _ => None,
        }
    }

    /// The item, if `caller` may decide what becomes of it.
    fn held_by(self, caller: Caller) -> Option<Self> {
        let Place::Held { agent, .. } = self.place else { return None };
        self.is_known_as(caller, agent).then_some(self)
    }

    /// Whether `caller` does not say anything that is not so: the agent, where one is named, and the fence, where
    /// one is given, are those of the item.
    fn is_known_as(self, caller: Caller, agent: Agent) -> bool {
        let is_named = caller.agent.is_none_or(|named| named == agent);
        is_named && caller.fence.is_none_or(|fence| fence == self.fence)
    }

    fn done(self, result: u32) -> Option<Self> {
        let Place::Held { agent, .. } = self.place else { return None };
        Some(Self { place: Place::Done { agent, result }, ..self })
    }

    fn moved(self, place: Place) -> Self {
        Self { place, fence: self.fence + 1, ..self }
    }

    fn failed(self) -> Self {
        let place = if self.is_at_its_last() { Place::Dead } else { Place::Free };
        Self { failures: self.failures + 1, ..self.moved(place) }
    }

    /// Whether the next failure is one too many.
    fn is_at_its_last(self) -> bool {
        self.failures + 1 >= self.max_attempts
    }

    fn is_over(self, clock: i64) -> bool {
        matches!(self.place, Place::Held { until, .. } if until <= clock)
    }

    /// The same item, moved to the dead letter by a command that was looking for work.
    fn buried(self, latest: i64) -> Option<Self> {
        (self.is_over(latest) && self.is_at_its_last()).then(|| self.failed())
    }

    fn shows(self, seen: Seen) -> bool {
        match self.place {
            Place::Absent => seen == Seen::Nothing,
            Place::Free => seen == Seen::Free,
            Place::Held { agent, .. } => seen == Seen::Held(agent),
            Place::Done { result, .. } => seen == Seen::Done(result),
            Place::Dead => seen == Seen::Dead,
        }
    }

    /// This state after `before`, if it is what the answer says.
    fn as_told(self, before: Self, told: Told) -> Option<Self> {
        let fence = match told.fence {
            None => self.fence,
            Some(fence) if self.fence == before.fence => (fence == self.fence).then_some(fence)?,
            Some(fence) => (fence > before.fence).then_some(fence)?,
        };
        let died = self.place == Place::Dead && before.place != Place::Dead;
        (told.dead == died).then_some(Self { fence, ..self })
    }
}
