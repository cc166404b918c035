//! Checkpoints: the JSON files are synced and copied, and the journal starts a new segment.
//!
//! From here on the journal before it is only the audit trail. A checkpoint may be killed at any point: until the
//! new segment has its first record, recovery uses the old one, and replaying onto newer files changes nothing.

use std::io::Write;

use rustix::fs::{self, OFlags};

use super::super::{Dropped, Written};
use super::array::{KINDS, Kind};
use super::directory::{BASE, Directory, JOURNAL, failed};
use super::identity::Identity;
use super::journal::{self, Recovery};
use super::session::{Session, open_journal};
use super::velocity;
use super::versions::base_name;
use crate::error::{Error, Result};

/// A segment is closed when it is this large, in bytes.
const SEGMENT_BYTES: u64 = 8 * 1024 * 1024;
/// So many records lie between two tries at a checkpoint that is overdue.
const PAUSE: u64 = 32;
/// A copy is made under this name and then renamed.
const COPY: &str = ".store/tmp/base-copy";

impl Session<'_> {
    /// Whether enough has come together for a checkpoint.
    pub(super) fn is_checkpoint_due(&self) -> bool {
        let records = self.head.seq - self.head.checkpoint;
        let is_due = records >= self.options.checkpoint_records || self.head.journal_size >= SEGMENT_BYTES;
        // Beside a program that never stops writing it may fail for a while; not every command has to try.
        is_due && (records < self.options.checkpoint_records + PAUSE || records.is_multiple_of(PAUSE))
    }

    /// Takes a checkpoint. `false` where another program has just written a file: what it lacks of ours is in the
    /// journal alone, so the journal has to stay.
    ///
    /// # Errors
    /// What the disk says. The board is then as it was, and the next command tries again.
    pub(super) fn take_checkpoint(&mut self) -> Result<bool> {
        let directory = &self.directory;
        if self.head.journal_size > 0 {
            sync(&open_journal(self)?, directory, &journal::segment_name(self.head.segment))?;
        }
        for kind in KINDS {
            if !copy_to_base(directory, kind, self.head.arrays[kind.index()], self.head.seq)? {
                return Ok(false);
            }
        }
        if let Some(file) = directory.open_file(velocity::FILE, OFlags::RDONLY)? {
            sync(&file, directory, velocity::FILE)?;
        }
        for folder in [BASE, "."] {
            directory.sync_folder(folder)?;
        }
        self.start_segment()?;
        self.retire_base();
        self.retire_segments();
        Ok(true)
    }

    /// The head names the new segment before it exists: a command that finds it missing recovers, and recovery
    /// finds the old one. The other way round two segments could go on at once.
    fn start_segment(&mut self) -> Result<()> {
        let before = self.head.clone();
        self.head.checkpoint = self.head.seq;
        self.head.segment = self.head.seq + 1;
        self.head.journal_size = 0;
        self.write_head();
        let recovery = Recovery { intake: Some(self.head.intake), ..Recovery::default() };
        let entry = self.entry("checkpoint", Written::default(), Dropped::default(), None);
        let started = self.append_record(entry, recovery).and_then(|file| {
            sync(&file, &self.directory, &journal::segment_name(self.head.segment))?;
            self.directory.sync_folder(JOURNAL)
        });
        if let Err(error) = started {
            let _ = self.directory.remove(&journal::segment_name(self.head.segment));
            self.head = before;
            self.write_head();
            return Err(error);
        }
        self.write_head();
        Ok(())
    }

    /// Removes the copies of other checkpoints than the last.
    fn retire_base(&self) {
        let current = format!("{:08}-", self.head.checkpoint);
        for name in
            self.directory.list(BASE).unwrap_or_default().iter().filter(|name| !name.starts_with(&current))
        {
            let _ = self.directory.remove(&format!("{BASE}/{name}"));
        }
    }

    /// Removes segments that are older than they have to be kept. Never the current one.
    fn retire_segments(&self) {
        let keep_secs = i64::from(self.options.audit_keep_days) * 86_400;
        let Ok(firsts) = journal::segments(&self.directory) else { return };
        for first in firsts.into_iter().filter(|first| *first < self.head.segment) {
            let name = journal::segment_name(first);
            let Ok(Some(identity)) = self.directory.identity(&name) else { continue };
            if identity.secs.saturating_add(keep_secs) >= self.now.unix() {
                continue;
            }
            if let Err(error) = self.directory.remove(&name) {
                tracing::warn!(%error, "an old journal segment could not be removed");
            }
        }
    }
}

fn sync(file: &std::fs::File, directory: &Directory, name: &str) -> Result<()> {
    fs::fdatasync(file).map_err(|errno| failed("cannot sync", &directory.path(name), errno))
}

/// Syncs a file and its copy; where there is no file, there is no copy. `false` where the file is not the one that we
/// left.
fn copy_to_base(directory: &Directory, kind: Kind, known: Option<Identity>, seq: u64) -> Result<bool> {
    let (name, base) = (kind.file(), base_name(kind, seq));
    let contents = directory.read(name)?;
    if contents.as_ref().map(|contents| contents.identity) != known {
        return Ok(false);
    }
    let Some(contents) = contents else {
        directory.remove(&base)?;
        return Ok(true);
    };
    if let Some(file) = directory.open_file(name, OFlags::RDONLY)? {
        sync(&file, directory, name)?;
    }
    let mut copy = directory.create_new(COPY)?;
    let written = copy.write_all(&contents.bytes).and_then(|()| copy.sync_data());
    if let Err(error) = written {
        let _ = directory.remove(COPY);
        return Err(Error::io("cannot write", &directory.path(&base), &error));
    }
    directory.rename(COPY, &base)?;
    Ok(true)
}
