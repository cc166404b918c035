//! What calls are made with.

use std::error::Error;
use std::time::Duration;

use reqwest::blocking::{Client, ClientBuilder};
use reqwest::redirect::Policy;

/// A client in the making that follows no redirect, so that nothing goes where nobody meant it to.
pub fn builder(connect_timeout: Duration) -> ClientBuilder {
    // Fails where it was done before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let agent = concat!("coord/", env!("CARGO_PKG_VERSION"));
    Client::builder().redirect(Policy::none()).connect_timeout(connect_timeout).user_agent(agent)
}

/// What went wrong, without the URL: that may hold what is nobody else's business.
pub fn explain(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let text = if error.is_connect() { "no connection" } else { "it failed" };
    match Error::source(error) {
        Some(cause) => format!("{text}: {}", root_cause(cause)),
        None => text.to_owned(),
    }
}

/// What is behind an error, in small letters and without the number of the system call's error.
pub(super) fn root_cause(error: &(dyn Error + 'static)) -> String {
    let text = causes(error).last().unwrap_or(error).to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}

/// An error and what is behind it, one behind the other.
pub(super) fn causes<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}
