//! Calls to servers: where they may go, within which time and size, and how a failure is told without what is nobody's
//! business.
//!
//! Nothing here is made before somebody calls out: a client takes milliseconds. The client blocks, so each call runs on a
//! plain thread of its own, and who waits for it can turn away at any time.

pub mod address;
pub mod caller;
pub mod client;
pub mod events;
pub mod lines;
pub mod trouble;

pub use address::{is_this_machine, place, shown};
pub use caller::{Answer, Caller, Patience, Request};
pub use client::{builder, explain};
pub use events::{Event, EventReader};
pub use lines::LineReader;
pub use trouble::Trouble;
