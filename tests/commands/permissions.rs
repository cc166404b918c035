//! What may not be read or written: exit 5, a line that names it, and nothing changed.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, lchown};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::scene::{FIRST, everything, with_a_claim};
use crate::support::{Board, Outcome, Running, files_below, has, is_root, program};

/// Somebody who owns nothing on most machines.
const NOBODY: u32 = 65_534;

/// Runs `coord` on a board as a user whom modes mean something to; nothing where that cannot be done.
fn unprivileged(board: &Board, line: &[&str]) -> Option<Outcome> {
    if !is_root() {
        return Some(board.run(line));
    }
    if !has(&["setpriv"]) {
        return None;
    }
    let copy = give_away(board);
    let mut command = Command::new("setpriv");
    board.surround(&mut command);
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(copy).args(line);
    Some(Running::start(&mut command).finish())
}

/// Makes everything around the board belong to somebody else, and gives them the program.
fn give_away(board: &Board) -> PathBuf {
    let home = board.home();
    let copy = home.join("coord");
    if !copy.exists() {
        fs::copy(program(), &copy).unwrap();
    }
    for path in files_below(home).iter().map(PathBuf::as_path).chain([Path::new("")]) {
        lchown(home.join(path), Some(NOBODY), Some(NOBODY)).unwrap();
    }
    copy
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Fails the test unless `line` is refused while `path` has `mode`, and works again afterwards.
#[track_caller]
fn refused(board: &Board, path: &Path, mode: u32, line: &[&str]) {
    if is_root() {
        give_away(board);
    }
    let before = everything(board);
    let usual = fs::metadata(path).unwrap().permissions().mode() & 0o777;
    set_mode(path, mode);
    let outcome = unprivileged(board, line);
    set_mode(path, usual);
    let Some(outcome) = outcome else { return };
    assert_eq!((outcome.code, outcome.out()), (Some(5), String::new()), "{outcome}");
    assert!(outcome.complains() && outcome.err().contains("\n   → "), "{outcome}");
    let name = path.file_name().unwrap().to_str().unwrap();
    assert!(outcome.err().contains(name), "names {name}: {outcome}");
    assert_eq!(before, everything(board), "{outcome}");
    unprivileged(board, line).unwrap().ok();
}

const CLAIM: [&str; 3] = ["claim", "feature", "x"];

#[test]
fn code_5_a_directory_that_may_not_be_read() {
    let board = with_a_claim();
    refused(&board, board.dir(), 0o000, &CLAIM);
    refused(&board, board.dir(), 0o000, &["list-work"]);
    refused(&board, board.dir(), 0o300, &CLAIM);
}

#[test]
fn code_5_a_directory_that_may_not_be_written() {
    let board = with_a_claim();
    refused(&board, board.dir(), 0o500, &CLAIM);
    refused(&board, board.dir(), 0o500, &["progress", FIRST, "50"]);
    refused(&board, board.dir(), 0o500, &["complete", FIRST]);
}

#[test]
fn code_5_a_folder_of_the_store_that_may_not_be_written() {
    for folder in [".store/journal", ".store/tmp"] {
        let board = with_a_claim();
        refused(&board, &board.path(folder), 0o000, &["progress", FIRST, "50"]);
    }
}

#[test]
fn code_5_a_file_that_may_not_be_read() {
    for file in ["work_claims.json", "agent_status.json", ".store/lock", "config.toml"] {
        let board = with_a_claim();
        board.ok(&["init"]);
        refused(&board, &board.path(file), 0o000, &["progress", FIRST, "50"]);
    }
}

#[test]
fn code_5_a_place_where_no_board_may_be_made() {
    let board = with_a_claim();
    let closed = board.home().join("closed");
    fs::create_dir(&closed).unwrap();
    let new = closed.join("board");
    refused(&board, &closed, 0o500, &["claim", "feature", "x", "--dir", new.to_str().unwrap()]);
}

#[test]
fn who_may_only_read_may_look() {
    let board = with_a_claim();
    if is_root() {
        give_away(&board);
    }
    set_mode(board.dir(), 0o500);
    let looked = [vec!["list-work"], vec!["show", FIRST], vec!["history"], vec!["audit", "verify"]]
        .map(|line| unprivileged(&board, &line));
    set_mode(board.dir(), 0o700);
    for outcome in looked.into_iter().flatten() {
        outcome.ok();
    }
}

#[test]
fn telemetry_that_may_not_be_written_fails_no_command() {
    let board = with_a_claim();
    if is_root() {
        give_away(&board);
    }
    for name in ["telemetry_spans.jsonl", "phoenix_telemetry_events.jsonl"] {
        set_mode(&board.path(name), 0o400);
    }
    let Some(outcome) = unprivileged(&board, &["complete", FIRST]) else { return };
    assert_eq!(outcome.ok().err(), "");
    assert_eq!(board.items()[0]["status"], "completed");
}
