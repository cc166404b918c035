//! `retrospective`: what went well in the sprint, what did not, and what is to become better.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ceremony::{Figures, Minutes, Occasion, Telling, percent};
use super::objectives::value;
use super::piece::{Piece, listed_or};
use super::problems::{self, Problems};
use super::snapshot::Snapshot;
use super::spread::{self, length};
use super::team::shown;
use crate::commands::board::schedule::midnight;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::Instant;
use crate::domain::calendar::plus;
use crate::domain::flow::{Figures as FlowFigures, Passage};
use crate::error::Result;
use crate::output::Document;
use crate::output::chart::Style;
use crate::output::document::{Section, Table};

/// Opens the retrospective of a team, or of all.
///
/// What was completed in the sprint beside the sprint before, what failed, died, was blocked or lost its lease, and
/// prompts for what to change.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Retrospective {
    /// Only this team; all teams where it is left out or all
    pub team: Option<String>,
    /// Print Markdown, for a wiki or a pull request
    #[arg(long)]
    #[serde(default)]
    pub markdown: bool,
}

/// What a sprint brought.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Retrospect {
    /// When, and where the train stands.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// The team that was asked for; null for all.
    pub team: Option<String>,
    /// What was completed in this sprint.
    pub this_sprint: FlowFigures,
    /// What was completed in the sprint before, as a whole.
    pub last_sprint: FlowFigures,
    /// First day of the sprint before, `YYYY-MM-DD`.
    pub last_sprint_start: String,
    /// What was completed in this sprint without failure, newest first.
    pub done: Vec<Piece>,
    /// What went wrong in this sprint.
    pub problems: Problems,
}

impl Operation for Retrospective {
    const NAME: &'static str = "retrospective";
    const GROUP: Group = Group::Ceremonies;
    const ABOUT: &'static str = "Show what went well in the sprint, and what did not: team";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord retrospective", "the sprint of all teams"),
        ("coord retrospective platform_team --markdown", "that of one team, for a wiki"),
    ];
    type Report = Minutes<Retrospect>;

    fn run(self, context: &Context) -> Result<Minutes<Retrospect>> {
        let snapshot = Snapshot::take(context)?;
        let team = snapshot.asked(self.team)?;
        Ok(Minutes { figures: Retrospect::of(&snapshot, team), telling: Telling::of(self.markdown) })
    }
}

impl Retrospect {
    fn of(snapshot: &Snapshot<'_>, team: Option<String>) -> Self {
        let days = snapshot.schedule.sprint_days();
        let start = midnight(days.first);
        let first_before = plus(days.first, -days.days());
        let between = |from: Instant, to: Option<Instant>| {
            let in_time =
                move |passage: &&Passage| to.is_none_or(|to| passage.completed.is_none_or(|at| at < to));
            FlowFigures::of(snapshot.passed(from, team.as_deref()).filter(in_time))
        };
        let done = snapshot.completed(start, team.as_deref()).into_iter().filter(|item| item.succeeded());
        Self {
            occasion: Occasion::of(snapshot),
            this_sprint: between(start, None),
            last_sprint: between(midnight(first_before), Some(start)),
            last_sprint_start: first_before.to_string(),
            done: Piece::all(done, snapshot),
            problems: Problems::of(snapshot, start, team.as_deref()),
            team,
        }
    }

    fn comparison(&self) -> Section {
        let (now, before) = (&self.this_sprint, &self.last_sprint);
        let row = |name: &str, of: &dyn Fn(&FlowFigures) -> String| [name.to_owned(), of(now), of(before)];
        let rate = |figures: &FlowFigures| {
            figures.success_rate.map_or_else(|| "-".to_owned(), |it| format!("{it}%"))
        };
        let lead = |figures: &FlowFigures| {
            figures.lead_time.as_ref().map_or_else(|| "-".to_owned(), |lead| length(lead.p50_secs))
        };
        let efficiency = |figures: &FlowFigures| {
            figures.process_efficiency.map_or_else(|| "-".to_owned(), |it| format!("{it}%"))
        };
        let rows = [
            row("Completed", &|figures| figures.completions.to_string()),
            row("Story points", &|figures| value(Some(figures.points))),
            row("Success", &rate),
            row("Lead time, half of them within", &lead),
            row("Process efficiency", &efficiency),
        ];
        let section = Section::new("📊 THE SPRINT IN FIGURES");
        let section = match now.completions + before.completions {
            0 => section.note("No data yet: nothing was completed in this sprint or in the one before."),
            _ => section.table(Table::new(&["", "THIS SPRINT#", "SPRINT BEFORE#"]).rows(rows), ""),
        };
        section.note(format!(
            "The sprint before began on {}; this one is still going on.",
            self.last_sprint_start
        ))
    }
}

impl Figures for Retrospect {
    fn document(&self, _: Style) -> Document {
        let team = self.team.as_deref().map_or_else(|| "all teams".to_owned(), shown);
        let well =
            Section::new("👍 WHAT WENT WELL").fields([("Success", percent(self.this_sprint.success_rate))]);
        let nothing = "No data yet: nothing was completed in this sprint.";
        let badly = problems::tell(Section::new("👎 WHAT DID NOT GO WELL"), &self.problems);
        let badly = if self.problems.is_none() {
            badly.note("Nothing that the board knows of went wrong.")
        } else {
            badly
        };
        let badly = spread::note_on_clocks(badly, &self.this_sprint);
        self.occasion
            .document("🔁 RETROSPECTIVE")
            .fields([("Team", team)])
            .section(self.comparison())
            .section(listed_or(well, &self.done, Piece::done, nothing))
            .section(badly)
            .section(Section::new("💬 WHAT TO CHANGE").list(PROMPTS, ""))
    }
}

/// What belongs to a retrospective by its nature.
const PROMPTS: [&str; 4] = [
    "What should we start?",
    "What should we stop?",
    "What should we go on with?",
    "Put each change into the queue: coord add improvement TEXT",
];
