//! An analysis of a file, in a file.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::{Value, json};

use super::{board, board_with, make_pipe};
use crate::support::{ApiAnswer, ApiError, Board, MessagesApi, Outcome, Running, eventually, is_root, parse};

const ITEMS: &str =
    r#"[{"work_item_id":"work_1","status":"pending","priority":"high","work_type":"bug","team":"red"}]"#;

/// A board with an input.
fn scene(board: Board) -> Board {
    fs::write(board.home().join("in.json"), ITEMS).unwrap();
    board
}

fn enhanced(board: &Board, line: &[&str]) -> Outcome {
    let line: Vec<&str> = ["claude-enhanced", "priorities", "in.json"].iter().chain(line).copied().collect();
    board.run(&line)
}

fn found() -> Value {
    json!({"summary": "Much to do.", "confidence": 70, "findings": []})
}

/// Fails the test unless nothing was written, not even beside its place.
#[track_caller]
fn assert_nothing_written(board: &Board) {
    let names =
        fs::read_dir(board.home()).unwrap().flatten().map(|entry| entry.file_name().into_string().unwrap());
    let names: Vec<String> = names.filter(|name| name != "in.json" && name != "board").collect();
    assert_eq!(names, Vec::<String>::new());
}

#[test]
fn what_a_model_finds_is_written() {
    let api = MessagesApi::new();
    let board = scene(board_with(&api));
    api.plan([found()]);
    let outcome = enhanced(&board, &["out.json"]).ok();
    let lines: Vec<String> = outcome.out().lines().map(ToOwned::to_owned).collect();
    assert_eq!(&lines[..2], ["🧠 Enhanced Claude Analysis: priorities", "🔄 Attempt 1/3"], "{outcome}");
    let written = parse(&board.home().join("out.json"));
    assert_eq!((&written["summary"], &written["source"]), (&json!("Much to do."), &json!("model")));
    assert_eq!(written["figures"]["items"]["open"], 1);
    let text = fs::read_to_string(board.home().join("out.json")).unwrap();
    assert!(text.starts_with("{\n  \"analysis\": ") && text.ends_with("}\n"), "{text}");
}

#[test]
fn it_is_tried_again() {
    let api = MessagesApi::new();
    let board = scene(board_with(&api));
    let busy = || ApiError::of(529).header("retry-after-ms", "10");
    api.plan([ApiAnswer::from(busy()), busy().into(), found().into()]);
    let outcome = enhanced(&board, &["out.json", "4"]).ok();
    let tries: Vec<String> =
        outcome.out().lines().filter(|line| line.starts_with("🔄")).map(ToOwned::to_owned).collect();
    assert_eq!(tries, ["🔄 Attempt 1/4", "🔄 Attempt 2/4", "🔄 Attempt 3/4"], "{outcome}");
    assert_eq!(api.count(), 3);
    api.plan([busy(), busy()]);
    let told = enhanced(&board, &["out.json", "2", "--no-cache", "--json"]).ok().json();
    assert_eq!((&told["data"]["attempts"], &told["data"]["source"]), (&json!(2), &json!("computed")));
    api.plan([ApiError::of(400)]);
    let outcome = enhanced(&board, &["out.json", "5", "--no-cache", "--no-fallback"]).fails_with(21);
    assert_eq!(outcome.out().matches("Attempt").count(), 1, "what is refused is not tried again: {outcome}");
}

#[test]
fn without_a_model_it_is_computed() {
    let board = scene(board());
    let told = enhanced(&board, &["out.json", "", "--json"]).ok().json()["data"].clone();
    assert_eq!(
        (&told["source"], &told["attempts"], &told["most_attempts"]),
        (&json!("computed"), &json!(1), &json!(3))
    );
    assert_eq!(told["findings"][0]["subject"], "work_1");
    assert_eq!(parse(&board.home().join("out.json"))["findings"], told["findings"]);
    let other = board.ok(&["enhanced", "anything else", "in.json", "other.json", "--json"]).json();
    assert_eq!(other["data"]["type"], "anything else");
}

#[test]
fn what_is_there_already_is_replaced_whole() {
    let board = scene(board());
    fs::write(board.home().join("out.json"), "x".repeat(100_000)).unwrap();
    enhanced(&board, &["out.json"]).ok();
    assert_eq!(parse(&board.home().join("out.json"))["type"], "priorities");
}

