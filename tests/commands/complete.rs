//! `complete`: the lines, the log, the velocity, and saying it twice.

use serde_json::json;

use crate::scene::{FIRST, json_lines, read, run_with, with_a_claim};

#[test]
fn the_lines_of_the_contract() {
    let board = with_a_claim();
    let expected = format!(
        "✅ COMPLETED: Released claim for {FIRST} (done) - 8 velocity points\n\
         📊 VELOCITY: Added 8 points to team backend_team velocity\n"
    );
    assert_eq!(board.ok(&["complete", FIRST, "done", "8"]).out(), expected);
}

#[test]
fn everything_that_follows_from_a_completion_is_written() {
    let mut board = with_a_claim();
    board.set_clock("2026-01-31T12:20:00Z");
    board.ok(&["complete", FIRST, "done", "8"]);
    let item = board.item(FIRST);
    assert_eq!((&item["status"], &item["result"]), (&json!("completed"), &json!("done")));
    assert_eq!(item["completed_at"], "2026-01-31T12:20:00Z");
    assert_eq!(board.log().len(), 1);
    assert_eq!(board.velocity(), ["2026-01-31T12:20:00Z: Team backend_team +8 velocity points"]);
    let agent = &board.agents()[0];
    assert_eq!(agent["current_workload"], 0);
    let metrics = &agent["performance_metrics"];
    assert_eq!(
        (&metrics["tasks_completed"], &metrics["average_completion_time"]),
        (&json!(1), &json!("20m"))
    );
    board.assert_consistent();
}

#[test]
fn what_is_not_given_or_empty_has_the_scripts_defaults() {
    for line in [vec!["complete", FIRST], vec!["complete", FIRST, "", ""]] {
        let board = with_a_claim();
        board.ok(&line);
        assert_eq!(board.item(FIRST)["result"], "success");
        assert_eq!(board.log()[0]["velocity_points"], 5);
    }
}

#[test]
fn the_current_work_item_stands_in_for_the_id() {
    for line in [vec!["complete"], vec!["complete", ""], vec!["complete", "", "success", "5"]] {
        let board = with_a_claim().with("CURRENT_WORK_ITEM", FIRST);
        board.ok(&line);
        assert_eq!(board.item(FIRST)["status"], "completed", "{line:?}");
    }
}

#[test]
fn points_may_be_nothing_or_a_half() {
    for (points, written) in [("0", json!(0)), ("2.5", json!(2.5)), ("13.0", json!(13))] {
        let board = with_a_claim();
        board.ok(&["complete", FIRST, "success", points]);
        assert_eq!(board.log()[0]["velocity_points"], written);
    }
}

#[test]
fn saying_it_twice_counts_once() {
    let board = with_a_claim();
    board.ok(&["complete", FIRST, "done", "8"]);
    let before = crate::scene::everything(&board);
    let again = board.ok(&["complete", FIRST, "done", "8"]);
    assert!(again.out().starts_with(&format!("✅ COMPLETED: Released claim for {FIRST} (done)")), "{again}");
    assert!(!again.out().contains("VELOCITY: Added"), "{again}");
    assert_eq!(before, crate::scene::everything(&board));
    let document = board.ok(&["complete", FIRST, "done", "8", "--json"]).json();
    assert_eq!(document["data"]["already_completed"], true);
    let completed = json_lines(&board, "phoenix_telemetry_events.jsonl");
    let completed = completed.iter().filter(|event| event["event_type"] == "work_completed");
    assert_eq!(completed.count(), 1);
}

#[test]
fn another_result_is_refused_and_the_first_stands() {
    let board = with_a_claim();
    board.ok(&["complete", FIRST, "done", "8"]);
    board.run(&["complete", FIRST, "failed", "8"]).fails_with(14);
    assert_eq!(board.item(FIRST)["result"], "done");
    assert_eq!(board.velocity().len(), 1);
}

#[test]
fn a_failure_lowers_the_success_rate() {
    let board = with_a_claim();
    let second = board.claim("Second");
    board.ok(&["complete", FIRST, "success"]);
    board.ok(&["complete", &second, "failed"]);
    let metrics = &board.agents()[0]["performance_metrics"];
    assert_eq!((&metrics["tasks_completed"], &metrics["success_rate"]), (&json!(2), &json!(50.0)));
}

#[test]
fn the_holder_is_credited_when_somebody_unnamed_completes() {
    let board = with_a_claim();
    run_with(&board, &[("AGENT_ID", "")], &["complete", FIRST]).ok();
    assert_eq!(board.log()[0]["agent_id"], "agent_7");
    assert_eq!(board.agents()[0]["performance_metrics"]["tasks_completed"], 1);
}

#[test]
fn a_hostile_team_is_one_velocity_line() {
    let board = crate::scene::scene();
    board.ok(&["claim", "feature", "x", "high", "a\nb: Team c +99"]);
    board.ok(&["complete", FIRST, "success", "3"]);
    let text = read(&board.path("velocity_log.txt"));
    assert_eq!(text.lines().count(), 1, "{text:?}");
}
