//! The engine for tests: a board in memory, with faults on demand.
//!
//! It keeps the contract of [`super`] and nothing else of a real engine: no disk, no second process. Records are
//! kept as JSON text, as the other engines keep them, so that a value which does not survive being written shows
//! here too. A clone is another handle to the same board.

mod parts;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{
    Appended, Census, Check, CheckState, Deliver, Dropped, Durability, Intent, ItemFilter, JournalCall,
    JournalEntry, JournalEvent, JournalReport, Part, Receipt, Replaced, Snapshot, Store, Txn, View, Watch,
    Written, candidates_of,
};
use crate::domain::trail::TrailCompletion;
use crate::domain::{
    Agent, Candidates, Completion, Glance, Instant, Stamp, TrailEntry, VelocityEntry, WorkItem, id, json_text,
};
use crate::error::{Error, Kind, Result};

/// What goes wrong, on demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The lock does not come free: `work` is not run, the error is `Kind::LockTimeout`.
    Lock,
    /// `work` is run once in vain and then again. No error: another engine may have to.
    RunAgain,
    /// A write inside the transaction fails with `Kind::Io`.
    Write,
    /// The commit fails with `Kind::Io`, and nothing is changed.
    Commit,
    /// The change is made, but not confirmed: `Kind::OutcomeUnknown`. Soft changes wait for no sync and meet none.
    Sync,
}

/// A board in memory.
#[derive(Clone, Default)]
pub struct MemoryStore {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// The newest committed state. Never locked while `work` runs, so that views wait for nobody.
    board: Mutex<Board>,
    /// Tells of each new state.
    changed: Condvar,
    /// The lock of the one transaction that runs, around the last id that was given out.
    last_id: Mutex<u64>,
    plan: Mutex<Option<Plan>>,
    side_files: Mutex<BTreeMap<&'static str, String>>,
}

/// A fault, and how often its step goes well before.
struct Plan {
    fault: Fault,
    spared: usize,
}

impl MemoryStore {
    /// An empty board whose transactions all meet `fault`.
    pub fn failing_at(fault: Fault) -> Self {
        let store = Self::default();
        store.fail_after(0, fault);
        store
    }

    /// Lets the next `count` steps of the kind go well and makes all later ones meet `fault`. The steps of
    /// [`Fault::Write`] are single writes; those of the others are transactions.
    pub fn fail_after(&self, count: usize, fault: Fault) {
        *lock(&self.shared.plan) = Some(Plan { fault, spared: count });
    }

    /// From now on nothing fails.
    pub fn mend(&self) {
        *lock(&self.shared.plan) = None;
    }

    fn meets(&self, fault: Fault) -> bool {
        match lock(&self.shared.plan).as_mut() {
            Some(plan) if plan.fault == fault && plan.spared == 0 => true,
            Some(plan) if plan.fault == fault => {
                plan.spared -= 1;
                false
            }
            _ => false,
        }
    }

    fn fails(&self, fault: Fault, kind: Kind, message: &str) -> Result<()> {
        if self.meets(fault) { Err(Error::new(kind, message)) } else { Ok(()) }
    }

    fn session(&self, now: Instant, last_id: u64) -> Session<'_> {
        let board = lock(&self.shared.board).clone();
        Session { store: self, now, last_id, board, changes: Changes::default() }
    }

    /// One run of `work`. Its ids are used up even where it fails, so that none is ever given out twice.
    fn run(
        &self,
        now: Instant,
        last_id: &mut u64,
        work: &mut dyn FnMut(&mut dyn Txn) -> Result<()>,
    ) -> Result<Session<'_>> {
        let mut session = self.session(now, *last_id);
        let outcome = work(&mut session);
        *last_id = session.last_id;
        outcome.map(|()| session)
    }
}

impl Store for MemoryStore {
    fn view(&self, _now: Instant, work: &mut dyn FnMut(&mut dyn View) -> Result<()>) -> Result<()> {
        work(&mut self.session(Instant::from_unix(0), 0))
    }

