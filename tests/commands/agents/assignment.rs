//! `assign`, `suggest` and `rebalance`: who should do what.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{HOSTILE, add, by, claim, column, crew, data};
use crate::refusal::refusal;
use crate::scene::{everything, run_with, unnamed, write};
use crate::support::Board;

fn assigned(board: &Board, id: &str) -> Value {
    board.item(id).get("assigned_to").cloned().unwrap_or_default()
}

#[test]
fn only_the_one_it_is_assigned_to_can_take_it() {
    let board = crew();
    let id = add(&board, "bug", &[]);
    assert_eq!(
        board.ok(&["assign", &id, "--to", "ada"]).out(),
        format!("📌 ASSIGNED: {id} waits for ada alone\n")
    );
    let refused = run_with(&board, &[("AGENT_ID", "bob")], &["claim", "--id", &id]);
    assert_eq!(refused.code, Some(10), "{refused}");
    assert_eq!(run_with(&board, &[("AGENT_ID", "bob")], &["next"]).code, Some(15));
    assert_eq!(by(&board, "ada", &["next", "-q"]).out().trim_end(), id);
}

#[test]
fn an_assignment_is_changed_and_cleared() {
    let board = crew();
    let id = add(&board, "bug", &["--assign", "nobody_yet"]);
    let told = data(&board, &["assign", &id, "--to", "bob"]);
    assert_eq!((&told["assigned_to"], &told["was_assigned_to"]), (&json!("bob"), &json!("nobody_yet")));
    let before = everything(&board);
    assert!(board.ok(&["assign", &id, "--to", "bob"]).out().contains("before"));
    assert_eq!(everything(&board), before, "said twice, nothing changes");
    for line in [vec!["assign", &id, "--none"], vec!["assign", &id, "--to", ""]] {
        board.ok(&["assign", &id, "--to", "bob"]);
        assert!(board.ok(&line).out().contains("free for everybody"));
        assert_eq!(assigned(&board, &id), json!(null));
    }
}

#[test]
fn an_absent_agent_is_warned_of() {
    let mut board = crew();
    let id = add(&board, "bug", &[]);
    board.set_clock("2026-01-31T12:10:00Z");
    let outcome = board.ok(&["assign", &id, "--to", "ada", "--json"]);
    assert_eq!(outcome.json()["data"]["activity"], "offline");
    assert!(outcome.json()["warnings"][0].as_str().unwrap().contains("ada is offline"), "{outcome}");
}

#[test]
fn assignments_that_cannot_be_are_refused() {
    let board = crew();
    let id = add(&board, "train", &["--needs", "gpu,fly"]);
    let held = claim(&board, "bob", "feature");
    let done = claim(&board, "bob", "feature");
    by(&board, "bob", &["complete", &done]);
    refusal(14, "WRONG_STATUS", &["bob", "cannot gpu, fly"]).of(&board, &["assign", &id, "--to", "bob"]);
    refusal(14, "WRONG_STATUS", &["ada", "cannot fly"]).of(&board, &["assign", &id, "--to", "ada"]);
    refusal(14, "WRONG_STATUS", &["bob holds it"]).of(&board, &["assign", &held, "--to", "ada"]);
    assert!(board.run(&["assign", &held, "--to", "ada"]).err().contains("coord handoff"));
    refusal(14, "WRONG_STATUS", &["completed"]).of(&board, &["assign", &done, "--to", "ada"]);
    refusal(11, "AGENT_NOT_FOUND", &["nobody"]).of(&board, &["assign", &id, "--to", "nobody"]);
    refusal(13, "ITEM_NOT_FOUND", &["work_404"]).of(&board, &["assign", "work_404", "--to", "ada"]);
    refusal(3, "INVALID_VALUE", &["empty"]).of(&board, &["assign", "", "--to", "ada"]);
    refusal(2, "USAGE", &["--to"]).of(&board, &["assign", &id]);
    refusal(2, "USAGE", &["--none"]).of(&board, &["assign", &id, "--to", "ada", "--none"]);
    board.ok(&["remove-agent", "cyd"]);
    let free = add(&board, "bug", &[]);
    refusal(14, "WRONG_STATUS", &["cyd", "retired"]).of(&board, &["assign", &free, "--to", "cyd"]);
}

