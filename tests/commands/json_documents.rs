//! `--json`: exactly one document on stdout for every command, as its schema says.

use serde_json::Value;

use crate::scene::{FIRST, scene, with_a_claim, write};
use crate::support::{Board, Outcome, write_sample};

/// The schema of what `command` reports.
fn schema_of(command: &str) -> Value {
    let outcome = scene().ok(&["schema", command]);
    let schemas: Value = serde_json::from_slice(&outcome.stdout).unwrap();
    schemas[command]["report"].clone()
}

/// Runs a line with `--json` and holds its document against the schema of its command.
#[track_caller]
fn document(board: &Board, line: &[&str]) -> Value {
    let line: Vec<&str> = line.iter().copied().chain(["--json"]).collect();
    let outcome = board.run(&line);
    assert_eq!(outcome.err(), "", "{outcome}");
    check(line[0], &outcome)
}

#[track_caller]
fn check(command: &str, outcome: &Outcome) -> Value {
    assert_eq!(outcome.out().matches('\n').count(), 1, "one line: {outcome}");
    let document = outcome.json();
    let keys: Vec<&String> = document.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["data", "ok", "schema_version", "warnings"], "{outcome}");
    assert_eq!((&document["schema_version"], &document["ok"]), (&1.into(), &true.into()));
    let validator = jsonschema::validator_for(&schema_of(command)).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(&document["data"])
        .map(|fault| format!("{fault} at {}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{command}: {faults:#?}\n{outcome}");
    document
}

#[test]
fn the_life_of_an_item() {
    let board = scene();
    let claimed = document(&board, &["claim", "feature", "Add login", "high", "backend_team"]);
    assert_eq!(claimed["data"]["work_item_id"], FIRST);
    assert_eq!(claimed["data"]["item"], board.item(FIRST));
    assert_eq!(claimed["data"]["created"], true);
    let progressed = document(&board, &["progress", FIRST, "12.5", "testing"]);
    assert_eq!(progressed["data"]["progress"], 12.5);
    document(&board, &["show", FIRST]);
    document(&board, &["heartbeat"]);
    let completed = document(&board, &["complete", FIRST, "done", "8"]);
    assert_eq!(completed["data"]["velocity_points"], 8);
    document(&board, &["complete", FIRST, "done", "8"]);
    document(&board, &["show", FIRST]);
    document(&board, &["history"]);
    document(&board, &["history", FIRST, "--limit", "1"]);
}

#[test]
fn agents_and_ids() {
    let board = scene();
    let registered = document(&board, &["register", "agent_9", "team", "50", "rust"]);
    assert_eq!(registered["data"]["agent_id"], "agent_9");
    assert_eq!(registered["data"]["capacity"], 50);
    document(&board, &["register", "80", "idle"]);
    document(&board, &["register-agent", "--agent-id", "agent_3", "--worktree", "w"]);
    document(&board, &["heartbeat", "agent_9"]);
    document(&board, &["generate-id"]);
}

#[test]
fn lists() {
    let board = with_a_claim();
    for name in ["list-work", "list-work-fast"] {
        let listed = document(&board, &[name]);
        let data = &listed["data"];
        assert_eq!((&data["total"], &data["has_more"]), (&1.into(), &false.into()));
        assert_eq!(data["items"][0]["work_item_id"], FIRST);
        let empty = document(&board, &[name, "nobody"]);
        assert_eq!(empty["data"]["items"], serde_json::json!([]));
    }
    let nothing = document(&scene(), &["list-work"]);
    assert_eq!(nothing["data"]["total"], 0);
}

#[test]
fn upkeep() {
    let board = with_a_claim();
    document(&board, &["init"]);
    document(&board, &["init", "--print-config"]);
    document(&board, &["optimize"]);
    board.ok(&["complete", FIRST]);
    let line = ["optimize", "--json"];
    let outcome = crate::scene::run_with(&board, &[("OPTIMIZATION_THRESHOLD", "0")], &line);
    assert_eq!(check("optimize", &outcome)["data"]["archived"], 1);
    document(&board, &["audit", "verify"]);
    document(&board, &["doctor"]);
    document(&board, &["doctor", "--fix"]);
}

#[test]
fn a_check_that_finds_something_is_a_document_with_exit_code_1() {
    let board = with_a_claim();
    write(&board, "work_claims.json", "[{");
    let outcome = board.run(&["doctor", "--json"]);
    assert_eq!(outcome.code, Some(1));
    assert_eq!(check("doctor", &outcome)["data"]["healthy"], false);
}

#[test]
fn doors() {
    let board = scene();
    document(&board, &["shim", "install", "bin"]);
    document(&board, &["shim", "remove", "bin"]);
    document(&board, &["schema", "claim"]);
    document(&board, &["schema"]);
    document(&board, &["completions", "bash"]);
    document(&board, &["man", "claim"]);
}

#[test]
fn what_other_programs_wrote_is_as_the_schema_says_too() {
    let board = scene();
    write_sample(board.dir(), 30);
    document(&board, &["list-work"]);
    document(&board, &["claim", "feature", "x"]);
    document(&board, &["show", "work_autonomous_test_3"]);
    document(&board, &["history"]);
    document(&board, &["heartbeat"]);
}

#[test]
fn warnings_are_in_the_document_and_nowhere_else() {
    let board = with_a_claim();
    write(&board, "work_claims_fast.jsonl", "this is no claim\n");
    let document = document(&board, &["claim", "feature", "x"]);
    assert!(!document["warnings"].as_array().unwrap().is_empty(), "{document}");
}

#[test]
fn hostile_text_comes_back_verbatim() {
    let board = scene();
    let hostile = "\u{1b}[31m \"quoted\" \\ \n \u{202e} 🚀 \u{7f}";
    let document = document(&board, &["claim", hostile, hostile, hostile, hostile]);
    for field in ["work_type", "description", "priority", "team"] {
        assert_eq!(document["data"]["item"][field], hostile);
    }
}
