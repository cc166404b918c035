//! Calls that end in time: each on a thread of its own, its answer handed over piece by piece.

use std::io::Read as _;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::header::HeaderMap;
use reqwest::{NoProxy, Proxy, Url};

use super::{Trouble, client};
use crate::error::{Error, Kind, Result};

/// How often who waits looks up.
const GLANCE: Duration = Duration::from_millis(20);
/// How many pieces wait for who reads them.
const PIECES: usize = 16;
/// The longest piece, in bytes.
const PIECE: usize = 16 * 1_024;

/// Makes calls to one place. Made once, and only by who calls: it takes milliseconds. It follows no redirect, and nothing
/// that is in the clear goes by way of a proxy, which may stand anywhere.
pub struct Caller {
    client: Client,
    url: Url,
    connect_timeout: Duration,
}

/// What is sent.
pub struct Request {
    /// What stands behind the address of the place, with its slash.
    pub path: String,
    /// The headers.
    pub headers: HeaderMap,
    /// What is posted; `None` only asks.
    pub body: Option<Vec<u8>>,
}

/// How long somebody waits.
pub struct Patience<'a> {
    /// Until then.
    pub deadline: Instant,
    /// Or until this says so; it is asked every few milliseconds.
    pub is_cancelled: &'a dyn Fn() -> bool,
}

/// An answer whose head is here.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    pieces: Receiver<Piece>,
}

#[derive(Debug)]
enum Piece {
    Head(u16, HeaderMap),
    Body(Vec<u8>),
    End,
    Trouble(Trouble),
}

impl Caller {
    /// A caller of the place at `url`, through `proxy` where it is https, else through the one that the environment names.
    ///
    /// # Errors
    /// The proxy is no URL, the system has no certificates, or TLS cannot be set up.
    pub fn new(url: &Url, connect_timeout: Duration, proxy: Option<&str>) -> Result<Self> {
        let mut builder = client::builder(connect_timeout);
        if url.scheme() == "http" {
            // Certificates are not needed, and take their time.
            builder = builder.no_proxy().tls_certs_only([]);
        } else if let Some(proxy) = proxy {
            // What the proxy is called may hold a password.
            let proxy = Proxy::https(proxy).map_err(|_| {
                Error::new(Kind::InvalidValue, "the proxy is no URL")
                    .hint("such as http://proxy.example.com:3128")
            })?;
            builder = builder.proxy(proxy.no_proxy(NoProxy::from_env()));
        }
        let unable =
            |error| Error::new(Kind::General, format!("nothing can be sent: {}", client::explain(&error)));
        Ok(Self { client: builder.build().map_err(unable)?, url: url.clone(), connect_timeout })
    }

    /// Sends a request and waits for the head of the answer. Nothing is sent again.
    ///
    /// # Errors
    /// There is none. What is under way then ends by itself, at the deadline at the latest.
    pub fn send(&self, request: Request, patience: &Patience<'_>) -> Result<Answer, Trouble> {
        patience.left()?;
        let mut url = self.url.clone();
        url.set_path(&format!("{}{}", url.path().trim_end_matches('/'), request.path));
        let left = patience.deadline.saturating_duration_since(Instant::now());
        let asked = match request.body {
            Some(body) => self.client.post(url).body(body),
            None => self.client.get(url),
        };
        // A little longer than anybody waits here, so that it is told in one way only that the time is over.
        let asked = asked.headers(request.headers).timeout(left + Duration::from_secs(1));
        let (sender, pieces) = sync_channel(PIECES);
        let connect_timeout = self.connect_timeout;
        thread::spawn(move || {
            if let Err(error) = talk(asked, &sender) {
                // Who asked may have turned away.
                let _ = sender.send(Piece::Trouble(Trouble::of(&error, connect_timeout)));
            }
        });
        let mut answer = Answer { status: 0, headers: HeaderMap::new(), pieces };
        match answer.next(patience)? {
            Piece::Head(status, headers) => {
                (answer.status, answer.headers) = (status, headers);
                Ok(answer)
            }
            Piece::Trouble(trouble) => Err(trouble),
            Piece::Body(_) | Piece::End => Err(Trouble::Broken("no head".to_owned())),
        }
    }
}

/// Makes the call and hands over what comes, until nobody wants it any more.
fn talk(asked: RequestBuilder, sender: &SyncSender<Piece>) -> Result<(), reqwest::Error> {
    let mut response: Response = asked.send()?;
    let head = Piece::Head(response.status().as_u16(), response.headers().clone());
    let mut is_wanted = sender.send(head).is_ok();
    let mut buffer = vec![0; PIECE];
    while is_wanted {
        let piece = match response.read(&mut buffer) {
            Ok(0) => Piece::End,
            Ok(length) => Piece::Body(buffer[..length].to_vec()),
            Err(error) => Piece::Trouble(Trouble::Broken(client::root_cause(&error))),
        };
        is_wanted = matches!(piece, Piece::Body(_));
        is_wanted &= sender.send(piece).is_ok();
    }
    Ok(())
}

impl Patience<'_> {
    /// How long to wait until the next look up.
    fn left(&self) -> Result<Duration, Trouble> {
        if (self.is_cancelled)() {
            return Err(Trouble::Cancelled);
        }
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(Trouble::TimedOut) } else { Ok(left.min(GLANCE)) }
    }
}

impl Answer {
    /// A header that is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The next piece of the body; `None` at its end.
    ///
    /// # Errors
    /// It does not come.
    pub fn piece(&mut self, patience: &Patience<'_>) -> Result<Option<Vec<u8>>, Trouble> {
        match self.next(patience)? {
            Piece::Body(bytes) => Ok(Some(bytes)),
            Piece::Trouble(trouble) => Err(trouble),
            Piece::End | Piece::Head(..) => Ok(None),
        }
    }

    /// The whole body.
    ///
    /// # Errors
    /// It does not come, or is longer than `most` bytes.
    pub fn whole(mut self, most: usize, patience: &Patience<'_>) -> Result<Vec<u8>, Trouble> {
        let mut whole = Vec::new();
        while let Some(piece) = self.piece(patience)? {
            if whole.len() + piece.len() > most {
                return Err(Trouble::TooLong(most));
            }
            whole.extend(piece);
        }
        Ok(whole)
    }

    fn next(&self, patience: &Patience<'_>) -> Result<Piece, Trouble> {
        loop {
            match self.pieces.recv_timeout(patience.left()?) {
                Ok(piece) => return Ok(piece),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Trouble::Broken("it just ended".to_owned()));
                }
            }
        }
    }
}
