//! What a command's end means for its item: completed, failed, or handed back.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::gone::is_refusal;
use super::job::Hold;
use crate::commands::Operation as _;
use crate::commands::change::{Mutation as _, perform};
use crate::commands::step::{step, told};
use crate::commands::work::complete::{Complete, CompletedWork};
use crate::commands::work::fail::Fail;
use crate::commands::work::release::Release;
use crate::commands::work::target::Authority;
use crate::context::{Context, Surroundings};
use crate::domain::Stamp;
use crate::error::Result;
use crate::process::last_lines;

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
        authority: hold.authority(),
    };
    let words = last_lines(words, NOTE.0, NOTE.1);
    settle(surroundings, |context| {
        told(Complete::SPAN, context, |context| conclude(hold, request, &words, context))
    })
}

/// One attempt to complete the item.
fn conclude(
    hold: &Hold,
    request: impl Fn() -> Complete,
    words: &str,
    context: &Context,
) -> Result<CompletedWork> {
    let finish = request().check(context)?;
    let done = Complete::CHANGE.run(context, Some(&hold.agent_id), |txn| {
        let mut completed = Complete::apply(&finish, txn, context)?;
        // A board that keeps no completed items has archived it by now.
        let is_there = txn.item(&hold.work_item_id)?.is_some();
        if is_there && !completed.already_completed && !words.is_empty() {
            completed.item.note(words, Some(&hold.agent_id), context.now());
            txn.put_item(&completed.item)?;
        }
        Ok(completed)
    });
    match done {
        Ok((completed, _)) => {
            Complete::committed(&completed, context);
            Ok(completed)
        }
        // Asked plainly it is refused again, and its late result is kept.
        Err(error) if is_refusal(error.kind()) => perform(request(), context),
        Err(error) => Err(error),
    }
}

/// Gives the item up as failed.
pub(super) fn fail(hold: &Hold, error: &str, surroundings: &Surroundings) -> Result<Rest> {
    let request = || Fail {
        work_id: Some(hold.work_item_id.clone()),
        error: Some(error.to_owned()),
        authority: hold.authority(),
    };
    let failed = settle(surroundings, |context| step(request(), context))?;
    Ok(Rest { is_dead: failed.is_dead, not_before: failed.not_before })
}

/// Hands the item back as if it had not been claimed.
pub(super) fn release(hold: &Hold, reason: &str, surroundings: &Surroundings) -> Result<()> {
    let request = || Release { work_id: Some(hold.work_item_id.clone()), authority: hold.authority() };
    settle(&surroundings.because(reason), |context| step(request(), context)).map(drop)
}

/// Makes a change as a step of its own; again, where it failed for a reason that may pass.
fn settle<T>(surroundings: &Surroundings, mut work: impl FnMut(&Context) -> Result<T>) -> Result<T> {
    let mut tries = 1;
    loop {
        let result = work(&surroundings.context());
        match &result {
            Err(error) if error.kind().retryable() && tries < TRIES => tries += 1,
            _ => return result,
        }
    }
}

impl Hold {
    /// By what right its holder acts.
    fn authority(&self) -> Authority {
        Authority { fence: Some(self.fence), force: false }
    }
}
