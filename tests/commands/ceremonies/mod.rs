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

/// The board of [`train`], and the items of its story.
struct Train {
    board: Board,
    sign_in: String,
    sign_out: String,
    interface: String,
    screen: String,
    manual: String,
    tidy_up: String,
    try_it: String,
}

/// Runs a command of an agent at that day and hour of January 2026; fails the test unless it ends with 0. Gives the id
/// that it names. No word of the line has a space in it.
#[track_caller]
fn at(board: &mut Board, (day, hour): (u32, u32), agent: &str, line: &str) -> String {
    board.set_clock(&format!("2026-01-{day:02}T{hour:02}:00:00Z"));
    let words: Vec<&str> = line.split(' ').collect();
    run_with(board, &[("AGENT_ID", agent)], &words).ok().work_id()
}

/// A week of two teams, seen on Saturday, 2026-01-31, at noon: day 6 of the second sprint (from 2026-01-26), of six that
/// start in the quarter. The last working day is Friday, the 30th.
///
/// - An epic with the key E1: no work of its own.
/// - `sign_in`, red, 5 points, a part of it: added on the 27th at 8, taken by ada at 10, done at 16.
/// - `sign_out`, red, 3 points, a part of it: added with it, taken by ada on the 30th at 10, and in hand at noon of the 31st.
/// - `crash`, blue, 2 points: added with it, in bob's hands on the 28th from 9 to 10 and on the 29th from 10 to 12; it failed.
/// - `interface`, blue, 8 points: added on the 30th at 9, due that evening, in the queue.
/// - `screen`, red, 4 points: waits for `interface`.
/// - `manual`, red: claimed by cyd on the 30th at 15, done at 16, for 1 point.
/// - `tidy_up`, red, 1 point: blocked.
/// - `try_it`, blue: failed too often.
fn train() -> Train {
    let mut board = unnamed();
    write(&board, "config.toml", CONFIG);
    board.set_clock("2026-01-27T07:00:00Z");
    for (agent, team, role) in
        [("ada", "red", "scrum_master"), ("bob", "blue", "testing"), ("cyd", "red", "rust")]
    {
        board.ok(&["register", agent, team, "100", role]);
    }
    let mut at = |time, agent, line: &str| at(&mut board, time, agent, line);
    let epic = at((27, 7), "ada", "add epic Everybody's-account medium red --key E1");
    let login = format!("--meta objective=Login --parent {epic}");
    let sign_in = at((27, 8), "ada", &format!("add feature Sign-in medium red --points 5 --value 8 {login}"));
    let sign_out =
        at((27, 8), "ada", &format!("add feature Sign-out medium red --points 3 --value 4 {login}"));
    let crash = at((27, 8), "bob", "add bug Crash high blue --points 2 --value 6 --meta objective=Speed");
    at((27, 10), "ada", &format!("claim --id {sign_in} --lease 1d"));
    at((27, 16), "ada", &format!("complete {sign_in} success 5"));
    at((28, 9), "bob", &format!("claim --id {crash} --lease 1d"));
    at((28, 10), "bob", &format!("release {crash}"));
    at((29, 10), "bob", &format!("claim --id {crash} --lease 1d"));
    at((29, 12), "bob", &format!("complete {crash} failed 0"));
    let due = "--deadline 2026-01-30T18:00:00Z";
    let interface = at((30, 9), "bob", &format!("add feature Interface medium blue --points 8 {due}"));
    let screen = at((30, 9), "ada", &format!("add feature Screen medium red --points 4 --after {interface}"));
    let tidy_up = at((30, 9), "ada", "add chore Tidy-up medium red --points 1");
    let try_it = at((30, 9), "bob", "add spike Try-it medium blue --max-attempts 1");
    at((30, 10), "ada", &format!("claim --id {sign_out} --lease 3d"));
    at((30, 11), "ada", &format!("block {tidy_up} no-access"));
    at((30, 12), "bob", &format!("claim --id {try_it}"));
    at((30, 13), "bob", &format!("fail {try_it} no-disk"));
    let manual = at((30, 15), "cyd", "claim docs Manual medium red");
    at((30, 16), "cyd", &format!("complete {manual} success 1"));
    at((31, 12), "ada", &format!("progress {sign_out} 50"));
    Train { board, sign_in, sign_out, interface, screen, manual, tidy_up, try_it }
}

/// What a ceremony answers with `--json`, as its schema says.
#[track_caller]
fn data(board: &Board, line: &[&str]) -> Value {
    let line: Vec<&str> = line.iter().copied().chain(["--json"]).collect();
    let data = board.ok(&line).json()["data"].clone();
    let schemas: Value = serde_json::from_slice(&board.ok(&["schema", line[0]]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schemas[line[0]]["report"]).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(&data).map(|fault| format!("{fault} at {}", fault.instance_path())).collect();
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
