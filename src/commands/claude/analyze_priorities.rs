//! `claude-analyze-priorities`: how urgent each open item is.

use std::collections::HashSet;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::advice::{Advice, Source};
use super::analysis_file;
use super::applying::{Application, Following, Step};
use super::consulting::{Asked, Computed, Consulting};
use super::material::{self, Material, consult_unless};
use crate::claude::briefing::{Briefed, ItemLine};
use crate::claude::prompts;
use crate::commands::work::edit::Edit;
use crate::commands::work::target::Authority;
use crate::commands::work::terms::Terms;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::advice::Dependants;
use crate::domain::advice::priorities::{METHOD, Priorities, PrioritySuggestion, priorities};
use crate::domain::{Priority, Status, WorkItem};
use crate::error::Result;
use crate::output::{Page, Paint, Report};

/// So many items are told on a page.
const SHOWN: usize = 20;

/// Analyses how urgent each open item is.
///
/// Each open item gets a score from 0 to 100, the priority that it should have, and the reason. Without a model they are
/// computed from priority, deadline, dependants, business value and waiting time; then no priority is ever lowered.
/// With --apply the items that still wait in the queue get the suggested priority.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyzePriorities {
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub following: Following,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub consulting: Consulting,
}

/// How urgent the open items are.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RankedWork {
    /// How sure this is, in percent; null where there is nothing to go by.
    pub confidence: Option<u32>,
    /// What should be done first, and why.
    pub summary: String,
    /// The items: those that wait in the queue, and then those in hand; of each the most urgent first.
    pub items: Vec<RankedItem>,
    /// How many open items were looked at.
    pub total: usize,
    /// Whether there are more than are told: a model does not always tell of each.
    pub has_more: bool,
    /// What became of the advice; null where it was not to be applied.
    pub application: Option<Application>,
}

/// How urgent an item is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RankedItem {
    /// The item.
    pub work_item_id: String,
    /// The kind of work.
    pub work_type: String,
    /// Its status.
    pub status: String,
    /// The priority that it has.
    pub priority: String,
    /// The priority that it should have.
    pub suggested_priority: String,
    /// From 0 to 100.
    pub score: u32,
    /// Why.
    pub reason: String,
}

impl Operation for AnalyzePriorities {
    const NAME: &'static str = "claude-analyze-priorities";
    const ALIASES: &'static [&'static str] = &["claude-priorities"];
    const GROUP: Group = Group::Claude;
    const ABOUT: &'static str = "Analyse how urgent each open item is";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord claude-analyze-priorities", "each open item with its score and the reason"),
        ("coord claude-analyze-priorities --provider none --dry-run", "computed; what --apply would change"),
        ("coord claude-analyze-priorities --apply", "the items of the queue get the suggested priorities"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.claude.priorities");
    type Report = Advice<RankedWork>;

    fn run(self, context: &Context) -> Result<Self::Report> {
        let material = Material::look(context)?;
        let computed = priorities(&material.open, context.now());
        let (briefed, sent) =
            brief(&material, &computed, self.consulting.settings(context)?.max_input_bytes, context);
        let sent: HashSet<&str> = sent.iter().map(|item| item.work_item_id.as_str()).collect();
        let asked = Asked {
            question: prompts::PRIORITIES.question::<Priorities>(briefed.data),
            check: &|answer| check(answer, &sent),
            is_of_board: true,
            left_out: briefed.left_out,
        };
        let nothing = sent.is_empty().then_some("no open work is there to ask about");
        let computed = Computed { answer: computed.clone(), method: METHOD };
        let advice = consult_unless(nothing, &self.consulting, context, &asked, computed)?;
        let looked_at = match advice.origin.source {
            Source::Model => sent.len(),
            Source::Computed => material.open.len(),
        };
        let mut advice = advice.map(|answer| RankedWork::of(answer, &material, looked_at));
        analysis_file::keep(analysis_file::PRIORITIES, &advice, context)?;
        if self.following.is_asked() {
            let steps: Vec<Step<Edit>> = advice.answer.items.iter().filter_map(RankedItem::step).collect();
            advice.answer.application =
                Some(self.following.follow(&steps, &|_| Ok(Box::new(obstacle)), context)?);
        }
        Ok(advice)
    }
}

/// The data for a model: the open items in the order of the computed advice. Of which items they tell, too.
fn brief<'m>(
    material: &'m Material,
    computed: &Priorities,
    most: usize,
    context: &Context,
) -> (Briefed, Vec<&'m WorkItem>) {
    let dependants = Dependants::of(&material.open);
    let hour = material::hour(context);
    let line = |item: &&WorkItem| ItemLine {
        waited_for_by: Some(dependants.count(&item.work_item_id)).filter(|count| *count > 0),
        ..ItemLine::of(item, hour)
    };
    let by_id = material.by_id();
    let ranked = computed.items.iter().filter_map(|suggestion| by_id.get(suggestion.work_item_id.as_str()));
    let mut tellable: Vec<&WorkItem> =
        ranked.copied().filter(|item| material::can_be_told(&item.work_item_id)).collect();
    let mut briefing = material::briefing(context, most);
    briefing.leave_out(material.open.len() - tellable.len());
    let sent = briefing.list(tellable.iter().map(line), 100);
    tellable.truncate(sent);
    (briefing.finish(), tellable)
}

