//! `agent-workload`: who has how much to do, counted, and beside it what the records say.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::list_agents::{paint, short_id};
use super::roster::{Roster, Standing};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Activity, Quantity};
use crate::error::Result;
use crate::output::table::Grid;
use crate::output::{Page, Paint, Report, width};
use crate::store;

/// Shows who has how much to do.
///
/// What agents hold is counted from the work items, and shown beside what their records say: the records are wrong once
/// another program has changed the items. A heartbeat of the agent counts anew.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct AgentWorkload {
    /// Only this agent; all agents where it is left out
    #[arg(value_name = "ID")]
    #[serde(default)]
    pub id: Option<String>,
    /// Only this team
    #[arg(long, value_name = "TEAM")]
    #[serde(default)]
    pub team: Option<String>,
}

/// Who has how much to do.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Workloads {
    /// The agents, in order of registration.
    pub items: Vec<Workload>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are listed.
    pub has_more: bool,
    /// Agents whose records do not say what they hold.
    pub wrong: usize,
}

/// What an agent has to do.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Workload {
    /// The agent.
    pub agent_id: String,
    /// Its team; empty where it has none.
    pub team: String,
    /// What it is doing.
    pub activity: Activity,
    /// How many items it holds, counted.
    pub held: u32,
    /// How many its record says; null where it says none.
    pub stored: Option<Quantity>,
    /// Whether the record says what was counted.
    pub is_true: bool,
    /// How many items of the queue are assigned to it.
    pub assigned: u32,
    /// Percent of a full agent.
    pub capacity: Quantity,
    /// How many items it may hold; 0 is no limit.
    pub limit: u32,
    /// For how many more items there is room; null where there is no limit.
    pub room: Option<u32>,
    /// Percent of its limit that it holds; null where there is no limit.
    pub utilisation: Option<f64>,
}

impl Operation for AgentWorkload {
    const NAME: &'static str = "agent-workload";
    const GROUP: Group = Group::Agents;
    const ABOUT: &'static str = "Show who holds how much, with limits and assignments";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord agent-workload", "what each agent holds, may hold, and has waiting")];
    type Report = Workloads;

    fn run(self, context: &Context) -> Result<Workloads> {
        let roster = store::view(context.store()?, context.now(), |view| Roster::look(view, context))?;
        let asked = roster.asked(self.id.as_deref(), self.team.as_deref())?;
        let items: Vec<Workload> = asked.into_iter().map(Workload::of).collect();
        let wrong = items.iter().filter(|workload| !workload.is_true).count();
        Ok(Workloads { total: items.len(), has_more: false, items, wrong })
    }
}

impl Workload {
    fn of(standing: &Standing) -> Self {
        let Standing { agent, activity, load, .. } = standing;
        Self {
            agent_id: agent.agent_id.clone(),
            team: agent.team.clone().unwrap_or_default(),
            activity: *activity,
            held: load.held,
            stored: agent.current_workload,
            is_true: agent.current_workload.unwrap_or_default() == Quantity::from(load.held),
            assigned: load.assigned,
            capacity: Quantity(agent.capacity_percent()),
            limit: load.limit,
            room: load.room(),
            utilisation: load.utilisation(),
        }
    }
}

impl Report for Workloads {
    fn text(&self, page: &mut Page) {
        page.painted(Paint::Heading, "⚖️ AGENT WORKLOAD");
        if self.items.is_empty() {
            page.line("  There is no such agent.");
            return;
        }
        let headings = ["AGENT", "STATUS", "HOLDS", "ASSIGNED", "LIMIT", "USED", "CAPACITY"];
        let mut grid = Grid::new(page, &headings, 0).numeric(&[2, 3, 4, 5, 6]);
        for agent in &self.items {
            let limit = if agent.limit == 0 { "-".to_owned() } else { agent.limit.to_string() };
            let used = agent.utilisation.map_or_else(|| "-".to_owned(), |percent| format!("{percent:.0}%"));
            let wrong = if agent.is_true { "" } else { "*" };
            grid.row(&[
                (&short_id(&agent.agent_id), None),
                (agent.activity.word(), paint(agent.activity)),
                (&format!("{}{wrong}", agent.held), (!agent.is_true).then_some(Paint::Warn)),
                (&agent.assigned.to_string(), None),
                (&limit, None),
                (&width::clipped(&used, 7), agent.room.filter(|room| *room == 0).map(|_| Paint::Warn)),
                (&width::clipped(&format!("{}%", agent.capacity), 8), None),
            ]);
        }
        page.block(&grid.into_text());
        for agent in self.items.iter().filter(|agent| !agent.is_true) {
            let said = agent.stored.map_or_else(|| "nothing".to_owned(), |stored| stored.to_string());
            page.painted(
                Paint::Warn,
                format!(
                    "     * the record of {} says {said}; a heartbeat of it counts anew",
                    short_id(&agent.agent_id)
                ),
            );
        }
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|agent| agent.agent_id.clone()).collect()
    }
}
