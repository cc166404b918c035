//! `system-demo`: what was built, shown together.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ceremony::{Figures, Minutes, Occasion, Telling};
use super::metrics::Metrics;
use super::objectives::Objectives;
use super::piece::{Piece, items_of, listed_or};
use super::snapshot::Snapshot;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::objectives::Objective;
use crate::error::Result;
use crate::output::Document;
use crate::output::chart::Style;
use crate::output::document::Section;

/// What `coord` itself brings to every demo, and so is no figure: ids are nanoseconds, and never the same twice.
const CAPABILITY: &str =
    "Nanosecond-precision agent coordination: ids are nanoseconds since the epoch, and never the same twice";

/// Opens the system demo.
///
/// The objectives that were achieved, what was completed in this sprint without failure, and the figures of the train.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct SystemDemo {
    /// Print Markdown, for a wiki or a pull request
    #[arg(long)]
    #[serde(default)]
    pub markdown: bool,
}

/// What is demonstrated.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Demo {
    /// When, and where the train stands.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// What the increment set out to reach.
    pub objectives: Objectives,
    /// The names of the objectives that were achieved: their value is delivered, and none of their items is open.
    pub achieved: Vec<String>,
    /// What was completed in the sprint without failure, newest first.
    pub features: Vec<Piece>,
    /// The figures of the train.
    pub metrics: Metrics,
}

impl Operation for SystemDemo {
    const NAME: &'static str = "system-demo";
    const GROUP: Group = Group::Ceremonies;
    const ABOUT: &'static str = "Show what was built: objectives achieved, features, velocity";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord system-demo", "what this sprint brought"),
        ("coord system-demo --markdown", "the same for a wiki"),
    ];
    type Report = Minutes<Demo>;

    fn run(self, context: &Context) -> Result<Minutes<Demo>> {
        let snapshot = Snapshot::take(context)?;
        let objectives = Objectives::of(&snapshot);
        let achieved = objectives.items.iter().filter(|objective| objective.is_achieved());
        let built = snapshot.completed(snapshot.schedule.sprint_start(), None);
        let figures = Demo {
            achieved: achieved.map(|objective: &Objective| objective.name.clone()).collect(),
            features: Piece::all(built.into_iter().filter(|item| item.succeeded()), &snapshot),
            occasion: Occasion::of(&snapshot),
            metrics: Metrics::of(&snapshot),
            objectives,
        };
        Ok(Minutes { figures, telling: Telling::of(self.markdown) })
    }
}

impl Figures for Demo {
    fn document(&self, _: Style) -> Document {
        let achieved = format!("{} of {}", self.achieved.len(), self.objectives.items.len());
        let objectives = Section::new("🎯 PI INCREMENT OBJECTIVES ACHIEVED");
        let objectives = if self.objectives.items.is_empty() {
            objectives
        } else {
            objectives.fields([("Achieved", achieved), ("Business Value Delivered", self.objectives.value())])
        };
        let objectives = objectives.list(self.achieved.iter().map(|name| format!("✅ {name}")), "");
        let count = u32::try_from(self.features.len()).unwrap_or(u32::MAX);
        let features =
            Section::new("✨ FEATURES DEMONSTRATED").fields([("Completed in this sprint", items_of(count))]);
        let nothing = "No data yet: nothing was completed in this sprint.";
        let features = listed_or(features, &self.features, Piece::done, nothing)
            .note("And what coord itself brings:")
            .list([CAPABILITY], "");
        self.occasion
            .document("🎬 SYSTEM DEMO - INTEGRATED SOLUTION")
            .section(self.objectives.table(objectives))
            .section(features)
            .section(self.metrics.section("📊 ART METRICS SUMMARY"))
    }
}
