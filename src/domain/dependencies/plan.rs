//! In which order to work, and which chain of work decides when all of it is done.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::{Graph, State};

impl Graph {
    /// All items in an order in which each comes after what it waits for. Whoever is first on the board comes first
    /// wherever there is a choice. Items of a cycle stand together, in the order of the board.
    pub fn order(&self) -> Vec<&str> {
        let components = self.components();
        let mut component_of = vec![0; self.waits_for.len()];
        for (number, members) in components.iter().enumerate() {
            for member in members {
                component_of[*member] = number;
            }
        }
        // Of each component and each of its dependencies in the other ones; what is gone keeps nobody waiting.
        let outside = |members: &[usize], edges: &[Vec<usize>]| -> Vec<usize> {
            let others =
                members.iter().flat_map(|member| &edges[*member]).filter(|other| self.is_on_board(**other));
            let others = others.map(|other| component_of[*other]);
            others.filter(|other| *other != component_of[members[0]]).collect()
        };
        let mut open: Vec<usize> =
            components.iter().map(|members| outside(members, &self.waits_for).len()).collect();
        let is_ready = |number: &usize| open[*number] == 0 && self.is_on_board(components[*number][0]);
        let ready = (0..components.len()).filter(is_ready);
        let mut ready: BinaryHeap<_> = ready.map(|number| Reverse((components[number][0], number))).collect();
        let mut order = Vec::with_capacity(self.nodes.len());
        while let Some(Reverse((_, number))) = ready.pop() {
            order.extend(self.names(&components[number]));
            for waiting in outside(&components[number], &self.waited_for_by) {
                open[waiting] -= 1;
                if open[waiting] == 0 {
                    ready.push(Reverse((components[waiting][0], waiting)));
                }
            }
        }
        order
    }

    /// The chain of items that takes longest, by weight, of those that are not done: what is to be done first stands
    /// first. Items of cycles are left out, as no one can say how long they take. Of chains with the same weight the
    /// one with more items, then the one whose end comes first on the board.
    pub fn critical_path(&self) -> Vec<&str> {
        let mut chains: Vec<Option<Chain>> = vec![None; self.waits_for.len()];
        // Each component comes after all that it waits for.
        for component in self.components() {
            let [item] = component.as_slice() else { continue };
            let Some(node) = self.nodes.get(*item) else { continue };
            if node.state == State::Met || self.is_knot(&component) {
                continue;
            }
            let weight = if node.weight > 0.0 { node.weight } else { 0.0 };
            let before = longest(self.waits_for[*item].iter().copied(), &chains);
            let (weight_before, items_before) =
                before.map_or((0.0, 0), |(_, chain)| (chain.weight, chain.items));
            chains[*item] = Some(Chain {
                weight: weight_before + weight,
                items: items_before + 1,
                before: before.map(|(item, _)| item),
            });
        }
        let mut path = Vec::new();
        let mut next = longest(0..chains.len(), &chains).map(|(item, _)| item);
        while let Some(item) = next {
            path.push(item);
            next = chains[item].and_then(|chain| chain.before);
        }
        path.reverse();
        self.names(&path)
    }

    fn is_on_board(&self, number: usize) -> bool {
        number < self.nodes.len()
    }
}

/// The longest chain that ends with an item.
#[derive(Clone, Copy)]
struct Chain {
    weight: f64,
    items: usize,
    /// What comes before the item.
    before: Option<usize>,
}

impl Chain {
    fn compare(&self, other: &Self) -> Ordering {
        self.weight.total_cmp(&other.weight).then(self.items.cmp(&other.items))
    }
}

/// The first of the longest chains that end with one of `items`.
fn longest(items: impl Iterator<Item = usize>, chains: &[Option<Chain>]) -> Option<(usize, Chain)> {
    let ends = items.filter_map(|item| chains[item].map(|chain| (item, chain)));
    ends.reduce(|best, next| if next.1.compare(&best.1).is_gt() { next } else { best })
}
