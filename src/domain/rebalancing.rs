//! Giving what waits for agents that will not get to it to others that can take it.
//!
//! Only assignments move, which are items of the queue that one agent alone may take. What somebody holds stays with
//! them. Work leaves agents that are gone, that cannot do it, or that have more of it than they may hold; of the latter
//! no more than the surplus. It goes to agents that are there, can do it and have room: first within the team of the
//! item, then to who has least to do, then by id.

use std::collections::HashMap;

use super::{Activity, Agent, Load, WorkItem};

/// An agent among which work is shared out.
#[derive(Clone, Copy, Debug)]
pub struct Worker<'a> {
    /// What is known of it.
    pub agent: &'a Agent,
    /// What it is doing.
    pub activity: Activity,
    /// What it has to do.
    pub load: Load,
}

/// Why an assignment should move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No such agent is registered.
    Unknown,
    /// The agent is not there.
    Away(Activity),
    /// The agent cannot do what the item needs.
    Incapable(Vec<String>),
    /// The agent has more to do than it may hold.
    Overloaded(Load),
}

/// An assignment that moves, or that should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The item.
    pub work_item_id: String,
    /// To whom it is assigned.
    pub from: String,
    /// Who gets it; `None` where nobody can take it, and it stays.
    pub to: Option<String>,
    /// Why it should move.
    pub why: Why,
}

impl std::fmt::Display for Why {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown => out.write_str("is not registered"),
            Self::Away(activity) => write!(out, "is {}", activity.word()),
            Self::Incapable(missing) => write!(out, "cannot {}", missing.join(", ")),
            Self::Overloaded(Load { held, assigned, limit }) => {
                write!(out, "holds {held}, has {assigned} assigned, and may hold {limit}")
            }
        }
    }
}

/// What should move among `workers`, of `items`: those that wait in the queue and are assigned, in the order of the queue.
/// With a team, only what is assigned to its agents moves, and only to its agents.
pub fn rebalance(workers: &[Worker<'_>], items: &[WorkItem], team: Option<&str>) -> Vec<Move> {
    let mut sharing = Sharing {
        workers,
        places: workers.iter().enumerate().map(|(place, worker)| (id_of(worker), place)).collect(),
        loads: workers.iter().map(|worker| worker.load).collect(),
        surplus: vec![0; workers.len()],
        team,
    };
    let mut wanted = sharing.wanted(items);
    wanted.sort_by_key(|wish| wish.turn);
    let mut moves: Vec<(usize, Move)> = Vec::new();
    // What leaves an agent that is there makes room with it, so who found none before may find some now.
    loop {
        let before = moves.len();
        wanted.retain(|wish| match sharing.fulfil(wish) {
            Some(step) => {
                moves.push((wish.number, step));
                false
            }
            None => true,
        });
        if moves.len() == before {
            break;
        }
    }
    // What stays of a surplus is told of as many items as are too many, the last ones of the queue.
    for wish in wanted.iter().filter(|wish| !wish.is_reserve()).rev() {
        if sharing.counts(wish) {
            moves.push((wish.number, wish.stays()));
        }
    }
    moves.sort_by_key(|(number, _)| *number);
    moves.into_iter().map(|(_, step)| step).collect()
}

/// An assignment that should move.
struct Wish<'a> {
    item: &'a WorkItem,
    from: &'a str,
    /// The place of `from` among the workers.
    source: Option<usize>,
    why: Why,
    /// Its place in the queue.
    number: usize,
    turn: Turn,
}

/// When an assignment is looked at: what should move in the order of the queue; then, from its end, what moves in place of
/// a surplus that nobody can take.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Due(usize),
    Reserve(std::cmp::Reverse<usize>),
}

impl Wish<'_> {
    fn is_reserve(&self) -> bool {
        matches!(self.turn, Turn::Reserve(_))
    }

    fn stays(&self) -> Move {
        Move {
            work_item_id: self.item.work_item_id.clone(),
            from: self.from.to_owned(),
            to: None,
            why: self.why.clone(),
        }
    }
}

/// Who has how much while work is shared out.
struct Sharing<'w, 'a> {
    workers: &'w [Worker<'a>],
    places: HashMap<&'a str, usize>,
    loads: Vec<Load>,
    /// How many assignments each has too many, without those that should leave it anyway.
    surplus: Vec<u32>,
    team: Option<&'w str>,
}

