//! Cycles, and the components that they make of a graph.

use super::Graph;

/// Items that wait for one another, so that none of them can ever begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// All of them, in the order of the board: each waits for each of the others, if not itself then through others.
    pub members: Vec<String>,
    /// The shortest cycle through the first of them: each waits for the next, and the first is the last.
    pub path: Vec<String>,
}

impl Graph {
    /// The cycles that are there, in the order of the board. Those that hang together are one.
    pub fn cycles(&self) -> Vec<Cycle> {
        let mut knots: Vec<Vec<usize>> = self.components();
        knots.retain(|component| self.is_knot(component));
        knots.sort_unstable();
        knots.iter().map(|members| self.cycle(members)).collect()
    }

    fn cycle(&self, members: &[usize]) -> Cycle {
        let first = members[0];
        let is_member = |item: usize| members.binary_search(&item).is_ok();
        let path = self.shortest_path(&self.waits_for[first], first, is_member).unwrap_or_default();
        let owned = |numbers: &[usize]| self.names(numbers).into_iter().map(str::to_owned).collect();
        Cycle { members: owned(members), path: owned(&[&[first], path.as_slice()].concat()) }
    }

    /// Whether the items of a component wait for one another, or its only one for itself.
    pub(super) fn is_knot(&self, component: &[usize]) -> bool {
        component.len() > 1 || component.iter().any(|item| self.waits_for[*item].contains(item))
    }

    /// The strongly connected components, each in the order of the board, and each after all that it waits for.
    /// Tarjan's algorithm, with a stack of its own in the place of recursion.
    pub(super) fn components(&self) -> Vec<Vec<usize>> {
        let mut search = Search::new(self.waits_for.len());
        for root in 0..self.waits_for.len() {
            if search.found_at[root].is_none() {
                search.run(root, &self.waits_for);
            }
        }
        search.components
    }
}

/// The state of Tarjan's algorithm.
struct Search {
    /// When each was found.
    found_at: Vec<Option<usize>>,
    /// The earliest found that each is known to lead to, of those that are not yet in a component.
    lowest: Vec<usize>,
    /// Found and not yet in a component.
    unsettled: Vec<usize>,
    is_unsettled: Vec<bool>,
    found: usize,
    components: Vec<Vec<usize>>,
}

impl Search {
    fn new(size: usize) -> Self {
        Self {
            found_at: vec![None; size],
            lowest: vec![0; size],
            unsettled: Vec::new(),
            is_unsettled: vec![false; size],
            found: 0,
            components: Vec::new(),
        }
    }

    fn run(&mut self, root: usize, waits_for: &[Vec<usize>]) {
        self.find(root);
        // Each with how many of its dependencies were looked at.
        let mut path = vec![(root, 0)];
        while let Some((at, looked_at)) = path.last_mut() {
            let at = *at;
            let Some(next) = waits_for[at].get(*looked_at).copied() else {
                path.pop();
                self.leave(at, path.last().map(|(parent, _)| *parent));
                continue;
            };
            *looked_at += 1;
            match self.found_at[next] {
                None => {
                    self.find(next);
                    path.push((next, 0));
                }
                Some(found_at) if self.is_unsettled[next] => self.lowest[at] = self.lowest[at].min(found_at),
                Some(_) => {}
            }
        }
    }

    fn find(&mut self, item: usize) {
        self.found_at[item] = Some(self.found);
        self.lowest[item] = self.found;
        self.found += 1;
        self.unsettled.push(item);
        self.is_unsettled[item] = true;
    }

    /// All that `item` leads to was seen. If nothing of that was found before it, it closes a component.
    fn leave(&mut self, item: usize, parent: Option<usize>) {
        if let Some(parent) = parent {
            self.lowest[parent] = self.lowest[parent].min(self.lowest[item]);
        }
        if self.found_at[item] == Some(self.lowest[item]) {
            let start = self.unsettled.iter().rposition(|other| *other == item).unwrap_or_default();
            let mut component = self.unsettled.split_off(start);
            component.sort_unstable();
            for member in &component {
                self.is_unsettled[*member] = false;
            }
            self.components.push(component);
        }
    }
}