    fn transact(&self, intent: &Intent, work: &mut dyn FnMut(&mut dyn Txn) -> Result<()>) -> Result<Receipt> {
        self.fails(Fault::Lock, Kind::LockTimeout, "the lock of the board in memory did not come free")?;
        let mut last_id = lock(&self.shared.last_id);
        if self.meets(Fault::RunAgain) {
            self.run(intent.now, &mut last_id, work)?;
        }
        let session = self.run(intent.now, &mut last_id, work)?;
        if session.changes.is_empty(intent) {
            return Ok(Receipt::default());
        }
        self.fails(Fault::Commit, Kind::Io, "cannot write the board in memory: nothing was changed")?;
        let (board, receipt) = session.commit(intent)?;
        *lock(&self.shared.board) = board;
        self.shared.changed.notify_all();
        if intent.durability == Durability::Synced {
            self.fails(Fault::Sync, Kind::OutcomeUnknown, "the board in memory did not confirm the change")?;
        }
        Ok(receipt)
    }

    fn watch(&self) -> Result<Box<dyn Watch>> {
        let seen = lock(&self.shared.board).journal.len();
        Ok(Box::new(MemoryWatch { shared: Arc::clone(&self.shared), seen }))
    }

    fn checkpoint(&self, _now: Instant) -> Result<()> {
        Ok(())
    }

    fn verify(&self) -> Result<JournalReport> {
        let board = lock(&self.shared.board);
        let last_seq = board.journal.last().map(|kept| kept.entry.seq);
        let first_seq = board.journal.first().map(|kept| kept.entry.seq);
        Ok(JournalReport {
            segments: 1,
            records: last_seq.unwrap_or(0),
            first_seq,
            last_seq,
            faults: Vec::new(),
        })
    }

    fn snapshot(&self, _now: Instant) -> Result<Box<dyn Snapshot>> {
        Ok(Box::new(parts::MemorySnapshot::of(&lock(&self.shared.board))?))
    }

    fn inspect(&self, parts: &[Part], deliver: &mut Deliver<'_>) -> Result<Census> {
        Ok(parts::taken_in(parts, deliver)?.census())
    }

    fn replace(&self, intent: &Intent, parts: &[Part], deliver: &mut Deliver<'_>) -> Result<Replaced> {
        self.fails(Fault::Lock, Kind::LockTimeout, "the lock of the board in memory did not come free")?;
        let _last_id = lock(&self.shared.last_id);
        let board = parts::taken_in(parts, deliver)?;
        self.fails(Fault::Commit, Kind::Io, "cannot write the board in memory: nothing was changed")?;
        let replaced = {
            let mut old = lock(&self.shared.board);
            let (board, replaced) = board.in_place_of(&old, intent);
            *old = board;
            replaced
        };
        self.shared.changed.notify_all();
        Ok(replaced)
    }

    fn examine(&self, _now: Instant, _fix: bool) -> Result<Vec<Check>> {
        let finding = "a board in memory cannot be damaged".to_owned();
        Ok(vec![Check { name: "memory", state: CheckState::Good, finding, remedy: None }])
    }

    fn side_file(&self, name: &'static str) -> Result<Option<String>> {
        Ok(lock(&self.shared.side_files).get(name).cloned())
    }

    fn revise_side_file(
        &self,
        name: &'static str,
        revise: &mut dyn FnMut(Option<&str>) -> Result<Option<String>>,
    ) -> Result<()> {
        self.fails(Fault::Lock, Kind::LockTimeout, "the lock of the side file in memory did not come free")?;
        let mut files = lock(&self.shared.side_files);
        if self.meets(Fault::RunAgain) {
            revise(files.get(name).map(String::as_str))?;
        }
        if let Some(text) = revise(files.get(name).map(String::as_str))? {
            self.fails(Fault::Commit, Kind::Io, "cannot write the side file in memory: nothing was changed")?;
            files.insert(name, text);
        }
        Ok(())
    }
}

