//! `cleanup` and the archiving that completions do by themselves: what nobody needs moves out of the way, and nothing
//! else does.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::scene::{AGENT, everything, read, run_with, scene, write};
use crate::support::{Board, parse};

const NEXT_DAY: &str = "2026-02-01T12:00:00Z";
const ARCHIVE: &str = "archived_claims/completed_claims_20260201_120000.json";
const BACKUP: &str = "backups/work_claims_20260201_120000.json";

/// A day after noon: items in each state, by name.
fn old_board() -> (Board, Ids) {
    let mut board = scene();
    let claim = |description: &str, work_type: &str| {
        board.ok(&["claim", work_type, description, "-q"]).out().trim().to_owned()
    };
    let ids = Ids {
        done: claim("done", "feature"),
        needed: claim("needed", "feature"),
        live: claim("live", "autonomous_x"),
        stale: claim("stale", "autonomous_y"),
        other_stale: claim("stale too", "feature"),
        young: claim("young", "feature"),
    };
    board.ok(&["complete", &ids.done]);
    board.ok(&["complete", &ids.needed]);
    board.ok(&["add", "feature", "waits", "--after", &ids.needed, "--not-before", "30d"]);
    board.set_clock("2026-02-01T11:59:59Z");
    board.ok(&["progress", &ids.live, "10"]);
    board.ok(&["progress", &ids.young, "10"]);
    board.ok(&["complete", &ids.young]);
    // The first lease ended half an hour after noon; a day later it is old.
    board.set_clock("2026-02-01T12:00:00Z");
    (board, ids)
}

struct Ids {
    done: String,
    needed: String,
    live: String,
    stale: String,
    other_stale: String,
    young: String,
}

fn archived(board: &Board, name: &str) -> Vec<Value> {
    parse(&board.path(name)).as_array().unwrap().iter().map(|item| item["work_item_id"].clone()).collect()
}

#[test]
fn what_is_finished_for_a_day_moves_to_the_archive_after_a_backup() {
    let (board, ids) = old_board();
    let before = read(&board.path("work_claims.json"));
    let (log, velocity) = (board.log(), board.velocity());
    let outcome = board.ok(&["cleanup"]);
    assert!(outcome.out().starts_with("📦 Archiving 1 old work items to "), "{outcome}");
    assert!(outcome.out().contains(&format!("📌 {} stays", ids.needed)), "{outcome}");
    assert_eq!(archived(&board, ARCHIVE), [json!(ids.done)]);
    assert_eq!(read(&board.path(BACKUP)), before);
    let mode = std::fs::metadata(board.path(BACKUP)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(board.items().len(), 6);
    assert_eq!((board.log(), board.velocity()), (log, velocity));
    board.assert_consistent();
}

#[test]
fn a_look_changes_nothing_and_says_the_same() {
    let (board, ids) = old_board();
    let before = everything(&board);
    let document = board.ok(&["cleanup", "--dry-run", "--json"]).json();
    assert_eq!(everything(&board), before);
    assert_eq!(document["data"]["items"][0]["work_item_id"], json!(ids.done));
    assert_eq!(document["data"]["needed"], json!([ids.needed]));
    assert_eq!((&document["data"]["archive"], &document["data"]["backup"]), (&Value::Null, &Value::Null));
}

#[test]
fn claims_of_a_type_go_once_their_lease_is_over_and_no_live_one_does() {
    let (board, ids) = old_board();
    let line = ["cleanup", "--ttl", "1h", "--type", "autonomous_*", "--json"];
    let document = board.ok(&line).json();
    let taken = &document["data"]["items"];
    assert_eq!((taken.as_array().unwrap().len(), &taken[0]["work_item_id"]), (1, &json!(ids.stale)));
    assert_eq!(taken[0]["state"], "stale");
    assert_eq!(archived(&board, ARCHIVE), [json!(ids.stale)]);
    let left: Vec<Value> = board.items().iter().map(|item| item["work_item_id"].clone()).collect();
    assert!(left.contains(&json!(ids.live)) && left.contains(&json!(ids.other_stale)), "{left:?}");
    let agent = board.agents().into_iter().find(|agent| agent["agent_id"] == AGENT).unwrap();
    assert_eq!(agent["current_workload"], 2);
    assert_eq!(agent["performance_metrics"]["leases_expired"], 1);
    board.assert_consistent();
}

#[test]
fn how_old_and_in_which_state_can_be_said() {
    let (board, ids) = old_board();
    let young = board.ok(&["cleanup", "--ttl", "1s", "--dry-run", "-q"]).out();
    assert!(young.contains(&ids.young) && young.contains(&ids.done), "{young}");
    let stale = board.ok(&["cleanup", "--ttl", "1s", "--status", "stale", "--dry-run", "-q"]).out();
    assert_eq!(stale, format!("{}\n{}\n", ids.stale, ids.other_stale));
    assert_eq!(board.ok(&["cleanup", "--ttl", "48h", "--dry-run", "-q"]).out(), "");
    assert_eq!(board.ok(&["cleanup", "--type", "autonomous_?", "--status", "dead", "-q"]).out(), "");
    board.run(&["cleanup", "--ttl", "soon"]).fails_with(3);
    board.run(&["cleanup", "--status", "pending"]).fails_with(2);
}

#[test]
fn where_nothing_is_old_or_there_is_no_board_nothing_is_written() {
    let (board, _) = old_board();
    let before = everything(&board);
    // Whoever says its name gives a sign with any command; this one says none.
    let outcome = run_with(&board, &[("AGENT_ID", "")], &["cleanup", "--ttl", "48h"]).ok();
    assert_eq!(outcome.out(), "🧹 CLEANUP: nothing is old enough\n");
    assert_eq!(everything(&board), before);
    let empty = scene();
    empty.ok(&["cleanup"]);
    empty.ok(&["cleanup", "--dry-run"]);
    assert!(!empty.dir().exists());
}

#[test]
fn an_item_whose_times_cannot_be_read_stays() {
    let mut board = scene();
    write(
        &board,
        "work_claims.json",
        r#"[{"work_item_id":"work_a","status":"completed","completed_at":"long ago"},
            {"work_item_id":"work_b","status":"completed","completed_at":"2025-06-01T00:00:00Z"},
            {"work_item_id":"work_c","status":"completed"}]"#,
    );
    board.set_clock(NEXT_DAY);
    assert_eq!(board.ok(&["cleanup", "-q"]).out(), "work_b\n");
}

