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
        /// Who completed it, where that was another agent.
        agent_id: Option<String>,
    },
    /// The caller's claim is not the newest one.
    StaleFence {
        /// The item.
        id: String,
        /// The fence that was given.
        given: u64,
        /// The item's fence.
        fence: u64,
        /// Who holds it now, if anybody does.
        holder: Option<String>,
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
            Self::CompletedOtherwise { id, result, agent_id } => {
                let by = agent_id.as_ref().map_or_else(String::new, |agent| format!(" by {agent}"));
                write!(out, "cannot complete {id}: it was completed before{by}, with the result {result:?}")
            }
            Self::StaleFence { id, given, fence, holder } => {
                write!(out, "the fence {given} of {id} is stale: it is {fence} now")?;
                match holder {
                    Some(holder) => write!(out, ", and {holder} holds it"),
                    None => write!(out, ", and nobody holds it under yours"),
                }
            }
        }
    }
}
