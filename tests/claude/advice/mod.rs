//! Advice that is computed from the board, or said by a model, and what follows from it.

mod assignments;
mod health;
mod models;
mod priorities;
mod recommendation;
mod teams;

use serde_json::Value;

use crate::support::{Board, NOON, Outcome, parse};

/// The trace that every command is part of.
const TRACE: &str = "0123456789abcdef0123456789abcdef";

/// An empty board at noon, without a model.
fn board() -> Board {
    Board::new().at(NOON).with("FORCE_TRACE_ID", TRACE).with("COORD_CLAUDE_PROVIDER", "none")
}

/// What a command tells as JSON, which is as its schema says.
#[track_caller]
fn data(board: &Board, line: &[&str]) -> Value {
    let told: Vec<&str> = line.iter().chain(&["--json"]).copied().collect();
    let data = board.ok(&told).json()["data"].clone();
    let schema = (coord::commands::registry::find(line[0]).unwrap().report)().to_value();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = validator.iter_errors(&data).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{line:?}: {faults:#?}\n{data:#}");
    data
}

/// Puts work into the queue and gives its id.
#[track_caller]
fn add(board: &Board, line: &[&str]) -> String {
    let line: Vec<&str> = ["add", "-q"].iter().chain(line).copied().collect();
    board.ok(&line).out().trim().to_owned()
}

/// The file that holds the newest analysis, without what became of it.
#[track_caller]
fn kept(board: &Board, name: &str) -> Value {
    parse(&board.path(name))
}

/// Fails the test unless each of these lines is there, in this order.
#[track_caller]
fn assert_lines(outcome: &Outcome, lines: &[&str]) {
    let text = outcome.out();
    let mut rest = text.lines();
    for line in lines {
        assert!(rest.any(|told| told.contains(line)), "no {line:?} after the ones before it: {outcome}");
    }
}

/// The values of one field of each item.
fn each<'v>(data: &'v Value, field: &str) -> Vec<&'v Value> {
    data["items"].as_array().unwrap().iter().map(|item| &item[field]).collect()
}
