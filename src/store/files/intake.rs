//! `work_claims_fast.jsonl`: a file that newer versions of the script append claims to.
//!
//! We never write it. How far it was taken in is kept in the head and in the journal, by inode and offset.

use super::array::{Kind, id_of};
use super::directory::{Contents, Directory};
use super::head::Intake;
use crate::domain::json_text;
use crate::error::Result;

/// The file's name.
pub(super) const FILE: &str = "work_claims_fast.jsonl";

/// What stands in the file behind what was taken in before.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pending {
    /// Claims, as id and compact JSON.
    pub(super) claims: Vec<(String, String)>,
    /// Lines that are no claims.
    pub(super) broken: Vec<String>,
    /// How far the file is read with this.
    pub(super) until: Intake,
}

/// Reads what was not taken in yet; `None` where there is nothing new.
///
/// # Errors
/// The file cannot be read.
pub(super) fn pending(directory: &Directory, taken: Intake) -> Result<Option<Pending>> {
    let Some(identity) = directory.identity(FILE)? else { return Ok(None) };
    if identity.inode == taken.inode && identity.size == taken.offset {
        return Ok(None);
    }
    let Some(contents) = directory.read(FILE)? else { return Ok(None) };
    let pending = read(&contents, taken);
    Ok((pending.until != taken).then_some(pending))
}

fn read(contents: &Contents, taken: Intake) -> Pending {
    let known = taken.inode == contents.identity.inode && taken.offset <= contents.bytes.len() as u64;
    let start = if known { usize::try_from(taken.offset).unwrap_or(0) } else { 0 };
    // A line without its end is still being written.
    let end = memchr::memrchr(b'\n', &contents.bytes).map_or(start, |at| at + 1).max(start);
    let mut pending = Pending {
        until: Intake { inode: contents.identity.inode, offset: end as u64 },
        ..Pending::default()
    };
    let text = String::from_utf8_lossy(&contents.bytes[start..end]);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match id_of(Kind::Items, line) {
            Some(id) => pending.claims.push((id, json_text::compact(line))),
            None => pending.broken.push(line.to_owned()),
        }
    }
    pending
}

#[cfg(test)]
mod tests {
    use super::super::identity::Identity;
    use super::*;

    fn read_text(text: &str, taken: Intake) -> Pending {
        let identity = Identity { inode: 1, size: text.len() as u64, secs: 0, nanos: 0 };
        read(&Contents { bytes: text.as_bytes().to_vec(), identity }, taken)
    }

    #[test]
    fn whole_lines_are_read_and_the_rest_waits() {
        let first = read_text("{\"work_item_id\": \"a\"}\nnonsense\n\n{\"work_item", Intake::default());
        assert_eq!(first.claims, [("a".to_owned(), "{\"work_item_id\":\"a\"}".to_owned())]);
        assert_eq!(first.broken, ["nonsense"]);
        let second =
            read_text("{\"work_item_id\": \"a\"}\nnonsense\n\n{\"work_item_id\":\"b\"}\n", first.until);
        assert_eq!(second.claims, [("b".to_owned(), "{\"work_item_id\":\"b\"}".to_owned())]);
    }

    #[test]
    fn another_or_a_shorter_file_is_read_from_its_start() {
        for taken in [Intake { inode: 2, offset: 5 }, Intake { inode: 1, offset: 500 }] {
            assert_eq!(read_text("{\"work_item_id\":\"a\"}\n", taken).claims.len(), 1);
        }
    }
}