/// A board that keeps so many completed items, with a line of the script's that nobody may touch.
fn keeping(count: u32) -> Board {
    let board = scene();
    write(&board, "config.toml", &format!("[archive]\nkeep_completed = {count}\n"));
    board
}

fn complete_some(board: &Board, count: usize) -> Vec<String> {
    let lines: String = (0..count)
        .map(|number| format!("{{\"op\":\"claim\",\"work_type\":\"t\",\"description\":\"{number}\"}}\n"))
        .collect();
    std::fs::write(board.home().join("lines"), lines).unwrap();
    let ids = board.ok(&["batch", "lines", "-q"]).out();
    let ids: Vec<String> = ids.lines().map(ToOwned::to_owned).collect();
    for id in &ids {
        board.ok(&["complete", id]);
    }
    ids
}

#[test]
fn the_oldest_completed_items_are_archived_by_themselves_a_tenth_at_a_time() {
    let board = keeping(20);
    let ids = complete_some(&board, 20);
    assert!(!board.path("archived_claims").exists(), "as many as are kept");
    let velocity = board.velocity();
    let more = complete_some(&board, 1);
    assert_eq!(board.items().len(), 18, "the surplus and a tenth more");
    assert_eq!(archived(&board, "archived_claims/completed_claims_20260131_120000.json"), ids[..3]);
    complete_some(&board, 2);
    assert_eq!(board.items().len(), 20, "room for two before the next time");
    assert_eq!(std::fs::read_dir(board.path("archived_claims")).unwrap().count(), 1);
    assert_eq!(board.velocity().len(), velocity.len() + 3);
    assert_eq!(board.log().len(), 23);
    assert_eq!(board.item(&more[0])["status"], "completed");
    board.assert_consistent();
}

#[test]
fn what_open_work_depends_on_is_not_archived_by_itself() {
    let board = keeping(2);
    let ids = complete_some(&board, 1);
    board.ok(&["add", "t", "waits", "--after", &ids[0], "--not-before", "30d"]);
    complete_some(&board, 4);
    assert_eq!(board.item(&ids[0])["status"], "completed", "the oldest is still there");
    assert_eq!(board.items().iter().filter(|item| item["status"] == "completed").count(), 2);
    board.assert_consistent();
}

#[test]
fn a_board_can_keep_no_completed_items_at_all() {
    let board = keeping(0);
    let ids = complete_some(&board, 3);
    assert_eq!(board.items(), Vec::<Value>::new());
    assert_eq!(board.all_items().len(), 3);
    assert_eq!((board.log().len(), board.velocity().len()), (3, 3));
    board.run(&["complete", &ids[0]]).fails_with(13);
    board.ok(&["add", "t", "after what is archived", "--after", &ids[0]]);
    board.ok(&["next"]);
    board.assert_consistent();
}
