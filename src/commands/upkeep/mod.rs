//! Keeping the board in order.

pub mod audit;
pub mod clean_stale_agents;
pub mod cleanup;
pub mod config;
pub mod doctor;
pub mod environment;
pub mod init;
pub mod optimize;
pub mod resolve_conflicts;
pub mod selftest;
pub mod settings;
pub mod upgrade;
