//! The limits of a provider, kept by all processes together.
//!
//! What each answer tells of the limits, less what the calls under way may take, decides whether there is room for one
//! more. While nothing is known of the limits, one call is made at a time.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::shelved::{self, Document, Life, SLACK_MS, millis};
use super::{Allowance, Provider, RateReading, Shelf, Usage};
use crate::domain::{Instant, Stamp};

/// Where a provider does not tell when a limit begins anew, it does after so long, in milliseconds.
const USUAL_WINDOW_MS: i64 = 60_000;
/// Nothing is waited for longer than this, in milliseconds; what lies further ahead is a mistake or a clock set back.
const LONGEST_MS: i64 = 3_600_000;
/// The first answer of a model is waited for no longer than this before another is asked for, in milliseconds.
const LONGEST_FIRST_MS: i64 = 15_000;
/// Who refuses a call because of its limits, and does not say for how long, is left alone for so long, in milliseconds.
const USUAL_PAUSE_MS: i64 = 1_000;
/// Resets of one window are told so differently at most, in milliseconds: they are made of two readings of a clock.
const SAME_MS: i64 = 500;
/// A reset is waited for so much longer, in milliseconds: another clock tells of it.
const MARGIN_MS: i64 = 25;
/// The same where it is told in whole seconds, in milliseconds.
const WHOLE_SECOND_MS: i64 = 1_000;
/// So many accounts are kept.
const MOST_ACCOUNTS: usize = 32;

/// What is known of the limits, each with the account and the model that it is of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limiters {
    accounts: BTreeMap<String, Limiter>,
}

/// What is known of the limits of an account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limiter {
    /// Whether an answer came that told nothing of limits.
    is_unlimited: bool,
    /// What the answers told.
    windows: BTreeMap<Measure, Window>,
    /// The calls that are under way.
    permits: BTreeMap<u64, Permit>,
    /// The number of the newest permit.
    newest: u64,
    /// Until when the provider wants to be left alone.
    paused: Option<Life>,
}

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Calls.
    Requests,
    /// Tokens, in and out.
    Tokens,
    /// Tokens in.
    InputTokens,
    /// Tokens out.
    OutputTokens,
}

/// One limit, as the last answers told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    limit: u64,
    remaining: u64,
    /// When there are as many as at first again.
    reset_ms: i64,
    /// The newest reset that was told.
    told_ms: i64,
    /// When it began, as far as we know.
    began_ms: i64,
}

/// A call under way, with what it may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Permit {
    #[serde(flatten)]
    life: Life,
    need: Usage,
}

/// Whether a call may be made now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It may.
    Go,
    /// Not yet.
    Wait {
        /// Until when it makes no sense to ask again, as far as that is known.
        until_ms: Option<i64>,
        /// Whether nothing can change that earlier.
        is_certain: bool,
    },
}

/// What came of a call, as far as limits are concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return<'a> {
    /// What the answer told of the limits.
    pub reading: Option<&'a RateReading>,
    /// Whether it is an answer, and no refusal or failure.
    pub is_answer: bool,
    /// Whether the limits were the reason to refuse it, and for how long the provider wants to be left alone.
    pub refused: Option<Option<Duration>>,
}

impl Document for Limiters {
    const NAME: &'static str = "claude_rate";
}

impl Limiters {
    /// As it stands; empty where that cannot be read.
    pub fn read(shelf: &dyn Shelf) -> Self {
        shelved::read(shelf)
    }

    /// What is known of the limits of a provider.
    pub fn of_provider(&self, provider: &dyn Provider) -> Limiter {
        self.of(&super::guards::limits_of(provider))
    }

    /// What is known of an account.
    pub fn of(&self, account: &str) -> Limiter {
        self.accounts.get(account).cloned().unwrap_or_default()
    }

    /// What is known of an account, to change it.
    pub fn entry(&mut self, account: &str) -> &mut Limiter {
        if self.accounts.len() >= MOST_ACCOUNTS && !self.accounts.contains_key(account) {
            self.accounts.retain(|_, limiter| !limiter.permits.is_empty());
            while self.accounts.len() >= MOST_ACCOUNTS {
                self.accounts.pop_first();
            }
        }
        self.accounts.entry(account.to_owned()).or_default()
    }
}

impl Limiter {
    /// Whether a call that needs so much may be made now.
    pub fn turn(&self, need: Usage, now_ms: i64) -> Turn {
        let mut then = self.clone();
        then.catch_up(now_ms);
        then.turn_at(need, now_ms)
    }

