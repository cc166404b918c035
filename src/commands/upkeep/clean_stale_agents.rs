//! `clean-stale-agents`: retires agents that give no sign any more.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::change::{Change, Mutation, perform};
use crate::commands::work::aftermath::{self, Aftermath};
use crate::commands::work::events;
use crate::commands::{Group, Operation};
use crate::config::Duration;
use crate::context::Context;
use crate::domain::{Agent, Instant, Quantity, Stamp, Status, WorkItem};
use crate::error::{Kind, Result};
use crate::output::{Page, Report};
use crate::store::{ItemFilter, Txn};

/// Retires agents that give no sign any more.
///
/// An agent is stale that gave no sign for the time given, and holds nothing whose lease still runs. What it held goes
/// back into the queue, as with reap; what waits for it alone is free for others. Its record stays, with what it has done,
/// unless --forget is given; once it registers again it is active again. Who signed off (inactive) is left alone.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct CleanStaleAgents {
    /// How long there must have been no sign of it [default: 24h]
    #[arg(long, value_name = "DURATION")]
    #[serde(default)]
    pub after: Option<String>,
    /// Take the records of stale and of retired agents off the board
    #[arg(long)]
    #[serde(default)]
    pub forget: bool,
    /// Say what would be done, and change nothing
    #[arg(long)]
    #[serde(default)]
    pub dry_run: bool,
}

/// The agents that were retired.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Stale {
    /// The agents, in order of registration.
    pub items: Vec<StaleAgent>,
    /// How many.
    pub total: usize,
    /// Always false: all agents are here.
    pub has_more: bool,
    /// Whether their records were taken off the board.
    pub forgotten: bool,
    /// Whether it was only looked what would be done.
    pub dry_run: bool,
    /// What came of it for items that depend on those that are dead now.
    pub dependants: Aftermath,
}

/// An agent that was retired.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct StaleAgent {
    /// The agent.
    pub agent_id: String,
    /// Its team.
    pub team: Option<String>,
    /// Its last sign; null where there was none that can be read.
    pub last_sign: Option<Stamp>,
    /// Work that it held.
    pub handed_back: Vec<HandedBack>,
    /// Reservations of paths that it held, which are over.
    pub freed_paths: Vec<String>,
    /// Other items that were assigned to it, and are free for others now.
    pub unassigned: Vec<String>,
}

/// Work that a stale agent held.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandedBack {
    /// The item.
    pub work_item_id: String,
    /// Its status now: `pending`, or `dead` where that happened to it too often.
    pub status: String,
    /// Its team.
    pub team: Option<String>,
}

impl Operation for CleanStaleAgents {
    const NAME: &'static str = "clean-stale-agents";
    const GROUP: Group = Group::Upkeep;
    const ABOUT: &'static str = "Retire agents that give no sign any more";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord clean-stale-agents --dry-run", "who gave no sign for a day"),
        ("coord clean-stale-agents --after 2h", "who gave none for two hours"),
        ("coord clean-stale-agents --after 7d --forget", "takes their records off the board, too"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.agent.clean_stale");
    type Report = Stale;

    fn run(self, context: &Context) -> Result<Stale> {
        let (dry_run, forgotten) = (self.dry_run, self.forget);
        match perform(self, context) {
            // Where there is no board there are no agents.
            Err(error) if error.kind() == Kind::NoBoard => {
                Ok(Stale { forgotten, dry_run, ..Stale::default() })
            }
            done => done,
        }
    }
}

/// A checked request.
pub struct Sweep {
    after_secs: u32,
    forget: bool,
    dry_run: bool,
    caller: Option<String>,
}

impl Mutation for CleanStaleAgents {
    const CHANGE: Change = Change::of("clean_stale_agents");
    type Checked = Sweep;

    fn check(self, context: &Context) -> Result<Sweep> {
        let after = Duration::parse(self.after.as_deref().filter(|after| !after.is_empty()).unwrap_or("24h"));
        let after_secs = after.map_err(|error| error.about("--after"))?.secs();
        Ok(Sweep { after_secs, forget: self.forget, dry_run: self.dry_run, caller: context.agent_id() })
    }

    /// Who only looks leaves no sign.
    fn actor(sweep: &Sweep, context: &Context) -> Option<String> {
        context.agent_id().filter(|_| !sweep.dry_run)
    }

    fn apply(sweep: &Sweep, txn: &mut dyn Txn, context: &Context) -> Result<Stale> {
        let lease_secs = context.config()?.lease.secs();
        let mut open = txn.items(&ItemFilter::with_statuses(&[Status::Pending, Status::Held]))?;
        let mut stale = Stale { dry_run: sweep.dry_run, forgotten: sweep.forget, ..Stale::default() };
        let mut dead = Vec::new();
        for agent in txn.agents()? {
            if !sweep.is_meant(&agent, &open, context.now(), lease_secs) {
                continue;
            }
            let (told, of_agent) = sweep.retire(agent, &mut open, txn, context)?;
            stale.items.push(told);
            dead.extend(of_agent);
        }
        for item in dead.iter().filter(|_| !sweep.dry_run) {
            stale.dependants.extend(aftermath::of_end(txn, item, context.now(), lease_secs)?);
        }
        stale.total = stale.items.len();
        Ok(stale)
    }

