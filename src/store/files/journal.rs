//! The journal: one line a transaction, appended before the files change and never rewritten.
//!
//! It is the write-ahead log, the audit trail and the history of every item. Each record carries the hash of
//! the line before it, so that a changed or cut trail shows, and a checksum, so that a torn one does.

use std::fs::File;
use std::io::Write;

use rustix::fs::OFlags;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::super::{JournalEntry, JournalReport};
use super::checksum;
use super::directory::{Directory, JOURNAL};
use super::head::Intake;
use crate::error::{Error, Result};

/// A transaction as it stands in the journal: what the world may know of it, and what recovery needs.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) entry: JournalEntry,
    pub(super) recovery: Recovery,
}

/// What recovery needs to know of a transaction.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Recovery {
    /// Inodes of the staged array files, in the order of `array::KINDS`; 0 where a file did not change. Tells
    /// recovery whether the file at the name is the one of this record.
    #[serde(default, skip_serializing_if = "is_unstaged")]
    pub(super) staged: [u64; 3],
    /// Records as another program wrote them, where they did not stay so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) seen: Vec<Box<RawValue>>,
    /// Records that were taken off the board, as they were.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) copies: Vec<Box<RawValue>>,
    /// How far the script's staging file was taken in, where that changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) intake: Option<Intake>,
    /// The newest number given out for an id.
    pub(super) last_id: u64,
    /// Hash of the record before this one; empty in the first.
    pub(super) prev: String,
}

fn is_unstaged(staged: &[u64; 3]) -> bool {
    *staged == [0; 3]
}

/// The operation of the first record of a journal whose predecessor was taken away.
pub(super) const LOST: &str = "journal_lost";

/// The operation of the first record of a board that took the place of another. Its number goes on behind those of both,
/// so it may leave some out.
pub(super) const RESTORED: &str = "restore";

/// What stands between a record and its checksum.
const CHECKSUM: &str = ",\"crc\":\"";

/// A line of the journal with its newline, and the hash that the next record will carry.
///
/// # Errors
/// None in practice: every record can be written as JSON.
pub(super) fn line(record: &Record) -> Result<(String, String)> {
    let unwritable =
        |error| Error::new(crate::error::Kind::General, format!("cannot write a journal record: {error}"));
    // One object: the fields of the entry, those of the recovery, the checksum over both.
    let mut text = serde_json::to_string(&record.entry).map_err(unwritable)?;
    text.pop();
    text.push(',');
    text.push_str(&serde_json::to_string(&record.recovery).map_err(unwritable)?[1..]);
    text.pop();
    let checksum = checksum::of(text.as_bytes());
    text.push_str(CHECKSUM);
    text.push_str(&format!("{checksum:08x}\"}}"));
    let hash = hash(&text);
    text.push('\n');
    Ok((text, hash))
}

