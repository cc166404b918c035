//! The dashboard for terminals: the headings and sums of the contract, with tables, bars and colours between them.

use super::picture::Picture;
use super::schedule::DaySpan;
use super::velocity::Velocity;
use super::{plain, tables};
use crate::output::{Page, Paint, gauge, width};

/// Columns of the bar of a sprint.
const BAR_COLUMNS: u16 = 20;

/// How much fits on the page.
struct Room {
    /// Rows of the table of teams.
    teams: usize,
    /// Rows of the table of work, two lines each.
    work: usize,
    /// Upcoming events.
    events: usize,
    /// Whether there is room for what is nice to have: empty lines, and the lines below the bars.
    is_ample: bool,
}

impl Room {
    /// A page that scrolls shows the most of everything that a person reads; one that does not shows what fits.
    fn of(page: &Page, picture: &Picture) -> Self {
        let all = Self { teams: 10, work: 12, events: picture.events.len(), is_ample: true };
        let Some(height) = page.height() else { return all };
        let is_ample = height >= 36;
        let events = picture.events.len().min(if is_ample { 6 } else { 2 });
        // Every line but the rows of the two tables, the footer among them.
        let fixed = if is_ample { 27 } else { 19 } + usize::from(!picture.exists) + events;
        let rows = usize::from(height).saturating_sub(fixed);
        let teams = picture.teams.len().min((rows / 3).clamp(1, all.teams));
        Self { teams, work: (rows.saturating_sub(teams) / 2).max(1), events, is_ample }
    }
}

/// Draws the whole dashboard.
pub(super) fn draw(picture: &Picture, page: &mut Page) {
    let room = Room::of(page, picture);
    title(picture, &room, page);
    gap(page, &room);
    page.painted(Paint::Heading, "🎯 CURRENT PROGRAM INCREMENT");
    calendar(picture, page);
    gap(page, &room);
    page.painted(Paint::Heading, "👥 AGENT TEAMS & STATUS");
    sum(page, &plain::agents_line(picture), &plain::agents_note(picture, is_wide(page)));
    tables::teams(picture, room.teams, page);
    gap(page, &room);
    page.painted(Paint::Heading, "📋 ACTIVE WORK");
    sum(page, &plain::work_line(picture), &plain::work_note(picture));
    tables::work(&picture.work, room.work, page);
    gap(page, &room);
    page.painted(Paint::Heading, "📈 VELOCITY & METRICS");
    line(page, &[(&plain::velocity_line(&picture.velocity), None)]);
    velocity(&picture.velocity, &room, page);
    gap(page, &room);
    page.painted(Paint::Heading, "📅 UPCOMING SCRUM AT SCALE EVENTS");
    events(picture, room.events, page);
}

fn gap(page: &mut Page, room: &Room) {
    if room.is_ample {
        page.gap();
    }
}

/// A line in the colours of the page, cut to its width. The painted parts are given with their paints.
fn line(page: &mut Page, parts: &[(&str, Option<Paint>)]) {
    let mut left = usize::from(page.width().unwrap_or(u16::MAX));
    let mut text = String::new();
    for (part, paint) in parts.iter().filter(|(part, _)| !part.is_empty()) {
        if left == 0 {
            break;
        }
        let part = width::clipped(part, left);
        left = left.saturating_sub(width::columns(&part));
        text.push_str(&paint.map_or_else(|| part.clone(), |paint| page.paint(paint, &part)));
    }
    page.block(&text);
}

fn title(picture: &Picture, room: &Room, page: &mut Page) {
    const TITLE: &str = "🚀 SCRUM AT SCALE DASHBOARD";
    let at = picture.at.0.get(..16).map_or_else(|| picture.at.0.clone(), |at| at.replace('T', " ")) + " UTC";
    let columns = usize::from(page.width().unwrap_or(80));
    let title = width::padded(TITLE, columns.saturating_sub(width::columns(&at)));
    line(page, &[(&title, Some(Paint::Heading)), (&at, Some(Paint::Faint))]);
    if room.is_ample {
        line(page, &[("   ", None), (&picture.art, None)]);
    }
    if !picture.exists {
        line(page, &[("   ", None), (&plain::no_board(picture), Some(Paint::Warn))]);
    }
}

