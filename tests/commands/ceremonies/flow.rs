//! How work flowed: the value stream and the retrospective, worked out by hand.

use serde_json::json;

use super::{at, column, data, fields, train};
use crate::refusal::refusal;
use crate::scene::{unnamed, write};

/// An hour, in seconds.
const HOUR: i64 = 3_600;

#[test]
fn lead_touch_and_waiting_time() {
    let train = train();
    let stream = data(&train.board, &["value-stream"]);
    assert_eq!(fields(&stream, ["days", "since"]), [json!(30), json!("2026-01-02")]);
    // Lead: sign_in 8, crash 52, manual 1 hours. Touch: 6, 3, 1. Waiting: 2, 49, 0.
    let told =
        |time: &str| fields(&stream["all"][time], ["average_secs", "p50_secs", "p85_secs", "most_secs"]);
    assert_eq!(told("lead_time"), [73_200, 8 * HOUR, 52 * HOUR, 52 * HOUR]);
    assert_eq!(told("touch_time"), [12_000, 3 * HOUR, 6 * HOUR, 6 * HOUR]);
    assert_eq!(told("waiting_time"), [61_200, 2 * HOUR, 49 * HOUR, 49 * HOUR]);
    let classes = &stream["lead_time_histogram"];
    assert_eq!(column(classes, "name"), ["30m–1h", "1h–2h", "2h–4h", "4h–8h", "8h–1d", "1d–2d", "2d–4d"]);
    assert_eq!(column(classes, "count"), [1, 0, 0, 1, 0, 0, 1]);
    // 10 of 61 hours.
    assert_eq!(stream["all"]["process_efficiency"], 16.4);
    assert_eq!(fields(&stream["steps"], ["ready", "blocked", "in_hand", "completed"]), [1, 2, 1, 3]);
    assert_eq!(column(&stream["by_work_type"], "name"), ["bug", "docs", "feature"]);
    // 3 of 52, 1 of 1, 6 of 8 hours.
    assert_eq!(column(&stream["by_work_type"], "process_efficiency"), [5.8, 100.0, 75.0]);
    assert_eq!(column(&stream["by_team"], "name"), ["red", "blue"]);
    let out = train.board.ok(&["vsm"]).out();
    assert!(out.contains("Total Lead Time: 20h 20m on average; half within 8h, 85% within 2d 4h"), "{out}");
    // Half of 17 hours beside 3 hours 20: 11 hours 50, and 3:20 of it is 28.2 %.
    assert!(out.contains("Lead time with half the waiting: 11h 50m instead of 20h 20m\n"), "{out}");
    assert!(out.contains("Process efficiency then: 28.2%\n"), "{out}");
}

#[test]
fn the_days_that_were_asked_for() {
    let train = train();
    let completed =
        |days: &str| data(&train.board, &["value-stream", "--days", days])["all"]["completions"].clone();
    assert_eq!(completed("1"), 0);
    assert_eq!(completed("2"), 1, "the manual, on the 30th");
    assert_eq!(completed("3"), 2);
    assert_eq!(completed("5"), 3);
    for days in ["0", "367"] {
        refusal(3, "INVALID_VALUE", &["--days"]).of(&train.board, &["value-stream", "--days", days]);
    }
    refusal(2, "USAGE", &["--days"]).of(&train.board, &["value-stream", "--days", "week"]);
}

#[test]
fn where_time_would_be_won() {
    let mut board = unnamed();
    // Three bugs wait 1, 2 and 3 hours; three chores are done at once; two features wait long, but are too few.
    for (kind, waits) in [("bug", &[1, 2, 3][..]), ("chore", &[0, 0, 0]), ("feature", &[9, 9])] {
        for hours in waits {
            let id = at(&mut board, (30, 1), "ada", &format!("add {kind} x"));
            at(&mut board, (30, 1 + hours), "ada", &format!("claim --id {id}"));
            at(&mut board, (30, 2 + hours), "ada", &format!("complete {id}"));
        }
    }
    board.set_clock("2026-01-31T12:00:00Z");
    let found = &data(&board, &["value-stream"])["opportunities"];
    let expected = json!([{ "work_type": "bug", "waiting_secs": 2 * HOUR, "lead_secs": 3 * HOUR,
        "process_efficiency": 33.3, "completions": 3, "total_waiting_secs": 6 * HOUR }]);
    assert_eq!(*found, expected);
    let out = board.ok(&["value-stream"]).out();
    let line = "bug: waits 2h of 3h on average (33.3% efficient, 3 completed); 6h of waiting in all";
    assert!(out.contains(line), "{out}");
}

