//! `edit`: changes what is said of a piece of work.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::admission::Admission;
use super::target::{Authority, Caller, check_text, work_id};
use super::terms::Terms;
use super::{events, taking};
use crate::commands::change::{Change, Mutation, no_such_item, perform};
use crate::commands::{Group, Operation};
use crate::config::nearest;
use crate::context::Context;
use crate::domain::{Hindrance, Metadata, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::Txn;

/// What --clear knows.
const CLEARABLE: [&str; 15] = [
    "after",
    "assign",
    "criterion",
    "deadline",
    "key",
    "max-attempts",
    "meta",
    "needs",
    "not-before",
    "on-failed-dependency",
    "parent",
    "paths",
    "points",
    "value",
    "worktree",
];

/// Changes what is said of a piece of work that is still to be done.
///
/// What is not named stays. A list such as --after takes the place of the one before; --meta adds to what is there, and
/// takes a name out where no value follows. What somebody else holds is edited with --force only.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Edit {
    /// The work id; the variable counts where it is empty or left out [env: CURRENT_WORK_ITEM]
    pub work_id: Option<String>,
    /// The kind of work, such as feature or bug
    #[arg(long = "type", value_name = "TYPE")]
    pub work_type: Option<String>,
    /// What is to be done
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub description: Option<String>,
    /// How urgent it is: critical, high, medium, low, or a word of your own
    #[arg(long, value_name = "PRIORITY")]
    pub priority: Option<String>,
    /// The team
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
    /// Take out what was said of it; several with commas
    #[arg(long, value_name = "TERM", value_delimiter = ',', value_parser = CLEARABLE)]
    #[serde(default)]
    pub clear: Vec<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub terms: Terms,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub authority: Authority,
}

/// What was changed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Edited {
    /// The item.
    pub work_item_id: String,
    /// The fields that are another than before; none where it was so already.
    pub changed: Vec<String>,
    /// The item as it stands.
    pub item: WorkItem,
}

impl Operation for Edit {
    const NAME: &'static str = "edit";
    const GROUP: Group = Group::Queue;
    const ABOUT: &'static str = "Change what is said of work: work id, and flags";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord edit \"$CURRENT_WORK_ITEM\" --priority critical --deadline 2d", "it became urgent"),
        ("coord edit \"$CURRENT_WORK_ITEM\" --clear deadline,paths", "neither is said of it any more"),
        ("coord edit \"$CURRENT_WORK_ITEM\" --meta ticket=17 --meta draft=", "one name set, one taken out"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.work.edit");
    type Report = Edited;

    fn run(self, context: &Context) -> Result<Edited> {
        perform(self, context)
    }
}

/// A checked request.
pub struct Revision {
    id: String,
    edit: Edit,
    caller: Caller,
}

impl Mutation for Edit {
    const CHANGE: Change = Change::of("edit");
    type Checked = Revision;

    fn check(self, context: &Context) -> Result<Revision> {
        let id = work_id(self.work_id.clone(), context)?;
        if !self.says_anything() {
            return Err(Error::new(Kind::Usage, format!("nothing was said of what to change in {id}"))
                .hint("see what can be changed: coord help edit"));
        }
        // What is out of range is refused without asking the board.
        self.write_to(&mut WorkItem::default(), context)?;
        context.recorder().borrow_mut().attribute("s2s.work_item_id", id.as_str());
        let caller = Caller::of(&self.authority, &id, context)?;
        Ok(Revision { id, edit: self, caller })
    }

    fn apply(revision: &Revision, txn: &mut dyn Txn, context: &Context) -> Result<Edited> {
        let Revision { id, edit, caller } = revision;
        let before = txn.item(id)?.ok_or_else(|| no_such_item(id))?;
        let (actor, now) = (caller.actor(), context.now());
        let lease_secs = context.config()?.lease.secs();
        before.check_editable(actor, lease_secs)?;
        let mut item = before.clone();
        edit.write_to(&mut item, context)?;
        check_new_terms(txn, &before, &item, context)?;
        let changed = differing(&before, &item);
        if actor.agent_id.is_some_and(|agent| item.is_held_by(agent)) {
            item.renew_lease(now, lease_secs);
        }
        if item != before {
            txn.put_item(&item)?;
        }
        Ok(Edited { work_item_id: id.clone(), changed, item })
    }

    fn committed(edited: &Edited, context: &Context) {
        if !edited.changed.is_empty() {
            let (holder, changed) = (edited.item.agent_id.as_deref(), edited.changed.join(","));
            events::tell(context, "work_edited", &edited.item, holder, Some(&changed));
        }
    }
}

impl Edit {
    fn says_anything(&self) -> bool {
        let words = [&self.work_type, &self.description, &self.priority, &self.team];
        words.iter().any(|word| word.is_some()) || !self.clear.is_empty() || self.terms != Terms::default()
    }

