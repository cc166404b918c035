//! Updates as they come.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::json;

use super::{TRACE, add, board, board_with, board_with_program, two_updates};
use crate::support::{ApiAnswer, ApiError, MessagesApi, MockClaude, Running, eventually};

/// A piece of an answer, as the program tells it.
fn piece(part: &str) -> String {
    let delta = json!({"type": "input_json_delta", "partial_json": part});
    let event = json!({"type": "content_block_delta", "index": 0, "delta": delta});
    json!({"type": "stream_event", "event": event}).to_string()
}

#[test]
fn updates_are_told_in_the_lines_of_the_script() {
    let api = MessagesApi::new();
    let board = board_with(&api);
    let bug = add(&board, &["bug", "Fix it", "high", "red"]);
    api.plan([two_updates()]);
    let out = board.ok(&["claude-stream", "red"]).out();
    let lines: Vec<&str> = out.lines().collect();
    let trace = format!("🔍 Trace ID: {TRACE}");
    assert_eq!(
        &lines[..6],
        [
            "🌊 CLAUDE STREAM: red, for 30 s at most",
            &trace,
            "⚡ [12:00:00] Status: One waits.",
            "  💡 Next: Take it.",
            "⚡ [12:00:00] Status: All is well.",
            "  💡 Next: Rest.",
        ]
    );
    let request = api.only_request();
    assert!(request.is_streamed());
    assert!(request.message(0).starts_with("focus: \"red\"\n<board_data>"), "{}", request.message(0));
    assert!(request.message(0).contains(&bug));
}

#[test]
fn an_update_is_there_before_the_answer_ends() {
    let api = MessagesApi::new();
    let board = board_with(&api);
    // So slow that the whole takes many seconds.
    api.plan([ApiAnswer::Slow(two_updates().to_string(), Duration::from_millis(4))]);
    let mut child =
        board.command(&["stream", "red", "20"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("One waits.")));
    assert!(child.try_wait().unwrap().is_none(), "it goes on");
    assert!(lines.any(|line| line.unwrap().contains("All is well.")));
    assert!(child.wait().unwrap().success());
}

#[test]
fn it_ends_when_the_time_is_over_with_what_came() {
    let begun = r#"{"updates":[{"status":"One waits.","next":"Take it."},"#;
    let program = MockClaude::doing(&format!("echo '{}'\nsleep 600", piece(begun)));
    let board = board_with_program(&program);
    let started = Instant::now();
    let outcome = board.ok(&["claude-stream", "red", "2", "--no-fallback"]);
    assert!(started.elapsed() < Duration::from_secs(20));
    assert_eq!(outcome.out().matches("Status:").count(), 1, "{outcome}");
    assert!(outcome.out().contains("2 s were over"), "{outcome}");
    let told = board.ok(&["claude-stream", "red", "2", "--json", "--no-cache"]).json()["data"].clone();
    assert_eq!((&told["time_was_over"], &told["source"]), (&json!(true), &json!("model")));
    assert_eq!(told["updates"].as_array().unwrap().len(), 1);
    let shorter = board.ok(&["claude-stream", "red", "60", "--timeout", "2s", "--no-cache"]);
    assert!(shorter.out().contains("for 2 s at most"), "{shorter}");
    assert!(shorter.out().contains("2 s were over"), "{shorter}");
}

#[test]
fn what_was_said_a_short_while_ago_is_told_again() {
    let api = MessagesApi::new();
    let board = board_with(&api);
    board.claim("so that there is a board");
    api.plan([two_updates()]);
    let first = board.ok(&["claude-stream", "red"]).out();
    let again = board.ok(&["claude-stream", "red"]).out();
    assert_eq!((first.matches("Status:").count(), again.matches("Status:").count()), (2, 2), "{again}");
    assert_eq!(api.count(), 1);
}

#[test]
fn one_document_at_the_end_with_json() {
    let api = MessagesApi::new();
    let board = board_with(&api);
    api.plan([two_updates()]);
    let told = board.ok(&["claude-stream", "red", "--json"]).json()["data"].clone();
    assert_eq!(told["updates"], two_updates()["updates"]);
    assert_eq!(
        (&told["focus"], &told["seconds"], &told["time_was_over"]),
        (&json!("red"), &json!(30), &json!(false))
    );
}

#[test]
fn what_names_an_item_that_is_not_there_is_never_told() {
    let api = MessagesApi::new();
    let board = board_with(&api);
    let wrong = json!({"updates": [{"status": "work_99 waits.", "next": "Take it."}]});
    api.plan([wrong.clone(), wrong]);
    let outcome = board.ok(&["claude-stream", "red"]);
    assert!(!outcome.out().contains("Status: work_99"), "{outcome}");
    assert!(outcome.out().contains("computed"), "{outcome}");
    assert!(outcome.err().contains("WARNING"), "{outcome}");
}

