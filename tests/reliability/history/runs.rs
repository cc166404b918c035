//! Fleets of real processes on one board, with leases that are short, processes that are killed and stopped, and
//! clocks that step: whatever they were told must be explained by the rules of a claim.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

use super::answer::{agent_id, result_text, seen};
use super::checker::{Violation, check};
use super::operation::{Call, Caller, History, Outcome, Seen, Told};
use super::recorder::{LEASE, Recorder};
use super::worker::{Fleet, Worker, added, took};
use crate::support::{Board, eventually, scale, text_of};

/// The agent that finishes what the fleet left.
const LAST: u32 = 999;
/// Longer than any item is kept waiting, in seconds.
const LONG: i64 = 10_000;

#[test]
fn what_a_fleet_is_told_keeps_the_rules() {
    let board = board();
    run(&board, 8, scale(700, 20_000), 0).unwrap_or_else(|violation| panic!("{violation}"));
    board.assert_consistent();
    let items = board.all_items();
    let open: Vec<_> = items.iter().filter(|item| text_of(item, "status") != "completed").collect();
    assert!(open.is_empty(), "left behind: {open:#?}");
}

#[test]
fn a_fleet_that_is_lied_to_about_the_time_is_found() {
    let found = run(&board(), 6, 300, 3_600).expect_err("leases were broken, and nobody noticed");
    assert!(found.is_certain, "{found}");
}

fn board() -> Board {
    let board = Board::new().with("WORK_CLAIM_TIMEOUT", &format!("{LEASE}s"));
    fs::create_dir_all(board.dir()).unwrap();
    fs::write(board.path("config.toml"), "[queue]\nbackoff_base = \"2s\"\nbackoff_limit = \"10s\"\n")
        .unwrap();
    board
}

/// Sets `workers` on the board until they asked so many questions, finishes what they left, and checks what all were
/// told. What is written down of the clock is `lie` seconds behind.
fn run(board: &Board, workers: u32, questions: usize, lie: i64) -> Result<(), Violation> {
    for agent in (0..workers).chain([LAST]) {
        board.ok(&["register", &agent_id(agent)]);
    }
    let mail = (0..workers).map(|_| Mutex::default()).collect();
    let fleet = Fleet { recorder: Recorder::new(board, lie), workers, kills: AtomicUsize::new(0), mail };
    thread::scope(|scope| {
        for agent in 0..workers {
            let worker = Worker::new(&fleet, agent);
            scope.spawn(move || worker.work_until(questions));
        }
    });
    let kills = fleet.kills.load(Ordering::Relaxed);
    answer_what_was_left(&fleet.recorder);
    finish(&fleet.recorder, board);
    look(&fleet.recorder, board);
    let history = fleet.recorder.into_history();
    eprintln!("{kills} kills, {}", summary(&history));
    check(&history).map(drop)
}

/// What was asked by name and never answered is asked again: then it is known which item it was about.
fn answer_what_was_left(recorder: &Recorder<'_>) {
    for question in recorder.left() {
        let answer = recorder.ask_in_peace(&question);
        match question.arguments[0].as_str() {
            "add" => added(recorder, &question, &answer),
            _ => drop(took(recorder, &question, &answer)),
        }
    }
}

/// Takes and completes everything; what is dead gets another chance. In the end nothing may be left to take.
fn finish(recorder: &Recorder<'_>, board: &Board) {
    eventually("everything is completed", || {
        recorder.wait(LONG);
        while complete_one(recorder) {}
        let dead = |item: &serde_json::Value| text_of(item, "status") == "dead";
        let dead: Vec<_> = board.all_items().into_iter().filter(dead).collect();
        for item in &dead {
            let id = text_of(item, "work_item_id");
            let question = recorder.question(Some(LAST), &["retry", id], recorder.wait(1));
            let outcome = recorder.ask_in_peace(&question).outcome().unwrap();
            recorder.note(&question, recorder.item(id), Call::Retry, outcome);
        }
        dead.is_empty().then_some(())
    });
}

/// Takes an item and completes it. Where there is none, every item must have a reason for that.
fn complete_one(recorder: &Recorder<'_>) -> bool {
    let next = recorder.question(Some(LAST), &["next"], recorder.wait(1));
    let answer = recorder.ask_in_peace(&next);
    if took(recorder, &next, &answer).is_none() {
        for item in 0..u32::try_from(recorder.ids().len()).unwrap() {
            recorder.note(&next, item, Call::FindNothing, Outcome::Acknowledged(Told::default()));
        }
        return false;
    }
    let id = answer.id();
    let item = recorder.item(id);
    let result = LAST * 100_000 + item;
    let text = result_text(result);
    let complete = recorder.question(Some(LAST), &["complete", id, &text, "1"], recorder.wait(1));
    let by = Caller { agent: Some(LAST), fence: None };
    let outcome = recorder.ask_in_peace(&complete).outcome().unwrap();
    recorder.note(&complete, item, Call::Complete { by, result }, outcome);
    true
}

/// Writes down how every item stands in the files.
fn look(recorder: &Recorder<'_>, board: &Board) {
    let items = board.all_items();
    for id in recorder.ids() {
        let look = recorder.question(None, &["look"], recorder.wait(0));
        let found = items.iter().find(|item| text_of(item, "work_item_id") == id);
        let (seen, fence) = found.map_or((Seen::Nothing, 0), seen);
        let call = Call::See { seen, fence };
        recorder.note(&look, recorder.item(&id), call, Outcome::Acknowledged(Told::default()));
    }
}

/// How much of what there is in a history.
fn summary(history: &History) -> String {
    let count = |outcome: fn(&Outcome) -> bool| {
        history.operations.iter().filter(|operation| outcome(&operation.outcome)).count()
    };
    let acknowledged = count(|outcome| matches!(outcome, Outcome::Acknowledged(_)));
    let refused = count(|outcome| *outcome == Outcome::Refused);
    let unknown = count(|outcome| *outcome == Outcome::Unknown);
    format!("{acknowledged} acknowledged, {refused} refused, {unknown} unknown")
}
