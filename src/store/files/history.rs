//! Questions to the journal: what happened to one item, and what a request answered.

use memchr::memmem;
use serde_json::Value;

use super::super::JournalEntry;
use super::array::{Kind, id_of};
use super::directory::Directory;
use super::journal;
use crate::domain::{Instant, Stamp};
use crate::error::Result;

/// The newest `limit` entries on one item or agent, or on everything, oldest first.
///
/// # Errors
/// The journal cannot be read.
pub(super) fn of(directory: &Directory, id: Option<&str>, limit: usize) -> Result<Vec<JournalEntry>> {
    let needle = id.map(|id| Value::from(id).to_string());
    let mut found = Vec::new();
    if limit == 0 {
        return Ok(found);
    }
    'segments: for first in journal::segments(directory)?.into_iter().rev() {
        let text =
            directory.read(&journal::segment_name(first))?.map(|contents| contents.bytes).unwrap_or_default();
        for line in text.split(|byte| *byte == b'\n').rev() {
            if needle.as_ref().is_some_and(|needle| memmem::find(line, needle.as_bytes()).is_none()) {
                continue;
            }
            if let Ok(entry) = serde_json::from_slice::<JournalEntry>(line)
                && id.is_none_or(|id| concerns(&entry, id))
            {
                found.push(entry);
                if found.len() == limit {
                    break 'segments;
                }
            }
        }
    }
    found.reverse();
    Ok(found)
}

/// The oldest `limit` entries with a number above `seq`, in order.
///
/// # Errors
/// The journal cannot be read.
pub(super) fn after(directory: &Directory, seq: u64, limit: usize) -> Result<Vec<JournalEntry>> {
    let segments = journal::segments(directory)?;
    // A segment is named by its first number, so what comes next is in the last one that starts no later.
    let start = segments.partition_point(|first| *first <= seq.saturating_add(1)).saturating_sub(1);
    let mut found = Vec::new();
    for first in segments.into_iter().skip(start) {
        let text =
            directory.read(&journal::segment_name(first))?.map(|contents| contents.bytes).unwrap_or_default();
        // A last line without an end is still being written.
        let whole = memchr::memrchr(b'\n', &text).map_or(0, |end| end + 1);
        for line in text[..whole].split(|byte| *byte == b'\n') {
            if found.len() == limit {
                return Ok(found);
            }
            if number(line).is_some_and(|number| number <= seq) {
                continue;
            }
            found.extend(serde_json::from_slice(line).ok().filter(|entry: &JournalEntry| entry.seq > seq));
        }
    }
    Ok(found)
}

/// The number of a record, where it stands at the start of the line.
fn number(line: &[u8]) -> Option<u64> {
    let digits = line.strip_prefix(b"{\"seq\":")?;
    let end = digits.iter().position(|byte| !byte.is_ascii_digit())?;
    std::str::from_utf8(&digits[..end]).ok()?.parse().ok()
}

fn concerns(entry: &JournalEntry, id: &str) -> bool {
    let in_puts = |kind, puts: &[Box<serde_json::value::RawValue>]| {
        puts.iter().any(|json| id_of(kind, json.get()).is_some_and(|found| found == id))
    };
    in_puts(Kind::Items, &entry.puts.items)
        || in_puts(Kind::Completions, &entry.puts.completions)
        || in_puts(Kind::Agents, &entry.puts.agents)
        || entry.drops.items.iter().chain(&entry.drops.agents).any(|dropped| dropped == id)
}

/// What the request of that name answered, if that was after `since`.
///
/// # Errors
/// The journal cannot be read.
pub(super) fn answer(directory: &Directory, request_id: &str, since: Instant) -> Result<Option<String>> {
    let needle = format!("\"request_id\":{}", Value::from(request_id));
    for first in journal::segments(directory)?.into_iter().rev() {
        let text =
            directory.read(&journal::segment_name(first))?.map(|contents| contents.bytes).unwrap_or_default();
        for line in text.split(|byte| *byte == b'\n').rev() {
            if memmem::find(line, needle.as_bytes()).is_none() {
                continue;
            }
            let Ok(entry) = serde_json::from_slice::<JournalEntry>(line) else { continue };
            if let Some(answer) = entry.answer
                && entry.request_id.as_deref() == Some(request_id)
                && is_after(&entry.at, since)
            {
                return Ok(Some(answer.get().to_owned()));
            }
        }
    }
    Ok(None)
}

fn is_after(at: &Stamp, since: Instant) -> bool {
    at.instant().is_some_and(|at| at >= since)
}
