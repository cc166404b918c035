//! `release`, `fail`, `retry`, `cancel`, `reap`: work that goes back to the queue, or leaves it.

use serde_json::{Value, json};

use crate::refusal::refusal;
use crate::scene::{FIRST, SECOND, everything, json_lines, run_with, scene, with_a_claim};
use crate::support::Board;

/// The newest event of that type.
#[track_caller]
fn event(board: &Board, event_type: &str) -> Value {
    let events = json_lines(board, "phoenix_telemetry_events.jsonl");
    events
        .into_iter()
        .rfind(|event| event["event_type"] == event_type)
        .unwrap_or_else(|| panic!("{event_type}"))
}

fn workload(board: &Board, agent: &str) -> Value {
    let agents = board.agents();
    agents.into_iter().find(|known| known["agent_id"] == agent).unwrap()["current_workload"].clone()
}

#[test]
fn a_release_counts_as_no_claim() {
    let board = with_a_claim();
    board.ok(&["progress", FIRST, "40"]);
    let out = board.ok(&["release", FIRST, "--reason", "needs a GPU"]).out();
    assert_eq!(out, format!("↩️ RELEASED: {FIRST} is back in the queue\n   📝 needs a GPU\n"));
    let item = board.item(FIRST);
    assert_eq!(
        (&item["status"], &item["agent_id"], &item["claimed_at"]),
        (&json!("pending"), &Value::Null, &Value::Null)
    );
    assert_eq!((&item["fence"], &item["attempt"], &item["progress"]), (&json!(2), &json!(0), &json!(40)));
    assert!(item.get("lease").is_none(), "{item}");
    assert_eq!(item["notes"][0]["text"], "needs a GPU");
    assert_eq!(item["notes"][0]["by"], "agent_7");
    assert_eq!(workload(&board, "agent_7"), 0);
    let released = event(&board, "work_released");
    assert_eq!(
        (&released["metadata"]["param1"], &released["metadata"]["param3"]),
        (&json!("needs a GPU"), &json!(FIRST))
    );
    assert_eq!(run_with(&board, &[("AGENT_ID", "agent_8")], &["next", "-q"]).ok().out().trim_end(), FIRST);
}

#[test]
fn the_current_work_item_stands_in_for_the_id() {
    for line in [vec!["release"], vec!["fail"], vec!["fail", "", "broken"], vec!["cancel", "--reason", "x"]] {
        let board = with_a_claim().with("CURRENT_WORK_ITEM", FIRST);
        board.ok(&line);
        assert_ne!(board.item(FIRST)["status"], "active", "{line:?}");
    }
}

#[test]
fn a_failure_rests_before_it_is_tried_again_and_dies_after_its_last_attempt() {
    let mut board = with_a_claim();
    let mut clock = 0;
    for (attempt, rest) in [(1, 24..=36), (2, 48..=72)] {
        let failed = board.ok(&["fail", FIRST, "no network", "--json"]).json();
        let data = &failed["data"];
        assert_eq!(
            (&data["failures"], &data["max_attempts"], &data["is_dead"]),
            (&json!(attempt), &json!(3), &json!(false))
        );
        let item = board.item(FIRST);
        assert_eq!((&item["status"], &item["last_error"]), (&json!("pending"), &json!("no network")));
        assert_eq!(item["fence"], attempt * 2);
        // Just before the shortest rest is over nobody gets it, after the longest one anybody does.
        let at = |secs: i64| format!("2026-01-31T12:{:02}:{:02}Z", secs / 60, secs % 60);
        board.set_clock(&at(clock + rest.start() - 1));
        board.run(&["next"]).fails_with(15);
        clock += rest.end();
        board.set_clock(&at(clock));
        assert_eq!(board.ok(&["next", "-q"]).out().trim_end(), FIRST);
    }
    let out = board.ok(&["fail", FIRST, "no network"]).out();
    assert!(out.starts_with(&format!("💥 FAILED: {FIRST}, attempt 3 of 3: no network\n")), "{out}");
    assert!(out.contains("dead") && out.contains("coord retry"), "{out}");
    assert_eq!(board.item(FIRST)["status"], "dead");
    assert_eq!(event(&board, "work_dead")["metadata"]["param3"], FIRST);
    let agent = &board.agents()[0];
    assert_eq!(
        (&agent["current_workload"], &agent["performance_metrics"]["tasks_failed"]),
        (&json!(0), &json!(3))
    );
    assert_eq!(agent["performance_metrics"]["tasks_completed"], 0, "completions only");
    board.set_clock("2026-02-28T12:00:00Z");
    board.run(&["next"]).fails_with(15);
    board.run(&["claim", "--id", FIRST]).fails_with(14);
}

