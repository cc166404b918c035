//! `assign`: says which agent alone may take an item of the queue.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::change::{Change, Mutation, no_such_agent, no_such_item, perform};
use crate::commands::work::check_id;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Activity, Agent, Status, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::{ItemFilter, Txn};

/// Assigns an item of the queue to an agent.
///
/// From then on that agent alone may take it; it still has to take it: coord claim --id, or coord next. What somebody holds
/// is handed off instead.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Assign {
    /// The work id
    #[arg(value_name = "ID")]
    pub id: String,
    /// The agent; '' lets everybody take it again
    #[arg(long, value_name = "AGENT", required_unless_present = "none", conflicts_with = "none")]
    #[serde(default)]
    pub to: Option<String>,
    /// Let everybody take it again
    #[arg(long)]
    #[serde(default)]
    pub none: bool,
}

/// The assignment as it stands.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Assigned {
    /// The item.
    pub work_item_id: String,
    /// Who alone may take it; null where everybody may.
    pub assigned_to: Option<String>,
    /// To whom it was assigned before.
    pub was_assigned_to: Option<String>,
    /// What that agent is doing.
    pub activity: Option<Activity>,
    /// The item as it stands.
    pub item: WorkItem,
}

impl Operation for Assign {
    const NAME: &'static str = "assign";
    const GROUP: Group = Group::Agents;
    const ABOUT: &'static str = "Let one agent alone take an item of the queue";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        (
            "id=$(coord -q add bug \"Fix the crash\"); coord assign \"$id\" --to \"$AGENT_ID\"",
            "nobody else can take it",
        ),
        ("id=$(coord -q add bug \"Fix it\" --assign agent_9); coord assign \"$id\" --none", "everybody can"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.work.assign");
    type Report = Assigned;

    fn run(self, context: &Context) -> Result<Assigned> {
        perform(self, context)
    }
}

impl Mutation for Assign {
    const CHANGE: Change = Change::of("assign");
    type Checked = (String, Option<String>);

    fn check(self, context: &Context) -> Result<Self::Checked> {
        check_id("the work id", &self.id)?;
        if self.to.is_none() && !self.none {
            return Err(Error::new(Kind::Usage, "nobody is named to assign it to")
                .hint("name an agent with --to, or nobody with --none"));
        }
        let to = self.to.filter(|to| !to.is_empty());
        to.iter().try_for_each(|to| check_id("--to", to))?;
        context.recorder().borrow_mut().attribute("s2s.work_item_id", self.id.as_str());
        Ok((self.id, to))
    }

    fn apply((id, to): &Self::Checked, txn: &mut dyn Txn, context: &Context) -> Result<Assigned> {
        let mut item = txn.item(id)?.ok_or_else(|| no_such_item(id))?;
        check_status(&item)?;
        let agent = match to {
            Some(to) => Some(txn.agent(to)?.ok_or_else(|| no_such_agent(to))?),
            None => None,
        };
        agent.iter().try_for_each(|agent| check_agent(agent, &item))?;
        let was_assigned_to = item.assigned_to.clone();
        if was_assigned_to != *to {
            item.assigned_to.clone_from(to);
            txn.put_item(&item)?;
        }
        let activity = agent.map(|agent| activity(txn, &agent, context)).transpose()?;
        Ok(Assigned { work_item_id: id.clone(), assigned_to: to.clone(), was_assigned_to, activity, item })
    }

    fn committed(assigned: &Assigned, context: &Context) {
        if let (Some(agent), Some(activity)) = (&assigned.assigned_to, assigned.activity)
            && !activity.is_present()
        {
            context.warn(format!("{agent} is {}, and nobody else can take the item", activity.word()));
        }
    }
}

fn activity(txn: &mut dyn Txn, agent: &Agent, context: &Context) -> Result<Activity> {
    let holds = txn.count_items(&ItemFilter::held_by(&agent.agent_id))?;
    Ok(Activity::of(agent, holds, context.now(), context.config()?.stale_agent_timeout.secs()))
}

fn check_status(item: &WorkItem) -> Result<()> {
    let id = item.work_item_id.as_str();
    match item.status() {
        Status::Pending => Ok(()),
        Status::Held => {
            let holder = item.agent_id.as_deref().unwrap_or("nobody");
            Err(Error::new(Kind::WrongStatus, format!("cannot assign {id}: {holder} holds it"))
                .hint("let its holder give it to another: coord handoff ID --to AGENT")
                .hint("or put it back into the queue first: coord release ID")
                .with("work_item_id", id)
                .with("holder", holder))
        }
        _ => Err(item.wrong_status("assign").into()),
    }
}

fn check_agent(agent: &Agent, item: &WorkItem) -> Result<()> {
    let (id, agent_id) = (item.work_item_id.as_str(), agent.agent_id.as_str());
    let refused = |why: String| {
        Error::new(Kind::WrongStatus, format!("cannot assign {id} to {agent_id}: {why}"))
            .with("work_item_id", id)
            .with("agent_id", agent_id)
    };
    if agent.status.as_deref() == Some("retired") {
        return Err(refused("it is retired".to_owned())
            .hint("it is active again once it registers; see who else could take it: coord suggest ID"));
    }
    let missing = agent.lacks(item.needs.as_deref().unwrap_or_default());
    if missing.is_empty() {
        return Ok(());
    }
    Err(refused(format!("it cannot {}", missing.join(", ")))
        .hint("see who can: coord suggest ID; or say that it can: coord register ID --can CAPABILITY")
        .with("missing", missing))
}

impl Report for Assigned {
    fn text(&self, page: &mut Page) {
        let id = &self.work_item_id;
        match (&self.assigned_to, &self.was_assigned_to) {
            (Some(to), was) if Some(to) == was.as_ref() => {
                page.line(format!("📌 ASSIGNED: {id} was assigned to {to} before"));
            }
            (Some(to), _) => page.line(format!("📌 ASSIGNED: {id} waits for {to} alone")),
            (None, _) => page.line(format!("📌 ASSIGNED: {id} is free for everybody")),
        }
        if let Some(was) = self.was_assigned_to.as_ref().filter(|was| self.assigned_to.as_ref() != Some(*was))
        {
            page.line(format!("   It waited for {was} before."));
        }
    }

    fn id(&self) -> Option<String> {
        Some(self.work_item_id.clone())
    }
}
