//! Spans and events: one JSON object a line, beside the state (CONTRACT, section 2).
//!
//! Soft state: written after the command's own change, with one append and no sync, and never able to fail a
//! command. A collector gets its place here when spans are exported.

mod file;
mod reading;
mod span;
mod trace;

use std::path::Path;

pub use file::{change_small, open, read_small};
pub use reading::{Recent, Told, recent};
pub use span::{Event, Measured, Origin, Recorder, Span, SpanKind};
pub use trace::Trace;

/// Appends the span and the events of a command to the files in `dir`. What cannot be written is dropped, with a
/// line in the log.
pub fn write(dir: &Path, span: &Span<'_>, events: &[Event]) {
    append(dir, reading::FILE, std::slice::from_ref(span));
    append(dir, "phoenix_telemetry_events.jsonl", events);
}

fn append<T: serde::Serialize>(dir: &Path, name: &str, records: &[T]) {
    let lines: Vec<String> = records.iter().filter_map(|record| serde_json::to_string(record).ok()).collect();
    if lines.is_empty() {
        return;
    }
    if let Err(error) = file::append(&dir.join(name), &(lines.join("\n") + "\n")) {
        tracing::warn!(%error, "{name} was not written");
    }
}
