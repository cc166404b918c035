//! Who should take what.
//!
//! Computed, what waits for agents that will not get to it goes to others first, as `rebalance` does it. Then each item
//! that is ready and meant for nobody, in the order of the queue, goes to the agent that suits it best by the score of
//! `suggest`: load, past success with that kind of work, team, and holding nothing. What an agent was given counts as its
//! load from then on, so over the whole list nobody gets more than it may hold; and who has no limit gets no more than it
//! can begin soon, 3 more than it holds.
//!
//! The confidence is the share of the weights of that score for which there is data, on average over the assignments;
//! past success counts in full from five items of the kind on.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{average, counted, experience};
use crate::domain::rebalancing::{Worker, rebalance};
use crate::domain::score::{Part, Score};
use crate::domain::suitability::{Candidate, Unsuited, ranked};
use crate::domain::{Load, Performance, WorkItem};

/// How it is computed, in a few words.
pub const METHOD: &str = "capability, load, past success and team of each agent, item by item in the order of the queue, within capacity; without a limit at most 3 more than an agent holds";

/// Who should take what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Assignments {
    /// How sure this is as a whole, in percent from 0 to 100; null where there is nothing to go by.
    #[schemars(range(min = 0, max = 100))]
    pub confidence: Option<u32>,
    /// What changes for whom, and why, in one or two sentences.
    #[schemars(length(max = 1_000))]
    pub summary: String,
    /// The assignments, in the order in which the work should begin; each item at most once.
    #[schemars(length(max = 50))]
    pub items: Vec<Assignment>,
    /// Items that nobody can take now, with why; none that is assigned above.
    #[schemars(length(max = 50))]
    pub unassigned: Vec<Unassigned>,
}

/// An item and who should take it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Assignment {
    /// The id of the item, exactly as it stands in the data.
    #[schemars(length(min = 1))]
    pub work_item_id: String,
    /// The id of the agent that should take it, exactly as it stands in the data.
    #[schemars(length(min = 1))]
    pub agent_id: String,
    /// How well the agent suits the item, from 0 to 100.
    #[schemars(range(min = 0, max = 100))]
    pub score: u32,
    /// Why this agent, in one sentence with the figures.
    #[schemars(length(min = 1, max = 500))]
    pub reason: String,
}

/// An item that nobody can take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Unassigned {
    /// The id of the item, exactly as it stands in the data.
    #[schemars(length(min = 1))]
    pub work_item_id: String,
    /// Why nobody can take it, in one sentence.
    #[schemars(length(min = 1, max = 500))]
    pub reason: String,
}

/// Who is there, and what is to be given to them.
pub struct Bench<'a> {
    /// The agents, in order of registration.
    pub workers: Vec<Worker<'a>>,
    /// What waits for one agent alone, in the order of the queue.
    pub assigned: &'a [WorkItem],
    /// What could be taken now and is meant for nobody, in the order of the queue.
    pub ready: &'a [WorkItem],
    /// What came of the work of one kind that an agent completed: agent, kind.
    pub past: &'a dyn Fn(&str, &str) -> Performance,
    /// Only among this team: its agents, and its items.
    pub team: Option<&'a str>,
}

/// What has been given so far.
#[derive(Default)]
struct Given {
    items: Vec<Assignment>,
    unassigned: Vec<Unassigned>,
    /// Of each assignment the percent of its score that has data.
    known: Vec<f64>,
}

/// Who has no limit gets so many more items than it holds.
const SOON: u32 = 3;

/// What an agent may be given: its limit, else what it can begin soon. What it has already is never too much.
pub fn within_reach(load: Load) -> Load {
    let soon = load.held.saturating_add(SOON).max(load.total());
    Load { limit: if load.limit == 0 { soon } else { load.limit }, ..load }
}

