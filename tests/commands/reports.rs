//! `reports`: figures worked out by hand, in every form.

use std::fs;

use coord::commands::operations::reports::Reports;
use serde_json::{Value, json};

use crate::scene::{on_a_terminal, read, run_with, unnamed, widest, write};
use crate::support::{Board, NOON, write_sample};

/// A day of two agents, in minutes of the morning:
///
/// | item | team | points | created | held | completed |
/// |---|---|---|---|---|---|
/// | 1 bug | red | 3 | 6:00 | ada 6:10–6:30 | 6:30 success |
/// | 2 docs | blue | 5 | 6:00 | bob 7:00–7:30, ada 9:00–9:30 | 9:30 success |
/// | 3 bug | red | 2 | 8:00 | bob 8:00–8:20 | 8:20 failed |
/// | 4 bug | red | 8 | 8:00 | bob 10:00– | |
/// | 5 bug | red | 1 | 8:00 | | |
fn morning() -> Board {
    let mut board = unnamed();
    let mut at = |time: &str, agent: &str, line: &[&str]| {
        board.set_clock(&format!("2026-01-31T{time}:00Z"));
        run_with(&board, &[("AGENT_ID", agent)], line).ok().out()
    };
    at("06:00", "ada", &["add", "bug", "one", "high", "red", "--points", "3", "--key", "1"]);
    at("06:00", "ada", &["add", "docs", "two", "high", "blue", "--points", "5", "--key", "2"]);
    at("06:10", "ada", &["next", "--team", "red"]);
    at("06:30", "ada", &["complete", &item("06:00", 0), "success", "3"]);
    at("07:00", "bob", &["claim", "--id", &item("06:00", 1)]);
    at("07:15", "bob", &["progress", &item("06:00", 1), "50"]);
    at("07:30", "bob", &["release", &item("06:00", 1)]);
    for key in ["3", "4", "5"] {
        let points = ["2", "8", "1"][key.parse::<usize>().unwrap() - 3];
        at("08:00", "ada", &["add", "bug", "more", "low", "red", "--points", points, "--key", key]);
    }
    at("08:00", "bob", &["claim", "--id", &item("08:00", 0)]);
    at("08:20", "bob", &["complete", &item("08:00", 0), "failed", "2"]);
    at("09:00", "ada", &["claim", "--id", &item("06:00", 1)]);
    at("09:30", "ada", &["complete", &item("06:00", 1), "success", "5"]);
    at("10:00", "bob", &["claim", "--id", &item("08:00", 1)]);
    board.set_clock(NOON);
    board
}

/// The id of the item that was made at that time, counted from 0.
fn item(time: &str, number: u64) -> String {
    let (hours, minutes) = time.split_once(':').unwrap();
    let secs = 1_769_817_600 + hours.parse::<u64>().unwrap() * 3_600 + minutes.parse::<u64>().unwrap() * 60;
    format!("work_{}", secs * 1_000_000_000 + number)
}

fn data(board: &Board, line: &[&str]) -> Value {
    let line: Vec<&str> = line.iter().copied().chain(["--json"]).collect();
    board.ok(&line).json()["data"].clone()
}

/// The numbers of a spread: count, then seconds on average, p50, p85, p95 and longest.
fn spread(told: &Value) -> [i64; 6] {
    ["count", "average_secs", "p50_secs", "p85_secs", "p95_secs", "most_secs"]
        .map(|field| told[field].as_i64().unwrap())
}

fn counts(groups: &Value, field: &str) -> Vec<(String, Value)> {
    let groups = groups.as_array().unwrap();
    groups.iter().map(|group| (group["name"].as_str().unwrap().to_owned(), group[field].clone())).collect()
}

