//! `claude-analyze-priorities`: the figures by hand, what is applied, and boards of every sort.

use serde_json::{Value, json};

use super::{TRACE, add, assert_lines, board, data, each, kept};
use crate::support::{Board, NOON, write_sample};

const COMMAND: &str = "claude-analyze-priorities";
const FILE: &str = "claude_priority_analysis.json";

/// Three items of the queue: the first is overdue by a day, has waited for three and a half, and the others wait for it.
fn queue() -> (Board, [String; 3]) {
    let mut board = board();
    board.set_clock("2026-01-28T00:00:00Z");
    let first = ["bug", "First", "high", "--value", "4", "--deadline", "2026-01-30T12:00:00Z"];
    let first = add(&board, &first);
    board.set_clock(NOON);
    let second = add(&board, &["docs", "Second", "low", "--after", &first, "--value", "8"]);
    let third = add(&board, &["chore", "Third", "test", "--after", &second]);
    (board, [first, second, third])
}

/// What the queue is told of, by hand: see the test of the rule.
fn rows([first, second, third]: &[String; 3]) -> Value {
    let row = |id: &str, kind: &str, priority: &str, suggested: &str, score: u32, reason: &str| {
        json!({"work_item_id": id, "work_type": kind, "status": "pending", "priority": priority,
            "suggested_priority": suggested, "score": score, "reason": reason})
    };
    json!([
        // 50·70 + 20·90 + 12·50 + 9·50 + 9·50 = 6800
        row(
            first,
            "bug",
            "high",
            "high",
            68,
            "high priority; overdue by 1d; 2 open items wait for it; worth 4, at most 8 on the board; waiting for 3d 12h"
        ),
        // 50·40 = 2000
        row(third, "chore", "test", "medium", 20, "test priority"),
        // 50·10 + 12·25 + 9·100 = 1700; the evidence alone is 24, which calls for medium.
        row(
            second,
            "docs",
            "low",
            "medium",
            17,
            "low priority; 1 open item waits for it; worth 8, at most 8 on the board"
        ),
    ])
}

#[test]
fn the_figures_of_a_queue_by_hand() {
    let (board, ids) = queue();
    let told = data(&board, &[COMMAND]);
    assert_eq!(told["items"], rows(&ids));
    assert_eq!((&told["total"], &told["has_more"], &told["left_out"]), (&json!(3), &json!(false), &json!(0)));
    // All of the first is known; of the second all but the deadline; of the third dependants and age: (100 + 80 + 21) / 3.
    assert_eq!(told["confidence"], 67);
    assert_eq!((&told["source"], &told["analysis"]), (&json!("computed"), &json!("priorities")));
    assert_eq!(
        told["method"],
        "priority, deadline, blocked dependants, business value and days waiting, weighted 50, 20, 12, 9 and 9"
    );
    assert_eq!(told["fallback_reason"], "no model is asked: the provider is set to none");
    assert_eq!((&told["trace_id"], &told["generated_at"]), (&json!(TRACE), &json!(NOON)));
    assert_eq!(kept(&board, FILE), told, "the file holds the same document");
}

#[test]
fn the_lines_of_the_contract() {
    let (board, [first, ..]) = queue();
    for name in [COMMAND, "claude-priorities"] {
        let outcome = board.ok(&[name]);
        let lines = [
            "CLAUDE WORK PRIORITY ANALYSIS",
            &format!("🔍 Trace ID: {TRACE}"),
            "📊 Priority Recommendations:",
            "  🎯 bug: Priority 68 - high priority; overdue by 1d; 2 open items wait for it",
            &format!("     {first} (pending, high)"),
            "  🎯 chore: Priority 20 - test priority",
            "  🎯 docs: Priority 17 - low priority",
            "(pending, low → medium)",
            "🎯 Analysis Confidence: 67%",
        ];
        assert_lines(&outcome, &lines);
        assert!(outcome.stderr.is_empty(), "{outcome}");
    }
    assert_eq!(board.ok(&[COMMAND, "-q"]).out().lines().next(), Some(first.as_str()));
}

#[test]
fn nothing_is_changed_unless_it_is_asked_for() {
    let (board, [_, second, _]) = queue();
    let before = board.state();
    board.ok(&[COMMAND]);
    let shown = data(&board, &[COMMAND, "--apply", "--dry-run"]);
    assert_eq!(
        shown["application"],
        json!({"dry_run": true, "applied": 1, "skipped": 0, "changes": [
            {"work_item_id": second, "from": "low", "to": "medium", "applied": true, "why_not": null}]})
    );
    assert_eq!(data(&board, &[COMMAND, "--dry-run"])["application"], shown["application"]);
    assert_eq!(board.state(), before);
    let outcome = board.ok(&[COMMAND, "--dry-run"]);
    assert_lines(&outcome, &["✏️  WOULD BE APPLIED: 1", &format!("   {second}: low → medium"), "--apply"]);
}

