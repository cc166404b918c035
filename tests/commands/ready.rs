//! `ready`: what could be taken now, and by whom.

use coord::commands::work::ready::Ready;

use crate::refusal::refusal;
use crate::scene::{on_a_terminal, run_with, scene, widest, write};
use crate::support::Board;

/// A queue in which every item but three waits for something.
fn board() -> Board {
    let board = scene();
    let item = |id: &str, more: &str| {
        format!(
            r#"{{"work_item_id":"{id}","agent_id":null,"claimed_at":null,"work_type":"{}","priority":"medium",
              "description":"Piece {id}","status":"pending","team":"team","created_at":"2026-01-31T11:00:00Z"{more}}}"#,
            if id == "b" { "bug" } else { "feature" }
        )
    };
    let items = [
        item("a", ""),
        item("b", r#","deadline":"2026-02-01T00:00:00Z""#),
        item("waits", r#","dependencies":["a"]"#),
        item("later", r#","not_before":"2026-02-01T00:00:00Z""#),
        item("blocked", r#","blockers":[{"reason":"x"}]"#),
        item("gpu", r#","needs":["gpu"]"#),
        item("for_8", r#","assigned_to":"agent_8""#),
        item("taken", r#","paths":["src/**"]"#),
        r#"{"work_item_id":"holds","agent_id":"agent_9","claimed_at":"2026-01-31T11:50:00Z","status":"active","paths":["src/a.rs"]}"#
            .to_owned(),
        r#"{"work_item_id":"over","agent_id":"agent_9","claimed_at":"2026-01-31T09:00:00Z","status":"active","priority":"low"}"#
            .to_owned(),
        r#"{"work_item_id":"reserved","agent_id":"agent_9","claimed_at":"2026-01-31T09:00:00Z","status":"active","work_type":"reservation"}"#
            .to_owned(),
    ];
    write(&board, "work_claims.json", &format!("[{}]", items.join(",\n")));
    let agents = r#"[{"agent_id":"agent_8","capabilities":["gpu"]},{"agent_id":"agent_9"}]"#;
    write(&board, "agent_status.json", agents);
    board
}

#[track_caller]
fn ids(board: &Board, line: &[&str]) -> String {
    let line: Vec<&str> = ["ready", "-q"].iter().chain(line).copied().collect();
    board.ok(&line).out().lines().collect::<Vec<_>>().join(" ")
}

#[test]
fn for_whom() {
    let board = board();
    assert_eq!(ids(&board, &[]), "b a over");
    assert_eq!(ids(&board, &["--for", "agent_8"]), "b a gpu for_8 over");
    assert_eq!(ids(&board, &["--any"]), "b a gpu for_8 over");
    let by_8 = run_with(&board, &[("AGENT_ID", "agent_8")], &["ready", "-q"]).ok().out();
    assert_eq!(by_8.lines().count(), 5, "{by_8}");
}

#[test]
fn which() {
    let board = board();
    assert_eq!(ids(&board, &["--type", "bug"]), "b");
    assert_eq!(ids(&board, &["--team", "team"]), "b a");
    assert_eq!(ids(&board, &["--priority-at-least", "medium"]), "b a");
    assert_eq!(ids(&board, &["--limit", "1"]), "b");
}

#[test]
fn what_is_told_is_what_next_gives() {
    let board = board();
    for id in ["b", "a", "over"] {
        assert_eq!(ids(&board, &["--limit", "1"]), id);
        assert_eq!(board.ok(&["next", "--json"]).json()["data"]["work_item_id"], id);
    }
    assert_eq!(ids(&board, &[]), "");
    board.run(&["next"]).fails_with(15);
}

#[test]
fn a_table_and_lean_json() {
    let board = board();
    let text = on_a_terminal(&board, Ready { limit: 20, ..Ready::default() });
    insta::assert_snapshot!("ready_80", text);
    assert!(widest(&text) <= 80, "{text}");
    let data = board.ok(&["ready", "--limit", "1", "--json"]).json()["data"].clone();
    let expected = serde_json::json!({
        "items": [{
            "work_item_id": "b", "work_type": "bug", "priority": "medium", "description": "Piece b", "state": "ready",
            "team": "team", "deadline": "2026-02-01T00:00:00Z",
        }],
        "total": 1, "has_more": true, "agent_id": "agent_7",
    });
    assert_eq!(data, expected);
}

#[test]
fn where_nothing_is_ready_it_says_why() {
    let board = board();
    let outcome = board.ok(&["ready", "--type", "feature", "--priority-at-least", "high"]);
    assert!(outcome.out().contains("no work of that kind waits in the queue"), "{outcome}");
    board.ok(&["next", "--count", "9"]);
    let outcome = board.ok(&["ready"]);
    for words in ["6 items wait", "2 blocked", "1 scheduled", "gpu", "1 assigned", "1 on paths"] {
        assert!(outcome.out().contains(words), "{words}: {outcome}");
    }
    assert_eq!(board.ok(&["ready", "--json"]).json()["data"]["idle"]["pending"], 6);
}

#[test]
fn behind_many_that_wait() {
    let board = scene();
    let waits = |number: usize| {
        format!(
            r#"{{"work_item_id":"w{number}","agent_id":null,"status":"pending","priority":"high","blockers":[{{"reason":"x"}}]}}"#
        )
    };
    let mut items: Vec<String> = (0..300).map(waits).collect();
    items.push(r#"{"work_item_id":"free","agent_id":null,"status":"pending","priority":"low"}"#.to_owned());
    write(&board, "work_claims.json", &format!("[{}]", items.join(",")));
    let data = board.ok(&["ready", "--json"]).json()["data"].clone();
    assert_eq!((&data["items"][0]["work_item_id"], &data["has_more"]), (&"free".into(), &false.into()));
}

#[test]
fn who_holds_enough_is_told() {
    let board = scene();
    board.ok(&["claim", "feature", "x"]);
    let outcome = run_with(&board, &[("MAX_CONCURRENT_WORK", "1")], &["ready"]).ok();
    assert!(outcome.err().contains("agent_7 holds 1 item, and 1 is the limit"), "{outcome}");
}

#[test]
fn wrong_questions() {
    let board = board();
    refusal(3, "INVALID_VALUE", &["--limit"]).of(&board, &["ready", "--limit", "0"]);
    refusal(11, "AGENT_NOT_FOUND", &["agent_0"]).of(&board, &["ready", "--for", "agent_0"]);
    refusal(2, "USAGE", &["--any"]).of(&board, &["ready", "--for", "agent_8", "--any"]);
}
