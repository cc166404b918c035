//! Sending an event.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use reqwest::blocking::{Client, ClientBuilder};
use reqwest::redirect::Policy;
use reqwest::{Url, header};

use super::book::Hook;
use crate::error::{Error, Kind, Result};

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
        // Fails where it was done before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let agent = concat!("coord/", env!("CARGO_PKG_VERSION"));
        let builder =
            || ClientBuilder::new().redirect(Policy::none()).connect_timeout(CONNECT).user_agent(agent);
        let unable = |error| Error::new(Kind::General, format!("nothing can be sent: {}", plain(&error)));
        let client = builder().build().map_err(unable)?;
        let direct = builder().no_proxy().build().map_err(unable)?;
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
        let answer = request.send().map_err(|error| plain(&error))?;
        let status = answer.status();
        if status.is_success() {
            let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
            return Ok(Received { status: status.as_u16(), millis });
        }
        Err(format!("the receiver answered {}", status.as_u16()))
    }
}

/// What went wrong, without the URL: that may hold what is nobody else's business.
fn plain(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let mut text = if error.is_connect() { "no connection".to_owned() } else { "it failed".to_owned() };
    let mut cause = std::error::Error::source(error);
    let mut last = None;
    while let Some(inner) = cause {
        last = Some(inner.to_string());
        cause = inner.source();
    }
    if let Some(last) = last {
        text.push_str(&format!(": {last}"));
    }
    text
}

/// A place that events may go to.
///
/// # Errors
/// It is no URL of HTTP; it carries a name and a password; or events would go in the clear to another machine, and
/// `insecure` does not say that this is meant.
pub fn place(text: &str, insecure: bool) -> Result<Url> {
    let wrong = |what: &str| Error::new(Kind::InvalidValue, format!("{what} as a place for events"));
    let url = Url::parse(text)
        .map_err(|_| wrong("this is no URL").hint("give the whole of it: https://example.com/coord"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(wrong("only http and https are known").hint("such as https://example.com/coord"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("a URL with a name or a password is not taken")
            .hint("the signature tells the receiver who sends; leave them out"));
    }
    if url.scheme() == "http" && !insecure && !is_this_machine(&url) {
        return Err(wrong("plain http to another machine is not taken")
            .hint("use https, or say that it is meant: --insecure"));
    }
    Ok(url)
}

fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A URL as it may be shown: without what stands behind the path, where many have a token.
pub fn shown(url: &str) -> String {
    match Url::parse(url) {
        Ok(mut url) => {
            let is_more = url.query().is_some() || url.fragment().is_some();
            url.set_query(None);
            url.set_fragment(None);
            format!("{url}{}", if is_more { "?…" } else { "" })
        }
        Err(_) => "?".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_stays_on_this_machine() {
        let fine =
            ["https://example.com/x", "http://localhost:8080/x", "http://127.0.0.1/", "http://[::1]:9/x"];
        for url in fine {
            assert!(place(url, false).is_ok(), "{url}");
        }
        let wrong = [
            "http://example.com/x",
            "http://localhost.example.com/",
            "http://127.0.0.1.example.com/",
            "http://10.0.0.1/",
            "ftp://localhost/",
            "file:///etc/passwd",
            "https://name:word@example.com/",
            "https://token@example.com/",
            "example.com",
            "",
        ];
        for url in wrong {
            assert_eq!(place(url, false).unwrap_err().kind(), Kind::InvalidValue, "{url}");
        }
        assert!(place("http://example.com/x", true).is_ok());
        assert!(place("https://token@example.com/", true).is_err());
    }

    #[test]
    fn what_may_be_a_token_is_not_shown() {
        assert_eq!(shown("https://example.com/a?token=secret#part"), "https://example.com/a?…");
        assert_eq!(shown("https://example.com/a"), "https://example.com/a");
    }
}
