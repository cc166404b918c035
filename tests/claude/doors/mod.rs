//! The ways in and out: the `claude` program and Ollama as providers, questions in words, data through pipes and files,
//! updates as they come.

mod ask;
mod cli;
mod dashboard;
mod enhanced;
mod ollama;
mod pipe;
mod real_program;
mod stream;

use serde_json::{Value, json};

use crate::support::{Board, MessagesApi, MockClaude, NOON, Ollama, Running, write_sample};

/// The trace that every command is part of.
const TRACE: &str = "0123456789abcdef0123456789abcdef";
/// A port on which nobody listens.
const CLOSED: &str = "127.0.0.1:1";

/// An empty board at noon with nobody to ask.
fn board() -> Board {
    let board = Board::new().at(NOON).with("FORCE_TRACE_ID", TRACE).with("OLLAMA_HOST", CLOSED);
    board.with("PATH", "/usr/bin:/bin")
}

/// The same with a Messages API.
fn board_with(api: &MessagesApi) -> Board {
    board().with("ANTHROPIC_BASE_URL", &api.url()).with("ANTHROPIC_API_KEY", "sk-ant-canary-7")
}

/// The same with a `claude` program.
fn board_with_program(program: &MockClaude) -> Board {
    board().with("PATH", &program.search_path())
}

/// The same with an Ollama.
fn board_with_ollama(ollama: &Ollama) -> Board {
    board().with("OLLAMA_HOST", &ollama.host())
}

/// Puts work into the queue and gives its id.
#[track_caller]
fn add(board: &Board, line: &[&str]) -> String {
    let line: Vec<&str> = ["add", "-q"].iter().chain(line).copied().collect();
    board.ok(&line).out().trim().to_owned()
}

/// Makes a FIFO.
#[track_caller]
fn make_pipe(path: &std::path::Path) {
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// An answer to a question about the board.
fn answer(text: &str, items: &[&str]) -> Value {
    json!({"answer": text, "work_item_ids": items, "agent_ids": [], "confidence": 80})
}

/// Two updates for who listens.
fn two_updates() -> Value {
    json!({"updates": [{"status": "One waits.", "next": "Take it."}, {"status": "All is well.", "next": "Rest."}]})
}

#[test]
fn every_door_gives_a_checked_answer_on_a_board_full_of_oddities() {
    let api = MessagesApi::new();
    let board = board_with(&api);
    write_sample(board.dir(), 141);
    let claims = std::fs::read(board.path("work_claims.json")).unwrap();
    let lines: [&[&str]; 4] = [
        &["ask", "What waits?"],
        &["claude-stream", "team_1"],
        &["claude-pipe", "bottlenecks"],
        &["claude-enhanced", "priorities", "board/work_claims.json", "out.json"],
    ];
    for provider in ["api", "none"] {
        for line in lines {
            let line: Vec<&str> = line.iter().chain(&["--provider", provider, "--json"]).copied().collect();
            let told = Running::start_with_input(&mut board.command(&line), &claims).finish().ok().json();
            let source = if provider == "none" { "computed" } else { "model" };
            assert_eq!(
                (&told["data"]["source"], &told["warnings"]),
                (&json!(source), &json!([])),
                "{line:?}"
            );
        }
    }
    assert_eq!(api.count(), 4, "one call each");
    assert_eq!(std::fs::read(board.path("work_claims.json")).unwrap(), claims, "nothing was changed");
}
