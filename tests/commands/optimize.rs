//! `optimize`: completed work goes to the archive.

use crate::scene::{FIRST, SECOND, everything, run_with, scene, with_a_claim};
use crate::support::{Board, parse};

const ANY_LENGTH: [(&str, &str); 1] = [("OPTIMIZATION_THRESHOLD", "0")];
const ARCHIVE: &str = "archived_claims/completed_claims_20260131_120000.json";

fn with_a_completion() -> Board {
    let board = with_a_claim();
    board.claim("Second");
    board.ok(&["complete", FIRST, "done", "8"]);
    board
}

#[test]
fn the_lines_of_the_contract() {
    let board = with_a_completion();
    let outcome = run_with(&board, &ANY_LENGTH, &["optimize"]).ok();
    assert!(outcome.out().starts_with("📦 Archiving 1 completed work claims to "), "{outcome}");
    assert!(outcome.out().contains("completed_claims_20260131_120000.json"), "{outcome}");
    assert!(outcome.out().lines().any(|line| line.starts_with("✅ Optimization complete:")), "{outcome}");
}

#[test]
fn completed_items_move_and_open_ones_stay() {
    let board = with_a_completion();
    let done = board.item(FIRST);
    run_with(&board, &ANY_LENGTH, &["optimize"]).ok();
    assert_eq!(parse(&board.path(ARCHIVE)), serde_json::json!([done]));
    let left: Vec<_> = board.items().iter().map(|item| item["work_item_id"].clone()).collect();
    assert_eq!(left, [SECOND]);
    assert_eq!(board.log().len(), 1);
    board.assert_consistent();
}

#[test]
fn a_second_archive_in_the_same_second_has_a_name_of_its_own() {
    let board = with_a_completion();
    run_with(&board, &ANY_LENGTH, &["optimize"]).ok();
    board.ok(&["complete", SECOND]);
    run_with(&board, &ANY_LENGTH, &["optimize"]).ok();
    assert_eq!(board.all_items().len(), 2);
    assert_eq!(board.items().len(), 0);
}

#[test]
fn below_the_threshold_nothing_happens() {
    let board = with_a_completion();
    let before = everything(&board);
    let outcome = board.ok(&["optimize"]);
    assert!(outcome.out().starts_with("✅ Optimization complete:"), "{outcome}");
    assert!(!outcome.out().contains("📦"), "{outcome}");
    assert_eq!(before, everything(&board));
}

#[test]
fn without_completed_work_or_without_a_board_nothing_happens() {
    let board = with_a_claim();
    let before = everything(&board);
    run_with(&board, &ANY_LENGTH, &["optimize"]).ok();
    assert_eq!(before, everything(&board));
    let empty = scene();
    run_with(&empty, &ANY_LENGTH, &["optimize"]).ok();
    assert!(!empty.dir().exists());
}

#[test]
fn an_archived_item_is_still_known_to_its_history() {
    let board = with_a_completion();
    run_with(&board, &ANY_LENGTH, &["optimize"]).ok();
    assert!(board.ok(&["history", FIRST]).out().contains("optimize"));
    board.run(&["complete", FIRST, "done"]).fails_with(13);
}
