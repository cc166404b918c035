//! `history`: what happened, from the journal.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::Stamp;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Paint, Report};
use crate::store::{self, JournalCall, JournalEntry, JournalEvent, View};

/// Shows what happened.
///
/// Each entry is one transaction of the journal; the newest comes last.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct History {
    /// Only this work item or agent
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// At most this many entries, the newest
    #[arg(long, default_value_t = 50, value_name = "N")]
    #[serde(default = "fifty")]
    pub limit: usize,
}

fn fifty() -> usize {
    50
}

/// What happened.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Happened {
    /// The newest entries, oldest first.
    pub items: Vec<Step>,
    /// How many are listed.
    pub total: usize,
    /// Whether there are older ones.
    pub has_more: bool,
}

/// One transaction, as a person wants to know of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// Its number in the journal.
    pub seq: u64,
    /// When.
    pub at: Stamp,
    /// The operation.
    pub op: String,
    /// The agent that asked, where it said so.
    pub actor: Option<String>,
    /// The trace.
    pub trace_id: String,
    /// Why, where somebody said so.
    pub reason: Option<String>,
    /// What was written, in words: `work_1 active 50%`.
    pub changes: Vec<String>,
    /// What happened beside that, in words: `lease_expired of agent_3`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
}

impl Operation for History {
    const NAME: &'static str = "history";
    const GROUP: Group = Group::Work;
    const ABOUT: &'static str = "Show what happened, on one item or on all";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord history --limit 5", "the last five transactions"),
        ("coord history \"$AGENT_ID\"", "what was written of one agent"),
    ];
    type Report = Happened;

    fn run(self, context: &Context) -> Result<Happened> {
        if self.limit == 0 {
            return Err(Error::new(Kind::InvalidValue, "--limit must be at least 1")
                .hint("ask for the newest entries by their number: coord history --limit 50"));
        }
        let id = self.id.as_deref().filter(|id| !id.is_empty());
        // One more than asked for tells whether there are older ones.
        let asked = self.limit.saturating_add(1);
        let entries = store::view(context.store()?, context.now(), |view| {
            let entries = view.history(id, asked)?;
            if entries.is_empty() {
                check_known(view, id)?;
            }
            Ok(entries)
        })?;
        let has_more = entries.len() > self.limit;
        let newest = entries.len().min(self.limit);
        let items: Vec<Step> =
            entries[entries.len() - newest..].iter().map(|entry| Step::of(entry, id)).collect();
        Ok(Happened { total: items.len(), has_more, items })
    }
}

/// Refuses an id that neither the journal nor the board has ever seen.
fn check_known(view: &mut dyn View, id: Option<&str>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    if view.item(id)?.is_some() || view.agent(id)?.is_some() {
        return Ok(());
    }
    Err(Error::new(Kind::ItemNotFound, format!("nothing is known of a work item or agent {id}"))
        .hint("see what happened last: coord history")
        .with("work_item_id", id))
}

impl Step {
    /// What an entry says; only of `id`, where that is given.
    pub fn of(entry: &JournalEntry, id: Option<&str>) -> Self {
        Self {
            seq: entry.seq,
            at: entry.at.clone(),
            op: entry.op.clone(),
            actor: entry.actor.clone(),
            trace_id: entry.trace_id.clone(),
            reason: entry.reason.clone(),
            changes: changes(entry, id),
            events: events(entry, id),
        }
    }

    /// Adds it to a page.
    pub fn text(&self, page: &mut Page) {
        let by = self.actor.as_ref().map_or_else(String::new, |actor| format!(" by {actor}"));
        let why = self.reason.as_ref().map_or_else(String::new, |reason| format!(" ({reason})"));
        page.line(format!("   {:>6}  {}  {}{by}{why}", self.seq, self.at, self.op));
        for change in self.events.iter().chain(&self.changes) {
            page.line(format!("           {change}"));
        }
    }
}

/// What happened to the item or the agent; with the ids of the items where it is about everything.
fn events(entry: &JournalEntry, only: Option<&str>) -> Vec<String> {
    let concerns = |event: &&JournalEvent| {
        only.is_none_or(|id| event.work_item_id == id || event.agent_id.as_deref() == Some(id))
    };
    let words = |event: &JournalEvent| {
        let of = event.agent_id.as_ref().map_or_else(String::new, |agent| format!(" of {agent}"));
        let is_plain = only == Some(event.work_item_id.as_str());
        let item = if is_plain { String::new() } else { format!("{} ", event.work_item_id) };
        format!("{item}{}{of}", event.event)
    };
    let calls = entry.calls.iter().filter(|_| only.is_none()).map(call);
    entry.events.iter().filter(concerns).map(words).chain(calls).collect()
}

/// A call to a model, in words: `claude-haiku-5-5 answered (health): 1200 tokens in, 34 out`.
fn call(call: &JournalCall) -> String {
    let JournalCall { analysis, model, input_tokens, output_tokens, outcome, .. } = call;
    format!("{model} {outcome} ({analysis}): {input_tokens} tokens in, {output_tokens} out")
}

/// The part of an item or an agent that tells what changed.
#[derive(Deserialize)]
struct Brief {
    work_item_id: Option<String>,
    agent_id: Option<String>,
    status: Option<String>,
    progress: Option<crate::domain::Quantity>,
    result: Option<String>,
}

fn changes(entry: &JournalEntry, only: Option<&str>) -> Vec<String> {
    let parse = |json: &serde_json::value::RawValue| serde_json::from_str::<Brief>(json.get()).ok();
    let wanted = |id: &Option<String>| only.is_none() || id.as_deref() == only;
    let items =
        entry.puts.items.iter().filter_map(|json| parse(json)).filter(|item| wanted(&item.work_item_id));
    let agents =
        entry.puts.agents.iter().filter_map(|json| parse(json)).filter(|agent| wanted(&agent.agent_id));
    let dropped = entry
        .drops
        .items
        .iter()
        .chain(&entry.drops.agents)
        .filter(|id| only.is_none_or(|only| only == id.as_str()));
    let mut changes: Vec<String> = items.map(Brief::words).collect();
    changes.extend(agents.map(|agent| {
        format!("agent {} {}", agent.agent_id.unwrap_or_default(), agent.status.unwrap_or_default())
    }));
    changes.extend(dropped.map(|id| format!("{id} taken off the board")));
    changes
}

impl Brief {
    fn words(self) -> String {
        let mut words = vec![self.work_item_id.unwrap_or_default(), self.status.unwrap_or_default()];
        words.extend(self.progress.map(|percent| format!("{percent}%")));
        words.extend(self.result.map(|result| format!("→ {result}")));
        words.extend(self.agent_id.map(|holder| format!("held by {holder}")));
        words.join(" ")
    }
}

impl Report for Happened {
    fn text(&self, page: &mut Page) {
        page.painted(Paint::Heading, "📜 HISTORY");
        if self.items.is_empty() {
            page.line("   The journal has nothing on it.");
        }
        if self.has_more {
            page.line("   … older entries are not shown; ask for more with --limit");
        }
        self.items.iter().for_each(|step| step.text(page));
    }
}
