//! The tables of the dashboard: teams, and who holds what.

use super::people::TeamLine;
use super::picture::Picture;
use super::plain::rounded;
use super::queue::WorkLine;
use crate::domain::{Priority, Quantity, brief};
use crate::output::table::Grid;
use crate::output::{Page, Paint, gauge, width};

/// A lease with less than this many seconds left is worth a look.
const SOON_SECS: i64 = 300;
/// From this width on there is a column for everything.
const WIDE: u16 = 104;
/// From this width on there is room for bars.
const MEDIUM: u16 = 72;

/// Cells of a row, each with its paint.
type Row = Vec<(String, Option<Paint>)>;

/// How an item is shown, in two lines.
type Rows = fn(&WorkLine) -> [Row; 2];

/// The table of teams, of which `most` are shown.
pub(super) fn teams(picture: &Picture, most: usize, page: &mut Page) {
    if picture.teams.is_empty() {
        return;
    }
    let headings = ["TEAM", "AGENTS", "IN HAND", "PENDING", "DONE*", "POINTS*"];
    let mut grid = Grid::new(page, &headings, 0).numeric(&[1, 2, 3, 4, 5]);
    for team in picture.teams.iter().take(most) {
        add(&mut grid, &team_row(team));
    }
    page.block(&grid.into_text());
    let note = match picture.teams.len().saturating_sub(most) {
        0 => "* this sprint".to_owned(),
        hidden => format!("and {hidden} more teams · * this sprint"),
    };
    let note = page.paint(Paint::Faint, &note);
    page.block(&format!("     {note}"));
}

fn team_row(team: &TeamLine) -> Row {
    let count = |number: u32| (number.to_string(), (number == 0).then_some(Paint::Faint));
    let points = match team.capacity {
        0 => rounded(team.points),
        capacity => format!("{} of {capacity}", rounded(team.points)),
    };
    let name = if team.team.is_empty() { "(no team)" } else { &team.team };
    let earned = if team.points.0 > 0.0 { Paint::Good } else { Paint::Faint };
    vec![
        (name.to_owned(), None),
        count(team.agents),
        count(team.in_hand),
        count(team.pending),
        count(team.completed),
        (width::clipped(&points, 12), Some(earned)),
    ]
}

/// The table of work in hand, of which `most` items are shown, two lines each.
pub(in super::super) fn work(work: &[WorkLine], most: usize, page: &mut Page) {
    if work.is_empty() {
        return;
    }
    let columns = page.width().unwrap_or(WIDE);
    let (headings, rows): (&[&str], Rows) = match columns {
        WIDE.. => (&["PRIORITY", "WORK", "HELD BY", "FOR", "PROGRESS", "LEASE"], wide),
        MEDIUM.. => (&["PRIORITY", "WORK", "HELD BY", "PROGRESS, LEASE"], medium),
        _ => (&["PRIORITY", "WORK", "HELD BY, LEASE"], narrow),
    };
    let mut grid = Grid::new(page, headings, 1);
    for item in work.iter().take(most) {
        for row in &rows(item) {
            add(&mut grid, row);
        }
    }
    page.block(&grid.into_text());
    let hidden = work.len().saturating_sub(most);
    if hidden > 0 {
        let note = page.paint(Paint::Faint, &format!("and {hidden} more: coord list-work"));
        page.block(&format!("     {note}"));
    }
}

fn add(grid: &mut Grid, row: &Row) {
    let cells: Vec<_> = row.iter().map(|(text, paint)| (text.as_str(), *paint)).collect();
    grid.row(&cells);
}

fn wide(item: &WorkLine) -> [Row; 2] {
    let team = width::clipped(item.team.as_deref().unwrap_or_default(), 26);
    let details = format!("{} · {}", item.work_item_id, item.work_type);
    [
        vec![priority(item), what(item), holder(item, 26), plain(held(item)), bar(item, 10), lease(item)],
        vec![plain(String::new()), faint(details), faint(team)],
    ]
}

fn medium(item: &WorkLine) -> [Row; 2] {
    [
        vec![priority(item), what(item), holder(item, 15), bar(item, 8)],
        vec![
            plain(String::new()),
            faint(item.work_item_id.clone()),
            faint(format!("for {}", held(item))),
            lease(item),
        ],
    ]
}

fn narrow(item: &WorkLine) -> [Row; 2] {
    let percent = item.progress.map_or_else(String::new, |percent| format!("{}%", whole(percent)));
    [
        vec![priority(item), what(item), holder(item, 16)],
        vec![plain(percent), faint(item.work_item_id.clone()), lease(item)],
    ]
}

fn plain(text: String) -> (String, Option<Paint>) {
    (text, None)
}

fn faint(text: String) -> (String, Option<Paint>) {
    (text, Some(Paint::Faint))
}

fn priority(item: &WorkLine) -> (String, Option<Paint>) {
    let paint = match Priority::of(&item.priority) {
        Priority::Critical => Some(Paint::Bad),
        Priority::High => Some(Paint::Warn),
        Priority::Medium => None,
        Priority::Low => Some(Paint::Faint),
    };
    (width::clipped(&item.priority, 8), paint)
}

fn what(item: &WorkLine) -> (String, Option<Paint>) {
    // The table cuts it to the width that is left; more than a line of any terminal need not be measured.
    (width::clipped(&item.description, 400), Some(Paint::Heading))
}

fn holder(item: &WorkLine, columns: usize) -> (String, Option<Paint>) {
    plain(width::clipped_start(item.agent_id.as_deref().unwrap_or("nobody"), columns))
}

fn held(item: &WorkLine) -> String {
    item.held_secs.map_or_else(|| "?".to_owned(), coarse)
}

fn bar(item: &WorkLine, columns: u16) -> (String, Option<Paint>) {
    match item.progress {
        Some(percent) => (
            format!("{} {:>3}%", gauge::bar(percent.0, columns), whole(percent).to_string()),
            Some(Paint::Good),
        ),
        None => faint("not reported".to_owned()),
    }
}

fn lease(item: &WorkLine) -> (String, Option<Paint>) {
    match item.lease_left_secs {
        Some(left) if item.is_expired => (format!("expired {} ago", coarse(-left)), Some(Paint::Bad)),
        Some(left) if left < SOON_SECS => (format!("{} left", coarse(left)), Some(Paint::Warn)),
        Some(left) => (format!("{} left", coarse(left)), Some(Paint::Good)),
        None => ("no lease".to_owned(), Some(Paint::Bad)),
    }
}

/// Percent without what is behind the point: what is shown as done is done. An absurd figure takes no more room.
fn whole(percent: Quantity) -> Quantity {
    Quantity(percent.0.floor().clamp(-99.0, 999.0))
}

/// The largest unit alone: `3h`.
fn coarse(secs: i64) -> String {
    brief(secs).split(' ').next().unwrap_or_default().to_owned()
}
