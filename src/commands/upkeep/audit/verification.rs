//! Checking that nothing in the trail was changed or cut.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::error::{Kind, Result};
use crate::output::{Page, Paint};

/// What following the journal found.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Verified {
    /// Whether nothing is wrong.
    pub intact: bool,
    /// Segments read.
    pub segments: u32,
    /// Whole records.
    pub records: u64,
    /// Number of the first record kept.
    pub first_seq: Option<u64>,
    /// Number of the last record.
    pub last_seq: Option<u64>,
    /// What is wrong, and where.
    pub faults: Vec<String>,
}

pub(super) fn verify(context: &Context) -> Result<Verified> {
    let report = context.store()?.verify()?;
    Ok(Verified {
        intact: report.faults.is_empty(),
        segments: report.segments,
        records: report.records,
        first_seq: report.first_seq,
        last_seq: report.last_seq,
        faults: report.faults,
    })
}

impl Verified {
    pub(super) fn text(&self, page: &mut Page) {
        let (first, last) = (self.first_seq.unwrap_or(0), self.last_seq.unwrap_or(0));
        page.line(format!("📜 {} records in {} segments, {first} to {last}", self.records, self.segments));
        if self.intact {
            page.painted(Paint::Good, "✅ Every record is whole and follows the one before it.");
        }
        for fault in &self.faults {
            page.painted(Paint::Bad, format!("❌ {fault}"));
        }
    }

    pub(super) fn exit_code(&self) -> u8 {
        if self.intact { 0 } else { Kind::General.exit_code() }
    }
}
