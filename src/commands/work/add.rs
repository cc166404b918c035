//! `add`: puts work into the queue.

use std::collections::{HashMap, HashSet};

use clap::Args;
use schemars::JsonSchema;
use serde::Deserialize;

pub use super::additions::{Added, Additions, Listed};
use super::claim::draft;
use super::task_list::{Link, TaskList};
use super::terms::{Terms, distinct};
use crate::commands::change::{Change, Mutation, perform};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Status, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::store::{ItemFilter, Txn, View};

/// Puts work into the queue.
///
/// Nobody holds it until somebody takes it: coord next.
///
/// With --from it is a list of work, all of it or nothing. Either each line is a JSON object with the fields of the
/// request or of an item, and a "name" that other lines may use in "after" and "parent", wherever they stand. Or it is a
/// page of Markdown: each open box is work, and a box below another one is a part of it. Its text may begin with a type,
/// such as "bug: ", and end with (high) or !high, @team, #type, ^key and after:key,ID. What has the key of an open item
/// is not added again. Flags hold for all of the list.
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
    /// Add the work that this file lists; - is stdin
    #[arg(long, value_name = "FILE", conflicts_with_all = ["work_type", "key", "unique"])]
    #[serde(skip)]
    pub from: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub terms: Terms,
}

impl Operation for Add {
    const NAME: &'static str = "add";
    const ALIASES: &'static [&'static str] = &["add-work"];
    const GROUP: Group = Group::Queue;
    const ABOUT: &'static str = "Put work into the queue: type, description, priority, team";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord add feature \"Add login\" high backend_team", "an item that nobody holds yet"),
        ("coord add test \"Test the login\" --after \"$CURRENT_WORK_ITEM\"", "it waits for another one"),
        ("echo '- [ ] bug: Fix the crash (high) ^crash' | coord add --from -", "a list"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.work.add");
    type Report = Additions;

    fn run(self, context: &Context) -> Result<Additions> {
        perform(self, context)
    }
}

impl Mutation for Add {
    const CHANGE: Change = Change::of("add").creating();
    type Checked = Wish;

    fn check(self, context: &Context) -> Result<Wish> {
        if let Some(from) = self.from.filter(|from| !from.is_empty()) {
            return TaskList::read(&from, &self.terms, context).map(Wish::List);
        }
        let team = self.team.filter(|team| !team.is_empty()).unwrap_or_else(|| context.default_team());
        let draft = draft(self.work_type, self.description, self.priority, team, &self.terms, context)?;
        Ok(Wish::One(Box::new(draft)))
    }

    fn apply(wish: &Wish, txn: &mut dyn Txn, context: &Context) -> Result<Additions> {
        match wish {
            Wish::One(draft) => put(txn, draft, context).map(|added| Additions::One(Box::new(added))),
            Wish::List(list) => put_list(txn, list, context).map(Additions::List),
        }
    }

    fn committed(additions: &Additions, context: &Context) {
        let mut recorder = context.recorder().borrow_mut();
        match additions {
            Additions::One(added) => recorder.attribute("s2s.work_item_id", added.work_item_id.as_str()),
            Additions::List(list) => recorder.attribute("s2s.added", list.created),
        }
    }
}

/// A checked request.
pub enum Wish {
    /// One item.
    One(Box<WorkItem>),
    /// A list.
    List(TaskList),
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

/// Puts a list into the queue. Work with the key of an open item is that item, whoever holds it, so that a list can be
/// added again.
fn put_list(txn: &mut dyn Txn, list: &TaskList, context: &Context) -> Result<Listed> {
    check_board_links(txn, list)?;
    let open = open_keys(txn, list)?;
    let mut ids = Vec::with_capacity(list.tasks.len());
    for task in &list.tasks {
        let known = task.draft.key.as_ref().and_then(|key| open.get(key));
        ids.push(match known {
            Some(id) => (id.clone(), false),
            None => (format!("work_{}", txn.allocate_id()?), true),
        });
    }
    let id_of = |link: &Link| match link {
        Link::Task(number) => ids[*number].0.clone(),
        Link::Item(id) => id.clone(),
    };
    let by = context.agent_id();
    let mut listed = Listed { done: list.done, ..Listed::default() };
    for (task, (id, is_new)) in list.tasks.iter().zip(&ids) {
        let mut item = task.draft.clone().queued(id.clone(), by.as_deref(), context.now());
        let after: Vec<String> =
            item.dependencies().iter().cloned().chain(task.after.iter().map(id_of)).collect();
        item.dependencies = (!after.is_empty()).then(|| distinct(&after));
        item.parent = task.parent.as_ref().map(id_of).or(item.parent);
        if *is_new {
            txn.put_item(&item)?;
        }
        listed.add(&item, task, *is_new);
    }
    Ok(listed)
}

/// Refuses a list that refers to items that are not there.
fn check_board_links(txn: &mut dyn Txn, list: &TaskList) -> Result<()> {
    let mut seen = HashSet::new();
    for task in &list.tasks {
        let of_all = task.draft.dependencies().iter().chain(&task.draft.parent);
        let own = task.after.iter().chain(&task.parent).filter_map(|link| match link {
            Link::Item(id) => Some(id),
            Link::Task(_) => None,
        });
        for id in of_all.chain(own) {
            if seen.insert(id) {
                check_link(txn, id).map_err(|error| list.at(task, error))?;
            }
        }
    }
    Ok(())
}

/// The open items by their keys, where the list has any.
fn open_keys(txn: &mut dyn Txn, list: &TaskList) -> Result<HashMap<String, String>> {
    let mut keys = HashMap::new();
    if list.tasks.iter().all(|task| task.draft.key.is_none()) {
        return Ok(keys);
    }
    for item in txn.items(&ItemFilter::with_statuses(&[Status::Pending, Status::Held]))? {
        if let Some(key) = item.key {
            keys.entry(key).or_insert(item.work_item_id);
        }
    }
    Ok(keys)
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
    item.dependencies().iter().chain(&item.parent).try_for_each(|linked| check_link(view, linked))?;
    if id.is_empty() {
        return Ok(());
    }
    check_parents(view, id, item)?;
    check_circle(view, id, item)
}

/// Refuses an id of which there is neither an item nor a completion.
fn check_link(view: &mut dyn View, linked: &str) -> Result<()> {
    if view.item(linked)?.is_some() || is_completed(view, linked)? {
        return Ok(());
    }
    Err(Error::new(Kind::ItemNotFound, format!("there is no work item {linked} to depend on"))
        .hint("add it first; see what there is: coord list")
        .with("work_item_id", linked))
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
    let mut seen = HashSet::new();
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
