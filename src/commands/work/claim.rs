//! `claim`: takes a piece of work, a new one or one of the queue.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::events::tell_expiry;
use super::next::{Next, Selection, take};
use super::taking::{Claimant, Claiming, Grip, bury_dead, tells_of_dead};
use super::target::{check_id, check_text};
use super::terms::Terms;
use crate::commands::agents::register::{self, Registered};
use crate::commands::change::{Change, Mutation};
use crate::commands::waiting::perform_waiting;
use crate::commands::{Group, Operation};
use crate::config::Duration;
use crate::context::Context;
use crate::domain::{Lease, Registration, Stamp, Telemetry, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::Txn;
use crate::telemetry::Event;

/// Claims a piece of work: a new one, or one of the queue.
///
/// With a type and a description the item is new, and yours at once. With --id it is the item of that id, with --next
/// the next one that the queue has for you. You are the agent that AGENT_ID names, or a new one where it names none;
/// either way the agent is registered.
///
/// The claim stands for the length of its lease, and every sign of you starts the lease again: progress and
/// heartbeat. Once the lease is over, somebody else may take the item.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Claim {
    /// The kind of work, such as feature or bug
    #[arg(required_unless_present_any = ["id", "next"])]
    pub work_type: Option<String>,
    /// What is to be done
    #[arg(allow_hyphen_values = true, required_unless_present_any = ["id", "next"])]
    pub description: Option<String>,
    /// How urgent it is: critical, high, medium, low, or a word of your own [default: medium]
    pub priority: Option<String>,
    /// The team [env: AGENT_TEAM] [default: autonomous_team]
    #[arg(value_name = "TEAM")]
    pub team: Option<String>,
    /// Take the item of this id
    #[arg(long, value_name = "ID", conflicts_with_all = ["next", "work_type"])]
    pub id: Option<String>,
    /// Take the next item of the queue
    #[arg(long, conflicts_with = "work_type")]
    #[serde(default)]
    pub next: bool,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub selection: Selection,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub terms: Terms,
}

/// What was claimed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Claimed {
    /// The item.
    pub work_item_id: String,
    /// Who holds it.
    pub agent_id: String,
    /// The fence of the claim.
    pub fence: u64,
    /// When the lease ends, unless it is renewed.
    pub lease_expires_at: Option<Stamp>,
    /// The item as it stands.
    pub item: WorkItem,
    /// The agent as it stands.
    pub agent: Registered,
    /// The trace of the claim.
    pub trace_id: String,
    /// Whether the item is new.
    pub created: bool,
    /// The holder of before, whose lease had ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_from: Option<String>,
}

impl Operation for Claim {
    const NAME: &'static str = "claim";
    const ALIASES: &'static [&'static str] = &["claim-fast", "claim-slow"];
    const GROUP: Group = Group::Work;
    const ABOUT: &'static str = "Claim work: type, description, priority, team; or --next, or --id";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord claim feature \"Add login\" high backend_team", "a new item, held by you"),
        ("id=$(coord -q claim bug \"Fix the crash\")", "keep the id in a variable"),
        (
            "eval \"$(coord --shell claim feature \"Add login\")\"",
            "set CURRENT_WORK_ITEM, AGENT_ID and COORD_FENCE, which later commands read",
        ),
        ("coord claim bug \"Fix the crash\" --unique", "asked twice, it is one item"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.work.claim");
    type Report = super::next::Took;

    fn run(self, context: &Context) -> Result<Self::Report> {
        let wait = self.selection.wait.clone();
        perform_waiting(self, wait.as_deref(), context)
    }
}

/// A checked request.
pub enum Wish {
    /// A new item.
    New(Box<NewItem>),
    /// An item by its id.
    Id(String, Claimant),
    /// The next ones of the queue.
    Next(Next, Claimant),
}

/// A new item and who claims it.
pub struct NewItem {
    draft: WorkItem,
    claimant: Claimant,
}

impl Mutation for Claim {
    const CHANGE: Change = Change::of("claim").creating();
    type Checked = Wish;

