//! What a provider tells, without our own keys in it: whoever answers may say again what it was sent.

use serde_json::Value;

use super::checking::unwrapped;
use super::{Attempt, Failure, Provider, Reply};

/// No name of a model or a call is longer, in characters.
const LONGEST_NAME: usize = 100;

/// The same without our keys, and without names that are none.
pub(super) fn without_keys(attempt: Attempt, provider: &dyn Provider) -> Attempt {
    let outcome = match attempt.outcome {
        Ok(reply) => Ok(Reply {
            text: answer_without_keys(&reply.text, provider),
            model: name(&provider.hide(&reply.model)).unwrap_or_else(|| provider.model().to_owned()),
            ..reply
        }),
        Err(failure) => Err(Failure {
            message: provider.hide(&failure.message),
            hint: failure.hint.map(|hint| provider.hide(&hint)),
            ..failure
        }),
    };
    let request_id = attempt.request_id.and_then(|id| name(&provider.hide(&id)));
    Attempt { outcome, request_id, ..attempt }
}

/// A key may stand in a JSON document in letters (`\u002d`) that only a reader of JSON sees.
fn answer_without_keys(text: &str, provider: &dyn Provider) -> String {
    let plain = provider.hide(text);
    let Ok(before) = serde_json::from_str::<Value>(unwrapped(&plain)) else { return plain };
    let after = hidden(&before, provider);
    if after == before { plain } else { after.to_string() }
}

/// A document without the keys that the provider is asked with.
pub fn hidden(value: &Value, provider: &dyn Provider) -> Value {
    match value {
        Value::String(text) => provider.hide(text).into(),
        Value::Array(all) => all.iter().map(|one| hidden(one, provider)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, one)| (provider.hide(name), hidden(one, provider))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

/// A name for people and records; `None` where it is empty, too long, or of other characters.
fn name(text: &str) -> Option<String> {
    let is_name = !text.is_empty()
        && text.chars().count() <= LONGEST_NAME
        && text.chars().all(|one| one.is_ascii_graphic() || one == ' ' || one == '…');
    is_name.then(|| text.to_owned())
}
