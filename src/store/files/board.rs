//! The board as a command sees it: the files, loaded when they are asked for, and the changes to them.

use std::collections::HashSet;
use std::ops::Range;
use std::path::PathBuf;

use serde::Serialize;
use serde_json::value::RawValue;

use super::super::{ItemFilter, JournalCall, JournalEntry, JournalEvent, Txn, View, candidates_of};
use super::array::{ArrayText, Kind};
use super::directory::Directory;
use super::head::Head;
use super::indexed::{Fit, Indexed};
use super::intake::{self, Pending};
use super::named::Named;
use super::slot::{Effort, Indexing, Slot};
use super::{archive, backup, history, trail, velocity};
use crate::domain::trail::TrailCompletion;
use crate::domain::{
    Agent, Candidates, Completion, Glance, Instant, Stamp, Status, TrailEntry, VelocityEntry, WorkItem, id,
};
use crate::error::{Error, Kind as ErrorKind, Result};

/// What a transaction wrote.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Items as they stand after it, by id, in the order in which they were last put.
    pub(super) items: Named<Box<RawValue>>,
    /// Agents, in the same way.
    pub(super) agents: Named<Box<RawValue>>,
    /// Entries of the log of completions.
    pub(super) completions: Vec<Box<RawValue>>,
    /// Lines of the log of velocity.
    pub(super) velocity: Vec<String>,
    /// Items that go to the archive, as id and JSON.
    pub(super) archived: Vec<(String, String)>,
    /// Items that were taken off the board, as id and JSON.
    pub(super) dropped: Vec<(String, String)>,
    /// Agents, in the same way.
    pub(super) dropped_agents: Vec<(String, String)>,
    pub(super) answer: Option<Box<RawValue>>,
    pub(super) events: Vec<JournalEvent>,
    pub(super) calls: Vec<JournalCall>,
}

/// The board while somebody looks at it or changes it.
pub(super) struct Board<'d> {
    directory: Option<&'d Directory>,
    head: Option<&'d Head>,
    now: Instant,
    pub(super) last_id: u64,
    /// Numbers of the ids that were made in this transaction.
    allocated: HashSet<u64>,
    pub(super) slots: [Slot; 3],
    pub(super) changes: Changes,
    pub(super) pending: Option<Pending>,
    indexing: Indexing,
}

impl<'d> Board<'d> {
    /// A board over `directory`; over nothing where that does not exist. `head` is the one that the files were
    /// last left with, where it can be trusted.
    pub(super) fn new(
        directory: Option<&'d Directory>,
        head: Option<&'d Head>,
        now: Instant,
        indexing: Indexing,
    ) -> Self {
        let last_id = head.map_or(0, |head| head.last_id);
        Self {
            directory,
            head,
            now,
            last_id,
            allocated: HashSet::new(),
            slots: Default::default(),
            changes: Changes::default(),
            pending: None,
            indexing,
        }
    }

    /// Takes what the script's staging file holds into the items.
    ///
    /// # Errors
    /// A file cannot be read.
    pub(super) fn take_in(&mut self) -> Result<()> {
        let Some(directory) = self.directory else { return Ok(()) };
        let taken = self.head.map(|head| head.intake).unwrap_or_default();
        let Some(pending) = intake::pending(directory, taken)? else { return Ok(()) };
        for (id, json) in &pending.claims {
            if self.array(Kind::Items)?.get(id).is_none() {
                self.array(Kind::Items)?.append(id, json.clone());
                self.changes.items.put_last(id, raw(json.clone())?);
            }
        }
        self.pending = Some(pending);
        Ok(())
    }

    /// Whether anything is to be written.
    pub(super) fn is_changed(&self) -> bool {
        !self.changes.items.is_empty()
            || !self.changes.agents.is_empty()
            || !self.changes.completions.is_empty()
            || !self.changes.velocity.is_empty()
            || !self.changes.archived.is_empty()
            || !self.changes.dropped.is_empty()
            || !self.changes.dropped_agents.is_empty()
            || !self.changes.calls.is_empty()
            || self.changes.answer.is_some()
            || self.pending.is_some()
    }

