//! Help: the words that old callers look for, every command and alias, and what a wrong word gets.

use crate::scene::scene;

/// Every command and alias of the contract's table.
const CONTRACT: [&str; 54] = [
    "claim",
    "claim-fast",
    "claim-slow",
    "claim-intelligent",
    "claim-ai",
    "progress",
    "complete",
    "register",
    "register-agent",
    "generate-id",
    "list-work",
    "list-work-fast",
    "dashboard",
    "dashboard-fast",
    "optimize",
    "pi-planning",
    "scrum-of-scrums",
    "innovation-planning",
    "ip",
    "system-demo",
    "inspect-adapt",
    "ia",
    "art-sync",
    "portfolio-kanban",
    "coach-training",
    "value-stream",
    "vsm",
    "claude-analyze-priorities",
    "claude-priorities",
    "claude-optimize-assignments",
    "claude-optimize",
    "claude-health-analysis",
    "claude-health",
    "claude-analyze-health",
    "claude-team-analysis",
    "claude-team",
    "claude-suggest-teams",
    "claude-teams",
    "claude-recommend-work",
    "claude-recommend",
    "claude-dashboard",
    "intelligence",
    "claude-stream",
    "stream",
    "claude-pipe",
    "pipe",
    "claude-enhanced",
    "enhanced",
    "heartbeat",
    "help",
    "show",
    "history",
    "init",
    "doctor",
];

/// The commands whose help has every part.
const COMMANDS: [&str; 19] = [
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

fn overview() -> String {
    scene().ok(&["help"]).out()
}

#[test]
fn the_overview_is_there_by_every_way_in() {
    let board = scene();
    let expected = overview();
    for line in [vec![], vec!["--help"], vec!["-h"], vec!["help", "help"]] {
        let outcome = board.ok::<&str>(&line);
        assert_eq!(outcome.out(), expected, "{line:?}");
        assert_eq!(outcome.err(), "");
    }
    assert!(!board.dir().exists());
}

#[test]
fn it_has_the_words_of_the_contract() {
    let text = overview();
    for words in ["SCRUM AT SCALE AGENT COORDINATION HELPER", "Usage:", "Work Management Commands:"] {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn it_names_every_command_and_alias_as_a_word() {
    let text = overview();
    let words: Vec<&str> = text.split(|found: char| !found.is_ascii_alphanumeric() && found != '-').collect();
    let missing: Vec<&&str> = CONTRACT.iter().filter(|name| !words.contains(*name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn it_names_every_exit_code() {
    let text = overview().split_whitespace().collect::<Vec<_>>().join(" ");
    for (code, meaning) in coord::error::exit_codes() {
        assert!(text.contains(&format!(" {code} {meaning}")), "{code} {meaning}: {text}");
    }
}

#[test]
fn the_help_of_a_command_is_there_by_every_way_in() {
    let board = scene();
    for name in COMMANDS {
        let expected = board.ok(&["help", name]).out();
        assert!(expected.contains(&format!("Usage: coord {name}")), "{expected}");
        for line in [[name, "--help"], [name, "-h"], ["--help", name]] {
            assert_eq!(board.ok(&line).out(), expected, "{line:?}");
        }
    }
    assert_eq!(board.ok(&["help", "claim-slow"]).out(), board.ok(&["help", "claim"]).out());
}

#[test]
fn help_is_given_whatever_else_is_wrong_with_the_line() {
    let board = scene();
    assert_eq!(board.ok(&["claim", "--nonsense", "-h"]).out(), board.ok(&["help", "claim"]).out());
}

#[test]
fn help_has_no_marks_of_the_source_in_it() {
    let board = scene();
    for name in COMMANDS {
        let text = board.ok(&["help", name]).out();
        assert!(!text.contains('`'), "{name}: {text}");
    }
}

#[test]
fn an_unknown_command_gets_one_line_with_the_nearest_one() {
    let board = scene();
    for (typed, nearest) in [
        ("clam", "claim"),
        ("compleet", "complete"),
        ("list_work", "list-work"),
        ("progess", "progress"),
        ("dashbord", "dashboard"),
        ("regsiter", "register"),
        ("hlep", "help"),
        ("Claim", "claim"),
    ] {
        for line in [vec![typed], vec!["help", typed], vec![typed, "a", "b"]] {
            let outcome = board.run(&line).fails_with(2);
            assert_eq!(outcome.err().lines().count(), 1, "{outcome}");
            assert!(outcome.err().contains(&format!("`coord {nearest}`")), "{outcome}");
            assert_eq!(outcome.out(), "");
        }
    }
}

#[test]
fn help_in_json_is_one_document_too() {
    let board = scene();
    for line in [vec!["help", "--json"], vec!["--json"], vec!["claim", "--help", "--json"]] {
        let document = board.ok(&line).json();
        assert_eq!(document["ok"], true, "{line:?}");
    }
}
