//! Questions to a language model: providers, answers of a known shape, and what keeps both within bounds.
//!
//! What comes in are a [`Question`], whose data are words of strangers, and the settings. What comes out is an answer of
//! the type that was asked for, or an [`crate::error::Error`] that says what to do. The board is not known here: what is
//! shared by all processes (limits, breaker, spend, cache) goes through a [`Shelf`], and the world (clock, chance,
//! Ctrl-C) through a [`World`].

pub mod api;
mod asking;
pub mod breaker;
pub mod briefing;
pub mod cache;
mod checking;
pub mod choice;
pub mod cli;
mod conversation;
pub mod failure;
#[cfg(test)]
mod fakes;
pub mod gateway;
mod guards;
pub mod hiding;
pub mod key;
pub mod last_error;
pub mod limiter;
pub mod models;
pub mod ollama;
pub mod pieces;
pub mod prices;
pub mod prompts;
pub mod provider;
pub mod question;
pub mod rate;
pub mod retry;
pub mod schema;
mod shelved;
pub mod spend;
pub mod world;

pub use choice::{Seen, choose};
pub use failure::{Failure, FailureKind};
pub use gateway::{Answered, Gateway};
pub use key::Key;
pub use provider::{Attempt, Call, Message, Provider, Reply, Role, Usage};
pub use question::Question;
pub use rate::{Allowance, RateReading};
pub use world::{CallRecord, Cancellation, Shelf, World};