/// What is wrong with a model's answer, beyond its shape.
fn check(answer: &Priorities, sent: &HashSet<&str>) -> std::result::Result<(), String> {
    material::check_ids(answer.items.iter().map(|suggestion| suggestion.work_item_id.as_str()), sent)
}

/// Only what still waits, with the priority that the advice knew of.
fn obstacle(step: &Step<Edit>, item: &WorkItem) -> Option<String> {
    if item.status() != Status::Pending {
        let status = item.status.as_deref().unwrap_or_default();
        return Some(format!("it no longer waits in the queue: it is {status}"));
    }
    let priority = item.priority.as_deref().filter(|word| !word.is_empty());
    (priority != step.from.as_deref())
        .then(|| format!("its priority was changed to {}", priority.unwrap_or("none")))
}

impl RankedWork {
    fn of(answer: Priorities, material: &Material, looked_at: usize) -> Self {
        let by_id = material.by_id();
        let ranked = answer.items.into_iter().filter_map(|suggestion| {
            let item = by_id.get(suggestion.work_item_id.as_str())?;
            Some((item.status() != Status::Pending, RankedItem::of(suggestion, item)))
        });
        let mut ranked: Vec<(bool, RankedItem)> = ranked.collect();
        // A model does not always keep to the order.
        ranked.sort_by_key(|(is_held, item)| (*is_held, std::cmp::Reverse(item.score)));
        Self {
            confidence: answer.confidence,
            summary: answer.summary,
            total: looked_at,
            has_more: ranked.len() < looked_at,
            items: ranked.into_iter().map(|(_, item)| item).collect(),
            application: None,
        }
    }
}

impl RankedItem {
    fn of(suggestion: PrioritySuggestion, item: &WorkItem) -> Self {
        let word = |field: &Option<String>| field.clone().unwrap_or_default();
        Self {
            work_item_id: suggestion.work_item_id,
            work_type: word(&item.work_type),
            status: if item.status() == Status::Pending { "pending".to_owned() } else { word(&item.status) },
            priority: word(&item.priority),
            suggested_priority: suggestion.suggested_priority,
            score: suggestion.score,
            reason: suggestion.reason,
        }
    }

    /// Whether the priority that it should have is another one than it has.
    fn should_change(&self) -> bool {
        Priority::of(&self.priority) != Priority::of(&self.suggested_priority)
    }

    /// The change that follows; none for what somebody works on.
    fn step(&self) -> Option<Step<Edit>> {
        (self.status == "pending" && self.should_change()).then(|| Step {
            work_item_id: self.work_item_id.clone(),
            from: Some(self.priority.clone()).filter(|word| !word.is_empty()),
            to: self.suggested_priority.clone(),
            request: Edit {
                work_id: Some(self.work_item_id.clone()),
                work_type: None,
                description: None,
                priority: Some(self.suggested_priority.clone()),
                team: None,
                clear: Vec::new(),
                terms: Terms::default(),
                authority: Authority::default(),
            },
        })
    }

    fn text(&self, page: &mut Page) {
        let kind = if self.work_type.is_empty() { "untyped" } else { &self.work_type };
        page.line(format!("  🎯 {kind}: Priority {} - {}", self.score, self.reason));
        let priority = match self.priority.as_str() {
            "" => "no priority",
            word => word,
        };
        let change = if self.should_change() {
            format!("{priority} → {}", self.suggested_priority)
        } else {
            priority.to_owned()
        };
        page.painted(Paint::Faint, format!("     {} ({}, {change})", self.work_item_id, self.status));
    }
}

impl Report for Advice<RankedWork> {
    fn text(&self, page: &mut Page) {
        let work = &self.answer;
        page.painted(Paint::Heading, "🧠 CLAUDE WORK PRIORITY ANALYSIS");
        page.line(format!("🔍 Trace ID: {}", self.trace_id));
        self.origin.text(page);
        page.prose(format!("   {}", work.summary));
        if self.left_out > 0 {
            page.line(format!("   {} more open items did not fit the question", self.left_out));
        }
        if work.has_more {
            page.line(format!("   told of {} of {} open items", work.items.len(), work.total));
        }
        page.gap();
        page.line("📊 Priority Recommendations:");
        if work.items.is_empty() {
            page.line(if work.total > 0 {
                "  None."
            } else {
                "  No data yet: nothing is open on the board."
            });
        }
        work.items.iter().take(SHOWN).for_each(|item| item.text(page));
        if work.items.len() > SHOWN {
            page.line(format!("  … {} more; all of them with --json", work.items.len() - SHOWN));
        }
        page.line(material::confidence_line(work.confidence));
        if let Some(application) = &work.application {
            application.text(page);
        }
    }

    fn ids(&self) -> Vec<String> {
        self.answer.items.iter().map(|item| item.work_item_id.clone()).collect()
    }
}
