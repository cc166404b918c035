//! An answer in one piece, and what a finished message means.

use serde::Deserialize;
use serde_json::Value;

use super::headers::Head;
use super::{Api, refusal};
use crate::claude::{Failure, FailureKind, Reply, Usage};

/// The parts of a message that matter here. Whatever else is in it is not looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Message {
    r#type: String,
    model: Option<String>,
    content: Vec<Block>,
    stop_reason: Option<String>,
    usage: Option<Counts>,
}

/// A part of the content; only text counts.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Block {
    /// `text`, `thinking`, `tool_use`, or what may come.
    pub(super) r#type: String,
    /// What a block of text says.
    pub(super) text: Option<String>,
}

/// Tokens, as they are counted there.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Counts {
    input_tokens: Option<u64>,
    output_tokens: Option<u64>,
    cache_creation_input_tokens: Option<u64>,
    cache_read_input_tokens: Option<u64>,
}

/// A message that is finished.
#[derive(Debug, Default)]
pub(super) struct Finished {
    /// Its text, of all blocks.
    pub(super) text: String,
    /// The model that it is from.
    pub(super) model: Option<String>,
    /// Why it stopped.
    pub(super) stop_reason: Option<String>,
}

impl Counts {
    /// Takes over what is told here: the counts of a stream are those so far.
    pub(super) fn tell(self, usage: &mut Usage) {
        let input = [self.input_tokens, self.cache_creation_input_tokens, self.cache_read_input_tokens];
        if self.input_tokens.is_some() {
            usage.input_tokens = input.into_iter().flatten().fold(0, u64::saturating_add);
        }
        usage.output_tokens = self.output_tokens.unwrap_or(usage.output_tokens);
    }
}

/// Reads a message in one piece.
pub(super) fn read(api: &Api, head: &Head, body: &[u8], usage: &mut Usage) -> Result<Reply, Failure> {
    let rubbish = |what: &str| {
        Failure::new(
            FailureKind::Invalid,
            format!("the answer of {} is no message of the Messages API: {what}", api.place()),
        )
        .hint("see what stands at claude.base_url")
    };
    let value: Value = serde_json::from_slice(body).map_err(|_| rubbish("it is no JSON"))?;
    if value["type"] == "error" {
        return Err(refusal::of_error(api, head, &value));
    }
    let message: Message = serde_json::from_value(value).map_err(|_| rubbish("it has another form"))?;
    if message.r#type != "message" {
        return Err(rubbish("it has another form"));
    }
    message.usage.unwrap_or_default().tell(usage);
    let texts =
        message.content.into_iter().filter(|block| block.r#type == "text").filter_map(|block| block.text);
    let finished = Finished { text: texts.collect(), model: message.model, stop_reason: message.stop_reason };
    finished.into_reply(api)
}

impl Finished {
    /// What it means that the message stopped where it did.
    pub(super) fn into_reply(self, api: &Api) -> Result<Reply, Failure> {
        let reason = self.stop_reason.as_deref().unwrap_or("end_turn");
        let failure = |kind, message: &str| Err(Failure::new(kind, message));
        match reason {
            "refusal" => {
                return failure(FailureKind::Refused, "the model declined to answer");
            }
            "model_context_window_exceeded" => {
                return failure(
                    FailureKind::Refused,
                    "question and answer together are too long for the model",
                )
                .map_err(|failure| failure.hint("lower claude.max_input_bytes"));
            }
            "pause_turn" => {
                return failure(FailureKind::Failed, "the model paused before it answered")
                    .map_err(|failure| failure.again(None));
            }
            _ => {}
        }
        let is_cut = reason == "max_tokens";
        if self.text.trim().is_empty() && !is_cut {
            let what = match reason {
                "tool_use" => "the model called a tool that it was not given".to_owned(),
                _ => "the answer holds no text".to_owned(),
            };
            return failure(FailureKind::Invalid, &what);
        }
        Ok(Reply {
            text: self.text,
            model: self.model.unwrap_or_else(|| api.model.clone()),
            cost_usd: None,
            is_cut,
        })
    }
}
