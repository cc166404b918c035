//! `remove-agent`: an agent goes, its work stays.

use serde_json::json;

use super::{HOSTILE, add, by, claim, crew, data, stored};
use crate::refusal::refusal;
use crate::scene::{everything, run_with, unnamed};

#[test]
fn what_it_held_goes_back_as_if_it_had_not_been_claimed() {
    let board = crew();
    let own = claim(&board, "ada", "feature");
    let of_other = claim(&board, "bob", "feature");
    let done = claim(&board, "ada", "bug");
    by(&board, "ada", &["complete", &done]);
    by(&board, "ada", &["progress", &own, "40"]);
    let line = ["remove-agent", "ada", "--reason", "its machine is gone"];
    let out = by(&board, "bob", &line).out();
    assert_eq!(out, format!("👋 RETIRED: Agent ada was retired\n   📥 {own} is back in the queue\n"));
    let item = board.item(&own);
    assert_eq!(
        (&item["status"], &item["agent_id"], &item["claimed_at"]),
        (&json!("pending"), &json!(null), &json!(null))
    );
    assert_eq!((&item["fence"], &item["attempt"], &item["progress"]), (&json!(2), &json!(0), &json!(40)));
    assert_eq!(item["notes"][0]["text"], "handed back, because ada was retired: its machine is gone");
    assert_eq!(item["notes"][0]["by"], "bob");
    assert_eq!(board.item(&of_other)["agent_id"], "bob");
    assert_eq!(board.item(&done)["status"], "completed");
    let agent = stored(&board, "ada");
    assert_eq!((&agent["status"], &agent["current_workload"]), (&json!("retired"), &json!(0)));
    assert_eq!(agent["performance_metrics"]["tasks_completed"], 1, "what it did stays");
    board.assert_consistent();
}

#[test]
fn what_was_meant_for_it_alone_is_free_for_others() {
    let board = crew();
    let waiting = add(&board, "feature", &["--assign", "ada"]);
    let taken = add(&board, "feature", &["--assign", "ada"]);
    by(&board, "ada", &["claim", "--id", &taken]);
    let of_bob = add(&board, "feature", &["--assign", "bob"]);
    let retired = data(&board, &["remove-agent", "ada"]);
    assert_eq!((&retired["handed_back"], &retired["unassigned"]), (&json!([taken]), &json!([waiting])));
    for id in [&waiting, &taken] {
        assert_eq!(board.item(id).get("assigned_to"), None);
    }
    assert_eq!(board.item(&of_bob)["assigned_to"], "bob");
    let next = by(&board, "cyd", &["next", "--count", "5", "-q"]).out();
    assert_eq!(next, format!("{waiting}\n{taken}\n"), "nothing is stuck with who is gone");
}

#[test]
fn the_retired_one_cannot_finish_what_was_given_away() {
    let board = crew();
    let id = claim(&board, "ada", "feature");
    board.ok(&["remove-agent", "ada"]);
    let late = run_with(&board, &[("AGENT_ID", "ada")], &["complete", &id, "done"]);
    assert_eq!(late.code, Some(14), "nobody holds it: {late}");
    by(&board, "bob", &["claim", "--id", &id]);
    let late = run_with(&board, &[("AGENT_ID", "ada")], &["complete", &id, "done"]);
    assert_eq!(late.code, Some(10), "bob holds it: {late}");
    let late = run_with(&board, &[("AGENT_ID", "ada"), ("COORD_FENCE", "1")], &["progress", &id, "5"]);
    assert_eq!(late.code, Some(10), "{late}");
    assert_eq!(board.item(&id)["late_results"][0]["result"], "done", "the result is kept");
    by(&board, "bob", &["complete", &id]);
    assert_eq!(stored(&board, "ada")["performance_metrics"]["tasks_completed"], 0);
    assert_eq!(stored(&board, "ada")["status"], "retired");
}

#[test]
fn twice_is_once() {
    let board = crew();
    board.ok(&["remove-agent", "ada"]);
    let before = everything(&board);
    let again = data(&board, &["remove-agent", "ada"]);
    assert_eq!((&again["already_retired"], &again["handed_back"]), (&json!(true), &json!([])));
    assert_eq!(everything(&board), before);
}

#[test]
fn registering_or_claiming_brings_it_back_and_a_heartbeat_does_not() {
    let board = crew();
    board.ok(&["remove-agent", "ada"]);
    board.ok(&["heartbeat", "ada"]);
    assert_eq!(stored(&board, "ada")["status"], "retired");
    board.ok(&["register", "ada", "red"]);
    let agent = stored(&board, "ada");
    assert_eq!((&agent["status"], &agent["capabilities"]), (&json!("active"), &json!(["write", "gpu"])));
    board.ok(&["remove-agent", "ada"]);
    claim(&board, "ada", "feature");
    assert_eq!(stored(&board, "ada")["status"], "active");
}

#[test]
fn who_is_not_there_cannot_go() {
    let board = crew();
    refusal(11, "AGENT_NOT_FOUND", &["nobody"]).of(&board, &["remove-agent", "nobody"]);
    refusal(3, "INVALID_VALUE", &["empty"]).of(&board, &["remove-agent", ""]);
    refusal(2, "USAGE", &["ID"]).of(&board, &["remove-agent"]);
    let nowhere = unnamed();
    refusal(11, "AGENT_NOT_FOUND", &["ada"]).of(&nowhere, &["remove-agent", "ada"]);
    assert!(!nowhere.dir().exists());
}

#[test]
fn hostile_ids_go_like_others() {
    let board = unnamed();
    let id = claim(&board, HOSTILE, "feature");
    let out = board.ok(&["remove-agent", HOSTILE]).out();
    assert!(!out.contains('\u{1b}') && out.lines().count() == 2, "{out}");
    assert_eq!(board.item(&id)["status"], "pending");
}

#[test]
fn reserved_paths_are_free_again_and_were_never_work() {
    let board = crew();
    claim(&board, "ada", "feature");
    by(&board, "ada", &["reserve", "src/**"]);
    board.ok(&["heartbeat", "ada"]);
    assert_eq!(stored(&board, "ada")["current_workload"], 1);
    let list = data(&board, &["agent-workload", "ada"]);
    assert_eq!((&list["items"][0]["held"], &list["wrong"]), (&json!(1), &json!(0)));
    let retired = data(&board, &["remove-agent", "ada"]);
    assert_eq!(retired["handed_back"].as_array().unwrap().len(), 1);
    assert_eq!(retired["freed_paths"].as_array().unwrap().len(), 1);
    by(&board, "bob", &["reserve", "src/**"]);
}

#[test]
fn the_dashboard_counts_it_as_signed_off() {
    let board = crew();
    board.ok(&["remove-agent", "ada"]);
    let status = data(&board, &["status"]);
    assert_eq!((&status["agents"]["signed_off"], &status["agents"]["active"]), (&json!(1), &json!(2)));
    assert!(board.ok(&["dashboard"]).out().contains("  🤖 Agent ada: red team (retired)"));
}
