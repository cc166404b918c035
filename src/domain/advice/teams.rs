//! How the open work is spread over the teams.
//!
//! Computed, the load of a team is its share of the open work against its share of the capacity, in percent: 100 is its
//! fair share, 200 twice that. Work is counted in story points, an item without them as one; what somebody holds counts
//! for the team of the holder. Capacity is what the agents of the team have that give signs, in percent of a full agent.
//! From 125 on a team is overloaded, where it has more items than agents that give signs; up to 75 it has room.
//! Items that wait and are meant for nobody move from overloaded teams, and from those where nobody is, to teams with
//! room and somebody who can take them, as long as that leaves these within their fair share; then agents of teams without
//! work move where too much is left waiting.
//!
//! The confidence is the average of three shares: open items with story points, open items that name a team, and agents
//! that give signs.

use std::collections::{BTreeMap, HashMap};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{average, counted};
use crate::domain::rebalancing::Worker;
use crate::domain::{Activity, Quantity, Status, WorkItem};

mod moving;

/// How it is computed, in a few words.
pub const METHOD: &str =
    "the share of the open work of each team against its share of the capacity of agents that give signs";

/// How the open work is spread over the teams.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TeamBalance {
    /// How sure this is as a whole, in percent from 0 to 100; null where there is nothing to go by.
    #[schemars(range(min = 0, max = 100))]
    pub confidence: Option<u32>,
    /// Which team has too much, which too little, and what to do, in one or two sentences.
    #[schemars(length(max = 1_000))]
    pub summary: String,
    /// The teams, the most loaded first; each at most once.
    #[schemars(length(max = 50))]
    pub items: Vec<TeamStanding>,
    /// What should move, and to which team; empty where nothing should.
    #[schemars(length(max = 20))]
    pub moves: Vec<TeamMove>,
}

/// How much a team has to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TeamStanding {
    /// The name of the team, exactly as it stands in the data.
    #[schemars(length(min = 1))]
    pub team: String,
    /// overloaded: it has clearly more than its share; balanced; room: clearly less; idle: nothing at all; unattended: it
    /// has work and nobody is there to do it.
    #[schemars(extend("enum" = STANDINGS))]
    pub standing: String,
    /// What the team, or whoever plans its work, should do, in one sentence.
    #[schemars(length(min = 1, max = 500))]
    pub recommendation: String,
}

/// An item or an agent that should change its team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TeamMove {
    /// What moves: item or agent.
    #[schemars(extend("enum" = MOVABLE))]
    pub kind: String,
    /// The id of the item or agent, exactly as it stands in the data.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The team that it should belong to, exactly as it stands in the data.
    #[schemars(length(min = 1))]
    pub to_team: String,
    /// Why, in one sentence with the figures.
    #[schemars(length(min = 1, max = 500))]
    pub reason: String,
}

/// How a team can stand.
pub const STANDINGS: [&str; 5] = ["overloaded", "balanced", "room", "idle", "unattended"];
/// What can move.
pub const MOVABLE: [&str; 2] = ["item", "agent"];

/// From so much on a team is overloaded, and up to so much it has room, in percent of its fair share.
const OVERLOADED: f64 = 125.0;
const ROOM: f64 = 75.0;
/// So many teams are named in a sentence.
const SHOWN: usize = 3;

/// What is counted of a team.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TeamFigures {
    /// Its open items.
    pub open: u32,
    /// Those of them that wait in the queue.
    pub pending: u32,
    /// The story points of its open items, an item without them as one.
    pub points: f64,
    /// Its agents that are signed on.
    pub agents: u32,
    /// Those of them that give signs.
    pub present: u32,
    /// What those have, in percent of a full agent.
    pub capacity: f64,
}

/// What is counted of the teams.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Census(pub BTreeMap<String, TeamFigures>);

/// The story points of an item, as far as they count for the load.
fn points(item: &WorkItem) -> f64 {
    item.story_points.map(|points| points.0).filter(|points| *points > 0.0).unwrap_or(1.0)
}

