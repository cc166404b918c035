//! What calls are made with.

use std::error::Error as StdError;
use std::io::Read as _;
use std::time::Duration;

use reqwest::blocking::{self, Response};
use reqwest::redirect::Policy;
use reqwest::{NoProxy, Proxy};
use url::Url;

use super::caller::Piece;
use super::{Request, Route, Trouble};
use crate::error::{Error, Kind, Result};

/// The longest piece, in bytes.
const PIECE: usize = 16 * 1_024;

/// A client. Made once, and only by who calls, since it takes milliseconds; its copies cost nothing. It follows no
/// redirect, so that nothing goes where nobody meant it to.
#[derive(Clone)]
pub struct Client {
    inner: blocking::Client,
    connect_timeout: Duration,
}

impl Client {
    /// A client that goes this way, and waits so long for a connection.
    ///
    /// # Errors
    /// The proxy is no URL, the system has no certificates, or TLS cannot be set up.
    pub fn new(route: &Route<'_>, connect_timeout: Duration) -> Result<Self> {
        // Fails where it was done before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let agent = concat!("coord/", env!("CARGO_PKG_VERSION"));
        let builder = blocking::Client::builder().redirect(Policy::none()).user_agent(agent);
        let builder = builder.connect_timeout(connect_timeout);
        let builder = match route {
            // Certificates are not needed, and take their time.
            Route::Plain => builder.no_proxy().tls_certs_only([]),
            Route::Environment => builder,
            Route::Proxy(proxy) => {
                // What the proxy is called may hold a password.
                let proxy = Proxy::https(*proxy).map_err(|_| {
                    Error::new(Kind::InvalidValue, "the proxy is no URL")
                        .hint("such as http://proxy.example.com:3128")
                })?;
                builder.proxy(proxy.no_proxy(NoProxy::from_env()))
            }
        };
        let inner = builder.build().map_err(|error| {
            Error::new(Kind::General, format!("nothing can be sent: {}", root_cause(&error)))
        })?;
        Ok(Self { inner, connect_timeout })
    }

    /// Makes a call and hands over what comes, until there is no more or `hand` says that nobody wants it.
    pub(super) fn call(&self, url: Url, request: Request, timeout: Duration, hand: &dyn Fn(Piece) -> bool) {
        let asked = match request.body {
            Some(body) => self.inner.post(url).body(body),
            None => self.inner.get(url),
        };
        match asked.headers(request.headers).timeout(timeout).send() {
            Ok(response) => read(response, hand),
            Err(error) => {
                hand(Piece::Trouble(trouble(&error, self.connect_timeout)));
            }
        }
    }
}

fn read(mut response: Response, hand: &dyn Fn(Piece) -> bool) {
    let head = Piece::Head(response.status().as_u16(), response.headers().clone());
    let mut is_wanted = hand(head);
    let mut buffer = vec![0; PIECE];
    while is_wanted {
        let piece = match response.read(&mut buffer) {
            Ok(0) => Piece::End,
            Ok(length) => Piece::Body(buffer[..length].to_vec()),
            Err(error) => Piece::Trouble(Trouble::Broken(root_cause(&error))),
        };
        is_wanted = matches!(piece, Piece::Body(_));
        is_wanted &= hand(piece);
    }
}

/// What the client says, without the URL: that may hold what is nobody else's business.
fn trouble(error: &reqwest::Error, connect_timeout: Duration) -> Trouble {
    if error.is_connect() && error.is_timeout() {
        return Trouble::NoConnection(format!("none within {} ms", connect_timeout.as_millis()));
    }
    if error.is_timeout() {
        return Trouble::TimedOut;
    }
    let reason = root_cause(error);
    if !error.is_connect() {
        return Trouble::Broken(reason);
    }
    if causes(error).any(|cause| cause.to_string() == "dns error") {
        return Trouble::NoConnection("its name is not known".to_owned());
    }
    let is_of_tls =
        ["certificate", "HandshakeFailure", "UnknownIssuer"].iter().any(|word| reason.contains(word));
    if is_of_tls { Trouble::NotTrusted(reason) } else { Trouble::NoConnection(reason) }
}

/// What is behind an error, in small letters and without the number of the system call's error.
fn root_cause(error: &(dyn StdError + 'static)) -> String {
    let text = causes(error).last().unwrap_or(error).to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}

/// An error and what is behind it, one behind the other.
fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}
