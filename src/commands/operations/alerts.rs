//! `alerts`: what is worth an alarm, told once.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::observation::{Observation, no_board};
use super::side_file;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::alert::{self, Change, Reading, Rule};
use crate::domain::{Quantity, Stamp, brief};
use crate::error::{Kind, Result};
use crate::output::{Page, Paint, Report};

/// The side file with the alerts that were told.
const SIDE_FILE: &str = "alerts";

/// Shows what is worth an alarm.
///
/// Watched are claims refused because somebody else holds the item, how long commands take, missed heartbeats of agents
/// that are there or hold work, how long the first in the queue waits, dead items, and the health of the board. The limits
/// stand in config.toml under thresholds. With --check an alert fires once and resolves once: what was told is kept, and the
/// exit code is 1 where one fires that did not fire at the check before.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Alerts {
    /// Keep what is told; exit code 1 where an alert fires that did not before
    #[arg(long)]
    #[serde(default)]
    pub check: bool,
}

/// What is worth an alarm.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Alarms {
    /// The rules, and what each found.
    pub items: Vec<Alarm>,
    /// How many rules there are.
    pub total: usize,
    /// Whether there are more than are listed.
    pub has_more: bool,
    /// How many are firing.
    pub firing: usize,
    /// How many fire that did not at the check before.
    pub fired: usize,
    /// How many fired at the check before and no longer do.
    pub resolved: usize,
    /// Whether what is told was kept.
    pub checked: bool,
}

/// A rule, and what it found.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Alarm {
    /// The rule.
    pub rule: Rule,
    /// How it stands.
    pub state: State,
    /// Since when it fires, as far as checks tell.
    pub since: Option<Stamp>,
    /// What has changed since the check before.
    pub change: Option<Change>,
    /// What was measured: percent, milliseconds, heartbeats, seconds, items, points of 100; null where there is no data yet.
    pub value: Option<Quantity>,
    /// From where on it is worth an alarm.
    pub limit: Quantity,
    /// The same in words.
    pub figure: String,
}

/// How a rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is worth an alarm.
    Firing,
    /// It is not.
    Quiet,
    /// There is nothing to measure.
    NoData,
}

/// The side file.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    /// The alerts that were told and are not over, and since when.
    firing: alert::Told,
}

impl Operation for Alerts {
    const NAME: &'static str = "alerts";
    const GROUP: Group = Group::Operations;
    const ABOUT: &'static str = "Show what is worth an alarm; --check tells each alert once";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord alerts", "every rule, and what it finds now"),
        ("coord alerts --check", "for a timer: exit code 1 when an alert fires that did not fire before"),
    ];
    type Report = Alarms;

    fn run(self, context: &Context) -> Result<Alarms> {
        let config = context.config()?;
        let observation = Observation::take(context, context.now())?;
        if self.check && !observation.exists {
            return Err(no_board(context));
        }
        let readings = observation.readings(config);
        let (store, now) = (context.store()?, context.stamp());
        let (changes, since) = if self.check {
            side_file::revise(store, SIDE_FILE, |kept: &mut Kept| {
                let (changes, next) = alert::changes(&readings, &kept.firing, &now);
                kept.firing.clone_from(&next);
                Ok((changes, next))
            })?
        } else {
            let told = side_file::read::<Kept>(store, SIDE_FILE)?.firing;
            (alert::changes(&readings, &told, &now).0, told)
        };
        let items: Vec<Alarm> = readings
            .iter()
            .map(|reading| {
                let since = since.get(&reading.rule).filter(|_| reading.is_beyond());
                Alarm::of(reading, since.cloned(), changes.get(&reading.rule).copied())
            })
            .collect();
        let count = |change| items.iter().filter(|alarm| alarm.change == Some(change)).count();
        Ok(Alarms {
            total: items.len(),
            has_more: false,
            firing: items.iter().filter(|alarm| alarm.state == State::Firing).count(),
            fired: count(Change::Fired),
            resolved: count(Change::Resolved),
            checked: self.check,
            items,
        })
    }
}

impl Alarm {
    fn of(reading: &Reading, since: Option<Stamp>, change: Option<Change>) -> Self {
        let state = match reading.value {
            None => State::NoData,
            Some(_) if reading.is_beyond() => State::Firing,
            Some(_) => State::Quiet,
        };
        Self {
            rule: reading.rule,
            state,
            since,
            change,
            value: reading.value.map(|value| Quantity((value * 100.0).round() / 100.0)),
            limit: Quantity(reading.limit),
            figure: figure(reading),
        }
    }

    fn text(&self, page: &mut Page) {
        let (sign, paint) = match self.state {
            State::Firing => ("🔴", Paint::Bad),
            State::Quiet => ("✅", Paint::Good),
            State::NoData => ("➖", Paint::Faint),
        };
        let change = match self.change {
            Some(Change::Fired) => " (new)",
            Some(Change::Resolved) => " (resolved)",
            None => "",
        };
        let since = self.since.as_ref().filter(|_| self.change.is_none());
        let since = since.map_or_else(String::new, |since| format!(", since {since}"));
        page.painted(paint, format!("   {sign} {:<18} {}{since}{change}", self.rule.word(), self.figure));
    }
}

/// What was measured beside the limit, in words.
#[expect(clippy::cast_possible_truncation, reason = "seconds and milliseconds")]
fn figure(reading: &Reading) -> String {
    let Some(value) = reading.value else { return "no data yet".to_owned() };
    let limit = reading.limit;
    let number = |value: f64| Quantity((value * 10.0).round() / 10.0);
    let (value, limit) = match reading.rule {
        Rule::ConflictRate => {
            (format!("{} % of the claims were refused", number(value)), format!("{} %", number(limit)))
        }
        Rule::LatencyP95 => {
            (format!("19 of 20 commands took up to {} ms", number(value)), format!("{} ms", number(limit)))
        }
        Rule::MissedHeartbeats => {
            (format!("{} heartbeats missed in the last minute", number(value)), number(limit).to_string())
        }
        Rule::QueueAge => {
            (format!("the first in the queue has waited {}", brief(value as i64)), brief(limit as i64))
        }
        Rule::DeadItems => (format!("{} items failed too often", number(value)), number(limit).to_string()),
        Rule::LowHealth => {
            return format!("the health is {} of 100; at least {} is fine", number(value), number(limit));
        }
    };
    format!("{value}; up to {limit} is fine")
}

impl Report for Alarms {
    fn text(&self, page: &mut Page) {
        let heading = match self.firing {
            0 => "🔔 ALERTS: nothing is firing".to_owned(),
            count => format!("🚨 ALERTS: {count} firing"),
        };
        page.painted(Paint::Heading, heading);
        self.items.iter().for_each(|alarm| alarm.text(page));
    }

    /// The rules that fire.
    fn ids(&self) -> Vec<String> {
        let firing = self.items.iter().filter(|alarm| alarm.state == State::Firing);
        firing.map(|alarm| alarm.rule.word().to_owned()).collect()
    }

    fn exit_code(&self) -> u8 {
        if self.checked && self.fired > 0 { Kind::General.exit_code() } else { 0 }
    }
}