    fn array(&mut self, kind: Kind) -> Result<&mut ArrayText> {
        self.slots[kind.index()].text(kind, self.directory, self.head)
    }

    /// Whether the id was made in this transaction, so that no file can have it.
    fn is_new(&self, id: &str) -> bool {
        id::number(id).is_some_and(|number| self.allocated.contains(&number))
    }

    /// Asks the items by their index; `None` where they have to be asked as text.
    fn by_index<T>(&mut self, effort: Effort, ask: impl FnOnce(&mut Indexed) -> Fit<T>) -> Result<Option<T>> {
        let slot = &mut self.slots[Kind::Items.index()];
        let Some(records) = slot.indexed(self.directory, self.head, self.indexing, effort) else {
            return Ok(None);
        };
        if let Ok(answer) = ask(records) {
            return Ok(Some(answer));
        }
        // It does not fit: the text knows.
        self.array(Kind::Items)?;
        Ok(None)
    }

    /// The JSON of the record of that id.
    fn get(&mut self, kind: Kind, id: &str) -> Result<Option<&str>> {
        if self.is_new_to(kind, id) {
            return Ok(self.slots[kind.index()].appended(id));
        }
        Ok(self.array(kind)?.get(id))
    }

    /// Whether the id was made in this transaction, and the file was not read.
    fn is_new_to(&self, kind: Kind, id: &str) -> bool {
        self.is_new(id) && !self.slots[kind.index()].is_loaded()
    }

    /// Takes the first item of that id out, and returns its JSON.
    fn take_out(&mut self, id: &str) -> Result<Option<String>> {
        let removed = if let Some(removed) = self.by_index(Effort::One, |records| records.remove(id))? {
            removed
        } else {
            let array = self.array(Kind::Items)?;
            let found = array.get(id).map(ToOwned::to_owned);
            found.inspect(|_| array.remove(id))
        };
        Ok(removed.inspect(|_| self.changes.items.remove(id)))
    }

    fn put<T: Serialize>(&mut self, kind: Kind, id: &str, record: &T) -> Result<Box<RawValue>> {
        let json = json_of(id, record)?;
        if self.is_new(id) {
            self.slots[kind.index()].append(id, json.clone());
        } else {
            self.array(kind)?.put(id, json.clone());
        }
        raw(json)
    }
}

