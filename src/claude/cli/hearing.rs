//! Listening to what the program says while it says it.

use serde_json::Value;

use super::told;

/// No answer is longer, in bytes: 8 MB. While pieces are told, it is the longest line.
const LONGEST: usize = 8_000_000;
/// All lines of pieces together are not longer, in bytes: each carries much more than its piece.
const LONGEST_STREAM: usize = 64_000_000;

/// What was heard so far.
pub(super) struct Hearing<'d, 'f> {
    /// To whom pieces go, where they are told.
    deliver: Option<&'d mut (dyn FnMut(&str) + 'f)>,
    /// Whether the pieces of a value are wanted, and not those of a text.
    is_value: bool,
    /// What is no whole line yet; where no pieces are told, everything.
    heard: Vec<u8>,
    /// How much was heard, in bytes.
    length: usize,
    result: Option<Value>,
}

impl<'d, 'f> Hearing<'d, 'f> {
    pub(super) fn new(deliver: Option<&'d mut (dyn FnMut(&str) + 'f)>, is_value: bool) -> Self {
        Self { deliver, is_value, heard: Vec::new(), length: 0, result: None }
    }

    /// Whether pieces are told.
    pub(super) fn is_streamed(&self) -> bool {
        self.deliver.is_some()
    }

    /// Whether more was said than an answer can be.
    pub(super) fn is_too_long(&self) -> bool {
        self.heard.len() > LONGEST || self.length > LONGEST_STREAM
    }

    /// Hears more.
    pub(super) fn take(&mut self, bytes: &[u8]) {
        if self.is_too_long() {
            return;
        }
        self.length += bytes.len();
        let Some(deliver) = self.deliver.as_mut() else {
            self.heard.extend_from_slice(bytes);
            return;
        };
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            self.heard.extend_from_slice(&rest[..end]);
            rest = &rest[end + 1..];
            if let Ok(line) = serde_json::from_slice::<Value>(&self.heard) {
                if let Some(piece) = told::piece(&line, self.is_value) {
                    deliver(piece);
                }
                if told::is_result(&line) {
                    self.result = Some(line);
                }
            }
            self.heard.clear();
        }
        self.heard.extend_from_slice(rest);
    }

    /// The result, where there was one.
    pub(super) fn result(self) -> Option<Value> {
        self.result.or_else(|| told::result_in(&self.heard))
    }
}
