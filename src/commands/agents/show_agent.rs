//! `show-agent`: one agent, what it holds, and what waits for it.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::list_agents::ListedAgent;
use super::roster::Roster;
use crate::commands::change::no_such_agent;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Agent, Quantity, Stamp, WorkItem, brief};
use crate::error::Result;
use crate::output::{Page, Paint, Report};
use crate::store;

/// Shows an agent.
///
/// What it said of itself, how it stands, what it holds, and what waits in the queue for it alone.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct ShowAgent {
    /// The agent
    #[arg(value_name = "ID")]
    pub id: String,
}

/// An agent, what it holds, and what waits for it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ShownAgent {
    /// The agent as a list shows it.
    #[serde(flatten)]
    pub summary: ListedAgent,
    /// The agent as it stands on the board.
    pub agent: Agent,
    /// What it holds, in order of creation.
    pub holding: Vec<Piece>,
    /// What is assigned to it in the queue, in order of creation.
    pub waiting: Vec<Piece>,
}

/// A piece of work of an agent.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Piece {
    /// The item.
    pub work_item_id: String,
    /// The kind of work.
    pub work_type: String,
    /// How urgent it is.
    pub priority: String,
    /// What is to be done.
    pub description: String,
    /// When the lease ends; null in the queue.
    pub lease_expires_at: Option<Stamp>,
    /// Seconds until then; negative where it has ended.
    pub lease_left_secs: Option<i64>,
}

impl Operation for ShowAgent {
    const NAME: &'static str = "show-agent";
    const GROUP: Group = Group::Agents;
    const ABOUT: &'static str = "Show an agent: what it can do, holds, and has completed";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord show-agent \"$AGENT_ID\"", "what the board knows of you")];
    type Report = ShownAgent;

    fn run(self, context: &Context) -> Result<ShownAgent> {
        let lease_secs = context.config()?.lease.secs();
        let roster = store::view(context.store()?, context.now(), |view| Roster::look(view, context))?;
        let standing = roster.find(&self.id).ok_or_else(|| no_such_agent(&self.id))?;
        let piece = |item: &WorkItem| Piece::of(item, lease_secs, context);
        let held = roster.held.iter().filter(|item| item.is_held_by(&self.id));
        let assigned = roster.pending.iter().filter(|item| item.assigned_to.as_ref() == Some(&self.id));
        Ok(ShownAgent {
            summary: ListedAgent::of(standing),
            agent: standing.agent.clone(),
            holding: held.map(piece).collect(),
            waiting: assigned.map(piece).collect(),
        })
    }
}

impl Piece {
    fn of(item: &WorkItem, lease_secs: u32, context: &Context) -> Self {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        let end = item.effective_lease(lease_secs).filter(|_| item.is_held()).map(|lease| lease.expires_at);
        let left = end.as_ref().and_then(Stamp::instant).map(|end| end.unix() - context.now().unix());
        Self {
            work_item_id: item.work_item_id.clone(),
            work_type: text(&item.work_type),
            priority: text(&item.priority),
            description: text(&item.description),
            lease_expires_at: end,
            lease_left_secs: left,
        }
    }

    fn line(&self) -> String {
        let lease = match self.lease_left_secs {
            Some(left) if left > 0 => format!(", {} left", brief(left)),
            Some(left) => format!(", lease ended {} ago", brief(-left)),
            None => String::new(),
        };
        format!("{}: {} ({}{lease})", self.work_item_id, self.work_type, self.priority)
    }
}

impl Report for ShownAgent {
    fn text(&self, page: &mut Page) {
        page.painted(
            Paint::Heading,
            format!("🤖 {}: {}", self.summary.agent_id, self.summary.activity.word()),
        );
        for (name, value) in self.rows().iter().filter(|(_, value)| !value.is_empty()) {
            page.line(format!("   {name:<12} {value}"));
        }
        for (name, value) in self.agent.foreign.iter() {
            page.line(format!("   {name:<12} {}", value.get()));
        }
        let sections = [("🔧 HOLDS", &self.holding), ("📌 ASSIGNED TO IT", &self.waiting)];
        for (heading, pieces) in sections.into_iter().filter(|(_, pieces)| !pieces.is_empty()) {
            page.gap();
            page.painted(Paint::Heading, heading);
            for piece in pieces {
                page.line(format!("   {}", piece.line()));
            }
        }
    }

    fn id(&self) -> Option<String> {
        Some(self.summary.agent_id.clone())
    }
}

impl ShownAgent {
    fn rows(&self) -> [(&'static str, String); 11] {
        let (agent, summary) = (&self.agent, &self.summary);
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        let stored = agent.current_workload.filter(|stored| *stored != Quantity::from(summary.held));
        let stored = stored.map_or_else(String::new, |stored| format!(" (its record says {stored})"));
        let sign = match (&summary.last_heartbeat, summary.last_sign_secs) {
            (Some(sign), Some(ago)) => format!("{} ago, at {sign}", brief(ago)),
            _ => "never".to_owned(),
        };
        let limit = if summary.limit == 0 { String::new() } else { summary.limit.to_string() };
        [
            ("Team", summary.team.clone()),
            ("Status word", summary.status.clone()),
            ("Good at", text(&agent.specialization)),
            ("Can", summary.capabilities.join(", ")),
            ("Groups", summary.groups.join(", ")),
            ("Worktree", text(&agent.worktree)),
            ("Capacity", format!("{}%", summary.capacity)),
            ("Limit", limit),
            ("Holds", format!("{}{stored}", summary.held)),
            ("Last sign", sign),
            ("Completed", self.completed()),
        ]
    }

    fn completed(&self) -> String {
        let metrics = self.agent.performance_metrics.as_ref();
        let count = |field: Option<Quantity>, words: &str| match field {
            Some(count) if count.0 > 0.0 => format!(", {count} {words}"),
            _ => String::new(),
        };
        let average = metrics.and_then(|metrics| metrics.average_completion_time.clone()).unwrap_or_default();
        let done = match self.summary.success_rate {
            Some(rate) => {
                format!("{}, {rate}% successfully, in {average} on average", self.summary.tasks_completed)
            }
            None => "nothing yet".to_owned(),
        };
        let failed = metrics.and_then(|metrics| metrics.tasks_failed);
        let expired = metrics.and_then(|metrics| metrics.leases_expired);
        format!("{done}{}{}", count(failed, "given up as failed"), count(expired, "lost with their leases"))
    }
}
