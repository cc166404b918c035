//! The seam between what commands mean and where the state lives.
//!
//! A command asks a [`View`] and writes through a [`Txn`]; it never sees a file. Engines are named in [`open`]
//! and nowhere else. Every engine passes the same suite (`conformance`).
//!
//! # The contract of an engine
//!
//! * [`Store::transact`] runs `work` once it has the board to itself and makes all of its writes happen, or none.
//!   When `work` returns an error, nothing is changed. `work` may run again from the start (another engine may
//!   have to retry), so it takes clock readings and random numbers before, and has no other effect of its own.
//! * A transaction sees its own writes.
//! * When `transact` returns `Ok`, the writes survive the death of this process, and, unless the intent was
//!   [`Durability::Soft`], the loss of power. On [`Kind::OutcomeUnknown`](crate::error::Kind::OutcomeUnknown) they
//!   were made but may not survive a loss of power; on any other error they were not made.
//! * Any number of processes may call at once. They queue; none is refused because another one is writing,
//!   unless the lock is not free within the deadline.
//! * [`Store::view`] shows one committed state of each kind of record and waits for nobody.
//! * Ids from [`Txn::allocate_id`] grow strictly over all transactions of a board.
//! * Records that a transaction does not put stay as they are, to the token, whoever wrote them.
//! * A side file is a small document beside the board, such as what alerts were told already. [`Store::side_file`] shows
//!   it whole and waits for nobody. [`Store::revise_side_file`] has it to itself while it is decided what stands in it
//!   next, whatever number of processes ask at once; a revision survives the death of the process and the loss of power,
//!   and has nothing to do with transactions: it neither waits for one nor is part of one.
//! * An entry of the journal has each id once: in its puts as it stands after the transaction, or in its drops.

#[cfg(test)]
mod conformance;
pub mod files;
mod guarded;
mod journal_entry;
#[cfg(test)]
pub mod memory;
mod parts;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::domain::trail::TrailCompletion;
use crate::domain::{
    Agent, Candidates, Completion, Glance, Instant, Status, TrailEntry, Urgency, VelocityEntry, WorkItem,
};
use crate::error::Result;

pub use guarded::Guarded;
pub use journal_entry::{Appended, Dropped, JournalCall, JournalEntry, JournalEvent, Written};
pub use parts::{Accept, Census, Deliver, Part, Replaced, Snapshot};

/// A board: work items, agents, completions, and the journal of what happened to them.
pub trait Store {
    /// Shows the newest committed state. `now` is the clock reading that the command works with. See the contract
    /// in the module's docs.
    fn view(&self, now: Instant, work: &mut dyn FnMut(&mut dyn View) -> Result<()>) -> Result<()>;

    /// Changes the board. See the contract in the module's docs.
    fn transact(&self, intent: &Intent, work: &mut dyn FnMut(&mut dyn Txn) -> Result<()>) -> Result<Receipt>;

    /// Begins to watch the board, which need not be there yet, for what others change on it.
    fn watch(&self) -> Result<Box<dyn Watch>>;

    /// Makes everything so far independent of the journal before it.
    fn checkpoint(&self, now: Instant) -> Result<()>;

    /// Follows the whole journal and checks each record and the chain between them.
    fn verify(&self) -> Result<JournalReport>;

    /// Checks everything that can be wrong with the stored state, and mends what `fix` allows.
    fn examine(&self, now: Instant, fix: bool) -> Result<Vec<Check>>;

    /// A copy of the whole board as it stands now. It is taken between two transactions and lets the next one go on at
    /// once. Telemetry, and what was kept of former boards, is no part of it.
    fn snapshot(&self, now: Instant) -> Result<Box<dyn Snapshot>>;

