//! `import`: takes what another board has, from a file or from its directory.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::backup::path_parser;
use super::bundle::Bundle;
use super::merge::{Merge, Merged, Side};
use crate::commands::change::{Change, Mutation, perform};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::{self, Txn};

/// Takes what another board has.
///
/// From a file that export wrote, or from the directory of another board, which is only looked at. Items come with their
/// ids and all of their fields. One that is here too and is not the same is a conflict: it is told, and ours stands,
/// unless --prefer theirs is given. Of an agent that both have, the newer sign counts. Said twice it changes nothing more.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Import {
    /// The file, or the directory of a board
    #[arg(id = "import", value_name = "FILE", value_parser = path_parser())]
    pub file: PathBuf,
    /// Whose record stands where an item differs
    #[arg(long, value_name = "SIDE", value_enum)]
    #[serde(default)]
    pub prefer: Option<Side>,
    /// Say what would be taken, and change nothing
    #[arg(long)]
    #[serde(default)]
    pub dry_run: bool,
}

/// What was taken.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Imported {
    /// Where it came from.
    pub source: String,
    /// What came of it.
    #[serde(flatten)]
    pub merged: Merged,
    /// Whether nothing was changed.
    pub dry_run: bool,
}

impl Operation for Import {
    const NAME: &'static str = "import";
    const GROUP: Group = Group::Exchange;
    const ABOUT: &'static str = "Take what another board has: an export, or its directory";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord export board.jsonl -q; coord import board.jsonl --dry-run", "what would come of it"),
        ("coord --dir ../other add bug Crash -q; coord import ../other", "another board"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.board.import");
    type Report = Imported;

    fn run(self, context: &Context) -> Result<Imported> {
        let is_there = || store::view(context.store()?, context.now(), |view| view.exists());
        if self.dry_run && !is_there()? {
            let cargo = self.check(context)?;
            let merge =
                Merge { bundle: &cargo.bundle, met: &BTreeMap::new(), prefer: cargo.prefer, dry_run: true };
            let merged = merge.onto_nothing();
            return Ok(Imported { source: cargo.source, merged, dry_run: true });
        }
        perform(self, context)
    }
}

/// What is to be taken.
pub struct Cargo {
    source: String,
    bundle: Bundle,
    prefer: Option<Side>,
    dry_run: bool,
}

impl Mutation for Import {
    const CHANGE: Change = Change::of("import").creating();
    type Checked = Cargo;

    fn check(self, context: &Context) -> Result<Cargo> {
        if self.file.as_os_str().is_empty() {
            return Err(Error::new(Kind::Usage, "no file is named").hint("coord import FILE"));
        }
        let path = context.environment().working_directory().join(&self.file);
        let bundle = if path.is_dir() { Bundle::of_board(&path, context)? } else { Bundle::of_file(&path)? };
        let source = path.display().to_string();
        Ok(Cargo { source, bundle, prefer: self.prefer, dry_run: self.dry_run })
    }

    /// Who only looks leaves no sign.
    fn actor(cargo: &Cargo, context: &Context) -> Option<String> {
        context.agent_id().filter(|_| !cargo.dry_run)
    }

    fn apply(cargo: &Cargo, txn: &mut dyn Txn, context: &Context) -> Result<Imported> {
        let merge = Merge {
            bundle: &cargo.bundle,
            met: &BTreeMap::new(),
            prefer: cargo.prefer,
            dry_run: cargo.dry_run,
        };
        let (merged, _) = merge.apply(txn)?;
        context.recorder().borrow_mut().attribute("s2s.imported", merged.added.len());
        Ok(Imported { source: cargo.source.clone(), merged, dry_run: cargo.dry_run })
    }
}

impl Report for Imported {
    fn text(&self, page: &mut Page) {
        let done = if self.dry_run { "IMPORT" } else { "IMPORTED" };
        page.line(format!("📥 {done}: {}", self.source));
        self.merged.text(page, self.dry_run);
    }

    fn ids(&self) -> Vec<String> {
        self.merged.changed()
    }
}
