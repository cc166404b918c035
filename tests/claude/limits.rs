//! Many processes at once keep within the limits of a provider, and leave alone who fails.

use std::fs::{self, File};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::scene::{asking, breaker, checks, configure};
use crate::support::{ApiAnswer, ApiError, Board, MessagesApi, NOON, Outcome, Running, eventually};

/// Half a minute and a second behind [`NOON`].
const LATER: &str = "2026-01-31T12:00:31Z";

/// An error of the service that may be tried again at once.
fn overloaded() -> ApiError {
    ApiError::of(529).header("retry-after-ms", "1")
}

fn ended_with(outcomes: &[Outcome], code: i32) -> usize {
    outcomes.iter().filter(|outcome| outcome.code == Some(code)).count()
}

#[test]
fn fifty_processes_keep_within_the_limit() {
    let server = MessagesApi::new();
    server.limit(12, Duration::from_millis(800));
    server.usually(ApiAnswer::Later(Duration::from_millis(60), Box::new(ApiAnswer::fitting())));
    let board = asking(&server);
    let outcomes: Vec<Outcome> = checks(&board, 50, "50s").into_iter().map(Running::finish).collect();
    for outcome in &outcomes {
        assert_eq!(outcome.code, Some(0), "{outcome}");
    }
    assert_eq!((server.count(), server.turned_away()), (50, 0));
    assert!((2..=12).contains(&server.most_at_once()), "{} at once", server.most_at_once());
    let standing = board.ok(&["claude-status", "--json"]).json();
    assert_eq!(
        (&standing["data"]["limits"][0]["limit"], &standing["data"]["calls_under_way"]),
        (&12.into(), &0.into())
    );
}

#[test]
fn a_refusal_for_the_limits_pauses_every_process() {
    let server = MessagesApi::new();
    let board = asking(&server);
    board.ok(&["claude-status", "--check"]);
    server.plan([ApiError::of(429).header("retry-after", "30")]);
    board.run(&["claude-status", "--check", "--timeout", "10s"]).fails_with(21);
    let late = board.run(&["claude-status", "--check", "--timeout", "10s"]).fails_with(23);
    assert!(late.err().contains("leave no room for another"), "{late}");
    assert_eq!(server.count(), 2);
}

#[test]
fn calls_are_made_again_only_where_that_may_help() {
    let good = || ApiAnswer::from(serde_json::json!({ "ok": true }));
    let error = |error: ApiError| ApiAnswer::from(error);
    let quick = |status| ApiError::of(status).header("retry-after-ms", "1");
    // What comes, how many requests there are, and how it ends.
    let cases: Vec<(&str, Vec<ApiAnswer>, usize, i32)> = vec![
        ("overload", vec![error(quick(529)), error(quick(529)), good()], 3, 0),
        ("too much", vec![error(quick(500)), error(quick(500)), error(quick(500)), good()], 3, 21),
        ("conflict", vec![error(quick(409)), good()], 2, 0),
        ("limit", vec![error(quick(429)), good()], 2, 0),
        ("hang up", vec![ApiAnswer::HangUp, good()], 2, 0),
        ("cut", vec![ApiAnswer::Cut("{\"ok\":true}".to_owned()), good()], 2, 0),
        ("wrong", vec![error(ApiError::of(400)), good()], 1, 21),
        ("key", vec![error(ApiError::of(401)), good()], 1, 21),
        ("billing", vec![error(ApiError::of(402)), good()], 1, 21),
        ("rights", vec![error(ApiError::of(403)), good()], 1, 21),
        ("size", vec![error(ApiError::of(413)), good()], 1, 21),
        ("spent", vec![error(quick(429).code("enforced_spend_limit_reached")), good()], 1, 21),
        ("told not to", vec![error(quick(500).header("x-should-retry", "false")), good()], 1, 21),
        ("told to", vec![error(quick(400).header("x-should-retry", "true")), good()], 2, 0),
        ("too late", vec![error(ApiError::of(503).header("retry-after", "600")), good()], 1, 21),
        ("repaired", vec!["{\"ok\":1}".into(), good()], 2, 0),
        ("rubbish", vec!["{\"ok\":1}".into(), "no".into(), good()], 2, 22),
        ("cut off", vec![ApiAnswer::Stopped("max_tokens", "{\"o".to_owned()), good()], 2, 0),
    ];
    for (name, answers, requests, code) in cases {
        let server = MessagesApi::new();
        server.plan(answers);
        let outcome = asking(&server).run(&["claude-status", "--check"]);
        assert_eq!((server.count(), outcome.code), (requests, Some(code)), "{name}: {outcome}");
    }
}

