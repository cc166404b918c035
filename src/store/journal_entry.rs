//! What the journal says of one transaction.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::domain::Stamp;

/// One transaction, as it stands in the journal.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JournalEntry {
    /// Its number, without gaps.
    pub seq: u64,
    /// When the command ran.
    pub at: Stamp,
    /// The operation, such as `claim`.
    pub op: String,
    /// The agent that asked, where it said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// The trace that it is part of.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub trace_id: String,
    /// The caller's name for the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Why, where the caller said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What the request answered, kept where it had a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<serde_json::Value>")]
    pub answer: Option<Box<RawValue>>,
    /// What happened beside the changes themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<JournalEvent>,
    /// The calls to language models that were made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<JournalCall>,
    /// The records as they stand after it.
    #[serde(default, skip_serializing_if = "Written::is_empty")]
    pub puts: Written,
    /// The ids of what it took away.
    #[serde(default, skip_serializing_if = "Dropped::is_empty")]
    pub drops: Dropped,
}

/// Something that happened to an item, which its after-image does not tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JournalEvent {
    /// What happened: `lease_expired`, `dead`, `late_result`.
    pub event: String,
    /// The item.
    pub work_item_id: String,
    /// The agent that it happened to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// The fence of the agent's claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fence: Option<u64>,
}

/// A call to a language model. Nothing of what was asked or answered is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JournalCall {
    /// The kind of analysis, such as `priorities`.
    pub analysis: String,
    /// Who was asked: `api`, `cli` or `ollama`.
    pub provider: String,
    /// The model that answered, or else was asked.
    pub model: String,
    /// Tokens that went in.
    pub input_tokens: u64,
    /// Tokens that came out.
    pub output_tokens: u64,
    /// What it cost, in US dollars, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_usd: Option<f64>,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// `answered`, or why not: `refused`, `failed`, `timed_out` and so on.
    pub outcome: String,
}

/// After-images: each record as it stands after the transaction.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Written {
    /// Work items.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<serde_json::Value>")]
    pub items: Vec<Box<RawValue>>,
    /// Agents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<serde_json::Value>")]
    pub agents: Vec<Box<RawValue>>,
    /// Entries of the log of completions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<serde_json::Value>")]
    pub completions: Vec<Box<RawValue>>,
    /// Lines of the log of velocity.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub velocity: Vec<Appended>,
}

/// A line that was appended to a text file.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Appended {
    /// Size of the file, in bytes, before the line. The line is found at or behind it.
    pub offset: u64,
    /// The line without its newline.
    pub line: String,
}

/// Ids of records that a transaction took away.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Dropped {
    /// Work items.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// Agents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agents: Vec<String>,
}

impl Written {
    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
            && self.agents.is_empty()
            && self.completions.is_empty()
            && self.velocity.is_empty()
    }
}

impl Dropped {
    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.agents.is_empty()
    }
}
