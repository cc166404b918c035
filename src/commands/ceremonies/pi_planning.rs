//! `pi-planning`: what the program increment is to reach, and who can take how much of it.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ceremony::{Figures, Minutes, Occasion, Telling};
use super::objectives::{Objectives, value};
use super::outlook::Outlook;
use super::piece::{items_of, points_of};
use super::risks::{Risk, counts, risks};
use super::snapshot::Snapshot;
use super::team::{shown, sprint};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::Quantity;
use crate::domain::sprint_progress::SprintProgress;
use crate::error::Result;
use crate::output::Document;
use crate::output::chart::Style;
use crate::output::document::{Section, Table};

/// Opens the planning of a program increment.
///
/// Objectives with their business value, capacity of each team beside what it has taken on, what is left to do and how
/// long that will take as the past days went, and risks.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct PiPlanning {
    /// Print Markdown, for a wiki or a pull request
    #[arg(long)]
    #[serde(default)]
    pub markdown: bool,
}

/// What is known when an increment is planned.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PiPlan {
    /// When, and where the train stands.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// What the increment is to reach.
    pub objectives: Objectives,
    /// Capacity and commitment of each team.
    pub teams: Vec<TeamCapacity>,
    /// Of all teams together.
    pub all_teams: SprintProgress,
    /// Story points that fit the sprints of the increment, all teams together; null where no capacity is set.
    pub increment_capacity: Option<Quantity>,
    /// What is left, and how long it will take.
    pub outlook: Outlook,
    /// What may go wrong, the worst first.
    pub risks: Vec<Risk>,
}

/// Capacity and commitment of a team.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TeamCapacity {
    /// Its name; empty for what belongs to no team.
    pub team: String,
    /// How many agents are signed on.
    pub agents: u32,
    /// Its sprint.
    pub sprint: SprintProgress,
}

impl Operation for PiPlanning {
    const NAME: &'static str = "pi-planning";
    const GROUP: Group = Group::Ceremonies;
    const ABOUT: &'static str = "Plan an increment: objectives, capacity, forecast, risks";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord pi-planning", "what is known when the increment is planned"),
        ("coord pi-planning --markdown", "the same for a wiki"),
    ];
    type Report = Minutes<PiPlan>;

    fn run(self, context: &Context) -> Result<Minutes<PiPlan>> {
        let snapshot = Snapshot::take(context)?;
        Ok(Minutes { figures: PiPlan::of(&snapshot), telling: Telling::of(self.markdown) })
    }
}

impl PiPlan {
    fn of(snapshot: &Snapshot<'_>) -> Self {
        let agents = |team: &str| {
            snapshot.agents.iter().filter(|agent| agent.is_active() && agent.team == team).count()
        };
        let teams = snapshot.teams().into_iter().map(|team| TeamCapacity {
            agents: u32::try_from(agents(&team)).unwrap_or(u32::MAX),
            sprint: sprint(Some(&team), snapshot),
            team,
        });
        let occasion = Occasion::of(snapshot);
        let sprints = Quantity::from(occasion.program_increment.sprints);
        Self {
            objectives: Objectives::of(snapshot),
            teams: teams.collect(),
            all_teams: sprint(None, snapshot),
            increment_capacity: snapshot.capacity(None).map(|points| Quantity(points.0 * sprints.0)),
            outlook: Outlook::of(snapshot, None),
            risks: risks(snapshot),
            occasion,
        }
    }

    fn capacity(&self) -> Section {
        let headings = ["TEAM", "AGENTS#", "CAPACITY#", "COMMITTED#", "LOAD#", "OPEN#", "NO ESTIMATE#"];
        let row = |team: String, agents: String, sprint: &SprintProgress| {
            [
                team,
                agents,
                value(sprint.capacity),
                sprint.committed_points.rounded().to_string(),
                sprint.load.map_or_else(|| "-".to_owned(), |load| format!("{load}%")),
                sprint.open.to_string(),
                sprint.unestimated.to_string(),
            ]
        };
        let teams =
            self.teams.iter().map(|team| row(shown(&team.team), team.agents.to_string(), &team.sprint));
        let agents: u32 = self.teams.iter().map(|team| team.agents).sum();
        let all = row("all teams".to_owned(), agents.to_string(), &self.all_teams);
        let capacity = match self.increment_capacity {
            Some(points) => {
                format!("{} in {} sprints", points_of(points), self.occasion.program_increment.sprints)
            }
            None => "no data yet: no team in config.toml has a capacity".to_owned(),
        };
        Section::new("👥 TEAM CAPACITY PLANNING")
            .table(Table::new(&headings).rows(teams.chain([all])), "No data yet: there are no teams.")
            .fields([("Capacity of the increment", capacity)])
            .note(
                "Capacity in story points a sprint; committed are the points of open work and of what this sprint completed.",
            )
    }
}

impl Figures for PiPlan {
    fn document(&self, _: Style) -> Document {
        let objectives = Section::new("🎯 PI OBJECTIVES").fields([
            ("Business Value", self.objectives.value()),
            ("Predictability", self.objectives.predictability()),
        ]);
        let unestimated = items_of(self.all_teams.unestimated);
        self.occasion
            .document("🚀 STARTING PI PLANNING SESSION")
            .section(self.objectives.table(objectives))
            .section(self.capacity())
            .section(
                self.outlook
                    .section(Section::new("📦 WORK TO PLAN").fields([("Not estimated", unestimated)])),
            )
            .section(
                Section::new("⚠️ RISKS")
                    .fields([("Open risks", counts(&self.risks))])
                    .note("See them: coord art-sync"),
            )
            .section(Section::new("📋 AGENDA").list(AGENDA, ""))
    }
}

/// What belongs to the planning of an increment by its nature.
const AGENDA: [&str; 7] = [
    "Business context and vision",
    "Objectives of the increment, with business value",
    "Team breakouts: plan the sprints against capacity",
    "Draft plan review, with dependencies across teams",
    "Risks: resolve, own, accept or mitigate each",
    "Confidence vote of the teams",
    "Commitment to the objectives",
];
