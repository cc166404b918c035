//! How much an agent has to do, and for how much more it has room.

/// What an agent holds and what waits for it alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Items that it holds.
    pub held: u32,
    /// Items of the queue that are assigned to it.
    pub assigned: u32,
    /// How many items it may hold; 0 is no limit.
    pub limit: u32,
}

impl Load {
    /// What it holds and what is assigned to it.
    pub const fn total(self) -> u32 {
        self.held.saturating_add(self.assigned)
    }

    /// For how many more items there is room; `None` where there is no limit.
    pub const fn room(self) -> Option<u32> {
        if self.limit == 0 { None } else { Some(self.limit.saturating_sub(self.total())) }
    }

    /// Whether there is room for one more.
    pub fn has_room(self) -> bool {
        self.room() != Some(0)
    }

    /// How many of the assigned items are more than it may hold.
    pub fn surplus(self) -> u32 {
        if self.limit == 0 { 0 } else { self.total().saturating_sub(self.limit).min(self.assigned) }
    }

    /// Percent of its limit that it holds; `None` where there is no limit.
    pub fn utilisation(self) -> Option<f64> {
        let share = f64::from(self.held) / f64::from(self.limit) * 1_000.0;
        (self.limit > 0).then(|| share.round() / 10.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(held: u32, assigned: u32, limit: u32) -> Load {
        Load { held, assigned, limit }
    }

    #[test]
    fn room_and_surplus_count_what_is_assigned_too() {
        let told = |load: Load| (load.room(), load.has_room(), load.surplus());
        assert_eq!(told(load(2, 1, 4)), (Some(1), true, 0));
        assert_eq!(told(load(2, 2, 4)), (Some(0), false, 0));
        assert_eq!(told(load(2, 3, 4)), (Some(0), false, 1));
        assert_eq!(told(load(6, 3, 4)), (Some(0), false, 3), "what is held is not moved");
        assert_eq!(told(load(9, 9, 0)), (None, true, 0));
    }

    #[test]
    fn utilisation_is_what_is_held_of_the_limit() {
        assert_eq!(load(1, 5, 3).utilisation(), Some(33.3));
        assert_eq!(load(0, 5, 3).utilisation(), Some(0.0));
        assert_eq!(load(6, 0, 4).utilisation(), Some(150.0));
        assert_eq!(load(6, 0, 0).utilisation(), None);
    }
}
