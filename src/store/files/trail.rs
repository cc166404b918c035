//! Reading the journal in order, a piece at a time: the trail of a board may be far larger than its memory.
//!
//! A long journal is read by a thread of its own, so that the next piece is there when this one was looked at.

use std::io::{self, Read};
use std::sync::mpsc::{channel, sync_channel};
use std::thread;

use rustix::fs::OFlags;

use super::directory::{Directory, LARGEST};
use super::journal;
use crate::domain::trail::start_of_record;
use crate::domain::{Instant, TrailEntry};
use crate::error::{Error, Kind, Result};

/// So much is read at once, in bytes.
const PIECE: usize = 1 << 20;
/// So many pieces may lie ready.
const READY: usize = 4;
/// For so few segments a thread is not worth its start.
const FEW: usize = 2;

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
    let segments = journal::segments(directory)?;
    let mut show = |lines: &[u8]| show(lines, since, visit);
    if segments.len() > FEW {
        ahead(directory, &segments, &mut show)
    } else {
        at_once(directory, &segments, &mut show)
    }
}

/// Reads and shows in turn.
fn at_once(directory: &Directory, segments: &[u64], show: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
    let mut outcome = Ok(());
    pieces(directory, segments, &mut |piece| {
        outcome = show(&piece);
        outcome.is_ok().then_some(piece)
    })?;
    outcome
}

/// Shows what another thread reads ahead. Buffers go to and fro.
fn ahead(directory: &Directory, segments: &[u64], show: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
    thread::scope(|scope| {
        let (give, taken) = sync_channel::<Vec<u8>>(READY);
        let (give_back, spare) = channel();
        let reader = scope.spawn(move || {
            pieces(directory, segments, &mut |piece| {
                give.send(piece).ok()?;
                Some(spare.try_recv().unwrap_or_default())
            })
        });
        // Dropped with the loop, which ends the reader too.
        for piece in taken {
            show(&piece)?;
            // The reader may have ended already.
            let _ = give_back.send(piece);
        }
        reader.join().unwrap_or_else(|_| Err(Error::new(Kind::General, "reading the journal broke off")))
    })
}

/// Hands `give` the segments in pieces of whole lines, until it gives no buffer back.
fn pieces(
    directory: &Directory,
    segments: &[u64],
    give: &mut dyn FnMut(Vec<u8>) -> Option<Vec<u8>>,
) -> Result<()> {
    let mut buffer = Vec::new();
    for first in segments {
        let name = journal::segment_name(*first);
        // A segment that goes meanwhile is one that is too old to keep.
        let Some(file) = directory.open_file(&name, OFlags::RDONLY)? else { continue };
        match lines_of(file, buffer, give) {
            Ok(Some(back)) => buffer = back,
            Ok(None) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                let path = directory.path(&name);
                return Err(Error::new(
                    Kind::BrokenState,
                    format!("{} has a line above 1 GiB", path.display()),
                )
                .hint("see what is wrong: coord audit verify"));
            }
            Err(error) => return Err(Error::io("cannot read", &directory.path(&name), &error)),
        }
    }
    Ok(())
}

/// Hands `give` the whole lines of one file; what stands behind the last newline is left out. Gives the last buffer that
/// it got back.
fn lines_of(
    mut file: impl Read,
    mut buffer: Vec<u8>,
    give: &mut dyn FnMut(Vec<u8>) -> Option<Vec<u8>>,
) -> io::Result<Option<Vec<u8>>> {
    buffer.clear();
    loop {
        let before = buffer.len();
        let room = PIECE.max(before);
        if (&mut file).take(room as u64).read_to_end(&mut buffer)? == 0 {
            return Ok(Some(buffer));
        }
        let Some(end) = memchr::memrchr(b'\n', &buffer[before..]).map(|end| before + end + 1) else {
            if buffer.len() as u64 > LARGEST {
                return Err(io::ErrorKind::InvalidData.into());
            }
            continue;
        };
        let rest = buffer[end..].to_vec();
        buffer.truncate(end);
        let Some(back) = give(buffer) else { return Ok(None) };
        buffer = back;
        buffer.clear();
        buffer.extend_from_slice(&rest);
    }
}

