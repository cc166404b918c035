//! What is sent.

use serde_json::{Value, json};

use crate::claude::key::Form;
use crate::claude::{Call, Failure, FailureKind, Key, Role};
use crate::http::header::{self, HeaderMap, HeaderValue};

/// Longer answers, in tokens, take longer than a connection without a sign of life lasts: they are streamed.
pub(super) const STREAMED_ABOVE: u32 = 21_000;

/// The body of a request.
pub(super) fn body(call: &Call<'_>, model: &str, is_streamed: bool) -> Value {
    let messages = call.messages.iter().map(|message| {
        let role = match message.role {
            Role::User => "user",
            Role::Assistant => "assistant",
        };
        json!({ "role": role, "content": message.text })
    });
    let mut body = json!({
        "model": model,
        "max_tokens": call.max_tokens,
        "system": call.system,
        "messages": messages.collect::<Vec<_>>(),
    });
    if is_streamed {
        body["stream"] = json!(true);
    }
    if let Some(schema) = call.schema {
        body["output_config"] = json!({ "format": { "type": "json_schema", "schema": schema } });
    }
    body
}

/// The headers of a request.
///
/// # Errors
/// The version is none that can be sent.
pub(super) fn headers(key: &Key, version: &str) -> Result<HeaderMap, Failure> {
    let unsendable = |what: &str| {
        Failure::new(
            FailureKind::Unavailable,
            format!("{what} cannot be sent: it holds characters that no header has"),
        )
    };
    let version = HeaderValue::from_str(version).map_err(|_| unsendable("claude.version"))?;
    let secret = key.secret().reveal();
    let (name, secret) = match key.form {
        Form::ApiKey => (header::HeaderName::from_static("x-api-key"), HeaderValue::from_str(secret)),
        Form::Bearer => (header::AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {secret}"))),
    };
    let mut secret = secret.map_err(|_| unsendable(&key.origin))?;
    secret.set_sensitive(true);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert("anthropic-version", version);
    headers.insert(name, secret);
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::claude::{Cancellation, Message};

    fn body_of(schema: Option<&Value>, is_streamed: bool) -> Value {
        let messages = [Message::user("data"), Message::assistant("{}"), Message::user("not so")];
        let cancellation = Cancellation::default();
        let call = Call {
            system: "Rank.",
            messages: &messages,
            schema,
            max_tokens: 512,
            deadline: Instant::now(),
            cancellation: &cancellation,
        };
        body(&call, "claude-haiku-5-5", is_streamed)
    }

    #[test]
    fn a_request_has_what_is_known_to_be_taken_and_nothing_else() {
        let schema = json!({ "type": "object" });
        let expected = json!({
            "model": "claude-haiku-5-5",
            "max_tokens": 512,
            "system": "Rank.",
            "messages": [
                { "role": "user", "content": "data" },
                { "role": "assistant", "content": "{}" },
                { "role": "user", "content": "not so" },
            ],
            "output_config": { "format": { "type": "json_schema", "schema": { "type": "object" } } },
            "stream": true,
        });
        assert_eq!(body_of(Some(&schema), true), expected);
        let plain = body_of(None, false);
        assert!(plain.get("stream").is_none() && plain.get("output_config").is_none(), "{plain}");
    }

    #[test]
    fn a_key_goes_out_in_its_form_and_is_not_shown() {
        let key = |form| Key::new("sk-canary", form, "X").unwrap();
        let sent = headers(&key(Form::ApiKey), "2023-06-01").unwrap();
        assert_eq!(
            (&sent["x-api-key"], &sent["anthropic-version"]),
            (&HeaderValue::from_static("sk-canary"), &HeaderValue::from_static("2023-06-01"))
        );
        assert!(!format!("{sent:?}").contains("canary"), "{sent:?}");
        let sent = headers(&key(Form::Bearer), "2023-06-01").unwrap();
        assert_eq!(sent["authorization"], "Bearer sk-canary");
        assert!(!format!("{sent:?}").contains("canary") && !sent.contains_key("x-api-key"), "{sent:?}");
        let failure = headers(&key(Form::ApiKey), "2023\n").unwrap_err();
        assert!(failure.message.starts_with("claude.version"), "{}", failure.message);
    }
}