fn named(team: Option<&String>) -> Option<&str> {
    team.map(String::as_str).filter(|team| !team.is_empty())
}

impl Census {
    /// Counts the open items and the agents. Items and agents of no team are not counted.
    pub fn of(open: &[WorkItem], workers: &[Worker<'_>]) -> Self {
        let mut teams: BTreeMap<String, TeamFigures> = BTreeMap::new();
        let team_of: HashMap<&str, &str> = workers
            .iter()
            .filter_map(|worker| Some((worker.agent.agent_id.as_str(), named(worker.agent.team.as_ref())?)))
            .collect();
        for item in open {
            let holder = item.agent_id.as_deref().filter(|_| item.status() != Status::Pending);
            let of_holder = holder.and_then(|holder| team_of.get(holder).copied());
            let Some(team) = of_holder.or_else(|| named(item.team.as_ref())) else { continue };
            let figures = teams.entry(team.to_owned()).or_default();
            figures.open += 1;
            figures.pending += u32::from(item.status() == Status::Pending);
            figures.points += points(item);
        }
        for worker in workers.iter().filter(|worker| is_signed_on(worker)) {
            let Some(team) = named(worker.agent.team.as_ref()) else { continue };
            let figures = teams.entry(team.to_owned()).or_default();
            figures.agents += 1;
            if worker.activity.is_present() {
                figures.present += 1;
                figures.capacity += worker.agent.capacity_percent().max(0.0);
            }
        }
        // Of a team that neither has work nor anybody there is nothing to say.
        teams.retain(|_, figures| figures.open > 0 || figures.present > 0);
        Self(teams)
    }

    fn total(&self, of: impl Fn(&TeamFigures) -> f64) -> f64 {
        self.0.values().map(of).sum()
    }

    /// The load of a team in percent of its fair share; `None` where nobody is there, or nothing is to be done at all.
    pub fn load_percent(&self, team: &str) -> Option<f64> {
        let figures = self.0.get(team)?;
        let (points, capacity) = (self.total(|team| team.points), self.total(|team| team.capacity));
        let load = (figures.points / points) / (figures.capacity / capacity) * 100.0;
        (figures.capacity > 0.0 && points > 0.0 && load.is_finite()).then_some(load)
    }

    /// How a team stands.
    pub fn standing(&self, team: &str) -> &'static str {
        let Some(figures) = self.0.get(team) else { return "idle" };
        match self.load_percent(team) {
            _ if figures.open == 0 => "idle",
            None => "unattended",
            Some(load) if load >= OVERLOADED && figures.open > figures.present => "overloaded",
            Some(load) if load <= ROOM => "room",
            Some(_) => "balanced",
        }
    }

    /// Whether a team has too much, or nobody for it.
    fn has_too_much(&self, team: &str) -> bool {
        matches!(self.standing(team), "overloaded" | "unattended")
    }

    /// How pressing the load of a team is: more is worse.
    fn pressure(&self, team: &str) -> f64 {
        match self.standing(team) {
            "unattended" => f64::INFINITY,
            _ => self.load_percent(team).unwrap_or_default(),
        }
    }
}

fn is_signed_on(worker: &Worker<'_>) -> bool {
    worker.activity.is_present() || worker.activity == Activity::Offline
}