#[test]
fn the_breaker_opens_once_and_then_one_process_tries() {
    let server = MessagesApi::new();
    server.usually(overloaded());
    let mut board = asking(&server).at(NOON);
    configure(&board, "[claude]\nretries = 0\n");
    let outcomes: Vec<Outcome> = checks(&board, 50, "50s").into_iter().map(Running::finish).collect();
    assert_eq!(ended_with(&outcomes, 21) + ended_with(&outcomes, 20), 50);
    let standing = breaker(&board);
    assert_eq!((&standing["state"], &standing["openings"]), (&"OPEN".into(), &1.into()));
    let asked = server.count();
    assert!((5..40).contains(&asked), "{asked} requests");
    assert_eq!(ended_with(&outcomes, 21), asked);
    let refused = board.run(&["claude-status", "--check"]).fails_with(20);
    assert!(refused.err().contains("the breaker of api is open for another 30 s"), "{refused}");
    assert!(refused.err().contains("coord breaker reset"), "{refused}");
    assert_eq!(server.count(), asked);

    board.set_clock(LATER);
    assert_eq!(breaker(&board)["state"], "HALF_OPEN");
    let may_answer = Arc::new(AtomicBool::new(false));
    let waits = Arc::clone(&may_answer);
    server.usually(ApiAnswer::by(move |_| {
        while !waits.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(2));
        }
        ApiAnswer::fitting()
    }));
    let trial = Running::start(&mut board.command(&["claude-status", "--check"]));
    eventually("the trial asks", || (server.count() > asked).then_some(()));
    let others: Vec<Outcome> = checks(&board, 20, "50s").into_iter().map(Running::finish).collect();
    assert_eq!(ended_with(&others, 20), 20);
    assert!(others[0].err().contains("half open: another process tries"), "{}", others[0]);
    may_answer.store(true, Ordering::Relaxed);
    trial.finish().ok();
    assert_eq!(server.count(), asked + 1);
    let standing = breaker(&board);
    assert_eq!((&standing["state"], &standing["failures"]), (&"CLOSED".into(), &0.into()));
    board.ok(&["claude-status", "--check"]);
}

#[test]
fn the_breaker_can_be_closed_by_hand() {
    let server = MessagesApi::new();
    server.plan((0..5).map(|_| overloaded()));
    let board = asking(&server).at(NOON);
    configure(&board, "[claude]\nretries = 0\n");
    (0..5).for_each(|_| drop(board.run(&["claude-status", "--check"]).fails_with(21)));
    board.run(&["claude-status", "--check"]).fails_with(20);
    // An empty argument is none: nothing is reset.
    assert_eq!(board.ok(&["breaker", "", "--json"]).json()["data"]["reset"], serde_json::Value::Null);
    assert_eq!(board.ok(&["breaker", "reset", "--json"]).json()["data"]["reset"], 1);
    assert_eq!(breaker(&board)["state"], "CLOSED");
    board.ok(&["claude-status", "--check"]);
    assert_eq!(board.ok(&["breaker", "reset", "--json"]).json()["data"]["reset"], 0);
}

#[test]
fn who_waits_less_than_usual_opens_the_breaker_for_nobody() {
    let server = MessagesApi::new();
    server.usually(ApiAnswer::Silence);
    let board = asking(&server).at(NOON);
    let line = ["claude-status", "--check", "--timeout", "300ms"];
    (0..6).for_each(|_| drop(board.run(&line).fails_with(23)));
    assert_eq!(board.ok(&["breaker", "--json"]).json()["data"]["total"], 0);
    // Where that is the usual time, it says something.
    configure(&board, "[claude]\ntimeout = \"300ms\"\n");
    (0..5).for_each(|_| drop(board.run(&line[..2]).fails_with(23)));
    assert_eq!(breaker(&board)["state"], "OPEN");
}

