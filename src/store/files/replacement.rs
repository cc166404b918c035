//! Putting another board in the place of the one that is there: staged whole, then one rename makes it count.

use std::fs::File;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::time::Instant as Deadline;

use super::super::{Deliver, Dropped, Intent, JournalEntry, Options, Part, Replaced, Written};
use super::array::KINDS;
use super::directory::{Directory, JOURNAL};
use super::identity::Identity;
use super::journal::{self, Record, Recovery};
use super::legacy::LegacyLock;
use super::lock::Lock;
use super::plan::{self, Move, Plan, STAGE};
use super::session::{Session, Settling};
use super::{backup, head, parts, publish, versions};
use crate::domain::Instant;
use crate::error::{Error, Kind, Result};

/// How much is copied at once.
const CHUNK: usize = 64 * 1024;

/// Puts the board that the parts make in the place of the one in the directory.
///
/// # Errors
/// The parts make no board, `deliver` fails, or the disk does: nothing was changed then, unless the kind is
/// `OutcomeUnknown`.
pub(super) fn replace(
    options: &Options,
    intent: &Intent,
    parts: &[Part],
    deliver: &mut Deliver<'_>,
) -> Result<Replaced> {
    parts::check(parts)?;
    let started = Deadline::now();
    let directory = Directory::create(options)?;
    let lock = Lock::acquire(&directory, options.lock_timeout)?;
    let left = options.lock_timeout.saturating_sub(started.elapsed());
    let legacy = options.legacy_lock.then(|| LegacyLock::acquire(&directory, left)).transpose()?;
    plan::resume(&directory, &lock)?;
    plan::clear(&directory)?;
    let mut stage = Stage { directory: &directory, moves: Vec::new() };
    let planned = stage.fill(parts, deliver).and_then(|()| stage.finish(&lock, intent));
    let (plan, seq) = planned.inspect_err(|_| drop(plan::clear(&directory)))?;
    let kept = (!plan.is_first(&directory)?).then(|| PathBuf::from(&plan.kept));
    let committed = plan.prepare(&directory).and_then(|()| plan.commit(&directory));
    committed.inspect_err(|_| drop(plan::clear(&directory)))?;
    plan.carry_out(&directory, &lock).map_err(|error| unfinished(&error))?;
    drop((legacy, lock));
    let session =
        Session::begin(options, intent.now, Settling::Publish).map_err(|error| unfinished(&error))?;
    Ok(Replaced { seq, kept, warnings: session.warnings })
}

fn unfinished(error: &Error) -> Error {
    Error::new(Kind::OutcomeUnknown, format!("the board was replaced, but not to the end: {error}"))
        .hint("the next command goes on with it, whatever it is: coord status")
}

/// The new board on its stage.
struct Stage<'d> {
    directory: &'d Directory,
    moves: Vec<Move>,
}

impl Stage<'_> {
    /// Takes the parts in.
    fn fill(&mut self, parts: &[Part], deliver: &mut Deliver<'_>) -> Result<()> {
        self.check_room(parts)?;
        self.directory.make_folder(STAGE)?;
        deliver(&mut |part, bytes| {
            if !parts.contains(part) {
                return Err(Error::new(Kind::InvalidValue, format!("{} was not announced", part.name)));
            }
            self.put(&part.name, |file| copy(bytes, file, part))
        })?;
        match parts.iter().find(|part| !self.moves.iter().any(|one| one.to == part.name)) {
            Some(part) => Err(Error::new(Kind::InvalidValue, format!("{} is missing", part.name))),
            None => Ok(()),
        }
    }

    /// The arrays are there twice in the end: as they are, and as the copy of the checkpoint.
    fn check_room(&self, parts: &[Part]) -> Result<()> {
        let size =
            |part: &Part| part.size * if KINDS.iter().any(|kind| kind.file() == part.name) { 3 } else { 1 };
        let needed: u64 = parts.iter().map(size).sum();
        let room = self.directory.room()?;
        if needed <= room {
            return Ok(());
        }
        let place = self.directory.root().display();
        Err(Error::new(Kind::Io, format!("{place} has room for {room} bytes, and the board needs {needed}"))
            .hint("make room on the disk, then run the command again"))
    }

    /// Writes a file of the new board to the stage, and syncs it.
    fn put(&mut self, to: &str, write: impl FnOnce(&mut File) -> Result<()>) -> Result<()> {
        let from = format!("{:04}", self.moves.len());
        let name = format!("{STAGE}/{from}");
        let mut file = self.directory.create_new(&name)?;
        write(&mut file)?;
        let doing = |error: std::io::Error| Error::io("cannot write", &self.directory.path(&name), &error);
        file.sync_all().map_err(doing)?;
        let identity = self.directory.identity(&name)?.map_or(0, |identity: Identity| identity.inode);
        self.moves.push(Move { from, to: to.to_owned(), inode: identity });
        Ok(())
    }

    /// Where the part of that name lies on the stage.
    fn staged(&self, to: &str) -> Option<String> {
        self.moves.iter().find(|one| one.to == to).map(|one| format!("{STAGE}/{}", one.from))
    }

    /// Adds what makes the parts a board: the copy of the checkpoint, and the record that says where they come from.
    fn finish(&mut self, lock: &Lock, intent: &Intent) -> Result<(Plan, u64)> {
        let (old, new) = (Newest::of_board(self.directory, lock), self.newest()?);
        let number = old.seq.max(new.seq);
        for kind in KINDS {
            if let Some(staged) = self.staged(kind.file()) {
                let from = plan::open_staged(self.directory, &staged)?;
                let size = self.directory.identity(&staged)?.map_or(0, |identity| identity.size);
                let path = self.directory.path(&staged);
                self.put(&versions::base_name(kind, number), |file| {
                    publish::copy_range(&from, file, 0..size)
                        .map_err(|error| Error::io("cannot copy", &path, &error))
                })?;
            }
        }
        let recovery =
            Recovery { last_id: old.last_id.max(new.last_id), prev: new.hash, ..Recovery::default() };
        let (line, _) = journal::line(&Record { entry: entry(number + 1, intent), recovery })?;
        let segment = journal::segment_name(number + 1);
        let path = self.directory.path(&segment);
        self.put(&segment, |file| {
            file.write_all(line.as_bytes()).map_err(|error| Error::io("cannot write", &path, &error))
        })?;
        Ok((self.plan(intent.now)?, number + 1))
    }

    /// What the journal of the new board ends with.
    fn newest(&self) -> Result<Newest> {
        let mut segments: Vec<&str> =
            self.moves.iter().map(|one| one.to.as_str()).filter(|to| to.starts_with(JOURNAL)).collect();
        segments.sort_unstable();
        let mut newest = Newest::default();
        while let Some(segment) = segments.pop() {
            let Some(staged) = self.staged(segment) else { continue };
            let bytes = self.directory.read(&staged)?.map(|contents| contents.bytes).unwrap_or_default();
            let read = journal::read_text(&bytes);
            if let Some((record, hash)) = read.records.last() {
                let ids = read.records.iter().map(|(record, _)| record.recovery.last_id);
                newest = Newest {
                    seq: record.entry.seq,
                    last_id: ids.max().unwrap_or_default(),
                    hash: hash.clone(),
                };
                break;
            }
        }
        Ok(newest)
    }

    fn plan(&self, now: Instant) -> Result<Plan> {
        let directory = self.directory;
        let stem = format!("{}/before_restore_{}", backup::FOLDER, now.utc().format("%Y%m%d_%H%M%S"));
        let mut kept = stem.clone();
        let mut number = 2;
        while directory.stat(&kept)?.is_some() {
            kept = format!("{stem}_{number}");
            number += 1;
        }
        let is_taken = |name: &String| self.moves.iter().any(|one| one.to == *name);
        let there = parts::names(directory)?.into_iter().chain(plan::copies(directory)?);
        let gone = there.filter(|name| !is_taken(name)).collect();
        Ok(Plan { kept, moves: self.moves.clone(), gone })
    }
}

