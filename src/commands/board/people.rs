//! Agents and teams as the board shows them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::overview::TeamLoad;
use crate::config::Config;
use crate::domain::{Activity, Agent, Instant, Quantity, Stamp, VelocityEntry};

/// An agent.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AgentLine {
    /// Its id.
    pub agent_id: String,
    /// Its team; empty where it has none.
    pub team: String,
    /// How it stands: `offline` without a sign for `stale_agent_timeout`, else `idle` if it holds nothing, else the
    /// word that it registered with. `inactive` and `retired` stand whatever else is known.
    pub status: String,
    /// How many items it holds.
    pub holds: u32,
    /// Seconds since its last sign, where there was one.
    pub last_sign_secs: Option<i64>,
}

/// How many agents there are.
#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
pub struct AgentCounts {
    /// Signed on: registered, and neither `inactive` nor `retired`. The sum of the next three.
    pub active: u32,
    /// Of these: gave a sign and hold work.
    pub working: u32,
    /// Of these: gave a sign and hold nothing.
    pub idle: u32,
    /// Of these: no sign for `stale_agent_timeout`.
    pub offline: u32,
    /// Registered as `inactive` or `retired`.
    pub signed_off: u32,
}

/// A team.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct TeamLine {
    /// Its name; empty for what belongs to no team.
    pub team: String,
    /// How many agents are signed on.
    pub agents: u32,
    /// How many of its items are held.
    pub in_hand: u32,
    /// How many items wait in its queue.
    pub pending: u32,
    /// How many items it completed in this sprint.
    pub completed: u32,
    /// The story points of these.
    pub points: Quantity,
    /// The story points that it can take in a sprint; 0 is unknown.
    pub capacity: u32,
}

impl AgentLine {
    /// How `agent` stands when it holds `holds` items.
    pub fn of(agent: &Agent, holds: u32, now: Instant, stale_secs: u32) -> Self {
        let activity = Activity::of(agent, holds, now, stale_secs);
        // Who works may say so in a word of its own.
        let own = agent.status.clone().filter(|word| !matches!(word.as_str(), "" | "idle" | "offline"));
        let status =
            own.filter(|_| activity == Activity::Active).unwrap_or_else(|| activity.word().to_owned());
        let sign = agent.last_heartbeat.as_ref().and_then(Stamp::instant);
        Self {
            agent_id: agent.agent_id.clone(),
            team: agent.team.clone().unwrap_or_default(),
            status,
            holds,
            last_sign_secs: sign.map(|sign| (now.unix() - sign.unix()).max(0)),
        }
    }

    /// Whether it is signed on.
    pub fn is_active(&self) -> bool {
        !matches!(self.status.as_str(), "inactive" | "retired")
    }
}

/// How each agent stands, and how many stand how. `workload` is how many items each holds.
pub fn agents(
    agents: &[Agent],
    workload: &BTreeMap<String, u32>,
    now: Instant,
    stale_secs: u32,
) -> (Vec<AgentLine>, AgentCounts) {
    let holds = |agent: &Agent| workload.get(agent.agent_id.as_str()).copied().unwrap_or_default();
    let lines: Vec<_> =
        agents.iter().map(|agent| AgentLine::of(agent, holds(agent), now, stale_secs)).collect();
    let mut counts = AgentCounts::default();
    for line in &lines {
        let place = match line.status.as_str() {
            "inactive" | "retired" => &mut counts.signed_off,
            "offline" => &mut counts.offline,
            _ if line.holds == 0 => &mut counts.idle,
            _ => &mut counts.working,
        };
        *place += 1;
    }
    counts.active = counts.working + counts.idle + counts.offline;
    (lines, counts)
}

/// The teams that have anything to show: those of the configuration first, in its order, then those with most in hand.
pub fn teams(
    config: &Config,
    agents: &[AgentLine],
    load: &BTreeMap<String, TeamLoad>,
    sprint: &[VelocityEntry],
) -> Vec<TeamLine> {
    let mut teams: BTreeMap<String, TeamLine> = BTreeMap::new();
    let mut at = |name: &str, change: &dyn Fn(&mut TeamLine)| {
        if let Some(team) = teams.get_mut(name) {
            return change(team);
        }
        let fresh = TeamLine { team: name.to_owned(), ..TeamLine::default() };
        change(teams.entry(name.to_owned()).or_insert(fresh));
    };
    for agent in agents.iter().filter(|agent| agent.is_active()) {
        at(&agent.team, &|team| team.agents += 1);
    }
    for (name, load) in load {
        at(name, &|team| (team.in_hand, team.pending) = (load.in_hand, load.pending));
    }
    for entry in sprint {
        at(&entry.team, &|team| {
            team.completed += 1;
            team.points.0 += entry.points.0;
        });
    }
    for known in config.teams.iter().filter(|team| team.capacity > 0) {
        at(&known.name, &|team| team.capacity = known.capacity);
    }
    let place = |team: &TeamLine| config.teams.iter().position(|known| known.name == team.team);
    let mut teams: Vec<_> = teams.into_values().collect();
    teams.sort_by_key(|team| {
        (place(team).unwrap_or(usize::MAX), std::cmp::Reverse((team.in_hand, team.completed, team.agents)))
    });
    teams
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Instant = Instant::from_unix(1_750_000_000);

    fn agent(status: &str, sign: Option<Instant>) -> Agent {
        let mut agent: Agent = serde_json::from_str(r#"{"agent_id":"a"}"#).unwrap();
        agent.status = Some(status.to_owned());
        agent.last_heartbeat = sign.map(Instant::stamp);
        agent
    }

    #[test]
    fn a_status_is_worked_out_from_signs_and_work() {
        let told = |agent: &Agent, holds| AgentLine::of(agent, holds, NOON, 300).status;
        let fresh = Some(NOON.plus_secs(-299));
        assert_eq!(told(&agent("active", fresh), 1), "active");
        assert_eq!(told(&agent("reviewing", fresh), 1), "reviewing");
        assert_eq!(told(&agent("idle", fresh), 1), "active");
        assert_eq!(told(&agent("active", fresh), 0), "idle");
        assert_eq!(told(&agent("active", Some(NOON.plus_secs(-300))), 1), "offline");
        assert_eq!(told(&agent("active", None), 0), "offline");
        assert_eq!(told(&agent("inactive", fresh), 1), "inactive");
        assert_eq!(told(&agent("retired", None), 0), "retired");
    }

    #[test]
    fn who_is_signed_off_is_not_counted_as_active() {
        let all = [agent("active", None), agent("inactive", None), agent("", Some(NOON))];
        let (lines, counts) = agents(&all, &BTreeMap::new(), NOON, 300);
        assert_eq!(lines.len(), 3);
        assert_eq!((counts.active, counts.idle, counts.offline, counts.signed_off), (2, 1, 1, 1));
    }
}
