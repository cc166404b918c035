//! `wait`: comes back when there is work, or when an item has come so far.

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::next::Idle;
use super::ready::{self, Wanted};
use super::row::{self, Row};
use super::standing::{Observer, Standing};
use super::taking::hindered;
use super::target::check_id;
use crate::commands::change::no_such_item;
use crate::commands::waiting::{FOREVER, Patience, until};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Instant, Status, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Paint, Report};
use crate::store::{self, View};

/// So many items are listed when there is work.
const MOST: usize = 20;
/// Marks the errors that time may heal.
const WAITING_FOR: &str = "waiting_for";

/// Waits until there is work for you, or until an item has come so far.
///
/// Nothing is taken: somebody else may be quicker. To wait for work and take it at once, use coord next --wait. When the
/// time is over, the exit code says why it is not so: 15 where nothing is ready, 10 where somebody holds the item, 14
/// where the item has not come so far.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Wait {
    /// Wait for work that could be taken
    #[arg(long, required_unless_present = "id", conflicts_with = "id")]
    pub ready: bool,
    /// Wait for this item
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// How far the item is to come
    #[arg(long, value_enum, default_value_t, requires = "id", value_name = "STATE")]
    pub until: Until,
    /// Wait no longer than this, such as 10m [default: for ever]
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub wanted: Wanted,
}

/// How far an item is to come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Until {
    /// Completed, cancelled or dead
    #[default]
    Ended,
    /// Completed
    Completed,
    /// In somebody's hands
    Held,
    /// In nobody's hands, or the lease is over
    Released,
    /// Ready for you to take
    Ready,
}

/// What was waited for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Awaited {
    /// The item; or what could be taken, in the order of the queue.
    pub items: Vec<Row>,
    /// How many are listed.
    pub total: usize,
    /// Whether there are more.
    pub has_more: bool,
    #[serde(skip, default = "super::ready::epoch")]
    now: Instant,
    #[serde(skip)]
    is_item: bool,
}

impl Operation for Wait {
    const NAME: &'static str = "wait";
    const GROUP: Group = Group::Queue;
    const ABOUT: &'static str = "Wait until there is work, or until an item has come so far";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord wait --id \"$CURRENT_WORK_ITEM\" --until held --timeout 10s", "it is held already"),
        ("coord complete \"$CURRENT_WORK_ITEM\" && coord wait --id \"$CURRENT_WORK_ITEM\"", "it has ended"),
    ];
    type Report = Awaited;

    fn run(self, context: &Context) -> Result<Awaited> {
        let patience = Patience::parse("--timeout", self.timeout.as_deref().unwrap_or(FOREVER))?;
        let Some(id) = self.id.clone() else {
            return until(context, patience, may_pass, |context| work(&self.wanted, context));
        };
        check_id("--id", &id)?;
        until(context, patience, may_pass, |context| {
            store::view(context.store()?, context.now(), |view| item(view, &id, &self, context))
        })
    }
}

fn may_pass(error: &Error) -> bool {
    error.kind() == Kind::NothingToClaim || error.context().contains_key(WAITING_FOR)
}

/// The work that could be taken.
fn work(wanted: &Wanted, context: &Context) -> Result<Awaited> {
    let is_full = context.settings().fields.is_some();
    store::view(context.store()?, context.now(), |view| {
        let candidates = wanted.candidates(context)?;
        let taker = wanted.taker(view, context)?;
        let mut items = ready::first(view, &candidates, taker.clone(), MOST + 1, is_full, context)?;
        if items.is_empty() {
            return Err(Idle::look(view, &candidates, taker)?.error());
        }
        let has_more = items.len() > MOST;
        items.truncate(MOST);
        Ok(Awaited { total: items.len(), has_more, items, now: context.now(), is_item: false })
    })
}

/// The item, if it has come so far.
fn item(view: &mut dyn View, id: &str, wait: &Wait, context: &Context) -> Result<Awaited> {
    let Some(item) = view.item(id)?.map_or_else(|| archived(view, id), |item| Ok(Some(item)))? else {
        return Err(no_such_item(id));
    };
    let taker = wait.wanted.taker(view, context)?;
    let standing = Observer::new(taker.clone(), context)?.standing(view, &item)?;
    if has_come(wait.until, &item, &standing, context)? {
        let is_full = context.settings().fields.is_some();
        let items = vec![Row::of(item, standing, is_full)];
        return Ok(Awaited { total: 1, has_more: false, items, now: context.now(), is_item: true });
    }
    let still_to_come = |error: Error| Err(error.with(WAITING_FOR, word(wait.until)));
    if item.is_held() && wait.until != Until::Held {
        return still_to_come(item.held_by_other(context.config()?.lease.secs()).into());
    }
    let can_still = item.is_open() || wait.until == Until::Released;
    let hindrance = match wait.until {
        Until::Ready if can_still => Observer::new(taker, context)?.hindrance(view, &item)?,
        _ => None,
    };
    let error = hindrance.map_or_else(|| not_yet(&item, wait.until), |hindrance| hindered(&item, &hindrance));
    if can_still { still_to_come(error) } else { Err(error) }
}

/// An item that is no longer on the board, as the log of completions has it.
fn archived(view: &mut dyn View, id: &str) -> Result<Option<WorkItem>> {
    let completions = view.completions(None)?;
    let completion = completions.into_iter().rev().find(|completion| completion.work_item_id == id);
    Ok(completion.map(|completion| WorkItem {
        work_item_id: completion.work_item_id,
        agent_id: completion.agent_id,
        status: Some("completed".to_owned()),
        completed_at: completion.completed_at,
        result: completion.result,
        ..WorkItem::default()
    }))
}

fn has_come(until: Until, item: &WorkItem, standing: &Standing, context: &Context) -> Result<bool> {
    let is_held = item.is_held() && !item.is_expired(context.now(), context.config()?.lease.secs());
    Ok(match until {
        Until::Ended => !item.is_open(),
        Until::Completed => item.status() == Status::Completed,
        Until::Held => is_held,
        Until::Released => !is_held,
        Until::Ready => standing.is_ready,
    })
}

const fn word(until: Until) -> &'static str {
    match until {
        Until::Ended => "ended",
        Until::Completed => "completed",
        Until::Held => "held",
        Until::Released => "released",
        Until::Ready => "ready",
    }
}

fn not_yet(item: &WorkItem, until: Until) -> Error {
    let status = item.status.as_deref().unwrap_or("pending");
    Error::new(Kind::WrongStatus, format!("{} is {status}, not {}", item.work_item_id, word(until)))
        .hint("see how it stands: coord show; or wait for its end: coord wait --id ID")
        .with("work_item_id", item.work_item_id.as_str())
        .with("status", status)
}

impl Report for Awaited {
    fn text(&self, page: &mut Page) {
        match self.items.first().filter(|_| self.is_item) {
            Some(row) => page.line(format!("⏰ {} is {}", row.work_item_id, row.state.word())),
            None => page.painted(Paint::Heading, format!("🟢 READY: {}", row::items(self.total))),
        }
        row::table(page, &self.items, self.now);
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|row| row.work_item_id.clone()).collect()
    }
}