    /// Checks whether these parts make a board, and counts what stands on it. Nothing is changed.
    fn inspect(&self, parts: &[Part], deliver: &mut Deliver<'_>) -> Result<Census>;

    /// Puts the board that these parts make in the place of the one that is there, or of none: all of it, in one step
    /// that no kill and no loss of power divides. The board of before is kept beside it. Numbers of the journal and ids
    /// go on behind those of both boards; the journal says that it happened. When `deliver` fails, nothing is changed.
    fn replace(&self, intent: &Intent, parts: &[Part], deliver: &mut Deliver<'_>) -> Result<Replaced>;

    /// The text of a side file; `None` where there is none. The name is a word of this program, such as `alerts`, never
    /// one from the state.
    fn side_file(&self, name: &'static str) -> Result<Option<String>>;

    /// Replaces a side file by what `revise` makes of its text; `None` leaves it as it is. A board that does not exist
    /// yet is made only where there is something to keep. `revise` may run again from the start, and when it returns an
    /// error nothing is changed.
    fn revise_side_file(
        &self,
        name: &'static str,
        revise: &mut dyn FnMut(Option<&str>) -> Result<Option<String>>,
    ) -> Result<()>;
}

/// Notices that the board changes.
///
/// It is made before the board is looked at; then nothing that happens after the look is missed.
pub trait Watch {
    /// Waits until the board has changed since the watch was made or this last said so, but no longer than `at_most`,
    /// nor longer than until a signal comes. Says whether it has. An engine may say so without need, but does not do
    /// it all the time; and it tells a change within a second, whoever made it.
    fn wait(&mut self, at_most: Duration) -> Result<bool>;
}

/// Questions to the board.
pub trait View {
    /// The item of that id.
    fn item(&mut self, id: &str) -> Result<Option<WorkItem>>;

    /// The items that pass `filter`, in order of creation.
    fn items(&mut self, filter: &ItemFilter) -> Result<Vec<WorkItem>>;

    /// Shows all items in order of creation, each at a glance: much quicker than [`View::items`] where very many are
    /// looked at.
    fn survey(&mut self, visit: &mut dyn FnMut(&Glance<'_>) -> Result<()>) -> Result<()>;

    /// How many items pass `filter`.
    fn count_items(&mut self, filter: &ItemFilter) -> Result<u32>;

    /// The candidates of the queue, in the order in which they are to be taken, of equal ones the first on the board
    /// first: those whose places from 0 on are in `range`.
    fn candidates(&mut self, wanted: &Candidates, range: Range<usize>) -> Result<Vec<WorkItem>>;

    /// The open item of that key; the first one on the board, should another program have made two.
    fn open_item_of_key(&mut self, key: &str) -> Result<Option<WorkItem>>;

    /// The agent of that id.
    fn agent(&mut self, id: &str) -> Result<Option<Agent>>;

    /// All agents, in order of registration.
    fn agents(&mut self) -> Result<Vec<Agent>>;

    /// Completions from `since` on (all, where it is `None`), in the order in which they were appended. A
    /// completion whose time cannot be read counts as older than any `since`.
    fn completions(&mut self, since: Option<Instant>) -> Result<Vec<Completion>>;

    /// Shows `visit` every entry of the log of completions, in the order in which they were appended, borrowed from its
    /// text: for figures of very many. An error of `visit` ends it.
    fn logged(&mut self, visit: &mut dyn FnMut(&TrailCompletion<'_>) -> Result<()>) -> Result<()>;

    /// Velocity entries from `since` on, in the order in which they were appended. One whose time cannot be read
    /// counts as older than any `since`.
    fn velocity(&mut self, since: Option<Instant>) -> Result<Vec<VelocityEntry>>;

    /// What the journal has on one item or agent, or on everything; the newest `limit` entries, oldest first.
    fn history(&mut self, id: Option<&str>, limit: usize) -> Result<Vec<JournalEntry>>;

    /// The oldest `limit` entries of the journal with a number above `seq`, in order: for who reads on from where it
    /// stopped. Of a number that was given again after a loss of power, what is there now.
    fn entries_after(&mut self, seq: u64, limit: usize) -> Result<Vec<JournalEntry>>;

    /// Shows `visit` the entries of the journal from `since` on (all, where it is `None`), oldest first; those that
    /// others commit meanwhile may be among them. An entry whose time cannot be read counts as older than any `since`.
    /// Only a small part of the journal is in memory at a time. An error of `visit` ends it.
    fn trail(
        &mut self,
        since: Option<Instant>,
        visit: &mut dyn FnMut(&TrailEntry<'_>) -> Result<()>,
    ) -> Result<()>;

    /// The answer that a request gave, as JSON text, if it was made at or after `since`.
    fn answer(&mut self, request_id: &str, since: Instant) -> Result<Option<String>>;

    /// How many lines the items take in the layout of `work_claims.json`.
    fn item_lines(&mut self) -> Result<usize>;

    /// Whether there are items, or were: a board that nothing was claimed on yet does not exist.
    fn exists(&mut self) -> Result<bool>;
}

/// Changes to the board, all or none of them.
pub trait Txn: View {
    /// Adds the item, or replaces the one of its id.
    fn put_item(&mut self, item: &WorkItem) -> Result<()>;

    /// Moves an item out of the board into the archive. An unknown id is left alone.
    fn archive_item(&mut self, id: &str) -> Result<()>;

    /// Takes an item off the board; only the journal still knows it. Of several of one id, which other programs can
    /// leave, it is the first. An unknown id is left alone.
    fn drop_item(&mut self, id: &str) -> Result<()>;

    /// Where the items go that this transaction archives, below the state directory.
    fn archive(&mut self) -> Result<PathBuf>;

    /// Adds the agent, or replaces the one of its id.
    fn put_agent(&mut self, agent: &Agent) -> Result<()>;

    /// Takes an agent off the board, as [`Txn::drop_item`] does an item.
    fn drop_agent(&mut self, id: &str) -> Result<()>;

    /// Appends to the log of completions.
    fn append_completion(&mut self, completion: &Completion) -> Result<()>;

    /// Appends to the log of velocity.
    fn append_velocity(&mut self, entry: &VelocityEntry) -> Result<()>;

    /// Notes beside the changes what happened, for the journal.
    fn note_event(&mut self, event: JournalEvent) -> Result<()>;

    /// Notes a call to a language model, for the journal. Unlike an event it is a write of its own.
    fn note_call(&mut self, call: JournalCall) -> Result<()>;

    /// A number for a new id: the clock reading of the intent where that is new, else one more than the last. Drawing
    /// one is no write: a transaction that writes nothing leaves no trace of it.
    fn allocate_id(&mut self) -> Result<u64>;

    /// Copies the items as they stood before this transaction to a file of their own, at once. Returns its path below
    /// the state directory; `None` where there are no items.
    fn back_up_items(&mut self) -> Result<Option<PathBuf>>;

    /// Keeps what this request answers, as JSON text, for [`View::answer`]. Without a request id in the intent
    /// nothing is kept.
    fn keep_answer(&mut self, answer: String) -> Result<()>;
}

/// Who changes the board, how and why: what the journal says beside the change itself.
#[derive(Clone, Debug)]
pub struct Intent {
    /// The operation, such as `claim`.
    pub op: &'static str,
    /// The agent that asked, where it said so.
    pub actor: Option<String>,
    /// The trace that this is part of.
    pub trace_id: String,
    /// The caller's name for this request.
    pub request_id: Option<String>,
    /// Why, where the caller said so.
    pub reason: Option<String>,
    /// The clock reading that the whole command works with.
    pub now: Instant,
    /// Whether the answer waits for the disk.
    pub durability: Durability,
    /// Whether a board that does not exist yet is made. Otherwise it is an error of the kind `NoBoard`.
    pub create: bool,
}

/// Whether the answer waits for the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// It does: the change survives a loss of power.
    Synced,
    /// It does not: heartbeats, which the next one makes good.
    Soft,
}

/// What a committed transaction left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Its number in the journal; `None` where nothing was written.
    pub seq: Option<u64>,
    /// Where archived items went.
    pub archive: Option<PathBuf>,
    /// What the caller should know, though the change was made.
    pub warnings: Vec<String>,
}

/// Which items.
#[derive(Clone, Debug, Default)]
pub struct ItemFilter {
    /// Only these statuses; all, where it is empty.
    pub statuses: Vec<Status>,
    /// Only items of this holder.
    pub holder: Option<String>,
    /// Only items of this team.
    pub team: Option<String>,
    /// Only items that depend on this one.
    pub depends_on: Option<String>,
    /// Only items that depend on others.
    pub has_dependencies: bool,
    /// Only items that are a part of this one.
    pub parent: Option<String>,
    /// Only items that say on which paths they work.
    pub has_paths: bool,
    /// Only work: no reservations of paths.
    pub is_work: bool,
}

impl ItemFilter {
    /// Items of these statuses.
    pub fn with_statuses(statuses: &[Status]) -> Self {
        Self { statuses: statuses.to_vec(), ..Self::default() }
    }

    /// The work that `agent_id` holds.
    pub fn held_by(agent_id: &str) -> Self {
        Self { is_work: true, ..Self::held_or_reserved_by(agent_id) }
    }

    /// The work that `agent_id` holds, and the paths that it reserved.
    pub fn held_or_reserved_by(agent_id: &str) -> Self {
        Self { holder: Some(agent_id.to_owned()), ..Self::with_statuses(&[Status::Held]) }
    }

    /// Whether `item` passes.
    pub fn passes(&self, item: &WorkItem) -> bool {
        (self.statuses.is_empty() || self.statuses.contains(&item.status()))
            && (self.holder.is_none() || self.holder == item.agent_id)
            && (self.team.is_none() || self.team == item.team)
            && self.depends_on.as_ref().is_none_or(|id| item.dependencies().contains(id))
            && (!self.has_dependencies || !item.dependencies().is_empty())
            && (self.parent.is_none() || self.parent == item.parent)
            && (!self.has_paths || !item.paths().is_empty())
            && (!self.is_work || !item.is_reservation())
    }
}

/// What following the journal found.
#[derive(Clone, Debug, Default)]
pub struct JournalReport {
    /// Segments read.
    pub segments: u32,
    /// Records that are whole and follow the one before them.
    pub records: u64,
    /// Sequence number of the first record kept.
    pub first_seq: Option<u64>,
    /// Sequence number of the last record.
    pub last_seq: Option<u64>,
    /// What is wrong, and where.
    pub faults: Vec<String>,
}

/// One thing that [`Store::examine`] looked at.
#[derive(Clone, Debug)]
pub struct Check {
    /// A stable name, such as `work-claims-parse`.
    pub name: &'static str,
    /// How it stands.
    pub state: CheckState,
    /// What was found.
    pub finding: String,
    /// What mending it does or would do.
    pub remedy: Option<String>,
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckState {
    /// As it should be.
    Good,
    /// Worth knowing, nothing to mend.
    Notice,
    /// Wrong.
    Bad,
    /// Was wrong, and was mended.
    Fixed,
}

/// Where and how a board is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// The state directory.
    pub dir: PathBuf,
    /// How long to wait for the lock.
    pub lock_timeout: Duration,
    /// Ends that wait before its time, once it is set.
    pub given_up: Option<Arc<AtomicBool>>,
    /// Whether a network file system is accepted.
    pub allow_network_fs: bool,
    /// Whether the script's own lock file is taken too.
    pub legacy_lock: bool,
    /// Whether the directory is shared with the group (02770/0660) instead of private (0700/0600).
    pub group: bool,
    /// Length of the lease of an item that has none of its own, in seconds.
    pub lease_secs: u32,
    /// After how many journal records a checkpoint is taken.
    pub checkpoint_records: u64,
    /// How many days the segments of the journal before the checkpoint are kept.
    pub audit_keep_days: u32,
}

/// Opens the board that `options` name. Nothing is touched until the first question or change.
pub fn open(options: Options) -> Box<dyn Store> {
    Box::new(files::FileStore::new(options))
}

/// [`Store::view`] for a question that has an answer.
///
/// # Errors
/// What the engine or `work` says.
pub fn view<T>(
    store: &dyn Store,
    now: Instant,
    mut work: impl FnMut(&mut dyn View) -> Result<T>,
) -> Result<T> {
    let mut answer = None;
    store.view(now, &mut |view| {
        answer = Some(work(view)?);
        Ok(())
    })?;
    answer.ok_or_else(unanswered)
}

/// [`Store::transact`] for a change that has an answer.
///
/// # Errors
/// What the engine or `work` says; nothing was changed then, unless the kind is `OutcomeUnknown`.
pub fn transact<T>(
    store: &dyn Store,
    intent: &Intent,
    mut work: impl FnMut(&mut dyn Txn) -> Result<T>,
) -> Result<(T, Receipt)> {
    let mut answer = None;
    let receipt = store.transact(intent, &mut |txn| {
        answer = Some(work(txn)?);
        Ok(())
    })?;
    Ok((answer.ok_or_else(unanswered)?, receipt))
}

/// [`View::candidates`] from all items, for an engine that has no quicker way.
fn candidates_of(mut items: Vec<WorkItem>, wanted: &Candidates, range: Range<usize>) -> Vec<WorkItem> {
    items.retain(|item| wanted.includes(item));
    items.sort_by_key(|item| Urgency::of(item).place(wanted.now));
    items.into_iter().skip(range.start).take(range.len()).collect()
}

fn unanswered() -> crate::error::Error {
    crate::error::Error::new(crate::error::Kind::General, "the store returned without running the operation")
}
