//! The Messages API: every way in which it answers, and what becomes of that.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use coord::claude::api::Api;
use coord::claude::key::Form;
use coord::claude::{Attempt, Call, Cancellation, FailureKind, Key, Message, Provider as _, Usage};
use coord::config::Claude;
use serde_json::{Value, json};

use crate::support::{ApiAnswer, ApiError, MessagesApi};

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
fn an_error_is_told_with_the_words_of_the_server() {
    let server = MessagesApi::new();
    server.plan([ApiError::of(500).header("x-should-retry", "false")]);
    let failure = ask(&server).outcome.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Failed);
    assert!(failure.message.ends_with("failed (500): Internal server error"), "{}", failure.message);
    assert!(!failure.is_worth_a_retry);
}

#[test]
fn a_call_ends_within_a_tenth_of_a_second_once_it_is_cancelled() {
    let server = MessagesApi::new();
    server.usually(ApiAnswer::Silence);
    let mark = Arc::new(AtomicBool::new(false));
    let asking = Asking { cancellation: Cancellation::of(Arc::clone(&mark)), ..Asking::default() };
    let api = api(&server);
    let (ended, cancelled) = std::thread::scope(|scope| {
        let call = scope.spawn(|| (asking.call(&api, None), Instant::now()));
        crate::support::eventually("the request", || (server.count() == 1).then_some(()));
        mark.store(true, std::sync::atomic::Ordering::Relaxed);
        let cancelled = Instant::now();
        let (attempt, ended) = call.join().unwrap();
        assert_eq!(attempt.outcome.unwrap_err().kind, FailureKind::Cancelled);
        (ended, cancelled)
    });
    let took = ended.duration_since(cancelled);
    assert!(took < Duration::from_millis(100), "{took:?}");
}
