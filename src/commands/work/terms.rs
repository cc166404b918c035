//! The terms of a piece of work: what it waits for, what it needs, what it is worth.

use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::target::{check_id, check_text};
use crate::config::Duration;
use crate::domain::{Instant, Metadata, PathPattern, Quantity, Stamp, WorkItem};
use crate::error::{Error, Kind, Result};

/// More points or value than any item has.
const LARGEST: f64 = 1_000_000_000.0;

/// What may be said of a piece of work beside its type and description.
#[derive(Args, Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Terms {
    /// Items that have to be completed first
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub after: Vec<String>,
    /// What becomes of it when one of them fails [default: block]
    #[arg(long, value_name = "WORD", value_parser = ["block", "run", "cancel"])]
    pub on_failed_dependency: Option<String>,
    /// What its holder must be able to do, such as gpu
    #[arg(long, value_name = "CAPABILITY", value_delimiter = ',')]
    pub needs: Vec<String>,
    /// A glob of the paths that its holder works on, such as 'src/auth/**'; may be repeated
    #[arg(long, value_name = "GLOB")]
    pub paths: Vec<String>,
    /// When it should be done: a date, a time, or a length of time from now, such as 3d
    #[arg(long, value_name = "WHEN")]
    pub deadline: Option<String>,
    /// Nobody may take it before: a date, a time, or a length of time from now
    #[arg(long, value_name = "WHEN")]
    pub not_before: Option<String>,
    /// Story points
    #[arg(long, value_name = "POINTS", allow_negative_numbers = true)]
    pub points: Option<f64>,
    /// Business value
    #[arg(long, value_name = "VALUE", allow_negative_numbers = true)]
    pub value: Option<f64>,
    /// The item that it is a part of
    #[arg(long, value_name = "ID")]
    pub parent: Option<String>,
    /// A name that at most one open item has
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
    /// Let type and description be the key
    #[arg(long, conflicts_with = "key")]
    pub unique: bool,
    /// How often it may fail before it is dead [default: 3]
    #[arg(long, value_name = "N")]
    pub max_attempts: Option<u32>,
    /// Only this agent may take it
    #[arg(long, value_name = "AGENT")]
    pub assign: Option<String>,
    /// What must hold when it is done; may be repeated
    #[arg(long, value_name = "TEXT")]
    pub criterion: Vec<String>,
    /// The directory in which it is worked on
    #[arg(long, value_name = "DIR")]
    pub worktree: Option<String>,
    /// A name and a value of your own; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub meta: Vec<String>,
}

impl Terms {
    /// Writes the terms into an item. What they say nothing of stays.
    ///
    /// # Errors
    /// A value is out of its range, or is none.
    pub fn write_to(&self, item: &mut WorkItem, now: Instant) -> Result<()> {
        self.check_texts()?;
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let list = |list: &[String]| (!list.is_empty()).then(|| distinct(list));
        item.dependencies = list(&self.after).or(item.dependencies.take());
        item.on_failed_dependency = self.on_failed_dependency.clone().or(item.on_failed_dependency.take());
        item.needs = list(&self.needs).or(item.needs.take());
        item.paths = list(&self.paths).or(item.paths.take());
        item.deadline = moment_of("--deadline", self.deadline.as_ref(), now)?.or(item.deadline.take());
        item.not_before =
            moment_of("--not-before", self.not_before.as_ref(), now)?.or(item.not_before.take());
        item.story_points = amount("--points", self.points)?.or(item.story_points);
        item.business_value = amount("--value", self.value)?.or(item.business_value);
        item.parent = given(&self.parent).or(item.parent.take());
        item.key = self.key_of(item).or(item.key.take());
        item.max_attempts = attempts(self.max_attempts)?.or(item.max_attempts);
        item.assigned_to = given(&self.assign).or(item.assigned_to.take());
        item.acceptance_criteria = list(&self.criterion).or(item.acceptance_criteria.take());
        item.worktree = given(&self.worktree).or(item.worktree.take());
        if !self.meta.is_empty() {
            let metadata = item.metadata.get_or_insert_default();
            self.meta.iter().try_for_each(|pair| set_meta(metadata, pair))?;
        }
        Ok(())
    }

    /// The key that these terms give an item.
    fn key_of(&self, item: &WorkItem) -> Option<String> {
        if self.unique {
            let part = |text: &Option<String>| text.clone().unwrap_or_default();
            return Some(format!("{}: {}", part(&item.work_type), part(&item.description)));
        }
        self.key.clone().filter(|key| !key.is_empty())
    }

    fn check_texts(&self) -> Result<()> {
        for id in self.after.iter().chain(&self.parent).chain(&self.assign) {
            check_id("the id", id)?;
        }
        for path in &self.paths {
            PathPattern::parse(path).map_err(|reason| {
                Error::new(Kind::InvalidValue, format!("--paths: {path:?} is no glob of paths: {reason}"))
                    .hint("write it relative to the repository, such as 'src/auth/**'")
            })?;
        }
        let texts = self.needs.iter().chain(&self.criterion).chain(&self.meta).chain(&self.key);
        texts.chain(&self.worktree).try_for_each(|text| check_text("a value", text))?;
        if self.needs.iter().any(String::is_empty) {
            return Err(Error::new(Kind::InvalidValue, "--needs: a capability is empty")
                .hint("name what the holder must be able to do, such as gpu"));
        }
        Ok(())
    }
}

