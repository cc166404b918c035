//! A copy of the board as it stands in one instant.
//!
//! Under the lock the files are only opened. They are replaced as a whole or appended to, so what was opened stays as
//! it was, and commands go on while it is read.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::PathBuf;

use rustix::fs::OFlags;

use super::super::{Census, Options, Part, Snapshot};
use super::array::{ArrayText, KINDS};
use super::directory::Directory;
use super::session::{Session, Settling};
use super::{MOST_TRIES, backup, intake, journal, parts};
use crate::domain::Instant;
use crate::error::{Error, Kind, Result};

/// The files of a board, as they were.
pub(super) struct FileSnapshot {
    directory: Directory,
    parts: Vec<Part>,
    sources: Vec<Source>,
    census: Census,
}

/// Where the bytes of a part are.
enum Source {
    /// In a file that is open, from there on.
    Open(File, u64),
    /// In a file that never changes.
    Fixed,
}

impl FileSnapshot {
    /// Settles the board and takes hold of its files.
    ///
    /// # Errors
    /// The board is broken, or cannot be read.
    pub(super) fn take(options: &Options, now: Instant) -> Result<Self> {
        let mut snapshot = Self::hold(options, now)?;
        for kind in KINDS {
            let place = snapshot.parts.iter().position(|part| part.name == kind.file());
            let count = match place {
                Some(place) => snapshot.count(place)?,
                None => 0,
            };
            match kind.file() {
                name if name == KINDS[0].file() => snapshot.census.items = count,
                name if name == KINDS[1].file() => snapshot.census.agents = count,
                _ => snapshot.census.completions = count,
            }
        }
        Ok(snapshot)
    }

    /// What has to be done under the lock.
    fn hold(options: &Options, now: Instant) -> Result<Self> {
        let session = settled(options, now)?;
        let (mut parts, mut sources) = (Vec::new(), Vec::new());
        for name in parts::names(&session.directory)? {
            if let Some((part, source)) = held(&session, name)? {
                parts.push(part);
                sources.push(source);
            }
        }
        let census = Census { seq: session.head.seq, ..Census::default() };
        Ok(Self { directory: session.directory, parts, sources, census })
    }

    /// How many records an array has. Its layout is our own by now.
    fn count(&self, place: usize) -> Result<u64> {
        let mut text = Vec::new();
        let path = self.directory.path(&self.parts[place].name);
        self.read(place)?.read_to_end(&mut text).map_err(|error| Error::io("cannot read", &path, &error))?;
        Ok(ArrayText::ranges(&text).count() as u64)
    }
}

/// The board while its files are what the journal says. Beside a program that writes all the time that takes a few
/// turns: what its file lacks of ours is in the journal alone then, and a copy of it would lack it for good.
fn settled(options: &Options, now: Instant) -> Result<Session<'_>> {
    for _ in 0..MOST_TRIES {
        let session = Session::begin(options, now, Settling::Publish)?;
        let mut is_settled = true;
        for kind in KINDS {
            is_settled &= session.directory.identity(kind.file())? == session.head.arrays[kind.index()];
        }
        if is_settled {
            return Ok(session);
        }
    }
    Err(Error::new(Kind::LockTimeout, "another program writes the files of the board all the time")
        .hint("stop it for a moment, and run the command again"))
}

/// Takes hold of a file; `None` where there is nothing in it that is not elsewhere, or it has just gone.
fn held(session: &Session<'_>, name: String) -> Result<Option<(Part, Source)>> {
    let directory = &session.directory;
    let is_current = name == journal::segment_name(session.head.segment);
    if parts::is_fixed(&name) && !is_current {
        let size = directory.identity(&name)?.map(|identity| identity.size);
        return Ok(size.map(|size| (Part { name, size }, Source::Fixed)));
    }
    let Some(file) = directory.open_file(&name, OFlags::RDONLY)? else { return Ok(None) };
    let end = match file.metadata() {
        Ok(_) if is_current => session.head.journal_size,
        Ok(metadata) => metadata.len(),
        Err(error) => return Err(Error::io("cannot look at", &directory.path(&name), &error)),
    };
    let mut start = 0;
    if name == intake::FILE {
        // What was taken in is among the items.
        let taken = session.head.intake;
        let is_known = directory.identity(&name)?.is_some_and(|identity| identity.inode == taken.inode);
        start = if is_known { taken.offset.min(end) } else { 0 };
        if start == end {
            return Ok(None);
        }
    }
    Ok(Some((Part { name, size: end - start }, Source::Open(file, start))))
}

impl Snapshot for FileSnapshot {
    fn parts(&self) -> &[Part] {
        &self.parts
    }

    fn census(&self) -> Census {
        self.census
    }

    fn folder(&self) -> Result<PathBuf> {
        self.directory.make_folder(backup::FOLDER)?;
        Ok(self.directory.path(backup::FOLDER))
    }

    fn read(&self, place: usize) -> Result<Box<dyn Read + '_>> {
        let part = &self.parts[place];
        if let Source::Open(file, start) = &self.sources[place] {
            return Ok(Box::new(Range { file, at: *start, end: start + part.size }));
        }
        let file = self.directory.open_file(&part.name, OFlags::RDONLY)?;
        let gone = || Error::new(Kind::FileNotFound, format!("{} went away", part.name));
        Ok(Box::new(Whole { file: file.ok_or_else(gone)?, at: 0, end: part.size }))
    }
}

/// A range of an open file that others may read at the same time.
struct Range<'f> {
    file: &'f File,
    at: u64,
    end: u64,
}

impl Read for Range<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        read_at(self.file, &mut self.at, self.end, buffer)
    }
}

/// A file to its end.
struct Whole {
    file: File,
    at: u64,
    end: u64,
}

impl Read for Whole {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        read_at(&self.file, &mut self.at, self.end, buffer)
    }
}

fn read_at(file: &File, at: &mut u64, end: u64, buffer: &mut [u8]) -> io::Result<usize> {
    let wanted = usize::try_from(end - *at).unwrap_or(usize::MAX).min(buffer.len());
    if wanted == 0 {
        return Ok(0);
    }
    match file.read_at(&mut buffer[..wanted], *at)? {
        0 => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "another program cut the file short")),
        count => {
            *at += count as u64;
            Ok(count)
        }
    }
}
