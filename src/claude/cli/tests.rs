//! What is made of the words of the program.

use std::io;

use serde_json::{Value, json};

use super::ending::attempt;
use super::hearing::Hearing;
use super::*;
use crate::claude::{Cancellation, Message};
use crate::process::{Ending, Tail};

fn ended(ending: Ending, tail: &str) -> Ran {
    let mut words = Tail::default();
    words.push(tail.as_bytes());
    Ran { ending, tail: words }
}

/// What comes of a session that said this and ended with that code.
fn heard(said: &str, code: i32) -> Attempt {
    let mut hearing = Hearing::new(None, true);
    hearing.take(said.as_bytes());
    let is_too_long = hearing.is_too_long();
    attempt(ended(Ending::Exited(code), "the last words\n"), hearing.result(), is_too_long, "asked-model")
}

fn result(fields: &Value) -> Value {
    let mut whole = json!({"type": "result", "subtype": "success", "is_error": false, "result": "{\"a\":1}",
        "structured_output": null, "stop_reason": "end_turn", "session_id": "s1", "total_cost_usd": 0.25,
        "usage": {"input_tokens": 3, "cache_creation_input_tokens": 4, "cache_read_input_tokens": null,
            "output_tokens": 5}, "api_error_status": null, "duration_ms": 122});
    for (name, value) in fields.as_object().unwrap() {
        whole[name] = value.clone();
    }
    whole
}

fn failure(fields: &Value, code: i32) -> Failure {
    heard(&result(fields).to_string(), code).outcome.unwrap_err()
}

#[test]
fn a_structured_answer_goes_before_a_text() {
    let models = json!({"small": {"outputTokens": 1}, "large": {"outputTokens": 9}});
    let told = result(&json!({"structured_output": {"b": 2}, "modelUsage": models}));
    let attempt = heard(&told.to_string(), 0);
    assert_eq!(attempt.usage, crate::claude::Usage { input_tokens: 7, output_tokens: 5 });
    assert_eq!((attempt.request_id.as_deref(), attempt.cost_usd), (Some("s1"), Some(0.25)));
    let reply = attempt.outcome.unwrap();
    assert_eq!((reply.text.as_str(), reply.model.as_str()), ("{\"b\":2}", "large"));
    let reply = heard(&result(&json!({})).to_string(), 0).outcome.unwrap();
    assert_eq!((reply.text.as_str(), reply.model.as_str()), ("{\"a\":1}", "asked-model"));
}

#[test]
fn a_result_is_found_in_a_list_and_among_other_lines() {
    let told = result(&json!({}));
    let listed = json!([{"type": "system"}, told, {"type": "late"}]).to_string();
    let among = format!("a warning\n{told}\nanother\n");
    for said in [listed, among] {
        assert_eq!(heard(&said, 0).outcome.unwrap().text, "{\"a\":1}", "{said}");
    }
}

#[test]
fn an_error_of_the_service_is_told_though_the_subtype_is_success() {
    use FailureKind::{Failed, Refused};
    let all = [
        (400, Refused),
        (401, Refused),
        (404, Refused),
        (413, Refused),
        (429, Failed),
        (500, Failed),
        (529, Failed),
    ];
    for (status, kind) in all {
        let told = json!({"is_error": true, "api_error_status": status, "result": "API Error: no\n  luck"});
        let attempt = heard(&result(&told).to_string(), 1);
        assert_eq!(attempt.status, Some(status));
        let failure = attempt.outcome.unwrap_err();
        assert_eq!((failure.kind, failure.is_worth_a_retry), (kind, kind == Failed), "{status}");
        assert_eq!(failure.message, format!("claude was answered with {status}: API Error: no luck"));
    }
}

#[test]
fn whatever_else_goes_wrong_is_told_too() {
    let kind = |fields: Value, code: i32| failure(&fields, code).kind;
    let turns =
        json!({"subtype": "error_max_turns", "is_error": true, "result": null, "errors": ["too many turns"]});
    assert_eq!(failure(&turns, 1).message, "claude gave up: too many turns");
    assert_eq!(kind(turns, 1), FailureKind::Invalid);
    assert_eq!(kind(json!({"stop_reason": "refusal"}), 0), FailureKind::Refused);
    for blank in ["", " \n"] {
        assert_eq!(kind(json!({"result": blank}), 0), FailureKind::Invalid);
    }
    let cut = heard(&result(&json!({"result": "", "stop_reason": "max_tokens"})).to_string(), 0);
    assert!(cut.outcome.unwrap().is_cut, "a shorter one may hold something");
    assert_eq!(kind(json!({}), 3), FailureKind::Failed);
    let login = json!({"is_error": true, "result": "Not logged in · Please run /login"});
    assert_eq!(kind(login, 1), FailureKind::Unavailable);
    let dear = json!({"is_error": true, "subtype": "error_max_budget_usd", "result": null});
    assert_eq!(failure(&dear, 1).message, "claude stopped: error_max_budget_usd");
}

