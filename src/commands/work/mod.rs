//! Claiming work and finishing it.

pub mod add;
pub mod admission;
pub mod aftermath;
pub mod archiving;
pub mod block;
pub mod cancel;
pub mod claim;
pub mod complete;
pub mod defer;
pub mod edit;
pub mod events;
pub mod fail;
pub mod handoff;
pub mod history;
pub mod list;
pub mod list_work;
pub mod next;
pub mod progress;
pub mod ready;
pub mod reap;
pub mod release;
pub mod retry;
pub mod row;
pub mod show;
pub mod standing;
pub mod taking;
pub mod target;
pub mod terms;

pub(crate) use target::{check_id, check_text};
