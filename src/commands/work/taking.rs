//! Taking items that are on the board: one by its id, or the next ones of the queue.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::admission::Admission;
use super::aftermath;
use super::reserve::check_is_work;
use crate::commands::change::no_such_item;
use crate::context::Context;
use crate::domain::{
    Agent, Candidates, Hindrance, Quantity, Registration, Status, Taken, Taker, Taking, Telemetry, WorkItem,
};
use crate::error::{Error, Kind, Result};
use crate::store::{ItemFilter, Txn, View};

/// So many candidates are asked for at first, and more each time that none of them could be taken.
const PAGE: usize = 8;
/// How the number grows.
const GROWTH: usize = 4;

/// Who takes work in this command, and on what terms.
#[derive(Clone, Debug)]
pub struct Claimant {
    /// `AGENT_ID`, where it was given.
    pub agent_id: Option<String>,
    /// What the claim says of the agent.
    pub registration: Registration,
    /// Length of the lease in seconds.
    pub lease_secs: u32,
    /// How many items an agent may hold that has no limit of its own; 0 is no limit.
    pub limit: u32,
}

/// An agent that takes work, while the transaction runs.
pub struct Claiming<'c> {
    context: &'c Context,
    claimant: &'c Claimant,
    /// The agent as it will stand.
    pub agent: Agent,
    /// How many items it holds.
    pub holds: u32,
    limit: u32,
    admission: Admission,
    /// Items that are dead, because the lease of their last holder has ended; written at the end.
    dying: Vec<Dying>,
}

/// An item that is dead, and the claim that ended with that.
#[derive(Debug)]
struct Dying {
    item: WorkItem,
    agent_id: String,
    fence: u64,
}

/// What was taken, and from whom.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Grip {
    /// The item as it stands.
    pub item: WorkItem,
    /// The holder of before, whose lease had ended.
    pub taken_from: Option<String>,
}

impl<'c> Claiming<'c> {
    /// The claimant as the board knows it, or as a new agent.
    ///
    /// # Errors
    /// What the store says.
    pub fn begin(txn: &mut dyn Txn, context: &'c Context, claimant: &'c Claimant) -> Result<Self> {
        let (agent_id, known) = match &claimant.agent_id {
            Some(id) => (id.clone(), txn.agent(id)?),
            None => (format!("agent_{}", txn.allocate_id()?), None),
        };
        let limit = known.as_ref().and_then(|agent| agent.max_items).unwrap_or(claimant.limit);
        let holds = match &claimant.agent_id {
            Some(id) => held(txn, id, known.as_ref(), limit)?,
            None => 0,
        };
        let mut agent = Agent::registered(&agent_id, known, claimant.registration.clone(), context.now());
        agent.team.get_or_insert_with(|| context.default_team());
        let capabilities = agent.capabilities.clone().unwrap_or_default();
        let taker = Taker { agent_id, capabilities };
        let admission = Admission::new(Some(taker), context.now(), context.config()?.lease.secs());
        Ok(Self { context, claimant, agent, holds, limit, admission, dying: Vec::new() })
    }

    /// Refuses to take more than the agent may hold.
    ///
    /// # Errors
    /// It holds as many as it may.
    pub fn check_capacity(&self) -> Result<()> {
        if !self.is_full() {
            return Ok(());
        }
        Err(over_capacity(&self.agent.agent_id, self.holds, self.limit))
    }

    fn is_full(&self) -> bool {
        self.limit > 0 && self.holds >= self.limit
    }

