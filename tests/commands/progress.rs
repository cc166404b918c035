//! `progress`: the lines, the fields, the current work item.

use serde_json::json;

use crate::scene::{FIRST, TRACE, run_with, unnamed, with_a_claim};
use crate::support::Board;

#[test]
fn the_lines_of_the_contract() {
    let board = with_a_claim();
    let outcome = board.ok(&["progress", FIRST, "75"]);
    let expected = format!("🔍 Trace ID: {TRACE}\n📈 PROGRESS: Updated {FIRST} to 75% (in_progress)\n");
    assert_eq!(outcome.out(), expected);
    let outcome = board.ok(&["progress", FIRST, "80", "testing"]);
    assert!(outcome.out().ends_with(&format!("📈 PROGRESS: Updated {FIRST} to 80% (testing)\n")));
}

#[test]
fn progress_status_and_time_are_written() {
    let mut board = with_a_claim();
    board.set_clock("2026-01-31T12:05:00Z");
    board.ok(&["progress", FIRST, "12.5", "review"]);
    let item = board.item(FIRST);
    assert_eq!(item["progress"], json!(12.5));
    assert_eq!(item["status"], "review");
    assert_eq!(item["last_update"], "2026-01-31T12:05:00Z");
    assert_eq!(item["telemetry"]["last_progress_trace_id"], TRACE);
    assert_eq!(item["lease"]["expires_at"], "2026-01-31T12:35:00Z");
    assert_eq!(board.agents()[0]["last_heartbeat"], "2026-01-31T12:05:00Z");
}

#[test]
fn a_whole_percentage_is_a_whole_number() {
    let board = with_a_claim();
    for (given, written) in [("0", "0"), ("50", "50"), ("50.0", "50"), (" 7 ", "7"), ("100", "100")] {
        board.ok(&["progress", FIRST, given]);
        let text = crate::scene::read(&board.path("work_claims.json"));
        assert!(text.contains(&format!("    \"progress\": {written},\n")), "{given}: {text}");
    }
}

#[test]
fn the_current_work_item_stands_in_for_the_id() {
    let board = with_a_claim().with("CURRENT_WORK_ITEM", FIRST);
    for (line, percent) in
        [(vec!["progress", "", "10"], 10), (vec!["progress", "20"], 20), (vec!["progress", "", "30", ""], 30)]
    {
        board.ok(&line);
        assert_eq!(board.item(FIRST)["progress"], percent, "{line:?}");
        assert_eq!(board.item(FIRST)["status"], "in_progress");
    }
}

#[test]
fn an_id_that_is_given_goes_before_the_current_one() {
    let board = with_a_claim();
    let other = board.claim("Other");
    run_with(&board, &[("CURRENT_WORK_ITEM", FIRST)], &["progress", &other, "60"]).ok();
    assert_eq!(board.item(&other)["progress"], 60);
    assert_eq!(board.item(FIRST).get("progress"), None);
}

#[test]
fn a_caller_without_a_name_may_report_unless_the_board_is_strict() {
    let held = with_a_claim();
    let anybody = in_the_same_place(&held);
    anybody.ok(&["progress", FIRST, "10"]);
    std::fs::write(held.path("config.toml"), "strict = true\n").unwrap();
    crate::refusal::refusal(10, "ALREADY_CLAIMED", &["agent_7"]).of(&anybody, &["progress", FIRST, "20"]);
    crate::refusal::refusal(10, "ALREADY_CLAIMED", &["agent_7"]).of(&anybody, &["complete", FIRST]);
    held.ok(&["progress", FIRST, "20"]);
    held.ok(&["complete", FIRST]);
    anybody.ok(&["claim", "feature", "a claim makes its own agent"]);
}

fn in_the_same_place(board: &Board) -> Board {
    let dir = board.dir().display().to_string();
    unnamed().with("COORDINATION_DIR", &dir)
}

#[test]
fn a_lease_that_is_over_still_belongs_to_its_holder() {
    let mut board = with_a_claim();
    board.set_clock("2026-02-01T12:00:00Z");
    board.ok(&["progress", FIRST, "90"]);
    board.ok(&["complete", FIRST]);
}