/// The hash of a line without its newline.
fn hash(line: &str) -> String {
    Sha256::digest(line.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a line without its newline.
///
/// # Errors
/// What is wrong with it.
fn read_line(line: &[u8]) -> Result<(Record, String), String> {
    let text = std::str::from_utf8(line).map_err(|_| "bytes that are no UTF-8".to_owned())?;
    let at = text.rfind(CHECKSUM).ok_or("no checksum")?;
    let expected = format!("{CHECKSUM}{:08x}\"}}", checksum::of(&line[..at]));
    if text[at..] != expected {
        return Err("the checksum does not fit".to_owned());
    }
    let entry = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let recovery = serde_json::from_str(text).map_err(|error| error.to_string())?;
    Ok((Record { entry, recovery }, hash(text)))
}

/// The records of a segment, up to where it stops being whole.
#[derive(Debug, Default)]
pub(super) struct Segment {
    /// The records, with the hash of each.
    pub(super) records: Vec<(Record, String)>,
    /// Bytes that they take.
    pub(super) whole: u64,
    /// What stands behind them.
    pub(super) rest: Vec<u8>,
    /// Why the rest is no record; `None` where there is no rest.
    pub(super) fault: Option<String>,
}

/// Reads records from the text of a segment.
pub(super) fn read_text(text: &[u8]) -> Segment {
    let mut segment = Segment::default();
    let mut at = 0;
    while let Some(length) = memchr::memchr(b'\n', &text[at..]) {
        match read_line(&text[at..at + length]) {
            Ok(record) => segment.records.push(record),
            Err(fault) => {
                segment.fault = Some(fault);
                break;
            }
        }
        at += length + 1;
    }
    segment.whole = at as u64;
    segment.rest = text[at..].to_vec();
    if !segment.rest.is_empty() && segment.fault.is_none() {
        segment.fault = Some("the last line has no end".to_owned());
    }
    segment
}

/// The name of the segment whose first record has that number.
pub(super) fn segment_name(first: u64) -> String {
    format!("{JOURNAL}/{first:08}.jsonl")
}

/// The first sequence numbers of the segments that are there, oldest first.
pub(super) fn segments(directory: &Directory) -> Result<Vec<u64>> {
    let names = directory.list(JOURNAL)?;
    let mut firsts: Vec<u64> =
        names.iter().filter_map(|name| name.strip_suffix(".jsonl")?.parse().ok()).collect();
    firsts.sort_unstable();
    Ok(firsts)
}

/// Reads a whole segment; an empty one where there is none.
pub(super) fn read_segment(directory: &Directory, first: u64) -> Result<Segment> {
    let contents = directory.read(&segment_name(first))?;
    Ok(read_text(&contents.map(|contents| contents.bytes).unwrap_or_default()))
}

/// Opens a segment for appending, making it where it is missing.
pub(super) fn open_segment(directory: &Directory, first: u64) -> Result<File> {
    let name = segment_name(first);
    let missing =
        || Error::new(crate::error::Kind::Io, format!("{} went away", directory.path(&name).display()));
    directory.open_file(&name, OFlags::WRONLY | OFlags::APPEND | OFlags::CREATE)?.ok_or_else(missing)
}

/// Appends a line with one call. A short or failed append is cut off again.
///
/// # Errors
/// What the disk says; the journal is then as it was.
pub(super) fn append(file: &mut File, size: u64, line: &str) -> std::io::Result<()> {
    let written = match file.write(line.as_bytes()) {
        Ok(count) if count == line.len() => return Ok(()),
        // The rest may still fit, and if not, this tells why.
        Ok(count) => file.write_all(&line.as_bytes()[count..]),
        Err(error) => Err(error),
    };
    if written.is_err() {
        // If even this fails, the line has no end or no fitting checksum, and recovery cuts it off.
        let _ = file.set_len(size);
    }
    written
}

/// Follows all segments and checks each record and the chain between them.
///
/// `newest` is the newest record that must be there by what is known outside the journal.
pub(super) fn verify(directory: &Directory, newest: u64) -> Result<JournalReport> {
    let mut report = JournalReport::default();
    let mut before: Option<(u64, String)> = None;
    for first in segments(directory)? {
        let name = segment_name(first);
        let segment = read_segment(directory, first)?;
        report.segments += 1;
        if segment.records.first().is_some_and(|(record, _)| record.entry.seq != first) {
            report.faults.push(format!("{name}: does not start with record {first}"));
        }
        for (number, (record, hash)) in segment.records.iter().enumerate() {
            let seq = record.entry.seq;
            if let Some((last, last_hash)) = &before {
                let is_restored = record.entry.op == RESTORED && seq > *last;
                if seq != last + 1 && !is_restored {
                    report
                        .faults
                        .push(format!("{name}, line {}: record {seq} follows record {last}", number + 1));
                }
                if record.recovery.prev != *last_hash {
                    report.faults.push(format!(
                        "{name}, line {}: record {seq} does not carry the hash of the record before it",
                        number + 1
                    ));
                }
            }
            if record.entry.op == LOST {
                let why = record.entry.reason.as_deref().unwrap_or_default();
                report.faults.push(format!("{name}, line {}: {why}", number + 1));
            }
            report.first_seq.get_or_insert(seq);
            report.last_seq = Some(seq);
            report.records += 1;
            before = Some((seq, hash.clone()));
        }
        if let Some(fault) = segment.fault {
            report.faults.push(format!("{name}, line {}: {fault}", segment.records.len() + 1));
        }
    }
    let last = report.last_seq.unwrap_or(0);
    if last < newest {
        report.faults.push(format!("the journal ends with record {last}, but record {newest} was written"));
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::super::super::{Dropped, Written};
    use super::*;
    use crate::domain::Stamp;
    use proptest::prelude::*;

    fn record(seq: u64, prev: &str) -> Record {
        let entry = JournalEntry {
            seq,
            at: Stamp("2025-06-15T15:06:40Z".into()),
            op: "claim".into(),
            actor: Some("agent_1".into()),
            trace_id: "t".into(),
            request_id: None,
            reason: None,
            answer: None,
            events: Vec::new(),
            calls: Vec::new(),
            puts: Written {
                items: vec![RawValue::from_string("{\"n\":1.50}".into()).unwrap()],
                ..Written::default()
            },
            drops: Dropped::default(),
        };
        Record {
            entry,
            recovery: Recovery { staged: [0, 7, 0], last_id: 5, prev: prev.into(), ..Recovery::default() },
        }
    }

    fn two_lines() -> String {
        let (first, hash) = line(&record(1, "")).unwrap();
        first + &line(&record(2, &hash)).unwrap().0
    }

    #[test]
    fn a_line_reads_back_to_the_token() {
        let segment = read_text(two_lines().as_bytes());
        assert_eq!(segment.records.len(), 2);
        assert_eq!(segment.fault, None);
        assert_eq!(segment.records[1].0.recovery.prev, segment.records[0].1);
        assert_eq!(segment.records[0].0.entry.puts.items[0].get(), "{\"n\":1.50}");
        assert_eq!(segment.records[0].0.recovery.staged, [0, 7, 0]);
    }

    #[test]
    fn a_torn_line_ends_the_segment_at_the_line_before() {
        let text = two_lines();
        let first = text.find('\n').unwrap() + 1;
        for cut in first + 1..text.len() {
            let segment = read_text(&text.as_bytes()[..cut]);
            assert_eq!((segment.records.len(), segment.whole), (1, first as u64), "cut at {cut}");
            assert!(segment.fault.is_some());
        }
    }

    proptest! {
        #[test]
        fn a_changed_byte_is_noticed(at in 0..1_000_usize, bit in 0..8_u32) {
            let mut text = two_lines().into_bytes();
            let at = at % text.len();
            text[at] ^= 1 << bit;
            let segment = read_text(&text);
            prop_assert!(segment.fault.is_some() || segment.records.len() < 2);
        }

        #[test]
        fn nonsense_is_no_record(text in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(read_text(&text).records.is_empty());
        }
    }
}
