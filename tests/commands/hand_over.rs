//! `handoff`, `block`, `unblock`, `defer`: work that waits, or goes on with somebody else.

use serde_json::{Value, json};

use crate::refusal::refusal;
use crate::scene::{FIRST, everything, json_lines, run_with, scene, with_a_claim};
use crate::support::Board;

fn workload(board: &Board, agent: &str) -> Value {
    let agents = board.agents();
    agents.into_iter().find(|known| known["agent_id"] == agent).unwrap()["current_workload"].clone()
}

/// A claim of `agent_7`, and `agent_8` beside it.
fn two_agents() -> Board {
    let board = with_a_claim();
    board.ok(&["register", "agent_8", "frontend_team"]);
    board
}

#[test]
fn a_hand_off_carries_all_that_is_known() {
    let mut board = scene();
    let terms = ["--criterion", "tests pass", "--worktree", "/srv/tree", "--lease", "1h"];
    board.ok(&[&["claim", "feature", "Add login"][..], &terms].concat());
    board.ok(&["register", "agent_8"]);
    board.ok(&["progress", FIRST, "60"]);
    board.set_clock("2026-01-31T12:10:00Z");
    let line = ["handoff", FIRST, "--to", "agent_8", "--note", "the tests are missing"];
    let out = board.ok(&line).out();
    for said in [
        "agent_7 to agent_8",
        "Add login",
        "60%",
        "/srv/tree",
        "tests pass",
        "agent_7: the tests are missing",
    ] {
        assert!(out.contains(said), "{said}: {out}");
    }
    let item = board.item(FIRST);
    assert_eq!(
        (&item["agent_id"], &item["fence"], &item["attempt"]),
        (&json!("agent_8"), &json!(2), &json!(1))
    );
    assert_eq!(item["lease"], json!({"expires_at": "2026-01-31T13:10:00Z", "ttl_secs": 3600}));
    assert_eq!((workload(&board, "agent_7"), workload(&board, "agent_8")), (json!(0), json!(1)));
    let events = json_lines(&board, "phoenix_telemetry_events.jsonl");
    let handed = events.iter().find(|event| event["event_type"] == "work_handed_off").unwrap();
    assert_eq!(
        (&handed["metadata"]["param1"], &handed["metadata"]["param3"]),
        (&json!("agent_8"), &json!(FIRST))
    );
    refusal(10, "ALREADY_CLAIMED", &[FIRST, "agent_8"]).of(&board, &["progress", FIRST, "70"]);
    run_with(&board, &[("AGENT_ID", "agent_8"), ("COORD_FENCE", "2")], &["complete", FIRST]).ok();
}

#[test]
fn the_report_of_a_hand_off_has_the_item_and_the_new_fence() {
    let board = two_agents();
    let document = board.ok(&["handoff", FIRST, "--to", "agent_8", "--json"]).json();
    let data = &document["data"];
    assert_eq!(
        (&data["from"], &data["agent_id"], &data["fence"]),
        (&json!("agent_7"), &json!("agent_8"), &json!(2))
    );
    assert_eq!(data["item"]["description"], "Add login");
}

#[test]
fn a_hand_off_needs_somebody_who_can_take_it() {
    let board = two_agents();
    let hand_off = |to: &'static str| ["handoff", FIRST, "--to", to];
    refusal(11, "AGENT_NOT_FOUND", &["agent_9"]).of(&board, &hand_off("agent_9"));
    refusal(10, "ALREADY_CLAIMED", &["agent_7", FIRST]).of(&board, &hand_off("agent_7"));
    refusal(3, "INVALID_VALUE", &["--to"]).of(&board, &hand_off(""));
    refusal(2, "USAGE", &["--to"]).of(&board, &["handoff", FIRST]);
    run_with(&board, &[("AGENT_ID", "agent_8")], &["claim", "feature", "Other"]).ok();
    refusal(12, "CAPACITY_EXCEEDED", &["agent_8", "1"])
        .with("MAX_CONCURRENT_WORK", "1")
        .of(&board, &hand_off("agent_8"));
    board.ok(&["edit", FIRST, "--needs", "gpu"]);
    refusal(14, "WRONG_STATUS", &[FIRST, "gpu", "agent_8"]).of(&board, &hand_off("agent_8"));
    refusal(13, "ITEM_NOT_FOUND", &["work_404"]).of(&board, &["handoff", "work_404", "--to", "agent_8"]);
    let waits = board.ok(&["add", "feature", "Waits"]).work_id();
    refusal(14, "WRONG_STATUS", &[&waits, "pending"]).of(&board, &["handoff", &waits, "--to", "agent_8"]);
}

#[test]
fn what_is_blocked_is_not_taken_until_it_is_unblocked() {
    let board = scene();
    let id = board.ok(&["add", "feature", "Add login"]).work_id();
    let out = board.ok(&["block", &id, "no access to the server"]).out();
    assert_eq!(out, format!("⛔ BLOCKED: {id} (no access to the server)\n"));
    board.ok(&["block", &id, "--reason", "no access to the server"]);
    assert_eq!(board.item(&id)["blockers"].as_array().unwrap().len(), 1, "the same reason once");
    assert_eq!(board.item(&id)["blockers"][0]["by"], "agent_7");
    board.run(&["next"]).fails_with(15);
    refusal(14, "WRONG_STATUS", &[&id, "no access to the server"]).of(&board, &["claim", "--id", &id]);
    assert_eq!(board.ok(&["unblock", &id]).out(), format!("🔓 UNBLOCKED: {id}\n"));
    assert!(board.item(&id).get("blockers").is_none());
    refusal(14, "WRONG_STATUS", &[&id, "nobody blocked it"]).of(&board, &["unblock", &id]);
    assert_eq!(board.ok(&["next", "-q"]).out().trim_end(), id);
}

