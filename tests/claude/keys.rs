//! Keys, places and models that do not fit, as callers of a command meet them; and that a key goes nowhere but there.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::support::{ApiAnswer, ApiError, Board, MessagesApi, MockClaude, Running, eventually, files_below};

const CANARY: &str = "sk-ant-canary-1234567890";
const ASK: [&str; 6] =
    ["claude-analyze-priorities", "--provider", "api", "--no-fallback", "--no-cache", "--json"];

/// A board with something to ask about, and a server that is asked.
fn scene() -> (Board, MessagesApi) {
    let server = MessagesApi::new();
    let board = Board::new().with("ANTHROPIC_BASE_URL", &server.url());
    board.ok(&["add", "feature", "Build it"]);
    fs::write(board.path("config.toml"), "[claude]\nretries = 0\n").unwrap();
    (board, server)
}

/// Asks, and gives the error: its message with the first hint.
#[track_caller]
fn refused(board: &Board, code: i32) -> String {
    let outcome = board.run(&ASK);
    assert_eq!(outcome.code, Some(code), "{outcome}");
    let error: Value = outcome.json()["error"].clone();
    format!("{} → {}", error["message"].as_str().unwrap(), error["hint"].as_str().unwrap_or_default())
}

#[test]
fn without_a_key_it_is_said_where_one_can_be_given() {
    let (board, server) = scene();
    let said = refused(&board, 20);
    assert!(said.starts_with("there is no key for the Messages API → set ANTHROPIC_API_KEY, or"), "{said}");
    assert!(said.contains("claude.key_file"), "{said}");
    assert_eq!(server.count(), 0);
}

#[test]
fn a_key_can_be_in_any_of_three_places() {
    let (board, server) = scene();
    server.only_key(CANARY);
    let file = board.home().join("key");
    fs::write(&file, format!("{CANARY}\n")).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let ask = |name: &str, value: &str| {
        let mut command = board.command(&ASK);
        Running::start(command.env(name, value)).finish()
    };
    for (name, value) in [
        ("ANTHROPIC_API_KEY", CANARY),
        ("ANTHROPIC_AUTH_TOKEN", CANARY),
        ("COORD_CLAUDE_KEY_FILE", file.to_str().unwrap()),
    ] {
        assert_eq!(ask(name, value).ok().json()["data"]["source"], "model", "{name}");
    }
    let outcome = ask("ANTHROPIC_API_KEY", "another");
    assert_eq!(outcome.code, Some(21), "{outcome}");
    assert!(outcome.out().contains("the key in ANTHROPIC_API_KEY is not accepted (401)"), "{outcome}");
    fs::write(&file, "another").unwrap();
    let outcome = ask("COORD_CLAUDE_KEY_FILE", file.to_str().unwrap());
    assert!(
        outcome.out().contains(&format!("the key in the key file {} is not", file.display())),
        "{outcome}"
    );
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let outcome = ask("COORD_CLAUDE_KEY_FILE", file.to_str().unwrap());
    assert_eq!(outcome.code, Some(20), "{outcome}");
    assert!(outcome.out().contains("is open to others: its mode is 0644"), "{outcome}");
    assert_eq!(server.count(), 5);
}

#[test]
fn an_unknown_model_is_told_with_near_names() {
    let (board, server) = scene();
    server.only_models(&["claude-haiku-5-5"]);
    let board = board.with("ANTHROPIC_API_KEY", CANARY).with("ANTHROPIC_MODEL", "claude-opus-4");
    let said = refused(&board, 21);
    assert!(said.starts_with("there is no model \"claude-opus-4\" (404)"), "{said}");
    assert!(said.ends_with("known are: claude-opus-5-5"), "{said}");
}

#[test]
fn a_place_where_nobody_is_is_named() {
    let (board, _server) = scene();
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let board = board.with("ANTHROPIC_API_KEY", CANARY);
    let board = board.with("ANTHROPIC_BASE_URL", &format!("http://{address}"));
    let said = refused(&board, 21);
    assert!(said.starts_with(&format!("there is no connection to {address}: connection refused")), "{said}");
    let said = refused(&board.with("ANTHROPIC_BASE_URL", "http://example.com"), 20);
    assert!(said.starts_with("plain http to another machine is not taken"), "{said}");
}