impl View for Board<'_> {
    fn item(&mut self, id: &str) -> Result<Option<WorkItem>> {
        if !self.is_new_to(Kind::Items, id)
            && let Some(found) = self.by_index(Effort::One, |records| records.item(id))?
        {
            return Ok(found);
        }
        self.get(Kind::Items, id)?.map(|json| parse(Kind::Items, id, json)).transpose()
    }

    fn items(&mut self, filter: &ItemFilter) -> Result<Vec<WorkItem>> {
        if let Some(found) = self.by_index(Effort::All, |records| records.items(filter))? {
            return Ok(found);
        }
        let items = self.array(Kind::Items)?.records().filter(|json| may_pass(json, filter));
        Ok(items
            .filter_map(|json| serde_json::from_str(json).ok())
            .filter(|item| filter.passes(item))
            .collect())
    }

    fn survey(&mut self, visit: &mut dyn FnMut(&Glance<'_>) -> Result<()>) -> Result<()> {
        // What was asked by the index stays that state, should the file be replaced meanwhile.
        if let Slot::Indexed { records, .. } = &mut self.slots[Kind::Items.index()]
            && let Ok(records) = records.records()
        {
            return records.into_iter().filter_map(Glance::of).try_for_each(|item| visit(&item));
        }
        let records = self.array(Kind::Items)?.records();
        records.filter_map(Glance::of).try_for_each(|item| visit(&item))
    }

    fn count_items(&mut self, filter: &ItemFilter) -> Result<u32> {
        if let Some(count) = self.by_index(Effort::All, |records| records.count(filter))? {
            return Ok(count);
        }
        Ok(u32::try_from(self.items(filter)?.len()).unwrap_or(u32::MAX))
    }

    fn candidates(&mut self, wanted: &Candidates, range: Range<usize>) -> Result<Vec<WorkItem>> {
        if let Some(found) = self.by_index(Effort::All, |records| records.candidates(wanted, &range))? {
            return Ok(found);
        }
        let open = self.items(&ItemFilter::with_statuses(&[Status::Pending, Status::Held]))?;
        Ok(candidates_of(open, wanted, range))
    }

    fn open_item_of_key(&mut self, key: &str) -> Result<Option<WorkItem>> {
        if let Some(found) = self.by_index(Effort::All, |records| records.open_item_of_key(key))? {
            return Ok(found);
        }
        let candidates = self.array(Kind::Items)?.candidates("key", key);
        let items = candidates.into_iter().filter_map(|json| serde_json::from_str::<WorkItem>(json).ok());
        Ok(items.into_iter().find(|item| item.is_open() && item.key.as_deref() == Some(key)))
    }

    fn agent(&mut self, id: &str) -> Result<Option<Agent>> {
        self.get(Kind::Agents, id)?.map(|json| parse(Kind::Agents, id, json)).transpose()
    }

    fn agents(&mut self) -> Result<Vec<Agent>> {
        let agents = self.array(Kind::Agents)?.records();
        Ok(agents.filter_map(|json| serde_json::from_str(json).ok()).collect())
    }

    fn completions(&mut self, since: Option<Instant>) -> Result<Vec<Completion>> {
        let all = self.array(Kind::Completions)?.records().filter_map(|json| serde_json::from_str(json).ok());
        Ok(all.filter(|completion: &Completion| is_since(completion.completed_at.as_ref(), since)).collect())
    }

    fn logged(&mut self, visit: &mut dyn FnMut(&TrailCompletion<'_>) -> Result<()>) -> Result<()> {
        let all = self.array(Kind::Completions)?.records();
        all.filter_map(TrailCompletion::parse).try_for_each(|completion| visit(&completion))
    }

    fn velocity(&mut self, since: Option<Instant>) -> Result<Vec<VelocityEntry>> {
        let mut entries = match self.directory {
            Some(directory) => velocity::entries(directory)?,
            None => Vec::new(),
        };
        entries.extend(self.changes.velocity.iter().filter_map(|line| VelocityEntry::parse(line)));
        entries.retain(|entry| is_since(Some(&entry.at), since));
        Ok(entries)
    }

    fn history(&mut self, id: Option<&str>, limit: usize) -> Result<Vec<JournalEntry>> {
        self.directory.map_or_else(|| Ok(Vec::new()), |directory| history::of(directory, id, limit))
    }

    fn entries_after(&mut self, seq: u64, limit: usize) -> Result<Vec<JournalEntry>> {
        self.directory.map_or_else(|| Ok(Vec::new()), |directory| history::after(directory, seq, limit))
    }

    fn trail(
        &mut self,
        since: Option<Instant>,
        visit: &mut dyn FnMut(&TrailEntry<'_>) -> Result<()>,
    ) -> Result<()> {
        self.directory.map_or(Ok(()), |directory| trail::read(directory, since, visit))
    }

    fn answer(&mut self, request_id: &str, since: Instant) -> Result<Option<String>> {
        self.directory.map_or(Ok(None), |directory| history::answer(directory, request_id, since))
    }

    fn item_lines(&mut self) -> Result<usize> {
        Ok(self.array(Kind::Items)?.lines())
    }

    fn exists(&mut self) -> Result<bool> {
        let Some(directory) = self.directory else { return Ok(false) };
        Ok(self.slots[Kind::Items.index()].is_changed() || directory.stat(Kind::Items.file())?.is_some())
    }
}

impl Txn for Board<'_> {
    fn put_item(&mut self, item: &WorkItem) -> Result<()> {
        let id = item.work_item_id.as_str();
        let is_new = self.is_new(id);
        let written = if self.is_new_to(Kind::Items, id) {
            self.put(Kind::Items, id, item)?
        } else {
            let json = json_of(id, item)?;
            match self.by_index(Effort::One, |records| records.put(item, &json, is_new))? {
                Some(()) => raw(json)?,
                None => self.put(Kind::Items, id, item)?,
            }
        };
        self.changes.items.put_last(id, written);
        Ok(())
    }

    fn archive_item(&mut self, id: &str) -> Result<()> {
        if let Some(json) = self.take_out(id)? {
            self.changes.archived.push((id.to_owned(), json));
        }
        Ok(())
    }

    fn drop_item(&mut self, id: &str) -> Result<()> {
        if let Some(json) = self.take_out(id)? {
            self.changes.dropped.push((id.to_owned(), json));
        }
        Ok(())
    }

    fn archive(&mut self) -> Result<PathBuf> {
        // The lock is held: the name stays free until the file is written.
        self.directory.map_or_else(
            || Ok(PathBuf::new()),
            |directory| archive::free_name(directory, self.now).map(PathBuf::from),
        )
    }

    fn put_agent(&mut self, agent: &Agent) -> Result<()> {
        let written = self.put(Kind::Agents, &agent.agent_id, agent)?;
        self.changes.agents.put_last(&agent.agent_id, written);
        Ok(())
    }

    fn drop_agent(&mut self, id: &str) -> Result<()> {
        let array = self.array(Kind::Agents)?;
        if let Some(json) = array.get(id).map(ToOwned::to_owned) {
            array.remove(id);
            self.changes.agents.remove(id);
            self.changes.dropped_agents.push((id.to_owned(), json));
        }
        Ok(())
    }

    fn append_completion(&mut self, completion: &Completion) -> Result<()> {
        let json = json_of(&completion.work_item_id, completion)?;
        self.slots[Kind::Completions.index()].append("", json.clone());
        self.changes.completions.push(raw(json)?);
        Ok(())
    }

    fn append_velocity(&mut self, entry: &VelocityEntry) -> Result<()> {
        self.changes.velocity.push(entry.line());
        Ok(())
    }

    fn note_event(&mut self, event: JournalEvent) -> Result<()> {
        self.changes.events.push(event);
        Ok(())
    }

    fn note_call(&mut self, call: JournalCall) -> Result<()> {
        self.changes.calls.push(call);
        Ok(())
    }

    fn allocate_id(&mut self) -> Result<u64> {
        self.last_id = id::next(self.last_id, self.now.nanos());
        self.allocated.insert(self.last_id);
        Ok(self.last_id)
    }

    fn back_up_items(&mut self) -> Result<Option<PathBuf>> {
        self.directory.map_or(Ok(None), |directory| backup::write(directory, self.now))
    }

    fn keep_answer(&mut self, answer: String) -> Result<()> {
        self.changes.answer = Some(raw(answer)?);
        Ok(())
    }
}

/// Whether a record may pass the filter, told from its text alone: spares parsing most of what does not.
fn may_pass(json: &str, filter: &ItemFilter) -> bool {
    let Some(word) = status_word(json).filter(|_| !filter.statuses.is_empty()) else { return true };
    filter.statuses.contains(&Status::of(word))
}

/// The status word, where it stands plainly on a line of its own.
fn status_word(json: &str) -> Option<&str> {
    const LINE: &str = "\n    \"status\": \"";
    let start = memchr::memmem::rfind(json.as_bytes(), LINE.as_bytes())? + LINE.len();
    let word = json.get(start..)?.split('"').next()?;
    (!word.is_empty() && !word.contains('\\')).then_some(word)
}

fn is_since(stamp: Option<&Stamp>, since: Option<Instant>) -> bool {
    since.is_none_or(|since| stamp.and_then(Stamp::instant).is_some_and(|at| at >= since))
}

fn parse<T: serde::de::DeserializeOwned>(kind: Kind, id: &str, json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|error| {
        Error::new(ErrorKind::BrokenState, format!("{id} in {} cannot be read: {error}", kind.file()))
            .hint("see what is wrong: coord doctor")
    })
}

fn json_of<T: Serialize>(id: &str, record: &T) -> Result<String> {
    serde_json::to_string(record).map_err(|error| unwritable(id, &error))
}

fn raw(json: String) -> Result<Box<RawValue>> {
    RawValue::from_string(json).map_err(|error| unwritable("a record", &error))
}

fn unwritable(id: &str, error: &serde_json::Error) -> Error {
    Error::new(ErrorKind::General, format!("{id} cannot be written as JSON: {error}"))
}
