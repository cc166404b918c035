//! A report as a document: for a page, as Markdown and as a page of the web.

use super::Survey;
use super::survey::{Count, PAST_DAYS};
use crate::domain::flow::{Figures, Group, Spread, Unit};
use crate::domain::forecast::Forecast;
use crate::domain::{Instant, Stamp, brief};
use crate::output::chart::{Bar, Chart, Mark, Shape, Style};
use crate::output::document::{Block, Document, Section, Table};

/// So many rows of a table, and bars of a chart, are shown; JSON and CSV have all.
const SHOWN: usize = 20;
/// Columns before a chart.
const MARGIN: u16 = 5;

/// Charts for files.
pub(super) const PLAIN: Style = Style { width: 76, is_ascii: false };

/// Charts for a page of that width.
pub(super) fn style(columns: Option<u16>, is_ascii: bool) -> Style {
    let width = columns.map_or(PLAIN.width, |columns| usize::from(columns.saturating_sub(MARGIN)));
    Style { width: width.min(120), is_ascii }
}

/// The whole report.
pub(super) fn of(survey: &Survey, style: Style) -> Document {
    let document = Document::new(title(survey)).opening(Block::Line(span(survey))).fields([
        ("Completed", completed(&survey.total)),
        ("Succeeded", percent(survey.total.success_rate)),
        ("Lead time", middle(survey.total.lead_time.as_ref())),
        ("Process efficiency", percent(survey.total.process_efficiency)),
        ("Open now", open(survey)),
    ]);
    document
        .section(velocity(survey, style))
        .section(burndown(survey, style))
        .section(lead_time(survey, style))
        .section(workload(survey, style))
        .section(forecast(survey))
        .section(happened(survey))
        .section(groups("👥 BY TEAM", "TEAM", &survey.by_team))
        .section(groups("🤖 BY AGENT", "AGENT", &survey.by_agent))
        .section(groups("🧩 BY KIND OF WORK", "KIND", &survey.by_work_type))
}

fn title(survey: &Survey) -> String {
    let whose = match (&survey.team, &survey.agent) {
        (Some(team), Some(agent)) => format!(": {agent} in {team}"),
        (Some(name), None) | (None, Some(name)) => format!(": {name}"),
        (None, None) => String::new(),
    };
    format!("📊 FLOW REPORT{whose}")
}

/// `2026-01-31 09:00`.
fn short(stamp: &Stamp) -> String {
    stamp.0.get(..16).unwrap_or(&stamp.0).replace('T', " ")
}

fn span(survey: &Survey) -> String {
    let from = survey.from.as_ref().map_or_else(|| "the beginning".to_owned(), short);
    format!("{from} to {} UTC", short(&survey.to))
}

fn completed(figures: &Figures) -> String {
    let points = if figures.points.0 > 0.0 { format!(", {} points", figures.points) } else { String::new() };
    format!("{}{points}", items(figures.completions))
}

fn items(count: u32) -> String {
    if count == 1 { "1 item".to_owned() } else { format!("{count} items") }
}

fn percent(percent: Option<f64>) -> String {
    percent.map_or_else(nothing, |percent| format!("{percent} %"))
}

fn nothing() -> String {
    "no data yet".to_owned()
}

fn middle(spread: Option<&Spread>) -> String {
    spread.map_or_else(nothing, |spread| {
        format!("half within {}, 95 of 100 within {}", brief(spread.p50_secs), brief(spread.p95_secs))
    })
}

fn open(survey: &Survey) -> String {
    format!("{} waiting, {} held", survey.open.pending, survey.open.held)
}

