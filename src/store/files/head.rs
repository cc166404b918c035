//! The head record: what the last writer left, in the bytes of the lock file.
//!
//! It spares a command the reading of the journal. It is rewritten in place under the lock, checked by a
//! checksum, and never trusted after a reboot.

use std::fs::File;
use std::os::unix::fs::FileExt;

use serde::{Deserialize, Serialize};

use super::checksum;
use super::identity::Identity;

/// Bytes of the record with its padding.
const SIZE: usize = 2048;
/// Digits of the checksum and the space after it.
const CHECKSUM: usize = 9;

/// What the last writer left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Head {
    /// Newest sequence number whose files are published.
    pub(super) seq: u64,
    /// Sequence number of the last checkpoint.
    pub(super) checkpoint: u64,
    /// First sequence number of the current journal segment.
    pub(super) segment: u64,
    /// Size of that segment in bytes.
    pub(super) journal_size: u64,
    /// Hash of the newest record, hexadecimal.
    pub(super) hash: String,
    /// The newest number given out for an id.
    pub(super) last_id: u64,
    /// The boot of the machine that this was written in.
    pub(super) boot: String,
    /// The JSON files as we left them, in the order of [`super::array::Kind`].
    pub(super) arrays: [Option<Identity>; 3],
    /// How far the staging file of the script was taken in.
    pub(super) intake: Intake,
}

/// How far `work_claims_fast.jsonl` was taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Intake {
    /// The file.
    pub(super) inode: u64,
    /// Bytes of it that were taken in.
    pub(super) offset: u64,
}

/// Reads the head. `None` where there is none yet, it is damaged, or of another boot than `boot`.
pub(super) fn read(file: &File, boot: &str) -> Option<Head> {
    let mut buffer = [0; SIZE];
    let mut filled = 0;
    while filled < SIZE {
        match file.read_at(&mut buffer[filled..], filled as u64) {
            Ok(0) | Err(_) => break,
            Ok(count) => filled += count,
        }
    }
    let text = std::str::from_utf8(&buffer[..filled]).ok()?;
    let (checksum, body) = text.split_at_checked(CHECKSUM)?;
    let body = body.trim_end();
    (checksum.trim_end() == checksum_of(body)).then_some(())?;
    let head: Head = serde_json::from_str(body).ok()?;
    (head.boot == boot).then_some(head)
}

/// Writes the head in one call.
///
/// # Errors
/// What the disk says. The head is then stale or damaged, which the next writer makes good.
pub(super) fn write(file: &File, head: &Head) -> std::io::Result<()> {
    let body = serde_json::to_string(head)?;
    let mut text = format!("{} {body}", checksum_of(&body));
    while text.len() < SIZE - 1 {
        text.push(' ');
    }
    text.push('\n');
    file.write_all_at(text.as_bytes(), 0)
}

fn checksum_of(body: &str) -> String {
    format!("{:08x}", checksum::of(body.as_bytes()))
}

/// The name of this boot of the machine; empty where the system does not tell, which is a boot like any other.
pub(super) fn boot_id() -> String {
    let mut text = [0; 64];
    let file = File::open("/proc/sys/kernel/random/boot_id");
    let read = file.and_then(|file| file.read_at(&mut text, 0)).unwrap_or(0);
    String::from_utf8_lossy(&text[..read]).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Head {
        let identity = Identity { inode: u64::MAX, size: u64::MAX, secs: i64::MIN, nanos: u64::MAX };
        Head {
            seq: u64::MAX,
            checkpoint: u64::MAX,
            segment: u64::MAX,
            journal_size: u64::MAX,
            hash: "f".repeat(64),
            last_id: u64::MAX,
            boot: "b".repeat(36),
            arrays: [Some(identity); 3],
            intake: Intake { inode: u64::MAX, offset: u64::MAX },
        }
    }

    #[test]
    fn the_largest_head_fits_and_reads_back() {
        let file = tempfile::tempfile().unwrap();
        write(&file, &sample()).unwrap();
        assert_eq!(file.metadata().unwrap().len(), SIZE as u64);
        assert_eq!(read(&file, &"b".repeat(36)), Some(sample()));
    }

    #[test]
    fn another_boot_or_a_flipped_bit_is_no_head() {
        let file = tempfile::tempfile().unwrap();
        assert_eq!(read(&file, ""), None);
        write(&file, &sample()).unwrap();
        assert_eq!(read(&file, "another boot"), None);
        for at in [0, 20, 100] {
            let mut byte = [0];
            file.read_exact_at(&mut byte, at).unwrap();
            file.write_all_at(&[byte[0] ^ 1], at).unwrap();
            assert_eq!(read(&file, &"b".repeat(36)), None, "bit flipped at {at}");
            file.write_all_at(&byte, at).unwrap();
        }
        assert!(read(&file, &"b".repeat(36)).is_some());
    }
}
