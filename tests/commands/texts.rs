//! Every text that people see, pinned.

use insta::assert_snapshot;

use crate::scene::{FIRST, SECOND, run_with, scene, unnamed, with_a_claim, without_places, write};
use crate::support::{Board, Outcome};

/// Commands with a help page of their own that is pinned here.
const HELP: [&str; 19] = [
    "claim",
    "progress",
    "complete",
    "list-work",
    "list-work-fast",
    "show",
    "history",
    "register",
    "register-agent",
    "heartbeat",
    "generate-id",
    "init",
    "optimize",
    "audit",
    "doctor",
    "shim",
    "schema",
    "completions",
    "man",
];

/// Exit code, stdout and stderr of an outcome, without the place of the test.
fn told(board: &Board, outcome: &Outcome) -> String {
    let code = outcome.code.unwrap_or(-1);
    let text = format!("exit {code}\n--- stdout\n{}--- stderr\n{}", outcome.out(), outcome.err());
    without_places(board, &text)
}

/// What each of `lines` says, one after the other, on one board.
fn scroll(board: &Board, lines: &[&[&str]]) -> String {
    let tell = |line: &&[&str]| format!("$ coord {}\n{}", line.join(" "), told(board, &board.run(line)));
    lines.iter().map(tell).collect::<Vec<_>>().join("\n")
}

#[test]
fn overview() {
    assert_snapshot!(scene().ok(&["help"]).out());
}

#[test]
fn help_of_each_command() {
    let board = scene();
    for name in HELP {
        assert_snapshot!(format!("help_{}", name.replace('-', "_")), board.ok(&["help", name]).out());
    }
}

#[test]
fn life_of_an_item() {
    let board = scene();
    let lines: [&[&str]; 9] = [
        &["claim", "feature", "Add login", "high", "backend_team"],
        &["progress", FIRST, "50"],
        &["progress", FIRST, "75.5", "testing"],
        &["show", FIRST],
        &["complete", FIRST, "success", "8"],
        &["complete", FIRST, "success", "8"],
        &["complete", FIRST, "failed"],
        &["show", FIRST],
        &["history"],
    ];
    assert_snapshot!(scroll(&board, &lines));
}

#[test]
fn agents() {
    let board = with_a_claim();
    let lines: [&[&str]; 6] = [
        &["register", "agent_9", "backend_team", "80", "rust"],
        &["register", "60", "idle", "testing"],
        &["register-agent", "agent_3", "tester", "quality_team"],
        &["heartbeat"],
        &["heartbeat", "agent_9"],
        &["register", "agent_9", "--new"],
    ];
    assert_snapshot!(scroll(&board, &lines));
}

#[test]
fn lists() {
    let board = with_a_claim();
    board.ok(&["claim", "bug", "Fix the crash", "critical", "platform_team"]);
    write(
        &board,
        "work_claims_fast.jsonl",
        "{\"work_item_id\":\"work_17\",\"agent_id\":null,\"work_type\":\"\",\"status\":\"pending\"}\n",
    );
    let lines: [&[&str]; 5] = [
        &["list-work"],
        &["list-work-fast"],
        &["list-work", "platform_team"],
        &["list-work-fast", "nobody"],
        &["show", "work_17"],
    ];
    assert_snapshot!(scroll(&board, &lines));
}

#[test]
fn an_empty_board() {
    let board = scene();
    let lines: [&[&str]; 8] = [
        &["list-work"],
        &["list-work-fast"],
        &["history"],
        &["optimize"],
        &["doctor"],
        &["audit", "verify"],
        &["progress", FIRST, "50"],
        &["heartbeat"],
    ];
    assert_snapshot!(scroll(&board, &lines));
}

