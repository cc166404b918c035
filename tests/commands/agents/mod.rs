//! Agents: what they say of themselves, how they stand, what they did, and who should do what.

mod abilities;
mod assignment;
mod listing;
mod performance;
mod retirement;
mod truth;
mod workload;

use serde_json::Value;

use crate::scene::{run_with, unnamed};
use crate::support::{Board, Outcome};

/// An id that tries to add lines, steer a terminal and break a shell.
const HOSTILE: &str = "a \"b\"\n\u{1b}[31m$(c)\u{202e} 🚀";

/// A board at noon on which three agents are registered, in two teams.
fn crew() -> Board {
    let board = unnamed();
    board.ok(&["register", "ada", "red", "100", "", "--can", "write,gpu", "--max-items", "2"]);
    board.ok(&["register", "bob", "red", "80", "", "--can", "write"]);
    board.ok(&["register", "cyd", "blue", "", "", "--group", "night", "--group", "spare"]);
    board
}

/// Runs a command of an agent; fails the test unless it ends with 0.
#[track_caller]
fn by(board: &Board, agent: &str, line: &[&str]) -> Outcome {
    run_with(board, &[("AGENT_ID", agent)], line).ok()
}

/// Puts work into the queue and gives its id.
#[track_caller]
fn add(board: &Board, work_type: &str, more: &[&str]) -> String {
    let line: Vec<&str> = ["add", work_type, "something"].iter().chain(more).copied().collect();
    board.ok(&line).work_id()
}

/// Lets an agent of the team red claim new work and gives its id.
#[track_caller]
fn claim(board: &Board, agent: &str, work_type: &str) -> String {
    by(board, agent, &["claim", work_type, "something", "medium", "red"]).work_id()
}

/// An agent as its file has it.
#[track_caller]
fn stored(board: &Board, id: &str) -> Value {
    board
        .agents()
        .into_iter()
        .find(|agent| agent["agent_id"] == id)
        .unwrap_or_else(|| panic!("no agent {id}"))
}

/// What a command answers with `--json`.
#[track_caller]
fn data(board: &Board, line: &[&str]) -> Value {
    let line: Vec<&str> = line.iter().copied().chain(["--json"]).collect();
    board.ok(&line).json()["data"].clone()
}

/// One field of each item of a list.
fn column(list: &Value, field: &str) -> Vec<Value> {
    list["items"].as_array().unwrap().iter().map(|item| item[field].clone()).collect()
}
