//! `progress`: reports how far a piece of work is.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::target::{Authority, Caller, check_text, work_id};
use crate::commands::change::{Change, Mutation, no_such_item, perform};
use crate::commands::{Group, Operation, agents};
use crate::context::Context;
use crate::domain::{ProgressUpdate, Quantity, Status, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::Txn;

/// Reports progress on a piece of work.
///
/// The lease of the item starts again. Where AGENT_ID says who you are, the item must be yours; without it anybody
/// may report, unless the board is strict.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Progress {
    /// The work id; the variable counts where it is empty or left out [env: CURRENT_WORK_ITEM]
    pub work_id: Option<String>,
    /// Percent done, 0 to 100
    #[arg(allow_negative_numbers = true)]
    pub percent: Option<String>,
    /// The new status, a word of your own [default: in_progress]
    pub status: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub authority: Authority,
}

/// The progress that was noted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Progressed {
    /// The item.
    pub work_item_id: String,
    /// Percent done.
    pub progress: Quantity,
    /// The status word.
    pub status: String,
    /// The item as it stands.
    pub item: WorkItem,
    /// The trace of the report.
    pub trace_id: String,
}

impl Operation for Progress {
    const NAME: &'static str = "progress";
    const GROUP: Group = Group::Work;
    const ABOUT: &'static str = "Report progress: work id, percent, status";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord progress \"$CURRENT_WORK_ITEM\" 75", "75 percent done"),
        ("coord progress \"\" 90 testing", "the item of CURRENT_WORK_ITEM, with a status"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.work.progress");
    type Report = Progressed;

    fn run(self, context: &Context) -> Result<Progressed> {
        perform(self, context)
    }
}

/// A checked request.
pub struct Update {
    id: String,
    percent: Quantity,
    status: String,
    caller: Caller,
}

impl Mutation for Progress {
    const CHANGE: Change = Change::of("progress");
    type Checked = Update;

    fn check(self, context: &Context) -> Result<Update> {
        let (id, percent) = self.target(context)?;
        let status = status_word(self.status)?;
        context.recorder().borrow_mut().attribute("s2s.work_item_id", id.as_str());
        context.recorder().borrow_mut().attribute("s2s.progress", percent.0);
        let caller = Caller::of(&self.authority, &id, context)?;
        Ok(Update { id, percent, status, caller })
    }

    fn apply(update: &Update, txn: &mut dyn Txn, context: &Context) -> Result<Progressed> {
        let Update { id, percent, status, caller } = update;
        let mut item = txn.item(id)?.ok_or_else(|| no_such_item(id))?;
        let trace_id = context.trace().trace_id.clone();
        let report = ProgressUpdate { percent: *percent, status: status.clone(), trace_id: trace_id.clone() };
        item.progress(report, caller.actor(), context.now(), context.config()?.lease.secs())?;
        txn.put_item(&item)?;
        // Who does not say who they are reports for the holder.
        let by = context.agent_id().or_else(|| item.agent_id.clone());
        agents::sign_of_life(txn, by.as_deref(), context.now())?;
        Ok(Progressed {
            work_item_id: id.clone(),
            progress: *percent,
            status: status.clone(),
            item,
            trace_id,
        })
    }
}

impl Progress {
    /// The item and the percentage. A single number with `CURRENT_WORK_ITEM` set is the percentage.
    fn target(&self, context: &Context) -> Result<(String, Quantity)> {
        let only = self.work_id.as_deref().filter(|_| self.percent.is_none());
        if let Some(percent) = only.and_then(|only| percent_of(only).ok())
            && let Some(id) = context.variable("CURRENT_WORK_ITEM")
        {
            return Ok((id, percent));
        }
        let id = work_id(self.work_id.clone(), context)?;
        let given = self.percent.as_deref().filter(|percent| !percent.is_empty());
        let missing = || {
            Error::new(Kind::Usage, "missing argument: the percentage")
                .hint(format!("coord progress {id} 50"))
        };
        Ok((id.clone(), percent_of(given.ok_or_else(missing)?)?))
    }
}

fn percent_of(text: &str) -> Result<Quantity> {
    let wrong = || {
        Error::new(Kind::InvalidValue, format!("{text:?} is no percentage"))
            .hint("give a number from 0 to 100")
    };
    let number: f64 = text.trim().parse().map_err(|_| wrong())?;
    (0.0..=100.0).contains(&number).then_some(Quantity(number)).ok_or_else(wrong)
}

/// A status word that means held: the others are reached by commands of their own.
fn status_word(given: Option<String>) -> Result<String> {
    let word = given.filter(|word| !word.is_empty()).unwrap_or_else(|| "in_progress".to_owned());
    check_text("the status", &word)?;
    match Status::of(&word) {
        Status::Held => Ok(word),
        Status::Completed => Err(Error::new(Kind::InvalidValue, "progress does not complete work")
            .hint("complete it: coord complete ID RESULT POINTS")),
        _ => {
            Err(Error::new(Kind::InvalidValue, format!("{word:?} is no status of work that somebody holds"))
                .hint("use a word such as in_progress, testing or review"))
        }
    }
}

impl Report for Progressed {
    fn text(&self, page: &mut Page) {
        page.line(format!("🔍 Trace ID: {}", self.trace_id));
        page.line(format!(
            "📈 PROGRESS: Updated {} to {}% ({})",
            self.work_item_id, self.progress, self.status
        ));
    }

    fn id(&self) -> Option<String> {
        Some(self.work_item_id.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_numbers_from_0_to_100() {
        assert_eq!(percent_of(" 75 ").unwrap(), Quantity(75.0));
        assert_eq!(percent_of("0.5").unwrap(), Quantity(0.5));
        for text in ["", "x", "-1", "100.1", "nan", "inf", "7 5", "50%"] {
            assert_eq!(percent_of(text).unwrap_err().kind(), Kind::InvalidValue, "{text}");
        }
    }

    #[test]
    fn words_with_a_meaning_of_their_own_are_refused() {
        assert_eq!(status_word(None).unwrap(), "in_progress");
        assert_eq!(status_word(Some("testing".into())).unwrap(), "testing");
        for word in ["completed", "pending", "cancelled", "dead"] {
            assert!(status_word(Some(word.into())).is_err(), "{word}");
        }
    }
}
