//! `cancel`: gives work up on purpose.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::aftermath::{self, Aftermath};
use super::events;
use super::target::{Authority, Caller, check_id, reason, work_id};
use super::terms::distinct;
use crate::commands::change::{Change, Mutation, no_such_item, perform};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::WorkItem;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::Txn;

/// Gives work up on purpose, and says why.
///
/// Items that depend on it stay blocked, unless they were added to run all the same or to be cancelled with it. Of
/// several items all are cancelled, or none. What somebody else holds is cancelled with --force only.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Cancel {
    /// The work ids; the variable counts where there are none [env: CURRENT_WORK_ITEM]
    #[serde(default)]
    pub ids: Vec<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub authority: Authority,
}

/// What was cancelled.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Cancelled {
    /// The items as they stand.
    pub items: Vec<WorkItem>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are listed.
    pub has_more: bool,
    /// Why.
    pub reason: String,
    /// What came of it for the items that depend on them.
    pub dependants: Aftermath,
}

impl Operation for Cancel {
    const NAME: &'static str = "cancel";
    const GROUP: Group = Group::Queue;
    const ABOUT: &'static str = "Give work up on purpose: work ids, and --reason";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord cancel \"$CURRENT_WORK_ITEM\" --reason \"no longer wanted\"", "nobody takes it any more")];
    const SPAN: Option<&'static str> = Some("s2s.work.cancel");
    type Report = Cancelled;

    fn run(self, context: &Context) -> Result<Cancelled> {
        perform(self, context)
    }
}

/// A checked request.
pub struct Plan {
    items: Vec<(String, Caller)>,
    reason: String,
}

impl Mutation for Cancel {
    const CHANGE: Change = Change::of("cancel");
    type Checked = Plan;

    fn check(self, context: &Context) -> Result<Plan> {
        let ids = if self.ids.is_empty() { vec![work_id(None, context)?] } else { distinct(&self.ids) };
        ids.iter().try_for_each(|id| check_id("the work id", id))?;
        if ids.len() > 1 && self.authority.fence.is_some() {
            return Err(Error::new(Kind::Usage, "--fence is the fence of one item, and there are several")
                .hint("cancel them one by one"));
        }
        let reason = reason(context)?.ok_or_else(|| {
            Error::new(Kind::Usage, "cancel needs a --reason")
                .hint("say why, for those who wait for it: --reason \"no longer wanted\"")
        })?;
        let caller = |id: &String| Ok((id.clone(), Caller::of(&self.authority, id, context)?));
        Ok(Plan { items: ids.iter().map(caller).collect::<Result<_>>()?, reason })
    }

    fn apply(plan: &Plan, txn: &mut dyn Txn, context: &Context) -> Result<Cancelled> {
        let (now, lease_secs) = (context.now(), context.config()?.lease.secs());
        let (mut items, mut holders) = (Vec::new(), Vec::new());
        for (id, caller) in &plan.items {
            let mut item = txn.item(id)?.ok_or_else(|| no_such_item(id))?;
            let holder = item.agent_id.clone();
            item.cancel(caller.actor(), lease_secs)?;
            item.note(&format!("cancelled: {}", plan.reason), caller.actor().agent_id, now);
            holders.extend(holder);
            items.push(item);
        }
        items.iter().try_for_each(|item| txn.put_item(item))?;
        let mut dependants = Aftermath::default();
        for item in &items {
            dependants.extend(aftermath::of_end(txn, item, now, lease_secs)?);
        }
        distinct(&holders).iter().try_for_each(|holder| aftermath::count_workload(txn, holder))?;
        let reason = plan.reason.clone();
        Ok(Cancelled { total: items.len(), has_more: false, items, reason, dependants })
    }

    fn committed(cancelled: &Cancelled, context: &Context) {
        for item in &cancelled.items {
            events::tell(context, "work_cancelled", item, None, Some(&cancelled.reason));
        }
    }
}

impl Report for Cancelled {
    fn text(&self, page: &mut Page) {
        for item in &self.items {
            page.line(format!("🚫 CANCELLED: {} ({})", item.work_item_id, self.reason));
        }
        self.dependants.text(page);
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|item| item.work_item_id.clone()).collect()
    }
}
