//! Plain files beside the state, opened so that a planted link or special file can neither redirect nor block us.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;

use crate::error::{Error, Kind, Result};

/// A configuration file is not read beyond this: 1 MiB.
const SMALL: u64 = 1 << 20;

/// Appends text with one write.
///
/// # Errors
/// What the disk says; or the file is a link or no regular file.
pub(super) fn append(path: &Path, text: &str) -> io::Result<()> {
    let mut file = open(path, OpenOptions::new().read(true).append(true).create(true).mode(0o600))?;
    match last_byte(&file)? {
        None | Some(b'\n') => file.write_all(text.as_bytes()),
        Some(last) => {
            if last == 0 {
                cut_zeros(&file)?;
            }
            // Other writers, or a kill, may have left half a line.
            file.write_all(format!("\n{text}").as_bytes())
        }
    }
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
