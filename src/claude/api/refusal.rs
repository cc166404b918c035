//! Answers that are errors: what they mean, and what to do now.

use serde_json::Value;

use super::Api;
use super::headers::Head;
use crate::claude::{Failure, FailureKind, models};

/// The longest text of others that is told, in characters.
const LONGEST_TOLD: usize = 300;
/// Words of a 429 that mean that there is no more money, which no waiting helps.
const SPENT: [&str; 2] = ["enforced_spend_limit_reached", "contract_spend_limit_reached"];

/// What an error says.
#[derive(Debug, Default)]
struct Said {
    /// Such as `rate_limit_error`; empty where it is not the API that speaks.
    kind: String,
    /// What happened, in one line.
    message: String,
    /// `details.error_code`.
    code: String,
}

/// What an answer means whose status is none of success.
pub(super) fn of_answer(api: &Api, head: &Head, body: &[u8]) -> Failure {
    failure(api, head, &Said::read(api, &serde_json::from_slice(body).unwrap_or_default()))
}

/// What an error means that came after a status of success.
pub(super) fn of_error(api: &Api, head: &Head, error: &Value) -> Failure {
    let said = Said::read(api, error);
    failure(api, &Head { status: status_of(&said.kind), ..head.clone() }, &said)
}

/// The status that goes with a kind of error.
fn status_of(kind: &str) -> u16 {
    match kind {
        "invalid_request_error" => 400,
        "authentication_error" => 401,
        "billing_error" => 402,
        "permission_error" => 403,
        "not_found_error" => 404,
        "conflict_error" => 409,
        "request_too_large" => 413,
        "rate_limit_error" => 429,
        "timeout_error" => 504,
        "overloaded_error" => 529,
        _ => 500,
    }
}

fn failure(api: &Api, head: &Head, said: &Said) -> Failure {
    let kind = match head.status {
        429 if said.is_spent() => FailureKind::Refused,
        408 | 409 | 429 | 500.. => FailureKind::Failed,
        _ => FailureKind::Refused,
    };
    let (what, hint) = meaning(api, head.status, said);
    let told = if said.message.is_empty() { String::new() } else { format!(": {}", said.message) };
    let failure = Failure::new(kind, format!("{what} ({}){told}", head.status));
    let failure = Failure { hint, ..failure };
    let is_worth_it = head.should_retry.unwrap_or(kind == FailureKind::Failed) && !said.is_spent();
    Failure { is_worth_a_retry: is_worth_it, retry_after: head.retry_after, ..failure }
}

/// What a status means, and what to do now.
fn meaning(api: &Api, status: u16, said: &Said) -> (String, Option<String>) {
    let (place, origin) = (api.place(), &api.key.origin);
    let hint = |text: &str| Some(text.to_owned());
    match status {
        300..=399 => {
            (format!("{place} sends elsewhere, where nobody follows"), hint("see to claude.base_url"))
        }
        400 => (format!("{place} does not take the request"), None),
        401 => (
            format!("the key in {origin} is not accepted"),
            Some(format!("put a key that is valid into {origin}")),
        ),
        402 => (
            format!("the account of the key in {origin} cannot pay"),
            hint("see to its billing, or give another key"),
        ),
        403 => {
            (format!("the key in {origin} may not do this"), hint("see to its rights, or give another key"))
        }
        404 if said.is_of_a_model(&api.model) => (
            format!("there is no model {:?}", api.model),
            Some(format!("known are: {}", models::near(&api.model).join(", "))),
        ),
        404 => (
            format!("{place} has no Messages API"),
            Some(format!("see to claude.base_url: what was called is {}", api.called())),
        ),
        413 => ("the question is too long".to_owned(), hint("lower claude.max_input_bytes")),
        429 if said.is_spent() => (
            format!("the account of the key in {origin} has spent what it may"),
            hint("raise its limit, or wait for the next month"),
        ),
        429 => (format!("{place} takes no more calls for now"), hint("wait a while")),
        529 => (format!("{place} is overloaded"), hint("wait a while")),
        504 | 408 => (format!("{place} gave up waiting for the model"), None),
        500.. => (format!("{place} failed"), None),
        _ => (format!("{place} refused"), None),
    }
}

impl Said {
    /// Reads the body of an error; of what is none nothing is told. Some servers say the key again.
    fn read(api: &Api, body: &Value) -> Self {
        let error = &body["error"];
        let text = |value: &Value| {
            let text = value.as_str().unwrap_or_default();
            one_line(&api.key.secret().hide(text))
        };
        Self {
            kind: text(&error["type"]),
            message: text(&error["message"]),
            code: text(&error["details"]["error_code"]),
        }
    }

    fn is_spent(&self) -> bool {
        SPENT.contains(&self.code.as_str())
    }

    /// Whether what was not found is the model.
    fn is_of_a_model(&self, model: &str) -> bool {
        self.kind == "not_found_error" && (self.message.contains("model") || self.message.contains(model))
    }
}

