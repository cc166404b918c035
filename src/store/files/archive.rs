//! `archived_claims/`: where completed items go.

use std::io::Write;
use std::path::PathBuf;

use super::array::{ArrayText, Kind};
use super::directory::Directory;
use crate::domain::Instant;
use crate::error::{Error, Result};

const FOLDER: &str = "archived_claims";

/// Writes items to a new file of the archive and syncs it. Returns its path below the state directory.
///
/// # Errors
/// What the disk says; no file is left then.
pub(super) fn write<'a>(
    directory: &Directory,
    items: impl Iterator<Item = &'a str>,
    now: Instant,
) -> Result<PathBuf> {
    directory.make_folder(FOLDER)?;
    let name = free_name(directory, now)?;
    let mut array = ArrayText::empty(Kind::Items);
    for json in items {
        array.append("", json.to_owned());
    }
    let mut file = std::io::BufWriter::new(directory.create_new(&name)?);
    let written =
        array.write_to(&mut file).and_then(|()| file.flush()).and_then(|()| file.get_ref().sync_all());
    if let Err(error) = written {
        let _ = directory.remove(&name);
        return Err(Error::io("cannot write", &directory.path(&name), &error));
    }
    directory.sync_folder(FOLDER)?;
    Ok(PathBuf::from(name))
}

/// `archived_claims/completed_claims_20250615_150640.json`, with a number where that is taken.
pub(super) fn free_name(directory: &Directory, now: Instant) -> Result<String> {
    let stem = format!("{FOLDER}/completed_claims_{}", now.utc().format("%Y%m%d_%H%M%S"));
    let mut name = format!("{stem}.json");
    let mut number = 2;
    while directory.stat(&name)?.is_some() {
        name = format!("{stem}_{number}.json");
        number += 1;
    }
    Ok(name)
}
