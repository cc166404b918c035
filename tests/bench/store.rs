//! What the store costs inside one process, without starting one: `cargo bench --bench store`.
//!
//! Boards are made on the disk of the target directory, since a transaction ends with a sync.

#![allow(missing_docs, reason = "the functions are made by a macro")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot run has nothing to report")]

#[expect(dead_code, reason = "the comparison of whole processes uses more of it")]
#[path = "compare/board.rs"]
mod board;

use std::path::Path;
use std::time::Duration;

use coord::domain::{Instant, Lease, Telemetry, WorkItem};
use coord::store::files::array::{ArrayText, Kind};
use coord::store::{Durability, Intent, ItemFilter, Options, Store, open, transact, view};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tempfile::TempDir;

use board::{Board, agent_id};

const SIZES: [usize; 3] = [141, 1_000, 10_000];
const NOW: Instant = Instant::from_unix(1_760_000_000);
const LEASE_SECS: u32 = 1_800;

/// The text of `work_claims.json`: read with every check, taken apart, asked for one record, and written with one
/// more.
fn text(criterion: &mut Criterion) {
    for items in SIZES {
        let board = Board::of(items);
        let text = board.work_claims().into_bytes();
        let id = board.held_ids().nth(items / 4).unwrap();
        let trusted = || ArrayText::trusted(Kind::Items, text.clone());
        let mut group = criterion.benchmark_group(format!("text of {items} items"));
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("parse", |bencher| {
            bencher.iter(|| ArrayText::parse(Kind::Items, &text).unwrap());
        });
        let array = trusted();
        group.bench_function("split", |bencher| bencher.iter(|| array.records().count()));
        group.bench_function("find", |bencher| bencher.iter(|| array.get(&id).unwrap().len()));
        group.bench_function("append and write", |bencher| {
            bencher.iter_batched(trusted, append_and_write, BatchSize::LargeInput);
        });
        group.finish();
    }
}

fn append_and_write(mut array: ArrayText) -> Vec<u8> {
    let item = new_item();
    array.append(&item.work_item_id, serde_json::to_string(&item).unwrap());
    let mut written = Vec::new();
    array.write_to(&mut written).unwrap();
    written
}

/// A claim from the lock to the sync, and without the sync. The id stays the same, so that the board does not
/// grow under the bench.
fn claim(criterion: &mut Criterion) {
    for (name, durability) in [("claim", Durability::Synced), ("claim, not synced", Durability::Soft)] {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(50).measurement_time(Duration::from_secs(5));
        for items in SIZES {
            let place = place_with(&Board::of(items));
            let store = open(options(place.path()));
            group.bench_function(BenchmarkId::from_parameter(items), |bencher| {
                bencher.iter(|| claim_once(store.as_ref(), durability));
            });
        }
        group.finish();
    }
}

/// One item in the middle of the board, asked for without a lock.
fn item(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("item");
    for items in SIZES {
        let board = Board::of(items);
        let place = place_with(&board);
        let store = open(options(place.path()));
        let id = board.held_ids().nth(items / 4).unwrap();
        group.bench_function(BenchmarkId::from_parameter(items), |bencher| {
            bencher.iter(|| view(store.as_ref(), NOW, |view| view.item(&id)).unwrap().unwrap());
        });
    }
    group.finish();
}

/// What one agent holds, asked for without a lock.
fn items_of_an_agent(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("items of an agent");
    let filter = ItemFilter::held_by(&agent_id(1));
    for items in SIZES {
        let place = place_with(&Board::of(items));
        let store = open(options(place.path()));
        group.bench_function(BenchmarkId::from_parameter(items), |bencher| {
            bencher.iter(|| view(store.as_ref(), NOW, |view| view.items(&filter)).unwrap());
        });
    }
    group.finish();
}

fn claim_once(store: &dyn Store, durability: Durability) {
    transact(store, &intent(durability), |txn| {
        txn.allocate_id()?;
        txn.agent(&agent_id(0))?;
        txn.put_item(&new_item())
    })
    .unwrap();
}

fn new_item() -> WorkItem {
    let words = ["feature", "Add login", "high", "backend_team"].map(ToOwned::to_owned);
    let [work_type, description, priority, team] = words;
    let telemetry = Telemetry::of_claim(&"a".repeat(32), &"b".repeat(16), "s2s-coordination");
    let draft = WorkItem::draft(work_type, description, priority, team);
    let id = "work_1760000000000000000".to_owned();
    draft.claimed(id, &agent_id(0), telemetry, Lease::starting(NOW, LEASE_SECS), NOW)
}

fn intent(durability: Durability) -> Intent {
    Intent {
        op: "claim",
        actor: Some(agent_id(0)),
        trace_id: "a".repeat(32),
        request_id: None,
        reason: None,
        now: NOW,
        durability,
        create: true,
    }
}

fn options(dir: &Path) -> Options {
    Options {
        dir: dir.to_owned(),
        lock_timeout: Duration::from_secs(30),
        given_up: None,
        allow_network_fs: true,
        legacy_lock: false,
        group: false,
        lease_secs: LEASE_SECS,
        checkpoint_records: 1_000,
        audit_keep_days: 90,
    }
}

/// A directory of its own that holds `board`.
fn place_with(board: &Board) -> TempDir {
    let place = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    board.write_to(place.path()).unwrap();
    place
}

criterion_group!(benches, text, claim, item, items_of_an_agent);
criterion_main!(benches);
