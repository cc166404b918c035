//! An answer in one piece, and what a finished message means.

use serde::Deserialize;
use serde_json::Value;

use super::headers::Head;
use super::{Api, refusal};
use crate::claude::{Failure, FailureKind, Reply, Usage};

/// The longest name of a model, in bytes.
const LONGEST_NAME: usize = 100;

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
        let is_name = |name: &String| {
            (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_graphic())
        };
        let model = self.model.filter(is_name).unwrap_or_else(|| api.model.clone());
        Ok(Reply { text: self.text, model, is_cut })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::claude::Key;
    use crate::claude::key::Form;
    use crate::config::Claude;

    fn read_text(body: &str) -> (Result<Reply, Failure>, Usage) {
        let key = Key::new("sk-ant-1", Form::ApiKey, "ANTHROPIC_API_KEY").unwrap();
        let api = Api::new(&Claude::default(), key).unwrap();
        let mut usage = Usage::default();
        (read(&api, &Head { status: 200, ..Head::default() }, body.as_bytes(), &mut usage), usage)
    }

    fn message(reason: Option<&str>, content: &Value) -> String {
        json!({ "type": "message", "model": "m-1", "content": content, "stop_reason": reason, "usage": null })
            .to_string()
    }

    #[test]
    fn only_text_counts_wherever_it_stands() {
        let content = json!([
            { "type": "thinking", "thinking": "hm", "signature": "x" },
            { "type": "text", "text": "one " },
            { "type": "tool_use", "id": "t", "name": "n", "input": { "text": "no" } },
            { "type": "new", "text": "no" },
            { "type": "text", "text": "two" },
        ]);
        let reply = read_text(&message(Some("end_turn"), &content)).0.unwrap();
        assert_eq!((&*reply.text, &*reply.model, reply.is_cut), ("one two", "m-1", false));
    }

    #[test]
    fn every_reason_to_stop_has_a_meaning() {
        let content = json!([{ "type": "text", "text": "fine" }]);
        let outcome = |reason: &str| read_text(&message(Some(reason), &content)).0;
        for reason in ["end_turn", "stop_sequence", "tool_use", "a_new_one"] {
            assert!(!outcome(reason).unwrap().is_cut, "{reason}");
        }
        assert!(outcome("max_tokens").unwrap().is_cut);
        assert!(!read_text(&message(None, &content)).0.unwrap().is_cut);
        let failed = [
            ("refusal", FailureKind::Refused, false),
            ("model_context_window_exceeded", FailureKind::Refused, false),
            ("pause_turn", FailureKind::Failed, true),
        ];
        for (reason, kind, is_worth_a_retry) in failed {
            let failure = outcome(reason).unwrap_err();
            assert_eq!((failure.kind, failure.is_worth_a_retry), (kind, is_worth_a_retry), "{reason}");
        }
    }

    #[test]
    fn without_text_there_is_no_answer_unless_it_was_cut() {
        for (reason, said) in [("end_turn", "holds no text"), ("tool_use", "a tool that it was not given")] {
            let failure = read_text(&message(Some(reason), &json!([]))).0.unwrap_err();
            assert_eq!(failure.kind, FailureKind::Invalid);
            assert!(failure.message.contains(said), "{}", failure.message);
        }
        assert!(read_text(&message(Some("max_tokens"), &json!([]))).0.unwrap().is_cut);
    }

    #[test]
    fn tokens_are_counted_as_far_as_they_are_told() {
        let usage = |usage: Value| {
            let content = json!([{ "type": "text", "text": "fine" }]);
            let body = json!({ "type": "message", "content": content, "usage": usage });
            let (reply, usage) = read_text(&body.to_string());
            assert_eq!(reply.unwrap().model, "claude-haiku-5-5");
            (usage.input_tokens, usage.output_tokens)
        };
        let all = json!({ "input_tokens": 5, "output_tokens": 7, "cache_creation_input_tokens": 11,
            "cache_read_input_tokens": 13, "server_tool_use": { "web_search_requests": 0 } });
        assert_eq!(usage(all), (29, 7));
        assert_eq!(usage(json!({ "input_tokens": 5, "cache_read_input_tokens": null })), (5, 0));
        assert_eq!(usage(Value::Null), (0, 0));
    }

    #[test]
    fn rubbish_is_told_as_such() {
        for body in [
            "",
            "fine",
            "<html></html>",
            "[]",
            "null",
            "{}",
            r#"{"type":"message","content":"x"}"#,
            "{\"type\":",
        ] {
            let failure = read_text(body).0.unwrap_err();
            assert_eq!((failure.kind, failure.is_worth_a_retry), (FailureKind::Invalid, false), "{body}");
            assert!(failure.message.starts_with("the answer of api.anthropic.com is no message"), "{body}");
        }
        let failure = read_text(r#"{"type":"error","error":{"type":"overloaded_error","message":"Full"}}"#)
            .0
            .unwrap_err();
        assert_eq!(
            (failure.kind, &*failure.message),
            (FailureKind::Failed, "api.anthropic.com is overloaded (529): Full")
        );
    }
}
