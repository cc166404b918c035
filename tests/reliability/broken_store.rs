//! The engine's own files, broken: the head and a torn end of the journal mend themselves; a changed journal is
//! seen by `audit verify`.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;

use crate::support::Board;

/// A board with three items, one of them completed.
fn board() -> Board {
    let board = Board::new();
    let id = board.claim("closed");
    board.claim("open");
    board.ok(&["complete", &id, "success", "3"]);
    board.claim("another");
    board
}

fn newest_segment(board: &Board) -> PathBuf {
    let segments = fs::read_dir(board.path(".store/journal")).unwrap().flatten();
    segments.map(|entry| entry.path()).max().expect("a segment")
}

#[test]
fn a_broken_head_is_written_anew() {
    for head in [
        &b""[..],
        b"garbage",
        b"{",
        b"null",
        b"[[[[",
        &[0_u8; 512],
        &[0xff_u8; 4_096],
        b"{\"published\": 1e99}",
    ] {
        let board = board();
        let before = board.state();
        let mut lock = File::options().write(true).truncate(true).open(board.path(".store/lock")).unwrap();
        lock.write_all(head).unwrap();
        assert_eq!(board.run(&["progress", "work_404", "1"]).without_panic().code, Some(13));
        assert!(board.state() == before, "a broken head changed the state");
        board.claim("goes on");
        assert_eq!(board.items().len(), 4);
        board.assert_consistent();
    }
}

#[test]
fn ids_grow_when_the_head_is_lost() {
    let mut board = board().at("2000-01-01T00:00:00Z");
    let last = board.items().iter().map(|item| item["work_item_id"].to_string()).max().unwrap();
    fs::write(board.path(".store/lock"), "").unwrap();
    let id = format!("\"{}\"", board.claim("later"));
    assert!((id.len(), &id) > (last.len(), &last), "{id} is not after {last}");
    board.set_clock("2000-01-01T00:00:00Z");
    board.assert_consistent();
}

#[test]
fn points_that_a_loss_of_power_left_without_bytes_or_record_are_none() {
    let board = board();
    // A board that is looked through anew begins a segment, which knows of no completion.
    for zeros in [0, 60] {
        let mut velocity = File::options().append(true).open(board.path("velocity_log.txt")).unwrap();
        velocity.write_all(&vec![0; zeros]).unwrap();
        fs::write(board.path(".store/lock"), "").unwrap();
        board.claim("goes on");
    }
    board.assert_consistent();
    let id = board.claim("counted");
    board.ok(&["complete", &id, "success", "5"]);
    board.assert_consistent();
}

#[test]
fn a_torn_end_of_the_journal_is_cut_off() {
    for tail in [&b"{\"seq\":"[..], b"{", b"\0\0\0\0\0\0", b"{\"seq\":99,\"at\":\"x\"}", b"\n", b"\xff\xfe"] {
        let board = board();
        let before = board.state();
        let mut segment = File::options().append(true).open(newest_segment(&board)).unwrap();
        segment.write_all(tail).unwrap();
        assert_eq!(board.run(&["progress", "work_404", "1"]).without_panic().code, Some(13), "{tail:?}");
        assert!(board.state() == before, "a torn journal changed the state: {tail:?}");
        board.claim("goes on");
        board.assert_consistent();
    }
}

#[test]
fn a_changed_journal_is_seen() {
    let whole = board();
    let text = fs::read(newest_segment(&whole)).unwrap();
    let middle = text.len() / 2;
    let flipped = [&text[..middle], &[text[middle] ^ 1], &text[middle + 1..]].concat();
    let lines: Vec<_> = text.split_inclusive(|byte| *byte == b'\n').collect();
    let without_second = [&lines[..1], &lines[2..]].concat().concat();
    let twice = [&lines[..2], &lines[1..]].concat().concat();
    for (what, bytes) in
        [("a flipped bit", flipped), ("a record gone", without_second), ("a record twice", twice)]
    {
        let board = board();
        fs::write(newest_segment(&board), bytes).unwrap();
        let outcome = board.run(&["audit", "verify"]).without_panic();
        assert!(!outcome.succeeded(), "{what} was not seen: {outcome}");
        board.run(&["claim", "feature", "whatever"]).without_panic();
        board.run(&["doctor"]).without_panic();
    }
}
