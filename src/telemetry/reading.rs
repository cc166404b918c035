//! Reading spans back: what commands did in the last minutes.
//!
//! The file is read from its end, so that its size does not matter. The script wrote its spans over many lines, some of
//! them broken, and cut times short; what of it can be understood counts like our own.

use std::borrow::Cow;
use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use serde::Deserialize;

use super::file;
use crate::domain::{Instant, Stamp};
use crate::error::{Error, KINDS, Result};

/// The file of the spans.
pub(super) const FILE: &str = "telemetry_spans.jsonl";
/// So much is read at first, in bytes; then twice as much, until the time asked for is covered.
const FIRST: u64 = 256 << 10;
/// No more than this is read, in bytes: about 25,000 spans.
const MOST: u64 = 16 << 20;
/// A span is not longer than this, in bytes.
const LONGEST: usize = 64 << 10;
/// So many spans in a row from before the time asked for, and all further ones are too. More than one, because commands
/// that end late stand behind those that began after them.
const ENOUGH: usize = 16;

/// What a span tells of a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Such as `s2s.work.claim`.
    pub operation: String,
    /// Whether the command succeeded.
    pub is_ok: bool,
    /// Whether it was refused because somebody else holds what it asked for.
    pub is_conflict: bool,
    /// Whether its time is that of something it waited for.
    pub has_waited: bool,
    /// When it ended.
    pub end: Instant,
    /// How long it took.
    pub duration_ms: f64,
    /// The code word of the error, where it failed and says so.
    pub error: Option<String>,
    /// The agent that asked, where it is told.
    pub agent_id: Option<String>,
    /// The work item, where it is told.
    pub work_item_id: Option<String>,
    /// The trace; empty where it is not told.
    pub trace_id: String,
    /// The id of the span; empty where it is not told.
    pub span_id: String,
}

/// The spans of some time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recent {
    /// In the order in which they stand in the file.
    pub spans: Vec<Told>,
    /// Whether there were so many that only the newest were read.
    pub is_cut: bool,
}

/// The spans in `dir` of commands that ended at `since` or later.
///
/// # Errors
/// The file cannot be read, or is not safe to read.
pub fn recent(dir: &Path, since: Instant) -> Result<Recent> {
    let path = dir.join(FILE);
    let file = match file::open(&path, OpenOptions::new().read(true)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Recent::default()),
        Err(error) => return Err(Error::io("cannot read", &path, &error)),
    };
    let failed = |error: io::Error| Error::io("cannot read", &path, &error);
    let length = file.metadata().map_err(failed)?.len();
    let mut size = FIRST;
    loop {
        let start = length.saturating_sub(size);
        let mut text = vec![0; usize::try_from(length - start).unwrap_or_default()];
        file.read_exact_at(&mut text, start).map_err(failed)?;
        let mut spans = parse(&text, start == 0);
        let is_covered =
            start == 0 || spans.iter().take(ENOUGH).filter(|span| span.end < since).count() == ENOUGH;
        if is_covered || size >= MOST {
            spans.retain(|span| span.end >= since);
            return Ok(Recent { spans, is_cut: !is_covered });
        }
        size *= 2;
    }
}

/// The spans in a piece of the file. `is_start` says whether it is the first one: another one may begin in the middle
/// of a line.
fn parse(text: &[u8], is_start: bool) -> Vec<Told> {
    let mut spans = Vec::new();
    let mut at = if is_start { 0 } else { memchr::memchr(b'\n', text).map_or(text.len(), |end| end + 1) };
    while let Some(line) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let mut taken = 0;
        if line.starts_with(b"{") {
            // Where the next span begins this one has ended, whole or not.
            let end = memchr::memmem::find(line, b"\n{").unwrap_or(line.len());
            let piece = &line[..end.min(LONGEST)];
            let mut stream = serde_json::Deserializer::from_slice(piece).into_iter::<Line<'_>>();
            if let Some(Ok(span)) = stream.next() {
                spans.extend(span.told());
                taken = stream.byte_offset();
            }
        }
        // To the next line: behind what was understood, or behind the line that was not.
        at += taken;
        at += memchr::memchr(b'\n', &text[at..]).map_or(text.len() - at, |end| end + 1);
    }
    spans
}

