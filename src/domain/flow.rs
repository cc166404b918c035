//! How work flows: when each item was created, who held it how long, and when it was done.
//!
//! The journal tells it step by step. Items that the script made are not in the journal; theirs is told by their own
//! stamps, and that of items which are gone by the log of completions. Where clocks were out of order, an item is
//! counted apart and has no times, so that no figure is negative.

mod figures;
mod histogram;
mod passage;
mod series;

use std::collections::HashMap;

use super::borrowed::Text;
use super::trail::{TrailCompletion, TrailEntry, TrailItem};
use super::{Completion, Instant, Stamp, Status, WorkItem, instant_of};

pub use figures::{Figures, Group, Spread, grouped};
pub use histogram::{Bucket, buckets};
pub use passage::{Hold, Passage};
pub use series::{Step, Unit, series};

/// The passages of all items of a board.
///
/// First it is shown the trail, then the items of the board, then the log of completions.
#[derive(Debug, Default)]
pub struct Flow {
    passages: Vec<Passage>,
    /// Where the passage of an item is.
    places: HashMap<String, usize>,
    /// Completions whose time cannot be read.
    unreadable: u32,
}

/// An item as it was seen at some moment, whoever tells it.
struct Sighting<'s> {
    work_item_id: &'s str,
    holder: Option<&'s str>,
    status: Status,
    work_type: &'s str,
    team: &'s str,
    created_at: Option<Instant>,
    claimed_at: Option<Instant>,
    completed_at: Option<Instant>,
    result: Option<&'s str>,
    points: Option<f64>,
    fence: u64,
}

impl Flow {
    /// Every piece of work that is known of, in the order in which it was first seen. Work that was completed twice is
    /// there twice, the second time without a past of its own.
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// The completions from `since` on.
    pub fn completed_since(&self, since: Instant) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(move |passage| passage.completed.is_some_and(|at| at >= since))
    }

    /// How many completions have a time that cannot be read.
    pub fn unreadable(&self) -> u32 {
        self.unreadable
    }

    /// Takes in an entry of the journal; they come in their order.
    pub fn see(&mut self, entry: &TrailEntry<'_>) {
        let at = entry.instant();
        for item in entry.puts.items.iter().filter(|item| !item.is_reservation()) {
            if let Some(sighting) = Sighting::of_trail(item) {
                self.sight(at, &sighting);
            }
        }
        for completion in &entry.puts.completions {
            let place = completion.work_item_id.as_deref().and_then(|id| self.places.get(id));
            if let Some(passage) = place.and_then(|place| self.passages.get_mut(*place)) {
                passage.points = completion.velocity_points.or(passage.points);
            }
        }
    }

    /// Takes in an item as it stands on the board.
    pub fn see_item(&mut self, item: &WorkItem) {
        if item.is_reservation() {
            return;
        }
        let sighting = Sighting::of_item(item);
        // The journal knows better when something happened; the stamps tell what it missed.
        let newest = item.completed_at.as_ref().or(item.last_update.as_ref()).or(item.claimed_at.as_ref());
        self.sight(newest.and_then(Stamp::instant), &sighting);
    }

    /// Takes in an entry of the log of completions.
    pub fn see_completion(&mut self, completion: &Completion) {
        self.see_logged(&TrailCompletion::of(completion));
    }

    /// The same for an entry that borrows from its text.
    pub fn see_logged(&mut self, completion: &TrailCompletion<'_>) {
        let Some(id) = completion.work_item_id.as_deref() else { return };
        let Some(at) = completion.completed_at.as_deref().and_then(instant_of) else {
            self.unreadable += 1;
            return;
        };
        let known = self.places.get(id).copied();
        if let Some(passage) = known.and_then(|place| self.passages.get_mut(place))
            && passage.completed == Some(at)
            && !passage.is_logged
        {
            passage.log(completion);
            return;
        }
        let mut passage = Passage::of_completion(id, completion, at);
        if let Some(known) = known.and_then(|place| self.passages.get(place)) {
            // Its past belongs to the completion that the board knows.
            passage.team.clone_from(&known.team);
            if passage.work_type.is_empty() {
                passage.work_type.clone_from(&known.work_type);
            }
        } else {
            self.places.insert(id.to_owned(), self.passages.len());
        }
        self.passages.push(passage);
    }

    fn sight(&mut self, at: Option<Instant>, sighting: &Sighting<'_>) {
        if let Some(place) = self.places.get(sighting.work_item_id) {
            self.passages[*place].go_on(at, sighting);
        } else {
            self.places.insert(sighting.work_item_id.to_owned(), self.passages.len());
            self.passages.push(Passage::begin(at, sighting));
        }
    }
}

impl<'s> Sighting<'s> {
    fn of_trail(item: &'s TrailItem<'_>) -> Option<Self> {
        let instant = |text: &Text<'_>| instant_of(text.as_deref()?);
        Some(Self {
            work_item_id: item.work_item_id.as_deref()?,
            holder: item.agent_id.as_deref(),
            status: item.status(),
            work_type: item.work_type.as_deref().unwrap_or_default(),
            team: item.team.as_deref().unwrap_or_default(),
            created_at: instant(&item.created_at),
            claimed_at: instant(&item.claimed_at),
            completed_at: instant(&item.completed_at),
            result: item.result.as_deref(),
            points: item.story_points,
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
            fence: item.fence.unwrap_or_default() as u64,
        })
    }

    fn of_item(item: &'s WorkItem) -> Self {
        let instant = |stamp: &Option<Stamp>| stamp.as_ref()?.instant();
        Self {
            work_item_id: &item.work_item_id,
            holder: item.agent_id.as_deref(),
            status: item.status(),
            work_type: item.work_type.as_deref().unwrap_or_default(),
            team: item.team.as_deref().unwrap_or_default(),
            created_at: instant(&item.created_at),
            claimed_at: instant(&item.claimed_at),
            completed_at: instant(&item.completed_at),
            result: item.result.as_deref(),
            points: item.story_points.map(|points| points.0),
            fence: item.fence(),
        }
    }
}

#[cfg(test)]
mod tests;
