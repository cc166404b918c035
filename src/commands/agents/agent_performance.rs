//! `agent-performance`: what agents have completed, how well and how fast.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::list_agents::short_id;
use super::roster::{Roster, Standing};
use super::track_record::TrackRecord;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::agent_performance::{Day, TypePerformance, by_work_type, per_day};
use crate::domain::{Activity, Performance, Quantity, brief};
use crate::error::{Error, Kind, Result};
use crate::output::table::Grid;
use crate::output::{Page, Paint, Report, gauge, width};
use crate::store;

/// No window is longer, in days.
const MOST_DAYS: u32 = 366;

/// Shows what agents have completed.
///
/// The figures come from coordination_log.json: completions, how many succeeded, how long they took from claim to
/// completion, by kind of work, and story points a day.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct AgentPerformance {
    /// Only this agent, in full; all agents where it is left out
    #[arg(value_name = "ID")]
    #[serde(default)]
    pub id: Option<String>,
    /// Only this team
    #[arg(long, value_name = "TEAM")]
    #[serde(default)]
    pub team: Option<String>,
    /// Velocity over so many days, today included
    #[arg(long, value_name = "N", default_value_t = 7)]
    #[serde(default = "a_week")]
    pub days: u32,
}

fn a_week() -> u32 {
    7
}

/// What agents have completed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Performances {
    /// The agents, in order of registration.
    pub items: Vec<AgentFigures>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are listed.
    pub has_more: bool,
    /// How many days the velocity is over.
    pub days: u32,
    /// Whether one agent was asked for.
    #[serde(skip)]
    in_full: bool,
}

/// What an agent has completed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AgentFigures {
    /// The agent.
    pub agent_id: String,
    /// Its team; empty where it has none.
    pub team: String,
    /// What it is doing.
    pub activity: Activity,
    /// Its completions.
    #[serde(flatten)]
    pub performance: Performance,
    /// Items that it gave up as failed.
    pub tasks_failed: u32,
    /// Items that it lost because its lease had ended.
    pub leases_expired: u32,
    /// Its completions by kind of work: the kinds with most of them first.
    pub by_work_type: Vec<TypePerformance>,
    /// Story points a day on average, over the days asked for.
    pub points_per_day: Quantity,
    /// Each of these days, oldest first.
    pub per_day: Vec<Day>,
}

impl Operation for AgentPerformance {
    const NAME: &'static str = "agent-performance";
    const GROUP: Group = Group::Agents;
    const ABOUT: &'static str = "Show what agents completed: success, time, velocity";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord agent-performance", "a line for each agent"),
        ("coord agent-performance \"$AGENT_ID\" --days 30", "by kind of work, and a month of velocity"),
    ];
    type Report = Performances;

    fn run(self, context: &Context) -> Result<Performances> {
        if !(1..=MOST_DAYS).contains(&self.days) {
            return Err(Error::new(Kind::InvalidValue, format!("--days: {} is out of range", self.days))
                .hint(format!("ask for 1 to {MOST_DAYS} days")));
        }
        let (roster, log) = store::view(context.store()?, context.now(), |view| {
            Ok((Roster::look(view, context)?, view.completions(None)?))
        })?;
        let record = TrackRecord::of(&log);
        let asked = roster.asked(self.id.as_deref(), self.team.as_deref())?;
        let items: Vec<_> =
            asked.into_iter().map(|agent| AgentFigures::of(agent, &record, context, self.days)).collect();
        let in_full = self.id.is_some_and(|id| !id.is_empty());
        Ok(Performances { total: items.len(), has_more: false, items, days: self.days, in_full })
    }
}

impl AgentFigures {
    fn of(standing: &Standing, record: &TrackRecord<'_>, context: &Context, days: u32) -> Self {
        let agent = &standing.agent;
        let own = || record.own(&agent.agent_id);
        let per_day = per_day(own(), context.now(), days);
        let points: f64 = per_day.iter().map(|day| day.points.0).sum();
        Self {
            agent_id: agent.agent_id.clone(),
            team: agent.team.clone().unwrap_or_default(),
            activity: standing.activity,
            performance: Performance::of(own()),
            tasks_failed: agent.tasks_failed(),
            leases_expired: agent.leases_expired(),
            by_work_type: by_work_type(own()),
            points_per_day: Quantity((points / f64::from(days) * 10.0).round() / 10.0),
            per_day,
        }
    }

