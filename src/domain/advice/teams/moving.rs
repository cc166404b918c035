//! What should move from one team to another.

use super::{Census, ROOM, TeamMove, named, points};
use crate::domain::rebalancing::Worker;
use crate::domain::{Activity, Load, Quantity, Status, WorkItem};

/// So many moves are told; who follows them asks again.
const MOST: usize = 20;
/// The fair share, in percent.
const FAIR: f64 = 100.0;

/// A move, and from where.
pub(super) struct Step {
    /// The team that it leaves.
    pub(super) from: String,
    /// The move.
    pub(super) to: TeamMove,
}

/// What should move: first items, then agents.
pub(super) fn moves(census: &Census, open: &[WorkItem], workers: &[Worker<'_>]) -> Vec<Step> {
    let mut moving = Moving {
        census: census.clone(),
        loads: workers.iter().map(|worker| worker.load).collect(),
        workers,
        waiting: open
            .iter()
            .filter(|item| item.status() == Status::Pending && item.assigned_to.is_none())
            .collect(),
        steps: Vec::new(),
    };
    while moving.steps.len() < MOST && moving.move_item() {}
    moving.move_agents();
    moving.steps
}

struct Moving<'a, 'w> {
    /// As it will be after the moves so far.
    census: Census,
    workers: &'w [Worker<'a>],
    loads: Vec<Load>,
    /// What can still move.
    waiting: Vec<&'a WorkItem>,
    steps: Vec<Step>,
}

impl Moving<'_, '_> {
    /// Teams with too much, the worst first.
    fn givers(&self) -> Vec<String> {
        let is_giver = |team: &&String| self.census.has_too_much(team);
        let mut teams: Vec<String> = self.census.0.keys().filter(is_giver).cloned().collect();
        teams.sort_by(|one, other| self.census.pressure(other).total_cmp(&self.census.pressure(one)));
        teams
    }

    /// Moves the first item that can move, and says whether there is one.
    fn move_item(&mut self) -> bool {
        for from in self.givers() {
            let own = |item: &WorkItem| named(item.team.as_ref()) == Some(from.as_str());
            for number in 0..self.waiting.len() {
                let item = self.waiting[number];
                if !own(item) {
                    continue;
                }
                if let Some((to, place)) = self.taker(item, &from) {
                    let reason = self.reason(&from, &to);
                    self.take(item, &from, &to, reason);
                    self.loads[place].assigned += 1;
                    self.waiting.remove(number);
                    return true;
                }
            }
        }
        false
    }

    fn take(&mut self, item: &WorkItem, from: &str, to: &str, reason: String) {
        for (team, sign) in [(from, -1.0), (to, 1.0)] {
            let figures = self.census.0.entry(team.to_owned()).or_default();
            figures.points += sign * points(item);
            figures.open = if sign > 0.0 { figures.open + 1 } else { figures.open.saturating_sub(1) };
        }
        self.step("item", &item.work_item_id, from, to, reason);
    }

    /// The least loaded team that has room for an item, and the place of an agent there that can take it.
    fn taker(&self, item: &WorkItem, from: &str) -> Option<(String, usize)> {
        let (all, capacity) =
            (self.census.total(|team| team.points), self.census.total(|team| team.capacity));
        let has_room = |team: &&String| {
            let figures = &self.census.0[*team];
            let after = (figures.points + points(item)) / all / (figures.capacity / capacity) * 100.0;
            let now = self.census.load_percent(team);
            team.as_str() != from && now.is_some_and(|load| load <= ROOM) && after <= FAIR
        };
        let mut teams: Vec<&String> = self.census.0.keys().filter(has_room).collect();
        teams.sort_by(|one, other| self.census.pressure(one).total_cmp(&self.census.pressure(other)));
        teams.into_iter().find_map(|team| Some((team.clone(), self.agent_for(item, team)?)))
    }

    fn agent_for(&self, item: &WorkItem, team: &str) -> Option<usize> {
        let needs = item.needs.as_deref().unwrap_or_default();
        self.workers.iter().zip(&self.loads).position(|(worker, load)| {
            named(worker.agent.team.as_ref()) == Some(team)
                && worker.activity.is_present()
                && worker.agent.capacity_percent() > 0.0
                && worker.agent.lacks(needs).is_empty()
                && load.has_room()
        })
    }

    /// Moves one agent from each team that is still without work to one that still has too much.
    fn move_agents(&mut self) {
        let mut givers = self.givers();
        // What its own agents hold already nobody else can do.
        givers
            .retain(|team| self.waiting.iter().any(|item| named(item.team.as_ref()) == Some(team.as_str())));
        for (worker, load) in self.workers.iter().zip(self.loads.clone()) {
            let Some(own) = named(worker.agent.team.as_ref()) else { continue };
            let is_free =
                worker.activity == Activity::Idle && load.total() == 0 && self.census.standing(own) == "idle";
            let has_left = self.steps.iter().any(|step| step.to.kind == "agent" && step.from == own);
            if self.steps.len() >= MOST || givers.is_empty() {
                return;
            }
            if is_free && !has_left && worker.agent.capacity_percent() > 0.0 {
                let to = givers.remove(0);
                let reason = self.reason(own, &to);
                self.step("agent", &worker.agent.agent_id, own, &to, reason);
            }
        }
    }

    fn step(&mut self, kind: &str, id: &str, from: &str, to: &str, reason: String) {
        let (kind, id, to_team) = (kind.to_owned(), id.to_owned(), to.to_owned());
        self.steps.push(Step { from: from.to_owned(), to: TeamMove { kind, id, to_team, reason } });
    }

    fn reason(&self, from: &str, to: &str) -> String {
        let told = |team: &str| match (self.census.standing(team), self.census.load_percent(team)) {
            ("unattended", _) => format!("nobody with capacity is there for {team}"),
            ("idle", _) => format!("{team} has nothing to do"),
            (_, load) => format!("{team} has {} % of its share", Quantity(load.unwrap_or_default().round())),
        };
        format!("{}, and {}", told(from), told(to))
    }
}
