//! Lines out of an answer that comes in pieces.

use super::{Answer, Patience, Trouble};

/// The longest line, in bytes.
pub const LONGEST_LINE: usize = 1_000_000;

/// Reads an answer line by line, as the lines arrive.
pub struct LineReader {
    answer: Answer,
    lines: Lines,
    /// How many bytes may still come.
    left: usize,
    most: usize,
    is_over: bool,
}

/// Cuts what comes in pieces into lines.
#[derive(Debug, Default)]
pub(super) struct Lines {
    held: Vec<u8>,
    /// Up to where there is no line end in `held`.
    looked: usize,
    /// Whether the last line ended with a carriage return, whose line feed belongs to it.
    is_after_return: bool,
}

impl LineReader {
    /// Reads the lines of an answer of at most `most` bytes.
    pub fn new(answer: Answer, most: usize) -> Self {
        Self { answer, lines: Lines::default(), left: most, most, is_over: false }
    }

    /// The next line without its end (`\n`, `\r\n` or `\r`); `None` at the end. What is no UTF-8 in it is replaced.
    ///
    /// # Errors
    /// It does not come, is longer than a megabyte, or the whole is longer than it may be.
    pub fn line(&mut self, patience: &Patience<'_>) -> Result<Option<String>, Trouble> {
        loop {
            if let Some(line) = self.lines.next() {
                return Ok(Some(line));
            }
            if self.is_over {
                return Ok(self.lines.rest());
            }
            match self.answer.piece(patience)? {
                None => self.is_over = true,
                Some(piece) => {
                    self.left = self.left.checked_sub(piece.len()).ok_or(Trouble::TooLong(self.most))?;
                    self.lines.add(&piece);
                    if self.lines.held.len() > LONGEST_LINE && !self.lines.has_one() {
                        return Err(Trouble::TooLong(LONGEST_LINE));
                    }
                }
            }
        }
    }
}

impl Lines {
    /// Takes in a piece.
    pub(super) fn add(&mut self, piece: &[u8]) {
        self.held.extend(piece);
    }

    /// The next whole line.
    pub(super) fn next(&mut self) -> Option<String> {
        if self.is_after_return && !self.held.is_empty() {
            self.is_after_return = false;
            if self.held[0] == b'\n' {
                self.held.remove(0);
            }
        }
        let end = self.end()?;
        self.is_after_return = self.held[end] == b'\r';
        let line: Vec<u8> = self.held.drain(..=end).collect();
        self.looked = 0;
        Some(String::from_utf8_lossy(&line[..end]).into_owned())
    }

    /// What stands after the last line end, once nothing more comes.
    pub(super) fn rest(&mut self) -> Option<String> {
        let rest = std::mem::take(&mut self.held);
        self.looked = 0;
        (!rest.is_empty()).then(|| String::from_utf8_lossy(&rest).into_owned())
    }

    fn has_one(&mut self) -> bool {
        self.end().is_some()
    }

    fn end(&mut self) -> Option<usize> {
        let found = memchr::memchr2(b'\n', b'\r', &self.held[self.looked..]);
        if found.is_none() {
            self.looked = self.held.len();
        }
        found.map(|found| self.looked + found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_last_line_without_an_end_there_is_nothing() {
        let mut lines = Lines::default();
        lines.add(b"data: {\"a\"");
        assert_eq!(lines.next(), None);
        assert_eq!(lines.rest().as_deref(), Some("data: {\"a\""));
        assert_eq!((lines.next(), lines.rest()), (None, None));
    }
}
