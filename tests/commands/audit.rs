//! `audit`: who did what, for people and programs; and a trail that was changed, shortened or cut shows.

use std::fs;
use std::path::PathBuf;

use crate::scene::{AGENT, FIRST, read, run_with, scene, shell, with_a_claim};
use crate::support::Board;

/// A board with two segments of journal: four records in the first, three in the second.
fn with_a_trail() -> Board {
    let board = with_a_claim();
    board.ok(&["progress", FIRST, "10"]);
    board.ok(&["progress", FIRST, "20"]);
    board.ok(&["init"]);
    board.ok(&["progress", FIRST, "30"]);
    board.ok(&["progress", FIRST, "40"]);
    board
}

fn segments(board: &Board) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(board.path(".store/journal")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[track_caller]
fn found(board: &Board, what: &str) {
    let outcome = board.run(&["audit", "verify"]);
    assert_eq!(outcome.code, Some(1), "{what}: {outcome}");
    assert!(outcome.out().contains('❌'), "{what}: {outcome}");
    let document = board.run(&["audit", "verify", "--json"]).json();
    assert_eq!(document["data"]["intact"], false, "{what}");
    assert!(!document["data"]["faults"].as_array().unwrap().is_empty(), "{what}");
}

#[test]
fn an_intact_trail() {
    let board = with_a_trail();
    assert_eq!(segments(&board).len(), 2);
    let outcome = board.ok(&["audit", "verify"]);
    assert!(outcome.out().contains("✅"), "{outcome}");
    let data = board.ok(&["audit", "verify", "--json"]).json()["data"].clone();
    assert_eq!((&data["intact"], &data["segments"]), (&true.into(), &2.into()));
    assert_eq!(data["faults"], serde_json::json!([]));
}

#[test]
fn no_trail_yet_is_intact() {
    let board = scene();
    board.ok(&["audit", "verify"]);
    assert!(!board.dir().exists());
}

#[test]
fn a_changed_byte_is_found() {
    for segment in 0..2 {
        let board = with_a_trail();
        let path = &segments(&board)[segment];
        let text = read(path).replacen("in_progress", "in_progresS", 1);
        fs::write(path, text).unwrap();
        found(&board, "a changed byte");
    }
}

#[test]
fn a_changed_record_with_a_checksum_of_its_own_is_found() {
    let board = with_a_trail();
    let path = &segments(&board)[0];
    let lines: Vec<String> = read(path).lines().map(ToOwned::to_owned).collect();
    // The checksum of another record, over the text of that record: each line is whole, the chain is not.
    let swapped = [&lines[0], &lines[2], &lines[1], &lines[3]].map(|line| format!("{line}\n")).concat();
    fs::write(path, swapped).unwrap();
    found(&board, "swapped records");
}

#[test]
fn a_removed_line_is_found_wherever_it_stood() {
    for (segment, line) in [(0, 0), (0, 1), (0, 3), (1, 0), (1, 1)] {
        let board = with_a_trail();
        let path = &segments(&board)[segment];
        let text = read(path);
        let kept: String = text
            .lines()
            .enumerate()
            .filter(|(at, _)| *at != line)
            .map(|(_, line)| format!("{line}\n"))
            .collect();
        fs::write(path, kept).unwrap();
        found(&board, &format!("line {line} of segment {segment} removed"));
    }
}

/// Cuts a segment behind its last record but one, and `more` bytes further.
fn cut(board: &Board, segment: usize, more: usize) {
    let path = &segments(board)[segment];
    let text = read(path);
    let end = text.trim_end().rfind('\n').unwrap() + 1 + more;
    fs::write(path, &text[..end]).unwrap();
}

#[test]
fn a_cut_segment_is_found() {
    for more in [0, 20] {
        let board = with_a_trail();
        cut(&board, 0, more);
        found(&board, "an older segment that was cut");
    }
    let board = with_a_trail();
    cut(&board, 1, 20);
    found(&board, "the newest segment, cut within a record");
}

#[test]
fn the_newest_segment_cut_behind_a_record_is_found() {
    let board = with_a_trail();
    cut(&board, 1, 0);
    found(&board, "the newest segment, cut behind a record");
}

#[test]
fn a_segment_taken_out_is_found() {
    let board = with_a_trail();
    board.ok(&["init"]);
    board.ok(&["progress", FIRST, "50"]);
    let paths = segments(&board);
    assert!(paths.len() >= 3, "{paths:?}");
    fs::remove_file(&paths[1]).unwrap();
    found(&board, "a segment in the middle");
}

#[test]
fn the_newest_segment_taken_out_is_found() {
    let board = with_a_trail();
    fs::remove_file(&segments(&board)[1]).unwrap();
    found(&board, "the newest segment");
}

#[test]
fn a_journal_that_was_gone_is_told_for_ever() {
    let board = with_a_trail();
    for path in segments(&board) {
        fs::remove_file(path).unwrap();
    }
    board.ok(&["progress", FIRST, "50"]);
    board.ok(&["progress", FIRST, "60"]);
    found(&board, "after two more commands");
}

#[test]
fn a_board_of_another_layout_is_taken_over_even_by_a_command_that_fails() {
    let board = scene();
    fs::create_dir(board.dir()).unwrap();
    fs::write(board.path("work_claims.json"), "[]").unwrap();
    assert_eq!(board.run(&["progress", "nope", "5"]).code, Some(13));
    let claimed = board.ok(&["claim", "a", "b"]);
    assert!(claimed.err().is_empty(), "{claimed}");
    board.ok(&["audit", "verify"]);
}

#[test]
fn looking_mends_nothing() {
    let board = with_a_trail();
    let path = &segments(&board)[0];
    fs::write(path, read(path).replacen("in_progress", "in_progresS", 1)).unwrap();
    let before = crate::scene::everything(&board);
    found(&board, "once");
    found(&board, "twice");
    assert_eq!(before, crate::scene::everything(&board));
}

/// The operations of the records that a call lists.
fn operations(board: &Board, flags: &[&str]) -> Vec<String> {
    let line: Vec<&str> = ["audit", "--json"].iter().chain(flags).copied().collect();
    let data = board.ok(&line).json()["data"].clone();
    let items = data["items"].as_array().unwrap().clone();
    assert_eq!(data["total"], items.len());
    items.iter().map(|record| record["operation"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_trail_says_who_did_what_and_why() {
    let mut board = with_a_claim();
    board.set_clock("2026-01-31T13:00:00Z");
    run_with(&board, &[("AGENT_ID", "agent_9")], &["claim", "--id", FIRST, "--reason", "it waits"]).ok();
    assert_eq!(operations(&board, &[]), ["checkpoint", "claim", "claim"]);
    assert_eq!(operations(&board, &["--since", "2026-01-31T12:30:00Z"]), ["claim"]);
    assert_eq!(operations(&board, &["--agent", "agent_9"]), ["claim"]);
    assert_eq!(operations(&board, &["--agent", AGENT]), ["claim", "claim"], "its lease ended in the second");
    assert_eq!(operations(&board, &["--limit", "1"]), ["claim"]);
    let record = board.ok(&["audit", "--limit", "1", "--json"]).json()["data"].clone();
    assert_eq!(record["has_more"], true);
    let record = &record["items"][0];
    assert_eq!((&record["seq"], &record["at"]), (&3.into(), &"2026-01-31T13:00:00Z".into()));
    assert_eq!((&record["actor"], &record["reason"]), (&"agent_9".into(), &"it waits".into()));
    let item = serde_json::json!({ "work_item_id": FIRST, "status": "active", "agent_id": "agent_9" });
    assert_eq!(record["work_items"], serde_json::json!([item]));
    assert_eq!(record["events"], serde_json::json!([format!("lease_expired {FIRST} of {AGENT}")]));
    let text = board.ok(&["audit"]).out();
    assert!(text.contains("  claim by agent_9 (it waits)\n"), "{text}");
    assert!(text.contains(&format!("           {FIRST} active agent_9\n")), "{text}");
}

#[test]
fn every_record_can_be_exported() {
    let board = with_a_trail();
    let lines: Vec<serde_json::Value> = board
        .ok(&["audit", "--export", "jsonl"])
        .out()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let seqs: Vec<u64> = lines.iter().map(|record| record["seq"].as_u64().unwrap()).collect();
    assert_eq!(seqs, (1..=7).collect::<Vec<u64>>());
    assert_eq!(lines[1]["operation"], "claim");
    let text = board.ok(&["audit", "--export", "csv", "--agent", AGENT]).out();
    let rows: Vec<Vec<&str>> = text.lines().map(|row| row.split(',').collect()).collect();
    assert_eq!(rows[0][..4], ["seq", "at", "operation", "actor"]);
    let told: Vec<_> = rows[1..].iter().map(|row| row[2]).collect();
    assert_eq!(told, ["claim", "progress", "progress", "progress", "progress"]);
    assert_eq!(rows[1][5], format!("{FIRST} active {AGENT}"));
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{text}");
}

#[test]
fn hostile_words_stay_in_their_cells_and_lines() {
    let board = scene();
    board.ok(&["claim", "bug", "x", "--reason", "=cmd()\n\u{1b}[2J,\"q\""]);
    let csv = board.ok(&["audit", "--export", "csv"]).out();
    assert_eq!(csv.lines().count(), 3, "{csv}");
    assert!(csv.contains(",\"'=cmd()\\n\\u{1b}[2J,\"\"q\"\"\","), "{csv}");
    let jsonl = board.ok(&["audit", "--export", "jsonl"]).out();
    let record: serde_json::Value = serde_json::from_str(jsonl.lines().last().unwrap()).unwrap();
    assert_eq!(record["reason"], "=cmd()\n\u{1b}[2J,\"q\"");
    assert!(!board.ok(&["audit"]).out().contains('\u{1b}'));
}

#[test]
fn an_empty_trail_says_so_and_bad_flags_are_refused() {
    let board = scene();
    assert!(board.ok(&["audit"]).out().contains("No data yet"));
    assert_eq!(board.ok(&["audit", "--export", "jsonl"]).out(), "");
    assert!(!board.dir().exists());
    board.run(&["audit", "--since", "soon"]).fails_with(3);
    board.run(&["audit", "--limit", "0"]).fails_with(3);
    board.run(&["audit", "--export", "xml"]).fails_with(2);
    board.run(&["audit", "verify", "--since", "1h"]).fails_with(2);
    board.run(&["audit", "--export", "csv", "--json"]).refuses_with(2);
}

#[test]
fn an_export_ends_when_nobody_reads_any_more() {
    let board = with_a_trail();
    let outcome = shell(&board, "\"$coord\" audit --export jsonl | head -n 1").ok();
    assert_eq!(outcome.out().lines().count(), 1);
    assert_eq!(outcome.err(), "");
}
