//! The default engine: JSON files under a lock, with a journal behind them (RELIABILITY, section 1).
//!
//! A write runs through these files: `lock` → `head` → `settle` where something is not as we left it →
//! `board`, which the command works on → `commit`: stage, `journal`, `publish` → the lock goes back →
//! sync. A look needs `board` alone.

mod archive;
pub mod array;
mod backup;
mod board;
mod checkpoint;
mod checksum;
mod commit;
mod directory;
mod examine;
mod facts;
mod file_system;
mod head;
mod history;
mod identity;
mod incoming;
mod index_file;
mod indexed;
mod intake;
mod journal;
mod legacy;
mod lock;
mod lookup;
mod merge;
mod named;
mod parts;
mod plan;
mod publish;
mod quarantine;
mod reindex;
mod replacement;
mod session;
mod settle;
mod side;
mod slot;
mod snapshot;
mod source;
mod trail;
mod velocity;
mod versions;
mod waiting;
mod watch;

use rustix::fs::OFlags;

use self::array::Kind as Array;
use self::board::Board;
use self::commit::Work;
use self::directory::{Directory, LOCK};
use self::head::Head;
use self::session::{Session, Settling};
use self::slot::{Indexing, Slot};
use super::{
    Census, Check, Deliver, Intent, JournalReport, Options, Part, Receipt, Replaced, Snapshot, Store, Txn,
    View, Watch,
};
use crate::domain::Instant;
use crate::error::{Error, Kind, Result};

/// How often a transaction is decided anew because another program wrote between our look at a file and our reading.
const MOST_TRIES: u32 = 16;

/// A board in a directory of JSON files.
#[derive(Clone, Debug)]
pub struct FileStore {
    options: Options,
    indexing: Indexing,
}

impl FileStore {
    /// A store over the directory that `options` name. Nothing is touched yet.
    pub fn new(options: Options) -> Self {
        Self { options, indexing: Indexing::READING }
    }

    /// The same, which makes an index for the smallest board: for tests.
    #[cfg(test)]
    pub(super) fn indexing_all(options: Options) -> Self {
        let indexing = Indexing { from: 0, questions: 0, ..Indexing::READING };
        Self { options, indexing }
    }

    /// The same, which never asks an index: for tests.
    #[cfg(test)]
    fn indexing_nothing(options: Options) -> Self {
        let indexing = Indexing { from: u64::MAX, questions: u32::MAX, ..Indexing::READING };
        Self { options, indexing }
    }

    /// The head for readers, who hold no lock: a writer may be at it this instant, so it is asked a few times.
    fn head(directory: &Directory, boot: &str) -> Result<Option<Head>> {
        let Some(file) = directory.open_file(LOCK, OFlags::RDONLY)? else { return Ok(None) };
        Ok((0..4).find_map(|_| head::read(&file, boot)))
    }

    /// The newest record that must be in the journal: the one that the head names, if it is of this boot, or the one
    /// that the last checkpoint holds.
    fn newest_known(directory: &Directory) -> Result<u64> {
        let head = Self::head(directory, &head::boot_id())?.map_or(0, |head| head.seq);
        let copies = directory.list(directory::BASE)?;
        let checkpoint = copies.iter().filter_map(|name| name.split('-').next()?.parse().ok()).max();
        Ok(head.max(checkpoint.unwrap_or(0)))
    }

