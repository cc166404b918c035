//! `claude-usage`: what was asked of models, and what it cost.

use std::collections::BTreeMap;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::claude::spend::dollars;
use crate::commands::operations::since;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::trail::TrailCall;
use crate::domain::{Stamp, TrailEntry};
use crate::error::Result;
use crate::output::table::Grid;
use crate::output::{Page, Paint, Report};
use crate::store;

/// Shows what was asked of models and what it cost, from the journal.
///
/// Each call counts, also one that failed or was made again; an answer from before is no call. Days are those of UTC. What
/// a call cost is what the provider says, else its tokens at the known prices.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct ClaudeUsage {
    /// From when on: a length of time back, a day, a date and time, or all
    #[arg(long, value_name = "TIME", default_value = "7d")]
    #[serde(default = "a_week")]
    pub since: String,
}

fn a_week() -> String {
    "7d".to_owned()
}

/// What was asked of models.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ModelUsage {
    /// From when on; null where everything is told.
    pub since: Option<Stamp>,
    /// By day, provider, model and kind of analysis, in this order.
    pub items: Vec<UsageRow>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are listed.
    pub has_more: bool,
    /// All of it together.
    pub totals: Tally,
}

/// What was asked of a model on a day, for one kind of analysis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UsageRow {
    /// The day (UTC), such as 2026-01-31.
    pub day: String,
    /// Who was asked: `api`, `cli` or `ollama`.
    pub provider: String,
    /// The model.
    pub model: String,
    /// The kind of analysis, such as `priorities`.
    pub analysis: String,
    /// What it came to.
    #[serde(flatten)]
    pub tally: Tally,
}

/// What calls came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    /// How many calls.
    pub calls: u64,
    /// How many of them had no answer.
    pub failed: u64,
    /// Tokens that went in.
    pub input_tokens: u64,
    /// Tokens that came out.
    pub output_tokens: u64,
    /// What they cost, in US dollars, as far as it is known.
    pub cost_usd: f64,
    /// Of how many nobody knows what they cost.
    pub unpriced: u64,
}

impl Operation for ClaudeUsage {
    const NAME: &'static str = "claude-usage";
    const GROUP: Group = Group::Claude;
    const ABOUT: &'static str = "Show what was asked of models, by day, model and analysis, and what it cost";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord claude-usage", "the last seven days"),
        ("coord claude-usage --since all --json", "everything that the journal has, for programs"),
    ];
    type Report = ModelUsage;

    fn run(self, context: &Context) -> Result<ModelUsage> {
        let asked = if self.since.is_empty() { "7d" } else { &self.since };
        let since = since::parse(asked, context.now())?;
        let mut rows = BTreeMap::<[String; 4], Tally>::new();
        store::view(context.store()?, context.now(), |view| {
            rows.clear();
            view.trail(since, &mut |entry| {
                count(entry, &mut rows);
                Ok(())
            })
        })?;
        let mut totals = Tally::default();
        for tally in rows.values() {
            totals.add(tally);
        }
        let row = |([day, provider, model, analysis], tally): ([String; 4], Tally)| UsageRow {
            day,
            provider,
            model,
            analysis,
            tally,
        };
        let mut items: Vec<UsageRow> = rows.into_iter().map(row).collect();
        items.iter_mut().map(|row| &mut row.tally).chain([&mut totals]).for_each(Tally::round);
        let since = since.map(crate::domain::Instant::stamp);
        Ok(ModelUsage { since, total: items.len(), has_more: false, items, totals })
    }
}

fn count(entry: &TrailEntry<'_>, rows: &mut BTreeMap<[String; 4], Tally>) {
    let Some(day) = entry.at.as_deref().and_then(|at| at.get(..10)) else { return };
    for call in &entry.calls {
        let word = |text: &crate::domain::borrowed::Text<'_>| text.as_deref().unwrap_or("?").to_owned();
        let key = [day.to_owned(), word(&call.provider), word(&call.model), word(&call.analysis)];
        rows.entry(key).or_default().add(&Tally::of(call));
    }
}

impl Tally {
    fn of(call: &TrailCall<'_>) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of tokens")]
        let tokens = |count: Option<f64>| count.map_or(0, |count| count as u64);
        Self {
            calls: 1,
            failed: u64::from(call.outcome.as_deref() != Some("answered")),
            input_tokens: tokens(call.input_tokens),
            output_tokens: tokens(call.output_tokens),
            cost_usd: call.cost_usd.unwrap_or_default(),
            unpriced: u64::from(call.cost_usd.is_none()),
        }
    }

    fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.failed += other.failed;
        self.input_tokens = self.input_tokens.saturating_add(other.input_tokens);
        self.output_tokens = self.output_tokens.saturating_add(other.output_tokens);
        self.cost_usd += other.cost_usd;
        self.unpriced += other.unpriced;
    }

    /// Sums of floating-point numbers are exact to the billionth of a dollar, and nobody wants more.
    fn round(&mut self) {
        self.cost_usd = (self.cost_usd * 1e9).round() / 1e9;
    }

    fn cost(&self) -> String {
        let unknown = if self.unpriced == 0 { "" } else { " or more" };
        format!("${}{unknown}", dollars(self.cost_usd))
    }
}

impl Report for ModelUsage {
    fn text(&self, page: &mut Page) {
        let since = self.since.as_ref().map_or_else(String::new, |since| format!(" SINCE {since}"));
        page.painted(Paint::Heading, format!("🧾 MODEL USAGE{since}"));
        if self.items.is_empty() {
            return page.line("   No data yet: no model was asked.");
        }
        let headings = ["DAY", "MODEL", "ANALYSIS", "CALLS", "FAILED", "IN", "OUT", "COST"];
        let mut grid = Grid::new(page, &headings, 1).numeric(&[3, 4, 5, 6, 7]);
        for row in &self.items {
            let tally = &row.tally;
            let figures = [tally.calls, tally.failed, tally.input_tokens, tally.output_tokens]
                .map(|count| count.to_string());
            let failed = (tally.failed > 0).then_some(Paint::Bad);
            grid.row(&[
                (&row.day, None),
                (&row.model, None),
                (&row.analysis, None),
                (&figures[0], None),
                (&figures[1], failed),
                (&figures[2], None),
                (&figures[3], None),
                (&tally.cost(), None),
            ]);
        }
        page.block(&grid.into_text());
        let Tally { calls, failed, input_tokens, output_tokens, .. } = &self.totals;
        page.line(format!(
            "   Total: {calls} calls, {failed} of them failed; {input_tokens} tokens in, {output_tokens} out; {}",
            self.totals.cost()
        ));
    }

    fn exports(&self) -> Vec<(&'static str, String)> {
        vec![
            ("COORD_CLAUDE_CALLS", self.totals.calls.to_string()),
            ("COORD_CLAUDE_COST_USD", self.totals.cost_usd.to_string()),
        ]
    }
}
