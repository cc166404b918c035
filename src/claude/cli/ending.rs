//! What came of a session of the program.

use std::io;

use serde_json::Value;

use super::told::SessionResult;
use crate::claude::{Attempt, Failure, FailureKind, Reply, models};
use crate::process::{Ending, Ran, last_lines};

/// The longest of the program's own words in a message, in characters.
const LONGEST_WORDS: usize = 300;
/// What to do about a program that does not know what it is asked.
const UPDATE: &str = "bring it up to date: claude update";

/// The user asked to stop.
pub(super) fn cancelled() -> Failure {
    Failure::new(FailureKind::Cancelled, "interrupted")
}

/// It could not even be tried.
pub(super) fn no_process(error: &io::Error) -> Failure {
    Failure::new(FailureKind::Unavailable, format!("claude cannot be run: {error}"))
        .hint("check the disk, the directory for temporary files, and the limits: ulimit -u, ulimit -n")
}

/// What came of it.
pub(super) fn attempt(ran: Ran, result: Option<Value>, is_too_long: bool, model: &str) -> Attempt {
    let failed = |kind, message: String| Attempt::failed(Failure::new(kind, message));
    if is_too_long {
        return failed(FailureKind::Invalid, "claude gave an answer of more than 8 MB".to_owned());
    }
    let code = match ran.ending {
        Ending::Exited(code) => code,
        Ending::TimedOut => {
            return failed(FailureKind::TimedOut, "claude gave no answer in time".to_owned());
        }
        Ending::NotStarted(error) => return Attempt::unsent(no_process(&error)),
        Ending::Killed(signal) => {
            let message = format!("claude was ended by signal {signal}");
            return Attempt::failed(Failure::new(FailureKind::Failed, message).again(None));
        }
        Ending::Stopped | Ending::Revoked | Ending::Lost => {
            return Attempt::failed(Failure::new(FailureKind::Failed, "claude was ended").again(None));
        }
    };
    match result.and_then(SessionResult::of) {
        Some(result) => of_result(result, code, model),
        None => Attempt::failed(nothing(code, &ran.tail.text())),
    }
}

fn of_result(result: SessionResult, code: i32, model: &str) -> Attempt {
    Attempt {
        status: result.api_error_status,
        request_id: result.session_id.clone(),
        rate: None,
        usage: result.usage(),
        cost_usd: result.total_cost_usd,
        outcome: match failure(&result, code, model) {
            Some(failure) => Err(failure),
            None => reply(result, model),
        },
    }
}

/// What went wrong, where the result says so. An error of the service comes with the subtype `success`.
fn failure(result: &SessionResult, code: i32, model: &str) -> Option<Failure> {
    let subtype = result.subtype.as_deref().unwrap_or_default();
    if result.is_error || subtype.starts_with("error") {
        return Some(of_error(result, subtype, model));
    }
    if result.stop_reason.as_deref() == Some("refusal") {
        return Some(Failure::new(FailureKind::Refused, "the model declined to answer"));
    }
    if code != 0 {
        let message = format!("claude ended with {code}, though it gave an answer");
        return Some(Failure::new(FailureKind::Failed, message).again(None));
    }
    None
}

fn of_error(result: &SessionResult, subtype: &str, model: &str) -> Failure {
    let first = result.errors.as_ref().and_then(|errors| errors.first()).and_then(Value::as_str);
    let said = result.result.as_deref().filter(|said| !said.trim().is_empty());
    let words = words(said.or(first).unwrap_or(subtype));
    match (result.api_error_status, subtype) {
        (Some(status), _) => of_status(status, &words, model),
        (None, "error_max_turns" | "error_max_structured_output_retries") => {
            Failure::new(FailureKind::Invalid, format!("claude gave up: {words}"))
        }
        (None, "error_max_budget_usd") => {
            Failure::new(FailureKind::Refused, format!("claude stopped: {words}"))
        }
        _ if words.contains("/login") => {
            Failure::new(FailureKind::Unavailable, format!("claude says: {words}"))
                .hint("log in: run claude once in a terminal")
        }
        _ => Failure::new(FailureKind::Failed, format!("claude failed: {words}")),
    }
}

fn of_status(status: u16, words: &str, model: &str) -> Failure {
    let failure = |kind| Failure::new(kind, format!("claude was answered with {status}: {words}"));
    match status {
        401 | 403 => failure(FailureKind::Refused)
            .hint("log in again: run claude once in a terminal; a key in ANTHROPIC_API_KEY goes before that"),
        404 => failure(FailureKind::Refused)
            .hint(format!("known models are: {}", models::near(model).join(", "))),
        408 | 409 | 429 | 500.. => failure(FailureKind::Failed).again(None),
        _ => failure(FailureKind::Refused),
    }
}

fn reply(result: SessionResult, model: &str) -> Result<Reply, Failure> {
    let model = result.model().unwrap_or(model).to_owned();
    let text = match result.structured_output {
        Some(value) if !value.is_null() => value.to_string(),
        _ => result.result.unwrap_or_default(),
    };
    let is_cut = result.stop_reason.as_deref() == Some("max_tokens");
    if text.trim().is_empty() && !is_cut {
        return Err(Failure::new(FailureKind::Invalid, "claude gave an empty answer"));
    }
    Ok(Reply { text, model, is_cut })
}

/// It ended without a result.
fn nothing(code: i32, tail: &str) -> Failure {
    let last = words(&last_lines(tail, 1, LONGEST_WORDS * 4));
    if tail.contains("unknown option") {
        return Failure::new(FailureKind::Unavailable, format!("this claude is too old: {last}"))
            .hint(UPDATE);
    }
    if code == 0 {
        let what = if last.is_empty() { "said nothing" } else { "gave no result" };
        return Failure::new(FailureKind::Invalid, format!("claude {what}"));
    }
    let why = if last.is_empty() { String::new() } else { format!(": {last}") };
    Failure::new(FailureKind::Failed, format!("claude ended with {code} and no result{why}"))
}

/// The program's own words, as they fit into a message.
fn words(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    match line.char_indices().nth(LONGEST_WORDS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
