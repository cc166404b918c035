//! The figures, worked out by hand from the story of the train.

use serde_json::json;

use super::{column, data, fields, train};
use crate::scene::unnamed;

#[test]
fn objectives_and_their_value() {
    let train = train();
    let plan = data(&train.board, &["pi-planning"]);
    let objectives = &plan["objectives"]["items"];
    assert_eq!(column(objectives, "name"), ["Login", "Speed", "Dark mode"]);
    assert_eq!(column(objectives, "planned"), [20, 10, 5]);
    // sign_in brought 8; what failed brought nothing; nobody works on dark mode.
    assert_eq!(column(objectives, "delivered"), [json!(8), json!(0), json!(null)]);
    assert_eq!(column(objectives, "open"), [1, 0, 0]);
    assert_eq!(column(objectives, "completed"), [1, 0, 0]);
    assert_eq!(column(objectives, "failed"), [0, 1, 0]);
    // 8 of 20 + 10; the stretch was not promised.
    let all = json!({ "planned": 30, "delivered": 8, "percent": 26.7 });
    assert_eq!(plan["objectives"]["predictability"], all);
    let demo = data(&train.board, &["system-demo"]);
    assert_eq!(demo["achieved"], json!([]));
    assert_eq!(
        column(&demo["features"], "work_item_id"),
        [train.manual.as_str(), &train.sign_in],
        "newest first, no failure"
    );
}

#[test]
fn an_objective_is_achieved_when_its_value_is_there() {
    let mut train = train();
    super::at(&mut train.board, (31, 12), "ada", &format!("edit {} --value 12", train.sign_out));
    super::at(&mut train.board, (31, 12), "ada", &format!("complete {} success 3", train.sign_out));
    let demo = data(&train.board, &["system-demo"]);
    assert_eq!(demo["achieved"], json!(["Login"]), "8 and 12 are the 20 that were planned");
    assert!(train.board.ok(&["system-demo"]).out().contains("✅ Login"));
}

#[test]
fn capacity_and_commitment() {
    let train = train();
    let plan = data(&train.board, &["pi-planning"]);
    assert_eq!(column(&plan["teams"], "team"), ["red", "blue"]);
    assert_eq!(column(&plan["teams"], "agents"), [2, 1]);
    let names =
        ["completed", "open", "unestimated", "completed_points", "committed_points", "capacity", "load"];
    // Red: sign_in and manual done for 5 and 1; sign_out, screen and tidy_up open for 3, 4 and 1. 14 of 20.
    let red = [json!(2), json!(3), json!(0), json!(6), json!(14), json!(20), json!(70.0)];
    assert_eq!(fields(&plan["teams"][0]["sprint"], names), red);
    // Blue: crash done for nothing, interface open for 8; try_it is dead. 8 of 10.
    let blue = [json!(1), json!(1), json!(0), json!(0), json!(8), json!(10), json!(80.0)];
    assert_eq!(fields(&plan["teams"][1]["sprint"], names), blue);
    let all = [json!(3), json!(4), json!(0), json!(6), json!(22), json!(30), json!(73.3)];
    assert_eq!(fields(&plan["all_teams"], names), all);
    assert_eq!(plan["increment_capacity"], 180, "30 in each of six sprints");
}

#[test]
fn the_goal_of_the_sprint() {
    let train = train();
    let sync = data(&train.board, &["art-sync"]);
    let done = fields(&sync["metrics"]["sprint"], ["items_done", "points_done"]);
    assert_eq!(done, [json!(42.9), json!(27.3)], "3 of 7, 6 of 22");
    let out = train.board.ok(&["art-sync"]).out();
    let line = "Sprint Goal Achievement: 42.9% of the items (3 of 7), 27.3% of the points (6 of 22)\n";
    assert!(out.contains(line), "{out}");
    let metrics = fields(
        &sync["metrics"],
        ["in_hand", "pending", "blocked", "dead", "increment_completed", "increment_points", "success_rate"],
    );
    assert_eq!(metrics, [json!(1), json!(3), json!(2), json!(1), json!(3), json!(6), json!(66.7)]);
    train.board.ok(&["add", "bug", "Nobody knows how big", "low", "blue"]);
    let out = train.board.ok(&["art-sync"]).out();
    assert!(out.contains("37.5% of the items (3 of 8); no data yet by points: 1 open items"), "{out}");
}

