//! `claude-status`: who is asked for advice, within which limits, and how that went last.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::breaker::BreakerStanding;
use super::consulting::Consulting;
use super::here::Here;
use crate::claude::breaker::Breakers;
use crate::claude::cache::Cache;
use crate::claude::last_error::LastError;
use crate::claude::limiter::Limiters;
use crate::claude::retry::deadline;
use crate::claude::spend::{Spend, dollars};
use crate::claude::{Failure, Gateway, Key, Provider, Question, Seen, choose, schema};
use crate::commands::{Group, Operation};
use crate::config::{Claude, Duration};
use crate::context::Context;
use crate::domain::{Instant, Stamp};
use crate::error::Result;
use crate::output::{Page, Paint, Report};

/// The longest answer to a check, in tokens: room for a model that thinks first.
const CHECK_TOKENS: u32 = 256;

/// Shows who is asked for advice and how that stands.
///
/// The provider and the model, where the key comes from (never the key itself), the breaker, what is known of the limits,
/// what was spent today, and the last failure. With --check one cheap call is made; where it fails the exit code is that of
/// the failure, from 20 to 23.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct ClaudeStatus {
    /// Make one cheap call, to see whether it answers
    #[arg(long)]
    #[serde(default)]
    pub check: bool,
    /// Who is asked.
    #[command(flatten)]
    #[serde(flatten)]
    pub consulting: Consulting,
}

/// Who is asked for advice, and how that stands.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ClaudeStanding {
    /// Whether there is somebody to ask.
    pub available: bool,
    /// `api`, `cli` or `ollama`; null where there is nobody.
    pub provider: Option<String>,
    /// The model that is asked.
    pub model: Option<String>,
    /// Why there is nobody to ask.
    pub reason: Option<String>,
    /// What to do about that.
    pub hint: Option<String>,
    /// The variable or the file that the key of the Messages API comes from; null where there is none.
    pub key_from: Option<String>,
    /// The breaker of the provider.
    pub breaker: Option<BreakerStanding>,
    /// What is known of the limits of the provider.
    pub limits: Vec<Limit>,
    /// How many calls are under way.
    pub calls_under_way: usize,
    /// For how many seconds the provider wants to be left alone yet.
    pub paused_for_secs: u64,
    /// What was spent today (UTC), in US dollars; null where no account of it can be kept.
    pub spent_today_usd: Option<f64>,
    /// What the calls that are under way may add to it, in US dollars.
    pub reserved_usd: f64,
    /// The most that may be spent in a day, in US dollars; null where there is no limit.
    pub max_usd_per_day: Option<f64>,
    /// How many answers are kept for who asks the same again.
    pub cached_answers: usize,
    /// The last question that failed.
    pub last_error: Option<LastFailure>,
    /// What a check came to; null where none was asked for.
    pub check: Option<Check>,
}

/// A limit of the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Limit {
    /// What is limited: `requests`, `tokens`, `input tokens` or `output tokens`.
    pub of: String,
    /// How many there are at all.
    pub limit: u64,
    /// How many are left, without what the calls under way may take.
    pub remaining: u64,
    /// When there are as many as at first again; null where nobody knows.
    pub reset: Option<Stamp>,
}

/// A question that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LastFailure {
    /// When.
    pub at: Stamp,
    /// The kind of analysis.
    pub analysis: String,
    /// Who was asked.
    pub provider: String,
    /// Which model.
    pub model: String,
    /// `failed`, `refused`, `invalid`, `timed_out` or `unavailable`.
    pub kind: String,
    /// What happened.
    pub message: String,
}

/// What a check came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// The model that answered.
    pub model: String,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// What it cost, in US dollars; null where nobody knows.
    pub cost_usd: Option<f64>,
}

/// The answer to a check.
#[derive(Deserialize, JsonSchema)]
struct Presence {
    /// Always true.
    #[expect(dead_code, reason = "that there is an answer is all that is asked")]
    ok: bool,
}

