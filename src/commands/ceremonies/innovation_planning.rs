//! `innovation-planning`: time for what is new, and for what was put off.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ceremony::{Figures, Minutes, Occasion, Telling};
use super::piece::{Piece, items_of, listed_or, points_of};
use super::snapshot::Snapshot;
use super::team::{shown, sprint};
use crate::commands::board::schedule::Upcoming;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::Quantity;
use crate::domain::calendar::Period;
use crate::error::Result;
use crate::output::Document;
use crate::output::chart::Style;
use crate::output::document::{Section, Table};

/// Kinds of work that are new ground.
const INNOVATION: [&str; 8] =
    ["innovation", "spike", "research", "experiment", "exploration", "prototype", "hackathon", "learning"];
/// Kinds of work that pay back what was put off.
const DEBT: [&str; 8] =
    ["technical_debt", "tech_debt", "debt", "refactoring", "refactor", "maintenance", "cleanup", "chore"];

/// Opens the innovation and planning iteration.
///
/// The last sprint of the increment, what each team has free, and the open work that is new ground (innovation, spike,
/// research, experiment, exploration, prototype, hackathon, learning) or technical debt (technical_debt, tech_debt, debt,
/// refactoring, refactor, maintenance, cleanup, chore).
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct InnovationPlanning {
    /// Print Markdown, for a wiki or a pull request
    #[arg(long)]
    #[serde(default)]
    pub markdown: bool,
}

/// What there is time for.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Iteration {
    /// When, and where the train stands.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// First day of the last sprint of the increment, `YYYY-MM-DD`; null where no sprint starts in it.
    pub first_day: Option<String>,
    /// Its last day.
    pub last_day: Option<String>,
    /// Days until it begins; 0 once it has.
    pub begins_in_days: Option<i64>,
    /// What the teams have free in the sprint.
    pub teams: Vec<FreeCapacity>,
    /// Open technical debt, in order of creation.
    pub debt: Vec<Piece>,
    /// Story points of it, as far as it was estimated.
    pub debt_points: Quantity,
    /// How much of the open work it is, in percent of the items; null where nothing is open.
    pub debt_share: Option<f64>,
    /// Open work that is new ground, in order of creation.
    pub innovation: Vec<Piece>,
    /// The next of each event, soonest first.
    pub events: Vec<Upcoming>,
}

/// What a team has free in the sprint.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FreeCapacity {
    /// Its name.
    pub team: String,
    /// Story points that fit the sprint.
    pub capacity: Quantity,
    /// Story points that it is committed to.
    pub committed: Quantity,
    /// What is left; negative where it took on too much.
    pub free: Quantity,
}

impl Operation for InnovationPlanning {
    const NAME: &'static str = "innovation-planning";
    const ALIASES: &'static [&'static str] = &["ip"];
    const GROUP: Group = Group::Ceremonies;
    const ABOUT: &'static str = "Show free capacity, technical debt and new ideas";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord innovation-planning", "what there is time for at the end of the increment"),
        ("coord innovation-planning --json", "every figure for a program"),
    ];
    type Report = Minutes<Iteration>;

    fn run(self, context: &Context) -> Result<Minutes<Iteration>> {
        let snapshot = Snapshot::take(context)?;
        Ok(Minutes { figures: Iteration::of(&snapshot), telling: Telling::of(self.markdown) })
    }
}

