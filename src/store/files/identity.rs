//! Which file stands at a name: how we notice that somebody else wrote it.

use rustix::fs::Stat;
use serde::{Deserialize, Serialize};

/// Inode, size and time of the last change of a file, as we left it or found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Identity {
    /// Inode number.
    pub(super) inode: u64,
    /// Bytes.
    pub(super) size: u64,
    /// Seconds since the epoch of the last write.
    pub(super) secs: i64,
    /// Nanoseconds on top of them.
    pub(super) nanos: u64,
}

impl Identity {
    /// What `stat` says.
    pub(super) fn of(stat: &Stat) -> Self {
        #[expect(
            clippy::unnecessary_cast,
            clippy::cast_sign_loss,
            reason = "the types differ between platforms"
        )]
        Self {
            inode: stat.st_ino as u64,
            size: stat.st_size as u64,
            secs: stat.st_mtime as i64,
            nanos: stat.st_mtime_nsec as u64,
        }
    }
}
