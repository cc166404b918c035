//! Over TLS, and through proxies: whole commands, since both are settled by the environment of a process.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};
use std::{fs, thread};

use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;

use crate::support::{Board, MessagesApi, Outcome, converse, serve};

const CANARY: &str = "sk-ant-canary-tls";

/// A Messages API over TLS, and the board that asks it.
struct Scene {
    server: MessagesApi,
    address: SocketAddr,
    board: Board,
}

impl Scene {
    /// A server that says it is `name`, and a board that trusts its certificate.
    fn new(name: &str) -> Self {
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed([name.to_owned()]).unwrap();
        let server = MessagesApi::new();
        let address = serve_tls(&server, cert.der().clone(), &signing_key);
        let board = Board::new().with("ANTHROPIC_API_KEY", CANARY);
        let file = board.home().join("trusted.pem");
        fs::write(&file, cert.pem()).unwrap();
        let board = board.with("SSL_CERT_FILE", &file.display().to_string());
        board.ok(&["add", "feature", "Build it"]);
        write_config(&board, None);
        Self { server, address, board }
    }

    fn with(self, variable: &str, value: &str) -> Self {
        Self { board: self.board.with(variable, value), ..self }
    }

    fn ask(&self) -> Outcome {
        let place = format!("https://{}", self.address);
        ask(&self.board, &place)
    }
}

fn ask(board: &Board, place: &str) -> Outcome {
    let mut command = board.command(&[
        "claude-analyze-priorities",
        "--provider",
        "api",
        "--no-fallback",
        "--no-cache",
        "--json",
    ]);
    command.env("ANTHROPIC_BASE_URL", place);
    crate::support::Running::start(&mut command).finish()
}

#[track_caller]
fn assert_answered(outcome: Outcome) {
    assert_eq!(outcome.ok().json()["data"]["source"], "model");
}

/// What is said of a failure.
#[track_caller]
fn said(outcome: &Outcome) -> Value {
    assert_eq!(outcome.code, Some(21), "{}", outcome.err());
    let error = outcome.json()["error"].clone();
    assert!(!error.to_string().contains("canary"), "{error}");
    error
}

fn serve_tls(
    server: &MessagesApi,
    certificate: rustls::pki_types::CertificateDer<'static>,
    key: &KeyPair,
) -> SocketAddr {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap());
    let desk = server.desk();
    serve(move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut stream = StreamOwned::new(connection, stream);
        converse(&mut stream, &desk);
        stream.conn.send_close_notify();
        let _ = stream.flush();
    })
}

/// A proxy that does as it is asked, or says no; and the lines of what it was asked.
fn proxy(is_willing: bool) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let told = Arc::clone(&asked);
    let address = serve(move |mut stream| {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let head: Vec<String> =
            reader.by_ref().lines().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
        told.lock().unwrap().extend(head.clone());
        let place = head.first().and_then(|line| line.strip_prefix("CONNECT ")?.split(' ').next());
        let Some(place) = place.filter(|_| is_willing) else {
            let _ = stream.write_all(b"HTTP/1.1 407 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            return;
        };
        let mut other = TcpStream::connect(place).unwrap();
        stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").unwrap();
        let (mut there, mut back) = (other.try_clone().unwrap(), stream.try_clone().unwrap());
        thread::spawn(move || io::copy(&mut reader, &mut there));
        let _ = io::copy(&mut other, &mut back);
        let _ = stream.shutdown(std::net::Shutdown::Both);
    });
    (address, asked)
}

#[test]
fn who_is_trusted_is_asked_over_tls() {
    let scene = Scene::new("127.0.0.1");
    assert_answered(scene.ask());
    assert_eq!(scene.server.only_request().key(), Some(CANARY));
}

#[test]
fn who_is_not_trusted_or_is_another_gets_no_request() {
    let stranger = Scene::new("127.0.0.1");
    let other = stranger.board.home().join("other.pem");
    let CertifiedKey { cert, .. } = generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    fs::write(&other, cert.pem()).unwrap();
    let stranger = stranger.with("SSL_CERT_FILE", &other.display().to_string());
    let impostor = Scene::new("api.example.com");
    for scene in [stranger, impostor] {
        let error = said(&scene.ask());
        let message = error["message"].as_str().unwrap();
        assert!(message.starts_with(&format!("{} cannot be trusted: ", scene.address)), "{message}");
        assert_eq!(scene.server.count(), 0);
    }
}

#[test]
fn a_server_without_tls_is_not_asked_in_the_clear() {
    let server = MessagesApi::new();
    let scene = Scene::new("127.0.0.1");
    let error = said(&ask(&scene.board, &server.url().replace("http:", "https:")));
    assert!(error["message"].as_str().unwrap().contains("no connection"), "{error}");
    assert_eq!(server.requests().iter().filter(|request| request.key().is_some()).count(), 0);
}

#[test]
fn tls_goes_through_the_proxy_of_the_environment_or_of_the_settings() {
    let scene = Scene::new("127.0.0.1");
    let ((first, asked_first), (second, asked_second)) = (proxy(true), proxy(true));
    // A password stands in the environment alone.
    let scene = scene.with("HTTPS_PROXY", &format!("http://name:word@{first}"));
    assert_answered(scene.ask());
    let connect = format!("CONNECT {} HTTP/1.1", scene.address);
    let asked = asked_first.lock().unwrap().join("\n");
    assert!(
        asked.starts_with(&connect) && asked.to_lowercase().contains("proxy-authorization: basic"),
        "{asked}"
    );
    write_config(&scene.board, Some(&format!("http://{second}")));
    assert_answered(scene.ask());
    assert_eq!(asked_second.lock().unwrap()[0], connect);
    let heard = asked + &asked_second.lock().unwrap().join("\n");
    assert!(!heard.contains("canary") && !heard.contains("anthropic-version"), "{heard}");
}

#[test]
fn what_needs_no_proxy_goes_without() {
    let (address, asked) = proxy(true);
    let scene = Scene::new("127.0.0.1")
        .with("HTTPS_PROXY", &format!("http://{address}"))
        .with("NO_PROXY", "127.0.0.1");
    assert_answered(scene.ask());
    assert_eq!(*asked.lock().unwrap(), Vec::<String>::new());
}

#[test]
fn nothing_in_the_clear_goes_through_a_proxy() {
    let (address, asked) = proxy(true);
    let (server, mut board) = (MessagesApi::new(), Scene::new("127.0.0.1").board);
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
        board = board.with(name, &format!("http://{address}"));
    }
    write_config(&board, Some(&format!("http://{address}")));
    assert_answered(ask(&board, &server.url()));
    assert_eq!((server.count(), asked.lock().unwrap().len()), (1, 0));
}

#[test]
fn a_proxy_that_does_not_want_is_told_without_its_password() {
    let (address, _asked) = proxy(false);
    let scene = Scene::new("127.0.0.1").with("HTTPS_PROXY", &format!("http://name:canary@{address}"));
    write_config(&scene.board, None);
    let error = said(&scene.ask());
    assert!(error["message"].as_str().unwrap().contains("no connection"), "{error}");
    assert_eq!(scene.server.count(), 0);
}

/// Nothing is tried again, and the proxy is this.
fn write_config(board: &Board, proxy: Option<&str>) {
    let proxy = proxy.map(|proxy| format!("proxy = \"{proxy}\"\n")).unwrap_or_default();
    fs::write(board.path("config.toml"), format!("[claude]\nretries = 0\n{proxy}")).unwrap();
}
