//! What the rules forbid, and why.

use std::fmt;

use super::Stamp;

/// Why an operation on a work item is not allowed. Nothing was changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The item belongs to another agent.
    HeldByOther {
        /// The item.
        id: String,
        /// Who holds it; empty where the state does not say.
        holder: String,
        /// When the holder's lease ends, where it has one.
        expires_at: Option<Stamp>,
    },
    /// The item's status does not allow it.
    Status {
        /// The item.
        id: String,
        /// Its status.
        status: String,
        /// What was asked for.
        wanted: &'static str,
    },
    /// It was completed before, with another result.
    CompletedOtherwise {
        /// The item.
        id: String,
        /// The result that stands.
        result: String,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HeldByOther { id, holder, expires_at: Some(end) } => {
                write!(out, "{id} is held by {holder}, whose lease ends at {end}")
            }
            Self::HeldByOther { id, holder, expires_at: None } => write!(out, "{id} is held by {holder}"),
            Self::Status { id, status, wanted } => write!(out, "cannot {wanted} {id}: it is {status}"),
            Self::CompletedOtherwise { id, result } => {
                write!(out, "cannot complete {id}: it was completed before, with the result {result:?}")
            }
        }
    }
}