/// A text of others as one line, without what moves the cursor, cut where it is long.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split(|letter: char| letter.is_whitespace() || letter.is_control()).collect();
    let line = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let line = line.trim_end_matches('.');
    match line.char_indices().nth(LONGEST_TOLD) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;
    use crate::claude::Key;
    use crate::claude::key::Form;
    use crate::config::Claude;

    const KEY: &str = "sk-ant-canary-7";

    fn api() -> Api {
        let settings = Claude { model: Some("claude-haiku-4-5".to_owned()), ..Claude::default() };
        Api::new(&settings, Key::new(KEY, Form::ApiKey, "ANTHROPIC_API_KEY").unwrap()).unwrap()
    }

    fn body(kind: &str, message: &str, code: Option<&str>) -> Vec<u8> {
        let error = json!({ "type": kind, "message": message, "details": { "error_code": code } });
        json!({ "type": "error", "error": error, "request_id": "req_1" }).to_string().into_bytes()
    }

    fn of(status: u16, body: &[u8]) -> Failure {
        of_answer(&api(), &Head { status, ..Head::default() }, body)
    }

    #[test]
    fn each_status_is_told_with_what_to_do_about_it() {
        let shown = [
            (302, ""),
            (400, "invalid_request_error"),
            (401, "authentication_error"),
            (402, "billing_error"),
            (403, "permission_error"),
            (404, "not_found_error"),
            (408, ""),
            (409, "conflict_error"),
            (413, "request_too_large"),
            (418, ""),
            (429, "rate_limit_error"),
            (500, "api_error"),
            (503, ""),
            (504, "timeout_error"),
            (529, "overloaded_error"),
        ]
        .map(|(status, kind)| {
            let failure = of(status, &body(kind, "What it says.", None));
            let again = if failure.is_worth_a_retry { ", again" } else { "" };
            let hint = failure.hint.map(|hint| format!("\n    {hint}")).unwrap_or_default();
            format!("{}{again}: {}{hint}\n", failure.kind.word(), failure.message)
        });
        insta::assert_snapshot!(shown.concat(), @"
        refused: api.anthropic.com sends elsewhere, where nobody follows (302): What it says
            see to claude.base_url
        refused: api.anthropic.com does not take the request (400): What it says
        refused: the key in ANTHROPIC_API_KEY is not accepted (401): What it says
            put a key that is valid into ANTHROPIC_API_KEY
        refused: the account of the key in ANTHROPIC_API_KEY cannot pay (402): What it says
            see to its billing, or give another key
        refused: the key in ANTHROPIC_API_KEY may not do this (403): What it says
            see to its rights, or give another key
        refused: api.anthropic.com has no Messages API (404): What it says
            see to claude.base_url: what was called is https://api.anthropic.com/v1/messages
        failed, again: api.anthropic.com gave up waiting for the model (408): What it says
        failed, again: api.anthropic.com refused (409): What it says
        refused: the question is too long (413): What it says
            lower claude.max_input_bytes
        refused: api.anthropic.com refused (418): What it says
        failed, again: api.anthropic.com takes no more calls for now (429): What it says
            wait a while
        failed, again: api.anthropic.com failed (500): What it says
        failed, again: api.anthropic.com failed (503): What it says
        failed, again: api.anthropic.com gave up waiting for the model (504): What it says
        failed, again: api.anthropic.com is overloaded (529): What it says
            wait a while
        ");
    }

    #[test]
    fn a_model_that_is_not_there_is_told_with_those_that_may_be_meant() {
        let failure = of(404, &body("not_found_error", "model: claude-haiku-4-5", None));
        assert_eq!(failure.message, r#"there is no model "claude-haiku-4-5" (404): model: claude-haiku-4-5"#);
        assert_eq!(failure.hint.as_deref(), Some("known are: claude-haiku-5-5"));
    }

    #[test]
    fn spent_money_is_not_worth_a_retry_whatever_the_headers_say() {
        let head = Head { status: 429, should_retry: Some(true), retry_after: Some(Duration::from_secs(1)) };
        for code in SPENT {
            let failure = of_answer(&api(), &head, &body("rate_limit_error", "No.", Some(code)));
            assert_eq!((failure.kind, failure.is_worth_a_retry), (FailureKind::Refused, false), "{code}");
        }
        let failure = of_answer(&api(), &head, &body("rate_limit_error", "No.", Some("something_else")));
        assert_eq!((failure.kind, failure.is_worth_a_retry), (FailureKind::Failed, true));
        assert_eq!(failure.retry_after, Some(Duration::from_secs(1)));
    }

    #[test]
    fn the_server_says_itself_what_is_worth_a_retry() {
        let head = |status, says| Head { status, should_retry: Some(says), retry_after: None };
        assert!(of_answer(&api(), &head(400, true), b"").is_worth_a_retry);
        assert!(!of_answer(&api(), &head(529, false), b"").is_worth_a_retry);
    }

    #[test]
    fn an_error_within_a_stream_is_what_its_kind_says() {
        let head = Head { status: 200, ..Head::default() };
        for (kind, status) in [("overloaded_error", 529), ("rate_limit_error", 429), ("new_error", 500)] {
            let error = json!({ "type": "error", "error": { "type": kind, "message": "Stop." } });
            let failure = of_error(&api(), &head, &error);
            assert!(failure.message.ends_with(&format!("({status}): Stop")), "{}", failure.message);
            assert_eq!((failure.kind, failure.is_worth_a_retry), (FailureKind::Failed, true));
        }
    }

    #[test]
    fn what_others_say_is_one_short_line_without_the_key() {
        let long = "word\n\u{1b}[31m ".repeat(200);
        let failure = of(400, &body("invalid_request_error", &format!("not {KEY} {long}"), None));
        let (_, said) = failure.message.split_once(": ").unwrap();
        assert!(said.starts_with("not … word [31m word [31m"), "{said}");
        assert_eq!(said.chars().count(), LONGEST_TOLD + 1);
        assert!(!said.contains(char::is_control) && !said.contains("canary"), "{said}");
    }

    #[test]
    fn what_is_no_error_of_the_api_is_told_by_its_status() {
        for body in ["", "<html>Bad gateway</html>", "[]", r#"{"error":"no"}"#, r#"{"error":{"message":7}}"#]
        {
            assert_eq!(of(502, body.as_bytes()).message, "api.anthropic.com failed (502)", "{body}");
            assert_eq!(
                of(404, body.as_bytes()).message,
                "api.anthropic.com has no Messages API (404)",
                "{body}"
            );
        }
    }
}
