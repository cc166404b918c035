//! `value-stream`: how work flows from its creation to its completion, and where it waits.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ceremony::{Figures, Minutes, Occasion, Telling, percent};
use super::piece::LONGEST_NAME;
use super::snapshot::Snapshot;
use super::spread::{average, length, note_on_clocks, told};
use crate::commands::board::schedule::midnight;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::Quantity;
use crate::domain::calendar::plus;
use crate::domain::flow::{Bucket, Figures as FlowFigures, Group as FlowGroup, Passage, buckets, grouped};
use crate::error::{Error, Kind, Result};
use crate::output::chart::{Bar, Chart, Shape, Style};
use crate::output::document::{Block, Section, Table};
use crate::output::{Document, width};

/// No window is longer, in days.
const MOST_DAYS: u32 = 366;
/// So many kinds of work are shown.
const MOST_SHOWN: usize = 15;
/// A kind of work needs so many completions before it is called slow.
const ENOUGH: u32 = 3;

/// Maps the value stream.
///
/// Measured from what the journal knows: lead time from creation to completion, touch time while somebody held the item,
/// waiting time while nobody did, and process efficiency, which is touch time as percent of lead time; in all and by
/// kind of work.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct ValueStream {
    /// What was completed in so many days, today included
    #[arg(long, value_name = "N", default_value_t = 30)]
    #[serde(default = "a_month")]
    pub days: u32,
    /// Print Markdown, for a wiki or a pull request
    #[arg(long)]
    #[serde(default)]
    pub markdown: bool,
    /// Draw charts in ASCII
    #[arg(long)]
    #[serde(default)]
    pub ascii: bool,
}

fn a_month() -> u32 {
    30
}

/// How work flows.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Stream {
    /// When, and where the train stands.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// How many days the completions are of.
    pub days: u32,
    /// The first of these days, `YYYY-MM-DD`.
    pub since: String,
    /// The figures of all completions.
    pub all: FlowFigures,
    /// How many completions had which lead time, from the first class that has any to the last.
    pub lead_time_histogram: Vec<Bucket>,
    /// By kind of work, those with most completions first.
    pub by_work_type: Vec<FlowGroup>,
    /// By team, those with most completions first.
    pub by_team: Vec<FlowGroup>,
    /// What lies in the queue or in hands now.
    pub steps: Steps,
    /// Where time would be won.
    pub opportunities: Vec<Opportunity>,
}

/// What lies at each step of the stream now.
#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
pub struct Steps {
    /// In the queue, free to be taken.
    pub ready: u32,
    /// Open, but blocked or waiting for other items.
    pub blocked: u32,
    /// In somebody's hands.
    pub in_hand: u32,
    /// Completed in the days that are told of.
    pub completed: u32,
}

/// Where time would be won.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Opportunity {
    /// The kind of work; empty where nobody said.
    pub work_type: String,
    /// Its waiting time on average, in seconds.
    pub waiting_secs: i64,
    /// Its lead time on average, in seconds.
    pub lead_secs: i64,
    /// Its process efficiency, in percent.
    pub process_efficiency: Option<f64>,
    /// How many completions that is drawn from.
    pub completions: u32,
    /// All that it waited, in seconds: what would be won at most.
    pub total_waiting_secs: i64,
}

impl Operation for ValueStream {
    const NAME: &'static str = "value-stream";
    const ALIASES: &'static [&'static str] = &["vsm"];
    const GROUP: Group = Group::Ceremonies;
    const ABOUT: &'static str = "Map how work flows: lead, touch and waiting time";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord value-stream", "the last 30 days, in all and by kind of work"),
        ("coord value-stream --days 7 --markdown", "the last week, for a wiki"),
    ];
    type Report = Minutes<Stream>;

    fn run(self, context: &Context) -> Result<Minutes<Stream>> {
        if !(1..=MOST_DAYS).contains(&self.days) {
            return Err(Error::new(Kind::InvalidValue, format!("--days: {} is out of range", self.days))
                .hint(format!("ask for 1 to {MOST_DAYS} days")));
        }
        let snapshot = Snapshot::take(context)?;
        Ok(Minutes {
            figures: Stream::of(&snapshot, self.days),
            telling: Telling { is_markdown: self.markdown, is_ascii: self.ascii },
        })
    }
}

