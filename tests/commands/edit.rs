//! `edit`: what is said of work that is still to be done.

use serde_json::json;

use crate::refusal::refusal;
use crate::scene::{FIRST, everything, run_with, scene, with_a_claim};
use crate::support::Board;

fn added(board: &Board, description: &str, terms: &[&str]) -> String {
    board.ok(&[&["add", "feature", description][..], terms].concat()).work_id()
}

#[test]
fn what_is_named_is_changed_and_the_rest_stays() {
    let board = scene();
    let id = added(&board, "Add login", &["--points", "5", "--meta", "a=1"]);
    let edit = ["--priority", "critical", "--type", "bug", "--team", "t", "--description", "Fix login"];
    let terms =
        ["--deadline", "2d", "--value", "8", "--criterion", "it works", "--meta", "b=2", "--meta", "a="];
    let out = board.ok(&[&["edit", &id][..], &edit, &terms].concat()).out();
    assert!(out.starts_with(&format!("✏️ EDITED: {id} (")), "{out}");
    let item = board.item(&id);
    for (field, value) in [
        ("priority", json!("critical")),
        ("work_type", json!("bug")),
        ("team", json!("t")),
        ("description", json!("Fix login")),
        ("deadline", json!("2026-02-02T12:00:00Z")),
        ("business_value", json!(8)),
        ("story_points", json!(5)),
        ("acceptance_criteria", json!(["it works"])),
        ("metadata", json!({"b": "2"})),
    ] {
        assert_eq!(item[field], value, "{field}");
    }
    let again = board.ok(&["edit", &id, "--priority", "critical", "--json"]).json();
    assert_eq!(again["data"]["changed"], json!([]));
    assert_eq!(
        board.ok(&["edit", &id, "--priority", "low", "--json"]).json()["data"]["changed"],
        json!(["priority"])
    );
}

#[test]
fn what_was_said_can_be_taken_back() {
    let board = with_a_claim();
    let all =
        ["--after", FIRST, "--needs", "gpu", "--paths", "src/**", "--deadline", "1d", "--not-before", "1h"];
    let more = ["--points", "1", "--value", "1", "--parent", FIRST, "--key", "k", "--max-attempts", "2"];
    let rest = ["--assign", "agent_8", "--criterion", "c", "--worktree", "w", "--meta", "a=b"];
    let id = added(&board, "All", &[&all[..], &more, &rest, &["--on-failed-dependency", "run"]].concat());
    let fields = board.item(&id).as_object().unwrap().len();
    let terms = "after,needs,paths,deadline,not-before,points,value,parent,key,max-attempts,assign,criterion,worktree,meta,on-failed-dependency";
    board.ok(&["edit", &id, "--clear", terms]);
    assert_eq!(board.item(&id).as_object().unwrap().len(), fields - 15);
    assert_eq!(board.ok(&["next", "-q"]).out().trim_end(), id);
}

#[test]
fn nothing_to_change_is_no_request() {
    let board = with_a_claim();
    refusal(2, "USAGE", &[FIRST]).of(&board, &["edit", FIRST]);
    refusal(2, "USAGE", &["dead-line", "--clear"]).of(&board, &["edit", FIRST, "--clear", "dead-line"]);
    let before = everything(&board);
    board.ok(&["edit", FIRST, "--priority", ""]);
    assert_eq!(board.item(FIRST)["priority"], "high", "an empty text is not given");
    assert_eq!(before.len(), everything(&board).len());
}

