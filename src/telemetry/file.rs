//! Plain files beside the state, opened so that a planted link or special file can neither redirect nor block us.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek as _, Write};
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::{FlockOperation, OFlags, flock};

use crate::error::{Error, Kind, Result};

/// A configuration file is not read beyond this: 1 MiB.
const SMALL: u64 = 1 << 20;

/// How many milliseconds are waited for the lock on a file that grows.
const APPEND_TRIES: u32 = 200;
/// How many milliseconds are waited for the lock on a file that is changed.
const CHANGE_TRIES: u32 = 10_000;

/// Appends text with one write.
///
/// # Errors
/// What the disk says; or the file is a link or no regular file.
pub(super) fn append(path: &Path, text: &str) -> io::Result<()> {
    let mut file = open(path, OpenOptions::new().read(true).append(true).create(true).mode(0o600))?;
    // Whoever reads while another one writes may see half of its line: the size grows page by page. So writers share
    // a lock, and who finds half a line waits for all of them before it believes that.
    lock(&file, FlockOperation::NonBlockingLockShared, APPEND_TRIES);
    if is_whole(last_byte(&file)?) {
        return write(&mut file, path, text);
    }
    lock(&file, FlockOperation::NonBlockingLockExclusive, APPEND_TRIES);
    let last = last_byte(&file)?;
    if last == Some(0) {
        cut_zeros(&file)?;
    }
    // Other programs, or a kill, may have left half a line.
    let end = if is_whole(last) { "" } else { "\n" };
    write(&mut file, path, &format!("{end}{text}"))
}

/// Writes at the end of the file, all at once or not to the end. Another writer may have seen a whole line before that: so
/// that it does not go on in the middle of ours, what a full disk left of that ends as a line.
fn write(file: &mut File, path: &Path, text: &str) -> io::Result<()> {
    let written = loop {
        match file.write(text.as_bytes()) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            written => break written?,
        }
    };
    if written == text.len() {
        return Ok(());
    }
    if let Some(last) = file.stream_position()?.checked_sub(1).filter(|_| written > 0) {
        // A file that is open for appending takes nothing anywhere else.
        open(path, OpenOptions::new().write(true))?.write_all_at(b"\n", last)?;
    }
    Err(io::ErrorKind::StorageFull.into())
}

