//! An item as a line of a list: what an agent has to know to choose, and no more.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::standing::{Standing, State};
use crate::domain::{Instant, Quantity, Stamp, WorkItem, brief};
use crate::output::table::Grid;
use crate::output::{Page, Paint, width};

/// So many characters of a description are told in a list.
const LONGEST: usize = 300;
/// From this width on the holders have room for their whole ids.
const WIDE: u16 = 120;
/// Columns of an id; those of our own fit.
const ID: usize = 24;

/// An item as a line of a list.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// The item.
    pub work_item_id: String,
    /// The kind of work.
    pub work_type: String,
    /// How urgent it is.
    pub priority: String,
    /// What is to be done; cut after 300 characters.
    pub description: String,
    /// How it stands.
    pub state: State,
    /// What keeps it from being taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The status word, where it says more than the state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Who holds it, or held it when it was completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// Seconds until the lease of its holder ends, negative where it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease_left_secs: Option<i64>,
    /// Percent done, where the holder said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<Quantity>,
    /// The only agent that may take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<String>,
    /// When it should be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Stamp>,
    /// When it may be taken at the earliest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Stamp>,
    /// The whole item, where it was asked for with --full or --fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<WorkItem>,
}

impl Row {
    /// The item as it stands; with all of it where `is_full`.
    pub fn of(item: WorkItem, standing: Standing, is_full: bool) -> Self {
        let word = |field: &Option<String>, missing: &str| {
            field.clone().filter(|word| !word.is_empty()).unwrap_or_else(|| missing.to_owned())
        };
        let stored = item.status.clone().filter(|word| !is_implied(word, standing.state));
        Self {
            work_item_id: item.work_item_id.clone(),
            work_type: word(&item.work_type, "unknown"),
            priority: word(&item.priority, "medium"),
            description: cut(item.description.as_deref().unwrap_or_default()),
            state: standing.state,
            why: standing.why.filter(|_| standing.state != State::Held),
            status: stored,
            team: item.team.clone(),
            agent_id: item.agent_id.clone(),
            lease_left_secs: standing.lease_left_secs,
            progress: item.progress,
            assigned_to: item.assigned_to.clone(),
            deadline: item.deadline.clone(),
            not_before: item.not_before.clone().filter(|_| standing.state == State::Scheduled),
            item: is_full.then_some(item),
        }
    }

    /// The state in at most 16 columns, or 40 where there is room.
    fn state_cell(&self, now: Instant, is_wide: bool) -> String {
        let room = if is_wide { 32 } else { 8 };
        match self.state {
            State::Held => {
                let holder = self.agent_id.as_deref().unwrap_or("somebody");
                let left = brief(self.lease_left_secs.unwrap_or_default());
                format!("{} {left}", width::clipped_start(holder, room))
            }
            State::Scheduled => {
                let start = self.not_before.as_ref().and_then(Stamp::instant);
                start.map_or_else(
                    || self.state.word().to_owned(),
                    |start| format!("in {}", brief(start.unix() - now.unix())),
                )
            }
            State::Ready => match &self.assigned_to {
                Some(agent) => format!("for {}", width::clipped_start(agent, room)),
                None => self.state.word().to_owned(),
            },
            state => state.word().to_owned(),
        }
    }
}

/// Whether the state says as much as the status word.
fn is_implied(word: &str, state: State) -> bool {
    match state {
        State::Held | State::Expired => matches!(word, "active" | ""),
        State::Completed | State::Cancelled | State::Dead => word == state.word(),
        _ => matches!(word, "pending" | ""),
    }
}

fn cut(description: &str) -> String {
    match description.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &description[..end]),
        None => description.to_owned(),
    }
}

/// The rows as a table that fits the page; without a column for the state where all that is told is ready.
pub fn table(page: &mut Page, rows: &[Row], now: Instant) {
    if rows.is_empty() {
        return;
    }
    let is_wide = page.width().is_some_and(|columns| columns >= WIDE);
    let headings = ["ID", "TYPE", "PRIORITY", "STATE", "DESCRIPTION"];
    let mut grid = Grid::new(page, &headings, 4);
    for row in rows {
        let cells = [
            (width::clipped_start(&row.work_item_id, ID), None),
            (width::clipped(&row.work_type, 10), None),
            (width::clipped(&row.priority, 8), urgency(&row.priority)),
            (row.state_cell(now, is_wide), row.state.paint()),
            (row.description.clone(), None),
        ];
        let cells: Vec<_> = cells.iter().map(|(text, paint)| (text.as_str(), *paint)).collect();
        grid.row(&cells);
    }
    page.block(&grid.into_text());
}

fn urgency(priority: &str) -> Option<Paint> {
    match priority {
        "critical" => Some(Paint::Bad),
        "high" => Some(Paint::Warn),
        "low" => Some(Paint::Faint),
        _ => None,
    }
}

/// `1 item`, `2 items`.
pub fn items(count: usize) -> String {
    if count == 1 { "1 item".to_owned() } else { format!("{count} items") }
}
