//! What the file system must be able to do.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::time::Instant;

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::Found;
use super::scratch::Scratch;
use crate::error::{Error, Result};

/// So often something is written and synced.
const SYNCS: usize = 20;
/// So many lines each of two writers appends.
const LINES: usize = 1_000;

/// Two files change their names in one call; where that is not to be had, one replaces the other.
pub(super) fn exchange(scratch: &Scratch) -> Result<Found> {
    let (one, other) = (scratch.file("one"), scratch.file("other"));
    for (path, text) in [(&one, "one"), (&other, "other")] {
        fs::write(path, text).map_err(|error| Error::io("cannot write", path, &error))?;
    }
    let exchanged = renameat_with(CWD, &one, CWD, &other, RenameFlags::EXCHANGE);
    if exchanged.is_err() {
        fs::rename(&one, &other).map_err(|error| Error::io("cannot rename", &one, &error))?;
        let text = fs::read_to_string(&other).unwrap_or_default();
        let finding = "the file system cannot exchange files; they are replaced by rename instead";
        return Ok((text == "one", finding.to_owned()));
    }
    let texts = [&one, &other].map(|path| fs::read_to_string(path).unwrap_or_default());
    Ok((texts == ["other", "one"], "two files were exchanged by one call".to_owned()))
}

/// Two open files append by turns.
pub(super) fn append(scratch: &Scratch) -> Result<Found> {
    let path = scratch.file("lines");
    let failed = |error: std::io::Error| Error::io("cannot append to", &path, &error);
    let open = || OpenOptions::new().create(true).append(true).open(&path).map_err(failed);
    let mut writers = [open()?, open()?];
    for number in 0..LINES {
        for (name, writer) in ["a", "b"].iter().zip(&mut writers) {
            writer.write_all(format!("{name} {number}\n").as_bytes()).map_err(failed)?;
        }
    }
    let text = fs::read_to_string(&path).map_err(failed)?;
    let expected: String =
        (0..LINES).flat_map(|number| ["a", "b"].map(|name| format!("{name} {number}\n"))).collect();
    Ok((text == expected, format!("{} lines of two writers stand one behind the other", 2 * LINES)))
}

/// How long the disk takes to confirm a write. Whether it tells the truth only a loss of power can show.
pub(super) fn sync(scratch: &Scratch) -> Result<Found> {
    let path = scratch.file("synced");
    let failed = |error: std::io::Error| Error::io("cannot sync", &path, &error);
    let mut file = File::create(&path).map_err(failed)?;
    let mut times = Vec::new();
    for _ in 0..SYNCS {
        file.write_all(&[b'x'; 1_000]).map_err(failed)?;
        let started = Instant::now();
        file.sync_data().map_err(failed)?;
        times.push(started.elapsed());
    }
    times.sort();
    let milliseconds = |at: usize| times[at].as_secs_f64() * 1_000.0;
    let finding = format!(
        "{SYNCS} writes were confirmed; half of them within {:.2} ms, the slowest took {:.2} ms",
        milliseconds(SYNCS / 2),
        milliseconds(SYNCS - 1)
    );
    Ok((true, finding))
}
