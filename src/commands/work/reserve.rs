//! `reserve`: keeps paths free for an agent, without a piece of work.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::admission::Admission;
use super::claim::claimant;
use super::taking::{Claimant, Claiming};
use crate::commands::change::{Change, Mutation};
use crate::commands::waiting::{FOREVER, perform_waiting};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Lease, PathPattern, PathsTaken, RESERVATION, Stamp, Status, Taker, Telemetry, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::{ItemFilter, Txn};

/// Keeps paths free for you.
///
/// As long as the reservation stands, nobody else can claim work on a path that one of the globs covers, or reserve it.
/// It has a lease like a claim, and heartbeat renews it; it counts neither as work in hand nor as work done. What you
/// reserve again is renewed.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Reserve {
    /// The paths, relative to the repository, such as 'src/auth/**'
    #[arg(value_name = "GLOB", required = true)]
    pub paths: Vec<String>,
    /// How long it stands without a sign of you, such as 2h [default: 30m]
    #[arg(long, value_name = "DURATION")]
    pub lease: Option<String>,
    /// Wait until the paths are free, or for so long, such as --wait=30s
    #[arg(long, value_name = "DURATION", num_args = 0..=1, require_equals = true, default_missing_value = FOREVER)]
    pub wait: Option<String>,
}

/// What was reserved.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Reserved {
    /// The item that stands for the reservation.
    pub work_item_id: String,
    /// For whom.
    pub agent_id: String,
    /// The globs.
    pub paths: Vec<String>,
    /// The fence of the reservation.
    pub fence: u64,
    /// When the lease ends, unless it is renewed.
    pub lease_expires_at: Option<Stamp>,
    /// Whether it is new.
    pub created: bool,
}

impl Operation for Reserve {
    const NAME: &'static str = "reserve";
    const GROUP: Group = Group::Queue;
    const ABOUT: &'static str = "Keep paths free for you, without a piece of work";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        (
            "coord reserve 'src/auth/**' --lease 2h --reason \"moving files\"",
            "nobody else can claim work there",
        ),
        ("coord reserve Cargo.lock && coord unreserve Cargo.lock", "for as long as it takes"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.paths.reserve");
    type Report = Reserved;

    fn run(self, context: &Context) -> Result<Reserved> {
        let wait = self.wait.clone();
        perform_waiting(self, wait.as_deref(), context)
    }
}

/// A checked request.
pub struct Plan {
    draft: WorkItem,
    claimant: Claimant,
    /// Whether the length of the lease was said.
    has_length: bool,
}

impl Mutation for Reserve {
    const CHANGE: Change = Change::of("reserve").creating();
    type Checked = Plan;

    fn check(self, context: &Context) -> Result<Plan> {
        if self.paths.is_empty() {
            return Err(Error::new(Kind::Usage, "missing argument: the paths")
                .hint("name them as globs: coord reserve 'src/auth/**'"));
        }
        for path in &self.paths {
            PathPattern::parse(path).map_err(|reason| {
                Error::new(Kind::InvalidValue, format!("{path:?} is no glob of paths: {reason}"))
                    .hint("write it relative to the repository, such as 'src/auth/**'")
            })?;
        }
        let why = context.settings().reason.clone().unwrap_or_else(|| "keeps paths free".to_owned());
        let team = context.default_team();
        let mut draft = WorkItem::draft(RESERVATION.to_owned(), why, "medium".to_owned(), team);
        let mut paths = self.paths;
        paths.sort();
        paths.dedup();
        draft.paths = Some(paths);
        let claimant = claimant(context, None, self.lease.as_deref())?;
        Ok(Plan { draft, claimant, has_length: self.lease.is_some() })
    }

    fn apply(plan: &Plan, txn: &mut dyn Txn, context: &Context) -> Result<Reserved> {
        let claiming = Claiming::begin(txn, context, &plan.claimant)?;
        let agent_id = claiming.agent.agent_id.clone();
        let default_secs = context.config()?.lease.secs();
        let taker = Taker { agent_id: agent_id.clone(), capabilities: Vec::new() };
        let mut admission = Admission::new(Some(taker), context.now(), default_secs);
        if let Some(taken) = admission.paths_taken(txn, &plan.draft)? {
            return Err(refused(&taken));
        }
        let reserved = put(plan, &agent_id, txn, context)?;
        claiming.finish(txn)?;
        Ok(reserved)
    }

