//! The dependency graph: what waits for what.
//!
//! Comes in: the items of a board in its order, as plain [`Node`]s. Goes out: cycles, a valid order, the chain that
//! takes longest, a tree and drawings. The graph is taken as it is, since other programs write it, too: ids that are
//! not on the board, items that wait for themselves, and chains of any length. So nothing here recurses, and the
//! time is in proportion to items and dependencies.

mod components;
mod drawing;
mod plan;
mod tree;

use std::collections::{HashMap, HashSet, VecDeque};

pub use components::Cycle;
pub use tree::{Branch, Mark};

/// How far an item is, as far as those that wait for it are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has begun.
    Open,
    /// Somebody is at it.
    Held,
    /// Done: nobody waits for it any longer.
    Met,
    /// It failed or was given up; it will not be done as things stand.
    Failed,
}

/// An item of the board.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its id.
    pub id: String,
    /// The ids of what it waits for, on the board or not.
    pub dependencies: Vec<String>,
    /// What it adds to the length of a chain: story points, or 1. No number and less than nothing count as nothing.
    pub weight: f64,
    /// How far it is.
    pub state: State,
    /// The kind of work, for drawings.
    pub work_type: String,
    /// The status in the words of the board, for drawings.
    pub status: String,
}

/// What waits for what.
#[derive(Clone, Debug)]
pub struct Graph {
    /// The items in the order of the board.
    nodes: Vec<Node>,
    /// Ids that are waited for and not on the board, as they were found; they are numbered after the items.
    gone: Vec<String>,
    /// The number of each id.
    numbers: HashMap<String, usize>,
    /// What each waits for, without repetitions.
    waits_for: Vec<Vec<usize>>,
    /// What waits for each, in the order of the board.
    waited_for_by: Vec<Vec<usize>>,
}

impl Graph {
    /// The graph of these items. Of several with one id the first counts.
    pub fn new(items: impl IntoIterator<Item = Node>) -> Self {
        let (mut nodes, mut numbers): (Vec<Node>, HashMap<String, usize>) = Default::default();
        for node in items {
            if !numbers.contains_key(&node.id) {
                numbers.insert(node.id.clone(), nodes.len());
                nodes.push(node);
            }
        }
        let mut gone = Vec::new();
        let mut number_of = |id: &String| {
            *numbers.entry(id.clone()).or_insert_with(|| {
                gone.push(id.clone());
                nodes.len() + gone.len() - 1
            })
        };
        let mut waits_for: Vec<Vec<usize>> = Vec::with_capacity(nodes.len());
        for node in &nodes {
            waits_for.push(without_repetitions(node.dependencies.iter().map(&mut number_of).collect()));
        }
        waits_for.resize(nodes.len() + gone.len(), Vec::new());
        let mut waited_for_by = vec![Vec::new(); waits_for.len()];
        for (item, targets) in waits_for.iter().enumerate() {
            for target in targets {
                waited_for_by[*target].push(item);
            }
        }
        Self { nodes, gone, numbers, waits_for, waited_for_by }
    }

    /// The items that wait for `id` themselves, in the order of the board.
    pub fn dependants(&self, id: &str) -> Vec<&str> {
        let number = self.numbers.get(id);
        number.map_or_else(Vec::new, |number| self.names(&self.waited_for_by[*number]))
    }

    /// The shortest cycle that would be closed if `id`, which may be new, also waited for `new_dependencies`: each id
    /// waits for the next, and the first is the last. Of several the one that is found first, in the order in which
    /// the dependencies stand. Items that are done count, so that the board never holds a cycle.
    pub fn cycle_through(&self, id: &str, new_dependencies: &[impl AsRef<str>]) -> Option<Vec<String>> {
        let new_dependencies = new_dependencies.iter().map(AsRef::as_ref);
        if new_dependencies.clone().any(|dependency| dependency == id) {
            return Some(vec![id.to_owned(), id.to_owned()]);
        }
        let target = *self.numbers.get(id)?;
        let starts: Vec<usize> =
            new_dependencies.filter_map(|dependency| self.numbers.get(dependency).copied()).collect();
        let path = self.shortest_path(&starts, target, |_| true)?;
        Some([target].iter().chain(&path).map(|number| self.name(*number).to_owned()).collect())
    }

    /// The shortest way from one of `starts` to `target` along what is waited for, both ends included, through items
    /// that `may_pass`.
    fn shortest_path(
        &self,
        starts: &[usize],
        target: usize,
        may_pass: impl Fn(usize) -> bool,
    ) -> Option<Vec<usize>> {
        let mut came_from: HashMap<usize, Option<usize>> = HashMap::new();
        let mut waiting = VecDeque::new();
        let mut reach = |item: usize, from: Option<usize>, waiting: &mut VecDeque<usize>| {
            if may_pass(item) && !came_from.contains_key(&item) {
                came_from.insert(item, from);
                waiting.push_back(item);
            }
        };
        for start in starts {
            reach(*start, None, &mut waiting);
        }
        while let Some(at) = waiting.pop_front().filter(|at| *at != target) {
            for next in &self.waits_for[at] {
                reach(*next, Some(at), &mut waiting);
            }
        }
        came_from.contains_key(&target).then(|| {
            let way_back = |item: &usize| came_from.get(item).copied().flatten();
            let mut path: Vec<usize> = std::iter::successors(Some(target), way_back).collect();
            path.reverse();
            path
        })
    }

    fn name(&self, number: usize) -> &str {
        match self.nodes.get(number) {
            Some(node) => &node.id,
            None => &self.gone[number - self.nodes.len()],
        }
    }

    fn names(&self, numbers: &[usize]) -> Vec<&str> {
        numbers.iter().map(|number| self.name(*number)).collect()
    }
}

/// `numbers` without those that were there before, in their order.
fn without_repetitions(mut numbers: Vec<usize>) -> Vec<usize> {
    let mut seen = HashSet::with_capacity(numbers.len());
    numbers.retain(|number| seen.insert(*number));
    numbers
}

#[cfg(test)]
mod tests;
