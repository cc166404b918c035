//! An Ollama on this machine that answers as it is told, whole or line by line as the request asks, and remembers what
//! came.

use std::collections::VecDeque;
use std::io::{BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

use super::ApiRequest;
use super::messages_api::read;

/// How a question is answered.
#[derive(Clone, Debug)]
pub(crate) enum OllamaAnswer {
    /// With these words.
    Says(String),
    /// With an error of this status.
    Error(u16, &'static str),
    /// With these words and then, behind the status 200, an error.
    ErrorAfter(String, &'static str),
    /// With these words, and an end before the last line.
    Cut(String),
    /// With this status and this body.
    Raw(u16, String),
    /// Never.
    Silence,
}

/// The server. Its thread ends with the test process.
pub(crate) struct Ollama {
    address: SocketAddr,
    desk: Arc<Mutex<Desk>>,
}

#[derive(Default)]
struct Desk {
    models: Vec<String>,
    plan: VecDeque<OllamaAnswer>,
    requests: Vec<ApiRequest>,
    silent: Vec<TcpStream>,
}

impl Ollama {
    /// One that has these models, and answers with an empty object.
    pub(crate) fn with_models(models: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let models = models.iter().map(|model| (*model).to_owned()).collect();
        let desk = Arc::new(Mutex::new(Desk { models, ..Desk::default() }));
        let shared = Arc::clone(&desk);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || converse(stream, &shared));
            }
        });
        Self { address, desk }
    }

    /// Where it is, for `OLLAMA_HOST`.
    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    /// Its port.
    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Answers the next questions so.
    pub(crate) fn plan(&self, answers: impl IntoIterator<Item = OllamaAnswer>) {
        self.desk.lock().unwrap().plan.extend(answers);
    }

    /// The questions that came so far.
    pub(crate) fn questions(&self) -> Vec<Value> {
        let desk = self.desk.lock().unwrap();
        desk.requests
            .iter()
            .filter(|request| request.path == "/api/chat")
            .map(|request| request.body.clone())
            .collect()
    }
}

fn converse(stream: TcpStream, desk: &Mutex<Desk>) {
    let mut reader = BufReader::new(stream);
    let Some(request) = read(&mut reader) else { return };
    let mut stream = reader.into_inner();
    let mut told = desk.lock().unwrap();
    told.requests.push(request.clone());
    let (status, body) = match request.path.as_str() {
        "/api/tags" => {
            let models: Vec<Value> =
                told.models.iter().map(|name| json!({"name": name, "size": 1})).collect();
            (200, json!({"models": models}).to_string())
        }
        "/api/chat" => match told.plan.pop_front().unwrap_or_else(|| OllamaAnswer::Says("{}".to_owned())) {
            OllamaAnswer::Silence => return told.silent.push(stream),
            answer => answered(&request.body, answer),
        },
        _ => (404, "404 page not found".to_owned()),
    };
    drop(told);
    let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    // Whoever asked may be gone.
    let _ = stream.write_all((head + &body).as_bytes());
    let _ = stream.read(&mut [0]);
}

fn answered(question: &Value, answer: OllamaAnswer) -> (u16, String) {
    let model = &question["model"];
    let piece = |words: &str| {
        json!({"model": model, "message": {"role": "assistant", "content": words}, "done": false}).to_string()
            + "\n"
    };
    let last = |words: &str| {
        json!({"model": model, "message": {"role": "assistant", "content": words}, "done": true,
            "done_reason": "stop", "prompt_eval_count": 120, "eval_count": 34})
        .to_string()
            + "\n"
    };
    let pieces = |words: &str| {
        let letters: Vec<char> = words.chars().collect();
        letters.chunks(5).map(|part| piece(&part.iter().collect::<String>())).collect::<String>()
    };
    match answer {
        OllamaAnswer::Says(words) if question["stream"] == true => (200, pieces(&words) + &last("")),
        OllamaAnswer::Says(words) => (200, last(&words)),
        OllamaAnswer::Error(status, error) => (status, json!({"error": error}).to_string()),
        OllamaAnswer::ErrorAfter(words, error) => {
            (200, pieces(&words) + &json!({"error": error}).to_string())
        }
        OllamaAnswer::Cut(words) => (200, pieces(&words)),
        OllamaAnswer::Raw(status, body) => (status, body),
        OllamaAnswer::Silence => (200, String::new()),
    }
}
