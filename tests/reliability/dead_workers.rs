//! Workers that die in the middle of their work: another one goes on, late results are kept but don't count, and
//! work that kills its workers ends in the dead letter.

use rustix::process::Signal;
use serde_json::Value;

use crate::support::{Board, NOON, Outcome, Running, start_worker, text_of};

#[test]
fn the_work_of_a_killed_worker_is_done_by_another() {
    let mut board = Board::new().at(NOON);
    let id = add(&board);
    let (taken, worker) = start_worker(&board, "agent_1");
    assert_eq!(taken, id);
    let fence = board.item(&id)["fence"].as_u64().unwrap();
    worker.signal(Signal::KILL);
    assert_eq!(worker.finish().signal, Some(Signal::KILL.as_raw()));
    board.set_clock("2026-01-31T12:29:59Z");
    by(&board, "agent_2", &["next"]).refuses_with(15);
    board.set_clock("2026-01-31T12:30:00Z");
    let taken = by(&board, "agent_2", &["next"]).ok().json();
    assert_eq!(text_of(&taken["data"], "work_item_id"), id);
    assert!(taken["data"]["fence"].as_u64() > Some(fence), "{taken}");
    let item = board.item(&id);
    assert_eq!((&item["agent_id"], &item["attempt"]), (&"agent_2".into(), &2.into()), "{item:#}");
    assert_eq!(item["progress"].as_f64(), Some(40.0), "what the dead worker reported is lost: {item:#}");
    by(&board, "agent_2", &["complete", &id, "success", "5"]).ok();
    board.assert_consistent();
}

#[test]
fn a_worker_that_was_taken_for_dead_finishes_too_late() {
    let mut board = Board::new().at(NOON);
    let id = add(&board);
    let (taken, worker) = start_worker(&board, "agent_1");
    assert_eq!(taken, id);
    let fence = board.item(&id)["fence"].as_u64().unwrap();
    worker.signal(Signal::STOP);
    board.set_clock("2026-01-31T12:30:00Z");
    by(&board, "agent_2", &["next"]).ok();
    let before = board.item(&id);
    for line in [&["complete", &id, "the late one", "5"][..], &["release", &id], &["fail", &id, "no"]] {
        by(&board, "agent_1", line).refuses_with(10);
        let fence = fence.to_string();
        let fenced: Vec<_> = line.iter().copied().chain(["--fence", &fence]).collect();
        let refused = board.run(&fenced).fails_with(10);
        assert!(refused.err().contains("fence"), "{refused}");
    }
    let item = board.item(&id);
    for field in ["agent_id", "fence", "status", "lease"] {
        assert_eq!(item[field], before[field], "{field}");
    }
    let late = item["late_results"].as_array().unwrap();
    assert!(late.iter().any(|late| late["result"] == "the late one"), "{item:#}");
    by(&board, "agent_2", &["complete", &id, "the real one", "5"]).ok();
    assert_eq!(board.item(&id)["result"], "the real one");
    worker.signal(Signal::KILL);
    worker.finish();
    board.assert_consistent();
}

#[test]
fn work_that_kills_its_workers_ends_in_the_dead_letter() {
    let mut board = Board::new().at(NOON);
    let id = add(&board);
    for attempt in 1..=3 {
        board.set_clock(&format!("2026-01-31T{}:00:00Z", 12 + attempt));
        let (_, worker) = start_worker(&board, &format!("agent_{attempt}"));
        worker.signal(Signal::KILL);
        worker.finish();
        assert_eq!(board.item(&id)["attempt"], attempt, "{:#}", board.item(&id));
    }
    board.set_clock("2026-01-31T20:00:00Z");
    by(&board, "agent_4", &["next"]).refuses_with(15);
    let item = board.item(&id);
    assert_eq!((&item["status"], &item["agent_id"]), (&"dead".into(), &Value::Null), "{item:#}");
    board.set_clock("2026-02-28T12:00:00Z");
    by(&board, "agent_4", &["next"]).refuses_with(15);
    by(&board, "agent_4", &["claim", "--id", &id]).refuses_with(14);
    board.ok(&["retry", &id]);
    by(&board, "agent_4", &["next"]).ok();
    by(&board, "agent_4", &["complete", &id, "success", "5"]).ok();
    board.assert_consistent();
}

#[test]
fn work_that_always_fails_ends_in_the_dead_letter() {
    let mut board = Board::new().at(NOON);
    let id = add(&board);
    let mut waited = Vec::new();
    for (failures, hour) in (1..=3).zip(13..) {
        board.set_clock(&format!("2026-01-31T{hour}:00:00Z"));
        by(&board, "agent_1", &["next"]).ok();
        by(&board, "agent_1", &["fail", &id, &format!("broke {failures}")]).ok();
        by(&board, "agent_1", &["next"]).refuses_with(15);
        waited.push(text_of(&board.item(&id), "not_before").to_owned());
    }
    let item = board.item(&id);
    assert_eq!(item["status"], "dead", "{item:#}");
    assert_eq!((&item["last_error"], &item["failures"]), (&"broke 3".into(), &3.into()), "{item:#}");
    assert!(("2026-01-31T13:00:24Z".."2026-01-31T13:00:37Z").contains(&waited[0].as_str()), "{waited:?}");
    assert!(("2026-01-31T14:00:48Z".."2026-01-31T14:01:13Z").contains(&waited[1].as_str()), "{waited:?}");
    board.assert_consistent();
}

fn add(board: &Board) -> String {
    board.ok(&["-q", "add", "feature", "dangerous work"]).work_id()
}

fn by(board: &Board, agent: &str, words: &[&str]) -> Outcome {
    let words: Vec<_> = words.iter().copied().chain(["--json"]).collect();
    Running::start(board.command(&words).env("AGENT_ID", agent)).finish()
}
