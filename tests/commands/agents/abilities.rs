//! `register --can --group --max-items`: what an agent is able to do, and how much at once.

use serde_json::json;

use super::{HOSTILE, add, by, claim, crew, stored};
use crate::refusal::refusal;
use crate::scene::{run_with, scene, unnamed};

#[test]
fn they_stand_behind_the_fields_of_the_script() {
    let board = unnamed();
    let line =
        ["register", "a", "t", "--can", "write,gpu", "--can", "write", "--group", "g,h", "--max-items", "3"];
    let outcome = board.ok(&line);
    assert_eq!(outcome.out(), "🔧 REGISTERED: Agent a in team t with 100% capacity\n");
    let agent = stored(&board, "a");
    assert_eq!(agent["capabilities"], json!(["write", "gpu"]), "each once, in order");
    assert_eq!((&agent["groups"], &agent["max_items"]), (&json!(["g,h"]), &json!(3)));
}

#[test]
fn they_replace_what_was_known_and_stay_when_not_given() {
    let board = crew();
    board.ok(&["register", "ada", "red"]);
    assert_eq!(stored(&board, "ada")["capabilities"], json!(["write", "gpu"]));
    board.ok(&["register-agent", "--agent-id", "ada", "--can", "docs", "--max-items", "0"]);
    let agent = stored(&board, "ada");
    assert_eq!((&agent["capabilities"], &agent["max_items"]), (&json!(["docs"]), &json!(0)));
    claim(&board, "ada", "feature");
    assert_eq!(stored(&board, "ada")["capabilities"], json!(["docs"]), "a claim says nothing of them");
}

#[test]
fn an_empty_text_clears_them() {
    let board = crew();
    board.ok(&["register", "ada", "red", "--can", ""]);
    board.ok(&["register", "cyd", "blue", "--group", ""]);
    assert_eq!(stored(&board, "ada").get("capabilities"), None);
    assert_eq!(stored(&board, "cyd").get("groups"), None);
}

#[test]
fn they_go_with_capacity_and_status_too() {
    let board = scene();
    board.ok(&["register", "60", "idle", "testing", "--can", "gpu"]);
    let agent = stored(&board, "agent_7");
    assert_eq!((&agent["status"], &agent["capabilities"]), (&json!("idle"), &json!(["gpu"])));
}

#[test]
fn work_that_needs_them_goes_to_those_who_have_them() {
    let board = crew();
    let id = add(&board, "train", &["--needs", "gpu"]);
    let refused = run_with(&board, &[("AGENT_ID", "bob")], &["next"]);
    assert_eq!(refused.code, Some(15), "{refused}");
    assert_eq!(by(&board, "ada", &["next", "-q"]).out().trim_end(), id);
}

#[test]
fn the_own_limit_counts_at_the_next_claim() {
    let board = crew();
    claim(&board, "ada", "feature");
    claim(&board, "ada", "feature");
    let line = ["claim", "feature", "third"];
    refusal(12, "CAPACITY_EXCEEDED", &["ada", "2"]).with("AGENT_ID", "ada").of(&board, &line);
    board.ok(&["register", "ada", "red", "--max-items", "3"]);
    claim(&board, "ada", "feature");
}

#[test]
fn what_is_no_ability_is_refused() {
    let board = crew();
    refusal(3, "INVALID_VALUE", &["--can"]).of(&board, &["register", "ada", "--can", "gpu,,write"]);
    refusal(3, "INVALID_VALUE", &["--group"]).of(&board, &["register", "ada", "--group", "g", "--group", ""]);
    for number in ["-1", "many", "1.5", "99999999999"] {
        let outcome = board.run(&["register", "ada", "--max-items", number]);
        assert_eq!(outcome.code, Some(2), "{outcome}");
    }
    let long = "x".repeat((1 << 20) + 1);
    let outcome = board.run(&["register", "ada", "--can", &long[..1_000]]);
    assert_eq!(outcome.code, Some(0), "a long word is a word: {outcome}");
}

#[test]
fn hostile_words_come_back_exactly() {
    let board = unnamed();
    board.ok(&["register", "a", "t", "--can", HOSTILE, "--group", HOSTILE]);
    let agent = stored(&board, "a");
    assert_eq!((&agent["capabilities"], &agent["groups"]), (&json!([HOSTILE]), &json!([HOSTILE])));
}

#[test]
fn a_request_is_answered_once() {
    let board = unnamed();
    let line = ["register", "a", "t", "--can", "gpu", "--request-id", "r", "--json"];
    let first = board.ok(&line).out();
    board.ok(&["register", "a", "t", "--can", "docs"]);
    assert_eq!(board.ok(&line).out(), first);
    assert_eq!(stored(&board, "a")["capabilities"], json!(["docs"]));
}