#[test]
fn inputs_that_cannot_be_looked_at_are_refused() {
    let board = scene(board());
    let with = |input: &str| board.run(&["claude-enhanced", "priorities", input, "out.json"]);
    with("missing.json").fails_with(4);
    with(".").fails_with(3);
    fs::write(board.home().join("empty"), " \n").unwrap();
    with("empty").fails_with(3);
    fs::write(board.home().join("huge"), vec![b'x'; 10_000_001]).unwrap();
    with("huge").fails_with(3);
    fs::remove_file(board.home().join("empty")).unwrap();
    fs::remove_file(board.home().join("huge")).unwrap();
    make_pipe(&board.home().join("pipe"));
    let line = ["claude-enhanced", "priorities", "pipe", "out.json"];
    let outcome =
        Running::start(&mut board.command(&line)).finish_within(Duration::from_secs(20)).fails_with(3);
    assert!(outcome.err().contains("is no plain file"), "{outcome}");
    fs::remove_file(board.home().join("pipe")).unwrap();
    assert_nothing_written(&board);
    fs::write(board.home().join("bytes"), b"a \xff b").unwrap();
    assert!(with("bytes").ok().err().contains("not all UTF-8"));
}

#[test]
fn an_output_that_cannot_be_written_is_found_out_before_anybody_is_asked() {
    let api = MessagesApi::new();
    let board = scene(board_with(&api));
    board.claim("so that there is a board");
    enhanced(&board, &["nowhere/out.json"]).fails_with(4);
    enhanced(&board, &["."]).fails_with_one_of(&[3, 6]);
    enhanced(&board, &["board/work_claims.json"]).fails_with(3);
    enhanced(&board, &["in.json"]).fails_with(3);
    let kept = board.home().join("kept.json");
    fs::write(&kept, "mine").unwrap();
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o444)).unwrap();
    enhanced(&board, &["kept.json"]).fails_with(5);
    assert_eq!(fs::read_to_string(&kept).unwrap(), "mine");
    if !is_root() {
        let closed = board.home().join("closed");
        fs::create_dir(&closed).unwrap();
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o500)).unwrap();
        enhanced(&board, &["closed/out.json"]).fails_with(5);
    }
    assert_eq!(api.count(), 0);
    assert_eq!(fs::read_to_string(board.home().join("in.json")).unwrap(), ITEMS);
}

#[test]
fn the_state_of_another_board_is_not_replaced() {
    let board = scene(board());
    let other = board.home().join("other");
    fs::create_dir_all(other.join(".store")).unwrap();
    for name in ["work_claims.json", "agent_status.json", ".store/found.json"] {
        enhanced(&board, &[&format!("other/{name}")]).fails_with(3);
        assert!(!other.join(name).exists());
    }
    let old = board.home().join("old");
    fs::create_dir(&old).unwrap();
    fs::write(old.join("agent_status.json"), "[]").unwrap();
    enhanced(&board, &["old/agent_status.json"]).fails_with(3);
    assert_eq!(fs::read_to_string(old.join("agent_status.json")).unwrap(), "[]");
    enhanced(&board, &["old/found.json"]).ok();
}

#[test]
fn while_a_model_is_asked_nothing_lies_beside_the_output() {
    let api = MessagesApi::new();
    let board = scene(board_with(&api));
    api.plan([ApiAnswer::Silence]);
    let line = ["claude-enhanced", "priorities", "in.json", "out.json"];
    let running = Running::start(&mut board.command(&line));
    eventually("it is asked", || (api.count() == 1).then_some(()));
    running.signal(Signal::KILL);
    running.finish_within(Duration::from_secs(10));
    assert_nothing_written(&board);
}

#[test]
fn wrong_requests_are_refused() {
    let board = scene(board());
    for (retries, code) in [("0", 3), ("11", 3), ("-1", 2), ("often", 2), ("2.5", 2)] {
        enhanced(&board, &["out.json", retries]).fails_with(code);
    }
    board.run(&["claude-enhanced", "priorities", "in.json"]).fails_with(2);
    board.run(&["claude-enhanced", "", "in.json", "out.json"]).fails_with(2);
    enhanced(&board, &["out.json", "--no-fallback"]).fails_with(20);
    assert_nothing_written(&board);
}

#[test]
fn ctrl_c_leaves_nothing_behind() {
    let api = MessagesApi::new();
    let board = scene(board_with(&api));
    api.plan([ApiAnswer::Silence]);
    let line = ["claude-enhanced", "priorities", "in.json", "out.json"];
    let running = Running::start(&mut board.command(&line));
    eventually("it is asked", || (api.count() == 1).then_some(()));
    running.signal(Signal::INT);
    let outcome = running.finish_within(Duration::from_secs(10));
    assert_eq!(outcome.code, Some(130), "{outcome}");
    assert_nothing_written(&board);
}
