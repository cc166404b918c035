//! The ceremonies: every figure worked out by hand from one week of two teams, and what they say where there is nothing.

mod figures;
mod flow;
mod nothing;
mod words;

use serde_json::Value;

use crate::scene::{run_with, unnamed, write};
use crate::support::Board;

/// Every ceremony, with its aliases, and what must stand on its page.
const CEREMONIES: [(&str, &[&str], &[&str]); 11] = [
    (
        "pi-planning",
        &[],
        &["STARTING PI PLANNING SESSION", "PI OBJECTIVES", "Business Value", "TEAM CAPACITY PLANNING"],
    ),
    ("scrum-of-scrums", &[], &["SCRUM OF SCRUMS COORDINATION", "TEAM UPDATES", "ART METRICS"]),
    (
        "innovation-planning",
        &["ip"],
        &[
            "INNOVATION AND PLANNING (IP) ITERATION",
            "ART: AI Self-Sustaining Agile Release Train",
            "INNOVATION TIME",
            "Technical Debt",
            "PLANNING ACTIVITIES",
            "INNOVATION BACKLOG ITEMS",
        ],
    ),
    (
        "system-demo",
        &[],
        &[
            "SYSTEM DEMO - INTEGRATED SOLUTION",
            "PI INCREMENT OBJECTIVES ACHIEVED",
            "FEATURES DEMONSTRATED",
            "Nanosecond-precision agent coordination",
            "ART METRICS SUMMARY",
            "PI Velocity: ",
        ],
    ),
    (
        "inspect-adapt",
        &["ia"],
        &[
            "INSPECT AND ADAPT (I&A) WORKSHOP",
            "PI RESULTS AND METRICS",
            "Business Value Delivered",
            "PROBLEM-SOLVING WORKSHOP",
            "Root cause analysis",
            "IMPROVEMENT BACKLOG ITEMS",
        ],
    ),
    (
        "art-sync",
        &[],
        &[
            "ART SYNC - ALIGNMENT ACROSS TEAMS",
            "PROGRAM RISKS AND DEPENDENCIES",
            "HIGH RISK",
            "CROSS-TEAM DEPENDENCIES",
            "ART HEALTH METRICS",
            "Sprint Goal Achievement",
        ],
    ),
    (
        "portfolio-kanban",
        &[],
        &[
            "PORTFOLIO KANBAN - EPIC FLOW",
            "PORTFOLIO VISION: Autonomous AI Development Ecosystem",
            "FUNNEL",
            "ANALYZING",
            "PORTFOLIO BACKLOG",
            "IMPLEMENTING",
            "DONE",
        ],
    ),
    (
        "coach-training",
        &[],
        &[
            "SCRUM AT SCALE COACH TRAINING",
            "TRAINING PROGRAM",
            "Release Train Engineer",
            "LEARNING OBJECTIVES",
            "PRACTICAL EXERCISES",
            "COACHING COMPETENCY AREAS",
        ],
    ),
    (
        "value-stream",
        &["vsm"],
        &[
            "VALUE STREAM MAPPING - END-TO-END FLOW",
            "VALUE STREAM: From Concept to Production Deployment",
            "CURRENT STATE MAP",
            "CURRENT STATE METRICS",
            "Total Lead Time",
            "Process Efficiency",
            "FUTURE STATE VISION",
            "IMPROVEMENT OPPORTUNITIES",
        ],
    ),
    ("daily-standup", &[], &["DAILY STANDUP"]),
    ("retrospective", &[], &["RETROSPECTIVE"]),
];

/// Two teams, three objectives, three epics and two risks.
const CONFIG: &str = r#"
[[teams]]
name = "red"
capacity = 20
[[teams]]
name = "blue"
capacity = 10
[[objectives]]
name = "Login"
business_value = 20
team = "red"
[[objectives]]
name = "Speed"
business_value = 10
team = "blue"
[[objectives]]
name = "Dark mode"
business_value = 5
committed = false
[[epics]]
name = "Accounts"
id = "E1"
business_value = 40
[[epics]]
name = "Ideas"
[[epics]]
name = "Old"
stage = "done"
[[risks]]
title = "The vendor may leave"
level = "high"
owner = "pat"
team = "red"
status = "owned"
mitigation = "a second source"
[[risks]]
title = "Gone"
level = "low"
status = "resolved"
"#;

/// The items of [`train`], by the letters of its story.
struct Train {
    board: Board,
    a: String,
    b: String,
    c: String,
    d: String,
    e: String,
    f: String,
    g: String,
    h: String,
}

/// Runs a command of an agent at that time of January 2026; fails the test unless it ends with 0. Gives the id it names.
#[track_caller]
fn at(board: &mut Board, day_and_hour: (u32, u32), agent: &str, line: &[&str]) -> String {
    let (day, hour) = day_and_hour;
    board.set_clock(&format!("2026-01-{day:02}T{hour:02}:00:00Z"));
    run_with(board, &[("AGENT_ID", agent)], line).ok().work_id()
}

