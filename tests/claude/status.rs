//! `claude-status`, and that a key is seen nowhere.

use std::fs;

use serde_json::{Value, json};

use crate::scene::{CANARY, asking, configure, side_file};
use crate::support::{ApiAnswer, ApiError, Board, MessagesApi, NOON, files_below};

/// The documents that all processes of a board share.
const SIDE_FILES: [&str; 5] =
    ["claude_breaker", "claude_rate", "claude_spend", "claude_cache", "claude_last_error"];

fn nobody() -> Board {
    Board::new().at(NOON).with("COORD_CLAUDE_PROVIDER", "none")
}

#[test]
fn without_a_provider_it_says_so() {
    let board = nobody();
    let text = board.ok(&["claude-status"]).out();
    assert!(text.contains("Provider: none – no model is asked: the provider is set to none"), "{text}");
    assert!(text.contains("Key: none") && text.contains("Spent today: $0.00 (of $5.00)"), "{text}");
    let standing = board.ok(&["claude-status", "--json"]).json()["data"].clone();
    assert_eq!(
        (&standing["available"], &standing["provider"], &standing["check"]),
        (&json!(false), &Value::Null, &Value::Null)
    );
    board.run(&["claude-status", "--check"]).fails_with(20);
    board.run(&["claude-status", "--check", "--json"]).refuses_with(20);
    assert!(!board.dir().exists(), "to look makes no board");
}

