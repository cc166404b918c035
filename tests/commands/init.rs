//! `init`: directory, settings, and a note for git.

use std::process::Command;

use crate::scene::{everything, read, scene, with_a_claim};
use crate::support::{Running, has};

#[test]
fn it_makes_the_directory_the_settings_and_the_note_for_git() {
    let board = scene();
    let outcome = board.ok(&["init"]);
    assert!(outcome.out().starts_with("✅ Made the board in "), "{outcome}");
    assert!(outcome.out().contains("config.toml") && outcome.out().contains(".gitignore"), "{outcome}");
    assert!(read(&board.path(".gitignore")).lines().any(|line| line == "*"));
    board.claim("x");
}

#[test]
fn every_key_of_the_settings_is_commented_and_can_be_taken_as_it_stands() {
    let board = scene();
    board.ok(&["init"]);
    let text = read(&board.path("config.toml"));
    assert!(text.lines().all(|line| line.is_empty() || line.starts_with('#')), "{text}");
    for key in [
        "strict",
        "legacy_lock",
        "shared",
        "lock_timeout",
        "lease",
        "stale_agent_timeout",
        "max_concurrent_work",
        "allow_network_fs",
        "checkpoint_records",
        "keep_days",
        "optimization_threshold",
        "enabled",
        "service_name",
        "deployment_environment",
        "[art]",
        "[pi]",
        "[sprint]",
        "[[teams]]",
        "[[events]]",
    ] {
        assert!(text.lines().any(|line| line.starts_with(&format!("#: {key}"))), "{key}");
    }
    let plain: String =
        text.lines().map(|line| format!("{}\n", line.strip_prefix("#: ").unwrap_or(line))).collect();
    crate::scene::write(&board, "config.toml", &plain);
    board.ok(&["claim", "feature", "with every default written out"]);
}

#[test]
fn twice_is_once() {
    let board = scene();
    board.ok(&["init"]);
    crate::scene::write(&board, "config.toml", "strict = true\n");
    let outcome = board.ok(&["init"]);
    assert!(outcome.out().contains("there already"), "{outcome}");
    assert_eq!(read(&board.path("config.toml")), "strict = true\n");
    let document = board.ok(&["init", "--json"]).json();
    assert_eq!(
        (&document["data"]["created"], &document["data"]["written"]),
        (&false.into(), &serde_json::json!([]))
    );
}

#[test]
fn a_board_that_is_in_use_gets_what_is_missing() {
    let board = with_a_claim();
    let before = board.state();
    let outcome = board.ok(&["init"]);
    assert!(outcome.out().contains("config.toml"), "{outcome}");
    assert_eq!(board.state(), before);
}

#[test]
fn a_tracked_board_leaves_its_files_to_git_and_keeps_lock_and_journal_away() {
    let board = scene();
    board.ok(&["init", "--tracked"]);
    let tracked = read(&board.path(".gitignore"));
    assert!(tracked.contains("\n.store/\n") && !tracked.contains("\n*\n"), "{tracked}");
    assert!(board.path("config.toml").exists());
}

#[test]
fn an_ignored_board_can_become_a_tracked_one_and_a_note_of_others_stays() {
    let board = scene();
    board.ok(&["init"]);
    board.ok(&["init", "--tracked"]);
    assert!(!read(&board.path(".gitignore")).contains("\n*\n"));
    std::fs::write(board.path(".gitignore"), "mine\n").unwrap();
    board.ok(&["init", "--tracked"]);
    assert_eq!(read(&board.path(".gitignore")), "mine\n");
}

#[test]
fn the_settings_can_be_printed_without_making_anything() {
    let board = scene();
    let printed = board.ok(&["init", "--print-config"]).out();
    assert!(!board.dir().exists());
    board.ok(&["init"]);
    assert_eq!(printed, read(&board.path("config.toml")));
    let before = everything(&board);
    board.ok(&["init", "--print-config"]);
    assert_eq!(before, everything(&board));
}

#[test]
fn git_does_not_see_the_board() {
    if !has(&["git"]) {
        return;
    }
    let board = scene();
    let git = |line: &[&str]| {
        let mut command = Command::new("git");
        board.surround(&mut command);
        Running::start(command.args(line)).finish().ok().out()
    };
    git(&["init", "-q"]);
    board.ok(&["init"]);
    board.claim("x");
    assert_eq!(git(&["status", "--porcelain"]), "");
}
