//! `alerts`: what fires, that it fires once and resolves once, and that nothing is made up.

use std::thread;

use serde_json::{Value, json};

use crate::scene::{FIRST, json_lines, run_with, scene, unnamed, write};
use crate::support::{Board, Outcome};

#[track_caller]
fn rule(outcome: &Outcome, name: &str) -> Value {
    let document = outcome.json();
    let all = document["data"]["items"].as_array().unwrap();
    all.iter().find(|alarm| alarm["rule"] == name).unwrap_or_else(|| panic!("{name}: {document}")).clone()
}

#[track_caller]
fn look(board: &Board, name: &str) -> Value {
    rule(&board.run(&["alerts", "--json"]), name)
}

/// State, value and limit.
fn told(alarm: &Value) -> (Value, Value, Value) {
    (alarm["state"].clone(), alarm["value"].clone(), alarm["limit"].clone())
}

fn expected(state: &str, value: impl Into<Value>, limit: impl Into<Value>) -> (Value, Value, Value) {
    (state.into(), value.into(), limit.into())
}

/// A span of a command that ended so many seconds before noon.
fn span(operation: &str, secs_ago: u32, duration_ms: u32, error: Option<&str>) -> String {
    let error = error.map_or_else(String::new, |code| format!("\"error.type\":\"{code}\""));
    format!(
        "{{\"operation_name\":\"{operation}\",\"status\":\"{}\",\"start_time\":\"2026-01-31T11:{:02}:{:02}Z\",\"duration_ms\":{duration_ms},\"span_attributes\":{{{error}}}}}\n",
        if error.is_empty() { "ok" } else { "error" },
        59 - (secs_ago - 1) / 60,
        59 - (secs_ago - 1) % 60,
    )
}

#[test]
fn without_a_board_there_is_no_data_and_nothing_fires() {
    let board = scene();
    // Whoever has the path wrong in a timer is told.
    board.run(&["alerts", "--check"]).fails_with(1);
    let outcome = board.ok(&["alerts", "--json"]);
    for alarm in outcome.json()["data"]["items"].as_array().unwrap() {
        assert_eq!(
            (&alarm["state"], &alarm["figure"]),
            (&json!("no_data"), &json!("no data yet")),
            "{alarm}"
        );
    }
    assert!(!board.dir().exists(), "nothing to keep makes no board");
}

#[test]
fn an_alert_fires_once_and_resolves_once() {
    let mut board = scene();
    let id = board.ok(&["add", "bug", "waits"]).work_id();
    let mut heard = Vec::new();
    let clocks = ["2026-02-01T12:00:00Z", "2026-02-01T12:00:01Z", "2026-02-01T13:00:00Z"];
    for clock in clocks {
        board.set_clock(clock);
        let outcome = board.run(&["alerts", "--check", "--json"]);
        let alarm = rule(&outcome, "queue_age");
        heard.push((outcome.code, alarm["state"].clone(), alarm["change"].clone(), alarm["since"].clone()));
    }
    board.ok(&["claim", "--id", &id]);
    for _ in 0..2 {
        let outcome = board.run(&["alerts", "--check", "--json"]);
        let alarm = rule(&outcome, "queue_age");
        heard.push((outcome.code, alarm["state"].clone(), alarm["change"].clone(), alarm["since"].clone()));
    }
    let since = json!("2026-02-01T12:00:01Z");
    let none = Value::Null;
    let row = |code, state: &str, change: Value, since: Value| (Some(code), json!(state), change, since);
    assert_eq!(
        heard,
        [
            row(0, "quiet", none.clone(), none.clone()),
            row(1, "firing", json!("fired"), since.clone()),
            row(0, "firing", none.clone(), since),
            row(0, "no_data", json!("resolved"), none.clone()),
            row(0, "no_data", none.clone(), none),
        ]
    );
}

#[test]
fn a_look_keeps_nothing() {
    let mut board = scene();
    board.ok(&["add", "bug", "waits"]);
    board.set_clock("2026-02-05T12:00:00Z");
    for _ in 0..2 {
        let outcome = board.ok(&["alerts", "--json"]);
        assert_eq!(rule(&outcome, "queue_age")["change"], "fired");
    }
    assert!(!board.path(".store/side").exists());
    assert_eq!(board.ok(&["alerts", "-q"]).out(), "queue_age\n");
}