    /// Lets a call go that needs so much and takes no longer than `longest_ms`, and gives its number; or says that it has
    /// to wait.
    ///
    /// # Errors
    /// It has to wait.
    pub fn go(&mut self, need: Usage, now_ms: i64, longest_ms: i64) -> Result<u64, Turn> {
        self.catch_up(now_ms);
        match self.turn_at(need, now_ms) {
            Turn::Go => {
                self.newest = self.newest.wrapping_add(1);
                // Of a model whose limits nobody knows, all wait for the first answer; not for one who may be gone.
                let is_first = self.windows.is_empty() && !self.is_unlimited;
                let life_ms = if is_first { longest_ms.min(LONGEST_FIRST_MS) } else { longest_ms };
                self.permits.insert(self.newest, Permit { life: Life::new(now_ms, life_ms), need });
                Ok(self.newest)
            }
            wait @ Turn::Wait { .. } => Err(wait),
        }
    }

    /// Takes a call back, with what it learned.
    pub fn come_back(&mut self, number: u64, came: &Return<'_>, now_ms: i64) {
        self.catch_up(now_ms);
        let permit = self.permits.remove(&number);
        let told = came.reading.map(RateReading::measures).unwrap_or_default();
        if let Some(permit) = permit {
            // Of what the answer does not tell, the call may have taken all that it needed.
            let is_told = |measure: &Measure| told.iter().any(|(told, _)| told == measure);
            self.windows.iter_mut().filter(|(measure, _)| !is_told(measure)).for_each(|(measure, window)| {
                window.take(measure.of(permit.need));
            });
        }
        self.is_unlimited =
            told.is_empty() && (self.is_unlimited || (came.is_answer && self.windows.is_empty()));
        for (measure, allowance) in told {
            self.learn(measure, allowance, now_ms);
        }
        if let Some(wait) = came.refused {
            let wait_ms =
                wait.map_or(USUAL_PAUSE_MS, |wait| i64::try_from(wait.as_millis()).unwrap_or(i64::MAX));
            let pause = Life::new(now_ms, wait_ms.min(LONGEST_MS));
            let is_longer = self.paused.is_none_or(|paused| paused.left_ms(now_ms) < pause.left_ms(now_ms));
            if is_longer {
                self.paused = Some(pause);
            }
        }
    }

    /// Takes a call back that was not made.
    pub fn give_back(&mut self, number: u64) {
        self.permits.remove(&number);
    }

    /// The limits that are known, each with how much is left of it and when it begins anew.
    pub fn allowances(&self, now_ms: i64) -> Vec<(Measure, Allowance)> {
        let mut then = self.clone();
        then.catch_up(now_ms);
        let of = |(measure, window): (&Measure, &Window)| {
            let remaining = window.remaining.saturating_sub(then.under_way(*measure));
            let reset = (window.told_ms > now_ms).then(|| stamp(window.told_ms));
            (*measure, Allowance { limit: window.limit, remaining, reset })
        };
        then.windows.iter().map(of).collect()
    }

    /// How many calls are under way.
    pub fn calls_under_way(&self, now_ms: i64) -> usize {
        self.permits.values().filter(|permit| permit.life.lasts(now_ms)).count()
    }

    /// How long the provider wants to be left alone yet, in milliseconds.
    pub fn paused_ms(&self, now_ms: i64) -> i64 {
        self.paused.map_or(0, |paused| paused.left_ms(now_ms))
    }

    /// Whether an answer came that told nothing of limits.
    pub fn is_unlimited(&self) -> bool {
        self.is_unlimited
    }

    /// Gives up calls that did not come back, and begins windows anew whose time has come.
    fn catch_up(&mut self, now_ms: i64) {
        let lost: Vec<Permit> =
            self.permits.values().copied().filter(|permit| !permit.life.lasts(now_ms)).collect();
        self.permits.retain(|_, permit| permit.life.lasts(now_ms));
        for (measure, window) in &mut self.windows {
            // Whoever did not come back may have been answered all the same.
            let began_ms = window.began_ms;
            let of_this = lost.iter().filter(|permit| !permit.life.began_before(began_ms));
            of_this.for_each(|permit| window.take(measure.of(permit.need)));
            if window.reset_ms <= now_ms || window.reset_ms > now_ms.saturating_add(LONGEST_MS + SLACK_MS) {
                window.remaining = window.limit;
                window.began_ms = now_ms;
                window.reset_ms = now_ms.saturating_add(USUAL_WINDOW_MS);
            }
        }
        self.paused = self.paused.filter(|paused| paused.lasts(now_ms));
    }

