//! `release`: hands a piece of work back.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::target::{Authority, Caller, reason, work_id};
use super::{aftermath, events};
use crate::commands::change::{Change, Mutation, no_such_item, perform};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::WorkItem;
use crate::error::Result;
use crate::output::{Page, Report};
use crate::store::Txn;

/// Hands a piece of work back to the queue.
///
/// It counts as if it had not been claimed: the attempt is not counted, and its progress stays. A --reason is kept with
/// the item for who takes it next.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Release {
    /// The work id; the variable counts where it is empty or left out [env: CURRENT_WORK_ITEM]
    pub work_id: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub authority: Authority,
}

/// What was handed back.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Released {
    /// The item.
    pub work_item_id: String,
    /// Who held it.
    pub released_from: Option<String>,
    /// Why, where that was said.
    pub reason: Option<String>,
    /// The item as it stands.
    pub item: WorkItem,
}

impl Operation for Release {
    const NAME: &'static str = "release";
    const GROUP: Group = Group::Work;
    const ABOUT: &'static str = "Hand work back to the queue: work id";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord release \"$CURRENT_WORK_ITEM\"", "somebody else may take it"),
        (
            "coord release \"$CURRENT_WORK_ITEM\" --reason \"needs a GPU\"",
            "with a word for who takes it next",
        ),
    ];
    const SPAN: Option<&'static str> = Some("s2s.work.release");
    type Report = Released;

    fn run(self, context: &Context) -> Result<Released> {
        perform(self, context)
    }
}

/// A checked request.
pub struct Return {
    id: String,
    reason: Option<String>,
    caller: Caller,
}

impl Mutation for Release {
    const CHANGE: Change = Change::of("release");
    type Checked = Return;

    fn check(self, context: &Context) -> Result<Return> {
        let id = work_id(self.work_id, context)?;
        context.recorder().borrow_mut().attribute("s2s.work_item_id", id.as_str());
        let caller = Caller::of(&self.authority, &id, context)?;
        Ok(Return { id, reason: reason(context)?, caller })
    }

    fn apply(wish: &Return, txn: &mut dyn Txn, context: &Context) -> Result<Released> {
        let mut item = txn.item(&wish.id)?.ok_or_else(|| no_such_item(&wish.id))?;
        let released_from = item.agent_id.clone();
        let actor = wish.caller.actor();
        item.release(actor, context.config()?.lease.secs())?;
        if let Some(reason) = &wish.reason {
            item.note(reason, actor.agent_id, context.now());
        }
        txn.put_item(&item)?;
        released_from.iter().try_for_each(|holder| aftermath::count_workload(txn, holder))?;
        Ok(Released { work_item_id: wish.id.clone(), released_from, reason: wish.reason.clone(), item })
    }

    fn committed(released: &Released, context: &Context) {
        let (holder, reason) = (released.released_from.as_deref(), released.reason.as_deref());
        events::tell(context, "work_released", &released.item, holder, reason);
    }
}

impl Report for Released {
    fn text(&self, page: &mut Page) {
        page.line(format!("↩️ RELEASED: {} is back in the queue", self.work_item_id));
        if let Some(reason) = &self.reason {
            page.line(format!("   📝 {reason}"));
        }
    }

    fn id(&self) -> Option<String> {
        Some(self.work_item_id.clone())
    }
}
