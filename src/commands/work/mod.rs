//! Claiming work and finishing it.

pub mod claim;
pub mod complete;
pub mod history;
pub mod list_work;
pub mod progress;
pub mod show;
mod target;

pub(crate) use target::{check_id, check_text};
