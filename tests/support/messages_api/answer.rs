//! What is answered.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::ApiRequest;

/// How a request is answered. Message or server-sent events, as the request asks, unless something else is said.
#[derive(Clone)]
pub(crate) enum ApiAnswer {
    /// A message that says this.
    Text(String),
    /// A message that stopped for this reason (`max_tokens`, `refusal`, `pause_turn`, …), with what it says so far.
    Stopped(&'static str, String),
    /// The call of a tool, with what goes into it.
    ToolUse(String, Value),
    /// An error with its body.
    Error(ApiError),
    /// A stream that says this and then breaks off with an error.
    StreamError(String, ApiError),
    /// Half of the answer that says this; then the connection is cut.
    Cut(String),
    /// A stream that says this and ends properly, but before the message does.
    Unfinished(String),
    /// The answer that says this, byte by byte with this pause after each.
    Slow(String, Duration),
    /// Whatever this is: status, content type, body.
    Raw(u16, &'static str, String),
    /// The same a while later.
    Later(Duration, Box<Self>),
    /// Nothing, and the connection stays open.
    Silence,
    /// Nothing, and the connection is closed at once.
    HangUp,
    /// What this makes of the request.
    By(Arc<dyn Fn(&ApiRequest) -> Self + Send + Sync>),
}

/// An error, as the API tells it.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    pub(super) status: u16,
    pub(super) kind: &'static str,
    pub(super) message: String,
    pub(super) code: Option<String>,
    pub(super) headers: Vec<(String, String)>,
}

impl ApiAnswer {
    /// A message that says this, as JSON.
    pub(crate) fn json(value: &Value) -> Self {
        Self::Text(value.to_string())
    }

    /// What this makes of the request.
    pub(crate) fn by(make: impl Fn(&ApiRequest) -> Self + Send + Sync + 'static) -> Self {
        Self::By(Arc::new(make))
    }

    /// The JSON that this makes of the request.
    pub(crate) fn json_by(make: impl Fn(&ApiRequest) -> Value + Send + Sync + 'static) -> Self {
        Self::by(move |request| Self::json(&make(request)))
    }

    /// The least that the schema of the request allows; without a schema the word `Fine.`.
    pub(crate) fn fitting() -> Self {
        Self::by(|request| match request.schema() {
            Some(schema) => Self::json(&least(schema)),
            None => Self::Text("Fine.".to_owned()),
        })
    }

    /// An answer that says this, of so many megabytes.
    pub(crate) fn huge(megabytes: usize) -> Self {
        Self::Text("x".repeat(megabytes * 1_000_000))
    }
}

impl ApiError {
    /// The usual error of that status.
    pub(crate) fn of(status: u16) -> Self {
        let (kind, message) = match status {
            400 => ("invalid_request_error", "The request is not valid."),
            401 => ("authentication_error", "invalid x-api-key"),
            402 => ("billing_error", "Your credit balance is too low."),
            403 => ("permission_error", "Your key may not use this."),
            404 => ("not_found_error", "Not found."),
            409 => ("conflict_error", "Conflict."),
            413 => ("request_too_large", "Request exceeds the maximum size."),
            429 => ("rate_limit_error", "This request would exceed your rate limit."),
            504 => ("timeout_error", "The request timed out."),
            529 => ("overloaded_error", "Overloaded"),
            _ => ("api_error", "Internal server error"),
        };
        Self { status, kind, message: message.to_owned(), code: None, headers: Vec::new() }
    }

    /// The same with other words.
    pub(crate) fn saying(self, message: impl Into<String>) -> Self {
        Self { message: message.into(), ..self }
    }

    /// The same with `details.error_code`.
    pub(crate) fn code(self, code: &str) -> Self {
        Self { code: Some(code.to_owned()), ..self }
    }

    /// The same with one more header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The body of it.
    pub(super) fn body(&self, request_id: &str) -> Value {
        let mut error = json!({ "type": self.kind, "message": self.message });
        if let Some(code) = &self.code {
            error["details"] = json!({ "error_code": code });
        }
        json!({ "type": "error", "error": error, "request_id": request_id })
    }
}

impl From<ApiError> for ApiAnswer {
    fn from(error: ApiError) -> Self {
        Self::Error(error)
    }
}

impl From<Value> for ApiAnswer {
    fn from(value: Value) -> Self {
        Self::json(&value)
    }
}

impl From<&str> for ApiAnswer {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl fmt::Debug for ApiAnswer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("ApiAnswer")
    }
}

/// The least value of a schema: empty lists, the first word of a choice, 0, and `x` as text.
fn least(schema: &Value) -> Value {
    if let Some(choice) = schema["enum"].as_array().and_then(|words| words.first()) {
        return choice.clone();
    }
    if let Some(first) = ["anyOf", "allOf"].iter().find_map(|word| schema[*word].as_array()?.first()) {
        return least(first);
    }
    if let Some(value) = schema.get("const") {
        return value.clone();
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or("null");
    match kind {
        "object" => {
            let properties = schema["properties"].as_object().into_iter().flatten();
            Value::Object(properties.map(|(name, inner)| (name.clone(), least(inner))).collect::<Map<_, _>>())
        }
        "array" if schema["minItems"] == 1 => json!([least(&schema["items"])]),
        "array" => json!([]),
        "string" if schema["format"] == "date-time" => json!("2026-01-31T12:00:00Z"),
        "string" => json!("x"),
        "integer" | "number" => json!(0),
        "boolean" => json!(false),
        _ => Value::Null,
    }
}
