//! The burndown of the sprint, as several ceremonies show it.

use std::collections::HashMap;

use super::snapshot::Snapshot;
use crate::domain::burndown::{Burndown, Part};
use crate::domain::epics::EPIC;
use crate::domain::flow::Passage;
use crate::domain::{Instant, Quantity, Status, WorkItem};
use crate::output::chart::{Chart, Mark, Shape, Style};
use crate::output::document::{Block, Section};

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
pub fn section(burndown: Option<&Burndown>, style: Style) -> Section {
    let section = Section::new("📉 SPRINT BURNDOWN");
    let Some(burndown) = burndown else {
        return section.note("No data yet: the sprint has no work.");
    };
    let unit = burndown.unit.word();
    let counted = |number: Quantity| {
        let is_one = number.rounded() == Quantity(1.0);
        format!("{} {}", number.rounded(), if is_one { unit.trim_end_matches('s') } else { unit })
    };
    let left = burndown.days.iter().filter_map(|day| day.remaining).next_back().unwrap_or_default();
    let marks = burndown.days.iter().map(|day| Mark {
        name: day.date.get(8..).unwrap_or(&day.date).to_owned(),
        left: day.remaining.map(|left| left.0),
        ideal: day.ideal.0,
    });
    let chart = Chart {
        title: format!("Burndown: {unit} left at the end of each day"),
        unit: unit.to_owned(),
        shape: Shape::Burndown(marks.collect()),
    };
    section
        .fields([
            ("At the start", counted(burndown.start)),
            ("Came in since", counted(burndown.added)),
            ("Left now", counted(left)),
        ])
        .block(Block::Figure(chart.figure(style)))
        .note(if burndown.start.0 > 0.0 {
            format!("What was left at the end of each day, in {unit}; dots: an even pace from the start.")
        } else {
            format!("What was left at the end of each day, in {unit}.")
        })
}
