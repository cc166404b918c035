//! `list-agents`: who is there, and how they stand.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::roster::{Roster, Standing};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Activity, Quantity, Stamp, brief};
use crate::error::{Error, Kind, Result};
use crate::output::table::Grid;
use crate::output::{Page, Paint, Report, width};
use crate::store;

/// Lists the agents.
///
/// In order of registration. An agent is active when it gave a sign and holds work, idle when it gave a sign and holds
/// nothing, offline without a sign for stale_agent_timeout. Any command of an agent that changes the board is a sign.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct ListAgents {
    /// Only this team
    #[arg(long, value_name = "TEAM")]
    #[serde(default)]
    pub team: Option<String>,
    /// Only agents of this group
    #[arg(long, value_name = "GROUP")]
    #[serde(default)]
    pub group: Option<String>,
    /// Only agents that can do all of this, such as write,gpu
    #[arg(long, value_name = "CAPABILITY", value_delimiter = ',')]
    #[serde(default)]
    pub can: Vec<String>,
    /// Only agents that stand so
    #[arg(long, value_name = "STATUS", value_parser = ["active", "idle", "offline", "inactive", "retired"])]
    #[serde(default)]
    pub status: Option<String>,
    /// List so many at most
    #[arg(long, value_name = "N")]
    #[serde(default)]
    pub limit: Option<usize>,
}

/// The agents that were asked for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Agents {
    /// They, in order of registration.
    pub items: Vec<ListedAgent>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are listed.
    pub has_more: bool,
}

/// An agent in a list.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListedAgent {
    /// Its id.
    pub agent_id: String,
    /// Its team; empty where it has none.
    pub team: String,
    /// How it stands.
    pub activity: Activity,
    /// The status word that is stored.
    pub status: String,
    /// How many items it holds.
    pub held: u32,
    /// How many items of the queue are assigned to it.
    pub assigned: u32,
    /// How many items it may hold; 0 is no limit.
    pub limit: u32,
    /// Percent of a full agent.
    pub capacity: Quantity,
    /// What it can do.
    pub capabilities: Vec<String>,
    /// The groups it belongs to.
    pub groups: Vec<String>,
    /// Its last sign.
    pub last_heartbeat: Option<Stamp>,
    /// Seconds since its last sign.
    pub last_sign_secs: Option<i64>,
    /// How many items it has completed.
    pub tasks_completed: Quantity,
    /// Percent of them that were no failure; null where it has completed nothing.
    pub success_rate: Option<f64>,
}

impl Operation for ListAgents {
    const NAME: &'static str = "list-agents";
    const ALIASES: &'static [&'static str] = &["agents"];
    const GROUP: Group = Group::Agents;
    const ABOUT: &'static str = "List agents: how they stand, what they hold, what they can do";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord list-agents --status idle --can gpu", "who could take work that needs a gpu"),
        ("coord list-agents --team backend_team -q", "the ids of a team, one a line"),
    ];
    type Report = Agents;

    fn run(self, context: &Context) -> Result<Agents> {
        if self.limit == Some(0) {
            return Err(Error::new(Kind::InvalidValue, "--limit must be at least 1")
                .hint("leave it out to list them all"));
        }
        let roster = store::view(context.store()?, context.now(), |view| Roster::look(view, context))?;
        let mut items: Vec<ListedAgent> =
            roster.agents.iter().filter(|agent| self.asks_for(agent)).map(ListedAgent::of).collect();
        let total = items.len();
        items.truncate(self.limit.unwrap_or(total));
        Ok(Agents { has_more: items.len() < total, total, items })
    }
}

impl ListAgents {
    fn asks_for(&self, standing: &Standing) -> bool {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let agent = &standing.agent;
        let is_in = |group: &String| agent.groups.iter().flatten().any(|known| known == group);
        standing.is_of_team(given(&self.team).as_deref())
            && given(&self.group).is_none_or(|group| is_in(&group))
            && given(&self.status).is_none_or(|word| standing.activity.word() == word)
            && agent.lacks(&self.can).iter().all(String::is_empty)
    }
}

