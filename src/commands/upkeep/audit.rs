//! `audit`: the journal as an audit trail: who did what, and whether anything in it was changed or cut.

mod listing;
mod verification;

use clap::{Args, ValueEnum};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

pub use listing::{Listed, Record};
pub use verification::Verified;

use crate::commands::operations::since;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::output::{Format, Page, Report};

/// Shows or checks the audit trail.
///
/// The trail is the journal: every change of the board, who made it, why, and what it was about. audit shows it, --export
/// prints all of it for other programs. audit verify checks it: every record has a checksum, a number, and the hash of the
/// record before it, so a record that was changed, cut or left out is named, and the exit code is 1.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Audit {
    /// What to do; without it the trail is shown
    #[arg(value_enum, conflicts_with_all = ["since", "agent", "export", "limit"])]
    pub action: Option<Action>,
    /// From when on: 24h, 2026-01-31, a date and time, or all [default: all]
    #[arg(long, value_name = "WHEN")]
    pub since: Option<String>,
    /// Only what this agent did, or what was done to it
    #[arg(long, value_name = "ID")]
    pub agent: Option<String>,
    /// Print every record, for other programs
    #[arg(long, value_enum, value_name = "FORM", conflicts_with = "limit")]
    pub export: Option<Export>,
    /// At most this many records, the newest [default: 50]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

/// What can be done with the audit trail.
#[derive(Clone, Copy, Debug, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Follow the journal: checksums, numbers, and the chain of hashes
    Verify,
}

/// How records are printed for other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Export {
    /// A row a record
    Csv,
    /// A JSON object a record, one a line
    Jsonl,
}

/// So many records are shown, unless more are asked for.
const USUAL: usize = 50;

/// What the audit trail has to say.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Audited {
    /// Whether it is whole.
    Verified(Verified),
    /// Its records.
    Listed(Listed),
    /// They were printed already.
    Exported,
}

impl Operation for Audit {
    const NAME: &'static str = "audit";
    const GROUP: Group = Group::Upkeep;
    const ABOUT: &'static str = "Show, export or verify the trail of every change";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord audit verify", "follow the journal from its first record to its last"),
        ("coord audit --since 24h --agent \"$AGENT_ID\"", "what one agent did today, or what was done to it"),
        ("coord audit --export csv > trail.csv", "every change, for a spreadsheet"),
        ("coord audit --since 7d --export jsonl | head -3", "a JSON object a change, for other programs"),
    ];
    type Report = Audited;

    fn run(self, context: &Context) -> Result<Audited> {
        if let Some(Action::Verify) = self.action {
            return verification::verify(context).map(Audited::Verified);
        }
        let since = self.since.as_deref().filter(|since| !since.is_empty()).unwrap_or("all");
        let wanted = listing::Wanted {
            since: since::parse(since, context.now())?,
            agent: self.agent.filter(|agent| !agent.is_empty()),
        };
        if let Some(form) = self.export {
            if context.settings().format == Format::Json {
                return Err(Error::new(
                    Kind::Usage,
                    "--export prints a line a record, and --json one document",
                )
                .hint("leave one of them out"));
            }
            return listing::export(context, &wanted, form).map(|()| Audited::Exported);
        }
        let limit = self.limit.unwrap_or(USUAL);
        if limit == 0 {
            return Err(Error::new(Kind::InvalidValue, "--limit must be at least 1")
                .hint("ask for the newest records by their number: coord audit --limit 50"));
        }
        listing::newest(context, &wanted, limit).map(Audited::Listed)
    }
}

impl Report for Audited {
    fn text(&self, page: &mut Page) {
        match self {
            Self::Verified(verified) => verified.text(page),
            Self::Listed(listed) => listed.text(page),
            Self::Exported => {}
        }
    }

    fn exit_code(&self) -> u8 {
        match self {
            Self::Verified(verified) => verified.exit_code(),
            Self::Listed(_) | Self::Exported => 0,
        }
    }
}

impl JsonSchema for Audited {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Audited".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (verified, listed) = (generator.subschema_for::<Verified>(), generator.subschema_for::<Listed>());
        json_schema!({ "type": "object", "oneOf": [verified, listed] })
    }
}