#[test]
fn the_figures_of_a_morning() {
    let told = data(&morning(), &["reports"]);
    let total = &told["total"];
    assert_eq!(
        (&total["completions"], &total["succeeded"], &total["points"]),
        (&json!(3), &json!(2), &json!(10))
    );
    assert_eq!(total["success_rate"], 66.7);
    // Lead times of 30, 210 and 20 minutes; held for 20, 30 + 30 and 20 of them.
    assert_eq!(spread(&total["lead_time"]), [3, 5_200, 1_800, 12_600, 12_600, 12_600]);
    assert_eq!(spread(&total["touch_time"]), [3, 2_000, 1_200, 3_600, 3_600, 3_600]);
    assert_eq!(spread(&total["waiting_time"]), [3, 3_200, 600, 9_000, 9_000, 9_000]);
    assert_eq!(total["process_efficiency"], 38.5, "100 of 260 minutes");
    assert_eq!((&total["untimed"], &total["out_of_order"]), (&json!(0), &json!(0)));
    let pair = |name: &str, value: Value| (name.to_owned(), value);
    assert_eq!(counts(&told["by_team"], "completions"), [pair("red", json!(2)), pair("blue", json!(1))]);
    assert_eq!(counts(&told["by_agent"], "points"), [pair("ada", json!(8)), pair("bob", json!(2))]);
    let kinds = counts(&told["by_work_type"], "success_rate");
    assert_eq!(kinds, [pair("bug", json!(50.0)), pair("docs", json!(100.0))]);
    assert_eq!(told["open"], json!({ "pending": 1, "held": 1, "points": 9 }));
    assert_eq!(told["workload"], json!([{ "agent_id": "bob", "held": 1, "points": 8 }]));
    let operations: Vec<_> = counts(&told["operations"], "count");
    assert!(operations.starts_with(&[pair("add", json!(5)), pair("claim", json!(5))]), "{operations:?}");
}

#[test]
fn charts_have_the_same_figures() {
    let told = data(&morning(), &["reports"]);
    let steps = told["series"].as_array().unwrap();
    assert_eq!((&told["unit"], steps.len()), (&json!("hour"), 25));
    let busy: Vec<_> = steps.iter().filter(|step| step["completions"] != 0).collect();
    let expected = [("2026-01-31T06:00:00Z", 3), ("2026-01-31T08:00:00Z", 2), ("2026-01-31T09:00:00Z", 5)];
    let expected =
        expected.map(|(start, points)| json!({ "start": start, "completions": 1, "points": points }));
    assert_eq!(busy, expected.iter().collect::<Vec<_>>());
    let buckets = counts(&told["lead_time_histogram"], "count");
    let expected = [("15m–30m", 2), ("30m–1h", 0), ("1h–2h", 0), ("2h–4h", 1)];
    assert_eq!(buckets, expected.map(|(name, count)| (name.to_owned(), json!(count))));
    // The sprint began on the 26th; nothing was there then, and all work came today.
    let sprint = &told["sprint"];
    assert_eq!((&sprint["start"], &sprint["end"]), (&json!("2026-01-26"), &json!("2026-02-08")));
    let burndown = &sprint["burndown"];
    assert_eq!((&burndown["start"], &burndown["added"]), (&json!(0), &json!(19)));
    let left: Vec<_> =
        burndown["days"].as_array().unwrap().iter().map(|day| day["remaining"].clone()).collect();
    assert_eq!(left[4..7], [json!(0), json!(9), Value::Null]);
}

#[test]
fn the_forecast_is_of_the_days_before_today() {
    let mut board = morning();
    assert_eq!(data(&board, &["reports"])["forecast"], Value::Null, "nothing was completed before today");
    board.set_clock("2026-02-01T12:00:00Z");
    let told = data(&board, &["reports", "--since", "all"]);
    // One past day with three completions; two items are open.
    let expected = json!({ "remaining": 2, "past_days": 1, "p50_days": 1, "p85_days": 1, "p95_days": 1 });
    assert_eq!(told["forecast"], expected);
    assert_eq!((&told["from"], &told["total"]["completions"]), (&Value::Null, &json!(3)));
}

