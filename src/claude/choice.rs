//! Which provider is asked.

use super::api::Api;
use super::{Failure, FailureKind, Key, Provider};
use crate::config::{Choice, Claude};

/// What is to be seen of the process: its environment, which only the context reads.
pub struct Seen<'a> {
    /// An environment variable; one that is empty counts as not set.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// Variables that nothing that is started gets to see.
    pub own_secrets: Vec<String>,
}

/// The provider that the settings name, or the first that is usable. Nothing is called but what shows whether Ollama
/// is there, and that only where it is the last one left.
///
/// # Errors
/// There is none, with what to do about it.
pub fn choose(settings: &Claude, seen: &Seen<'_>) -> Result<Box<dyn Provider>, Failure> {
    if matches!(settings.provider, Choice::Api | Choice::Auto) {
        match Key::find(settings, seen)? {
            Some(key) => return Ok(Box::new(Api::new(settings, key)?)),
            None if settings.provider == Choice::Api => return Err(Key::missing()),
            None => {}
        }
    }
    let why = match settings.provider {
        Choice::None => "no model is asked: the provider is set to none",
        _ => "there is no provider",
    };
    Err(Failure::new(FailureKind::Unavailable, why))
}
