//! `reserve`, `unreserve` and `conflicts`: who works on which paths.

use serde_json::json;

use crate::refusal::refusal;
use crate::scene::{FIRST, SECOND, run_with, scene, write};
use crate::support::{Board, Outcome};

/// A command of another agent.
fn by_8(board: &Board, line: &[&str]) -> Outcome {
    run_with(board, &[("AGENT_ID", "agent_8")], line)
}

#[test]
fn reserved_paths_are_kept_from_others() {
    let board = scene();
    let text = board.ok(&["reserve", "src/auth/**", "Cargo.lock", "--lease", "2h"]).out();
    let line = "🔒 RESERVED: Cargo.lock src/auth/** for agent_7 until 2026-01-31T14:00:00Z\n";
    assert!(text.starts_with(line) && text.contains(FIRST), "{text}");
    let other = |says: &[&str], line: &[&str]| {
        refusal(10, "ALREADY_CLAIMED", says).with("AGENT_ID", "agent_8").of(&board, line);
    };
    let says = ["src/auth/login.rs", "src/auth/**", FIRST, "agent_7", "2026-01-31T14:00:00Z"];
    other(&says, &["reserve", "docs/**", "src/auth/login.rs"]);
    other(&says, &["claim", "bug", "Fix", "--paths", "src/auth/login.rs"]);
    by_8(&board, &["reserve", "src/other/**"]).ok();
    board.ok(&["claim", "bug", "mine", "--paths", "src/auth/login.rs"]);
}

#[test]
fn work_keeps_its_paths_from_reservations() {
    let board = scene();
    board.ok(&["claim", "bug", "Fix", "--paths", "src/**"]);
    refusal(10, "ALREADY_CLAIMED", &["src/a.rs", "src/**", FIRST, "agent_7", "2026-01-31T12:30:00Z"])
        .with("AGENT_ID", "agent_8")
        .of(&board, &["reserve", "src/a.rs"]);
    let json = by_8(&board, &["reserve", "src/a.rs", "--json"]).json();
    let context = &json["error"]["context"];
    assert_eq!((&context["conflicts_with"], &context["holder"]), (&json!(FIRST), &json!("agent_7")));
    board.ok(&["reserve", "src/a.rs"]);
}

#[test]
fn a_reservation_is_no_work() {
    let board = scene().with("MAX_CONCURRENT_WORK", "1");
    board.ok(&["reserve", "src/**"]);
    let agent = |field: &str| board.agents()[0][field].clone();
    assert_eq!(agent("current_workload"), 0);
    let work = board.claim("Add login");
    assert_eq!(agent("current_workload"), 1);
    board.ok(&["complete", &work]);
    assert_eq!(agent("current_workload"), 0);
    refusal(14, "WRONG_STATUS", &[FIRST, "reservation"]).of(&board, &["complete", FIRST]);
    board.ok(&["unreserve", "--all"]);
    assert_eq!((board.log().len(), board.velocity().len()), (1, 1));
    assert_eq!(agent("performance_metrics")["tasks_completed"], 1);
}

#[test]
fn it_is_never_given_out() {
    let mut board = scene();
    board.ok(&["reserve", "src/**", "--lease", "1s"]);
    board.set_clock("2026-01-31T13:00:00Z");
    by_8(&board, &["next"]).fails_with(15);
    by_8(&board, &["claim", "--id", FIRST]).fails_with(14);
    // Over is over: others may have the paths, and the list forgets it.
    let id = by_8(&board, &["reserve", "src/a.rs", "-q"]).ok().out();
    assert_eq!(board.ok(&["conflicts", "-q"]).out(), id);
    assert_eq!(board.item(FIRST)["status"], "cancelled");
}

#[test]
fn given_back_it_is_over() {
    let board = scene();
    for give_back in [&["release", FIRST][..], &["remove-agent", "agent_7"]] {
        let id = board.ok(&["reserve", "src/**", "-q"]).out().trim().to_owned();
        let line: Vec<&str> =
            give_back.iter().map(|word| if *word == FIRST { id.as_str() } else { word }).collect();
        board.ok(&line);
        assert_eq!(board.item(&id)["status"], "cancelled", "{line:?}");
    }
    assert_eq!(board.ok(&["list", "-q"]).out(), "");
}

#[test]
fn reserved_again_it_is_renewed() {
    let mut board = scene();
    board.ok(&["reserve", "b", "a", "--lease", "10m"]);
    board.set_clock("2026-01-31T12:05:00Z");
    let again = board.ok(&["reserve", "a", "b", "a", "--json"]).json()["data"].clone();
    assert_eq!((&again["work_item_id"], &again["created"]), (&json!(FIRST), &json!(false)));
    assert_eq!(again["lease_expires_at"], "2026-01-31T12:15:00Z");
    let longer = board.ok(&["reserve", "a", "b", "--lease", "1h", "--json"]).json();
    assert_eq!(longer["data"]["lease_expires_at"], "2026-01-31T13:05:00Z");
    board.set_clock("2026-01-31T12:10:00Z");
    board.ok(&["heartbeat"]);
    assert_eq!(board.item(FIRST)["lease"]["expires_at"], "2026-01-31T13:10:00Z");
    assert_eq!(board.items().len(), 1);
}