#[test]
fn a_key_is_in_no_file_no_log_and_no_message() {
    let (board, server) = scene();
    let board = board
        .with("ANTHROPIC_API_KEY", CANARY)
        .with("COORD_LOG", "trace")
        .with("COORD_TELEMETRY", "true")
        .with("TELEMETRY_ENABLED", "true");
    server.plan([
        ApiAnswer::fitting(),
        ApiError::of(401).saying(format!("no such key: {CANARY}")).into(),
        ApiError::of(500).saying(CANARY).into(),
        ApiAnswer::Raw(200, "text/html", CANARY.to_owned()),
        ApiAnswer::Cut(CANARY.to_owned()),
        ApiAnswer::HangUp,
    ]);
    for _ in 0..6 {
        let outcome = board.run(&ASK);
        assert!(!outcome.to_string().contains("canary"), "{outcome}");
    }
    assert_eq!(server.count(), 6);
    told_nowhere(&board);
}

/// No file of the board holds the key.
#[track_caller]
fn told_nowhere(board: &Board) {
    let files = files_below(board.home());
    assert!(files.len() > 5, "{files:?}");
    for file in files {
        let bytes = fs::read(board.home().join(&file)).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&bytes).contains("canary"), "{}", file.display());
    }
}

#[test]
fn a_model_that_says_the_key_is_not_quoted() {
    let (board, server) = scene();
    let board = board.with("ANTHROPIC_API_KEY", CANARY);
    let plain =
        json!({"answer": format!("It is {CANARY}."), "work_item_ids": [], "agent_ids": [], "confidence": 1});
    let updates = json!({"updates": [{"status": format!("It is {CANARY}."), "next": "Rest."}]}).to_string();
    let escaped = plain.to_string().replace("sk-ant-", "sk-ant\\u002d");
    assert!(!escaped.contains(CANARY));
    let fenced = format!("```json\n{escaped}\n```");
    server.plan([plain.to_string(), escaped, fenced, updates].map(ApiAnswer::Text));
    for command in [["ask", "one?"], ["ask", "two?"], ["ask", "three?"], ["claude-stream", "work"]] {
        let line: Vec<&str> = command.into_iter().chain(["--provider", "api", "--no-fallback"]).collect();
        let out = board.ok(&line).out();
        assert!(!out.contains("canary") && out.matches("It is ….").count() == 1, "{out}");
    }
    let program = MockClaude::answering(&json!({
        "structured_output": plain, "session_id": CANARY, "modelUsage": {format!("m {CANARY}"): {"outputTokens": 9}}
    }));
    let board = board.with("PATH", &program.search_path());
    let out = board.ok(&["ask", "four?", "--provider", "cli", "--no-fallback"]).out();
    assert!(out.contains("It is ….") && out.contains("m …"), "{out}");
    told_nowhere(&board);
}

#[test]
fn a_model_is_called_by_a_name_or_as_it_was_asked_for() {
    let (board, _server) = scene();
    for name in ["", "two\nlines", "\u{1b}[31m", &"x".repeat(101)] {
        let answer = json!({"answer": "Fine.", "work_item_ids": [], "agent_ids": [], "confidence": 1});
        let told = json!({"structured_output": answer, "modelUsage": {name: {"outputTokens": 9}}});
        let program = MockClaude::answering(&told);
        let board = Board::in_dir(board.dir()).with("PATH", &program.search_path());
        let line = ["ask", "fine?", "--provider", "cli", "--model", "haiku", "--no-cache", "--json"];
        assert_eq!(board.ok(&line).json()["data"]["model"], "haiku", "{name:?}");
    }
}

#[test]
fn ctrl_c_ends_a_call_at_once() {
    let (board, server) = scene();
    server.usually(ApiAnswer::Silence);
    let board = board.with("ANTHROPIC_API_KEY", CANARY);
    // With a fallback too: who stops wants no other answer.
    for arguments in [&ASK[..], &ASK[..3]] {
        let before = server.count();
        let running = Running::start(&mut board.command(arguments));
        eventually("the request", || (server.count() > before).then_some(()));
        running.signal(Signal::INT);
        let outcome = running.finish_within(Duration::from_secs(20));
        assert_eq!(outcome.code, Some(130), "{outcome}");
    }
}
