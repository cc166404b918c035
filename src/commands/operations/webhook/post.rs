//! Sending an event.

use std::time::{Duration, Instant};

use super::book::Hook;
use crate::error::Result;
use crate::http::header::{HeaderMap, HeaderName, HeaderValue};
use crate::http::{Caller, Client, Patience, Request, Route, Url};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);

/// Sends events. Made once, and only by who sends: it takes milliseconds.
#[derive(Clone)]
pub struct Sender {
    client: Client,
    /// For plain http.
    direct: Client,
}

/// An event that was received.
pub struct Received {
    /// What the receiver answered, from 200 to 299.
    pub status: u16,
    /// How long that took.
    pub millis: u64,
}

impl Sender {
    /// A sender that follows no redirect, so that no event goes where nobody meant it to.
    ///
    /// # Errors
    /// The system has no certificates, or TLS cannot be set up.
    pub fn new() -> Result<Self> {
        Ok(Self {
            client: Client::new(&Route::Environment, CONNECT)?,
            direct: Client::new(&Route::Plain, CONNECT)?,
        })
    }

    /// Posts the body of the event of that id and type, signed at `unix` seconds.
    ///
    /// # Errors
    /// Why it was not received, in words.
    pub fn post(
        &self,
        hook: &Hook,
        event: (&str, &str),
        body: String,
        unix: i64,
    ) -> Result<Received, String> {
        let started = Instant::now();
        let url = Url::parse(&hook.url).map_err(|_| "its place is no URL".to_owned())?;
        // In the clear nothing goes by way of a proxy, which may stand anywhere.
        let client = if url.scheme() == "http" { &self.direct } else { &self.client };
        let headers = headers(&[
            ("content-type", "application/json"),
            ("x-coord-event", event.1),
            ("x-coord-delivery", event.0),
            ("x-coord-timestamp", &unix.to_string()),
            ("x-coord-signature", &hook.secret.sign(unix, &body)),
        ]);
        let request = Request { path: String::new(), headers: headers?, body: Some(body.into_bytes()) };
        let deadline = started + Duration::from_millis(hook.timeout_ms);
        let patience = Patience { deadline, is_cancelled: &|| false };
        let answer = Caller::by(client.clone(), url).send(request, &patience);
        let status = answer.map_err(|trouble| trouble.to_string())?.status;
        if (200..300).contains(&status) {
            let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
            return Ok(Received { status, millis });
        }
        Err(format!("the receiver answered {status}"))
    }
}

fn headers(pairs: &[(&'static str, &str)]) -> Result<HeaderMap, String> {
    let header = |(name, value): &(&'static str, &str)| {
        let value = HeaderValue::from_str(value).map_err(|_| format!("{name} cannot be sent"))?;
        Ok((HeaderName::from_static(name), value))
    };
    pairs.iter().map(header).collect()
}
