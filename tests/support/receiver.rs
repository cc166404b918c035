//! A receiver of events: a small HTTP server on this machine that answers as it is told, and remembers what came.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::Value;

/// How a request is answered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Answer {
    /// With this status.
    Status(u16),
    /// With this status and a place to go to.
    Redirect(u16),
    /// Never.
    Silence,
}

/// A request that came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// Method and path.
    pub(crate) line: String,
    /// The headers, by their names in small letters.
    pub(crate) headers: BTreeMap<String, String>,
    /// The body.
    pub(crate) body: String,
}

impl Request {
    /// The body as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|cause| panic!("{cause}: {}", self.body))
    }

    /// A header.
    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no header {name}: {:?}", self.headers))
    }
}

/// The server. Its thread ends with the test process.
pub(crate) struct Receiver {
    url: String,
    told: Arc<Mutex<Told>>,
}

#[derive(Default)]
struct Told {
    requests: Vec<Request>,
    plan: VecDeque<Answer>,
    silent: Vec<TcpStream>,
}

impl Receiver {
    /// A server that answers with 200.
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/events", listener.local_addr().unwrap());
        let told: Arc<Mutex<Told>> = Arc::default();
        let shared = Arc::clone(&told);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || answer(stream, &shared));
            }
        });
        Self { url, told }
    }

    /// Answers the next requests so, and later ones with 200.
    pub(crate) fn plan(&self, answers: &[Answer]) {
        self.told.lock().unwrap().plan = answers.iter().copied().collect();
    }

    /// Where it is.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// What came so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.told.lock().unwrap().requests.clone()
    }
}

fn answer(stream: TcpStream, told: &Mutex<Told>) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    if reader.read_line(&mut line).unwrap_or_default() == 0 {
        return;
    }
    let mut headers = BTreeMap::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        match header.trim_end().split_once(": ") {
            Some((name, value)) => headers.insert(name.to_lowercase(), value.to_owned()),
            None => break,
        };
    }
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let body = String::from_utf8(body).unwrap();
    let mut stream = reader.into_inner();
    let mut told = told.lock().unwrap();
    told.requests.push(Request { line: line.trim_end().to_owned(), headers, body });
    let head = match told.plan.pop_front().unwrap_or(Answer::Status(200)) {
        Answer::Silence => return told.silent.push(stream),
        Answer::Status(status) => format!("HTTP/1.1 {status} X"),
        Answer::Redirect(status) => format!("HTTP/1.1 {status} X\r\nLocation: /elsewhere"),
    };
    // Whoever asked may be gone.
    let _ = stream.write_all(format!("{head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").as_bytes());
}
