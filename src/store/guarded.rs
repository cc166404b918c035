//! A transaction that several requests share: it notices whether one of them has written.

use std::ops::Range;
use std::path::PathBuf;

use super::{ItemFilter, JournalCall, JournalEntry, JournalEvent, Txn, View};
use crate::domain::trail::TrailCompletion;
use crate::domain::{Agent, Candidates, Completion, Glance, Instant, TrailEntry, VelocityEntry, WorkItem};
use crate::error::Result;

/// A transaction that counts what is written through it. A request that is refused must have written nothing, or the
/// others would commit half of it.
pub struct Guarded<'t> {
    txn: &'t mut dyn Txn,
    writes: u64,
}

impl<'t> Guarded<'t> {
    /// Guards `txn`.
    pub fn new(txn: &'t mut dyn Txn) -> Self {
        Self { txn, writes: 0 }
    }

    /// How often something was written so far. Drawing an id is no write.
    pub fn writes(&self) -> u64 {
        self.writes
    }

    fn writing(&mut self) -> &mut dyn Txn {
        self.writes += 1;
        self.txn
    }
}

impl View for Guarded<'_> {
    fn item(&mut self, id: &str) -> Result<Option<WorkItem>> {
        self.txn.item(id)
    }

    fn items(&mut self, filter: &ItemFilter) -> Result<Vec<WorkItem>> {
        self.txn.items(filter)
    }

    fn survey(&mut self, visit: &mut dyn FnMut(&Glance<'_>) -> Result<()>) -> Result<()> {
        self.txn.survey(visit)
    }

    fn count_items(&mut self, filter: &ItemFilter) -> Result<u32> {
        self.txn.count_items(filter)
    }

    fn candidates(&mut self, wanted: &Candidates, range: Range<usize>) -> Result<Vec<WorkItem>> {
        self.txn.candidates(wanted, range)
    }

    fn open_item_of_key(&mut self, key: &str) -> Result<Option<WorkItem>> {
        self.txn.open_item_of_key(key)
    }

    fn agent(&mut self, id: &str) -> Result<Option<Agent>> {
        self.txn.agent(id)
    }

    fn agents(&mut self) -> Result<Vec<Agent>> {
        self.txn.agents()
    }

    fn completions(&mut self, since: Option<Instant>) -> Result<Vec<Completion>> {
        self.txn.completions(since)
    }

    fn logged(&mut self, visit: &mut dyn FnMut(&TrailCompletion<'_>) -> Result<()>) -> Result<()> {
        self.txn.logged(visit)
    }

    fn velocity(&mut self, since: Option<Instant>) -> Result<Vec<VelocityEntry>> {
        self.txn.velocity(since)
    }

    fn history(&mut self, id: Option<&str>, limit: usize) -> Result<Vec<JournalEntry>> {
        self.txn.history(id, limit)
    }

    fn entries_after(&mut self, seq: u64, limit: usize) -> Result<Vec<JournalEntry>> {
        self.txn.entries_after(seq, limit)
    }

    fn trail(
        &mut self,
        since: Option<Instant>,
        visit: &mut dyn FnMut(&TrailEntry<'_>) -> Result<()>,
    ) -> Result<()> {
        self.txn.trail(since, visit)
    }

    fn answer(&mut self, request_id: &str, since: Instant) -> Result<Option<String>> {
        self.txn.answer(request_id, since)
    }

    fn item_lines(&mut self) -> Result<usize> {
        self.txn.item_lines()
    }

    fn exists(&mut self) -> Result<bool> {
        self.txn.exists()
    }
}

impl Txn for Guarded<'_> {
    fn put_item(&mut self, item: &WorkItem) -> Result<()> {
        self.writing().put_item(item)
    }

    fn archive_item(&mut self, id: &str) -> Result<()> {
        self.writing().archive_item(id)
    }

    fn drop_item(&mut self, id: &str) -> Result<()> {
        self.writing().drop_item(id)
    }

    fn archive(&mut self) -> Result<PathBuf> {
        self.txn.archive()
    }

    fn put_agent(&mut self, agent: &Agent) -> Result<()> {
        self.writing().put_agent(agent)
    }

    fn drop_agent(&mut self, id: &str) -> Result<()> {
        self.writing().drop_agent(id)
    }

    fn append_completion(&mut self, completion: &Completion) -> Result<()> {
        self.writing().append_completion(completion)
    }

    fn append_velocity(&mut self, entry: &VelocityEntry) -> Result<()> {
        self.writing().append_velocity(entry)
    }

    fn note_event(&mut self, event: JournalEvent) -> Result<()> {
        self.writing().note_event(event)
    }

    fn note_call(&mut self, call: JournalCall) -> Result<()> {
        self.writing().note_call(call)
    }

    fn allocate_id(&mut self) -> Result<u64> {
        self.txn.allocate_id()
    }

    fn back_up_items(&mut self) -> Result<Option<PathBuf>> {
        self.txn.back_up_items()
    }

    fn keep_answer(&mut self, answer: String) -> Result<()> {
        self.writing().keep_answer(answer)
    }
}
