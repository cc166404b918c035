//! The burndown of the sprint, as several ceremonies show it.

use std::collections::HashMap;

use super::snapshot::Snapshot;
use crate::domain::burndown::{Burndown, BurndownDay, Part};
use crate::domain::epics::EPIC;
use crate::domain::flow::Passage;
use crate::domain::{Instant, Quantity, Status, WorkItem};
use crate::output::document::Section;
use crate::output::{gauge, width};

/// Columns beside the bars: the day before, the numbers behind.
const BESIDE: usize = 36;
/// The widest bar.
const WIDEST: usize = 40;

/// The burndown of the sprint of one team, or of all. What was cancelled or failed too often is not in it.
pub fn burndown(snapshot: &Snapshot<'_>, team: Option<&str>) -> Option<Burndown> {
    let on_board: HashMap<&str, &WorkItem> =
        snapshot.items.iter().map(|item| (item.work_item_id.as_str(), item)).collect();
    let is_given_up = |passage: &Passage| matches!(passage.status, Status::Cancelled | Status::Dead);
    let part = |passage: &Passage| {
        let item = on_board.get(passage.work_item_id.as_str());
        // What another program took off the board is not left to do.
        let is_gone = passage.completed.is_none() && item.is_none();
        let estimate = item.and_then(|item| item.story_points).map(|points| points.0);
        // A creation after the end is a clock that was wrong.
        let is_possible = |created: &Instant| passage.completed.is_none_or(|end| *created <= end);
        (!is_gone && !is_given_up(passage)).then(|| Part {
            points: estimate.or(passage.points),
            created: passage.created.filter(is_possible),
            closed: passage.completed,
        })
    };
    let passages = snapshot.flow.passages().iter();
    let own = passages.filter(|it| team.is_none_or(|team| it.team == team) && it.work_type != EPIC);
    let parts: Vec<Part> = own.filter_map(part).collect();
    Burndown::of(&parts, snapshot.schedule.sprint_days(), snapshot.now)
}

/// A section about it.
pub fn section(burndown: Option<&Burndown>, columns: usize) -> Section {
    let section = Section::new("📉 SPRINT BURNDOWN");
    let Some(burndown) = burndown else {
        return section.note("No data yet: the sprint has no work.");
    };
    let unit = burndown.unit.word();
    let counted = |number: Quantity| {
        let is_one = number.rounded() == Quantity(1.0);
        format!("{} {}", number.rounded(), if is_one { unit.trim_end_matches('s') } else { unit })
    };
    section
        .fields([("At the start", counted(burndown.start)), ("Came in since", counted(burndown.added))])
        .figure(drawing(burndown, columns), None)
        .note(format!("What was left at the end of each day, in {unit}."))
}

/// A bar for each day that has begun, and the even pace where there was something to begin with.
fn drawing(burndown: &Burndown, columns: usize) -> String {
    let room = columns.saturating_sub(BESIDE).clamp(8, WIDEST);
    let left = |day: &BurndownDay| day.remaining.map_or(0.0, |left| left.0);
    let most = burndown.days.iter().map(left).fold(burndown.start.0, f64::max).max(1.0);
    let mut lines = String::new();
    for day in &burndown.days {
        let date = day.date.get(5..).unwrap_or(&day.date);
        let pace = if burndown.start.0 > 0.0 { format!(" (pace {})", day.ideal) } else { String::new() };
        let Some(remaining) = day.remaining else {
            lines.push_str(&format!("{date}  {}{pace}\n", width::padded("·", room + 2)));
            continue;
        };
        #[expect(clippy::cast_possible_truncation, reason = "clamped before")]
        let bar = gauge::bar(remaining.0 / most * 100.0, room as u16);
        lines.push_str(&format!("{date}  {bar}  {remaining}{pace}\n"));
    }
    lines
}
