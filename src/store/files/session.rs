//! One turn at the board: from taking the lock to giving it back.

use std::fs::File;
use std::time::Instant as Deadline;

use rustix::fs::OFlags;

use super::super::Options;
use super::array::{ArrayText, KINDS, Kind};
use super::directory::{Contents, Directory, LOCK};
use super::head::{self, Head};
use super::identity::Identity;
use super::journal::{self, Record, Segment};
use super::legacy::LegacyLock;
use super::lock::Lock;
use super::plan;
use super::quarantine;
use super::slot::{Indexing, Slot};
use crate::domain::Instant;
use crate::error::{Error, Result};

/// The board while this process has it to itself. Everything is settled: the files are what the journal says.
pub(super) struct Session<'s> {
    pub(super) options: &'s Options,
    /// How the items are indexed in this turn.
    pub(super) indexing: Indexing,
    pub(super) directory: Directory,
    pub(super) head: Head,
    pub(super) now: Instant,
    pub(super) warnings: Vec<String>,
    /// Files merged with what another program wrote, that are not in their place yet.
    pub(super) merged: [Option<Merged>; 3],
    pub(super) lock: Lock,
    // Given back before the lock, because fields are dropped in this order.
    _legacy: Option<LegacyLock>,
}

/// A file merged with what another program wrote.
pub(super) struct Merged {
    /// What it should be; `None` once it was handed to the transaction.
    pub(super) text: Option<ArrayText>,
    /// Whether that is anything else than the file at the name.
    pub(super) is_merged: bool,
    /// The file of the other program, which stands at the name.
    pub(super) at_name: Option<Identity>,
}

/// What becomes of files that were merged with what another program wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Settling {
    /// They are put in their place at once.
    Publish,
    /// The transaction works on them and puts them in their place with its own changes. So a command ends in one
    /// round beside a program that never stops writing.
    HandOver,
}

impl<'s> Session<'s> {
    /// Takes the lock and settles what a crash or another writer left.
    ///
    /// # Errors
    /// The lock did not come free, the directory is not safe to use, or a file is broken.
    pub(super) fn begin(options: &'s Options, now: Instant, settling: Settling) -> Result<Self> {
        let started = Deadline::now();
        let directory = Directory::create(options)?;
        let given_up = options.given_up.as_deref();
        let lock = Lock::acquire_at(&directory, LOCK, options.lock_timeout, given_up)?;
        let left = options.lock_timeout.saturating_sub(started.elapsed());
        let legacy = options.legacy_lock.then(|| LegacyLock::acquire(&directory, left)).transpose()?;
        plan::resume(&directory, &lock)?;
        let boot = head::boot_id();
        let known = head::read(lock.file(), &boot);
        let head = Head { boot, ..known.clone().unwrap_or_default() };
        let mut session = Self {
            options,
            indexing: Indexing::READING,
            directory,
            head,
            now,
            warnings: Vec::new(),
            merged: [None, None, None],
            lock,
            _legacy: legacy,
        };
        match known {
            Some(_) if session.is_settled()? => {}
            known => session.settle(known.is_some(), settling)?,
        }
        Ok(session)
    }

    /// The merged files, for the transaction to work on.
    pub(super) fn hand_over(&mut self) -> [Slot; 3] {
        self.merged.each_mut().map(|merged| {
            let Some(merged) = merged else { return Slot::Untouched };
            merged.text.take().map_or(Slot::Untouched, |text| Slot::merged(text, merged.is_merged))
        })
    }

    /// The file that should stand at the name when the next one is put there.
    pub(super) fn at_name(&self, kind: Kind) -> Option<Identity> {
        match &self.merged[kind.index()] {
            Some(merged) => merged.at_name,
            None => self.head.arrays[kind.index()],
        }
    }