#[test]
fn only_what_is_asked_for_counts() {
    let board = morning();
    let completions = |line: &[&str]| data(&board, line)["total"]["completions"].clone();
    assert_eq!(completions(&["reports", "--since", "4h"]), 2);
    assert_eq!(completions(&["reports", "--since", "2026-01-31T09:30:00Z"]), 1);
    assert_eq!(completions(&["reports", "--since", "2h"]), 0);
    assert_eq!(completions(&["reports", "--team", "red"]), 2);
    assert_eq!(completions(&["reports", "--team", "red", "--agent", "ada"]), 1);
    assert_eq!(completions(&["reports", "--team", "", "--agent", ""]), 3);
    let unknown = board.run(&["reports", "--team", "rad"]).fails_with(3);
    assert!(
        unknown.err().contains("there is no team \"rad\"") && unknown.err().contains("did you mean red?")
    );
    let bobs = data(&board, &["reports", "--agent", "bob"]);
    assert_eq!((&bobs["open"]["held"], &bobs["open"]["pending"]), (&json!(1), &json!(0)));
    for wrong in ["soon", "2026-02-01", "-1h"] {
        let outcome = board.run(&["reports", &format!("--since={wrong}")]);
        outcome.fails_with(3);
    }
    board.run(&["reports", "--csv", "--markdown"]).fails_with(2);
}

#[test]
fn a_board_without_data_says_so() {
    let board = unnamed();
    let text = board.ok(&["reports"]).out();
    assert_eq!(text.matches("no data yet").count() + text.matches("No data yet").count(), 11, "{text}");
    assert!(!text.contains("0 %") && !text.contains("NaN"), "{text}");
    let told = data(&board, &["reports"]);
    for field in ["success_rate", "lead_time", "touch_time", "waiting_time", "process_efficiency"] {
        assert_eq!(told["total"][field], Value::Null, "{field}");
    }
    assert_eq!((&told["forecast"], &told["sprint"]["burndown"]), (&Value::Null, &Value::Null));
    assert!(!board.dir().exists(), "a report writes nothing");
}

#[test]
fn a_board_of_the_script_is_told_by_its_stamps() {
    let board = unnamed();
    write_sample(board.dir(), 60);
    let log = board.log();
    let told = data(&board, &["reports", "--since", "all"]);
    assert_eq!(told["total"]["completions"].as_u64().unwrap(), log.len() as u64);
    let timed: Vec<i64> = board
        .items()
        .iter()
        .filter(|item| item["status"] == "completed")
        .filter_map(|item| {
            let secs = |field: &str| {
                coord::domain::instant_of(item[field].as_str()?).map(coord::domain::Instant::unix)
            };
            Some(secs("completed_at")? - secs("claimed_at")?)
        })
        .collect();
    assert!(!timed.is_empty());
    assert_eq!(told["total"]["lead_time"]["count"].as_u64().unwrap(), timed.len() as u64);
    assert_eq!(told["total"]["lead_time"]["most_secs"], *timed.iter().max().unwrap());
}

#[test]
fn clocks_out_of_order_are_counted_apart() {
    let mut board = unnamed();
    board.set_clock("2026-01-31T10:00:00Z");
    let id = board.claim("early");
    board.set_clock("2026-01-31T09:00:00Z");
    board.ok(&["complete", &id, "success", "1"]);
    board.set_clock(NOON);
    let total = data(&board, &["reports"])["total"].clone();
    assert_eq!((&total["completions"], &total["out_of_order"]), (&json!(1), &json!(1)));
    assert_eq!(total["lead_time"], Value::Null);
    assert!(board.ok(&["reports"]).out().contains("a clock was wrong"));
}

#[test]
fn a_completion_whose_time_cannot_be_read_is_told() {
    let board = unnamed();
    let log = json!([{ "work_item_id": "w", "completed_at": "yesterday", "result": "success" }]);
    write(&board, "coordination_log.json", &log.to_string());
    let told = data(&board, &["reports", "--since", "all"]);
    assert_eq!((&told["unreadable"], &told["total"]["completions"]), (&json!(1), &json!(0)));
    assert!(board.ok(&["reports"]).out().contains("In no figure: 1 item"));
}

/// A team whose name is markup, a formula and a line of its own.
const HOSTILE: &str = "=1+1|<script>alert(1)</script>\n| [x](y) \u{1b}[2J";

fn hostile() -> Board {
    let board = unnamed();
    let id = board.ok(&["claim", "bug", "x", "high", HOSTILE]).work_id();
    board.ok(&["complete", &id, "success", "1"]);
    board
}

