//! Where broken files go: kept byte for byte, out of the way.

use std::io::Write;

use super::directory::{Directory, QUARANTINE};
use crate::domain::Instant;
use crate::error::{Error, Result};

/// Moves a file there and returns its new name.
///
/// # Errors
/// It cannot be moved.
pub(super) fn take(directory: &Directory, name: &str, now: Instant) -> Result<String> {
    let target = free_name(directory, name, now)?;
    directory.rename(name, &target)?;
    Ok(target)
}

/// Keeps a copy of `bytes` that came from the file of that name, and returns where.
///
/// # Errors
/// It cannot be written.
pub(super) fn keep(directory: &Directory, name: &str, bytes: &[u8], now: Instant) -> Result<String> {
    let target = free_name(directory, name, now)?;
    let mut file = directory.create_new(&target)?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(|error| Error::io("cannot write", &directory.path(&target), &error))?;
    Ok(target)
}

/// `quarantine/20250615T150640Z-work_claims.json`, with a number where that is taken.
fn free_name(directory: &Directory, name: &str, now: Instant) -> Result<String> {
    let plain = name.rsplit('/').next().unwrap_or(name);
    let stem = format!("{QUARANTINE}/{}", now.utc().format("%Y%m%dT%H%M%SZ"));
    let mut target = format!("{stem}-{plain}");
    let mut number = 2;
    while directory.stat(&target)?.is_some() {
        target = format!("{stem}-{number}-{plain}");
        number += 1;
    }
    Ok(target)
}