impl Operation for ClaudeStatus {
    const NAME: &'static str = "claude-status";
    const GROUP: Group = Group::Claude;
    const ABOUT: &'static str = "Show who is asked for advice, and within which limits; --check asks";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord claude-status", "who is asked, and how that stands"),
        ("coord claude-status --json --fields provider,model,key_from", "the same for programs, in part"),
    ];
    type Report = ClaudeStanding;

    fn run(self, context: &Context) -> Result<ClaudeStanding> {
        let settings = self.consulting.settings(context)?;
        let here = Here::new(context, deadline(settings.timeout.as_std()))?;
        let variable = |name: &str| context.variable(name);
        let seen = Seen { variable: &variable, own_secrets: context.environment().own_secrets() };
        let provider = choose(&settings, &seen, here.deadline);
        let check = match &provider {
            _ if !self.check => None,
            Ok(provider) => Some(check(provider.as_ref(), &settings, &here).map_err(Failure::into_error)?),
            Err(failure) => return Err(failure.clone().into_error()),
        };
        // What a check has changed is to be seen.
        let mut standing = ClaudeStanding::of_board(&settings, &here, context);
        standing.key_from = Key::find(&settings, &seen).ok().flatten().map(|key| key.origin);
        match provider {
            Ok(provider) => standing.add(provider.as_ref(), &here, context),
            Err(failure) => (standing.reason, standing.hint) = (Some(failure.message), failure.hint),
        }
        Ok(ClaudeStanding { check, ..standing })
    }
}

/// Makes one cheap call.
fn check(provider: &dyn Provider, settings: &Claude, here: &Here<'_>) -> std::result::Result<Check, Failure> {
    let question = Question {
        analysis: "check",
        prompt_version: "check/1",
        instructions: "Answer with the JSON document {\"ok\":true} and nothing else.".to_owned(),
        data: "Are you there?".to_owned(),
        schema: schema::of::<Presence>(),
    };
    let max_tokens = settings.max_tokens.min(CHECK_TOKENS);
    // The answer is of no use to anybody later.
    let settings = Claude { max_tokens, cache: Duration { millis: 0 }, ..settings.clone() };
    let gateway = Gateway {
        provider,
        settings: &settings,
        deadline: here.deadline,
        usual_timeout: here.usual_timeout,
        shelf: here,
        world: here,
        may_repeat: false,
    };
    let started = std::time::Instant::now();
    let answered = gateway.ask::<Presence>(&question, &|_| Ok(()), None)?;
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(Check { model: answered.model, duration_ms, cost_usd: answered.cost_usd })
}

impl ClaudeStanding {
    /// What is the same for every provider.
    fn of_board(settings: &Claude, here: &Here<'_>, context: &Context) -> Self {
        let spend = Spend::read(here, here).map(|spend| spend.today(context.now()));
        let (spent_today_usd, reserved_usd) = match spend {
            Ok((usd, under_way)) => (Some(usd), under_way),
            Err(failure) => {
                context.warn(failure.message);
                (None, 0.0)
            }
        };
        Self {
            available: false,
            provider: None,
            model: None,
            reason: None,
            hint: None,
            key_from: None,
            breaker: None,
            limits: Vec::new(),
            calls_under_way: 0,
            paused_for_secs: 0,
            spent_today_usd,
            reserved_usd,
            max_usd_per_day: Some(settings.max_usd_per_day).filter(|most| *most > 0.0),
            cached_answers: Cache::read(here).len(),
            last_error: LastError::read(here).map(LastFailure::of),
            check: None,
        }
    }

