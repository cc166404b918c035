//! What is left to do, and how long that will take as the past days went.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::piece::items_of;
use super::snapshot::Snapshot;
use crate::domain::calendar::plus;
use crate::domain::epics::EPIC;
use crate::domain::flow::Passage;
use crate::domain::forecast::{Forecast, forecast};
use crate::output::document::Section;

/// A forecast is drawn from no more than so many past days.
const MOST_PAST_DAYS: i64 = 28;
/// Fewer past days say nothing of how days differ.
const FEWEST_PAST_DAYS: usize = 3;
/// The futures of a board are the same whoever asks on a day.
const SEED: u64 = 17;

/// What is left, and how long it will take.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Outlook {
    /// Open items.
    pub remaining: u32,
    /// Items completed on each of the past days that the forecast is drawn from, oldest first, today left out.
    pub past: Vec<u32>,
    /// In how many days what is left will be done; null with fewer than three past days, or where
    /// they brought nothing.
    pub forecast: Option<Forecast>,
    /// The day on which it is done in 50 of 100 futures, `YYYY-MM-DD`.
    pub p50_date: Option<String>,
    /// In 85 of 100 futures.
    pub p85_date: Option<String>,
    /// In 95 of 100 futures.
    pub p95_date: Option<String>,
}

impl Outlook {
    /// Of one team, or of all.
    pub fn of(snapshot: &Snapshot<'_>, team: Option<&str>) -> Self {
        let remaining = u32::try_from(snapshot.open(team).count()).unwrap_or(u32::MAX);
        let today = snapshot.schedule.today();
        let past = past_days(snapshot.flow.passages(), team, today);
        let brought: Vec<f64> = past.iter().copied().map(f64::from).collect();
        let is_enough = brought.len() >= FEWEST_PAST_DAYS;
        let forecast = forecast(&brought, f64::from(remaining), SEED).filter(|_| is_enough);
        let date = |days: fn(&Forecast) -> Option<u32>| {
            Some(plus(today, i64::from(days(forecast.as_ref()?)?)).to_string())
        };
        Self {
            remaining,
            past,
            p50_date: date(|told| told.p50_days),
            p85_date: date(|told| told.p85_days),
            p95_date: date(|told| told.p95_days),
            forecast,
        }
    }

    /// Adds it to a section.
    pub fn section(&self, section: Section) -> Section {
        let section = section.fields([("Open work", items_of(self.remaining))]);
        if self.remaining == 0 {
            return section.note("Nothing is left to forecast.");
        }
        let Some(forecast) = &self.forecast else {
            return section.fields([(
                "Forecast",
                "no data yet: it takes three full days, and something completed in the last four weeks"
                    .to_owned(),
            )]);
        };
        let when = |days: Option<u32>, date: &Option<String>| match (days, date) {
            (Some(days), Some(date)) => format!("{date}, in {}", days_of(days)),
            _ => "beyond ten years".to_owned(),
        };
        let throughput: u32 = self.past.iter().sum();
        section
            .fields([
                ("Done with even odds (50%)", when(forecast.p50_days, &self.p50_date)),
                ("Done quite surely (85%)", when(forecast.p85_days, &self.p85_date)),
                ("Done almost surely (95%)", when(forecast.p95_days, &self.p95_date)),
            ])
            .note(format!(
                "Forecast from {} completed in {}: 4,000 futures, each made of past days in any order.",
                items_of(throughput),
                days_of(forecast.past_days)
            ))
    }
}

/// What each of the past days brought: from the first day on which anything was completed, but no more than four weeks.
fn past_days(passages: &[Passage], team: Option<&str>, today: NaiveDate) -> Vec<u32> {
    let of_team = |it: &&Passage| team.is_none_or(|team| it.team == team) && it.work_type != EPIC;
    let days = passages.iter().filter(of_team).filter_map(|passage| passage.completed);
    let days: Vec<NaiveDate> = days.map(|at| at.utc().date_naive()).collect();
    let Some(first) = days.iter().min() else { return Vec::new() };
    let first = (*first).max(plus(today, -MOST_PAST_DAYS));
    let count = usize::try_from((today - first).num_days()).unwrap_or_default();
    let mut past = vec![0; count];
    for day in days {
        let place = usize::try_from((day - first).num_days()).ok();
        if let Some(brought) = place.and_then(|place| past.get_mut(place)) {
            *brought += 1;
        }
    }
    past
}

/// `1 day`, `2 days`
pub fn days_of(days: u32) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}