fn velocity(survey: &Survey, style: Style) -> Section {
    let section = Section::new("📈 VELOCITY");
    if survey.total.completions == 0 {
        return section.note("No data yet: nothing was completed in this time.");
    }
    let has_points = survey.total.points.0 > 0.0;
    let (step, hours) = match survey.unit {
        Unit::Hour => ("hour", true),
        Unit::Day => ("day", false),
        Unit::Week => ("week", false),
    };
    let name = |start: &Stamp| {
        let part = if hours { start.0.get(11..13) } else { start.0.get(5..10) };
        part.unwrap_or_default().to_owned()
    };
    let value = |step: &crate::domain::flow::Step| {
        if has_points { step.points.0 } else { f64::from(step.completions) }
    };
    let bars = survey.series.iter().map(|step| Bar::new(name(&step.start), value(step))).collect();
    let unit = if has_points { "points" } else { "items" };
    let title = format!("Velocity: {unit} completed each {step}");
    let chart = Chart { title: title.clone(), unit: unit.to_owned(), shape: Shape::Columns(bars) };
    section.line(format!("{title}, UTC.")).block(Block::Figure(chart.figure(style)))
}

fn burndown(survey: &Survey, style: Style) -> Section {
    let sprint = &survey.sprint;
    let section = Section::new("🔥 SPRINT BURNDOWN");
    let Some(burndown) = &sprint.burndown else {
        return section.note("No data yet: the sprint has no work.");
    };
    let unit = burndown.unit.word();
    let marks = burndown.days.iter().map(|day| Mark {
        name: day.date.get(5..).unwrap_or_default().to_owned(),
        left: day.remaining.map(|left| left.0),
        ideal: day.ideal.0,
    });
    let chart = Chart {
        title: format!("Burndown: {unit} left at the end of each day"),
        unit: unit.to_owned(),
        shape: Shape::Burndown(marks.collect()),
    };
    let left = burndown.days.iter().filter_map(|day| day.remaining).next_back().unwrap_or_default();
    section
        .line(format!(
            "{} to {}: {} {unit} at the start, {} added, {left} left. The dotted line is an even course to nothing.",
            sprint.start, sprint.end, burndown.start, burndown.added
        ))
        .block(Block::Figure(chart.figure(style)))
}

fn lead_time(survey: &Survey, style: Style) -> Section {
    let total = &survey.total;
    let section = Section::new("⏱️ LEAD TIME");
    let Some(lead) = &total.lead_time else {
        return notes(
            section.note("No data yet: of nothing completed in this time is it known when it was created."),
            total,
        );
    };
    let row = |name: &str, spread: &Spread| {
        let secs = [spread.average_secs, spread.p50_secs, spread.p85_secs, spread.p95_secs, spread.most_secs];
        let [average, p50, p85, p95, most] = secs.map(brief);
        [name.to_owned(), average, p50, p85, p95, most]
    };
    let mut rows = vec![row("Lead time: created to completed", lead)];
    rows.extend(total.touch_time.as_ref().map(|touch| row("Touch time: somebody held it", touch)));
    rows.extend(total.waiting_time.as_ref().map(|waiting| row("Waiting time: nobody did", waiting)));
    let table = Table::new(&["", "AVERAGE#", "50 %#", "85 %#", "95 %#", "LONGEST#"]).elastic(0).rows(rows);
    let buckets = &survey.lead_time_histogram;
    let bars = buckets.iter().map(|bucket| Bar::new(ascii(&bucket.name, style), f64::from(bucket.count)));
    let chart = Chart {
        title: "Items by lead time".to_owned(),
        unit: "items".to_owned(),
        shape: Shape::Rows(bars.collect()),
    };
    let section =
        section.table(table, "").line("Items by lead time:").block(Block::Figure(chart.figure(style)));
    notes(section, total)
}

/// A name of ours with what ASCII has for its dash.
fn ascii(name: &str, style: Style) -> String {
    if style.is_ascii { name.replace('–', "-") } else { name.to_owned() }
}

fn notes(mut section: Section, figures: &Figures) -> Section {
    if figures.untimed > 0 {
        section = section.note(format!(
            "Not counted here: {}, of which nobody knows when created.",
            items(figures.untimed)
        ));
    }
    if figures.out_of_order > 0 {
        section = section.note(format!(
            "Not counted here: {}, whose times contradict each other because a clock was wrong.",
            items(figures.out_of_order)
        ));
    }
    section
}