/// ada can do what is asked for and holds one of two; bob has a past with bugs; cyd is of another team.
fn choice() -> (Board, String) {
    let board = crew();
    claim(&board, "ada", "feature");
    let log = json!([
        { "work_item_id": "w1", "agent_id": "bob", "work_type": "bug", "result": "success" },
        { "work_item_id": "w2", "agent_id": "bob", "work_type": "bug", "result": "failed" },
        { "work_item_id": "w3", "agent_id": "cyd", "work_type": "docs", "result": "failed" },
    ]);
    write(&board, "coordination_log.json", &log.to_string());
    let id = board.ok(&["add", "bug", "Fix it", "high", "red"]).work_id();
    (board, id)
}

#[test]
fn who_should_take_it_and_why() {
    let (board, id) = choice();
    let told = data(&board, &["suggest", &id]);
    let scores: Vec<_> = told["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["agent_id"].clone(), one["score"].clone()))
        .collect();
    // bob: (40·100 + 30·50 + 15·100 + 15·100) / 100; cyd: (40·100 + 15·0 + 15·100) / 70; ada: (40·50 + 15·100 + 0) / 70.
    assert_eq!(scores, [(json!("bob"), json!(85)), (json!("cyd"), json!(79)), (json!("ada"), json!(50))]);
    assert_snapshot!(board.ok(&["suggest", &id]).out());
    assert_eq!(board.ok(&["suggest", &id, "--limit", "1", "-q"]).out(), "bob\n");
    let one = data(&board, &["suggest", &id, "--limit", "1"]);
    assert_eq!((&one["total"], &one["has_more"]), (&json!(3), &json!(true)));
}

#[test]
fn who_cannot_take_it_is_named_with_the_reason() {
    let (mut board, _) = choice();
    let id = add(&board, "bug", &["--needs", "write"]);
    claim(&board, "ada", "feature");
    let told = data(&board, &["suggest", &id]);
    assert_eq!(column(&told, "agent_id"), ["bob"]);
    let unsuited = told["unsuited"].as_array().unwrap();
    assert_eq!(unsuited[0], json!({"agent_id": "ada", "why": "holds 2, has 0 assigned, and may hold 2"}));
    assert_eq!(unsuited[1], json!({"agent_id": "cyd", "why": "cannot write"}));
    board.set_clock("2026-01-31T13:00:00Z");
    let told = data(&board, &["suggest", &id]);
    assert_eq!((&told["total"], told["unsuited"].as_array().unwrap().len()), (&json!(0), 3));
    let out = board.ok(&["suggest", &id]).out();
    assert!(out.contains("Nobody can take it now.") && out.contains("bob is offline"), "{out}");
}

#[test]
fn held_work_is_for_others_and_finished_work_for_nobody() {
    let (board, _) = choice();
    let held = claim(&board, "bob", "bug");
    assert!(!column(&data(&board, &["suggest", &held]), "agent_id").contains(&json!("bob")));
    by(&board, "bob", &["complete", &held]);
    refusal(14, "WRONG_STATUS", &["completed"]).of(&board, &["suggest", &held]);
    refusal(13, "ITEM_NOT_FOUND", &["work_404"]).of(&board, &["suggest", "work_404"]);
    refusal(3, "INVALID_VALUE", &["--limit"]).of(&board, &["suggest", &held, "--limit", "0"]);
    refusal(2, "USAGE", &["ID"]).of(&board, &["suggest"]);
}

/// ada may hold two and has three waiting, one of them urgent; cyd is away, and two items wait for her.
fn uneven() -> (Board, [String; 5]) {
    let mut board = crew();
    board.set_clock("2026-01-31T12:10:00Z");
    for id in ["ada", "bob"] {
        board.ok(&["heartbeat", id]);
    }
    let put = |priority: &str, to: &str, more: &[&str]| {
        let line: Vec<&str> =
            ["add", "bug", "x", priority, "red", "--assign", to].iter().chain(more).copied().collect();
        board.ok(&line).work_id()
    };
    let ids = [
        put("low", "ada", &["--needs", "write"]),
        put("critical", "ada", &[]),
        put("high", "ada", &["--needs", "gpu"]),
        put("medium", "cyd", &[]),
        put("medium", "cyd", &["--needs", "fly"]),
    ];
    (board, ids)
}

#[test]
fn what_will_not_be_got_to_moves() {
    let (board, [low, critical, gpu, of_cyd, fly]) = uneven();
    let before = everything(&board);
    let dry = board.ok(&["rebalance", "--dry-run"]);
    assert_eq!(everything(&board), before, "a dry run changes nothing");
    let told = data(&board, &["rebalance", "--dry-run"]);
    assert_eq!((&told["moved"], &told["stuck"], &told["dry_run"]), (&json!(2), &json!(1), &json!(true)));
    let done = board.ok(&["rebalance"]);
    let shown = |text: String| {
        let ids = [(&low, "LOW"), (&critical, "CRITICAL"), (&gpu, "GPU"), (&of_cyd, "OF_CYD"), (&fly, "FLY")];
        ids.into_iter().fold(text, |text, (id, name)| text.replace(id.as_str(), name))
    };
    assert_snapshot!(format!("{}{}", shown(dry.out()), shown(done.out())));
    let stands = [&low, &critical, &gpu, &of_cyd, &fly].map(|id| assigned(&board, id));
    assert_eq!(stands, ["bob", "ada", "ada", "bob", "cyd"].map(|id| json!(id)));
    let before = everything(&board);
    assert_eq!(data(&board, &["rebalance"])["moved"], 0);
    assert_eq!(everything(&board), before, "a second run moves nothing");
    board.ok(&["audit", "verify"]);
}

#[test]
fn held_work_stays_with_its_holder() {
    let mut board = crew();
    let held = claim(&board, "ada", "feature");
    let waiting = add(&board, "bug", &["--assign", "ada"]);
    board.set_clock("2026-01-31T12:10:00Z");
    board.ok(&["heartbeat", "bob"]);
    assert_eq!(board.ok(&["rebalance", "-q"]).out(), format!("{waiting}\n"));
    assert_eq!(board.item(&held)["agent_id"], "ada");
    assert_eq!(assigned(&board, &waiting), "bob");
}

#[test]
fn a_team_and_a_limit_of_the_moment() {
    let (board, [.., of_cyd, _]) = uneven();
    assert_eq!(data(&board, &["rebalance", "--team", "blue"])["moved"], 0, "nobody of the team is there");
    assert_eq!(data(&board, &["rebalance", "--team", "red", "--dry-run"])["moved"], 1);
    let told = data(&board, &["rebalance", "--max-items", "1", "--dry-run"]);
    assert_eq!(told["moved"], 1, "bob takes one and no more");
    assert_eq!(assigned(&board, &of_cyd), "cyd");
    refusal(2, "USAGE", &["--max-items"]).of(&board, &["rebalance", "--max-items", "few"]);
    refusal(2, "USAGE", &["red"]).of(&board, &["rebalance", "red"]);
}

#[test]
fn a_board_with_nothing_to_move_says_so_and_is_not_made() {
    let board = unnamed();
    for line in [vec!["rebalance"], vec!["rebalance", "--dry-run"]] {
        assert!(board.ok(&line).out().contains("REBALANCED: 0 assignments"));
    }
    assert!(!board.dir().exists());
}

#[test]
fn hostile_ids_stay_in_their_line() {
    let board = crew();
    board.ok(&["register", HOSTILE, "red"]);
    let id = add(&board, "bug", &[]);
    let other = add(&board, "bug", &["--assign", "a\nb"]);
    for line in [
        vec!["assign", &id, "--to", HOSTILE],
        vec!["suggest", &id],
        vec!["rebalance", "--dry-run"],
        vec!["show-agent", HOSTILE],
    ] {
        let out = board.ok(&line).out();
        assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}') && !out.contains("a\nb"), "{out}");
    }
    assert_eq!(assigned(&board, &id), HOSTILE);
    assert_eq!(assigned(&board, &other), "a\nb");
}

#[test]
fn a_request_is_answered_once() {
    let (board, _) = uneven();
    let line = ["rebalance", "--request-id", "r"];
    assert_eq!(board.ok(&line).out(), board.ok(&line).out());
}