/// Takes a lock on the file, trying again each millisecond. Says whether it came, or there are no locks here.
///
/// For appending it is held for as long as one line takes; where another program keeps it, the line is written
/// without it.
fn lock(file: &File, operation: FlockOperation, tries: u32) -> bool {
    for _ in 0..tries {
        if flock(file, operation) != Err(rustix::io::Errno::WOULDBLOCK) {
            return true;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    false
}

/// Whether a file with this last byte ends with a whole line.
fn is_whole(last: Option<u8>) -> bool {
    matches!(last, None | Some(b'\n'))
}

fn last_byte(file: &File) -> io::Result<Option<u8>> {
    let Some(last) = file.metadata()?.len().checked_sub(1) else { return Ok(None) };
    let mut byte = [0];
    file.read_exact_at(&mut byte, last)?;
    Ok(Some(byte[0]))
}

/// After a loss of power the file may have its new size without its new bytes: the zeros at its end go.
fn cut_zeros(file: &File) -> io::Result<()> {
    let mut whole = file.metadata()?.len();
    let mut piece = [0; 4_096];
    while whole > 0 {
        let length = piece.len().min(usize::try_from(whole).unwrap_or(usize::MAX));
        let start = whole - length as u64;
        file.read_exact_at(&mut piece[..length], start)?;
        match piece[..length].iter().rposition(|byte| *byte != 0) {
            Some(at) => return file.set_len(start + at as u64 + 1),
            None => whole = start,
        }
    }
    file.set_len(0)
}

/// The text of a small file such as `config.toml`; `None` where there is none.
///
/// # Errors
/// It cannot be read, is a link or no regular file, is larger than 1 MiB, or is no UTF-8.
pub fn read_small(path: &Path) -> Result<Option<String>> {
    let file = match open(path, OpenOptions::new().read(true)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
            return Err(Error::new(
                Kind::PermissionDenied,
                format!("{} is not safe to use: {error}", path.display()),
            ));
        }
        Err(error) => return Err(Error::io("cannot read", path, &error)),
    };
    let mut bytes = Vec::new();
    file.take(SMALL + 1).read_to_end(&mut bytes).map_err(|error| Error::io("cannot read", path, &error))?;
    if bytes.len() as u64 > SMALL {
        return Err(Error::new(Kind::InvalidValue, format!("{} is larger than 1 MiB", path.display())));
    }
    String::from_utf8(bytes)
        .map(Some)
        .map_err(|_| Error::new(Kind::InvalidValue, format!("{} is no UTF-8 text", path.display())))
}

/// Changes the text of a small file such as `config.toml`, one after the other where many do it at once. Readers see
/// the old text or the new one.
///
/// # Errors
/// What `work` says of the old text, or what the disk says; the file is then as it was.
pub fn change_small(path: &Path, work: impl FnOnce(&str) -> Result<String>) -> Result<()> {
    let cannot = |error: io::Error| Error::io("cannot change", path, &error);
    let file = loop {
        let file = open(path, OpenOptions::new().read(true)).map_err(cannot)?;
        if !lock(&file, FlockOperation::NonBlockingLockExclusive, CHANGE_TRIES) {
            return Err(Error::new(
                Kind::LockTimeout,
                format!("another program keeps {} locked", path.display()),
            )
            .hint("try again, or find it: fuser config.toml"));
        }
        // It may have been replaced while we waited.
        let now = std::fs::symlink_metadata(path).map_err(cannot)?;
        if file.metadata().is_ok_and(|ours| (ours.dev(), ours.ino()) == (now.dev(), now.ino())) {
            break file;
        }
    };
    let text = work(&read_small(path)?.unwrap_or_default())?;
    let staged = path.with_extension("toml.new");
    let replace = || -> io::Result<()> {
        // A kill may have left one.
        let _ = std::fs::remove_file(&staged);
        let mut new = open(&staged, OpenOptions::new().write(true).create_new(true).mode(0o600))?;
        new.set_permissions(file.metadata()?.permissions())?;
        new.write_all(text.as_bytes())?;
        new.sync_all()?;
        std::fs::rename(&staged, path)
    };
    replace().map_err(|error| {
        let _ = std::fs::remove_file(&staged);
        cannot(error)
    })
}

/// Opens a plain file beside the state.
///
/// # Errors
/// What the disk says; or it is a link or no regular file.
pub fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    #[expect(clippy::cast_possible_wrap, reason = "flags of the kernel are bits")]
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC).bits() as i32;
    let file = options.custom_flags(flags).open(path).map_err(|error| match error.raw_os_error() {
        Some(code) if code == rustix::io::Errno::LOOP.raw_os_error() => unsafe_file("it is a symbolic link"),
        Some(code) if code == rustix::io::Errno::NXIO.raw_os_error() => unsafe_file("it is no regular file"),
        _ => error,
    })?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(unsafe_file("it is no regular file"));
    }
    if metadata.nlink() > 1 {
        return Err(unsafe_file("it has a second name (a hard link)"));
    }
    Ok(file)
}

fn unsafe_file(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_many_writers_stay_whole() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("spans");
        let line = |writer: usize| format!("{}\n", writer.to_string().repeat(5_000));
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let (path, line) = (&path, line(writer));
                scope.spawn(move || (0..500).for_each(|_| append(path, &line).unwrap()));
            }
        });
        let text = std::fs::read_to_string(&path).unwrap();
        let wrong = text.lines().filter(|found| found.len() != 5_000).count();
        assert_eq!((text.lines().count(), wrong), (4_000, 0));
    }

    #[test]
    fn half_a_line_ends_before_the_next_and_a_keeper_of_the_lock_stops_nobody() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("spans");
        std::fs::write(&path, "half").unwrap();
        let keeper = File::open(&path).unwrap();
        flock(&keeper, FlockOperation::LockExclusive).unwrap();
        append(&path, "whole\n").unwrap();
        append(&path, "next\n").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "half\nwhole\nnext\n");
    }

    #[test]
    fn changes_made_at_once_are_all_made() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("config.toml");
        std::fs::write(&path, "").unwrap();
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let path = &path;
                let add = move |text: &str| Ok(format!("{text}{writer}\n"));
                scope.spawn(move || (0..20).for_each(|_| change_small(path, add).unwrap()));
            }
        });
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 160);
        let refused = change_small(&path, |_| Err(Error::new(Kind::InvalidValue, "no")));
        assert_eq!(refused.unwrap_err().kind(), Kind::InvalidValue);
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_planted_link_is_not_followed() {
        let home = tempfile::tempdir().unwrap();
        let victim = home.path().join("victim");
        std::fs::write(&victim, "precious").unwrap();
        let soft = home.path().join("soft");
        std::os::unix::fs::symlink(&victim, &soft).unwrap();
        let hard = home.path().join("hard");
        std::fs::hard_link(&victim, &hard).unwrap();
        for path in [&soft, &hard, home.path()] {
            assert!(append(path, "x\n").is_err(), "{}", path.display());
            assert_eq!(read_small(path).unwrap_err().kind(), Kind::PermissionDenied);
        }
        assert_eq!(std::fs::read_to_string(&victim).unwrap(), "precious");
    }
}
