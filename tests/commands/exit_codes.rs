//! The exit-code table, row by row: from 0 to 6.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown, symlink};

use crate::refusal::refusal;
use crate::scene::{FIRST, everything, scene, shell, unnamed, with_a_claim, write};
use crate::support::{Board, is_root, skip};

#[test]
fn code_0_done() {
    let board = with_a_claim();
    board.ok(&["progress", FIRST, "50"]);
    board.ok(&["complete", FIRST]);
}

#[test]
fn code_1_a_state_file_that_does_not_parse() {
    let board = with_a_claim();
    write(&board, "work_claims.json", "[\n  {\"work_item_id\": }\n]\n");
    let broken = refusal(1, "BROKEN_STATE", &["work_claims.json does not parse", "line 2", "column"]);
    for line in [
        vec!["claim", "feature", "More"],
        vec!["progress", FIRST, "50"],
        vec!["complete", FIRST],
        vec!["list-work"],
        vec!["show", FIRST],
    ] {
        broken.of(&board, &line);
    }
}

#[test]
fn code_1_each_kind_of_broken_array() {
    for text in ["", "{}", "null", "[1]", "[{}", "[]x", "\u{feff}[]", "[{\"work_item_id\":\"a\"},]"] {
        let board = scene();
        write(&board, "work_claims.json", text);
        let outcome = board.run(&["claim", "feature", "x"]);
        // An empty file is what the script left when it broke: nothing tells it from a lost board.
        assert_eq!(outcome.code, Some(1), "{text:?}: {outcome}");
        assert_eq!(fs::read_to_string(board.path("work_claims.json")).unwrap(), text);
    }
}

#[test]
fn code_1_no_board_yet() {
    let no_board = refusal(1, "NO_BOARD", &["Work claims file not found"]);
    for line in [["progress", FIRST, "50"], ["complete", FIRST, "success"]] {
        let board = scene();
        no_board.of(&board, &line);
        assert!(!board.dir().exists(), "{line:?} made a board");
        let outcome = board.run(&line);
        assert!(outcome.err().starts_with("❌ ERROR: Work claims file not found"), "{outcome}");
    }
}

#[test]
fn code_1_no_work_id() {
    let board = with_a_claim();
    let no_id = refusal(1, "NO_WORK_ID", &["No work item ID"]);
    for line in [vec!["complete"], vec!["complete", ""], vec!["progress"], vec!["progress", "", "50"]] {
        no_id.of(&board, &line);
    }
}

#[test]
fn code_2_wrong_usage() {
    let board = with_a_claim();
    for (line, says) in [
        (vec!["claim"], "WORK_TYPE"),
        (vec!["claim", "feature"], "DESCRIPTION"),
        (vec!["claim", "a", "b", "c", "d", "e"], "e"),
        (vec!["progress", FIRST], "percent"),
        (vec!["complete", FIRST, "success", "5", "more"], "more"),
        (vec!["register-agent", "--nonsense"], "--nonsense"),
        (vec!["show"], "ID"),
        (vec!["audit", "repair"], "repair"),
        (vec!["shim", "paint"], "paint"),
        (vec!["completions", "tcsh"], "tcsh"),
        (vec!["man", "nonsense"], "nonsense"),
        (vec!["schema", "nonsense"], "nonsense"),
        (vec!["history", "--limit"], "--limit"),
        (vec!["compleet", FIRST], "unknown command \"compleet\"; did you mean `coord complete`?"),
    ] {
        refusal(2, "USAGE", &[says]).of(&board, &line);
    }
    let unnamed = unnamed();
    refusal(2, "USAGE", &["agent id"]).of(&unnamed, &["heartbeat"]);
}

#[test]
fn code_3_an_invalid_value() {
    let board = with_a_claim();
    let long = "x".repeat((1 << 16) + 1);
    for (line, says) in [
        (vec!["claim", "", "Add login"], "work type"),
        (vec!["claim", "feature", "x", "--lease", "soon"], "--lease: \"soon\""),
        (vec!["claim", "feature", "x", "--lease", "0s"], "--lease"),
        (vec!["claim", "feature", "x", "--lock-timeout", "ages"], "--lock-timeout: \"ages\""),
        (vec!["claim", "feature", "x", "--request-id", ""], "--request-id"),
        (vec!["progress", FIRST, "half"], "half"),
        (vec!["progress", FIRST, "101"], "101"),
        (vec!["progress", FIRST, "-1"], "-1"),
        (vec!["progress", FIRST, "nan"], "nan"),
        (vec!["progress", FIRST, "50", "completed"], "complete"),
        (vec!["progress", &long, "50"], "work id"),
        (vec!["complete", FIRST, "success", "-5"], "-5"),
        (vec!["complete", FIRST, "success", "many"], "many"),
        (vec!["register", "agent_9", "team", "101"], "101"),
        (vec!["register", "agent_9", "team", "-1"], "-1"),
        (vec!["register-agent", "--agent-id", "a", "--capacity", "lots"], "lots"),
        (vec!["history", "--limit", "0"], "--limit"),
    ] {
        refusal(3, "INVALID_VALUE", &[says]).of(&board, &line);
    }
}

