//! Sending an event.

use std::time::{Duration, Instant};

use reqwest::blocking::Client;
use reqwest::header;

use super::book::Hook;
use crate::error::{Error, Kind, Result};
use crate::http::{builder, explain};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);

/// Sends events. Made once, and only by who sends: it takes milliseconds.
#[derive(Clone)]
pub struct Sender {
    client: Client,
    /// Without a proxy, for plain http.
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
        let unable = |error| Error::new(Kind::General, format!("nothing can be sent: {}", explain(&error)));
        let client = builder(CONNECT).build().map_err(unable)?;
        let direct = builder(CONNECT).no_proxy().build().map_err(unable)?;
        Ok(Self { client, direct })
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
        let signature = hook.secret.sign(unix, &body);
        // In the clear nothing goes by way of a proxy, which may stand anywhere.
        let is_plain = hook.url.starts_with("http:");
        let client = if is_plain { &self.direct } else { &self.client };
        let request = client
            .post(&hook.url)
            .timeout(Duration::from_millis(hook.timeout_ms))
            .header(header::CONTENT_TYPE, "application/json")
            .header("X-Coord-Event", event.1)
            .header("X-Coord-Delivery", event.0)
            .header("X-Coord-Timestamp", unix.to_string())
            .header("X-Coord-Signature", signature)
            .body(body);
        let answer = request.send().map_err(|error| explain(&error))?;
        let status = answer.status();
        if status.is_success() {
            let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
            return Ok(Received { status: status.as_u16(), millis });
        }
        Err(format!("the receiver answered {}", status.as_u16()))
    }
}