/// The part of a span that tells how the command did.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    operation_name: Cow<'a, str>,
    #[serde(borrow, default)]
    status: Cow<'a, str>,
    #[serde(borrow)]
    start_time: Cow<'a, str>,
    #[serde(default)]
    duration_ms: f64,
    #[serde(default)]
    span_attributes: Attributes,
    #[serde(borrow, default)]
    trace_id: Cow<'a, str>,
    #[serde(borrow, default)]
    span_id: Cow<'a, str>,
}

#[derive(Default, Deserialize)]
struct Attributes {
    #[serde(rename = "error.type", default)]
    error_type: Option<String>,
    /// The script's own word: `conflict`.
    #[serde(rename = "s2s.status", default)]
    status: Option<String>,
    #[serde(rename = "s2s.waited", default)]
    waited: bool,
    #[serde(rename = "s2s.agent_id", default)]
    agent_id: Option<String>,
    #[serde(rename = "s2s.work_item_id", default)]
    work_item_id: Option<String>,
    /// The script's own word for what went wrong.
    #[serde(rename = "s2s.error", default)]
    error: Option<String>,
}

impl Line<'_> {
    /// What it tells; nothing, where its time cannot be read.
    fn told(self) -> Option<Told> {
        let start = instant(&self.start_time)?;
        let duration_ms = if self.duration_ms.is_finite() { self.duration_ms.max(0.0) } else { 0.0 };
        let attributes = self.span_attributes;
        let by_kind = attributes.error_type.as_deref().is_some_and(is_conflict);
        Some(Told {
            is_ok: self.status != "error",
            is_conflict: by_kind || attributes.status.as_deref() == Some("conflict"),
            has_waited: attributes.waited,
            end: later(start, duration_ms),
            duration_ms,
            operation: self.operation_name.into_owned(),
            error: attributes.error_type.or(attributes.error),
            agent_id: attributes.agent_id,
            work_item_id: attributes.work_item_id,
            trace_id: self.trace_id.into_owned(),
            span_id: self.span_id.into_owned(),
        })
    }
}

/// Whether the code word of an error says that somebody else was quicker.
fn is_conflict(code: &str) -> bool {
    KINDS.iter().any(|kind| kind.is_conflict() && kind.code() == code)
}

