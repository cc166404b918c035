//! The Agile Release Train: its increments, sprints, teams and events, what it set out to reach, and what may hinder it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::domain::epics::Stage;
pub use crate::domain::risks::Level;

/// The Agile Release Train.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Art {
    /// Its name.
    pub name: String,
    /// What the portfolio is for.
    pub portfolio_vision: String,
}

/// The program increment.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProgramIncrement {
    /// Its name; by default made from its start, such as `PI_2026_Q4`.
    pub name: Option<String>,
    /// Its first day, `YYYY-MM-DD`; by default the first day of the quarter.
    pub start: Option<String>,
    /// How many sprints it has; by default as many as fit the quarter.
    pub sprints: Option<u32>,
}

/// The sprint.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sprint {
    /// Its length in days.
    pub length_days: u32,
    /// The first day of any sprint, `YYYY-MM-DD`; by default the first Monday of the year 2024.
    pub start: Option<String>,
}

/// A team.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Its name as in work items: `backend_team`.
    pub name: String,
    /// Story points that it can take in a sprint; 0 is unknown.
    #[serde(default)]
    pub capacity: u32,
}

/// A recurring event.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Its name.
    pub name: String,
    /// When it comes.
    pub every: Cadence,
    /// Time of day, `HH:MM` in UTC.
    #[serde(default)]
    pub at: Option<String>,
}

/// When an event comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// On every working day.
    Day,
    /// On the first working day of every week.
    Week,
    /// On the first day of a sprint.
    SprintStart,
    /// On the last day of a sprint.
    SprintEnd,
    /// On the first day of a program increment.
    PiStart,
    /// On the last day of a program increment.
    PiEnd,
}

/// An objective of the program increment.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// Its name, as in `metadata.objective` of the items that serve it.
    pub name: String,
    /// The business value that is planned, from 0 on.
    #[serde(default)]
    pub business_value: f64,
    /// The team that it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Whether it was promised; otherwise it is a stretch, which predictability does not count as planned.
    #[serde(default = "yes")]
    pub committed: bool,
}

/// An epic of the portfolio.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Epic {
    /// What it is called.
    pub name: String,
    /// The `parent` of the items that are a part of it; without one its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Where it stands; without one that is worked out from its parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// What it is worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_value: Option<f64>,
}

/// Something that may go wrong.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// What may go wrong.
    pub title: String,
    /// How bad it is.
    pub level: Level,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The team that it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// What became of it.
    #[serde(default)]
    pub status: RiskStatus,
    /// What is done about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mitigation: Option<String>,
}

/// What became of a risk: ROAM, as trains call it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RiskStatus {
    /// Nobody has looked at it.
    #[default]
    Open,
    /// Somebody looks after it.
    Owned,
    /// The train lives with it.
    Accepted,
    /// Something was done about it.
    Mitigated,
    /// It is gone.
    Resolved,
}

const fn yes() -> bool {
    true
}

impl Default for Art {
    fn default() -> Self {
        Self {
            name: "AI Self-Sustaining Agile Release Train".to_owned(),
            portfolio_vision: "Autonomous AI Development Ecosystem".to_owned(),
        }
    }
}

impl Default for Sprint {
    fn default() -> Self {
        Self { length_days: 14, start: None }
    }
}
