//! What came of an agent's work, from the log of completions.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Completion, Instant, Quantity, Stamp};

/// What came of a number of completions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Performance {
    /// How many there are.
    pub completions: u32,
    /// How many of them were no failure.
    pub succeeded: u32,
    /// Percent of them that were no failure; null where there are none.
    pub success_rate: Option<f64>,
    /// Seconds from claim to completion on average; null where no time is known.
    pub average_secs: Option<Quantity>,
    /// The seconds that half of them took less than; null where no time is known.
    pub median_secs: Option<Quantity>,
    /// The story points that they brought.
    pub points: Quantity,
}

/// What came of the completions of one kind of work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TypePerformance {
    /// The kind of work; empty where the log does not say.
    pub work_type: String,
    /// What came of it.
    #[serde(flatten)]
    pub performance: Performance,
}

/// What was completed on one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Day {
    /// The day, in UTC: `2026-01-31`.
    pub date: String,
    /// How many items.
    pub completions: u32,
    /// Their story points.
    pub points: Quantity,
}

impl Performance {
    /// Of these completions.
    pub fn of<'a>(completions: impl IntoIterator<Item = &'a Completion>) -> Self {
        let mut performance = Self::default();
        let mut times = Vec::new();
        for completion in completions {
            performance.completions += 1;
            performance.succeeded += u32::from(completion.succeeded());
            performance.points.0 += points(completion);
            times.extend(completion.seconds());
        }
        performance.success_rate = percent(performance.succeeded, performance.completions);
        performance.average_secs = mean(&times).map(|secs| Quantity(tenths(secs)));
        performance.median_secs = median(times).map(|secs| Quantity(tenths(secs)));
        performance
    }
}

/// What came of these completions by kind of work: the kinds with most of them first, then by name.
pub fn by_work_type<'a>(completions: impl IntoIterator<Item = &'a Completion>) -> Vec<TypePerformance> {
    let mut kinds: Vec<TypePerformance> = times_by_type(completions)
        .into_iter()
        .map(|(work_type, own)| TypePerformance {
            work_type: work_type.to_owned(),
            performance: Performance::of(own),
        })
        .collect();
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.performance.completions));
    kinds
}

fn times_by_type<'a>(
    completions: impl IntoIterator<Item = &'a Completion>,
) -> BTreeMap<&'a str, Vec<&'a Completion>> {
    let mut kinds: BTreeMap<&str, Vec<&Completion>> = BTreeMap::new();
    for completion in completions {
        kinds.entry(completion.work_type.as_deref().unwrap_or_default()).or_default().push(completion);
    }
    kinds
}

/// How long `own` took beside what others took for the same kinds of work: 2 is twice as long. By kind it is the ratio of
/// the medians, and each kind counts as often as it was done. `None` where nobody else did any of it.
pub fn pace<'a>(
    own: impl IntoIterator<Item = &'a Completion>,
    others: impl IntoIterator<Item = &'a Completion>,
) -> Option<f64> {
    let times = |list: &[&Completion]| list.iter().filter_map(|entry| entry.seconds()).collect::<Vec<_>>();
    let others = times_by_type(others);
    let (mut sum, mut count) = (0.0, 0.0);
    for (kind, own) in times_by_type(own) {
        // Nobody knows what the work of an unnamed kind was.
        let Some(others) = others.get(kind).filter(|_| !kind.is_empty()) else { continue };
        let own = times(&own);
        let often = own.iter().map(|_| 1.0).sum::<f64>();
        if let (Some(own), Some(others)) = (median(own), median(times(others))) {
            // What took less than a second is not measured finer.
            sum += own.max(1.0) / others.max(1.0) * often;
            count += often;
        }
    }
    (count > 0.0).then(|| sum / count)
}

/// What was completed on each of the last `days` days, today included, oldest first.
pub fn per_day<'a>(
    completions: impl IntoIterator<Item = &'a Completion>,
    now: Instant,
    days: u32,
) -> Vec<Day> {
    let today = now.utc().date_naive();
    let start = |ago: u32| today.checked_sub_days(Days::new(u64::from(ago)));
    let mut table: BTreeMap<NaiveDate, (u32, f64)> =
        (0..days).filter_map(start).map(|date| (date, (0, 0.0))).collect();
    for completion in completions {
        let date = completion.completed_at.as_ref().and_then(Stamp::instant).map(|at| at.utc().date_naive());
        if let Some((count, sum)) = date.and_then(|date| table.get_mut(&date)) {
            *count += 1;
            *sum += points(completion);
        }
    }
    let day = |(date, (completions, points)): (NaiveDate, (u32, f64))| Day {
        date: date.to_string(),
        completions,
        points: Quantity(points),
    };
    table.into_iter().map(day).collect()
}

/// Percent with one digit behind the point.
pub fn percent(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| tenths(f64::from(part) / f64::from(whole) * 100.0))
}

