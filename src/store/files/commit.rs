//! Committing: stage, journal, publish; then give back the lock and wait for the disk.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::PathBuf;

use rustix::fs;
use serde_json::value::RawValue;

use super::super::{Appended, Dropped, Durability, Intent, JournalEntry, Receipt, Written};
use super::array::{KINDS, Kind};
use super::board::{Board, Changes};
use super::directory::Contents;
use super::head::Intake;
use super::intake::{self, Pending};
use super::journal::Recovery;
use super::named::Named;
use super::publish::{self, Published, Staged};
use super::reindex::Reindex;
use super::session::{Session, open_journal};
use super::slot::Slot;
use super::{archive, journal, quarantine, velocity};
use crate::domain::json_text;
use crate::error::{Error, Kind as ErrorKind, Result};

/// What a transaction leaves to be written.
pub(super) struct Work {
    slots: [Slot; 3],
    changes: Changes,
    pending: Option<Pending>,
    last_id: u64,
    is_changed: bool,
}

impl From<Board<'_>> for Work {
    fn from(board: Board<'_>) -> Self {
        let is_changed = board.is_changed();
        Self {
            slots: board.slots,
            changes: board.changes,
            pending: board.pending,
            last_id: board.last_id,
            is_changed,
        }
    }
}

impl Session<'_> {
    /// Makes all of a transaction's writes happen, or none.
    ///
    /// # Errors
    /// What the disk says: nothing was changed, or, with the kind `OutcomeUnknown`, all was.
    pub(super) fn commit(mut self, mut work: Work, intent: &Intent) -> Result<Receipt> {
        let indexing = self.indexing;
        if !work.is_changed {
            let index = Reindex::of(&mut work.slots[Kind::Items.index()], &self.directory, &self.head);
            index.finish(&self.directory, &self.head, None, indexing.from);
            // What this command saw may not have reached the disk yet; its answer rests on it.
            let journal = open_journal(&self)?;
            return self.finish(&journal, intent, Receipt::default());
        }
        let mut receipt = Receipt::default();
        let published = self.head.seq;
        let size = self.head.journal_size;
        self.head.last_id = work.last_id;
        let staged = self.stage(&mut work.slots)?;
        let index = Reindex::of(&mut work.slots[Kind::Items.index()], &self.directory, &self.head);
        let items = staged.iter().find(|one| one.kind == Kind::Items).map(|one| one.identity);
        if items.is_some() {
            index.invalidate();
        }
        let (journal, strays) = match self.write(work, intent, &staged, &mut receipt) {
            Ok(written) => written,
            Err(error) => return Err(self.take_back(size, &receipt, error)),
        };
        receipt.seq = Some(self.head.seq);
        self.write_head();
        if strays.is_empty() {
            index.finish(&self.directory, &self.head, items, indexing.from);
        }
        let old: Vec<Option<File>> =
            staged.iter().map(|one| publish::discard(&self.directory, one.kind, one.identity.size)).collect();
        if !strays.is_empty() {
            self.take_in_strays(strays, published, &mut receipt);
        }
        let receipt = self.finish(&journal, intent, receipt);
        drop(old);
        receipt
    }

    /// Everything between staging and the point of no return.
    fn write(
        &mut self,
        work: Work,
        intent: &Intent,
        staged: &[Staged],
        receipt: &mut Receipt,
    ) -> Result<(File, Vec<(Kind, Contents)>)> {
        receipt.archive = self.archive(&work.changes)?;
        let intake = self.intake(work.pending, &mut receipt.warnings)?;
        let copies = copies(&work.changes);
        let entry = self.journal_entry(work.changes, intent)?;
        let inodes =
            KINDS.map(|kind| staged.iter().find(|one| one.kind == kind).map_or(0, |one| one.identity.inode));
        let lines: Vec<String> = entry.puts.velocity.iter().map(|appended| appended.line.clone()).collect();
        let journal =
            self.append_record(entry, Recovery { staged: inodes, intake, copies, ..Recovery::default() })?;
        let strays = self.publish(staged, &lines)?;
        self.head.intake = intake.unwrap_or(self.head.intake);
        Ok((journal, strays))
    }

    fn stage(&self, slots: &mut [Slot; 3]) -> Result<Vec<Staged>> {
        let mut staged = Vec::new();
        for (kind, slot) in KINDS.into_iter().zip(slots) {
            match slot.stage(kind, &self.directory, &self.head) {
                Ok(one) => staged.extend(one),
                Err(error) => {
                    self.clear_stage();
                    return Err(error);
                }
            }
        }
        Ok(staged)
    }

    /// A failure leaves files that the next command removes.
    fn clear_stage(&self) {
        for kind in KINDS {
            let _ = self.directory.remove(&publish::staged_name(kind));
        }
    }

    fn archive(&self, changes: &Changes) -> Result<Option<PathBuf>> {
        if changes.archived.is_empty() {
            return Ok(None);
        }
        archive::write(&self.directory, changes.archived.iter().map(|(_, json)| json.as_str()), self.now)
            .map(Some)
    }

    /// Lines of the staging file that are no claims go to quarantine, because they are not read again.
    fn intake(&self, pending: Option<Pending>, warnings: &mut Vec<String>) -> Result<Option<Intake>> {
        let Some(pending) = pending else { return Ok(None) };
        if !pending.broken.is_empty() {
            let kept = quarantine::keep(
                &self.directory,
                intake::FILE,
                pending.broken.join("\n").as_bytes(),
                self.now,
            )?;
            warnings.push(format!(
                "{} lines of {} are no claims; they are kept in {kept}",
                pending.broken.len(),
                intake::FILE
            ));
        }
        Ok(Some(pending.until))
    }

    fn journal_entry(&self, changes: Changes, intent: &Intent) -> Result<JournalEntry> {
        let mut offset = if changes.velocity.is_empty() { 0 } else { velocity::size(&self.directory)? };
        // Each id is in the puts or in the drops: what counts is how it stands afterwards.
        let gone = |ids: Vec<(String, String)>, there: &Named<Box<RawValue>>| {
            let ids = ids.into_iter().map(|(id, _)| id).filter(|id| !there.contains(id));
            ids.collect::<BTreeSet<_>>().into_iter().collect()
        };
        let items = changes.archived.into_iter().chain(changes.dropped).collect();
        let drops = Dropped {
            items: gone(items, &changes.items),
            agents: gone(changes.dropped_agents, &changes.agents),
        };
        let mut puts = Written {
            items: changes.items.into_records().collect(),
            agents: changes.agents.into_records().collect(),
            completions: changes.completions,
            velocity: Vec::new(),
        };
        for line in changes.velocity {
            let length = line.len() as u64 + 1;
            puts.velocity.push(Appended { offset, line });
            offset += length;
        }
        Ok(JournalEntry {
            actor: intent.actor.clone(),
            trace_id: intent.trace_id.clone(),
            request_id: intent.request_id.clone(),
            answer: changes.answer,
            events: changes.events,
            calls: changes.calls,
            ..self.entry(intent.op, puts, drops, intent.reason.clone())
        })
    }

    /// Appends the lines and exchanges the files. Returns the files that somebody had written in between.
    fn publish(&mut self, staged: &[Staged], lines: &[String]) -> Result<Vec<(Kind, Contents)>> {
        let appended = if lines.is_empty() {
            None
        } else {
            Some(publish::append_lines(&self.directory, velocity::FILE, lines)?)
        };
        let mut done: Vec<(&Staged, bool)> = Vec::new();
        let mut strays = Vec::new();
        for one in staged {
            let expected = self.at_name(one.kind);
            match publish::publish(&self.directory, one, expected) {
                Ok(Published::Clean) => {}
                Ok(Published::Stray(contents)) => strays.push((one.kind, contents)),
                Err(error) => {
                    self.undo(&done, appended);
                    return Err(error);
                }
            }
            done.push((one, expected.is_some()));
        }
        for one in staged {
            self.head.arrays[one.kind.index()] = Some(one.identity);
            self.merged[one.kind.index()] = None;
        }
        Ok(strays)
    }

    fn undo(&self, done: &[(&Staged, bool)], appended: Option<u64>) {
        for (staged, had_file) in done.iter().rev() {
            publish::put_back(&self.directory, staged, *had_file);
        }
        if let Some(size) = appended {
            velocity::cut(&self.directory, size);
        }
    }

    /// Takes in files that others wrote in the instant of our exchange. Our own change stands by now, so a failure
    /// is no error of the command; their file is then kept.
    fn take_in_strays(&mut self, strays: Vec<(Kind, Contents)>, published: u64, receipt: &mut Receipt) {
        let kept: Vec<(Kind, Vec<u8>)> =
            strays.iter().map(|(kind, contents)| (*kind, contents.bytes.clone())).collect();
        let Err(error) = self.settle_strays(strays, published) else { return };
        for (kind, bytes) in kept {
            let place = quarantine::keep(&self.directory, kind.file(), &bytes, self.now);
            let place = place.unwrap_or_else(|_| "nowhere: the disk takes no more".to_owned());
            receipt.warnings.push(format!("an edit of {} by another program could not be taken in ({error}); its file is kept in {place}", kind.file()));
        }
    }

    /// Leaves everything as it was before: the journal, the stage and the archive. Where the record cannot be taken
    /// out of the journal again, recovery will publish it.
    fn take_back(self, size: u64, receipt: &Receipt, error: Error) -> Error {
        self.clear_stage();
        let was_appended = self.head.journal_size != size;
        let is_out = !was_appended || open_journal(&self).is_ok_and(|journal| journal.set_len(size).is_ok());
        if !is_out {
            return Error::new(ErrorKind::OutcomeUnknown, format!("outcome unknown: {}", error.message()))
                .hint("run it again with the same --request-id");
        }
        if let Some(archive) = receipt.archive.as_deref().and_then(std::path::Path::to_str) {
            let _ = self.directory.remove(archive);
        }
        error
    }

    /// Gives the lock back and waits for the disk.
    fn finish(mut self, journal: &File, intent: &Intent, mut receipt: Receipt) -> Result<Receipt> {
        if self.is_checkpoint_due()
            && let Err(error) = self.take_checkpoint().map(drop)
        {
            receipt.warnings.push(format!("no checkpoint could be taken: {error}"));
        }
        receipt.warnings.append(&mut self.warnings);
        let path = self.directory.path(&journal::segment_name(self.head.segment));
        drop(self);
        if intent.durability == Durability::Soft {
            return Ok(receipt);
        }
        // Never tried twice on the same descriptor: after a failed sync the kernel may forget what was lost.
        match fs::fdatasync(journal) {
            Ok(()) => Ok(receipt),
            Err(errno) => Err(outcome_unknown(&path, errno, receipt.seq)),
        }
    }
}

/// The records that were taken off the board, for recovery: of several of one id it cannot tell by the id alone which
/// are to go.
fn copies(changes: &Changes) -> Vec<Box<RawValue>> {
    let dropped = changes.dropped.iter().chain(&changes.dropped_agents);
    dropped.filter_map(|(_, json)| RawValue::from_string(json_text::compact(json)).ok()).collect()
}

fn outcome_unknown(path: &std::path::Path, errno: rustix::io::Errno, seq: Option<u64>) -> Error {
    let cause = std::io::Error::from(errno);
    let record = seq.map_or_else(String::new, |seq| format!(" (record {seq} of the journal)"));
    let message = format!(
        "outcome unknown: the change was made{record}, but {} could not be synced: {cause}",
        path.display()
    );
    Error::new(ErrorKind::OutcomeUnknown, message)
        .hint("run it again with the same --request-id, or look with coord show")
}
