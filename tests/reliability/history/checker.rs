//! The search for an order that explains a history, item by item (Wing and Gong, with the memory of Lowe).
//!
//! A partial order is a node: the operations that stand in it, and the state that they led to. Each node is looked
//! at once. From a node one may go on with every operation that no waiting one was answered before. An operation
//! that changes nothing is placed as soon as it fits: whatever order there is without it, it fits there, so that
//! refusals and looks cost no choice. Operations whose outcome is unknown are optional, and tried last.

use std::collections::HashSet;
use std::fmt;

use super::model::State;
use super::operation::{History, NEVER, Operation};

/// More nodes than this for one item, and nobody knows.
const PATIENCE: usize = 5_000_000;

/// A history that cannot have happened, or that could not be decided.
#[derive(Debug)]
pub(crate) struct Violation {
    /// The item it is about.
    pub(crate) item: u32,
    /// Whether an order was ruled out, rather than not found in time.
    pub(crate) is_certain: bool,
    story: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.is_certain { "cannot have happened" } else { "took too long to decide" };
        write!(out, "the history of item {} {verdict}\n{}", self.item, self.story)
    }
}

/// Looks at every item of a history; gives the number of nodes that it took.
///
/// # Errors
/// The first item that no order explains.
pub(crate) fn check(history: &History) -> Result<usize, Violation> {
    let clocks = Clocks::of(history);
    let mut operations: Vec<Entry> = history
        .operations
        .iter()
        .map(|operation| Entry { operation, latest: clocks.latest(operation.returned) })
        .collect();
    operations.sort_by_key(|entry| (entry.operation.item, entry.operation.invoked));
    let items = operations.chunk_by(|left, right| left.operation.item == right.operation.item);
    items.map(|item| Search::of(item).run()).sum()
}

/// The highest clock reading up to each instant.
struct Clocks(Vec<(u64, i64)>);

impl Clocks {
    fn of(history: &History) -> Self {
        let readings = history.operations.iter().map(|operation| (operation.invoked, operation.clock));
        let mut readings: Vec<_> = readings.chain(history.readings.iter().copied()).collect();
        readings.sort_unstable();
        let mut highest = i64::MIN;
        for (_, clock) in &mut readings {
            highest = highest.max(*clock);
            *clock = highest;
        }
        Self(readings)
    }

    fn latest(&self, until: u64) -> i64 {
        let count = self.0.partition_point(|(invoked, _)| *invoked <= until);
        count.checked_sub(1).map_or(i64::MIN, |last| self.0[last].1)
    }
}

/// An operation, and the highest clock reading of any command until it was answered.
#[derive(Clone, Copy)]
struct Entry<'a> {
    operation: &'a Operation,
    latest: i64,
}

/// A partial order: all certain operations below `front`, those in `ahead`, and the optional ones in `used`.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Node {
    front: usize,
    ahead: Vec<usize>,
    used: Vec<usize>,
    state: State,
}

struct Search<'a> {
    certain: Vec<Entry<'a>>,
    optional: Vec<Entry<'a>>,
    open: Vec<Node>,
    known: HashSet<Node>,
    furthest: Node,
}