#[test]
fn updates_that_are_refused_are_counted_and_the_others_told() {
    let api = MessagesApi::new();
    let board = board_with(&api);
    let mut wrong = two_updates();
    wrong["updates"]
        .as_array_mut()
        .unwrap()
        .insert(1, json!({"status": "work_99 waits.", "next": "Take it."}));
    api.plan([wrong.clone(), wrong]);
    let outcome = board.ok(&["claude-stream", "red"]);
    assert_eq!(outcome.out().matches("Status:").count(), 2, "{outcome}");
    let why = "1 update was left out: the answer names \"work_99\"";
    assert!(outcome.err().contains(why) && !outcome.err().contains("the rest"), "{outcome}");
}

#[test]
fn the_program_streams_the_pieces_of_its_tool() {
    let text = two_updates().to_string();
    let (begin, end) = text.split_at(40);
    let result = crate::support::session(&json!({"structured_output": two_updates()})).to_string();
    let lines = [piece(begin), piece(end), result].join("\n");
    let program = MockClaude::printing(&(lines + "\n"));
    let out = board_with_program(&program).ok(&["claude-stream", "red"]).out();
    assert_eq!(out.matches("Status:").count(), 2, "{out}");
    let arguments = program.arguments();
    for word in ["stream-json", "--verbose", "--include-partial-messages"] {
        assert!(arguments.iter().any(|argument| argument == word), "{arguments:?}");
    }
}

#[test]
fn without_a_model_the_board_tells() {
    let board = board();
    let bug = add(&board, &["bug", "Fix it", "critical", "red"]);
    board.ok(&["claim", "feature", "Dark mode", "low", "blue"]);
    let out = board.ok(&["claude-stream", "red"]).out();
    let expected = format!(
        "⚡ [12:00:00] Status: Of red: 1 ready\n  💡 Next: take the first of 1 ready item: coord claim --id {bug}\n\
         ⚡ [12:00:00] Status: {bug} is critical and ready: bug\n  💡 Next: take it: coord claim --id {bug}\n"
    );
    assert!(out.contains(&expected), "{out}");
    let told = board.ok(&["stream", "velocity", "", "--json"]).json()["data"].clone();
    assert_eq!(told["source"], "computed");
    assert_eq!(told["updates"][0]["status"], "No open work is about velocity; of all: 1 ready, 1 held");
}

#[test]
fn wrong_requests_are_refused() {
    let board = board();
    board.run(&["claude-stream"]).fails_with(2);
    board.run(&["claude-stream", " "]).fails_with(2);
    board.run(&["claude-stream", "red", "0"]).fails_with(3);
    board.run(&["claude-stream", "red", "3601"]).fails_with(3);
    board.run(&["claude-stream", "red", "soon"]).fails_with(2);
    board.run(&["claude-stream", "red", "--no-fallback"]).fails_with(20);
}

#[test]
fn ctrl_c_ends_it_with_130() {
    let api = MessagesApi::new();
    let board = board_with(&api);
    api.plan([ApiAnswer::Slow(two_updates().to_string(), Duration::from_millis(100))]);
    let running = Running::start(&mut board.command(&["claude-stream", "red"]));
    eventually("it is asked", || (api.count() == 1).then_some(()));
    running.signal(Signal::INT);
    let outcome = running.finish_within(Duration::from_secs(10));
    assert_eq!(outcome.code, Some(130), "{outcome}");
}

#[test]
fn who_stops_reading_ends_it() {
    let api = MessagesApi::new();
    let board = board_with(&api);
    // The second update comes a while after the first, and the end of the answer minutes later.
    let updates = two_updates().to_string().replace(",{", &format!(",{}{{", " ".repeat(1_000)));
    api.plan([ApiAnswer::Slow(format!("{updates}{}", " ".repeat(300_000)), Duration::from_millis(1))]);
    let mut command = board.command(&["claude-stream", "red", "600"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("One waits.")));
    drop(lines);
    let started = Instant::now();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(started.elapsed() < Duration::from_mins(1), "long before the time is over");
}

#[test]
fn without_anybody_who_reads_no_model_is_asked() {
    let api = MessagesApi::new();
    let board = board_with(&api);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = board.command(&["claude-stream", "red"]);
    let status = command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::null()).status().unwrap();
    assert_eq!(status.code(), Some(0));
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = board.command(&["claude-stream", "red"]);
    let status = command.stdin(Stdio::null()).stdout(full).stderr(Stdio::null()).status().unwrap();
    assert_eq!(status.code(), Some(6));
    assert_eq!(api.count(), 0);
}

#[test]
fn a_failure_is_told_and_the_board_stands_in() {
    let api = MessagesApi::new();
    let board = board_with(&api);
    add(&board, &["bug", "Fix it", "high", "red"]);
    api.plan([ApiError::of(401), ApiError::of(401)]);
    let outcome = board.ok(&["claude-stream", "red"]);
    assert!(outcome.out().contains("Status: Of red: 1 ready"), "{outcome}");
    assert!(outcome.err().contains("ANTHROPIC_API_KEY"), "it says which key is wrong: {outcome}");
    board.run(&["claude-stream", "red", "--no-fallback"]).fails_with(21);
}
