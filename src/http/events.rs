//! Server-sent events out of an answer that comes in pieces.

use super::lines::LineReader;
use super::{Answer, Patience, Trouble};

/// An event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// Its name; empty where it has none.
    pub name: String,
    /// Its lines of data, with line feeds between them.
    pub data: String,
}

/// Reads an answer event by event, as they arrive.
pub struct EventReader {
    lines: LineReader,
    events: Events,
}

/// Makes events of lines.
#[derive(Debug, Default)]
pub(super) struct Events {
    event: Event,
    has_data: bool,
    is_begun: bool,
}

impl EventReader {
    /// Reads the events of an answer of at most `most` bytes.
    pub fn new(answer: Answer, most: usize) -> Self {
        Self { lines: LineReader::new(answer, most), events: Events::default() }
    }

    /// The next event that has data; `None` at the end. One that the end of the answer cuts off is none.
    ///
    /// # Errors
    /// It does not come, or is too long.
    pub fn event(&mut self, patience: &Patience<'_>) -> Result<Option<Event>, Trouble> {
        while let Some(line) = self.lines.line(patience)? {
            if let Some(event) = self.events.add(&line) {
                return Ok(Some(event));
            }
        }
        Ok(None)
    }
}

impl Events {
    /// Takes in a line; gives the event that it ends.
    pub(super) fn add(&mut self, line: &str) -> Option<Event> {
        // The first line may begin with a mark of the byte order.
        let line = if self.is_begun { line } else { line.trim_start_matches('\u{feff}') };
        self.is_begun = true;
        if line.is_empty() {
            let event = std::mem::take(&mut self.event);
            return std::mem::take(&mut self.has_data).then_some(event);
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event.name),
            "data" => {
                if self.has_data {
                    self.event.data.push('\n');
                }
                self.event.data.push_str(value);
                self.has_data = true;
            }
            // Comments, ids and waits are for others.
            _ => {}
        }
        None
    }
}
