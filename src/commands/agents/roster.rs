//! What the board knows of its agents, counted: what each holds, what waits for it, and how it stands.

use std::collections::HashMap;

use crate::commands::change::no_such_agent;
use crate::context::Context;
use crate::domain::{Activity, Agent, Instant, Load, Stamp, Status, WorkItem};
use crate::error::Result;
use crate::store::{ItemFilter, View};

/// The agents, and the open work as it was counted for them.
#[derive(Debug)]
pub struct Roster {
    /// Every agent, in order of registration.
    pub agents: Vec<Standing>,
    /// What is held, in order of creation.
    pub held: Vec<WorkItem>,
    /// What waits in the queue, in order of creation.
    pub pending: Vec<WorkItem>,
}

/// An agent and how it stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// What its record says.
    pub agent: Agent,
    /// What it is doing.
    pub activity: Activity,
    /// What it has to do, as it was counted.
    pub load: Load,
    /// Seconds since its last sign, where there was one.
    pub last_sign_secs: Option<i64>,
}

impl Roster {
    /// Asks the board.
    ///
    /// # Errors
    /// What the store says, or the configuration is wrong.
    pub fn look(view: &mut dyn View, context: &Context) -> Result<Self> {
        let config = context.config()?;
        let held = view.items(&ItemFilter { is_work: true, ..ItemFilter::with_statuses(&[Status::Held]) })?;
        let pending = view.items(&ItemFilter::with_statuses(&[Status::Pending]))?;
        let holds = count(held.iter().filter_map(|item| item.agent_id.as_deref()));
        let assigned = count(pending.iter().filter_map(|item| item.assigned_to.as_deref()));
        let stands = |agent: Agent| {
            let of = |counts: &HashMap<&str, u32>| {
                counts.get(agent.agent_id.as_str()).copied().unwrap_or_default()
            };
            let limit = agent.limit(config.max_concurrent_work);
            let load = Load { held: of(&holds), assigned: of(&assigned), limit };
            Standing::of(agent, load, context.now(), config.stale_agent_timeout.secs())
        };
        let agents = view.agents()?.into_iter().map(stands).collect();
        Ok(Self { agents, held, pending })
    }

    /// The agents that a command asks for: the one of that id, or those of that team, or all.
    ///
    /// # Errors
    /// There is no agent of that id.
    pub fn asked(&self, id: Option<&str>, team: Option<&str>) -> Result<Vec<&Standing>> {
        let given = |text: &&str| !text.is_empty();
        let team = team.filter(given);
        if let Some(id) = id.filter(given) {
            let found = self.find(id).ok_or_else(|| no_such_agent(id))?;
            return Ok(Some(found).filter(|standing| standing.is_of_team(team)).into_iter().collect());
        }
        Ok(self.agents.iter().filter(|standing| standing.is_of_team(team)).collect())
    }

    /// The agent of that id.
    pub fn find(&self, agent_id: &str) -> Option<&Standing> {
        self.agents.iter().find(|standing| standing.agent.agent_id == agent_id)
    }
}

impl Standing {
    /// How `agent` stands with that load.
    pub fn of(agent: Agent, load: Load, now: Instant, stale_secs: u32) -> Self {
        let sign = agent.last_heartbeat.as_ref().and_then(Stamp::instant);
        Self {
            activity: Activity::of(&agent, load.held, now, stale_secs),
            last_sign_secs: sign.map(|sign| (now.unix() - sign.unix()).max(0)),
            agent,
            load,
        }
    }

    /// Whether it is of this team; of any, where none is asked for.
    pub fn is_of_team(&self, team: Option<&str>) -> bool {
        team.is_none_or(|team| self.agent.team.as_deref().unwrap_or_default() == team)
    }
}

fn count<'a>(ids: impl Iterator<Item = &'a str>) -> HashMap<&'a str, u32> {
    let mut counts = HashMap::new();
    ids.for_each(|id| *counts.entry(id).or_default() += 1);
    counts
}
