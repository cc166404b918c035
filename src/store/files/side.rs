//! Side files: small documents beside the board, each with a lock of its own.
//!
//! They are no part of a transaction and stand in no journal: what alerts were told, how far events were delivered. A
//! file is replaced whole, and synced before it is, so that it is never half there.

use std::io::Write as _;

use rustix::fs;

use super::super::Options;
use super::directory::{Directory, failed, inherit};
use super::lock::Lock;
use crate::error::{Error, Kind, Result};

/// The folder of side files and their locks.
pub(super) const SIDE: &str = ".store/side";

/// The text of the side file of that name.
///
/// # Errors
/// It cannot be read, or is no text.
pub(super) fn read(options: &Options, name: &str) -> Result<Option<String>> {
    Directory::open(options)?.map_or(Ok(None), |directory| text(&directory, name))
}

/// Replaces a side file by what `revise` makes of it.
///
/// # Errors
/// What `revise` says, its lock did not come free, or the disk fails; the file is then as it was.
pub(super) fn revise(
    options: &Options,
    name: &str,
    revise: &mut dyn FnMut(Option<&str>) -> Result<Option<String>>,
) -> Result<()> {
    // Whoever has nothing to keep makes no board for it.
    if Directory::open(options)?.is_none() && revise(None)?.is_none() {
        return Ok(());
    }
    let directory = Directory::create(options)?;
    directory.make_folder(SIDE)?;
    let (lock, given_up) = (format!("{SIDE}/{name}.lock"), options.given_up.as_deref());
    let _lock = Lock::acquire_at(&directory, &lock, options.lock_timeout, given_up)?;
    match revise(text(&directory, name)?.as_deref())? {
        Some(text) => replace(&directory, name, &text),
        None => Ok(()),
    }
}

fn file_name(name: &str) -> String {
    format!("{SIDE}/{name}.json")
}

fn text(directory: &Directory, name: &str) -> Result<Option<String>> {
    let file = file_name(name);
    let Some(contents) = directory.read(&file)? else { return Ok(None) };
    String::from_utf8(contents.bytes).map(Some).map_err(|_| {
        let path = directory.path(&file).display().to_string();
        Error::new(Kind::BrokenState, format!("{path} is no UTF-8 text"))
            .hint("move it away: it is made anew")
            .with("path", path)
    })
}

/// Replaces the file. The lock is held, so the name of the staged file is nobody else's.
fn replace(directory: &Directory, name: &str, text: &str) -> Result<()> {
    let (file, staged) = (file_name(name), format!("{SIDE}/{name}.new"));
    let written = stage(directory, &staged, &file, text).and_then(|()| directory.rename(&staged, &file));
    if written.is_err() {
        // On a full disk the space is needed; the first error is the one to tell.
        let _ = directory.remove(&staged);
    }
    written?;
    directory.sync_folder(SIDE)
}

fn stage(directory: &Directory, staged: &str, file: &str, text: &str) -> Result<()> {
    let doing = |error: &std::io::Error| Error::io("cannot write", &directory.path(staged), error);
    let mut out = directory.create_new(staged)?;
    out.write_all(text.as_bytes()).map_err(|error| doing(&error))?;
    let stat = fs::fstat(&out).map_err(|errno| failed("cannot look at", &directory.path(staged), errno))?;
    if let Some(replaced) = directory.stat(file)? {
        inherit(&out, &stat, &replaced);
    }
    out.sync_data().map_err(|error| doing(&error))
}
