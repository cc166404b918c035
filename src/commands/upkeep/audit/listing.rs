//! Records of the trail, for people and for other programs.

use std::collections::VecDeque;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Export;
use crate::context::Context;
use crate::domain::borrowed::Text;
use crate::domain::trail::TrailCall;
use crate::domain::{Instant, TrailEntry};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Paint, csv, stream_while_read};
use crate::store;

/// So much text is printed at once, in bytes.
const PIECE: usize = 64 * 1024;

/// The columns of a row for a spreadsheet.
const COLUMNS: [&str; 11] = [
    "seq",
    "at",
    "operation",
    "actor",
    "reason",
    "work_items",
    "agents",
    "removed",
    "events",
    "request_id",
    "trace_id",
];

/// Which records.
pub(super) struct Wanted {
    pub(super) since: Option<Instant>,
    pub(super) agent: Option<String>,
}

/// Records of the trail.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// The newest records, oldest first.
    pub items: Vec<Record>,
    /// How many are listed.
    pub total: usize,
    /// Whether there are older ones.
    pub has_more: bool,
}

/// One change of the board: who made it, why, and what it was about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Its number in the journal, without gaps.
    pub seq: u64,
    /// When, as it stands in the journal.
    pub at: String,
    /// The operation.
    pub operation: String,
    /// The agent that asked, where it said so.
    pub actor: Option<String>,
    /// Why, where somebody said so.
    pub reason: Option<String>,
    /// The caller's name for the request, where it had one.
    pub request_id: Option<String>,
    /// The trace; empty where there is none.
    pub trace_id: String,
    /// The work items that were written, as they stood then.
    pub work_items: Vec<ItemThen>,
    /// The agents that were written.
    pub agents: Vec<String>,
    /// The items and agents that were taken off the board.
    pub removed: Vec<String>,
    /// What happened beside that, in words: `lease_expired work_1 of agent_2`.
    pub events: Vec<String>,
}

/// A work item as it stood after a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ItemThen {
    /// The item.
    pub work_item_id: String,
    /// Its status word.
    pub status: String,
    /// Who held it.
    pub agent_id: Option<String>,
}

/// Shows `each` the records that are wanted, oldest first; it says whether to go on.
fn visit(
    context: &Context,
    wanted: &Wanted,
    each: &mut dyn FnMut(&TrailEntry<'_>) -> Result<bool>,
) -> Result<()> {
    let mut goes_on = true;
    store::view(context.store()?, context.now(), |view| {
        view.trail(wanted.since, &mut |entry| {
            let is_wanted = wanted.agent.as_ref().is_none_or(|agent| entry.concerns_agent(agent));
            goes_on = goes_on && (!is_wanted || each(entry)?);
            Ok(())
        })
    })
}

/// The newest `limit` records.
pub(super) fn newest(context: &Context, wanted: &Wanted, limit: usize) -> Result<Listed> {
    let mut newest = VecDeque::new();
    let mut has_more = false;
    visit(context, wanted, &mut |entry| {
        if newest.len() == limit {
            newest.pop_front();
            has_more = true;
        }
        newest.push_back(Record::of(entry));
        Ok(true)
    })?;
    Ok(Listed { total: newest.len(), has_more, items: newest.into() })
}

/// Prints every record, a piece at a time, for as long as somebody reads.
pub(super) fn export(context: &Context, wanted: &Wanted, form: Export) -> Result<()> {
    let mut text = if form == Export::Csv { csv::row(COLUMNS) } else { String::new() };
    visit(context, wanted, &mut |entry| {
        text.push_str(&Record::of(entry).line(form)?);
        if text.len() < PIECE {
            return Ok(true);
        }
        stream_while_read(&std::mem::take(&mut text))
    })?;
    stream_while_read(&text).map(drop)
}

impl Record {
    fn of(entry: &TrailEntry<'_>) -> Self {
        let text = |text: &Text<'_>| text.as_deref().map(ToOwned::to_owned);
        let plain = |it: &Text<'_>| text(it).unwrap_or_default();
        let item = |item: &crate::domain::trail::TrailItem<'_>| ItemThen {
            work_item_id: plain(&item.work_item_id),
            status: plain(&item.status),
            agent_id: text(&item.agent_id),
        };
        let event = |event: &crate::domain::trail::TrailEvent<'_>| {
            let of = event.agent_id.as_deref().map_or_else(String::new, |agent| format!(" of {agent}"));
            format!("{} {}{of}", plain(&event.event), plain(&event.work_item_id))
        };
        let call = |call: &TrailCall<'_>| {
            let [model, outcome, analysis] = [&call.model, &call.outcome, &call.analysis].map(plain);
            format!("{model} {outcome} ({analysis})")
        };
        Self {
            seq: entry.number(),
            at: plain(&entry.at),
            operation: plain(&entry.op),
            actor: text(&entry.actor),
            reason: text(&entry.reason),
            request_id: text(&entry.request_id),
            trace_id: plain(&entry.trace_id),
            work_items: entry.puts.items.iter().map(item).collect(),
            agents: entry.puts.agents.iter().map(|agent| plain(&agent.agent_id)).collect(),
            removed: entry.drops.items.iter().chain(&entry.drops.agents).map(plain).collect(),
            events: entry.events.iter().map(event).chain(entry.calls.iter().map(call)).collect(),
        }
    }

    fn line(&self, form: Export) -> Result<String> {
        match form {
            Export::Csv => Ok(self.row()),
            Export::Jsonl => serde_json::to_string(self).map(|json| json + "\n").map_err(|error| {
                Error::new(Kind::General, format!("a record cannot be written as JSON: {error}"))
            }),
        }
    }

    /// As a row; of several items or agents each is parted from the next by `; `.
    fn row(&self) -> String {
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        csv::row([
            self.seq.to_string().as_str(),
            &self.at,
            &self.operation,
            &optional(&self.actor),
            &optional(&self.reason),
            &self.items().join("; "),
            &self.agents.join("; "),
            &self.removed.join("; "),
            &self.events.join("; "),
            &optional(&self.request_id),
            &self.trace_id,
        ])
    }

    /// The items in words: `work_1 active agent_2`.
    fn items(&self) -> Vec<String> {
        let words = |item: &ItemThen| {
            let holder = item.agent_id.as_ref().map_or_else(String::new, |agent| format!(" {agent}"));
            format!("{} {}{holder}", item.work_item_id, item.status)
        };
        self.work_items.iter().map(words).collect()
    }
}

impl Listed {
    pub(super) fn text(&self, page: &mut Page) {
        page.painted(Paint::Heading, "📜 AUDIT TRAIL");
        if self.items.is_empty() {
            page.line("   No data yet: the journal has nothing of this kind.");
        }
        if self.has_more {
            page.line(
                "   … older records are not shown; ask for more with --limit, or for all with --export",
            );
        }
        for record in &self.items {
            let by = record.actor.as_ref().map_or_else(String::new, |actor| format!(" by {actor}"));
            let why = record.reason.as_ref().map_or_else(String::new, |reason| format!(" ({reason})"));
            page.line(format!("   {:>6}  {}  {}{by}{why}", record.seq, record.at, record.operation));
            let removed = record.removed.iter().map(|id| format!("{id} taken off the board"));
            for line in record.events.iter().cloned().chain(record.items()).chain(removed) {
                page.line(format!("           {line}"));
            }
        }
    }
}