    /// After a reboot the files may be older than what was promised: then a reader recovers first, where it may
    /// write at all.
    fn recovered_head(&self, directory: &Directory, now: Instant) -> Result<Option<Head>> {
        // A board that is taking the place of this one is seen once it is there.
        if !plan::is_pending(directory)? {
            let boot = head::boot_id();
            if let Some(head) = Self::head(directory, &boot)? {
                return Ok(Some(head));
            }
            if journal::segments(directory)?.is_empty() {
                return Ok(None);
            }
        }
        match Session::begin(&self.options, now, Settling::Publish) {
            Ok(session) => Ok(Some(session.head.clone())),
            Err(error) if matches!(error.kind(), Kind::PermissionDenied | Kind::Io) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn check_exists(&self) -> Result<()> {
        let directory = Directory::open(&self.options)?;
        if let Some(directory) = &directory
            && (directory.stat(Array::Items.file())?.is_some()
                || directory.stat(intake::FILE)?.is_some()
                || !journal::segments(directory)?.is_empty()
                || plan::is_pending(directory)?)
        {
            return Ok(());
        }
        let path = self.options.dir.join(Array::Items.file());
        Err(Error::new(Kind::NoBoard, format!("Work claims file not found: {}", path.display()))
            .hint("claim something first, or name the state directory with --dir or COORDINATION_DIR")
            .with("path", path.display().to_string()))
    }
}

impl Store for FileStore {
    fn view(&self, now: Instant, work: &mut dyn FnMut(&mut dyn View) -> Result<()>) -> Result<()> {
        let directory = Directory::open(&self.options)?;
        let head =
            directory.as_ref().map(|directory| self.recovered_head(directory, now)).transpose()?.flatten();
        let mut board = Board::new(directory.as_ref(), head.as_ref(), now, self.indexing);
        board.take_in()?;
        work(&mut board)
    }

    fn transact(&self, intent: &Intent, work: &mut dyn FnMut(&mut dyn Txn) -> Result<()>) -> Result<Receipt> {
        if !intent.create {
            self.check_exists()?;
        }
        let mut tries = 0;
        loop {
            let mut session = Session::begin(&self.options, intent.now, Settling::HandOver)?;
            session.indexing = Indexing { is_writing: true, ..self.indexing };
            let slots = session.hand_over();
            let mut board =
                Board::new(Some(&session.directory), Some(&session.head), intent.now, session.indexing);
            board.slots = slots;
            let done = board.take_in().and_then(|()| work(&mut board));
            tries += 1;
            // What was decided on a file that lacks our newest changes does not count: settle it, and decide again.
            if tries < MOST_TRIES && board.slots.iter().any(Slot::is_overtaken) {
                continue;
            }
            done?;
            if intent.request_id.is_none() {
                board.changes.answer = None;
            }
            let work = Work::from(board);
            return session.commit(work, intent);
        }
    }

    fn watch(&self) -> Result<Box<dyn Watch>> {
        Ok(Box::new(watch::FileWatch::new(&self.options.dir)))
    }

    fn checkpoint(&self, now: Instant) -> Result<()> {
        Session::begin(&self.options, now, Settling::Publish)?.take_checkpoint().map(drop)
    }

    fn verify(&self) -> Result<JournalReport> {
        match Directory::open(&self.options)? {
            Some(directory) => journal::verify(&directory, Self::newest_known(&directory)?),
            None => Ok(JournalReport::default()),
        }
    }

    fn snapshot(&self, now: Instant) -> Result<Box<dyn Snapshot>> {
        self.check_exists()?;
        Ok(Box::new(snapshot::FileSnapshot::take(&self.options, now)?))
    }

    fn inspect(&self, parts: &[Part], deliver: &mut Deliver<'_>) -> Result<Census> {
        incoming::inspect(parts, deliver)
    }

    fn replace(&self, intent: &Intent, parts: &[Part], deliver: &mut Deliver<'_>) -> Result<Replaced> {
        replacement::replace(&self.options, intent, parts, deliver)
    }

    fn examine(&self, now: Instant, fix: bool) -> Result<Vec<Check>> {
        examine::examine(&self.options, now, fix)
    }

    fn side_file(&self, name: &'static str) -> Result<Option<String>> {
        side::read(&self.options, name)
    }

    fn revise_side_file(
        &self,
        name: &'static str,
        revise: &mut dyn FnMut(Option<&str>) -> Result<Option<String>>,
    ) -> Result<()> {
        side::revise(&self.options, name, revise)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use std::time::Duration;

    pub(super) fn options(dir: &Path) -> Options {
        Options {
            dir: dir.to_owned(),
            lock_timeout: Duration::from_secs(30),
            given_up: None,
            allow_network_fs: false,
            legacy_lock: false,
            group: false,
            lease_secs: 1_800,
            checkpoint_records: 1_000,
            audit_keep_days: 90,
        }
    }

    pub(super) fn directory(options: &Options) -> Directory {
        Directory::create(options).unwrap()
    }
}
