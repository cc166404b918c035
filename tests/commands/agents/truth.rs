//! Workload, metrics and signs of life stay true, whoever writes.

use serde_json::json;

use super::{add, by, claim, crew, stored};
use crate::scene::{run_with, unnamed, write};

#[test]
fn any_command_of_an_agent_is_a_sign_of_it() {
    let mut board = crew();
    let id = claim(&board, "ada", "feature");
    let lines: [&[&str]; 4] =
        [&["add", "bug", "x"], &["progress", &id, "50"], &["complete", &id], &["claim", "feature", "y"]];
    for (minute, line) in lines.iter().enumerate() {
        let now = format!("2026-01-31T12:{:02}:00Z", minute + 1);
        board.set_clock(&now);
        by(&board, "ada", line);
        assert_eq!(stored(&board, "ada")["last_heartbeat"], now, "{line:?}");
    }
    assert_eq!(stored(&board, "bob")["last_heartbeat"], crate::support::NOON);
}

#[test]
fn who_does_not_say_who_they_are_acts_for_the_holder() {
    let mut board = crew();
    let id = claim(&board, "ada", "feature");
    board.set_clock("2026-01-31T12:01:00Z");
    board.ok(&["progress", &id, "50"]);
    assert_eq!(stored(&board, "ada")["last_heartbeat"], "2026-01-31T12:01:00Z");
    board.set_clock("2026-01-31T12:02:00Z");
    board.ok(&["complete", &id]);
    assert_eq!(stored(&board, "ada")["last_heartbeat"], "2026-01-31T12:02:00Z");
}

#[test]
fn what_another_does_by_force_is_no_sign_of_the_holder() {
    let mut board = crew();
    let id = claim(&board, "ada", "feature");
    board.set_clock("2026-01-31T12:10:00Z");
    let force = ["--force", "--reason", "ada is gone"];
    let with_force = |line: &[&str]| {
        let line: Vec<&str> = line.iter().chain(&force).copied().collect();
        by(&board, "bob", &line);
        let sign = |id| stored(&board, id)["last_heartbeat"].clone();
        assert_eq!((sign("ada"), sign("bob")), (json!(crate::support::NOON), json!("2026-01-31T12:10:00Z")));
    };
    with_force(&["progress", &id, "50"]);
    with_force(&["complete", &id]);
}

#[test]
fn a_refused_command_is_no_sign() {
    let mut board = crew();
    let id = claim(&board, "ada", "feature");
    board.set_clock("2026-01-31T12:10:00Z");
    let refused = run_with(&board, &[("AGENT_ID", "bob")], &["progress", &id, "50"]);
    assert_eq!(refused.code, Some(10), "{refused}");
    assert_eq!(stored(&board, "bob")["last_heartbeat"], crate::support::NOON);
}

#[test]
fn registering_and_a_heartbeat_count_anew_what_others_changed() {
    for line in [vec!["register", "ada", "red"], vec!["heartbeat", "ada"]] {
        let board = crew();
        claim(&board, "ada", "feature");
        claim(&board, "ada", "feature");
        // Another program takes the second one away, without a word to the agent's record.
        let mut items = board.items();
        items.pop();
        write(&board, "work_claims.json", &serde_json::to_string(&items).unwrap());
        assert_eq!(stored(&board, "ada")["current_workload"], 2);
        board.ok(&line);
        assert_eq!(stored(&board, "ada")["current_workload"], 1, "{line:?}");
    }
}

#[test]
fn a_heartbeat_for_one_item_says_nothing_of_the_others() {
    let board = crew();
    let id = claim(&board, "ada", "feature");
    claim(&board, "ada", "feature");
    board.ok(&["heartbeat", "ada", "--work", &id]);
    assert_eq!(stored(&board, "ada")["current_workload"], 2);
}

#[test]
fn who_registers_after_the_work_finds_it_counted() {
    let mut board = unnamed();
    write(
        &board,
        "coordination_log.json",
        r#"[{"work_item_id":"w1","agent_id":"old","result":"success","velocity_points":5},
            {"work_item_id":"w2","agent_id":"old","result":"failed","velocity_points":0},
            {"work_item_id":"w3","agent_id":"new","result":"success"}]"#,
    );
    write(
        &board,
        "agent_status.json",
        r#"[{"agent_id":"old","performance_metrics":{"tasks_completed":0,"average_completion_time":"0m","success_rate":100.0}}]"#,
    );
    board.ok(&["register", "old", "red"]);
    let metrics = stored(&board, "old")["performance_metrics"].clone();
    assert_eq!((&metrics["tasks_completed"], &metrics["success_rate"]), (&json!(2), &json!(50.0)));
    let id = claim(&board, "old", "feature");
    board.set_clock("2026-01-31T12:20:00Z");
    by(&board, "old", &["complete", &id]);
    let metrics = stored(&board, "old")["performance_metrics"].clone();
    assert_eq!((&metrics["tasks_completed"], &metrics["success_rate"]), (&json!(3), &json!(66.7)));
    assert_eq!(metrics["average_completion_time"], "20m", "of the one whose time is known");
}

#[test]
fn whoever_loses_an_expired_lease_holds_one_less() {
    let mut board = crew();
    let first = claim(&board, "ada", "feature");
    claim(&board, "ada", "feature");
    board.set_clock("2026-01-31T12:31:00Z");
    by(&board, "bob", &["claim", "--id", &first]);
    let (ada, bob) = (stored(&board, "ada"), stored(&board, "bob"));
    assert_eq!((&ada["current_workload"], &bob["current_workload"]), (&json!(1), &json!(1)));
    assert_eq!(ada["performance_metrics"]["leases_expired"], 1);
    by(&board, "ada", &["next"]);
    let ada = stored(&board, "ada");
    assert_eq!(
        (&ada["current_workload"], &ada["performance_metrics"]["leases_expired"]),
        (&json!(1), &json!(2))
    );
}

#[test]
fn a_batch_of_claims_and_a_hand_full_of_completions_leave_a_true_board() {
    let board = crew();
    for _ in 0..6 {
        add(&board, "bug", &[]);
    }
    let taken = by(&board, "bob", &["next", "--count", "4", "-q"]).out();
    assert_eq!(stored(&board, "bob")["current_workload"], 4);
    for (done, id) in taken.lines().enumerate() {
        by(&board, "bob", &["complete", id, if done == 0 { "failed" } else { "success" }]);
        assert_eq!(stored(&board, "bob")["current_workload"], 3 - done);
    }
    let metrics = stored(&board, "bob")["performance_metrics"].clone();
    assert_eq!((&metrics["tasks_completed"], &metrics["success_rate"]), (&json!(4), &json!(75.0)));
    board.assert_consistent();
}
