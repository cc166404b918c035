//! `coord`: share work among many agents on one machine, without a server.
//!
//! State is a directory of JSON files under a lock, with a journal behind them. The house, from the inside out;
//! each layer imports only those above it in this list:
//!
//! * [`domain`] – what the words mean: work item, agent, lease, velocity. Pure.
//! * [`error`] – the one error type and the exit codes.
//! * [`config`] – `config.toml`.
//! * [`store`] – the seam to the state, and the engines behind it.
//! * [`process`] – programs that `coord` starts, each with a guard.
//! * [`http`] – calls to servers. [`claude`] – questions to a language model.
//! * [`telemetry`] – spans and events. [`output`] – the only writer of stdout and stderr.
//! * [`context`] – the only reader of environment, working directory, clock and random numbers.
//! * [`commands`] – one verb a file: request, run, report.
//! * [`cli`] – the command line, a door to the commands.
//!
//! CONTRACT, DESIGN and RELIABILITY in these docs are the pages that `coord` was specified by: what callers of the
//! script rely on, what the words mean, and what must hold on a disk.

pub mod claude;
pub mod cli;
pub mod commands;
pub mod config;
pub mod context;
pub mod domain;
pub mod error;
pub mod http;
pub mod output;
pub mod process;
pub mod store;
pub mod telemetry;
