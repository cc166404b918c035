//! Answers that are errors.

use std::time::Duration;

use coord::claude::{Failure, FailureKind};
use coord::config::Claude;

use super::{Asking, CANARY, api, api_with, ask};
use crate::support::{ApiError, MessagesApi};

/// What becomes of an answer that is this error.
#[track_caller]
fn failure(error: ApiError) -> Failure {
    let server = MessagesApi::new();
    server.plan([error]);
    let attempt = ask(&server);
    assert_eq!(attempt.request_id.as_deref(), Some("req_000001"));
    attempt.outcome.unwrap_err()
}

#[test]
fn refusals_are_final_and_failures_are_not() {
    for status in [400, 401, 402, 403, 404, 413] {
        let failure = failure(ApiError::of(status));
        assert_eq!((failure.kind, failure.is_worth_a_retry), (FailureKind::Refused, false), "{status}");
        assert!(failure.message.contains(&format!("({status})")), "{}", failure.message);
    }
    for status in [409, 429, 500, 503, 504, 529] {
        let failure = failure(ApiError::of(status));
        assert_eq!((failure.kind, failure.is_worth_a_retry), (FailureKind::Failed, true), "{status}");
        assert_eq!(failure.retry_after, None);
    }
}

#[test]
fn the_server_says_when_to_come_back_and_whether() {
    let limited = |name, value| failure(ApiError::of(429).header(name, value)).retry_after;
    assert_eq!(limited("retry-after", "7"), Some(Duration::from_secs(7)));
    assert_eq!(limited("retry-after-ms", "70"), Some(Duration::from_millis(70)));
    let date = (chrono::Utc::now() + chrono::Duration::seconds(3_600)).format("%a, %d %b %Y %H:%M:%S GMT");
    let wait = limited("retry-after", &date.to_string()).unwrap().as_secs();
    assert!((3_500..=3_600).contains(&wait), "{wait}");
    assert!(!failure(ApiError::of(529).header("x-should-retry", "false")).is_worth_a_retry);
    assert!(failure(ApiError::of(400).header("x-should-retry", "true")).is_worth_a_retry);
    let spent = failure(ApiError::of(429).code("enforced_spend_limit_reached").header("retry-after", "1"));
    assert_eq!((spent.kind, spent.is_worth_a_retry), (FailureKind::Refused, false));
}

#[test]
fn a_wrong_key_is_told_by_where_it_comes_from() {
    let server = MessagesApi::new();
    server.only_key("another");
    let failure = ask(&server).outcome.unwrap_err();
    assert_eq!(failure.message, "the key in ANTHROPIC_API_KEY is not accepted (401): invalid x-api-key");
    assert_eq!(failure.hint.as_deref(), Some("put a key that is valid into ANTHROPIC_API_KEY"));
}

#[test]
fn an_unknown_model_is_told_with_near_names() {
    let server = MessagesApi::new();
    server.only_models(&["claude-haiku-5-5"]);
    let api = api_with(&server, |settings| settings.model = Some("claude-sonet-5-5".to_owned()));
    let failure = Asking::default().call(&api, None).outcome.unwrap_err();
    assert!(
        failure.message.starts_with("there is no model \"claude-sonet-5-5\" (404)"),
        "{}",
        failure.message
    );
    assert!(failure.hint.unwrap().starts_with("known are: claude-sonnet-5-5"));
}

#[test]
fn a_place_without_a_messages_api_is_told() {
    let server = MessagesApi::new();
    let api = api_with(&server, |settings| settings.base_url.push_str("/elsewhere/"));
    let failure = Asking::default().call(&api, None).outcome.unwrap_err();
    assert!(failure.message.ends_with("has no Messages API (404): Not found"), "{}", failure.message);
    assert_eq!(server.only_request().path, "/elsewhere/v1/messages");
}

#[test]
fn a_place_in_the_clear_on_another_machine_is_not_called() {
    for base_url in [
        "http://example.com",
        "http://10.0.0.1:8080/",
        "ftp://localhost",
        "",
        "https://key@example.com",
        "https://example.com/?a=b",
    ] {
        let settings = Claude { base_url: base_url.to_owned(), ..Claude::default() };
        let key = coord::claude::Key::new(CANARY, coord::claude::key::Form::ApiKey, "X").unwrap();
        let failure = coord::claude::api::Api::new(&settings, key).err().unwrap();
        assert_eq!(failure.kind, FailureKind::Unavailable, "{base_url}");
        assert!(failure.message.contains("claude.base_url"), "{}", failure.message);
    }
}

#[test]
fn an_error_within_a_stream_keeps_what_was_delivered() {
    let server = MessagesApi::new();
    let overloaded = || ApiError::of(529).saying("Too much.");
    server.plan([crate::support::ApiAnswer::StreamError("One, two, three".to_owned(), overloaded())]);
    let (attempt, pieces) = Asking::default().stream(&api(&server));
    let failure = attempt.outcome.unwrap_err();
    assert_eq!((failure.kind, failure.is_worth_a_retry), (FailureKind::Failed, true));
    assert!(failure.message.ends_with("is overloaded (529): Too much"), "{}", failure.message);
    assert_eq!((pieces.concat(), attempt.status), ("One, two, three".to_owned(), Some(200)));
    assert_eq!(attempt.usage.input_tokens, 120);
}

#[test]
fn a_key_that_the_server_says_again_is_not_told() {
    let failure = failure(ApiError::of(401).saying(format!("{CANARY} is no key")));
    assert!(failure.message.ends_with("(401): … is no key"), "{}", failure.message);
}