impl Stream {
    fn of(snapshot: &Snapshot<'_>, days: u32) -> Self {
        let since = plus(snapshot.schedule.today(), 1 - i64::from(days));
        let completed: Vec<&Passage> = snapshot.passed(midnight(since), None).collect();
        let all = FlowFigures::of(completed.iter().copied());
        let by_work_type = grouped(completed.iter().copied(), |passage| &passage.work_type);
        let count = |found: usize| u32::try_from(found).unwrap_or(u32::MAX);
        let blocked = snapshot.blocked(None).count();
        let in_hand = snapshot.open(None).filter(|item| item.is_held()).count();
        let held_and_blocked = snapshot.blocked(None).filter(|item| item.is_held()).count();
        Self {
            occasion: Occasion::of(snapshot),
            days,
            since: since.to_string(),
            lead_time_histogram: buckets(completed.iter().filter_map(|passage| passage.lead_secs())),
            opportunities: opportunities(&by_work_type),
            by_team: grouped(completed.iter().copied(), |passage| &passage.team),
            by_work_type,
            steps: Steps {
                ready: count(snapshot.open(None).count() + held_and_blocked - blocked - in_hand),
                blocked: count(blocked),
                in_hand: count(in_hand),
                completed: all.completions,
            },
            all,
        }
    }

    fn map(&self) -> Section {
        let steps = &self.steps;
        let section = Section::new("🗺️ CURRENT STATE MAP").line(format!(
            "Queue: {} ready, {} blocked → In hand: {} → Completed: {} since {}",
            steps.ready, steps.blocked, steps.in_hand, steps.completed, self.since
        ));
        let section = self.groups(section, "WORK", &self.by_work_type);
        match self.by_team.len() {
            0 | 1 => section,
            _ => self.groups(section.line("By team:"), "TEAM", &self.by_team),
        }
    }

    fn groups(&self, section: Section, heading: &str, groups: &[FlowGroup]) -> Section {
        let rows = groups.iter().take(MOST_SHOWN).map(|group| {
            let figures = &group.figures;
            let name = if group.name.is_empty() { "(not known)" } else { &group.name };
            [
                width::clipped(name, LONGEST_NAME),
                figures.completions.to_string(),
                average(figures.lead_time.as_ref()),
                average(figures.touch_time.as_ref()),
                average(figures.waiting_time.as_ref()),
                figures.process_efficiency.map_or_else(|| "-".to_owned(), |percent| format!("{percent}%")),
            ]
        });
        let headings = [heading, "DONE#", "LEAD#", "TOUCH#", "WAITING#", "EFFICIENCY#"];
        let nothing = format!("No data yet: nothing was completed in the last {} days.", self.days);
        let section = section.table(Table::new(&headings).rows(rows), &nothing);
        match groups.len().saturating_sub(MOST_SHOWN) {
            0 => section,
            more => section.note(format!("… and {more} more (--json has them all)")),
        }
    }

    fn metrics(&self, style: Style) -> Section {
        let all = &self.all;
        let section = Section::new("📊 CURRENT STATE METRICS").fields([
            ("Total Lead Time", told(all.lead_time.as_ref())),
            ("Touch Time", told(all.touch_time.as_ref())),
            ("Waiting Time", told(all.waiting_time.as_ref())),
            ("Process Efficiency", percent(all.process_efficiency)),
            ("Success", percent(all.success_rate)),
        ]);
        let section = match all.process_efficiency {
            Some(touch) => {
                let waiting = Quantity(100.0 - touch).rounded().0;
                let bars = [Bar::new("touch", touch), Bar::new("waiting", waiting)];
                section.line("Where the lead time goes, in percent:").block(rows(
                    "Lead time by share",
                    "percent",
                    bars,
                    style,
                ))
            }
            None => section,
        };
        let section = if self.lead_time_histogram.is_empty() {
            section
        } else {
            let name = |name: &str| if style.is_ascii { name.replace('–', "-") } else { name.to_owned() };
            let bars = self.lead_time_histogram.iter();
            let bars = bars.map(|bucket| Bar::new(name(&bucket.name), f64::from(bucket.count)));
            section.line("Completions by lead time:").block(rows(
                "Completions by lead time",
                "items",
                bars,
                style,
            ))
        };
        note_on_clocks(section, all)
    }

