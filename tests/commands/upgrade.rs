//! `upgrade`: a board of the script comes to the format of this version, and nothing is lost on the way.

use serde_json::json;

use crate::refusal::refusal;
use crate::scene::{everything, read, scene, write};
use crate::support::Board;

/// A board of the script: an agent that holds one item and completed two, and knows of neither.
fn old_board() -> Board {
    let board = scene();
    write(
        &board,
        "work_claims.json",
        r#"[{"work_item_id":"work_1","agent_id":"ada","status":"active","claimed_at":"2026-01-31T11:59:00Z"}]"#,
    );
    write(
        &board,
        "agent_status.json",
        r#"[{"agent_id":"ada","status":"active","current_workload":0,"mine":1.50,
             "performance_metrics":{"tasks_completed":0,"average_completion_time":"0m","success_rate":100.0}}]"#,
    );
    write(
        &board,
        "coordination_log.json",
        r#"[{"work_item_id":"work_8","agent_id":"ada","result":"success"},
            {"work_item_id":"work_9","agent_id":"ada","result":"failed"}]"#,
    );
    board
}

#[test]
fn what_the_script_never_counted_is_counted_after_a_backup() {
    let board = old_board();
    let before = board.agents();
    let told = board.ok(&["upgrade", "--json"]).json()["data"].take();
    assert_eq!((&told["from"], &told["to"], &told["recounted"]), (&json!(0), &json!(1), &json!(["ada"])));
    let ada = &board.agents()[0];
    let metrics = &ada["performance_metrics"];
    assert_eq!((&ada["current_workload"], &metrics["tasks_completed"]), (&json!(1), &json!(2)));
    assert_eq!(metrics["success_rate"], 50.0);
    assert!(read(&board.path("agent_status.json")).contains("\"mine\": 1.50"));
    board.ok(&["audit", "verify"]);
    let out = board.ok(&["upgrade"]).out();
    assert_eq!(out, "✅ UPGRADE: the board has format 1, which is the newest\n");
    board.ok(&["restore", told["backup"].as_str().unwrap()]);
    assert_eq!(board.agents(), before);
    assert_eq!(
        board.ok(&["upgrade", "--json"]).json()["data"]["from"],
        0,
        "the old board has the old format"
    );
}

#[test]
fn a_look_changes_nothing() {
    let board = old_board();
    let before = everything(&board);
    let out = board.ok(&["upgrade", "--dry-run"]).out();
    assert_eq!(
        out,
        "⬆️ UPGRADE: the board would be brought from format 0 to 1\n   🤖 1 agents counted anew\n"
    );
    assert_eq!(everything(&board), before);
}

#[test]
fn a_newer_or_a_broken_format_and_no_board_are_refused() {
    let board = old_board();
    board.ok(&["upgrade"]);
    write(&board, ".store/side/format.json", r#"{"format":7,"coord_version":"9.9.9"}"#);
    let before = everything(&board);
    refusal(1, "GENERAL", &["format 7", "9.9.9"]).of(&board, &["upgrade"]);
    write(&board, ".store/side/format.json", "{");
    refusal(1, "BROKEN_STATE", &["format"]).of(&board, &["upgrade"]);
    write(&board, ".store/side/format.json", r#"{"format":7,"coord_version":"9.9.9"}"#);
    assert_eq!(everything(&board), before);
    let empty = scene();
    empty.run(&["upgrade"]).fails_with(1);
    assert!(!empty.dir().exists());
}