/// The same without repetitions, in order.
pub(super) fn distinct(list: &[String]) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    list.iter().filter(|text| seen.insert(text.as_str())).cloned().collect()
}

fn attempts(given: Option<u32>) -> Result<Option<u32>> {
    if given == Some(0) {
        return Err(Error::new(Kind::InvalidValue, "--max-attempts: an item is tried at least once")
            .hint("give a number from 1 on"));
    }
    Ok(given)
}

fn amount(flag: &str, given: Option<f64>) -> Result<Option<Quantity>> {
    match given {
        Some(number) if !(0.0..=LARGEST).contains(&number) => {
            Err(Error::new(Kind::InvalidValue, format!("{flag}: {number} is out of range"))
                .hint("give a number from 0 on"))
        }
        given => Ok(given.map(Quantity)),
    }
}

fn set_meta(metadata: &mut Metadata, pair: &str) -> Result<()> {
    let wrong = || {
        Error::new(Kind::InvalidValue, format!("--meta: {pair:?} is no name and value"))
            .hint("write them as name=value")
    };
    let (name, value) = pair.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or_else(wrong)?;
    metadata.set(name, value);
    Ok(())
}

fn moment_of(flag: &str, given: Option<&String>, now: Instant) -> Result<Option<Stamp>> {
    let given = given.filter(|text| !text.is_empty());
    given.map(|text| moment(text, now).map_err(|error| error.about(flag))).transpose()
}

/// The point in time that a text names: an RFC 3339 time, a date, or a length of time from now.
///
/// # Errors
/// It names none.
pub fn moment(text: &str, now: Instant) -> Result<Stamp> {
    let text = text.trim();
    if let Some(instant) = Stamp(text.to_owned()).instant() {
        return Ok(instant.stamp());
    }
    if let Ok(date) = text.parse::<NaiveDate>()
        && let Some(midnight) = date.and_hms_opt(0, 0, 0)
    {
        let utc: DateTime<Utc> = midnight.and_utc();
        return Ok(Instant::from_unix(utc.timestamp()).stamp());
    }
    let length = Duration::parse(text.strip_prefix('+').unwrap_or(text)).map_err(|_| {
        Error::new(Kind::InvalidValue, format!("{text:?} is no point in time")).hint(
            "write a date (2026-01-31), a time (2026-01-31T12:00:00Z) or a length of time from now (3d)",
        )
    })?;
    Ok(now.plus_secs(i64::from(length.secs())).stamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Instant = Instant::from_unix(1_750_000_000);

    #[test]
    fn a_moment_is_a_time_a_date_or_a_length() {
        let read = |text: &str| moment(text, NOON).map(|stamp| stamp.0).ok();
        assert_eq!(read("2026-01-31T12:00:00+01:00").as_deref(), Some("2026-01-31T11:00:00Z"));
        assert_eq!(read("2026-01-31").as_deref(), Some("2026-01-31T00:00:00Z"));
        assert_eq!(read("2h"), Some(NOON.plus_secs(7_200).stamp().0));
        assert_eq!(read("+90s"), Some(NOON.plus_secs(90).stamp().0));
        for text in ["", "tomorrow", "-5m", "2026-13-01", "99999d"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_said_stays() {
        let mut item = WorkItem::draft("t".into(), "d".into(), "high".into(), "team".into());
        let first = Terms { key: Some("k".into()), meta: vec!["a=1=2".into()], ..Terms::default() };
        first.write_to(&mut item, NOON).unwrap();
        let second =
            Terms { after: vec!["x".into(), "x".into()], meta: vec!["b=".into()], ..Terms::default() };
        second.write_to(&mut item, NOON).unwrap();
        let json = serde_json::to_value(&item).unwrap();
        assert_eq!(json["dependencies"], serde_json::json!(["x"]));
        assert_eq!(json["key"], "k");
        assert_eq!(json["metadata"], serde_json::json!({"a": "1=2", "b": ""}));
    }

    #[test]
    fn values_out_of_range_are_refused() {
        let refused = |terms: Terms| terms.write_to(&mut WorkItem::default(), NOON).is_err();
        assert!(refused(Terms { points: Some(-1.0), ..Terms::default() }));
        assert!(refused(Terms { value: Some(f64::NAN), ..Terms::default() }));
        assert!(refused(Terms { max_attempts: Some(0), ..Terms::default() }));
        assert!(refused(Terms { meta: vec!["=x".into()], ..Terms::default() }));
        assert!(refused(Terms { paths: vec!["../x".into()], ..Terms::default() }));
        assert!(refused(Terms { after: vec![String::new()], ..Terms::default() }));
    }
}