#[test]
fn upkeep() {
    let board = with_a_claim();
    board.ok(&["claim", "bug", "Second"]);
    board.ok(&["complete", FIRST, "done", "8"]);
    let lines: [&[&str]; 5] = [&["optimize"], &["init"], &["init"], &["doctor"], &["audit", "verify"]];
    let first = scroll(&board, &lines);
    let archived = told(&board, &run_with(&board, &[("OPTIMIZATION_THRESHOLD", "0")], &["optimize"]));
    assert_snapshot!(format!("{first}\n$ OPTIMIZATION_THRESHOLD=0 coord optimize\n{archived}"));
}

#[test]
fn a_broken_board() {
    let board = with_a_claim();
    write(&board, "work_claims.json", "[\n  {\"work_item_id\": }\n]\n");
    write(&board, ".store/tmp/left_behind", "");
    let lines: [&[&str]; 5] =
        [&["claim", "feature", "x"], &["list-work"], &["doctor"], &["doctor", "--fix"], &["doctor"]];
    assert_snapshot!(scroll(&board, &lines));
}

#[test]
fn shim() {
    let board = scene();
    let lines: [&[&str]; 4] = [
        &["shim", "install", "bin"],
        &["shim", "install", "bin"],
        &["shim", "remove", "bin"],
        &["shim", "remove", "bin"],
    ];
    let first = scroll(&board, &lines);
    std::fs::write(board.home().join("bin/coordination_helper.sh"), "#!/bin/sh\n").unwrap();
    let lines: [&[&str]; 3] =
        [&["shim", "remove", "bin"], &["shim", "install", "bin"], &["shim", "remove", "bin"]];
    assert_snapshot!(format!("{first}\n# a script is there\n{}", scroll(&board, &lines)));
}

#[test]
fn wrong_usage() {
    let board = with_a_claim();
    let lines: [&[&str]; 14] = [
        &["clam"],
        &["claim"],
        &["claim", "feature"],
        &["claim", "feature", "x", "--nonsense"],
        &["claim", "feature", "x", "--lease", "soon"],
        &["claim", "", "x"],
        &["progress"],
        &["progress", FIRST],
        &["progress", FIRST, "half"],
        &["complete", FIRST, "success", "-5"],
        &["register", "agent_9", "team", "101"],
        &["completions", "tcsh"],
        &["history", "--limit", "x"],
        &["claude-dashboard"],
    ];
    assert_snapshot!(scroll(&board, &lines));
}

#[test]
fn refusals() {
    let board = with_a_claim();
    let other = [("AGENT_ID", "agent_8")];
    let mut text =
        scroll(&board, &[&["progress", "work_404", "5"], &["show", "work_404"], &["heartbeat", "agent_9"]]);
    for (variables, line) in [
        (&other[..], &["progress", FIRST, "5"][..]),
        (&other[..], &["complete", FIRST, "--json"][..]),
        (&[("MAX_CONCURRENT_WORK", "1")][..], &["claim", "feature", "x"][..]),
        (&[("WORK_CLAIM_TIMEOUT", "soon")][..], &["claim", "feature", "x"][..]),
    ] {
        let told = told(&board, &run_with(&board, variables, line));
        text.push_str(&format!("\n$ {variables:?} coord {}\n{told}", line.join(" ")));
    }
    assert_snapshot!(text);
}

#[test]
fn other_formats() {
    let board = unnamed();
    let lines: [&[&str]; 5] = [
        &["claim", "feature", "Add login", "--shell"],
        &["claim", "feature", "Add login", "-q"],
        &["register", "agent_9", "it's a team", "--shell"],
        &["heartbeat", "agent_9", "--json"],
        &["progress", SECOND, "5", "-q"],
    ];
    assert_snapshot!(scroll(&board, &lines));
}

#[test]
fn colours() {
    let board = with_a_claim();
    let lines: [&[&str]; 3] = [
        &["list-work", "--color", "always"],
        &["doctor", "--color", "always"],
        &["complete", "x", "--color", "always"],
    ];
    assert_snapshot!(scroll(&board, &lines).replace('\u{1b}', "␛"));
}
