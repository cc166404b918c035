//! `logs`: what was done, what was refused, and following both.

use std::process::Command;

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::scene::{AGENT, FIRST, run_with, scene, unnamed, with_a_claim, write};
use crate::support::{Board, Running, eventually};

/// [`with_a_claim`] with a sign of life, a refused command, and an item that lost its holder.
fn eventful() -> Board {
    let mut board = with_a_claim();
    board.set_clock("2026-01-31T12:01:00Z");
    board.ok(&["heartbeat"]);
    board.set_clock("2026-01-31T12:02:00Z");
    board.run(&["complete", "work_404"]).fails_with(13);
    board.set_clock("2026-01-31T14:00:00Z");
    run_with(&board, &[("AGENT_ID", "agent_9")], &["claim", "--id", FIRST]).ok();
    board.set_clock("2026-01-31T15:00:00Z");
    board
}

/// What the lines of a call say, with their levels.
fn lines(board: &Board, flags: &[&str]) -> Vec<(String, String)> {
    let line: Vec<&str> = ["logs", "--json"].iter().chain(flags).copied().collect();
    let data = board.ok(&line).json()["data"].clone();
    let text = |line: &Value, field: &str| line[field].as_str().unwrap().to_owned();
    let items = data["items"].as_array().unwrap();
    assert_eq!(data["total"], items.len());
    items.iter().map(|line| (text(line, "level"), text(line, "message"))).collect()
}

fn levels(board: &Board, flags: &[&str]) -> Vec<String> {
    lines(board, flags).into_iter().map(|(level, _)| level).collect()
}

#[test]
fn what_was_done_and_what_went_wrong_stands_in_order() {
    let told = lines(&eventful(), &[]);
    let expected = [
        ("info", format!("claim {FIRST} active by {AGENT}")),
        ("error", String::new()),
        ("info", format!("claim {FIRST} active by agent_9")),
        ("warn", format!("lease_expired {FIRST} of {AGENT}")),
    ];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for ((level, message), (expected_level, expected)) in told.iter().zip(&expected) {
        assert_eq!(level, expected_level, "{told:#?}");
        assert!(expected.is_empty() || message == expected, "{message}\n{expected}");
    }
    assert!(told[1].1.starts_with("complete failed: ITEM_NOT_FOUND, after "), "{told:#?}");
}

#[test]
fn levels_agents_and_times_choose() {
    let board = eventful();
    assert_eq!(levels(&board, &["--level", "warn"]), ["error", "warn"]);
    assert_eq!(levels(&board, &["--level", "error"]), ["error"]);
    let all = lines(&board, &["--level", "debug"]);
    assert!(
        all.iter().any(|(level, message)| level == "debug" && message.starts_with("heartbeat ")),
        "{all:#?}"
    );
    assert!(
        all.iter().any(|(level, message)| level == "debug" && message.starts_with("claim took ")),
        "{all:#?}"
    );
    let own = lines(&board, &["--agent", "agent_9"]);
    assert_eq!(own, [("info".to_owned(), format!("claim {FIRST} active by agent_9"))]);
    assert_eq!(levels(&board, &["--since", "2h"]), ["info", "warn"]);
    assert_eq!(levels(&board, &["--since", "2026-01-31T12:02:00Z"]), ["error", "info", "warn"]);
    assert!(levels(&board, &["--since", "5m"]).is_empty());
}

#[test]
fn only_the_newest_are_shown() {
    let board = eventful();
    let data = board.ok(&["logs", "--limit", "2", "--json"]).json()["data"].clone();
    assert_eq!((&data["total"], &data["has_more"]), (&json!(2), &json!(true)));
    assert_eq!(levels(&board, &["--limit", "2"]), ["info", "warn"]);
    assert_eq!(board.ok(&["logs", "--limit", "4", "--json"]).json()["data"]["has_more"], false);
    let text = board.ok(&["logs", "--limit", "2"]).out();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.lines().last().unwrap().starts_with("2026-01-31T14:00:00Z warn  lease_expired "), "{text}");
}

#[test]
fn a_board_without_data_says_so_and_bad_flags_are_refused() {
    let board = unnamed();
    assert!(board.ok(&["logs"]).out().contains("No data yet"));
    assert!(!board.dir().exists());
    board.run(&["logs", "--since", "soon"]).fails_with(3);
    board.run(&["logs", "--limit", "0"]).fails_with(3);
    board.run(&["logs", "--level", "loud"]).fails_with(2);
    board.run(&["logs", "--follow", "--json"]).refuses_with(2);
}

#[test]
fn a_line_stays_a_line_whatever_was_said() {
    let board = scene();
    board.ok(&["claim", "bug\n\u{1b}[2J", "x", "--reason", "a\nb\u{1b}]0;x\u{7}"]);
    write(&board, "telemetry_spans.jsonl", "no json\n{\n\"operation_name\": }\n");
    let text = board.ok(&["logs"]).out();
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn following_shows_what_comes_until_it_is_interrupted() {
    let board = with_a_claim();
    let path = board.home().join("followed.txt");
    let mut command = Command::new("sh");
    board.surround(&mut command);
    command.arg("-c").arg("exec \"$0\" logs --follow > followed.txt").arg(crate::support::program());
    let following = Running::start(&mut command);
    let told = || std::fs::read_to_string(&path).unwrap_or_default();
    eventually("the line of the claim", || told().contains(FIRST).then_some(()));
    board.ok(&["progress", FIRST, "50"]);
    eventually("the line of the progress", || told().contains(" info  progress ").then_some(()));
    board.run(&["complete", "work_404"]).fails_with(13);
    eventually("the line of what failed", || told().contains(" error complete failed").then_some(()));
    following.signal(Signal::INT);
    assert_eq!(following.finish().code, Some(130));
    let lines: Vec<_> = told().lines().map(ToOwned::to_owned).collect();
    assert_eq!(lines.len(), 3, "each line once: {lines:#?}");
}

#[test]
fn following_ends_when_nobody_reads_any_more() {
    let board = with_a_claim();
    let script = "\"$coord\" logs --follow | head -n 1";
    let mut command = Command::new("sh");
    board.surround(&mut command);
    command.arg("-c").arg(format!(
        "({script}) & while kill -0 $! 2>/dev/null; do \"$coord\" progress {FIRST} 5 >/dev/null; done"
    ));
    command.env("coord", crate::support::program());
    assert!(Running::start(&mut command).finish().out().contains(FIRST));
}