/// How many changes somebody has seen.
struct MemoryWatch {
    shared: Arc<Shared>,
    seen: usize,
}

impl Watch for MemoryWatch {
    fn wait(&mut self, at_most: Duration) -> Result<bool> {
        let seen = self.seen;
        let board = lock(&self.shared.board);
        let waited =
            self.shared.changed.wait_timeout_while(board, at_most, |board| board.journal.len() == seen);
        self.seen = waited.unwrap_or_else(PoisonError::into_inner).0.journal.len();
        Ok(self.seen != seen)
    }
}

/// What a transaction can see and change: its own copy of the board.
#[derive(Clone, Default)]
struct Board {
    items: Vec<Record>,
    agents: Vec<Record>,
    completions: Vec<Arc<str>>,
    velocity: Vec<Arc<str>>,
    journal: Vec<Kept>,
}

#[derive(Clone)]
struct Record {
    id: Arc<str>,
    text: Arc<str>,
}

/// An entry of the journal, with the ids of the items and agents that it is about.
#[derive(Clone)]
struct Kept {
    entry: Arc<JournalEntry>,
    about: Arc<BTreeSet<String>>,
}

struct Session<'a> {
    store: &'a MemoryStore,
    now: Instant,
    last_id: u64,
    board: Board,
    changes: Changes,
}

/// What the transaction wrote so far; what it put stands in its board.
#[derive(Default)]
struct Changes {
    items: BTreeSet<String>,
    agents: BTreeSet<String>,
    completions: Vec<Arc<str>>,
    velocity: Vec<Appended>,
    archived: BTreeSet<String>,
    dropped: BTreeSet<String>,
    dropped_agents: BTreeSet<String>,
    answer: Option<String>,
    events: Vec<JournalEvent>,
    calls: Vec<JournalCall>,
}

impl Changes {
    /// Whether there is nothing to commit. An answer counts only where the request has a name to ask for it by.
    fn is_empty(&self, intent: &Intent) -> bool {
        self.items.is_empty()
            && self.agents.is_empty()
            && self.completions.is_empty()
            && self.velocity.is_empty()
            && self.archived.is_empty()
            && self.dropped.is_empty()
            && self.dropped_agents.is_empty()
            && self.calls.is_empty()
            && (self.answer.is_none() || intent.request_id.is_none())
    }

    fn about(&self) -> BTreeSet<String> {
        let gone = self.archived.iter().chain(&self.dropped).chain(&self.dropped_agents);
        self.items.iter().chain(&self.agents).chain(gone).cloned().collect()
    }
}

impl Session<'_> {
    fn before_write(&self) -> Result<()> {
        self.store.fails(Fault::Write, Kind::Io, "cannot write to the board in memory")
    }

    /// The board with the journal entry of this session, and the receipt for it.
    fn commit(mut self, intent: &Intent) -> Result<(Board, Receipt)> {
        let entry = self.entry(intent)?;
        let seq = entry.seq;
        let about = Arc::new(self.changes.about());
        self.board.journal.push(Kept { entry: Arc::new(entry), about });
        let archive = (!self.changes.archived.is_empty()).then(|| archive_path(intent.now));
        Ok((self.board, Receipt { seq: Some(seq), archive, warnings: Vec::new() }))
    }

    fn entry(&self, intent: &Intent) -> Result<JournalEntry> {
        let answer = self.changes.answer.as_ref().filter(|_| intent.request_id.is_some());
        Ok(JournalEntry {
            seq: self.board.journal.last().map_or(0, |newest| newest.entry.seq) + 1,
            at: intent.now.stamp(),
            op: intent.op.to_owned(),
            actor: intent.actor.clone(),
            trace_id: intent.trace_id.clone(),
            request_id: intent.request_id.clone(),
            reason: intent.reason.clone(),
            answer: answer.map(|answer| raw(answer)).transpose()?,
            events: self.changes.events.clone(),
            calls: self.changes.calls.clone(),
            puts: self.written()?,
            drops: self.dropped(),
        })
    }

    /// What is no longer there. A record that was put again after it was taken away is.
    fn dropped(&self) -> Dropped {
        let gone = |ids: BTreeSet<&String>, records: &[Record]| {
            let is_there = |id: &str| records.iter().any(|record| *record.id == *id);
            ids.into_iter().filter(|id| !is_there(id)).cloned().collect()
        };
        let items = self.changes.archived.iter().chain(&self.changes.dropped).collect();
        let agents = self.changes.dropped_agents.iter().collect();
        Dropped { items: gone(items, &self.board.items), agents: gone(agents, &self.board.agents) }
    }

    fn written(&self) -> Result<Written> {
        Ok(Written {
            items: after_images(&self.board.items, &self.changes.items)?,
            agents: after_images(&self.board.agents, &self.changes.agents)?,
            completions: self.changes.completions.iter().map(|text| raw(text)).collect::<Result<_>>()?,
            velocity: self.changes.velocity.clone(),
        })
    }
}

