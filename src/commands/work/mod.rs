//! Claiming work and finishing it.

pub mod add;
pub mod additions;
pub mod admission;
pub mod aftermath;
pub mod archiving;
pub mod block;
pub mod cancel;
pub mod claim;
pub mod complete;
pub mod conflicts;
pub mod defer;
pub mod deps;
pub mod edit;
pub mod events;
pub mod fail;
pub mod handoff;
pub mod history;
pub mod list;
pub mod list_work;
pub mod network;
pub mod next;
mod portrait;
pub mod progress;
pub mod ready;
pub mod reap;
pub mod reassign_work;
pub mod release;
pub mod reserve;
pub mod retry;
pub mod row;
#[cfg(test)]
mod schedules;
pub mod show;
pub mod standing;
pub mod taking;
pub mod target;
pub mod task_list;
pub mod terms;
pub mod tree;
pub mod unreserve;
pub mod wait;

pub(crate) use target::{check_id, check_text};
