//! What the workers of a pool are told: which work, how much of it, and the command to run.

use std::time::Duration;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::job::Order;
use super::run::{default_grace, refuse_request_id};
use crate::commands::work::next::Selection;
use crate::config;
use crate::context::Context;
use crate::error::{Error, Kind, Result};

/// More workers than one pool has.
const MOST_WORKERS: u32 = 1_024;

/// What the workers of a pool are told.
#[derive(Args, Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Orders {
    /// The command and its arguments, behind --
    #[arg(last = true, required = true, value_name = "CMD")]
    pub command: Vec<String>,
    /// How many work at a time
    #[arg(long, value_name = "N", default_value_t = 1)]
    #[serde(default = "one")]
    pub agents: u32,
    /// Stop after so many items
    #[arg(long, value_name = "N")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u32>,
    /// Stop once nothing in the queue can come up any more, instead of waiting for new work
    #[arg(long)]
    #[serde(default)]
    pub until_empty: bool,
    /// Only this kind of work; several with commas
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    #[serde(default, rename = "type", skip_serializing_if = "Vec::is_empty")]
    pub work_types: Vec<String>,
    /// Only work of this team
    #[arg(long, value_name = "TEAM")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Only work that ranks at least so high
    #[arg(long, value_name = "PRIORITY", value_parser = ["critical", "high", "medium", "low"])]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority_at_least: Option<String>,
    /// How long a claim stands without a sign of its worker, such as 45m [default: 30m]
    #[arg(long, value_name = "DURATION")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<String>,
    /// The longest that the command may run on an item, such as 10m; then the item fails
    #[arg(long, value_name = "DURATION")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<String>,
    /// How long a command has to end once it is asked to, before it is killed
    #[arg(long, value_name = "DURATION", default_value = "10s")]
    #[serde(default = "default_grace")]
    pub grace: String,
    /// Look for work so often while there is none
    #[arg(long, value_name = "DURATION", default_value = "1s")]
    #[serde(default = "default_poll")]
    pub poll: String,
}

fn one() -> u32 {
    1
}

fn default_poll() -> String {
    "1s".to_owned()
}

/// A number of workers that one pool can have.
///
/// # Errors
/// It is too large.
pub(super) fn check_number(name: &str, number: u32) -> Result<()> {
    if number <= MOST_WORKERS {
        return Ok(());
    }
    Err(Error::new(Kind::InvalidValue, format!("{name}: {number} is out of range"))
        .hint(format!("a pool has at most {MOST_WORKERS} workers")))
}

impl Orders {
    /// Checks everything that can be checked before there is a pool, and gives the command as it is run.
    ///
    /// # Errors
    /// A value is out of its range, or the command cannot be found.
    pub(super) fn check(&self, context: &Context) -> Result<Order> {
        refuse_request_id(context)?;
        check_number("--agents", self.agents)?;
        if self.agents == 0 || self.max_items == Some(0) {
            return Err(Error::new(Kind::InvalidValue, "--agents and --max-items must be at least 1")
                .hint("a pool without workers does nothing"));
        }
        self.pause()?;
        context.config()?;
        if let Some(lease) = &self.lease
            && config::Duration::parse(lease).map_err(|error| error.about("--lease"))?.secs() == 0
        {
            return Err(Error::new(Kind::InvalidValue, "--lease: a lease lasts at least a second")
                .hint("write it as 90s, 30m or 2h"));
        }
        Order::new(self.command.clone(), self.timeout.as_deref(), &self.grace, context)
    }

    /// The longest pause of a worker that finds no work.
    pub(super) fn pause(&self) -> Result<Duration> {
        let pause = config::Duration::parse(&self.poll).map_err(|error| error.about("--poll"))?.as_std();
        if pause < Duration::from_millis(10) {
            return Err(Error::new(Kind::InvalidValue, "--poll: the shortest pause is 10ms")
                .hint("write it as 500ms or 5s"));
        }
        Ok(pause)
    }

    /// Which work of the queue.
    pub(super) fn selection(&self) -> Selection {
        Selection {
            work_types: self.work_types.clone(),
            team: self.team.clone(),
            priority_at_least: self.priority_at_least.clone(),
            lease: self.lease.clone(),
            ..Selection::default()
        }
    }

    /// The same orders as arguments of a command line.
    pub(super) fn arguments(&self) -> Vec<String> {
        let mut arguments = vec!["--agents".to_owned(), self.agents.to_string()];
        let types = self.work_types.join(",");
        let values = [
            ("--max-items", self.max_items.map(|count| count.to_string())),
            ("--type", Some(types).filter(|types| !types.is_empty())),
            ("--team", self.team.clone()),
            ("--priority-at-least", self.priority_at_least.clone()),
            ("--lease", self.lease.clone()),
            ("--timeout", self.timeout.clone()),
            ("--grace", Some(self.grace.clone())),
            ("--poll", Some(self.poll.clone())),
        ];
        for (flag, value) in values {
            arguments.extend(value.map(|value| format!("{flag}={value}")));
        }
        if self.until_empty {
            arguments.push("--until-empty".to_owned());
        }
        arguments.push("--".to_owned());
        arguments.extend(self.command.iter().cloned());
        arguments
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::FromArgMatches as _;

    #[test]
    fn orders_come_back_from_their_arguments() {
        let orders = Orders {
            command: vec!["sh".into(), "-c".into(), "--agents".into()],
            agents: 4,
            max_items: Some(7),
            until_empty: true,
            work_types: vec!["a".into(), "b".into()],
            team: Some("-t".into()),
            priority_at_least: Some("high".into()),
            lease: Some("5s".into()),
            timeout: Some("1m".into()),
            grace: "2s".into(),
            poll: "20ms".into(),
        };
        let command = Orders::augment_args(clap::Command::new("work").no_binary_name(true));
        let matches = command.try_get_matches_from(orders.arguments()).unwrap();
        let again = Orders::from_arg_matches(&matches).unwrap();
        assert_eq!(format!("{orders:?}"), format!("{again:?}"));
    }
}
