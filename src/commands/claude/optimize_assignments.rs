//! `claude-optimize-assignments`: who should take what.

use std::collections::HashMap;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::advice::Advice;
use super::analysis_file;
use super::applying::{Application, Following, Obstacle, Step};
use super::consulting::{Asked, Computed, Consulting};
use super::material::{self, Material, consult_unless};
use crate::claude::briefing::{Briefed, ItemLine};
use crate::claude::prompts;
use crate::commands::agents::assign::Assign;
use crate::commands::agents::roster::Roster;
use crate::commands::agents::track_record::TrackRecord;
use crate::commands::work::admission::Admission;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::advice::assignments::{
    Assignments, Bench, Ledger, METHOD, Unassigned, assignments, within_reach,
};
use crate::domain::rebalancing::Worker;
use crate::domain::{Completion, Load, Status, WorkItem};
use crate::error::Result;
use crate::output::{Page, Paint, Report};
use crate::store::{self, View};

/// So many assignments are told on a page.
const SHOWN: usize = 20;
/// The share of the data that agents get, in percent; the rest is for items.
const AGENTS_PERCENT: usize = 40;

/// Says who should take what.
///
/// Each item of the queue that is ready gets the agent that suits it best: one that can do it, has room, has done such
/// work well, is of the same team, and has little to do; nobody gets more than it may hold, nor, without a limit, more than 3
/// items beyond what it holds. What waits for an agent that
/// will not get to it goes to another one. With --apply the items are assigned so.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OptimizeAssignments {
    /// Only this team: its items, and its agents
    #[arg(value_name = "TEAM")]
    pub team: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub following: Following,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub consulting: Consulting,
}

/// Who should take what.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AssignedWork {
    /// The team that was asked for; null where it was all of them.
    pub team: Option<String>,
    /// How sure this is, in percent; null where there is nothing to go by.
    pub confidence: Option<u32>,
    /// What changes for whom.
    pub summary: String,
    /// The assignments.
    pub items: Vec<AssignedItem>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are told.
    pub has_more: bool,
    /// Items that nobody can take, with why.
    pub unassigned: Vec<Unassigned>,
    /// What became of the advice; null where it was not to be applied.
    pub application: Option<Application>,
}

/// An item and who should take it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AssignedItem {
    /// The item.
    pub work_item_id: String,
    /// The kind of work.
    pub work_type: String,
    /// Its priority.
    pub priority: String,
    /// Who should take it.
    pub agent_id: String,
    /// To whom it is assigned so far; null where everybody may take it.
    pub assigned_to: Option<String>,
    /// How well the agent suits it, from 0 to 100.
    pub score: u32,
    /// Why.
    pub reason: String,
}

/// What the advice is drawn from.
struct Situation {
    material: Material,
    /// What could be taken now and is meant for nobody, in the order of the queue.
    ready: Vec<WorkItem>,
    /// What waits for one agent alone, in the order of the queue.
    assigned: Vec<WorkItem>,
    log: Vec<Completion>,
}

impl Operation for OptimizeAssignments {
    const NAME: &'static str = "claude-optimize-assignments";
    const ALIASES: &'static [&'static str] = &["claude-optimize"];
    const GROUP: Group = Group::Claude;
    const ABOUT: &'static str = "Say who should take what, within capacity";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord claude-optimize-assignments", "each item that is ready, with who should take it"),
        ("coord claude-optimize-assignments backend_team --apply", "the items of a team are assigned so"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.claude.assignments");
    type Report = Advice<AssignedWork>;

    fn run(self, context: &Context) -> Result<Self::Report> {
        let team = self.team.as_deref().filter(|team| !team.is_empty());
        let situation = Situation::look(context)?;
        let computed = situation.computed(team);
        let open = situation.to_assign(&computed, team);
        let most = self.consulting.settings(context)?.max_input_bytes;
        let (briefed, sent) = situation.brief(&open, team, most, context);
        let asked = Asked {
            question: prompts::ASSIGNMENTS.question::<Assignments>(briefed.data),
            check: &|answer| check(answer, &sent, situation.workers(team)),
            is_of_board: true,
            left_out: briefed.left_out,
        };
        let nothing = sent.is_empty().then_some("nothing waits to be assigned");
        let answer = Computed { answer: computed.clone(), method: METHOD };
        let advice = consult_unless(nothing, &self.consulting, context, &asked, answer)?;
        let mut advice = advice.map(|answer| AssignedWork::of(answer, &situation.material, team));
        analysis_file::keep(analysis_file::ASSIGNMENTS, &advice, context)?;
        if self.following.is_asked() {
            let steps: Vec<Step<Assign>> = advice.answer.items.iter().map(AssignedItem::step).collect();
            advice.answer.application =
                Some(self.following.follow(&steps, &|view| survey(view, context), context)?);
        }
        Ok(advice)
    }
}

