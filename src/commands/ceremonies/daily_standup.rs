//! `daily-standup`: what a team did since the last working day, has in hand, and what blocks it.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::burndown;
use super::ceremony::{Figures, Minutes, Occasion, Telling};
use super::outlook::Outlook;
use super::snapshot::Snapshot;
use super::team::TeamUpdate;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::burndown::Burndown;
use crate::error::Result;
use crate::output::Document;
use crate::output::chart::Style;
use crate::output::document::Section;

/// Opens the daily stand-up of a team, or of all.
///
/// What was completed since the last working day, what is in hand, what is blocked and why, and the burndown of the
/// sprint.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct DailyStandup {
    /// Only this team; all teams where it is left out or all
    pub team: Option<String>,
    /// Print Markdown, for a wiki or a pull request
    #[arg(long)]
    #[serde(default)]
    pub markdown: bool,
    /// Draw charts in ASCII
    #[arg(long)]
    #[serde(default)]
    pub ascii: bool,
}

/// What is said in the stand-up.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Standup {
    /// When, and where the train stands.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// The team that was asked for; null for all.
    pub team: Option<String>,
    /// The team, or all of them.
    pub teams: Vec<TeamUpdate>,
    /// The burndown of its sprint; null where it has no work.
    pub burndown: Option<Burndown>,
    /// What is left, and how long it will take.
    pub outlook: Outlook,
}

impl Operation for DailyStandup {
    const NAME: &'static str = "daily-standup";
    const GROUP: Group = Group::Ceremonies;
    const ABOUT: &'static str = "Show what was done, is in hand and is blocked: team";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord daily-standup", "every team"),
        ("coord daily-standup platform_team --markdown", "one team, for its channel"),
    ];
    type Report = Minutes<Standup>;

    fn run(self, context: &Context) -> Result<Minutes<Standup>> {
        let snapshot = Snapshot::take(context)?;
        let team = snapshot.asked(self.team)?;
        let teams = match &team {
            Some(team) => vec![TeamUpdate::of(team, &snapshot)],
            None => TeamUpdate::all(&snapshot),
        };
        let figures = Standup {
            occasion: Occasion::of(&snapshot),
            teams,
            burndown: burndown::burndown(&snapshot, team.as_deref()),
            outlook: Outlook::of(&snapshot, team.as_deref()),
            team,
        };
        Ok(Minutes { figures, telling: Telling { is_markdown: self.markdown, is_ascii: self.ascii } })
    }
}

impl Figures for Standup {
    fn document(&self, style: Style) -> Document {
        let document = self.occasion.document("☀️ DAILY STANDUP");
        let document = self.teams.iter().fold(document, |document, team| document.section(team.section()));
        document
            .section(burndown::section(self.burndown.as_ref(), style))
            .section(self.outlook.section(Section::new("🔮 FORECAST")))
    }
}
