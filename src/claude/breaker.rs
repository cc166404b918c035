//! The breaker: where a service fails again and again, it is left alone for a while, by all processes together.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shelved::{self, Document, Life};
use super::{Failure, FailureKind, Shelf};
use crate::domain::Instant;
use crate::error::Result;

/// So many questions in a row without an answer open it.
pub const FAILURES: u32 = 5;
/// It stays open for so long, in milliseconds.
pub const OPEN_MS: i64 = 30_000;
/// So many accounts are kept.
const MOST_ACCOUNTS: usize = 64;

/// The breakers, each with the account that it is of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Breakers {
    accounts: BTreeMap<String, Breaker>,
}

/// A breaker.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Breaker {
    /// How many questions in a row had no answer.
    failures: u32,
    /// How often it was opened.
    openings: u64,
    /// Grows when it opens and when a trial begins: what began before says nothing of the service as it is now.
    round: u64,
    /// How long it is open.
    open: Option<Life>,
    /// The one question that tries whether the service is well again.
    trial: Option<Life>,
}

/// How a breaker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    /// Questions are asked.
    Closed,
    /// None is.
    Open,
    /// One is asked, to try.
    HalfOpen,
}

/// A question that may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admission {
    round: u64,
    is_trial: bool,
}

/// What came of a question, as far as the service is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The service is well: it answered, if only to refuse.
    Well,
    /// It is not.
    Unwell,
    /// Nobody knows: it was not asked to the end.
    Unknown,
}

impl Document for Breakers {
    const NAME: &'static str = "claude_breaker";
}

impl Breakers {
    /// As they stand; all closed where that cannot be read.
    pub fn read(shelf: &dyn Shelf) -> Self {
        shelved::read(shelf)
    }

    /// Closes all of them. Says how many were not.
    ///
    /// # Errors
    /// What the shelf says.
    pub fn close_all(shelf: &dyn Shelf, now: Instant) -> Result<usize> {
        let reset = |breakers: &mut Self| breakers.reset(shelved::millis(now));
        let closed = shelved::change(shelf, &|| Ok(Self::default()), reset)?;
        Ok(closed.unwrap_or_default())
    }

    /// The breaker of an account.
    pub fn of(&self, account: &str) -> Breaker {
        self.accounts.get(account).cloned().unwrap_or_default()
    }

    /// All of them with their accounts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Breaker)> {
        self.accounts.iter().map(|(account, breaker)| (account.as_str(), breaker))
    }

    /// The breaker of an account, to change it.
    pub fn entry(&mut self, account: &str) -> &mut Breaker {
        if self.accounts.len() >= MOST_ACCOUNTS && !self.accounts.contains_key(account) {
            let is_quiet = |breaker: &Breaker| breaker.failures == 0 && breaker.open.is_none();
            self.accounts.retain(|_, breaker| !is_quiet(breaker));
            while self.accounts.len() >= MOST_ACCOUNTS {
                self.accounts.pop_first();
            }
        }
        self.accounts.entry(account.to_owned()).or_default()
    }

    fn reset(&mut self, now_ms: i64) -> usize {
        let before = self.accounts.values().filter(|breaker| breaker.state(now_ms) != State::Closed).count();
        self.accounts.values_mut().for_each(Breaker::close);
        before
    }
}

impl Breaker {
    /// How it stands.
    pub fn state(&self, now_ms: i64) -> State {
        match self.open {
            None => State::Closed,
            Some(open) if open.lasts(now_ms) => State::Open,
            Some(_) => State::HalfOpen,
        }
    }

    /// How many questions in a row had no answer.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// How often it was opened.
    pub fn openings(&self) -> u64 {
        self.openings
    }

    /// How long it is open yet, in milliseconds.
    pub fn left_ms(&self, now_ms: i64) -> i64 {
        self.open.map_or(0, |open| open.left_ms(now_ms))
    }

    /// Whether asking would change anything of it.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Asks whether a question may be asked that takes no longer than `longest_ms`.
    ///
    /// # Errors
    /// It may not.
    pub fn admit(&mut self, now_ms: i64, longest_ms: i64) -> Result<Admission, Refused> {
        match self.state(now_ms) {
            State::Closed => Ok(Admission { round: self.round, is_trial: false }),
            State::Open => Err(Refused::Open { left_ms: self.left_ms(now_ms) }),
            State::HalfOpen if self.trial.is_some_and(|trial| trial.lasts(now_ms)) => Err(Refused::OnTrial),
            State::HalfOpen => {
                // Whoever had a trial and did not come back has no say any more.
                self.round = self.round.saturating_add(1);
                self.trial = Some(Life::new(now_ms, longest_ms));
                Ok(Admission { round: self.round, is_trial: true })
            }
        }
    }

    /// Whether a question that was let in may still be asked.
    ///
    /// # Errors
    /// It opened meanwhile.
    pub fn recheck(&self, admission: Admission, now_ms: i64) -> Result<(), Refused> {
        if self.state(now_ms) == State::Closed || (admission.is_trial && admission.round == self.round) {
            return Ok(());
        }
        Err(Refused::Open { left_ms: self.left_ms(now_ms) })
    }

    /// Takes note of what came of a question. Says whether that opened it.
    pub fn settle(&mut self, admission: Admission, verdict: Verdict, now_ms: i64) -> bool {
        if admission.round != self.round || (self.is_open() && !admission.is_trial) {
            return false;
        }
        match verdict {
            Verdict::Well => self.close(),
            Verdict::Unknown => self.trial = None,
            Verdict::Unwell => {
                self.failures = self.failures.saturating_add(1);
                if admission.is_trial || self.failures >= FAILURES {
                    self.open(now_ms);
                    return true;
                }
            }
        }
        false
    }

    /// Whether a verdict would change anything of it.
    pub fn cares_for(&self, verdict: Verdict) -> bool {
        verdict == Verdict::Unwell || self.failures > 0 || self.is_open()
    }

    fn open(&mut self, now_ms: i64) {
        self.open = Some(Life::new(now_ms, OPEN_MS));
        self.openings = self.openings.saturating_add(1);
        self.round = self.round.saturating_add(1);
        self.trial = None;
    }

    fn close(&mut self) {
        self.failures = 0;
        self.open = None;
        self.trial = None;
    }
}

/// Why a question may not be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is open.
    Open {
        /// For how long yet, in milliseconds.
        left_ms: i64,
    },
    /// Another question tries whether the service is well again.
    OnTrial,
}

impl Refused {
    /// In words.
    pub fn into_failure(self, provider: &str) -> Failure {
        let message = match self {
            Self::Open { left_ms } => format!(
                "the breaker of {provider} is open for another {} s, because its last {FAILURES} questions or more failed",
                left_ms.saturating_add(999) / 1_000
            ),
            Self::OnTrial => {
                format!(
                    "the breaker of {provider} is half open: another process tries whether it answers again"
                )
            }
        };
        let left_ms = match self {
            Self::Open { left_ms } => u64::try_from(left_ms).unwrap_or_default(),
            Self::OnTrial => 1_000,
        };
        let failure =
            Failure::new(FailureKind::Unavailable, message).hint("close it by hand: coord breaker reset");
        Failure { retry_after: Some(std::time::Duration::from_millis(left_ms)), ..failure }
    }
}

#[cfg(test)]
mod tests;
