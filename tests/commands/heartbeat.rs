//! `heartbeat`: a sign of life and renewed leases.

use crate::scene::{FIRST, run_with, with_a_claim};

#[test]
fn the_line_of_the_contract() {
    let board = with_a_claim();
    for line in [vec!["heartbeat"], vec!["heartbeat", "agent_7"], vec!["heartbeat", ""]] {
        let outcome = board.ok(&line);
        assert_eq!(outcome.out().lines().next(), Some("💓 HEARTBEAT: Agent agent_7"), "{outcome}");
    }
}

#[test]
fn the_leases_of_everything_that_is_held_are_renewed() {
    let mut board = with_a_claim();
    let second = board.claim("Second");
    let done = board.claim("Done");
    board.ok(&["complete", &done]);
    board.set_clock("2026-01-31T12:10:00Z");
    board.ok(&["heartbeat"]);
    for id in [FIRST, &second] {
        assert_eq!(board.item(id)["lease"]["expires_at"], "2026-01-31T12:40:00Z");
    }
    assert_eq!(board.agents()[0]["last_heartbeat"], "2026-01-31T12:10:00Z");
    assert_eq!(board.item(&done).get("lease"), None);
}

#[test]
fn with_a_work_id_only_that_lease_is_renewed() {
    let mut board = with_a_claim();
    let second = board.claim("Second");
    board.set_clock("2026-01-31T12:10:00Z");
    board.ok(&["heartbeat", "agent_7", "--work", &second]);
    assert_eq!(board.item(FIRST)["lease"]["expires_at"], "2026-01-31T12:30:00Z");
    assert_eq!(board.item(&second)["lease"]["expires_at"], "2026-01-31T12:40:00Z");
}

#[test]
fn a_clock_that_was_set_back_takes_no_time_away() {
    let mut board = with_a_claim();
    board.set_clock("2026-01-31T11:00:00Z");
    board.ok(&["heartbeat"]);
    assert_eq!(board.item(FIRST)["lease"]["expires_at"], "2026-01-31T12:30:00Z");
}

#[test]
fn the_agent_that_is_named_goes_before_the_variable() {
    let board = with_a_claim();
    board.ok(&["register", "agent_8"]);
    let outcome = run_with(&board, &[("AGENT_ID", "agent_7")], &["heartbeat", "agent_8"]).ok();
    assert_eq!(outcome.out(), "💓 HEARTBEAT: Agent agent_8\n");
}