    /// Adds what is known of this provider.
    fn add(&mut self, provider: &dyn Provider, here: &Here<'_>, context: &Context) {
        let (account, now_ms) = (provider.account(), millis(context.now()));
        let limiter = Limiters::read(here).of_provider(provider);
        let limit = |(measure, told): (crate::claude::limiter::Measure, crate::claude::Allowance)| Limit {
            of: measure.word().to_owned(),
            limit: told.limit,
            remaining: told.remaining,
            reset: told.reset,
        };
        self.available = true;
        self.provider = Some(provider.name().to_owned());
        self.model = Some(provider.model().to_owned());
        self.breaker = Some(BreakerStanding::of(&account, &Breakers::read(here).of(&account), context));
        self.limits = limiter.allowances(now_ms).into_iter().map(limit).collect();
        self.calls_under_way = limiter.calls_under_way(now_ms);
        let paused_ms = u64::try_from(limiter.paused_ms(now_ms)).unwrap_or_default();
        self.paused_for_secs = paused_ms.div_ceil(1_000);
    }

    fn limits(&self, page: &mut Page) {
        if self.limits.is_empty() {
            page.line("   Limits: none is known");
        }
        for limit in &self.limits {
            let reset = limit.reset.as_ref().map_or_else(String::new, |at| format!(", all again at {at}"));
            page.line(format!("   Limit: {} of {} {} left{reset}", limit.remaining, limit.limit, limit.of));
        }
        if self.paused_for_secs > 0 {
            page.painted(
                Paint::Warn,
                format!("   It wants to be left alone for another {} s", self.paused_for_secs),
            );
        }
    }

    fn money(&self, page: &mut Page) {
        let most = self
            .max_usd_per_day
            .map_or_else(|| "no limit".to_owned(), |most| format!("of ${}", dollars(most)));
        let under_way = match self.reserved_usd {
            0.0 => String::new(),
            reserved => format!(", up to ${} more under way", dollars(reserved)),
        };
        let spent =
            self.spent_today_usd.map_or_else(|| "unknown".to_owned(), |usd| format!("${}", dollars(usd)));
        page.line(format!("   Spent today: {spent} ({most}){under_way}"));
    }
}

impl LastFailure {
    fn of(last: LastError) -> Self {
        let at = Instant::from_nanos(i128::from(last.at_ms) * 1_000_000).stamp();
        let LastError { analysis, provider, model, kind, message, .. } = last;
        Self { at, analysis, provider, model, kind, message }
    }
}

fn millis(now: Instant) -> i64 {
    i64::try_from(now.nanos() / 1_000_000).unwrap_or(i64::MAX)
}

impl Report for ClaudeStanding {
    fn text(&self, page: &mut Page) {
        page.painted(Paint::Heading, "🧠 CLAUDE STATUS");
        if let (Some(provider), Some(model)) = (&self.provider, &self.model) {
            page.line(format!("   Provider: {provider}, model {model}"));
        } else {
            let reason = self.reason.as_deref().unwrap_or("there is no provider");
            page.line(format!("   Provider: none – {reason}"));
            if let Some(hint) = &self.hint {
                page.painted(Paint::Faint, format!("   → {hint}"));
            }
            page.line("   Advice is computed from the board.");
        }
        page.line(format!(
            "   Key: {}",
            self.key_from.as_ref().map_or("none".to_owned(), |from| format!("from {from}"))
        ));
        if let Some(breaker) = &self.breaker {
            let (paint, words) = breaker.words();
            page.painted(paint, format!("   Breaker: {words}"));
            self.limits(page);
        }
        self.money(page);
        page.line(format!("   Answers kept for who asks the same again: {}", self.cached_answers));
        if let Some(last) = &self.last_error {
            page.line(format!(
                "   Last failure: {} – {} ({}, {}): {}",
                last.at, last.kind, last.analysis, last.model, last.message
            ));
        }
        if let Some(check) = &self.check {
            let cost = check.cost_usd.map_or_else(String::new, |cost| format!(", ${}", dollars(cost)));
            let answered = format!("   ✅ Check: {} answered in {} ms{cost}", check.model, check.duration_ms);
            page.painted(Paint::Good, answered);
        }
    }

    fn id(&self) -> Option<String> {
        Some(self.provider.clone().unwrap_or_else(|| "none".to_owned()))
    }
}
