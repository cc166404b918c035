//! Keeping the board in order.

pub mod audit;
pub mod cleanup;
pub mod doctor;
pub mod init;
pub mod optimize;
pub mod selftest;