    /// Writes what is to be changed into an item.
    fn write_to(&self, item: &mut WorkItem, context: &Context) -> Result<()> {
        self.clear.iter().try_for_each(|term| clear(item, term))?;
        let words = [
            (&self.work_type, &mut item.work_type, "the work type"),
            (&self.description, &mut item.description, "the description"),
            (&self.priority, &mut item.priority, "the priority"),
            (&self.team, &mut item.team, "the team"),
        ];
        for (given, field, name) in words {
            if let Some(word) = given.as_ref().filter(|word| !word.is_empty()) {
                check_text(name, word)?;
                *field = Some(word.clone());
            }
        }
        self.terms.write_to(item, context.now())?;
        let taken_out = self.terms.meta.iter().filter_map(|pair| pair.strip_suffix('='));
        if let Some(metadata) = &mut item.metadata {
            taken_out.filter(|name| !name.contains('=')).for_each(|name| {
                metadata.remove(name);
            });
        }
        item.metadata = item.metadata.take().filter(|metadata| *metadata != Metadata::default());
        Ok(())
    }
}

fn clear(item: &mut WorkItem, term: &str) -> Result<()> {
    match term {
        "after" => item.dependencies = None,
        "assign" => item.assigned_to = None,
        "criterion" => item.acceptance_criteria = None,
        "deadline" => item.deadline = None,
        "key" => item.key = None,
        "max-attempts" => item.max_attempts = None,
        "meta" => item.metadata = None,
        "needs" => item.needs = None,
        "not-before" => item.not_before = None,
        "on-failed-dependency" => item.on_failed_dependency = None,
        "parent" => item.parent = None,
        "paths" => item.paths = None,
        "points" => item.story_points = None,
        "value" => item.business_value = None,
        "worktree" => item.worktree = None,
        _ => {
            let near = nearest(term, CLEARABLE.into_iter());
            let hint = near.map_or_else(|| CLEARABLE.join(", "), ToOwned::to_owned);
            return Err(Error::new(
                Kind::InvalidValue,
                format!("--clear: {term:?} is nothing that can be cleared"),
            )
            .hint(format!("did you mean: {hint}")));
        }
    }
    Ok(())
}

/// Refuses terms that the board does not allow: links that lead nowhere or in a circle, the key of another open item,
/// paths that somebody else works on.
fn check_new_terms(txn: &mut dyn Txn, before: &WorkItem, item: &WorkItem, context: &Context) -> Result<()> {
    let id = &item.work_item_id;
    if item.dependencies != before.dependencies || item.parent != before.parent {
        super::add::check_links(txn, id, item)?;
    }
    if item.key != before.key
        && item.is_open()
        && let Some(key) = &item.key
        && let Some(other) = txn.open_item_of_key(key)?.filter(|other| other.work_item_id != *id)
    {
        return Err(Error::new(
            Kind::AlreadyClaimed,
            format!("the key {key} of {id} would be that of {} too", other.work_item_id),
        )
        .hint("one open item has a key: choose another one")
        .with("work_item_id", id.as_str())
        .with("key", key.as_str())
        .with("conflicts_with", other.work_item_id.as_str()));
    }
    if item.paths == before.paths || !item.is_held() {
        return Ok(());
    }
    let mut admission = Admission::new(None, context.now(), context.config()?.lease.secs());
    match admission.paths_taken(txn, item)? {
        Some(taken) => Err(taking::hindered(item, &Hindrance::PathsTaken(taken))),
        None => Ok(()),
    }
}

/// The names of the fields in which two states of an item differ.
fn differing(before: &WorkItem, after: &WorkItem) -> Vec<String> {
    let fields = |item: &WorkItem| match serde_json::to_value(item) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (old, new) = (fields(before), fields(after));
    let mut names: Vec<String> = old.keys().chain(new.keys()).cloned().collect();
    names.sort();
    names.dedup();
    names.retain(|name| old.get(name) != new.get(name));
    names
}

impl Report for Edited {
    fn text(&self, page: &mut Page) {
        if self.changed.is_empty() {
            page.line(format!("✏️ EDITED: {} was so already", self.work_item_id));
        } else {
            page.line(format!("✏️ EDITED: {} ({})", self.work_item_id, self.changed.join(", ")));
        }
    }

    fn id(&self) -> Option<String> {
        Some(self.work_item_id.clone())
    }
}
