//! `shim install` and `shim remove`: the script's name for this program.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::PathBuf;
use std::process::Command;

use crate::scene::{FIRST, scene};
use crate::support::{Board, Outcome, Running, program};

const NAME: &str = "coordination_helper.sh";

fn bin(board: &Board) -> PathBuf {
    board.home().join("a bin's folder")
}

/// Calls the script by its name.
#[track_caller]
fn call(board: &Board, path: &std::path::Path, arguments: &[&str]) -> Outcome {
    let mut command = Command::new(path);
    board.surround(&mut command);
    Running::start(command.args(arguments)).finish()
}

#[test]
fn every_call_goes_through_it() {
    let board = scene();
    board.ok(&["shim", "install", bin(&board).to_str().unwrap()]);
    let script = bin(&board).join(NAME);
    let hostile = "it's \"q\" $(x) \\ 🚀\n";
    let outcome = call(&board, &script, &["claim", "feature", hostile, "", ""]).ok();
    assert_eq!(outcome.work_id(), FIRST);
    assert_eq!(board.item(FIRST)["description"], hostile);
    call(&board, &script, &["progress", FIRST, "50"]).ok();
    call(&board, &script, &["complete", FIRST, "success", "8"]).ok();
    call(&board, &script, &["nonsense"]).fails_with(2);
    assert!(call(&board, &script, &[]).ok().out().contains("SCRUM AT SCALE AGENT COORDINATION HELPER"));
}

#[test]
fn a_symlink_with_that_name_is_the_same_program() {
    let board = scene();
    let link = board.home().join(NAME);
    symlink(program(), &link).unwrap();
    call(&board, &link, &["claim", "feature", "x"]).ok();
    assert_eq!(board.items().len(), 1);
}

#[test]
fn the_old_script_is_kept_and_comes_back_as_it_was() {
    let board = scene();
    let (dir, script) = (bin(&board), bin(&board).join(NAME));
    fs::create_dir(&dir).unwrap();
    fs::write(&script, b"#!/bin/sh\necho the old one \xff\n").unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o754)).unwrap();
    let outcome = board.ok(&["shim", "install", dir.to_str().unwrap()]);
    assert!(outcome.out().contains("before-coord"), "{outcome}");
    call(&board, &script, &["generate-id"]).ok();
    board.ok(&["shim", "install", dir.to_str().unwrap()]);
    board.ok(&["shim", "remove", dir.to_str().unwrap()]);
    assert_eq!(fs::read(&script).unwrap(), b"#!/bin/sh\necho the old one \xff\n");
    assert_eq!(fs::metadata(&script).unwrap().permissions().mode() & 0o777, 0o754);
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 1);
}

#[test]
fn what_was_installed_can_be_removed_without_a_trace() {
    let board = scene();
    let dir = bin(&board);
    board.ok(&["shim", "install", dir.to_str().unwrap()]);
    board.ok(&["shim", "remove", dir.to_str().unwrap()]);
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 0);
}

#[test]
fn without_a_directory_it_goes_to_the_working_directory() {
    let board = scene();
    board.ok(&["shim", "install"]);
    assert!(board.home().join(NAME).is_file());
    board.ok(&["shim", "remove"]);
    assert!(!board.home().join(NAME).exists());
    assert!(!board.dir().exists(), "no board is made");
}

#[test]
fn somebody_elses_script_is_never_removed_or_overwritten() {
    let board = scene();
    let dir = bin(&board);
    fs::create_dir(&dir).unwrap();
    fs::write(dir.join(NAME), "one").unwrap();
    let line = ["shim", "remove", dir.to_str().unwrap()];
    crate::refusal::refusal(1, "GENERAL", &["is no shim of coord"]).of(&board, &line);
    fs::write(dir.join(format!("{NAME}.before-coord")), "two").unwrap();
    let line = ["shim", "install", dir.to_str().unwrap()];
    crate::refusal::refusal(1, "GENERAL", &["is taken"]).of(&board, &line);
}
