//! Looking at the board.

pub mod dashboard;
pub mod status;
