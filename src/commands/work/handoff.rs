//! `handoff`: gives a piece of work to another agent.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::taking::over_capacity;
use super::target::{Authority, Caller, check_id, check_text, reason, work_id};
use super::{aftermath, events};
use crate::commands::change::{Change, Mutation, no_such_agent, no_such_item, perform};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Agent, Stamp, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::{ItemFilter, Txn};

/// Gives a piece of work to another agent.
///
/// The item is the other agent's at once, with a full lease and all that is known of it: progress, notes, what must
/// hold when it is done, the last error, the worktree. Your own claim on it is over. The other agent must be registered,
/// able to do what the item needs, and hold fewer items than it may.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Handoff {
    /// The work id; the variable counts where it is empty or left out [env: CURRENT_WORK_ITEM]
    pub work_id: Option<String>,
    /// Who takes over
    #[arg(long, value_name = "AGENT")]
    pub to: String,
    /// What the other agent should know; kept with the item [default: the --reason]
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub note: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub authority: Authority,
}

/// What was handed over, with all that is known of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandedOff {
    /// The item.
    pub work_item_id: String,
    /// Who held it.
    pub from: Option<String>,
    /// Who holds it now.
    pub agent_id: String,
    /// The fence of the new holder.
    pub fence: u64,
    /// When the lease of the new holder ends, unless it is renewed.
    pub lease_expires_at: Option<Stamp>,
    /// What the new holder should know.
    pub note: Option<String>,
    /// The item as it stands.
    pub item: WorkItem,
}

impl Operation for Handoff {
    const NAME: &'static str = "handoff";
    const ALIASES: &'static [&'static str] = &["hand-off"];
    const GROUP: Group = Group::Work;
    const ABOUT: &'static str = "Give work to another agent: work id, --to, --note";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[(
        "coord register agent_8; coord handoff \"\" --to agent_8 --note \"no tests yet\"",
        "the other agent goes on with it",
    )];
    const SPAN: Option<&'static str> = Some("s2s.work.handoff");
    type Report = HandedOff;

    fn run(self, context: &Context) -> Result<HandedOff> {
        perform(self, context)
    }
}

/// A checked request.
pub struct Transfer {
    id: String,
    to: String,
    note: Option<String>,
    caller: Caller,
}

impl Mutation for Handoff {
    const CHANGE: Change = Change::of("handoff");
    type Checked = Transfer;

    fn check(self, context: &Context) -> Result<Transfer> {
        let id = work_id(self.work_id, context)?;
        check_id("--to", &self.to)?;
        let note = match self.note.filter(|note| !note.is_empty()) {
            Some(note) => Some(note),
            None => reason(context)?,
        };
        note.iter().try_for_each(|note| check_text("--note", note))?;
        context.recorder().borrow_mut().attribute("s2s.work_item_id", id.as_str());
        let caller = Caller::of(&self.authority, &id, context)?;
        Ok(Transfer { id, to: self.to, note, caller })
    }

    fn apply(transfer: &Transfer, txn: &mut dyn Txn, context: &Context) -> Result<HandedOff> {
        let Transfer { id, to, note, caller } = transfer;
        let mut item = txn.item(id)?.ok_or_else(|| no_such_item(id))?;
        let (actor, now) = (caller.actor(), context.now());
        let lease_secs = context.config()?.lease.secs();
        let from = item.agent_id.clone();
        item.check_holder("hand off", actor, lease_secs)?;
        let receiver = txn.agent(to)?.ok_or_else(|| no_such_agent(to))?;
        check_receiver(txn, &receiver, &item, context)?;
        item.hand_off(to, actor, now, lease_secs)?;
        if item.assigned_to.is_some() {
            item.assigned_to = Some(to.clone());
        }
        if let Some(note) = note {
            item.note(note, actor.agent_id.or(from.as_deref()), now);
        }
        txn.put_item(&item)?;
        from.iter().chain([to]).try_for_each(|holder| aftermath::count_workload(txn, holder))?;
        Ok(HandedOff {
            work_item_id: id.clone(),
            from,
            agent_id: to.clone(),
            fence: item.fence(),
            lease_expires_at: item.lease.as_ref().map(|lease| lease.expires_at.clone()),
            note: note.clone(),
            item,
        })
    }

