//! Which item a command is about, and what its caller may say of it.

use crate::context::Context;
use crate::domain::Actor;
use crate::error::{Error, Kind, Result};

/// No text argument is longer: 1 MiB.
const LONGEST: usize = 1 << 20;
/// No id is longer, in bytes.
const LONGEST_ID: usize = 1_024;

/// The work id of `progress` and `complete`: given, else `CURRENT_WORK_ITEM`.
///
/// # Errors
/// Neither is there.
pub(super) fn work_id(given: Option<String>, context: &Context) -> Result<String> {
    let id = given.filter(|id| !id.is_empty()).or_else(|| context.variable("CURRENT_WORK_ITEM"));
    let id = id.ok_or_else(|| {
        Error::new(Kind::NoWorkId, "No work item ID given")
            .hint("name it as the first argument, or set CURRENT_WORK_ITEM")
    })?;
    check_id("the work id", &id)?;
    Ok(id)
}

/// Who asks.
///
/// # Errors
/// The configuration is wrong.
pub(super) fn actor<'a>(agent_id: Option<&'a str>, context: &Context) -> Result<Actor<'a>> {
    Ok(Actor { agent_id, strict: context.config()?.strict })
}

/// Refuses text that is too long to be meant.
///
/// # Errors
/// It is longer than 1 MiB.
pub(crate) fn check_text(name: &str, text: &str) -> Result<()> {
    if text.len() <= LONGEST {
        return Ok(());
    }
    Err(Error::new(
        Kind::InvalidValue,
        format!("{name} has {} bytes; at most {LONGEST} are taken", text.len()),
    )
    .hint("put long text in a file and name the file"))
}

/// Refuses an id that is empty or too long.
///
/// # Errors
/// It is.
pub(crate) fn check_id(name: &str, id: &str) -> Result<()> {
    if id.is_empty() {
        return Err(Error::new(Kind::InvalidValue, format!("{name} is empty"))
            .hint("see what there is: coord list-work"));
    }
    if id.len() <= LONGEST_ID {
        return Ok(());
    }
    Err(Error::new(
        Kind::InvalidValue,
        format!("{name} has {} bytes; at most {LONGEST_ID} are taken", id.len()),
    )
    .hint("give an id as it was printed: work_<digits> or agent_<digits>"))
}
