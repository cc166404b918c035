//! `block`, `unblock`: notes what keeps work from being taken, and that it is gone.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::admission::Admission;
use super::events;
use super::target::{check_text, reason, work_id};
use crate::commands::change::{Change, Mutation, no_such_item, perform};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::record::Foreign;
use crate::domain::{Blocker, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::Txn;

/// No item has more reasons.
const MOST_BLOCKERS: usize = 100;

/// Notes what keeps a piece of work from being taken.
///
/// Nobody may take it until it is unblocked. Who holds it keeps it.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Block {
    /// The work id; the variable counts where it is empty [env: CURRENT_WORK_ITEM]
    pub work_id: Option<String>,
    /// What keeps it [default: the --reason]
    #[arg(value_name = "REASON", allow_hyphen_values = true)]
    #[serde(rename = "reason")]
    pub why: Option<String>,
}

/// Notes that nothing keeps a piece of work from being taken any more.
///
/// All that was noted with block goes. What it depends on, and when its time comes, stays.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Unblock {
    /// The work id; the variable counts where it is empty or left out [env: CURRENT_WORK_ITEM]
    pub work_id: Option<String>,
}

/// What is blocked.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Blocked {
    /// The item.
    pub work_item_id: String,
    /// What keeps it from being taken.
    pub reason: String,
    /// The item as it stands.
    pub item: WorkItem,
}

/// What is no longer blocked.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Unblocked {
    /// The item.
    pub work_item_id: String,
    /// What had kept it from being taken.
    pub removed: Vec<String>,
    /// What keeps it from being taken all the same.
    pub hindrance: Option<String>,
    /// The item as it stands.
    pub item: WorkItem,
}

impl Operation for Block {
    const NAME: &'static str = "block";
    const GROUP: Group = Group::Queue;
    const ABOUT: &'static str = "Keep work from being taken: work id, reason";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord block \"$CURRENT_WORK_ITEM\" \"no access to the server\"", "nobody may take it")];
    const SPAN: Option<&'static str> = Some("s2s.work.block");
    type Report = Blocked;

    fn run(self, context: &Context) -> Result<Blocked> {
        perform(self, context)
    }
}

impl Operation for Unblock {
    const NAME: &'static str = "unblock";
    const GROUP: Group = Group::Queue;
    const ABOUT: &'static str = "Let blocked work be taken again: work id";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[(
        "coord block \"\" \"no access\" && coord unblock \"$CURRENT_WORK_ITEM\"",
        "it may be taken again",
    )];
    const SPAN: Option<&'static str> = Some("s2s.work.unblock");
    type Report = Unblocked;

    fn run(self, context: &Context) -> Result<Unblocked> {
        perform(self, context)
    }
}

/// A checked request to block.
pub struct Obstacle {
    id: String,
    reason: String,
}

impl Mutation for Block {
    const CHANGE: Change = Change::of("block");
    type Checked = Obstacle;

    fn check(self, context: &Context) -> Result<Obstacle> {
        let id = work_id(self.work_id, context)?;
        let why = match self.why.filter(|why| !why.trim().is_empty()) {
            Some(why) => why,
            None => reason(context)?.ok_or_else(|| {
                Error::new(Kind::Usage, "missing argument: the reason")
                    .hint(format!("say what keeps {id} from being done: coord block {id} \"no access\""))
            })?,
        };
        check_text("the reason", &why)?;
        context.recorder().borrow_mut().attribute("s2s.work_item_id", id.as_str());
        Ok(Obstacle { id, reason: why })
    }

    fn apply(obstacle: &Obstacle, txn: &mut dyn Txn, context: &Context) -> Result<Blocked> {
        let Obstacle { id, reason } = obstacle;
        let mut item = txn.item(id)?.ok_or_else(|| no_such_item(id))?;
        if item.blockers.as_ref().is_some_and(|known| known.len() >= MOST_BLOCKERS) {
            return Err(Error::new(Kind::InvalidValue, format!("{id} has {MOST_BLOCKERS} reasons already"))
                .hint(format!("take them away first: coord unblock {id}"))
                .with("work_item_id", id.as_str()));
        }
        item.block(Blocker {
            reason: reason.clone(),
            by: context.agent_id(),
            at: Some(context.stamp()),
            foreign: Foreign::default(),
        })?;
        txn.put_item(&item)?;
        Ok(Blocked { work_item_id: id.clone(), reason: reason.clone(), item })
    }

    fn committed(blocked: &Blocked, context: &Context) {
        let holder = blocked.item.agent_id.as_deref();
        events::tell(context, "work_blocked", &blocked.item, holder, Some(&blocked.reason));
    }
}

impl Mutation for Unblock {
    const CHANGE: Change = Change::of("unblock");
    type Checked = String;

    fn check(self, context: &Context) -> Result<String> {
        let id = work_id(self.work_id, context)?;
        context.recorder().borrow_mut().attribute("s2s.work_item_id", id.as_str());
        Ok(id)
    }

    fn apply(id: &String, txn: &mut dyn Txn, context: &Context) -> Result<Unblocked> {
        let mut item = txn.item(id)?.ok_or_else(|| no_such_item(id))?;
        if item.is_open() && item.blockers.as_ref().is_none_or(Vec::is_empty) {
            return Err(Error::new(Kind::WrongStatus, format!("cannot unblock {id}: nobody blocked it"))
                .hint("see what it waits for: coord show; what it depends on goes with: coord edit")
                .with("work_item_id", id.as_str()));
        }
        let removed = item.unblock()?.into_iter().map(|blocker| blocker.reason).collect();
        txn.put_item(&item)?;
        let mut admission = Admission::new(None, context.now(), context.config()?.lease.secs());
        let hindrance = admission.hindrance(txn, &item)?.filter(|_| !item.is_held());
        Ok(Unblocked {
            work_item_id: id.clone(),
            removed,
            hindrance: hindrance.map(|hindrance| hindrance.to_string()),
            item,
        })
    }

    fn committed(unblocked: &Unblocked, context: &Context) {
        let reasons = unblocked.removed.join("; ");
        let holder = unblocked.item.agent_id.as_deref();
        events::tell(context, "work_unblocked", &unblocked.item, holder, Some(&reasons));
    }
}

impl Report for Blocked {
    fn text(&self, page: &mut Page) {
        page.line(format!("⛔ BLOCKED: {} ({})", self.work_item_id, self.reason));
        if let Some(holder) = self.item.agent_id.as_ref().filter(|_| self.item.is_held()) {
            page.line(format!("   {holder} holds it all the same"));
        }
    }

    fn id(&self) -> Option<String> {
        Some(self.work_item_id.clone())
    }
}

impl Report for Unblocked {
    fn text(&self, page: &mut Page) {
        page.line(format!("🔓 UNBLOCKED: {}", self.work_item_id));
        if let Some(hindrance) = &self.hindrance {
            page.line(format!("   It cannot be taken yet: {hindrance}"));
        }
    }

    fn id(&self) -> Option<String> {
        Some(self.work_item_id.clone())
    }
}
