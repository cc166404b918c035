//! An empty directory for the owner alone, for as long as it is needed.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// So many names are tried: others may have left theirs behind.
const TRIES: u32 = 1_000;

/// Tells the directories of one process apart.
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// The directory. It goes when this does, with what was left in it.
pub(super) struct Room(PathBuf);

impl Room {
    /// A new one, below the first of these where it can be made.
    ///
    /// # Errors
    /// It can be made below none.
    pub(super) fn below_one_of(folders: &[PathBuf]) -> io::Result<Self> {
        let mut made = Err(io::ErrorKind::NotFound.into());
        for folder in folders {
            made = Self::below(folder);
            if made.is_ok() {
                break;
            }
        }
        made
    }

    fn below(folder: &Path) -> io::Result<Self> {
        for _ in 0..TRIES {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!("coord-claude-{}-{number}", std::process::id()));
            match DirBuilder::new().mode(0o700).create(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => return made.map(|()| Self(path)),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        // An empty directory that stays does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}
