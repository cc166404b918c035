//! `remove-agent`: retires an agent and hands its work back.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::change::{Change, Mutation, no_such_agent, perform};
use crate::commands::work::check_id;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Actor, Agent, Quantity, Status, WorkItem};
use crate::error::{Kind, Result};
use crate::output::{Page, Report};
use crate::store::{ItemFilter, Txn};

/// Retires an agent.
///
/// What it holds goes back into the queue, as if it had not been claimed, and what is assigned to it is free for
/// others. Its record stays, with what it has done; once it registers again, or claims, it is active again.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct RemoveAgent {
    /// The agent
    #[arg(value_name = "ID")]
    pub id: String,
}

/// The agent that was retired.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RetiredAgent {
    /// The agent.
    pub agent_id: String,
    /// Items that it held, which are back in the queue.
    pub handed_back: Vec<String>,
    /// Reservations of paths that it held, which are over.
    pub freed_paths: Vec<String>,
    /// Other items that were assigned to it, and are free for others now.
    pub unassigned: Vec<String>,
    /// Whether it had been retired before.
    pub already_retired: bool,
    /// The agent as it stands.
    pub agent: Agent,
}

impl Operation for RemoveAgent {
    const NAME: &'static str = "remove-agent";
    const ALIASES: &'static [&'static str] = &["retire-agent"];
    const GROUP: Group = Group::Agents;
    const ABOUT: &'static str = "Retire an agent; its work goes back into the queue";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[(
        "coord remove-agent \"$AGENT_ID\" --reason \"its machine is gone\"",
        "others can take its work now",
    )];
    const SPAN: Option<&'static str> = Some("s2s.agent.remove");
    type Report = RetiredAgent;

    fn run(self, context: &Context) -> Result<RetiredAgent> {
        let id = self.id.clone();
        let retired = perform(self, context);
        retired.map_err(|error| if error.kind() == Kind::NoBoard { no_such_agent(&id) } else { error })
    }
}

impl Mutation for RemoveAgent {
    const CHANGE: Change = Change::of("remove_agent");
    type Checked = String;

    fn check(self, context: &Context) -> Result<String> {
        check_id("the agent id", &self.id)?;
        context.recorder().borrow_mut().attribute("s2s.agent_id", self.id.as_str());
        Ok(self.id)
    }

    fn apply(id: &String, txn: &mut dyn Txn, context: &Context) -> Result<RetiredAgent> {
        let mut agent = txn.agent(id)?.ok_or_else(|| no_such_agent(id))?;
        let mut retired = RetiredAgent {
            agent_id: id.clone(),
            handed_back: Vec::new(),
            freed_paths: Vec::new(),
            unassigned: Vec::new(),
            already_retired: agent.status.as_deref() == Some("retired"),
            agent: agent.clone(),
        };
        for mut item in txn.items(&ItemFilter::with_statuses(&[Status::Pending, Status::Held]))? {
            let is_held = item.is_held_by(id);
            if is_held {
                hand_back(&mut item, id, context)?;
            }
            let is_assigned = item.assigned_to.as_ref() == Some(id);
            if is_assigned {
                item.assigned_to = None;
            }
            if is_held || is_assigned {
                txn.put_item(&item)?;
                let list = match (is_held, item.is_reservation()) {
                    (true, true) => &mut retired.freed_paths,
                    (true, false) => &mut retired.handed_back,
                    (false, _) => &mut retired.unassigned,
                };
                list.push(item.work_item_id);
            }
        }
        agent.retire();
        agent.current_workload = Some(Quantity::from(0_u32));
        if agent != retired.agent {
            txn.put_agent(&agent)?;
        }
        Ok(RetiredAgent { agent, ..retired })
    }
}

/// Puts what the agent holds back into the queue, with a word to whoever takes it next.
fn hand_back(item: &mut WorkItem, id: &str, context: &Context) -> Result<()> {
    let holder = Actor { agent_id: Some(id), strict: false, fence: None, force: false };
    item.release(holder, context.config()?.lease.secs())?;
    let why = context.settings().reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
    item.note(
        &format!("handed back, because {id} was retired{why}"),
        context.agent_id().as_deref(),
        context.now(),
    );
    Ok(())
}

impl Report for RetiredAgent {
    fn text(&self, page: &mut Page) {
        let before = if self.already_retired { " before" } else { "" };
        page.line(format!("👋 RETIRED: Agent {} was retired{before}", self.agent_id));
        for id in &self.handed_back {
            page.line(format!("   📥 {id} is back in the queue"));
        }
        for id in &self.freed_paths {
            page.line(format!("   🔓 {id}: its paths are free"));
        }
        for id in &self.unassigned {
            page.line(format!("   📌 {id} is free for others"));
        }
    }

    fn id(&self) -> Option<String> {
        Some(self.agent_id.clone())
    }
}
