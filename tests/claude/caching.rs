//! The same question, asked again a short while later by whoever it is, is answered without a call.

use std::fs;

use serde_json::{Value, json};

use crate::scene::{asking, side_file};
use crate::support::{Board, MessagesApi, NOON};

const ASK: [&str; 2] = ["claude-analyze-priorities", "--json"];

fn advice(board: &Board, more: &[&str]) -> Value {
    board.ok(&[&ASK[..], more].concat()).json()["data"].clone()
}

fn board_with_work(server: &MessagesApi) -> Board {
    let board = asking(server).at(NOON);
    board.ok(&["add", "bug", "the secret word is xyzzy"]);
    board
}

#[test]
fn the_same_question_is_answered_from_before_by_another_process() {
    let server = MessagesApi::new();
    let mut board = board_with_work(&server);
    let first = advice(&board, &[]);
    assert_eq!((&first["source"], &first["cached"]), (&json!("model"), &json!(false)));
    let again = advice(&board, &[]);
    assert_eq!((&again["cached"], &again["model"], server.count()), (&json!(true), &first["model"], 1));
    assert_eq!((&again["cost_usd"], &again["usage"]["input_tokens"]), (&json!(0.0), &json!(0)));
    assert_eq!(again["items"], first["items"]);
    // Only a hash of the question is kept.
    assert!(!side_file(&board, "claude_cache").contains("xyzzy"));

    assert_eq!((&advice(&board, &["--no-cache"])["cached"], server.count()), (&json!(false), 2));
    advice(&board, &["--model", "claude-opus-5-5"]);
    assert_eq!(server.count(), 3, "another model");
    board.ok(&["add", "bug", "one more"]);
    advice(&board, &[]);
    assert_eq!(server.count(), 4, "another board");
    board.set_clock("2026-01-31T12:05:01Z");
    advice(&board, &[]);
    assert_eq!(server.count(), 5, "it is older than five minutes");
}

#[test]
fn the_span_of_a_call_is_below_that_of_its_command() {
    let server = MessagesApi::new();
    let board = board_with_work(&server);
    advice(&board, &[]);
    let spans: Vec<Value> = fs::read_to_string(board.path("telemetry_spans.jsonl"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |name: &str| spans.iter().find(|span| span["operation_name"] == name).unwrap();
    let (command, call) = (of("s2s.claude.priorities"), of("chat claude-haiku-5-5"));
    assert_eq!((&call["parent_span_id"], &call["trace_id"]), (&command["span_id"], &command["trace_id"]));
    assert_eq!((&command["span_kind"], &call["span_kind"]), (&json!("internal"), &json!("client")));
    assert_eq!(call["span_attributes"]["s2s.claude.analysis"], "priorities");
    assert!(!spans.iter().any(|span| span.to_string().contains("xyzzy")));
}