#[test]
fn who_holds_what_is_blocked_keeps_it() {
    let board = with_a_claim();
    let out = run_with(&board, &[("AGENT_ID", "agent_8")], &["block", FIRST, "no access"]).ok().out();
    assert!(out.contains("agent_7 holds it all the same"), "{out}");
    assert_eq!(board.item(FIRST)["agent_id"], "agent_7");
    board.ok(&["complete", FIRST]);
    refusal(14, "WRONG_STATUS", &[FIRST, "completed"]).of(&board, &["block", FIRST, "x"]);
    refusal(14, "WRONG_STATUS", &[FIRST, "completed"]).of(&board, &["unblock", FIRST]);
}

#[test]
fn unblocking_says_what_it_still_waits_for() {
    let board = with_a_claim();
    let id = board.ok(&["add", "feature", "Later", "--after", FIRST]).work_id();
    board.ok(&["block", &id, "x"]);
    let out = board.ok(&["unblock", &id]).out();
    assert!(out.contains(&format!("it waits for {FIRST}")), "{out}");
}

#[test]
fn a_reason_is_needed_to_block() {
    let board = with_a_claim();
    for line in [vec!["block", FIRST], vec!["block", FIRST, ""], vec!["block", FIRST, "  "]] {
        refusal(2, "USAGE", &["reason"]).of(&board, &line);
    }
    refusal(13, "ITEM_NOT_FOUND", &["work_404"]).of(&board, &["block", "work_404", "x"]);
}

#[test]
fn what_is_put_off_waits_for_its_time() {
    let mut board = scene();
    let id = board.ok(&["add", "feature", "Add login"]).work_id();
    assert_eq!(
        board.ok(&["defer", &id, "2h"]).out(),
        format!("⏳ DEFERRED: {id} until 2026-01-31T14:00:00Z\n")
    );
    board.set_clock("2026-01-31T13:59:59Z");
    board.run(&["next"]).fails_with(15);
    board.set_clock("2026-01-31T14:00:00Z");
    assert_eq!(board.ok(&["next", "-q"]).out().trim_end(), id);
}

#[test]
fn the_holder_hands_back_what_it_puts_off() {
    let board = with_a_claim().with("CURRENT_WORK_ITEM", FIRST);
    let out = board.ok(&["defer", "2026-02-01", "--reason", "waits for the release"]).out();
    assert!(out.contains("until 2026-02-01T00:00:00Z") && out.contains("agent_7 handed it back"), "{out}");
    let item = board.item(FIRST);
    assert_eq!(
        (&item["status"], &item["agent_id"], &item["attempt"]),
        (&json!("pending"), &Value::Null, &json!(0))
    );
    assert_eq!(item["notes"][0]["text"], "waits for the release");
    assert_eq!(workload(&board, "agent_7"), 0);
    board.run(&["next"]).fails_with(15);
    board.ok(&["edit", FIRST, "--clear", "not-before"]);
    assert_eq!(board.ok(&["next", "-q"]).out().trim_end(), FIRST);
}

#[test]
fn no_time_that_makes_no_sense() {
    let board = with_a_claim();
    for when in [
        "tomorrow",
        "-5m",
        "0",
        "0s",
        "99999d",
        "2026-13-01",
        "2025-01-31",
        "2026-01-31T12:00:00Z",
        "\u{202e}3d",
    ] {
        refusal(3, "INVALID_VALUE", &[]).of(&board, &["defer", FIRST, "--", when]);
    }
    refusal(2, "USAGE", &["until when"]).of(&board, &["defer", FIRST]);
    refusal(13, "ITEM_NOT_FOUND", &["work_404"]).of(&board, &["defer", "work_404", "3d"]);
    board.ok(&["complete", FIRST]);
    refusal(14, "WRONG_STATUS", &[FIRST, "completed"]).of(&board, &["defer", FIRST, "3d"]);
}

#[test]
fn hostile_words_are_data() {
    let board = two_agents();
    let hostile = "it's \"quoted\" \\ 🚀\n\ttab \u{1b}[31m $(x) `y` é";
    board.ok(&["handoff", FIRST, "--to", "agent_8", "--note", hostile]);
    let as_holder = board.with("AGENT_ID", "agent_8");
    as_holder.ok(&["block", FIRST, hostile]);
    as_holder.ok(&["fail", FIRST, hostile]);
    let item = as_holder.item(FIRST);
    let kept = [&item["notes"][0]["text"], &item["blockers"][0]["reason"], &item["last_error"]];
    assert!(kept.iter().all(|text| **text == hostile), "{item}");
    as_holder.assert_consistent();
}

#[test]
fn a_text_beyond_a_mebibyte_is_refused_by_each() {
    let board = two_agents();
    let long = "x".repeat((1 << 20) + 1);
    let before = everything(&board);
    // As one argument the system refuses it before coord does where it is longer than 128 KiB.
    let lines = [["fail", FIRST, "--reason"], ["release", FIRST, "--reason"], ["block", FIRST, "--reason"]];
    for line in lines {
        let started = board.command(&[&line[..], &[&long]].concat()).output();
        assert!(started.is_err() || started.is_ok_and(|output| output.status.code() == Some(3)), "{line:?}");
    }
    assert_eq!(before, everything(&board));
}