impl Plan {
    /// Whether no file of a board is there that would be kept.
    fn is_first(&self, directory: &Directory) -> Result<bool> {
        for name in self.moves.iter().map(|one| &one.to).chain(&self.gone) {
            if directory.stat(name)?.is_some() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// How far a journal goes.
#[derive(Default)]
struct Newest {
    seq: u64,
    last_id: u64,
    /// Hash of the newest record.
    hash: String,
}

impl Newest {
    /// What is known of the board in the directory, which may be broken in any way.
    fn of_board(directory: &Directory, lock: &Lock) -> Self {
        let mut newest = Self::default();
        let mut know = |seq: u64, last_id: u64| {
            newest.seq = newest.seq.max(seq);
            newest.last_id = newest.last_id.max(last_id);
        };
        if let Some(head) = head::read(lock.file(), &head::boot_id()) {
            know(head.seq, head.last_id);
        }
        for name in plan::copies(directory).unwrap_or_default() {
            let number = name.rsplit('/').next().and_then(|name| name.split('-').next()?.parse().ok());
            know(number.unwrap_or(0), 0);
        }
        if let Some(first) = journal::segments(directory).unwrap_or_default().pop() {
            know(first.saturating_sub(1), 0);
            if let Ok(segment) = journal::read_segment(directory, first) {
                segment
                    .records
                    .iter()
                    .for_each(|(record, _)| know(record.entry.seq, record.recovery.last_id));
            }
        }
        newest
    }
}

/// The record that says where the board comes from.
fn entry(seq: u64, intent: &Intent) -> JournalEntry {
    JournalEntry {
        seq,
        at: intent.now.stamp(),
        op: journal::RESTORED.to_owned(),
        actor: intent.actor.clone(),
        trace_id: intent.trace_id.clone(),
        request_id: None,
        reason: intent.reason.clone(),
        answer: None,
        events: Vec::new(),
        calls: Vec::new(),
        puts: Written::default(),
        drops: Dropped::default(),
    }
}

/// Copies a part, and refuses more or fewer bytes than were announced.
fn copy(bytes: &mut dyn Read, file: &mut File, part: &Part) -> Result<()> {
    let mut buffer = vec![0; CHUNK];
    let mut size = 0;
    let wrong = |said: String| Error::new(Kind::InvalidValue, format!("{}: {said}", part.name));
    loop {
        let count = bytes.read(&mut buffer).map_err(|error| wrong(error.to_string()))?;
        if count == 0 {
            break;
        }
        size += count as u64;
        if size > part.size {
            return Err(wrong(format!("it has more than {} bytes", part.size)));
        }
        file.write_all(&buffer[..count])
            .map_err(|error| Error::io("cannot write", std::path::Path::new(&part.name), &error))?;
    }
    if size < part.size {
        return Err(wrong(format!("it has {size} bytes instead of {}", part.size)));
    }
    Ok(())
}
