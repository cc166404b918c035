//! Advice on a board: the shapes of the answers, which a language model fills in too, and how each is computed from the
//! board where none does.
//!
//! The descriptions of the fields are what a model reads. Each answer has a confidence in percent. Computed, it says how
//! much of what the method looks at the board knows at all; it is null where there is nothing yet. Nothing here decides
//! anything: an answer is advice until somebody applies it.

pub mod assignments;
mod dependants;
pub mod health;
pub mod priorities;
pub mod recommendation;
pub mod teams;

use super::{Instant, Stamp, WorkItem, id};

pub use dependants::Dependants;

/// After so many items of a kind it is known how an agent does with them.
const ENOUGH: u32 = 5;

/// Since when an item can be worked on: as it says, else as its id says.
pub fn waits_since(item: &WorkItem) -> Option<Instant> {
    let said = item.created_at.as_ref().or(item.claimed_at.as_ref()).and_then(Stamp::instant);
    said.or_else(|| id::born(&item.work_item_id))
}

/// The average of so many percentages, in whole percent; `None` where there are none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
fn average(percentages: impl IntoIterator<Item = f64>) -> Option<u32> {
    let (sum, count) = percentages.into_iter().fold((0.0, 0.0), |(sum, count), one| (sum + one, count + 1.0));
    (count > 0.0).then(|| (sum / count).round().clamp(0.0, 100.0) as u32)
}

/// So much of what an agent does is known after so many items, from 0 to 1: one item says little, five are enough.
fn experience(completed: u32) -> f64 {
    f64::from(completed.min(ENOUGH)) / f64::from(ENOUGH)
}

/// `1 item`, `3 items`.
fn counted(count: u32, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}
