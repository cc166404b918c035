//! `claude-health-analysis`: the findings of a board by hand, and boards of every sort.

use serde_json::{Value, json};

use super::{TRACE, add, assert_lines, board, data, each, kept};
use crate::support::{Board, NOON, write_sample};

const COMMAND: &str = "claude-health-analysis";
const FILE: &str = "claude_health_analysis.json";

/// A board at noon on which each part has its data: of two claims one is refused; of two held items one has outlived its
/// lease; of three completions one failed; an item waits for two days; of two agents one is silent.
fn mixed() -> Board {
    let mut board = board();
    board.set_clock("2026-01-29T12:00:00Z");
    add(&board, &["bug", "waits"]);
    board.set_clock("2026-01-31T11:00:00Z");
    board.ok(&["register", "quiet", "red"]);
    let by = |agent: &str, now: &str| Board::in_dir(board.dir()).at(now).by(agent);
    let ada = by("ada", "2026-01-31T11:00:00Z");
    for result in ["success", "success", "failed"] {
        let id = ada.ok(&["claim", "bug", "x"]).work_id();
        ada.ok(&["complete", &id, result]);
    }
    by("quiet", "2026-01-31T11:00:00Z").ok(&["claim", "bug", "lost", "--lease", "1m"]);
    board.ok(&["register", "ada", "red"]);
    let id = by("ada", NOON).ok(&["claim", "bug", "held"]).work_id();
    by("bob", NOON).run(&["claim", "--id", &id]).fails_with(10);
    board.set_clock(NOON);
    board
}

#[test]
fn the_findings_of_a_board_by_hand() {
    let board = mixed();
    let told = data(&board, &[COMMAND]);
    let rows: Vec<(&Value, &Value)> =
        each(&told, "severity").into_iter().zip(each(&told, "finding")).collect();
    let expected = [
        ("critical", "1 of 2 claims refused in 5m; 5 % may be"),
        ("warning", "1 silent agent holds 1 item"),
        ("warning", "1 of 2 items in hand have outlived their lease"),
        ("warning", "2 of 3 items ended well in 7 days"),
        ("warning", "the first in the queue has waited 2d; 1d is fine"),
        ("warning", "1 of 2 agents give signs"),
    ]
    .map(|(severity, finding)| (json!(severity), json!(finding)));
    let expected: Vec<(&Value, &Value)> =
        expected.iter().map(|(severity, finding)| (severity, finding)).collect();
    assert_eq!(rows, expected);
    // (25·100 + 15·(10 + 50 + 66.7 + 50 + 50)) / 100 = 59, and all parts have data.
    assert_eq!((&told["score"], &told["confidence"], &told["total"]), (&json!(59), &json!(100), &json!(6)));
    assert_eq!(told["items"][2]["action"], "Give the items back to the queue: coord reap");
    assert_eq!(
        told["summary"],
        "The board scores 59 of 100 with 6 findings; first of all: 1 of 2 claims refused in 5m; 5 % may be."
    );
    assert_eq!(kept(&board, FILE), told);
    for name in [COMMAND, "claude-health", "claude-analyze-health"] {
        let lines = [
            "CLAUDE SWARM HEALTH ANALYSIS",
            &format!("🔍 Trace ID: {TRACE}"),
            "🩺 Health Score: 59 of 100",
            "  🔴 conflicts: 1 of 2 claims refused",
            "  🟡 silence: 1 silent agent holds 1 item",
            "     → ",
            "🎯 Analysis Confidence: 100%",
        ];
        assert_lines(&board.ok(&[name]), &lines);
    }
    assert_eq!(board.ok(&[COMMAND, "-q"]).out(), "59\n");
}

#[test]
fn a_board_that_is_not_there_has_no_data_yet() {
    let board = board();
    let told = data(&board, &[COMMAND]);
    assert_eq!(
        (&told["exists"], &told["score"], &told["confidence"], &told["items"]),
        (&json!(false), &Value::Null, &Value::Null, &json!([]))
    );
    let outcome = board.ok(&[COMMAND]);
    assert_lines(
        &outcome,
        &["No data yet", "🩺 Health Score: no data yet", "🎯 Analysis Confidence: no data yet"],
    );
    assert!(!outcome.out().contains('%'), "{outcome}");
}

#[test]
fn a_board_of_the_script_is_judged() {
    let board = board();
    write_sample(board.dir(), 60);
    let told = data(&board, &[COMMAND]);
    let areas = each(&told, "area");
    assert_eq!(areas[0], "queue", "12 items wait and nobody is there: {told}");
    assert!(areas.contains(&&json!("expiries")) && areas.contains(&&json!("agents")), "{told}");
    assert!(told["score"].as_u64().unwrap() < 80, "{told}");
}

