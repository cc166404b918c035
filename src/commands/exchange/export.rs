//! `export`: what stands on the board, as JSON Lines.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::backup::path_parser;
use super::bundle::{Amount, Bundle};
use crate::commands::output_file::{Manner, write_whole};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::Result;
use crate::output::{Page, Report};
use crate::store;

/// Writes what stands on the board as JSON Lines.
///
/// One JSON object a line: work items, agents, completions and velocity, with all of their fields, also those of other
/// programs. The first line says what it is, the last one how many records there were. For programs, and for import into
/// another board; a backup has more: settings, archive and journal.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Export {
    /// The file [default: the lines are printed]
    #[arg(id = "export", value_name = "FILE", value_parser = path_parser())]
    #[serde(default)]
    pub file: Option<PathBuf>,
    /// Replace the file where there is one
    #[arg(long)]
    #[serde(default)]
    pub replace: bool,
}

/// What was written.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Exported {
    /// The file; null where the lines are printed.
    pub file: Option<String>,
    /// How much.
    pub amount: Amount,
    /// The lines, where they went to no file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<serde_json::Value>>")]
    pub lines: Option<Vec<Box<RawValue>>>,
}

impl Operation for Export {
    const NAME: &'static str = "export";
    const GROUP: Group = Group::Exchange;
    const ABOUT: &'static str = "Write what stands on the board as JSON Lines";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord export | head -2", "the lines, for other programs"),
        ("coord export board.jsonl", "a file, for import into another board"),
    ];
    type Report = Exported;

    fn run(self, context: &Context) -> Result<Exported> {
        let bundle = store::view(context.store()?, context.now(), Bundle::of_view)?;
        let lines = bundle.lines(context.stamp())?;
        let amount = bundle.amount();
        let Some(file) = self.file.filter(|file| !file.as_os_str().is_empty()) else {
            return Ok(Exported { file: None, amount, lines: Some(lines) });
        };
        let path = context.environment().working_directory().join(file);
        write_whole(&path, Manner::private(self.replace), context, |out, failed| {
            lines.iter().try_for_each(|line| writeln!(out, "{}", line.get())).map_err(|error| failed(&error))
        })?;
        Ok(Exported { file: Some(path.display().to_string()), amount, lines: None })
    }
}

impl Report for Exported {
    fn text(&self, page: &mut Page) {
        for line in self.lines.iter().flatten() {
            page.line(line.get());
        }
        let Some(file) = &self.file else { return };
        let Amount { items, agents, completions, .. } = self.amount;
        page.line(format!("📤 EXPORTED: {items} work items, {agents} agents, {completions} completions"));
        page.line(format!("   {file}"));
    }

    fn id(&self) -> Option<String> {
        self.file.clone()
    }
}
