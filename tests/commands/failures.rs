//! Hostile arguments: they are data, or they are refused; they never break a line, a file or the program.

use serde_json::Value;

use crate::scene::{FIRST, scene, write};
use crate::support::Board;

/// Texts that broke the script, or that could break a terminal.
const HOSTILE: [&str; 14] = [
    "it's \"quoted\"",
    "two\nlines",
    "tab\tand\rreturn",
    "$(touch pwned) `touch pwned` ${HOME}",
    "back\\slash \\n \\u0041",
    "emoji 🚀 👩‍💻 é",
    "--fix the crash",
    "-5 degrees",
    "\u{1b}[31mred\u{1b}]52;c;eA==\u{7}",
    "bidi \u{202e}txt",
    "delete \u{7f} and \u{9b}31m",
    "null",
    "'; DROP TABLE work; --",
    " ",
];

#[test]
fn hostile_descriptions_and_results_come_back_exactly() {
    let board = scene();
    for text in HOSTILE {
        let id = board.ok(&["claim", "feature", text]).work_id();
        assert_eq!(board.item(&id)["description"], text);
        board.ok(&["complete", &id, text, "1"]);
        assert_eq!(board.item(&id)["result"], text);
        assert_eq!(board.log().last().unwrap()["result"], text);
    }
    assert!(!board.home().join("pwned").exists());
    board.assert_consistent();
}

#[test]
fn hostile_types_priorities_and_teams_come_back_exactly() {
    let board = scene();
    for text in HOSTILE.iter().filter(|text| !text.starts_with('-')) {
        let id = board.ok(&["claim", text, "x", text, text]).work_id();
        let item = board.item(&id);
        for field in ["work_type", "priority", "team"] {
            assert_eq!(item[field], *text, "{field}");
        }
    }
    board.assert_consistent();
}

#[test]
fn text_that_begins_with_a_hyphen_is_text_behind_two_hyphens() {
    let board = scene();
    board.ok(&["claim", "--", "-type", "--json", "-q", "--team"]);
    let item = board.item(FIRST);
    let words = ["work_type", "description", "priority", "team"].map(|field| item[field].clone());
    assert_eq!(words, ["-type", "--json", "-q", "--team"].map(Value::from));
}

#[test]
fn no_control_character_reaches_the_terminal() {
    let board = scene();
    for text in HOSTILE.iter().filter(|text| !text.starts_with('-')) {
        let id = board.ok(&["claim", text, text, text, text]).work_id();
        for line in [vec!["list-work"], vec!["list-work-fast"], vec!["show", &id], vec!["history"]] {
            assert_harmless(&board, &line);
        }
    }
    assert_harmless(&board, &["complete", "work\u{1b}[31m_9"]);
    assert_harmless(&board, &["list-work", "\u{1b}[31m"]);
    assert_harmless(&board, &["claim\u{1b}[31m"]);
    assert_harmless(&board, &["claim", "--le\u{1b}[31mase", "x"]);
}

#[track_caller]
fn assert_harmless(board: &Board, line: &[&str]) {
    let outcome = board.run(line);
    for text in [outcome.out(), outcome.err()] {
        let harmful = text.chars().find(|found| {
            found.is_control() && *found != '\n'
                || matches!(found, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert_eq!(harmful, None, "{outcome}");
    }
}

#[test]
fn a_newline_in_a_team_adds_no_line() {
    let board = scene();
    let outcome = board.ok(&["claim", "feature", "x", "high", "a\n✅ SUCCESS: Claimed work item work_1"]);
    assert_eq!(outcome.out().lines().count(), 4, "{outcome}");
}

#[test]
fn a_megabyte_is_taken_and_more_is_refused() {
    let board = scene();
    // An argument of the system has at most 128 KiB on most machines; the staging file of the script has no limit.
    let long = "x".repeat(100_000);
    let id = board.ok(&["claim", "feature", &long]).work_id();
    assert_eq!(board.item(&id)["description"], long);
    let longer = "y".repeat(2 << 20);
    write(
        &board,
        "work_claims_fast.jsonl",
        &format!("{{\"work_item_id\":\"long\",\"description\":\"{longer}\"}}\n"),
    );
    board.ok(&["claim", "feature", "x"]);
    assert_eq!(board.item("long")["description"], longer);
}

#[test]
fn arguments_that_are_no_text_are_refused() {
    use std::os::unix::ffi::OsStrExt as _;
    let board = scene();
    let wrong = std::ffi::OsStr::from_bytes(b"\xff\xfe");
    let outcome = board.run(&["claim".as_ref(), "feature".as_ref(), wrong]).without_panic();
    outcome.fails_with(2);
    assert!(!board.dir().exists());
}

#[test]
fn variables_that_are_no_text_are_left_alone() {
    use std::os::unix::ffi::OsStrExt as _;
    let board = scene();
    let mut command = board.command(&["claim", "feature", "x"]);
    command.env("AGENT_TEAM", std::ffi::OsStr::from_bytes(b"\xff"));
    crate::support::Running::start(&mut command).finish().without_panic();
}
