//! Calls to servers: where they may go, and how a failure is told without what is nobody's business.
//!
//! Nothing here is made before somebody calls out: a client takes milliseconds.

pub mod address;
pub mod client;

pub use address::{is_this_machine, place, shown};
pub use client::{builder, explain};