#[test]
fn a_circle_is_refused_and_named() {
    let board = scene();
    let a = added(&board, "A", &[]);
    let b = added(&board, "B", &["--after", &a]);
    let c = added(&board, "C", &["--after", &b, "--parent", &b]);
    let circle = format!("{a} → {c} → {b} → {a}");
    refusal(3, "INVALID_VALUE", &[&circle]).of(&board, &["edit", &a, "--after", &c]);
    refusal(3, "INVALID_VALUE", &[&format!("{a} → {a}")]).of(&board, &["edit", &a, "--after", &a]);
    refusal(13, "ITEM_NOT_FOUND", &["work_404"]).of(&board, &["edit", &a, "--after", "work_404"]);
    let parents = format!("{b} → {c} → {b}");
    refusal(3, "INVALID_VALUE", &[&parents, "part of itself"]).of(&board, &["edit", &b, "--parent", &c]);
    refusal(3, "INVALID_VALUE", &["part of itself"]).of(&board, &["edit", &b, "--parent", &b]);
    let document = board.run(&["edit", &a, "--after", &c, "--json"]).json();
    assert_eq!(document["error"]["context"]["cycle"], json!([a, c, b, a]));
    board.ok(&["edit", &b, "--clear", "after"]);
    board.ok(&["edit", &a, "--after", &c]);
}

#[test]
fn one_open_item_has_a_key() {
    let board = scene();
    let first = added(&board, "A", &["--key", "k"]);
    let second = added(&board, "B", &[]);
    refusal(10, "ALREADY_CLAIMED", &["k", &first, &second]).of(&board, &["edit", &second, "--key", "k"]);
    board.ok(&["edit", &first, "--key", "k", "--priority", "low"]);
    board.ok(&["cancel", &first, "--reason", "x"]);
    board.ok(&["edit", &second, "--key", "k"]);
}

#[test]
fn paths_that_somebody_works_on_are_not_taken_by_an_edit() {
    let board = scene();
    board.ok(&["claim", "feature", "A", "--paths", "src/auth/**"]);
    let other = run_with(&board, &[("AGENT_ID", "agent_8")], &["claim", "feature", "B"]).ok().work_id();
    refusal(10, "ALREADY_CLAIMED", &["src/auth/**", FIRST, "agent_7", "2026-01-31T12:30:00Z"])
        .with("AGENT_ID", "agent_8")
        .of(&board, &["edit", &other, "--paths", "src/*/login.rs"]);
    run_with(&board, &[("AGENT_ID", "agent_8")], &["edit", &other, "--paths", "docs/**"]).ok();
    let waits = added(&board, "C", &[]);
    board.ok(&["edit", &waits, "--paths", "src/**"]);
}

#[test]
fn what_is_over_is_not_edited_but_what_is_dead_is() {
    let board = scene();
    board.ok(&["claim", "feature", "A", "--max-attempts", "1"]);
    board.ok(&["fail", FIRST]);
    board.ok(&["edit", FIRST, "--max-attempts", "5"]);
    board.ok(&["retry", FIRST]);
    board.ok(&["next"]);
    board.ok(&["complete", FIRST]);
    refusal(14, "WRONG_STATUS", &[FIRST, "completed"]).of(&board, &["edit", FIRST, "--priority", "low"]);
    let gone = added(&board, "B", &[]);
    board.ok(&["cancel", &gone, "--reason", "x"]);
    refusal(14, "WRONG_STATUS", &[&gone, "cancelled"]).of(&board, &["edit", &gone, "--priority", "low"]);
}

#[test]
fn an_edit_of_the_holder_renews_the_lease() {
    let mut board = with_a_claim();
    board.set_clock("2026-01-31T12:10:00Z");
    board.ok(&["edit", FIRST, "--points", "3"]);
    assert_eq!(board.item(FIRST)["lease"]["expires_at"], "2026-01-31T12:40:00Z");
    assert_eq!(board.agents()[0]["last_heartbeat"], "2026-01-31T12:10:00Z");
}

#[test]
fn values_out_of_range() {
    let board = with_a_claim();
    for (flag, value) in [
        ("--deadline", "yesterday"),
        ("--not-before", "99999d"),
        ("--points", "-1"),
        ("--value", "nan"),
        ("--max-attempts", "0"),
        ("--paths", "../outside"),
        ("--meta", "=x"),
        ("--after", ""),
    ] {
        refusal(3, "INVALID_VALUE", &[]).of(&board, &["edit", FIRST, flag, value]);
    }
    refusal(13, "ITEM_NOT_FOUND", &["work_404"]).of(&board, &["edit", "work_404", "--priority", "low"]);
    refusal(1, "NO_WORK_ID", &[]).of(&board, &["edit", "--priority", "low"]);
}
