//! What a command's end means for its item: completed, failed, or handed back.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::gone::is_refusal;
use super::job::Hold;
use crate::commands::change::{Change, Mutation, no_such_item, perform};
use crate::commands::step::told;
use crate::commands::work::aftermath;
use crate::commands::work::complete::{Complete, CompletedWork};
use crate::commands::work::target::Authority;
use crate::context::{Context, Surroundings};
use crate::domain::backoff::Backoff;
use crate::domain::{Failure, Stamp, Status};
use crate::error::Result;
use crate::process::last_lines;
use crate::store::{JournalEvent, Txn};

/// So much of the last words is kept with a completed item: every command reads past it, for as long as the item is on
/// the board.
const NOTE: (usize, usize) = (5, 500);
/// A change that fails for a reason that may pass is tried so often.
const TRIES: usize = 3;

/// What became of a failed item.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Rest {
    /// Whether it was the last attempt.
    pub is_dead: bool,
    /// When it can be taken again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Stamp>,
}

/// Completes the item. The last words are kept as a note.
pub(super) fn complete(
    hold: &Hold,
    points: Option<f64>,
    words: &str,
    surroundings: &Surroundings,
) -> Result<CompletedWork> {
    let request = || Complete {
        work_id: Some(hold.work_item_id.clone()),
        result: Some("success".to_owned()),
        points: points.map(|points| points.to_string()),
        authority: Authority { fence: Some(hold.fence), force: false },
    };
    let words = last_lines(words, NOTE.0, NOTE.1);
    settle("s2s.work.complete", surroundings, |context| {
        let finish = request().check(context)?;
        let apply = |txn: &mut dyn Txn| {
            let mut completed = Complete::apply(&finish, txn, context)?;
            // A board that keeps no completed items has archived it by now.
            let is_there = txn.item(&hold.work_item_id)?.is_some();
            if is_there && !completed.already_completed && !words.is_empty() {
                completed.item.note(&words, Some(&hold.agent_id), context.now());
                txn.put_item(&completed.item)?;
            }
            Ok(completed)
        };
        let done = Complete::CHANGE.run(context, Some(&hold.agent_id), apply);
        match done {
            Ok((completed, _)) => {
                Complete::committed(&completed, context);
                Ok(completed)
            }
            // Asked plainly it is refused again, and its late result is kept.
            Err(error) if is_refusal(error.kind()) => perform(request(), context),
            Err(error) => Err(error),
        }
    })
}

/// Gives the item up as failed.
pub(super) fn fail(hold: &Hold, error: &str, surroundings: &Surroundings) -> Result<Rest> {
    settle("s2s.work.fail", surroundings, |context| {
        let random = context.environment().random();
        let work = |txn: &mut dyn Txn| fail_in(txn, hold, error, random, context);
        Ok(Change::of("fail").run(context, Some(&hold.agent_id), work)?.0)
    })
}

fn fail_in(txn: &mut dyn Txn, hold: &Hold, error: &str, random: f64, context: &Context) -> Result<Rest> {
    let config = context.config()?;
    let lease_secs = config.lease.secs();
    let mut item = txn.item(&hold.work_item_id)?.ok_or_else(|| no_such_item(&hold.work_item_id))?;
    let backoff = Backoff {
        base_secs: config.queue.backoff_base.secs(),
        limit_secs: config.queue.backoff_limit.secs(),
    };
    let failure = Failure { error, max_attempts: config.queue.max_attempts, backoff, random };
    item.fail(failure, hold.actor(), context.now(), lease_secs)?;
    txn.put_item(&item)?;
    let is_dead = item.status() == Status::Dead;
    if is_dead {
        txn.note_event(JournalEvent {
            event: "dead".to_owned(),
            work_item_id: hold.work_item_id.clone(),
            agent_id: Some(hold.agent_id.clone()),
            fence: Some(hold.fence),
        })?;
        aftermath::of_end(txn, &item, context.now(), lease_secs)?;
    }
    if let Some(mut agent) = txn.agent(&hold.agent_id)? {
        agent.failed();
        agent.last_heartbeat = Some(context.stamp());
        txn.put_agent(&agent)?;
    }
    aftermath::count_workload(txn, &hold.agent_id)?;
    Ok(Rest { is_dead, not_before: item.not_before })
}

/// Hands the item back as if it had not been claimed.
pub(super) fn release(hold: &Hold, reason: &str, surroundings: &Surroundings) -> Result<()> {
    settle("s2s.work.release", surroundings, |context| {
        let lease_secs = context.config()?.lease.secs();
        let released = Change::of("release").run(context, Some(&hold.agent_id), |txn| {
            let mut item = txn.item(&hold.work_item_id)?.ok_or_else(|| no_such_item(&hold.work_item_id))?;
            item.release(hold.actor(), lease_secs)?;
            item.note(reason, Some(&hold.agent_id), context.now());
            txn.put_item(&item)?;
            aftermath::count_workload(txn, &hold.agent_id)
        });
        released.map(|_| ())
    })
}

/// Makes a change as a step of its own; again, where it failed for a reason that may pass.
fn settle<T>(
    span: &str,
    surroundings: &Surroundings,
    mut work: impl FnMut(&Context) -> Result<T>,
) -> Result<T> {
    let mut tries = 1;
    loop {
        let result = told(Some(span), &surroundings.context(), &mut work);
        match &result {
            Err(error) if error.kind().retryable() && tries < TRIES => tries += 1,
            _ => return result,
        }
    }
}
