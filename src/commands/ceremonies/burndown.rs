//! The burndown of the sprint, as several ceremonies show it.

use std::collections::HashSet;

use super::snapshot::Snapshot;
use crate::domain::Status;
use crate::domain::burndown::{Burndown, Part};
use crate::domain::flow::Passage;
use crate::output::document::Section;
use crate::output::{gauge, width};

/// Columns beside the bars: the day before, the numbers behind.
const BESIDE: usize = 36;
/// The widest bar.
const WIDEST: usize = 40;

/// The burndown of the sprint of one team, or of all.
pub fn burndown(snapshot: &Snapshot<'_>, team: Option<&str>) -> Option<Burndown> {
    let on_board: HashSet<&str> = snapshot.items.iter().map(|item| item.work_item_id.as_str()).collect();
    // What another program took off the board is not left to do.
    let is_there = |passage: &&Passage| {
        let is_open = passage.completed.is_none();
        passage.status != Status::Cancelled && (!is_open || on_board.contains(passage.work_item_id.as_str()))
    };
    let of_team = |passage: &&Passage| team.is_none_or(|team| passage.team == team);
    let parts: Vec<Part> = snapshot
        .flow
        .passages()
        .iter()
        .filter(of_team)
        .filter(is_there)
        .map(|passage| Part {
            points: passage.points,
            // A creation after the end is a clock that was wrong.
            created: passage.created.filter(|created| passage.completed.is_none_or(|end| *created <= end)),
            closed: passage.completed,
        })
        .collect();
    Burndown::of(&parts, snapshot.schedule.sprint_days(), snapshot.now)
}

/// A section about it.
pub fn section(burndown: Option<&Burndown>, columns: usize) -> Section {
    let section = Section::new("📉 SPRINT BURNDOWN");
    let Some(burndown) = burndown else {
        return section.note("No data yet: the sprint has no work.");
    };
    let unit = burndown.unit.word();
    section
        .fields([
            ("At the start", format!("{} {unit}", burndown.start)),
            ("Came in since", format!("{} {unit}", burndown.added)),
        ])
        .figure(drawing(burndown, columns), None)
        .note(format!("What was left at the end of each day, in {unit}, beside an even pace."))
}

/// A bar for each day that has begun.
fn drawing(burndown: &Burndown, columns: usize) -> String {
    let room = columns.saturating_sub(BESIDE).clamp(8, WIDEST);
    let left = |day: &crate::domain::burndown::BurndownDay| day.remaining.map_or(0.0, |left| left.0);
    let most = burndown.days.iter().map(left).fold(burndown.start.0, f64::max).max(1.0);
    let mut lines = String::new();
    for day in &burndown.days {
        let date = day.date.get(5..).unwrap_or(&day.date);
        let Some(remaining) = day.remaining else {
            lines.push_str(&format!("{date}  {}  pace {}\n", width::padded("·", room), day.ideal));
            continue;
        };
        #[expect(clippy::cast_possible_truncation, reason = "clamped before")]
        let bar = gauge::bar(remaining.0 / most * 100.0, room as u16);
        lines.push_str(&format!("{date}  {bar}  {remaining}, pace {}\n", day.ideal));
    }
    lines
}
