//! Staging and publishing: how a file changes in one instant, and how a foreign write in that instant shows.
//!
//! The staged file and the file at the name are *exchanged* in one call. What comes out is the file that was
//! there; if it is not the one that we had read, somebody wrote in between, and their file is in our hands
//! instead of being lost. An exchange also spares ext4 the flush that it does when a rename replaces a file.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::os::unix::fs::FileExt;

use rustix::fs::{self, OFlags, RenameFlags};
use rustix::io::Errno;

use super::array::{ArrayText, Kind};
use super::directory::{Contents, Directory, STAGE, failed, inherit};
use super::identity::Identity;
use super::indexed::Indexed;
use super::named::Named;
use crate::domain::json_text;
use crate::error::{Error, Result};

/// How much is written at once.
pub(super) const CHUNK: usize = 64 * 1024;

/// A file that is ready to be published.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) kind: Kind,
    pub(super) identity: Identity,
}

/// What publishing a file brought to light.
pub(super) enum Published {
    /// The file that we had read was replaced; it stands on the stage now, where there was one.
    Clean,
    /// Somebody had written another file in between; this is it.
    Stray(Contents),
}

/// Writes an array file to the stage.
///
/// # Errors
/// What the disk says. Nothing is left on the stage then.
pub(super) fn stage(directory: &Directory, array: &ArrayText, kind: Kind) -> Result<Staged> {
    staged(directory, kind, |file| {
        let mut out = BufWriter::with_capacity(CHUNK, file);
        array.write_to(&mut out)?;
        out.flush()
    })
}

/// Writes the items to the stage.
///
/// # Errors
/// What the disk says. Nothing is left on the stage then.
pub(super) fn stage_records(directory: &Directory, records: &mut Indexed) -> Result<Staged> {
    staged(directory, Kind::Items, |file| records.write_to(file))
}

/// Writes an array file to the stage whose beginning is the file at the name, if that is the one of `known` and has
/// records; else `None`. The kernel copies it; it does not pass through this process.
///
/// # Errors
/// What the disk says. Nothing is left on the stage then.
pub(super) fn stage_appended(
    directory: &Directory,
    kind: Kind,
    records: &Named<String>,
    known: Identity,
) -> Result<Option<Staged>> {
    let Some(current) = directory.open_file(kind.file(), OFlags::RDONLY)? else { return Ok(None) };
    let doing = |error: std::io::Error| Error::io("cannot read", &directory.path(kind.file()), &error);
    let stat =
        fs::fstat(&current).map_err(|errno| failed("cannot look at", &directory.path(kind.file()), errno))?;
    let Some(body) = known.size.checked_sub(END.len() as u64).filter(|_| Identity::of(&stat) == known) else {
        return Ok(None);
    };
    let mut end = [0; END.len()];
    current.read_exact_at(&mut end, body).map_err(doing)?;
    // An array without records ends otherwise.
    if end != *END || known.size < FEWEST {
        return Ok(None);
    }
    staged(directory, kind, |file| {
        copy_range(&current, file, 0..body)?;
        file.write_all(tail(records).as_bytes())
    })
    .map(Some)
}

/// Copies a range of bytes within the kernel, or through this process where the file system cannot.
///
/// # Errors
/// What the disk says, or the file is shorter.
pub(super) fn copy_range(from: &File, to: &mut File, range: Range<u64>) -> std::io::Result<()> {
    let mut offset = range.start;
    while offset < range.end {
        let left = usize::try_from(range.end - offset).unwrap_or(usize::MAX);
        match fs::copy_file_range(from, Some(&mut offset), &*to, None, left) {
            Ok(0) => {
                return Err(std::io::Error::new(
                    std::io::ErrorKind::UnexpectedEof,
                    "the file became shorter",
                ));
            }
            Ok(_) => {}
            Err(_) if offset == range.start => return copy_through(from, to, range),
            Err(errno) => return Err(errno.into()),
        }
    }
    Ok(())
}

fn copy_through(from: &File, to: &mut File, range: Range<u64>) -> std::io::Result<()> {
    let mut buffer = vec![0; CHUNK];
    let mut offset = range.start;
    while offset < range.end {
        let left = usize::try_from(range.end - offset).unwrap_or(usize::MAX);
        let piece = &mut buffer[..left.min(CHUNK)];
        from.read_exact_at(piece, offset)?;
        to.write_all(piece)?;
        offset += piece.len() as u64;
    }
    Ok(())
}

/// How an array with records ends.
const END: &[u8; 3] = b"\n]\n";
/// The smallest array with a record, in bytes.
const FEWEST: u64 = 10;

/// Records as they follow others in the file, and its end.
fn tail(records: &Named<String>) -> String {
    let mut tail = String::new();
    for (_, json) in records.iter() {
        tail.push_str(",\n  ");
        tail.push_str(&json_text::pretty(json, 1));
    }
    tail + "\n]\n"
}

fn staged(
    directory: &Directory,
    kind: Kind,
    write: impl FnOnce(&mut File) -> std::io::Result<()>,
) -> Result<Staged> {
    let name = staged_name(kind);
    let written = write_staged(directory, &name, kind, write);
    if written.is_err() {
        // On a full disk the space is needed; the first error is the one to tell.
        let _ = directory.remove(&name);
    }
    Ok(Staged { kind, identity: written? })
}

fn write_staged(
    directory: &Directory,
    name: &str,
    kind: Kind,
    write: impl FnOnce(&mut File) -> std::io::Result<()>,
) -> Result<Identity> {
    let mut file = directory.create_new(name)?;
    write(&mut file).map_err(|error| Error::io("cannot write", &directory.path(name), &error))?;
    let stat = fs::fstat(&file).map_err(|errno| failed("cannot look at", &directory.path(name), errno))?;
    if let Some(replaced) = directory.stat(kind.file())? {
        inherit(&file, &stat, &replaced);
    }
    Ok(Identity::of(&stat))
}

