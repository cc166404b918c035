//! `--wait`: until there is something to take, or the time is over.

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use rustix::process::Signal;

use crate::refusal::refusal;
use crate::scene::{FIRST, scene, with_a_claim};
use crate::support::{Board, Running, eventually};

/// A board with the real clock.
fn board() -> Board {
    Board::new().by("agent_7")
}

/// Starts a command and comes back once it waits: it listens to the directory then, or for one to come.
fn waiting(board: &Board, agent: &str, line: &[&str]) -> Running {
    let running = Running::start(board.command(line).env("AGENT_ID", agent));
    asleep(&running);
    running
}

/// Comes back once the command waits.
pub(crate) fn asleep(running: &Running) {
    eventually("the command waits", || is_asleep(running.pid()).then_some(()));
}

/// Whether the process sleeps in `poll`.
fn is_asleep(pid: u32) -> bool {
    let channel = fs::read_to_string(format!("/proc/{pid}/wchan")).unwrap_or_default();
    channel.contains("poll")
}

#[test]
fn work_that_comes_is_taken() {
    let board = board();
    for line in [&["next", "--wait", "-q"][..], &["claim", "--next", "--wait=1m", "-q"]] {
        let waits = waiting(&board, "agent_8", line);
        let id = board.ok(&["add", "feature", "Add login", "-q"]).out();
        let outcome = waits.finish().ok();
        assert_eq!(outcome.out(), id, "{line:?}");
    }
    board.assert_consistent();
}

#[test]
fn an_item_that_is_released_is_taken() {
    let board = board();
    let id = board.claim("Add login");
    let waits = waiting(&board, "agent_8", &["claim", "--id", &id, "--wait"]);
    // As another program would, without our lock.
    let path = board.path("work_claims.json");
    let text = fs::read_to_string(&path).unwrap();
    let text = text.replace("\"agent_7\"", "null").replace("\"active\"", "\"pending\"");
    fs::write(board.path("new.json"), text).unwrap();
    fs::rename(board.path("new.json"), path).unwrap();
    waits.finish().ok();
    assert_eq!(board.item(&id)["agent_id"], "agent_8");
}

#[test]
fn an_item_is_taken_when_what_it_waits_for_is_done() {
    let board = board();
    let first = board.claim("first");
    let second = board.ok(&["add", "feature", "second", "--after", &first, "-q"]).out().trim().to_owned();
    let waits = waiting(&board, "agent_8", &["claim", "--id", &second, "--wait"]);
    board.ok(&["complete", &first]);
    assert_eq!(waits.finish().ok().work_id(), second);
}

#[test]
fn a_lease_that_ends_and_a_time_that_comes_end_the_waiting() {
    let board = board();
    board.ok(&["claim", "feature", "short", "--lease", "1s"]);
    let taken =
        Running::start(board.command(&["next", "--wait=1m"]).env("AGENT_ID", "agent_8")).finish().ok();
    assert!(taken.out().contains("The lease of agent_7 had ended"), "{taken}");
    board.ok(&["add", "feature", "later", "--not-before", "1s"]);
    board.ok(&["next", "--wait=1m"]);
}

#[test]
fn when_the_time_is_over_the_last_refusal_is_the_answer() {
    let board = board();
    board.ok(&["add", "feature", "x", "--needs", "gpu"]);
    let outcome = board.run(&["next", "--wait=50ms"]).fails_with(15);
    assert!(outcome.err().contains("gpu"), "{outcome}");
    assert!(outcome.elapsed >= Duration::from_millis(50), "{outcome}");
    let held = with_a_claim();
    refusal(10, "ALREADY_CLAIMED", &[FIRST, "agent_7", "2026-01-31T12:30:00Z"])
        .with("AGENT_ID", "agent_8")
        .of(&held, &["claim", "--id", FIRST, "--wait=20ms"]);
}

#[test]
fn what_does_not_pass_is_refused_at_once() {
    let board = with_a_claim();
    refusal(13, "ITEM_NOT_FOUND", &["work_404"]).of(&board, &["claim", "--id", "work_404", "--wait"]);
    refusal(3, "INVALID_VALUE", &["--wait", "soon"]).of(&board, &["next", "--wait=soon"]);
    board.ok(&["complete", FIRST]);
    refusal(14, "WRONG_STATUS", &[FIRST]).of(&board, &["claim", "--id", FIRST, "--wait"]);
}

#[test]
fn ctrl_c_ends_it() {
    let board = scene();
    let waits = waiting(&board, "agent_8", &["next", "--wait"]);
    waits.signal(Signal::INT);
    let outcome = waits.finish().fails_with(130);
    assert!(outcome.err().contains("interrupted"), "{outcome}");
    let waits = waiting(&board, "agent_8", &["next", "--wait", "--json"]);
    waits.signal(Signal::INT);
    assert_eq!(waits.finish().json()["error"]["code"], "INTERRUPTED");
    assert!(board.items().is_empty());
}

#[test]
fn the_span_is_that_of_the_try_that_succeeded() {
    let board = board().with("FORCE_TRACE_ID", "0123456789abcdef0123456789abcdef");
    let waits = waiting(&board, "agent_8", &["next", "--wait", "--json"]);
    let id = board.ok(&["add", "feature", "x", "-q"]).out().trim().to_owned();
    assert_eq!(waits.finish().json()["data"]["trace_id"], "0123456789abcdef0123456789abcdef");
    let spans = crate::scene::json_lines(&board, "telemetry_spans.jsonl");
    let claim = spans.iter().find(|span| span["operation_name"] == "s2s.work.claim").unwrap();
    assert_eq!(claim["span_attributes"]["s2s.work_item_id"], id);
}

#[test]
fn of_many_that_wait_each_gets_one_and_none_starves() {
    const MANY: usize = 12;
    let board = board();
    let waits: Vec<Running> = (0..MANY)
        .map(|number| waiting(&board, &format!("agent_{number}"), &["next", "--wait", "-q"]))
        .collect();
    let added: BTreeSet<String> = (0..MANY)
        .map(|number| board.ok(&["add", "feature", &format!("piece {number}"), "-q"]).out())
        .collect();
    let taken: Vec<String> = waits.into_iter().map(|waits| waits.finish().ok().out()).collect();
    assert_eq!(taken.len(), MANY);
    assert_eq!(taken.into_iter().collect::<BTreeSet<_>>(), added, "each item has one winner");
    board.assert_consistent();
}
