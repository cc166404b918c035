//! The hermetic fixture of the integration tests: a board of its own for every test, an empty environment, a
//! clock on demand, and processes that are waited for with a deadline.
//!
//! A test binary takes it in with `#[path = "../support/mod.rs"] mod support;`. Nothing here knows what a test
//! is about; nothing here reads a file of the repository.
#![allow(dead_code, unused_imports, reason = "each test binary uses its own part of the fixture")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a fixture that cannot do its work ends the test"
)]

mod board;
mod findings;
mod messages_api;
mod mock_claude;
mod ollama;
mod outcome;
mod random;
mod receiver;
mod running;
mod sample;
mod state;
mod tools;
mod worker;

pub(crate) use board::{Board, NOON, program};
pub(crate) use findings::Findings;
pub(crate) use messages_api::{ApiAnswer, ApiError, ApiRequest, MessagesApi, converse, serve};
pub(crate) use mock_claude::{MockClaude, session};
pub(crate) use ollama::{Ollama, OllamaAnswer};
pub(crate) use outcome::Outcome;
pub(crate) use random::Random;
pub(crate) use receiver::{Answer, Receiver, Request};
pub(crate) use running::{Running, eventually};
pub(crate) use sample::{write_sample, written_by_the_script};
pub(crate) use state::{JSON_FILES, STATE_FILES, State, consistency_faults, files_below, parse, text_of};
pub(crate) use tools::{can_trace, has, is_root, scale, skip, traced};
pub(crate) use worker::start_worker;
