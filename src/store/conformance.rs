//! One suite for every engine: what the contract in [`super`] says, as tests.
//!
//! An engine is stamped at the end of this file, with a function that sets up a [`Bench`] on an empty board. Tests
//! here use nothing but the seam, and `work` that may run twice. What only one engine has is tested beside it.

mod exchange;
mod random;
mod reading_on;
mod side_files;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::memory::{Fault, MemoryStore};
use super::{
    CheckState, Durability, Intent, ItemFilter, JournalCall, JournalEntry, Options, Receipt, Store, Txn,
    View, transact, view,
};
use crate::domain::{
    Agent, Candidates, Completion, Instant, Lease, Priority, Quantity, Stamp, Status, TrailEntry,
    VelocityEntry, WorkItem, json_text,
};
use crate::error::{Error, Kind, Result};

/// A handle to a board that threads can share.
type Handle = Box<dyn Store + Send + Sync>;

/// An empty board in a directory of its own, which goes when the bench goes.
struct Bench {
    open: Box<dyn Fn() -> Handle + Send + Sync>,
    _dir: TempDir,
}

impl Bench {
    /// `open` makes a handle; all handles that it makes are to the same board.
    fn new<S: Store + Send + Sync + 'static>(open: impl Fn(Options) -> S + Send + Sync + 'static) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let options = Options {
            dir: dir.path().join("board"),
            lock_timeout: Duration::from_mins(1),
            given_up: None,
            allow_network_fs: false,
            legacy_lock: false,
            group: false,
            lease_secs: 1_800,
            checkpoint_records: 1_000,
            // These tests play in the past, and nothing of it may be too old to keep.
            audit_keep_days: 100_000,
        };
        Self { open: Box::new(move || Box::new(open(options.clone()))), _dir: dir }
    }

    /// Another handle, as another process has.
    fn open(&self) -> Handle {
        (self.open)()
    }
}

/// The time at which these tests play.
const NOON: Instant = Instant::from_unix(1_750_000_000);

fn intent_at(now: Instant) -> Intent {
    Intent {
        op: "test",
        actor: None,
        trace_id: "0af7651916cd43dd8448eb211c80319c".to_owned(),
        request_id: None,
        reason: None,
        now,
        durability: Durability::Synced,
        create: true,
    }
}

fn named(request_id: &str, now: Instant) -> Intent {
    Intent { request_id: Some(request_id.to_owned()), ..intent_at(now) }
}

fn write(store: &dyn Store, work: impl FnMut(&mut dyn Txn) -> Result<()>) -> Receipt {
    transact(store, &intent_at(NOON), work).unwrap().1
}

fn read<T>(store: &dyn Store, work: impl FnMut(&mut dyn View) -> Result<T>) -> T {
    view(store, NOON, work).unwrap()
}

fn put(store: &dyn Store, items: &[WorkItem]) -> Receipt {
    write(store, |txn| items.iter().try_for_each(|item| txn.put_item(item)))
}

/// An item of these fields, given as the JSON text of an object.
fn item(json: &str) -> WorkItem {
    serde_json::from_str(json).unwrap()
}

fn item_of(fields: &Value) -> WorkItem {
    item(&fields.to_string())
}

fn plain(id: &str) -> WorkItem {
    item_of(&json!({ "work_item_id": id, "agent_id": null, "claimed_at": null, "status": "pending" }))
}

fn agent_of(fields: &Value) -> Agent {
    serde_json::from_str(&fields.to_string()).unwrap()
}

fn completion_of(fields: &Value) -> Completion {
    serde_json::from_str(&fields.to_string()).unwrap()
}

fn earned(team: &str, points: f64, at: Instant) -> VelocityEntry {
    VelocityEntry { at: at.stamp(), team: team.to_owned(), points: Quantity(points) }
}

fn refused() -> Error {
    Error::new(Kind::WrongStatus, "refused by the work")
}

fn text(record: &impl Serialize) -> String {
    serde_json::to_string(record).unwrap()
}

fn texts(records: &[impl Serialize]) -> Vec<String> {
    records.iter().map(text).collect()
}

/// All items, which a survey shows as well, and the same.
fn all_items(view: &mut dyn View) -> Result<Vec<WorkItem>> {
    let items = view.items(&ItemFilter::default())?;
    let expected: Vec<_> = items.iter().map(|item| (item.work_item_id.clone(), item.status())).collect();
    let mut glanced = Vec::new();
    view.survey(&mut |glance| {
        glanced.push((glance.id().into_owned(), glance.status()));
        Ok(())
    })?;
    assert_eq!(glanced, expected);
    Ok(items)
}

fn item_ids(store: &dyn Store, filter: &ItemFilter) -> Vec<String> {
    read(store, |view| view.items(filter)).into_iter().map(|item| item.work_item_id).collect()
}

/// The journal but for entries of the engine's own, such as a checkpoint: those of these tests all have a trace.
fn everything(store: &dyn Store) -> Vec<JournalEntry> {
    ours(read(store, |view| view.history(None, usize::MAX)))
}

fn ours(mut entries: Vec<JournalEntry>) -> Vec<JournalEntry> {
    entries.retain(|entry| !entry.trace_id.is_empty());
    entries
}

fn seqs(entries: &[JournalEntry]) -> Vec<u64> {
    entries.iter().map(|entry| entry.seq).collect()
}

/// All that a view can show, as text that can be compared.
fn shown(store: &dyn Store) -> Vec<String> {
    read(store, |view| {
        let mut all = texts(&all_items(view)?);
        all.extend(texts(&view.agents()?));
        all.extend(texts(&view.completions(None)?));
        all.extend(texts(&view.velocity(None)?));
        all.extend(texts(&ours(view.history(None, usize::MAX)?)));
        Ok(all)
    })
}

