//! `reassign-work`: all that one agent has goes to another, or nothing does.

use serde_json::{Value, json};

use crate::refusal::refusal;
use crate::scene::{everything, json_lines, run_with, scene};
use crate::support::{Board, Outcome};

fn by(board: &Board, agent: &str, line: &[&str]) -> Outcome {
    run_with(board, &[("AGENT_ID", agent)], line).ok()
}

fn claim(board: &Board, agent: &str, more: &[&str]) -> String {
    by(board, agent, &[&["claim", "feature", "Something", "-q"][..], more].concat()).out().trim().to_owned()
}

fn workload(board: &Board, agent: &str) -> Value {
    let agents = board.agents();
    agents.into_iter().find(|known| known["agent_id"] == agent).unwrap()["current_workload"].clone()
}

/// `ada` and `bob`; nothing is claimed yet.
fn two() -> Board {
    let board = scene();
    board.ok(&["register", "ada", "backend_team"]);
    board.ok(&["register", "bob", "backend_team"]);
    board
}

#[test]
fn what_one_has_goes_to_the_other_in_one_record() {
    let mut board = two();
    let held = [claim(&board, "ada", &["--lease", "1h"]), claim(&board, "ada", &[])];
    let of_bob = claim(&board, "bob", &[]);
    let waits = board.ok(&["add", "feature", "Waits", "--assign", "ada", "-q"]).out().trim().to_owned();
    let paths = by(&board, "ada", &["reserve", "src/**", "-q"]).out().trim().to_owned();
    let records = board.ok(&["audit", "verify", "--json"]).json()["data"]["records"].as_u64().unwrap();
    board.set_clock("2026-01-31T12:10:00Z");
    let line = ["reassign-work", "--from", "ada", "--to", "bob", "--reason", "on leave"];
    let out = board.ok(&line).out();
    assert!(out.starts_with("🤝 REASSIGNED: 2 went from ada to bob\n"), "{out}");
    assert!(out.contains(&format!("📌 {waits} waits for bob alone")), "{out}");
    let after = board.ok(&["audit", "verify", "--json"]).json()["data"]["records"].as_u64().unwrap();
    assert_eq!(after, records + 1);
    for id in &held {
        let item = board.item(id);
        assert_eq!((&item["agent_id"], &item["fence"]), (&json!("bob"), &json!(2)));
        assert_eq!(item["notes"][0]["text"], "handed over from ada: on leave");
    }
    assert_eq!(board.item(&held[0])["lease"]["expires_at"], "2026-01-31T13:10:00Z");
    assert_eq!(board.item(&held[1])["lease"]["expires_at"], "2026-01-31T12:40:00Z");
    assert_eq!(board.item(&waits)["assigned_to"], "bob");
    assert_eq!(board.item(&paths)["agent_id"], "bob");
    assert_eq!(board.item(&of_bob)["fence"], 1);
    assert_eq!((workload(&board, "ada"), workload(&board, "bob")), (json!(0), json!(3)));
    let events = json_lines(&board, "phoenix_telemetry_events.jsonl");
    let told = events.iter().filter(|event| event["event_type"] == "work_handed_off").count();
    assert_eq!(told, 2);
    let late = run_with(&board, &[("AGENT_ID", "ada"), ("COORD_FENCE", "1")], &["complete", &held[0]]);
    late.fails_with(10);
    by(&board, "bob", &["complete", &held[0]]);
}

#[test]
fn all_or_nothing() {
    let board = two();
    claim(&board, "ada", &[]);
    let gpu = claim(&board, "ada", &[]);
    by(&board, "ada", &["edit", &gpu, "--needs", "gpu"]);
    let before = board.state();
    let line = ["reassign-work", "--from", "ada", "--to", "bob"];
    refusal(14, "WRONG_STATUS", &[&gpu, "gpu", "bob"]).of(&board, &line);
    assert!(board.state() == before, "half of it was given over");
    board.ok(&["register", "bob", "--can", "gpu"]);
    refusal(12, "CAPACITY_EXCEEDED", &["bob", "1"]).with("MAX_CONCURRENT_WORK", "1").of(&board, &line);
    board.ok(&["remove-agent", "bob"]);
    refusal(11, "AGENT_NOT_FOUND", &["bob", "retired"]).of(&board, &line);
}

#[test]
fn who_is_meant_must_be_known() {
    let board = two();
    refusal(11, "AGENT_NOT_FOUND", &["eve"]).of(&board, &["reassign-work", "--from", "ada", "--to", "eve"]);
    refusal(11, "AGENT_NOT_FOUND", &["eve"]).of(&board, &["reassign-work", "--from", "eve", "--to", "ada"]);
    refusal(3, "INVALID_VALUE", &["ada"]).of(&board, &["reassign-work", "--from", "ada", "--to", "ada"]);
    refusal(3, "INVALID_VALUE", &["--from"]).of(&board, &["reassign-work", "--from", "", "--to", "ada"]);
    refusal(2, "USAGE", &["--to"]).of(&board, &["reassign-work", "--from", "ada"]);
    let out = board.ok(&["reassign-work", "--from", "ada", "--to", "bob"]).out();
    assert_eq!(out, "🤝 REASSIGNED: ada holds nothing, and nothing waits for it\n");
}

#[test]
fn a_look_changes_nothing_and_says_the_same() {
    let board = two();
    let id = claim(&board, "ada", &[]);
    let before = everything(&board);
    let line = ["reassign-work", "--from", "ada", "--to", "bob", "--dry-run", "--json"];
    let document = board.ok(&line).json();
    assert_eq!(everything(&board), before);
    assert_eq!(document["data"]["handed_over"][0]["work_item_id"], json!(id));
    assert_eq!(document["data"]["dry_run"], true);
}