#[test]
fn code_3_an_invalid_variable_is_named() {
    let board = with_a_claim();
    for (variable, value) in [
        ("WORK_CLAIM_TIMEOUT", "soon"),
        ("MAX_CONCURRENT_WORK", "many"),
        ("COORD_LOCK_TIMEOUT", "ages"),
        ("OPTIMIZATION_THRESHOLD", "-1"),
    ] {
        refusal(3, "INVALID_VALUE", &[variable, value])
            .with(variable, value)
            .of(&board, &["claim", "a", "b"]);
    }
    let long = "a".repeat(2_000);
    refusal(3, "INVALID_VALUE", &["AGENT_ID"]).with("AGENT_ID", &long).of(&board, &["claim", "a", "b"]);
    refusal(3, "INVALID_VALUE", &["AGENT_CAPACITY", "200"])
        .with("AGENT_CAPACITY", "200")
        .of(&board, &["claim", "a", "b"]);
}

#[test]
fn code_3_a_broken_setting_is_named_with_its_file() {
    let board = with_a_claim();
    for text in ["strict = 7\n", "no_such_key = 1\n", "lease = \"soon\"\n", "= broken"] {
        write(&board, "config.toml", text);
        let outcome = board.run(&["claim", "feature", "x"]);
        assert_eq!(outcome.code, Some(3), "{text:?}: {outcome}");
        assert!(outcome.err().contains("config.toml"), "{outcome}");
    }
}

#[test]
fn code_4_a_file_that_is_not_there() {
    let board = scene();
    let bin = board.home().join("bin");
    fs::create_dir(&bin).unwrap();
    let line = ["shim", "remove", bin.to_str().unwrap()];
    refusal(4, "FILE_NOT_FOUND", &["coordination_helper.sh"]).of(&board, &line);
}

#[test]
fn code_5_a_directory_that_everybody_may_write() {
    let board = with_a_claim();
    fs::set_permissions(board.dir(), fs::Permissions::from_mode(0o777)).unwrap();
    refusal(5, "PERMISSION_DENIED", &["may be written by everybody"]).of(&board, &["claim", "a", "b"]);
}

#[test]
fn code_5_a_link_in_place_of_a_file_or_of_the_directory() {
    let board = with_a_claim();
    let elsewhere = Board::in_dir(&board.home().join("link")).by("agent_7");
    symlink(board.dir(), elsewhere.dir()).unwrap();
    refusal(5, "PERMISSION_DENIED", &["link"]).of(&elsewhere, &["claim", "a", "b"]);
    fs::rename(board.path("work_claims.json"), board.home().join("victim")).unwrap();
    symlink(board.home().join("victim"), board.path("work_claims.json")).unwrap();
    refusal(5, "PERMISSION_DENIED", &["symbolic link"]).of(&board, &["claim", "a", "b"]);
}

#[test]
fn code_5_a_directory_of_somebody_else() {
    let board = with_a_claim();
    if is_root() {
        chown(board.dir(), Some(12_345), None).unwrap();
        refusal(5, "PERMISSION_DENIED", &["belongs to another user"]).of(&board, &["claim", "a", "b"]);
        return;
    }
    skip("making a directory of somebody else needs root; one that cannot be read is tried");
    fs::set_permissions(board.dir(), fs::Permissions::from_mode(0o000)).unwrap();
    let outcome = board.run(&["claim", "a", "b"]);
    fs::set_permissions(board.dir(), fs::Permissions::from_mode(0o700)).unwrap();
    outcome.fails_with(5);
}

#[test]
fn code_6_an_answer_that_cannot_be_written() {
    let board = scene();
    let outcome = shell(&board, r#""$coord" claim feature x > /dev/full"#).fails_with(6);
    assert!(outcome.err().contains("stdout"), "{outcome}");
    assert_eq!(board.items().len(), 1, "the work itself was done, and the message says so: {outcome}");
    assert!(outcome.err().contains("did its work"), "{outcome}");
}

#[test]
fn code_6_a_closed_pipe_is_no_failure() {
    let board = with_a_claim();
    let outcome = shell(&board, r#"{ "$coord" help; echo "code $?" >&2; } | true"#);
    assert_eq!(outcome.err(), "code 0\n", "{outcome}");
}

#[test]
fn code_6_a_file_that_may_not_grow() {
    let board = with_a_claim();
    let before = everything(&board);
    // The outputs are files too: through a pipe they are not limited.
    let script = r#"(trap '' XFSZ; ulimit -f 0; "$coord" claim feature x; echo "code $?") 2>&1 | cat"#;
    let outcome = shell(&board, script).ok();
    assert!(outcome.out().starts_with("❌ ERROR: ") && outcome.out().contains("file too large"), "{outcome}");
    assert!(outcome.out().contains("   → ") && outcome.out().ends_with("\ncode 6\n"), "{outcome}");
    assert_eq!(everything(&board), before, "{outcome}");
    // Without the trap the system would end the command with a signal, unless it asks not to.
    let outcome = shell(&board, "ulimit -f 0; exec \"$coord\" claim feature x");
    assert_eq!((outcome.code, outcome.out()), (Some(6), String::new()), "{outcome}");
    assert_eq!(everything(&board), before, "{outcome}");
    board.ok(&["progress", FIRST, "50"]);
    assert_eq!(board.items().len(), 1);
}
