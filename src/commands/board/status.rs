//! `status`: the board in a few counts.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::overview::Overview;
use super::people::{self, AgentCounts};
use super::queue::{Queue, WorkLine};
use super::schedule::{Schedule, SprintNow, midnight};
use super::velocity::sum;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Instant, Quantity, Stamp, brief, instant_of};
use crate::error::Result;
use crate::output::{Page, Paint, Report, width};
use crate::store::{self, View};

/// Shows counts.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Status {}

/// The counts.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Counted {
    /// The state directory.
    pub directory: String,
    /// Whether there is a board: before the first command that writes there is none.
    pub exists: bool,
    /// Work items.
    pub items: ItemCounts,
    /// Agents.
    pub agents: AgentCounts,
    /// What was completed today.
    pub today: Completed,
    /// What was completed in the current sprint.
    pub sprint_completed: Completed,
    /// The current sprint.
    pub sprint: SprintNow,
    /// What waits.
    pub queue: Queue,
    /// The item that has been held longest.
    pub longest_held: Option<WorkLine>,
    /// The last transaction.
    pub last_change: Option<LastChange>,
}

/// How many work items there are.
#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
pub struct ItemCounts {
    /// In the queue.
    pub pending: usize,
    /// Held by somebody.
    pub held: usize,
    /// Of these: with a lease that has ended.
    pub expired: usize,
    /// Completed, and not archived yet.
    pub completed: u32,
    /// Cancelled, and not archived yet.
    pub cancelled: u32,
    /// Failed too often.
    pub dead: u32,
}

/// What was completed in some time.
#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
pub struct Completed {
    /// Completions, from `coordination_log.json`.
    pub items: usize,
    /// Story points, from `velocity_log.txt`.
    pub points: Quantity,
}

/// The last transaction in the journal.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LastChange {
    /// Its number.
    pub seq: u64,
    /// The operation.
    pub op: String,
    /// When.
    pub at: Stamp,
    /// Seconds since then, where the time can be read.
    pub ago_secs: Option<i64>,
}

impl Operation for Status {
    const NAME: &'static str = "status";
    const GROUP: Group = Group::Board;
    const ABOUT: &'static str = "Show counts: work, agents, completions, the last change";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord status", "the board in ten lines"),
        ("coord status -q", "how many items are held, alone"),
        ("eval \"$(coord status --shell)\"", "the counts as COORD_PENDING, COORD_HELD, COORD_EXPIRED, …"),
    ];
    type Report = Counted;

    fn run(self, context: &Context) -> Result<Counted> {
        store::view(context.store()?, context.now(), |view| count(view, context))
    }
}

fn count(view: &mut dyn View, context: &Context) -> Result<Counted> {
    let now = context.now();
    let schedule = Schedule::of(context.config()?, now);
    let (today, sprint) = (midnight(schedule.today()), schedule.sprint_start());
    let earliest = today.min(sprint);
    let points = view.velocity(Some(earliest))?;
    let mut completed: Vec<Instant> = Vec::new();
    view.logged(&mut |completion| {
        completed
            .extend(completion.completed_at.as_deref().and_then(instant_of).filter(|at| *at >= earliest));
        Ok(())
    })?;
    let since = |start: Instant| Completed {
        items: completed.iter().filter(|at| **at >= start).count(),
        points: sum(points.iter().filter(|entry| entry.at.instant().is_some_and(|at| at >= start))),
    };
    let config = context.config()?;
    let all = Overview::counts(view, now, config.lease.secs())?;
    let agents = people::agents(&view.agents()?, &all.workload, now, config.stale_agent_timeout.secs()).1;
    Ok(Counted {
        directory: context.dir().display().to_string(),
        items: ItemCounts {
            pending: all.queue.pending,
            held: all.held,
            expired: all.expired,
            completed: all.completed,
            cancelled: all.cancelled,
            dead: all.dead,
        },
        agents,
        today: since(today),
        sprint_completed: since(sprint),
        sprint: schedule.sprint(),
        queue: all.queue,
        longest_held: all.longest_held,
        last_change: last_change(view, context)?,
        exists: view.exists()?,
    })
}

fn last_change(view: &mut dyn View, context: &Context) -> Result<Option<LastChange>> {
    let newest = view.history(None, 1)?.pop();
    Ok(newest.map(|entry| LastChange {
        seq: entry.seq,
        op: entry.op,
        ago_secs: entry.at.instant().map(|at| (context.now().unix() - at.unix()).max(0)),
        at: entry.at,
    }))
}

impl Report for Counted {
    fn text(&self, page: &mut Page) {
        page.painted(Paint::Heading, "📊 STATUS");
        if !self.exists {
            page.line("   No data yet: there is no board in this directory.");
        }
        for (name, value) in self.rows() {
            page.line(format!("   {name:<14} {value}"));
        }
    }

    /// How many items are held.
    fn id(&self) -> Option<String> {
        Some(self.items.held.to_string())
    }

    fn exports(&self) -> Vec<(&'static str, String)> {
        vec![
            ("COORD_PENDING", self.items.pending.to_string()),
            ("COORD_HELD", self.items.held.to_string()),
            ("COORD_EXPIRED", self.items.expired.to_string()),
            ("COORD_COMPLETED", self.items.completed.to_string()),
            ("COORD_DEAD", self.items.dead.to_string()),
            ("COORD_AGENTS", self.agents.active.to_string()),
            ("COORD_SPRINT_POINTS", self.sprint_completed.points.to_string()),
        ]
    }
}

impl Counted {
    fn rows(&self) -> [(&'static str, String); 9] {
        let (items, agents) = (&self.items, &self.agents);
        let sprint =
            format!("{} (sprint {} of {})", self.sprint_completed, self.sprint.number, self.sprint.of);
        [
            ("Directory", self.directory.clone()),
            ("Work", format!("{} pending, {} held, {} expired", items.pending, items.held, items.expired)),
            (
                "Closed",
                format!("{} completed, {} cancelled, {} dead", items.completed, items.cancelled, items.dead),
            ),
            (
                "Agents",
                format!("{} working, {} idle, {} offline", agents.working, agents.idle, agents.offline),
            ),
            ("Today", self.today.to_string()),
            ("This sprint", sprint),
            ("Oldest pending", self.oldest_pending()),
            ("Longest held", self.longest_held()),
            ("Last change", self.last_change()),
        ]
    }

    fn oldest_pending(&self) -> String {
        match (&self.queue.oldest_id, self.queue.oldest_secs) {
            (Some(id), Some(secs)) => format!("{id}, for {}", brief(secs)),
            _ if self.queue.pending > 0 => "unknown: no item says when it was made".to_owned(),
            _ => "nothing waits".to_owned(),
        }
    }

    fn longest_held(&self) -> String {
        let Some(item) = &self.longest_held else { return "nothing is held".to_owned() };
        let holder = item.agent_id.as_deref().unwrap_or("nobody");
        let time = item.held_secs.map_or_else(String::new, |secs| format!(", for {}", brief(secs)));
        let expired = if item.is_expired { ", expired" } else { "" };
        format!("{} by {}{time}{expired}", item.work_item_id, width::clipped(holder, 40))
    }

    fn last_change(&self) -> String {
        let Some(change) = &self.last_change else { return "no data yet".to_owned() };
        let ago = change.ago_secs.map_or_else(String::new, |secs| format!(", {} ago", brief(secs)));
        format!("{} {} at {}{ago}", change.seq, change.op, change.at)
    }
}

impl std::fmt::Display for Completed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} completed, {} points", self.items, self.points)
    }
}