#[test]
fn a_stored_state_that_cannot_be_read_is_a_finding_and_no_failure() {
    let board = mixed();
    std::fs::write(board.path("work_claims.json"), "[{").unwrap();
    let told = data(&board, &[COMMAND]);
    assert_eq!(
        (&told["items"][0]["severity"], &told["items"][0]["area"]),
        (&json!("critical"), &json!("store"))
    );
    assert_eq!(told["items"][0]["action"], "Find out what is wrong, and mend it: coord doctor --fix");
    assert_eq!(std::fs::read_to_string(board.path("work_claims.json")).unwrap(), "[{");
}

#[test]
fn overdue_items_and_what_nobody_can_do_are_findings() {
    let board = board();
    board.ok(&["register", "ada", "red"]);
    let late = add(&board, &["bug", "Late", "low", "red", "--deadline", "2026-01-30T12:00:00Z"]);
    let odd = add(&board, &["bug", "Odd", "low", "red", "--needs", "gpu"]);
    add(&board, &["bug", "Not ready", "low", "red", "--needs", "gpu", "--not-before", "2d"]);
    let told = data(&board, &[COMMAND]);
    let findings = each(&told, "finding");
    let expected = [
        format!("1 item is ready and nobody registered can do it: {odd}; the first needs gpu"),
        format!("1 open item is overdue, the oldest by 1d: {late}"),
    ];
    assert_eq!(findings[..2], [&json!(expected[0]), &json!(expected[1])]);
}

#[test]
fn an_analysis_that_cannot_be_kept_is_told_all_the_same() {
    let board = mixed();
    let elsewhere = board.home().join("elsewhere.json");
    std::fs::write(&elsewhere, "mine").unwrap();
    std::os::unix::fs::symlink(&elsewhere, board.path(FILE)).unwrap();
    let outcome = board.ok(&[COMMAND]);
    assert_lines(&outcome, &["🩺 Health Score: 59 of 100"]);
    assert!(outcome.err().contains("the analysis is not kept in claude_health_analysis.json"), "{outcome}");
    assert_eq!(std::fs::read_to_string(&elsewhere).unwrap(), "mine");
    std::fs::remove_file(board.path(FILE)).unwrap();
    std::fs::create_dir(board.path(FILE)).unwrap();
    let document = board.ok(&[COMMAND, "--json"]).json();
    assert!(document["warnings"][0].as_str().unwrap().contains("not kept"), "{document}");
}

#[test]
fn without_a_fallback_there_is_an_exit_code() {
    let board = mixed();
    board.run(&[COMMAND, "--no-fallback"]).fails_with(20);
    assert!(!board.path(FILE).exists());
}

#[test]
fn work_that_nobody_may_take_is_told() {
    let board = Board::new().with("AGENT_ID", "ada");
    board.ok(&["register", "ada", "red", "--max-items", "1"]);
    let held = board.ok(&["claim", "bug", "the only one"]).work_id();
    let told =
        |board: &Board| board.ok(&[COMMAND, "--provider", "none", "--json"]).json()["data"]["items"].clone();
    assert_eq!(told(&board), json!([]), "all is well");
    let busy = "work is ready, and 1 agent that is there may take nothing more";
    board.ok(&["add", "bug", "one more"]);
    assert_eq!(told(&board)[0]["finding"], busy);
    assert_eq!(told(&board)[0]["severity"], "notice");
    board.ok(&["release", &held]);
    let more = board.ok(&["add", "bug", "a third", "--assign", "ada"]).work_id();
    assert_eq!(told(&board), json!([]), "{more} is ada's to take");
    // The board lets nobody close a circle; other programs do.
    let mut items = board.items();
    let ids: Vec<String> =
        items.iter().map(|item| item["work_item_id"].as_str().unwrap().to_owned()).collect();
    (items[0]["dependencies"], items[1]["dependencies"]) = (json!([ids[1]]), json!([ids[0]]));
    std::fs::write(board.path("work_claims.json"), json!(items).to_string()).unwrap();
    let told = told(&board)[0]["finding"].as_str().unwrap().to_owned();
    assert!(told.starts_with("items wait for each other, so that none can begin: "), "{told}");
    assert!(
        ids[..2].iter().all(|id| told.contains(id)) && ids[2..].iter().all(|id| !told.contains(id)),
        "{told}"
    );
}