fn workload(survey: &Survey, style: Style) -> Section {
    let section = Section::new("⚖️ WORKLOAD");
    if survey.workload.is_empty() {
        return section.note("Nobody holds anything.");
    }
    let bars = survey.workload.iter().take(SHOWN);
    let bars = bars.map(|load| Bar::new(named(&load.agent_id), f64::from(load.held))).collect();
    let chart = Chart {
        title: "Items that each agent holds".to_owned(),
        unit: "items".to_owned(),
        shape: Shape::Rows(bars),
    };
    more(
        section.line("Items that each agent holds now:").block(Block::Figure(chart.figure(style))),
        survey.workload.len(),
    )
}

fn more(section: Section, count: usize) -> Section {
    match count.saturating_sub(SHOWN) {
        0 => section,
        hidden => section.note(format!("… and {hidden} more; --json and --csv have all.")),
    }
}

fn named(name: &str) -> String {
    if name.is_empty() { "(not said)".to_owned() } else { name.to_owned() }
}

fn forecast(survey: &Survey) -> Section {
    let section = Section::new("🔮 FORECAST");
    let Some(told) = &survey.forecast else {
        return section
            .note(format!("No data yet: nothing was completed in the {PAST_DAYS} days before today."));
    };
    let open = survey.open.items();
    if open == 0 {
        return section.note("Nothing is open.");
    }
    let Forecast { p50_days, p85_days, p95_days, past_days, .. } = told;
    let now = Stamp::instant(&survey.to);
    let row = |confidence: &str, days: Option<u32>| {
        let date = days.zip(now).map(|(days, now)| date_after(now, days));
        [
            confidence.to_owned(),
            days.map_or_else(|| "over ten years".to_owned(), |days| days.to_string()),
            date.unwrap_or_default(),
        ]
    };
    let table = Table::new(&["CONFIDENCE#", "DAYS#", "DONE ON"]).elastic(2).rows([
        row("50 %", *p50_days),
        row("85 %", *p85_days),
        row("95 %", *p95_days),
    ]);
    section
        .line(format!(
            "When the {} that are open will be done, if coming days are like past ones:",
            items(open)
        ))
        .table(table, "")
        .note(format!("Drawn from the completions of {}, today left out.", days(*past_days)))
}

fn days(count: u32) -> String {
    if count == 1 { "one day".to_owned() } else { format!("{count} days") }
}

fn date_after(now: Instant, days: u32) -> String {
    let stamp = now.plus_secs(i64::from(days) * 86_400).stamp();
    stamp.0.get(..10).unwrap_or_default().to_owned()
}

fn happened(survey: &Survey) -> Section {
    let row = |count: &Count| [count.name.clone(), count.count.to_string()];
    let rows = survey.operations.iter().chain(&survey.events).take(SHOWN).map(row);
    let table = Table::new(&["OPERATION", "TIMES#"]).rows(rows);
    let section =
        Section::new("📜 WHAT HAPPENED").table(table, "No data yet: the journal has nothing of this time.");
    match survey.unreadable {
        0 => section,
        count => {
            section.note(format!("In no figure: {}, logged with a time that cannot be read.", items(count)))
        }
    }
}

fn groups(heading: &str, what: &str, groups: &[Group]) -> Section {
    let row = |group: &Group| {
        let figures = &group.figures;
        let time = |of: fn(&Spread) -> i64| {
            figures.lead_time.as_ref().map_or_else(|| "–".to_owned(), |spread| brief(of(spread)))
        };
        let share = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |share| format!("{share} %"));
        [
            named(&group.name),
            figures.completions.to_string(),
            share(figures.success_rate),
            figures.points.to_string(),
            time(|spread| spread.p50_secs),
            time(|spread| spread.p95_secs),
            share(figures.process_efficiency),
        ]
    };
    let headings = [what, "DONE#", "SUCCESS#", "POINTS#", "LEAD 50 %#", "LEAD 95 %#", "EFFICIENCY#"];
    let table = Table::new(&headings).elastic(0).rows(groups.iter().take(SHOWN).map(row));
    let section = Section::new(heading).table(table, "No data yet: nothing was completed in this time.");
    more(section, groups.len())
}
