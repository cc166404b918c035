//! The lines of a batch, read as many at a time as one transaction takes.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use crate::error::{Error, Kind, Result};

/// No line is longer, in bytes: 4 MiB.
const LONGEST: u64 = 4 << 20;
/// So many bytes of lines are read before they are run: 32 MiB.
const MOST_BYTES: usize = 32 << 20;

/// Where the lines come from.
pub(super) struct Input {
    reader: Box<dyn BufRead>,
    name: String,
    /// Number of the last line that was read.
    number: u64,
    is_over: bool,
}

/// A line with its number, from 1.
pub(super) struct Text {
    pub(super) number: u64,
    /// The line, or what is wrong with it before it is even looked at.
    pub(super) text: Result<String>,
}

impl Input {
    /// The file of that name; stdin where there is none, or it is `-`.
    ///
    /// # Errors
    /// It cannot be opened.
    pub(super) fn open(name: Option<&str>) -> Result<Self> {
        let (reader, name): (Box<dyn BufRead>, _) = match name {
            None | Some("" | "-") => (Box::new(BufReader::new(io::stdin())), "stdin"),
            Some(path) => {
                let file =
                    File::open(path).map_err(|error| Error::io("cannot read", path.as_ref(), &error))?;
                (Box::new(BufReader::new(file)), path)
            }
        };
        Ok(Self { reader, name: name.to_owned(), number: 0, is_over: false })
    }

    /// Up to `most` lines, without the empty ones. Empty only at the end.
    ///
    /// # Errors
    /// They cannot be read.
    pub(super) fn next(&mut self, most: usize) -> Result<Vec<Text>> {
        let mut lines = Vec::new();
        let mut size = 0;
        while lines.len() < most && size < MOST_BYTES && !self.is_over {
            let Some(line) = self.line()? else { break };
            size += line.text.as_ref().map_or(0, String::len);
            if line.text.as_ref().is_ok_and(|text| text.trim().is_empty()) {
                continue;
            }
            lines.push(line);
        }
        Ok(lines)
    }

    /// Whether nothing follows.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn is_at_end(&mut self) -> Result<bool> {
        let rest = self.reader.fill_buf();
        Ok(rest.map_err(|error| Error::io("cannot read", self.name.as_ref(), &error))?.is_empty())
    }

    fn line(&mut self) -> Result<Option<Text>> {
        let name = &self.name;
        let failed = |error: io::Error| Error::io("cannot read", name.as_ref(), &error);
        let mut bytes = Vec::new();
        self.reader.by_ref().take(LONGEST + 1).read_until(b'\n', &mut bytes).map_err(failed)?;
        if bytes.is_empty() {
            self.is_over = true;
            return Ok(None);
        }
        self.number += 1;
        let is_cut = bytes.len() as u64 > LONGEST && !bytes.ends_with(b"\n");
        let text = if is_cut {
            self.reader.skip_until(b'\n').map_err(failed)?;
            Err(malformed(format!("the line is longer than {LONGEST} bytes")))
        } else {
            String::from_utf8(bytes).map_err(|_| malformed("the line is no UTF-8 text"))
        };
        Ok(Some(Text { number: self.number, text }))
    }
}

/// The error for a line that is no request.
pub(super) fn malformed(message: impl Into<String>) -> Error {
    Error::new(Kind::Usage, message)
        .hint("each line is one JSON object, such as {\"op\":\"add\",\"work_type\":\"bug\",\"description\":\"Fix it\"}")
}
