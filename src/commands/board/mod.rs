//! Looking at the board.
//!
//! A [`picture`] holds every figure at one moment; `plain` and `layout` put it into words, the one for pipes and
//! the other for terminals.

pub mod asked;
pub mod dashboard;
mod layout;
pub mod overview;
pub mod people;
pub mod picture;
mod plain;
pub mod queue;
pub mod schedule;
pub mod status;
pub(super) mod tables;
pub mod velocity;
