//! `health-check`: the score of a board by hand, what is stale, and exit codes.

use std::fs;

use serde_json::{Value, json};

use crate::scene::{on_a_terminal, run_with, scene, unnamed, widest, write};
use crate::support::Board;

#[track_caller]
fn data(board: &Board, line: &[&str]) -> Value {
    let line: Vec<&str> = ["health-check", "--json"].iter().chain(line).copied().collect();
    board.run(&line).json()["data"].clone()
}

/// Name and score of each part.
fn parts(health: &Value) -> Vec<(String, Value)> {
    let part = |part: &Value| (part["name"].as_str().unwrap().to_owned(), part["score"].clone());
    health["parts"].as_array().unwrap().iter().map(part).collect()
}

fn named(scores: [Value; 6]) -> Vec<(String, Value)> {
    let names = ["store", "conflicts", "expiries", "completion", "queue_age", "agents"];
    names.into_iter().map(str::to_owned).zip(scores).collect()
}

/// A board at noon on which each part has its data.
///
/// Two claims of which one is refused; of two held items one has outlived its lease of a minute; of three
/// completions one failed; an item waits for two days; of two agents one is silent.
fn mixed() -> Board {
    let mut board = unnamed();
    board.set_clock("2026-01-29T12:00:00Z");
    board.ok(&["add", "bug", "waits"]);
    board.set_clock("2026-01-31T11:00:00Z");
    board.ok(&["register", "quiet", "red"]);
    let by = |board: &Board, agent: &str, line: &[&str]| run_with(board, &[("AGENT_ID", agent)], line);
    for result in ["success", "success", "failed"] {
        let id = by(&board, "ada", &["claim", "bug", "x"]).work_id();
        by(&board, "ada", &["complete", &id, result]).ok();
    }
    by(&board, "quiet", &["claim", "bug", "lost", "--lease", "1m"]).ok();
    board.set_clock("2026-01-31T12:00:00Z");
    board.ok(&["register", "ada", "red"]);
    let id = by(&board, "ada", &["claim", "bug", "held"]).ok().work_id();
    assert_eq!(by(&board, "bob", &["claim", "--id", &id]).code, Some(10));
    board
}

#[test]
fn each_part_by_hand() {
    let health = data(&mixed(), &[]);
    // 50 % refused where 5 may be; 1 of 2 outlived; 2 of 3 ended well; 2 days where 1 may be; 1 of 2 there.
    let scores = [json!(100.0), json!(10.0), json!(50.0), json!(66.7), json!(50.0), json!(50.0)];
    assert_eq!(parts(&health), named(scores));
    // (25·100 + 15·(10 + 50 + 66.7 + 50 + 50)) / 100 = 59
    assert_eq!(health["score"], 59);
    assert_eq!(health["stale_claims"].as_array().unwrap().len(), 1);
    let stale = &health["stale_claims"][0];
    assert_eq!((&stale["agent_id"], &stale["over_secs"]), (&json!("quiet"), &json!(3_540)));
    assert_eq!(health["silent_agents"], json!([{"agent_id": "quiet", "last_sign_secs": 3_600, "holds": 1}]));
}

#[test]
fn weights_and_limits_come_from_the_configuration() {
    let board = mixed();
    let config = "[health.weights]\nstore = 0\nconflicts = 0\nexpiries = 0\ncompletion = 0\nagents = 0\nqueue_age = 3\n\
                  [thresholds]\nqueue_age = \"12h\"\nconflict_percent = 25\n";
    write(&board, "config.toml", config);
    let health = data(&board, &[]);
    assert_eq!(health["score"], 25, "two days where half of one may be: {health}");
    assert_eq!(health["parts"][1]["score"], 50.0);
    assert_eq!(health["parts"][4]["weight"], 3);
}

#[test]
fn a_board_without_data_says_so() {
    let board = scene();
    board.run(&["health-check", "--fail-under", "1"]).fails_with(1);
    let outcome = board.ok(&["health-check"]);
    assert!(outcome.out().contains("🩺 BOARD HEALTH: no data yet"), "{outcome}");
    assert!(!outcome.out().contains(" 0 ") && !outcome.out().contains("0 of"), "{outcome}");
    let health = data(&board, &[]);
    assert_eq!((&health["score"], &health["exists"]), (&Value::Null, &json!(false)));
    assert_eq!(parts(&health), named([(); 6].map(|()| Value::Null)));
    assert!(!board.dir().exists(), "a look makes no board");
}

#[test]
fn the_exit_code_is_1_below_the_score_asked_for_and_only_there() {
    let board = mixed();
    for (least, code) in [("0", 0), ("59", 0), ("60", 1), ("100", 1)] {
        let outcome = board.run(&["health-check", "--fail-under", least]);
        assert_eq!(outcome.code, Some(code), "{outcome}");
        assert_eq!(outcome.out().contains("❌ The score is below"), code == 1, "{outcome}");
    }
    assert_eq!(board.run(&["health", "--fail-under", "101"]).code, Some(3));
    assert_eq!(board.run(&["health", "--fail-under", "much"]).code, Some(2));
    assert_eq!(board.ok(&["health", "-q"]).out(), "59\n");
}

#[test]
fn only_what_is_stale_is_shown_where_it_is_asked_for() {
    let outcome = mixed().ok(&["health-check", "--stale-only"]);
    let text = outcome.out();
    assert!(!text.contains("BOARD HEALTH"), "{outcome}");
    assert!(text.contains("of quiet: its lease ended 59m ago"), "{outcome}");
    assert!(text.contains("   quiet: last sign 1h ago, holds 1\n"), "{outcome}");
    let fresh = scene();
    fresh.claim("x");
    assert_eq!(fresh.ok(&["health-check", "--stale-only"]).out(), "✅ Nothing is stale.\n");
}

#[test]
fn a_store_that_cannot_be_read_has_no_points_and_is_no_error() {
    let board = mixed();
    write(&board, "work_claims.json", "[{");
    let outcome = board.run(&["health-check", "--fail-under", "50"]);
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.out().contains("work_claims.json"), "{outcome}");
    let health = data(&board, &[]);
    assert_eq!(health["parts"][0]["score"], 0.0);
    assert_eq!(fs::read_to_string(board.path("work_claims.json")).unwrap(), "[{", "a look mends nothing");
}

#[test]
fn it_fits_a_terminal_and_text_from_the_state_steers_nothing() {
    let board = mixed();
    let hostile = format!("\u{1b}[2J{}", "long".repeat(50));
    board.ok(&["register", &hostile, "red"]);
    let later = Board::in_dir(board.dir()).at("2026-01-31T13:00:00Z");
    let text = later.ok(&["health-check"]).out();
    assert!(!text.contains('\u{1b}') && text.contains("\\u{1b}"), "{text}");
    let request =
        coord::commands::operations::health_check::HealthCheck { stale_only: false, fail_under: None };
    let page = on_a_terminal(&board, request);
    assert!(widest(&page) <= 80, "{page}");
}
