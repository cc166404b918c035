//! `heartbeat`: a sign that an agent is there.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::change::{Change, Mutation, no_such_agent, no_such_item, perform};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Refusal, Stamp, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::{ItemFilter, Txn};

/// Gives a sign of life and renews leases.
///
/// An item whose lease has ended still belongs to its holder. A heartbeat does not wait for the disk: after a loss of
/// power the last of them may be missing.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Heartbeat {
    /// The agent [env: AGENT_ID]
    pub agent_id: Option<String>,
    /// Renew the lease of this item only, instead of all that the agent holds
    #[arg(long, value_name = "ID")]
    pub work: Option<String>,
}

/// What was renewed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Beat {
    /// The agent.
    pub agent_id: String,
    /// When its sign was noted.
    pub last_heartbeat: Stamp,
    /// The items whose leases were renewed, in order of creation.
    pub renewed: Vec<Renewed>,
}

/// A lease that was renewed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Renewed {
    /// The item.
    pub work_item_id: String,
    /// When its lease ends now.
    pub expires_at: Stamp,
}

impl Operation for Heartbeat {
    const NAME: &'static str = "heartbeat";
    const GROUP: Group = Group::Agents;
    const ABOUT: &'static str = "Give a sign of life; renew the leases of what you hold";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord heartbeat \"$AGENT_ID\"", "the agent is there, and keeps what it holds")];
    const SPAN: Option<&'static str> = Some("s2s.agent.heartbeat");
    type Report = Beat;

    fn run(self, context: &Context) -> Result<Beat> {
        let agent_id = self.agent_id(context);
        perform(self, context).map_err(|error| match agent_id {
            Ok(agent_id) if error.kind() == Kind::NoBoard => no_such_agent(&agent_id),
            _ => error,
        })
    }
}

/// A checked request.
pub struct Sign {
    agent_id: String,
    work: Option<String>,
}

impl Mutation for Heartbeat {
    const CHANGE: Change = Change::of("heartbeat").soft();
    type Checked = Sign;

    fn check(self, context: &Context) -> Result<Sign> {
        let agent_id = self.agent_id(context)?;
        context.recorder().borrow_mut().attribute("s2s.agent_id", agent_id.as_str());
        Ok(Sign { agent_id, work: self.work.filter(|id| !id.is_empty()) })
    }

    fn actor(sign: &Sign, _context: &Context) -> Option<String> {
        Some(sign.agent_id.clone())
    }

    fn apply(sign: &Sign, txn: &mut dyn Txn, context: &Context) -> Result<Beat> {
        beat(txn, context, &sign.agent_id, sign.work.as_deref())
    }
}

impl Heartbeat {
    fn agent_id(&self, context: &Context) -> Result<String> {
        let given = self.agent_id.clone().filter(|id| !id.is_empty()).or_else(|| context.agent_id());
        given.ok_or_else(|| {
            Error::new(Kind::Usage, "missing argument: the agent id").hint("name it, or set AGENT_ID")
        })
    }
}

fn beat(txn: &mut dyn Txn, context: &Context, agent_id: &str, work: Option<&str>) -> Result<Beat> {
    let mut agent = txn.agent(agent_id)?.ok_or_else(|| no_such_agent(agent_id))?;
    let lease_secs = context.config()?.lease.secs();
    let mut renewed = Vec::new();
    let mut holds = 0_u32;
    for mut item in held(txn, agent_id, work, lease_secs)? {
        item.renew_lease(context.now(), lease_secs);
        txn.put_item(&item)?;
        holds += u32::from(!item.is_reservation());
        let expires_at = item.lease.map_or_else(|| context.stamp(), |lease| lease.expires_at);
        renewed.push(Renewed { work_item_id: item.work_item_id, expires_at });
    }
    agent.last_heartbeat = Some(context.stamp());
    if work.is_none() {
        agent.current_workload = Some(holds.into());
    }
    txn.put_agent(&agent)?;
    Ok(Beat { agent_id: agent_id.to_owned(), last_heartbeat: context.stamp(), renewed })
}

/// The items to renew: all that the agent holds, or the one that was named, if it holds that.
fn held(txn: &mut dyn Txn, agent_id: &str, work: Option<&str>, lease_secs: u32) -> Result<Vec<WorkItem>> {
    let Some(id) = work else { return txn.items(&ItemFilter::held_or_reserved_by(agent_id)) };
    let item = txn.item(id)?.ok_or_else(|| no_such_item(id))?;
    if item.is_held_by(agent_id) {
        return Ok(vec![item]);
    }
    let id = id.to_owned();
    Err(if item.is_held() {
        let expires_at = item.effective_lease(lease_secs).map(|lease| lease.expires_at);
        Refusal::HeldByOther { id, holder: item.agent_id.unwrap_or_default(), expires_at }.into()
    } else {
        Refusal::Status { id, status: item.status.unwrap_or_default(), wanted: "renew the lease of" }.into()
    })
}

impl Report for Beat {
    fn text(&self, page: &mut Page) {
        page.line(format!("💓 HEARTBEAT: Agent {}", self.agent_id));
        for renewed in &self.renewed {
            page.line(format!("   🔧 {} is yours until {}", renewed.work_item_id, renewed.expires_at));
        }
    }

    fn id(&self) -> Option<String> {
        Some(self.agent_id.clone())
    }
}
