//! `inspect-adapt`: what the increment brought, what went wrong, and what is to become better.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ceremony::{Figures, Minutes, Occasion, Telling};
use super::metrics::Metrics;
use super::objectives::{Objectives, value};
use super::piece::{Piece, listed_or};
use super::problems::{self, Problems};
use super::snapshot::Snapshot;
use crate::commands::board::schedule::midnight;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::Quantity;
use crate::domain::calendar::plus;
use crate::error::Result;
use crate::output::Document;
use crate::output::chart::{Bar, Chart, Shape, Style};
use crate::output::document::{Block, Section, Table};

/// Kinds of work that make the train itself better.
const IMPROVEMENT: [&str; 6] =
    ["improvement", "process", "process_improvement", "retrospective", "kaizen", "optimization"];

/// Opens the inspect and adapt workshop.
///
/// Business value and velocity of the increment, sprint by sprint; what failed, died, was blocked or lost its lease, by
/// kind of work; and the open work that improves the train (improvement, process, process_improvement, retrospective,
/// kaizen, optimization).
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct InspectAdapt {
    /// Print Markdown, for a wiki or a pull request
    #[arg(long)]
    #[serde(default)]
    pub markdown: bool,
    /// Draw charts in ASCII
    #[arg(long)]
    #[serde(default)]
    pub ascii: bool,
}

/// What the increment brought.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Inspection {
    /// When, and where the train stands.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// What the increment set out to reach.
    pub objectives: Objectives,
    /// The figures of the train.
    pub metrics: Metrics,
    /// The sprints of the increment that have begun, oldest first.
    pub sprints: Vec<SprintResult>,
    /// What went wrong in it.
    pub problems: Problems,
    /// Open work that makes the train better, in order of creation.
    pub improvements: Vec<Piece>,
}

/// What a sprint brought.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SprintResult {
    /// Its number in the increment, from 1.
    pub number: u32,
    /// Its first day, `YYYY-MM-DD`.
    pub first_day: String,
    /// Its last day.
    pub last_day: String,
    /// Items completed in it.
    pub completed: u32,
    /// Story points earned in it.
    pub points: Quantity,
}

impl Operation for InspectAdapt {
    const NAME: &'static str = "inspect-adapt";
    const ALIASES: &'static [&'static str] = &["ia"];
    const GROUP: Group = Group::Ceremonies;
    const ABOUT: &'static str = "Show what the increment brought, and what went wrong";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord inspect-adapt", "value, velocity and failures of the increment"),
        ("coord inspect-adapt --markdown", "the same for a wiki"),
    ];
    type Report = Minutes<Inspection>;

    fn run(self, context: &Context) -> Result<Minutes<Inspection>> {
        let snapshot = Snapshot::take(context)?;
        let improves = |kind: &Option<String>| IMPROVEMENT.contains(&kind.as_deref().unwrap_or_default());
        let figures = Inspection {
            occasion: Occasion::of(&snapshot),
            objectives: Objectives::of(&snapshot),
            metrics: Metrics::of(&snapshot),
            sprints: sprints(&snapshot),
            problems: Problems::of(&snapshot, snapshot.increment_start(), None),
            improvements: Piece::all(snapshot.open(None).filter(|item| improves(&item.work_type)), &snapshot),
        };
        Ok(Minutes { figures, telling: Telling { is_markdown: self.markdown, is_ascii: self.ascii } })
    }
}

fn sprints(snapshot: &Snapshot<'_>) -> Vec<SprintResult> {
    let today = snapshot.schedule.today();
    let begun = snapshot.schedule.sprints_of_increment().into_iter().filter(|sprint| sprint.first <= today);
    let result = |(number, sprint): (u32, crate::domain::calendar::Period)| {
        let end = midnight(plus(sprint.last, 1));
        let earned = snapshot.earned(midnight(sprint.first));
        let own: Vec<f64> = earned
            .filter(|entry| entry.at.instant().is_some_and(|at| at < end))
            .map(|entry| entry.points.0)
            .collect();
        SprintResult {
            number,
            first_day: sprint.first.to_string(),
            last_day: sprint.last.to_string(),
            completed: u32::try_from(own.len()).unwrap_or(u32::MAX),
            points: Quantity(own.iter().sum()),
        }
    };
    (1..).zip(begun).map(result).collect()
}

impl Figures for Inspection {
    fn document(&self, style: Style) -> Document {
        let results = self.metrics.section("📊 PI RESULTS AND METRICS");
        let results = results.fields([("Business Value Delivered", self.objectives.value())]);
        let rows = self.sprints.iter().map(|sprint| {
            [
                format!("Sprint {}", sprint.number),
                sprint.first_day.clone(),
                sprint.last_day.clone(),
                sprint.completed.to_string(),
                value(Some(sprint.points)),
            ]
        });
        let table = Table::new(&["SPRINT", "FROM", "TO", "COMPLETED#", "POINTS#"]).rows(rows);
        let results = results.table(table, "No data yet: no sprint of this increment has begun.");
        let results = self.velocity(results, style);
        let workshop = problems::tell(Section::new("🔧 PROBLEM-SOLVING WORKSHOP"), &self.problems);
        let nothing = "No data yet: no open work is of a kind such as improvement or process.";
        self.occasion
            .document("🔍 INSPECT AND ADAPT (I&A) WORKSHOP")
            .section(self.objectives.table(Section::new("🎯 OBJECTIVES")))
            .section(results)
            .section(workshop.note("Step by step:").list(STEPS, ""))
            .section(listed_or(
                Section::new("📋 IMPROVEMENT BACKLOG ITEMS"),
                &self.improvements,
                Piece::waiting,
                nothing,
            ))
    }
}

impl Inspection {
    /// Adds a chart of the velocity, where there is any.
    fn velocity(&self, section: Section, style: Style) -> Section {
        if self.sprints.iter().all(|sprint| sprint.points.0 <= 0.0) {
            return section;
        }
        let bar = |sprint: &SprintResult| Bar::new(format!("Sprint {}", sprint.number), sprint.points.0);
        let chart = Chart {
            title: "Story points by sprint".to_owned(),
            unit: "points".to_owned(),
            shape: Shape::Rows(self.sprints.iter().map(bar).collect()),
        };
        section.line("Story points by sprint:").block(Block::Figure(chart.figure(style)))
    }
}

/// What belongs to problem solving by its nature.
const STEPS: [&str; 5] = [
    "Agree on the problem that cost most",
    "Root cause analysis: ask why until the cause is found",
    "Find the biggest cause, and restate the problem by it",
    "Collect solutions",
    "Put improvements into the backlog: coord add improvement TEXT",
];