/// The name of a file on the stage.
pub(super) fn staged_name(kind: Kind) -> String {
    format!("{STAGE}/{}", kind.file())
}

/// Puts a staged file in its place. `expected` is the file that should be there.
///
/// # Errors
/// What the disk says; the staged file is then not in its place.
pub(super) fn publish(
    directory: &Directory,
    staged: &Staged,
    expected: Option<Identity>,
) -> Result<Published> {
    let (name, target) = (staged_name(staged.kind), staged.kind.file());
    if expected.is_none() && put_new(directory, &name, target)? {
        return Ok(Published::Clean);
    }
    if !exchange(directory, &name, target)? {
        return replace(directory, &name, target, expected);
    }
    let came_out = taken_out(directory, &name, expected);
    if came_out.is_err() {
        // What came out cannot be looked at, so it may be somebody else's: back with it.
        put_back(directory, staged, true);
    }
    came_out
}

/// What an exchange brought to the stage: the file that we expected, or a stray.
fn taken_out(directory: &Directory, name: &str, expected: Option<Identity>) -> Result<Published> {
    if directory.identity(name)? == expected {
        return Ok(Published::Clean);
    }
    Ok(directory.read(name)?.map_or(Published::Clean, Published::Stray))
}

/// Puts the stray that [`publish`] brought to light at its name again, in place of `ours`. `false` where somebody has written once more in
/// between; then both files have to be merged.
///
/// # Errors
/// What the disk says.
pub(super) fn give_way(directory: &Directory, kind: Kind, ours: Identity) -> Result<bool> {
    let (name, target) = (staged_name(kind), kind.file());
    if !exchange(directory, &name, target)? {
        return Ok(false);
    }
    if directory.identity(&name)? == Some(ours) {
        directory.remove(&name)?;
        return Ok(true);
    }
    // What came out is newer than ours: back with it, and the stray to the stage again.
    exchange(directory, &name, target)?;
    Ok(false)
}

/// Freeing a file of this size in bytes takes longer than opening it.
const LARGE: u64 = 256 * 1024;

/// Takes a file of that size off the stage. A large one is handed out open, so that the work of freeing it is done
/// when the caller drops it, outside the lock.
pub(super) fn discard(directory: &Directory, kind: Kind, size: u64) -> Option<File> {
    let name = staged_name(kind);
    let file = if size < LARGE { None } else { directory.open_file(&name, OFlags::RDONLY).ok().flatten() };
    // What stays on the stage is removed by the next command that needs the place.
    let _ = directory.remove(&name);
    file
}

/// Undoes [`publish`]: the file that was there is there again.
pub(super) fn put_back(directory: &Directory, staged: &Staged, had_file: bool) {
    let (name, target) = (staged_name(staged.kind), staged.kind.file());
    let undone =
        if had_file { exchange(directory, &name, target).map(|_| ()) } else { directory.remove(target) };
    if let Err(error) = undone {
        tracing::error!(%error, "{target} could not be put back");
    }
}

/// Puts the first file of its name in place. `false` where there is one already.
fn put_new(directory: &Directory, name: &str, target: &str) -> Result<bool> {
    match fs::renameat_with(directory.fd(), name, directory.fd(), target, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(true),
        Err(Errno::EXIST) => Ok(false),
        Err(Errno::INVAL | Errno::NOSYS) if directory.stat(target)?.is_none() => {
            directory.rename(name, target)?;
            Ok(true)
        }
        Err(errno) => Err(failed("cannot create", &directory.path(target), errno)),
    }
}

/// Exchanges two files. `false` where the file system cannot.
pub(super) fn exchange(directory: &Directory, name: &str, target: &str) -> Result<bool> {
    match fs::renameat_with(directory.fd(), name, directory.fd(), target, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::NOENT) if directory.stat(target)?.is_none() => {
            // The file went away since we looked: that is an edit like any other, and there is nothing to save.
            directory.rename(name, target)?;
            Ok(true)
        }
        Err(Errno::INVAL | Errno::NOSYS) => Ok(false),
        Err(errno) => Err(failed("cannot replace", &directory.path(target), errno)),
    }
}

/// Without an exchange: looks once more, then replaces. The file that was there is kept in hand, so that a write
/// in the instant between is still found.
fn replace(directory: &Directory, name: &str, target: &str, expected: Option<Identity>) -> Result<Published> {
    let there = directory.read(target)?;
    directory.rename(name, target)?;
    match there {
        Some(contents) if Some(contents.identity) != expected => Ok(Published::Stray(contents)),
        _ => Ok(Published::Clean),
    }
}

/// Appends lines to a text file and syncs nothing. Returns the size before.
///
/// # Errors
/// What the disk says; the file is then as it was.
pub(super) fn append_lines(directory: &Directory, name: &str, lines: &[String]) -> Result<u64> {
    let doing = |error: std::io::Error| Error::io("cannot append to", &directory.path(name), &error);
    let flags = OFlags::WRONLY | OFlags::APPEND | OFlags::CREATE;
    let missing =
        || Error::new(crate::error::Kind::Io, format!("{} went away", directory.path(name).display()));
    let mut file = directory.open_file(name, flags)?.ok_or_else(missing)?;
    let before = file.metadata().map_err(doing)?.len();
    let text: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
    if let Err(error) = file.write_all(text.as_bytes()) {
        let _ = file.set_len(before);
        return Err(doing(error));
    }
    Ok(before)
}
