//! `coach-training`: who can coach the train, and what a coach practises on its board.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ceremony::{Figures, Minutes, Occasion, Telling};
use super::metrics::Metrics;
use super::snapshot::Snapshot;
use crate::commands::board::schedule::Upcoming;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::Result;
use crate::output::Document;
use crate::output::chart::Style;
use crate::output::document::{Section, Table};

/// The roles that a coach trains, each with the words by which agents say that they have it.
const ROLES: [(&str, &[&str]); 4] = [
    ("Release Train Engineer", &["release_train_engineer", "rte"]),
    ("Scrum Master", &["scrum_master"]),
    ("Product Owner", &["product_owner", "product_manager"]),
    ("Coach", &["coach", "agile_coach", "scrum_coach"]),
];

/// Opens the training of coaches.
///
/// The roles of the train and the agents that said to have them (specialization), what a coach learns, and exercises on
/// the board as it stands.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct CoachTraining {
    /// Print Markdown, for a wiki or a pull request
    #[arg(long)]
    #[serde(default)]
    pub markdown: bool,
}

/// What a training starts from.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Training {
    /// When, and where the train stands.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// The roles, and who has them.
    pub roles: Vec<Role>,
    /// The figures of the train.
    pub metrics: Metrics,
    /// The next of each event, soonest first.
    pub events: Vec<Upcoming>,
}

/// A role of the train.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Role {
    /// What it is called.
    pub role: String,
    /// The agents that are signed on and said to be it.
    pub agents: Vec<String>,
}

impl Operation for CoachTraining {
    const NAME: &'static str = "coach-training";
    const GROUP: Group = Group::Ceremonies;
    const ABOUT: &'static str = "Show roles, and exercises for coaches on this board";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord coach-training", "who can coach, and what to practise")];
    type Report = Minutes<Training>;

    fn run(self, context: &Context) -> Result<Minutes<Training>> {
        let snapshot = Snapshot::take(context)?;
        let figures = Training {
            occasion: Occasion::of(&snapshot),
            roles: ROLES.iter().map(|(role, words)| Role::of(role, words, &snapshot)).collect(),
            metrics: Metrics::of(&snapshot),
            events: snapshot.schedule.events(),
        };
        Ok(Minutes { figures, telling: Telling::of(self.markdown) })
    }
}

impl Role {
    fn of(role: &str, words: &[&str], snapshot: &Snapshot<'_>) -> Self {
        let is_one = |specialization: &str| {
            let word = specialization.to_lowercase().replace([' ', '-'], "_");
            words.contains(&word.as_str())
        };
        let signed_on = snapshot.agents.iter().zip(&snapshot.specializations);
        let agents =
            signed_on.filter(|(line, (_, specialization))| line.is_active() && is_one(specialization));
        Self { role: role.to_owned(), agents: agents.map(|(line, _)| line.agent_id.clone()).collect() }
    }
}

impl Figures for Training {
    fn document(&self, _: Style) -> Document {
        let rows = self.roles.iter().map(|role| {
            let agents =
                if role.agents.is_empty() { "nobody yet".to_owned() } else { role.agents.join(", ") };
            [role.role.clone(), agents]
        });
        let next = self.events.first().map_or_else(
            || "none is set in config.toml".to_owned(),
            |event| format!("{}, {} {}", event.name, event.weekday, event.date),
        );
        self.occasion
            .document("🎓 SCRUM AT SCALE COACH TRAINING")
            .section(
                Section::new("📚 TRAINING PROGRAM")
                    .table(Table::new(&["ROLE", "AGENTS"]).elastic(1).rows(rows), "")
                    .note(
                        "An agent has a role by its specialization: coord register ID TEAM 100 scrum_master",
                    )
                    .fields([("Next event", next)]),
            )
            .section(Section::new("🎯 LEARNING OBJECTIVES").list(OBJECTIVES, ""))
            .section(self.exercises())
            .section(Section::new("🧭 COACHING COMPETENCY AREAS").list(AREAS, ""))
    }
}

impl Training {
    /// Exercises on what the board has just now.
    fn exercises(&self) -> Section {
        let metrics = &self.metrics;
        let objectives = metrics.predictability.percent.map_or_else(
            || "no objective has a figure yet: write some into config.toml".to_owned(),
            |percent| format!("predictability is {percent}%"),
        );
        Section::new("🏋️ PRACTICAL EXERCISES").list(
            [
                format!("Hold a scrum of scrums ({} in hand): coord scrum-of-scrums", metrics.in_hand),
                format!("Clear what is blocked ({} now): coord list, coord unblock ID", metrics.blocked),
                format!("Look after what failed too often ({} dead): coord retry ID", metrics.dead),
                format!("Plan an increment ({objectives}): coord pi-planning"),
                format!(
                    "Find estimates that are missing ({} items): coord edit ID --points N",
                    metrics.sprint.unestimated
                ),
                "Read the flow of work and name its slowest step: coord value-stream".to_owned(),
            ],
            "",
        )
    }
}

/// What a coach learns, by the nature of the training.
const OBJECTIVES: [&str; 4] = [
    "Open and close each ceremony of the train with its figures",
    "Tell flow from busyness: lead time, touch time and waiting time",
    "Make risks and dependencies visible, and find who owns them",
    "Help teams to plan against capacity, and to keep what they promise",
];

/// What a coach is good at, by the nature of the training.
const AREAS: [&str; 5] = [
    "Facilitation of ceremonies",
    "Flow, metrics and forecasts",
    "Risks and dependencies across teams",
    "Growth of agents: capabilities, load, health",
    "Continuous improvement",
];
