//! `rebalance`: moves assignments from agents that will not get to them to agents that can take them.

use std::collections::HashMap;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::roster::Roster;
use crate::commands::change::{Change, Mutation, perform};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::rebalancing::{self, Move, Worker};
use crate::domain::{Load, Urgency, WorkItem};
use crate::error::{Kind, Result};
use crate::output::{Page, Paint, Report};
use crate::store::{self, Txn, View};

/// Moves assignments to agents that can take them.
///
/// An item of the queue that is assigned to an agent moves when that agent is offline, signed off, retired or not
/// registered, cannot do what the item needs, or has more to do than it may hold; then no more than that. It goes to an
/// agent that is there, can do it and has room: of the item's team first, then who has least to do. What somebody holds
/// stays with them.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Rebalance {
    /// Only tell what would move
    #[arg(long)]
    #[serde(default)]
    pub dry_run: bool,
    /// Only among the agents of this team
    #[arg(long, value_name = "TEAM")]
    #[serde(default)]
    pub team: Option<String>,
    /// How much is enough for an agent without a limit of its own; 0 is no limit [default: MAX_CONCURRENT_WORK]
    #[arg(long, value_name = "N")]
    #[serde(default)]
    pub max_items: Option<u32>,
}

/// What moved, and what stays though it should move.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Rebalanced {
    /// The assignments, in the order of the queue.
    pub items: Vec<Moved>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are listed.
    pub has_more: bool,
    /// How many moved, or would.
    pub moved: usize,
    /// How many stay, because nobody can take them.
    pub stuck: usize,
    /// Whether this only tells what would move.
    pub dry_run: bool,
}

/// An assignment that moved, or stays though it should.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Moved {
    /// The item.
    pub work_item_id: String,
    /// To whom it was assigned.
    pub from: String,
    /// To whom it is assigned now; null where nobody can take it.
    pub to: Option<String>,
    /// Why it should move, said of the agent it was assigned to, such as: is offline.
    pub why: String,
    /// What whoever takes it must be able to do.
    pub needs: Vec<String>,
}

impl Operation for Rebalance {
    const NAME: &'static str = "rebalance";
    const GROUP: Group = Group::Agents;
    const ABOUT: &'static str = "Move assignments from agents that will not get to them";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord rebalance --dry-run", "what would move, and why"),
        ("coord rebalance --team backend_team --max-items 3", "three items are enough for each of the team"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.agent.rebalance");
    type Report = Rebalanced;

    fn run(self, context: &Context) -> Result<Rebalanced> {
        if self.dry_run {
            return store::view(context.store()?, context.now(), |view| Ok(self.plan(view, context)?.0));
        }
        match perform(self, context) {
            Err(error) if error.kind() == Kind::NoBoard => Ok(Rebalanced::of(&[], &[], false)),
            answer => answer,
        }
    }
}

impl Mutation for Rebalance {
    const CHANGE: Change = Change::of("rebalance");
    type Checked = Self;

    fn check(self, _context: &Context) -> Result<Self> {
        Ok(self)
    }

    fn apply(request: &Self, txn: &mut dyn Txn, context: &Context) -> Result<Rebalanced> {
        let (rebalanced, mut items) = request.plan(txn, context)?;
        let moves = rebalanced.items.iter().filter(|moved| moved.to.is_some() && !request.dry_run);
        let moves: HashMap<&str, &Moved> = moves.map(|moved| (moved.work_item_id.as_str(), moved)).collect();
        for item in &mut items {
            if let Some(moved) = moves.get(item.work_item_id.as_str()) {
                item.assigned_to.clone_from(&moved.to);
                txn.put_item(item)?;
            }
        }
        Ok(rebalanced)
    }
}

impl Rebalance {
    /// What should move, and the assigned items in the order of the queue.
    fn plan(&self, view: &mut dyn View, context: &Context) -> Result<(Rebalanced, Vec<WorkItem>)> {
        let roster = Roster::look(view, context)?;
        let mut items = roster.pending;
        items.retain(|item| item.assigned_to.is_some());
        items.sort_by_cached_key(|item| Urgency::of(item).place(context.now()));
        let workers = roster.agents.iter().map(|standing| {
            let limit = standing.agent.max_items.or(self.max_items).unwrap_or(standing.load.limit);
            let load = Load { limit, ..standing.load };
            Worker { agent: &standing.agent, activity: standing.activity, load }
        });
        let team = self.team.as_deref().filter(|team| !team.is_empty());
        let moves = rebalancing::rebalance(&workers.collect::<Vec<_>>(), &items, team);
        Ok((Rebalanced::of(&moves, &items, self.dry_run), items))
    }
}

impl Rebalanced {
    fn of(moves: &[Move], items: &[WorkItem], dry_run: bool) -> Self {
        let needs: HashMap<&str, &WorkItem> =
            items.iter().map(|item| (item.work_item_id.as_str(), item)).collect();
        let told = |moved: &Move| Moved {
            work_item_id: moved.work_item_id.clone(),
            from: moved.from.clone(),
            to: moved.to.clone(),
            why: moved.why.to_string(),
            needs: needs
                .get(moved.work_item_id.as_str())
                .and_then(|item| item.needs.clone())
                .unwrap_or_default(),
        };
        let items: Vec<Moved> = moves.iter().map(told).collect();
        let settled = items.iter().filter(|told| told.to.is_some()).count();
        Self {
            total: items.len(),
            has_more: false,
            moved: settled,
            stuck: items.len() - settled,
            items,
            dry_run,
        }
    }
}

impl Moved {
    fn line(&self) -> String {
        let Self { work_item_id, from, to, why, .. } = self;
        if let Some(to) = to {
            return format!("   {work_item_id}: {from} → {to} ({from} {why})");
        }
        let needs = match self.needs.join(", ") {
            needs if needs.is_empty() => needs,
            needs => format!(" who can {needs}"),
        };
        format!("   {work_item_id} stays with {from}, which {why}: nobody else is there with room{needs}")
    }
}

impl Report for Rebalanced {
    fn text(&self, page: &mut Page) {
        let heading = match (self.dry_run, self.moved) {
            (false, 1) => "1 assignment moved".to_owned(),
            (false, moved) => format!("{moved} assignments moved"),
            (true, 1) => "1 assignment would move".to_owned(),
            (true, moved) => format!("{moved} assignments would move"),
        };
        page.painted(Paint::Heading, format!("⚖️ REBALANCED: {heading}"));
        for moved in &self.items {
            page.line(moved.line());
        }
    }

    fn ids(&self) -> Vec<String> {
        let moved = self.items.iter().filter(|moved| moved.to.is_some());
        moved.map(|moved| moved.work_item_id.clone()).collect()
    }
}
