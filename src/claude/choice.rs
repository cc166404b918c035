//! Which provider is asked.

use std::time::Instant;

use super::api::Api;
use super::cli::Cli;
use super::ollama::Ollama;
use super::{Failure, FailureKind, Key, Provider};
use crate::config::{Choice, Claude};
use crate::http;

/// What is to be seen of the process: its environment, which only the context reads.
pub struct Seen<'a> {
    /// An environment variable; one that is empty counts as not set.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// Variables that nothing that is started gets to see.
    pub own_secrets: Vec<String>,
}

/// The provider that the settings name, or the first that is usable. Nothing is called but what shows whether Ollama
/// is there, and that only where it is the last one left, and no longer than until `deadline`.
///
/// # Errors
/// There is none, with what to do about it.
pub fn choose(settings: &Claude, seen: &Seen<'_>, deadline: Instant) -> Result<Box<dyn Provider>, Failure> {
    match settings.provider {
        Choice::None => Err(Failure::new(
            FailureKind::Unavailable,
            "no model is asked: the provider is set to none",
        )
        .hint("choose another one: --provider, COORD_CLAUDE_PROVIDER, or claude.provider in config.toml")),
        Choice::Api => {
            let key = Key::find(settings, seen)?.ok_or_else(Key::missing)?;
            Ok(Box::new(Api::new(settings, key)?))
        }
        Choice::Cli => Ok(Box::new(Cli::found(settings, seen)?)),
        Choice::Ollama => Ok(Box::new(Ollama::found(settings, deadline)?)),
        Choice::Auto => first(settings, seen, deadline),
    }
}

/// The first that is usable. A key that is no key, or a file of one that is open to others, is told instead of passed over.
fn first(settings: &Claude, seen: &Seen<'_>, deadline: Instant) -> Result<Box<dyn Provider>, Failure> {
    if let Some(key) = Key::find(settings, seen)?.filter(|_| http::IS_BUILT_IN) {
        return Ok(Box::new(Api::new(settings, key)?));
    }
    let no_program = match Cli::found(settings, seen) {
        Ok(cli) => return Ok(Box::new(cli)),
        Err(failure) => failure,
    };
    match Ollama::found(settings, deadline) {
        Ok(ollama) => Ok(Box::new(ollama)),
        // It is there, and has not what was asked for.
        Err(failure) if failure.kind != FailureKind::Unavailable => Err(failure),
        Err(no_ollama) => Err(Failure::new(
            FailureKind::Unavailable,
            format!("there is no provider: no key, {}, {}", no_program.message, no_ollama.message),
        )
        .hint("set ANTHROPIC_API_KEY, install Claude Code (claude), or start Ollama (OLLAMA_HOST)")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::net::TcpListener;
    use std::os::unix::fs::PermissionsExt as _;
    use std::time::Duration;

    use super::super::retry::deadline;
    use super::*;

    /// The name of who is chosen, or why nobody is.
    fn chosen(settings: &Claude, variables: &[(&str, &str)]) -> Result<&'static str, Failure> {
        let variables: BTreeMap<&str, &str> = variables.iter().copied().collect();
        let variable = |name: &str| variables.get(name).map(|value| (*value).to_owned());
        let seen = Seen { variable: &variable, own_secrets: Vec::new() };
        choose(settings, &seen, deadline(Duration::MAX)).map(|provider| provider.name())
    }

    fn closed() -> String {
        TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
    }

    #[test]
    fn the_first_that_is_usable_is_taken() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().display().to_string();
        let settings = Claude { ollama_url: closed(), ..Claude::default() };
        let none = chosen(&settings, &[("PATH", &path)]).unwrap_err();
        assert_eq!(none.kind, FailureKind::Unavailable);
        assert!(
            none.message
                .starts_with("there is no provider: no key, there is no program claude, no Ollama at ")
        );
        assert!(none.hint.unwrap().contains("ANTHROPIC_API_KEY"));
        fs::write(home.path().join("claude"), "#!/bin/sh\n").unwrap();
        let refused = chosen(&settings, &[("PATH", &path)]).unwrap_err();
        assert!(refused.message.contains("claude may not be executed"), "{}", refused.message);
        fs::set_permissions(home.path().join("claude"), fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(chosen(&settings, &[("PATH", &path)]), Ok("cli"));
        assert_eq!(chosen(&settings, &[("PATH", &path), ("ANTHROPIC_API_KEY", "sk-1")]), Ok("api"));
        let broken = chosen(&settings, &[("PATH", &path), ("ANTHROPIC_API_KEY", "two words")]);
        assert!(broken.unwrap_err().message.contains("ANTHROPIC_API_KEY"), "a broken key is told");
    }

    #[test]
    fn nobody_looks_for_ollama_longer_than_it_may_take() {
        // It takes connections, and says nothing.
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let ollama_url = silent.local_addr().unwrap().to_string();
        let settings = Claude { provider: Choice::Ollama, ollama_url, ..Claude::default() };
        let seen = Seen { variable: &|_| None, own_secrets: Vec::new() };
        let start = Instant::now();
        let end = deadline(Duration::from_millis(200));
        let failure = choose(&settings, &seen, end).err().unwrap();
        assert!(failure.message.ends_with("no answer in time"), "{}", failure.message);
        assert!((200..2_500).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
    }

    #[test]
    fn who_is_named_is_asked_or_nobody() {
        let named = |provider, variables: &[(&str, &str)]| {
            let settings = Claude { provider, ollama_url: closed(), ..Claude::default() };
            chosen(&settings, variables).map_err(|failure| failure.message)
        };
        let key = [("ANTHROPIC_API_KEY", "sk-1"), ("PATH", "/nowhere")];
        assert_eq!(named(Choice::Api, &key), Ok("api"));
        assert!(named(Choice::Api, &key[1..]).is_err());
        assert_eq!(named(Choice::Cli, &key), Err("there is no program claude".to_owned()));
        assert!(named(Choice::Ollama, &key).unwrap_err().starts_with("no Ollama at http://127.0.0.1"));
        assert!(named(Choice::None, &key).unwrap_err().starts_with("no model is asked"));
    }
}
