//! `logs`: what happened and what went wrong, line by line.

mod line;
mod tail;

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use line::LogLine;

use self::tail::Tail;
use super::since;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Instant, Stamp};
use crate::error::{Error, Kind, Result};
use crate::output::{Format, Page, Report};

/// Shows what happened and what went wrong.
///
/// The lines come from the journal (what was done, and whose lease ended) and from telemetry_spans.jsonl (what was refused
/// or failed, and how long each command took). Levels: error for commands that failed, warn for leases that ended and
/// items that died, info for everything done, debug for signs of life and the time that commands took.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Logs {
    /// From when on: 1h, 2026-01-31, a date and time, or all [default: 24h]
    #[arg(long, value_name = "WHEN")]
    pub since: Option<String>,
    /// Only what this agent did, or what was done to it
    #[arg(long, value_name = "ID")]
    pub agent: Option<String>,
    /// Only lines of this level and above
    #[arg(long, value_enum, default_value_t, value_name = "LEVEL")]
    pub level: Level,
    /// At most this many lines, the newest
    #[arg(long, default_value_t = 200, value_name = "N")]
    pub limit: usize,
    /// Go on, and show new lines as they come; Ctrl-C ends it
    #[arg(long)]
    pub follow: bool,
}

/// How important a line is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Signs of life, and how long commands took
    Debug,
    /// What was done
    #[default]
    Info,
    /// Leases that ended, items that died
    Warn,
    /// Commands that failed
    Error,
}

/// Lines of the log.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Logged {
    /// The newest lines, oldest first.
    pub items: Vec<LogLine>,
    /// How many are listed.
    pub total: usize,
    /// Whether there are older ones.
    pub has_more: bool,
    /// Whether they were shown as they came.
    #[serde(skip)]
    is_told: bool,
}

/// What is asked for.
struct Wanted {
    since: Option<Instant>,
    agent: Option<String>,
    level: Level,
    limit: usize,
}

impl Wanted {
    fn includes(&self, line: &LogLine) -> bool {
        line.level >= self.level
            && self.agent.as_ref().is_none_or(|agent| line.agents.contains(agent))
            && self.since.is_none_or(|since| Stamp::instant(&line.at).is_some_and(|at| at >= since))
    }
}

impl Operation for Logs {
    const NAME: &'static str = "logs";
    const GROUP: Group = Group::Operations;
    const ABOUT: &'static str = "Show what was done and what went wrong, line by line";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord logs --since 1h", "the last hour"),
        ("coord logs --level error --since 7d", "commands that were refused or failed this week"),
        ("coord logs --agent \"$AGENT_ID\" --level debug", "everything about one agent, signs of life too"),
    ];
    type Report = Logged;

    fn run(self, context: &Context) -> Result<Logged> {
        if self.limit == 0 {
            return Err(Error::new(Kind::InvalidValue, "--limit must be at least 1")
                .hint("ask for the newest lines by their number: coord logs --limit 50"));
        }
        if self.follow && context.settings().format != Format::Text {
            return Err(Error::new(Kind::Usage, "--follow goes on, and --json, --shell and -q print once")
                .hint("leave one of them out"));
        }
        let since = self.since.as_deref().filter(|since| !since.is_empty()).unwrap_or("24h");
        let wanted = Wanted {
            since: since::parse(since, context.now())?,
            agent: self.agent.filter(|agent| !agent.is_empty()),
            level: self.level,
            limit: self.limit,
        };
        let mut tail = Tail::begin(context, wanted)?;
        let (items, has_more) = tail.start(context)?;
        let logged = Logged { total: items.len(), has_more, items, is_told: self.follow };
        if self.follow { tail.follow(logged, context) } else { Ok(logged) }
    }
}

impl Report for Logged {
    fn text(&self, page: &mut Page) {
        if self.is_told {
            return;
        }
        if self.items.is_empty() {
            page.line("📜 No data yet: nothing of this kind happened in this time.");
        }
        if self.has_more {
            page.line("… older lines are not shown; ask for more with --limit");
        }
        self.items.iter().for_each(|line| line.show(page));
    }
}