#[test]
fn what_is_applied_is_an_edit_of_each_item_and_nothing_is_left_the_second_time() {
    let (board, [first, second, third]) = queue();
    let applied = data(&board, &[COMMAND, "--apply"])["application"].clone();
    assert_eq!((&applied["dry_run"], &applied["applied"]), (&json!(false), &json!(1)));
    let priority = |id: &str| board.item(id)["priority"].clone();
    // A word of somebody else's that ranks as medium stays.
    assert_eq!(
        [priority(&first), priority(&second), priority(&third)],
        ["high", "medium", "test"].map(Value::from)
    );
    let history = data(&board, &["history", &second]);
    let newest = history["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&newest["op"], &newest["trace_id"]), (&json!("edit"), &json!(TRACE)));
    let again = data(&board, &[COMMAND, "--apply"])["application"].clone();
    assert_eq!((&again["applied"], &again["changes"]), (&json!(0), &json!([])));
    board.assert_consistent();
}

#[test]
fn a_named_request_is_applied_once() {
    let (board, [_, second, _]) = queue();
    let line = [COMMAND, "--apply", "--request-id", "r1"];
    let first = data(&board, &line)["application"].clone();
    board.ok(&["edit", &second, "--priority", "low"]);
    assert_eq!(data(&board, &line)["application"], first, "the first answer again");
    assert_eq!(board.item(&second)["priority"], "low");
}

#[test]
fn what_somebody_works_on_is_told_after_the_queue_and_stays_as_it_is() {
    let board = board();
    let held = board.ok(&["claim", "feature", "Held", "low", "--deadline", "2026-01-01"]).work_id();
    let waiting = add(&board, &["bug", "Waiting", "low"]);
    let told = data(&board, &[COMMAND, "--apply"]);
    assert_eq!(each(&told, "work_item_id"), [&json!(waiting), &json!(held)]);
    assert_eq!(each(&told, "status"), ["pending", "active"]);
    assert_eq!(told["items"][1]["suggested_priority"], "high", "overdue");
    assert_eq!(told["application"]["changes"], json!([]));
    assert_eq!(board.item(&held)["priority"], "low");
}

#[test]
fn a_board_without_work_has_no_data_yet() {
    let board = board();
    let told = data(&board, &[COMMAND, "--apply"]);
    assert_eq!((&told["confidence"], &told["items"]), (&Value::Null, &json!([])));
    assert_eq!(told["application"]["applied"], 0);
    let outcome = board.ok(&[COMMAND]);
    assert_lines(
        &outcome,
        &["CLAUDE WORK PRIORITY ANALYSIS", "No data yet", "🎯 Analysis Confidence: no data yet"],
    );
    assert_eq!(kept(&board, FILE)["items"], json!([]));
    assert!(board.items().is_empty() && !board.path("work_claims.json").exists(), "advice makes no board");
}

#[test]
fn a_board_of_the_script_is_ranked_whole() {
    let board = board();
    write_sample(board.dir(), 60);
    let told = data(&board, &[COMMAND]);
    // Of each five one is completed.
    assert_eq!(told["total"], 48);
    let statuses = each(&told, "status");
    let waiting = statuses.iter().filter(|status| ***status == "pending").count();
    assert_eq!(waiting, 12);
    assert!(statuses[..12].iter().all(|status| **status == "pending"), "the queue first");
    let outcome = board.ok(&[COMMAND]);
    assert_lines(&outcome, &["  🎯 untyped: Priority ", "  … 28 more; all of them with --json"]);
}

#[test]
fn without_a_fallback_there_is_an_exit_code_and_no_file() {
    let (board, _) = queue();
    let outcome = board.run(&[COMMAND, "--no-fallback", "--apply"]).fails_with(20);
    assert!(outcome.out().is_empty(), "{outcome}");
    assert!(!board.path(FILE).exists());
    board.run(&[COMMAND, "--no-fallback", "--json"]).refuses_with(20);
}

#[test]
fn the_file_is_for_its_owner_and_takes_nobodys_place() {
    use std::os::unix::fs::PermissionsExt as _;
    let (board, _) = queue();
    board.ok(&[COMMAND]);
    let mode = board.path(FILE).metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    std::fs::remove_file(board.path(FILE)).unwrap();
    let elsewhere = board.home().join("elsewhere");
    std::fs::write(&elsewhere, "precious").unwrap();
    std::os::unix::fs::symlink(&elsewhere, board.path(FILE)).unwrap();
    let outcome = board.ok(&[COMMAND, "--apply"]);
    assert!(outcome.err().contains("is not kept in claude_priority_analysis.json"), "{outcome}");
    assert_eq!(std::fs::read_to_string(elsewhere).unwrap(), "precious");
}