/// Computes who should take what.
pub fn assignments(mut bench: Bench<'_>) -> Assignments {
    let mut given = Given::default();
    let moves = bench.move_assigned(&mut given);
    let of_team = |item: &&WorkItem| bench.team.is_none_or(|team| item.team.as_deref() == Some(team));
    let ready: Vec<&WorkItem> = bench.ready.iter().filter(of_team).collect();
    for item in &ready {
        bench.give(item, &mut given);
    }
    let confidence = average(given.known.iter().copied());
    let summary = summary(ready.len(), moves, &given, &bench);
    Assignments { confidence, summary, items: given.items, unassigned: given.unassigned }
}

fn summary(ready: usize, moves: usize, given: &Given, bench: &Bench<'_>) -> String {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    if ready + moves + given.unassigned.len() == 0 {
        return "Nothing waits to be assigned.".to_owned();
    }
    let items = counted(count(ready), "ready item");
    if bench.workers.is_empty() {
        return format!("{items} without an agent: none is registered.");
    }
    if !bench.workers.iter().any(|worker| worker.activity.is_present()) {
        let agents = counted(count(bench.workers.len()), "agent");
        return format!("{items} without an agent: of {agents} none gives a sign.");
    }
    let mut said = vec![format!("{} of {items} can be given to somebody", given.items.len() - moves)];
    if moves > 0 {
        said.push(format!(
            "{} should move to an agent that can take it",
            counted(count(moves), "assignment")
        ));
    }
    format!("{}.", said.join("; "))
}

impl<'a> Bench<'a> {
    /// Moves what its agent will not get to, and says how much of it moves.
    fn move_assigned(&mut self, given: &mut Given) -> usize {
        let mut moved = 0;
        let within: Vec<Worker<'a>> =
            self.workers.iter().map(|worker| Worker { load: within_reach(worker.load), ..*worker }).collect();
        for step in rebalance(&within, self.assigned, self.team) {
            let Some(item) = self.assigned.iter().find(|item| item.work_item_id == step.work_item_id) else {
                continue;
            };
            let why = format!("{} {}", step.from, step.why);
            let Some(to) = step.to.and_then(|to| self.place_of(&to)) else {
                let reason = format!("{why}, and nobody else can take it");
                given.unassigned.push(Unassigned { work_item_id: step.work_item_id, reason });
                continue;
            };
            let candidate = self.candidate(to, item);
            given.put(item, &candidate, &candidate.suitability(item), Some(why));
            self.workers[to].load.assigned += 1;
            if let Some(from) = self.place_of(&step.from) {
                let load = &mut self.workers[from].load;
                load.assigned = load.assigned.saturating_sub(1);
            }
            moved += 1;
        }
        moved
    }

    fn place_of(&self, agent_id: &str) -> Option<usize> {
        self.workers.iter().position(|worker| worker.agent.agent_id == agent_id)
    }

    fn candidate(&self, place: usize, item: &WorkItem) -> Candidate<'a> {
        let Worker { agent, activity, load } = self.workers[place];
        let kind = item.work_type.as_deref().unwrap_or_default();
        Candidate { agent, activity, load, past: (self.past)(&agent.agent_id, kind) }
    }

    /// Gives an item to whoever suits it best.
    fn give(&mut self, item: &WorkItem, given: &mut Given) {
        let is_asked =
            |worker: &Worker<'_>| self.team.is_none_or(|team| worker.agent.team.as_deref() == Some(team));
        let places = (0..self.workers.len()).filter(|place| is_asked(&self.workers[*place]));
        let candidates: Vec<Candidate<'a>> = places.map(|place| self.candidate(place, item)).collect();
        let within = |candidate: &&Candidate<'a>| within_reach(candidate.load).has_room();
        let able: Vec<Candidate<'a>> = candidates.iter().filter(within).cloned().collect();
        let best = ranked(&able, item).into_iter().next();
        let Some((best, score)) = best else {
            let reason = nobody(&candidates, item);
            given.unassigned.push(Unassigned { work_item_id: item.work_item_id.clone(), reason });
            return;
        };
        if let Some(place) = self.place_of(&best.agent.agent_id) {
            self.workers[place].load.assigned += 1;
        }
        given.put(item, best, &score, None);
    }
}

