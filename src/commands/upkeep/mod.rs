//! Keeping the board in order.

pub mod audit;
pub mod cleanup;
pub mod config;
pub mod doctor;
pub mod environment;
pub mod init;
pub mod optimize;
pub mod selftest;
pub mod settings;
