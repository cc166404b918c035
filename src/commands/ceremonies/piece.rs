//! A piece of work as ceremonies name it.

use schemars::JsonSchema;
use serde::Serialize;

use super::snapshot::Snapshot;
use crate::domain::{Quantity, Status, WorkItem};
use crate::output::document::Section;
use crate::output::width;

/// So many characters of a description are told.
const LONGEST: usize = 300;
/// So many columns of it are shown.
const SHOWN: usize = 70;
/// So many columns of the name of an agent or a team are shown.
pub const LONGEST_NAME: usize = 40;
/// So many pieces are shown under one heading.
const MOST_SHOWN: usize = 7;

/// A piece of work.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Piece {
    /// The item.
    pub work_item_id: String,
    /// What is to be done; cut after 300 characters. Empty where nobody knows any more.
    pub description: String,
    /// The kind of work.
    pub work_type: String,
    /// How urgent it is.
    pub priority: String,
    /// The team; null where it has none.
    pub team: Option<String>,
    /// Who holds it, or held it when it was completed.
    pub agent_id: Option<String>,
    /// Story points, where it was estimated.
    pub points: Option<Quantity>,
    /// Percent done, where the holder said.
    pub progress: Option<Quantity>,
    /// What came of it, where it was completed.
    pub result: Option<String>,
    /// What keeps it from being done; of a dead item its last error.
    pub hindrance: Option<String>,
}

impl Piece {
    /// The item as it stands.
    pub fn of(item: &WorkItem, snapshot: &Snapshot<'_>) -> Self {
        let word = |field: &Option<String>| field.clone().filter(|word| !word.is_empty());
        let description = item.description.clone().unwrap_or_default();
        Self {
            work_item_id: item.work_item_id.clone(),
            description: description.chars().take(LONGEST).collect(),
            work_type: word(&item.work_type).unwrap_or_else(|| "unknown".to_owned()),
            priority: word(&item.priority).unwrap_or_else(|| "medium".to_owned()),
            team: word(&item.team),
            agent_id: word(&item.agent_id),
            points: item.story_points,
            progress: item.progress,
            result: word(&item.result).filter(|_| !item.is_open()),
            hindrance: match item.status() {
                Status::Dead => word(&item.last_error),
                _ => snapshot.hindrances.get(&item.work_item_id).map(ToString::to_string),
            },
        }
    }

    /// All of these.
    pub fn all<'i>(items: impl IntoIterator<Item = &'i WorkItem>, snapshot: &Snapshot<'_>) -> Vec<Self> {
        items.into_iter().map(|item| Self::of(item, snapshot)).collect()
    }

    /// In a line, with what else is to be said of it.
    fn line(&self, more: &str) -> String {
        let what = if self.description.is_empty() { "no description" } else { &self.description };
        let points = self.points.map_or_else(String::new, |points| format!(", {}", points_of(points)));
        let about = format!("({}, {}{points})", self.work_type, self.priority);
        format!("{}: {} {about}{more}", self.work_item_id, width::clipped(what, SHOWN))
    }

    /// As something that was done.
    pub fn done(&self) -> String {
        let by = self
            .agent_id
            .as_ref()
            .map_or_else(String::new, |agent| format!(", by {}", width::clipped(agent, LONGEST_NAME)));
        let result = self
            .result
            .as_ref()
            .map_or_else(String::new, |result| format!(": {}", width::clipped(result, SHOWN / 2)));
        self.line(&format!("{by}{result}"))
    }

    /// As something that somebody is at.
    pub fn in_hand(&self) -> String {
        let by = width::clipped(self.agent_id.as_deref().unwrap_or("nobody"), LONGEST_NAME);
        let progress = self.progress.map_or_else(String::new, |percent| format!(", {}%", percent.rounded()));
        self.line(&format!(", held by {by}{progress}"))
    }

    /// As something that cannot go on.
    pub fn blocked(&self) -> String {
        let why = self.hindrance.as_ref();
        let why = why.map_or_else(String::new, |why| format!(" – {}", width::clipped(why, 2 * SHOWN)));
        self.line(&why)
    }

    /// As something that waits.
    pub fn waiting(&self) -> String {
        self.line("")
    }
}

/// `1 point`, `2.5 points`
pub fn points_of(points: Quantity) -> String {
    let shown = points.rounded().to_string();
    if shown == "1" { "1 point".to_owned() } else { format!("{shown} points") }
}

/// `1 item`, `2 items`
pub fn items_of(count: u32) -> String {
    if count == 1 { "1 item".to_owned() } else { format!("{count} items") }
}

/// The first of `pieces` as a list, and how many more there are; nothing where there are none.
pub fn listed(section: Section, pieces: &[Piece], line: impl Fn(&Piece) -> String) -> Section {
    if pieces.is_empty() {
        return section;
    }
    let section = section.list(pieces.iter().take(MOST_SHOWN).map(line), "");
    match pieces.len().saturating_sub(MOST_SHOWN) {
        0 => section,
        more => section.note(format!("… and {more} more (--json has them all)")),
    }
}

/// [`listed`](fn@listed), with a word where there is nothing to list.
pub fn listed_or(
    section: Section,
    pieces: &[Piece],
    line: impl Fn(&Piece) -> String,
    nothing: &str,
) -> Section {
    if pieces.is_empty() { section.note(nothing) } else { listed(section, pieces, line) }
}