impl Situation {
    fn look(context: &Context) -> Result<Self> {
        let now = context.now();
        let lease_secs = context.config()?.lease.secs();
        store::view(context.store()?, now, |view| {
            let material = Material::of(view, context)?;
            let (assigned, free): (Vec<_>, Vec<_>) =
                material.queue(now).into_iter().partition(|item| item.assigned_to.is_some());
            let mut admission = Admission::new(None, now, lease_secs);
            let mut ready = Vec::new();
            for item in free {
                if admission.hindrance(view, &item)?.is_none() {
                    ready.push(item);
                }
            }
            Ok(Self { material, ready, assigned, log: view.completions(None)? })
        })
    }

    fn computed(&self, team: Option<&str>) -> Assignments {
        let record = TrackRecord::of(&self.log);
        assignments(Bench {
            workers: self.material.workers(),
            assigned: &self.assigned,
            ready: &self.ready,
            past: &|agent_id, kind| record.with_type(agent_id, kind),
            team,
        })
    }

    /// The agents that may be given work.
    fn workers(&self, team: Option<&str>) -> Vec<Worker<'_>> {
        let mut workers = self.material.workers();
        workers.retain(|worker| team.is_none_or(|team| worker.agent.team.as_deref() == Some(team)));
        workers
    }

    /// The items that are to be given to somebody, in the order of the queue, with why one that is assigned is among them.
    fn to_assign<'s>(
        &'s self,
        computed: &'s Assignments,
        team: Option<&str>,
    ) -> Vec<(&'s WorkItem, Option<&'s str>)> {
        let moves = computed.items.iter().map(|one| (one.work_item_id.as_str(), one.reason.as_str()));
        let stuck = computed.unassigned.iter().map(|one| (one.work_item_id.as_str(), one.reason.as_str()));
        let why: HashMap<&str, &str> = moves.chain(stuck).collect();
        let should_move = |item: &&WorkItem| why.contains_key(item.work_item_id.as_str());
        let is_asked = |item: &&WorkItem| team.is_none_or(|team| item.team.as_deref() == Some(team));
        let moving = self.assigned.iter().filter(should_move);
        let moving = moving.map(|item| (item, why.get(item.work_item_id.as_str()).copied()));
        moving.chain(self.ready.iter().filter(is_asked).map(|item| (item, None))).collect()
    }

    /// The data for a model, and of which items they tell.
    fn brief<'s>(
        &self,
        items: &[(&'s WorkItem, Option<&str>)],
        team: Option<&str>,
        most: usize,
        context: &Context,
    ) -> (Briefed, HashMap<&'s str, &'s WorkItem>) {
        let (record, workers) = (TrackRecord::of(&self.log), self.workers(team));
        let mut briefing = material::briefing(context, most);
        let agents: Vec<_> = material::agent_lines(&workers, &record).collect();
        briefing.list(agents, AGENTS_PERCENT);
        let hour = material::hour(context);
        let tellable: Vec<_> =
            items.iter().filter(|(item, _)| material::can_be_told(&item.work_item_id)).collect();
        briefing.leave_out(items.len() - tellable.len());
        let lines = tellable.iter().map(|(item, why)| ItemLine {
            not_ready: why.map(|why| format!("its agent will not get to it: {why}")),
            ..ItemLine::of(item, hour)
        });
        let sent = briefing.list(lines, 100);
        let sent = tellable.into_iter().take(sent).map(|(item, _)| (item.work_item_id.as_str(), *item));
        (briefing.finish(), sent.collect())
    }
}

/// What is wrong with a model's answer, beyond its shape: each agent must be able to take what it is given, on top of
/// what it was given before.
fn check(
    answer: &Assignments,
    sent: &HashMap<&str, &WorkItem>,
    workers: Vec<Worker<'_>>,
) -> std::result::Result<(), String> {
    let given = answer.items.iter().map(|one| one.work_item_id.as_str());
    let left = answer.unassigned.iter().map(|one| one.work_item_id.as_str());
    material::check_ids(given.chain(left), &sent.keys().copied().collect())?;
    let mut ledger = Ledger::of(workers);
    for one in &answer.items {
        let Some(item) = sent.get(one.work_item_id.as_str()) else { continue };
        ledger
            .give(item, &one.agent_id)
            .map_err(|why| format!("{:?} cannot be given to {:?}: {why}", one.work_item_id, one.agent_id))?;
    }
    Ok(())
}

