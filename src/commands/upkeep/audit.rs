//! `audit verify`: follows the journal and checks that nothing in it was changed or cut.

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::{Kind, Result};
use crate::output::{Page, Paint, Report};

/// Checks the audit trail.
///
/// Every record of the journal has a checksum, a number, and the hash of the record before it. A record that was
/// changed, cut or left out is named, and the exit code is 1.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Audit {
    /// What to do
    #[arg(value_enum)]
    pub action: Action,
}

/// What can be done with the audit trail.
#[derive(Clone, Copy, Debug, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Follow the journal: checksums, numbers, and the chain of hashes
    Verify,
}

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

impl Operation for Audit {
    const NAME: &'static str = "audit";
    const GROUP: Group = Group::Upkeep;
    const ABOUT: &'static str = "Check the journal: audit verify";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord audit verify", "follow the journal from its first record to its last")];
    type Report = Verified;

    fn run(self, context: &Context) -> Result<Verified> {
        let Action::Verify = self.action;
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
}

impl Report for Verified {
    fn text(&self, page: &mut Page) {
        let (first, last) = (self.first_seq.unwrap_or(0), self.last_seq.unwrap_or(0));
        page.line(format!("📜 {} records in {} segments, {first} to {last}", self.records, self.segments));
        if self.intact {
            page.painted(Paint::Good, "✅ Every record is whole and follows the one before it.");
        }
        for fault in &self.faults {
            page.painted(Paint::Bad, format!("❌ {fault}"));
        }
    }

    fn exit_code(&self) -> u8 {
        if self.intact { 0 } else { Kind::General.exit_code() }
    }
}
