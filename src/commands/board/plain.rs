//! The dashboard for pipes: the lines of the contract, each on two columns of indent, and what explains them on five.

use super::people::AgentLine;
use super::picture::Picture;
use super::queue::WorkLine;
use super::schedule::Upcoming;
use super::velocity::Velocity;
use crate::config::Duration;
use crate::domain::{Quantity, brief};
use crate::output::{Page, Paint};

/// Writes the whole dashboard.
pub(super) fn write(picture: &Picture, page: &mut Page) {
    page.painted(Paint::Heading, "🚀 SCRUM AT SCALE DASHBOARD");
    page.line(format!("     {}", picture.at));
    page.line(format!("     ART: {}", picture.art));
    if !picture.exists {
        page.line(format!("     {}", no_board(picture)));
    }
    page.gap();
    page.painted(Paint::Heading, "🎯 CURRENT PROGRAM INCREMENT");
    let increment = &picture.program_increment;
    let days = &increment.days;
    page.line(format!(
        "     {}: {} to {}, {}",
        increment.name,
        days.start,
        days.end,
        days_left(days.days_left)
    ));
    let days = &picture.sprint.days;
    page.line(format!(
        "     {}: {} to {}, day {} of {}, {}",
        sprint_name(picture),
        days.start,
        days.end,
        days.day,
        days.days,
        days_left(days.days_left)
    ));
    page.gap();
    agents(picture, page);
    page.gap();
    work(picture, page);
    page.gap();
    page.painted(Paint::Heading, "📈 VELOCITY & METRICS");
    page.line(velocity_line(&picture.velocity));
    for note in velocity_notes(&picture.velocity) {
        page.line(format!("     {note}"));
    }
    page.gap();
    page.painted(Paint::Heading, "📅 UPCOMING SCRUM AT SCALE EVENTS");
    if picture.events.is_empty() {
        page.line("     None in config.toml.");
    }
    for event in &picture.events {
        page.line(format!("     {}: {}, {}", event.name, when(event), in_days(event.in_days)));
    }
}

fn agents(picture: &Picture, page: &mut Page) {
    page.painted(Paint::Heading, "👥 AGENT TEAMS & STATUS");
    page.line(agents_line(picture));
    page.line(format!("     {}", agents_note(picture, true)));
    for agent in &picture.agents {
        page.line(agent_line(agent));
    }
    for team in &picture.teams {
        let name = if team.team.is_empty() { "no team" } else { &team.team };
        let capacity = if team.capacity == 0 { String::new() } else { format!(" of {}", team.capacity) };
        page.line(format!(
            "     {name}: agents {}, in hand {}, pending {}; this sprint: completed {}, points {}{capacity}",
            team.agents,
            team.in_hand,
            team.pending,
            team.completed,
            rounded(team.points)
        ));
    }
}

fn work(picture: &Picture, page: &mut Page) {
    page.painted(Paint::Heading, "📋 ACTIVE WORK");
    page.line(work_line(picture));
    page.line(format!("     {}", work_note(picture)));
    for item in &picture.work {
        page.line(format!(
            "  🔧 {}: {} ({}, {})",
            item.work_item_id, item.description, item.work_type, item.priority
        ));
        page.line(format!("     {}", holding(item)));
    }
}

/// `  📊 Active Agents: N`
pub(super) fn agents_line(picture: &Picture) -> String {
    format!("  📊 Active Agents: {}", picture.agent_counts.active)
}

/// `  📊 Active Work Items: N`
pub(super) fn work_line(picture: &Picture) -> String {
    format!("  📊 Active Work Items: {}", picture.active_work)
}

/// `  📊 Current Sprint Velocity: N story points`
pub(super) fn velocity_line(velocity: &Velocity) -> String {
    format!("  📊 Current Sprint Velocity: {} story points", rounded(velocity.sprint_points))
}

/// Who the active agents are; with what offline means, where there is room for it.
pub(super) fn agents_note(picture: &Picture, is_wide: bool) -> String {
    let counts = &picture.agent_counts;
    if counts.active + counts.signed_off == 0 {
        return "Nobody has registered yet.".to_owned();
    }
    let silence = match counts.offline {
        1.. if is_wide => format!(" (no sign for {})", brief(picture.stale_agent_secs.into())),
        _ => String::new(),
    };
    let mut notes = vec![
        format!("{} working", counts.working),
        format!("{} idle", counts.idle),
        format!("{} offline{silence}", counts.offline),
    ];
    if counts.signed_off > 0 {
        notes.push(format!("{} signed off", counts.signed_off));
    }
    notes.join(", ")
}

