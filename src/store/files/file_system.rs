//! Which file systems the protocol can be trusted on.

use std::os::fd::AsFd;
use std::path::Path;

use rustix::fs;

use super::directory::failed;
use crate::error::{Error, Kind, Result};

/// Local file systems, by the magic number of `statfs(2)`: their locks hold between all processes of a machine
/// and a rename replaces a file at once.
const LOCAL: [(u32, &str); 12] = [
    (0xEF53, "ext"),
    (0x5846_5342, "xfs"),
    (0x9123_683E, "btrfs"),
    (0x0102_1994, "tmpfs"),
    (0x794C_7630, "overlayfs"),
    (0x2FC1_2FC1, "zfs"),
    (0xF2F5_2010, "f2fs"),
    (0xCA45_1A4E, "bcachefs"),
    (0x8584_58F6, "ramfs"),
    (0x3153_464A, "jfs"),
    (0x5265_4973, "reiserfs"),
    (0x7366_746E, "ntfs3"),
];

/// Refuses a network or unknown file system.
///
/// # Errors
/// The file system is not known to be local.
pub(super) fn check(directory: impl AsFd, path: &Path) -> Result<()> {
    let stat =
        fs::fstatfs(directory).map_err(|errno| failed("cannot look at the file system of", path, errno))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "magic numbers have 32 bits")]
    let magic = stat.f_type as u32;
    if is_local(magic) {
        return Ok(());
    }
    let message = format!(
        "{} is on a network or unknown file system (type {magic:#x}), where locks cannot be trusted",
        path.display()
    );
    Err(Error::new(Kind::General, message)
        .hint("keep the board on a local disk, or accept the risk with --allow-network-fs"))
}

fn is_local(magic: u32) -> bool {
    LOCAL.iter().any(|(known, _)| *known == magic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_file_systems_are_refused() {
        let network =
            [0x6969, 0xFF53_4D42, 0xFE53_4D42, 0x0102_1997, 0x6573_5546, 0x00C3_6400, 0x5346_414F, 0];
        assert!(network.into_iter().all(|magic| !is_local(magic)));
        assert!(is_local(0xEF53) && is_local(0x0102_1994));
    }
}