    /// Refuses an item that cannot be taken now.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn check_ready(&mut self, view: &mut dyn View, item: &WorkItem) -> Result<()> {
        match self.admission.hindrance(view, item)? {
            Some(hindrance) => Err(hindered(item, &hindrance)),
            None => Ok(()),
        }
    }

    /// Takes the item of that id.
    ///
    /// # Errors
    /// There is none, somebody else holds it, it is not ready, or the agent holds as many as it may.
    pub fn take_id(&mut self, txn: &mut dyn Txn, id: &str) -> Result<Grip> {
        let item = txn.item(id)?.ok_or_else(|| no_such_item(id))?;
        if item.is_held_by(&self.agent.agent_id) {
            // Asked again by its holder: the lease starts again, and nothing else changes.
            let mut item = item;
            item.renew_lease(self.context.now(), self.claimant.lease_secs);
            txn.put_item(&item)?;
            return Ok(Grip { item, taken_from: None });
        }
        check_is_work(&item, "claim")?;
        self.check_capacity()?;
        // What its status forbids is told before what keeps it from being taken.
        let mut taken = item.clone();
        let outcome = taken.take(&self.taking()?, self.context.now())?;
        self.check_ready(txn, &item)?;
        self.keep(txn, taken, outcome)?.ok_or_else(|| died(id))
    }

    /// Takes up to `count` of the next items that the queue has for the agent. Empty where it has none;
    /// nothing was written then.
    ///
    /// # Errors
    /// What the store says, or that the agent holds as many as it may.
    pub fn take_next(&mut self, txn: &mut dyn Txn, wanted: &Candidates, count: usize) -> Result<Vec<Grip>> {
        self.check_capacity()?;
        let mut grips = Vec::new();
        let (mut from, mut page) = (0, PAGE.max(count));
        while grips.len() < count && !self.is_full() {
            let candidates = txn.candidates(wanted, from..from + page)?;
            let is_last = candidates.len() < page;
            let before = grips.len();
            let passed = self.take_of(txn, candidates, count, &mut grips)?;
            if is_last {
                break;
            }
            // What was taken is no candidate any more, and the rest moved up.
            from += passed;
            page = if grips.len() > before { page } else { page * GROWTH };
        }
        Ok(grips)
    }

    /// Takes what it can of these candidates, and says how many it had to pass over.
    fn take_of(
        &mut self,
        txn: &mut dyn Txn,
        candidates: Vec<WorkItem>,
        count: usize,
        grips: &mut Vec<Grip>,
    ) -> Result<usize> {
        let mut passed = 0;
        for mut item in candidates {
            if grips.len() == count || self.is_full() {
                break;
            }
            if self.admission.hindrance(txn, &item)?.is_some() {
                passed += 1;
                continue;
            }
            let outcome = item.take(&self.taking()?, self.context.now())?;
            match self.keep(txn, item, outcome)? {
                Some(grip) => grips.push(grip),
                None => passed += 1,
            }
        }
        Ok(passed)
    }

    /// The ids of items that could not be taken because they are dead.
    pub fn dead(&self) -> Vec<&str> {
        self.dying.iter().map(|dying| dying.item.work_item_id.as_str()).collect()
    }

    /// Writes the agent as it stands after all that it took, and what is dead.
    ///
    /// # Errors
    /// What the store says.
    pub fn finish(mut self, txn: &mut dyn Txn) -> Result<Agent> {
        for Dying { item, agent_id, fence } in std::mem::take(&mut self.dying) {
            bury(txn, &item, (&agent_id, fence), self.context)?;
            self.lost(&agent_id);
        }
        self.agent.current_workload = Some(Quantity::from(self.holds));
        txn.put_agent(&self.agent)?;
        Ok(self.agent)
    }

    /// Notes that a new item was claimed without being taken from the queue.
    pub fn holds_one_more(&mut self) {
        self.holds += 1;
    }

    fn taking(&self) -> Result<Taking<'_>> {
        let config = self.context.config()?;
        let trace = self.context.trace();
        Ok(Taking {
            agent_id: &self.agent.agent_id,
            lease_secs: self.claimant.lease_secs,
            default_lease_secs: config.lease.secs(),
            telemetry: Telemetry::of_claim(&trace.trace_id, &trace.span_id, &config.telemetry.service_name),
            max_attempts: config.queue.max_attempts,
        })
    }

    /// Writes an item that was taken; `None` where it is dead instead, which is written at the end.
    fn keep(&mut self, txn: &mut dyn Txn, item: WorkItem, outcome: Taken) -> Result<Option<Grip>> {
        let taken_from = match outcome {
            Taken::Fresh => None,
            Taken::After { agent_id, fence } => Some((agent_id, fence)),
            Taken::Dead { agent_id, fence } => {
                self.dying.push(Dying { item, agent_id, fence });
                return Ok(None);
            }
        };
        txn.put_item(&item)?;
        if let Some((agent_id, fence)) = &taken_from {
            aftermath::note_expiry(txn, &item, agent_id, *fence)?;
            self.lost(agent_id);
        }
        self.holds += 1;
        self.admission.took(&item);
        Ok(Some(Grip { item, taken_from: taken_from.map(|(agent_id, _)| agent_id) }))
    }

    /// Counts a claim that ended with its lease, where it was of this very agent.
    fn lost(&mut self, agent_id: &str) {
        if self.agent.agent_id == agent_id {
            self.agent.lost_lease();
            self.holds = self.holds.saturating_sub(1);
        }
    }
}

