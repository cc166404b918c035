//! `optimize`: moves completed items out of the way.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::change::Change;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::Status;
use crate::error::{Kind, Result};
use crate::output::{Page, Report};
use crate::store::ItemFilter;

/// Archives completed work.
///
/// Completed items move to a file in archived_claims. Below OPTIMIZATION_THRESHOLD lines of work_claims.json nothing
/// is done.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Optimize {}

/// What was archived.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Optimized {
    /// How many completed items were moved.
    pub archived: usize,
    /// Where they are, below the state directory.
    pub archive: Option<String>,
    /// Lines of `work_claims.json` before.
    pub lines_before: usize,
    /// Lines of it now.
    pub lines_after: usize,
    /// Below so many lines nothing is done.
    pub threshold: usize,
}

impl Operation for Optimize {
    const NAME: &'static str = "optimize";
    const GROUP: Group = Group::Upkeep;
    const ABOUT: &'static str = "Move completed work to the archive, once the file is long";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("OPTIMIZATION_THRESHOLD=0 coord optimize", "archive whatever the length of the file")];
    const SPAN: Option<&'static str> = Some("s2s.work.optimize");
    type Report = Optimized;

    fn run(self, context: &Context) -> Result<Optimized> {
        let threshold = context.config()?.archive.optimization_threshold;
        let change = Change::of("optimize");
        let result = change.run(context, context.agent_id().as_deref(), |txn| {
            let lines_before = txn.item_lines()?;
            let mut optimized =
                Optimized { lines_before, lines_after: lines_before, threshold, ..Optimized::default() };
            if lines_before < threshold {
                return Ok(optimized);
            }
            for item in txn.items(&ItemFilter::with_statuses(&[Status::Completed]))? {
                txn.archive_item(&item.work_item_id)?;
                optimized.archived += 1;
            }
            if optimized.archived > 0 {
                optimized.archive = Some(txn.archive()?.display().to_string());
            }
            optimized.lines_after = txn.item_lines()?;
            Ok(optimized)
        });
        let (optimized, receipt) = match result {
            Ok(done) => done,
            // Where there is no board there is nothing to archive.
            Err(error) if error.kind() == Kind::NoBoard => {
                return Ok(Optimized { threshold, ..Optimized::default() });
            }
            Err(error) => return Err(error),
        };
        if optimized.archived > 0 && receipt.seq.is_some() {
            context.store()?.checkpoint(context.now())?;
        }
        context.recorder().borrow_mut().attribute("s2s.archived", optimized.archived);
        Ok(optimized)
    }
}

impl Report for Optimized {
    fn text(&self, page: &mut Page) {
        if let Some(archive) = &self.archive {
            page.line(format!("📦 Archiving {} completed work claims to {archive}", self.archived));
            page.line(format!(
                "✅ Optimization complete: {} lines, {} before",
                self.lines_after, self.lines_before
            ));
        } else if self.lines_before < self.threshold {
            page.line(format!(
                "✅ Optimization complete: nothing to do below {} lines (now {})",
                self.threshold, self.lines_before
            ));
        } else {
            page.line("✅ Optimization complete: no completed work to archive");
        }
    }
}
