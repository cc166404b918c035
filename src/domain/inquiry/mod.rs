//! What can be said of a board, or of data from elsewhere, without a model: counts, matches and plain rules.

pub mod answering;
pub mod bottlenecks;
pub mod findings;
mod grouping;
pub mod material;
mod parts;
mod question;
mod reading;
mod standing;
pub mod updates;
mod wanted;
mod words;

pub use standing::{Situation, Stands};

/// `1 item`, `2 items`.
fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}
