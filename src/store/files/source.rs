//! Where the text of the records is: in the file, of which only what is asked for is read, or in memory.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;

use super::identity::Identity;

/// Two pieces that lie nearer to each other, in bytes, are read in one call.
const NEAR: u64 = 4 * 1024;

/// The text of an array file.
pub(super) struct Source {
    /// The file, and what it was when it was opened.
    file: Option<(File, Identity)>,
    /// All of the text, once it was read.
    text: Option<Vec<u8>>,
}

/// Bytes of a source, and where they start in it.
struct Piece {
    start: u64,
    bytes: Vec<u8>,
}

impl Source {
    /// Text that is in a file.
    pub(super) fn of_file(file: File, identity: Identity) -> Self {
        Self { file: Some((file, identity)), text: None }
    }

    /// Text that is in no file.
    pub(super) fn of_text(text: Vec<u8>) -> Self {
        Self { file: None, text: Some(text) }
    }

    /// The file that holds exactly this text.
    pub(super) fn file(&self) -> Option<(&File, Identity)> {
        self.file.as_ref().map(|(file, identity)| (file, *identity))
    }

    /// The whole text.
    ///
    /// # Errors
    /// The file cannot be read, or is shorter than it was.
    pub(super) fn whole(&mut self) -> io::Result<&[u8]> {
        if self.text.is_none() {
            let piece = match &self.file {
                Some((file, identity)) => read(file, 0..identity.size)?,
                None => Piece { start: 0, bytes: Vec::new() },
            };
            self.text = Some(piece.bytes);
        }
        Ok(self.text.as_deref().unwrap_or_default())
    }

    /// Shows `each` the bytes of these ranges, which are in order.
    ///
    /// # Errors
    /// The file cannot be read, is shorter than it was, or `each` says so.
    pub(super) fn each<E: From<io::Error>>(
        &mut self,
        ranges: &[Range<u64>],
        mut each: impl FnMut(usize, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let wanted: u64 = ranges.iter().map(|range| range.end - range.start).sum();
        let is_most = self.file.as_ref().is_some_and(|(_, identity)| wanted > identity.size / 2);
        if is_most {
            self.whole()?;
        }
        let mut piece = Piece { start: 0, bytes: Vec::new() };
        for (number, range) in ranges.iter().enumerate() {
            if let Some(text) = &self.text {
                each(number, slice(text, 0, range)?)?;
                continue;
            }
            if piece.start > range.start || piece.end() < range.end {
                let Some((file, _)) = &self.file else { continue };
                piece = read(file, range.start..end_of_run(&ranges[number..]))?;
            }
            each(number, slice(&piece.bytes, piece.start, range)?)?;
        }
        Ok(())
    }
}

impl Piece {
    fn end(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }
}

/// Where the ranges end that lie near the first one, each near the one before.
fn end_of_run(ranges: &[Range<u64>]) -> u64 {
    let mut end = ranges.first().map_or(0, |range| range.end);
    for range in ranges {
        if range.start > end + NEAR {
            break;
        }
        end = end.max(range.end);
    }
    end
}

fn read(file: &File, range: Range<u64>) -> io::Result<Piece> {
    let length = usize::try_from(range.end.saturating_sub(range.start)).map_err(io::Error::other)?;
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, range.start)?;
    Ok(Piece { start: range.start, bytes })
}

fn slice<'t>(text: &'t [u8], start: u64, range: &Range<u64>) -> io::Result<&'t [u8]> {
    let place = |at: u64| at.checked_sub(start).and_then(|at| usize::try_from(at).ok());
    let found = place(range.start).zip(place(range.end)).and_then(|(from, to)| text.get(from..to));
    found.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))
}