/// Writes an item that is dead, and what follows from it for its last holder and for the items that depend on it.
fn bury(txn: &mut dyn Txn, item: &WorkItem, claim: (&str, u64), context: &Context) -> Result<()> {
    txn.put_item(item)?;
    aftermath::note_expiry(txn, item, claim.0, claim.1)?;
    aftermath::of_end(txn, item, context.now(), context.config()?.lease.secs()).map(drop)
}

/// Writes which of these items are dead, because the lease of their last holder has ended: what is kept of a claim
/// that could take nothing.
///
/// # Errors
/// What the store says.
pub fn bury_dead(txn: &mut dyn Txn, items: Vec<WorkItem>, context: &Context) -> Result<()> {
    let config = context.config()?;
    for mut item in items {
        if item.status() != Status::Held || !item.is_expired(context.now(), config.lease.secs()) {
            continue;
        }
        let (agent_id, fence) = (item.agent_id.clone().unwrap_or_default(), item.fence());
        if item.expire(config.queue.max_attempts) {
            bury(txn, &item, (&agent_id, fence), context)?;
        }
    }
    Ok(())
}

/// Whether a claim was refused because what it could have taken is dead.
pub fn tells_of_dead(refused: &Error) -> bool {
    refused.context().contains_key("dead")
}

/// How many items the agent holds. Its record says so, once a command of ours has counted; the script left it at 0.
/// Where a limit depends on it, the items themselves are counted.
fn held(txn: &mut dyn Txn, agent_id: &str, known: Option<&Agent>, limit: u32) -> Result<u32> {
    let said = known.and_then(|agent| agent.current_workload).and_then(Quantity::whole);
    match said.and_then(|said| u32::try_from(said).ok()) {
        Some(said) if limit == 0 && said > 0 => Ok(said),
        _ => txn.count_items(&ItemFilter::held_by(agent_id)),
    }
}

/// The error for an agent that holds as many items as it may.
pub fn over_capacity(agent_id: &str, holds: u32, limit: u32) -> Error {
    Error::new(Kind::CapacityExceeded, format!("{agent_id} holds {holds} items, and {limit} is the limit"))
        .hint("complete one of them, or raise MAX_CONCURRENT_WORK or the agent's own limit")
        .with("agent_id", agent_id)
        .with("holds", holds)
        .with("limit", limit)
}

/// The error for an item that cannot be taken now.
pub fn hindered(item: &WorkItem, hindrance: &Hindrance) -> Error {
    let id = &item.work_item_id;
    let name = if id.is_empty() { "the work" } else { id };
    let message = format!("{name} cannot be claimed: {hindrance}");
    let kind = match hindrance {
        Hindrance::PathsTaken(_) | Hindrance::Assigned { .. } => Kind::AlreadyClaimed,
        _ => Kind::WrongStatus,
    };
    let mut error = Error::new(kind, message).with("hindrance", hindrance.word());
    if !id.is_empty() {
        error = error.with("work_item_id", id.as_str());
    }
    match hindrance {
        Hindrance::PathsTaken(taken) => {
            let error = error
                .hint("take other work: coord next; or wait until the paths are free: coord conflicts")
                .with("path", taken.path.as_str())
                .with("conflicts_with", taken.other.as_str())
                .with("holder", taken.holder.as_str());
            match &taken.expires_at {
                Some(end) => error.with("lease_expires_at", end.0.as_str()),
                None => error,
            }
        }
        Hindrance::Assigned { to } => {
            error.hint("take other work: coord next").with("assigned_to", to.as_str())
        }
        Hindrance::Incapable { .. } => {
            error.hint("say what you can do: coord register AGENT_ID --can CAPABILITY")
        }
        _ => error.hint("see what can be taken now: coord ready"),
    }
}

fn died(id: &str) -> Error {
    Error::new(
        Kind::WrongStatus,
        format!("cannot claim {id}: the leases of its holders ended too often, it is dead"),
    )
    .hint("see what went wrong: coord show; bring it back with: coord retry")
    .with("work_item_id", id)
    .with("dead", vec![id.to_owned()])
}