fn calendar(picture: &Picture, page: &mut Page) {
    let sprint = plain::sprint_name(picture);
    let name_columns = width::columns(&sprint).max(width::columns(&picture.program_increment.name)).min(28);
    let is_wide = is_wide(page);
    let mut show = |name: &str, span: &DaySpan| {
        let name = width::padded(&width::clipped(name, name_columns), name_columns);
        let dates = format!("  {} – {}  ", short_date(&span.start, is_wide), short_date(&span.end, is_wide));
        #[expect(clippy::cast_precision_loss, reason = "days")]
        let percent = span.day as f64 * 100.0 / span.days as f64;
        let bar = gauge::bar(percent, if is_wide { BAR_COLUMNS } else { BAR_COLUMNS / 2 });
        let left = format!("  {}", plain::days_left(span.days_left));
        line(
            page,
            &[
                ("     ", None),
                (&name, None),
                (&dates, Some(Paint::Faint)),
                (&bar, Some(Paint::Good)),
                (&left, None),
            ],
        );
    };
    show(&picture.program_increment.name, &picture.program_increment.days);
    show(&sprint, &picture.sprint.days);
}

/// Whether there is room for what is nice to have in a line.
fn is_wide(page: &Page) -> bool {
    page.width().is_none_or(|columns| columns >= 76)
}

/// The date without its year where there is little room.
fn short_date(date: &str, is_wide: bool) -> &str {
    match date.split_once('-') {
        Some((_, rest)) if !is_wide => rest,
        _ => date,
    }
}

/// A line of the contract, and below it what explains it.
fn sum(page: &mut Page, text: &str, note: &str) {
    line(page, &[(text, None)]);
    line(page, &[("     ", None), (note, Some(Paint::Faint))]);
}

fn velocity(velocity: &Velocity, room: &Room, page: &mut Page) {
    let notes = plain::velocity_notes(velocity);
    if velocity.teams.is_empty() {
        return notes.iter().for_each(|note| line(page, &[("     ", None), (note, Some(Paint::Faint))]));
    }
    let heights: Vec<f64> = velocity.days.iter().map(|day| day.points.0).collect();
    let bars: Vec<String> = gauge::row(&heights).into_iter().map(|bar| bar.to_string()).collect();
    let figures = format!("   {}, {} a day", plain::points(velocity.total), plain::rounded(velocity.average));
    line(page, &[("     ", None), (&bars.join(" "), Some(Paint::Good)), (&figures, None)]);
    if !room.is_ample {
        return;
    }
    let first = velocity.days.first().map_or("", |day| short_date(&day.date, false));
    let axis = format!("     {}today", width::padded(first, (bars.len() * 2).saturating_sub(6)));
    line(page, &[(&axis, Some(Paint::Faint))]);
    let teams: Vec<String> =
        velocity.teams.iter().map(|team| format!("{} {}", team.team, plain::rounded(team.points))).collect();
    line(page, &[("     ", None), (&teams.join(" · "), None)]);
}

fn events(picture: &Picture, most: usize, page: &mut Page) {
    if picture.events.is_empty() {
        line(page, &[("     None in config.toml.", Some(Paint::Faint))]);
    }
    for event in picture.events.iter().take(most) {
        let when = format!("     {}  ", width::padded(&plain::when(event), 20));
        let paint = if event.in_days == 0 { Paint::Warn } else { Paint::Good };
        line(
            page,
            &[
                (&when, Some(Paint::Faint)),
                (&width::padded(&event.name, 20), None),
                ("  ", None),
                (&plain::in_days(event.in_days), Some(paint)),
            ],
        );
    }
}