#[test]
fn the_limits_of_an_item_and_of_the_board_count() {
    let board = scene();
    crate::scene::write(&board, "config.toml", "[queue]\nmax_attempts = 1\nbackoff_base = \"10m\"\n");
    board.ok(&["claim", "feature", "Once"]);
    board.ok(&["claim", "feature", "Twice", "--max-attempts", "2"]);
    board.ok(&["fail", FIRST]);
    board.ok(&["fail", SECOND]);
    assert_eq!(
        (&board.item(FIRST)["status"], &board.item(SECOND)["status"]),
        (&json!("dead"), &json!("pending"))
    );
    let until = board.item(SECOND)["not_before"].as_str().unwrap().to_owned();
    assert!(("2026-01-31T12:08:00Z"..="2026-01-31T12:12:00Z").contains(&until.as_str()), "{until}");
}

#[test]
fn what_depends_on_the_dead_is_told() {
    let board = with_a_claim();
    let cancelled_with = |name: &str, after: &str| {
        board.ok(&["add", "feature", name, "--after", after, "--on-failed-dependency", "cancel"]).work_id()
    };
    let goes = cancelled_with("Goes", FIRST);
    let last = cancelled_with("Last", &goes);
    // Told once, though both that they depend on come to nothing.
    let both = format!("{FIRST},{goes}");
    let stays = board.ok(&["add", "feature", "Stays", "--after", &both]).work_id();
    let runs =
        board.ok(&["add", "feature", "Runs", "--after", &both, "--on-failed-dependency", "run"]).work_id();
    let line = ["cancel", FIRST, "--reason", "no longer wanted", "--json"];
    let dependants = &board.ok(&line).json()["data"]["dependants"];
    assert_eq!(dependants["blocked"], json!([stays]));
    assert_eq!(dependants["cancelled"], json!([goes, last]));
    assert_eq!(dependants["unblocked"], json!([runs]));
    assert_eq!(
        (&board.item(&goes)["status"], &board.item(&last)["status"]),
        (&json!("cancelled"), &json!("cancelled"))
    );
    assert_eq!(board.item(&stays)["status"], "pending");
    assert_eq!(board.ok(&["next", "-q"]).out().trim_end(), runs);
    board.run(&["next"]).fails_with(15);
}

#[test]
fn the_dead_come_back_with_all_their_attempts() {
    let board = scene();
    for description in ["One", "Two"] {
        board.ok(&["claim", "feature", description, "--max-attempts", "1"]);
    }
    for id in [FIRST, SECOND] {
        board.ok(&["fail", id, "x"]);
    }
    let retried = board.ok(&["retry", "--all", "--json"]).json();
    assert_eq!((&retried["data"]["total"], &retried["data"]["has_more"]), (&json!(2), &json!(false)));
    let item = board.item(FIRST);
    assert_eq!((&item["status"], &item["attempt"]), (&json!("pending"), &json!(0)));
    assert!(item.get("failures").is_none() && item.get("not_before").is_none(), "{item}");
    assert_eq!(board.ok(&["next", "-q"]).out().trim_end(), FIRST);
    assert_eq!(board.ok(&["retry", "--all"]).out(), "🔁 RETRY: nothing to call back\n");
}

#[test]
fn what_rests_after_a_failure_need_not() {
    let board = with_a_claim();
    board.ok(&["fail", FIRST]);
    board.run(&["next"]).fails_with(15);
    assert_eq!(board.ok(&["retry", FIRST, "-q"]).out().trim_end(), FIRST);
    assert_eq!(board.ok(&["next", "-q"]).out().trim_end(), FIRST);
}

#[test]
fn a_retry_of_several_is_of_all_or_none() {
    let board = scene();
    board.ok(&["claim", "feature", "Dead", "--max-attempts", "1"]);
    board.ok(&["fail", FIRST]);
    let waits = board.ok(&["add", "feature", "Never failed"]).work_id();
    refusal(14, "WRONG_STATUS", &[&waits, "pending"]).of(&board, &["retry", FIRST, &waits]);
    refusal(13, "ITEM_NOT_FOUND", &["work_404"]).of(&board, &["retry", FIRST, "work_404"]);
    refusal(2, "USAGE", &["--all"]).of(&board, &["retry", FIRST, "--all"]);
}

#[test]
fn a_key_that_went_to_another_item_is_not_taken_back() {
    let board = scene();
    board.ok(&["claim", "feature", "Old", "--key", "k", "--max-attempts", "1"]);
    board.ok(&["fail", FIRST]);
    let newer = board.ok(&["add", "feature", "New", "--key", "k"]).work_id();
    refusal(10, "ALREADY_CLAIMED", &[FIRST, "k", &newer]).of(&board, &["retry", FIRST]);
    let all = board.ok(&["retry", "--all", "--json"]).json();
    assert_eq!((&all["data"]["items"], &all["data"]["skipped"]), (&json!([]), &json!([FIRST])));
}

