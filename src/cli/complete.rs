//! The door for shells that complete a command line as it is typed.
//!
//! A shell calls `coord` with the variable [`VARIABLE`] naming it and the words so far behind `--`; the answer is what
//! may come next. `coord completions SHELL --dynamic` prints what makes a shell do so.

use std::ffi::OsString;

use clap_complete::env::Shells;

use crate::commands::doors::completions::{VARIABLE, values};
use crate::context::{Environment, Settings};
use crate::error::{Error, Kind, Result};
use crate::output;

/// Answers a shell, if one asks; says whether one did.
///
/// # Errors
/// The shell is none of those that are known, or reads no more.
pub(super) fn answer(arguments: &[OsString], environment: &Environment) -> Result<bool> {
    let Some(shell) = environment.variable(VARIABLE) else { return Ok(false) };
    let cannot = |why: String| Error::new(Kind::Usage, format!("cannot complete: {why}"));
    let shells = Shells::builtins();
    let completer = shells.completer(&shell).ok_or_else(|| cannot(format!("{shell:?} is no known shell")))?;
    let start = arguments.iter().position(|argument| argument == "--").map_or(arguments.len(), |at| at + 1);
    let words = arguments[start..].to_vec();
    let settings = Settings { dir: directory(&words).map(Into::into), ..Settings::default() };
    let mut tree = values::tree(environment, &settings);
    let mut answer = Vec::new();
    let here = environment.working_directory();
    completer
        .write_complete(&mut tree, words, Some(here), &mut answer)
        .map_err(|error| cannot(error.to_string()))?;
    output::stream(&String::from_utf8_lossy(&answer))?;
    Ok(true)
}

/// The state directory that the line names.
fn directory(words: &[OsString]) -> Option<OsString> {
    let at = words.iter().position(|word| word == "--dir");
    let mut named = words.iter().filter_map(|word| word.to_str()?.strip_prefix("--dir=").map(OsString::from));
    at.and_then(|at| words.get(at + 1).cloned()).or_else(|| named.next_back())
}
