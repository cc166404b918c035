//! `fail`: gives a piece of work up as failed.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::aftermath::{self, Aftermath};
use super::events;
use super::target::{Authority, Caller, check_text, reason, work_id};
use crate::commands::change::{Change, Mutation, no_such_item, perform};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Failure, Stamp, Status, WorkItem, backoff::Backoff};
use crate::error::Result;
use crate::output::{Page, Report};
use crate::store::Txn;

/// Gives a piece of work up as failed.
///
/// It goes back to the queue and rests there: half a minute after the first failure, twice as long after each further
/// one, an hour at most. After its last attempt it is dead, and stays so until somebody calls it back with retry. Work
/// that was done and came out badly is completed with the result failed instead.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Fail {
    /// The work id; the variable counts where it is empty or left out [env: CURRENT_WORK_ITEM]
    pub work_id: Option<String>,
    /// What went wrong [default: the --reason]
    #[arg(allow_hyphen_values = true)]
    pub error: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub authority: Authority,
}

/// What failed, and what became of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Failed {
    /// The item.
    pub work_item_id: String,
    /// Who held it.
    pub agent_id: Option<String>,
    /// What went wrong.
    pub error: String,
    /// How often it failed by now.
    pub failures: u32,
    /// How often it may fail before it is dead.
    pub max_attempts: u32,
    /// Whether it is dead.
    pub is_dead: bool,
    /// When it may be taken again, unless it is dead.
    pub not_before: Option<Stamp>,
    /// What came of it for the items that depend on it, where it is dead.
    pub dependants: Aftermath,
    /// The item as it stands.
    pub item: WorkItem,
}

impl Operation for Fail {
    const NAME: &'static str = "fail";
    const GROUP: Group = Group::Work;
    const ABOUT: &'static str = "Give work up as failed: work id, what went wrong";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord fail \"$CURRENT_WORK_ITEM\" \"the tests do not pass\"", "it is tried again after a rest")];
    const SPAN: Option<&'static str> = Some("s2s.work.fail");
    type Report = Failed;

    fn run(self, context: &Context) -> Result<Failed> {
        perform(self, context)
    }
}

/// A checked request.
pub struct Defeat {
    id: String,
    error: String,
    caller: Caller,
    /// From 0 up to 1, for the length of the rest.
    random: f64,
}

impl Mutation for Fail {
    const CHANGE: Change = Change::of("fail");
    type Checked = Defeat;

    fn check(self, context: &Context) -> Result<Defeat> {
        let id = work_id(self.work_id, context)?;
        let error = match self.error.filter(|error| !error.is_empty()) {
            Some(error) => error,
            None => reason(context)?.unwrap_or_else(|| "nothing was said of why".to_owned()),
        };
        check_text("the error", &error)?;
        context.recorder().borrow_mut().attribute("s2s.work_item_id", id.as_str());
        let caller = Caller::of(&self.authority, &id, context)?;
        Ok(Defeat { id, error, caller, random: context.environment().random() })
    }

    fn apply(defeat: &Defeat, txn: &mut dyn Txn, context: &Context) -> Result<Failed> {
        let Defeat { id, error, caller, random } = defeat;
        let mut item = txn.item(id)?.ok_or_else(|| no_such_item(id))?;
        let (holder, fence) = (item.agent_id.clone(), item.fence());
        let (config, now) = (context.config()?, context.now());
        let (queue, lease_secs) = (&config.queue, config.lease.secs());
        let backoff =
            Backoff { base_secs: queue.backoff_base.secs(), limit_secs: queue.backoff_limit.secs() };
        let failure = Failure { error, max_attempts: queue.max_attempts, backoff, random: *random };
        item.fail(failure, caller.actor(), now, lease_secs)?;
        txn.put_item(&item)?;
        let is_dead = item.status() == Status::Dead;
        let mut dependants = Aftermath::default();
        if is_dead {
            aftermath::note_event(txn, "dead", &item, holder.as_deref().unwrap_or_default(), fence)?;
            dependants = aftermath::of_end(txn, &item, now, lease_secs)?;
        }
        count_failure(txn, holder.as_deref())?;
        holder.iter().try_for_each(|holder| aftermath::count_workload(txn, holder))?;
        Ok(Failed {
            work_item_id: id.clone(),
            agent_id: holder,
            error: error.clone(),
            failures: item.failures.unwrap_or_default(),
            max_attempts: item.max_attempts.unwrap_or(queue.max_attempts),
            is_dead,
            not_before: item.not_before.clone().filter(|_| !is_dead),
            dependants,
            item,
        })
    }

    fn committed(failed: &Failed, context: &Context) {
        let holder = failed.agent_id.as_deref();
        events::tell(context, "work_failed", &failed.item, holder, Some(&failed.error));
        if failed.is_dead {
            events::tell(context, "work_dead", &failed.item, holder, Some(&failed.error));
        }
    }
}

/// Counts the failure for the agent, where it is registered.
fn count_failure(txn: &mut dyn Txn, holder: Option<&str>) -> Result<()> {
    let Some(mut agent) = holder.map(|holder| txn.agent(holder)).transpose()?.flatten() else {
        return Ok(());
    };
    agent.failed();
    txn.put_agent(&agent)
}

impl Report for Failed {
    fn text(&self, page: &mut Page) {
        let Self { work_item_id, error, failures, max_attempts, .. } = self;
        page.line(format!("💥 FAILED: {work_item_id}, attempt {failures} of {max_attempts}: {error}"));
        if let Some(until) = &self.not_before {
            page.line(format!("   ⏳ It may be taken again from {until} on"));
        }
        if self.is_dead {
            page.line(
                "   💀 That was its last attempt: it is dead until somebody calls it back: coord retry",
            );
        }
        self.dependants.text(page);
    }

    fn id(&self) -> Option<String> {
        Some(self.work_item_id.clone())
    }
}
