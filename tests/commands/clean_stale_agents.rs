//! `clean-stale-agents`: who gives no sign any more holds nothing up.

use serde_json::{Value, json};

use crate::scene::{everything, json_lines, run_with, scene, write};
use crate::support::{Board, Outcome};

fn by(board: &Board, agent: &str, line: &[&str]) -> Outcome {
    run_with(board, &[("AGENT_ID", agent)], line).ok()
}

fn stored(board: &Board, agent: &str) -> Option<Value> {
    board.agents().into_iter().find(|known| known["agent_id"] == agent)
}

/// A day after noon: `ada` was silent since then, `bob` too but with a long lease, `cyd` signed off, `dan` is there.
fn a_day_later() -> (Board, String) {
    let mut board = scene();
    for agent in ["ada", "bob", "cyd", "dan"] {
        board.ok(&["register", agent, "backend_team"]);
    }
    let held = by(&board, "ada", &["claim", "feature", "Held", "-q"]).out().trim().to_owned();
    by(&board, "bob", &["claim", "feature", "Long", "--lease", "48h"]);
    by(&board, "cyd", &["register", "100", "inactive"]);
    board.set_clock("2026-02-01T11:59:00Z");
    by(&board, "dan", &["heartbeat"]);
    board.set_clock("2026-02-01T12:00:00Z");
    (board, held)
}

#[test]
fn who_was_silent_for_a_day_is_retired_and_its_work_goes_back() {
    let (board, held) = a_day_later();
    let waits = board.ok(&["add", "feature", "Waits", "--assign", "ada", "-q"]).out().trim().to_owned();
    let out = board.ok(&["clean-stale-agents"]).out();
    assert_eq!(
        out,
        format!(
            "🧹 STALE AGENTS: 1 agent retired\n  👋 ada: autonomous_team (last sign 2026-01-31T12:00:00Z)\n     📥 {held} is back in the queue\n     📌 {waits} is free for others\n"
        )
    );
    let item = board.item(&held);
    assert_eq!(
        (&item["status"], &item["agent_id"], &item["failures"]),
        (&json!("pending"), &json!(null), &json!(1))
    );
    assert_eq!(board.item(&waits).get("assigned_to"), None);
    let ada = stored(&board, "ada").unwrap();
    assert_eq!((&ada["status"], &ada["current_workload"]), (&json!("retired"), &json!(0)));
    assert_eq!(ada["performance_metrics"]["leases_expired"], 1);
    for agent in ["bob", "cyd", "dan"] {
        assert_ne!(stored(&board, agent).unwrap()["status"], "retired", "{agent}");
    }
    let events = json_lines(&board, "phoenix_telemetry_events.jsonl");
    assert!(events.iter().any(|event| event["event_type"] == "lease_expired"));
    assert_eq!(board.ok(&["clean-stale-agents", "-q"]).out(), "", "once is enough");
    by(&board, "ada", &["claim", "--id", &held]);
    assert_eq!(stored(&board, "ada").unwrap()["status"], "active");
    board.assert_consistent();
}

#[test]
fn an_item_of_one_that_waits_for_another_one_is_freed_of_both() {
    let mut board = scene();
    board.ok(&["register", "ada"]);
    board.ok(&["register", "bob"]);
    let id = board.ok(&["add", "feature", "Both", "--assign", "bob", "-q"]).out().trim().to_owned();
    by(&board, "bob", &["claim", "--id", &id]);
    let text = std::fs::read_to_string(board.path("work_claims.json")).unwrap();
    write(&board, "work_claims.json", &text.replace("\"agent_id\": \"bob\"", "\"agent_id\": \"ada\""));
    board.set_clock("2026-02-02T12:00:00Z");
    assert_eq!(board.ok(&["clean-stale-agents", "-q"]).out(), "ada\nbob\n");
    let item = board.item(&id);
    assert_eq!(
        (&item["status"], &item["agent_id"], item.get("assigned_to")),
        (&json!("pending"), &json!(null), None)
    );
}

#[test]
fn how_long_can_be_said_and_a_look_changes_nothing() {
    let (board, held) = a_day_later();
    let before = everything(&board);
    let document = board.ok(&["clean-stale-agents", "--after", "30s", "--dry-run", "--json"]).json();
    let names: Vec<&Value> =
        document["data"]["items"].as_array().unwrap().iter().map(|agent| &agent["agent_id"]).collect();
    assert_eq!(names, ["ada", "dan"]);
    assert_eq!(document["data"]["items"][0]["handed_back"][0]["work_item_id"], json!(held));
    assert_eq!(board.ok(&["clean-stale-agents", "--after", "25h", "--dry-run", "-q"]).out(), "");
    assert_eq!(everything(&board), before);
    run_with(&board, &[("AGENT_ID", "dan")], &["clean-stale-agents", "--after", "1s", "-q"]).ok();
    assert_ne!(stored(&board, "dan").unwrap()["status"], "retired", "whoever asks is there");
    board.run(&["clean-stale-agents", "--after", "soon"]).fails_with(3);
}

#[test]
fn what_is_forgotten_is_off_the_board_and_still_in_the_history() {
    let (board, _) = a_day_later();
    board.ok(&["remove-agent", "dan"]);
    let out = board.ok(&["clean-stale-agents", "--forget", "-q"]).out();
    assert_eq!(out, "ada\ndan\n");
    assert_eq!((stored(&board, "ada"), stored(&board, "dan")), (None, None));
    assert_eq!(board.agents().len(), 2);
    assert!(board.ok(&["history", "ada"]).out().contains("clean_stale_agents"));
    board.ok(&["claim", "feature", "The board works on"]);
    assert_eq!(stored(&board, "ada"), None);
    board.assert_consistent();
}

#[test]
fn agents_of_the_script_without_a_sign_are_stale_and_an_empty_board_has_none() {
    let board = scene();
    write(&board, "agent_status.json", r#"[{"agent_id":"old","last_heartbeat":null},{"agent_id":"older"}]"#);
    write(&board, "work_claims.json", "[]\n");
    let out = board.ok(&["clean-stale-agents"]).out();
    assert!(out.contains("👋 old: no team (it never gave a sign)"), "{out}");
    assert_eq!(stored(&board, "older").unwrap()["status"], "retired");
    let empty = scene();
    assert_eq!(empty.ok(&["clean-stale-agents"]).out(), "🧹 STALE AGENTS: 0 agents retired\n");
    assert!(!empty.dir().exists());
}
