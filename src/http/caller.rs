//! Calls that end in time: each on a thread of its own, its answer handed over piece by piece.

use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use http_types::HeaderMap;
use url::Url;

use super::{Client, Route, Trouble};
use crate::error::Result;

/// How often who waits looks up.
const GLANCE: Duration = Duration::from_millis(20);
/// How many pieces wait for who reads them.
const PIECES: usize = 16;
/// How much longer a call may go on than anybody waits for it, so that it is told in one way only that the time is over.
const SLACK: Duration = Duration::from_secs(1);

/// Makes calls to one place.
pub struct Caller {
    client: Client,
    url: Url,
}

/// What is sent.
pub struct Request {
    /// What stands behind the address of the place, with its slash; empty where it is the place itself.
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

/// A part of an answer, as the client hands it over.
#[derive(Debug)]
#[cfg_attr(not(feature = "http"), allow(dead_code, reason = "without a client nothing is handed over"))]
pub(super) enum Piece {
    /// Status and headers.
    Head(u16, HeaderMap),
    /// More of the body.
    Body(Vec<u8>),
    /// There is no more.
    End,
    /// There will be no more.
    Trouble(Trouble),
}

impl Caller {
    /// A caller of the place at `url`, through `proxy` where it is https, else through the one that the environment names.
    ///
    /// # Errors
    /// The proxy is no URL, the system has no certificates, or TLS cannot be set up.
    pub fn new(url: &Url, connect_timeout: Duration, proxy: Option<&str>) -> Result<Self> {
        let route = match proxy {
            _ if url.scheme() == "http" => Route::Plain,
            Some(proxy) => Route::Proxy(proxy),
            None => Route::Environment,
        };
        Ok(Self::by(Client::new(&route, connect_timeout)?, url.clone()))
    }

    /// A caller of the place at `url` by a client that is there already, whose route fits.
    pub fn by(client: Client, url: Url) -> Self {
        Self { client, url }
    }

    /// Sends a request and waits for the head of the answer. Nothing is sent again.
    ///
    /// # Errors
    /// There is none. What is under way then ends by itself, at the deadline at the latest.
    pub fn send(&self, request: Request, patience: &Patience<'_>) -> Result<Answer, Trouble> {
        patience.left()?;
        let mut url = self.url.clone();
        if !request.path.is_empty() {
            url.set_path(&format!("{}{}", url.path().trim_end_matches('/'), request.path));
        }
        let left = patience.deadline.saturating_duration_since(Instant::now());
        let (sender, pieces) = sync_channel(PIECES);
        let client = self.client.clone();
        thread::spawn(move || {
            // Who asked may have turned away.
            client.call(url, request, left + SLACK, &|piece| sender.send(piece).is_ok());
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

#[cfg(feature = "http")]
#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::net::{TcpListener, TcpStream};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, mpsc};

    use super::*;
    use crate::http::LineReader;

    /// A server that writes this to the first who asks and then does `then`; and what it was asked.
    fn server(says: Vec<u8>, then: fn(TcpStream)) -> (Url, Receiver<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = Url::parse(&format!("http://{}/base/", listener.local_addr().unwrap())).unwrap();
        let (sender, asked) = mpsc::channel();
        thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
            let head: Vec<String> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
            let _ = sender.send(head.join("\n"));
            // Who asked may be gone before all is said.
            let _ = (&stream).write_all(&says);
            then(stream);
        });
        (url, asked)
    }

    /// Keeps the connection open until the other side closes it.
    fn hold(mut stream: TcpStream) {
        let _ = stream.read(&mut [0]);
    }

    fn ok(length: usize, body: &str) -> Vec<u8> {
        format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
    }

    fn send(url: &Url, body: Option<&str>, patience: &Patience<'_>) -> Result<Answer, Trouble> {
        let caller = Caller::new(url, Duration::from_secs(5), None).unwrap();
        let body = body.map(|body| body.as_bytes().to_vec());
        caller.send(Request { path: "/v1/x".to_owned(), headers: HeaderMap::new(), body }, patience)
    }

    fn patience(length: Duration) -> Patience<'static> {
        Patience { deadline: Instant::now() + length, is_cancelled: &|| false }
    }

    /// Long enough for everything that ends by itself.
    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn a_request_goes_behind_the_path_of_the_place() {
        for (body, expected) in [(Some("{}"), "POST /base/v1/x HTTP/1.1"), (None, "GET /base/v1/x HTTP/1.1")]
        {
            let (url, asked) = server(ok(4, "fine"), drop);
            let answer = send(&url, body, &patience(LONG)).unwrap();
            assert_eq!(answer.status, 200);
            assert_eq!(answer.whole(4, &patience(LONG)), Ok(b"fine".to_vec()));
            let asked = asked.recv().unwrap();
            assert_eq!(asked.lines().next(), Some(expected));
            assert!(asked.contains("user-agent: coord/"), "{asked}");
        }
    }

