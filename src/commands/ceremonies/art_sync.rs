//! `art-sync`: risks, dependencies and health of the train.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ceremony::{Figures, Minutes, Occasion, Telling};
use super::dependencies;
use super::metrics::Metrics;
use super::outlook::Outlook;
use super::risks::{self, Risk, counts, resolved, risks};
use super::snapshot::Snapshot;
use crate::commands::{Group, Operation};
use crate::config::Level;
use crate::context::Context;
use crate::domain::sprint_progress::SprintProgress;
use crate::domain::team_dependencies::{TeamDependency, team_dependencies};
use crate::error::Result;
use crate::output::Document;
use crate::output::chart::Style;
use crate::output::document::Section;

/// Opens the sync of the train.
///
/// Risks: those in config.toml, and those that the board shows. An item that is dead or overdue is a high risk; one that
/// is blocked, or waits for what failed, is a high one where it is urgent, else a medium one; one that nobody holds two
/// days before its deadline, or whose lease has ended, is a low one. Then where teams wait for one another, and how far
/// the sprint is.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct ArtSync {
    /// Print Markdown, for a wiki or a pull request
    #[arg(long)]
    #[serde(default)]
    pub markdown: bool,
}

/// How the train stands.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Alignment {
    /// When, and where the train stands.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// What may go wrong, the worst first.
    pub risks: Vec<Risk>,
    /// How many risks of config.toml are resolved.
    pub resolved: usize,
    /// Where one team waits for another, the worst first.
    pub dependencies: Vec<TeamDependency>,
    /// The figures of the train.
    pub metrics: Metrics,
    /// What is left, and how long it will take.
    pub outlook: Outlook,
}

impl Operation for ArtSync {
    const NAME: &'static str = "art-sync";
    const GROUP: Group = Group::Ceremonies;
    const ABOUT: &'static str = "Show risks, dependencies across teams, health of the train";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord art-sync", "what may go wrong, and where teams wait for one another"),
        ("coord art-sync --json", "every figure for a program"),
    ];
    type Report = Minutes<Alignment>;

    fn run(self, context: &Context) -> Result<Minutes<Alignment>> {
        let snapshot = Snapshot::take(context)?;
        let figures = Alignment {
            occasion: Occasion::of(&snapshot),
            risks: risks(&snapshot),
            resolved: resolved(&snapshot),
            dependencies: team_dependencies(&snapshot.items),
            metrics: Metrics::of(&snapshot),
            outlook: Outlook::of(&snapshot, None),
        };
        Ok(Minutes { figures, telling: Telling::of(self.markdown) })
    }
}

impl Figures for Alignment {
    fn document(&self, _: Style) -> Document {
        let all = Section::new("⚠️ PROGRAM RISKS AND DEPENDENCIES")
            .fields([("Open risks", counts(&self.risks)), ("Resolved", self.resolved.to_string())]);
        let health = self.metrics.section("📊 ART HEALTH METRICS");
        let health = health.fields([("Sprint Goal Achievement", goal(&self.metrics.sprint))]);
        self.occasion
            .document("🤝 ART SYNC - ALIGNMENT ACROSS TEAMS")
            .section(all)
            .section(risks::section("🔴 HIGH RISK", Level::High, &self.risks))
            .section(risks::section("🟡 MEDIUM RISK", Level::Medium, &self.risks))
            .section(risks::section("🟢 LOW RISK", Level::Low, &self.risks))
            .section(dependencies::section(&self.dependencies))
            .section(health)
            .section(self.outlook.section(Section::new("🔮 FORECAST")))
    }
}

/// `40% of the items (2 of 5), 35% of the points (7 of 20)`
fn goal(sprint: &SprintProgress) -> String {
    let Some(items) = sprint.items_done else {
        return "no data yet: the sprint has no work".to_owned();
    };
    let all = sprint.completed.saturating_add(sprint.open);
    let items = format!("{items}% of the items ({} of {all})", sprint.completed);
    let (done, committed) = (sprint.completed_points.rounded(), sprint.committed_points.rounded());
    match sprint.points_done {
        Some(points) => format!("{items}, {points}% of the points ({done} of {committed})"),
        None => {
            format!("{items}; no data yet by points: {} open items are not estimated", sprint.unestimated)
        }
    }
}
