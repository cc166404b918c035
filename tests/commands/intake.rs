//! `work_claims_fast.jsonl`, the staging file of newer versions of the script.

use std::fs;

use serde_json::json;

use crate::scene::{read, scene, with_a_claim, write};

const FAST: &str = "work_claims_fast.jsonl";
const LINE: &str = r#"{"work_item_id": "work_17", "agent_id": "agent_3", "claimed_at": "2026-01-31T11:50:00Z", "work_type": "bug", "priority": "high", "description": "By the script", "status": "active", "team": "fast_team", "extra": [1.50]}"#;

#[test]
fn its_items_are_shown_before_they_are_taken_in() {
    let board = with_a_claim();
    write(&board, FAST, &format!("{LINE}\n"));
    let before = read(&board.path("work_claims.json"));
    for line in [vec!["list-work"], vec!["list-work-fast", "fast_team"], vec!["show", "work_17"]] {
        assert!(board.ok(&line).out().contains("work_17"), "{line:?}");
    }
    assert_eq!(read(&board.path("work_claims.json")), before, "a look writes nothing");
}

#[test]
fn the_next_write_takes_them_in_once_and_leaves_the_file() {
    let board = with_a_claim();
    let text = format!("{LINE}\n");
    write(&board, FAST, &text);
    board.claim("Second");
    board.claim("Third");
    let ids: Vec<_> = board.items().iter().map(|item| item["work_item_id"].clone()).collect();
    assert_eq!(ids.iter().filter(|id| **id == json!("work_17")).count(), 1, "{ids:?}");
    assert_eq!(ids.len(), 4);
    assert_eq!(board.item("work_17")["extra"], json!([1.5]));
    assert!(read(&board.path("work_claims.json")).contains("1.50"), "kept to the digit");
    assert_eq!(read(&board.path(FAST)), text);
}

#[test]
fn they_can_be_worked_on_at_once() {
    let board = with_a_claim();
    write(&board, FAST, &format!("{LINE}\n"));
    let unnamed = [("AGENT_ID", "agent_3")];
    crate::scene::run_with(&board, &unnamed, &["progress", "work_17", "50"]).ok();
    crate::scene::run_with(&board, &unnamed, &["complete", "work_17", "success", "3"]).ok();
    assert_eq!(board.item("work_17")["status"], "completed");
    assert_eq!(board.velocity(), ["2026-01-31T12:00:00Z: Team fast_team +3 velocity points"]);
}

#[test]
fn an_item_that_was_archived_does_not_come_back() {
    let board = with_a_claim();
    write(&board, FAST, &format!("{LINE}\n"));
    crate::scene::run_with(&board, &[("AGENT_ID", "agent_3")], &["complete", "work_17"]).ok();
    crate::scene::run_with(&board, &[("OPTIMIZATION_THRESHOLD", "0")], &["optimize"]).ok();
    board.claim("Later");
    assert!(board.items().iter().all(|item| item["work_item_id"] != "work_17"));
}

#[test]
fn lines_that_come_later_are_taken_in_too() {
    let board = scene();
    write(&board, FAST, &format!("{LINE}\n"));
    board.claim("First");
    let more = format!("{LINE}\n{}\n", LINE.replace("work_17", "work_18"));
    fs::write(board.path(FAST), more).unwrap();
    board.claim("Second");
    assert_eq!(board.items().len(), 4);
}

#[test]
fn half_a_line_waits_and_a_broken_one_is_told() {
    let board = scene();
    write(&board, FAST, &format!("this is no JSON\n{}", &LINE[..40]));
    let outcome = board.ok(&["claim", "feature", "x"]);
    assert!(outcome.err().contains(FAST), "the broken line is told: {outcome}");
    assert_eq!(board.items().len(), 1);
    write(&board, FAST, &format!("this is no JSON\n{LINE}\n"));
    board.ok(&["claim", "feature", "y"]);
    assert_eq!(board.items().len(), 3);
}

#[test]
fn they_can_be_worked_on_where_there_is_no_other_file_yet() {
    let board = scene();
    write(&board, FAST, &format!("{LINE}\n"));
    crate::scene::run_with(&board, &[("AGENT_ID", "agent_3")], &["progress", "work_17", "50"]).ok();
    assert_eq!(board.item("work_17")["progress"], 50);
}
