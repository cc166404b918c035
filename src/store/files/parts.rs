//! Which files of the directory are the board, as a backup has it.
//!
//! Left out is what is made from them (the index, the copies of the checkpoint), what is of this moment (the lock, the
//! stage), what was kept of former times (backups, quarantine), and telemetry, which is no state.

use super::super::Part;
use super::array::KINDS;
use super::directory::{Directory, JOURNAL};
use super::side::SIDE;
use super::{intake, velocity};
use crate::domain::id;
use crate::error::{Error, Kind, Result};

/// Where archived items are.
const ARCHIVE: &str = "archived_claims";
/// The settings of the board.
const CONFIG: &str = "config.toml";
/// No part is larger: 1 GiB.
const LARGEST: u64 = 1 << 30;

/// Whether a file of that name is a part of a board. Names come from archives of others: no other one is ever a path.
pub(super) fn is_part(name: &str) -> bool {
    let is_plain = KINDS.iter().any(|kind| kind.file() == name)
        || [CONFIG, velocity::FILE, intake::FILE].contains(&name);
    is_plain
        || match name.rsplit_once('/') {
            None => name.starts_with("claude_") && is_json(name),
            Some((folder, file)) if folder == ARCHIVE || folder == SIDE => is_json(file),
            Some((folder, file)) => folder == JOURNAL && is_segment(file),
        }
}

/// Whether it never changes once it is there.
pub(super) fn is_fixed(name: &str) -> bool {
    name.starts_with(ARCHIVE) || name.starts_with(JOURNAL)
}

fn is_json(file: &str) -> bool {
    file.strip_suffix(".json").is_some_and(id::is_file_name)
}

fn is_segment(file: &str) -> bool {
    let digits = file.strip_suffix(".jsonl").unwrap_or_default();
    (8..=19).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The parts that are there, in the order in which a backup has them: the journal last.
///
/// # Errors
/// A folder cannot be listed.
pub(super) fn names(directory: &Directory) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for folder in [".", ARCHIVE, SIDE, JOURNAL] {
        let prefix = if folder == "." { String::new() } else { format!("{folder}/") };
        let listed = directory.list(folder)?.into_iter().map(|name| format!("{prefix}{name}"));
        names.extend(listed.filter(|name| is_part(name)));
    }
    Ok(names)
}

/// Refuses parts that are none of a board, stand twice, or are too large.
///
/// # Errors
/// That.
pub(super) fn check(parts: &[Part]) -> Result<()> {
    let refused =
        |message: String| Err(Error::new(Kind::InvalidValue, message).hint("it is no backup of a board"));
    if parts.is_empty() {
        return refused("there is nothing in it".to_owned());
    }
    if let Some(part) = parts.iter().find(|part| !is_part(&part.name)) {
        return refused(format!("{:?} is no part of a board", part.name));
    }
    if let Some(part) = parts.iter().find(|part| part.size > LARGEST) {
        return refused(format!("{} is larger than 1 GiB", part.name));
    }
    let mut names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => refused(format!("{} is in it twice", pair[0])),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_a_file_of_the_board_and_no_path() {
        let parts = [
            "work_claims.json",
            "config.toml",
            "velocity_log.txt",
            "work_claims_fast.jsonl",
            "claude_health_analysis.json",
            "archived_claims/completed_claims_20250615_150640.json",
            ".store/journal/00000001.jsonl",
            ".store/side/alerts.json",
        ];
        assert!(parts.iter().all(|name| is_part(name)));
        let others = [
            "",
            "/etc/passwd",
            "../work_claims.json",
            "archived_claims/../x.json",
            "archived_claims/.json",
            "archived_claims/..json",
            "archived_claims/a/b.json",
            "claude_../../x.json",
            "claude_x.json/y.json",
            ".store/journal/1.jsonl",
            ".store/journal/0000000a.jsonl",
            ".store/journal/00000000000000000001.jsonl",
            ".store/lock",
            ".store/index",
            ".store/restore/plan.json",
            ".store/side/../lock.json",
            "work_claims.json\0",
            "backups/x.json",
            "telemetry_spans.jsonl",
        ];
        for name in others {
            assert!(!is_part(name), "{name:?}");
        }
    }

    #[test]
    fn parts_are_checked_before_anything_is_written() {
        let part = |name: &str, size| Part { name: name.to_owned(), size };
        let good = [part("work_claims.json", 1 << 30), part("config.toml", 0)];
        check(&good).unwrap();
        for (parts, said) in [
            (vec![], "nothing in it"),
            (vec![part("../x", 1)], "no part"),
            (vec![part("config.toml", (1 << 30) + 1)], "1 GiB"),
            (vec![part("config.toml", 1), part("work_claims.json", 1), part("config.toml", 1)], "twice"),
        ] {
            let error = check(&parts).unwrap_err();
            assert!(error.message().contains(said), "{error}");
        }
    }
}
