//! Files that a command is told to write: there whole or not at all, and never in the place of what is not theirs.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::context::Context;
use crate::error::{Error, Kind, Result};

/// The files that are the state of a board.
const STATE: [&str; 5] =
    ["work_claims.json", "agent_status.json", "coordination_log.json", "velocity_log.txt", "config.toml"];

/// What is done with a file.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Whether a file that is there already is replaced.
    pub replace: bool,
    /// Who may read it, less what the umask of the caller takes away.
    pub mode: u32,
}

impl Manner {
    /// For the owner alone, in the place of what was there if that is meant.
    pub const fn private(replace: bool) -> Self {
        Self { replace, mode: 0o600 }
    }

    /// For everybody to read, in the place of what was there.
    pub const SHOWN: Self = Self { replace: true, mode: 0o644 };
}

/// Writes a file: beside its place, synced, and then renamed. `write` gets the file, and what makes an error of its own
/// out of a failed write.
///
/// # Errors
/// It is there already and is not to be replaced, or is no plain file, or may not be written to, or the place belongs to
/// the board; what `write`
/// says, or what the disk says. Nothing is left of it then.
pub fn write_whole<T>(
    path: &Path,
    manner: Manner,
    context: &Context,
    write: impl FnOnce(&mut BufWriter<File>, &dyn Fn(&io::Error) -> Error) -> Result<T>,
) -> Result<T> {
    check_place(path, context)?;
    write_beside_the_state(path, manner, context, write)
}

/// Finds out whether [`write_whole`] could write now, for who has long work to do before that. Nothing is left of it, also
/// where that work is cut short.
///
/// # Errors
/// As there.
pub fn check_writable(path: &Path, manner: Manner, context: &Context) -> Result<()> {
    check_place(path, context)?;
    let (_, staged) = stage(path, manner, context)?;
    fs::remove_file(&staged).map_err(|error| Error::io("cannot write", path, &error))
}

/// [`write_whole`] for a file of our own among those of the board.
///
/// # Errors
/// As there, but for the place.
pub fn write_beside_the_state<T>(
    path: &Path,
    manner: Manner,
    context: &Context,
    write: impl FnOnce(&mut BufWriter<File>, &dyn Fn(&io::Error) -> Error) -> Result<T>,
) -> Result<T> {
    let failed = |error: &io::Error| Error::io("cannot write", path, error);
    let (file, staged) = stage(path, manner, context)?;
    let mut out = BufWriter::new(file);
    let written = write(&mut out, &failed).and_then(|written| {
        out.flush()
            .and_then(|()| out.get_ref().sync_all())
            .and_then(|()| fs::rename(&staged, path))
            .map_err(|error| failed(&error))?;
        Ok(written)
    });
    let written = written.inspect_err(|_| drop(fs::remove_file(&staged)))?;
    // The name survives a loss of power, too.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| Error::io("cannot sync", folder, &error))?;
    Ok(written)
}

/// Makes the file that is to take the place, beside it.
fn stage(path: &Path, manner: Manner, context: &Context) -> Result<(File, PathBuf)> {
    check_replaced(path, manner.replace)?;
    let before = path.symlink_metadata().ok().map(|metadata| metadata.permissions());
    let failed = |error: &io::Error| Error::io("cannot write", path, error);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let staged = path.with_file_name(format!(".{name}.{}.new", context.environment().unique_number()));
    let file = OpenOptions::new().write(true).create_new(true).mode(manner.mode).open(&staged);
    let file = file.map_err(|error| failed(&error))?;
    // Who may read a file stays its owner's choice.
    if let Some(Err(error)) = before.map(|permissions| file.set_permissions(permissions)) {
        drop(fs::remove_file(&staged));
        return Err(failed(&error));
    }
    Ok((file, staged))
}

/// Only a plain file is replaced: a link, a pipe or a device is somebody's for a reason.
fn check_replaced(path: &Path, replace: bool) -> Result<()> {
    let Ok(metadata) = path.symlink_metadata() else { return Ok(()) };
    let refused = |what: String, hint: &str| {
        Err(Error::new(Kind::InvalidValue, what).hint(hint).with("path", path.display().to_string()))
    };
    if !replace {
        return refused(
            format!("{} is there already", path.display()),
            "give another name, or say --replace",
        );
    }
    if !metadata.is_file() {
        return refused(format!("{} is there, and is no plain file", path.display()), "give another name");
    }
    // Putting another file in its place asks for no right to this one; whoever took that right away meant something.
    let is_kept =
        metadata.permissions().readonly() || rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_err();
    if is_kept {
        let what = format!("{} is there, and may not be written to", path.display());
        return Err(Error::new(Kind::PermissionDenied, what)
            .hint("give another name, or see to the mode of the file")
            .with("path", path.display().to_string()));
    }
    Ok(())
}

/// The files of a board are its own: nothing is written over them, nor among what belongs to the store; of other boards
/// than this one as far as they can be told.
fn check_place(path: &Path, context: &Context) -> Result<()> {
    let Some(folder) = path.parent().and_then(|folder| folder.canonicalize().ok()) else { return Ok(()) };
    let is_own = context
        .dir()
        .canonicalize()
        .is_ok_and(|board| folder == board || folder.starts_with(board.join(".store")));
    let is_state = path.file_name().is_some_and(|name| STATE.iter().any(|state| name == *state));
    let is_others = is_state && (folder.join(".store").is_dir() || path.symlink_metadata().is_ok());
    if is_own || is_others || folder.components().any(|part| part.as_os_str() == ".store") {
        return Err(Error::new(
            Kind::InvalidValue,
            format!("{} is not written to: that place belongs to the board", path.display()),
        )
        .hint("name a file elsewhere, or in backups/"));
    }
    Ok(())
}
