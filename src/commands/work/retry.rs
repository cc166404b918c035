//! `retry`: calls work back that failed.

use std::collections::HashSet;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::events;
use super::target::{check_id, work_id};
use super::terms::distinct;
use crate::commands::change::{Change, Mutation, no_such_item, perform};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Status, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::{ItemFilter, Txn};

/// Calls work back that is dead, or that rests after a failure.
///
/// It can be taken at once, and has all of its attempts again. Of several items all are called back, or none.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Retry {
    /// The work ids; the variable counts where there are none [env: CURRENT_WORK_ITEM]
    #[serde(default)]
    pub ids: Vec<String>,
    /// All that are dead
    #[arg(long, conflicts_with = "ids")]
    #[serde(default)]
    pub all: bool,
}

/// What was called back.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Retried {
    /// The items as they stand.
    pub items: Vec<WorkItem>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are listed.
    pub has_more: bool,
    /// Dead items that were left alone, because another open item has their key.
    pub skipped: Vec<String>,
}

impl Operation for Retry {
    const NAME: &'static str = "retry";
    const GROUP: Group = Group::Queue;
    const ABOUT: &'static str = "Call back work that is dead or rests after a failure: work ids";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord fail \"$CURRENT_WORK_ITEM\" && coord retry \"$CURRENT_WORK_ITEM\"", "it need not rest"),
        ("coord retry --all", "all that are dead"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.work.retry");
    type Report = Retried;

    fn run(self, context: &Context) -> Result<Retried> {
        perform(self, context)
    }
}

impl Mutation for Retry {
    const CHANGE: Change = Change::of("retry");
    /// The ids; `None` for all that are dead.
    type Checked = Option<Vec<String>>;

    fn check(self, context: &Context) -> Result<Self::Checked> {
        if self.all {
            return Ok(None);
        }
        if self.ids.is_empty() {
            return Ok(Some(vec![work_id(None, context)?]));
        }
        self.ids.iter().try_for_each(|id| check_id("the work id", id))?;
        Ok(Some(distinct(&self.ids)))
    }

    fn apply(ids: &Self::Checked, txn: &mut dyn Txn, _context: &Context) -> Result<Retried> {
        let found = match ids {
            None => txn.items(&ItemFilter::with_statuses(&[Status::Dead]))?,
            Some(ids) => ids
                .iter()
                .map(|id| txn.item(id)?.ok_or_else(|| no_such_item(id)))
                .collect::<Result<Vec<_>>>()?,
        };
        let (mut items, mut skipped, mut keys) = (Vec::new(), Vec::new(), HashSet::new());
        for item in found {
            let mut back = item.clone();
            back.retry()?;
            match free_key(txn, &item, &mut keys) {
                Err(error) if error.kind() == Kind::AlreadyClaimed && ids.is_none() => {
                    skipped.push(item.work_item_id);
                    continue;
                }
                outcome => outcome?,
            }
            items.push(back);
        }
        items.iter().try_for_each(|item| txn.put_item(item))?;
        Ok(Retried { total: items.len(), has_more: false, items, skipped })
    }

    fn committed(retried: &Retried, context: &Context) {
        for item in &retried.items {
            events::tell(context, "work_retried", item, None, item.last_error.as_deref());
        }
    }
}

/// Refuses to open an item whose key another open item has, or one of those that are opened with it.
fn free_key(txn: &mut dyn Txn, item: &WorkItem, keys: &mut HashSet<String>) -> Result<()> {
    let Some(key) = item.key.as_ref().filter(|_| !item.is_open()) else { return Ok(()) };
    let other = txn.open_item_of_key(key)?.map(|open| open.work_item_id);
    if other.is_none() && keys.insert(key.clone()) {
        return Ok(());
    }
    let id = &item.work_item_id;
    let whose = other.as_ref().map_or_else(|| "another one".to_owned(), Clone::clone);
    let error =
        Error::new(Kind::AlreadyClaimed, format!("cannot retry {id}: its key {key} is that of {whose}"))
            .hint("one open item has a key: complete or cancel the other one first")
            .with("work_item_id", id.as_str())
            .with("key", key.as_str());
    Err(match other {
        Some(other) => error.with("conflicts_with", other),
        None => error,
    })
}

impl Report for Retried {
    fn text(&self, page: &mut Page) {
        for item in &self.items {
            page.line(format!("🔁 RETRY: {} is back in the queue", item.work_item_id));
        }
        if self.items.is_empty() {
            page.line("🔁 RETRY: nothing to call back");
        }
        for id in &self.skipped {
            page.line(format!("   ⏭️ {id} stays dead: another open item has its key"));
        }
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|item| item.work_item_id.clone()).collect()
    }
}
