//! Where Ollama is, in the forms that `OLLAMA_HOST` has.

use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use crate::claude::{Failure, FailureKind};
use crate::http::{self, Url};

/// Its port, where none is said.
const PORT: u16 = 11_434;

/// The place: `host`, `host:port`, `:port`, or a URL. What a server listens on everywhere is asked at home.
///
/// # Errors
/// It is no address, or one in the clear on another machine.
pub(super) fn place(text: &str) -> Result<Url, Failure> {
    http::place(&at_home(whole(text.trim())), "the address of Ollama", false).map_err(|error| {
        Failure::new(FailureKind::Unavailable, error.message())
            .hint("set OLLAMA_HOST, such as 127.0.0.1:11434; on another machine it needs https")
    })
}

/// With all that may be left out.
fn whole(text: &str) -> String {
    if text.contains("://") {
        return text.to_owned();
    }
    let (authority, path) = match text.find('/') {
        Some(slash) => text.split_at(slash),
        None => (text, ""),
    };
    let port_at = authority.rfind(':').filter(|colon| !authority[*colon..].contains(']'));
    // An address of the sixth version without brackets has no port.
    let is_bare = authority.matches(':').count() > 1 && !authority.starts_with('[');
    let (host, port) = match port_at {
        _ if is_bare => (format!("[{authority}]"), ""),
        Some(colon) => (authority[..colon].to_owned(), &authority[colon + 1..]),
        None => (authority.to_owned(), ""),
    };
    let host = if host.is_empty() { "127.0.0.1" } else { &host };
    match port {
        "" => format!("http://{host}:{PORT}{path}"),
        port => format!("http://{host}:{port}{path}"),
    }
}

/// What a server listens on everywhere stands for this machine.
fn at_home(text: String) -> String {
    let Ok(mut url) = Url::parse(&text) else { return text };
    let home = match url.host_str() {
        Some("0.0.0.0") => "127.0.0.1",
        Some("[::]") => "[::1]",
        _ => return text,
    };
    if url.set_host(Some(home)).is_ok() { url.into() } else { text }
}

/// Whether somebody listens there. It costs much less than a client.
pub(super) fn is_open(url: &Url, patience: Duration) -> bool {
    let Some(host) = url.host_str() else { return false };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let Ok(addresses) = (bare, url.port_or_known_default().unwrap_or(PORT)).to_socket_addrs() else {
        return false;
    };
    addresses.into_iter().any(|address| TcpStream::connect_timeout(&address, patience).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn every_form_of_the_variable_is_understood() {
        let all = [
            ("127.0.0.1:11434", "http://127.0.0.1:11434/"),
            ("localhost", "http://localhost:11434/"),
            (":8080", "http://127.0.0.1:8080/"),
            ("", "http://127.0.0.1:11434/"),
            ("0.0.0.0", "http://127.0.0.1:11434/"),
            ("0.0.0.0:5", "http://127.0.0.1:5/"),
            ("http://0.0.0.0:5/", "http://127.0.0.1:5/"),
            ("[::]:5", "http://[::1]:5/"),
            ("::1", "http://[::1]:11434/"),
            ("[::1]", "http://[::1]:11434/"),
            ("localhost:7/ollama", "http://localhost:7/ollama"),
            ("http://localhost", "http://localhost/"),
            (" https://gpu.example.com ", "https://gpu.example.com/"),
        ];
        for (text, url) in all {
            assert_eq!(place(text).unwrap().as_str(), url, "{text:?}");
        }
    }

    #[test]
    fn nothing_goes_to_another_machine_in_the_clear() {
        for text in
            ["gpu:11434", "10.0.0.1", "http://gpu.example.com", "ftp://localhost", "a b", "localhost:x"]
        {
            assert_eq!(place(text).unwrap_err().kind, FailureKind::Unavailable, "{text:?}");
        }
    }

    #[test]
    fn a_closed_port_is_seen_at_once() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = place(&listener.local_addr().unwrap().to_string()).unwrap();
        assert!(is_open(&url, Duration::from_secs(5)));
        drop(listener);
        assert!(!is_open(&url, Duration::from_secs(5)));
    }
}