/// Counts the load of the agents as it is by now, and then what each is given.
fn survey(view: &mut dyn View, context: &Context) -> Result<Obstacle<Assign>> {
    let agents = Roster::look(view, context)?.agents.into_iter();
    let mut loads: HashMap<String, Load> =
        agents.map(|standing| (standing.agent.agent_id, standing.load)).collect();
    Ok(Box::new(move |step: &Step<Assign>, item: &WorkItem| {
        if let Some(why) = moved_on(step, item) {
            return Some(why);
        }
        let load = loads.get_mut(&step.to)?;
        if !within_reach(*load).has_room() {
            let Load { held, assigned, .. } = *load;
            let limit = within_reach(*load).limit;
            return Some(format!("{} holds {held}, has {assigned} assigned, and may hold {limit}", step.to));
        }
        load.assigned += 1;
        if let Some(before) = step.from.as_ref().and_then(|from| loads.get_mut(from)) {
            before.assigned = before.assigned.saturating_sub(1);
        }
        None
    }))
}

/// Only what still waits for whom the advice knew of.
fn moved_on(step: &Step<Assign>, item: &WorkItem) -> Option<String> {
    if item.status() != Status::Pending {
        let status = item.status.as_deref().unwrap_or_default();
        return Some(format!("it no longer waits in the queue: it is {status}"));
    }
    let assigned_to = item.assigned_to.as_deref();
    (assigned_to != step.from.as_deref())
        .then(|| format!("it was assigned to {} meanwhile", assigned_to.unwrap_or("nobody")))
}

impl AssignedWork {
    fn of(answer: Assignments, material: &Material, team: Option<&str>) -> Self {
        let by_id = material.by_id();
        let told = answer.items.into_iter().filter_map(|one| {
            let item = by_id.get(one.work_item_id.as_str())?;
            Some(AssignedItem {
                work_type: item.work_type.clone().unwrap_or_default(),
                priority: item.priority.clone().unwrap_or_default(),
                assigned_to: item.assigned_to.clone(),
                work_item_id: one.work_item_id,
                agent_id: one.agent_id,
                score: one.score,
                reason: one.reason,
            })
        });
        let items: Vec<AssignedItem> = told.collect();
        Self {
            team: team.map(ToOwned::to_owned),
            confidence: answer.confidence,
            summary: answer.summary,
            total: items.len(),
            has_more: false,
            items,
            unassigned: answer.unassigned,
            application: None,
        }
    }
}

impl AssignedItem {
    fn step(&self) -> Step<Assign> {
        let (id, to) = (self.work_item_id.clone(), self.agent_id.clone());
        Step {
            work_item_id: id.clone(),
            from: self.assigned_to.clone(),
            to: to.clone(),
            request: Assign { id, to: Some(to), none: false },
        }
    }

    fn text(&self, page: &mut Page) {
        let kind = if self.work_type.is_empty() { "untyped" } else { &self.work_type };
        let from = self.assigned_to.as_ref().map(|from| format!("{from} → ")).unwrap_or_default();
        page.line(format!("  🎯 {kind}: {from}{} ({} of 100) - {}", self.agent_id, self.score, self.reason));
        page.painted(Paint::Faint, format!("     {} ({})", self.work_item_id, self.priority));
    }
}

impl Report for Advice<AssignedWork> {
    fn text(&self, page: &mut Page) {
        let work = &self.answer;
        page.painted(Paint::Heading, "🧠 CLAUDE AGENT ASSIGNMENT OPTIMIZATION");
        page.line(format!("🔍 Trace ID: {}", self.trace_id));
        page.line(format!("👥 Target: {}", work.team.as_deref().unwrap_or("all teams")));
        self.origin.text(page);
        page.prose(format!("   {}", work.summary));
        if self.left_out > 0 {
            page.line(format!("   {} more items did not fit the question", self.left_out));
        }
        page.gap();
        page.line("📊 Assignment Recommendations:");
        if work.items.is_empty() {
            page.line("  None.");
        }
        work.items.iter().take(SHOWN).for_each(|item| item.text(page));
        if work.items.len() > SHOWN {
            page.line(format!("  … {} more; all of them with --json", work.items.len() - SHOWN));
        }
        if !work.unassigned.is_empty() {
            page.painted(Paint::Warn, format!("🚫 Nobody can take: {}", work.unassigned.len()));
        }
        for item in work.unassigned.iter().take(SHOWN) {
            page.line(format!("  {}: {}", item.work_item_id, item.reason));
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
