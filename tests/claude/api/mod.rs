//! The Messages API: every way in which it answers, and what becomes of that.

mod broken;
mod errors;
mod tls;

use std::cell::RefCell;
use std::time::{Duration, Instant};

use coord::claude::api::Api;
use coord::claude::key::Form;
use coord::claude::{Attempt, Call, Cancellation, FailureKind, Key, Message, Provider as _, Usage};
use coord::config::Claude;
use serde_json::{Value, json};

use crate::support::{ApiAnswer, MessagesApi};

const CANARY: &str = "sk-ant-canary-42";

/// An API provider for this server.
fn api(server: &MessagesApi) -> Api {
    api_with(server, |_| {})
}

fn api_with(server: &MessagesApi, adjust: impl FnOnce(&mut Claude)) -> Api {
    let mut settings = Claude { base_url: server.url(), ..Claude::default() };
    adjust(&mut settings);
    Api::new(&settings, Key::new(CANARY, Form::ApiKey, "ANTHROPIC_API_KEY").unwrap()).unwrap()
}

/// How a call is made.
struct Asking {
    schema: Option<Value>,
    max_tokens: u32,
    within: Duration,
    cancellation: Cancellation,
}

impl Default for Asking {
    fn default() -> Self {
        Self {
            schema: None,
            max_tokens: 500,
            within: Duration::from_secs(20),
            cancellation: Cancellation::default(),
        }
    }
}

impl Asking {
    fn call(&self, api: &Api, deliver: Option<&mut dyn FnMut(&str)>) -> Attempt {
        let messages = [Message::user("<board_data>\n</board_data>")];
        let call = Call {
            system: "Rank the work.",
            messages: &messages,
            schema: self.schema.as_ref(),
            max_tokens: self.max_tokens,
            deadline: Instant::now() + self.within,
            cancellation: &self.cancellation,
        };
        api.call(&call, deliver)
    }

    /// Streams, and gives the pieces.
    fn stream(&self, api: &Api) -> (Attempt, Vec<String>) {
        let pieces = RefCell::new(Vec::new());
        let attempt = self.call(api, Some(&mut |piece: &str| pieces.borrow_mut().push(piece.to_owned())));
        (attempt, pieces.into_inner())
    }
}

fn ask(server: &MessagesApi) -> Attempt {
    Asking::default().call(&api(server), None)
}

fn attempt(asking: &Asking, server: &MessagesApi, is_streamed: bool) -> Attempt {
    let api = api(server);
    if is_streamed { asking.stream(&api).0 } else { asking.call(&api, None) }
}

#[test]
fn a_question_is_answered_by_the_text_behind_the_thinking() {
    let server = MessagesApi::new();
    server.plan(["Fine so far."]);
    let attempt = ask(&server);
    let reply = attempt.outcome.unwrap();
    assert_eq!((&*reply.text, &*reply.model, reply.is_cut), ("Fine so far.", "claude-haiku-5-5", false));
    assert_eq!(attempt.usage, Usage { input_tokens: 120, output_tokens: 34 });
    assert_eq!((attempt.status, attempt.request_id.as_deref()), (Some(200), Some("req_000001")));
    let request = server.only_request();
    assert_eq!((&*request.path, request.key()), ("/v1/messages", Some(CANARY)));
    assert_eq!(request.headers["anthropic-version"], "2026-10-21");
    assert!(!request.is_streamed());
}

#[test]
fn a_stream_arrives_piece_by_piece() {
    let server = MessagesApi::new();
    let text = "One, two, three – ünd 🚀 four.";
    server.plan([text]);
    let (attempt, pieces) = Asking::default().stream(&api(&server));
    assert_eq!(attempt.outcome.unwrap().text, text);
    assert!(pieces.len() > 3, "{pieces:?}");
    assert_eq!(pieces.concat(), text);
    assert_eq!(attempt.usage, Usage { input_tokens: 120, output_tokens: 34 });
    assert!(server.only_request().is_streamed());
}

