//! Answers that are errors: what they mean, and what to do now.

use std::time::Duration;

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
    failure(api, head, &Said::read(&serde_json::from_slice(body).unwrap_or_default()))
}

/// What an error means that came after a status of success.
pub(super) fn of_error(api: &Api, head: &Head, error: &Value) -> Failure {
    let said = Said::read(error);
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
    let retry_after: Option<Duration> = head.retry_after;
    Failure { is_worth_a_retry: is_worth_it, retry_after, ..failure }
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
        404 => (format!("{place} has no Messages API"), hint("see to claude.base_url")),
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
    /// Reads the body of an error; of what is none nothing is told.
    fn read(body: &Value) -> Self {
        let error = &body["error"];
        let text = |value: &Value| value.as_str().map(one_line).unwrap_or_default();
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
