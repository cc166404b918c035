//! `claim`: takes a new piece of work.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::target::{check_id, check_text};
use crate::commands::agents::register::{self, Registered};
use crate::commands::change::Change;
use crate::commands::{Group, Operation};
use crate::config::Duration;
use crate::context::Context;
use crate::domain::{Agent, NewClaim, Quantity, Registration, Telemetry, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::{ItemFilter, Txn};
use crate::telemetry::Event;

/// Claims a new piece of work.
///
/// The item is new, and yours at once. You are the agent that AGENT_ID names, or a new one where it names none;
/// either way the agent is registered. The claim stands for the length of its lease, and every sign of you starts
/// the lease again: progress and heartbeat.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Claim {
    /// The kind of work, such as feature or bug
    pub work_type: String,
    /// What is to be done
    #[arg(allow_hyphen_values = true)]
    pub description: String,
    /// How urgent it is: critical, high, medium, low, or a word of your own [default: medium]
    pub priority: Option<String>,
    /// The team [env: AGENT_TEAM] [default: autonomous_team]
    pub team: Option<String>,
    /// How long the claim stands without a sign of you, such as 45m [default: 30m]
    #[arg(long, value_name = "DURATION")]
    pub lease: Option<String>,
}

/// What was claimed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Claimed {
    /// The new id.
    pub work_item_id: String,
    /// Who holds it.
    pub agent_id: String,
    /// The item as it stands.
    pub item: WorkItem,
    /// The agent as it stands.
    pub agent: Registered,
    /// The trace of the claim.
    pub trace_id: String,
    /// Whether the item is new.
    pub created: bool,
}

impl Operation for Claim {
    const NAME: &'static str = "claim";
    const ALIASES: &'static [&'static str] = &["claim-fast", "claim-slow"];
    const GROUP: Group = Group::Work;
    const ABOUT: &'static str = "Claim a new piece of work: type, description, priority, team";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord claim feature \"Add login\" high backend_team", "a new item, held by you"),
        ("id=$(coord -q claim bug \"Fix the crash\")", "keep the id in a variable"),
        (
            "eval \"$(coord --shell claim feature \"Add login\")\"",
            "set CURRENT_WORK_ITEM and AGENT_ID, which later commands read",
        ),
    ];
    const SPAN: Option<&'static str> = Some("s2s.work.claim");
    type Report = Claimed;

    fn run(self, context: &Context) -> Result<Claimed> {
        let wish = Wish::of(self, context)?;
        let agent_id = context.agent_id();
        let change = Change::of("claim").creating();
        let (claimed, _) = change
            .run(context, agent_id.as_deref(), |txn| claim(txn, context, &wish, agent_id.as_deref()))?;
        note(context, &claimed);
        Ok(claimed)
    }
}

/// A checked request.
struct Wish {
    work_type: String,
    description: String,
    priority: String,
    team: String,
    lease_secs: u32,
    limit: u32,
    registration: Registration,
}

impl Wish {
    fn of(request: Claim, context: &Context) -> Result<Self> {
        if request.work_type.is_empty() {
            return Err(Error::new(Kind::InvalidValue, "the work type is empty")
                .hint("say what kind of work it is: coord claim feature \"Add login\""));
        }
        let given = |value: Option<String>| value.filter(|value| !value.is_empty());
        let team = given(request.team).unwrap_or_else(|| context.default_team());
        let priority = given(request.priority).unwrap_or_else(|| "medium".to_owned());
        for (name, text) in [
            ("the work type", &request.work_type),
            ("the description", &request.description),
            ("the priority", &priority),
            ("the team", &team),
        ] {
            check_text(name, text)?;
        }
        if let Some(agent) = context.agent_id() {
            check_id("AGENT_ID", &agent)?;
        }
        let config = context.config()?;
        Ok(Self {
            registration: registration(context, &team)?,
            work_type: request.work_type,
            description: request.description,
            priority,
            team,
            lease_secs: lease_secs(request.lease.as_deref(), config.lease)?,
            limit: config.max_concurrent_work,
        })
    }
}

fn lease_secs(given: Option<&str>, default: Duration) -> Result<u32> {
    let given = given.map(|text| Duration::parse(text).map_err(|error| error.about("--lease")));
    match given.transpose()?.unwrap_or(default).secs() {
        0 => Err(Error::new(Kind::InvalidValue, "--lease: a lease lasts at least a second")
            .hint("write it as 90s, 30m or 2h")),
        secs => Ok(secs),
    }
}

