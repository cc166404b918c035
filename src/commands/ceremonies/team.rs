//! How a team stands: what it did since the last meeting, has in hand, and what blocks it.

use schemars::JsonSchema;
use serde::Serialize;

use super::piece::{LONGEST_NAME, Piece, items_of, listed, points_of};
use super::snapshot::Snapshot;
use crate::commands::board::schedule::midnight;
use crate::domain::sprint_progress::SprintProgress;
use crate::domain::{Quantity, WorkItem};
use crate::output::document::Section;
use crate::output::width;

/// How a team stands.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TeamUpdate {
    /// Its name; empty for what belongs to no team.
    pub team: String,
    /// How many agents are signed on.
    pub agents: u32,
    /// How far its sprint is.
    pub sprint: SprintProgress,
    /// The day from which on work counts as done since the last meeting, `YYYY-MM-DD`.
    pub since: String,
    /// How many items it completed since then.
    pub done_count: u32,
    /// The story points of these.
    pub done_points: Quantity,
    /// These items, newest first.
    pub done: Vec<Piece>,
    /// What it has in hand, in order of creation.
    pub in_hand: Vec<Piece>,
    /// What cannot go on: blocked, or waiting for other items; in order of creation.
    pub blocked: Vec<Piece>,
    /// What waits in its queue and could begin.
    pub ready: u32,
}

impl TeamUpdate {
    /// Of that team.
    pub fn of(team: &str, snapshot: &Snapshot<'_>) -> Self {
        let since = midnight(snapshot.last_working_day());
        let is_blocked = |item: &&WorkItem| snapshot.hindrances.contains_key(&item.work_item_id);
        let open: Vec<&WorkItem> = snapshot.open(Some(team)).collect();
        let done = snapshot.passed(since, Some(team));
        let (done_count, done_points) = done
            .fold((0, 0.0), |(count, sum), passage| (count + 1, sum + passage.points.unwrap_or_default()));
        let ready = open.iter().filter(|item| !item.is_held() && !is_blocked(item)).count();
        let agents = snapshot.agents.iter().filter(|agent| agent.is_active() && agent.team == team).count();
        Self {
            team: team.to_owned(),
            agents: u32::try_from(agents).unwrap_or(u32::MAX),
            sprint: sprint(Some(team), snapshot),
            since: snapshot.last_working_day().to_string(),
            done_count,
            done_points: Quantity(done_points),
            done: Piece::all(snapshot.completed(since, Some(team)), snapshot),
            in_hand: Piece::all(open.iter().copied().filter(|item| item.is_held()), snapshot),
            blocked: Piece::all(snapshot.blocked(Some(team)), snapshot),
            ready: u32::try_from(ready).unwrap_or(u32::MAX),
        }
    }

    /// Of every team.
    pub fn all(snapshot: &Snapshot<'_>) -> Vec<Self> {
        snapshot.teams().iter().map(|team| Self::of(team, snapshot)).collect()
    }

    /// Whether there is nothing to say of it.
    pub fn is_silent(&self) -> bool {
        self.agents == 0 && self.sprint.open == 0 && self.sprint.completed == 0 && self.done_count == 0
    }

    /// A section about it.
    pub fn section(&self) -> Section {
        let section = Section::new(format!("🔹 {}", self.heading()));
        if self.is_silent() {
            return section.note("No data yet: it has no agents, no open work, and completed nothing.");
        }
        let section = section.fields([("Agents", self.agents.to_string()), ("Sprint", self.sprint_line())]);
        let done = format!("{}, {}", items_of(self.done_count), points_of(self.done_points));
        let section = section.line(format!("Done since {}: {done}", self.since));
        let section = listed(section, &self.done, Piece::done);
        let section = section.line(format!("In hand: {}", items_of(count(&self.in_hand))));
        let section = listed(section, &self.in_hand, Piece::in_hand);
        let section = section.line(format!("Blocked: {}", items_of(count(&self.blocked))));
        let section = listed(section, &self.blocked, Piece::blocked);
        section.line(format!("Ready to begin: {}", items_of(self.ready)))
    }

    /// `BACKEND TEAM`
    fn heading(&self) -> String {
        if self.team.is_empty() {
            "NO TEAM".to_owned()
        } else {
            shown(&self.team).replace('_', " ").to_uppercase()
        }
    }

    fn sprint_line(&self) -> String {
        let sprint = &self.sprint;
        let all = sprint.completed.saturating_add(sprint.open);
        format!("{} of {} done, {}", sprint.completed, items_of(all), load(sprint))
    }
}

/// How far the sprint of that team is, or of all teams.
pub fn sprint(team: Option<&str>, snapshot: &Snapshot<'_>) -> SprintProgress {
    let start = snapshot.schedule.sprint_start();
    let completed = snapshot.passed(start, team).map(|passage| passage.points.unwrap_or_default());
    SprintProgress::of(snapshot.open(team), completed, snapshot.capacity(team))
}

/// `18 points committed of 40 (45%)`
pub fn load(sprint: &SprintProgress) -> String {
    let committed = format!("{} committed", points_of(sprint.committed_points));
    let load = match (sprint.capacity, sprint.load) {
        (Some(capacity), Some(load)) => format!("{committed} of {} ({load}%)", capacity.rounded()),
        _ => format!("{committed}, capacity not set"),
    };
    match sprint.unestimated {
        0 => load,
        count => format!("{load}, {} not estimated", items_of(count)),
    }
}

fn count(pieces: &[Piece]) -> u32 {
    u32::try_from(pieces.len()).unwrap_or(u32::MAX)
}

/// A name as it is shown: what belongs to no team says so.
pub fn shown(team: &str) -> String {
    if team.is_empty() { "(no team)".to_owned() } else { width::clipped(team, LONGEST_NAME) }
}
