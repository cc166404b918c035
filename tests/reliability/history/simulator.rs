//! A board that does everything right, for histories as long as one likes.
//!
//! It is written down apart from the model, in the plainest way: one thing happens after the other, each at an
//! instant of its own, and then the instants of asking and answering are spread around it, so that the operations
//! overlap as they would in many processes.

use super::operation::{Agent, Call, Caller, History, NEVER, Operation, Outcome, Seen, Told};
use crate::support::Random;

/// Agents that work on the board.
const AGENTS: u64 = 6;
/// Items that are worked on at the same time.
const WINDOW: usize = 8;
/// The length of a lease, in seconds.
const LEASE: i64 = 30;
/// How often an item may fail.
const MAX_ATTEMPTS: u32 = 3;
/// Instants between two things that happen.
const STEP: u64 = 100;
/// How far asking and answering may be from what happens.
const SPREAD: u64 = 1_500;

/// A history of about this many operations in which everything is right. Each `stream` gives another one.
pub(crate) fn simulate(stream: u64, operations: usize) -> History {
    let mut board = Board::new(stream);
    while board.history.operations.len() < operations {
        board.step();
    }
    board.history
}

/// An item of that board.
struct Item {
    number: u32,
    holder: Option<(Agent, i64)>,
    fence: u64,
    failures: u32,
    /// Who completed it, and with what result.
    result: Option<(Agent, u32)>,
    is_dead: bool,
    rest: u32,
}

struct Board {
    random: Random,
    clock: i64,
    next_item: u32,
    items: Vec<Item>,
    history: History,
}

impl Board {
    fn new(stream: u64) -> Self {
        let random = Random::stream(stream);
        let mut board =
            Self { random, clock: 0, next_item: 0, items: Vec::new(), history: History::default() };
        for _ in 0..WINDOW {
            let item = board.add();
            board.items.push(item);
        }
        board
    }

    fn add(&mut self) -> Item {
        let number = self.next_item;
        self.next_item += 1;
        let add = Call::Add { max_attempts: MAX_ATTEMPTS };
        self.note(number, add, Outcome::Acknowledged(Told::default()));
        Item { number, holder: None, fence: 0, failures: 0, result: None, is_dead: false, rest: 3 }
    }

    fn step(&mut self) {
        self.clock += i64::try_from(self.random.below(3)).unwrap();
        if self.random.below(40) == 0 {
            self.clock += i64::try_from(self.random.below(100)).unwrap() - 40;
        }
        let slot = usize::try_from(self.random.below(WINDOW as u64)).unwrap();
        let mut item = self.items.swap_remove(slot);
        self.operate(&mut item);
        if item.result.is_some() || item.is_dead {
            item.rest -= 1;
        }
        if item.rest == 0 {
            self.look(&item);
            item = self.add();
        }
        self.items.push(item);
    }

    /// Something happens to the item, is refused, or is killed.
    fn operate(&mut self, item: &mut Item) {
        let agent = Agent::try_from(self.random.below(AGENTS)).unwrap();
        let (number, until) = (item.number, self.clock + LEASE);
        let by = self.caller(agent, item);
        let (call, allowed) = match self.random.below(10) {
            0..=2 => (Call::Take { by: agent, until }, self.may_take(item)),
            3 => self.claim(agent, item),
            4 => (
                Call::Renew { by: agent, until },
                item.is_held_by(Caller { agent: Some(agent), fence: None }),
            ),
            5 => (Call::HandOff { by, to: (agent + 1) % 6, until }, item.is_held_by(by)),
            6 => (Call::Release { by }, item.is_held_by(by)),
            7 => (Call::Fail { by }, item.is_held_by(by)),
            _ => (Call::Complete { by, result: agent }, item.is_held_by(by)),
        };
        let is_killed = self.random.below(30) == 0;
        let happens = allowed && !(is_killed && self.random.below(2) == 0);
        let told = if happens { item.carry_out(call) } else { Told::default() };
        let outcome = match () {
            () if is_killed => Outcome::Unknown,
            () if allowed => Outcome::Acknowledged(told),
            () => item.answer(call),
        };
        self.note(number, call, outcome);
    }