impl Iteration {
    fn of(snapshot: &Snapshot<'_>) -> Self {
        let last: Option<Period> = snapshot.schedule.sprints_of_increment().into_iter().next_back();
        let of_kinds = |kinds: &[&str]| {
            let is_one = |kind: &Option<String>| kinds.contains(&kind.as_deref().unwrap_or_default());
            Piece::all(snapshot.open(None).filter(|item| is_one(&item.work_type)), snapshot)
        };
        let debt = of_kinds(&DEBT);
        let open = u32::try_from(snapshot.open(None).count()).unwrap_or(u32::MAX);
        let points = debt.iter().filter_map(|piece| piece.points).map(|points| points.0);
        Self {
            occasion: Occasion::of(snapshot),
            first_day: last.map(|period| period.first.to_string()),
            last_day: last.map(|period| period.last.to_string()),
            begins_in_days: last.map(|period| (period.first - snapshot.schedule.today()).num_days().max(0)),
            teams: snapshot
                .config
                .teams
                .iter()
                .filter_map(|team| FreeCapacity::of(&team.name, snapshot))
                .collect(),
            debt_points: Quantity(points.sum()),
            debt_share: Quantity::from(u32::try_from(debt.len()).unwrap_or(u32::MAX))
                .percent_of(Quantity::from(open)),
            debt,
            innovation: of_kinds(&INNOVATION),
            events: snapshot.schedule.events(),
        }
    }

    fn time(&self) -> Section {
        let when = match (&self.first_day, &self.last_day, self.begins_in_days) {
            (Some(first), Some(last), Some(0)) => format!("{first} to {last}, it has begun"),
            (Some(first), Some(last), Some(days)) => format!("{first} to {last}, in {days} days"),
            _ => "no data yet: no sprint starts in this increment".to_owned(),
        };
        let rows = self.teams.iter().map(|team| {
            let figures =
                [team.capacity, team.committed, team.free].map(|points| points.rounded().to_string());
            let [capacity, committed, free] = figures;
            [shown(&team.team), capacity, committed, free]
        });
        Section::new("💡 INNOVATION TIME").fields([("Last sprint of the increment", when)]).table(
            Table::new(&["TEAM", "CAPACITY#", "COMMITTED#", "FREE#"]).rows(rows),
            "No data yet on free capacity: no team in config.toml has a capacity.",
        )
    }
}

impl FreeCapacity {
    fn of(team: &str, snapshot: &Snapshot<'_>) -> Option<Self> {
        let sprint = sprint(Some(team), snapshot);
        let capacity = sprint.capacity?;
        Some(Self {
            team: team.to_owned(),
            capacity,
            committed: sprint.committed_points,
            free: Quantity(capacity.0 - sprint.committed_points.0),
        })
    }
}

impl Figures for Iteration {
    fn document(&self, _: Style) -> Document {
        let count = u32::try_from(self.debt.len()).unwrap_or(u32::MAX);
        let share = self.debt_share.map_or_else(String::new, |share| format!(", {share}% of the open work"));
        let debt = Section::new("🔧 TECHNICAL DEBT").fields([(
            "Technical Debt",
            format!("{}, {}{share}", items_of(count), points_of(self.debt_points)),
        )]);
        let nothing = "No data yet: no open work is of a kind such as technical_debt or refactoring.";
        let events = self.events.iter().map(|event| {
            let at = event.at.as_ref().map_or_else(String::new, |at| format!(" {at} UTC"));
            format!("{}: {} {}{at}", event.name, event.weekday, event.date)
        });
        let planning =
            Section::new("📅 PLANNING ACTIVITIES").list(events, "No events are set in config.toml.");
        let none = "No data yet: no open work is of a kind such as innovation, spike or research.";
        self.occasion
            .document("💡 INNOVATION AND PLANNING (IP) ITERATION")
            .section(self.time())
            .section(listed_or(debt, &self.debt, Piece::waiting, nothing))
            .section(planning.note("And in the iteration itself:").list(ACTIVITIES, ""))
            .section(listed_or(
                Section::new("🚀 INNOVATION BACKLOG ITEMS"),
                &self.innovation,
                Piece::waiting,
                none,
            ))
    }
}

/// What belongs to the iteration by its nature.
const ACTIVITIES: [&str; 4] = [
    "Inspect and adapt, and problem solving",
    "Refine the backlog of the next increment",
    "Integrate and test the solution as a whole",
    "Plan the next increment",
];
