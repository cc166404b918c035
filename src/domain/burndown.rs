//! The burndown of a sprint: what was still to be done at the end of each of its days.

use chrono::{NaiveDate, NaiveTime};
use schemars::JsonSchema;
use serde::Serialize;

use super::calendar::{Period, plus};
use super::{Instant, Quantity};

/// A piece of work, as far as a burndown is concerned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Story points, where it was estimated.
    pub points: Option<f64>,
    /// When it was created; `None` counts as before the sprint.
    pub created: Option<Instant>,
    /// When it was finished or given up; `None` as long as it is to be done.
    pub closed: Option<Instant>,
}

/// What was still to be done at the end of each day of a sprint.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Burndown {
    /// What is counted: `points` where everything was estimated, else `items`.
    pub unit: Unit,
    /// How much there was when the sprint began.
    pub start: Quantity,
    /// How much came in since then.
    pub added: Quantity,
    /// Its days, first to last.
    pub days: Vec<BurndownDay>,
}

/// What a burndown counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Story points.
    Points,
    /// Items.
    Items,
}

/// A day of a sprint.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BurndownDay {
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// What was left at its end, today at this moment; null for days to come.
    pub remaining: Option<Quantity>,
    /// What would be left if every day took the same share of what there was at the start.
    pub ideal: Quantity,
}

impl Unit {
    /// The word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Items => "items",
        }
    }
}

impl Burndown {
    /// Of the sprint `sprint`, seen at `now`. `None` where it has no work.
    pub fn of(parts: &[Part], sprint: Period, now: Instant) -> Option<Self> {
        let start = midnight(sprint.first);
        let parts: Vec<&Part> =
            parts.iter().filter(|part| part.closed.is_none_or(|closed| closed >= start)).collect();
        if parts.is_empty() {
            return None;
        }
        let unit = if parts.iter().all(|part| part.points.is_some()) { Unit::Points } else { Unit::Items };
        let size = |part: &Part| if unit == Unit::Points { part.points.unwrap_or_default() } else { 1.0 };
        let left = |at: Instant| -> f64 {
            let is_there = |part: &&&Part| {
                part.created.is_none_or(|created| created < at)
                    && part.closed.is_none_or(|closed| closed >= at)
            };
            parts.iter().filter(is_there).map(|part| size(part)).sum()
        };
        let total: f64 = parts.iter().map(|part| size(part)).sum();
        let begun = left(start);
        let today = now.utc().date_naive();
        let days = (0..sprint.days()).map(|offset| {
            let day = plus(sprint.first, offset);
            // What happens in this very moment has happened.
            let end = if day == today { now.plus_secs(1) } else { midnight(plus(day, 1)) };
            BurndownDay {
                date: day.to_string(),
                remaining: (day <= today).then(|| Quantity(left(end)).rounded()),
                ideal: ideal(begun, offset + 1, sprint.days()),
            }
        });
        Some(Self {
            unit,
            start: Quantity(begun).rounded(),
            added: Quantity(total - begun).rounded(),
            days: days.collect(),
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "days of a sprint")]
fn ideal(start: f64, day: i64, days: i64) -> Quantity {
    Quantity(start * (days - day) as f64 / days as f64).rounded()
}

/// The start of that day in UTC.
fn midnight(day: NaiveDate) -> Instant {
    Instant::from_unix(day.and_time(NaiveTime::MIN).and_utc().timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> Instant {
        super::super::Stamp(text.to_owned()).instant().unwrap()
    }

    /// Four days.
    fn sprint() -> Period {
        Period { first: day("2026-01-05"), last: day("2026-01-08") }
    }

    fn part(points: f64, created: Option<&str>, closed: Option<&str>) -> Part {
        Part { points: Some(points), created: created.map(at), closed: closed.map(at) }
    }

    fn remaining(burndown: &Burndown) -> Vec<Option<f64>> {
        burndown.days.iter().map(|day| day.remaining.map(|left| left.0)).collect()
    }

    #[test]
    fn what_is_left_at_the_end_of_each_day() {
        let parts = [
            part(8.0, None, None),
            part(5.0, Some("2026-01-01T00:00:00Z"), Some("2026-01-05T10:00:00Z")),
            part(3.0, Some("2026-01-06T09:00:00Z"), Some("2026-01-07T00:00:00Z")),
            part(100.0, None, Some("2026-01-04T23:59:59Z")),
        ];
        let burndown = Burndown::of(&parts, sprint(), at("2026-01-07T12:00:00Z")).unwrap();
        // 8 and 5 at the start; 5 are done on the first day, 3 come in on the second and are done on the third.
        assert_eq!(remaining(&burndown), [Some(8.0), Some(11.0), Some(8.0), None]);
        assert_eq!((burndown.start, burndown.added), (Quantity(13.0), Quantity(3.0)));
        let ideal: Vec<f64> = burndown.days.iter().map(|day| day.ideal.0).collect();
        assert_eq!(ideal, [9.8, 6.5, 3.3, 0.0]);
    }

    #[test]
    fn this_very_moment_counts() {
        let now = "2026-01-05T10:00:00Z";
        let parts = [part(5.0, None, Some(now)), part(2.0, Some(now), None)];
        assert_eq!(remaining(&Burndown::of(&parts, sprint(), at(now)).unwrap())[0], Some(2.0));
    }

    #[test]
    fn items_are_counted_where_something_is_not_estimated() {
        let parts = [part(8.0, None, None), Part { points: None, created: None, closed: None }];
        let burndown = Burndown::of(&parts, sprint(), at("2026-01-05T12:00:00Z")).unwrap();
        assert_eq!((burndown.unit, burndown.start), (Unit::Items, Quantity(2.0)));
        assert_eq!(Burndown::of(&[], sprint(), at("2026-01-05T12:00:00Z")), None);
    }
}