/// A week of two teams, seen on Saturday, 2026-01-31, at noon: day 6 of the second sprint (from 2026-01-26), of six that
/// start in the quarter. The last working day is Friday, the 30th.
///
/// - An epic with the key E1: no work of its own.
/// - A, red, 5 points, a part of it: added on the 27th at 8, taken by ada at 10, done at 16.
/// - B, red, 3 points, a part of it: added with it, taken by ada on the 30th at 10, and in hand at noon of the 31st.
/// - C, blue, 2 points: added with it, in bob's hands on the 28th from 9 to 10 and on the 29th from 10 to 12; it failed.
/// - D, blue, 8 points: added on the 30th at 9, due that evening, in the queue.
/// - E, red, 4 points: waits for D.
/// - F, red: claimed by cyd on the 30th at 15, done at 16, for 1 point.
/// - G, red, 1 point: blocked.
/// - H, blue: failed too often.
fn train() -> Train {
    let mut board = unnamed();
    write(&board, "config.toml", CONFIG);
    board.set_clock("2026-01-27T07:00:00Z");
    for (agent, team, role) in
        [("ada", "red", "scrum_master"), ("bob", "blue", "testing"), ("cyd", "red", "rust")]
    {
        board.ok(&["register", agent, team, "100", role]);
    }
    let epic =
        at(&mut board, (27, 7), "ada", &["add", "epic", "Accounts of users", "medium", "red", "--key", "E1"]);
    let login = ["--meta", "objective=Login", "--parent", &epic];
    let line = |text, points, value| {
        [vec!["add", "feature", text, "medium", "red", "--points", points, "--value", value], login.to_vec()]
            .concat()
    };
    let a = at(&mut board, (27, 8), "ada", &line("Sign in", "5", "8"));
    let b = at(&mut board, (27, 8), "ada", &line("Sign out", "3", "4"));
    let speed =
        ["add", "bug", "Crash", "high", "blue", "--points", "2", "--value", "6", "--meta", "objective=Speed"];
    let c = at(&mut board, (27, 8), "bob", &speed);
    at(&mut board, (27, 10), "ada", &["claim", "--id", &a, "--lease", "1d"]);
    at(&mut board, (27, 16), "ada", &["complete", &a, "success", "5"]);
    at(&mut board, (28, 9), "bob", &["claim", "--id", &c, "--lease", "1d"]);
    at(&mut board, (28, 10), "bob", &["release", &c]);
    at(&mut board, (29, 10), "bob", &["claim", "--id", &c, "--lease", "1d"]);
    at(&mut board, (29, 12), "bob", &["complete", &c, "failed", "0"]);
    let due = [
        "add",
        "feature",
        "Interface",
        "medium",
        "blue",
        "--points",
        "8",
        "--deadline",
        "2026-01-30T18:00:00Z",
    ];
    let d = at(&mut board, (30, 9), "bob", &due);
    let e = at(
        &mut board,
        (30, 9),
        "ada",
        &["add", "feature", "Screen", "medium", "red", "--points", "4", "--after", &d],
    );
    let g = at(&mut board, (30, 9), "ada", &["add", "chore", "Tidy up", "medium", "red", "--points", "1"]);
    let h =
        at(&mut board, (30, 9), "bob", &["add", "spike", "Try it", "medium", "blue", "--max-attempts", "1"]);
    at(&mut board, (30, 10), "ada", &["claim", "--id", &b, "--lease", "3d"]);
    at(&mut board, (30, 11), "ada", &["block", &g, "no access"]);
    at(&mut board, (30, 12), "bob", &["claim", "--id", &h]);
    at(&mut board, (30, 13), "bob", &["fail", &h, "no disk"]);
    let f = at(&mut board, (30, 15), "cyd", &["claim", "docs", "Manual", "medium", "red"]);
    at(&mut board, (30, 16), "cyd", &["complete", &f, "success", "1"]);
    at(&mut board, (31, 12), "ada", &["progress", &b, "50"]);
    Train { board, a, b, c, d, e, f, g, h }
}

/// What a ceremony answers with `--json`, as its schema says.
#[track_caller]
fn data(board: &Board, line: &[&str]) -> Value {
    let line: Vec<&str> = line.iter().copied().chain(["--json"]).collect();
    let data = board.ok(&line).json()["data"].clone();
    let schemas: Value = serde_json::from_slice(&board.ok(&["schema", line[0]]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schemas[line[0]]["report"]).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(&data).map(|fault| format!("{fault} at {}", fault.instance_path)).collect();
    assert!(faults.is_empty(), "{line:?}: {faults:#?}");
    data
}

/// One field of each element of a list.
#[track_caller]
fn column(list: &Value, field: &str) -> Vec<Value> {
    list.as_array().unwrap().iter().map(|element| element[field].clone()).collect()
}

/// Some fields of an object, in this order.
fn fields<const N: usize>(object: &Value, names: [&str; N]) -> [Value; N] {
    names.map(|name| object[name].clone())
}