impl Given {
    fn put(&mut self, item: &WorkItem, to: &Candidate<'_>, score: &Score, why_moved: Option<String>) {
        let known = score.parts.iter().filter(|part| part.score.is_some());
        let share = |part: &Part| match part.name.as_str() {
            "success" => experience(to.past.completions),
            _ => 1.0,
        };
        self.known.push(known.clone().map(|part| f64::from(part.weight) * share(part)).sum());
        let figures = known.map(|part| part.figure.clone());
        let reasons: Vec<String> = why_moved.into_iter().chain(figures).collect();
        self.items.push(Assignment {
            work_item_id: item.work_item_id.clone(),
            agent_id: to.agent.agent_id.clone(),
            score: score.score.unwrap_or_default(),
            reason: reasons.join("; "),
        });
    }
}

/// Why nobody can take an item: how many agents are kept from it by what.
fn nobody(candidates: &[Candidate<'_>], item: &WorkItem) -> String {
    if candidates.is_empty() {
        return "there is no agent".to_owned();
    }
    let mut counts: BTreeMap<(u8, &str), u32> = BTreeMap::new();
    let mut missing = Vec::new();
    let unsuited = candidates.iter().filter_map(|candidate| {
        let within = Candidate { load: within_reach(candidate.load), ..candidate.clone() };
        within.unsuited(item)
    });
    for unsuited in unsuited {
        let reason = match unsuited {
            Unsuited::Away { .. } => (0, "not there"),
            Unsuited::Incapable { missing: lacks } => {
                missing.extend(lacks);
                (1, "not able to")
            }
            Unsuited::NoTime => (2, "without capacity"),
            Unsuited::Full { .. } => (3, "full"),
            Unsuited::HoldsIt => (4, "holding it"),
        };
        *counts.entry(reason).or_default() += 1;
    }
    missing.sort();
    missing.dedup();
    let said = counts.into_iter().map(|((number, what), count)| match number {
        1 => format!("{count} {what} {}", missing.join(", ")),
        _ => format!("{count} {what}"),
    });
    format!(
        "of {}: {}",
        counted(u32::try_from(candidates.len()).unwrap_or(u32::MAX), "agent"),
        said.collect::<Vec<_>>().join(", ")
    )
}

/// The agents as somebody else's assignments load them, for who checks these: each takes its item only where it suits.
#[derive(Clone, Debug)]
pub struct Ledger<'a> {
    workers: Vec<Worker<'a>>,
}

impl<'a> Ledger<'a> {
    /// Of these agents.
    pub fn of(workers: Vec<Worker<'a>>) -> Self {
        Self { workers }
    }

    /// Gives an item to an agent.
    ///
    /// # Errors
    /// There is no such agent, or why it cannot take the item.
    pub fn give(&mut self, item: &WorkItem, agent_id: &str) -> Result<(), String> {
        let Some(place) = self.workers.iter().position(|worker| worker.agent.agent_id == agent_id) else {
            return Err("there is no such agent".to_owned());
        };
        if item.assigned_to.as_deref() == Some(agent_id) {
            return Err("it is assigned to it as it is".to_owned());
        }
        let Worker { agent, activity, load } = self.workers[place];
        let load = within_reach(load);
        let candidate = Candidate { agent, activity, load, past: Performance::default() };
        if let Some(unsuited) = candidate.unsuited(item) {
            return Err(format!("that agent {unsuited}"));
        }
        self.workers[place].load.assigned += 1;
        if let Some(from) =
            self.workers.iter_mut().find(|worker| item.assigned_to.as_ref() == Some(&worker.agent.agent_id))
        {
            let Load { assigned, .. } = &mut from.load;
            *assigned = assigned.saturating_sub(1);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
