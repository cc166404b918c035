//! `restore`: a board as a backup has it.

use std::path::PathBuf;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::archive::Archive;
use super::backup::path_parser;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::Stamp;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::{self, Census, Durability, Intent, ItemFilter};

/// Puts a backup in the place of the board.
///
/// The file is checked first, to its last byte; one that is cut, changed or no backup changes nothing. Then the board of
/// the backup takes the place of the one that is there, in one step: killed at any instant, the next command finds the
/// old board or the new one. The old one is kept in backups/, where it can be looked at: coord --dir. Whoever writes
/// meanwhile waits. Claims are as they were at the time of the backup, and their leases may be over.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Restore {
    /// The backup
    #[arg(id = "backup", value_name = "FILE", value_parser = path_parser())]
    pub file: PathBuf,
    /// Check the backup and say what is in it, and change nothing
    #[arg(long)]
    #[serde(default)]
    pub dry_run: bool,
}

/// The board that came back.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Restored {
    /// The backup.
    pub file: String,
    /// When the board stood like this.
    pub created_at: Stamp,
    /// The version of the program that wrote the backup.
    pub coord_version: String,
    /// How many parts the board has.
    pub parts: usize,
    /// The size of the board in bytes.
    pub bytes: u64,
    /// What stands on it.
    pub census: Census,
    /// What stood on the board before; null where there was none, or it could not be read.
    pub before: Option<Census>,
    /// Where the board of before is kept, below the state directory.
    pub kept: Option<String>,
    /// Whether nothing was changed.
    pub dry_run: bool,
}

impl Operation for Restore {
    const NAME: &'static str = "restore";
    const GROUP: Group = Group::Exchange;
    const ABOUT: &'static str = "Put a backup in the place of the board; keep the old one";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord restore \"$(coord -q backup)\" --dry-run", "whether it can be used, and what is in it"),
        ("coord restore \"$(coord -q backup)\"", "the board as it was then"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.board.restore");
    type Report = Restored;

    fn run(self, context: &Context) -> Result<Restored> {
        if self.file.as_os_str().is_empty() {
            return Err(Error::new(Kind::Usage, "no backup is named").hint("coord restore FILE"));
        }
        let path = context.environment().working_directory().join(&self.file);
        let named = |error: Error| match error.kind() {
            Kind::InvalidValue => error.about(&path.display().to_string()),
            _ => error,
        };
        let archive = Archive::open(&path).map_err(named)?;
        let parts = archive.manifest.parts();
        let store = context.store()?;
        let census = store.inspect(&parts, &mut |accept| archive.deliver(accept)).map_err(named)?;
        let before = before(context)?;
        let mut restored = Restored {
            file: path.display().to_string(),
            created_at: archive.manifest.created_at.clone(),
            coord_version: archive.manifest.coord_version.clone(),
            parts: parts.len(),
            bytes: archive.manifest.size(),
            census,
            before,
            kept: None,
            dry_run: self.dry_run,
        };
        if self.dry_run {
            return Ok(restored);
        }
        let replaced = store.replace(&intent(context), &parts, &mut |accept| archive.deliver(accept))?;
        replaced.warnings.iter().for_each(|warning| context.warn(warning));
        restored.kept = replaced.kept.map(|path| path.display().to_string());
        context.recorder().borrow_mut().attribute("s2s.restored", census.items.to_string().as_str());
        Ok(restored)
    }
}

fn intent(context: &Context) -> Intent {
    Intent {
        op: "restore",
        actor: context.agent_id(),
        trace_id: context.trace().trace_id.clone(),
        request_id: None,
        reason: context.settings().reason.clone(),
        now: context.now(),
        durability: Durability::Synced,
        create: true,
    }
}

/// What stands on the board now. A broken one is no hindrance: backups are for that.
fn before(context: &Context) -> Result<Option<Census>> {
    let counted = store::view(context.store()?, context.now(), |view| {
        if !view.exists()? {
            return Ok(None);
        }
        let count = |length: usize| length as u64;
        Ok(Some(Census {
            seq: view.history(None, 1)?.last().map_or(0, |entry| entry.seq),
            items: u64::from(view.count_items(&ItemFilter::default())?),
            agents: count(view.agents()?.len()),
            completions: count(view.completions(None)?.len()),
        }))
    });
    match counted {
        Ok(census) => Ok(census),
        Err(error) if error.kind() == Kind::BrokenState => Ok(None),
        Err(error) => Err(error),
    }
}

impl Report for Restored {
    fn text(&self, page: &mut Page) {
        let told = |census: &Census| {
            format!(
                "{} work items, {} agents, {} completions",
                census.items, census.agents, census.completions
            )
        };
        let done = if self.dry_run { "would bring back" } else { "brought back" };
        page.line(format!("♻️ RESTORE: {done} {}", told(&self.census)));
        page.line(format!("   as they stood at {} (coord {})", self.created_at, self.coord_version));
        if let Some(before) = &self.before {
            let stands = if self.dry_run { "the board has" } else { "the board had" };
            page.line(format!("   {stands} {}", told(before)));
        }
        if let Some(kept) = &self.kept {
            page.line(format!("✅ The board of before is kept in {kept}"));
        }
    }

    fn id(&self) -> Option<String> {
        self.kept.clone()
    }
}
