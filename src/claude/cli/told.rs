//! What the program says: a result, and before it, where that is asked for, the pieces of which it is made.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::claude::Usage;

/// The result of a session.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SessionResult {
    pub(super) subtype: Option<String>,
    pub(super) is_error: bool,
    pub(super) result: Option<String>,
    pub(super) structured_output: Option<Value>,
    pub(super) stop_reason: Option<String>,
    pub(super) session_id: Option<String>,
    pub(super) total_cost_usd: Option<f64>,
    pub(super) api_error_status: Option<u16>,
    pub(super) errors: Option<Vec<Value>>,
    usage: Option<Tokens>,
    #[serde(rename = "modelUsage")]
    model_usage: Option<Map<String, Value>>,
}

/// Tokens as the program tells them. Each of them may be missing, or null.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Tokens {
    input_tokens: Option<u64>,
    output_tokens: Option<u64>,
    cache_creation_input_tokens: Option<u64>,
    cache_read_input_tokens: Option<u64>,
}

impl SessionResult {
    /// Reads it.
    pub(super) fn of(value: Value) -> Option<Self> {
        serde_json::from_value(value).ok()
    }

    /// Tokens of the whole session.
    pub(super) fn usage(&self) -> Usage {
        let Some(tokens) = &self.usage else { return Usage::default() };
        let read = [tokens.input_tokens, tokens.cache_creation_input_tokens, tokens.cache_read_input_tokens];
        Usage {
            input_tokens: read.into_iter().flatten().fold(0, u64::saturating_add),
            output_tokens: tokens.output_tokens.unwrap_or_default(),
        }
    }

    /// The model that said most.
    pub(super) fn model(&self) -> Option<&str> {
        let said = |usage: &Value| usage.get("outputTokens").and_then(Value::as_u64).unwrap_or_default();
        let all = self.model_usage.as_ref()?;
        all.iter().max_by_key(|(_, usage)| said(usage)).map(|(model, _)| model.as_str())
    }
}

/// Whether this is a result.
pub(super) fn is_result(value: &Value) -> bool {
    value.get("type").and_then(Value::as_str) == Some("result")
}

/// The result in all that was said: alone, as the last of a list, or on a line of its own among others.
pub(super) fn result_in(said: &[u8]) -> Option<Value> {
    match serde_json::from_slice(said) {
        Ok(Value::Array(all)) => all.into_iter().rfind(is_result),
        Ok(value) => Some(value).filter(is_result),
        Err(_) => {
            let mut lines = said.split(|byte| *byte == b'\n').rev();
            lines.find_map(|line| serde_json::from_slice(line).ok().filter(is_result))
        }
    }
}

/// The piece of the answer in a line, where there is one: of the value, or else of the text.
pub(super) fn piece(line: &Value, is_value: bool) -> Option<&str> {
    let event = line.get("event").filter(|_| line["type"] == "stream_event")?;
    let delta = event.get("delta").filter(|_| event["type"] == "content_block_delta")?;
    let (kind, field) = if is_value { ("input_json_delta", "partial_json") } else { ("text_delta", "text") };
    delta.get(field).filter(|_| delta["type"] == kind)?.as_str()
}
