//! Reading the journal in order, a piece at a time: the trail of a board may be far larger than its memory.

use std::fs::File;
use std::io::{self, Read};

use rustix::fs::OFlags;

use super::directory::{Directory, LARGEST};
use super::journal;
use crate::domain::trail::start_of_record;
use crate::domain::{Instant, TrailEntry};
use crate::error::{Error, Kind, Result};

/// So much is read at once, in bytes: it stays in the cache of the processor.
const PIECE: usize = 256 * 1024;

/// Shows `visit` the records from `since` on, oldest first. A line that is no record is left out, as is a last line
/// that somebody is still writing.
///
/// # Errors
/// The journal cannot be read, or `visit` says so.
pub(super) fn read(
    directory: &Directory,
    since: Option<Instant>,
    visit: &mut dyn FnMut(&TrailEntry<'_>) -> Result<()>,
) -> Result<()> {
    let mut lines = Lines::default();
    for first in journal::segments(directory)? {
        let name = journal::segment_name(first);
        // A segment that goes meanwhile is one that is too old to keep.
        let Some(file) = directory.open_file(&name, OFlags::RDONLY)? else { continue };
        lines.of(file, &mut |line| show(line, since, visit)).map_err(|broken| match broken {
            Broken::Disk(error) => Error::io("cannot read", &directory.path(&name), &error),
            Broken::TooLong => {
                let path = directory.path(&name);
                Error::new(Kind::BrokenState, format!("{} has a line above 1 GiB", path.display()))
                    .hint("see what is wrong: coord audit verify")
            }
            Broken::Visit(error) => error,
        })?;
    }
    Ok(())
}

fn show(
    line: &[u8],
    since: Option<Instant>,
    visit: &mut dyn FnMut(&TrailEntry<'_>) -> Result<()>,
) -> Result<()> {
    // Most of a long journal is older than what is asked for: that shows at the start of a record.
    if let (Some(since), Some(at)) = (since, start_of_record(line))
        && at < since
    {
        return Ok(());
    }
    let Some(entry) = std::str::from_utf8(line).ok().and_then(TrailEntry::parse) else { return Ok(()) };
    if since.is_none_or(|since| entry.instant().is_some_and(|at| at >= since)) {
        visit(&entry)?;
    }
    Ok(())
}

/// Why reading ended early.
enum Broken {
    Disk(io::Error),
    TooLong,
    Visit(Error),
}

/// The lines of one file after the other, in one buffer.
#[derive(Default)]
struct Lines {
    buffer: Vec<u8>,
}

impl Lines {
    /// Shows `each` the whole lines of `file`, without their newlines.
    fn of(&mut self, mut file: File, each: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<(), Broken> {
        let mut filled = 0;
        loop {
            if self.buffer.len() < filled + PIECE {
                self.buffer.resize(filled + PIECE, 0);
            }
            let count = match file.read(&mut self.buffer[filled..]) {
                Ok(0) => return Ok(()),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Broken::Disk(error)),
            };
            let (fresh, end) = (filled, filled + count);
            let mut start = 0;
            for newline in memchr::memchr_iter(b'\n', &self.buffer[fresh..end]) {
                each(&self.buffer[start..fresh + newline]).map_err(Broken::Visit)?;
                start = fresh + newline + 1;
            }
            self.buffer.copy_within(start..end, 0);
            filled = end - start;
            if filled as u64 > LARGEST {
                return Err(Broken::TooLong);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Seek as _, Write as _};

    /// The lines of a file of that text.
    fn lines(text: &[u8]) -> Vec<Vec<u8>> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text).unwrap();
        file.rewind().unwrap();
        let mut all = Vec::new();
        let each = &mut |line: &[u8]| {
            all.push(line.to_vec());
            Ok(())
        };
        assert!(Lines::default().of(file, each).is_ok());
        all
    }

    #[test]
    fn lines_are_whole_wherever_the_pieces_end() {
        for length in [PIECE - 1, PIECE, PIECE + 1, 3 * PIECE] {
            let (long, short) = (vec![b'x'; length], b"short".to_vec());
            let text = [&long[..], b"\n", &short, b"\n\n", &long, b"\n", b"torn"].concat();
            assert!(lines(&text) == [long.clone(), short.clone(), Vec::new(), long.clone()], "{length}");
        }
        assert!(lines(b"").is_empty());
    }
}