impl<'a> Search<'a> {
    /// A search through the operations of one item, which are in the order of their invocation.
    fn of(item: &[Entry<'a>]) -> Self {
        let (optional, certain) = item.iter().partition(|entry| entry.operation.is_optional());
        let start = Node { front: 0, ahead: Vec::new(), used: Vec::new(), state: State::START };
        Self { certain, optional, open: vec![start.clone()], known: HashSet::new(), furthest: start }
    }

    fn run(mut self) -> Result<usize, Violation> {
        while let Some(mut node) = self.open.pop() {
            let (candidates, deadline) = self.settle(&mut node);
            if node.front == self.certain.len() {
                return Ok(self.known.len() + 1);
            }
            if node.placed() > self.furthest.placed() {
                self.furthest = node.clone();
            }
            if self.known.len() > PATIENCE {
                return Err(self.violation(false));
            }
            self.try_optional(&node, deadline);
            for index in candidates.into_iter().rev() {
                let states = node.state.after(self.certain[index].operation, self.certain[index].latest);
                let nexts: Vec<_> = states.map(|state| node.with(index, state)).collect();
                self.remember(nexts);
            }
        }
        Err(self.violation(true))
    }

    /// Places what changes nothing, as long as there is some; gives what else may come next.
    fn settle(&self, node: &mut Node) -> (Vec<usize>, u64) {
        loop {
            let (candidates, deadline) = self.candidates(node);
            let quiet = |index: &&usize| node.state.is_left_alone_by(self.certain[**index].operation);
            let Some(index) = candidates.iter().find(quiet).copied() else { return (candidates, deadline) };
            node.place(index);
        }
    }

    /// The certain operations that may come next, and the first return among those that wait.
    fn candidates(&self, node: &Node) -> (Vec<usize>, u64) {
        let (mut found, mut deadline) = (Vec::new(), NEVER);
        for (index, entry) in self.certain.iter().enumerate().skip(node.front) {
            if node.ahead.binary_search(&index).is_ok() {
                continue;
            }
            if entry.operation.invoked > deadline {
                break;
            }
            deadline = deadline.min(entry.operation.returned);
            found.push(index);
        }
        (found, deadline)
    }

    fn try_optional(&mut self, node: &Node, deadline: u64) {
        let mut nexts = Vec::new();
        for (index, entry) in self.optional.iter().enumerate().rev() {
            if entry.operation.invoked <= deadline && !node.used.contains(&index) {
                let states = node.state.after(entry.operation, entry.latest);
                let changed = states.filter(|state| *state != node.state);
                nexts.extend(changed.map(|state| node.with_optional(index, state)));
            }
        }
        self.remember(nexts);
    }

    fn remember(&mut self, nodes: Vec<Node>) {
        for node in nodes {
            if self.known.insert(node.clone()) {
                self.open.push(node);
            }
        }
    }

    /// What there is to say: how far an order came, and what does not fit there.
    fn violation(&self, is_certain: bool) -> Violation {
        let node = &self.furthest;
        let (waiting, _) = self.candidates(node);
        let certain = self.certain.iter().enumerate().map(|(index, entry)| {
            let mark = match () {
                () if node.has(index) => "  ",
                () if waiting.contains(&index) => "✗ ",
                () => "  (later) ",
            };
            (entry.operation, mark)
        });
        let optional = self.optional.iter().map(|entry| (entry.operation, "? "));
        let mut lines: Vec<_> = certain.chain(optional).collect();
        lines.sort_by_key(|(operation, _)| operation.invoked);
        let mut lines: Vec<_> =
            lines.into_iter().map(|(operation, mark)| format!("{mark}{operation}")).collect();
        lines.push(format!("no way on from {:?} to what is marked ✗", node.state));
        let item = self.certain.iter().chain(&self.optional).map(|entry| entry.operation.item).next();
        Violation { item: item.unwrap_or_default(), is_certain, story: lines.join("\n") }
    }
}

impl Node {
    fn placed(&self) -> usize {
        self.front + self.ahead.len()
    }

    fn has(&self, index: usize) -> bool {
        index < self.front || self.ahead.binary_search(&index).is_ok()
    }

    fn place(&mut self, index: usize) {
        if let Err(at) = self.ahead.binary_search(&index) {
            self.ahead.insert(at, index);
        }
        while self.ahead.first() == Some(&self.front) {
            self.ahead.remove(0);
            self.front += 1;
        }
    }

    fn with(&self, index: usize, state: State) -> Self {
        let mut next = Self { state, ..self.clone() };
        next.place(index);
        next
    }

    fn with_optional(&self, index: usize, state: State) -> Self {
        let mut next = Self { state, ..self.clone() };
        next.used.push(index);
        next.used.sort_unstable();
        next
    }
}
