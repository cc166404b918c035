//! `--request-id`: asked again within a day, the first answer is given again, and nothing is done twice.

use crate::refusal::refusal;
use crate::scene::{FIRST, SECOND, everything, json_lines, run_with, scene, with_a_claim};
use crate::support::Board;

/// Runs a line twice under one request id: the same answer, and the second time no change.
#[track_caller]
fn replays(board: &Board, line: &[&str]) {
    let line: Vec<&str> = line.iter().copied().chain(["--request-id", "r 1"]).collect();
    let first = board.ok(&line).out();
    let before = everything(board);
    let events = json_lines(board, "phoenix_telemetry_events.jsonl").len();
    assert_eq!(board.ok(&line).out(), first, "{line:?}: the same answer");
    assert_eq!(everything(board), before, "{line:?}: nothing changes");
    let told = json_lines(board, "phoenix_telemetry_events.jsonl").len();
    assert_eq!(told, events, "{line:?}: no event is told twice");
}

#[test]
fn a_claim_is_made_once() {
    let board = scene();
    replays(&board, &["claim", "feature", "x"]);
    assert_eq!(board.items().len(), 1);
}

#[test]
fn a_claim_of_a_caller_without_a_name_is_made_once() {
    let board = crate::scene::unnamed();
    replays(&board, &["claim", "feature", "x"]);
    assert_eq!((board.items().len(), board.agents().len()), (1, 1));
}

#[test]
fn progress_is_reported_once() {
    replays(&with_a_claim(), &["progress", FIRST, "50"]);
}

#[test]
fn work_is_completed_once() {
    let board = with_a_claim();
    replays(&board, &["complete", FIRST, "done", "8"]);
    assert_eq!(board.velocity().len(), 1);
}

#[test]
fn an_agent_is_registered_once() {
    replays(&scene(), &["register", "agent_9", "team", "--new"]);
    replays(&crate::scene::unnamed(), &["register"]);
}

#[test]
fn a_sign_of_life_is_given_once() {
    replays(&with_a_claim(), &["heartbeat"]);
}

#[test]
fn completed_work_is_archived_once_and_the_answer_names_the_archive_again() {
    let board = with_a_claim().with("OPTIMIZATION_THRESHOLD", "0");
    board.ok(&["complete", FIRST]);
    replays(&board, &["optimize"]);
}

#[test]
fn the_answer_is_the_same_in_json() {
    let board = scene();
    let line = ["claim", "feature", "x", "--json", "--request-id", "r1"];
    let first = board.ok(&line).out();
    assert_eq!(board.ok(&line).out(), first);
}

#[test]
fn a_name_is_not_used_for_two_operations() {
    let board = scene();
    board.ok(&["claim", "feature", "x", "--request-id", "r1"]);
    refusal(2, "USAGE", &["r1", "used before"]).of(&board, &["complete", FIRST, "--request-id", "r1"]);
}

#[test]
fn a_name_is_not_used_for_two_requests() {
    let board = scene();
    board.ok(&["claim", "feature", "x", "--points", "3", "--request-id", "r1"]);
    let other = refusal(2, "USAGE", &["r1", "other arguments"]);
    other.of(&board, &["claim", "feature", "y", "--points", "3", "--request-id", "r1"]);
    other.of(&board, &["claim", "feature", "x", "--points", "5", "--request-id", "r1"]);
    other.of(&board, &["claim", "feature", "x", "--request-id", "r1"]);
    // How it is printed, why it is asked, and where the flags stand is no part of what is asked.
    board.ok(&["--request-id", "r1", "claim", "--points=3", "feature", "x", "--json", "--reason", "again"]);
    assert_eq!(board.items().len(), 1);
}

#[test]
fn after_a_day_it_is_a_new_request() {
    let mut board = scene();
    let line = ["claim", "feature", "x", "-q", "--request-id", "r1"];
    board.ok(&line);
    board.set_clock("2026-02-01T11:59:59Z");
    assert_eq!(board.ok(&line).out().trim_end(), FIRST);
    board.set_clock("2026-02-01T12:00:01Z");
    assert_ne!(board.ok(&line).out().trim_end(), FIRST);
    assert_eq!(board.items().len(), 2);
}

#[test]
fn it_is_remembered_beyond_a_checkpoint() {
    let board = scene();
    let line = ["claim", "feature", "x", "-q", "--request-id", "r1"];
    board.ok(&line);
    board.ok(&["init"]);
    assert_eq!(board.ok(&line).out().trim_end(), FIRST);
}

#[test]
fn a_refused_request_may_be_made_again_under_its_name() {
    let board = with_a_claim();
    let line = ["claim", "feature", "x", "-q", "--request-id", "r1"];
    run_with(&board, &[("MAX_CONCURRENT_WORK", "1")], &line).fails_with(12);
    assert_eq!(board.ok(&line).out().trim_end(), SECOND);
}

#[test]
fn hostile_names_are_names() {
    let board = scene();
    for name in ["\"; $(x) \n", "../../x", "🚀", &"n".repeat(256)] {
        let line = ["claim", "feature", "x", "-q", "--request-id", name];
        let first = board.ok(&line).out();
        assert_eq!(board.ok(&line).out(), first, "{name:?}");
    }
    board.ok(&["audit", "verify"]);
}
