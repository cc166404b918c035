//! `reassign-work`: gives all that one agent has to another.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::handoff::{check_able, check_room};
use super::target::{check_id, reason};
use super::{aftermath, events};
use crate::commands::change::{Change, Mutation, no_such_agent, perform};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Actor, Status, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::{ItemFilter, Txn};

/// Gives all that one agent has to another.
///
/// What it holds is handed off, with a full lease: work, and the paths that it keeps free. What waits for it alone waits
/// for the other one. All of it or nothing: the other agent must be registered, able to do each item, and allowed to
/// hold that many. A --reason is kept with each item.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct ReassignWork {
    /// Who has it
    #[arg(long, value_name = "AGENT")]
    pub from: String,
    /// Who gets it
    #[arg(long, value_name = "AGENT")]
    pub to: String,
    /// Say what would be given over, and change nothing
    #[arg(long)]
    #[serde(default)]
    pub dry_run: bool,
}

/// What was given over.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Reassigned {
    /// Who had it.
    pub from: String,
    /// Who has it now.
    pub to: String,
    /// Work that was held, in order of creation.
    pub handed_over: Vec<HandedOver>,
    /// Reservations of paths that were held.
    pub paths: Vec<String>,
    /// Items of the queue that wait for the other agent alone now.
    pub assigned: Vec<String>,
    /// Whether nothing was changed.
    pub dry_run: bool,
}

/// Work that was held and has another holder now.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandedOver {
    /// The item.
    pub work_item_id: String,
    /// The kind of work.
    pub work_type: Option<String>,
    /// Its team.
    pub team: Option<String>,
    /// The fence of the new holder.
    pub fence: u64,
}

impl Operation for ReassignWork {
    const NAME: &'static str = "reassign-work";
    const ALIASES: &'static [&'static str] = &["reassign"];
    const GROUP: Group = Group::Work;
    const ABOUT: &'static str = "Give all that one agent has to another: --from, --to";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        (
            "coord register ada; coord reassign-work --from agent_7 --to ada",
            "what it held, and what waited for it alone",
        ),
        ("coord register ada; coord reassign-work --from agent_7 --to ada --dry-run", "what that would be"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.work.reassign");
    type Report = Reassigned;

    fn run(self, context: &Context) -> Result<Reassigned> {
        perform(self, context)
    }
}

/// A checked request.
pub struct Transfer {
    from: String,
    to: String,
    reason: Option<String>,
    dry_run: bool,
}

impl Mutation for ReassignWork {
    const CHANGE: Change = Change::of("reassign_work");
    type Checked = Transfer;

    fn check(self, context: &Context) -> Result<Transfer> {
        check_id("--from", &self.from)?;
        check_id("--to", &self.to)?;
        if self.from == self.to {
            return Err(Error::new(Kind::InvalidValue, format!("--from and --to are both {}", self.to))
                .hint("name two agents"));
        }
        context.recorder().borrow_mut().attribute("s2s.agent_id", self.from.as_str());
        Ok(Transfer { from: self.from, to: self.to, reason: reason(context)?, dry_run: self.dry_run })
    }

    /// Who only looks leaves no sign.
    fn actor(transfer: &Transfer, context: &Context) -> Option<String> {
        context.agent_id().filter(|_| !transfer.dry_run)
    }

    fn apply(transfer: &Transfer, txn: &mut dyn Txn, context: &Context) -> Result<Reassigned> {
        let items = transfer.items(txn)?;
        if items.is_empty() && txn.agent(&transfer.from)?.is_none() {
            return Err(no_such_agent(&transfer.from));
        }
        transfer.check_receiver(&items, txn, context)?;
        let mut done = Reassigned {
            from: transfer.from.clone(),
            to: transfer.to.clone(),
            handed_over: Vec::new(),
            paths: Vec::new(),
            assigned: Vec::new(),
            dry_run: transfer.dry_run,
        };
        for mut item in items {
            transfer.give(&mut item, context)?;
            if !transfer.dry_run {
                txn.put_item(&item)?;
            }
            done.count(item);
        }
        if !transfer.dry_run {
            [&transfer.from, &transfer.to]
                .into_iter()
                .try_for_each(|agent| aftermath::count_workload(txn, agent))?;
        }
        Ok(done)
    }

