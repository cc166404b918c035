//! `claude-recommend-work`: what the caller should take next of one kind of work.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::advice::Advice;
use super::analysis_file;
use super::applying::{Following, afterwards};
use super::consulting::Consulting;
use super::material;
use super::prospect::{Prospect, lost};
use crate::commands::work::claim::{Claimed, note};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::WorkItem;
use crate::domain::advice::recommendation::{METHOD, Recommendation, TAKE, WAIT};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Paint, Report};

/// Recommends what to take next.
///
/// Of the work of that kind that waits in the queue it is the item that is ready for you and most urgent, or that new work
/// is to be claimed. AGENT_ID says who you are, and its registration what you can do. With --apply the item is
/// claimed; where somebody else takes it first, the next one.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct RecommendWork {
    /// The kind of work, such as feature or bug
    #[arg(value_name = "TYPE")]
    pub work_type: String,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub following: Following,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub consulting: Consulting,
}

/// What to take next.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecommendedWork {
    /// The kind of work that was asked for.
    pub work_type: String,
    /// How sure this is, in percent; null where there is nothing to go by.
    pub confidence: Option<u32>,
    /// take: an item of the queue; `claim_new`: new work; wait: nothing, as you may take nothing now.
    pub action: String,
    /// The item to take; null where it is new work.
    pub work_item_id: Option<String>,
    /// Its priority.
    pub priority: Option<String>,
    /// What is to be done.
    pub description: Option<String>,
    /// Why.
    pub reason: String,
    /// The same in a line.
    pub recommendation: String,
    /// Whether this only tells what --apply would claim.
    pub dry_run: bool,
    /// The claim; null where nothing was to be claimed.
    pub claimed: Option<Claimed>,
}

impl Operation for RecommendWork {
    const NAME: &'static str = "claude-recommend-work";
    const ALIASES: &'static [&'static str] = &["claude-recommend"];
    const GROUP: Group = Group::Claude;
    const ABOUT: &'static str = "Recommend what to take next: type";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord claude-recommend-work feature", "the item to take, or that new work is to be claimed"),
        ("coord claude-recommend-work feature --apply", "take it at once"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.claude.recommendation");
    type Report = Advice<RecommendedWork>;

    fn run(self, context: &Context) -> Result<Self::Report> {
        if self.work_type.is_empty() {
            return Err(Error::new(Kind::Usage, "missing argument: the work type")
                .hint("say which kind of work: coord claude-recommend-work feature"));
        }
        let mut prospect = Prospect::look(context, &self.work_type, None)?;
        let advice = prospect.consult(&self.consulting, None, context)?;
        let mut advice = advice.map(|answer| RecommendedWork::of(answer, &self.work_type, &prospect));
        let file = analysis_file::recommendation(context.agent_id().as_deref());
        analysis_file::keep(&file, &advice, context)?;
        advice.answer.dry_run = self.following.dry_run;
        if self.following.apply && !self.following.dry_run {
            if let Some(barred) = prospect.barred.take() {
                return Err(barred);
            }
            if let Some(why) = advice.answer.claim(&prospect, context)? {
                advice.origin.instead(METHOD, why);
            }
        }
        Ok(advice)
    }
}

impl RecommendedWork {
    fn of(answer: Recommendation, work_type: &str, prospect: &Prospect) -> Self {
        let item = answer.work_item_id.as_deref().and_then(|id| prospect.item(id));
        let recommendation = match item {
            Some(item) => taking(item, work_type, &answer.reason),
            None if answer.action == WAIT => format!("take nothing now - {}", answer.reason),
            None => format!("claim new {work_type} work - {}", answer.reason),
        };
        Self {
            work_type: work_type.to_owned(),
            confidence: answer.confidence,
            action: answer.action,
            priority: item.and_then(|item| item.priority.clone()),
            description: item.and_then(|item| item.description.clone()),
            work_item_id: answer.work_item_id,
            reason: answer.reason,
            recommendation,
            dry_run: false,
            claimed: None,
        }
    }

    /// Claims what is recommended, or what is the first of the queue by then, and says why not what is recommended.
    fn claim(&mut self, prospect: &Prospect, context: &Context) -> Result<Option<&'static str>> {
        let recommended = Recommendation {
            confidence: self.confidence,
            action: self.action.clone(),
            work_item_id: self.work_item_id.clone(),
            reason: self.reason.clone(),
        };
        let wanted = self.work_item_id.as_deref();
        let claimed = afterwards(context, |later| {
            prospect
                .claim(wanted, None, None, &|claimed: Claimed| claimed, later)
                .inspect(|claimed| note(later, claimed))
        });
        let claimed = claimed.map_err(|error| match error.kind() {
            Kind::NothingToClaim => error.hint(format!(
                "claim new work: coord claim {} DESCRIPTION",
                crate::output::escape::shell_word(&self.work_type)
            )),
            _ => error,
        })?;
        let why = (wanted != Some(claimed.work_item_id.as_str())).then(|| lost(&recommended));
        if why.is_some() {
            let item = &claimed.item;
            self.confidence = None;
            self.reason = prospect.reason_instead(&claimed, &recommended, context);
            self.recommendation = taking(item, &self.work_type, &self.reason);
            TAKE.clone_into(&mut self.action);
            self.work_item_id = Some(claimed.work_item_id.clone());
            self.priority.clone_from(&item.priority);
            self.description.clone_from(&item.description);
        }
        self.claimed = Some(claimed);
        Ok(why)
    }
}

/// `take ID (TYPE, PRIORITY) - REASON`.
fn taking(item: &WorkItem, work_type: &str, reason: &str) -> String {
    let priority = item.priority.as_deref().unwrap_or_default();
    format!("take {} ({work_type}, {priority}) - {reason}", item.work_item_id)
}

impl Report for Advice<RecommendedWork> {
    fn text(&self, page: &mut Page) {
        let work = &self.answer;
        // Who takes the first id for the claimed one is right.
        if let Some(claimed) = &work.claimed {
            page.line(format!("💡 Recommendation: take {}", claimed.work_item_id));
            claimed.text(page);
            page.gap();
        }
        page.painted(Paint::Heading, "🧠 CLAUDE WORK RECOMMENDATION");
        page.line(format!("🔍 Trace ID: {}", self.trace_id));
        self.origin.text(page);
        page.line(format!("💡 Recommendation: {}", work.recommendation));
        if let Some(description) = &work.description {
            page.painted(Paint::Faint, format!("   {description}"));
        }
        page.line(material::confidence_line(work.confidence));
        if work.dry_run {
            let would = match &work.work_item_id {
                Some(id) => format!("✏️  WOULD BE CLAIMED: {id}"),
                None => "✏️  WOULD BE CLAIMED: nothing of the queue".to_owned(),
            };
            page.painted(Paint::Heading, would);
        }
    }

    fn id(&self) -> Option<String> {
        let claimed = self.answer.claimed.as_ref().map(|claimed| claimed.work_item_id.clone());
        claimed.or_else(|| self.answer.work_item_id.clone())
    }

    fn exports(&self) -> Vec<(&'static str, String)> {
        self.answer.claimed.as_ref().map(Report::exports).unwrap_or_default()
    }
}