/// A time as it stands in a span. Where `date` knows no nanoseconds the script wrote `2025-06-15T17:35:33.3NZ`.
fn instant(text: &str) -> Option<Instant> {
    let stamp = |text: String| Stamp(text).instant();
    stamp(text.to_owned()).or_else(|| stamp(format!("{}Z", text.get(..19)?)))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a duration that is no number of nanoseconds is the longest one"
)]
fn later(start: Instant, millis: f64) -> Instant {
    Instant::from_nanos(start.nanos().saturating_add((millis * 1e6) as i128))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Instant = Instant::from_unix(1_750_000_000);

    fn line(operation: &str, secs_ago: i64, duration_ms: u32, attributes: &str) -> String {
        format!(
            "{{\"trace_id\":\"t\",\"operation_name\":\"{operation}\",\"status\":\"ok\",\"start_time\":\"{}\",\"duration_ms\":{duration_ms},\"span_attributes\":{{{attributes}}}}}\n",
            NOON.plus_secs(-secs_ago).stamp()
        )
    }

    fn read(text: &str, since: Instant) -> Recent {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join(FILE), text).unwrap();
        recent(home.path(), since).unwrap()
    }

    fn operations(text: &str) -> Vec<String> {
        read(text, NOON.plus_secs(-1_000_000)).spans.into_iter().map(|span| span.operation).collect()
    }

    #[test]
    fn a_span_of_our_own_is_understood() {
        let text = line(
            "s2s.work.claim",
            60,
            1_500,
            "\"error.type\":\"ALREADY_CLAIMED\",\"s2s.waited\":true,\"s2s.agent_id\":\"a\"",
        )
        .replace("\"ok\"", "\"error\"");
        let told = Told {
            operation: "s2s.work.claim".to_owned(),
            is_ok: false,
            is_conflict: true,
            has_waited: true,
            end: Instant::from_nanos(NOON.plus_secs(-60).nanos() + 1_500_000_000),
            duration_ms: 1_500.0,
            error: Some("ALREADY_CLAIMED".to_owned()),
            agent_id: Some("a".to_owned()),
            work_item_id: None,
            trace_id: "t".to_owned(),
            span_id: String::new(),
        };
        assert_eq!(read(&text, NOON.plus_secs(-59)).spans, [told]);
        assert_eq!(read(&text, NOON.plus_secs(-58)).spans, [], "it ended before");
        let other = line("s2s.work.claim", 60, 0, "\"error.type\":\"NOTHING_TO_CLAIM\"");
        assert!(!read(&other, NOON.plus_secs(-60)).spans[0].is_conflict);
    }

    #[test]
    fn the_many_lines_of_the_script_are_understood_and_what_is_broken_is_left_out() {
        let script = "{\n  \"operation_name\": \"s2s.work.claim\",\n  \"status\": \"error\",\n  \"start_time\": \"2025-06-15T15:06:30.3NZ\",\n  \"duration_ms\": 32,\n  \"service\": {\n    \"name\": \"x\"\n  },\n  \"span_attributes\": {\n  \"s2s.status\": \"conflict\"\n}\n}\n";
        let broken = "{\n  \"operation_name\": \"a\",\n  \"status\": }\n}\nno json\n\n{\"operation_name\":1}\n{\"operation_name\":\"b\",\"start_time\":\"soon\"}\n";
        let text = [script, broken, &line("c", 0, 1, ""), script, "{\"operation_name\":\"cut"].concat();
        assert_eq!(operations(&text), ["s2s.work.claim", "c", "s2s.work.claim"]);
        let conflicts = read(&text, NOON.plus_secs(-60)).spans;
        assert_eq!(conflicts.iter().map(|span| span.is_conflict).collect::<Vec<_>>(), [true, false, true]);
    }

    #[test]
    fn a_file_that_is_not_there_has_no_spans() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(recent(home.path(), NOON).unwrap(), Recent::default());
        assert_eq!(operations(""), Vec::<String>::new());
    }

    #[test]
    fn of_a_large_file_the_end_is_read() {
        let old: String = (0..20_000).map(|_| line("old", 3_600, 1, "")).collect();
        // The command that took an hour began before those in front of it.
        let new: String = (0..5_000).map(|number| line("new", 100 - number / 50, 1, "")).collect();
        let text = [old.as_str(), &new, &line("long", 3_700, 3_690_000, "")].concat();
        assert!(text.len() as u64 > 4 * FIRST);
        let found = read(&text, NOON.plus_secs(-100));
        assert_eq!((found.spans.len(), found.is_cut), (5_001, false));
        assert!(found.spans.iter().all(|span| span.operation != "old"));
    }

    #[test]
    fn of_too_many_spans_the_newest_are_told() {
        let one = line("new", 1, 1, "");
        let count = usize::try_from(MOST).unwrap() / one.len() + 10;
        let found = read(&one.repeat(count), NOON.plus_secs(-100));
        assert!(found.is_cut);
        assert!(found.spans.len() < count && found.spans.len() > count / 2);
    }

    #[test]
    fn what_opens_again_and_again_takes_no_long_time() {
        let text = "{\"a\":[\n".repeat(200_000) + &line("last", 1, 1, "");
        assert_eq!(operations(&text), ["last"]);
    }
}