#[test]
fn a_schema_goes_along_and_the_answer_is_its_json() {
    let server = MessagesApi::new();
    let schema = json!({
        "type": "object",
        "properties": { "level": { "type": "string", "enum": ["low", "high"] } },
        "required": ["level"],
        "additionalProperties": false,
    });
    let asking = Asking { schema: Some(schema.clone()), ..Asking::default() };
    let reply = asking.call(&api(&server), None).outcome.unwrap();
    assert_eq!(reply.text, r#"{"level":"low"}"#);
    assert_eq!(server.only_request().schema(), Some(&schema));
}

#[test]
fn a_long_answer_is_streamed_though_nobody_reads_along() {
    let server = MessagesApi::new();
    for (max_tokens, is_streamed) in [(21_000, false), (21_001, true)] {
        let asking = Asking { max_tokens, ..Asking::default() };
        assert_eq!(asking.call(&api(&server), None).outcome.unwrap().text, "Fine.");
        assert_eq!(server.requests().last().unwrap().is_streamed(), is_streamed, "{max_tokens}");
    }
}

#[test]
fn a_server_that_does_not_stream_is_read_all_the_same() {
    let server = MessagesApi::new();
    let message =
        json!({ "type": "message", "model": "m", "content": [{ "type": "text", "text": "whole" }] });
    server.plan([ApiAnswer::Raw(200, "application/json", message.to_string())]);
    let (attempt, pieces) = Asking::default().stream(&api(&server));
    assert_eq!((attempt.outcome.unwrap().text, pieces), ("whole".to_owned(), vec!["whole".to_owned()]));
}

#[test]
fn the_version_and_the_form_of_the_key_can_be_chosen() {
    let server = MessagesApi::new();
    let settings = Claude { base_url: server.url(), version: "2023-06-01".to_owned(), ..Claude::default() };
    let key = Key::new(CANARY, Form::Bearer, "ANTHROPIC_AUTH_TOKEN").unwrap();
    let api = Api::new(&settings, key).unwrap();
    assert_eq!(Asking::default().call(&api, None).outcome.unwrap().text, "Fine.");
    let headers = server.only_request().headers;
    assert_eq!(headers["anthropic-version"], "2023-06-01");
    assert_eq!(headers["authorization"], format!("Bearer {CANARY}"));
    assert!(!headers.contains_key("x-api-key"));
}

#[test]
fn what_the_model_stopped_for_is_told_in_both_forms() {
    let server = MessagesApi::new();
    for is_streamed in [false, true] {
        let ask = || attempt(&Asking::default(), &server, is_streamed);
        server.plan([
            ApiAnswer::Stopped("max_tokens", "{\"half\":".to_owned()),
            ApiAnswer::Stopped("refusal", String::new()),
            ApiAnswer::Stopped("pause_turn", "so far".to_owned()),
            ApiAnswer::Stopped("model_context_window_exceeded", "so far".to_owned()),
            ApiAnswer::ToolUse("look".to_owned(), json!({ "at": "it" })),
        ]);
        let reply = ask().outcome.unwrap();
        assert_eq!((&*reply.text, reply.is_cut), ("{\"half\":", true));
        let kinds = [FailureKind::Refused, FailureKind::Failed, FailureKind::Refused, FailureKind::Invalid];
        for kind in kinds {
            let attempt = ask();
            assert_eq!(attempt.outcome.unwrap_err().kind, kind);
            assert_eq!(attempt.usage, Usage { input_tokens: 120, output_tokens: 34 });
        }
    }
}

#[test]
fn the_limits_are_those_of_the_headers() {
    let server = MessagesApi::new();
    server.limit(2, Duration::from_hours(1));
    let remaining = || {
        let attempt = ask(&server);
        let requests = attempt.rate.unwrap().requests.unwrap();
        assert_eq!(requests.limit, 2);
        assert!(requests.reset.unwrap().instant().is_some());
        (requests.remaining, attempt.outcome)
    };
    assert_eq!((remaining().0, remaining().0), (1, 0));
    let (left, outcome) = remaining();
    let failure = outcome.unwrap_err();
    assert_eq!((left, failure.kind, failure.is_worth_a_retry), (0, FailureKind::Failed, true));
    let wait = failure.retry_after.unwrap();
    assert!(wait > Duration::from_mins(50) && wait <= Duration::from_hours(1), "{wait:?}");
    assert_eq!(server.turned_away(), 1);
}

#[test]
fn one_account_is_one_place_and_one_key_and_names_neither_key_nor_model() {
    let server = MessagesApi::new();
    let other = api_with(&server, |settings| settings.model = Some("claude-opus-5-5".to_owned()));
    assert_eq!(api(&server).account(), other.account());
    assert!(!api(&server).account().contains("canary"));
    let elsewhere = MessagesApi::new();
    assert_ne!(api(&server).account(), api(&elsewhere).account());
}
