//! `list-agents` and `show-agent`: how agents stand.

use insta::assert_snapshot;
use serde_json::json;

use super::{HOSTILE, add, by, claim, column, crew, data};
use crate::refusal::refusal;
use crate::scene::{unnamed, write};
use crate::support::{Board, write_sample};

/// [`crew`] four minutes later: ada works, bob is idle, cyd has been silent for an hour.
fn morning() -> Board {
    let mut board = crew();
    board.set_clock("2026-01-31T12:56:00Z");
    board.ok(&["heartbeat", "bob"]);
    claim(&board, "ada", "feature");
    board.set_clock("2026-01-31T13:00:00Z");
    add(&board, "bug", &["--assign", "ada"]);
    board
}

#[test]
fn the_table_at_80_columns() {
    let board = morning();
    assert_snapshot!(board.ok(&["list-agents"]).out());
    let shown = ["ada", "bob", "cyd"].map(|id| board.ok(&["show-agent", id]).out()).join("\n");
    assert_snapshot!("one_agent", shown);
}

#[test]
fn what_an_agent_is_doing_follows_from_signs_and_work() {
    let mut board = morning();
    assert_eq!(column(&data(&board, &["list-agents"]), "activity"), ["active", "idle", "offline"]);
    board.set_clock("2026-01-31T13:01:00Z");
    assert_eq!(
        column(&data(&board, &["list-agents"]), "activity"),
        ["offline", "offline", "offline"],
        "five minutes after the last sign"
    );
    board.ok(&["remove-agent", "bob"]);
    by(&board, "cyd", &["add", "bug", "a sign like any other"]);
    assert_eq!(column(&data(&board, &["list-agents"]), "activity"), ["offline", "retired", "idle"]);
    board.ok(&["register", "bob", "red"]);
    assert_eq!(column(&data(&board, &["list-agents"]), "activity")[1], "idle", "registered again");
}

#[test]
fn filters_narrow_the_list() {
    let board = morning();
    let ids = |more: &[&str]| {
        let line: Vec<&str> = ["list-agents", "-q"].iter().chain(more).copied().collect();
        board.ok(&line).out().lines().map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(ids(&[]), ["ada", "bob", "cyd"]);
    assert_eq!(ids(&["--team", "red"]), ["ada", "bob"]);
    assert_eq!(ids(&["--team", ""]), ["ada", "bob", "cyd"]);
    assert_eq!(ids(&["--group", "spare"]), ["cyd"]);
    assert_eq!(ids(&["--can", "write"]), ["ada", "bob"]);
    assert_eq!(ids(&["--can", "write,gpu"]), ["ada"]);
    assert_eq!(ids(&["--status", "offline"]), ["cyd"]);
    assert_eq!(ids(&["--status", "idle", "--team", "blue"]), Vec::<String>::new());
    assert_eq!(ids(&["--limit", "2"]), ["ada", "bob"]);
}

#[test]
fn a_list_says_how_many_there_are() {
    let board = morning();
    let list = data(&board, &["list-agents", "--limit", "2"]);
    assert_eq!((&list["total"], &list["has_more"]), (&json!(3), &json!(true)));
    assert!(board.ok(&["list-agents", "--limit", "2"]).out().contains("2 of 3 are shown"));
    let list = data(&board, &["list-agents", "--limit", "3"]);
    assert_eq!((&list["total"], &list["has_more"]), (&json!(3), &json!(false)));
}

#[test]
fn the_figures_of_an_agent() {
    let board = morning();
    let ada = &data(&board, &["list-agents"])["items"][0];
    assert_eq!((&ada["held"], &ada["assigned"], &ada["limit"]), (&json!(1), &json!(1), &json!(2)));
    assert_eq!((&ada["last_sign_secs"], &ada["success_rate"]), (&json!(240), &json!(null)));
    let shown = data(&board, &["show-agent", "ada"]);
    assert_eq!(shown["holding"].as_array().unwrap().len(), 1);
    assert_eq!(shown["holding"][0]["lease_left_secs"], 1_560, "30 minutes less 4");
    assert_eq!(shown["waiting"][0]["work_type"], "bug");
    assert_eq!(shown["agent"], super::stored(&board, "ada"));
}

#[test]
fn bad_questions_are_refused() {
    let board = morning();
    refusal(3, "INVALID_VALUE", &["--limit"]).of(&board, &["list-agents", "--limit", "0"]);
    refusal(2, "USAGE", &["busy"]).of(&board, &["list-agents", "--status", "busy"]);
    refusal(2, "USAGE", &["--limit"]).of(&board, &["list-agents", "--limit", "all"]);
    refusal(2, "USAGE", &["red"]).of(&board, &["list-agents", "red"]);
    refusal(11, "AGENT_NOT_FOUND", &["nobody"]).of(&board, &["show-agent", "nobody"]);
    refusal(11, "AGENT_NOT_FOUND", &[]).of(&board, &["show-agent", ""]);
    refusal(2, "USAGE", &["ID"]).of(&board, &["show-agent"]);
}

#[test]
fn a_board_without_agents_says_so_and_is_not_made() {
    let board = unnamed();
    assert!(board.ok(&["list-agents"]).out().contains("There is no such agent"));
    assert_eq!(data(&board, &["list-agents"])["total"], 0);
    refusal(11, "AGENT_NOT_FOUND", &["ada"]).of(&board, &["show-agent", "ada"]);
    assert!(!board.dir().exists(), "a look makes no board");
}

#[test]
fn agents_of_other_programs_are_listed_as_they_are() {
    let board = unnamed();
    write_sample(board.dir(), 30);
    assert_eq!(data(&board, &["list-agents"])["total"], 10);
    write(
        &board,
        "agent_status.json",
        r#"[{"agent_id":"x","capacity":"much","last_heartbeat":"yesterday","performance_metrics":7,"note":[1]}]"#,
    );
    let agent = &data(&board, &["list-agents"])["items"][0];
    assert_eq!(
        (&agent["activity"], &agent["capacity"], &agent["team"]),
        (&json!("offline"), &json!(100), &json!(""))
    );
    let out = board.ok(&["show-agent", "x"]).out();
    assert!(out.contains("capacity") && out.contains("\"much\"") && out.contains("[1]"), "{out}");
}

#[test]
fn hostile_ids_stay_in_their_row() {
    let board = crew();
    board.ok(&["register", HOSTILE, HOSTILE, "--can", HOSTILE, "--group", HOSTILE]);
    let wide = "日本語".repeat(40);
    board.ok(&["register", &wide, &wide]);
    let out = board.ok(&["list-agents"]).out();
    assert_eq!(out.lines().count(), 2 + 5, "{out}");
    assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}'), "{out}");
    for id in [HOSTILE, &wide] {
        let out = board.ok(&["show-agent", id]).out();
        assert!(!out.contains('\u{1b}') && !out.contains("\n\u{1b}"), "{out}");
        assert_eq!(data(&board, &["show-agent", id])["agent_id"], id);
    }
    assert!(board.ok(&["list-agents", "-q"]).succeeded());
}
