//! Advice from a language model: who is asked, and within which limits.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Duration;
use crate::error::{Error, Kind, Result};

/// Advice from a language model.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Claude {
    /// Who is asked.
    pub provider: Choice,
    /// The model of the Messages API and of the `claude` program; `None` is the provider's default.
    pub model: Option<String>,
    /// Where the Messages API is.
    pub base_url: String,
    /// The version of the Messages API (`anthropic-version`).
    pub version: String,
    /// The file that holds the key, for its owner alone.
    pub key_file: Option<String>,
    /// The `claude` program.
    pub program: String,
    /// Where Ollama is.
    pub ollama_url: String,
    /// The model of Ollama; `None` is the first one that it has.
    pub ollama_model: Option<String>,
    /// The proxy for https; `None` leaves it to the environment.
    pub proxy: Option<String>,
    /// The longest answer, in tokens.
    pub max_tokens: u32,
    /// How long a whole question may take, with everything that is tried again.
    pub timeout: Duration,
    /// How long a connection may take to come about.
    pub connect_timeout: Duration,
    /// How often a call that failed is tried again.
    pub retries: u32,
    /// How long an answer is given again for the same question; 0 is never.
    pub cache: Duration,
    /// The most that may be spent in a day (UTC), in US dollars; 0 is no limit.
    pub max_usd_per_day: f64,
    /// What a million tokens of input cost, in US dollars; `None` is the known price of the model.
    pub input_usd: Option<f64>,
    /// What a million tokens of output cost, in US dollars; `None` is the known price of the model.
    pub output_usd: Option<f64>,
    /// The most of the board that is sent, in bytes.
    pub max_input_bytes: usize,
    /// Whether the computed advice stands in where no model answers.
    pub fallback: bool,
    /// Whether spans hold questions and answers.
    pub log_prompts: bool,
}

/// Who is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Choice {
    /// The first that is usable: the API, the program, Ollama.
    #[default]
    Auto,
    /// The Messages API.
    Api,
    /// The `claude` program.
    Cli,
    /// Ollama.
    Ollama,
    /// Nobody: advice is computed.
    None,
}

/// The fewest tokens in which an answer fits.
const LEAST_TOKENS: u32 = 64;
/// The most tokens that a model gives.
const MOST_TOKENS: u32 = 128_000;
/// The least of a board that is worth sending, in bytes.
const LEAST_INPUT: usize = 1_000;
/// The most of a board that is sent, in bytes.
const MOST_INPUT: usize = 2_000_000;
/// The most that a call is tried again.
const MOST_RETRIES: u32 = 10;

impl Choice {
    /// Every choice.
    pub const ALL: [Self; 5] = [Self::Auto, Self::Api, Self::Cli, Self::Ollama, Self::None];

    /// As it is written.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Api => "api",
            Self::Cli => "cli",
            Self::Ollama => "ollama",
            Self::None => "none",
        }
    }

    /// Reads it.
    ///
    /// # Errors
    /// It is another word.
    pub fn parse(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|choice| choice.word() == text);
        found.ok_or_else(|| {
            Error::new(Kind::InvalidValue, format!("{text:?} is no provider"))
                .hint("it is one of: auto, api, cli, ollama, none")
        })
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

impl Claude {
    /// The keys whose values are URLs.
    pub const URLS: [&str; 3] = ["claude.base_url", "claude.ollama_url", "claude.proxy"];

    /// Whether no URL holds a password: the file is copied, listed and kept in backups.
    pub(super) fn check_urls(&self) -> Result<()> {
        let urls = [Some(&self.base_url), Some(&self.ollama_url), self.proxy.as_ref()];
        let secret =
            Self::URLS.into_iter().zip(urls).find(|(_, url)| url.is_some_and(|url| url.contains('@')));
        let Some((key, _)) = secret else { return Ok(()) };
        let hint = match key {
            "claude.proxy" => "unset it, and give the whole URL in the environment: HTTPS_PROXY",
            "claude.base_url" => {
                "a key goes into ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN; an @ of a path is %40"
            }
            _ => "leave it out: nothing is sent to an Ollama with a password",
        };
        let what = format!("{key} holds a name or a password (what stands before an @)");
        Err(Error::new(Kind::InvalidValue, what).hint(hint))
    }

    /// Whether each value is within its range; else what is wrong.
    pub(super) fn check(&self) -> Result<(), String> {
        let dollars = [Some(self.max_usd_per_day), self.input_usd, self.output_usd];
        if dollars.into_iter().flatten().any(|dollars| !(0.0..=1_000_000.0).contains(&dollars)) {
            return Err("sums in claude must be from 0 to 1000000".to_owned());
        }
        let whole = |length: Duration, key: &str| match length.millis {
            0 => Err(format!("claude.{key} must be longer than nothing")),
            _ => Ok(()),
        };
        whole(self.timeout, "timeout").and_then(|()| whole(self.connect_timeout, "connect_timeout"))?;
        if !(LEAST_TOKENS..=MOST_TOKENS).contains(&self.max_tokens) {
            return Err(format!("claude.max_tokens must be from {LEAST_TOKENS} to {MOST_TOKENS}"));
        }
        if !(LEAST_INPUT..=MOST_INPUT).contains(&self.max_input_bytes) {
            return Err(format!("claude.max_input_bytes must be from {LEAST_INPUT} to {MOST_INPUT}"));
        }
        if self.retries > MOST_RETRIES {
            return Err(format!("claude.retries must be from 0 to {MOST_RETRIES}"));
        }
        Ok(())
    }
}

/// A URL as it may be shown: without the name and the password before the host. `None` where there is neither.
pub fn without_password(url: &str) -> Option<String> {
    let (before, host) = url.rsplit_once('@')?;
    let scheme = before.split_once("://").map_or("", |(scheme, _)| scheme);
    let scheme = if matches!(scheme, "http" | "https" | "socks5" | "socks5h") {
        format!("{scheme}://")
    } else {
        String::new()
    };
    Some(format!("{scheme}…@{host}"))
}

impl Default for Claude {
    fn default() -> Self {
        Self {
            provider: Choice::Auto,
            model: None,
            base_url: "https://api.anthropic.com".to_owned(),
            version: "2026-10-21".to_owned(),
            key_file: None,
            program: "claude".to_owned(),
            ollama_url: "http://127.0.0.1:11434".to_owned(),
            ollama_model: None,
            proxy: None,
            max_tokens: 8_192,
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(5),
            retries: 2,
            cache: Duration::from_secs(300),
            max_usd_per_day: 5.0,
            input_usd: None,
            output_usd: None,
            max_input_bytes: 60_000,
            fallback: true,
            log_prompts: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_shown_without_its_password() {
        let shown = |url: &str| without_password(url).unwrap_or_else(|| url.to_owned());
        assert_eq!(shown("http://me:secret@proxy.example:3128"), "http://…@proxy.example:3128");
        assert_eq!(shown("http://me:p@s/s@proxy/x"), "http://…@proxy/x");
        assert_eq!(shown("me:se://cret@proxy"), "…@proxy");
        for plain in ["https://api.anthropic.com", "127.0.0.1:11434", ""] {
            assert_eq!(shown(plain), plain);
        }
    }
}