impl View for Session<'_> {
    fn item(&mut self, id: &str) -> Result<Option<WorkItem>> {
        find(&self.board.items, id)
    }

    fn items(&mut self, filter: &ItemFilter) -> Result<Vec<WorkItem>> {
        let mut items: Vec<WorkItem> = all(&self.board.items)?;
        items.retain(|item| filter.passes(item));
        Ok(items)
    }

    fn survey(&mut self, visit: &mut dyn FnMut(&Glance<'_>) -> Result<()>) -> Result<()> {
        let mut items = self.board.items.iter().filter_map(|record| Glance::of(&record.text));
        items.try_for_each(|item| visit(&item))
    }

    fn count_items(&mut self, filter: &ItemFilter) -> Result<u32> {
        Ok(u32::try_from(self.items(filter)?.len()).unwrap_or(u32::MAX))
    }

    fn candidates(&mut self, wanted: &Candidates, range: Range<usize>) -> Result<Vec<WorkItem>> {
        Ok(candidates_of(all(&self.board.items)?, wanted, range))
    }

    fn open_item_of_key(&mut self, key: &str) -> Result<Option<WorkItem>> {
        let items: Vec<WorkItem> = all(&self.board.items)?;
        Ok(items.into_iter().find(|item| item.is_open() && item.key.as_deref() == Some(key)))
    }

    fn agent(&mut self, id: &str) -> Result<Option<Agent>> {
        find(&self.board.agents, id)
    }

    fn agents(&mut self) -> Result<Vec<Agent>> {
        all(&self.board.agents)
    }

    fn completions(&mut self, since: Option<Instant>) -> Result<Vec<Completion>> {
        let mut completions: Vec<Completion> =
            self.board.completions.iter().map(|text| parsed(text)).collect::<Result<_>>()?;
        completions.retain(|completion| is_since(completion.completed_at.as_ref(), since));
        Ok(completions)
    }

    fn logged(&mut self, visit: &mut dyn FnMut(&TrailCompletion<'_>) -> Result<()>) -> Result<()> {
        let all = self.board.completions.iter();
        all.filter_map(|text| TrailCompletion::parse(text)).try_for_each(|completion| visit(&completion))
    }

    fn velocity(&mut self, since: Option<Instant>) -> Result<Vec<VelocityEntry>> {
        let entries = self.board.velocity.iter().filter_map(|line| VelocityEntry::parse(line));
        Ok(entries.filter(|entry| is_since(Some(&entry.at), since)).collect())
    }

    fn history(&mut self, id: Option<&str>, limit: usize) -> Result<Vec<JournalEntry>> {
        let newest_first = self.board.journal.iter().rev();
        let about_it = newest_first.filter(|kept| id.is_none_or(|id| kept.about.contains(id)));
        let mut entries: Vec<_> = about_it.take(limit).map(|kept| JournalEntry::clone(&kept.entry)).collect();
        entries.reverse();
        Ok(entries)
    }

    fn trail(
        &mut self,
        since: Option<Instant>,
        visit: &mut dyn FnMut(&TrailEntry<'_>) -> Result<()>,
    ) -> Result<()> {
        for kept in self.board.journal.iter().filter(|kept| is_since(Some(&kept.entry.at), since)) {
            if let Some(entry) = TrailEntry::parse(&text(&*kept.entry)?) {
                visit(&entry)?;
            }
        }
        Ok(())
    }

    fn entries_after(&mut self, seq: u64, limit: usize) -> Result<Vec<JournalEntry>> {
        let newer = self.board.journal.iter().filter(|kept| kept.entry.seq > seq);
        Ok(newer.take(limit).map(|kept| JournalEntry::clone(&kept.entry)).collect())
    }

    fn answer(&mut self, request_id: &str, since: Instant) -> Result<Option<String>> {
        let newest_first = self.board.journal.iter().rev().map(|kept| &kept.entry);
        let mut of_request = newest_first.filter(|entry| {
            entry.request_id.as_deref() == Some(request_id)
                && entry.at.instant().is_some_and(|at| at >= since)
        });
        Ok(of_request.find_map(|entry| entry.answer.as_ref()).map(|answer| answer.get().to_owned()))
    }

    fn item_lines(&mut self) -> Result<usize> {
        let lines: usize =
            self.board.items.iter().map(|item| json_text::pretty(&item.text, 1).lines().count()).sum();
        // The brackets take a line each, or one together around nothing.
        Ok(if lines > 0 { lines + 2 } else { usize::from(self.exists()?) })
    }

    fn exists(&mut self) -> Result<bool> {
        let Board { items, agents, completions, velocity, journal } = &self.board;
        let written = [items.len(), agents.len(), completions.len(), velocity.len(), journal.len()];
        Ok(written.iter().any(|length| *length > 0))
    }
}

impl Txn for Session<'_> {
    fn put_item(&mut self, item: &WorkItem) -> Result<()> {
        self.before_write()?;
        put(&mut self.board.items, &item.work_item_id, text(item)?);
        self.changes.items.insert(item.work_item_id.clone());
        Ok(())
    }

    fn archive_item(&mut self, id: &str) -> Result<()> {
        self.before_write()?;
        if take_out(&mut self.board.items, id) {
            self.changes.archived.insert(id.to_owned());
        }
        Ok(())
    }

    fn drop_item(&mut self, id: &str) -> Result<()> {
        self.before_write()?;
        if take_out(&mut self.board.items, id) {
            self.changes.dropped.insert(id.to_owned());
        }
        Ok(())
    }

    fn archive(&mut self) -> Result<PathBuf> {
        Ok(archive_path(self.now))
    }

    fn put_agent(&mut self, agent: &Agent) -> Result<()> {
        self.before_write()?;
        put(&mut self.board.agents, &agent.agent_id, text(agent)?);
        self.changes.agents.insert(agent.agent_id.clone());
        Ok(())
    }

    fn drop_agent(&mut self, id: &str) -> Result<()> {
        self.before_write()?;
        if take_out(&mut self.board.agents, id) {
            self.changes.dropped_agents.insert(id.to_owned());
        }
        Ok(())
    }

    fn append_completion(&mut self, completion: &Completion) -> Result<()> {
        self.before_write()?;
        let text: Arc<str> = text(completion)?.into();
        self.board.completions.push(Arc::clone(&text));
        self.changes.completions.push(text);
        Ok(())
    }

    fn append_velocity(&mut self, entry: &VelocityEntry) -> Result<()> {
        self.before_write()?;
        let line = entry.line();
        let offset = self.board.velocity.iter().map(|line| line.len() as u64 + 1).sum();
        self.board.velocity.push(line.as_str().into());
        self.changes.velocity.push(Appended { offset, line });
        Ok(())
    }

    fn note_event(&mut self, event: JournalEvent) -> Result<()> {
        self.changes.events.push(event);
        Ok(())
    }

    fn note_call(&mut self, call: JournalCall) -> Result<()> {
        self.before_write()?;
        self.changes.calls.push(call);
        Ok(())
    }

    fn allocate_id(&mut self) -> Result<u64> {
        self.last_id = id::next(self.last_id, self.now.nanos());
        Ok(self.last_id)
    }

    fn back_up_items(&mut self) -> Result<Option<PathBuf>> {
        let name = format!("backups/work_claims_{}.json", self.now.utc().format("%Y%m%d_%H%M%S"));
        Ok((!self.board.items.is_empty()).then(|| name.into()))
    }

    fn keep_answer(&mut self, answer: String) -> Result<()> {
        self.changes.answer = Some(answer);
        Ok(())
    }
}

/// Locks `mutex`. What it guards is only ever replaced whole, so a test that panicked has left nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn put(records: &mut Vec<Record>, id: &str, text: String) {
    let record = Record { id: id.into(), text: text.into() };
    match records.iter_mut().find(|known| known.id == record.id) {
        Some(known) => *known = record,
        None => records.push(record),
    }
}