#[test]
fn risks_of_the_train_and_of_the_board() {
    let train = train();
    let sync = data(&train.board, &["art-sync"]);
    let risks = &sync["risks"];
    assert_eq!(column(risks, "level"), ["high", "high", "high", "medium"]);
    let items = [json!(null), json!(train.interface), json!(train.try_it), json!(train.tidy_up)];
    assert_eq!(column(risks, "work_item_id"), items);
    let why = [
        json!(null),
        json!("overdue by 18h"),
        json!("failed too often: no-disk"),
        json!("blocked: no-access"),
    ];
    assert_eq!(column(risks, "why"), why);
    assert_eq!(fields(&risks[0], ["owner", "status", "team"]), ["pat", "owned", "red"]);
    assert_eq!(sync["resolved"], 1);
}

#[test]
fn dependencies_across_teams() {
    let train = train();
    let expected = json!([{ "team": "red", "work_item_id": train.screen, "description": "Screen", "needs_team": "blue",
        "needs_item": train.interface, "state": "waiting", "status": "pending" }]);
    for name in ["art-sync", "scrum-of-scrums"] {
        assert_eq!(data(&train.board, &[name])["dependencies"], expected);
    }
}

#[test]
fn teams_since_the_last_working_day() {
    let train = train();
    let scrum = data(&train.board, &["scrum-of-scrums"]);
    assert_eq!(column(&scrum["teams"], "team"), ["red", "blue"]);
    let [red, blue] = [&scrum["teams"][0], &scrum["teams"][1]];
    let counts = ["since", "done_count", "done_points", "ready"];
    assert_eq!(fields(red, counts), [json!("2026-01-30"), json!(1), json!(1), json!(0)]);
    assert_eq!(fields(blue, counts), [json!("2026-01-30"), json!(0), json!(0), json!(1)]);
    let ids = |team: &serde_json::Value, list: &str| column(&team[list], "work_item_id");
    assert_eq!(ids(red, "done"), [train.manual.as_str()]);
    assert_eq!(ids(red, "in_hand"), [train.sign_out.as_str()]);
    assert_eq!(ids(red, "blocked"), [train.screen.as_str(), &train.tidy_up]);
    assert_eq!(column(&red["blocked"], "hindrance")[1], "it is blocked: no-access");
    assert_eq!(ids(blue, "blocked"), [""; 0]);
    let standup = data(&train.board, &["daily-standup", "blue"]);
    assert_eq!(standup["team"], "blue");
    assert_eq!(standup["teams"], json!([blue]));
    assert_eq!(data(&train.board, &["daily-standup"])["teams"], scrum["teams"]);
    assert_eq!(data(&train.board, &["daily-standup", "all"])["team"], json!(null));
}

#[test]
fn the_day_after_the_weekend_looks_back_to_friday() {
    let mut train = train();
    for (now, since, done) in [
        ("2026-02-01T12:00:00Z", "2026-01-30", 1),
        ("2026-02-02T12:00:00Z", "2026-01-30", 1),
        ("2026-02-03T12:00:00Z", "2026-02-02", 0),
    ] {
        train.board.set_clock(now);
        let red = data(&train.board, &["daily-standup", "red"])["teams"][0].clone();
        assert_eq!(fields(&red, ["since", "done_count"]), [json!(since), json!(done)], "{now}");
    }
}

#[test]
fn the_burndown_of_the_sprint() {
    let train = train();
    let burndown = &data(&train.board, &["daily-standup"])["burndown"];
    // Nothing at the start. 5 + 3 + 2 came on the 27th, and 5 were done; 2 on the 29th; 8 + 4 + 1 + 1 came on the 30th,
    // and 1 was done. What is dead is not counted.
    assert_eq!(fields(burndown, ["unit", "start", "added"]), [json!("points"), json!(0), json!(24)]);
    let mut left = vec![json!(0), json!(5), json!(5), json!(3), json!(16), json!(16)];
    left.resize(14, json!(null));
    assert_eq!(column(&burndown["days"], "remaining"), left);
    assert_eq!(burndown["days"][0]["date"], "2026-01-26");
    let blue = &data(&train.board, &["daily-standup", "blue"])["burndown"];
    assert_eq!(column(&blue["days"], "remaining")[..6], [0, 2, 2, 0, 8, 8]);
}

#[test]
fn how_long_what_is_left_will_take() {
    let train = train();
    let outlook = &data(&train.board, &["pi-planning"])["outlook"];
    // From the first completion on: sign_in, nothing, crash, manual. Four items at three of four days: 4 of k days
    // succeed with 63.3 % for k = 5, 83.1 % for 6, 92.9 % for 7 and 97.3 % for 8.
    assert_eq!(fields(outlook, ["remaining", "past"]), [json!(4), json!([1, 0, 1, 1])]);
    let days = fields(&outlook["forecast"], ["p50_days", "p85_days", "p95_days", "past_days"]);
    assert_eq!(days, [5, 7, 8, 4]);
    let dates = fields(outlook, ["p50_date", "p85_date", "p95_date"]);
    assert_eq!(dates, ["2026-02-05", "2026-02-07", "2026-02-08"]);
    let blue = &data(&train.board, &["daily-standup", "blue"])["outlook"];
    assert_eq!(fields(blue, ["remaining", "past", "forecast"]), [json!(1), json!([1, 0]), json!(null)]);
}

