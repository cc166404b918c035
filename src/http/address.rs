//! Where a call may go.

use std::net::IpAddr;

use url::Url;

use crate::error::{Error, Kind, Result};

/// A place that may be called; `role` says what for, such as: a place for events.
///
/// # Errors
/// It is no URL of HTTP; it carries a name and a password; or the call would go in the clear to another machine, and
/// `insecure` does not say that this is meant.
pub fn place(text: &str, role: &str, insecure: bool) -> Result<Url> {
    let wrong = |what: &str| Error::new(Kind::InvalidValue, format!("{what} as {role}"));
    let url = Url::parse(text)
        .map_err(|_| wrong("this is no URL").hint("give the whole of it: https://example.com/coord"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(wrong("only http and https are known").hint("such as https://example.com/coord"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("a URL with a name or a password is not taken")
            .hint("the signature tells the receiver who sends; leave them out"));
    }
    if url.scheme() == "http" && !insecure && !is_this_machine(&url) {
        return Err(wrong("plain http to another machine is not taken")
            .hint("use https, or say that it is meant: --insecure"));
    }
    Ok(url)
}

/// Whether a URL is one of this machine.
pub fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A URL as it may be shown: without what stands behind the path, where many have a token.
pub fn shown(url: &str) -> String {
    match Url::parse(url) {
        Ok(mut url) => {
            let is_more = url.query().is_some() || url.fragment().is_some();
            url.set_query(None);
            url.set_fragment(None);
            format!("{url}{}", if is_more { "?…" } else { "" })
        }
        Err(_) => "?".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_stays_on_this_machine() {
        let fine =
            ["https://example.com/x", "http://localhost:8080/x", "http://127.0.0.1/", "http://[::1]:9/x"];
        for url in fine {
            assert!(place(url, "x", false).is_ok(), "{url}");
        }
        let wrong = [
            "http://example.com/x",
            "http://localhost.example.com/",
            "http://127.0.0.1.example.com/",
            "http://10.0.0.1/",
            "ftp://localhost/",
            "file:///etc/passwd",
            "https://name:word@example.com/",
            "https://token@example.com/",
            "example.com",
            "",
        ];
        for url in wrong {
            assert_eq!(place(url, "x", false).unwrap_err().kind(), Kind::InvalidValue, "{url}");
        }
        assert!(place("http://example.com/x", "x", true).is_ok());
        assert!(place("https://token@example.com/", "x", true).is_err());
    }

    #[test]
    fn what_may_be_a_token_is_not_shown() {
        assert_eq!(shown("https://example.com/a?token=secret#part"), "https://example.com/a?…");
        assert_eq!(shown("https://example.com/a"), "https://example.com/a");
    }
}
