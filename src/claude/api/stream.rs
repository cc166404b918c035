//! An answer that comes as server-sent events.

use serde::Deserialize;
use serde_json::Value;

use super::message::{Block, Counts, Finished};
use super::{LONGEST, LONGEST_STREAM, Progress, headers, refusal};
use crate::claude::{Failure, FailureKind, Reply, Usage};
use crate::http::{Answer, EventReader, Trouble};

/// What of an event matters here. Events of other types are not looked at.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Event {
    MessageStart {
        message: Start,
    },
    ContentBlockStart {
        content_block: Block,
    },
    ContentBlockDelta {
        delta: Block,
    },
    MessageDelta {
        delta: Stop,
        usage: Option<Counts>,
    },
    MessageStop,
    Error,
    #[serde(other)]
    Other,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Start {
    model: Option<String>,
    usage: Option<Counts>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Stop {
    stop_reason: Option<String>,
}

/// Reads the events of an answer, handing over the text as it arrives.
pub(super) fn read(
    progress: &mut Progress<'_, '_>,
    answer: Answer,
    usage: &mut Usage,
) -> Result<Reply, Failure> {
    let head = headers::Head::of(&answer);
    let mut events = EventReader::new(answer, LONGEST_STREAM);
    let mut finished = Finished::default();
    loop {
        let event = events.event(&progress.patience).map_err(|trouble| progress.api.trouble(&trouble))?;
        let Some(event) = event else {
            let message = format!("the answer of {} ended before it was finished", progress.api.place());
            return Err(Failure::new(FailureKind::Failed, message).again(None));
        };
        // What is no JSON may be the sign of life of something in between.
        let Ok(value) = serde_json::from_str::<Value>(&event.data) else { continue };
        match Event::deserialize(&value) {
            Ok(Event::MessageStart { message }) => {
                message.usage.unwrap_or_default().tell(usage);
                finished.model = message.model;
            }
            Ok(Event::ContentBlockStart { content_block: block }) if block.r#type == "text" => {
                progress.text(&mut finished, block.text)?;
            }
            Ok(Event::ContentBlockDelta { delta }) if delta.r#type == "text_delta" => {
                progress.text(&mut finished, delta.text)?;
            }
            Ok(Event::MessageDelta { delta, usage: counts }) => {
                counts.unwrap_or_default().tell(usage);
                finished.stop_reason = delta.stop_reason.or(finished.stop_reason);
            }
            Ok(Event::MessageStop) => return finished.into_reply(progress.api),
            Ok(Event::Error) => return Err(refusal::of_error(progress.api, &head, &value)),
            Ok(_) | Err(_) => {}
        }
    }
}

impl Progress<'_, '_> {
    /// More of the text.
    fn text(&mut self, finished: &mut Finished, piece: Option<String>) -> Result<(), Failure> {
        let piece = piece.unwrap_or_default();
        if finished.text.len() + piece.len() > LONGEST {
            return Err(self.api.trouble(&Trouble::TooLong(LONGEST)));
        }
        if let Some(deliver) = self.deliver.as_mut().filter(|_| !piece.is_empty()) {
            deliver(&piece);
        }
        finished.text.push_str(&piece);
        Ok(())
    }
}