    /// Whether everything is as the head says.
    fn is_settled(&self) -> Result<bool> {
        let segment = self.directory.stat(&journal::segment_name(self.head.segment))?;
        let size = segment.map(|stat| Identity::of(&stat).size);
        if size != Some(self.head.journal_size) {
            return Ok(false);
        }
        for kind in KINDS {
            if self.directory.identity(kind.file())? != self.head.arrays[kind.index()] {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Writes the head. A failure leaves a stale one, which the next command makes good by recovery.
    pub(super) fn write_head(&self) {
        if let Err(error) = head::write(self.lock.file(), &self.head) {
            tracing::warn!(%error, "the head record could not be written; the next command recovers");
        }
    }
}

/// The current segment of the journal, whole.
pub(super) struct Trail {
    /// First sequence number of the segment.
    pub(super) segment: u64,
    /// Its records.
    pub(super) records: Vec<Record>,
    /// Its size in bytes.
    pub(super) size: u64,
    /// Number of the newest record; 0 where there is none.
    pub(super) seq: u64,
    /// Hash of the newest record.
    pub(super) hash: String,
}

impl Trail {
    /// Reads the newest segment. What stands behind its last whole record was never acknowledged: it is cut off,
    /// and kept in quarantine where it is more than a torn line.
    ///
    /// # Errors
    /// The journal cannot be read, or the torn end cannot be cut off.
    pub(super) fn load(
        directory: &Directory,
        now: Instant,
        warnings: &mut Vec<String>,
    ) -> Result<Option<Self>> {
        let mut firsts = journal::segments(directory)?;
        while let Some(first) = firsts.pop() {
            let segment = journal::read_segment(directory, first)?;
            cut_off(directory, first, &segment, now, warnings)?;
            if segment.records.is_empty() && !firsts.is_empty() {
                // A checkpoint was killed between making its segment and writing to it.
                directory.remove(&journal::segment_name(first))?;
                continue;
            }
            let (seq, hash) = segment
                .records
                .last()
                .map_or((first - 1, String::new()), |(record, hash)| (record.entry.seq, hash.clone()));
            let records = segment.records.into_iter().map(|(record, _)| record).collect();
            return Ok(Some(Self { segment: first, records, size: segment.whole, seq, hash }));
        }
        Ok(None)
    }
}

fn cut_off(
    directory: &Directory,
    first: u64,
    segment: &Segment,
    now: Instant,
    warnings: &mut Vec<String>,
) -> Result<()> {
    if segment.rest.is_empty() {
        return Ok(());
    }
    let name = journal::segment_name(first);
    if segment.rest.contains(&b'\n') {
        let kept = quarantine::keep(directory, &name, &segment.rest, now)?;
        let fault = segment.fault.as_deref().unwrap_or_default();
        warnings
            .push(format!("the end of {name} was not whole ({fault}); it was cut off and kept in {kept}"));
    }
    let file = directory.open_file(&name, OFlags::WRONLY)?;
    let cut = file.map_or(Ok(()), |file| file.set_len(segment.whole));
    cut.map_err(|error| Error::io("cannot cut off the torn end of", &directory.path(&name), &error))
}

/// Loads an array file as it is, and says whether it is as the head says. Text that is not is parsed and laid out
/// anew.
///
/// # Errors
/// It cannot be read, or it is broken.
pub(super) fn load_array(
    directory: &Directory,
    kind: Kind,
    head: Option<&Head>,
) -> Result<(ArrayText, bool)> {
    let known = head.map(|head| head.arrays[kind.index()]);
    let Some(contents) = directory.read(kind.file())? else {
        return Ok((ArrayText::empty(kind), known == Some(None)));
    };
    if known == Some(Some(contents.identity)) {
        return Ok((ArrayText::trusted(kind, contents.bytes), true));
    }
    let parsed =
        ArrayText::parse(kind, &contents.bytes).map_err(|broken| broken_file(directory, kind, &broken))?;
    Ok((parsed, false))
}

/// The error for a file that does not parse.
pub(super) fn broken_file(directory: &Directory, kind: Kind, broken: &super::array::Broken) -> Error {
    let path = directory.path(kind.file());
    Error::new(crate::error::Kind::BrokenState, format!("{} does not parse: {broken}", path.display()))
        .hint("look at that place, or let coord rebuild the file: coord doctor --fix")
        .with("path", path.display().to_string())
        .with("line", broken.line)
        .with("column", broken.column)
}

/// Opens the journal segment that the head names.
pub(super) fn open_journal(session: &Session<'_>) -> Result<File> {
    journal::open_segment(&session.directory, session.head.segment)
}

/// The time at which a file was last written.
pub(super) fn written_at(contents: &Contents) -> Instant {
    Instant::from_unix(contents.identity.secs)
}
