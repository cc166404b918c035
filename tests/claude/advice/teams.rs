//! `claude-team-analysis`: loads and moves by hand.

use serde_json::{Value, json};

use super::{TRACE, add, assert_lines, board, data, each, kept};
use crate::support::{Board, NOON, write_sample};

const COMMAND: &str = "claude-team-analysis";
const FILE: &str = "claude_team_analysis.json";

/// Of 12 points red has 6 with one agent, blue 3 with two, and grey 3 with nobody there.
fn teams() -> (Board, [String; 4]) {
    let mut board = board();
    board.set_clock("2026-01-30T12:00:00Z");
    board.ok(&["register", "dan", "grey"]);
    board.set_clock(NOON);
    for (agent, team) in [("ada", "red"), ("bob", "blue"), ("cat", "blue")] {
        board.ok(&["register", agent, team]);
    }
    let item = |team: &str, points: &[&str]| {
        let line: Vec<&str> = ["bug", "Work", "medium", team].iter().chain(points).copied().collect();
        add(&board, &line)
    };
    let ids = [
        item("red", &["--points", "5"]),
        item("red", &[]),
        item("blue", &["--points", "3"]),
        item("grey", &["--points", "3"]),
    ];
    (board, ids)
}

#[test]
fn loads_and_moves_by_hand() {
    let (board, [_, small, _, grey]) = teams();
    let told = data(&board, &[COMMAND]);
    assert_eq!(each(&told, "team"), ["grey", "red", "blue"]);
    assert_eq!(each(&told, "standing"), ["unattended", "overloaded", "room"]);
    // (6/12) / (1/3) and (3/12) / (2/3)
    assert_eq!(each(&told, "load_percent"), [&Value::Null, &json!(150), &json!(37.5)]);
    let red = &told["items"][1];
    assert_eq!(
        ["open", "pending", "points", "agents", "present", "capacity_percent"].map(|field| &red[field]),
        [2, 2, 6, 1, 1, 100].map(|count| json!(count)).iter().collect::<Vec<_>>()[..]
    );
    // blue may have 8 of 12: the 3 of grey, then of red the 1; the 5 would be too much.
    let reason = [
        "nobody with capacity is there for grey, and blue has 38 % of its share",
        "red has 150 % of its share, and blue has 75 % of its share",
    ];
    assert_eq!(
        told["moves"],
        json!([
            {"kind": "item", "id": grey, "from_team": "grey", "to_team": "blue", "reason": reason[0]},
            {"kind": "item", "id": small, "from_team": "red", "to_team": "blue", "reason": reason[1]},
        ])
    );
    // Points of 3 of 4 items, teams of 4 of 4, signs of 3 of 4 agents: (75 + 100 + 75) / 3
    assert_eq!((&told["confidence"], &told["source"]), (&json!(83), &json!("computed")));
    assert_eq!(kept(&board, FILE), told);
}

#[test]
fn the_line_of_the_contract_and_all_names() {
    let (board, [.., grey]) = teams();
    for name in [COMMAND, "claude-team", "claude-suggest-teams", "claude-teams"] {
        let lines = [
            &format!("🔍 Trace ID: {TRACE}"),
            "👥 Claude Intelligence: Nobody with capacity is there for grey; too much is with red (150 % of its share); room is with blue",
            "  red: overloaded (150 %) - 2 open (6 points), 1 of 1 agents there",
            "🔀 SHOULD MOVE: 2",
            &format!("  item {grey}: grey → blue - nobody with capacity is there for grey"),
            "🎯 Analysis Confidence: 83%",
        ];
        assert_lines(&board.ok(&[name]), &lines);
    }
}

#[test]
fn one_team_is_told_alone() {
    let (board, [_, small, ..]) = teams();
    let told = data(&board, &[COMMAND, "red"]);
    assert_eq!((each(&told, "team"), &told["team"]), (vec![&json!("red")], &json!("red")));
    assert_eq!(told["moves"].as_array().unwrap().len(), 1);
    assert_eq!(told["moves"][0]["id"], small);
    let unknown = data(&board, &[COMMAND, "green"]);
    assert_eq!(unknown["items"], json!([]));
    assert!(unknown["summary"].as_str().unwrap().starts_with("No data yet: green"), "{unknown}");
}

#[test]
fn boards_of_every_sort() {
    let empty = board();
    let told = data(&empty, &[COMMAND]);
    assert_eq!((&told["confidence"], &told["items"], &told["moves"]), (&Value::Null, &json!([]), &json!([])));
    assert_lines(
        &empty.ok(&[COMMAND]),
        &["👥 Claude Intelligence: No data yet", "🎯 Analysis Confidence: no data yet"],
    );
    let sample = board();
    write_sample(sample.dir(), 60);
    let told = data(&sample, &[COMMAND]);
    assert_eq!(each(&told, "standing"), ["unattended"; 3]);
    // No item has points, each has a team, nobody gives a sign: (0 + 100 + 0) / 3
    assert_eq!(told["confidence"], 33);
    sample.run(&[COMMAND, "--no-fallback"]).fails_with(20);
}
