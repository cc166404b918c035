//! The objectives of the increment, as several ceremonies show them.

use schemars::JsonSchema;
use serde::Serialize;

use super::ceremony::percent;
use super::snapshot::Snapshot;
use super::team::shown;
use crate::domain::Quantity;
use crate::domain::objectives::{Objective, Plan, Predictability, objectives};
use crate::output::document::{Section, Table};

/// Said where there are no objectives.
const NONE: &str =
    "No data yet: config.toml lists no objectives, and no item names one (--meta objective=NAME).";

/// What the increment set out to reach.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Objectives {
    /// The objectives: those of config.toml in its order, then those that only items name.
    pub items: Vec<Objective>,
    /// How much of what was promised was delivered.
    pub predictability: Predictability,
}

impl Objectives {
    /// As they stand.
    pub fn of(snapshot: &Snapshot<'_>) -> Self {
        let plan: Vec<Plan> = snapshot
            .config
            .objectives
            .iter()
            .map(|objective| Plan {
                name: objective.name.clone(),
                business_value: objective.business_value,
                team: objective.team.clone(),
                is_committed: objective.committed,
            })
            .collect();
        let all: Vec<_> = snapshot.items.iter().chain(&snapshot.archived).cloned().collect();
        let items = objectives(&plan, &all, snapshot.increment_start());
        Self { predictability: Predictability::of(&items), items }
    }

    /// `12 of 40 delivered (30%)`
    pub fn value(&self) -> String {
        let Predictability { planned, delivered, percent: share } = &self.predictability;
        match (delivered, share) {
            (Some(delivered), Some(share)) => {
                format!("{} of {} ({share}%)", delivered.rounded(), planned.rounded())
            }
            (Some(delivered), None) => format!("{}, and nothing was planned", delivered.rounded()),
            (None, _) if planned.0 > 0.0 => {
                format!("no data yet: {} planned, and no item says what it is worth", planned.rounded())
            }
            (None, _) => "no data yet".to_owned(),
        }
    }

    /// `30%`, or that there is no data yet.
    pub fn predictability(&self) -> String {
        percent(self.predictability.percent)
    }

    /// Under a heading, as a table.
    pub fn table(&self, section: Section) -> Section {
        let headings = ["OBJECTIVE", "TEAM", "PLANNED#", "DELIVERED#", "DONE#", "OPEN#", "FAILED#"];
        let rows = self.items.iter().map(|objective| {
            [
                named(objective),
                objective.team.as_deref().map_or_else(|| "-".to_owned(), shown),
                value(objective.planned),
                value(objective.delivered),
                objective.completed.to_string(),
                objective.open.to_string(),
                objective.failed.to_string(),
            ]
        });
        section.table(Table::new(&headings).rows(rows), NONE)
    }
}

/// Its name, and whether it is a stretch.
fn named(objective: &Objective) -> String {
    if objective.committed { objective.name.clone() } else { format!("{} (stretch)", objective.name) }
}

/// A value, or a dash where nobody knows it.
pub fn value(value: Option<Quantity>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.rounded().to_string())
}
