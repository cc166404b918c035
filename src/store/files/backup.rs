//! `backups/`: copies of the items as they were before a clean-up.

use std::io::Write;
use std::path::PathBuf;

use super::array::Kind;
use super::directory::Directory;
use crate::domain::Instant;
use crate::error::{Error, Result};

/// The folder.
pub(super) const FOLDER: &str = "backups";

/// Copies the items to a new file, for the owner alone, and syncs it. Returns its path below the state directory;
/// `None` where there are no items.
///
/// # Errors
/// What the disk says; no file is left then.
pub(super) fn write(directory: &Directory, now: Instant) -> Result<Option<PathBuf>> {
    let Some(contents) = directory.read(Kind::Items.file())? else { return Ok(None) };
    directory.make_folder(FOLDER)?;
    let stem = format!("{FOLDER}/work_claims_{}", now.utc().format("%Y%m%d_%H%M%S"));
    let mut name = format!("{stem}.json");
    let mut number = 2;
    while directory.stat(&name)?.is_some() {
        name = format!("{stem}_{number}.json");
        number += 1;
    }
    let mut file = directory.create_new(&name)?;
    if let Err(error) = file.write_all(&contents.bytes).and_then(|()| file.sync_all()) {
        let _ = directory.remove(&name);
        return Err(Error::io("cannot write", &directory.path(&name), &error));
    }
    directory.sync_folder(FOLDER)?;
    Ok(Some(PathBuf::from(name)))
}
