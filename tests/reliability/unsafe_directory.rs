//! A state directory that others can write to, that belongs to somebody else, or that we may not write to.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::process::Command;

use crate::support::{Board, Running, has, is_root, program, skip};

const NOBODY: u32 = 65_534;

fn set_mode(board: &Board, mode: u32) {
    fs::set_permissions(board.dir(), Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_directory_that_everybody_can_write_to_is_refused() {
    let board = Board::new();
    board.claim("first");
    let before = board.state();
    set_mode(&board, 0o777);
    board.run(&["claim", "feature", "second"]).fails_with(5);
    assert!(board.state() == before);
    set_mode(&board, 0o700);
    board.claim("second");
}

#[test]
fn a_directory_of_somebody_else_is_refused() {
    if !is_root() {
        return skip("changing owners needs root");
    }
    let board = Board::new();
    board.claim("first");
    let before = board.state();
    chown(board.dir(), Some(NOBODY), Some(NOBODY)).unwrap();
    board.run(&["claim", "feature", "second"]).fails_with(5);
    assert!(board.state() == before);
    chown(board.dir(), Some(0), Some(0)).unwrap();
    board.claim("second");
}

#[test]
fn a_new_board_belongs_to_its_owner_alone() {
    let board = Board::new();
    let id = board.claim("first");
    board.ok(&["complete", &id]);
    let mode = |name: &str| fs::metadata(board.path(name)).unwrap().permissions().mode() & 0o7777;
    for dir in ["", ".store", ".store/journal"] {
        assert_eq!(mode(dir), 0o700, "directory {dir:?}");
    }
    for file in
        ["work_claims.json", "agent_status.json", "coordination_log.json", "velocity_log.txt", ".store/lock"]
    {
        assert_eq!(mode(file), 0o600, "{file}");
    }
}

#[test]
fn a_replaced_file_keeps_its_mode() {
    let board = Board::new();
    board.claim("first");
    let path = board.path("work_claims.json");
    fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
    board.claim("second");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o640);
}

#[test]
fn a_directory_without_rights_is_refused() {
    if !is_root() {
        return skip("becoming another user needs root");
    }
    if !has(&["setpriv", "install"]) {
        return;
    }
    let board = Board::new();
    board.claim("first");
    let (home, copy) = (board.home(), board.home().join("coord"));
    Running::start(Command::new("install").args(["-m", "755"]).arg(program()).arg(&copy)).finish().ok();
    for path in [home, board.dir()] {
        chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    for mode in [0o500, 0o000] {
        set_mode(&board, mode);
        let mut nobody = Command::new("setpriv");
        nobody.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(&copy);
        nobody.args(["claim", "feature", "second"]);
        board.surround(&mut nobody);
        Running::start(&mut nobody).finish().without_panic().fails_with(5);
    }
}