/// One of everything that a transaction can write.
fn write_everything(txn: &mut dyn Txn) -> Result<()> {
    txn.put_item(&plain("new"))?;
    txn.put_item(&item(r#"{"work_item_id":"old","agent_id":"changed","claimed_at":null}"#))?;
    txn.archive_item("done")?;
    txn.put_agent(&agent_of(&json!({ "agent_id": "agent_1" })))?;
    txn.append_completion(&completion_of(&json!({ "work_item_id": "done", "agent_id": null })))?;
    txn.append_velocity(&earned("team", 5.0, NOON))?;
    txn.keep_answer("\"kept\"".to_owned())
}

// Whether a board is there.

fn a_board_exists_from_its_first_write_on(bench: &Bench) {
    let store = bench.open();
    assert!(!read(&*store, |view| view.exists()));
    write(&*store, |txn| txn.item("a").map(drop));
    transact(&*store, &intent_at(NOON), |txn| txn.put_item(&plain("a")).and(Err::<(), _>(refused())))
        .unwrap_err();
    assert!(!read(&*store, |view| view.exists()), "nothing was written yet");
    put(&*store, &[plain("a")]);
    write(&*store, |txn| txn.archive_item("a"));
    assert!(read(&*store, |view| view.exists()), "a board that was emptied is still there");
}

fn an_empty_board_answers_every_question(bench: &Bench) {
    read(&*bench.open(), |view| {
        assert_eq!(view.item("a")?, None);
        assert_eq!(view.agent("a")?, None);
        assert_eq!(view.count_items(&ItemFilter::default())?, 0);
        assert!(all_items(view)?.is_empty() && view.agents()?.is_empty());
        assert!(view.completions(None)?.is_empty() && view.velocity(Some(NOON))?.is_empty());
        assert!(view.history(Some("a"), 9)?.is_empty() && view.answer("a", NOON)?.is_none());
        assert!(view.item_lines()? <= 1);
        Ok(())
    });
}

// All or nothing.

fn an_error_of_work_changes_nothing(bench: &Bench) {
    let store = bench.open();
    put(&*store, &[plain("old"), plain("done")]);
    let before = shown(&*store);
    let fails = |txn: &mut dyn Txn| write_everything(txn).and(Err::<(), _>(refused()));
    let error = transact(&*store, &named("request", NOON), fails).unwrap_err();
    assert_eq!((error.kind(), error.message()), (Kind::WrongStatus, "refused by the work"));
    assert_eq!(shown(&*store), before);
    assert_eq!(read(&*store, |view| view.answer("request", NOON.plus_secs(-60))), None);
    let next = put(&*store, &[plain("next")]);
    assert_eq!(next.seq, everything(&*store).last().map(|entry| entry.seq));
    assert_eq!(everything(&*store).len(), 2, "the transaction that failed left a gap or an entry");
}

fn everything_in_one_transaction_is_made(bench: &Bench) {
    let store = bench.open();
    put(&*store, &[plain("old"), plain("done")]);
    transact(&*store, &named("request", NOON), write_everything).unwrap();
    read(&*bench.open(), |view| {
        let ids: Vec<_> = all_items(view)?.into_iter().map(|item| item.work_item_id).collect();
        assert_eq!(ids, ["old", "new"]);
        assert_eq!(view.item("old")?.unwrap().agent_id.as_deref(), Some("changed"));
        assert!(view.agent("agent_1")?.is_some());
        assert_eq!(view.completions(None)?.len(), 1);
        assert_eq!(view.velocity(None)?, [earned("team", 5.0, NOON)]);
        assert_eq!(view.answer("request", NOON.plus_secs(-60))?, Some("\"kept\"".to_owned()));
        Ok(())
    });
}

fn a_transaction_that_writes_nothing_has_no_number(bench: &Bench) {
    let store = bench.open();
    put(&*store, &[plain("a")]);
    let before = shown(&*store);
    let receipt = write(&*store, |txn| all_items(txn).map(drop));
    assert_eq!(receipt, Receipt::default());
    assert_eq!(write(&*store, |txn| txn.archive_item("unknown")), Receipt::default());
    assert_eq!(shown(&*store), before);
}

fn a_call_is_a_write_of_its_own_and_stands_in_the_journal(bench: &Bench) {
    let call = JournalCall {
        analysis: "health".to_owned(),
        provider: "api".to_owned(),
        model: "m \"1\"".to_owned(),
        input_tokens: 1_200,
        output_tokens: 34,
        cost_usd: Some(0.000_137),
        duration_ms: 7,
        outcome: "answered".to_owned(),
    };
    let store = bench.open();
    let receipt = write(&*store, |txn| txn.note_call(call.clone()));
    assert!(receipt.seq.is_some());
    let entries = ours(everything(&*bench.open()));
    assert_eq!(entries.iter().flat_map(|entry| entry.calls.clone()).collect::<Vec<_>>(), [call]);
    let mut told = Vec::new();
    let visit = &mut |entry: &TrailEntry<'_>| -> Result<()> {
        let call = entry.calls.iter().map(|call| {
            (call.model.as_deref().unwrap_or_default().to_owned(), call.input_tokens, call.cost_usd)
        });
        told.extend(call);
        Ok(())
    };
    read(&*store, |view| view.trail(Some(NOON.plus_secs(-86_400)), visit));
    assert_eq!(told, [("m \"1\"".to_owned(), Some(1_200.0), Some(0.000_137))]);
    assert_eq!(store.verify().unwrap().faults, Vec::<String>::new());
}

fn a_soft_change_is_seen_like_any_other(bench: &Bench) {
    let store = bench.open();
    let soft = Intent { durability: Durability::Soft, ..intent_at(NOON) };
    transact(&*store, &soft, |txn| txn.put_agent(&agent_of(&json!({ "agent_id": "a" })))).unwrap();
    assert!(read(&*bench.open(), |view| view.agent("a")).is_some());
    put(&*store, &[plain("after")]);
    assert!(read(&*bench.open(), |view| view.agent("a")).is_some());
}

// What a transaction and a view see.

fn a_transaction_sees_its_own_writes(bench: &Bench) {
    let store = bench.open();
    put(&*store, &[plain("old"), plain("done")]);
    let held = ItemFilter::held_by("agent_1");
    write(&*store, |txn| {
        txn.put_item(&item(r#"{"work_item_id":"old","agent_id":"agent_1","status":"active"}"#))?;
        assert_eq!((txn.count_items(&held)?, txn.items(&held)?.len()), (1, 1));
        txn.put_item(&item(r#"{"work_item_id":"new","agent_id":"agent_1","status":"testing"}"#))?;
        assert_eq!(txn.count_items(&held)?, 2);
        assert_eq!(txn.item("new")?.unwrap().status.as_deref(), Some("testing"));
        txn.archive_item("done")?;
        txn.archive_item("new")?;
        assert!(txn.item("done")?.is_none() && txn.item("new")?.is_none());
        assert_eq!(texts(&all_items(txn)?), texts(&txn.items(&held)?));
        assert_eq!(txn.count_items(&ItemFilter::default())?, 1);
        txn.put_agent(&agent_of(&json!({ "agent_id": "agent_1", "team": "t" })))?;
        assert_eq!(txn.agent("agent_1")?.unwrap().team.as_deref(), Some("t"));
        assert_eq!(txn.agents()?.len(), 1);
        Ok(())
    });
}

fn an_item_that_is_made_and_changed_in_one_transaction_is_there_once(bench: &Bench) {
    let store = bench.open();
    for round in 0..3 {
        write(&*store, |txn| {
            let mut made = Vec::new();
            for _ in 0..3 {
                let id = format!("work_{}", txn.allocate_id()?);
                txn.put_item(&plain(&id))?;
                made.push(id);
            }
            for id in &made {
                // So many questions go through all items that an engine may look for a quicker way.
                let of_team = ItemFilter { team: Some("t".to_owned()), ..ItemFilter::default() };
                for _ in 0..3 {
                    txn.count_items(&of_team)?;
                    txn.items(&ItemFilter::held_by("agent_1"))?;
                }
                let mut item = txn.item(id)?.unwrap();
                item.status = Some("active".to_owned());
                txn.put_item(&item)?;
            }
            Ok(())
        });
        let items = read(&*store, all_items);
        let ids: BTreeSet<_> = items.iter().map(|item| item.work_item_id.clone()).collect();
        assert_eq!((items.len(), ids.len()), (3 * (round + 1), 3 * (round + 1)));
        assert!(items.iter().all(WorkItem::is_held));
    }
}

fn a_transaction_sees_what_it_appended(bench: &Bench) {
    let store = bench.open();
    let done = |id: &str| {
        completion_of(&json!({ "work_item_id": id, "completed_at": NOON.stamp(), "agent_id": null }))
    };
    write(&*store, |txn| {
        txn.append_completion(&done("a")).and_then(|()| txn.append_velocity(&earned("t", 1.0, NOON)))
    });
    write(&*store, |txn| {
        txn.append_completion(&done("b"))?;
        txn.append_velocity(&earned("t", 2.0, NOON))?;
        assert_eq!(texts(&txn.completions(Some(NOON))?), texts(&[done("a"), done("b")]));
        assert_eq!(txn.velocity(None)?, [earned("t", 1.0, NOON), earned("t", 2.0, NOON)]);
        Ok(())
    });
}

fn an_item_that_is_put_again_after_its_archiving_is_a_new_one(bench: &Bench) {
    let store = bench.open();
    put(&*store, &[plain("a"), plain("b")]);
    let receipt = write(&*store, |txn| txn.archive_item("a").and_then(|()| txn.put_item(&plain("a"))));
    assert!(receipt.archive.is_some());
    assert_eq!(item_ids(&*store, &ItemFilter::default()), ["b", "a"]);
    let entry = everything(&*store).pop().unwrap();
    assert_eq!(texts(&entry.puts.items), [text(&plain("a"))]);
    assert!(entry.drops.items.is_empty(), "recovery would take it away");
}

fn a_view_waits_for_nobody_and_shows_what_is_committed(bench: &Bench) {
    let (store, reader) = (bench.open(), bench.open());
    put(&*store, &[plain("a")]);
    let (ask, asked) = mpsc::channel();
    let (tell, told) = mpsc::channel();
    thread::scope(|scope| {
        // Outside of `work`: if the view does wait, the panic below ends the transaction, and with it the wait.
        scope.spawn(move || {
            asked.iter().try_for_each(|()| tell.send(item_ids(&*reader, &ItemFilter::default())))
        });
        write(&*store, move |txn| {
            txn.put_item(&plain("b"))?;
            ask.send(()).unwrap();
            assert_eq!(told.recv_timeout(Duration::from_mins(1)).expect("the view waits"), ["a"]);
            Ok(())
        });
    });
    assert_eq!(item_ids(&*bench.open(), &ItemFilter::default()), ["a", "b"]);
}

fn a_view_never_sees_half_a_transaction(bench: &Bench) {
    let store = bench.open();
    let pair =
        |round: u32| ["left", "right"].map(|id| item_of(&json!({ "work_item_id": id, "attempt": round })));
    put(&*store, &pair(0));
    let look = || {
        let reader = bench.open();
        for _ in 0..100 {
            let (first, second) = read(&*reader, |view| Ok((all_items(view)?, all_items(view)?)));
            assert_eq!(first[0].attempt, first[1].attempt);
            assert_eq!(texts(&first), texts(&second), "one view shows one state");
        }
    };
    thread::scope(|scope| {
        let reader = scope.spawn(look);
        let mut round = 0;
        while !reader.is_finished() {
            round += 1;
            put(&*store, &pair(round));
        }
    });
}

// Items.

fn put_replaces_by_id_and_keeps_the_order_of_creation(bench: &Bench) {
    let store = bench.open();
    put(&*store, &[plain("c"), plain("a")]);
    let entry = everything(&*store).pop().unwrap();
    assert_eq!(
        texts(&entry.puts.items),
        texts(&[plain("c"), plain("a")]),
        "recovery adds them in this order"
    );
    put(&*store, &[plain("b")]);
    let changed = item(r#"{"work_item_id":"a","agent_id":"x","claimed_at":null,"status":"active"}"#);
    put(&*store, &[plain("d"), changed.clone(), plain("c")]);
    assert_eq!(item_ids(&*store, &ItemFilter::default()), ["c", "a", "b", "d"]);
    assert_eq!(text(&read(&*store, |view| view.item("a")).unwrap()), text(&changed));
}

fn the_last_put_of_a_transaction_counts(bench: &Bench) {
    let store = bench.open();
    let last = item(r#"{"work_item_id":"a","agent_id":"last","claimed_at":null}"#);
    put(&*store, &[plain("a"), plain("b"), last.clone()]);
    assert_eq!(texts(&read(&*store, all_items)), texts(&[last.clone(), plain("b")]));
    let entry = everything(&*store).pop().unwrap();
    let images: BTreeSet<_> = texts(&entry.puts.items).into_iter().collect();
    assert_eq!(images, BTreeSet::from([text(&last), text(&plain("b"))]), "one after-image of each item");
}

/// Fields that this version has no name for, or has another type for, as other writers have them.
const FOREIGN: [&str; 6] = [
    r#"{"work_item_id":"numbers","agent_id":null,"claimed_at":null,"cost":1.50,"huge":1e999,"e":1E+2,"z":-0.0,"big":123456789012345678901234567890}"#,
    r#"{"work_item_id":"nulls","agent_id":null,"claimed_at":null,"work_type":null,"status":null,"telemetry":null,"progress":null,"lease":null,"fence":null}"#,
    r#"{"work_item_id":"types","claimed_at":null,"agent_id":7,"status":["a"],"progress":"75%","telemetry":"none","fence":-1,"attempt":1e999,"lease":"soon"}"#,
    r#"{"work_item_id":"names","agent_id":null,"claimed_at":null,"":0,"a\u0000b":1,"ключ":2,"\"quoted\"":3,"seq":{"crc":[[[]],{}]}}"#,
    r#"{"work_item_id":"escapes","agent_id":null,"claimed_at":null,"note":"\ud800","more":["\u00e9\/\udfff","\\u0041"],"team":"\udc00"}"#,
    r#"{"work_item_id":"nested","agent_id":null,"claimed_at":null,"telemetry":{"trace_id":"t","extra":1.50,"span_id":null}}"#,
];

fn foreign_fields_stay_in_items_that_nobody_puts(bench: &Bench) {
    let store = bench.open();
    put(&*store, &FOREIGN.map(item));
    put(&*store, &[plain("other")]);
    write(&*store, |txn| txn.archive_item("other"));
    store.checkpoint(NOON).unwrap();
    put(&*store, &[plain("another")]);
    let shown = texts(&read(&*bench.open(), all_items));
    assert_eq!(shown[..FOREIGN.len()], FOREIGN);
}

fn foreign_fields_stay_in_items_that_are_put(bench: &Bench) {
    let store = bench.open();
    put(&*store, &FOREIGN.map(item));
    write(&*store, |txn| {
        for mut known in all_items(txn)? {
            known.result = Some("new".to_owned());
            txn.put_item(&known)?;
        }
        Ok(())
    });
    let expected = FOREIGN.map(|json| {
        let mut expected = item(json);
        expected.result = Some("new".to_owned());
        text(&expected)
    });
    assert_eq!(texts(&read(&*bench.open(), all_items)), expected);
}

fn foreign_fields_stay_in_agents_and_completions(bench: &Bench) {
    let store = bench.open();
    let agents = [
        r#"{"agent_id":"a","capacity":"all","x":1.50,"performance_metrics":{"tasks_completed":0,"y":1e999}}"#,
        r#"{"agent_id":"b","team":null,"performance_metrics":[]}"#,
    ];
    let done = r#"{"work_item_id":"w","agent_id":7,"completed_at":17,"velocity_points":"5","x":[1.0]}"#;
    write(&*store, |txn| {
        agents.iter().try_for_each(|json| txn.put_agent(&serde_json::from_str(json).unwrap()))?;
        txn.append_completion(&serde_json::from_str(done).unwrap())
    });
    write(&*store, |txn| {
        let mut agent = txn.agent("a")?.unwrap();
        agent.worktree = Some("w".to_owned());
        txn.put_agent(&agent)
    });
    let changed = r#"{"agent_id":"a","performance_metrics":{"tasks_completed":0,"y":1e999},"worktree":"w","capacity":"all","x":1.50}"#;
    assert_eq!(texts(&read(&*store, |view| view.agents())), [changed, agents[1]]);
    assert_eq!(texts(&read(&*store, |view| view.completions(None))), [done]);
}

fn item_lines_are_those_of_the_file(bench: &Bench) {
    let store = bench.open();
    put(&*store, &FOREIGN.map(item));
    put(&*store, &[plain("a\nb"), plain("c")]);
    write(&*store, |txn| txn.archive_item("c"));
    let file = format!("[{}]", texts(&read(&*store, all_items)).join(","));
    assert_eq!(read(&*store, |view| view.item_lines()), json_text::pretty(&file, 0).lines().count());
}

// Filters.

/// Id, and holder, team and status word where there is one.
type Outline = (&'static str, Option<&'static str>, Option<&'static str>, Option<&'static str>);

/// Items of every status, some of them without a word for it.
const ASSORTED: [Outline; 9] = [
    ("w0", None, Some("t1"), Some("pending")),
    ("w1", Some("a"), Some("t1"), Some("active")),
    ("w2", Some("a"), Some("t2"), Some("in_progress")),
    ("w3", Some("b"), None, Some("")),
    ("w4", Some("a"), Some("t1"), Some("completed")),
    ("w5", None, Some("t2"), None),
    ("w6", Some("b"), Some("t1"), Some("cancelled")),
    ("w7", None, Some(""), Some("dead")),
    ("w8", Some(""), Some("t2"), None),
];

fn assorted() -> [WorkItem; 9] {
    ASSORTED.map(|(id, holder, team, status)| {
        let mut item = plain(id);
        (item.agent_id, item.team) = (holder.map(str::to_owned), team.map(str::to_owned));
        item.status = status.map(str::to_owned);
        item
    })
}

fn filters_choose_by_status_holder_and_team(bench: &Bench) {
    let store = bench.open();
    put(&*store, &assorted());
    let of_team = |team: &str| ItemFilter { team: Some(team.to_owned()), ..ItemFilter::default() };
    let of_holder = |holder: &str| ItemFilter { holder: Some(holder.to_owned()), ..ItemFilter::default() };
    let cases: [(ItemFilter, &[&str]); 11] = [
        (ItemFilter::with_statuses(&[Status::Pending]), &["w0", "w5"]),
        (ItemFilter::with_statuses(&[Status::Held]), &["w1", "w2", "w3", "w8"]),
        (
            ItemFilter::with_statuses(&[Status::Dead, Status::Completed, Status::Cancelled]),
            &["w4", "w6", "w7"],
        ),
        (of_team("t1"), &["w0", "w1", "w4", "w6"]),
        (of_team(""), &["w7"]),
        (of_holder("a"), &["w1", "w2", "w4"]),
        (of_holder(""), &["w8"]),
        (of_holder("nobody"), &[]),
        (ItemFilter::held_by("a"), &["w1", "w2"]),
        (ItemFilter { team: Some("t2".to_owned()), ..ItemFilter::held_by("a") }, &["w2"]),
        (ItemFilter::held_or_reserved_by("a"), &["w1", "w2"]),
    ];
    for (filter, expected) in cases {
        assert_eq!(item_ids(&*store, &filter), expected, "{filter:?}");
        let count = read(&*store, |view| view.count_items(&filter));
        assert_eq!(count as usize, expected.len(), "{filter:?}");
    }
}

fn reservations_are_neither_work_nor_candidates(bench: &Bench) {
    let store = bench.open();
    let held = |id: &str, work_type: &str| {
        item_of(&json!({
            "work_item_id": id, "agent_id": "a", "claimed_at": NOON.plus_secs(-9_000).stamp(), "status": "active",
            "work_type": work_type,
        }))
    };
    let items = [("r1", "reservation"), ("w1", "bug"), ("r2", "reservation"), ("w2", "bug"), ("w3", "bug")];
    put(&*store, &items.map(|(id, work_type)| held(id, work_type)));
    let work = ItemFilter { is_work: true, ..ItemFilter::with_statuses(&[Status::Held]) };
    let cases: [(ItemFilter, &[&str]); 3] = [
        (ItemFilter::held_by("a"), &["w1", "w2", "w3"]),
        (ItemFilter::held_or_reserved_by("a"), &["r1", "w1", "r2", "w2", "w3"]),
        (work, &["w1", "w2", "w3"]),
    ];
    for (filter, expected) in cases {
        assert_eq!(item_ids(&*store, &filter), expected, "{filter:?}");
        // More than once: an engine may count in another way when it is asked again.
        let counts =
            read(&*store, |view| (0..9).map(|_| view.count_items(&filter)).collect::<Result<Vec<_>>>());
        assert!(counts.iter().all(|count| *count as usize == expected.len()), "{filter:?}: {counts:?}");
    }
    let second = read(&*store, |view| view.candidates(&Candidates::all(NOON, 1_800), 1..3));
    let ids: Vec<String> = second.into_iter().map(|item| item.work_item_id).collect();
    assert_eq!(ids, ["w2", "w3"]);
}

// Logs.

fn completions_and_velocity_start_at_since(bench: &Bench) {
    let store = bench.open();
    let late = NOON.plus_secs(60);
    // Appended out of the order of their times, and kept in the order of appending.
    for at in [late, NOON, NOON.plus_secs(-1), NOON.plus_secs(1)] {
        let done = json!({ "work_item_id": "w", "completed_at": at.stamp(), "agent_id": null });
        write(&*store, |txn| {
            txn.append_completion(&completion_of(&done))?;
            txn.append_velocity(&earned("t", 3.0, at))
        });
    }
    let expected = [late, NOON, NOON.plus_secs(1)].map(Instant::stamp);
    let completed = read(&*store, |view| view.completions(Some(NOON)));
    let stamps: Vec<_> = completed.into_iter().filter_map(|done| done.completed_at).collect();
    assert_eq!(stamps, expected);
    let velocity = read(&*store, |view| view.velocity(Some(NOON)));
    assert_eq!(velocity.into_iter().map(|entry| entry.at).collect::<Vec<_>>(), expected);
    assert_eq!(read(&*store, |view| view.completions(None)).len(), 4);
    assert_eq!(read(&*store, |view| view.velocity(None)).len(), 4);
    assert!(read(&*store, |view| view.velocity(Some(late.plus_secs(1)))).is_empty());
}

fn a_completion_of_no_readable_time_is_older_than_any(bench: &Bench) {
    let store = bench.open();
    let times = [json!("yesterday"), json!(17), Value::Null, json!("2025-06-15T17:06:40+02:00")];
    let done =
        times.map(|at| completion_of(&json!({ "work_item_id": "w", "completed_at": at, "agent_id": null })));
    write(&*store, |txn| done.iter().try_for_each(|done| txn.append_completion(done)));
    assert_eq!(texts(&read(&*store, |view| view.completions(None))), texts(&done));
    let since_noon = read(&*store, |view| view.completions(Some(NOON)));
    assert_eq!(texts(&since_noon), [text(&done[3])], "the same instant in another time zone");
    let since_ever = read(&*store, |view| view.completions(Some(Instant::from_unix(-10_000_000_000))));
    assert_eq!(texts(&since_ever), [text(&done[3])]);
}

fn the_log_of_completions_can_be_read_in_passing(bench: &Bench) {
    let store = bench.open();
    let logged = |store: &dyn Store| {
        read(store, |view| {
            let mut seen = Vec::new();
            view.logged(&mut |entry| {
                seen.push((entry.work_item_id.as_deref().map(str::to_owned), entry.velocity_points));
                Ok(())
            })?;
            Ok(seen)
        })
    };
    assert!(logged(&*store).is_empty());
    let odd = json!({ "work_item_id": "a \"b\" \u{1f680}", "velocity_points": 2.5, "completed_at": 7 });
    let done = [odd, json!({ "work_item_id": "c", "agent_id": null, "velocity_points": "3" })];
    write(&*store, |txn| done.iter().try_for_each(|entry| txn.append_completion(&completion_of(entry))));
    let expected = [("a \"b\" \u{1f680}", Some(2.5)), ("c", None)];
    assert_eq!(logged(&*store), expected.map(|(id, points)| (Some(id.to_owned()), points)));
    let mut seen = 0;
    let ended = view(&*store, NOON, |view| {
        view.logged(&mut |_| {
            seen += 1;
            Err(refused())
        })
    });
    assert_eq!((ended.unwrap_err().kind(), seen), (Kind::WrongStatus, 1));
}

// The journal.

fn history_is_by_id_newest_and_in_order(bench: &Bench) {
    let store = bench.open();
    let by_a = json!({ "agent_id": "agent_a" });
    put(&*store, &[plain("x"), plain("y")]);
    write(&*store, |txn| txn.put_agent(&agent_of(&by_a)));
    put(&*store, &[plain("y")]);
    write(&*store, |txn| txn.archive_item("x"));
    let seqs_of = |id: Option<&str>, limit| seqs(&read(&*store, |view| view.history(id, limit)));
    let gapless = seqs_of(None, usize::MAX);
    assert!(gapless.windows(2).all(|pair| pair[1] == pair[0] + 1), "numbers without gaps: {gapless:?}");
    let all = seqs(&everything(&*store));
    assert_eq!(all.len(), 4);
    assert_eq!(seqs_of(None, 2), all[2..]);
    assert!(seqs_of(None, 0).is_empty());
    assert_eq!(seqs_of(Some("x"), 9), [all[0], all[3]]);
    assert_eq!(seqs_of(Some("y"), 1), [all[2]]);
    assert_eq!(seqs_of(Some("agent_a"), 9), [all[1]]);
    assert!(seqs_of(Some("unknown"), 9).is_empty());
}

/// The numbers and operations of the entries of the trail from `since` on, without those of the engine's own.
fn trailed(store: &dyn Store, since: Option<Instant>) -> Vec<(u64, String)> {
    read(store, |view| {
        let mut seen = Vec::new();
        view.trail(since, &mut |entry| {
            if entry.trace_id.as_deref().is_some_and(|trace| !trace.is_empty()) {
                seen.push((entry.number(), entry.op.as_deref().unwrap_or_default().to_owned()));
            }
            Ok(())
        })?;
        Ok(seen)
    })
}

fn the_trail_is_the_journal_in_order(bench: &Bench) {
    let store = bench.open();
    assert!(trailed(&*store, None).is_empty());
    put(&*store, &[plain("x"), plain("y")]);
    store.checkpoint(NOON).unwrap();
    let long = item_full_of(&"\" \n{}".repeat(200_000));
    put(&*bench.open(), std::slice::from_ref(&long));
    write(&*store, |txn| txn.archive_item("x"));
    let journal = everything(&*store);
    let expected: Vec<_> = journal.iter().map(|entry| (entry.seq, entry.op.clone())).collect();
    assert_eq!(expected.len(), 3);
    assert_eq!(trailed(&*store, None), expected);
    let mut told = Vec::new();
    read(&*store, |view| {
        view.trail(None, &mut |entry| {
            let ids = entry.puts.items.iter().map(|item| &item.work_item_id).chain(&entry.drops.items);
            told.extend(ids.flatten().map(ToString::to_string));
            Ok(())
        })
    });
    assert_eq!(told, ["x", "y", long.work_item_id.as_str(), "x"]);
}

fn the_trail_starts_at_since_whatever_the_clock_did(bench: &Bench) {
    let store = bench.open();
    let put_at = |secs: i64| {
        let intent = intent_at(NOON.plus_secs(secs));
        transact(&*store, &intent, |txn| txn.put_item(&plain("x"))).unwrap().1.seq.unwrap()
    };
    let seqs = [0, 60, 30, 90].map(put_at);
    let from = |secs: i64| -> Vec<u64> {
        trailed(&*store, Some(NOON.plus_secs(secs))).into_iter().map(|(seq, _)| seq).collect()
    };
    assert_eq!(from(0), seqs);
    assert_eq!(from(31), [seqs[1], seqs[3]]);
    assert_eq!(from(60), [seqs[1], seqs[3]]);
    assert_eq!(from(90), [seqs[3]]);
    assert!(from(91).is_empty());
}

fn an_error_of_the_visitor_ends_the_trail(bench: &Bench) {
    let store = bench.open();
    put(&*store, &[plain("x")]);
    put(&*store, &[plain("y")]);
    let mut seen = 0;
    let ended = view(&*store, NOON, |view| {
        view.trail(None, &mut |_| {
            seen += 1;
            Err(refused())
        })
    });
    assert_eq!((ended.unwrap_err().kind(), seen), (Kind::WrongStatus, 1));
}

fn an_entry_says_who_did_what_and_why(bench: &Bench) {
    let store = bench.open();
    put(&*store, &[plain("old"), plain("done")]);
    let intent = Intent {
        op: "claim",
        actor: Some("agent_1".to_owned()),
        reason: Some("because".to_owned()),
        ..named("request", NOON.plus_secs(5))
    };
    let receipt = transact(&*store, &intent, write_everything).unwrap().1;
    let entry = everything(&*store).pop().unwrap();
    assert_eq!((Some(entry.seq), entry.at), (receipt.seq, NOON.plus_secs(5).stamp()));
    assert_eq!((entry.op.as_str(), entry.trace_id), ("claim", intent.trace_id));
    assert_eq!(
        (entry.actor, entry.reason, entry.request_id),
        (intent.actor, intent.reason, intent.request_id)
    );
    assert_eq!(entry.answer.as_deref().map(RawValue::get), Some("\"kept\""));
    let images: BTreeSet<_> = texts(&entry.puts.items).into_iter().collect();
    let old = r#"{"work_item_id":"old","agent_id":"changed","claimed_at":null}"#;
    assert_eq!(images, BTreeSet::from([old.to_owned(), text(&plain("new"))]));
    assert_eq!((entry.puts.agents.len(), entry.puts.completions.len()), (1, 1));
    assert_eq!(entry.puts.velocity[0].line, earned("team", 5.0, NOON).line());
    assert_eq!((entry.drops.items, entry.drops.agents), (vec!["done".to_owned()], vec![]));
}

fn the_journal_is_whole_before_and_after_a_checkpoint(bench: &Bench) {
    let store = bench.open();
    for id in ["a", "b", "c"] {
        put(&*store, &[plain(id)]);
    }
    let before = shown(&*store);
    store.checkpoint(NOON).unwrap();
    assert_eq!(shown(&*store), before, "a checkpoint shows nothing");
    let receipt = put(&*bench.open(), &[plain("d")]);
    let report = store.verify().unwrap();
    assert_eq!(report.faults, Vec::<String>::new());
    let all = seqs(&read(&*store, |view| view.history(None, usize::MAX)));
    assert_eq!((report.records, report.last_seq), (all.len() as u64, receipt.seq));
    assert_eq!(report.first_seq, all.first().copied());
    assert_eq!(everything(&*store).len(), 4);
}

fn a_board_in_order_passes_its_examination(bench: &Bench) {
    let store = bench.open();
    put(&*store, &FOREIGN.map(item));
    let before = shown(&*store);
    for fix in [false, true] {
        let checks = store.examine(NOON.plus_secs(1), fix).unwrap();
        let wrong = |state| matches!(state, CheckState::Bad | CheckState::Fixed);
        let findings: Vec<_> = checks.iter().filter(|check| wrong(check.state)).collect();
        assert!(!checks.is_empty() && findings.is_empty(), "{findings:?}");
    }
    assert_eq!(shown(&*store), before);
}

// Answers.

fn answers_are_found_by_request_and_time(bench: &Bench) {
    let store = bench.open();
    let answer = r#"{"id":"work_1","n":[1,1.50,1e999,null],"text":"é\n"}"#.to_owned();
    let work = |txn: &mut dyn Txn| txn.put_item(&plain("a")).and_then(|()| txn.keep_answer(answer.clone()));
    transact(&*store, &named("request", NOON), work).unwrap();
    put(&*store, &[plain("b")]);
    let found = |id: &str, since| read(&*bench.open(), |view| view.answer(id, since));
    assert_eq!(found("request", NOON.plus_secs(-86_400)), Some(answer.clone()));
    assert_eq!(found("request", NOON.plus_secs(1)), None, "too old");
    assert_eq!(found("Request", NOON.plus_secs(-60)), None, "unknown");
    let (in_transaction, _) =
        transact(&*store, &intent_at(NOON), |txn| txn.answer("request", NOON.plus_secs(-60))).unwrap();
    assert_eq!(in_transaction, Some(answer));
}

fn an_answer_needs_a_name_and_nothing_else(bench: &Bench) {
    let store = bench.open();
    transact(&*store, &named("alone", NOON), |txn| txn.keep_answer("0".to_owned())).unwrap();
    let found = read(&*store, |view| view.answer("alone", NOON.plus_secs(-60)));
    assert_eq!(found, Some("0".to_owned()), "an answer without any other write");
    let again = named("again", NOON);
    transact(&*store, &again, |txn| txn.keep_answer("1".to_owned())).unwrap();
    transact(&*store, &Intent { now: NOON.plus_secs(100), ..again }, |txn| txn.keep_answer("2".to_owned()))
        .unwrap();
    assert_eq!(read(&*store, |view| view.answer("again", NOON.plus_secs(50))), Some("2".to_owned()));
    write(&*store, |txn| txn.put_item(&plain("a")).and_then(|()| txn.keep_answer("\"nameless\"".to_owned())));
    assert!(everything(&*store).pop().unwrap().answer.is_none());
}

// The archive.

fn what_is_dropped_is_gone_and_in_no_archive(bench: &Bench) {
    let store = bench.open();
    put(&*store, &[plain("a"), plain("b"), plain("c")]);
    let agents = ["x", "y"].map(|id| agent_of(&json!({ "agent_id": id })));
    write(&*store, |txn| agents.iter().try_for_each(|agent| txn.put_agent(agent)));
    let receipt = write(&*store, |txn| {
        ["b", "unknown"].iter().try_for_each(|id| txn.drop_item(id))?;
        ["x", "unknown"].iter().try_for_each(|id| txn.drop_agent(id))
    });
    assert_eq!(receipt.archive, None);
    assert_eq!(item_ids(&*bench.open(), &ItemFilter::default()), ["a", "c"]);
    assert_eq!(read(&*bench.open(), |view| view.agents()), agents[1..]);
    let drops = everything(&*store).pop().unwrap().drops;
    assert_eq!((drops.items, drops.agents), (vec!["b".to_owned()], vec!["x".to_owned()]));
    write(&*store, |txn| {
        txn.drop_item("a")?;
        txn.put_item(&plain("a"))?;
        txn.drop_agent("y")?;
        txn.put_agent(&agents[1])
    });
    assert_eq!(item_ids(&*store, &ItemFilter::default()), ["c", "a"]);
    let entry = everything(&*store).pop().unwrap();
    assert!(entry.drops.is_empty(), "recovery would take them away");
    assert_eq!((texts(&entry.puts.items), entry.puts.agents.len()), (vec![text(&plain("a"))], 1));
    assert_eq!(write(&*store, |txn| txn.drop_item("unknown")).seq, None);
}

fn archiving_removes_and_reports(bench: &Bench) {
    let store = bench.open();
    put(&*store, &[plain("a"), plain("b"), plain("c")]);
    assert_eq!(put(&*store, &[plain("b")]).archive, None);
    let receipt = write(&*store, |txn| ["a", "unknown", "c"].iter().try_for_each(|id| txn.archive_item(id)));
    assert!(receipt.archive.is_some() && receipt.seq.is_some());
    assert_eq!(item_ids(&*bench.open(), &ItemFilter::default()), ["b"]);
    let mut dropped = everything(&*store).pop().unwrap().drops.items;
    dropped.sort();
    assert_eq!(dropped, ["a", "c"]);
    write(&*store, |txn| txn.archive_item("b"));
    assert!(read(&*store, all_items).is_empty());
    put(&*store, &[plain("a")]);
    assert_eq!(item_ids(&*store, &ItemFilter::default()), ["a"]);
}

// Ids.

/// Draws two ids and puts an item for each.
fn draw(store: &dyn Store, now: Instant) -> Vec<u64> {
    let draw = |txn: &mut dyn Txn| {
        let ids = vec![txn.allocate_id()?, txn.allocate_id()?];
        ids.iter().try_for_each(|id| txn.put_item(&plain(&format!("work_{id}"))))?;
        Ok(ids)
    };
    transact(store, &intent_at(now), draw).unwrap().0
}

fn ids_grow_whatever_the_clock_does(bench: &Bench) {
    let hour = NOON.plus_secs(3_600).nanos();
    let clocks =
        [NOON.nanos(), hour, hour, NOON.nanos(), 0, -1, i128::MIN, hour + 1, i128::from(i64::MAX), 1];
    let drawn = clocks.map(|nanos| draw(&*bench.open(), Instant::from_nanos(nanos)));
    let ids = drawn.concat();
    assert!(ids.is_sorted_by(|before, after| before < after), "{ids:?}");
    assert!(ids.iter().all(|id| id.to_string().len() == 19), "they sort as text too: {ids:?}");
}

fn a_new_clock_reading_is_the_id(bench: &Bench) {
    let store = bench.open();
    for now in [NOON, NOON.plus_secs(3_600)] {
        let clock = u64::try_from(now.nanos()).unwrap();
        // Or a little more, where `work` ran before.
        assert!((clock..clock + 100).contains(&draw(&*store, now)[0]));
    }
}

// Many at once.

/// Runs `work` on a handle of its own in each of four threads, 25 times, and returns what all of them returned.
fn storm<T: Send>(bench: &Bench, work: impl Fn(&dyn Store, u32) -> T + Sync) -> Vec<T> {
    let work = &work;
    let repeat = |thread: u32| {
        let store = bench.open();
        (0..25).map(|round| work(&*store, thread * 25 + round)).collect::<Vec<_>>()
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|thread| scope.spawn(move || repeat(thread))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

fn no_update_is_lost(bench: &Bench) {
    put(&*bench.open(), &[item(r#"{"work_item_id":"counter","attempt":0}"#)]);
    let mut numbers = storm(bench, |store, _| {
        let receipt = write(store, |txn| {
            let mut counter = txn.item("counter")?.unwrap();
            counter.attempt = counter.attempt.map(|count| count + 1);
            txn.put_item(&counter)
        });
        receipt.seq.unwrap()
    });
    assert_eq!(read(&*bench.open(), |view| view.item("counter")).unwrap().attempt, Some(100));
    numbers.sort_unstable();
    assert_eq!(numbers, seqs(&everything(&*bench.open()))[1..], "each has a number of its own");
}

fn ids_grow_over_threads(bench: &Bench) {
    let drawn = storm(bench, |store, turn| draw(store, NOON.plus_secs(i64::from(turn % 7))));
    let ids: BTreeSet<_> = drawn.into_iter().flatten().collect();
    assert_eq!(ids.len(), 200);
    // The items stand in the order of their transactions.
    let names: Vec<_> = ids.iter().map(|id| format!("work_{id}")).collect();
    assert_eq!(item_ids(&*bench.open(), &ItemFilter::default()), names);
}

fn one_item_has_one_winner(bench: &Bench) {
    put(&*bench.open(), &[plain("wanted")]);
    let won = storm(bench, |store, turn| {
        let claim = |txn: &mut dyn Txn| {
            let mut item = txn.item("wanted")?.unwrap();
            if item.is_held() {
                return Err(refused());
            }
            (item.agent_id, item.status) = (Some(format!("agent_{turn}")), Some("active".to_owned()));
            txn.put_item(&item)
        };
        transact(store, &intent_at(NOON), claim).is_ok().then(|| format!("agent_{turn}"))
    });
    let winners: Vec<_> = won.into_iter().flatten().collect();
    assert_eq!(winners.len(), 1);
    assert_eq!(
        read(&*bench.open(), |view| view.item("wanted")).unwrap().agent_id,
        winners.into_iter().next()
    );
}

// Hostile text.

const HOSTILE: [&str; 20] = [
    "",
    " ",
    "\"quoted\" 'twice' `thrice`",
    "back\\slash \\n \\u0000 \\ud800 \\",
    "two\nlines\r\nand\ttabs",
    "nul\0nul",
    "\u{1b}[31mred\u{1b}[0m \u{1b}]8;;http://x\u{7}link\u{1b}]8;;\u{7} \u{1b}]52;c;eA==\u{7}",
    "\u{7f}\u{80}\u{85}\u{9b}31m",
    "👩‍👩‍👧‍👦 🏳️‍🌈 é e\u{301} 中文",
    "\u{202e}reversed\u{2066}\u{200b}\u{2028}\u{2029}",
    "\u{feff}bom \u{fffd} \u{ffff} \u{10ffff}",
    "../../../etc/passwd",
    "/dev/null",
    "$(touch pwned) ${HOME} %s %n",
    "'; DROP TABLE items; --",
    "null",
    "{\"work_item_id\":\"inner\"}",
    "]},\n{\"seq\":1}\n",
    "t: Team a +9 velocity points",
    "work_1750061120138238000",
];

/// An item with `text` in every field that holds text, and in the name of one that nobody knows.
fn item_full_of(text: &str) -> WorkItem {
    let stamp = Some(Stamp(text.to_owned()));
    let mut item = item_of(&json!({
        "work_item_id": text, "agent_id": text, "reactor_id": text, "estimated_duration": text, "work_type": text,
        "priority": text, "description": text, "status": text, "team": text, "result": text, "created_by": text,
        "telemetry": { "trace_id": text, "span_id": text, "operation": text, "service": text, "x": text },
        "lease": { "expires_at": text, "ttl_secs": 60 }, "paths": [text], format!("x{text}"): { text: text },
    }));
    (item.claimed_at, item.last_update) = (stamp.clone(), stamp.clone());
    (item.completed_at, item.created_at) = (stamp.clone(), stamp);
    item
}

fn agent_full_of(text: &str) -> Agent {
    agent_of(&json!({
        "agent_id": text, "team": text, "status": text, "specialization": text, "last_heartbeat": text,
        "performance_metrics": { "average_completion_time": text, "x": text }, "worktree": text,
        format!("x{text}"): [text],
    }))
}

fn completion_full_of(text: &str) -> Completion {
    let fields =
        json!({ "work_item_id": text, "completed_at": text, "agent_id": text, "result": text, "x": text });
    completion_of(&fields)
}

fn intent_full_of(text: &str) -> Intent {
    let text = text.to_owned();
    Intent {
        actor: Some(text.clone()),
        trace_id: text.clone(),
        reason: Some(text.clone()),
        ..named(&text, NOON)
    }
}

/// Writes records full of `text` and looks for them.
fn round_trip(bench: &Bench, text_of_all: &str) {
    let (item, agent) = (item_full_of(text_of_all), agent_full_of(text_of_all));
    let (done, points) = (completion_full_of(text_of_all), earned(text_of_all, 2.5, NOON));
    let answer = json!({ text_of_all: [text_of_all] }).to_string();
    let work = |txn: &mut dyn Txn| {
        txn.put_item(&item)?;
        txn.put_agent(&agent)?;
        txn.append_completion(&done)?;
        txn.append_velocity(&points)?;
        txn.keep_answer(answer.clone())
    };
    transact(&*bench.open(), &intent_full_of(text_of_all), work).unwrap();
    read(&*bench.open(), |view| {
        assert_eq!(text(&view.item(text_of_all)?.unwrap()), text(&item));
        assert_eq!(text(&view.agent(text_of_all)?.unwrap()), text(&agent));
        assert_eq!(text(&view.completions(None)?.pop().unwrap()), text(&done));
        // A velocity entry is a line of text: control characters in it are spaces.
        assert_eq!(view.velocity(None)?.pop(), VelocityEntry::parse(&points.line()));
        assert_eq!(view.answer(text_of_all, NOON.plus_secs(-60))?.as_ref(), Some(&answer));
        let filter = ItemFilter { holder: Some(text_of_all.to_owned()), ..ItemFilter::default() };
        assert_eq!(texts(&view.items(&filter)?), [text(&item)]);
        let entry = view.history(Some(text_of_all), 1)?.pop().unwrap();
        let said = [entry.actor.unwrap(), entry.reason.unwrap(), entry.request_id.unwrap(), entry.trace_id];
        assert_eq!(said, [text_of_all; 4]);
        assert_eq!(texts(&entry.puts.items), [text(&item)]);
        Ok(())
    });
}

fn hostile_text_comes_back_exactly(bench: &Bench) {
    for text in HOSTILE {
        round_trip(bench, text);
    }
    let store = bench.open();
    assert_eq!(item_ids(&*store, &ItemFilter::default()), HOSTILE);
    assert_eq!(store.verify().unwrap().faults, Vec::<String>::new());
    write(&*store, |txn| HOSTILE.iter().try_for_each(|id| txn.archive_item(id)));
    assert!(read(&*bench.open(), all_items).is_empty());
}

fn a_megabyte_of_text_comes_back_exactly(bench: &Bench) {
    let store = bench.open();
    let long = "é\"\\\n".repeat(1 << 18);
    let item = item_of(&json!({ "work_item_id": long, "description": long, long.as_str(): 1.5 }));
    let agent = agent_of(&json!({ "agent_id": long, "x": { "y": long } }));
    let work = |txn: &mut dyn Txn| {
        txn.put_item(&item)?;
        txn.put_agent(&agent)?;
        txn.keep_answer(json!(long).to_string())
    };
    transact(&*store, &named(&long, NOON), work).unwrap();
    put(&*store, &[plain("after")]);
    read(&*bench.open(), |view| {
        assert!(text(&view.item(&long)?.unwrap()) == text(&item), "the item");
        assert!(text(&view.agent(&long)?.unwrap()) == text(&agent), "the agent");
        assert!(view.answer(&long, NOON.plus_secs(-60))? == Some(json!(long).to_string()), "the answer");
        assert_eq!(view.history(Some(&long), 9)?.len(), 1);
        Ok(())
    });
}

fn a_watch_sees_what_another_handle_writes(bench: &Bench) {
    let mut watch = bench.open().watch().unwrap();
    assert!(!watch.wait(Duration::from_millis(1)).unwrap(), "there is no board yet");
    for id in ["w1", "w2", "w3"] {
        let other = bench.open();
        thread::scope(|scope| {
            scope.spawn(move || put(&*other, &[plain(id)]));
            assert!(watch.wait(Duration::from_mins(1)).unwrap(), "{id}");
        });
        let is_quiet = (0..10).any(|_| !watch.wait(Duration::ZERO).unwrap());
        assert!(is_quiet, "it tells of what did not happen");
    }
    let is_there = read(&*bench.open(), |view| view.item("w3")).is_some();
    assert!(is_there);
    put(&*bench.open(), &[plain("w4")]);
    assert!(watch.wait(Duration::ZERO).unwrap(), "what happened before the question counts too");
}

/// Stamps the suite on an engine: its name, and a function that returns a [`Bench`].
macro_rules! conformance_suite {
    (@on_one_board $($test:ident)*) => {
        $( #[test] fn $test() { super::$test(&new_bench()); } )*
    };
    (@exchange $($test:ident)*) => {
        $( #[test] fn $test() { exchange::$test(&new_bench()); } )*
    };
    ($engine:ident, $new_bench:expr) => {
        mod $engine {
            use super::*;

            fn new_bench() -> Bench {
                $new_bench()
            }

            side_files::suite! { new_bench }
            reading_on::suite! { new_bench }

            #[test]
            fn a_board_comes_to_where_none_was() {
                exchange::a_board_comes_to_where_none_was(&new_bench(), &new_bench());
            }

            #[test]
            fn random_steps_do_what_a_plain_model_does() {
                random::random_steps_do_what_a_plain_model_does(new_bench);
            }

            conformance_suite! { @exchange
                a_copy_brings_back_what_was_there
                numbers_and_ids_go_on_behind_both_boards
                a_copy_is_of_one_instant
                what_is_no_board_changes_nothing
                commands_go_on_while_a_board_is_replaced
            }

            conformance_suite! { @on_one_board
                a_board_exists_from_its_first_write_on
                an_empty_board_answers_every_question
                an_error_of_work_changes_nothing
                everything_in_one_transaction_is_made
                a_transaction_that_writes_nothing_has_no_number
                a_soft_change_is_seen_like_any_other
                a_call_is_a_write_of_its_own_and_stands_in_the_journal
                a_transaction_sees_its_own_writes
                a_transaction_sees_what_it_appended
                an_item_that_is_made_and_changed_in_one_transaction_is_there_once
                an_item_that_is_put_again_after_its_archiving_is_a_new_one
                a_view_waits_for_nobody_and_shows_what_is_committed
                a_view_never_sees_half_a_transaction
                put_replaces_by_id_and_keeps_the_order_of_creation
                the_last_put_of_a_transaction_counts
                foreign_fields_stay_in_items_that_nobody_puts
                foreign_fields_stay_in_items_that_are_put
                foreign_fields_stay_in_agents_and_completions
                item_lines_are_those_of_the_file
                filters_choose_by_status_holder_and_team
                reservations_are_neither_work_nor_candidates
                completions_and_velocity_start_at_since
                a_completion_of_no_readable_time_is_older_than_any
                the_log_of_completions_can_be_read_in_passing
                history_is_by_id_newest_and_in_order
                the_trail_is_the_journal_in_order
                the_trail_starts_at_since_whatever_the_clock_did
                an_error_of_the_visitor_ends_the_trail
                an_entry_says_who_did_what_and_why
                the_journal_is_whole_before_and_after_a_checkpoint
                a_board_in_order_passes_its_examination
                answers_are_found_by_request_and_time
                an_answer_needs_a_name_and_nothing_else
                archiving_removes_and_reports
                what_is_dropped_is_gone_and_in_no_archive
                ids_grow_whatever_the_clock_does
                a_new_clock_reading_is_the_id
                no_update_is_lost
                ids_grow_over_threads
                one_item_has_one_winner
                a_watch_sees_what_another_handle_writes
                hostile_text_comes_back_exactly
                a_megabyte_of_text_comes_back_exactly
            }
        }
    };
}

conformance_suite!(memory, || {
    let store = MemoryStore::default();
    Bench::new(move |_| store.clone())
});

// The whole suite once more on an engine that runs `work` twice, as one that has to retry does.
conformance_suite!(memory_that_runs_work_again, || {
    let store = MemoryStore::failing_at(Fault::RunAgain);
    Bench::new(move |_| store.clone())
});

conformance_suite!(files, || Bench::new(crate::store::files::FileStore::new));

// Once more with an index for the smallest board, which the files alone would read as a whole.
conformance_suite!(indexed_files, || Bench::new(crate::store::files::FileStore::indexing_all));
