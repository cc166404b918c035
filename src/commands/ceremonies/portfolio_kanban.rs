//! `portfolio-kanban`: the epics by stage.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ceremony::{Figures, Minutes, Occasion, Telling};
use super::objectives::value;
use super::snapshot::Snapshot;
use crate::commands::{Group, Operation};
use crate::config::Stage;
use crate::context::Context;
use crate::domain::WorkItem;
use crate::domain::epics::{Epic, EpicPlan, epics, is_epic};
use crate::error::Result;
use crate::output::Document;
use crate::output::chart::Style;
use crate::output::document::{Section, Table};

/// Shows the epics of the portfolio.
///
/// An epic is what config.toml lists, an item of the type epic, or the parent of items. One of config.toml belongs to the
/// item of its id, or to the one whose key it is or which it describes. Where config.toml does not say its stage, it
/// follows from its parts: without any it is in the funnel; it is analyzed as long as one of them is not estimated, and
/// is built as soon as one of them is begun.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct PortfolioKanban {
    /// Print Markdown, for a wiki or a pull request
    #[arg(long)]
    #[serde(default)]
    pub markdown: bool,
}

/// The portfolio.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Portfolio {
    /// When, and where the train stands.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// What the portfolio is for.
    pub vision: String,
    /// The epics: those of config.toml in its order, then those that only items name.
    pub items: Vec<Epic>,
}

impl Operation for PortfolioKanban {
    const NAME: &'static str = "portfolio-kanban";
    const GROUP: Group = Group::Ceremonies;
    const ABOUT: &'static str = "Show epics by stage, from the funnel to done";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord portfolio-kanban", "where each epic stands"),
        ("coord portfolio-kanban --markdown", "the same for a wiki"),
    ];
    type Report = Minutes<Portfolio>;

    fn run(self, context: &Context) -> Result<Minutes<Portfolio>> {
        let snapshot = Snapshot::take(context)?;
        let all: Vec<_> = snapshot.items.iter().chain(&snapshot.archived).cloned().collect();
        let plan: Vec<EpicPlan> = snapshot.config.epics.iter().map(|epic| planned(epic, &all)).collect();
        let figures = Portfolio {
            occasion: Occasion::of(&snapshot),
            vision: snapshot.config.art.portfolio_vision.clone(),
            items: epics(&plan, &all),
        };
        Ok(Minutes { figures, telling: Telling::of(self.markdown) })
    }
}

fn planned(epic: &crate::config::Epic, items: &[WorkItem]) -> EpicPlan {
    let named = epic.id.as_ref().unwrap_or(&epic.name);
    let is_id = |item: &&WorkItem| item.work_item_id == *named;
    let is_key = |item: &&WorkItem| item.key.as_ref() == Some(named);
    let is_described = |item: &&WorkItem| is_epic(item) && item.description.as_ref() == Some(named);
    let item = items.iter().find(is_id).or_else(|| items.iter().find(is_key));
    let item = item.or_else(|| items.iter().find(is_described));
    EpicPlan {
        name: epic.name.clone(),
        id: item.map_or(named, |item| &item.work_item_id).clone(),
        stage: epic.stage,
        business_value: epic.business_value,
    }
}

impl Figures for Portfolio {
    fn document(&self, _: Style) -> Document {
        let stages = [
            ("💡 FUNNEL", Stage::Funnel, "Nothing is in the funnel."),
            ("🔬 ANALYZING", Stage::Analyzing, "Nothing is being analyzed."),
            ("📥 PORTFOLIO BACKLOG", Stage::Backlog, "Nothing waits for its turn."),
            ("🔨 IMPLEMENTING", Stage::Implementing, "Nothing is being built."),
            ("✅ DONE", Stage::Done, "Nothing is done."),
        ];
        let document = self
            .occasion
            .document("📋 PORTFOLIO KANBAN - EPIC FLOW")
            .fields([("PORTFOLIO VISION", self.vision.clone()), ("Epics", self.items.len().to_string())]);
        let document = if self.items.is_empty() {
            document.note("No data yet: config.toml lists no epics, and no item is an epic or has a parent (--parent ID).")
        } else {
            document
        };
        let section = |document: Document, (heading, stage, nothing): (&str, Stage, &str)| {
            document.section(self.of_stage(heading, stage, nothing))
        };
        stages.into_iter().fold(document, section)
    }
}

impl Portfolio {
    fn of_stage(&self, heading: &str, stage: Stage, nothing: &str) -> Section {
        let of_stage: Vec<&Epic> = self.items.iter().filter(|epic| epic.stage == stage).collect();
        let rows = of_stage.iter().map(|epic| {
            [
                epic.name.clone(),
                format!("{} of {}", epic.completed, epic.parts),
                epic.percent.map_or_else(|| "-".to_owned(), |percent| format!("{percent}%")),
                epic.held.to_string(),
                format!("{} of {}", epic.completed_points.rounded(), epic.points.rounded()),
                value(epic.business_value),
            ]
        });
        let headings = ["EPIC", "PARTS DONE#", "%#", "HELD#", "POINTS#", "VALUE#"];
        Section::new(format!("{heading} ({})", of_stage.len()))
            .table(Table::new(&headings).rows(rows), nothing)
    }
}
