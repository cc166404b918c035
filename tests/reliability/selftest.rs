//! `selftest`: what it proves here, and that it says so where something does not hold.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::support::{Board, Running};

fn names(document: &Value) -> Vec<String> {
    let proofs = document["data"]["proofs"].as_array().unwrap();
    proofs.iter().map(|proof| proof["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn everything_holds_on_this_disk_and_nothing_is_left_behind() {
    let board = Board::new();
    board.claim("mine");
    let before = board.state();
    let document = board.ok(&["selftest", "--racers", "16", "--kill", "--json"]).json();
    assert_eq!(document["data"]["holds"], true, "{document}");
    let expected = ["exchange", "append", "sync", "lock", "one-winner", "storm", "no-lost-update", "kill"];
    assert_eq!(names(&document), expected);
    let place = board.home().canonicalize().unwrap();
    assert_eq!(document["data"]["place"], place.to_str().unwrap());
    assert_eq!(board.state(), before);
    let left: Vec<_> = fs::read_dir(board.home()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["board"]);
}

#[test]
fn a_disk_that_takes_nothing_more_is_told_with_exit_code_1() {
    let board = Board::new();
    let mut command = Command::new("sh");
    board.surround(&mut command);
    // A file may not grow beyond four kilobytes: no board of some items can be written.
    let script = "ulimit -f 8; exec \"$coord\" selftest --racers 2";
    command.arg("-c").arg(script).env("coord", crate::support::program());
    let outcome = Running::start(&mut command).finish().without_panic();
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.out().contains("❌ append") && outcome.out().contains("❌ no-lost-update"), "{outcome}");
    assert!(outcome.out().contains("promises do not hold here."), "{outcome}");
    assert_eq!(fs::read_dir(board.home()).unwrap().count(), 0, "nothing is left behind");
}

#[test]
fn a_place_where_nothing_can_be_made_is_told_with_exit_code_1() {
    let board = Board::in_dir("/dev/null/board".as_ref());
    let outcome = board.run(&["selftest"]);
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.out().contains("❌ directory: a directory can be made here"), "{outcome}");
}

#[test]
fn a_number_of_racers_that_cannot_be_meant_is_refused() {
    for number in ["0", "1", "1001"] {
        Board::new().run(&["selftest", "--racers", number]).fails_with(3);
    }
}