/// What a claim says of its agent: the variables of the script.
fn registration(context: &Context, team: &str) -> Result<Registration> {
    let capacity = context.variable("AGENT_CAPACITY");
    let capacity =
        capacity.map(|text| register::capacity(&text).map_err(|error| error.about("AGENT_CAPACITY")));
    Ok(Registration {
        team: Some(team.to_owned()),
        status: None,
        capacity: capacity.transpose()?,
        specialization: context.variable("AGENT_SPECIALIZATION").or_else(|| context.variable("AGENT_ROLE")),
        worktree: None,
    })
}

fn claim(txn: &mut dyn Txn, context: &Context, wish: &Wish, agent_id: Option<&str>) -> Result<Claimed> {
    let (agent_id, holds) = match agent_id {
        Some(id) => (id.to_owned(), held(txn, id, wish.limit)?),
        None => (format!("agent_{}", txn.allocate_id()?), 0),
    };
    check_capacity(&agent_id, holds, wish.limit)?;
    let config = context.config()?;
    let trace = context.trace();
    let item = WorkItem::claimed(
        NewClaim {
            work_item_id: format!("work_{}", txn.allocate_id()?),
            agent_id: agent_id.clone(),
            work_type: wish.work_type.clone(),
            description: wish.description.clone(),
            priority: wish.priority.clone(),
            team: wish.team.clone(),
            telemetry: Telemetry::of_claim(&trace.trace_id, &trace.span_id, &config.telemetry.service_name),
            lease_secs: wish.lease_secs,
        },
        context.now(),
    );
    txn.put_item(&item)?;
    let mut agent =
        Agent::registered(&agent_id, txn.agent(&agent_id)?, wish.registration.clone(), context.now());
    agent.current_workload = Some(Quantity::from(holds + 1));
    txn.put_agent(&agent)?;
    Ok(Claimed {
        work_item_id: item.work_item_id.clone(),
        agent_id,
        agent: Registered::of(agent),
        trace_id: trace.trace_id.clone(),
        created: true,
        item,
    })
}

/// How many items the agent holds. Its record says so, once a command of ours has counted; the script left it at 0.
/// Where a limit depends on it, the items themselves are counted.
fn held(txn: &mut dyn Txn, agent_id: &str, limit: u32) -> Result<u32> {
    let known = txn.agent(agent_id)?.and_then(|agent| agent.current_workload).and_then(Quantity::whole);
    match known.and_then(|known| u32::try_from(known).ok()) {
        Some(known) if limit == 0 && known > 0 => Ok(known),
        _ => txn.count_items(&ItemFilter::held_by(agent_id)),
    }
}

fn check_capacity(agent_id: &str, holds: u32, limit: u32) -> Result<()> {
    if limit == 0 || holds < limit {
        return Ok(());
    }
    Err(Error::new(
        Kind::CapacityExceeded,
        format!("{agent_id} holds {holds} items, and {limit} is the limit"),
    )
    .hint("complete one of them, or raise MAX_CONCURRENT_WORK")
    .with("agent_id", agent_id)
    .with("holds", holds)
    .with("limit", limit))
}

fn note(context: &Context, claimed: &Claimed) {
    let item = &claimed.item;
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let parameters = [text(&item.work_type), text(&item.team), text(&item.priority)];
    let mut recorder = context.recorder().borrow_mut();
    recorder.attribute("s2s.work_item_id", claimed.work_item_id.as_str());
    recorder.attribute("s2s.work_type", parameters[0].as_str());
    recorder.attribute("s2s.team", parameters[1].as_str());
    recorder.attribute("s2s.agent_id", claimed.agent_id.as_str());
    recorder.events.push(Event::new(
        "work_claimed",
        context.stamp(),
        parameters,
        &claimed.agent_id,
        context.trace(),
    ));
}

impl Report for Claimed {
    fn text(&self, page: &mut Page) {
        // Callers take the first `work_<digits>` for the claimed id, whatever an agent or a trace is called.
        if self.trace_id.contains("work_") || self.agent_id.contains("work_") {
            page.line(&self.work_item_id);
        }
        page.line(format!("🔍 Trace ID: {}", self.trace_id));
        page.line(format!("🤖 Agent {} claiming work: {}", self.agent_id, self.work_item_id));
        let team = self.item.team.as_deref().unwrap_or_default();
        page.line(format!("✅ SUCCESS: Claimed work item {} for team {team}", self.work_item_id));
        self.agent.text(page);
    }

    fn id(&self) -> Option<String> {
        Some(self.work_item_id.clone())
    }

    fn exports(&self) -> Vec<(&'static str, String)> {
        vec![
            ("CURRENT_WORK_ITEM", self.work_item_id.clone()),
            ("AGENT_ID", self.agent_id.clone()),
            ("COORD_FENCE", self.item.fence.unwrap_or_default().to_string()),
        ]
    }
}