#[test]
fn who_is_killed_while_it_asks_holds_up_nobody_for_ever() {
    let server = MessagesApi::new();
    server.plan([ApiAnswer::Silence]);
    let mut board = asking(&server).at(NOON);
    let killed = Running::start(&mut board.command(&["claude-status", "--check", "--timeout", "60s"]));
    eventually("it asks", || (server.count() == 1).then_some(()));
    killed.signal(Signal::KILL);
    killed.finish();
    // Nothing is known of the limits, so that the next one waits until the first is given up.
    let late = board.run(&["claude-status", "--check", "--timeout", "1s"]).fails_with(23);
    assert!(late.err().contains("nothing is known of its limits"), "{late}");
    assert_eq!(server.count(), 1);
    // Its minute, and what it is given beyond that.
    board.set_clock("2026-01-31T12:01:03Z");
    board.ok(&["claude-status", "--check"]);
    assert_eq!(server.count(), 2);
    // Whoever did not come back may have been answered: its money counts.
    let spent = board.ok(&["claude-status", "--json"]).json()["data"]["spent_today_usd"].as_f64().unwrap();
    assert!(spent > 0.000_1, "{spent}");
}

#[test]
fn who_is_killed_while_it_tries_leaves_that_to_the_next() {
    let server = MessagesApi::new();
    server.plan((0..5).map(|_| overloaded()));
    let mut board = asking(&server).at(NOON);
    configure(&board, "[claude]\nretries = 0\n");
    (0..5).for_each(|_| drop(board.run(&["claude-status", "--check"]).fails_with(21)));
    server.plan([ApiAnswer::Silence]);
    board.set_clock(LATER);
    let killed = Running::start(&mut board.command(&["claude-status", "--check", "--timeout", "60s"]));
    eventually("it asks", || (server.count() == 6).then_some(()));
    killed.signal(Signal::KILL);
    killed.finish();
    board.run(&["claude-status", "--check"]).fails_with(20);
    // Its minute, and what it is given beyond that.
    board.set_clock("2026-01-31T12:01:34Z");
    board.ok(&["claude-status", "--check"]);
    assert_eq!((server.count(), breaker(&board)["state"].clone()), (7, "CLOSED".into()));
}

#[test]
fn ctrl_c_ends_a_call_at_once() {
    let server = MessagesApi::new();
    server.usually(ApiAnswer::Silence);
    let board = asking(&server);
    let asks = Running::start(&mut board.command(&["claude-status", "--check"]));
    eventually("it asks", || (server.count() == 1).then_some(()));
    let start = Instant::now();
    asks.signal(Signal::INT);
    let outcome = asks.finish();
    assert_eq!(outcome.code, Some(130), "{outcome}");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    // It says nothing of the service, and holds up nobody.
    server.usually(ApiAnswer::fitting());
    board.ok(&["claude-status", "--check"]);
}

/// Has this lock of the board to itself.
fn held(board: &Board, name: &str) -> File {
    fs::create_dir_all(board.path(".store/side")).unwrap();
    let file = File::options().create(true).append(true).open(board.path(&format!(".store/{name}"))).unwrap();
    file.lock().unwrap();
    file
}

#[test]
fn waiting_for_a_lock_counts_and_ends_with_ctrl_c() {
    let server = MessagesApi::new();
    let board = asking(&server);
    let spend = held(&board, "side/claude_spend.lock");
    let start = Instant::now();
    let line = ["claude-status", "--check", "--timeout"];
    let late = board.run(&[line[0], line[1], line[2], "500ms"]).fails_with(23);
    assert!(late.err().contains("claude_spend.lock") && late.err().contains("did not come free"), "{late}");
    // The locks that are free are not waited for, and nobody is asked in vain.
    assert_eq!(server.count(), 0);
    let asks = Running::start(&mut board.command(&[line[0], line[1], line[2], "60s"]));
    let waits = format!("/proc/{}/task", asks.pid());
    eventually("it waits", || (fs::read_dir(&waits).unwrap().count() > 1).then_some(()));
    asks.signal(Signal::INT);
    let outcome = asks.finish();
    assert_eq!((outcome.code, server.count()), (Some(130), 0), "{outcome}");
    drop(spend);
    // What came is told, though the journal cannot be written by then.
    let _board = held(&board, "lock");
    board.ok(&[line[0], line[1], line[2], "1s"]);
    assert_eq!(server.count(), 1);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}
