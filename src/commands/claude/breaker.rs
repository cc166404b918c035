//! `breaker`: services that are left alone for a while, because they failed again and again.

use std::time::Duration;

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::here::Here;
use crate::claude::breaker::{Breaker, Breakers, State};
use crate::claude::retry::deadline;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::Result;
use crate::output::{Page, Paint, Report};

/// Shows the breakers, or closes them.
///
/// Five questions in a row without an answer open the breaker of a provider (OPEN): for half a minute nothing is asked by
/// any process of this board. Then one question tries (HALF_OPEN); an answer closes it (CLOSED), a failure opens it for
/// another half minute.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct ListBreakers {
    /// What to do
    #[arg(value_enum, default_value = "list")]
    #[serde(default)]
    pub action: Action,
}

/// What can be done with breakers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Show them
    #[default]
    #[value(alias = "")]
    #[serde(alias = "")]
    List,
    /// Close them all, and forget their failures
    Reset,
}

/// The breakers.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BreakerList {
    /// One for each provider and account that was asked and failed.
    pub items: Vec<BreakerStanding>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are listed.
    pub has_more: bool,
    /// How many were closed by hand just now; null where that was not asked for.
    pub reset: Option<usize>,
}

/// How a breaker stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BreakerStanding {
    /// The provider and the account that it is of.
    pub account: String,
    /// CLOSED, OPEN or HALF_OPEN.
    pub state: State,
    /// How many questions in a row had no answer.
    pub failures: u32,
    /// How often it has opened.
    pub openings: u64,
    /// For how many seconds it is open yet.
    pub open_for_secs: u64,
}

impl Operation for ListBreakers {
    const NAME: &'static str = "breaker";
    const GROUP: Group = Group::Claude;
    const ABOUT: &'static str = "Show which providers are left alone after failures, or reset that";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord breaker", "how the breaker of each provider stands"),
        ("coord breaker reset", "close them all: ask again at once"),
    ];
    type Report = BreakerList;

    fn run(self, context: &Context) -> Result<BreakerList> {
        let here = Here::new(context, deadline(Duration::MAX))?;
        let reset = match self.action {
            Action::List => None,
            Action::Reset => Some(Breakers::close_all(&here, context.now())?),
        };
        let breakers = Breakers::read(&here);
        let items: Vec<BreakerStanding> = breakers
            .iter()
            .map(|(account, breaker)| BreakerStanding::of(account, breaker, context))
            .collect();
        Ok(BreakerList { total: items.len(), has_more: false, items, reset })
    }
}

impl BreakerStanding {
    /// How a breaker stands now.
    pub fn of(account: &str, breaker: &Breaker, context: &Context) -> Self {
        let now_ms = i64::try_from(context.now().nanos() / 1_000_000).unwrap_or(i64::MAX);
        let left_ms = u64::try_from(breaker.left_ms(now_ms)).unwrap_or_default();
        Self {
            account: account.to_owned(),
            state: breaker.state(now_ms),
            failures: breaker.failures(),
            openings: breaker.openings(),
            open_for_secs: left_ms.div_ceil(1_000),
        }
    }

    /// In words: `OPEN for another 12 s`.
    pub fn words(&self) -> (Paint, String) {
        match self.state {
            State::Closed if self.failures == 0 => (Paint::Good, "CLOSED".to_owned()),
            State::Closed => (Paint::Good, format!("CLOSED, {} in a row without an answer", self.failures)),
            State::Open => (Paint::Bad, format!("OPEN for another {} s", self.open_for_secs)),
            State::HalfOpen => (Paint::Warn, "HALF_OPEN: the next question tries".to_owned()),
        }
    }
}

impl Report for BreakerList {
    fn text(&self, page: &mut Page) {
        page.painted(Paint::Heading, "🔌 BREAKERS");
        if let Some(reset) = self.reset {
            page.painted(Paint::Good, format!("   ✅ Closed by hand: {reset}"));
        }
        if self.items.is_empty() {
            page.line("   All closed: no provider has failed.");
        }
        for standing in &self.items {
            let (paint, words) = standing.words();
            page.painted(paint, format!("   {}: {words}", standing.account));
        }
    }

    /// The providers that are left alone.
    fn ids(&self) -> Vec<String> {
        let open = self.items.iter().filter(|standing| standing.state != State::Closed);
        open.map(|standing| standing.account.clone()).collect()
    }
}
