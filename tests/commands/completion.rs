//! Completions that know the board.

use crate::scene::{run_with, scene, shell, with_a_claim, write};
use crate::support::Board;

/// What fish is told may come next behind these words.
fn offered(board: &Board, words: &[&str]) -> String {
    let arguments = [&["--", "coord"][..], words].concat();
    let outcome = run_with(board, &[("COORD_COMPLETE", "fish")], &arguments);
    assert!(outcome.succeeded(), "{outcome}");
    outcome.out()
}

#[test]
fn open_work_is_offered_with_its_description_and_done_work_is_not() {
    let board = with_a_claim();
    let second = board.claim("Two\nlines \u{1b}[31m");
    board.ok(&["complete", &second]);
    let third = board.ok(&["-q", "add", "bug", "Fix $(it) \"now\"\nat once"]).out();
    for words in [&["progress", ""][..], &["complete", "work_17"], &["show", ""], &["claim", "--id", ""]] {
        let told = offered(&board, words);
        assert!(told.contains("work_1769860800000000000\tAdd login\n"), "{words:?}: {told}");
        assert!(
            told.contains(&format!("{}\tFix $(it) \"now\"\\nat once\n", third.trim())),
            "{words:?}: {told}"
        );
        assert!(!told.contains(&second), "{words:?}: {told}");
    }
}

#[test]
fn agents_teams_priorities_and_keys_are_offered() {
    let board = with_a_claim();
    board.ok(&["register", "bob", "night team"]);
    board.ok(&["register", "carol", "night_team"]);
    assert!(offered(&board, &["show-agent", ""]).contains("carol\tnight_team\n"));
    assert!(offered(&board, &["handoff", "work_1", "--to", ""]).contains("agent_7"));
    assert!(offered(&board, &["reports", "--agent", ""]).contains("carol\tnight_team\n"));
    let teams = offered(&board, &["list-work", ""]);
    assert!(teams.contains("platform_team\n") && teams.contains("night_team\n"), "{teams}");
    assert!(!teams.contains("night team"), "a word with a space cannot be typed as it is: {teams}");
    let priorities = offered(&board, &["claim", "bug", "x", ""]);
    assert!(priorities.contains("critical\n") && priorities.contains("low\n"), "{priorities}");
    let keys = offered(&board, &["config", "get", "arch"]);
    assert!(keys.contains("archive.keep_completed\tSo many completed items"), "{keys}");
    assert!(offered(&board, &["help", "cla"]).contains("claim\t"));
}

#[test]
fn the_directory_on_the_line_counts() {
    let (board, other) = (scene(), with_a_claim());
    let dir = other.dir().display().to_string();
    assert!(!offered(&board, &["show", ""]).contains("work_17"));
    assert!(offered(&board, &["--dir", &dir, "show", ""]).contains("work_1769860800000000000"));
    assert!(offered(&board, &["show", &format!("--dir={dir}"), ""]).contains("work_1769860800000000000"));
}

#[test]
fn a_broken_board_offers_nothing_without_a_word() {
    let board = scene();
    write(&board, "work_claims.json", "[{");
    let outcome = run_with(&board, &[("COORD_COMPLETE", "fish")], &["--", "coord", "progress", "wo"]);
    assert!(outcome.succeeded() && !outcome.out().contains("work_") && outcome.err().is_empty(), "{outcome}");
    run_with(&board, &[("COORD_COMPLETE", "tcsh")], &["--", "coord", ""]).fails_with(2);
}

#[test]
fn bash_completes_ids_by_what_the_command_prints() {
    let board = with_a_claim();
    let outcome = shell(
        &board,
        r#"PATH="$(dirname "$coord"):$PATH" COORDINATION_DIR="$board" bash -c '
            source <(coord completions bash --dynamic)
            COMP_WORDS=(coord progress work_17); COMP_CWORD=2; COMP_TYPE=9
            _clap_complete_coord coord work_17 progress; echo "${COMPREPLY[@]}"'"#,
    );
    assert_eq!(outcome.out().trim(), "work_1769860800000000000", "{outcome}");
}

#[test]
fn every_shell_of_the_dynamic_kind_has_a_registration_that_names_the_variable() {
    let board = scene();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = board.ok(&["completions", shell, "--dynamic"]).out();
        assert!(script.contains("COORD_COMPLETE"), "{shell}: {script}");
    }
}
