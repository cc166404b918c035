//! `suggest`: who should take an item, and why.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::roster::Roster;
use super::scorecard;
use super::track_record::TrackRecord;
use crate::commands::change::no_such_item;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::WorkItem;
use crate::domain::score::Score;
use crate::domain::suitability::{Candidate, ranked};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Paint, Report};
use crate::store;

/// Suggests who should take an item.
///
/// Asked are the agents that are there, can do what it needs, and have room. They are ordered by a score from 0 to 100: load
/// (40 percent), past success with this kind of work (30), same team (15), holding nothing (15). A part that has no
/// data yet is left out of the average.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Suggest {
    /// The work id
    #[arg(value_name = "ID")]
    pub id: String,
    /// Name so many at most
    #[arg(long, value_name = "N", default_value_t = 5)]
    #[serde(default = "five")]
    pub limit: usize,
}

fn five() -> usize {
    5
}

/// Who should take an item.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Suggestions {
    /// The item.
    pub work_item_id: String,
    /// What whoever takes it must be able to do.
    pub needs: Vec<String>,
    /// Agents that can take it, the best first.
    pub items: Vec<Suggestion>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are named.
    pub has_more: bool,
    /// Agents that cannot take it, with why.
    pub unsuited: Vec<UnsuitedAgent>,
}

/// An agent that could take the item.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Suggestion {
    /// The agent.
    pub agent_id: String,
    /// How well it suits, with the parts of that.
    #[serde(flatten)]
    pub suitability: Score,
}

/// An agent that cannot take the item.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnsuitedAgent {
    /// The agent.
    pub agent_id: String,
    /// Why it cannot, such as: cannot gpu.
    pub why: String,
}

impl Operation for Suggest {
    const NAME: &'static str = "suggest";
    const GROUP: Group = Group::Agents;
    const ABOUT: &'static str = "Suggest who should take an item, and why";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord suggest \"$CURRENT_WORK_ITEM\"", "the agents that could take it, the best first"),
        ("coord suggest \"$CURRENT_WORK_ITEM\" --limit 1 -q", "the best one alone"),
    ];
    type Report = Suggestions;

    fn run(self, context: &Context) -> Result<Suggestions> {
        if self.limit == 0 {
            return Err(Error::new(Kind::InvalidValue, "--limit must be at least 1")
                .hint("ask for one with --limit 1"));
        }
        let (item, roster, log) = store::view(context.store()?, context.now(), |view| {
            let item = view.item(&self.id)?.ok_or_else(|| no_such_item(&self.id))?;
            if !item.is_open() {
                return Err(item.wrong_status("suggest an agent for").into());
            }
            Ok((item, Roster::look(view, context)?, view.completions(None)?))
        })?;
        let record = TrackRecord::of(&log);
        Ok(Suggestions::of(&item, &roster, &record, self.limit))
    }
}

impl Suggestions {
    fn of(item: &WorkItem, roster: &Roster, record: &TrackRecord<'_>, limit: usize) -> Self {
        let kind = item.work_type.as_deref().unwrap_or_default();
        let candidates = roster.agents.iter().map(|standing| Candidate {
            agent: &standing.agent,
            activity: standing.activity,
            load: standing.load,
            past: record.with_type(&standing.agent.agent_id, kind),
        });
        let candidates: Vec<Candidate<'_>> = candidates.collect();
        let unsuited = candidates.iter().filter_map(|candidate| {
            let why = candidate.unsuited(item)?.to_string();
            Some(UnsuitedAgent { agent_id: candidate.agent.agent_id.clone(), why })
        });
        let unsuited = unsuited.collect();
        let able = ranked(&candidates, item);
        let total = able.len();
        let named = able.into_iter().take(limit).map(|(candidate, suitability)| Suggestion {
            agent_id: candidate.agent.agent_id.clone(),
            suitability,
        });
        Self {
            work_item_id: item.work_item_id.clone(),
            needs: item.needs.clone().unwrap_or_default(),
            items: named.collect(),
            total,
            has_more: total > limit,
            unsuited,
        }
    }
}

impl Report for Suggestions {
    fn text(&self, page: &mut Page) {
        let needs = match self.needs.join(", ") {
            needs if needs.is_empty() => needs,
            needs => format!(", which needs: {needs}"),
        };
        page.painted(Paint::Heading, format!("💡 WHO SHOULD TAKE {}{needs}", self.work_item_id));
        if self.items.is_empty() {
            page.line("   Nobody can take it now.");
        }
        for (place, one) in self.items.iter().enumerate() {
            let score = scorecard::figure(one.suitability.score);
            page.line(format!("   {}. {}: {score} of 100", place + 1, one.agent_id));
            scorecard::parts(&one.suitability, page);
        }
        if self.has_more {
            page.line(format!(
                "   … {} of {} are named; ask for more with --limit",
                self.items.len(),
                self.total
            ));
        }
        if !self.unsuited.is_empty() {
            page.gap();
            page.painted(Paint::Heading, "🚫 CANNOT TAKE IT");
        }
        for agent in &self.unsuited {
            page.line(format!("   {} {}", agent.agent_id, agent.why));
        }
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|one| one.agent_id.clone()).collect()
    }
}
