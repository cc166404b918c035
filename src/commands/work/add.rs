//! `add`: puts work into the queue.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::claim::draft;
use super::terms::Terms;
use crate::commands::change::{Change, Mutation, perform};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::WorkItem;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::{Txn, View};

/// Puts work into the queue.
///
/// Nobody holds it until somebody takes it: coord next.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Add {
    /// The kind of work, such as feature or bug
    pub work_type: Option<String>,
    /// What is to be done
    #[arg(allow_hyphen_values = true)]
    pub description: Option<String>,
    /// How urgent it is: critical, high, medium, low, or a word of your own [default: medium]
    pub priority: Option<String>,
    /// The team [env: AGENT_TEAM] [default: autonomous_team]
    pub team: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub terms: Terms,
}

/// What was added.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Added {
    /// The item.
    pub work_item_id: String,
    /// The item as it stands.
    pub item: WorkItem,
    /// Whether the item is new: an open item of the same key is not made twice.
    pub created: bool,
}

impl Operation for Add {
    const NAME: &'static str = "add";
    const ALIASES: &'static [&'static str] = &["add-work"];
    const GROUP: Group = Group::Queue;
    const ABOUT: &'static str = "Put work into the queue: type, description, priority, team";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord add feature \"Add login\" high backend_team", "an item that nobody holds yet")];
    const SPAN: Option<&'static str> = Some("s2s.work.add");
    type Report = Added;

    fn run(self, context: &Context) -> Result<Added> {
        perform(self, context)
    }
}

impl Mutation for Add {
    const CHANGE: Change = Change::of("add").creating();
    type Checked = WorkItem;

    fn check(self, context: &Context) -> Result<WorkItem> {
        let team = self.team.filter(|team| !team.is_empty()).unwrap_or_else(|| context.default_team());
        draft(self.work_type, self.description, self.priority, team, &self.terms, context)
    }

    fn apply(draft: &WorkItem, txn: &mut dyn Txn, context: &Context) -> Result<Added> {
        put(txn, draft, context)
    }

    fn committed(added: &Added, context: &Context) {
        context.recorder().borrow_mut().attribute("s2s.work_item_id", added.work_item_id.as_str());
    }
}

/// Puts a draft into the queue.
///
/// # Errors
/// An item that it refers to does not exist, its dependencies go in a circle, or its key is held.
pub fn put(txn: &mut dyn Txn, draft: &WorkItem, context: &Context) -> Result<Added> {
    if let Some(key) = &draft.key
        && let Some(open) = txn.open_item_of_key(key)?
    {
        return known(open, key, context);
    }
    check_links(txn, "", draft)?;
    let id = format!("work_{}", txn.allocate_id()?);
    let item = draft.clone().queued(id, context.agent_id().as_deref(), context.now());
    txn.put_item(&item)?;
    Ok(Added { work_item_id: item.work_item_id.clone(), item, created: true })
}

/// The key is of an open item: that is the one, unless somebody else has it in hand.
fn known(open: WorkItem, key: &str, context: &Context) -> Result<Added> {
    let by = context.agent_id();
    let is_of_other = open.is_held() && (by.is_none() || open.agent_id != by);
    if is_of_other {
        let refusal = open.held_by_other(context.config()?.lease.secs());
        return Err(Error::from(refusal).with("key", key));
    }
    Ok(Added { work_item_id: open.work_item_id.clone(), item: open, created: false })
}

/// Refuses dependencies and a parent that are not there, and dependencies that go in a circle. `id` is the item's; empty
/// where it is new, and nothing can depend on it.
///
/// # Errors
/// Which one is not there, or the circle.
pub fn check_links(view: &mut dyn View, id: &str, item: &WorkItem) -> Result<()> {
    for linked in item.dependencies().iter().chain(&item.parent) {
        if view.item(linked)?.is_none() && !is_completed(view, linked)? {
            return Err(Error::new(
                Kind::ItemNotFound,
                format!("there is no work item {linked} to depend on"),
            )
            .hint("add it first; see what there is: coord list")
            .with("work_item_id", linked.as_str()));
        }
    }
    if id.is_empty() {
        return Ok(());
    }
    check_parents(view, id, item)?;
    check_circle(view, id, item)
}

/// Follows the parents up to where they end, or to the item itself.
fn check_parents(view: &mut dyn View, id: &str, item: &WorkItem) -> Result<()> {
    let mut way = vec![id.to_owned()];
    let mut next = item.parent.clone();
    while let Some(parent) = next.filter(|parent| parent == id || !way.contains(parent)) {
        let is_circle = parent == id;
        way.push(parent.clone());
        if is_circle {
            let circle = way.join(" → ");
            return Err(Error::new(Kind::InvalidValue, format!("{id} would be a part of itself: {circle}"))
                .hint("choose another parent")
                .with("work_item_id", id)
                .with("cycle", way));
        }
        next = view.item(&parent)?.and_then(|item| item.parent);
    }
    Ok(())
}

/// Follows the dependencies down to where they end, or to the item itself.
fn check_circle(view: &mut dyn View, id: &str, item: &WorkItem) -> Result<()> {
    let mut ways: Vec<Vec<String>> =
        item.dependencies().iter().map(|next| vec![id.to_owned(), next.clone()]).collect();
    let mut seen = std::collections::HashSet::new();
    while let Some(way) = ways.pop() {
        let Some(last) = way.last() else { continue };
        if last == id {
            let circle = way.join(" → ");
            return Err(Error::new(
                Kind::InvalidValue,
                format!("the dependencies would go in a circle: {circle}"),
            )
            .hint("leave one of these dependencies out")
            .with("work_item_id", id)
            .with("cycle", way));
        }
        if !seen.insert(last.clone()) {
            continue;
        }
        let further = view.item(last)?.map(|item| item.dependencies().to_vec()).unwrap_or_default();
        ways.extend(further.into_iter().map(|next| way.iter().cloned().chain([next]).collect()));
    }
    Ok(())
}

/// Whether the log knows a completion of an item that is no longer on the board.
fn is_completed(view: &mut dyn View, id: &str) -> Result<bool> {
    Ok(view.completions(None)?.iter().any(|completion| completion.work_item_id == id))
}

impl Report for Added {
    fn text(&self, page: &mut Page) {
        let word = |field: &Option<String>| field.clone().unwrap_or_default();
        if self.created {
            page.line(format!(
                "📥 ADDED: {} to the queue of team {} ({}, {})",
                self.work_item_id,
                word(&self.item.team),
                word(&self.item.work_type),
                word(&self.item.priority)
            ));
        } else {
            page.line(format!(
                "📥 ADDED: nothing new; {} has the key {}",
                self.work_item_id,
                word(&self.item.key)
            ));
        }
    }

    fn id(&self) -> Option<String> {
        Some(self.work_item_id.clone())
    }

    fn exports(&self) -> Vec<(&'static str, String)> {
        vec![("CURRENT_WORK_ITEM", self.work_item_id.clone())]
    }
}