    fn committed(handed: &HandedOff, context: &Context) {
        let (from, to) = (handed.from.as_deref(), handed.agent_id.as_str());
        events::tell(context, "work_handed_off", &handed.item, from, Some(to));
    }
}

/// Refuses a receiver that has it already, has left, cannot do it, or holds as much as it may.
fn check_receiver(txn: &mut dyn Txn, receiver: &Agent, item: &WorkItem, context: &Context) -> Result<()> {
    let (id, to) = (&item.work_item_id, &receiver.agent_id);
    if item.is_held_by(to) {
        return Err(refused(Kind::AlreadyClaimed, format!("{to} holds {id} already"), item, to)
            .hint("name the agent that is to take over: --to AGENT")
            .with("holder", to.as_str()));
    }
    check_able(receiver, item)?;
    check_room(txn, receiver, 1, context).map_err(|error| error.with("work_item_id", id.as_str()))
}

/// Refuses a receiver that has left or cannot do what the item needs.
///
/// # Errors
/// That.
pub(super) fn check_able(receiver: &Agent, item: &WorkItem) -> Result<()> {
    let (id, to) = (&item.work_item_id, &receiver.agent_id);
    if receiver.status.as_deref() == Some("retired") {
        return Err(refused(Kind::AgentNotFound, format!("{to} is retired and takes no work"), item, to)
            .hint(format!("hand it to another agent, or bring it back: coord register {to}")));
    }
    let missing = receiver.lacks(item.needs.as_deref().unwrap_or_default()).join(", ");
    if missing.is_empty() {
        return Ok(());
    }
    let message = format!("{id} needs an agent that can {missing}; {to} cannot");
    Err(refused(Kind::WrongStatus, message, item, to).hint(format!(
        "hand it to another agent, or say what it can do: coord register {to} --can {missing}"
    )))
}

/// Refuses a receiver that may not hold `more` items beside those that it holds.
///
/// # Errors
/// That, or what the store says.
pub(super) fn check_room(txn: &mut dyn Txn, receiver: &Agent, more: u32, context: &Context) -> Result<()> {
    let limit = receiver.limit(context.config()?.max_concurrent_work);
    let holds = txn.count_items(&ItemFilter::held_by(&receiver.agent_id))?;
    if limit > 0 && holds.saturating_add(more) > limit {
        return Err(over_capacity(&receiver.agent_id, holds, limit));
    }
    Ok(())
}

fn refused(kind: Kind, message: String, item: &WorkItem, to: &str) -> Error {
    Error::new(kind, message).with("work_item_id", item.work_item_id.as_str()).with("agent_id", to)
}

impl Report for HandedOff {
    fn text(&self, page: &mut Page) {
        let from = self.from.as_ref().map_or_else(String::new, |from| format!(" from {from}"));
        page.line(format!("🤝 HANDED OFF: {}{from} to {}", self.work_item_id, self.agent_id));
        let said = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let item = &self.item;
        let rows = [
            ("What", said(&item.description)),
            ("Progress", item.progress.map(|percent| format!("{percent}%"))),
            ("Worktree", said(&item.worktree)),
            ("Last error", said(&item.last_error)),
            ("Lease ends", self.lease_expires_at.as_ref().map(ToString::to_string)),
        ];
        for (name, value) in rows {
            if let Some(value) = value {
                page.line(format!("   {name:<10} {value}"));
            }
        }
        for criterion in item.acceptance_criteria.iter().flatten() {
            page.line(format!("   🎯 {criterion}"));
        }
        for note in item.notes.iter().flatten() {
            let by = note.by.as_ref().map_or_else(String::new, |by| format!("{by}: "));
            page.line(format!("   📝 {by}{}", note.text));
        }
    }

    fn id(&self) -> Option<String> {
        Some(self.work_item_id.clone())
    }
}