/// Takes the record of that id out, and says whether it was there.
fn take_out(records: &mut Vec<Record>, id: &str) -> bool {
    let before = records.len();
    records.retain(|record| *record.id != *id);
    records.len() < before
}

fn find<T: DeserializeOwned>(records: &[Record], id: &str) -> Result<Option<T>> {
    records.iter().find(|record| *record.id == *id).map(|record| parsed(&record.text)).transpose()
}

fn all<T: DeserializeOwned>(records: &[Record]) -> Result<Vec<T>> {
    records.iter().map(|record| parsed(&record.text)).collect()
}

/// The records of these ids in the order of the board, so that replaying them adds new ones in that order.
fn after_images(records: &[Record], ids: &BTreeSet<String>) -> Result<Vec<Box<RawValue>>> {
    records.iter().filter(|record| ids.contains(&*record.id)).map(|record| raw(&record.text)).collect()
}

fn is_since(at: Option<&Stamp>, since: Option<Instant>) -> bool {
    since.is_none_or(|since| at.and_then(Stamp::instant).is_some_and(|at| at >= since))
}

fn archive_path(now: Instant) -> PathBuf {
    format!("archived_claims/completed_claims_{}.json", now.utc().format("%Y%m%d_%H%M%S")).into()
}

fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|cause| unwritable(&cause))
}