impl ListedAgent {
    /// What a list says of an agent.
    pub fn of(standing: &Standing) -> Self {
        let Standing { agent, activity, load, last_sign_secs } = standing;
        let metrics = agent.performance_metrics.as_ref();
        let completed = metrics.and_then(|metrics| metrics.tasks_completed).unwrap_or_default();
        let rate = metrics.and_then(|metrics| metrics.success_rate).filter(|rate| rate.is_finite());
        Self {
            agent_id: agent.agent_id.clone(),
            team: agent.team.clone().unwrap_or_default(),
            activity: *activity,
            status: agent.status.clone().unwrap_or_default(),
            held: load.held,
            assigned: load.assigned,
            limit: load.limit,
            capacity: Quantity(agent.capacity_percent()),
            capabilities: agent.capabilities().to_vec(),
            groups: agent.groups.clone().unwrap_or_default(),
            last_heartbeat: agent.last_heartbeat.clone(),
            last_sign_secs: *last_sign_secs,
            tasks_completed: completed,
            success_rate: rate.filter(|_| completed.0 > 0.0),
        }
    }

    /// What it holds, and of how much it may hold: `2 of 3`.
    pub fn workload(&self) -> String {
        match self.limit {
            0 => self.held.to_string(),
            limit => format!("{} of {limit}", self.held),
        }
    }
}

/// How an activity looks.
pub fn paint(activity: Activity) -> Option<Paint> {
    match activity {
        Activity::Active => Some(Paint::Good),
        Activity::Idle => None,
        Activity::Offline => Some(Paint::Bad),
        Activity::Inactive | Activity::Retired => Some(Paint::Faint),
    }
}

/// An id in a table: ids of agents differ at the end, so that is what stays of a long one.
pub fn short_id(id: &str) -> String {
    width::clipped_start(id, 26)
}

impl Report for Agents {
    fn text(&self, page: &mut Page) {
        page.painted(Paint::Heading, "🤖 AGENTS");
        if self.items.is_empty() {
            page.line("  There is no such agent.");
            return;
        }
        let mut grid =
            Grid::new(page, &["AGENT", "TEAM", "STATUS", "HOLDS", "SIGN", "SUCCESS"], 1).numeric(&[3, 4, 5]);
        for agent in &self.items {
            // The largest unit alone: days say enough of an agent that was away for days.
            let sign = agent.last_sign_secs.map_or_else(|| "never".to_owned(), brief);
            let sign = sign.split(' ').next().unwrap_or_default();
            let rate = agent.success_rate.map_or_else(|| "-".to_owned(), |rate| format!("{rate:.0}%"));
            grid.row(&[
                (&short_id(&agent.agent_id), None),
                (&agent.team, Some(Paint::Faint)),
                (agent.activity.word(), paint(agent.activity)),
                (&width::clipped(&agent.workload(), 9), None),
                (sign, None),
                (&width::clipped(&rate, 7), None),
            ]);
        }
        page.block(&grid.into_text());
        if self.has_more {
            page.line(format!(
                "     … {} of {} are shown; ask for more with --limit",
                self.items.len(),
                self.total
            ));
        }
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|agent| agent.agent_id.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Agent, Instant, Load};

    #[test]
    fn the_widest_row_fits_80_columns() {
        let json = r#"{"agent_id":"agent_17698608000000000001","team":"a team with a name that goes on and on",
            "performance_metrics":{"tasks_completed":7,"success_rate":1e300}}"#;
        let agent: Agent = serde_json::from_str(json).unwrap();
        let load = Load { held: u32::MAX, assigned: 1, limit: u32::MAX };
        let standing = Standing::of(agent, load, Instant::from_unix(0), 300);
        let list = Agents { items: vec![ListedAgent::of(&standing)], total: 1, has_more: false };
        let mut page = Page::new(Some(80), false);
        list.text(&mut page);
        let text = page.into_text();
        assert!(text.lines().all(|line| width::columns(line) <= 80), "{text}");
        assert!(text.contains("17698608000000000001"), "the end of the id: {text}");
    }
}
