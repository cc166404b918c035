//! Lengths of time in the figures of flow.

use crate::domain::brief;
use crate::domain::flow::{Figures, Spread};
use crate::output::document::Section;

/// `2h 5m`; below an hour also with seconds where they say something.
pub fn length(secs: i64) -> String {
    match secs {
        60..600 if secs % 60 != 0 => format!("{}m {}s", secs / 60, secs % 60),
        _ => brief(secs),
    }
}

/// The average of a spread, or a dash where nothing is known.
pub fn average(spread: Option<&Spread>) -> String {
    spread.map_or_else(|| "-".to_owned(), |spread| length(spread.average_secs))
}

/// `1h on average, 85% within 2h, 3h at most`, or that there is no data yet.
pub fn told(spread: Option<&Spread>) -> String {
    spread.map_or_else(
        || "no data yet".to_owned(),
        |spread| {
            format!(
                "{} on average; half within {}, 85% within {}, 95% within {}, the longest {}",
                length(spread.average_secs),
                length(spread.p50_secs),
                length(spread.p85_secs),
                length(spread.p95_secs),
                length(spread.most_secs)
            )
        },
    )
}

/// Says what is in no length of time, and why.
pub fn note_on_clocks(section: Section, figures: &Figures) -> Section {
    let section = match figures.out_of_order {
        0 => section,
        1 => section.note("1 completion is in no time: its clocks contradict each other."),
        count => {
            section.note(format!("{count} completions are in no time: their clocks contradict each other."))
        }
    };
    match figures.untimed {
        0 => section,
        1 => section.note("1 completion is in no time: nobody knows when it was created."),
        count => {
            section.note(format!("{count} completions are in no time: nobody knows when they were created."))
        }
    }
}
