//! The calendar of a train: sprints, program increments, working days, and when an event comes next.
//!
//! Everything is worked out from a day that is given; nothing here knows what day it is. Dates are in UTC, and a
//! period is whole days with both ends in it. Dates at the edge of the calendar stop there instead of running over.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

/// Days in a quarter, rounded down: as many sprints as fit in here make a program increment.
const QUARTER_DAYS: u32 = 91;

/// Whole days from `first` to `last`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

impl Period {
    /// How many days it has.
    pub fn days(self) -> i64 {
        self.day(self.last)
    }

    /// Which day of it `day` is, from 1.
    pub fn day(self, day: NaiveDate) -> i64 {
        (day - self.first).num_days() + 1
    }

    /// How many days of it come after `day`: 0 on its last day.
    pub fn days_left(self, day: NaiveDate) -> i64 {
        (self.last - day).num_days().max(0)
    }

    /// Whether `day` is in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }

    /// Its first working day; its first day where it has none.
    pub fn first_working_day(self) -> NaiveDate {
        Some(working_day_from(self.first)).filter(|day| self.contains(*day)).unwrap_or(self.first)
    }

    /// Its last working day; its last day where it has none.
    pub fn last_working_day(self) -> NaiveDate {
        let back = i64::from(self.last.weekday().num_days_from_monday()) - 4;
        let day = plus(self.last, -back.max(0));
        if self.contains(day) { day } else { self.last }
    }
}

/// Periods of one length that follow one another without end, before and after the one that starts at `anchor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cycle {
    anchor: NaiveDate,
    length_days: u32,
}

impl Cycle {
    /// The first Monday of the year 2024: where sprints are counted from unless a board says otherwise.
    pub const USUAL_ANCHOR: NaiveDate = NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date of the calendar");

    /// Periods of `length_days` (at least one day), one of which starts at `anchor`.
    pub fn new(anchor: NaiveDate, length_days: u32) -> Self {
        Self { anchor, length_days: length_days.max(1) }
    }

    /// The period that `day` is in.
    pub fn at(self, day: NaiveDate) -> Period {
        let length = i64::from(self.length_days);
        let into = (day - self.anchor).num_days().rem_euclid(length);
        Period { first: plus(day, -into), last: plus(day, length - 1 - into) }
    }

    /// Those of its periods that start in `period`, oldest first.
    pub fn starting_in(self, period: Period) -> Vec<Period> {
        let first = self.at(period.first);
        let start = if first.first < period.first { plus(first.last, 1) } else { first.first };
        let next = |before: &Period| Some(self.at(plus(before.last, 1)));
        let count = usize::try_from(self.starts_in(period)).unwrap_or_default();
        std::iter::successors(Some(self.at(start)), next).take(count).collect()
    }

    /// How many of its periods start in `period`.
    pub fn starts_in(self, period: Period) -> i64 {
        let length = i64::from(self.length_days);
        let newest = |day: NaiveDate| (day - self.anchor).num_days().div_euclid(length);
        newest(period.last) - newest(plus(period.first, -1))
    }
}

/// How program increments follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Increments {
    /// The quarters of the year.
    Quarters,
    /// A fixed number of sprints each.
    Sprints(Cycle),
}

impl Increments {
    /// The increments of a train. Without a start and a number of sprints they are the quarters of the year; else
    /// each has `sprints` sprints, by default as many as fit a quarter, and one starts at `start`, by default where
    /// the sprints are counted from.
    pub fn of(start: Option<NaiveDate>, sprints: Option<u32>, sprint: Cycle) -> Self {
        if start.is_none() && sprints.is_none() {
            return Self::Quarters;
        }
        let count = sprints.unwrap_or(QUARTER_DAYS / sprint.length_days).max(1);
        Self::Sprints(Cycle::new(start.unwrap_or(sprint.anchor), sprint.length_days.saturating_mul(count)))
    }

    /// The increment that `day` is in.
    pub fn at(self, day: NaiveDate) -> Period {
        match self {
            Self::Quarters => quarter(day),
            Self::Sprints(cycle) => cycle.at(day),
        }
    }
}

/// The name of an increment: `PI_2026_Q4`, after the quarter that its middle is in.
pub fn increment_name(period: Period) -> String {
    let middle = plus(period.first, period.days() / 2);
    format!("PI_{}_Q{}", middle.year(), middle.month0() / 3 + 1)
}

/// The quarter of the year that `day` is in.
pub fn quarter(day: NaiveDate) -> Period {
    let month = day.month0() / 3 * 3 + 1;
    let first = NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
    let next = match month {
        10 => NaiveDate::from_ymd_opt(day.year() + 1, 1, 1),
        _ => NaiveDate::from_ymd_opt(day.year(), month + 3, 1),
    };
    Period { first, last: next.map_or(NaiveDate::MAX, |next| plus(next, -1)) }
}

/// Whether people work on that day: Monday to Friday.
pub fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The first working day from `day` on.
pub fn working_day_from(day: NaiveDate) -> NaiveDate {
    if is_working_day(day) { day } else { monday_from(day) }
}

/// The last working day before `day`.
pub fn working_day_before(day: NaiveDate) -> NaiveDate {
    let back = match day.weekday() {
        Weekday::Sun => 2,
        Weekday::Mon => 3,
        _ => 1,
    };
    plus(day, -back)
}

/// The first Monday from `day` on: the first working day of a week.
pub fn monday_from(day: NaiveDate) -> NaiveDate {
    plus(day, (7 - i64::from(day.weekday().num_days_from_monday())) % 7)
}

/// The first day from `day` on that is the first working day of one of `periods`.
pub fn start_from(day: NaiveDate, periods: impl Fn(NaiveDate) -> Period) -> NaiveDate {
    let period = periods(day);
    let start = period.first_working_day();
    if start >= day { start } else { periods(plus(period.last, 1)).first_working_day() }
}

/// The first day from `day` on that is the last working day of one of `periods`.
pub fn end_from(day: NaiveDate, periods: impl Fn(NaiveDate) -> Period) -> NaiveDate {
    let period = periods(day);
    let end = period.last_working_day();
    if end >= day { end } else { periods(plus(period.last, 1)).last_working_day() }
}

/// The day of the next event. `from` gives the first day of such events from a day on; `at` is the time of day, and an
/// event whose time has passed today comes the next time. Without a time it takes the whole day.
pub fn next_event(
    now: NaiveDateTime,
    at: Option<NaiveTime>,
    from: impl Fn(NaiveDate) -> NaiveDate,
) -> NaiveDate {
    let day = from(now.date());
    let is_over = day == now.date() && at.is_some_and(|at| at < now.time());
    if is_over { from(plus(day, 1)) } else { day }
}

/// `day` that many days later, or earlier.
pub fn plus(day: NaiveDate, days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    if days < 0 {
        day.checked_sub_days(distance).unwrap_or(NaiveDate::MIN)
    } else {
        day.checked_add_days(distance).unwrap_or(NaiveDate::MAX)
    }
}

#[cfg(test)]
mod tests;