    fn check(self, context: &Context) -> Result<Wish> {
        let team = self.team.clone().or_else(|| self.selection.team.clone()).filter(|team| !team.is_empty());
        if let Some(id) = self.id {
            check_id("--id", &id)?;
            let claimant = claimant(context, None, self.selection.lease.as_deref())?;
            return Ok(Wish::Id(id, claimant));
        }
        if self.next {
            let next = Next { selection: self.selection };
            let claimant = claimant(context, None, next.selection.lease.as_deref())?;
            next.selection.check(context)?;
            return Ok(Wish::Next(next, claimant));
        }
        self.selection.check_unused()?;
        if self.description.is_none() {
            return Err(Error::new(Kind::Usage, "missing argument: the description")
                .hint("say what is to be done: coord claim feature \"Add login\""));
        }
        let team = team.unwrap_or_else(|| context.default_team());
        let claimant = claimant(context, Some(&team), self.selection.lease.as_deref())?;
        let draft = draft(self.work_type, self.description, self.priority, team, &self.terms, context)?;
        Ok(Wish::New(Box::new(NewItem { draft, claimant })))
    }

    fn apply(wish: &Wish, txn: &mut dyn Txn, context: &Context) -> Result<Self::Report> {
        match wish {
            Wish::New(new) => claim_new(txn, context, new).map(super::next::Took::one),
            Wish::Id(id, claimant) => {
                let mut claiming = Claiming::begin(txn, context, claimant)?;
                let grip = claiming.take_id(txn, id)?;
                let agent = Registered::of(claiming.finish(txn)?);
                Ok(super::next::Took::one(Claimed::of(grip, agent, context)))
            }
            Wish::Next(next, claimant) => take(next, claimant, txn, context),
        }
    }

    fn is_kept(_wish: &Wish, refused: &Error) -> bool {
        tells_of_dead(refused)
    }

    fn keep(wish: &Wish, txn: &mut dyn Txn, context: &Context) -> Result<()> {
        let item = match wish {
            Wish::Next(next, _) => return next.bury_dead(txn, context),
            Wish::Id(id, _) => txn.item(id)?,
            Wish::New(new) => {
                new.draft.key.as_ref().map(|key| txn.open_item_of_key(key)).transpose()?.flatten()
            }
        };
        bury_dead(txn, item.into_iter().collect(), context)
    }

    fn committed(took: &Self::Report, context: &Context) {
        took.claims.iter().for_each(|claimed| note(context, claimed));
    }
}

/// A draft of new work.
///
/// # Errors
/// A value is empty, too long or out of its range.
pub fn draft(
    work_type: Option<String>,
    description: Option<String>,
    priority: Option<String>,
    team: String,
    terms: &Terms,
    context: &Context,
) -> Result<WorkItem> {
    let work_type = work_type.filter(|word| !word.is_empty()).ok_or_else(|| {
        Error::new(Kind::InvalidValue, "the work type is empty")
            .hint("say what kind of work it is: coord claim feature \"Add login\"")
    })?;
    let description = description.unwrap_or_default();
    let priority = priority.filter(|word| !word.is_empty()).unwrap_or_else(|| "medium".to_owned());
    for (name, text) in [
        ("the work type", &work_type),
        ("the description", &description),
        ("the priority", &priority),
        ("the team", &team),
    ] {
        check_text(name, text)?;
    }
    let mut draft = WorkItem::draft(work_type, description, priority, team);
    terms.write_to(&mut draft, context.now())?;
    Ok(draft)
}

/// Who claims, and for how long.
///
/// # Errors
/// A variable, the configuration or the lease is wrong.
pub fn claimant(context: &Context, team: Option<&str>, lease: Option<&str>) -> Result<Claimant> {
    if let Some(agent) = context.agent_id() {
        check_id("AGENT_ID", &agent)?;
    }
    let config = context.config()?;
    Ok(Claimant {
        agent_id: context.agent_id(),
        registration: registration(context, team)?,
        lease_secs: lease_secs(lease, config.lease)?,
        limit: config.max_concurrent_work,
    })
}

fn lease_secs(given: Option<&str>, default: Duration) -> Result<u32> {
    let given = given.map(|text| Duration::parse(text).map_err(|error| error.about("--lease")));
    match given.transpose()?.unwrap_or(default).secs() {
        0 => Err(Error::new(Kind::InvalidValue, "--lease: a lease lasts at least a second")
            .hint("write it as 90s, 30m or 2h")),
        secs => Ok(secs),
    }
}

