//! What the API refuses, so that no request passes here that would not pass there.

use serde_json::Value;

use super::{ApiError, ApiRequest};

/// The version from which on the older ways of choosing words are refused.
const NEWEST: &str = "2026-10-21";
/// What schemas may not hold.
const UNKNOWN_TO_SCHEMAS: [&str; 14] = [
    "oneOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "patternProperties",
];

/// What is wrong with a request, where something is.
pub(super) fn fault(request: &ApiRequest, key: Option<&str>, models: Option<&[String]>) -> Option<ApiError> {
    let path = request.path.split('?').next().unwrap_or_default();
    if request.method != "POST" || path != "/v1/messages" {
        return Some(ApiError::of(404));
    }
    let given = request.key().unwrap_or_default();
    if given.is_empty() || key.is_some_and(|key| key != given) {
        return Some(ApiError::of(401));
    }
    if let Some(wrong) = wrong(request) {
        return Some(ApiError::of(400).saying(wrong));
    }
    let model = request.model();
    let is_known = models.is_none_or(|models| models.iter().any(|known| known == model));
    (!is_known).then(|| ApiError::of(404).saying(format!("model: {model}")))
}

fn wrong(request: &ApiRequest) -> Option<String> {
    let body = &request.body;
    let Some(version) = request.headers.get("anthropic-version") else {
        return Some("anthropic-version: header is required".to_owned());
    };
    if !request.headers.get("content-type").is_some_and(|kind| kind.starts_with("application/json")) {
        return Some("content-type: must be application/json".to_owned());
    }
    if !body["model"].is_string() || !body["max_tokens"].is_u64() {
        return Some("model, max_tokens: Field required".to_owned());
    }
    // The `claude` program puts words of its own between the messages, under the role `system`.
    let mut messages = body["messages"].as_array().into_iter().flatten().rev();
    if messages.find(|message| message["role"] != "system").is_none_or(|last| last["role"] != "user") {
        return Some("messages: the last one must be the user's".to_owned());
    }
    let old = ["temperature", "top_p", "top_k"].into_iter().find(|name| body.get(name).is_some());
    if let Some(name) = old.filter(|_| version == NEWEST) {
        return Some(format!("{name}: Extra inputs are not permitted"));
    }
    if body["max_tokens"].as_u64() > Some(21_333) && !request.is_streamed() {
        return Some("Streaming is required for operations that may take longer than 10 minutes".to_owned());
    }
    schema_fault(request.schema()?, "output_config.format.schema")
}

/// What the API does not take in a schema.
fn schema_fault(schema: &Value, place: &str) -> Option<String> {
    let object = schema.as_object()?;
    if let Some(word) = UNKNOWN_TO_SCHEMAS.into_iter().find(|word| object.contains_key(*word)) {
        return Some(format!("{place}: {word} is not supported"));
    }
    if object.get("minItems").is_some_and(|least| least.as_u64() > Some(1)) {
        return Some(format!("{place}: minItems must be 0 or 1"));
    }
    if object.get("type").is_some_and(|kind| kind == "object")
        && object.get("additionalProperties") != Some(&Value::Bool(false))
    {
        return Some(format!("{place}: additionalProperties must be explicitly set to false"));
    }
    let named =
        ["properties", "$defs"].into_iter().filter_map(|word| object.get(word)?.as_object()).flatten();
    let listed = ["anyOf", "allOf"].into_iter().filter_map(|word| object.get(word)?.as_array()).flatten();
    named
        .map(|(name, inner)| (format!("{place}.{name}"), inner))
        .chain(listed.map(|inner| (format!("{place}.anyOf"), inner)))
        .chain(object.get("items").map(|inner| (format!("{place}.items"), inner)))
        .find_map(|(place, inner)| schema_fault(inner, &place))
}