#[test]
fn freed_paths_are_free() {
    let board = scene();
    board.ok(&["reserve", "a", "b", "c"]);
    let freed = board.ok(&["unreserve", "b", "--json"]).json()["data"]["items"].clone();
    assert_eq!(freed, json!([{ "work_item_id": FIRST, "paths": ["b"], "kept": ["a", "c"] }]));
    by_8(&board, &["reserve", "b"]).ok();
    by_8(&board, &["reserve", "c"]).fails_with(10);
    assert_eq!(board.ok(&["unreserve", FIRST, "-q"]).out(), format!("{FIRST}\n"));
    assert_eq!(board.item(FIRST)["status"], "cancelled");
    by_8(&board, &["reserve", "a", "c"]).ok();
    let again = board.ok(&["unreserve", FIRST]);
    assert!(again.out().contains("nothing was reserved"), "{again}");
    assert_eq!(by_8(&board, &["unreserve", "--all", "-q"]).ok().out().lines().count(), 2);
    assert_eq!(board.ok(&["conflicts", "--json"]).json()["data"]["total"], 0);
}

#[test]
fn only_its_holder_frees_it() {
    let board = scene();
    board.ok(&["reserve", "a"]);
    let other = |line: &[&str]| {
        refusal(10, "ALREADY_CLAIMED", &[FIRST, "agent_7"]).with("AGENT_ID", "agent_8").of(&board, line);
    };
    other(&["unreserve", "a"]);
    other(&["unreserve", FIRST]);
    refusal(10, "STALE_FENCE", &[FIRST]).of(&board, &["unreserve", FIRST, "--fence", "9"]);
    by_8(&board, &["unreserve", "a", "--force", "--reason", "it is gone"]).ok();
}

#[test]
fn wrong_requests() {
    let board = scene();
    refusal(2, "USAGE", &["GLOB"]).of(&board, &["reserve"]);
    refusal(3, "INVALID_VALUE", &["../x"]).of(&board, &["reserve", "../x"]);
    refusal(3, "INVALID_VALUE", &["--lease"]).of(&board, &["reserve", "x", "--lease", "0s"]);
    board.claim("work");
    refusal(2, "USAGE", &["GLOB"]).of(&board, &["unreserve"]);
    refusal(2, "USAGE", &["--all"]).with("AGENT_ID", "").of(&board, &["unreserve", "--all"]);
    refusal(13, "ITEM_NOT_FOUND", &["src/none"]).of(&board, &["unreserve", "src/none"]);
    refusal(14, "WRONG_STATUS", &[FIRST, "work"]).of(&board, &["unreserve", FIRST]);
    refusal(3, "INVALID_VALUE", &["a[b"]).of(&board, &["conflicts", "a[b"]);
}

#[test]
fn waiting_for_paths() {
    let board = Board::new().by("agent_7");
    board.ok(&["reserve", "src/**", "--lease", "1s"]);
    by_8(&board, &["reserve", "src/a.rs", "--wait=1m"]).ok();
}

#[test]
fn who_works_where() {
    let board = scene();
    let work = r#"[
      {"work_item_id":"one","agent_id":"agent_1","claimed_at":"2026-01-31T11:50:00Z","status":"active","work_type":"bug",
       "paths":["src/**","docs/*.md"],"description":"Fix"},
      {"work_item_id":"two","agent_id":"agent_2","claimed_at":"2026-01-31T11:55:00Z","status":"active","paths":["src/main.rs"]},
      {"work_item_id":"same","agent_id":"agent_2","claimed_at":"2026-01-31T11:55:00Z","status":"active","paths":["src/main.rs"]},
      {"work_item_id":"over","agent_id":"agent_3","claimed_at":"2026-01-31T09:00:00Z","status":"active","paths":["src/**"]},
      {"work_item_id":"waits","agent_id":null,"status":"pending","paths":["src/**"]},
      {"work_item_id":"odd","agent_id":"agent_4","claimed_at":"2026-01-31T11:55:00Z","status":"active","paths":["[\u001b"]},
      {"work_item_id":"nowhere","agent_id":"agent_5","claimed_at":"2026-01-31T11:55:00Z","status":"active"}
    ]"#;
    write(&board, "work_claims.json", work);
    let ids = |line: &[&str]| {
        let line: Vec<&str> = ["conflicts", "-q"].iter().chain(line).copied().collect();
        board.ok(&line).out().lines().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids(&[]), "one two same odd");
    assert_eq!(ids(&["src/lib.rs"]), "one odd");
    assert_eq!(ids(&["docs/x.md", "src/main.rs"]), "one two same odd");
    assert_eq!(ids(&["README.md"]), "odd", "of what cannot be read nobody can say that it is elsewhere");
    insta::assert_snapshot!("conflicts", board.ok(&["conflicts"]).out());
    let data = board.ok(&["conflicts", "docs/a.md", "--json"]).json()["data"].clone();
    assert_eq!(data["items"][0]["paths"], json!(["docs/*.md"]));
    assert_eq!(data["items"][0]["lease_left_secs"], 1_200);
    let all = board.ok(&["conflicts", "--json"]).json()["data"]["overlaps"].clone();
    let pair = json!({ "one": "one", "other": "two", "path": "src/**", "other_path": "src/main.rs" });
    assert_eq!(all[0], pair);
    assert!(!all.to_string().contains(SECOND) && all.as_array().unwrap().len() == 5, "{all}");
}
