//! Calls to servers: where they may go, within which time and size, and how a failure is told without what is nobody's
//! business.
//!
//! Nothing here is made before somebody calls out: a client takes milliseconds. The client blocks, so each call runs on a
//! plain thread of its own, and who waits for it can turn away at any time. Built without the feature `http`, the program
//! has no client, and says so where one would be made.

#[cfg(not(feature = "http"))]
#[path = "absent.rs"]
mod client;
#[cfg(feature = "http")]
mod client;

pub mod address;
pub mod caller;
pub mod events;
pub mod lines;
pub mod trouble;

pub use address::{is_this_machine, place, shown};
pub use caller::{Answer, Caller, Patience, Request};
pub use client::Client;
pub use events::{Event, EventReader};
pub use http_types::header;
pub use lines::LineReader;
pub use trouble::Trouble;
pub use url::Url;

use crate::error::{Error, Kind, Result};

/// Which way calls go. What is in the clear never goes by way of a proxy, which may stand anywhere.
#[derive(Clone, Copy)]
pub enum Route<'a> {
    /// In the clear: straight.
    Plain,
    /// Over TLS: by the proxy that the environment names, else straight.
    Environment,
    /// Over TLS: by this proxy, unless the environment says that none is needed.
    Proxy(&'a str),
}

/// Whether anything can be called at all.
pub const IS_BUILT_IN: bool = cfg!(feature = "http");

/// Nothing, where something can be called.
///
/// # Errors
/// The program was built without.
pub fn ensure() -> Result<()> {
    if IS_BUILT_IN { Ok(()) } else { Err(missing()) }
}

fn missing() -> Error {
    Error::new(Kind::General, "this coord was built without HTTP")
        .hint("build it with the feature http, which is on by default")
}
