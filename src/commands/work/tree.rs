//! Items as a tree: of what they wait for, or of who waits for them.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::standing::{Observer, State};
use crate::context::Context;
use crate::domain::{Completion, Dependency, WorkItem};
use crate::error::Result;
use crate::output::{Page, Paint, width};
use crate::store::View;

/// Deeper places are not moved further to the right.
const DEEPEST: usize = 12;
/// So many characters of a description are told.
const LONGEST: usize = 120;
/// The width of a page that goes into a pipe.
const PIPE: u16 = 100;

/// A place in a tree.
#[derive(Clone, Debug)]
pub struct Place {
    /// The item.
    pub id: String,
    /// How deep it stands; roots stand at 0.
    pub depth: usize,
    /// Whether it is the last one below its parent.
    pub is_last: bool,
    /// What follows stands further up already.
    pub is_repeated: bool,
    /// It is one of its own parents.
    pub is_cycle: bool,
}

impl Place {
    /// A place in a plain list.
    pub fn flat(id: &str) -> Self {
        Self { id: id.to_owned(), depth: 0, is_last: true, is_repeated: false, is_cycle: false }
    }
}

/// An item in a tree.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Twig {
    /// The item.
    pub work_item_id: String,
    /// How deep it stands; its parent is the nearest one above that stands one less deep.
    pub depth: usize,
    /// How it stands; null where it is not on the board.
    pub state: Option<State>,
    /// Where it is not on the board: whether the log knows that it was completed well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was_completed: Option<bool>,
    /// The kind of work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_type: Option<String>,
    /// What is to be done; cut after 120 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who holds it, or held it when it was completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// What follows stands further up already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_repeated: bool,
    /// It is one of its own parents: a cycle.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_cycle: bool,
    #[serde(skip)]
    is_last: bool,
}

/// The items at these places.
///
/// # Errors
/// What the store says.
pub fn twigs(
    places: &[Place],
    items: &[WorkItem],
    view: &mut dyn View,
    context: &Context,
) -> Result<Vec<Twig>> {
    let by_id: HashMap<&str, &WorkItem> =
        items.iter().rev().map(|item| (item.work_item_id.as_str(), item)).collect();
    let mut observer = Observer::new(None, context)?;
    let mut log = Log::default();
    let mut twigs = Vec::with_capacity(places.len());
    for place in places {
        let item = by_id.get(place.id.as_str()).copied();
        let state =
            item.map(|item| observer.standing(view, item)).transpose()?.map(|standing| standing.state);
        let was_completed = if item.is_some() { None } else { Some(log.has_success(view, &place.id)?) };
        let description = item.and_then(|item| item.description.as_ref());
        twigs.push(Twig {
            work_item_id: place.id.clone(),
            depth: place.depth,
            state,
            was_completed,
            work_type: item.and_then(|item| item.work_type.clone()),
            description: description.map(|text| text.chars().take(LONGEST).collect()),
            agent_id: item.and_then(|item| item.agent_id.clone()),
            is_repeated: place.is_repeated,
            is_cycle: place.is_cycle,
            is_last: place.is_last,
        });
    }
    Ok(twigs)
}

/// The log of completions, once it is asked for.
#[derive(Default)]
struct Log(Option<Vec<Completion>>);

impl Log {
    fn has_success(&mut self, view: &mut dyn View, id: &str) -> Result<bool> {
        if self.0.is_none() {
            self.0 = Some(view.completions(None)?);
        }
        Ok(Dependency::of_gone(id, self.0.as_deref().unwrap_or_default()) == Dependency::Met)
    }
}

/// Adds the tree to a page, a line for each item.
pub fn text(twigs: &[Twig], page: &mut Page) {
    let columns = usize::from(page.width().unwrap_or(PIPE));
    // Of each place on the way down, whether it was the last one below its parent.
    let mut ends: Vec<bool> = Vec::new();
    for twig in twigs {
        ends.truncate(twig.depth);
        ends.push(twig.is_last);
        let margin = margin(&ends);
        let (word, paint) = twig.word();
        let start = format!("   {margin}{} ", width::clipped_start(&twig.work_item_id, 30));
        let word = format!("[{word}]");
        let kind = twig.work_type.as_deref().map(|kind| format!(" {}", width::clipped(kind, 16)));
        let end = format!("{}{}", kind.unwrap_or_default(), twig.note());
        let room =
            columns.saturating_sub(width::columns(&start) + width::columns(&word) + width::columns(&end));
        let description = twig.description.as_deref().filter(|text| !text.is_empty() && room > 10);
        let description =
            description.map(|text| format!(": {}", width::clipped(text, room - 2))).unwrap_or_default();
        let word = paint.map_or(word.clone(), |paint| page.paint(paint, &word));
        let note = if end.ends_with(')') { "" } else { description.as_str() };
        page.block(&format!("{start}{word}{end}{note}"));
    }
}

impl Twig {
    fn word(&self) -> (&'static str, Option<Paint>) {
        match (self.state, self.was_completed) {
            (Some(state), _) => (state.word(), state.paint()),
            (None, Some(true)) => ("completed, archived", Some(Paint::Faint)),
            (None, _) => ("gone", Some(Paint::Bad)),
        }
    }

    fn note(&self) -> &'static str {
        match (self.is_cycle, self.is_repeated) {
            (true, _) => " (a cycle)",
            (_, true) => " (see above)",
            _ => "",
        }
    }
}

/// What stands left of an item: lines to its parents.
fn margin(ends: &[bool]) -> String {
    let Some((is_last, above)) = ends.split_last().filter(|(_, above)| !above.is_empty()) else {
        return String::new();
    };
    if above.len() > DEEPEST {
        return format!("{}… {} deep ", "   ".repeat(DEEPEST - 1), above.len());
    }
    // Roots have no line.
    let lines = above[1..].iter().map(|is_last| if *is_last { "   " } else { "│  " });
    lines.collect::<String>() + if *is_last { "└─ " } else { "├─ " }
}