#[test]
fn a_cancellation_says_why_and_is_of_all_or_none() {
    let board = with_a_claim();
    let second = board.claim("Second");
    refusal(2, "USAGE", &["--reason"]).of(&board, &["cancel", FIRST]);
    refusal(13, "ITEM_NOT_FOUND", &["work_404"]).of(&board, &["cancel", FIRST, "work_404", "--reason", "x"]);
    refusal(2, "USAGE", &["--fence"])
        .of(&board, &["cancel", FIRST, &second, "--fence", "1", "--reason", "x"]);
    assert_eq!(workload(&board, "agent_7"), 2);
    let out = board.ok(&["cancel", FIRST, &second, FIRST, "--reason", "a\nb"]).out();
    assert_eq!(out, format!("🚫 CANCELLED: {FIRST} (a\\nb)\n🚫 CANCELLED: {second} (a\\nb)\n"));
    assert_eq!(board.item(FIRST)["notes"][0]["text"], "cancelled: a\nb");
    assert_eq!(board.item(FIRST)["fence"], 2);
    assert_eq!(workload(&board, "agent_7"), 0);
    assert_eq!(event(&board, "work_cancelled")["metadata"]["param1"], "a\nb");
    refusal(14, "WRONG_STATUS", &[FIRST, "cancelled"]).of(&board, &["cancel", FIRST, "--reason", "x"]);
}

#[test]
fn leases_that_are_over_are_reaped() {
    let mut board = with_a_claim();
    run_with(&board, &[("AGENT_ID", "agent_8")], &["claim", "feature", "Last", "--max-attempts", "1"]).ok();
    run_with(&board, &[("AGENT_ID", "agent_8")], &["claim", "feature", "Long", "--lease", "2h"]).ok();
    let waits = board.ok(&["add", "feature", "Waits", "--after", SECOND]).work_id();
    assert_eq!(board.ok(&["reap"]).out(), "⌛ REAPED: took back 0 items\n");
    board.set_clock("2026-01-31T12:30:00Z");
    let before = everything(&board);
    let dry = board.ok(&["reap", "--dry-run", "--json"]).json();
    assert_eq!(
        (&dry["data"]["total"], &dry["data"]["dead"], &dry["data"]["dry_run"]),
        (&json!(2), &json!(1), &json!(true))
    );
    assert_eq!(everything(&board), before, "a dry run changes nothing");
    let reaped = board.ok(&["reap", "--json"]).json();
    let items = &reaped["data"]["items"];
    assert_eq!(
        (&items[0]["work_item_id"], &items[0]["agent_id"], &items[0]["status"]),
        (&json!(FIRST), &json!("agent_7"), &json!("pending"))
    );
    assert_eq!((&items[1]["work_item_id"], &items[1]["status"]), (&json!(SECOND), &json!("dead")));
    assert_eq!(items[0]["lease_expired_at"], "2026-01-31T12:30:00Z");
    assert_eq!(reaped["data"]["dependants"]["blocked"], json!([waits]));
    assert_eq!(board.item(FIRST)["failures"], 1);
    assert_eq!((workload(&board, "agent_7"), workload(&board, "agent_8")), (json!(0), json!(1)));
    let lost = board.agents().into_iter().map(|agent| agent["performance_metrics"]["leases_expired"].clone());
    assert_eq!(lost.collect::<Vec<_>>(), [json!(1), json!(1)]);
    let told = json_lines(&board, "phoenix_telemetry_events.jsonl");
    let told: Vec<_> = told.iter().filter(|event| event["event_type"] == "lease_expired").collect();
    assert_eq!(told.len(), 2);
    assert_eq!(
        (&told[0]["metadata"]["param1"], &told[0]["metadata"]["param3"]),
        (&json!("agent_7"), &json!(FIRST))
    );
    assert_eq!(board.ok(&["reap", "-q"]).out(), "", "nothing is reaped twice");
}

#[test]
fn each_command_leaves_its_span() {
    let board = with_a_claim();
    board.ok(&["release", FIRST]);
    board.ok(&["next"]);
    board.ok(&["fail", FIRST]);
    board.ok(&["retry", FIRST]);
    board.ok(&["cancel", FIRST, "--reason", "x"]);
    board.ok(&["reap"]);
    let spans = json_lines(&board, "telemetry_spans.jsonl");
    let names: Vec<_> = spans.iter().map(|span| span["operation_name"].as_str().unwrap()).collect();
    assert_eq!(
        names[1..],
        [
            "s2s.work.release",
            "s2s.work.claim",
            "s2s.work.fail",
            "s2s.work.retry",
            "s2s.work.cancel",
            "s2s.work.reap"
        ]
    );
    assert_eq!(spans[1]["span_attributes"]["s2s.work_item_id"], FIRST);
}
