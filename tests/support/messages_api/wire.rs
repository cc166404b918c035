//! The conversation itself: reading a request, and writing the answer as the API writes it.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::{ApiAnswer, ApiError, ApiRequest, Desk};

/// What the mock counts for everything that goes in, and comes out.
const TOKENS: (u64, u64) = (120, 34);

/// Takes one request and answers it; the connection ends with that.
pub(crate) fn converse<S: Read + Write>(stream: S, desk: &Desk) {
    let mut reader = BufReader::new(stream);
    let Some(request) = read(&mut reader) else { return };
    let (answer, headers) = desk.take(&request);
    let mut writer = Writer { stream: reader.into_inner(), headers, pause: None };
    // Whoever asked may be gone.
    let _ = writer.answer(&request, answer);
    desk.done();
}

/// The next request; `None` where the connection ends before it does.
pub(crate) fn read(reader: &mut impl io::BufRead) -> Option<ApiRequest> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
    let mut words = line.split_whitespace().map(ToOwned::to_owned);
    let (method, path) = (words.next()?, words.next()?);
    let mut headers = BTreeMap::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        match header.trim_end().split_once(':') {
            Some((name, value)) => headers.insert(name.to_lowercase(), value.trim().to_owned()),
            None => break,
        };
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = serde_json::from_slice(&body).unwrap_or_default();
    Some(ApiRequest { method, path, headers, body })
}

struct Writer<S> {
    stream: S,
    headers: Vec<(String, String)>,
    /// Where each byte is written for itself: how long after it nothing comes.
    pause: Option<Duration>,
}

impl<S: Read + Write> Writer<S> {
    fn answer(&mut self, request: &ApiRequest, answer: ApiAnswer) -> io::Result<()> {
        match answer {
            ApiAnswer::By(make) => return self.answer(request, make(request)),
            ApiAnswer::Later(wait, answer) => {
                thread::sleep(wait);
                return self.answer(request, *answer);
            }
            // Until who asked gives up.
            ApiAnswer::Silence => drop(self.stream.read(&mut [0])),
            ApiAnswer::HangUp => {}
            ApiAnswer::Text(text) => self.say(request, "end_turn", &text_block(&text))?,
            ApiAnswer::Stopped(reason, text) => self.say(request, reason, &text_block(&text))?,
            ApiAnswer::ToolUse(name, input) => self.say(request, "tool_use", &tool_block(&name, &input))?,
            ApiAnswer::Error(error) => self.error(&error)?,
            ApiAnswer::Raw(status, kind, body) => self.whole(status, kind, body.as_bytes())?,
            ApiAnswer::Slow(text, pause) => {
                self.pause = Some(pause);
                self.say(request, "end_turn", &text_block(&text))?;
            }
            ApiAnswer::Cut(text) => self.half(request, &text)?,
            ApiAnswer::Unfinished(text) => {
                let events = events(request, "end_turn", &text_block(&text));
                self.stream(&events[..events.len() - 3], true)?;
            }
            ApiAnswer::StreamError(text, error) => {
                let mut events = events(request, "end_turn", &text_block(&text));
                events.truncate(events.len() - 3);
                events.push(("error", error.body(&self.request_id())));
                self.stream(&events, true)?;
            }
        }
        self.stream.flush()
    }

    fn request_id(&self) -> String {
        let found = self.headers.iter().find(|(name, _)| name == "request-id");
        found.map(|(_, id)| id.clone()).unwrap_or_default()
    }

    /// A message, in the form that was asked for.
    fn say(&mut self, request: &ApiRequest, reason: &str, block: &Value) -> io::Result<()> {
        if request.is_streamed() {
            return self.stream(&events(request, reason, block), true);
        }
        self.whole(200, "application/json", message(request, reason, block).to_string().as_bytes())
    }

    fn half(&mut self, request: &ApiRequest, text: &str) -> io::Result<()> {
        if request.is_streamed() {
            let events = events(request, "end_turn", &text_block(text));
            return self.stream(&events[..events.len() - 3], false);
        }
        let body = message(request, "end_turn", &text_block(text)).to_string();
        let length = body.len();
        self.head(200, "application/json", &format!("content-length: {length}"))?;
        self.put(&body.as_bytes()[..length / 2])
    }

    fn error(&mut self, error: &ApiError) -> io::Result<()> {
        self.headers.extend(error.headers.iter().cloned());
        let body = error.body(&self.request_id());
        self.whole(error.status, "application/json", body.to_string().as_bytes())
    }

    fn whole(&mut self, status: u16, kind: &str, body: &[u8]) -> io::Result<()> {
        self.head(status, kind, &format!("content-length: {}", body.len()))?;
        self.put(body)
    }