fn points(completion: &Completion) -> f64 {
    completion.velocity_points.map_or(0.0, |points| points.0)
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

fn mean(numbers: &[f64]) -> Option<f64> {
    let count: f64 = numbers.iter().map(|_| 1.0).sum();
    (count > 0.0).then(|| numbers.iter().sum::<f64>() / count)
}

/// The one in the middle; of an even number, between the two in the middle.
fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    let above = *numbers.get(numbers.len() / 2)?;
    let below = *numbers.get((numbers.len() - 1) / 2)?;
    Some(f64::midpoint(below, above))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2025-06-15T15:06:40Z.
    const NOON: Instant = Instant::from_unix(1_750_000_000);

    fn log(rows: &[(&str, &str, Option<i64>, f64, &str)]) -> Vec<Completion> {
        let row = |(kind, result, secs, points, at): &(&str, &str, Option<i64>, f64, &str)| {
            let secs = secs.map_or_else(String::new, |secs| format!(r#","duration_secs":{secs}"#));
            let json = format!(
                r#"{{"work_item_id":"w","agent_id":"a","work_type":"{kind}","result":"{result}","velocity_points":{points},"completed_at":"{at}"{secs}}}"#
            );
            serde_json::from_str(&json).unwrap()
        };
        rows.iter().map(row).collect()
    }

    #[test]
    fn figures_by_hand() {
        let log = log(&[
            ("bug", "success", Some(60), 3.0, "2025-06-15T01:00:00Z"),
            ("bug", "failed", Some(120), 0.0, "2025-06-14T01:00:00Z"),
            ("docs", "done", Some(1_000), 5.0, "2025-06-14T23:59:59Z"),
            ("bug", "success", None, 2.5, "2025-06-08T01:00:00Z"),
            ("bug", "success", Some(-5), 1.0, "yesterday"),
        ]);
        let told = Performance::of(&log);
        assert_eq!((told.completions, told.succeeded, told.success_rate), (5, 4, Some(80.0)));
        // (60 + 120 + 1000) / 3 = 393.33; the middle of 60, 120, 1000.
        assert_eq!((told.average_secs, told.median_secs), (Some(Quantity(393.3)), Some(Quantity(120.0))));
        assert_eq!(told.points, Quantity(11.5));
        let kinds = by_work_type(&log);
        let names: Vec<_> =
            kinds.iter().map(|kind| (kind.work_type.as_str(), kind.performance.completions)).collect();
        assert_eq!(names, [("bug", 4), ("docs", 1)]);
        assert_eq!(kinds[0].performance.median_secs, Some(Quantity(90.0)), "between 60 and 120");
        let days: Vec<_> =
            per_day(&log, NOON, 3).into_iter().map(|day| (day.date, day.completions, day.points.0)).collect();
        assert_eq!(
            days,
            [
                ("2025-06-13".to_owned(), 0, 0.0),
                ("2025-06-14".to_owned(), 2, 5.0),
                ("2025-06-15".to_owned(), 1, 3.0)
            ]
        );
    }

    #[test]
    fn nothing_has_no_figures() {
        let told = Performance::of(&[]);
        assert_eq!((told.success_rate, told.average_secs, told.median_secs), (None, None, None));
        assert_eq!(pace(&[], &[]), None);
    }

    #[test]
    fn pace_compares_the_same_kinds_only() {
        let at = "2025-06-15T01:00:00Z";
        let own = log(&[
            ("bug", "success", Some(200), 0.0, at),
            ("bug", "success", Some(400), 0.0, at),
            ("docs", "success", Some(50), 0.0, at),
            ("alone", "success", Some(9_999), 0.0, at),
            ("", "success", Some(9_999), 0.0, at),
        ]);
        let others = log(&[
            ("bug", "success", Some(100), 0.0, at),
            ("docs", "success", Some(100), 0.0, at),
            ("", "success", Some(1), 0.0, at),
        ]);
        // bug: 300 / 100 = 3, twice; docs: 50 / 100 = 0.5, once: (3 + 3 + 0.5) / 3.
        let told = pace(&own, &others).unwrap();
        assert!((told - 6.5 / 3.0).abs() < 1e-9, "{told}");
        assert_eq!(pace(&own, &others[2..]), None);
    }

    proptest! {
        #[test]
        fn the_median_splits_in_half(mut numbers in prop::collection::vec(0.0..1e6_f64, 1..40)) {
            let middle = median(numbers.clone()).unwrap();
            numbers.sort_by(f64::total_cmp);
            let below = numbers.iter().filter(|number| **number < middle).count();
            let above = numbers.iter().filter(|number| **number > middle).count();
            prop_assert!(below * 2 <= numbers.len() && above * 2 <= numbers.len());
        }

        #[test]
        fn who_is_compared_with_the_same_work_is_as_quick(secs in prop::collection::vec(0..10_000_i64, 1..10)) {
            let at = "2025-06-15T01:00:00Z";
            let rows: Vec<_> = secs.iter().map(|secs| ("bug", "success", Some(*secs), 1.0, at)).collect();
            let log = log(&rows);
            prop_assert!((pace(&log, &log).unwrap() - 1.0).abs() < 1e-9);
        }
    }
}
