//! Story points as the board shows them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::calendar::plus;
use crate::domain::{Quantity, Stamp, VelocityEntry};

/// How many days are shown, today among them.
pub const SHOWN_DAYS: i64 = 14;

/// Story points, from `velocity_log.txt`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Velocity {
    /// Points since the sprint started.
    pub sprint_points: Quantity,
    /// Completions since the sprint started.
    pub sprint_completed: usize,
    /// Points of each of the last days, oldest first, today last.
    pub days: Vec<DayPoints>,
    /// Points of these days.
    pub total: Quantity,
    /// Points of these days, on average a day.
    pub average: Quantity,
    /// Points of these days by team, most first.
    pub teams: Vec<TeamPoints>,
}

/// The points of a day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DayPoints {
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// Story points.
    pub points: Quantity,
}

/// The points of a team.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TeamPoints {
    /// The team.
    pub team: String,
    /// Story points.
    pub points: Quantity,
}

impl Velocity {
    /// Sums up: `sprint` is what came since the sprint started, `recent` what came on the days shown.
    pub fn of(sprint: &[VelocityEntry], recent: &[VelocityEntry], today: NaiveDate) -> Self {
        let total = sum(recent);
        Self {
            sprint_points: sum(sprint),
            sprint_completed: sprint.len(),
            days: days(recent, today),
            total,
            #[expect(clippy::cast_precision_loss, reason = "a few days")]
            average: Quantity((total.0 / SHOWN_DAYS as f64 * 10.0).round() / 10.0),
            teams: teams(recent),
        }
    }
}

/// The first day that is shown.
pub fn first_day(today: NaiveDate) -> NaiveDate {
    plus(today, 1 - SHOWN_DAYS)
}

/// The points of all `entries`.
pub fn sum<'e>(entries: impl IntoIterator<Item = &'e VelocityEntry>) -> Quantity {
    Quantity(entries.into_iter().map(|entry| entry.points.0).sum())
}

fn days(recent: &[VelocityEntry], today: NaiveDate) -> Vec<DayPoints> {
    let mut by_day: BTreeMap<NaiveDate, f64> = BTreeMap::new();
    for entry in recent {
        if let Some(at) = Stamp::instant(&entry.at) {
            *by_day.entry(at.utc().date_naive()).or_default() += entry.points.0;
        }
    }
    let shown = (0..SHOWN_DAYS).map(|offset| plus(first_day(today), offset));
    shown
        .map(|day| DayPoints {
            date: day.to_string(),
            points: Quantity(by_day.get(&day).copied().unwrap_or_default()),
        })
        .collect()
}

fn teams(recent: &[VelocityEntry]) -> Vec<TeamPoints> {
    let mut by_team: BTreeMap<&str, f64> = BTreeMap::new();
    for entry in recent {
        *by_team.entry(&entry.team).or_default() += entry.points.0;
    }
    let mut teams: Vec<_> = by_team
        .into_iter()
        .map(|(team, points)| TeamPoints { team: team.to_owned(), points: Quantity(points) })
        .collect();
    teams.sort_by(|one, other| other.points.0.total_cmp(&one.points.0));
    teams
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_summed_by_day_and_team() {
        let entry = |at: &str, team: &str, points: f64| VelocityEntry {
            at: Stamp(at.to_owned()),
            team: team.to_owned(),
            points: Quantity(points),
        };
        let recent = [
            entry("2026-11-07T00:00:00Z", "a", 2.0),
            entry("2026-11-20T01:00:00+02:00", "b", 3.0),
            entry("2026-11-20T09:00:00Z", "b", 4.0),
        ];
        let velocity = Velocity::of(&recent[1..], &recent, "2026-11-20".parse().unwrap());
        let told: Vec<String> = velocity.days.iter().map(|day| day.points.to_string()).collect();
        assert_eq!(told.join(" "), "2 0 0 0 0 0 0 0 0 0 0 0 3 4");
        assert_eq!(velocity.days[0].date, "2026-11-07");
        assert_eq!((velocity.sprint_points, velocity.sprint_completed), (Quantity(7.0), 2));
        assert_eq!((velocity.total, velocity.average), (Quantity(9.0), Quantity(0.6)));
        assert_eq!((velocity.teams[0].team.as_str(), velocity.teams[0].points), ("b", Quantity(7.0)));
    }
}