    fn committed(stale: &Stale, context: &Context) {
        context.recorder().borrow_mut().attribute("s2s.retired", stale.total);
        if stale.dry_run {
            return;
        }
        for agent in &stale.items {
            for item in &agent.handed_back {
                let holder = Some(agent.agent_id.as_str());
                events::tell_expiry(context, &item.work_item_id, item.team.as_deref(), holder);
            }
        }
    }
}

/// Whether the agent holds it, or it waits for the agent alone.
fn concerns(item: &WorkItem, agent_id: &str) -> bool {
    item.is_open() && (item.is_held_by(agent_id) || item.assigned_to.as_deref() == Some(agent_id))
}

impl Sweep {
    fn is_meant(&self, agent: &Agent, open: &[WorkItem], now: Instant, lease_secs: u32) -> bool {
        let id = agent.agent_id.as_str();
        let has_live_claim = open.iter().any(|item| item.is_held_by(id) && !item.is_expired(now, lease_secs));
        // Whoever asks gives a sign with it.
        if self.caller.as_deref() == Some(id) || has_live_claim {
            return false;
        }
        match agent.status.as_deref() {
            Some("retired") => self.forget,
            Some("inactive") => false,
            _ => agent.is_offline(now, self.after_secs),
        }
    }

    /// Retires an agent. Returns what to tell of it, and the items that are dead for it.
    fn retire(
        &self,
        mut agent: Agent,
        open: &mut [WorkItem],
        txn: &mut dyn Txn,
        context: &Context,
    ) -> Result<(StaleAgent, Vec<WorkItem>)> {
        let mut told = StaleAgent {
            agent_id: agent.agent_id.clone(),
            team: agent.team.clone(),
            last_sign: agent.last_heartbeat.clone().filter(|stamp| stamp.instant().is_some()),
            handed_back: Vec::new(),
            freed_paths: Vec::new(),
            unassigned: Vec::new(),
        };
        let mut dead = Vec::new();
        let id = agent.agent_id.clone();
        for item in open.iter_mut().filter(|item| concerns(item, &id)) {
            let claim = item.is_held_by(&id).then(|| item.fence());
            told.free(item, context)?;
            if !self.dry_run {
                txn.put_item(item)?;
            }
            let Some(fence) = claim.filter(|_| !item.is_reservation()) else { continue };
            if !self.dry_run {
                aftermath::note_lost_lease(txn, item, &id, fence)?;
            }
            agent.lost_lease();
            if item.status() == Status::Dead {
                dead.push(item.clone());
            }
        }
        agent.retire();
        agent.current_workload = Some(Quantity::from(0_u32));
        match (self.dry_run, self.forget) {
            (true, _) => {}
            (false, true) => txn.drop_agent(&id)?,
            (false, false) => txn.put_agent(&agent)?,
        }
        Ok((told, dead))
    }
}

impl StaleAgent {
    /// Takes an item from the agent, and notes what became of it.
    fn free(&mut self, item: &mut WorkItem, context: &Context) -> Result<()> {
        if item.assigned_to.as_ref() == Some(&self.agent_id) {
            item.assigned_to = None;
        }
        if !item.is_held_by(&self.agent_id) {
            self.unassigned.push(item.work_item_id.clone());
            return Ok(());
        }
        if item.is_reservation() {
            item.leave_cancelled();
            self.freed_paths.push(item.work_item_id.clone());
            return Ok(());
        }
        item.expire(context.config()?.queue.max_attempts);
        self.handed_back.push(HandedBack {
            work_item_id: item.work_item_id.clone(),
            status: item.status.clone().unwrap_or_default(),
            team: item.team.clone(),
        });
        Ok(())
    }
}

impl Report for Stale {
    fn text(&self, page: &mut Page) {
        let agents = if self.total == 1 { "agent" } else { "agents" };
        let done = match (self.dry_run, self.forgotten) {
            (true, _) => "would be retired",
            (false, true) => "taken off the board",
            (false, false) => "retired",
        };
        page.line(format!("🧹 STALE AGENTS: {} {agents} {done}", self.total));
        for agent in &self.items {
            let team = agent.team.as_deref().filter(|team| !team.is_empty()).unwrap_or("no team");
            let sign = match &agent.last_sign {
                Some(at) => format!("last sign {at}"),
                None => "it never gave a sign".to_owned(),
            };
            page.line(format!("  👋 {}: {team} ({sign})", agent.agent_id));
            for item in &agent.handed_back {
                let now = if item.status == "dead" { "is dead" } else { "is back in the queue" };
                page.line(format!("     📥 {} {now}", item.work_item_id));
            }
            for id in &agent.freed_paths {
                page.line(format!("     🔓 {id}: its paths are free"));
            }
            for id in &agent.unassigned {
                page.line(format!("     📌 {id} is free for others"));
            }
        }
        self.dependants.text(page);
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|agent| agent.agent_id.clone()).collect()
    }
}
