//! `--fields`, and what `-q` and `--shell` tell of lists.

use serde_json::json;

use crate::refusal::refusal;
use crate::scene::{FIRST, SECOND, scene, with_a_claim};

#[test]
fn next_is_one_lean_line() {
    let board = scene();
    board.ok(&["add", "feature", "Add \"login\"\n", "high", "backend_team"]);
    let outcome = board.ok(&["next", "--json", "--fields", "work_item_id,work_type,description"]);
    let expected = format!(
        r#"{{"schema_version":1,"ok":true,"data":{{"work_item_id":"{FIRST}","work_type":"feature","description":"Add \"login\"\n"}},"warnings":[]}}"#
    );
    assert_eq!(outcome.out(), expected + "\n");
    assert_eq!(outcome.err(), "");
}

#[test]
fn fields_of_the_claim_itself_can_be_asked_for_too() {
    let board = scene();
    board.ok(&["add", "feature", "x"]);
    let data =
        board.ok(&["next", "--json", "--fields", "fence,lease_expires_at,deadline"]).json()["data"].clone();
    let expected = json!({ "fence": 1, "lease_expires_at": "2026-01-31T12:30:00Z", "deadline": null });
    assert_eq!(data, expected);
}

#[test]
fn of_lists_each_item_is_reduced() {
    let board = with_a_claim();
    board.ok(&["add", "bug", "Fix", "low", "team", "--paths", "src/**", "--points", "3"]);
    let expected = json!([
        { "status": "active", "paths": null, "story_points": null },
        { "status": "pending", "paths": ["src/**"], "story_points": 3 },
    ]);
    for name in ["list", "list-work", "list-work-fast"] {
        let document = board.ok(&[name, "--json", "--fields", "status,paths,story_points"]).json();
        assert_eq!(document["data"]["items"], expected, "{name}");
        assert_eq!(document["data"]["total"], 2);
    }
    let took = board.ok(&["next", "--count", "1", "--json", "--fields", "work_item_id,attempt"]).json();
    assert_eq!(took["data"]["items"], json!([{ "work_item_id": SECOND, "attempt": 1 }]));
}

#[test]
fn without_json_each_item_is_a_line() {
    let board = scene();
    board.ok(&["claim", "bug", "a\tb\nc \u{1b}[31m\u{202e}", "--paths", "src/**"]);
    board.ok(&["claim", "feature", "plain", "high"]);
    let out = board.ok(&["list", "--fields", "work_item_id,description,paths,fence"]).out();
    let expected =
        format!("{FIRST}\ta\\tb\\nc \\u{{1b}}[31m\\u{{202e}}\t[\"src/**\"]\t1\n{SECOND}\tplain\tnull\t1\n");
    assert_eq!(out, expected);
    assert_eq!(board.ok(&["show", SECOND, "--fields", "priority,status"]).out(), "high\tactive\n");
}

#[test]
fn a_name_that_is_none_is_refused_before_anything_runs() {
    let board = scene();
    board.ok(&["add", "feature", "x"]);
    refusal(3, "INVALID_VALUE", &["work_itm_id"]).of(&board, &["next", "--fields", "work_itm_id,status"]);
    let outcome = board.run(&["next", "--fields", "descripton"]);
    assert!(outcome.err().contains("did you mean description?"), "{outcome}");
    // Only what an item has is one: neither a name further in nor one of the list around it.
    refusal(3, "INVALID_VALUE", &["ttl_secs"]).of(&board, &["list", "--fields", "ttl_secs"]);
    refusal(3, "INVALID_VALUE", &["has_more"]).of(&board, &["list", "--fields", "has_more"]);
    assert_eq!(board.item(FIRST)["status"], "pending", "nothing ran");
}

#[test]
fn no_names_are_no_question() {
    let board = with_a_claim();
    assert_eq!(board.ok(&["list-work", "--fields", ""]).out(), board.ok(&["list-work"]).out());
}

#[test]
fn reports_about_one_thing_are_reduced_themselves() {
    let board = with_a_claim();
    let beat = board.ok(&["heartbeat", "--json", "--fields", "agent_id"]).json();
    assert_eq!(beat["data"], json!({ "agent_id": "agent_7" }));
    let added = board.ok(&["add", "bug", "x", "--json", "--fields", "created,work_type"]).json();
    assert_eq!(added["data"], json!({ "created": true, "work_type": "bug" }));
}

#[test]
fn lists_tell_their_ids() {
    let board = with_a_claim();
    board.ok(&["add", "bug", "Fix"]);
    let both = format!("{FIRST}\n{SECOND}\n");
    for (line, expected) in [
        (vec!["list", "-q"], both.as_str()),
        (vec!["list-work", "-q"], &both),
        (vec!["list-work-fast", "-q"], &both),
        (vec!["ready", "-q"], &format!("{SECOND}\n")),
        (vec!["ready", "--type", "none", "-q"], ""),
        (vec!["list", "--shell"], ""),
        (vec!["ready", "--shell"], ""),
        (vec!["list-work", "--shell"], ""),
    ] {
        assert_eq!(board.ok(&line).out(), expected, "{line:?}");
    }
}
