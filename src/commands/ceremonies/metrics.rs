//! The figures of the whole train.

use schemars::JsonSchema;
use serde::Serialize;

use super::ceremony::percent;
use super::objectives::Objectives;
use super::piece::{items_of, points_of};
use super::snapshot::Snapshot;
use super::team::{load, sprint};
use crate::commands::board::people::AgentCounts;
use crate::domain::agent_performance::percent as share;
use crate::domain::objectives::Predictability;
use crate::domain::sprint_progress::SprintProgress;
use crate::domain::{Quantity, Status};
use crate::output::document::Section;

/// The figures of the whole train.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Metrics {
    /// How many agents there are.
    pub agents: AgentCounts,
    /// Items in hand.
    pub in_hand: u32,
    /// Items that wait in the queue.
    pub pending: u32,
    /// Open items that are blocked, or wait for others.
    pub blocked: u32,
    /// Items that failed too often.
    pub dead: u32,
    /// Story points earned in the sprint.
    pub sprint_points: Quantity,
    /// How far the sprint is, all teams together.
    pub sprint: SprintProgress,
    /// Items completed in the program increment.
    pub increment_completed: u32,
    /// Story points earned in it.
    pub increment_points: Quantity,
    /// Percent of what was completed in it that was no failure; null where nothing was.
    pub success_rate: Option<f64>,
    /// How much of the promised business value was delivered.
    pub predictability: Predictability,
}

impl Metrics {
    /// As they stand.
    pub fn of(snapshot: &Snapshot<'_>) -> Self {
        let count = |found: usize| u32::try_from(found).unwrap_or(u32::MAX);
        let start = snapshot.increment_start();
        let earned: Vec<f64> = snapshot.earned(start).map(|entry| entry.points.0).collect();
        let (mut completed, mut succeeded) = (0, 0);
        for passage in snapshot.passed(start, None) {
            completed += 1;
            succeeded += u32::from(passage.succeeded());
        }
        let in_hand = snapshot.open(None).filter(|item| item.is_held()).count();
        Self {
            agents: snapshot.agent_counts,
            in_hand: count(in_hand),
            pending: count(snapshot.open(None).count() - in_hand),
            blocked: count(snapshot.blocked(None).count()),
            dead: count(snapshot.items.iter().filter(|item| item.status() == Status::Dead).count()),
            sprint_points: Quantity(
                snapshot.earned(snapshot.schedule.sprint_start()).map(|entry| entry.points.0).sum(),
            ),
            sprint: sprint(None, snapshot),
            increment_completed: count(earned.len()),
            increment_points: Quantity(earned.iter().sum()),
            success_rate: share(succeeded, completed),
            predictability: Objectives::of(snapshot).predictability,
        }
    }

    /// A section about them.
    pub fn section(&self, heading: &str) -> Section {
        let agents = &self.agents;
        let section = Section::new(heading).fields([
            (
                "Agents",
                format!("{} working, {} idle, {} offline", agents.working, agents.idle, agents.offline),
            ),
            (
                "Work",
                format!(
                    "{} in hand, {} pending, {} blocked, {} dead",
                    self.in_hand, self.pending, self.blocked, self.dead
                ),
            ),
            ("Sprint load", load(&self.sprint)),
            ("Sprint Velocity", points_of(self.sprint_points)),
            (
                "PI Velocity",
                format!("{} in {}", points_of(self.increment_points), items_of(self.increment_completed)),
            ),
            ("Success", percent(self.success_rate)),
            ("Predictability", percent(self.predictability.percent)),
        ]);
        match self.increment_completed {
            0 => section.note("No data yet on velocity: nothing was completed in this program increment."),
            _ => section,
        }
    }
}