fn raw(text: &str) -> Result<Box<RawValue>> {
    RawValue::from_string(text.to_owned()).map_err(|cause| unwritable(&cause))
}

fn parsed<T: DeserializeOwned>(text: &str) -> Result<T> {
    let broken = |cause| Error::new(Kind::BrokenState, format!("a record in memory does not parse: {cause}"));
    serde_json::from_str(text).map_err(broken)
}

fn unwritable(cause: &serde_json::Error) -> Error {
    Error::new(Kind::General, format!("a record cannot be written as JSON: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::super::{transact, view};
    use super::*;

    fn intent() -> Intent {
        Intent {
            op: "test",
            actor: None,
            trace_id: String::new(),
            request_id: None,
            reason: None,
            now: Instant::from_unix(1_750_000_000),
            durability: Durability::Synced,
            create: true,
        }
    }

    fn item(id: &str) -> WorkItem {
        serde_json::from_str(&serde_json::json!({ "work_item_id": id }).to_string()).unwrap()
    }

    /// Puts two items in one transaction.
    fn put_two(store: &MemoryStore, first: &str, second: &str) -> Result<Receipt> {
        let puts = |txn: &mut dyn Txn| txn.put_item(&item(first)).and_then(|()| txn.put_item(&item(second)));
        transact(store, &intent(), puts).map(|((), receipt)| receipt)
    }

    fn ids(store: &MemoryStore) -> Vec<String> {
        let items = view(store, intent().now, |view| view.items(&ItemFilter::default())).unwrap();
        items.into_iter().map(|item| item.work_item_id).collect()
    }

    #[test]
    fn a_lock_that_does_not_come_free_keeps_work_from_running() {
        let store = MemoryStore::failing_at(Fault::Lock);
        let mut runs = 0;
        let work = |_: &mut dyn Txn| {
            runs += 1;
            Ok(())
        };
        assert_eq!(transact(&store, &intent(), work).unwrap_err().kind(), Kind::LockTimeout);
        assert_eq!(runs, 0);
    }

    #[test]
    fn a_failed_commit_changes_nothing_and_uses_no_number() {
        let store = MemoryStore::failing_at(Fault::Commit);
        assert_eq!(put_two(&store, "a", "b").unwrap_err().kind(), Kind::Io);
        assert!(!view(&store, intent().now, |view| view.exists()).unwrap());
        store.mend();
        assert_eq!(put_two(&store, "a", "b").unwrap().seq, Some(1));
    }

    #[test]
    fn a_failed_write_fails_the_transaction() {
        let store = MemoryStore::default();
        store.fail_after(3, Fault::Write);
        put_two(&store, "a", "b").unwrap();
        assert_eq!(put_two(&store, "c", "d").unwrap_err().kind(), Kind::Io);
        assert_eq!(ids(&store), ["a", "b"]);
    }

    #[test]
    fn a_failed_sync_leaves_the_change_made() {
        let store = MemoryStore::failing_at(Fault::Sync);
        assert_eq!(put_two(&store, "a", "b").unwrap_err().kind(), Kind::OutcomeUnknown);
        assert_eq!(ids(&store), ["a", "b"]);
        assert_eq!(store.verify().unwrap().records, 1);
    }

    #[test]
    fn what_waits_for_no_sync_and_what_writes_nothing_meets_no_fault_of_the_disk() {
        let soft = Intent { durability: Durability::Soft, ..intent() };
        let put = |txn: &mut dyn Txn| txn.put_item(&item("a"));
        assert_eq!(transact(&MemoryStore::failing_at(Fault::Sync), &soft, put).unwrap().1.seq, Some(1));
        let nothing = |_: &mut dyn Txn| Ok(());
        assert_eq!(
            transact(&MemoryStore::failing_at(Fault::Commit), &intent(), nothing).unwrap().1.seq,
            None
        );
    }

    #[test]
    fn a_fault_may_come_after_transactions_that_went_well() {
        let store = MemoryStore::default();
        store.fail_after(2, Fault::Commit);
        let outcomes = ["a", "b", "c", "d"].map(|id| put_two(&store, id, id).is_ok());
        assert_eq!(outcomes, [true, true, false, false]);
        assert_eq!(ids(&store), ["a", "b"]);
    }

    #[test]
    fn work_that_runs_again_leaves_nothing_of_its_first_run() {
        let store = MemoryStore::failing_at(Fault::RunAgain);
        let mut runs = 0;
        let work = |txn: &mut dyn Txn| {
            runs += 1;
            txn.put_item(&item(&format!("run {runs}")))
        };
        let receipt = transact(&store, &intent(), work).unwrap().1;
        assert_eq!((runs, receipt.seq), (2, Some(1)));
        assert_eq!(ids(&store), ["run 2"]);
    }

    #[test]
    fn archives_have_the_scripts_names_and_a_journal_without_entries_is_whole() {
        let store = MemoryStore::default();
        assert_eq!(store.verify().unwrap().records, 0);
        put_two(&store, "a", "b").unwrap();
        let receipt = transact(&store, &intent(), |txn| txn.archive_item("a")).unwrap().1;
        let path = PathBuf::from("archived_claims/completed_claims_20250615_150640.json");
        assert_eq!(receipt.archive, Some(path));
        assert_eq!(store.examine(intent().now, true).unwrap().len(), 1);
    }
}