/// Computes how the open items, which stand in the order of the queue, are spread over the teams of these agents; only
/// what concerns `team`, where it is given.
pub fn balance(open: &[WorkItem], workers: &[Worker<'_>], team: Option<&str>) -> TeamBalance {
    let census = Census::of(open, workers);
    let mut names: Vec<&String> = census.0.keys().collect();
    let rank = |team: &String| (census.pressure(team), census.0[team].points);
    names.sort_by(|one, other| {
        let (one, other) = (rank(one), rank(other));
        other.0.total_cmp(&one.0).then(other.1.total_cmp(&one.1))
    });
    let moves = moving::moves(&census, open, workers);
    let standing = |name: &&String| TeamStanding {
        team: (*name).clone(),
        standing: census.standing(name).to_owned(),
        recommendation: census.recommendation(name, &moves),
    };
    let is_asked = |name: &&&String| team.is_none_or(|team| team == name.as_str());
    let items: Vec<TeamStanding> = names.iter().filter(is_asked).map(standing).collect();
    let concerns = |step: &moving::Step| team.is_none_or(|team| step.from == team || step.to.to_team == team);
    let moves: Vec<TeamMove> = moves.into_iter().filter(concerns).map(|step| step.to).collect();
    TeamBalance {
        // Of a team that there is not nothing is known.
        confidence: confidence(open, workers).filter(|_| !items.is_empty()),
        summary: census.summary(&items, &moves, team),
        items,
        moves,
    }
}

fn confidence(open: &[WorkItem], workers: &[Worker<'_>]) -> Option<u32> {
    let signed_on = || workers.iter().filter(|worker| is_signed_on(worker));
    let percent = |is_so: bool| if is_so { 100.0 } else { 0.0 };
    let has_points = |item: &WorkItem| item.story_points.is_some_and(|points| points.0 > 0.0);
    let shares = [
        average(open.iter().map(|item| percent(has_points(item))))?,
        average(open.iter().map(|item| percent(named(item.team.as_ref()).is_some())))?,
        average(signed_on().map(|worker| percent(worker.activity.is_present())))?,
    ];
    average(shares.map(f64::from))
}

impl Census {
    fn recommendation(&self, team: &str, moves: &[moving::Step]) -> String {
        let leave = moves.iter().filter(|step| step.from == team).count();
        let come = moves.iter().filter(|step| step.to.to_team == team).count();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let base = match self.standing(team) {
            "unattended" => "bring agents back, or let others take its work",
            "overloaded" if leave + come == 0 => "finish before anything new is added",
            "overloaded" => "take on nothing new until it is relieved",
            "balanced" => "go on as it is",
            "room" => "take on more",
            _ if come == 0
                && !self.0.keys().any(|other| self.has_too_much(other) && self.0[other].pending > 0) =>
            {
                "nothing is to be done for it now"
            }
            _ => "take work of teams that have too much",
        };
        let mut said = vec![base.to_owned()];
        if leave > 0 {
            said.push(format!("{} should go to others", counted(count(leave), "move")));
        }
        if come > 0 {
            said.push(format!("{} should come to it", counted(count(come), "move")));
        }
        said.join("; ")
    }

    fn summary(&self, items: &[TeamStanding], moves: &[TeamMove], team: Option<&str>) -> String {
        if items.is_empty() {
            return match team {
                Some(team) => {
                    format!("No data yet: {team} has neither open work nor an agent that gives a sign.")
                }
                None => "No data yet: no team has open work or an agent that gives a sign.".to_owned(),
            };
        }
        let told =
            |item: &TeamStanding| match self.load_percent(&item.team).filter(|_| item.standing != "idle") {
                Some(load) => format!("{} ({} % of its share)", item.team, Quantity(load.round())),
                None => item.team.clone(),
            };
        let groups = [
            ("unattended", "nobody with capacity is there for"),
            ("overloaded", "too much is with"),
            ("room", "room is with"),
            ("idle", "nothing to do have"),
            ("balanced", "balanced are"),
        ];
        let said = groups.into_iter().filter_map(|(standing, words)| {
            let teams: Vec<String> =
                items.iter().filter(|item| item.standing == standing).map(told).collect();
            let shown = teams.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
            let more = if teams.len() > SHOWN {
                format!(" and {} more", teams.len() - SHOWN)
            } else {
                String::new()
            };
            (!teams.is_empty()).then(|| format!("{words} {shown}{more}"))
        });
        let said = said.collect::<Vec<_>>().join("; ");
        let steps = match u32::try_from(moves.len()).unwrap_or(u32::MAX) {
            0 => String::new(),
            count => format!(" {} would help.", counted(count, "move")),
        };
        let mut letters = said.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{}.{steps}", letters.as_str())
    }
}

#[cfg(test)]
mod tests;
