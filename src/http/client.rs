//! What calls are made with.

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