    /// Whoever holds an item may claim it again, also where its lease is over.
    fn claim(&self, agent: Agent, item: &mut Item) -> (Call, bool) {
        let holds = item.is_held_by(Caller { agent: Some(agent), fence: None });
        (Call::Claim { by: agent, until: self.clock + LEASE }, holds || self.may_take(item))
    }

    /// The agent, as itself or as a holder that it is or is not.
    fn caller(&mut self, agent: Agent, item: &Item) -> Caller {
        let holder = item.holder.map_or(agent, |(holder, _)| holder);
        match self.random.below(4) {
            0 => Caller { agent: Some(agent), fence: None },
            1 => Caller { agent: None, fence: Some(item.fence) },
            2 => Caller { agent: Some(holder), fence: Some(item.fence.saturating_sub(1)) },
            _ => Caller { agent: Some(holder), fence: Some(item.fence) },
        }
    }

    /// A lease that is over makes room, unless it was one too many: then the item dies here.
    fn may_take(&self, item: &mut Item) -> bool {
        if item.result.is_some() || item.is_dead {
            return false;
        }
        let Some((_, until)) = item.holder else { return true };
        if until > self.clock {
            return false;
        }
        item.is_dead = item.failures + 1 >= MAX_ATTEMPTS;
        if item.is_dead {
            item.holder = None;
            item.fence += 1;
        }
        !item.is_dead
    }

    fn look(&mut self, item: &Item) {
        let seen = item.result.map_or(Seen::Dead, |(_, result)| Seen::Done(result));
        let look = Call::See { seen, fence: item.fence };
        self.note(item.number, look, Outcome::Acknowledged(Told::default()));
    }

    fn note(&mut self, item: u32, call: Call, outcome: Outcome) {
        let number = self.history.operations.len() as u64;
        let instant = (number + 1) * STEP + SPREAD;
        let returned = if outcome == Outcome::Unknown { NEVER } else { instant + self.random.below(SPREAD) };
        self.history.operations.push(Operation {
            item,
            process: u32::try_from(number).unwrap(),
            invoked: instant - self.random.below(SPREAD),
            returned,
            clock: self.clock,
            call,
            outcome,
        });
    }
}

impl Item {
    fn is_held_by(&self, by: Caller) -> bool {
        let Some((agent, _)) = self.holder else { return false };
        by.agent.unwrap_or(agent) == agent && by.fence.unwrap_or(self.fence) == self.fence
    }

    fn carry_out(&mut self, call: Call) -> Told {
        let mut fence = self.fence + 1;
        match call {
            Call::Claim { by, until } if self.is_held_by(Caller { agent: Some(by), fence: None }) => {
                fence -= 1;
                self.holder = self.holder.map(|(_, end)| (by, end.max(until)));
            }
            Call::Take { by, until } | Call::Claim { by, until } => {
                self.failures += u32::from(self.holder.is_some());
                self.holder = Some((by, until));
            }
            Call::HandOff { to, until, .. } => self.holder = Some((to, until)),
            Call::Renew { by, until } => {
                fence -= 1;
                self.holder = self.holder.map(|(_, end)| (by, end.max(until)));
            }
            Call::Complete { result, .. } => {
                fence -= 1;
                self.result = self.holder.take().map(|(agent, _)| (agent, result));
            }
            Call::Fail { .. } => {
                self.holder = None;
                self.failures += 1;
                self.is_dead = self.failures >= MAX_ATTEMPTS;
            }
            _ => self.holder = None,
        }
        self.fence = fence;
        Told { fence: Some(fence), already: false, dead: self.is_dead }
    }

    /// What is said to one who may not.
    fn answer(&self, call: Call) -> Outcome {
        match (call, self.result) {
            (Call::Complete { by, result }, Some((agent, stands)))
                if stands == result
                    && by.agent.unwrap_or(agent) == agent
                    && by.fence.unwrap_or(self.fence) == self.fence =>
            {
                Outcome::Acknowledged(Told { already: true, ..Told::default() })
            }
            _ => Outcome::Refused,
        }
    }
}
