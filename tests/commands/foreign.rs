//! What other programs wrote: kept where it is not ours, understood where it is odd.

use serde_json::{Value, json};

use crate::scene::{read, run_with, scene, write};
use crate::support::{Board, write_sample};

/// Items as they were found on boards of the script and of its neighbours.
const ODD: &str = r#"[
  {
    "work_item_id": "work_autonomous_test_17500",
    "agent_id": null,
    "claimed_at": null,
    "work_type": "",
    "status": "pending",
    "estimate": 1.50,
    "nested": {"b": [1e3, null], "a": "\u00e9"}
  },
  {
    "work_item_id": "autonomous_agent_1750",
    "agent_id": "autonomous_agent_1750",
    "claimed_at": "2026-01-31T11:59:00Z",
    "work_type": "testing",
    "status": "active",
    "progress": 10.0,
    "custom": true
  },
  {
    "work_item_id": "plain",
    "status": "active"
  }
]
"#;

fn odd() -> Board {
    let board = scene();
    write(&board, "work_claims.json", ODD);
    board
}

#[test]
fn a_claim_beside_them_leaves_every_token_of_them() {
    let board = odd();
    board.claim("New");
    let text = read(&board.path("work_claims.json"));
    for token in ["\"estimate\": 1.50", "1e3", "\"\\u00e9\"", "\"progress\": 10.0", "\"custom\": true"] {
        assert!(text.contains(token), "{token}: {text}");
    }
    assert_eq!(board.items().len(), 4);
    let old: Vec<Value> = serde_json::from_str(ODD).unwrap();
    assert_eq!(board.items()[..3], old[..]);
}

#[test]
fn they_are_listed_and_shown() {
    let board = odd();
    let out = board.ok(&["list-work"]).out();
    for id in ["work_autonomous_test_17500", "autonomous_agent_1750", "plain"] {
        assert!(out.contains(id), "{id}: {out}");
        assert!(board.ok(&["show", id]).out().contains(id));
    }
    let shown = board.ok(&["show", "work_autonomous_test_17500"]).out();
    assert!(shown.contains("estimate") && shown.contains("1.50"), "{shown}");
}

#[test]
fn they_can_be_worked_on_and_keep_what_we_do_not_know() {
    let board = odd();
    let holder = [("AGENT_ID", "autonomous_agent_1750")];
    run_with(&board, &holder, &["progress", "autonomous_agent_1750", "60"]).ok();
    run_with(&board, &holder, &["complete", "autonomous_agent_1750", "success", "3"]).ok();
    let item = board.item("autonomous_agent_1750");
    assert_eq!((&item["custom"], &item["progress"]), (&json!(true), &json!(60)));
    assert_eq!(item["status"], "completed");
    // Nobody is named as the holder of this one: whoever says so may finish it.
    board.ok(&["complete", "plain"]);
    assert_eq!(board.item("plain")["status"], "completed");
}

#[test]
fn an_agent_without_metrics_gets_them_and_keeps_its_fields() {
    let board = scene();
    write(
        &board,
        "agent_status.json",
        r#"[{"agent_id":"agent_7","capacity":80.0,"mood":"good"},{"agent_id":"x"}]"#,
    );
    let id = board.claim("x");
    board.ok(&["complete", &id]);
    let agents = board.agents();
    assert_eq!(agents[0]["mood"], "good");
    assert_eq!(agents[0]["capacity"].as_f64(), Some(80.0));
    assert_eq!(agents[0]["performance_metrics"]["tasks_completed"], 1);
    assert_eq!(agents[1], json!({"agent_id": "x"}));
}

#[test]
fn a_team_that_is_missing_is_the_callers_own() {
    let board = odd().with("AGENT_TEAM", "platform_team");
    let outcome = board.ok(&["complete", "plain", "success", "2"]);
    assert!(outcome.out().contains("to team platform_team velocity"), "{outcome}");
}

#[test]
fn an_edit_between_two_commands_is_seen_and_kept() {
    let board = scene();
    let id = board.claim("Ours");
    let mut items: Value = serde_json::from_str(&read(&board.path("work_claims.json"))).unwrap();
    items[0]["note"] = json!("by another program");
    items
        .as_array_mut()
        .unwrap()
        .push(json!({"work_item_id": "theirs", "status": "pending", "agent_id": null}));
    write(&board, "work_claims.json", &items.to_string());
    board.ok(&["progress", &id, "10"]);
    assert_eq!(board.item(&id)["note"], "by another program");
    assert_eq!(board.item("theirs")["status"], "pending");
    assert!(
        read(&board.path("work_claims.json")).starts_with("[\n  {\n    \"work_item_id\""),
        "laid out anew"
    );
}

#[test]
fn the_boards_of_the_script_are_understood_whole() {
    let board = scene();
    write_sample(board.dir(), 40);
    let before = board.items();
    let id = board.claim("New");
    board.ok(&["progress", &id, "50"]);
    board.ok(&["complete", &id, "success", "3"]);
    assert_eq!(board.items()[..40], before[..]);
    board.ok(&["list-work-fast"]);
    board.ok(&["doctor"]);
    board.ok(&["audit", "verify"]);
}

#[test]
fn ids_that_stand_twice_are_reported_and_both_kept() {
    let board = scene();
    write(
        &board,
        "work_claims.json",
        r#"[{"work_item_id":"w","status":"active","n":1},{"work_item_id":"w","status":"active","n":2}]"#,
    );
    board.claim("x");
    assert_eq!(board.items().len(), 3);
    assert!(board.ok(&["doctor"]).out().contains("more than once"));
}
