//! Many processes at once: all of them are served, each exactly once, and readers never see a file in between.

use std::collections::HashSet;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use serde_json::Value;

use crate::support::{Board, JSON_FILES, Outcome, Running, has, scale, text_of};

#[test]
fn a_storm_of_claims_serves_everybody() {
    let board = Board::new().with("COORD_LOCK_TIMEOUT", scale("30s", "10m"));
    board.claim("the first");
    let count = scale(200, 1_000);
    let outcomes = watched(&board, || released_at_once(&board, (0..count).map(claim)));
    check_claims(&board, &outcomes, count + 1);
}

#[test]
fn a_storm_on_a_directory_that_is_not_there_yet_serves_everybody() {
    let board = Board::new().with("COORD_LOCK_TIMEOUT", scale("30s", "10m"));
    let count = scale(40, 200);
    let running: Vec<_> =
        (0..count).map(|number| Running::start(&mut board.command(&claim(number)))).collect();
    let outcomes: Vec<_> = running.into_iter().map(Running::finish).collect();
    check_claims(&board, &outcomes, count);
}

#[test]
fn twenty_progress_reports_at_once_are_twenty_updates() {
    let board = Board::new();
    let ids: Vec<_> = (0..20).map(|number| board.claim(&format!("piece {number}"))).collect();
    let report =
        |(number, id): (usize, &String)| ["progress".to_owned(), id.clone(), (number + 1).to_string()];
    let outcomes = watched(&board, || released_at_once(&board, ids.iter().enumerate().map(report)));
    for outcome in outcomes {
        outcome.ok();
    }
    for (number, id) in ids.iter().enumerate() {
        assert_eq!(board.item(id)["progress"].as_u64(), u64::try_from(number + 1).ok(), "{id}");
    }
    board.assert_consistent();
}

#[test]
fn one_completion_wins_when_twenty_disagree() {
    let board = Board::new();
    let id = board.claim("contested");
    let complete =
        |number: usize| ["complete".to_owned(), id.clone(), format!("result {number}"), "2".to_owned()];
    let outcomes = released_at_once(&board, (0..20).map(complete));
    assert_eq!(outcomes.iter().filter(|outcome| outcome.succeeded()).count(), 1, "one winner");
    for refused in outcomes.into_iter().filter(|outcome| !outcome.succeeded()) {
        refused.fails_with(14);
    }
    assert_eq!(board.log().len(), 1);
    board.assert_consistent();
}

fn claim(number: usize) -> [String; 5] {
    ["claim", "feature", &format!("piece {number}"), "high", "backend_team"].map(ToOwned::to_owned)
}

/// Starts all commands while the lock of the board is taken, then lets go: they run at the same time.
fn released_at_once<const N: usize>(
    board: &Board,
    commands: impl Iterator<Item = [String; N]>,
) -> Vec<Outcome> {
    let lock = File::options().read(true).write(true).open(board.path(".store/lock")).unwrap();
    fs2::FileExt::lock_exclusive(&lock).unwrap();
    let running: Vec<_> = commands.map(|arguments| Running::start(&mut board.command(&arguments))).collect();
    drop(lock);
    running.into_iter().map(Running::finish).collect()
}

fn check_claims(board: &Board, outcomes: &[Outcome], count: usize) {
    for outcome in outcomes {
        assert!(outcome.succeeded(), "refused in the storm: {outcome}");
    }
    let told: HashSet<_> = outcomes.iter().map(Outcome::work_id).collect();
    assert_eq!(told.len(), outcomes.len(), "an id was given twice");
    let items = board.items();
    assert_eq!(items.len(), count);
    let stored: HashSet<_> = items.iter().map(|item| text_of(item, "work_item_id").to_owned()).collect();
    assert!(told.is_subset(&stored), "an acknowledged claim is not there");
    assert_eq!(stored.len(), count);
    for line in fs::read_to_string(board.path("telemetry_spans.jsonl")).unwrap().lines() {
        serde_json::from_str::<Value>(line).unwrap_or_else(|cause| panic!("span {line}: {cause}"));
    }
    board.assert_consistent();
}

/// Runs `storm` while two readers, one of them `jq`, read every file over and over.
fn watched<T>(board: &Board, storm: impl FnOnce() -> T) -> T {
    let (over, readings) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        let reading = || while_not(&over, || read_all(board.dir(), &readings));
        let asking = || while_not(&over, || ask_jq(board.dir(), &readings));
        scope.spawn(reading);
        if has(&["jq"]) {
            scope.spawn(asking);
        }
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(storm));
        over.store(true, Ordering::Relaxed);
        eprintln!("{} readings", readings.load(Ordering::Relaxed));
        result.unwrap_or_else(|cause| std::panic::resume_unwind(cause))
    })
}

/// Once more after the end, so that there is a reading in every run.
fn while_not(over: &AtomicBool, mut work: impl FnMut()) {
    while !over.load(Ordering::Relaxed) {
        work();
    }
    work();
}

fn read_all(dir: &Path, readings: &AtomicUsize) {
    for name in JSON_FILES {
        let Ok(text) = fs::read(dir.join(name)) else { continue };
        let value = serde_json::from_slice::<Value>(&text);
        assert!(value.is_ok(), "{name} is broken: {}", String::from_utf8_lossy(&text));
        readings.fetch_add(1, Ordering::Relaxed);
    }
}

fn ask_jq(dir: &Path, readings: &AtomicUsize) {
    let mut jq = Command::new("jq");
    jq.args(["-e", "length > 0", "work_claims.json", "agent_status.json"]).current_dir(dir);
    let outcome = Running::start(&mut jq).finish().ok();
    assert_eq!(outcome.out(), "true\ntrue\n");
    readings.fetch_add(1, Ordering::Relaxed);
}