#[test]
fn it_says_who_is_asked_and_where_the_key_comes_from_but_never_the_key() {
    let server = MessagesApi::new();
    server.limit(50, std::time::Duration::from_mins(1));
    let board = asking(&server);
    let standing = board.ok(&["claude-status", "--json"]).json()["data"].clone();
    assert_eq!(
        json!([
            standing["available"],
            standing["provider"],
            standing["model"],
            standing["key_from"],
            standing["limits"]
        ]),
        json!([true, "api", "claude-haiku-5-5", "ANTHROPIC_API_KEY", []])
    );
    assert_eq!((server.count(), &standing["breaker"]["state"]), (0, &json!("CLOSED")));
    let text = board.ok(&["claude-status", "--check"]).out();
    for words in [
        "Provider: api, model claude-haiku-5-5",
        "Key: from ANTHROPIC_API_KEY",
        "Breaker: CLOSED",
        "Limit: 49 of 50 requests left, all again at ",
        "✅ Check: claude-haiku-5-5 answered in ",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(server.only_request().body["max_tokens"], 256);
}

#[test]
fn a_check_ends_with_the_code_of_its_failure() {
    let cases: [(ApiAnswer, i32, &str); 4] = [
        (ApiError::of(401).into(), 21, "ANTHROPIC_API_KEY"),
        (ApiError::of(529).header("x-should-retry", "false").into(), 21, "529"),
        ("[]".into(), 22, "not what was asked for"),
        (ApiAnswer::Silence, 23, "in time"),
    ];
    for (answer, code, words) in cases {
        let server = MessagesApi::new();
        server.usually(answer);
        let outcome = asking(&server).run(&["claude-status", "--check", "--timeout", "2s"]).fails_with(code);
        assert!(outcome.err().to_lowercase().contains(&words.to_lowercase()), "{words}: {outcome}");
    }
}

#[test]
fn the_last_failure_is_told_with_its_time() {
    let server = MessagesApi::new();
    server.plan([ApiError::of(403)]);
    let board = asking(&server).at(NOON);
    board.run(&["claude-status", "--check"]).fails_with(21);
    let last = board.ok(&["claude-status", "--json"]).json()["data"]["last_error"].clone();
    assert_eq!(
        json!([last["at"], last["kind"], last["analysis"], last["provider"], last["model"]]),
        json!([NOON, "refused", "check", "api", "claude-haiku-5-5"])
    );
    let text = board.ok(&["claude-status"]).out();
    assert!(text.contains(&format!("Last failure: {NOON} – refused (check, claude-haiku-5-5): ")), "{text}");
}

#[test]
fn a_call_has_a_span_of_its_own_below_the_command() {
    let server = MessagesApi::new();
    server.plan([ApiError::of(529).header("retry-after-ms", "1")]);
    let board = asking(&server).with("TRACE_ID", "0123456789abcdef0123456789abcdef");
    board.ok(&["claude-status", "--check"]);
    let spans: Vec<Value> = fs::read_to_string(board.path("telemetry_spans.jsonl"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(spans.len(), 2, "{spans:?}");
    let (failed, fine) = (&spans[0], &spans[1]);
    for span in [failed, fine] {
        assert_eq!(
            json!([span["operation_name"], span["span_kind"], span["trace_id"]]),
            json!(["chat claude-haiku-5-5", "client", "0123456789abcdef0123456789abcdef"])
        );
        assert_eq!(span["span_id"].as_str().unwrap().len(), 16);
    }
    assert_eq!(failed["parent_span_id"], fine["parent_span_id"]);
    assert_ne!(failed["span_id"], fine["span_id"]);
    assert_ne!(fine["span_id"], fine["parent_span_id"]);
    assert_eq!((&failed["status"], &fine["status"]), (&json!("error"), &json!("ok")));
    let common = json!({ "gen_ai.operation.name": "chat", "gen_ai.provider.name": "anthropic",
        "gen_ai.request.model": "claude-haiku-5-5", "s2s.claude.analysis": "check" });
    let with = |own: Value| {
        let mut all = common.as_object().unwrap().clone();
        all.extend(own.as_object().unwrap().clone());
        Value::Object(all)
    };
    assert_eq!(
        failed["span_attributes"],
        with(
            json!({ "error.type": "failed", "http.response.status_code": 529, "s2s.claude.request_id": "req_000001" })
        )
    );
    assert_eq!(
        fine["span_attributes"],
        with(json!({ "gen_ai.usage.input_tokens": 120, "gen_ai.usage.output_tokens": 34,
        "gen_ai.response.model": "claude-haiku-5-5", "http.response.status_code": 200, "s2s.claude.request_id": "req_000002" }))
    );
    let journal = board.ok(&["history"]).out();
    assert_eq!(journal.matches("claude.call").count(), 2, "{journal}");
    assert!(journal.contains("claude-haiku-5-5 answered (check): 120 tokens in, 34 out"), "{journal}");
    let audit = board.ok(&["audit", "--json"]).json();
    assert_eq!(audit["data"]["items"][1]["events"], json!(["claude-haiku-5-5 failed (check)"]), "{audit}");
}

#[test]
fn question_and_answer_are_in_spans_only_where_that_is_switched_on() {
    let server = MessagesApi::new();
    let board = asking(&server);
    board.ok(&["claude-status", "--check"]);
    let spans = || fs::read_to_string(board.path("telemetry_spans.jsonl")).unwrap();
    assert!(!spans().contains("Are you there?"));
    configure(&board, "[claude]\nlog_prompts = true\n");
    board.ok(&["claude-status", "--check"]);
    let last: Value = serde_json::from_str(spans().lines().last().unwrap()).unwrap();
    assert_eq!(last["span_attributes"]["gen_ai.input.messages"], "Are you there?");
    assert_eq!(last["span_attributes"]["gen_ai.output.messages"], "{\"ok\":false}");
    configure(&board, "[claude]\nlog_prompts = true\n[telemetry]\nenabled = false\n");
    let before = spans();
    board.ok(&["claude-status", "--check"]);
    assert_eq!(spans(), before);
}

#[test]
fn broken_documents_stop_no_question() {
    let server = MessagesApi::new();
    let board = asking(&server);
    board.ok(&["claude-status", "--check"]);
    for text in
        ["", "{\"half", "[7]", "{\"accounts\":7,\"days\":7,\"answers\":7,\"at_ms\":\"x\"}", "\u{0}", "null"]
    {
        for name in SIDE_FILES {
            fs::write(board.path(&format!(".store/side/{name}.json")), text).unwrap();
        }
        let outcome = board.ok(&["claude-status", "--check", "-v"]);
        assert!(outcome.err().contains("claude_rate is broken; it begins anew"), "{text:?}: {outcome}");
        for name in ["claude_rate", "claude_spend"] {
            assert!(serde_json::from_str::<Value>(&side_file(&board, name)).unwrap().is_object(), "{name}");
        }
        board.ok(&["breaker", "reset"]);
        assert_eq!(side_file(&board, "claude_breaker"), "{\"accounts\":{}}");
    }
    for name in SIDE_FILES {
        let path = board.path(&format!(".store/side/{name}.json"));
        let _ = fs::remove_file(&path);
        fs::create_dir(path).unwrap();
    }
    let refused = board.run(&["claude-status", "--check"]).fails_with(20);
    let path = board.path(".store/side/claude_spend.json").display().to_string();
    assert!(refused.err().contains(&format!("what is spent: {path} is not safe to use")), "{refused}");
    let standing = board.ok(&["claude-status"]);
    assert!(standing.err().contains("nobody can keep account of what is spent"), "{standing}");
    configure(&board, "[claude]\nmax_usd_per_day = 0\n");
    board.ok(&["claude-status", "--check"]);
    board.assert_consistent();
}

#[test]
fn a_key_is_seen_nowhere() {
    let server = MessagesApi::new();
    let echo = format!("your key {CANARY} is wrong");
    server.plan([
        ApiAnswer::from(ApiError::of(401).saying(echo.clone())),
        ApiError::of(529).saying(echo.clone()).header("retry-after-ms", "1").into(),
        ApiAnswer::fitting(),
        ApiAnswer::Raw(200, "application/json", format!("{{\"oops\":\"{CANARY}\"}}")),
        ApiAnswer::Raw(302, "text/html", CANARY.to_owned()),
        ApiAnswer::Raw(500, "text/html", format!("<h1>{CANARY}</h1>")),
        ApiAnswer::HangUp,
    ]);
    let board = asking(&server);
    configure(&board, "[claude]\nlog_prompts = true\n");
    let mut seen = String::new();
    for arguments in [
        &["claude-status", "--check", "-vvv"][..],
        &["claude-status", "--check", "-vvv", "--json"],
        &["claude-status", "--check", "-vvv"],
        &["claude-status", "--check", "-vvv", "--json"],
        &["claude-status", "--check", "-vvv"],
        &["claude-status", "--check", "-vvv", "--provider", "api", "--timeout", "3s"],
        &["claude-status"],
        &["claude-usage", "--json"],
        &["breaker"],
        &["environment"],
        &["config"],
        &["doctor"],
        &["history"],
        &["logs", "--level", "debug"],
    ] {
        let outcome = board.run(arguments);
        seen.push_str(&format!("{outcome}\n{}\n{}\n", outcome.out(), outcome.err()));
    }
    assert!(server.count() >= 7 && server.requests().iter().all(|request| request.key() == Some(CANARY)));
    assert!(!seen.contains("canary"), "{seen}");
    let mut files = 0;
    for path in
        files_below(board.home()).iter().map(|path| board.home().join(path)).filter(|path| path.is_file())
    {
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        assert!(!text.contains("canary"), "{}: {text}", path.display());
        files += 1;
    }
    assert!(files > 5, "{files} files");
}
