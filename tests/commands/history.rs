//! `show` and `history`.

use serde_json::Value;

use crate::scene::{FIRST, SECOND, scene, with_a_claim, write};
use crate::support::Board;

fn with_a_life() -> Board {
    let mut board = with_a_claim();
    board.claim("Second");
    board.set_clock("2026-01-31T12:05:00Z");
    board.ok(&["progress", FIRST, "50", "testing", "--reason", "half way"]);
    board.set_clock("2026-01-31T12:10:00Z");
    board.ok(&["complete", FIRST, "done", "8"]);
    board
}

fn operations(board: &Board, line: &[&str]) -> Vec<String> {
    let line: Vec<&str> = line.iter().copied().chain(["--json"]).collect();
    let document = board.ok(&line).json();
    let data = &document["data"];
    let steps = data.get("items").or(data.get("history")).and_then(Value::as_array).unwrap();
    steps.iter().map(|step| step["op"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn show_has_the_item_and_what_happened_to_it() {
    let board = with_a_life();
    let document = board.ok(&["show", FIRST, "--json"]).json();
    assert_eq!(document["data"]["item"], board.item(FIRST));
    assert_eq!(operations(&board, &["show", FIRST]), ["claim", "progress", "complete"]);
    assert_eq!(operations(&board, &["show", SECOND]), ["claim"]);
    let out = board.ok(&["show", FIRST]).out();
    for part in [FIRST, "Add login", "completed", "done", "half way", "2026-01-31T12:05:00Z"] {
        assert!(out.contains(part), "{part}: {out}");
    }
}

#[test]
fn show_tells_how_long_the_lease_lasts() {
    let mut board = with_a_claim();
    let lease = |board: &Board| {
        let data = board.ok(&["show", FIRST, "--json"]).json()["data"].clone();
        (data["lease_left_secs"].clone(), data["is_expired"].clone())
    };
    assert_eq!(lease(&board), (Value::from(1_800), Value::from(false)));
    board.set_clock("2026-01-31T12:31:00Z");
    assert_eq!(lease(&board), (Value::from(-60), Value::from(true)));
    assert!(board.ok(&["show", FIRST]).out().contains("ended 1m ago"));
}

#[test]
fn show_of_an_item_that_another_program_made() {
    let board = scene();
    write(&board, "work_claims.json", r#"[{"work_item_id":"w","status":"active","extra":[1.50]}]"#);
    let outcome = board.ok(&["show", "w"]);
    assert!(outcome.out().contains("1.50") && outcome.out().contains("another program"), "{outcome}");
    assert!(board.ok(&["show", "w", "--json"]).out().contains("[1.50]"), "kept to the digit");
}

#[test]
fn history_has_everything_in_order() {
    let board = with_a_life();
    let all = operations(&board, &["history"]);
    assert_eq!(all, ["checkpoint", "claim", "claim", "progress", "complete"]);
    let document = board.ok(&["history", "--json"]).json();
    let steps = document["data"]["items"].as_array().unwrap();
    let numbers: Vec<u64> = steps.iter().map(|step| step["seq"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    assert_eq!(steps[3]["reason"], "half way");
    assert_eq!(steps[3]["actor"], "agent_7");
    assert_eq!((&document["data"]["total"], &document["data"]["has_more"]), (&5.into(), &false.into()));
}

#[test]
fn history_of_one_item_or_agent() {
    let board = with_a_life();
    board.ok(&["register", "agent_9"]);
    assert_eq!(operations(&board, &["history", SECOND]), ["claim"]);
    assert_eq!(operations(&board, &["history", "agent_9"]), ["register"]);
    assert_eq!(operations(&board, &["history", ""]).len(), 6);
}

#[test]
fn history_can_be_cut_and_says_so() {
    let board = with_a_life();
    let document = board.ok(&["history", "--limit", "2", "--json"]).json();
    assert_eq!(operations(&board, &["history", "--limit", "2"]), ["progress", "complete"]);
    assert_eq!(document["data"]["has_more"], true);
    assert!(board.ok(&["history", "--limit", "2"]).out().contains("older entries"));
}

#[test]
fn history_goes_back_beyond_a_checkpoint() {
    let board = with_a_life();
    board.ok(&["init"]);
    board.claim("Third");
    assert_eq!(operations(&board, &["history", FIRST]), ["claim", "progress", "complete"]);
}

#[test]
fn an_edit_of_another_program_is_in_the_history() {
    let board = with_a_claim();
    let edited = crate::scene::read(&board.path("work_claims.json")).replace("Add login", "Add logout");
    write(&board, "work_claims.json", &edited);
    board.claim("Second");
    assert_eq!(operations(&board, &["history", FIRST]), ["claim", "foreign_edit"]);
}

#[test]
fn without_a_board_there_is_no_history() {
    let board = scene();
    let outcome = board.ok(&["history"]);
    assert!(outcome.out().contains("HISTORY"), "{outcome}");
    assert!(!board.dir().exists());
}