#[test]
fn markdown_is_for_a_wiki_whatever_the_names_are() {
    let text = hostile().ok(&["reports", "--markdown"]).out();
    assert!(text.starts_with("# 📊 FLOW REPORT\n"), "{text}");
    assert!(text.contains("| AVERAGE |") || text.contains("AVERAGE"), "{text}");
    assert!(!text.contains("<script>") && !text.contains('\u{1b}'), "{text}");
    let row = text.lines().find(|line| line.contains("alert")).unwrap();
    assert_eq!(row.replace("\\|", "").matches('|').count(), 8, "{row}");
}

#[test]
fn rows_are_for_a_spreadsheet_whatever_the_names_are() {
    let board = morning();
    let text = board.ok(&["reports", "--csv"]).out();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let named = |row: usize, column: &str| {
        let place = rows[0].iter().position(|name| *name == column).unwrap();
        rows[row][place]
    };
    assert_eq!(rows.len(), 1 + 1 + 2 + 2 + 2);
    assert_eq!(
        (named(1, "scope"), named(1, "completions"), named(1, "lead_time_p50_secs")),
        ("total", "3", "1800")
    );
    assert_eq!((named(2, "name"), named(2, "success_rate_percent")), ("red", "50"));
    let hostile = hostile().ok(&["reports", "--csv"]).out();
    assert_eq!(hostile.lines().count(), 5, "{hostile}");
    assert!(hostile.contains("\nteam,'=1+1|<script>"), "{hostile}");
    assert!(!hostile.contains('\u{1b}'));
}

#[test]
fn the_page_of_the_web_is_one_file() {
    let board = hostile();
    let told = data(&board, &["reports", "--html", "report.html"]);
    let path = board.home().join("report.html");
    assert_eq!(told["written"], path.canonicalize().unwrap().to_str().unwrap());
    let page = read(&path);
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    assert_eq!(page.matches("<svg").count(), 3, "velocity, burndown, lead times");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    for word in ["<script", "http:", "https:", "<link", "src=", "\u{1b}"] {
        assert!(!page.contains(word), "{word}");
    }
    assert_eq!(board.ok(&["reports", "--html", "-"]).out(), page);
    let names: Vec<_> = fs::read_dir(board.home()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "the board and the page, nothing half done: {names:?}");
    board.run(&["reports", "--html", "no/such/folder/report.html"]).fails_with(4);
    assert!(board.ok(&["reports", "--html", "report.html"]).out().contains("report.html"));
}

#[test]
fn charts_fit_the_terminal_and_keep_to_ascii_where_asked() {
    let board = morning();
    let request = |ascii: bool| Reports { since: "24h".to_owned(), ascii, ..Reports::default() };
    let text = on_a_terminal(&board, request(false));
    assert!(widest(&text) <= 80, "{text}");
    assert!(text.contains('█') && text.contains('┤'), "{text}");
    let ascii = on_a_terminal(&board, request(true));
    assert!(ascii.contains('#') && !ascii.contains(['█', '┤', '│', '·', '–']), "{ascii}");
}

#[test]
fn a_name_of_any_length_fits() {
    let board = unnamed();
    let long = "x".repeat(5_000);
    let id = board.ok(&["claim", &long, "x", "high", &long]).work_id();
    board.ok(&["complete", &id]);
    write(&board, "unrelated.txt", "");
    assert!(widest(&on_a_terminal(&board, Reports { since: "all".to_owned(), ..Reports::default() })) <= 80);
}

#[test]
fn a_page_is_not_written_over_what_is_no_plain_file_or_belongs_to_the_board() {
    let board = morning();
    let link = board.home().join("link.html");
    std::os::unix::fs::symlink("elsewhere.html", &link).unwrap();
    let state = board.path("work_claims.json");
    let before = fs::read(&state).unwrap();
    for target in
        ["/dev/full", link.to_str().unwrap(), board.home().to_str().unwrap(), state.to_str().unwrap()]
    {
        board.run(&["reports", "--html", target]).fails_with(3);
    }
    assert_eq!(fs::read(&state).unwrap(), before);
    assert!(link.is_symlink());
    let metrics = board.path("board.prom");
    board.run(&["metrics", "--textfile", metrics.to_str().unwrap()]).fails_with(3);
}
