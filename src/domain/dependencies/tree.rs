//! What an item waits for, and what that waits for, and so on.

use super::{Graph, Node};

/// An item in the tree of another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch<'a> {
    /// Its id.
    pub id: &'a str,
    /// The item; none if it is not on the board.
    pub node: Option<&'a Node>,
    /// How deep it stands; the root stands at 0. Its parent is the nearest branch above that stands one less deep.
    pub depth: usize,
    /// Whether it is the last one of its parent.
    pub is_last: bool,
    /// Why what it waits for does not follow, if it does not.
    pub mark: Option<Mark>,
}

/// Why the tree goes no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// What it waits for stands further up already.
    Repeated,
    /// It is one of its own parents: a cycle.
    Cycle,
}

impl Graph {
    /// The tree of `root`: each item is followed by what it waits for, one deeper, in the order in which its
    /// dependencies stand. It is a list because chains may be longer than programs can nest. What an item waits for
    /// is shown once. None if `root` is not on the board.
    pub fn tree(&self, root: &str) -> Option<Vec<Branch<'_>>> {
        let root = *self.numbers.get(root).filter(|number| **number < self.nodes.len())?;
        let mut progress = vec![Progress::Untouched; self.waits_for.len()];
        let mut branches = Vec::new();
        let mut steps = vec![Step::Enter { item: root, depth: 0, is_last: true }];
        while let Some(step) = steps.pop() {
            let (item, depth, is_last) = match step {
                Step::Enter { item, depth, is_last } => (item, depth, is_last),
                Step::Leave(item) => {
                    progress[item] = Progress::Shown;
                    continue;
                }
            };
            let mark = match progress[item] {
                Progress::Entered => Some(Mark::Cycle),
                Progress::Shown if !self.waits_for[item].is_empty() => Some(Mark::Repeated),
                Progress::Shown | Progress::Untouched => None,
            };
            branches.push(Branch { id: self.name(item), node: self.nodes.get(item), depth, is_last, mark });
            if mark.is_none() {
                progress[item] = Progress::Entered;
                steps.push(Step::Leave(item));
                let below = self.waits_for[item].iter().rev().enumerate();
                steps.extend(below.map(|(from_last, next)| Step::Enter {
                    item: *next,
                    depth: depth + 1,
                    is_last: from_last == 0,
                }));
            }
        }
        Some(branches)
    }
}

#[derive(Clone, Copy)]
enum Progress {
    Untouched,
    Entered,
    Shown,
}

enum Step {
    Enter { item: usize, depth: usize, is_last: bool },
    Leave(usize),
}
