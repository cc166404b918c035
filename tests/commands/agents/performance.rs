//! `agent-performance` and `agent-health`: figures of the log, each worked out by hand.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{HOSTILE, by, claim, column, crew, data};
use crate::refusal::refusal;
use crate::scene::{unnamed, write};
use crate::support::Board;

/// A completion as the log has it.
fn entry(agent: &str, kind: &str, result: &str, secs: Option<i64>, points: i64, at: &str) -> Value {
    let mut entry = json!({ "work_item_id": format!("w{agent}{at}"), "completed_at": at, "agent_id": agent,
        "result": result, "velocity_points": points, "work_type": kind });
    if let Some(secs) = secs {
        entry["duration_secs"] = json!(secs);
    }
    entry
}

/// [`crew`] with a past: ada is quick and good, bob is slow and loses leases, cyd has done nothing.
fn veterans() -> Board {
    let board = crew();
    let log = json!([
        entry("ada", "bug", "success", Some(60), 3, "2026-01-31T09:00:00Z"),
        entry("ada", "bug", "success", Some(180), 5, "2026-01-30T09:00:00Z"),
        entry("ada", "docs", "failed", Some(600), 0, "2026-01-25T09:00:00Z"),
        entry("ada", "bug", "done", None, 2, "2026-01-24T23:59:59Z"),
        entry("bob", "bug", "success", Some(360), 1, "2026-01-31T10:00:00Z"),
        entry("bob", "bug", "error", Some(360), 0, "2026-01-31T11:00:00Z"),
        entry("stranger", "bug", "success", Some(1), 99, "2026-01-31T11:00:00Z"),
    ]);
    write(&board, "coordination_log.json", &log.to_string());
    let mut agents = board.agents();
    agents[1]["performance_metrics"]["tasks_failed"] = json!(2);
    agents[1]["performance_metrics"]["leases_expired"] = json!(1);
    write(&board, "agent_status.json", &Value::from(agents).to_string());
    board
}

#[test]
fn what_people_see() {
    let board = veterans();
    let lines: [&[&str]; 6] = [
        &["agent-performance"],
        &["agent-performance", "ada"],
        &["agent-performance", "cyd"],
        &["agent-health"],
        &["agent-health", "bob"],
        &["agent-health", "cyd"],
    ];
    assert_snapshot!(lines.map(|line| board.ok(line).out()).join("\n"));
}

#[test]
fn the_figures_of_the_log() {
    let board = veterans();
    let ada = &data(&board, &["agent-performance", "ada"])["items"][0];
    let told = ["completions", "succeeded", "success_rate", "average_secs", "median_secs", "points"]
        .map(|field| ada[field].clone());
    // Of 60, 180 and 600 the mean is 280 and the middle 180.
    assert_eq!(told, [json!(4), json!(3), json!(75.0), json!(280), json!(180), json!(10)]);
    assert_eq!(ada["by_work_type"][0]["work_type"], "bug");
    let bug =
        ["completions", "success_rate", "average_secs"].map(|field| ada["by_work_type"][0][field].clone());
    assert_eq!(bug, [json!(3), json!(100.0), json!(120)]);
    assert_eq!(ada["by_work_type"][1]["success_rate"], 0.0);
}

#[test]
fn velocity_is_over_the_days_that_were_asked_for() {
    let board = veterans();
    let over = |days: &str| data(&board, &["agent-performance", "ada", "--days", days])["items"][0].clone();
    assert_eq!(over("7")["points_per_day"], 1.1, "3 and 5 in 7 days; the 25th is the first of them");
    assert_eq!(over("8")["points_per_day"], 1.3, "10 in 8 days");
    assert_eq!(over("1")["points_per_day"], 3);
    let days = over("2")["per_day"].clone();
    assert_eq!(days[0], json!({"date": "2026-01-30", "completions": 1, "points": 5}));
    assert_eq!(days[1], json!({"date": "2026-01-31", "completions": 1, "points": 3}));
    assert_eq!(data(&board, &["agent-performance", "cyd"])["items"][0]["success_rate"], json!(null));
}

