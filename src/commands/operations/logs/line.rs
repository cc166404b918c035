//! One line of the log: from an entry of the journal, or from the span of a command.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Level;
use crate::domain::trail::{TrailEntry, TrailEvent};
use crate::domain::{Stamp, instant_of};
use crate::output::{Page, Paint};
use crate::telemetry;

/// Operations that are no news: signs of life, and what the store does for itself.
const QUIET: [&str; 2] = ["heartbeat", "checkpoint"];
/// So many items or agents of one transaction are named.
const NAMED: usize = 3;

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LogLine {
    /// When.
    pub at: Stamp,
    /// How important it is.
    pub level: Level,
    /// Where it comes from: `journal` or `span`.
    pub source: String,
    /// What happened, in words.
    pub message: String,
    /// The agents that it is about; the one that acted first.
    pub agents: Vec<String>,
    /// The work items that it is about.
    pub work_item_ids: Vec<String>,
    /// The trace; empty where there is none.
    pub trace_id: String,
}

impl LogLine {
    /// The lines of an entry of the journal: what was done, and what happened beside it.
    pub(super) fn of_entry(entry: &TrailEntry<'_>) -> Vec<Self> {
        let Some(at) = entry.at.as_deref() else { return Vec::new() };
        let mut lines = vec![Self::done(entry, at)];
        lines.extend(entry.events.iter().map(|event| Self::happened(entry, event, at)));
        lines
    }

    fn done(entry: &TrailEntry<'_>, at: &str) -> Self {
        let op = entry.op.as_deref().unwrap_or_default();
        let item =
            |id: &str, status: &str| if status.is_empty() { id.to_owned() } else { format!("{id} {status}") };
        let items = entry.puts.items.iter().filter_map(|put| {
            Some((put.work_item_id.as_deref()?, put.status.as_deref().unwrap_or_default()))
        });
        let gone = entry.drops.items.iter().flatten().map(|id| (id.as_ref(), "taken off the board"));
        let mut told: Vec<(String, String)> =
            items.chain(gone).map(|(id, status)| (id.to_owned(), item(id, status))).collect();
        let work_item_ids = told.iter().map(|(id, _)| id.clone()).collect();
        if told.is_empty() {
            let agents = entry.puts.agents.iter().filter_map(|agent| agent.agent_id.as_deref());
            told.extend(agents.map(|id| (id.to_owned(), format!("agent {id}"))));
        }
        let words: Vec<String> = told.into_iter().map(|(_, words)| words).collect();
        let by = entry.actor.as_deref().map_or_else(String::new, |actor| format!(" by {actor}"));
        let why = entry.reason.as_deref().map_or_else(String::new, |reason| format!(" ({reason})"));
        Self {
            at: Stamp(at.to_owned()),
            level: if QUIET.contains(&op) { Level::Debug } else { Level::Info },
            source: "journal".to_owned(),
            message: format!("{op} {}{by}{why}", few(&words)).trim().to_owned(),
            agents: agents_of(entry),
            work_item_ids,
            trace_id: entry.trace_id.as_deref().unwrap_or_default().to_owned(),
        }
    }

    fn happened(entry: &TrailEntry<'_>, event: &TrailEvent<'_>, at: &str) -> Self {
        let of = event.agent_id.as_deref().map_or_else(String::new, |agent| format!(" of {agent}"));
        let (name, id) =
            (event.event.as_deref().unwrap_or_default(), event.work_item_id.as_deref().unwrap_or_default());
        Self {
            at: Stamp(at.to_owned()),
            level: Level::Warn,
            source: "journal".to_owned(),
            message: format!("{name} {id}{of}"),
            agents: event.agent_id.iter().map(ToString::to_string).collect(),
            work_item_ids: event.work_item_id.iter().map(ToString::to_string).collect(),
            trace_id: entry.trace_id.as_deref().unwrap_or_default().to_owned(),
        }
    }

    /// The line of a span.
    pub(super) fn of_span(span: &telemetry::Told) -> Self {
        let name = span.operation.rsplit('.').next().unwrap_or_default();
        let took = format!("{} ms", span.duration_ms.round());
        let what = match (&span.error, span.is_ok) {
            (_, true) => format!("{name} took {took}"),
            (Some(error), false) => format!("{name} failed: {error}, after {took}"),
            (None, false) => format!("{name} failed after {took}"),
        };
        let item = span.work_item_id.as_ref().map_or_else(String::new, |id| format!(" {id}"));
        let by = span.agent_id.as_ref().map_or_else(String::new, |agent| format!(" by {agent}"));
        Self {
            at: span.end.stamp(),
            level: if span.is_ok { Level::Debug } else { Level::Error },
            source: "span".to_owned(),
            message: format!("{what}{item}{by}"),
            agents: span.agent_id.iter().cloned().collect(),
            work_item_ids: span.work_item_id.iter().cloned().collect(),
            trace_id: span.trace_id.clone(),
        }
    }

    /// Its place among others: older ones first.
    pub(super) fn order(&self) -> Option<crate::domain::Instant> {
        instant_of(&self.at.0)
    }

    /// Adds it to a page.
    pub(super) fn show(&self, page: &mut Page) {
        let (word, paint) = match self.level {
            Level::Debug => ("debug", Some(Paint::Faint)),
            Level::Info => ("info ", None),
            Level::Warn => ("warn ", Some(Paint::Warn)),
            Level::Error => ("error", Some(Paint::Bad)),
        };
        let line = format!("{} {word} {}", self.at, self.message);
        match paint {
            Some(paint) => page.painted(paint, line),
            None => page.line(line),
        }
    }
}

/// The first of these, and how many more there are.
fn few(words: &[String]) -> String {
    match words.len().saturating_sub(NAMED) {
        0 => words.join(", "),
        more => format!("{} and {more} more", words[..NAMED].join(", ")),
    }
}

/// The agents that an entry is about, each once; the one that acted first.
fn agents_of(entry: &TrailEntry<'_>) -> Vec<String> {
    let mut agents: Vec<String> = Vec::new();
    let puts = entry.puts.agents.iter().map(|agent| &agent.agent_id);
    let holders = entry.puts.items.iter().map(|item| &item.agent_id);
    for agent in std::iter::once(&entry.actor).chain(puts).chain(holders).chain(&entry.drops.agents).flatten()
    {
        if !agents.iter().any(|known| known == agent.as_ref()) {
            agents.push(agent.to_string());
        }
    }
    agents
}
