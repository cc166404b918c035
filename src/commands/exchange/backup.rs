//! `backup`: the whole board in one file.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{OsStringValueParser, TypedValueParser};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::archive::pack;
use crate::commands::output_file::{Manner, write_whole};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::Stamp;
use crate::error::Result;
use crate::output::{Page, Report};
use crate::store::{Census, Snapshot};

/// Writes the whole board to a file.
///
/// Work, agents, completions, velocity, archive, settings and the journal, as they stand in one instant; commands go on
/// meanwhile. The file is a tar archive, compressed with zstd, with the SHA-256 of each part; it is there whole or not at
/// all. Spans and events of telemetry, and older backups, are not in it. It is for your eyes alone (mode 0600).
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Backup {
    /// The file, or a directory for it [default: in backups/ of the board]
    #[arg(id = "backup", value_name = "FILE", value_parser = path_parser())]
    #[serde(default)]
    pub file: Option<PathBuf>,
    /// Replace the file where there is one
    #[arg(long)]
    #[serde(default)]
    pub replace: bool,
}

/// The backup that was made.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BackedUp {
    /// The file.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The size of the board in bytes.
    pub unpacked_bytes: u64,
    /// How many parts the board has.
    pub parts: usize,
    /// When the board stood like this.
    pub created_at: Stamp,
    /// What stands on it.
    pub census: Census,
}

impl Operation for Backup {
    const NAME: &'static str = "backup";
    const GROUP: Group = Group::Exchange;
    const ABOUT: &'static str = "Write the whole board to one file";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord backup", "into backups/ of the board"),
        ("coord backup ../nightly.tar.zst --replace", "wherever you keep it, in place of the last one"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.board.backup");
    type Report = BackedUp;

    fn run(self, context: &Context) -> Result<BackedUp> {
        write(self.file.as_deref(), self.replace, context)
    }
}

/// A path, which may be empty: that counts as not given.
pub(super) fn path_parser() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

/// Writes a backup to `file`, or into the folder that the board has for it.
///
/// # Errors
/// There is no board, the file is there already, or what the disk says; nothing is left of it then.
pub fn write(file: Option<&Path>, replace: bool, context: &Context) -> Result<BackedUp> {
    let snapshot = context.store()?.snapshot(context.now())?;
    let path = place(file, snapshot.as_ref(), context)?;
    let manifest = write_whole(&path, Manner::private(replace), context, |out, failed| {
        pack(snapshot.as_ref(), context.now(), out, failed).map(|(manifest, _)| manifest)
    })?;
    let bytes = fs::metadata(&path).map_or(0, |metadata| metadata.len());
    context.recorder().borrow_mut().attribute("s2s.backup.bytes", bytes.to_string().as_str());
    Ok(BackedUp {
        file: path.display().to_string(),
        bytes,
        unpacked_bytes: manifest.size(),
        parts: manifest.parts.len(),
        created_at: manifest.created_at,
        census: manifest.census,
    })
}

/// Where it goes: the file, or a name of its own in the folder.
fn place(file: Option<&Path>, snapshot: &dyn Snapshot, context: &Context) -> Result<PathBuf> {
    let here = context.environment().working_directory();
    let named = file.filter(|file| !file.as_os_str().is_empty()).map(|file| here.join(file));
    let folder = match named {
        Some(path) if !path.is_dir() => return Ok(path),
        Some(folder) => folder,
        None => snapshot.folder()?,
    };
    let stem = format!("board_{}", context.now().utc().format("%Y%m%d_%H%M%S"));
    let mut path = folder.join(format!("{stem}.tar.zst"));
    let mut number = 2;
    while path.symlink_metadata().is_ok() {
        path = folder.join(format!("{stem}_{number}.tar.zst"));
        number += 1;
    }
    Ok(path)
}

impl Report for BackedUp {
    fn text(&self, page: &mut Page) {
        let Census { items, agents, completions, .. } = self.census;
        page.line(format!("💾 BACKUP: {items} work items, {agents} agents, {completions} completions"));
        page.line(format!("   {} ({} bytes, {} unpacked)", self.file, self.bytes, self.unpacked_bytes));
    }

    fn id(&self) -> Option<String> {
        Some(self.file.clone())
    }
}