#[test]
fn clocks_out_of_order_are_counted_apart() {
    let board = unnamed();
    let item = |id: &str, claimed: &str, completed: &str| {
        json!({ "work_item_id": id, "agent_id": "a", "work_type": "bug", "status": "completed", "team": "red",
            "claimed_at": claimed, "completed_at": completed, "result": "success" })
    };
    let items = json!([
        item("good", "2026-01-30T10:00:00Z", "2026-01-30T11:00:00Z"),
        item("back", "2026-01-30T12:00:00Z", "2026-01-30T11:00:00Z"),
        item("odd", "one day", "2026-01-30T11:00:00Z"),
        item("never", "2026-01-30T10:00:00Z", "some day"),
    ]);
    write(&board, "work_claims.json", &items.to_string());
    let all = data(&board, &["value-stream"])["all"].clone();
    let counts = fields(&all, ["completions", "out_of_order", "untimed"]);
    assert_eq!((counts[0].clone(), counts[1].clone()), (json!(3), json!(1)), "{all}");
    assert_eq!(fields(&all["lead_time"], ["least_secs", "most_secs"]), [json!(HOUR), json!(HOUR)], "{all}");
    let out = board.ok(&["value-stream"]).out();
    assert!(out.contains("1 completion is in no time: its clocks contradict each other."), "{out}");
    for (name, ..) in super::CEREMONIES {
        board.ok(&[name]);
    }
}

#[test]
fn a_sprint_beside_the_one_before() {
    let mut train = train();
    let seen = data(&train.board, &["retrospective"]);
    let names = ["completions", "points", "success_rate"];
    assert_eq!(fields(&seen["this_sprint"], names), [json!(3), json!(6), json!(66.7)]);
    assert_eq!(fields(&seen["last_sprint"], names), [json!(0), json!(0), json!(null)]);
    assert_eq!(seen["last_sprint_start"], "2026-01-12");
    assert_eq!(column(&seen["done"], "work_item_id"), [train.manual.as_str(), &train.sign_in]);
    let blue = data(&train.board, &["retrospective", "blue"]);
    assert_eq!(fields(&blue["this_sprint"], names), [json!(1), json!(0), json!(0.0)]);
    // A sprint later.
    train.board.set_clock("2026-02-09T00:00:00Z");
    let later = data(&train.board, &["retrospective"]);
    assert_eq!(fields(&later["last_sprint"], names), fields(&seen["this_sprint"], names));
    assert_eq!(later["this_sprint"]["completions"], 0);
}

#[test]
fn what_went_into_the_archive_still_counts() {
    let train = train();
    let [before, epics] =
        [&["inspect-adapt"][..], &["portfolio-kanban"]].map(|line| data(&train.board, line));
    let line = ["optimize"];
    crate::scene::run_with(&train.board, &[("OPTIMIZATION_THRESHOLD", "0")], &line).ok();
    assert!(train.board.items().iter().all(|item| item["status"] != "completed"));
    let after = data(&train.board, &["inspect-adapt"]);
    for part in ["objectives", "sprints", "metrics"] {
        assert_eq!(after[part], before[part], "{part}");
    }
    assert_eq!(after["problems"]["by_work_type"], before["problems"]["by_work_type"]);
    assert_eq!(data(&train.board, &["portfolio-kanban"])["items"], epics["items"]);
    let stream = data(&train.board, &["value-stream"]);
    assert_eq!(stream["all"]["lead_time"]["average_secs"], 73_200);
}
