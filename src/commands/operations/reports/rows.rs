//! The figures of a report as rows for a spreadsheet.

use super::Survey;
use crate::domain::flow::{Figures, Spread};
use crate::output::csv;

/// The names of the columns.
const COLUMNS: [&str; 17] = [
    "scope",
    "name",
    "completions",
    "succeeded",
    "success_rate_percent",
    "points",
    "lead_time_average_secs",
    "lead_time_p50_secs",
    "lead_time_p85_secs",
    "lead_time_p95_secs",
    "touch_time_average_secs",
    "touch_time_p50_secs",
    "waiting_time_average_secs",
    "waiting_time_p50_secs",
    "process_efficiency_percent",
    "untimed",
    "out_of_order",
];

/// A row for the whole, and for each team, agent and kind of work. What there is no data for is empty.
pub(super) fn csv(survey: &Survey) -> String {
    let mut out = csv::row(COLUMNS);
    out.push_str(&row("total", "", &survey.total));
    for (scope, groups) in
        [("team", &survey.by_team), ("agent", &survey.by_agent), ("work_type", &survey.by_work_type)]
    {
        for group in groups {
            out.push_str(&row(scope, &group.name, &group.figures));
        }
    }
    out
}

fn row(scope: &str, name: &str, figures: &Figures) -> String {
    let number = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
    let secs = |spread: &Option<Spread>, of: fn(&Spread) -> i64| {
        spread.as_ref().map_or_else(String::new, |spread| of(spread).to_string())
    };
    let cells = [
        scope.to_owned(),
        name.to_owned(),
        figures.completions.to_string(),
        figures.succeeded.to_string(),
        number(figures.success_rate),
        figures.points.to_string(),
        secs(&figures.lead_time, |spread| spread.average_secs),
        secs(&figures.lead_time, |spread| spread.p50_secs),
        secs(&figures.lead_time, |spread| spread.p85_secs),
        secs(&figures.lead_time, |spread| spread.p95_secs),
        secs(&figures.touch_time, |spread| spread.average_secs),
        secs(&figures.touch_time, |spread| spread.p50_secs),
        secs(&figures.waiting_time, |spread| spread.average_secs),
        secs(&figures.waiting_time, |spread| spread.p50_secs),
        number(figures.process_efficiency),
        figures.untimed.to_string(),
        figures.out_of_order.to_string(),
    ];
    csv::row(cells.iter().map(String::as_str))
}