#[test]
fn the_parts_of_health() {
    let board = veterans();
    let parts = |id: &str| {
        let health = data(&board, &["agent-health", id])["items"][0].clone();
        let parts = health["parts"].as_array().unwrap().iter().map(|part| part["score"].clone());
        (parts.collect::<Vec<_>>(), health["score"].clone())
    };
    // ada: 3 of 4; no lease lost; bugs in 120 beside 360 (stranger's 1 and bob's two 360): quicker; there.
    assert_eq!(parts("ada"), (vec![json!(75.0), json!(100.0), json!(100.0), json!(100.0)], json!(90)));
    // bob: 1 of 4 (two completed, two given up); 4 of 5 claims; 360 beside the middle of 1, 60 and 180; there.
    // (40·25 + 25·80 + 15·16.7 + 20·100) / 100 = 52.5
    assert_eq!(parts("bob"), (vec![json!(25.0), json!(80.0), json!(16.7), json!(100.0)], json!(53)));
    // cyd: nothing but the sign.
    assert_eq!(parts("cyd"), (vec![json!(null), json!(null), json!(null), json!(100.0)], json!(100)));
    let weights = &data(&board, &["agent-health"])["items"][0]["parts"];
    assert_eq!(
        weights.as_array().unwrap().iter().map(|part| part["weight"].as_u64().unwrap()).sum::<u64>(),
        100
    );
    let out = board.ok(&["agent-health", "cyd"]).out();
    assert!(out.contains("no data yet") && out.contains("success, expiries, speed"), "{out}");
}

#[test]
fn silence_makes_ill() {
    let mut board = veterans();
    let heartbeat =
        |board: &Board| data(board, &["agent-health", "ada"])["items"][0]["parts"][3]["score"].clone();
    board.set_clock("2026-01-31T12:04:59Z");
    assert_eq!(heartbeat(&board), 100.0);
    board.set_clock("2026-01-31T12:10:00Z");
    assert_eq!(heartbeat(&board), 50.0, "10 minutes of silence, 5 are allowed");
    board.ok(&["remove-agent", "ada"]);
    assert_eq!(heartbeat(&board), json!(null), "who is retired owes no sign");
}

#[test]
fn what_coord_itself_logs_is_counted() {
    let mut board = crew();
    let id = claim(&board, "ada", "feature");
    board.set_clock("2026-01-31T12:03:00Z");
    by(&board, "ada", &["complete", &id, "success", "8"]);
    let ada = &data(&board, &["agent-performance", "ada"])["items"][0];
    assert_eq!((&ada["average_secs"], &ada["points"]), (&json!(180), &json!(8)));
    assert_eq!(ada["by_work_type"][0]["work_type"], "feature");
}

#[test]
fn teams_narrow_the_lists() {
    let board = veterans();
    for name in ["agent-performance", "agent-health", "agent-workload"] {
        assert_eq!(column(&data(&board, &[name]), "agent_id"), ["ada", "bob", "cyd"]);
        assert_eq!(column(&data(&board, &[name, "--team", "red"]), "agent_id"), ["ada", "bob"]);
        assert_eq!(data(&board, &[name, "--team", "nobody"])["total"], 0);
        assert_eq!(board.ok(&[name, "-q"]).out(), "ada\nbob\ncyd\n");
    }
}

#[test]
fn bad_questions_are_refused() {
    let board = veterans();
    for name in ["agent-performance", "agent-health", "agent-workload"] {
        refusal(11, "AGENT_NOT_FOUND", &["nobody"]).of(&board, &[name, "nobody"]);
        refusal(2, "USAGE", &["more"]).of(&board, &[name, "ada", "more"]);
        let out = board.ok(&[name, "--team", "nobody"]).out();
        assert!(out.contains("There is no such agent"), "{out}");
    }
    for days in ["0", "367", "4294967295"] {
        refusal(3, "INVALID_VALUE", &["--days"]).of(&board, &["agent-performance", "--days", days]);
    }
    refusal(2, "USAGE", &["--days"]).of(&board, &["agent-performance", "--days", "week"]);
}

#[test]
fn absurd_logs_are_read_as_they_are() {
    let board = unnamed();
    board.ok(&["register", HOSTILE, "red"]);
    let mut absurd = entry(HOSTILE, HOSTILE, HOSTILE, Some(-7), -5, "no time at all");
    absurd["velocity_points"] = json!(1e300);
    let far = entry(HOSTILE, "", "success", Some(i64::MAX), 1, "9999-12-31T23:59:59Z");
    write(
        &board,
        "coordination_log.json",
        &json!([absurd, far, {"work_item_id": "w", "agent_id": 7}]).to_string(),
    );
    for name in ["agent-performance", "agent-health", "agent-workload"] {
        for line in [vec![name], vec![name, HOSTILE]] {
            let out = board.ok(&line).out();
            assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}'), "{out}");
        }
    }
    assert_eq!(data(&board, &["agent-performance", HOSTILE])["items"][0]["completions"], 2);
}
