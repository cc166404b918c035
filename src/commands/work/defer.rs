//! `defer`: puts a piece of work off.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::target::{Authority, Caller, reason, work_id};
use super::terms::moment;
use super::{aftermath, events};
use crate::commands::change::{Change, Mutation, no_such_item, perform};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Stamp, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::Txn;

/// Puts a piece of work off.
///
/// Nobody may take it before that time. If you hold it, you hand it back first. To let it be taken now all the same:
/// coord edit ID --clear not-before.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Defer {
    /// The work id; the variable counts where it is empty or left out [env: CURRENT_WORK_ITEM]
    pub work_id: Option<String>,
    /// Until when: a date, a time, or a length of time from now, such as 3d
    pub when: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub authority: Authority,
}

/// What was put off.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Deferred {
    /// The item.
    pub work_item_id: String,
    /// Nobody may take it before.
    pub not_before: Stamp,
    /// Who held it and handed it back, if anybody did.
    pub released_from: Option<String>,
    /// The item as it stands.
    pub item: WorkItem,
}

impl Operation for Defer {
    const NAME: &'static str = "defer";
    const GROUP: Group = Group::Queue;
    const ABOUT: &'static str = "Put work off until later: work id, when";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord defer \"$CURRENT_WORK_ITEM\" 3d", "in three days at the earliest"),
        ("coord defer \"$CURRENT_WORK_ITEM\" 2099-01-31 --reason \"after the release\"", "with why"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.work.defer");
    type Report = Deferred;

    fn run(self, context: &Context) -> Result<Deferred> {
        perform(self, context)
    }
}

/// A checked request.
pub struct Delay {
    id: String,
    until: Stamp,
    reason: Option<String>,
    caller: Caller,
}

impl Mutation for Defer {
    const CHANGE: Change = Change::of("defer");
    type Checked = Delay;

    fn check(self, context: &Context) -> Result<Delay> {
        let (id, until) = self.target(context)?;
        context.recorder().borrow_mut().attribute("s2s.work_item_id", id.as_str());
        let caller = Caller::of(&self.authority, &id, context)?;
        Ok(Delay { id, until, reason: reason(context)?, caller })
    }

    fn apply(delay: &Delay, txn: &mut dyn Txn, context: &Context) -> Result<Deferred> {
        let mut item = txn.item(&delay.id)?.ok_or_else(|| no_such_item(&delay.id))?;
        let released_from = item.agent_id.clone().filter(|_| item.is_held());
        let actor = delay.caller.actor();
        item.defer(delay.until.clone(), actor, context.config()?.lease.secs())?;
        if let Some(reason) = &delay.reason {
            item.note(reason, actor.agent_id, context.now());
        }
        txn.put_item(&item)?;
        released_from.iter().try_for_each(|holder| aftermath::count_workload(txn, holder))?;
        Ok(Deferred { work_item_id: delay.id.clone(), not_before: delay.until.clone(), released_from, item })
    }

    fn committed(deferred: &Deferred, context: &Context) {
        let (holder, until) = (deferred.released_from.as_deref(), deferred.not_before.0.as_str());
        events::tell(context, "work_deferred", &deferred.item, holder, Some(until));
    }
}

impl Defer {
    /// The item and the time. A single time with `CURRENT_WORK_ITEM` set is the time.
    fn target(&self, context: &Context) -> Result<(String, Stamp)> {
        let only = self.work_id.as_deref().filter(|_| self.when.is_none());
        let when = match only {
            Some(only)
                if context.variable("CURRENT_WORK_ITEM").is_some() && moment(only, context.now()).is_ok() =>
            {
                return Ok((work_id(None, context)?, later(only, context)?));
            }
            _ => self.when.as_deref().filter(|when| !when.is_empty()),
        };
        let id = work_id(self.work_id.clone(), context)?;
        let when = when.ok_or_else(|| {
            Error::new(Kind::Usage, "missing argument: until when").hint(format!("coord defer {id} 3d"))
        })?;
        Ok((id, later(when, context)?))
    }
}

/// A time that is still to come.
fn later(text: &str, context: &Context) -> Result<Stamp> {
    let stamp = moment(text, context.now())?;
    if stamp.instant().is_some_and(|at| at > context.now()) {
        return Ok(stamp);
    }
    Err(Error::new(Kind::InvalidValue, format!("{text:?} is not in the future")).hint(
        "name a time that is still to come, such as 3d; or let it be taken: coord edit ID --clear not-before",
    ))
}

impl Report for Deferred {
    fn text(&self, page: &mut Page) {
        page.line(format!("⏳ DEFERRED: {} until {}", self.work_item_id, self.not_before));
        if let Some(holder) = &self.released_from {
            page.line(format!("   {holder} handed it back"));
        }
    }

    fn id(&self) -> Option<String> {
        Some(self.work_item_id.clone())
    }
}
