//! `scrum-of-scrums`: what the teams did, have in hand, and wait for.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ceremony::{Figures, Minutes, Occasion, Telling};
use super::dependencies;
use super::metrics::Metrics;
use super::snapshot::Snapshot;
use super::team::TeamUpdate;
use super::{burndown, outlook::Outlook};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::burndown::Burndown;
use crate::domain::team_dependencies::{TeamDependency, team_dependencies};
use crate::error::Result;
use crate::output::Document;
use crate::output::chart::Style;
use crate::output::document::Section;

/// Opens the scrum of scrums.
///
/// For each team what it completed since the last working day, what it has in hand and what is blocked; then where teams
/// wait for one another, and the figures of the train.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct ScrumOfScrums {
    /// Print Markdown, for a wiki or a pull request
    #[arg(long)]
    #[serde(default)]
    pub markdown: bool,
    /// Draw charts in ASCII
    #[arg(long)]
    #[serde(default)]
    pub ascii: bool,
}

/// How the teams stand.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TeamUpdates {
    /// When, and where the train stands.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// The teams.
    pub teams: Vec<TeamUpdate>,
    /// Where one team waits for another, the worst first.
    pub dependencies: Vec<TeamDependency>,
    /// The figures of the train.
    pub metrics: Metrics,
    /// The burndown of the sprint; null where it has no work.
    pub burndown: Option<Burndown>,
    /// What is left, and how long it will take.
    pub outlook: Outlook,
}

impl Operation for ScrumOfScrums {
    const NAME: &'static str = "scrum-of-scrums";
    const GROUP: Group = Group::Ceremonies;
    const ABOUT: &'static str = "Show each team: done, in hand, blocked, waiting for others";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord scrum-of-scrums", "every team, and the figures of the train"),
        ("coord scrum-of-scrums --json", "every figure for a program"),
    ];
    type Report = Minutes<TeamUpdates>;

    fn run(self, context: &Context) -> Result<Minutes<TeamUpdates>> {
        let snapshot = Snapshot::take(context)?;
        let figures = TeamUpdates {
            occasion: Occasion::of(&snapshot),
            teams: TeamUpdate::all(&snapshot),
            dependencies: team_dependencies(&snapshot.items),
            metrics: Metrics::of(&snapshot),
            burndown: burndown::burndown(&snapshot, None),
            outlook: Outlook::of(&snapshot, None),
        };
        Ok(Minutes { figures, telling: Telling { is_markdown: self.markdown, is_ascii: self.ascii } })
    }
}

impl Figures for TeamUpdates {
    fn document(&self, style: Style) -> Document {
        let count = self.teams.len();
        let document = self
            .occasion
            .document("🔄 SCRUM OF SCRUMS COORDINATION")
            .section(Section::new("👥 TEAM UPDATES").fields([("Teams", count.to_string())]));
        let document = self.teams.iter().fold(document, |document, team| document.section(team.section()));
        document
            .section(dependencies::section(&self.dependencies))
            .section(self.metrics.section("📊 ART METRICS"))
            .section(self.outlook.section(Section::new("🔮 FORECAST")))
            .section(burndown::section(self.burndown.as_ref(), style))
    }
}
