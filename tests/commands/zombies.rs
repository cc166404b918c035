//! Who lost a piece of work can do nothing more to it; what they did is kept.

use serde_json::json;

use crate::refusal::{Refusal, refusal};
use crate::scene::{FIRST, run_with, scene, with_a_claim};
use crate::support::Board;

/// What a holder may do to its item.
const LINES: [&[&str]; 7] = [
    &["progress", FIRST, "50"],
    &["release", FIRST],
    &["fail", FIRST, "broken"],
    &["handoff", FIRST, "--to", "agent_9"],
    &["defer", FIRST, "3d"],
    &["edit", FIRST, "--priority", "low"],
    &["cancel", FIRST, "--reason", "x"],
];

/// An item that `agent_7` let go of at its fence 1 and that `agent_8` holds at fence 2.
fn taken_over() -> Board {
    let mut board = with_a_claim();
    board.ok(&["register", "agent_9", "team"]);
    board.set_clock("2026-01-31T12:30:00Z");
    run_with(&board, &[("AGENT_ID", "agent_8")], &["next"]).ok();
    assert_eq!((&board.item(FIRST)["agent_id"], &board.item(FIRST)["fence"]), (&json!("agent_8"), &json!(2)));
    board
}

fn stale(fence: &'static str) -> Refusal<'static> {
    refusal(10, "STALE_FENCE", &[FIRST, "stale", "agent_8"]).with("COORD_FENCE", fence)
}

#[test]
fn an_agent_that_is_no_longer_the_holder() {
    let board = taken_over();
    for line in LINES {
        refusal(10, "ALREADY_CLAIMED", &[FIRST, "agent_8"]).of(&board, line);
    }
}

#[test]
fn a_fence_that_is_not_the_newest() {
    let board = taken_over();
    for line in LINES {
        stale("1").of(&board, line);
        // Neither the name of the holder nor force makes an old claim new.
        stale("1").with("AGENT_ID", "agent_8").of(&board, line);
        let forced: Vec<&str> =
            line.iter().copied().filter(|word| !["--reason", "x"].contains(word)).collect();
        let forced = [&forced[..], &["--force", "--reason", "x"]].concat();
        stale("1").of(&board, &forced);
        stale("3").with("AGENT_ID", "").of(&board, line);
    }
}

#[test]
fn the_fence_of_another_item_is_not_looked_at() {
    let board = taken_over();
    let variables = [("AGENT_ID", "agent_8"), ("COORD_FENCE", "77"), ("CURRENT_WORK_ITEM", "work_other")];
    run_with(&board, &variables, &["progress", FIRST, "50"]).ok();
}

#[test]
fn after_a_release_the_fence_is_stale_too() {
    let board = with_a_claim();
    board.ok(&["release", FIRST]);
    refusal(10, "STALE_FENCE", &[FIRST, "stale", "nobody"]).of(&board, &["fail", FIRST, "--fence", "1"]);
    refusal(14, "WRONG_STATUS", &[FIRST, "pending"]).of(&board, &["fail", FIRST]);
}

#[test]
fn force_with_a_reason_waives_the_holder_check_alone() {
    for line in LINES {
        let board = taken_over();
        let before = board.item(FIRST);
        let plain: Vec<&str> =
            line.iter().copied().filter(|word| !["--reason", "x"].contains(word)).collect();
        refusal(2, "USAGE", &["--reason"]).of(&board, &[&plain[..], &["--force"]].concat());
        board.ok(&[&plain[..], &["--force", "--reason", "the agent is gone"]].concat());
        assert_ne!(board.item(FIRST), before, "{line:?}");
    }
}

#[test]
fn a_strict_board_wants_to_know_who_asks() {
    let board = taken_over();
    crate::scene::write(&board, "config.toml", "strict = true\n");
    for line in LINES {
        refusal(10, "ALREADY_CLAIMED", &[FIRST, "agent_8"]).with("AGENT_ID", "").of(&board, line);
    }
}

#[test]
fn a_late_completion_is_refused_and_its_result_is_kept() {
    let board = taken_over();
    let before = board.item(FIRST);
    board.run(&["complete", FIRST, "all done"]).fails_with(10);
    let named = [("AGENT_ID", "agent_8"), ("COORD_FENCE", "1")];
    run_with(&board, &named, &["complete", FIRST, "done under the old claim"]).fails_with(10);
    // Said again, it is kept once.
    board.run(&["complete", FIRST, "all done"]).fails_with(10);
    let mut after = board.item(FIRST);
    let late = after["late_results"].take();
    assert_eq!(late.as_array().unwrap().len(), 2, "{late}");
    assert_eq!((&late[0]["result"], &late[0]["agent_id"]), (&json!("all done"), &json!("agent_7")));
    assert_eq!((&late[1]["result"], &late[1]["fence"]), (&json!("done under the old claim"), &json!(1)));
    after.as_object_mut().unwrap().remove("late_results");
    assert_eq!(before, after, "nothing else changed");
    assert!(board.log().is_empty() && board.velocity().is_empty());
    run_with(&board, &[("AGENT_ID", "agent_8")], &["complete", FIRST]).ok();
    assert_eq!(board.log().len(), 1);
}

#[test]
fn a_late_result_is_kept_of_work_that_was_completed_cancelled_or_died() {
    let ends: [&[&str]; 3] =
        [&["complete", FIRST, "mine"], &["cancel", FIRST, "--reason", "x"], &["fail", FIRST, "x"]];
    for end in ends {
        let board = taken_over();
        board.ok(&["edit", FIRST, "--max-attempts", "2", "--force", "--reason", "x"]);
        run_with(&board, &[("AGENT_ID", "agent_8")], end).ok();
        board.run(&["complete", FIRST, "late"]).fails_with(14);
        assert_eq!(board.item(FIRST)["late_results"][0]["result"], "late", "{end:?}");
    }
}

#[test]
fn the_request_that_came_late_can_be_named_and_made_again() {
    let board = taken_over();
    let line = ["complete", FIRST, "late", "--request-id", "r1"];
    board.run(&line).fails_with(10);
    let again = board.run(&line).fails_with(10);
    assert!(!again.err().contains("used before"), "{again}");
}

#[test]
fn of_those_who_never_held_it_nothing_is_kept() {
    let board = with_a_claim();
    refusal(10, "ALREADY_CLAIMED", &[FIRST])
        .with("AGENT_ID", "agent_8")
        .of(&board, &["complete", FIRST, "x"]);
    refusal(10, "STALE_FENCE", &[FIRST]).of(&board, &["complete", FIRST, "x", "--fence", "9"]);
    let queue = scene();
    let waits = queue.ok(&["add", "feature", "Waits"]).work_id();
    refusal(14, "WRONG_STATUS", &[&waits]).of(&queue, &["complete", &waits, "x"]);
}
