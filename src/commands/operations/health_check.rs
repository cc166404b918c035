//! `health-check`: how well the board does, and why.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::observation::{Observation, SilentAgent, StaleClaim, no_board};
use crate::commands::agents::scorecard;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::brief;
use crate::domain::score::Score;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Paint, Report, width};

/// So many stale claims and silent agents are told on a page each.
const SHOWN: usize = 20;

/// Scores the board.
///
/// A score from 0 to 100, with its parts and how much each counts: store (the stored state can be read), conflicts (claims
/// that were not refused because somebody else holds the item), expiries (items in hand whose lease has not ended),
/// completion (work that ended well), the age of the queue and agents (those that give signs). The weights
/// and limits stand in config.toml. A part that has no data yet is left out of the average.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct HealthCheck {
    /// Show only what is stale: claims that have outlived their lease, agents that give no sign
    #[arg(long)]
    #[serde(default)]
    pub stale_only: bool,
    /// End with exit code 1 where the score is below this, from 0 to 100
    #[arg(long, value_name = "SCORE")]
    #[serde(default)]
    pub fail_under: Option<u32>,
}

/// How well the board does.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BoardHealth {
    /// Whether there is a board.
    pub exists: bool,
    /// The score and its parts.
    #[serde(flatten)]
    pub health: Score,
    /// The score asked for.
    pub fail_under: Option<u32>,
    /// Whether the score is below the one asked for.
    pub failed: bool,
    /// Claims that have outlived their lease, the longest first.
    pub stale_claims: Vec<StaleClaim>,
    /// Agents that are signed on and give no sign, the longest first.
    pub silent_agents: Vec<SilentAgent>,
    /// Whether only what is stale was asked for.
    #[serde(skip)]
    stale_only: bool,
}

impl Operation for HealthCheck {
    const NAME: &'static str = "health-check";
    const ALIASES: &'static [&'static str] = &["health"];
    const GROUP: Group = Group::Operations;
    const ABOUT: &'static str = "Score the board from 0 to 100, and say why";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord health-check", "the score, its parts, and what is stale"),
        ("coord health-check --fail-under 40", "exit code 1 where the score is below 40, for scripts"),
        (
            "coord health-check --stale-only",
            "claims that have outlived their lease, agents that give no sign",
        ),
    ];
    type Report = BoardHealth;

    fn run(self, context: &Context) -> Result<BoardHealth> {
        if self.fail_under.is_some_and(|score| score > 100) {
            return Err(Error::new(Kind::InvalidValue, "--fail-under must be from 0 to 100")
                .hint("ask for a score that the board can have: coord health-check --fail-under 70"));
        }
        let observation = Observation::take(context, context.now())?;
        if self.fail_under.is_some() && !observation.exists {
            return Err(no_board(context));
        }
        let health = observation.health(context.config()?);
        let is_below = |least: u32| health.score.is_some_and(|score| score < least);
        Ok(BoardHealth {
            exists: observation.exists,
            fail_under: self.fail_under,
            failed: self.fail_under.is_some_and(is_below),
            health,
            stale_claims: observation.stale_claims,
            silent_agents: observation.silent_agents,
            stale_only: self.stale_only,
        })
    }
}

impl Report for BoardHealth {
    fn text(&self, page: &mut Page) {
        if !self.stale_only {
            self.score(page);
        }
        if self.stale_only && self.stale_claims.is_empty() && self.silent_agents.is_empty() {
            page.painted(Paint::Good, "✅ Nothing is stale.");
        }
        list(
            page,
            "⌛ STALE CLAIMS",
            &self.stale_claims,
            "give them back to the queue: coord reap",
            StaleClaim::line,
        );
        list(
            page,
            "🔇 SILENT AGENTS",
            &self.silent_agents,
            "see who they are: coord list-agents",
            SilentAgent::line,
        );
    }

    fn id(&self) -> Option<String> {
        Some(scorecard::figure(self.health.score))
    }

    fn exports(&self) -> Vec<(&'static str, String)> {
        vec![
            ("COORD_HEALTH", self.health.score.map_or_else(String::new, |score| score.to_string())),
            ("COORD_STALE_CLAIMS", self.stale_claims.len().to_string()),
            ("COORD_SILENT_AGENTS", self.silent_agents.len().to_string()),
        ]
    }

    fn exit_code(&self) -> u8 {
        if self.failed { Kind::General.exit_code() } else { 0 }
    }
}

impl BoardHealth {
    fn score(&self, page: &mut Page) {
        let score =
            self.health.score.map_or_else(|| "no data yet".to_owned(), |score| format!("{score} of 100"));
        page.painted(Paint::Heading, format!("🩺 BOARD HEALTH: {score}"));
        if !self.exists {
            page.line("   No data yet: there is no board in this directory.");
        }
        scorecard::parts(&self.health, page);
        let left_out = self.health.left_out();
        if !left_out.is_empty() {
            page.line(format!("   Left out of the average, for want of data: {}", left_out.join(", ")));
        }
        if let Some(least) = self.fail_under.filter(|_| self.failed) {
            page.painted(Paint::Bad, format!("❌ The score is below {least}."));
        }
    }
}

/// A list with its heading, and what can be done; nothing where there is nothing to list.
fn list<T>(page: &mut Page, heading: &str, all: &[T], remedy: &str, line: impl Fn(&T) -> String) {
    if all.is_empty() {
        return;
    }
    page.painted(Paint::Heading, format!("{heading}: {}", all.len()));
    all.iter().take(SHOWN).for_each(|one| page.line(line(one)));
    if all.len() > SHOWN {
        page.line(format!("   … {} more; all of them with --json", all.len() - SHOWN));
    }
    page.painted(Paint::Faint, format!("   → {remedy}"));
}

impl StaleClaim {
    fn line(&self) -> String {
        let holder = self.agent_id.as_deref().unwrap_or("nobody");
        let over = self
            .over_secs
            .map_or_else(|| "at an unknown time".to_owned(), |secs| format!("{} ago", brief(secs)));
        format!("   {} of {}: its lease ended {over}", self.work_item_id, width::clipped(holder, 40))
    }
}

impl SilentAgent {
    fn line(&self) -> String {
        let sign = self
            .last_sign_secs
            .map_or_else(|| "never a sign".to_owned(), |secs| format!("last sign {} ago", brief(secs)));
        let holds = if self.holds == 0 { String::new() } else { format!(", holds {}", self.holds) };
        format!("   {}: {sign}{holds}", width::clipped(&self.agent_id, 40))
    }
}
