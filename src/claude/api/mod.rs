//! The Messages API: one call is one request.
//!
//! What comes in is a call; what comes out is what came of it, in the words that all providers share. What is tried again,
//! and when, is decided elsewhere.

mod headers;
mod message;
mod refusal;
mod request;
mod stream;

use std::sync::OnceLock;

use super::{Attempt, Call, Failure, FailureKind, Key, Provider, Reply, Usage, models};
use crate::config::Claude;
use crate::error::Error;
use crate::http::{self, Answer, Caller, Patience, Request, Trouble, Url};

/// Where it takes messages.
const PATH: &str = "/v1/messages";
/// The longest answer, in bytes.
const LONGEST: usize = 8_000_000;
/// The longest stream, in bytes: each of its events carries much more than its piece of the answer.
const LONGEST_STREAM: usize = 64_000_000;

/// The Messages API at one place, with one key.
pub struct Api {
    url: Url,
    model: String,
    key: Key,
    settings: Claude,
    caller: OnceLock<Result<Caller, Failure>>,
}

/// What a call has come to so far.
struct Progress<'a, 'd> {
    api: &'a Api,
    patience: Patience<'a>,
    deliver: Option<&'d mut dyn FnMut(&str)>,
}

impl Api {
    /// The API that the settings name. Nothing is called yet.
    ///
    /// # Errors
    /// The settings name no place that may be called.
    pub fn new(settings: &Claude, key: Key) -> Result<Self, Failure> {
        http::ensure().map_err(|error| unavailable(&error))?;
        let url = http::place(&settings.base_url, "claude.base_url", false);
        let url = url.map_err(|error| {
            Failure::new(FailureKind::Unavailable, error.message()).hint(
                "give https://HOST, or http:// on this machine, in claude.base_url or ANTHROPIC_BASE_URL",
            )
        })?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(Failure::new(
                FailureKind::Unavailable,
                "a URL with ? or # is not taken as claude.base_url",
            )
            .hint("give what stands before /v1/messages"));
        }
        let model = settings.model.clone().unwrap_or_else(|| models::USUAL.to_owned());
        Ok(Self { url, model, key, settings: settings.clone(), caller: OnceLock::new() })
    }

    /// Where the key comes from: a variable, or a file.
    pub fn key_origin(&self) -> &str {
        &self.key.origin
    }

    /// Where it is, without what is nobody's business.
    pub fn place(&self) -> String {
        let port = self.url.port().map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}{port}", self.url.host_str().unwrap_or_default())
    }

    /// What is called, in full.
    fn called(&self) -> String {
        format!("{}{PATH}", self.url.as_str().trim_end_matches('/'))
    }

    fn caller(&self) -> Result<&Caller, Failure> {
        let made = self.caller.get_or_init(|| {
            let connect_timeout = self.settings.connect_timeout.as_std();
            let proxy = self.settings.proxy.as_deref().filter(|proxy| !proxy.is_empty());
            Caller::new(&self.url, connect_timeout, proxy).map_err(|error| unavailable(&error))
        });
        made.as_ref().map_err(Clone::clone)
    }

    /// # Errors
    /// What came of the call instead.
    fn send(
        &self,
        call: &Call<'_>,
        is_streamed: bool,
        patience: &Patience<'_>,
    ) -> Result<Answer, Box<Attempt>> {
        let unsent = |failure| Box::new(Attempt::unsent(failure));
        let caller = self.caller().map_err(unsent)?;
        let body = request::body(call, &self.model, is_streamed).to_string().into_bytes();
        let headers = request::headers(&self.key, &self.settings.version).map_err(unsent)?;
        let request = Request { path: PATH.to_owned(), headers, body: Some(body) };
        caller.send(request, patience).map_err(|trouble| {
            let failure = self.trouble(&trouble);
            if trouble.is_before_sending() { unsent(failure) } else { Box::new(Attempt::failed(failure)) }
        })
    }

    /// What the trouble of a call means.
    fn trouble(&self, trouble: &Trouble) -> Failure {
        let place = self.place();
        let failed = |message: String| Failure::new(FailureKind::Failed, message);
        match trouble {
            Trouble::Cancelled => Failure::new(FailureKind::Cancelled, "interrupted"),
            Trouble::TimedOut => {
                Failure::new(FailureKind::TimedOut, format!("{place} did not answer in time"))
                    .hint("give it longer with --timeout or claude.timeout")
            }
            Trouble::NoConnection(reason) => failed(format!("there is no connection to {place}: {reason}"))
                .hint("see to the network, claude.base_url and claude.proxy")
                .again(None),
            Trouble::NotTrusted(reason) => failed(format!("{place} cannot be trusted: {reason}"))
                .hint("SSL_CERT_FILE names the certificates that are trusted"),
            Trouble::Broken(reason) => {
                failed(format!("the answer of {place} broke off: {reason}")).again(None)
            }
            Trouble::TooLong(most) => {
                let message =
                    format!("the answer of {place} is too long: {most} bytes are taken, and no more");
                Failure::new(FailureKind::Invalid, message)
            }
        }
    }
}