    fn committed(done: &Reassigned, context: &Context) {
        if done.dry_run {
            return;
        }
        for item in &done.handed_over {
            events::tell_hand_off(context, &item.work_item_id, item.team.as_deref(), (&done.from, &done.to));
        }
    }
}

impl Transfer {
    /// What the agent holds, and what waits for it alone.
    fn items(&self, txn: &mut dyn Txn) -> Result<Vec<WorkItem>> {
        let mut items = txn.items(&ItemFilter::with_statuses(&[Status::Pending, Status::Held]))?;
        let is_meant = |item: &WorkItem| {
            item.is_held_by(&self.from)
                || (!item.is_held() && item.assigned_to.as_deref() == Some(self.from.as_str()))
        };
        items.retain(is_meant);
        Ok(items)
    }

    fn check_receiver(&self, items: &[WorkItem], txn: &mut dyn Txn, context: &Context) -> Result<()> {
        let receiver = txn.agent(&self.to)?.ok_or_else(|| no_such_agent(&self.to))?;
        items.iter().try_for_each(|item| check_able(&receiver, item))?;
        let held = items.iter().filter(|item| item.is_held() && !item.is_reservation()).count();
        let held = u32::try_from(held).unwrap_or(u32::MAX);
        if held == 0 { Ok(()) } else { check_room(txn, &receiver, held, context) }
    }

    fn give(&self, item: &mut WorkItem, context: &Context) -> Result<()> {
        if item.assigned_to.is_some() {
            item.assigned_to = Some(self.to.clone());
        }
        if !item.is_held() {
            return Ok(());
        }
        let holder = Actor { agent_id: Some(&self.from), strict: false, fence: None, force: false };
        item.hand_off(&self.to, holder, context.now(), context.config()?.lease.secs())?;
        let why = self.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
        let note = format!("handed over from {}{why}", self.from);
        item.note(&note, context.agent_id().as_deref(), context.now());
        Ok(())
    }
}

impl Reassigned {
    fn count(&mut self, item: WorkItem) {
        match (item.is_held(), item.is_reservation()) {
            (true, false) => self.handed_over.push(HandedOver {
                fence: item.fence(),
                work_item_id: item.work_item_id,
                work_type: item.work_type,
                team: item.team,
            }),
            (true, true) => self.paths.push(item.work_item_id),
            (false, _) => self.assigned.push(item.work_item_id),
        }
    }
}

impl Report for Reassigned {
    fn text(&self, page: &mut Page) {
        let (from, to) = (&self.from, &self.to);
        if self.ids().is_empty() {
            page.line(format!("🤝 REASSIGNED: {from} holds nothing, and nothing waits for it"));
            return;
        }
        let would = if self.dry_run { "would go" } else { "went" };
        page.line(format!("🤝 REASSIGNED: {} {would} from {from} to {to}", self.handed_over.len()));
        for item in &self.handed_over {
            let work_type = item.work_type.as_deref().unwrap_or_default();
            page.line(format!("   🔧 {}: {work_type} (fence {})", item.work_item_id, item.fence));
        }
        for id in &self.paths {
            page.line(format!("   🔒 {id}: its paths"));
        }
        for id in &self.assigned {
            page.line(format!("   📌 {id} waits for {to} alone"));
        }
    }

    fn ids(&self) -> Vec<String> {
        let held = self.handed_over.iter().map(|item| &item.work_item_id);
        held.chain(&self.paths).chain(&self.assigned).cloned().collect()
    }
}
