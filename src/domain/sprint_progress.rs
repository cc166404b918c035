//! How far a sprint is: what teams took on, what they can take, and what of it is done.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Quantity, WorkItem};

/// How far a team is, or all of them together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct SprintProgress {
    /// Items completed in the sprint.
    pub completed: u32,
    /// Items that are still to be done.
    pub open: u32,
    /// Of these: how many nobody has estimated.
    pub unestimated: u32,
    /// Story points of what was completed in the sprint.
    pub completed_points: Quantity,
    /// Story points of what is still to be done, as far as it was estimated.
    pub open_points: Quantity,
    /// Both together: what the sprint is committed to.
    pub committed_points: Quantity,
    /// Story points that fit a sprint; null where nobody said.
    pub capacity: Option<Quantity>,
    /// Committed points as percent of the capacity; null where that is unknown.
    pub load: Option<f64>,
    /// Completed items as percent of all of them; null where there are none.
    pub items_done: Option<f64>,
    /// Completed points as percent of all of them; null where there are none, or an open item has no estimate.
    pub points_done: Option<f64>,
}

impl SprintProgress {
    /// Of these open items, and of the story points of each completion of the sprint.
    pub fn of<'a>(
        open: impl IntoIterator<Item = &'a WorkItem>,
        completed: impl IntoIterator<Item = f64>,
        capacity: Option<Quantity>,
    ) -> Self {
        let mut progress = Self::default();
        for item in open {
            progress.open += 1;
            match item.story_points {
                Some(points) => progress.open_points.0 += points.0,
                None => progress.unestimated += 1,
            }
        }
        for points in completed {
            progress.completed += 1;
            progress.completed_points.0 += points;
        }
        progress.with_capacity(capacity)
    }

    fn with_capacity(mut self, capacity: Option<Quantity>) -> Self {
        let Self { completed, open, completed_points, .. } = self;
        self.committed_points = Quantity(self.open_points.0 + completed_points.0);
        self.capacity = capacity.filter(|points| points.0 > 0.0);
        self.load = self.capacity.and_then(|capacity| self.committed_points.percent_of(capacity));
        self.items_done =
            Quantity::from(completed).percent_of(Quantity::from(completed.saturating_add(open)));
        let is_whole = self.unestimated == 0;
        self.points_done = completed_points
            .percent_of(self.committed_points)
            .filter(|percent| is_whole && percent.is_finite());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(points: &str) -> WorkItem {
        serde_json::from_str(&format!(r#"{{"work_item_id":"w"{points}}}"#)).unwrap()
    }

    #[test]
    fn what_is_committed_is_what_is_open_and_what_is_done() {
        let items = [open(r#","story_points":8"#), open(r#","story_points":5"#)];
        let told = SprintProgress::of(&items, [3.0, 4.0], Some(Quantity(40.0)));
        assert_eq!((told.completed, told.open, told.unestimated), (2, 2, 0));
        assert_eq!(told.committed_points, Quantity(20.0));
        // 20 of 40; 2 of 4; 7 of 20.
        assert_eq!((told.load, told.items_done, told.points_done), (Some(50.0), Some(50.0), Some(35.0)));
    }

    #[test]
    fn points_say_nothing_as_long_as_something_is_not_estimated() {
        let told = SprintProgress::of(&[open("")], [5.0], Some(Quantity(0.0)));
        assert_eq!((told.unestimated, told.points_done), (1, None));
        assert_eq!((told.items_done, told.capacity, told.load), (Some(50.0), None, None));
    }

    #[test]
    fn nothing_is_no_percentage() {
        let told = SprintProgress::of(&[], [], Some(Quantity(10.0)));
        assert_eq!((told.items_done, told.points_done, told.load), (None, None, Some(0.0)));
    }
}
