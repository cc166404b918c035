//! The exit-code table, row by row: what the board itself does not allow, from 10 on.

use std::fs::File;

use crate::refusal::refusal;
use crate::scene::{FIRST, run_with, scene, with_a_claim, write};

#[test]
fn code_10_somebody_else_holds_it() {
    let board = with_a_claim();
    let held = |line: &[&str]| {
        refusal(10, "ALREADY_CLAIMED", &[FIRST, "agent_7", "2026-01-31T12:30:00Z"])
            .with("AGENT_ID", "agent_8")
            .of(&board, line);
    };
    held(&["progress", FIRST, "50"]);
    held(&["complete", FIRST, "success", "8"]);
    board.ok(&["register", "agent_8", "team"]);
    held(&["heartbeat", "--work", FIRST]);
}

#[test]
fn code_10_names_holder_and_expiry_for_machines() {
    let board = with_a_claim();
    let outcome = run_with(&board, &[("AGENT_ID", "agent_8")], &["complete", FIRST, "--json"]);
    let context = &outcome.json()["error"]["context"];
    assert_eq!(context["holder"], "agent_7");
    assert_eq!(context["work_item_id"], FIRST);
    assert_eq!(context["lease_expires_at"], "2026-01-31T12:30:00Z");
}

#[test]
fn code_10_an_id_that_is_taken() {
    let board = with_a_claim();
    refusal(10, "ALREADY_CLAIMED", &["agent_7"]).of(&board, &["register", "agent_7", "team", "--new"]);
    board.ok(&["register", "agent_8", "team", "--new"]);
}

#[test]
fn code_10_a_lock_that_does_not_come_free() {
    let board = with_a_claim();
    let lock = File::options().read(true).write(true).open(board.path(".store/lock")).unwrap();
    lock.lock().unwrap();
    let holder = std::process::id().to_string();
    refusal(10, "LOCK_TIMEOUT", &[".store/lock", &holder, "0.05 s"])
        .of(&board, &["claim", "a", "b", "--lock-timeout", "50ms"]);
    refusal(10, "LOCK_TIMEOUT", &["lock"])
        .with("COORD_LOCK_TIMEOUT", "50ms")
        .of(&board, &["claim", "a", "b"]);
    // Who only looks waits for nobody.
    board.ok(&["list-work"]);
    lock.unlock().unwrap();
    board.ok(&["claim", "a", "b", "--lock-timeout", "50ms"]);
}

#[test]
fn code_11_an_agent_that_is_not_registered() {
    let board = with_a_claim();
    refusal(11, "AGENT_NOT_FOUND", &["agent_9"]).of(&board, &["heartbeat", "agent_9"]);
    let empty = scene();
    refusal(11, "AGENT_NOT_FOUND", &["agent_9"]).of(&empty, &["heartbeat", "agent_9"]);
}

#[test]
fn code_12_capacity_exceeded() {
    let board = with_a_claim();
    refusal(12, "CAPACITY_EXCEEDED", &["agent_7", "1"])
        .with("MAX_CONCURRENT_WORK", "1")
        .of(&board, &["claim", "feature", "Too much"]);
    run_with(&board, &[("MAX_CONCURRENT_WORK", "2")], &["claim", "feature", "Just enough"]).ok();
    write(&board, "config.toml", "max_concurrent_work = 2\n");
    refusal(12, "CAPACITY_EXCEEDED", &["agent_7", "2"]).of(&board, &["claim", "feature", "Too much"]);
}

#[test]
fn code_13_an_item_that_is_not_there() {
    let board = with_a_claim();
    for line in [
        vec!["progress", "work_404", "50"],
        vec!["complete", "work_404"],
        vec!["show", "work_404"],
        vec!["heartbeat", "--work", "work_404"],
    ] {
        refusal(13, "ITEM_NOT_FOUND", &["work_404"]).of(&board, &line);
    }
}

#[test]
fn code_14_not_in_this_status() {
    let board = with_a_claim();
    board.ok(&["complete", FIRST, "success", "5"]);
    refusal(14, "WRONG_STATUS", &[FIRST, "success"]).of(&board, &["complete", FIRST, "failed"]);
    refusal(14, "WRONG_STATUS", &[FIRST, "completed"]).of(&board, &["progress", FIRST, "50"]);
    refusal(14, "WRONG_STATUS", &[FIRST, "completed"]).of(&board, &["heartbeat", "--work", FIRST]);
    let queue = scene();
    write(&queue, "work_claims.json", r#"[{"work_item_id":"w","agent_id":null,"status":"pending"}]"#);
    queue.ok(&["register", "agent_7"]);
    refusal(14, "WRONG_STATUS", &["w", "pending"]).of(&queue, &["complete", "w"]);
    refusal(14, "WRONG_STATUS", &["w", "pending"]).of(&queue, &["progress", "w", "5"]);
}