    fn turn_at(&self, need: Usage, now_ms: i64) -> Turn {
        if let Some(paused) = self.paused {
            let until_ms = Some(now_ms.saturating_add(paused.left_ms(now_ms)));
            return Turn::Wait { until_ms, is_certain: true };
        }
        if self.windows.is_empty() {
            let is_free = self.is_unlimited || self.permits.is_empty();
            return if is_free { Turn::Go } else { Turn::Wait { until_ms: None, is_certain: false } };
        }
        let lacks = |(measure, window): &(&Measure, &Window)| {
            // What is more than the limit gets all of it.
            let needed = measure.of(need).min(window.limit);
            window.remaining.saturating_sub(self.under_way(**measure)) < needed
        };
        match self.windows.iter().filter(lacks).map(|(_, window)| window.reset_ms).max() {
            None => Turn::Go,
            Some(until_ms) => Turn::Wait { until_ms: Some(until_ms), is_certain: self.permits.is_empty() },
        }
    }

    /// What the calls under way may take.
    fn under_way(&self, measure: Measure) -> u64 {
        self.permits.values().fold(0, |sum, permit| sum.saturating_add(measure.of(permit.need)))
    }

    fn learn(&mut self, measure: Measure, allowance: &Allowance, now_ms: i64) {
        let Allowance { limit, remaining, reset } = allowance;
        let remaining = (*remaining).min(*limit);
        let reset_ms = reset.as_ref().and_then(reset_of);
        let known = self.windows.get(&measure).copied();
        let began_ms = known.map_or(now_ms, |known| known.began_ms);
        let fresh = |reset_ms: i64, told_ms| Window { limit: *limit, remaining, reset_ms, told_ms, began_ms };
        let window = match (known, reset_ms) {
            (known, None) => {
                fresh(now_ms.saturating_add(USUAL_WINDOW_MS), known.map_or(i64::MIN, |known| known.told_ms))
            }
            // It told of a window that is over: there are as many as at first.
            (known, Some(told_ms)) if told_ms <= now_ms => match known {
                Some(known) => Window { limit: *limit, remaining: known.remaining.min(*limit), ..known },
                None => {
                    Window { remaining: *limit, ..fresh(now_ms.saturating_add(USUAL_WINDOW_MS), told_ms) }
                }
            },
            // Answers come back in any order: what is left of one window only gets less.
            (Some(known), Some(told_ms)) if told_ms.abs_diff(known.told_ms) < SAME_MS.unsigned_abs() => {
                let told_ms = told_ms.max(known.told_ms);
                let reset_ms = known.reset_ms.max(told_ms.min(now_ms.saturating_add(LONGEST_MS)));
                Window {
                    limit: *limit,
                    remaining: remaining.min(known.remaining),
                    reset_ms,
                    told_ms,
                    began_ms,
                }
            }
            (Some(known), Some(told_ms)) if told_ms < known.told_ms => Window { limit: *limit, ..known },
            (_, Some(told_ms)) => fresh(told_ms.min(now_ms.saturating_add(LONGEST_MS)), told_ms),
        };
        self.windows.insert(measure, window);
    }
}

impl Window {
    fn take(&mut self, amount: u64) {
        self.remaining = self.remaining.saturating_sub(amount);
    }
}

impl Measure {
    /// How much of it a call needs that needs so many tokens.
    const fn of(self, need: Usage) -> u64 {
        match self {
            Self::Requests => 1,
            Self::Tokens => need.input_tokens.saturating_add(need.output_tokens),
            Self::InputTokens => need.input_tokens,
            Self::OutputTokens => need.output_tokens,
        }
    }

    /// In words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Tokens => "tokens",
            Self::InputTokens => "input tokens",
            Self::OutputTokens => "output tokens",
        }
    }
}

impl RateReading {
    /// What it tells.
    fn measures(&self) -> Vec<(Measure, &Allowance)> {
        let all = [
            (Measure::Requests, &self.requests),
            (Measure::Tokens, &self.tokens),
            (Measure::InputTokens, &self.input_tokens),
            (Measure::OutputTokens, &self.output_tokens),
        ];
        all.into_iter().filter_map(|(measure, told)| Some((measure, told.as_ref()?))).collect()
    }
}

/// When a limit begins anew for certain.
fn reset_of(told: &Stamp) -> Option<i64> {
    // Told in whole seconds it may lie anywhere in that second.
    let margin_ms = if told.0.contains('.') { MARGIN_MS } else { WHOLE_SECOND_MS };
    Some(millis(told.instant()?).saturating_add(margin_ms))
}

fn stamp(millis: i64) -> Stamp {
    Instant::from_nanos(i128::from(millis) * 1_000_000).stamp()
}

#[cfg(test)]
mod tests;
