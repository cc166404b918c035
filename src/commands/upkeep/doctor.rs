//! `doctor`: checks everything that can be wrong, and mends it.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::Status;
use crate::error::{Kind, Result};
use crate::output::{Page, Paint, Report};
use crate::store::{self, Check, CheckState, ItemFilter};

/// Checks the board.
///
/// Every check has a name and says what it found. What is wrong makes the exit code 1. Files that do not parse are
/// moved to the quarantine folder, byte for byte, and rebuilt from the checkpoint and the journal.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Doctor {
    /// Mend what can be mended; nothing is thrown away
    #[arg(long)]
    #[serde(default)]
    pub fix: bool,
}

/// What was found.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Diagnosis {
    /// Whether nothing is wrong.
    pub healthy: bool,
    /// Each check, in the order in which they were made.
    pub checks: Vec<Finding>,
}

/// One check.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Its stable name.
    pub name: String,
    /// `good`, `notice`, `bad` or `fixed`.
    pub state: State,
    /// What was found.
    pub finding: String,
    /// What `--fix` does, would do, or did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// As it should be.
    Good,
    /// Worth knowing.
    Notice,
    /// Wrong.
    Bad,
    /// Was wrong, and was mended.
    Fixed,
}

impl Operation for Doctor {
    const NAME: &'static str = "doctor";
    const GROUP: Group = Group::Upkeep;
    const ABOUT: &'static str = "Check the board, and mend it with --fix";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord doctor", "every check, and what --fix would do")];
    type Report = Diagnosis;

    fn run(self, context: &Context) -> Result<Diagnosis> {
        let mut checks = vec![config_check(context)];
        if checks[0].state == State::Bad {
            return Ok(Diagnosis { healthy: false, checks });
        }
        checks.extend(context.store()?.examine(context.now(), self.fix)?.into_iter().map(Finding::of));
        if checks.iter().all(|check| check.state != State::Bad) {
            checks.push(leases(context)?);
        }
        Ok(Diagnosis { healthy: checks.iter().all(|check| check.state != State::Bad), checks })
    }
}

fn config_check(context: &Context) -> Finding {
    let (state, finding) = match context.config() {
        Ok(_) => (State::Good, "the settings can be read".to_owned()),
        Err(error) => (State::Bad, error.message().to_owned()),
    };
    Finding { name: "config".to_owned(), state, finding, remedy: None }
}

fn leases(context: &Context) -> Result<Finding> {
    let lease_secs = context.config()?.lease.secs();
    let held = store::view(context.store()?, context.now(), |view| {
        view.items(&ItemFilter::with_statuses(&[Status::Held]))
    })?;
    let expired = held.iter().filter(|item| item.is_expired(context.now(), lease_secs)).count();
    let (state, finding) = match expired {
        0 => (State::Good, format!("{} items are held, none beyond its lease", held.len())),
        count => (
            State::Notice,
            format!(
                "{count} of {} held items had no sign of their holder for the time of their lease",
                held.len()
            ),
        ),
    };
    Ok(Finding { name: "leases".to_owned(), state, finding, remedy: None })
}

impl Finding {
    fn of(check: Check) -> Self {
        let state = match check.state {
            CheckState::Good => State::Good,
            CheckState::Notice => State::Notice,
            CheckState::Bad => State::Bad,
            CheckState::Fixed => State::Fixed,
        };
        Self { name: check.name.to_owned(), state, finding: check.finding, remedy: check.remedy }
    }
}

impl Report for Diagnosis {
    fn text(&self, page: &mut Page) {
        page.painted(Paint::Heading, "🩺 DOCTOR");
        for check in &self.checks {
            let mark = match check.state {
                State::Good => page.paint(Paint::Good, "✅"),
                State::Notice => page.paint(Paint::Warn, "💡"),
                State::Bad => page.paint(Paint::Bad, "❌"),
                State::Fixed => page.paint(Paint::Good, "🔧"),
            };
            let text = page
                .paint(if check.state == State::Good { Paint::Faint } else { Paint::Heading }, &check.name);
            let finding = crate::output::escape::line(&check.finding);
            page.block(&format!("  {mark} {text}: {finding}"));
            if let Some(remedy) = &check.remedy {
                let verb = if check.state == State::Fixed { "done" } else { "--fix would" };
                page.line(format!("     → {verb}: {remedy}"));
            }
        }
    }

    fn exit_code(&self) -> u8 {
        if self.healthy { 0 } else { Kind::General.exit_code() }
    }
}
