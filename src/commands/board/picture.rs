//! The picture of a board at one moment: every figure of the dashboard.

use schemars::JsonSchema;
use serde::Serialize;

use super::overview::Overview;
use super::people::{self, AgentCounts, AgentLine, TeamLine};
use super::queue::{Queue, WorkLine};
use super::schedule::{Increment, Schedule, SprintNow, Upcoming, midnight};
use super::velocity::{self, Velocity};
use crate::context::Context;
use crate::domain::{Instant, Stamp, VelocityEntry};
use crate::error::Result;
use crate::store::{self, View};

/// Everything that the dashboard shows.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Picture {
    /// When it was taken.
    pub at: Stamp,
    /// The state directory.
    pub directory: String,
    /// Whether there is a board: before the first command that writes there is none.
    pub exists: bool,
    /// Name of the Agile Release Train.
    pub art: String,
    /// The program increment.
    pub program_increment: Increment,
    /// The sprint.
    pub sprint: SprintNow,
    /// How many agents there are.
    pub agent_counts: AgentCounts,
    /// After how many seconds without a sign an agent is offline.
    pub stale_agent_secs: u32,
    /// The agents, in order of registration.
    pub agents: Vec<AgentLine>,
    /// The teams that have anything to show.
    pub teams: Vec<TeamLine>,
    /// How many items are in hand.
    pub active_work: usize,
    /// How many of these have a lease that has ended.
    pub expired_work: usize,
    /// The items in hand: most urgent first, then longest held.
    pub work: Vec<WorkLine>,
    /// What waits.
    pub queue: Queue,
    /// Story points.
    pub velocity: Velocity,
    /// The next of each event, soonest first.
    pub events: Vec<Upcoming>,
}

impl Picture {
    /// Takes it, as the board stands at `now`.
    ///
    /// # Errors
    /// The board or its configuration cannot be read.
    pub fn take(context: &Context, now: Instant) -> Result<Self> {
        store::view(context.store()?, now, |view| Self::of(view, context, now))
    }

    fn of(view: &mut dyn View, context: &Context, now: Instant) -> Result<Self> {
        let config = context.config()?;
        let schedule = Schedule::of(config, now);
        let items = Overview::take(view, now, config.lease.secs())?;
        let stale_agent_secs = config.stale_agent_timeout.secs();
        let (agents, agent_counts) = people::agents(&view.agents()?, &items.workload, now, stale_agent_secs);
        let points = points(view, &schedule)?;
        let teams = people::teams(config, &agents, &items.teams, &points.sprint);
        Ok(Self {
            at: now.stamp(),
            directory: context.dir().display().to_string(),
            exists: view.exists()?,
            art: config.art.name.clone(),
            program_increment: schedule.increment(),
            sprint: schedule.sprint(),
            agent_counts,
            stale_agent_secs,
            agents,
            teams,
            active_work: items.held,
            expired_work: items.expired,
            work: items.work,
            queue: items.queue,
            velocity: Velocity::of(&points.sprint, &points.recent, schedule.today()),
            events: schedule.events(),
        })
    }
}

/// Velocity entries of the sprint and of the days that are shown.
struct Points {
    sprint: Vec<VelocityEntry>,
    recent: Vec<VelocityEntry>,
}

fn points(view: &mut dyn View, schedule: &Schedule<'_>) -> Result<Points> {
    let (sprint, shown) = (schedule.sprint_start(), midnight(velocity::first_day(schedule.today())));
    let all = view.velocity(Some(sprint.min(shown)))?;
    let since = |start: Instant| {
        all.iter().filter(|entry| entry.at.instant().is_some_and(|at| at >= start)).cloned().collect()
    };
    Ok(Points { sprint: since(sprint), recent: since(shown) })
}
