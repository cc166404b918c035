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
        let line = if self.is_begun { line } else { line.strip_prefix('\u{feff}').unwrap_or(line) };
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::lines::Lines;
    use super::*;

    /// The events in a text that comes in these pieces.
    fn events<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<Event> {
        let (mut lines, mut events, mut found) = (Lines::default(), Events::default(), Vec::new());
        for piece in pieces {
            lines.add(piece);
            while let Some(line) = lines.next() {
                found.extend(events.add(&line));
            }
        }
        found.extend(lines.rest().and_then(|line| events.add(&line)));
        found
    }

    fn event(name: &str, data: &str) -> Event {
        Event { name: name.to_owned(), data: data.to_owned() }
    }

    #[test]
    fn events_are_read_by_the_book() {
        let cases = [
            ("event: a\ndata: 1\n\n", vec![event("a", "1")]),
            ("data:1\n\ndata:  2\n\n", vec![event("", "1"), event("", " 2")]),
            ("data: 1\ndata: 2\ndata\n\n", vec![event("", "1\n2\n")]),
            ("event: a\r\ndata: 1\r\n\r\nevent: b\rdata: 2\r\r", vec![event("a", "1"), event("b", "2")]),
            (": a comment\nid: 7\nretry: 10\ndata: 1\n\n", vec![event("", "1")]),
            ("event: no data\n\ndata: 1\n\n", vec![event("", "1")]),
            ("\u{feff}data: 1\n\n", vec![event("", "1")]),
            ("data: a: b\n\n", vec![event("", "a: b")]),
            ("data\n\n", vec![event("", "")]),
            ("data: cut off\n", vec![]),
            ("data: 1\n\ndata: cut off", vec![event("", "1")]),
            ("\n\n\r\n", vec![]),
            ("", vec![]),
        ];
        for (text, expected) in cases {
            assert_eq!(events([text.as_bytes()]), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn however_it_is_cut_into_pieces_the_events_are_the_same(
            parts in prop::collection::vec(
                prop::sample::select(vec!["data", "event", ":", " ", "\n", "\r", "\r\n", "\n\n", "ü", "🚀", "x", "\u{feff}"]),
                0..60,
            ),
            cuts in prop::collection::vec(1_usize..7, 1..12),
        ) {
            let text = parts.concat();
            let whole = events([text.as_bytes()]);
            let mut pieces = Vec::new();
            let mut rest = text.as_bytes();
            for cut in cuts.iter().cycle() {
                if rest.is_empty() {
                    break;
                }
                let (piece, after) = rest.split_at((*cut).min(rest.len()));
                pieces.push(piece);
                rest = after;
            }
            prop_assert_eq!(events(pieces), whole);
        }
    }
}
