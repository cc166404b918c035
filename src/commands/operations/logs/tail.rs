//! The newest lines of the log, and those that come.

use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use super::{LogLine, Logged, Wanted};
use crate::context::{Context, Interruption};
use crate::domain::{Instant, TrailEntry};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Printer, stream_while_read};
use crate::store::{self, JournalEntry, Watch};
use crate::telemetry;

/// Commands that change nothing leave only a span, which is looked for this often.
const SPANS_EVERY: Duration = Duration::from_secs(1);
/// A span is written when its command ends; one that ended earlier than this before the last look is not new.
const OVERLAP_SECS: i64 = 120;
/// The newest entries of the journal are asked for in steps of so many.
const STEP: usize = 64;

/// Where the log has been read to.
pub(super) struct Tail {
    wanted: Wanted,
    /// The newest entry of the journal that was seen.
    seq: u64,
    /// The spans that were seen, of the time that is looked at again.
    spans: HashSet<String>,
    /// Begun before the first look, so that nothing falls between two looks.
    watch: Option<Box<dyn Watch>>,
}

impl Tail {
    pub(super) fn begin(context: &Context, wanted: Wanted) -> Result<Self> {
        let watch = Some(context.store()?.watch()?);
        Ok(Self { wanted, seq: 0, spans: HashSet::new(), watch })
    }

    /// The newest lines, and whether there are older ones.
    pub(super) fn start(&mut self, context: &Context) -> Result<(Vec<LogLine>, bool)> {
        // One more than asked for tells whether there are older ones.
        let mut newest = VecDeque::new();
        let most = self.wanted.limit.saturating_add(1);
        store::view(context.store()?, context.now(), |view| {
            newest.clear();
            view.trail(self.wanted.since, &mut |entry| {
                self.seq = self.seq.max(entry.number());
                for line in LogLine::of_entry(entry).into_iter().filter(|line| self.wanted.includes(line)) {
                    if newest.len() == most {
                        newest.pop_front();
                    }
                    newest.push_back(line);
                }
                Ok(())
            })
        })?;
        let since = self.wanted.since.unwrap_or(Instant::from_unix(0));
        let mut lines = Vec::from(newest);
        lines.extend(self.new_spans(context, since)?);
        Ok(self.cut(lines))
    }

    /// In order of time, and no more than asked for.
    fn cut(&self, mut lines: Vec<LogLine>) -> (Vec<LogLine>, bool) {
        lines.sort_by_key(LogLine::order);
        let surplus = lines.len().saturating_sub(self.wanted.limit);
        lines.drain(..surplus);
        (lines, surplus > 0)
    }

    /// The lines of spans from `since` on that were not seen before.
    fn new_spans(&mut self, context: &Context, since: Instant) -> Result<Vec<LogLine>> {
        let spans = telemetry::recent(context.dir(), since)?.spans;
        let again = context.environment().clock().plus_secs(-OVERLAP_SECS);
        let mut seen = HashSet::new();
        let mut lines = Vec::new();
        for span in spans {
            let name = name_of(&span);
            if !self.spans.contains(&name) {
                lines.extend(Some(LogLine::of_span(&span)).filter(|line| self.wanted.includes(line)));
            }
            if span.end >= again {
                seen.insert(name);
            }
        }
        self.spans = seen;
        Ok(lines)
    }

    /// Prints the lines so far, and each new one as it comes, until it is interrupted or nobody reads any more.
    pub(super) fn follow(mut self, mut logged: Logged, context: &Context) -> Result<Logged> {
        let settings = context.settings();
        let printer = Printer::new(settings.format, settings.colour);
        let interruption = Interruption::listen()?;
        let Some(mut watch) = self.watch.take() else { return Ok(logged) };
        let mut lines = std::mem::take(&mut logged.items);
        loop {
            if !print(&lines, printer.page())? {
                return Ok(logged);
            }
            let changed = watch.wait(SPANS_EVERY)?;
            if interruption.came() {
                return Err(Error::new(Kind::Interrupted, "interrupted while following the log"));
            }
            lines = if changed { self.new_entries(context)? } else { Vec::new() };
            let again = context.environment().clock().plus_secs(-OVERLAP_SECS);
            lines.extend(self.new_spans(context, again)?);
            lines.sort_by_key(LogLine::order);
        }
    }

    /// The lines of the entries behind the newest that was seen.
    fn new_entries(&mut self, context: &Context) -> Result<Vec<LogLine>> {
        let seen = self.seq;
        let entries = store::view(context.store()?, context.environment().clock(), |view| {
            let mut most = STEP;
            loop {
                let entries = view.history(None, most)?;
                let is_covered = entries.first().is_none_or(|eldest| eldest.seq <= seen.saturating_add(1));
                if is_covered || entries.len() < most {
                    return Ok(entries);
                }
                most = most.saturating_mul(4);
            }
        })?;
        let mut lines = Vec::new();
        for entry in entries.into_iter().filter(|entry| entry.seq > seen) {
            self.seq = self.seq.max(entry.seq);
            lines.extend(lines_of(&entry)?.into_iter().filter(|line| self.wanted.includes(line)));
        }
        Ok(lines)
    }
}

/// What a span is known by; the script's have no ids of their own at times.
fn name_of(span: &telemetry::Told) -> String {
    format!("{} {} {}", span.span_id, span.operation, span.end.nanos())
}

fn lines_of(entry: &JournalEntry) -> Result<Vec<LogLine>> {
    let json = serde_json::to_string(entry)
        .map_err(|error| Error::new(Kind::General, format!("an entry cannot be written as JSON: {error}")))?;
    Ok(TrailEntry::parse(&json).as_ref().map(LogLine::of_entry).unwrap_or_default())
}

/// Prints these lines. `false` where nobody reads any more.
fn print(lines: &[LogLine], mut page: Page) -> Result<bool> {
    for line in lines {
        line.show(&mut page);
    }
    stream_while_read(&page.into_text())
}
