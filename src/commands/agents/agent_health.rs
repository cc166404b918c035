//! `agent-health`: how well agents do, and why.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::list_agents::short_id;
use super::roster::{Roster, Standing};
use super::scorecard;
use super::track_record::TrackRecord;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::agent_health::{Record, health};
use crate::domain::agent_performance::pace;
use crate::domain::score::Score;
use crate::domain::{Activity, Performance};
use crate::error::Result;
use crate::output::table::Grid;
use crate::output::{Page, Paint, Report};
use crate::store;

/// Shows how well agents do.
///
/// A score from 0 to 100, with its parts: success (40 percent: what succeeded, of all that was completed or given up),
/// expiries (25: claims that did not end with the lease), speed (15: time beside that of others for the same kinds of
/// work) and heartbeat (20: less, the longer the agent is silent). A part that has no data yet is left out of the average.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct AgentHealth {
    /// Only this agent, in full; all agents where it is left out
    #[arg(value_name = "ID")]
    #[serde(default)]
    pub id: Option<String>,
    /// Only this team
    #[arg(long, value_name = "TEAM")]
    #[serde(default)]
    pub team: Option<String>,
}

/// How well agents do.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Healths {
    /// The agents, in order of registration.
    pub items: Vec<HealthOf>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are listed.
    pub has_more: bool,
    /// Whether one agent was asked for.
    #[serde(skip)]
    in_full: bool,
}

/// How well an agent does.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HealthOf {
    /// The agent.
    pub agent_id: String,
    /// What it is doing.
    pub activity: Activity,
    /// The score and its parts.
    #[serde(flatten)]
    pub health: Score,
}

impl Operation for AgentHealth {
    const NAME: &'static str = "agent-health";
    const GROUP: Group = Group::Agents;
    const ABOUT: &'static str = "Score agents by success, expiries, speed, heartbeat";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord agent-health", "a line for each agent"),
        ("coord agent-health \"$AGENT_ID\"", "the parts of the score, and where each comes from"),
    ];
    type Report = Healths;

    fn run(self, context: &Context) -> Result<Healths> {
        let (roster, log) = store::view(context.store()?, context.now(), |view| {
            Ok((Roster::look(view, context)?, view.completions(None)?))
        })?;
        let stale_secs = context.config()?.stale_agent_timeout.secs();
        let record = TrackRecord::of(&log);
        let asked = roster.asked(self.id.as_deref(), self.team.as_deref())?;
        let items: Vec<_> =
            asked.into_iter().map(|standing| HealthOf::of(standing, &record, stale_secs)).collect();
        let in_full = self.id.is_some_and(|id| !id.is_empty());
        Ok(Healths { total: items.len(), has_more: false, items, in_full })
    }
}

impl HealthOf {
    fn of(standing: &Standing, record: &TrackRecord<'_>, stale_secs: u32) -> Self {
        let agent = &standing.agent;
        let id = agent.agent_id.as_str();
        let known = Record {
            completed: Performance::of(record.own(id)),
            failed: agent.tasks_failed(),
            expired: agent.leases_expired(),
            pace: pace(record.own(id), record.of_others(id)),
            activity: standing.activity,
            last_sign_secs: standing.last_sign_secs,
            stale_secs,
        };
        Self { agent_id: agent.agent_id.clone(), activity: standing.activity, health: health(&known) }
    }

    fn text(&self, page: &mut Page) {
        let score = match self.health.score {
            Some(score) => format!("{score} of 100"),
            None => "no data yet".to_owned(),
        };
        page.painted(Paint::Heading, format!("🩺 {}: {score}", self.agent_id));
        scorecard::parts(&self.health, page);
        let left_out = self.health.left_out();
        if !left_out.is_empty() {
            page.line(format!("   Left out of the average, for want of data: {}", left_out.join(", ")));
        }
    }
}

impl Report for Healths {
    fn text(&self, page: &mut Page) {
        if let Some(agent) = self.items.first().filter(|_| self.in_full) {
            return agent.text(page);
        }
        page.painted(Paint::Heading, "🩺 AGENT HEALTH");
        let Some(first) = self.items.first() else {
            page.line("  There is no such agent.");
            return;
        };
        let names: Vec<String> = first.health.parts.iter().map(|part| part.name.to_uppercase()).collect();
        let headings: Vec<&str> =
            ["AGENT", "HEALTH"].into_iter().chain(names.iter().map(String::as_str)).collect();
        let mut grid = Grid::new(page, &headings, 0).numeric(&[1, 2, 3, 4, 5]);
        for agent in &self.items {
            let id = short_id(&agent.agent_id);
            let score = scorecard::figure(agent.health.score);
            let parts = agent.health.parts.iter();
            let parts: Vec<_> = parts
                .map(|part| {
                    let figure = part.score.map_or_else(|| "-".to_owned(), |score| format!("{score:.0}"));
                    (figure, Some(scorecard::paint(part.score)))
                })
                .collect();
            let paint = scorecard::paint(agent.health.score.map(f64::from));
            let cells = [(id.as_str(), None), (score.as_str(), Some(paint))].into_iter();
            let cells: Vec<_> =
                cells.chain(parts.iter().map(|(text, paint)| (text.as_str(), *paint))).collect();
            grid.row(&cells);
        }
        page.block(&grid.into_text());
        let weights = first.health.parts.iter().map(|part| format!("{} {}%", part.name, part.weight));
        let weights = weights.collect::<Vec<_>>().join(", ");
        page.painted(Paint::Faint, format!("     Of 100: {weights}; - has no data yet, and does not count."));
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|agent| agent.agent_id.clone()).collect()
    }
}
