//! Where a board stands in its calendar: program increment, sprint and the events that come.

use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::Serialize;

use crate::config::{self, Cadence, Config};
use crate::domain::Instant;
use crate::domain::calendar::{self, Cycle, Increments, Period};

/// A program increment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Increment {
    /// Its name.
    pub name: String,
    /// Its days.
    #[serde(flatten)]
    pub days: DaySpan,
    /// How many sprints start in it.
    pub sprints: i64,
}

/// A sprint.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SprintNow {
    /// Its number in its program increment, from 1.
    pub number: i64,
    /// How many sprints that increment has.
    pub of: i64,
    /// The name of the increment that it started in.
    pub program_increment: String,
    /// Its days.
    #[serde(flatten)]
    pub days: DaySpan,
}

/// A stretch of days and where today is in it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DaySpan {
    /// The first day, `YYYY-MM-DD`.
    pub start: String,
    /// The last day, `YYYY-MM-DD`.
    pub end: String,
    /// Which day today is, from 1.
    pub day: i64,
    /// How many days there are.
    pub days: i64,
    /// How many days come after today.
    pub days_left: i64,
}

/// When an event comes next.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Upcoming {
    /// Its name.
    pub name: String,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// The day of the week, `Mon`.
    pub weekday: String,
    /// The time of day in UTC, where it has one.
    pub at: Option<String>,
    /// How many days away it is; 0 is today.
    pub in_days: i64,
}

/// The calendar of a board on one day.
#[derive(Debug)]
pub struct Schedule<'c> {
    config: &'c Config,
    now: NaiveDateTime,
    sprints: Cycle,
    increments: Increments,
}

impl<'c> Schedule<'c> {
    /// The calendar that `config` sets, at `now`.
    pub fn of(config: &'c Config, now: Instant) -> Self {
        let date = |text: &Option<String>| text.as_deref().and_then(config::parse_date);
        let anchor = date(&config.sprint.start).unwrap_or(Cycle::USUAL_ANCHOR);
        let sprints = Cycle::new(anchor, config.sprint.length_days);
        let increments = Increments::of(date(&config.pi.start), config.pi.sprints, sprints);
        Self { config, now: now.utc().naive_utc(), sprints, increments }
    }

    /// Today.
    pub fn today(&self) -> NaiveDate {
        self.now.date()
    }

    /// The days of the current sprint.
    pub fn sprint_days(&self) -> Period {
        self.sprints.at(self.today())
    }

    /// The days of the current program increment.
    pub fn increment_days(&self) -> Period {
        self.increments.at(self.today())
    }

    /// The sprints that start in the current program increment, oldest first.
    pub fn sprints_of_increment(&self) -> Vec<Period> {
        self.sprints.starting_in(self.increment_days())
    }

    /// When the current sprint started.
    pub fn sprint_start(&self) -> Instant {
        midnight(self.sprints.at(self.today()).first)
    }

    /// The current program increment.
    pub fn increment(&self) -> Increment {
        let period = self.increments.at(self.today());
        Increment {
            name: self.name_of(period),
            days: self.span(period),
            sprints: self.sprints.starts_in(period),
        }
    }

    /// The current sprint. It belongs to the increment that it started in.
    pub fn sprint(&self) -> SprintNow {
        let period = self.sprints.at(self.today());
        let increment = self.increments.at(period.first);
        SprintNow {
            number: self.sprints.starts_in(Period { last: period.first, ..increment }),
            of: self.sprints.starts_in(increment),
            program_increment: self.name_of(increment),
            days: self.span(period),
        }
    }

    /// The next of each event, soonest first.
    pub fn events(&self) -> Vec<Upcoming> {
        let mut events: Vec<(NaiveDateTime, Upcoming)> =
            self.config.events.iter().map(|event| self.next(event)).collect();
        events.sort_by_key(|(when, _)| *when);
        events.into_iter().map(|(_, event)| event).collect()
    }

