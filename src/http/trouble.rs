//! Why a call came to nothing.

use std::time::Duration;

use super::client;

/// Why there is no answer, or only a part of one. No text of it holds a URL or a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It was asked to stop.
    Cancelled,
    /// The deadline passed.
    TimedOut,
    /// Nobody is there: the reason in a few words.
    NoConnection(String),
    /// The other side, or what lies between, cannot be trusted: the reason in a few words.
    NotTrusted(String),
    /// The connection broke: the reason in a few words.
    Broken(String),
    /// The answer is longer than so many bytes.
    TooLong(usize),
}

impl Trouble {
    /// What the client says.
    pub(super) fn of(error: &reqwest::Error, connect_timeout: Duration) -> Self {
        if error.is_connect() && error.is_timeout() {
            return Self::NoConnection(format!("none within {} ms", connect_timeout.as_millis()));
        }
        if error.is_timeout() {
            return Self::TimedOut;
        }
        let reason = client::root_cause(error);
        if !error.is_connect() {
            return Self::Broken(reason);
        }
        if client::causes(error).any(|cause| cause.to_string() == "dns error") {
            return Self::NoConnection("its name is not known".to_owned());
        }
        let is_of_tls =
            ["certificate", "HandshakeFailure", "UnknownIssuer"].iter().any(|word| reason.contains(word));
        if is_of_tls { Self::NotTrusted(reason) } else { Self::NoConnection(reason) }
    }
}