/// What a claim says of its agent: the variables of the script. Who takes from the queue stays in the team it is in.
fn registration(context: &Context, team: Option<&str>) -> Result<Registration> {
    let capacity = context.variable("AGENT_CAPACITY");
    let capacity =
        capacity.map(|text| register::capacity(&text).map_err(|error| error.about("AGENT_CAPACITY")));
    Ok(Registration {
        team: team.map(ToOwned::to_owned).or_else(|| context.variable("AGENT_TEAM")),
        capacity: capacity.transpose()?,
        specialization: context.variable("AGENT_SPECIALIZATION").or_else(|| context.variable("AGENT_ROLE")),
        ..Registration::default()
    })
}

fn claim_new(txn: &mut dyn Txn, context: &Context, new: &NewItem) -> Result<Claimed> {
    let mut claiming = Claiming::begin(txn, context, &new.claimant)?;
    if let Some(key) = &new.draft.key
        && let Some(open) = txn.open_item_of_key(key)?
    {
        return claim_known(txn, context, claiming, &open, key);
    }
    claiming.check_capacity()?;
    super::add::check_links(txn, "", &new.draft)?;
    claiming.check_ready(txn, &new.draft)?;
    let config = context.config()?;
    let trace = context.trace();
    let id = format!("work_{}", txn.allocate_id()?);
    let telemetry = Telemetry::of_claim(&trace.trace_id, &trace.span_id, &config.telemetry.service_name);
    let lease = Lease::starting(context.now(), new.claimant.lease_secs);
    let item = new.draft.clone().claimed(id, &claiming.agent.agent_id, telemetry, lease, context.now());
    txn.put_item(&item)?;
    claiming.holds_one_more();
    let agent = Registered::of(claiming.finish(txn)?);
    Ok(Claimed { created: true, ..Claimed::of(Grip { item, taken_from: None }, agent, context) })
}

/// The key is of an open item: that is the one that is claimed.
fn claim_known(
    txn: &mut dyn Txn,
    context: &Context,
    mut claiming: Claiming<'_>,
    open: &WorkItem,
    key: &str,
) -> Result<Claimed> {
    let grip = claiming.take_id(txn, &open.work_item_id).map_err(|error| error.with("key", key))?;
    let agent = Registered::of(claiming.finish(txn)?);
    Ok(Claimed::of(grip, agent, context))
}

impl Claimed {
    /// The report on an item of the board that was taken.
    pub fn of(grip: Grip, agent: Registered, context: &Context) -> Self {
        let item = grip.item;
        Self {
            work_item_id: item.work_item_id.clone(),
            agent_id: agent.agent_id.clone(),
            fence: item.fence(),
            lease_expires_at: item.lease.as_ref().map(|lease| lease.expires_at.clone()),
            agent,
            trace_id: context.trace().trace_id.clone(),
            created: false,
            taken_from: grip.taken_from,
            item,
        }
    }
}

/// Tells span and events of a claim.
pub fn note(context: &Context, claimed: &Claimed) {
    let item = &claimed.item;
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    if let Some(before) = &claimed.taken_from {
        tell_expiry(context, &claimed.work_item_id, item.team.as_deref(), Some(before));
    }
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
        if !self.created {
            let word = |field: &Option<String>| field.clone().unwrap_or_default();
            page.line(format!(
                "   📝 {} ({}): {}",
                word(&self.item.work_type),
                word(&self.item.priority),
                word(&self.item.description)
            ));
        }
        if let Some(before) = &self.taken_from {
            page.line(format!("   ⌛ The lease of {before} had ended."));
        }
        self.agent.text(page);
    }

    fn id(&self) -> Option<String> {
        Some(self.work_item_id.clone())
    }

    fn exports(&self) -> Vec<(&'static str, String)> {
        vec![
            ("CURRENT_WORK_ITEM", self.work_item_id.clone()),
            ("AGENT_ID", self.agent_id.clone()),
            ("COORD_FENCE", self.fence.to_string()),
        ]
    }
}