    #[test]
    fn a_redirect_is_an_answer_like_any_other() {
        let head = b"HTTP/1.1 307 X\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n";
        let (url, _asked) = server(head.to_vec(), drop);
        let answer = send(&url, Some("{}"), &patience(LONG)).unwrap();
        assert_eq!((answer.status, answer.header("location")), (307, Some("/elsewhere")));
    }

    #[test]
    fn no_more_is_taken_than_is_wanted() {
        let (url, _asked) = server(ok(100_000, &"x".repeat(100_000)), drop);
        let answer = send(&url, None, &patience(LONG)).unwrap();
        assert_eq!(answer.whole(50_000, &patience(LONG)), Err(Trouble::TooLong(50_000)));
        let (url, _asked) = server(ok(3_000_000, &"x".repeat(3_000_000)), drop);
        let mut lines = LineReader::new(send(&url, None, &patience(LONG)).unwrap(), 8_000_000);
        assert_eq!(lines.line(&patience(LONG)), Err(Trouble::TooLong(1_000_000)));
        let (url, _asked) = server(ok(100_000, &"x\n".repeat(50_000)), drop);
        let mut lines = LineReader::new(send(&url, None, &patience(LONG)).unwrap(), 60_000);
        let end = std::iter::repeat_with(|| lines.line(&patience(LONG))).find(Result::is_err);
        assert_eq!(end, Some(Err(Trouble::TooLong(60_000))));
    }

    #[test]
    fn at_the_deadline_it_is_over_whatever_is_still_to_come() {
        let short = Duration::from_millis(150);
        let (url, _asked) = server(Vec::new(), hold);
        let began = Instant::now();
        assert_eq!(send(&url, None, &patience(short)).unwrap_err(), Trouble::TimedOut);
        assert!(began.elapsed() >= short);
        let (url, _asked) = server(ok(10, "half"), hold);
        let answer = send(&url, None, &patience(LONG)).unwrap();
        assert_eq!(answer.whole(10, &patience(short)), Err(Trouble::TimedOut));
        assert_eq!(send(&url, None, &patience(Duration::ZERO)).unwrap_err(), Trouble::TimedOut);
    }

    #[test]
    fn who_turns_away_is_free_within_a_tenth_of_a_second() {
        // The machine may be busy: the quickest of a few times says what the program does.
        let once = || {
            let (url, _asked) = server(ok(10, "half"), hold);
            let mark = Arc::new(AtomicBool::new(false));
            let is_cancelled = || mark.load(Ordering::Relaxed);
            let patience = Patience { deadline: Instant::now() + LONG, is_cancelled: &is_cancelled };
            let answer = send(&url, None, &patience).unwrap();
            let button = Arc::clone(&mark);
            let cancelled = thread::spawn(move || {
                thread::sleep(Duration::from_millis(30));
                button.store(true, Ordering::Relaxed);
                Instant::now()
            });
            assert_eq!(answer.whole(10, &patience), Err(Trouble::Cancelled));
            Instant::now().duration_since(cancelled.join().unwrap())
        };
        let quickest = (0..5).map(|_| once()).min().unwrap();
        assert!(quickest < Duration::from_millis(100), "{quickest:?}");
    }

    #[test]
    fn a_cut_connection_is_no_end() {
        let (url, _asked) = server(ok(10, "half"), drop);
        let answer = send(&url, None, &patience(LONG)).unwrap();
        assert!(matches!(answer.whole(10, &patience(LONG)), Err(Trouble::Broken(_))));
        let (url, _asked) = server(Vec::new(), drop);
        assert!(matches!(send(&url, None, &patience(LONG)), Err(Trouble::Broken(_))));
    }

    #[test]
    fn where_nobody_listens_the_reason_is_told() {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let url = Url::parse(&format!("http://127.0.0.1:{port}/")).unwrap();
        let trouble = send(&url, None, &patience(LONG)).unwrap_err();
        assert_eq!(trouble, Trouble::NoConnection("connection refused".to_owned()));
        let url = Url::parse("http://no-such-machine.localhost.invalid/").unwrap();
        let trouble = send(&url, None, &patience(LONG)).unwrap_err();
        assert_eq!(trouble, Trouble::NoConnection("its name is not known".to_owned()));
    }

    #[test]
    fn a_proxy_that_is_none_is_not_shown() {
        let url = Url::parse("https://example.com/").unwrap();
        let error = Caller::new(&url, LONG, Some("http://name:canary@[")).err().unwrap();
        assert_eq!(error.message(), "the proxy is no URL");
    }
}