/// Nobody can be asked, because of this.
fn unavailable(error: &Error) -> Failure {
    let failure = Failure::new(FailureKind::Unavailable, error.message());
    error.hints().iter().fold(failure, Failure::hint)
}

impl Provider for Api {
    fn name(&self) -> &'static str {
        "api"
    }

    fn system(&self) -> &'static str {
        "anthropic"
    }

    fn model(&self) -> &str {
        &self.model
    }

    fn account(&self) -> String {
        format!("api {} {}", self.place(), self.key.mark())
    }

    fn hide(&self, text: &str) -> String {
        self.key.secret().hide(text)
    }

    fn call(&self, call: &Call<'_>, deliver: Option<&mut dyn FnMut(&str)>) -> Attempt {
        let is_streamed = deliver.is_some() || call.max_tokens > request::STREAMED_ABOVE;
        let is_cancelled = || call.cancellation.is_asked();
        let patience = Patience { deadline: call.deadline, is_cancelled: &is_cancelled };
        let answer = match self.send(call, is_streamed, &patience) {
            Ok(answer) => answer,
            Err(attempt) => return *attempt,
        };
        let status = answer.status;
        let rate = headers::rate(&answer);
        let request_id = headers::request_id(&answer);
        let mut usage = Usage::default();
        let mut progress = Progress { api: self, patience, deliver };
        let outcome = progress.read(answer, &mut usage);
        Attempt { outcome, status: Some(status), request_id, rate, usage, cost_usd: None }
    }
}

impl Progress<'_, '_> {
    /// Reads the answer, whatever it is.
    fn read(&mut self, answer: Answer, usage: &mut Usage) -> Result<Reply, Failure> {
        let is_fine = (200..300).contains(&answer.status);
        let kind = answer.header("content-type").unwrap_or_default().trim_start().to_ascii_lowercase();
        if is_fine && kind.starts_with("text/event-stream") {
            return stream::read(self, answer, usage);
        }
        let head = headers::Head::of(&answer);
        let body = answer.whole(LONGEST, &self.patience);
        if !is_fine {
            // What an error says is worth less than that it is one.
            let body = match body {
                Err(trouble @ (Trouble::Cancelled | Trouble::TimedOut)) => {
                    return Err(self.api.trouble(&trouble));
                }
                body => body.unwrap_or_default(),
            };
            return Err(refusal::of_answer(self.api, &head, &body));
        }
        let body = body.map_err(|trouble| self.api.trouble(&trouble))?;
        let reply = message::read(self.api, &head, &body, usage)?;
        if let Some(deliver) = &mut self.deliver {
            deliver(&reply.text);
        }
        Ok(reply)
    }
}