#[test]
fn rubbish_is_no_result() {
    for said in
        ["", "\n", "{}", "[]", "null", "{\"type\":\"result\"", "\u{0}\u{1}", "{\"type\":\"assistant\"}"]
    {
        assert_eq!(heard(said, 0).outcome.unwrap_err().kind, FailureKind::Invalid, "{said:?}");
        let failure = heard(said, 1).outcome.unwrap_err();
        assert_eq!(failure.message, "claude ended with 1 and no result: the last words");
    }
    let odd = json!({"type": "result", "result": 5}).to_string();
    assert_eq!(heard(&odd, 0).outcome.unwrap_err().kind, FailureKind::Invalid);
    assert_eq!(
        heard(&"x".repeat(8_000_001), 0).outcome.unwrap_err().message,
        "claude gave an answer of more than 8 MB"
    );
}

#[test]
fn an_ending_of_another_kind_is_told() {
    let kind = |ending| attempt(ended(ending, ""), None, false, "m").outcome.unwrap_err().kind;
    assert_eq!(kind(Ending::TimedOut), FailureKind::TimedOut);
    assert_eq!(kind(Ending::Killed(9)), FailureKind::Failed);
    assert_eq!(kind(Ending::Lost), FailureKind::Failed);
    assert_eq!(kind(Ending::NotStarted(io::ErrorKind::NotFound.into())), FailureKind::Unavailable);
    let old = ended(Ending::Exited(1), "error: unknown option '--json-schema'\n");
    let old = attempt(old, None, false, "m").outcome.unwrap_err();
    assert_eq!(old.kind, FailureKind::Unavailable);
    assert_eq!(old.message, "this claude is too old: error: unknown option '--json-schema'");
}

#[test]
fn pieces_are_told_as_they_come() {
    let event = |delta: Value| {
        let event = json!({"type": "content_block_delta", "index": 0, "delta": delta});
        json!({"type": "stream_event", "event": event}).to_string()
    };
    let lines = [
        json!({"type": "system", "subtype": "init"}).to_string(),
        event(json!({"type": "text_delta", "text": "Well, "})),
        "no JSON".to_owned(),
        event(json!({"type": "input_json_delta", "partial_json": "{\"a\""})),
        event(json!({"type": "input_json_delta", "partial_json": ":1}"})),
        result(&json!({"structured_output": {"a": 1}})).to_string(),
    ];
    let said = lines.join("\n") + "\n";
    for (is_value, expected) in [(true, vec!["{\"a\"", ":1}"]), (false, vec!["Well, "])] {
        let mut pieces = Vec::new();
        let mut deliver = |piece: &str| pieces.push(piece.to_owned());
        let mut hearing = Hearing::new(Some(&mut deliver), is_value);
        said.as_bytes().chunks(7).for_each(|bytes| hearing.take(bytes));
        assert!(hearing.result().is_some());
        assert_eq!(pieces, expected);
    }
}

#[test]
fn the_last_line_need_not_end() {
    let told = result(&json!({})).to_string();
    let mut deliver = |_: &str| {};
    let mut hearing = Hearing::new(Some(&mut deliver), true);
    hearing.take(format!("{{}}\n{told}").as_bytes());
    assert!(hearing.result().is_some());
}

#[test]
fn no_word_of_the_data_is_on_the_command_line() {
    let cli = Cli {
        program: "/bin/claude".into(),
        model: "m".to_owned(),
        hidden: Vec::new(),
        keys: vec![Secret::of("sk-ant-1".to_owned())],
        rooms: Vec::new(),
    };
    let (schema, cancellation) = (json!({"type": "object"}), Cancellation::default());
    let call = Call {
        system: "Rank.",
        messages: &[Message::user("secret data")],
        schema: Some(&schema),
        max_tokens: 64,
        deadline: Instant::now(),
        cancellation: &cancellation,
    };
    let line = cli.command_line(&call, false).join("|");
    assert_eq!(
        line,
        "/bin/claude|-p|--output-format|json|--model|m|--tools||--strict-mcp-config|--no-session-persistence|\
         --system-prompt|Rank.|--json-schema|{\"type\":\"object\"}"
    );
    assert_eq!(cli.hide("key sk-ant-1 is wrong"), "key … is wrong");
}
