//! A request, as it came.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A request that came.
#[derive(Clone, Debug)]
pub(crate) struct ApiRequest {
    /// `POST` and the like.
    pub(crate) method: String,
    /// The path with what is behind the question mark.
    pub(crate) path: String,
    /// The headers, by their names in small letters.
    pub(crate) headers: BTreeMap<String, String>,
    /// The body; null where it is no JSON.
    pub(crate) body: Value,
}

impl ApiRequest {
    /// The key that it came with, by either header.
    pub(crate) fn key(&self) -> Option<&str> {
        let bearer = self.headers.get("authorization").and_then(|value| value.strip_prefix("Bearer "));
        self.headers.get("x-api-key").map(String::as_str).or(bearer)
    }

    /// Whether it asks for server-sent events.
    pub(crate) fn is_streamed(&self) -> bool {
        self.body["stream"] == true
    }

    /// The model that it asks.
    pub(crate) fn model(&self) -> &str {
        self.body["model"].as_str().unwrap_or_default()
    }

    /// What the model is told to do.
    pub(crate) fn system(&self) -> String {
        text_of(&self.body["system"])
    }

    /// The text of the message with this number, from 0.
    pub(crate) fn message(&self, number: usize) -> String {
        text_of(&self.body["messages"][number]["content"])
    }

    /// How many messages there are.
    pub(crate) fn messages(&self) -> usize {
        self.body["messages"].as_array().map_or(0, Vec::len)
    }

    /// The schema that the answer is to have.
    pub(crate) fn schema(&self) -> Option<&Value> {
        let schema = &self.body["output_config"]["format"]["schema"];
        (!schema.is_null()).then_some(schema)
    }

    /// The ids in the first message that begin so (`work_`), in the order of the alphabet, each once.
    pub(crate) fn ids(&self, prefix: &str) -> Vec<String> {
        let text = self.message(0);
        let is_part = |byte: char| byte.is_ascii_alphanumeric() || byte == '_' || byte == '-';
        let words = text.split(|byte: char| !is_part(byte));
        let ids: BTreeSet<_> = words.filter(|word| word.starts_with(prefix) && *word != prefix).collect();
        ids.into_iter().map(ToOwned::to_owned).collect()
    }
}

/// The text of content, be it a string or a list of blocks.
fn text_of(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(blocks) => blocks.iter().filter_map(|block| block["text"].as_str()).collect(),
        _ => String::new(),
    }
}