/// How many leases have ended, and what waits.
pub(super) fn work_note(picture: &Picture) -> String {
    let leases = match (picture.active_work, picture.expired_work) {
        (0, _) => "Nobody holds any work".to_owned(),
        (_, 0) => "no lease expired".to_owned(),
        (all, expired) if all == expired => "every lease expired".to_owned(),
        (_, 1) => "1 lease expired".to_owned(),
        (_, expired) => format!("{expired} leases expired"),
    };
    let queue = match (picture.queue.pending, picture.queue.oldest_secs) {
        (0, _) => "nothing waits".to_owned(),
        (waiting, None) => format!("{waiting} waiting"),
        (waiting, Some(secs)) => format!("{waiting} waiting, the oldest for {}", brief(secs)),
    };
    format!("{leases}; {queue}")
}

/// What is to be said of the last days.
pub(super) fn velocity_notes(velocity: &Velocity) -> Vec<String> {
    if velocity.teams.is_empty() {
        return vec![format!("No data yet: nothing completed in the last {} days.", velocity.days.len())];
    }
    let teams: Vec<String> =
        velocity.teams.iter().map(|team| format!("{} {}", team.team, rounded(team.points))).collect();
    let days: Vec<String> = velocity.days.iter().map(|day| rounded(day.points)).collect();
    vec![
        format!(
            "last {} days: {}, {} a day",
            velocity.days.len(),
            points(velocity.total),
            rounded(velocity.average)
        ),
        format!("by day: {}", days.join(" ")),
        format!("by team: {}", teams.join(", ")),
    ]
}

fn agent_line(agent: &AgentLine) -> String {
    let team = if agent.team.is_empty() { "no" } else { &agent.team };
    format!("  🤖 Agent {}: {team} team ({})", agent.agent_id, agent.status)
}

fn holding(item: &WorkLine) -> String {
    let holder = item.agent_id.as_deref().unwrap_or("nobody");
    let held = item.held_secs.map_or_else(String::new, |secs| format!(" for {}", brief(secs)));
    let progress = item.progress.map_or_else(String::new, |percent| format!(", {}%", rounded(percent)));
    let lease = match item.lease_left_secs {
        Some(left) if !item.is_expired => format!(", lease {} left", brief(left)),
        Some(left) => format!(", lease expired {} ago", brief(-left)),
        None => ", no lease".to_owned(),
    };
    format!("held by {holder}{held}{progress}{lease}")
}

/// `Sprint 4 of 7`, with the increment where that is not the current one.
pub(super) fn sprint_name(picture: &Picture) -> String {
    let sprint = &picture.sprint;
    let name = format!("Sprint {} of {}", sprint.number, sprint.of);
    if sprint.program_increment == picture.program_increment.name {
        return name;
    }
    format!("{name} of {}", sprint.program_increment)
}

/// What is said where there is no board yet.
pub(super) fn no_board(picture: &Picture) -> String {
    format!("No data yet: there is no board in {}", picture.directory)
}

/// `9 days left`
pub(super) fn days_left(days: i64) -> String {
    match days {
        0 => "last day".to_owned(),
        1 => "1 day left".to_owned(),
        days => format!("{days} days left"),
    }
}

/// `Mon 2026-11-23 10:00`
pub(super) fn when(event: &Upcoming) -> String {
    let at = event.at.as_ref().map_or_else(String::new, |at| format!(" {at}"));
    format!("{} {}{at}", event.weekday, event.date)
}

/// `in 3d`
pub(super) fn in_days(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days}d"),
    }
}

/// A number with at most one place behind the point.
pub(super) fn rounded(number: Quantity) -> String {
    Quantity((number.0 * 10.0).round() / 10.0).to_string()
}

/// `1 point`, `2.5 points`
pub(super) fn points(number: Quantity) -> String {
    let shown = rounded(number);
    if shown == "1" { "1 point".to_owned() } else { format!("{shown} points") }
}

/// `5s`, `250ms`
pub(super) fn seconds(duration: Duration) -> String {
    match duration.millis {
        millis if millis % 1_000 == 0 => brief(i64::from(duration.secs())),
        millis => format!("{millis}ms"),
    }
}
