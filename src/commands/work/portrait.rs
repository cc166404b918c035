//! An item on a page: everything that is known of it, without what says nothing.

use super::show::{Link, Shown};
use super::standing::State;
use crate::domain::{Instant, Quantity, Stamp, WorkItem, brief};
use crate::output::{Page, Paint};

/// Adds the item and how it stands to a page.
pub(super) fn text(shown: &Shown, page: &mut Page) {
    let item = &shown.item;
    let said = |field: &Option<String>| field.clone().filter(|text| !text.is_empty());
    let kind = said(&item.work_type).unwrap_or_else(|| "unknown".to_owned());
    page.painted(Paint::Heading, format!("🔧 {}: {kind}", item.work_item_id));
    if let Some(description) = said(&item.description) {
        page.line(format!("   {description}"));
    }
    page.gap();
    let rows = [work(shown), terms(item, shown.now), past(item)].concat();
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        page.line(format!("   {name:<10} {value}"));
    }
    for (name, value) in item.foreign.iter() {
        page.line(format!("   {name:<10} {}", value.get()));
    }
    links("⏳ WAITS FOR", &shown.dependencies, page);
    links("🔗 WAITED FOR BY", &shown.dependants, page);
    lists(item, page);
}

type Rows = Vec<(&'static str, String)>;

/// Who does it, and how far it is.
fn work(shown: &Shown) -> Rows {
    let item = &shown.item;
    vec![
        ("Status", text_of(item.status.as_ref())),
        ("Ready", ready(shown)),
        ("Priority", text_of(item.priority.as_ref())),
        ("Team", text_of(item.team.as_ref())),
        ("Held by", text_of(item.agent_id.as_ref())),
        ("Claimed", stamp(item.claimed_at.as_ref())),
        ("Progress", item.progress.map_or_else(String::new, |percent| format!("{percent}%"))),
        ("Updated", stamp(item.last_update.as_ref())),
        ("Lease", lease(shown.lease_left_secs)),
        ("Completed", stamp(item.completed_at.as_ref())),
        ("Result", text_of(item.result.as_ref())),
    ]
}

/// What was said of it when it was put on the board.
fn terms(item: &WorkItem, now: Instant) -> Rows {
    let number = |quantity: Option<Quantity>| quantity.map_or_else(String::new, |number| number.to_string());
    let words = |list: &Option<Vec<String>>| list.clone().unwrap_or_default().join(", ");
    vec![
        ("Key", text_of(item.key.as_ref())),
        ("Parent", text_of(item.parent.as_ref())),
        ("Only for", text_of(item.assigned_to.as_ref())),
        ("Needs", words(&item.needs)),
        ("Paths", words(&item.paths)),
        ("Deadline", from_now(item.deadline.as_ref(), now, item.is_open())),
        ("Not before", from_now(item.not_before.as_ref(), now, false)),
        ("Points", number(item.story_points)),
        ("Value", number(item.business_value)),
        ("Worktree", text_of(item.worktree.as_ref())),
        ("Created", created(item)),
    ]
}

/// How often it was tried.
fn past(item: &WorkItem) -> Rows {
    let attempt = match (item.attempt.unwrap_or_default(), item.failures.unwrap_or_default()) {
        (0 | 1, 0) => String::new(),
        (attempt, 0) => format!("{attempt}"),
        (attempt, 1) => format!("{attempt}, after a failure"),
        (attempt, failures) => format!("{attempt}, after {failures} failures"),
    };
    vec![("Attempt", attempt), ("Last error", text_of(item.last_error.as_ref()))]
}

fn ready(shown: &Shown) -> String {
    match (shown.state, shown.is_ready, &shown.why) {
        (State::Held | State::Completed | State::Cancelled | State::Dead, ..) => String::new(),
        (_, true, Some(why)) => format!("yes: {why}"),
        (_, true, None) => "yes".to_owned(),
        (_, false, why) => format!("no: {}", text_of(why.as_ref())),
    }
}

fn lease(left_secs: Option<i64>) -> String {
    match left_secs {
        Some(left) if left > 0 => format!("{} left", brief(left)),
        Some(left) => format!("ended {} ago", brief(-left)),
        None => String::new(),
    }
}

fn created(item: &WorkItem) -> String {
    let by = item.created_by.as_ref().map_or_else(String::new, |by| format!(" by {by}"));
    let at = stamp(item.created_at.as_ref());
    if at.is_empty() { at } else { at + &by }
}

/// A time, and how far off it is; `is_late` where it matters that it has passed.
fn from_now(at: Option<&Stamp>, now: Instant, is_late: bool) -> String {
    let Some(at) = at else { return String::new() };
    match at.instant().map(|instant| instant.unix() - now.unix()) {
        Some(left) if left > 0 => format!("{at}, in {}", brief(left)),
        Some(left) if is_late => format!("{at}, {} ago", brief(-left)),
        _ => at.to_string(),
    }
}

/// What there may be several of.
fn lists(item: &WorkItem, page: &mut Page) {
    let signed = |text: &str, by: &Option<String>, at: &Option<Stamp>| {
        let by = by.as_ref().map_or_else(String::new, |by| format!(" – {by}"));
        let at = at.as_ref().map_or_else(String::new, |at| format!(" ({at})"));
        format!("{text}{by}{at}")
    };
    let blockers = item.blockers.iter().flatten();
    section("🚫 BLOCKED", blockers.map(|blocker| signed(&blocker.reason, &blocker.by, &blocker.at)), page);
    section("🎯 DONE WHEN", item.acceptance_criteria.iter().flatten().cloned(), page);
    let notes = item.notes.iter().flatten();
    section("📝 NOTES", notes.map(|note| signed(&note.text, &note.by, &note.at)), page);
    let late = item.late_results.iter().flatten();
    section("⌛ LATE RESULTS", late.map(|late| signed(&late.result, &late.agent_id, &late.at)), page);
}

fn links(heading: &str, links: &[Link], page: &mut Page) {
    section(heading, links.iter().map(|link| format!("{} ({})", link.work_item_id, link.status)), page);
}

fn section(heading: &str, lines: impl Iterator<Item = String>, page: &mut Page) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        page.gap();
        page.painted(Paint::Heading, heading);
        lines.for_each(|line| page.line(format!("   {line}")));
    }
}

fn text_of(field: Option<&String>) -> String {
    field.cloned().unwrap_or_default()
}

fn stamp(stamp: Option<&Stamp>) -> String {
    stamp.map(ToString::to_string).unwrap_or_default()
}
