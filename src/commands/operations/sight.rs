//! What `monitor` shows: who holds what, and what happened last.

use schemars::JsonSchema;
use serde::Serialize;

use super::observation::Observation;
use crate::commands::agents::scorecard;
use crate::commands::board::overview::Overview;
use crate::commands::board::queue::WorkLine;
use crate::commands::board::tables;
use crate::commands::work::history::Step;
use crate::context::Context;
use crate::domain::{Instant, RESERVATION, Stamp, brief};
use crate::error::{Error, Kind, Result};
use crate::output::table::Grid;
use crate::output::{Page, Paint, width};
use crate::store;

/// So many transactions are looked through for what happened last; signs of life are left out of them.
const LOOKED_THROUGH: usize = 300;
/// Signs of life, and what the store does for itself, are no news.
const QUIET: [&str; 2] = ["heartbeat", "checkpoint"];
/// So much of what happened is kept.
const KEPT: usize = 100;
/// Rows on a page that scrolls.
const ROWS: usize = 12;

/// A board at one moment, for somebody who watches.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Sight {
    /// When.
    pub at: Stamp,
    /// The state directory.
    pub directory: String,
    /// Whether there is a board.
    pub exists: bool,
    /// In the queue.
    pub pending: u32,
    /// In somebody's hands.
    pub held: u32,
    /// Of these: have outlived their lease.
    pub expired: usize,
    /// Failed too often.
    pub dead: u32,
    /// For how many seconds the first in the queue could have been taken; null where nothing waits.
    pub oldest_secs: Option<i64>,
    /// Agents that gave a sign and hold work.
    pub working: u32,
    /// Agents that gave a sign and hold nothing.
    pub idle: u32,
    /// Agents that give no sign.
    pub offline: u32,
    /// The health of the board, from 0 to 100; null where there is no data yet.
    pub health: Option<u32>,
    /// What is held: most urgent first, then longest held.
    pub work: Vec<WorkLine>,
    /// What happened last, the newest first; without signs of life.
    pub events: Vec<Step>,
}

impl Sight {
    /// Takes it.
    ///
    /// # Errors
    /// The board or its configuration cannot be read.
    pub fn take(context: &Context, now: Instant) -> Result<Self> {
        let config = context.config()?;
        let seen = Observation::take(context, now)?;
        let health = seen.health(config).score;
        if let Some(fault) = seen.fault {
            return Err(Error::new(Kind::BrokenState, fault).hint("see what is wrong: coord doctor"));
        }
        let (mut work, entries) = store::view(context.store()?, now, |view| {
            let items = Overview::take(view, now, config.lease.secs())?;
            Ok((items.work, view.history(None, LOOKED_THROUGH)?))
        })?;
        work.retain(|line| line.work_type != RESERVATION);
        let events = entries.iter().rev().filter(|entry| !QUIET.contains(&entry.op.as_str())).take(KEPT);
        Ok(Self {
            at: now.stamp(),
            directory: context.dir().display().to_string(),
            exists: seen.exists,
            pending: seen.items.pending,
            held: seen.items.held,
            expired: seen.stale_claims.len(),
            dead: seen.items.dead,
            oldest_secs: seen.oldest_secs,
            working: seen.agents.working,
            idle: seen.agents.idle,
            offline: seen.agents.offline,
            health,
            work,
            events: events.map(|entry| Step::of(entry, None)).collect(),
        })
    }

    /// Draws it on one screen, or on a page that scrolls.
    pub fn draw(&self, page: &mut Page) {
        let (work_rows, event_rows) = self.rows(page.height());
        self.title(page);
        page.gap();
        page.painted(Paint::Heading, format!("🔧 WHO HOLDS WHAT: {}", self.held));
        if self.work.is_empty() {
            page.painted(Paint::Faint, "     Nobody holds anything.");
        }
        tables::work(&self.work, work_rows, page);
        page.gap();
        page.painted(Paint::Heading, "📜 NEWEST EVENTS");
        if self.events.is_empty() {
            page.painted(Paint::Faint, "     No data yet: nothing has happened.");
        } else {
            self.events(event_rows, page);
        }
    }