    /// Events, each a chunk of its own; the last, empty chunk only where the end is a proper one.
    fn stream(&mut self, events: &[(&str, Value)], is_whole: bool) -> io::Result<()> {
        self.head(200, "text/event-stream; charset=utf-8", "transfer-encoding: chunked")?;
        for (name, data) in events {
            let event = format!("event: {name}\ndata: {data}\n\n");
            self.put(format!("{:x}\r\n{event}\r\n", event.len()).as_bytes())?;
        }
        if is_whole { self.put(b"0\r\n\r\n") } else { Ok(()) }
    }

    fn head(&mut self, status: u16, kind: &str, length: &str) -> io::Result<()> {
        let headers: String =
            self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let date = chrono::Utc::now().format("%a, %d %b %Y %H:%M:%S GMT");
        let head = format!(
            "HTTP/1.1 {status} X\r\ndate: {date}\r\ncontent-type: {kind}\r\n{headers}{length}\r\nconnection: close\r\n\r\n"
        );
        self.stream.write_all(head.as_bytes())?;
        self.stream.flush()
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(pause) = self.pause else {
            self.stream.write_all(bytes)?;
            return self.stream.flush();
        };
        for byte in bytes {
            self.stream.write_all(&[*byte])?;
            self.stream.flush()?;
            thread::sleep(pause);
        }
        Ok(())
    }
}

fn text_block(text: &str) -> Value {
    json!({ "type": "text", "text": text })
}

fn tool_block(name: &str, input: &Value) -> Value {
    json!({ "type": "tool_use", "id": "toolu_1", "name": name, "input": input })
}

/// The whole message: thinking first, and then what it says.
fn message(request: &ApiRequest, reason: &str, block: &Value) -> Value {
    let thinking = json!({ "type": "thinking", "thinking": "Let me see.", "signature": "c2ln" });
    let content = if reason == "refusal" { json!([]) } else { json!([thinking, block]) };
    json!({
        "id": "msg_1", "type": "message", "role": "assistant", "model": request.model(), "content": content,
        "stop_reason": reason, "stop_sequence": null,
        "usage": {
            "input_tokens": TOKENS.0, "output_tokens": TOKENS.1, "cache_creation_input_tokens": null,
            "cache_read_input_tokens": 0, "service_tier": "standard"
        }
    })
}

/// The same as events. The last three end the block and the message.
fn events(request: &ApiRequest, reason: &str, block: &Value) -> Vec<(&'static str, Value)> {
    let mut start = message(request, reason, block);
    start["content"] = json!([]);
    start["stop_reason"] = Value::Null;
    start["usage"]["output_tokens"] = json!(1);
    let delta = |index: u32, delta: Value| {
        ("content_block_delta", json!({ "type": "content_block_delta", "index": index, "delta": delta }))
    };
    let begin = |index: u32, block: Value| {
        (
            "content_block_start",
            json!({ "type": "content_block_start", "index": index, "content_block": block }),
        )
    };
    let end = |index: u32| ("content_block_stop", json!({ "type": "content_block_stop", "index": index }));
    let mut events = vec![
        ("message_start", json!({ "type": "message_start", "message": start })),
        begin(0, json!({ "type": "thinking", "thinking": "", "signature": "" })),
        ("ping", json!({ "type": "ping" })),
        delta(0, json!({ "type": "thinking_delta", "thinking": "Let me see." })),
        delta(0, json!({ "type": "signature_delta", "signature": "c2ln" })),
        end(0),
        ("weather", json!({ "type": "weather", "sky": "blue" })),
    ];
    if block["type"] == "tool_use" {
        let mut empty = block.clone();
        empty["input"] = json!({});
        events.push(begin(1, empty));
        let input = block["input"].to_string();
        events.extend(
            pieces(&input)
                .map(|piece| delta(1, json!({ "type": "input_json_delta", "partial_json": piece }))),
        );
    } else {
        events.push(begin(1, text_block("")));
        let text = block["text"].as_str().unwrap_or_default();
        events.extend(pieces(text).map(|piece| delta(1, json!({ "type": "text_delta", "text": piece }))));
    }
    events.push(end(1));
    let stop = json!({ "stop_reason": reason, "stop_sequence": null });
    events.push((
        "message_delta",
        json!({ "type": "message_delta", "delta": stop, "usage": { "output_tokens": TOKENS.1 } }),
    ));
    events.push(("message_stop", json!({ "type": "message_stop" })));
    events
}

/// A text in eight pieces, or more where it is long; none of them ends within a character.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let step = text.len().div_ceil(8).clamp(1, 500);
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, after) = rest.split_at_checked(rest.ceil_char_boundary(step))?;
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}
