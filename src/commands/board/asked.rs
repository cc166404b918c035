//! Teams that somebody asks for by name.

use crate::config::nearest;
use crate::error::{Error, Kind, Result};

/// So many known teams are named to somebody who asks for another one.
const MOST_NAMED: usize = 20;

/// The error for a team that nothing belongs to and the configuration does not name. `known` are those that there are.
pub fn no_such_team(asked: &str, mut known: Vec<String>) -> Error {
    known.retain(|team| !team.is_empty());
    let error = Error::new(Kind::InvalidValue, format!("there is no team {asked:?}")).with("team", asked);
    let error = match nearest(asked, known.iter().map(String::as_str)) {
        Some(near) => error.hint(format!("did you mean {near}?")),
        None => error,
    };
    known.truncate(MOST_NAMED);
    error.hint(format!("these teams are known: {}", known.join(", ")))
}

/// Checks that the team is one of `known`.
///
/// # Errors
/// It is not.
pub fn check_team(asked: &str, known: Vec<String>) -> Result<()> {
    if known.iter().any(|team| team == asked) { Ok(()) } else { Err(no_such_team(asked, known)) }
}
