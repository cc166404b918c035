//! The flags of every command: `-q`, `-v`, `--reason`, `--color`, and where they may stand.

use std::fs;

use crate::scene::{FIRST, SECOND, read, run_with, scene, with_a_claim};

#[test]
fn quiet_prints_the_id_alone() {
    let board = scene();
    for (line, printed) in [
        (vec!["claim", "feature", "x", "-q"], FIRST),
        (vec!["-q", "claim", "feature", "y"], SECOND),
        (vec!["progress", FIRST, "50", "--quiet"], FIRST),
        (vec!["complete", FIRST, "-q"], FIRST),
        (vec!["register", "agent_9", "-q"], "agent_9"),
        (vec!["heartbeat", "-q"], "agent_7"),
        (vec!["show", SECOND, "-q"], SECOND),
    ] {
        let outcome = board.ok(&line);
        assert_eq!((outcome.out(), outcome.err()), (format!("{printed}\n"), String::new()), "{line:?}");
    }
}

#[test]
fn flags_may_stand_before_behind_and_between() {
    let board = scene();
    board.ok(&["--json", "claim", "feature", "x"]).json();
    board.ok(&["claim", "--json", "feature", "x"]).json();
    board.ok(&["claim", "feature", "x", "--json"]).json();
    board.ok(&["claim", "feature", "--lock-timeout", "5s", "x", "--json"]).json();
}

#[test]
fn a_description_that_is_missing_is_not_a_flag() {
    let board = scene();
    let outcome = board.run(&["claim", "feature", "--json"]);
    assert_eq!(outcome.code, Some(2), "{outcome}");
    assert_eq!(outcome.json()["error"]["code"], "USAGE");
    assert!(!board.dir().exists());
}

#[test]
fn the_reason_is_kept_in_the_journal() {
    let board = scene();
    let reason = "because \"it\" is\n-needed";
    board.ok(&["claim", "feature", "x", "--reason", reason]);
    let journal = read(&board.path(".store/journal/00000001.jsonl"));
    let records: Vec<serde_json::Value> =
        journal.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records.last().unwrap()["reason"], reason);
    assert_eq!(board.ok(&["history", "--json"]).json()["data"]["items"][1]["reason"], reason);
    board.ok(&["progress", FIRST, "5", "--reason", "-hyphen"]);
    assert!(board.ok(&["history"]).out().contains("(-hyphen)"));
}

#[test]
fn logs_go_to_stderr_and_only_when_asked_for() {
    let board = with_a_claim();
    // Something to tell: the span file cannot be written.
    fs::remove_file(board.path("telemetry_spans.jsonl")).unwrap();
    fs::create_dir(board.path("telemetry_spans.jsonl")).unwrap();
    let silent = board.ok(&["progress", FIRST, "10"]);
    assert_eq!(silent.err(), "", "{silent}");
    for (line, variables) in [
        (vec!["progress", FIRST, "10", "-v"], vec![]),
        (vec!["progress", FIRST, "10", "-vv"], vec![]),
        (vec!["progress", FIRST, "10"], vec![("COORD_LOG", "warn")]),
    ] {
        let told = run_with(&board, &variables, &line).ok();
        assert_eq!(told.out(), silent.out());
        assert!(told.err().contains("telemetry_spans.jsonl"), "{told}");
    }
}

#[test]
fn logs_leave_the_one_document_alone() {
    let board = with_a_claim();
    let outcome = board.ok(&["progress", FIRST, "10", "--json", "-vvv"]);
    assert_eq!(outcome.json()["ok"], true);
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let board = with_a_claim();
    let is_coloured = |variables: &[(&str, &str)], flags: &[&str]| {
        let line: Vec<&str> = ["list-work"].iter().chain(flags).copied().collect();
        run_with(&board, variables, &line).ok().out().contains('\u{1b}')
    };
    assert!(!is_coloured(&[], &[]));
    assert!(is_coloured(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!is_coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]));
    assert!(is_coloured(&[], &["--color", "always"]));
    assert!(!is_coloured(&[("CLICOLOR_FORCE", "1")], &["--color", "never"]));
    assert!(!is_coloured(&[("CLICOLOR_FORCE", "1"), ("TERM", "dumb")], &["--color", "auto", "--json"]));
}

#[test]
fn colours_of_errors_obey_too() {
    let board = scene();
    let line = ["complete", "work_404"];
    let plain = run_with(&board, &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], &line);
    assert!(!plain.err().contains('\u{1b}'), "{plain}");
}

#[test]
fn the_version_is_told() {
    let board = scene();
    for flag in ["--version", "-V"] {
        assert_eq!(board.ok(&[flag]).out(), format!("coord {}\n", env!("CARGO_PKG_VERSION")));
    }
}