    /// What the stream would be if the worst waiting were halved: worked out from the figures above, not wished for.
    fn future(&self) -> Section {
        let section = Section::new("🔭 FUTURE STATE VISION");
        let (Some(lead), Some(touch), Some(waiting)) =
            (&self.all.lead_time, &self.all.touch_time, &self.all.waiting_time)
        else {
            return section.note("No data yet: there are no times to start from.");
        };
        if waiting.average_secs == 0 {
            return section.note("Nothing waited, as far as the journal knows: there is no waiting to win.");
        }
        let half = waiting.average_secs / 2;
        let efficiency =
            Quantity::from(touch.average_secs).percent_of(Quantity::from(touch.average_secs + half));
        section
            .fields([
                (
                    "Lead time with half the waiting",
                    format!("{} instead of {}", length(touch.average_secs + half), length(lead.average_secs)),
                ),
                ("Process efficiency then", percent(efficiency)),
                (
                    "The least possible lead time",
                    format!("{}, if nothing waited", length(touch.average_secs)),
                ),
            ])
            .note("Worked out from the averages above.")
    }

    fn improvements(&self) -> Section {
        let lines = self.opportunities.iter().map(|it| {
            let name = if it.work_type.is_empty() { "(not known)" } else { &it.work_type };
            format!(
                "{name}: waits {} of {} on average ({} efficient, {} completed); {} of waiting in all",
                length(it.waiting_secs),
                length(it.lead_secs),
                percent(it.process_efficiency),
                it.completions,
                length(it.total_waiting_secs)
            )
        });
        let section = Section::new("📈 IMPROVEMENT OPPORTUNITIES");
        let section = section.list(
            lines,
            &format!("No data yet: no kind of work is known to have waited, of those with {ENOUGH} completions or more."),
        );
        match self.steps.blocked {
            0 => section,
            count => section.note(format!("{count} open items are blocked now: coord art-sync says why.")),
        }
    }
}

/// Bars below each other.
fn rows(title: &str, unit: &str, bars: impl IntoIterator<Item = Bar>, style: Style) -> Block {
    let shape = Shape::Rows(bars.into_iter().collect());
    Block::Figure(Chart { title: title.to_owned(), unit: unit.to_owned(), shape }.figure(style))
}

/// The kinds of work that waited most in all, of those with enough completions.
fn opportunities(by_work_type: &[FlowGroup]) -> Vec<Opportunity> {
    let of = |group: &FlowGroup| {
        let figures = &group.figures;
        let (lead, waiting) = (figures.lead_time.as_ref()?, figures.waiting_time.as_ref()?);
        let is_slow = waiting.count >= ENOUGH && waiting.average_secs > 0;
        is_slow.then(|| Opportunity {
            work_type: group.name.clone(),
            waiting_secs: waiting.average_secs,
            lead_secs: lead.average_secs,
            process_efficiency: figures.process_efficiency,
            completions: waiting.count,
            total_waiting_secs: waiting.average_secs * i64::from(waiting.count),
        })
    };
    let mut found: Vec<Opportunity> = by_work_type.iter().filter_map(of).collect();
    found.sort_by_key(|opportunity| std::cmp::Reverse(opportunity.total_waiting_secs));
    found.truncate(5);
    found
}

impl Figures for Stream {
    fn document(&self, style: Style) -> Document {
        self.occasion
            .document("🌊 VALUE STREAM MAPPING - END-TO-END FLOW")
            .fields([
                ("VALUE STREAM", "From Concept to Production Deployment".to_owned()),
                (
                    "Completions",
                    format!("{} in {} days, since {}", self.all.completions, self.days, self.since),
                ),
            ])
            .section(self.map())
            .section(self.metrics(style))
            .section(self.future())
            .section(self.improvements())
    }
}
