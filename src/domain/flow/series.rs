//! Completions hour by hour, day by day or week by week.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::{Instant, Quantity, Stamp};
use super::Passage;

/// A series has no more steps than this; older ones are left out.
const MOST_STEPS: i64 = 400;

/// How long a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// An hour.
    Hour,
    /// A day, in UTC.
    Day,
    /// A week from Monday on, in UTC.
    Week,
}

/// What was completed in one step of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// When it starts.
    pub start: Stamp,
    /// How many items.
    pub completions: u32,
    /// Their story points.
    pub points: Quantity,
}

impl Unit {
    /// The unit in which a stretch of so many seconds has a few dozen steps at most.
    pub fn fitting(secs: i64) -> Self {
        match secs {
            ..=172_800 => Self::Hour,
            172_801..=8_035_200 => Self::Day,
            _ => Self::Week,
        }
    }

    const fn secs(self) -> i64 {
        match self {
            Self::Hour => 3_600,
            Self::Day => 86_400,
            Self::Week => 604_800,
        }
    }

    /// The number of the step that a moment is in. The epoch was a Thursday.
    fn number(self, at: Instant) -> i64 {
        let shift = if self == Self::Week { 3 * 86_400 } else { 0 };
        (at.unix() + shift).div_euclid(self.secs())
    }

    fn start(self, number: i64) -> Instant {
        let shift = if self == Self::Week { 3 * 86_400 } else { 0 };
        Instant::from_unix(number * self.secs() - shift)
    }
}

/// The completions from `from` to `to`, step by step, those without any among them.
pub fn series<'a>(
    completions: impl IntoIterator<Item = &'a Passage>,
    (from, to): (Instant, Instant),
    unit: Unit,
) -> Vec<Step> {
    let last = unit.number(to);
    let first = unit.number(from.min(to)).max(last - MOST_STEPS + 1);
    let mut steps: Vec<Step> = (first..=last)
        .map(|number| Step { start: unit.start(number).stamp(), completions: 0, points: Quantity::default() })
        .collect();
    for passage in completions {
        let place = passage.completed.and_then(|at| usize::try_from(unit.number(at) - first).ok());
        if let Some(step) = place.and_then(|place| steps.get_mut(place)) {
            step.completions += 1;
            step.points.0 += passage.points.unwrap_or_default();
        }
    }
    steps
}