    fn committed(reserved: &Reserved, context: &Context) {
        context.recorder().borrow_mut().attribute("s2s.work_item_id", reserved.work_item_id.as_str());
    }
}

/// Renews the reservation, or makes it. Reservations that ended on the way are taken off the list.
fn put(plan: &Plan, agent_id: &str, txn: &mut dyn Txn, context: &Context) -> Result<Reserved> {
    let (now, default_secs) = (context.now(), context.config()?.lease.secs());
    let mut same = None;
    for mut item in reservations(txn)? {
        if item.is_held_by(agent_id) && item.paths == plan.draft.paths {
            same = Some(item);
        } else if item.is_expired(now, default_secs) {
            item.leave_cancelled();
            txn.put_item(&item)?;
        }
    }
    let lease = Lease::starting(now, plan.claimant.lease_secs);
    if let Some(mut item) = same {
        item.renew_lease(now, default_secs);
        item.lease = if plan.has_length { Some(lease) } else { item.lease };
        txn.put_item(&item)?;
        return Ok(Reserved::of(item, false));
    }
    let trace = context.trace();
    let service = &context.config()?.telemetry.service_name;
    let telemetry = Telemetry::of_claim(&trace.trace_id, &trace.span_id, service);
    let id = format!("work_{}", txn.allocate_id()?);
    let item = plan.draft.clone().claimed(id, agent_id, telemetry, lease, now);
    txn.put_item(&item)?;
    Ok(Reserved::of(item, true))
}

/// The reservations that stand, ended or not.
///
/// # Errors
/// What the store says.
pub fn reservations(txn: &mut dyn Txn) -> Result<Vec<WorkItem>> {
    let mut items =
        txn.items(&ItemFilter { has_paths: true, ..ItemFilter::with_statuses(&[Status::Held]) })?;
    items.retain(WorkItem::is_reservation);
    Ok(items)
}

/// Refuses what is done with work alone.
///
/// # Errors
/// The item is a reservation.
pub fn check_is_work(item: &WorkItem, wanted: &'static str) -> Result<()> {
    if !item.is_reservation() {
        return Ok(());
    }
    let id = item.work_item_id.as_str();
    let message = format!("cannot {wanted} {id}: it is no work, but a reservation of paths");
    Err(Error::new(Kind::WrongStatus, message)
        .hint("free the paths with: coord unreserve")
        .with("work_item_id", id))
}

fn refused(taken: &PathsTaken) -> Error {
    let PathsTaken { path, other, other_path, holder, expires_at } = taken;
    let until = expires_at.as_ref().map_or_else(String::new, |end| format!(" until {end}"));
    let message = format!(
        "cannot reserve {path}: it overlaps with {other_path} of {other}, which {holder} holds{until}"
    );
    let error = Error::new(Kind::AlreadyClaimed, message)
        .hint("see who works where: coord conflicts; or wait: coord reserve --wait")
        .with("path", path.as_str())
        .with("conflicts_with", other.as_str())
        .with("holder", holder.as_str());
    match expires_at {
        Some(end) => error.with("lease_expires_at", end.0.as_str()),
        None => error,
    }
}

impl Reserved {
    fn of(item: WorkItem, created: bool) -> Self {
        Self {
            fence: item.fence(),
            work_item_id: item.work_item_id,
            agent_id: item.agent_id.unwrap_or_default(),
            paths: item.paths.unwrap_or_default(),
            lease_expires_at: item.lease.map(|lease| lease.expires_at),
            created,
        }
    }
}

impl Report for Reserved {
    fn text(&self, page: &mut Page) {
        let verb = if self.created { "RESERVED" } else { "RENEWED" };
        let until = self.lease_expires_at.as_ref().map_or_else(String::new, |end| format!(" until {end}"));
        page.line(format!("🔒 {verb}: {} for {}{until}", self.paths.join(" "), self.agent_id));
        page.line(format!("   free them again: coord unreserve {}", self.work_item_id));
    }

    fn id(&self) -> Option<String> {
        Some(self.work_item_id.clone())
    }

    fn exports(&self) -> Vec<(&'static str, String)> {
        vec![("AGENT_ID", self.agent_id.clone())]
    }
}