/// Shows `visit` the records in these lines.
fn show(
    lines: &[u8],
    since: Option<Instant>,
    visit: &mut dyn FnMut(&TrailEntry<'_>) -> Result<()>,
) -> Result<()> {
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', lines) {
        let line = &lines[start..end];
        start = end + 1;
        // Most of a long journal is older than what is asked for: that shows at the start of a record.
        if let (Some(since), Some(at)) = (since, start_of_record(line))
            && at < since
        {
            continue;
        }
        let Some(entry) = std::str::from_utf8(line).ok().and_then(TrailEntry::parse) else { continue };
        if since.is_none_or(|since| entry.instant().is_some_and(|at| at >= since)) {
            visit(&entry)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{directory, options};
    use super::*;

    /// What `lines_of` gives for a file of that text, joined.
    fn given(text: &[u8]) -> Vec<u8> {
        let mut all = Vec::new();
        let give = &mut |piece: Vec<u8>| {
            assert!(piece.ends_with(b"\n"), "whole lines");
            all.extend_from_slice(&piece);
            Some(piece)
        };
        assert!(lines_of(text, Vec::new(), give).unwrap().is_some());
        all
    }

    #[test]
    fn lines_are_whole_wherever_the_pieces_end() {
        for length in [PIECE - 1, PIECE, PIECE + 1, 3 * PIECE] {
            let long = vec![b'x'; length];
            let whole = [&long[..], b"\nshort\n\n", &long, b"\n"].concat();
            assert!(given(&[&whole[..], b"torn"].concat()) == whole, "{length}");
        }
        assert!(given(b"").is_empty());
        assert!(given(b"torn").is_empty());
    }

    /// A journal of `segments` segments of four records each, the last of each torn.
    fn journal_of(segments: u64) -> (tempfile::TempDir, Directory) {
        let home = tempfile::tempdir().unwrap();
        let directory = directory(&options(&home.path().join("board")));
        for segment in 0..segments {
            let line = |seq: u64| format!("{{\"seq\":{seq},\"at\":\"2025-06-15T15:06:40Z\",\"op\":\"x\"}}\n");
            let mut text: String = (segment * 3 + 1..segment * 3 + 4).map(line).collect();
            text.insert_str(0, "no record\n");
            text.push_str("{\"seq\":");
            let path = directory.path(&journal::segment_name(segment * 3 + 1));
            std::fs::write(path, text).unwrap();
        }
        (home, directory)
    }

    #[test]
    fn a_long_journal_is_shown_like_a_short_one() {
        for segments in [0, 1, 2, 3, 40] {
            let (_home, directory) = journal_of(segments);
            let mut seen = Vec::new();
            read(&directory, None, &mut |entry| {
                seen.push(entry.number());
                Ok(())
            })
            .unwrap();
            assert_eq!(seen, (1..=segments * 3).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_ends_it_at_once_however_much_was_read_ahead() {
        for segments in [1, 40] {
            let (_home, directory) = journal_of(segments);
            let mut seen = 0;
            let outcome = read(&directory, None, &mut |_| {
                seen += 1;
                Err(Error::new(Kind::General, "enough"))
            });
            assert_eq!((outcome.unwrap_err().message(), seen), ("enough", 1));
        }
    }

    #[test]
    fn a_segment_that_cannot_be_read_is_an_error_in_both_ways() {
        for segments in [1, 40] {
            let (_home, directory) = journal_of(segments);
            let path = directory.path(&journal::segment_name(1));
            std::fs::remove_file(&path).unwrap();
            std::fs::create_dir(&path).unwrap();
            assert!(read(&directory, None, &mut |_| Ok(())).is_err(), "{segments}");
        }
    }
}
