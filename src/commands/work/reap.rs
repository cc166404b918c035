//! `reap`: takes work back from holders whose leases are over.

use std::collections::BTreeMap;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::aftermath::{self, Aftermath};
use super::events;
use crate::commands::change::{Change, Mutation, perform};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Stamp, Status, WorkItem};
use crate::error::Result;
use crate::output::{Page, Report};
use crate::store::{ItemFilter, Txn};

/// Takes work back from holders whose leases are over.
///
/// It goes back to the queue, or is dead, if that happened to it too often. Nobody has to run this: whoever claims takes
/// such work all the same. It is for boards that people look at.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Reap {
    /// Say what would be taken back, and change nothing
    #[arg(long)]
    #[serde(default)]
    pub dry_run: bool,
}

/// What was taken back.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Harvest {
    /// The items, in order of creation.
    pub items: Vec<Reaped>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are listed.
    pub has_more: bool,
    /// How many of them are dead now.
    pub dead: usize,
    /// Whether nothing was changed.
    pub dry_run: bool,
    /// What came of it for items that depend on those that are dead.
    pub dependants: Aftermath,
}

/// An item that was taken back.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Reaped {
    /// The item.
    pub work_item_id: String,
    /// Who held it.
    pub agent_id: Option<String>,
    /// The fence of the claim that is over.
    pub fence: u64,
    /// When the lease ended, where that is known.
    pub lease_expired_at: Option<Stamp>,
    /// How often it failed by now, or lost its holder.
    pub failures: u32,
    /// Its status now.
    pub status: String,
    /// Its team.
    pub team: Option<String>,
}

impl Operation for Reap {
    const NAME: &'static str = "reap";
    const GROUP: Group = Group::Queue;
    const ABOUT: &'static str = "Take work back from holders whose leases are over";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord reap", "all of it"), ("coord reap --dry-run", "what that would be")];
    const SPAN: Option<&'static str> = Some("s2s.work.reap");
    type Report = Harvest;

    fn run(self, context: &Context) -> Result<Harvest> {
        perform(self, context)
    }
}

impl Mutation for Reap {
    const CHANGE: Change = Change::of("reap");
    type Checked = Self;

    fn check(self, _context: &Context) -> Result<Self> {
        Ok(self)
    }

    /// Who only looks leaves no sign.
    fn actor(reap: &Self, context: &Context) -> Option<String> {
        context.agent_id().filter(|_| !reap.dry_run)
    }

    fn apply(reap: &Self, txn: &mut dyn Txn, context: &Context) -> Result<Harvest> {
        let (config, now) = (context.config()?, context.now());
        let lease_secs = config.lease.secs();
        let mut harvest = Harvest {
            items: Vec::new(),
            total: 0,
            has_more: false,
            dead: 0,
            dry_run: reap.dry_run,
            dependants: Aftermath::default(),
        };
        let (mut dead, mut lost) = (Vec::new(), BTreeMap::<String, u32>::new());
        let held = ItemFilter { is_work: true, ..ItemFilter::with_statuses(&[Status::Held]) };
        for mut item in txn.items(&held)? {
            if !item.is_expired(now, lease_secs) {
                continue;
            }
            let (agent_id, fence) = (item.agent_id.clone(), item.fence());
            let lease = item.effective_lease(lease_secs);
            let is_dead = item.expire(config.queue.max_attempts);
            harvest.items.push(Reaped::of(
                &item,
                agent_id.clone(),
                fence,
                lease.map(|lease| lease.expires_at),
            ));
            if reap.dry_run {
                continue;
            }
            txn.put_item(&item)?;
            aftermath::note_lost_lease(txn, &item, agent_id.as_deref().unwrap_or_default(), fence)?;
            *lost.entry(agent_id.unwrap_or_default()).or_default() += 1;
            if is_dead {
                dead.push(item);
            }
        }
        for item in &dead {
            harvest.dependants.extend(aftermath::of_end(txn, item, now, lease_secs)?);
        }
        note_losses(txn, &lost)?;
        harvest.total = harvest.items.len();
        harvest.dead = harvest.items.iter().filter(|item| item.status == "dead").count();
        Ok(harvest)
    }

    fn committed(harvest: &Harvest, context: &Context) {
        context.recorder().borrow_mut().attribute("s2s.reaped", harvest.total);
        if harvest.dry_run {
            return;
        }
        for reaped in &harvest.items {
            events::tell_expiry(
                context,
                &reaped.work_item_id,
                reaped.team.as_deref(),
                reaped.agent_id.as_deref(),
            );
        }
    }
}

/// Counts the leases that agents lost, and what they hold now.
fn note_losses(txn: &mut dyn Txn, lost: &BTreeMap<String, u32>) -> Result<()> {
    for (agent_id, count) in lost {
        let Some(mut agent) = txn.agent(agent_id)? else { continue };
        (0..*count).for_each(|_| agent.lost_lease());
        agent.current_workload = Some(txn.count_items(&ItemFilter::held_by(agent_id))?.into());
        txn.put_agent(&agent)?;
    }
    Ok(())
}

impl Reaped {
    fn of(item: &WorkItem, agent_id: Option<String>, fence: u64, lease_expired_at: Option<Stamp>) -> Self {
        Self {
            work_item_id: item.work_item_id.clone(),
            agent_id,
            fence,
            lease_expired_at,
            failures: item.failures.unwrap_or_default(),
            status: item.status.clone().unwrap_or_default(),
            team: item.team.clone(),
        }
    }
}

impl Report for Harvest {
    fn text(&self, page: &mut Page) {
        let would = if self.dry_run { "would take back" } else { "took back" };
        let items = if self.total == 1 { "item" } else { "items" };
        page.line(format!("⌛ REAPED: {would} {} {items}", self.total));
        for item in &self.items {
            let holder = item.agent_id.as_deref().unwrap_or("nobody");
            let when = item.lease_expired_at.as_ref().map_or_else(String::new, |at| format!(" at {at}"));
            let now = if item.status == "dead" { "it is dead" } else { "it is back in the queue" };
            page.line(format!("   {}: the lease of {holder} ended{when}; {now}", item.work_item_id));
        }
        self.dependants.text(page);
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|item| item.work_item_id.clone()).collect()
    }
}