    /// How many items and how many events fit: both get their share, and what one does not need goes to the other.
    fn rows(&self, height: Option<u16>) -> (usize, usize) {
        let Some(height) = height else { return (ROWS, ROWS) };
        // Title, sums, two headings, two lines above tables, two gaps, a note, the footer.
        let free = usize::from(height).saturating_sub(11);
        let events = self.events.len().min((free / 2).max(3));
        let work = (free.saturating_sub(events) / 2).clamp(1, self.work.len().max(1));
        (work, free.saturating_sub(work * 2).max(3))
    }

    fn title(&self, page: &mut Page) {
        let clock = self.at.0.get(11..19).unwrap_or_default();
        page.painted(Paint::Heading, format!("📡 MONITOR · {clock} UTC · {}", self.directory));
        if !self.exists {
            page.painted(Paint::Warn, "   No data yet: there is no board in this directory.");
        }
        let oldest =
            self.oldest_secs.map_or_else(String::new, |secs| format!(", the first for {}", brief(secs)));
        let health = match self.health {
            Some(score) => format!("health {score} of 100"),
            None => "health: no data yet".to_owned(),
        };
        let parts = [
            (format!("   {} pending{oldest}", self.pending), None),
            (format!(" · {} held", self.held), None),
            (format!(" · {} expired", self.expired), (self.expired > 0).then_some(Paint::Bad)),
            (format!(" · {} dead", self.dead), (self.dead > 0).then_some(Paint::Bad)),
            (format!(" · {} working, {} idle, {} offline", self.working, self.idle, self.offline), None),
            (format!(" · {health}"), Some(scorecard::paint(self.health.map(f64::from)))),
        ];
        let columns = usize::from(page.width().unwrap_or(u16::MAX));
        let mut line = String::new();
        let mut used = 0;
        for (text, paint) in parts {
            let mut text = text.as_str();
            // What no longer fits goes to the next line.
            if used > 0 && used + width::columns(text) > columns {
                page.block(&line);
                (line, used) = ("   ".to_owned(), 3);
                text = text.trim_start_matches(" · ");
            }
            let text = width::clipped(text, columns.saturating_sub(used).max(1));
            used += width::columns(&text);
            line.push_str(&paint.map_or_else(|| text.clone(), |paint| page.paint(paint, &text)));
        }
        page.block(&line);
    }

    fn events(&self, most: usize, page: &mut Page) {
        let mut grid = Grid::new(page, &["TIME", "WHAT", "WHO", "CHANGE"], 3);
        for step in self.events.iter().take(most) {
            let what = width::clipped(&step.op, 14);
            let who = width::clipped_start(step.actor.as_deref().unwrap_or("-"), 18);
            let change = step.events.iter().chain(&step.changes);
            let change =
                change.map(|change| width::clipped(change, 200)).take(4).collect::<Vec<_>>().join("; ");
            grid.row(&[
                (&self.clock_of(&step.at), Some(Paint::Faint)),
                (&what, Some(paint(&step.op))),
                (&who, None),
                (&change, None),
            ]);
        }
        page.block(&grid.into_text());
    }

    /// The time of day of what happened today, else the day.
    fn clock_of(&self, at: &Stamp) -> String {
        let (today, day) = (self.at.0.get(..10), at.0.get(..10));
        let part = if day == today { at.0.get(11..19) } else { day };
        part.unwrap_or(&at.0).to_owned()
    }
}

/// How an operation looks.
fn paint(op: &str) -> Paint {
    match op {
        "complete" => Paint::Good,
        "fail" | "cancel" | "reap" | "block" | "foreign_edit" => Paint::Warn,
        _ => Paint::Heading,
    }
}