    fn next(&self, event: &config::Event) -> (NaiveDateTime, Upcoming) {
        let at = event.at.as_deref().and_then(config::parse_time);
        let sprint = |day| self.sprints.at(day);
        let increment = |day| self.increments.at(day);
        let date = calendar::next_event(self.now, at, |day| match event.every {
            Cadence::Day => calendar::working_day_from(day),
            Cadence::Week => calendar::monday_from(day),
            Cadence::SprintStart => calendar::start_from(day, sprint),
            Cadence::SprintEnd => calendar::end_from(day, sprint),
            Cadence::PiStart => calendar::start_from(day, increment),
            Cadence::PiEnd => calendar::end_from(day, increment),
        });
        let upcoming = Upcoming {
            name: event.name.clone(),
            date: date.to_string(),
            weekday: date.format("%a").to_string(),
            at: at.map(|at| at.format("%H:%M").to_string()),
            in_days: (date - self.today()).num_days(),
        };
        (date.and_time(at.unwrap_or_default()), upcoming)
    }

    /// The name in the configuration is that of the increment that starts there; without a start, of every one.
    fn name_of(&self, increment: Period) -> String {
        let pi = &self.config.pi;
        let start = pi.start.as_deref().and_then(config::parse_date);
        let named = pi.name.as_ref().filter(|_| start.is_none_or(|start| start == increment.first));
        named.cloned().unwrap_or_else(|| calendar::increment_name(increment))
    }

    fn span(&self, period: Period) -> DaySpan {
        DaySpan {
            start: period.first.to_string(),
            end: period.last.to_string(),
            day: period.day(self.today()),
            days: period.days(),
            days_left: period.days_left(self.today()),
        }
    }
}

/// The start of that day in UTC.
pub fn midnight(day: NaiveDate) -> Instant {
    Instant::from_unix(day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// A Friday.
    fn friday() -> Instant {
        midnight(config::parse_date("2026-11-20").unwrap()).plus_secs(8 * 3_600)
    }

    fn config(text: &str) -> Config {
        Config::parse(text, Path::new("config.toml")).unwrap()
    }

    #[test]
    fn without_a_configuration_there_are_quarters_and_fortnights() {
        let config = Config::default();
        let schedule = Schedule::of(&config, friday());
        assert_eq!(schedule.increment().name, "PI_2026_Q4");
        let sprint = schedule.sprint();
        assert_eq!((sprint.number, sprint.of, sprint.days.start.as_str()), (4, 7, "2026-11-16"));
    }

    #[test]
    fn a_sprint_over_the_end_of_a_quarter_belongs_to_where_it_started() {
        let config = Config::default();
        let schedule = Schedule::of(&config, midnight(config::parse_date("2026-10-02").unwrap()));
        assert_eq!(schedule.increment().name, "PI_2026_Q4");
        let sprint = schedule.sprint();
        assert_eq!((sprint.number, sprint.of, sprint.program_increment.as_str()), (6, 6, "PI_2026_Q3"));
    }

    #[test]
    fn a_configured_name_is_that_of_its_own_increment() {
        let config =
            config("[pi]\nname = \"Liftoff\"\nstart = \"2026-09-07\"\n[sprint]\nstart = \"2026-09-07\"\n");
        assert_eq!(Schedule::of(&config, friday()).increment().name, "Liftoff");
        let later = Schedule::of(&config, friday().plus_secs(30 * 86_400));
        assert_eq!(later.increment().name, "PI_2027_Q1");
    }

    #[test]
    fn events_come_soonest_first() {
        let config = Config::default();
        let events = Schedule::of(&config, friday()).events();
        let told: Vec<String> = events
            .iter()
            .map(|event| format!("{} {} {} in {}d", event.weekday, event.date, event.name, event.in_days))
            .collect();
        let expected = [
            "Fri 2026-11-20 Daily Scrum in 0d",
            "Mon 2026-11-23 Scrum of Scrums in 3d",
            "Fri 2026-11-27 System Demo in 7d",
            "Mon 2026-11-30 Sprint Planning in 10d",
            "Thu 2026-12-31 Inspect and Adapt in 41d",
            "Fri 2027-01-01 PI Planning in 42d",
        ];
        assert_eq!(told, expected);
    }
}