fn id_of<'a>(worker: &Worker<'a>) -> &'a str {
    &worker.agent.agent_id
}

fn needs(item: &WorkItem) -> &[String] {
    item.needs.as_deref().unwrap_or_default()
}

impl Sharing<'_, '_> {
    /// Everything that may have to move.
    fn wanted<'i>(&mut self, items: &'i [WorkItem]) -> Vec<Wish<'i>> {
        let mut wanted = Vec::new();
        let mut staying: HashMap<usize, Vec<Wish<'i>>> = HashMap::new();
        for (number, item) in items.iter().enumerate() {
            let Some(from) = item.assigned_to.as_deref() else { continue };
            let source = self.places.get(from).copied();
            if !self.is_asked_for(item, source) {
                continue;
            }
            let wish = |why| Wish { item, from, source, why, number, turn: Turn::Due(number) };
            match (source, self.why(item, source)) {
                (_, Some(why)) => wanted.push(wish(why)),
                (Some(place), None) => {
                    staying.entry(place).or_default().push(wish(Why::Overloaded(self.loads[place])));
                }
                (None, None) => {}
            }
        }
        for (place, mut own) in staying {
            // What leaves anyway makes room.
            let leaves =
                self.loads[place].assigned.saturating_sub(u32::try_from(own.len()).unwrap_or(u32::MAX));
            self.surplus[place] = self.loads[place].surplus().saturating_sub(leaves);
            if self.surplus[place] == 0 {
                continue;
            }
            let kept = own.len().saturating_sub(self.surplus[place] as usize);
            for wish in own.iter_mut().take(kept) {
                wish.turn = Turn::Reserve(std::cmp::Reverse(wish.number));
            }
            wanted.append(&mut own);
        }
        wanted
    }

    fn is_asked_for(&self, item: &WorkItem, source: Option<usize>) -> bool {
        let team = match source {
            Some(place) => self.workers[place].agent.team.as_deref(),
            None => item.team.as_deref(),
        };
        self.team.is_none_or(|asked| team == Some(asked))
    }

    /// Why an item should leave whom it is assigned to, however much that one has to do.
    fn why(&self, item: &WorkItem, source: Option<usize>) -> Option<Why> {
        let Some(place) = source else { return Some(Why::Unknown) };
        let worker = &self.workers[place];
        if !worker.activity.is_present() {
            return Some(Why::Away(worker.activity));
        }
        let missing = worker.agent.lacks(needs(item));
        (!missing.is_empty()).then_some(Why::Incapable(missing))
    }

    /// Whether a wish is one even now: a surplus may be gone. If it is, it counts for one.
    fn counts(&mut self, wish: &Wish<'_>) -> bool {
        let (Why::Overloaded(_), Some(place)) = (&wish.why, wish.source) else { return true };
        let is_left = self.surplus[place] > 0;
        self.surplus[place] = self.surplus[place].saturating_sub(1);
        is_left
    }

    fn fulfil(&mut self, wish: &Wish<'_>) -> Option<Move> {
        let target = self.target(wish).filter(|_| self.counts(wish))?;
        self.loads[target].assigned += 1;
        if let Some(place) = wish.source {
            self.loads[place].assigned = self.loads[place].assigned.saturating_sub(1);
        }
        Some(Move { to: Some(id_of(&self.workers[target]).to_owned()), ..wish.stays() })
    }

    fn target(&self, wish: &Wish<'_>) -> Option<usize> {
        let can_take = |place: &usize| {
            let (worker, load) = (&self.workers[*place], self.loads[*place]);
            wish.source != Some(*place)
                && worker.activity.is_present()
                && worker.agent.capacity_percent() > 0.0
                && load.has_room()
                && worker.agent.lacks(needs(wish.item)).is_empty()
                && self.team.is_none_or(|team| worker.agent.team.as_deref() == Some(team))
        };
        let rank = |place: &usize| {
            let worker = &self.workers[*place];
            (worker.agent.team != wish.item.team, self.loads[*place].total(), id_of(worker))
        };
        (0..self.workers.len()).filter(can_take).min_by_key(rank)
    }
}

#[cfg(test)]
mod tests;