#[test]
fn epics_by_stage() {
    let train = train();
    let epics = &data(&train.board, &["portfolio-kanban"])["items"];
    assert_eq!(column(epics, "name"), ["Accounts", "Ideas", "Old"]);
    assert_eq!(column(epics, "stage"), ["implementing", "funnel", "done"]);
    assert_eq!(column(epics, "stage_is_set"), [false, false, true]);
    let names = ["parts", "completed", "held", "points", "completed_points", "business_value", "percent"];
    // sign_in and sign_out: one done, one in hand; 5 of 8 points.
    let accounts = [json!(2), json!(1), json!(1), json!(8), json!(5), json!(40), json!(50.0)];
    assert_eq!(fields(&epics[0], names), accounts);
    assert_eq!(epics[1]["percent"], json!(null));
}

#[test]
fn innovation_and_debt() {
    let train = train();
    let plan = data(&train.board, &["innovation-planning"]);
    // The last sprint that starts in the quarter; 28 days of February and 23 of March.
    let when = fields(&plan, ["first_day", "last_day", "begins_in_days"]);
    assert_eq!(when, [json!("2026-03-23"), json!("2026-04-05"), json!(51)]);
    assert_eq!(column(&plan["teams"], "free"), [6, 2], "20 - 14 and 10 - 8");
    assert_eq!(column(&plan["debt"], "work_item_id"), [train.tidy_up.as_str()]);
    assert_eq!(fields(&plan, ["debt_points", "debt_share"]), [json!(1), json!(25.0)]);
    assert_eq!(plan["innovation"], json!([]), "the spike is dead");
    train.board.ok(&["add", "research", "Quantum"]);
    assert_eq!(data(&train.board, &["innovation-planning"])["innovation"][0]["description"], "Quantum");
}

#[test]
fn what_the_increment_brought_and_what_went_wrong() {
    let train = train();
    let seen = data(&train.board, &["inspect-adapt"]);
    assert_eq!(column(&seen["sprints"], "first_day"), ["2026-01-12", "2026-01-26"]);
    assert_eq!(column(&seen["sprints"], "completed"), [0, 3]);
    assert_eq!(column(&seen["sprints"], "points"), [0, 6]);
    let problems = &seen["problems"];
    let counts = fields(problems, ["completed", "failed", "success_rate", "leases_expired", "late_results"]);
    assert_eq!(counts, [json!(3), json!(1), json!(66.7), json!(0), json!(0)]);
    assert_eq!(problems["by_work_type"], json!([{ "work_type": "bug", "completed": 1, "failed": 1 }]));
    assert_eq!(column(&problems["dead"], "work_item_id"), [train.try_it.as_str()]);
    assert_eq!(column(&problems["dead"], "hindrance"), ["no-disk"]);
    assert_eq!(column(&problems["blocked"], "work_item_id"), [train.screen.as_str(), &train.tidy_up]);
    let out = train.board.ok(&["ia"]).out();
    assert!(out.contains("Business Value Delivered: 8 of 30 (26.7%)\n"), "{out}");
}

#[test]
fn lost_leases_and_late_results_belong_to_their_team() {
    let mut board = unnamed();
    let id = super::at(&mut board, (30, 9), "ada", "claim bug Slow medium red --lease 10m");
    super::at(&mut board, (30, 10), "bob", &format!("claim --id {id}"));
    let late = crate::scene::run_with(&board, &[("AGENT_ID", "ada")], &["complete", &id, "done"]);
    assert_eq!(late.code, Some(10), "{late}");
    let counts = |team: &str| {
        fields(&data(&board, &["retrospective", team])["problems"], ["leases_expired", "late_results"])
    };
    assert_eq!(counts("red"), [1, 1]);
    assert_eq!(counts("platform_team"), [0, 0]);
}

#[test]
fn who_can_coach() {
    let mut train = train();
    train.board.ok(&["register", "dee", "red", "100", "Release Train Engineer"]);
    train.board.ok(&["register", "eve", "red", "100", "coach"]);
    train.board.ok(&["remove-agent", "eve"]);
    train.board.set_clock("2026-01-31T12:00:01Z");
    let roles = data(&train.board, &["coach-training"])["roles"].clone();
    assert_eq!(column(&roles, "agents"), [json!(["dee"]), json!(["ada"]), json!([]), json!([])]);
}