#[test]
fn of_many_checks_at_once_one_hears_of_it() {
    let mut board = scene();
    board.ok(&["add", "bug", "waits"]);
    board.set_clock("2026-02-05T12:00:00Z");
    let codes: Vec<_> = thread::scope(|scope| {
        let check = || scope.spawn(|| board.run(&["alerts", "--check"]).code);
        let all: Vec<_> = (0..12).map(|_| check()).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(codes.iter().filter(|code| **code == Some(1)).count(), 1, "{codes:?}");
    assert_eq!(codes.iter().filter(|code| **code == Some(0)).count(), 11, "{codes:?}");
}

#[test]
fn refused_claims_are_counted_over_their_time() {
    let board = scene();
    board.claim("x");
    let spans: String = (0..37)
        .map(|_| span("s2s.work.claim", 200, 1, None))
        .chain([
            span("s2s.work.claim", 300, 1, Some("ALREADY_CLAIMED")),
            span("s2s.work.claim", 299, 1, Some("LOCK_TIMEOUT")),
            span("s2s.work.claim", 302, 1, Some("ALREADY_CLAIMED")),
            span("s2s.work.claim", 100, 1, Some("NOTHING_TO_CLAIM")),
            span("s2s.work.progress", 100, 1, Some("ALREADY_CLAIMED")),
        ])
        .collect();
    write(&board, "telemetry_spans.jsonl", &spans);
    // 2 of 37 + 2 + 1.
    assert_eq!(told(&look(&board, "conflict_rate")), expected("quiet", 5, 5));
    write(&board, "config.toml", "thresholds.conflict_percent = 4.9\n");
    assert_eq!(told(&look(&board, "conflict_rate")), expected("firing", 5, 4.9));
}

#[test]
fn a_command_that_is_refused_says_why_in_its_span() {
    let board = scene();
    let id = board.claim("x");
    run_with(&board, &[("AGENT_ID", "other")], &["claim", "--id", &id]);
    board.run(&["claim", "--next"]);
    board.run(&["complete", "work_17"]);
    let spans = json_lines(&board, "telemetry_spans.jsonl");
    let kinds: Vec<Value> = spans.iter().map(|span| span["span_attributes"]["error.type"].clone()).collect();
    assert_eq!(
        kinds,
        [json!(null), json!("ALREADY_CLAIMED"), json!("NOTHING_TO_CLAIM"), json!("ITEM_NOT_FOUND")]
    );
    assert_eq!(told(&look(&board, "conflict_rate")), expected("firing", 33.33, 5), "1 of 3");
}

#[test]
fn latency_is_what_19_of_20_commands_took_at_most() {
    let board = scene();
    board.claim("x");
    let quick =
        |count: usize| (0..count).map(|_| span("s2s.work.progress", 60, 500, None)).collect::<String>();
    let slow = span("s2s.work.progress", 60, 9_000, None);
    // What takes as long as the work that it runs, what waited, and what is long past do not count.
    let others = [
        span("s2s.work.run", 60, 600_000, None),
        slow.replace("attributes\":{", "attributes\":{\"s2s.waited\":true"),
        span("s2s.work.progress", 140, 9_000, None),
    ]
    .concat()
    .repeat(9);
    write(&board, "telemetry_spans.jsonl", &(quick(19) + &slow + &others));
    assert_eq!(told(&look(&board, "latency_p95")), expected("quiet", 500, 500));
    write(&board, "telemetry_spans.jsonl", &(quick(18) + &slow + &others));
    assert_eq!(told(&look(&board, "latency_p95")), expected("firing", 9_000, 500));
}

#[test]
fn a_command_that_waited_says_so() {
    let board = scene();
    board.claim("x");
    assert_eq!(board.run(&["claim", "--next", "--wait=20ms"]).code, Some(15));
    let spans = json_lines(&board, "telemetry_spans.jsonl");
    let waited: Vec<Value> = spans.iter().map(|span| span["span_attributes"]["s2s.waited"].clone()).collect();
    assert_eq!(waited, [json!(null), json!(true)]);
}

#[test]
fn heartbeats_are_missed_by_who_is_there_or_holds_work() {
    let mut board = unnamed();
    for agent in ["there", "holder", "gone", "off", "fresh"] {
        board.ok(&["register", agent, "red"]);
    }
    run_with(&board, &[("AGENT_ID", "holder")], &["claim", "bug", "x"]).ok();
    let at = |board: &mut Board, clock: &str| board.set_clock(clock);
    at(&mut board, "2026-01-31T13:00:00Z");
    board.ok(&["register", "there", "red"]);
    board.ok(&["register", "off", "red"]);
    board.ok(&["remove-agent", "off"]);
    at(&mut board, "2026-01-31T13:00:55Z");
    board.ok(&["register", "fresh", "red"]);
    at(&mut board, "2026-01-31T13:01:05Z");
    // `there` and `holder`; `gone` holds nothing, `off` has left, `fresh` has time.
    assert_eq!(told(&look(&board, "missed_heartbeats")), expected("quiet", 2, 10));
    write(&board, "config.toml", "[thresholds]\nmissed_heartbeats = 9\nheartbeat_interval = \"10s\"\n");
    // six of `holder`, six of `there` (due at 5, 15, … 55 seconds before), one of `fresh`
    assert_eq!(told(&look(&board, "missed_heartbeats")), expected("firing", 13, 9));
}

#[test]
fn dead_items_and_a_low_health_fire() {
    let board = scene();
    board.ok(&["claim", "bug", "x", "--max-attempts", "1"]);
    board.ok(&["fail", FIRST]);
    assert_eq!(told(&look(&board, "dead_items")), expected("firing", 1, 0));
    // Store 25 of 25, conflicts and agents 15 of 15, completion 0 of 15 (one item ended, and not well): 55 of 70.
    assert_eq!(told(&look(&board, "low_health")), expected("quiet", 79, 70));
    write(&board, "config.toml", "thresholds.health = 80\n");
    assert_eq!(told(&look(&board, "low_health")), expected("firing", 79, 80));
}

#[test]
fn a_side_file_that_is_none_is_named_and_left_alone() {
    let board = scene();
    board.claim("x");
    std::fs::create_dir_all(board.path(".store/side")).unwrap();
    write(&board, ".store/side/alerts.json", "[nonsense");
    for line in [&["alerts"][..], &["alerts", "--check"]] {
        let outcome = board.run(line);
        assert_eq!(outcome.code, Some(1), "{outcome}");
        assert!(outcome.err().contains(".store/side/alerts.json cannot be read"), "{outcome}");
    }
    assert_eq!(std::fs::read_to_string(board.path(".store/side/alerts.json")).unwrap(), "[nonsense");
}
