//! The part of the board that somebody asked about, as a graph of what waits for what.

use std::collections::{HashMap, HashSet};

use super::tree::Place;
use crate::domain::dependencies::{Graph, Mark, Node, State};
use crate::domain::{Status, WorkItem};

/// In which direction the graph is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From an item to what it waits for.
    WaitsFor,
    /// From an item to who waits for it.
    WaitedForBy,
}

/// Items, and what waits for what among them.
pub struct Network<'i> {
    /// The chosen items, in the order of the board.
    items: Vec<&'i WorkItem>,
    /// Ids that are not on the board are in it, too.
    chosen: HashSet<&'i str>,
}

impl<'i> Network<'i> {
    /// The part that can be reached from `ids` that way; from all open items, where there are none.
    pub fn of(items: &'i [WorkItem], ids: &'i [String], way: Way) -> Self {
        let mut next: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut linked = HashSet::new();
        for item in items {
            let id = item.work_item_id.as_str();
            for dependency in item.dependencies() {
                linked.extend([id, dependency.as_str()]);
                let (from, to) = match way {
                    Way::WaitsFor => (id, dependency.as_str()),
                    Way::WaitedForBy => (dependency.as_str(), id),
                };
                next.entry(from).or_default().push(to);
            }
        }
        let open = items.iter().filter(|item| item.is_open()).map(|item| item.work_item_id.as_str());
        let mut found: Vec<&str> = match ids {
            [] => open.filter(|id| linked.contains(id)).collect(),
            ids => ids.iter().map(String::as_str).collect(),
        };
        let mut chosen: HashSet<&str> = found.iter().copied().collect();
        while let Some(id) = found.pop() {
            let further = next.get(id).into_iter().flatten().copied();
            found.extend(further.filter(|further| chosen.insert(further)));
        }
        let items = items.iter().filter(|item| chosen.contains(item.work_item_id.as_str())).collect();
        Self { items, chosen }
    }

    /// The graph, with arrows to what an item waits for.
    pub fn graph(&self) -> Graph {
        Graph::new(self.items.iter().map(|item| self.node(item)))
    }

    /// The trees from `ids` that way, or, where there are none, from where nothing leads to; at most `most` places.
    pub fn trees(&self, way: Way, ids: &[String], most: usize) -> Vec<Place> {
        let graph = self.graph();
        let directed = match way {
            Way::WaitsFor => graph,
            Way::WaitedForBy => Graph::new(self.items.iter().map(|item| {
                let dependants = graph.dependants(&item.work_item_id).into_iter().map(str::to_owned);
                Node { dependencies: dependants.collect(), ..self.node(item) }
            })),
        };
        let mut roots: Vec<String> = ids.to_vec();
        if ids.is_empty() {
            let ids = self.items.iter().map(|item| item.work_item_id.as_str());
            roots.extend(ids.filter(|id| directed.dependants(id).is_empty()).map(str::to_owned));
            // Of items that wait for one another none is a root.
            let cycles = directed.cycles().into_iter();
            roots.extend(cycles.filter_map(|cycle| cycle.members.into_iter().next()));
        }
        let mut places: Vec<Place> = Vec::new();
        let mut shown = HashSet::new();
        for root in roots {
            if places.len() >= most {
                break;
            }
            if ids.is_empty() && shown.contains(&root) {
                continue;
            }
            let branches = directed.tree(&root).unwrap_or_default().into_iter().take(most - places.len());
            let first = places.len();
            places.extend(branches.map(|branch| Place {
                id: branch.id.to_owned(),
                depth: branch.depth,
                is_last: branch.is_last,
                is_repeated: branch.mark == Some(Mark::Repeated),
                is_cycle: branch.mark == Some(Mark::Cycle),
            }));
            shown.extend(places[first..].iter().map(|place| place.id.clone()));
        }
        places
    }

    fn node(&self, item: &WorkItem) -> Node {
        let is_chosen = |id: &&String| self.chosen.contains(id.as_str());
        Node {
            id: item.work_item_id.clone(),
            dependencies: item.dependencies().iter().filter(is_chosen).cloned().collect(),
            weight: weight(item),
            state: state(item),
            work_type: item.work_type.clone().unwrap_or_default(),
            status: item.status.clone().unwrap_or_default(),
        }
    }
}

/// What an item adds to the length of a chain.
pub fn weight(item: &WorkItem) -> f64 {
    item.story_points.map_or(1.0, |points| points.0)
}

fn state(item: &WorkItem) -> State {
    match item.status() {
        Status::Completed if item.succeeded() => State::Met,
        Status::Completed | Status::Cancelled | Status::Dead => State::Failed,
        Status::Held => State::Held,
        Status::Pending => State::Open,
    }
}
