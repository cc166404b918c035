//! `velocity_log.txt`: a line a completion, appended in place. Scripts append to it too.

use std::io::Read;

use rustix::fs::OFlags;

use super::super::Appended;
use super::directory::Directory;
use super::publish::append_lines;
use crate::domain::VelocityEntry;
use crate::error::{Error, Result};

/// The file's name.
pub(super) const FILE: &str = "velocity_log.txt";

/// Its size in bytes; 0 where there is none.
pub(super) fn size(directory: &Directory) -> Result<u64> {
    Ok(directory.identity(FILE)?.map_or(0, |identity| identity.size))
}

/// All entries that can be read, in order.
pub(super) fn entries(directory: &Directory) -> Result<Vec<VelocityEntry>> {
    let bytes = directory.read(FILE)?.map(|contents| contents.bytes).unwrap_or_default();
    Ok(String::from_utf8_lossy(&bytes).lines().filter_map(VelocityEntry::parse).collect())
}

/// Cuts the file back to the size that it had. A failure leaves a line too many, which is not worth an error.
pub(super) fn cut(directory: &Directory, size: u64) {
    if let Ok(Some(file)) = directory.open_file(FILE, OFlags::WRONLY) {
        let _ = file.set_len(size);
    }
}

/// Appends the lines that are not there yet. Each is looked for at or behind the place where it was appended, one
/// behind the other, so that running this twice changes nothing.
///
/// # Errors
/// The file cannot be read or written.
pub(super) fn replay<'a>(directory: &Directory, lines: impl Iterator<Item = &'a Appended>) -> Result<()> {
    let lines: Vec<&Appended> = lines.collect();
    let Some(first) = lines.first() else { return Ok(()) };
    // A file that somebody cut short is searched whole.
    let tail = tail(directory, if size(directory)? < first.offset { 0 } else { first.offset })?;
    let mut unread = tail.as_str();
    let mut missing = Vec::new();
    for line in lines {
        match find_line(unread, &line.line) {
            Some(end) => unread = &unread[end..],
            None => missing.push(line.line.clone()),
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    if !tail.is_empty() && !tail.ends_with('\n') {
        // A torn line was never acknowledged; what follows starts on a line of its own.
        missing.insert(0, String::new());
    }
    append_lines(directory, FILE, &missing).map(drop)
}

/// After a loss of power the file may have its new size without its new bytes, also where the record of these was lost:
/// the zeros at its end go.
///
/// # Errors
/// The file cannot be read.
pub(super) fn cut_zeros(directory: &Directory) -> Result<()> {
    let bytes = directory.read(FILE)?.map(|contents| contents.bytes).unwrap_or_default();
    let whole = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |at| at + 1);
    if whole < bytes.len() {
        cut(directory, whole as u64);
    }
    Ok(())
}

/// Where the line ends in `text`, with its newline.
fn find_line(text: &str, line: &str) -> Option<usize> {
    let mut at = 0;
    for candidate in text.split_inclusive('\n') {
        at += candidate.len();
        if candidate.strip_suffix('\n') == Some(line) {
            return Some(at);
        }
    }
    None
}

fn tail(directory: &Directory, offset: u64) -> Result<String> {
    use std::io::Seek;
    let Some(mut file) = directory.open_file(FILE, OFlags::RDONLY)? else { return Ok(String::new()) };
    let mut bytes = Vec::new();
    let read = file.seek(std::io::SeekFrom::Start(offset)).and_then(|_| file.read_to_end(&mut bytes));
    read.map_err(|error| Error::io("cannot read", &directory.path(FILE), &error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{directory, options};
    use super::*;

    fn after(before: &str, lines: &[(u64, &str)]) -> String {
        let home = tempfile::tempdir().unwrap();
        let directory = directory(&options(home.path()));
        std::fs::write(home.path().join(FILE), before).unwrap();
        cut_zeros(&directory).unwrap();
        let lines: Vec<Appended> = lines
            .iter()
            .map(|(offset, line)| Appended { offset: *offset, line: (*line).to_owned() })
            .collect();
        replay(&directory, lines.iter()).unwrap();
        let once = std::fs::read_to_string(home.path().join(FILE)).unwrap();
        replay(&directory, lines.iter()).unwrap();
        assert_eq!(std::fs::read_to_string(home.path().join(FILE)).unwrap(), once, "replayed twice");
        once
    }

    #[test]
    fn lines_that_are_missing_are_appended_once() {
        assert_eq!(after("old\n", &[(4, "a"), (6, "a")]), "old\na\na\n");
        assert_eq!(after("old\na\n", &[(4, "a"), (6, "a")]), "old\na\na\n");
        assert_eq!(after("old\na\na\n", &[(4, "a"), (6, "a")]), "old\na\na\n");
    }

    #[test]
    fn zeros_that_a_loss_of_power_left_are_cut_off() {
        assert_eq!(after("old\na\n\0\0\0\0", &[(4, "a"), (6, "b")]), "old\na\nb\n");
        assert_eq!(after("old\n\0\0\0\0", &[]), "old\n");
    }

    #[test]
    fn lines_of_others_in_between_do_not_matter() {
        assert_eq!(after("old\nforeign\na\n", &[(4, "a"), (6, "b")]), "old\nforeign\na\nb\n");
    }

    #[test]
    fn a_file_that_became_shorter_gets_its_lines_back() {
        assert_eq!(after("", &[(4, "a")]), "a\n");
        assert_eq!(after("old\nto", &[(4, "a")]), "old\nto\na\n");
    }
}