    fn text(&self, days: u32, page: &mut Page) {
        page.painted(Paint::Heading, format!("📈 {}", self.agent_id));
        if self.performance.completions == 0 {
            page.line("   No data yet: it has completed nothing.");
        }
        let row = |page: &mut Page, name: &str, text: String| page.line(format!("   {name:<12} {text}"));
        if self.performance.completions > 0 {
            row(page, "Completed", self.completed());
            row(page, "Time", format!("{} on average, {} in the middle", self.average(), self.median()));
        }
        row(
            page,
            "Given up",
            format!("{} failed, {} lost with the lease", self.tasks_failed, self.leases_expired),
        );
        let bars: Vec<f64> = self.per_day.iter().map(|day| day.points.0).collect();
        let bars: String = gauge::row(&bars).into_iter().collect();
        row(page, "Velocity", format!("{} points a day over {days} days  {bars}", self.points_per_day));
        if !self.by_work_type.is_empty() {
            page.gap();
            page.block(&self.kinds(page));
        }
    }

    fn completed(&self) -> String {
        let Performance { completions, succeeded, success_rate, points, .. } = &self.performance;
        let rate = success_rate.unwrap_or_default();
        format!("{completions}, {succeeded} of them successfully ({rate}%), {points} points")
    }

    fn kinds(&self, page: &Page) -> String {
        let headings = ["WORK", "DONE", "SUCCESS", "AVERAGE", "MEDIAN", "POINTS"];
        let mut grid = Grid::new(page, &headings, 0).numeric(&[1, 2, 3, 4, 5]);
        for kind in &self.by_work_type {
            let name = if kind.work_type.is_empty() { "(not known)" } else { &kind.work_type };
            let figures = figures(&kind.performance);
            let cells: Vec<_> = std::iter::once(name)
                .chain(figures.iter().map(String::as_str))
                .map(|text| (text, None))
                .collect();
            grid.row(&cells);
        }
        grid.into_text()
    }

    fn average(&self) -> String {
        time(self.performance.average_secs)
    }

    fn median(&self) -> String {
        time(self.performance.median_secs)
    }
}

/// Completions, success, average, median and points, as cells.
fn figures(performance: &Performance) -> [String; 5] {
    let rate = performance.success_rate.map_or_else(|| "-".to_owned(), |rate| format!("{rate:.0}%"));
    let points = Quantity((performance.points.0 * 10.0).round() / 10.0).to_string();
    [
        performance.completions.to_string(),
        rate,
        time(performance.average_secs),
        time(performance.median_secs),
        width::clipped(&points, 9),
    ]
}

#[expect(clippy::cast_possible_truncation, reason = "a time that is longer than the epoch is shown as that")]
fn time(secs: Option<Quantity>) -> String {
    secs.map_or_else(|| "-".to_owned(), |secs| brief(secs.0 as i64))
}

impl Report for Performances {
    fn text(&self, page: &mut Page) {
        if let Some(agent) = self.items.first().filter(|_| self.in_full) {
            return agent.text(self.days, page);
        }
        page.painted(Paint::Heading, "📈 AGENT PERFORMANCE");
        if self.items.is_empty() {
            page.line("  There is no such agent.");
            return;
        }
        let headings = ["AGENT", "DONE", "SUCCESS", "AVERAGE", "MEDIAN", "POINTS", "A DAY*"];
        let mut grid = Grid::new(page, &headings, 0).numeric(&[1, 2, 3, 4, 5, 6]);
        for agent in &self.items {
            let [done, rate, average, median, points] = figures(&agent.performance);
            let a_day = width::clipped(&agent.points_per_day.to_string(), 7);
            let id = short_id(&agent.agent_id);
            let cells =
                [&id, &done, &rate, &average, &median, &points, &a_day].map(|text| (text.as_str(), None));
            grid.row(&cells);
        }
        page.block(&grid.into_text());
        let note = format!("     * points a day over {} days, today included", self.days);
        page.painted(Paint::Faint, note);
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|agent| agent.agent_id.clone()).collect()
    }
}
