//! What Ollama is asked, and what it says.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::claude::{Call, Failure, FailureKind, Reply, Role, Usage};

/// Context is asked for in steps of so many tokens.
const STEP: usize = 2_048;
/// No less context is asked for, in tokens: it is what Ollama takes by itself.
const LEAST: usize = 4_096;
/// No more context is asked for, in tokens: few models have more.
const MOST: usize = 131_072;
/// A token has at least so many bytes of JSON, by and large.
const BYTES: usize = 3;

/// What is posted. The schema stands in the instructions, too: models keep to it better when they have read it.
pub(super) fn request(model: &str, call: &Call<'_>, is_streamed: bool) -> Value {
    let mut system = call.system.to_owned();
    if let Some(schema) = call.schema {
        system.push_str(&format!(
            "\n\nAnswer with one JSON value that has this schema, and nothing else:\n{schema}"
        ));
    }
    let length = system.len() + call.messages.iter().map(|message| message.text.len()).sum::<usize>();
    let mut messages = vec![json!({"role": "system", "content": system})];
    messages.extend(call.messages.iter().map(|message| {
        let role = match message.role {
            Role::User => "user",
            Role::Assistant => "assistant",
        };
        json!({"role": role, "content": message.text})
    }));
    let answer = usize::try_from(call.max_tokens).unwrap_or(MOST);
    let options =
        json!({"temperature": 0, "num_predict": answer, "num_ctx": context(length / BYTES + answer)});
    let mut request =
        json!({"model": model, "messages": messages, "stream": is_streamed, "options": options});
    if let Some(schema) = call.schema {
        request["format"] = schema.clone();
    }
    request
}

/// What does not fit into its context, Ollama leaves out without a word. So enough of it is asked for.
fn context(tokens: usize) -> usize {
    tokens.div_ceil(STEP).saturating_mul(STEP).clamp(LEAST, MOST)
}

/// An answer, or a piece of one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    model: Option<String>,
    message: Option<Words>,
    done: bool,
    done_reason: Option<String>,
    prompt_eval_count: Option<u64>,
    eval_count: Option<u64>,
    error: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Words {
    content: Option<String>,
}

impl Said {
    /// Reads it.
    ///
    /// # Errors
    /// It is no answer, or says what went wrong.
    pub(super) fn read(line: &[u8]) -> Result<Self, Failure> {
        let is_object = line.trim_ascii_start().starts_with(b"{");
        let said = serde_json::from_slice::<Self>(line).ok().filter(|_| is_object);
        let said = said.ok_or_else(|| {
            Failure::new(FailureKind::Invalid, "Ollama answered with something that is no JSON of its kind")
        })?;
        match said.error {
            Some(error) => {
                Err(Failure::new(FailureKind::Failed, format!("Ollama failed: {}", short(&error)))
                    .again(None))
            }
            None => Ok(said),
        }
    }

    /// The words in it.
    pub(super) fn words(&self) -> &str {
        self.message.as_ref().and_then(|words| words.content.as_deref()).unwrap_or_default()
    }

    /// Whether it is the last.
    pub(super) fn is_last(&self) -> bool {
        self.done
    }

    /// Tokens, told with the last.
    pub(super) fn usage(&self) -> Usage {
        Usage {
            input_tokens: self.prompt_eval_count.unwrap_or_default(),
            output_tokens: self.eval_count.unwrap_or_default(),
        }
    }

    /// The whole answer, whose last piece this is.
    ///
    /// # Errors
    /// It is empty, or not whole.
    pub(super) fn reply(self, text: String, model: &str) -> Result<Reply, Failure> {
        if !self.done {
            return Err(Failure::new(FailureKind::Failed, "the answer of Ollama broke off").again(None));
        }
        if text.trim().is_empty() {
            return Err(Failure::new(FailureKind::Invalid, "Ollama gave an empty answer"));
        }
        Ok(Reply {
            text,
            model: self.model.unwrap_or_else(|| model.to_owned()),
            is_cut: self.done_reason.as_deref() == Some("length"),
        })
    }
}

/// What an answer with another status than 200 means.
pub(super) fn refusal(status: u16, body: &[u8]) -> Failure {
    let said = serde_json::from_slice::<Said>(body).ok().and_then(|said| said.error);
    let why = said.map_or_else(String::new, |error| format!(": {}", short(&error)));
    let failure = |kind| Failure::new(kind, format!("Ollama answered with {status}{why}"));
    match status {
        408 | 409 | 429 | 500.. => failure(FailureKind::Failed).again(None),
        300..=399 => {
            failure(FailureKind::Failed).hint("it is asked where OLLAMA_HOST says, and nowhere else")
        }
        _ => failure(FailureKind::Refused),
    }
}

/// The names of the models in a list of them.
pub(super) fn models(body: &[u8]) -> Option<Vec<String>> {
    #[derive(Deserialize)]
    struct Listed {
        models: Vec<Named>,
    }
    #[derive(Deserialize)]
    struct Named {
        name: String,
    }
    let listed: Listed = serde_json::from_slice(body).ok()?;
    Some(listed.models.into_iter().map(|model| model.name).collect())
}

/// Words of a stranger, as they fit into a message.
fn short(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    line.join(" ").chars().take(300).collect()
}
