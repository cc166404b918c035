//! Why a call came to nothing.

use std::fmt;

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
    /// Whether nothing was sent.
    pub const fn is_before_sending(&self) -> bool {
        matches!(self, Self::NoConnection(_) | Self::NotTrusted(_))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => out.write_str("interrupted"),
            Self::TimedOut => out.write_str("no answer in time"),
            Self::NoConnection(reason) => write!(out, "no connection: {reason}"),
            Self::NotTrusted(reason) => write!(out, "not to be trusted: {reason}"),
            Self::Broken(reason) => write!(out, "it broke off: {reason}"),
            Self::TooLong(most) => write!(out, "the answer is longer than {most} bytes"),
        }
    }
}
