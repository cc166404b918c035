//! `cleanup`: moves what nobody needs any more out of the way.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::change::{Change, Mutation, perform};
use crate::commands::work::aftermath;
use crate::commands::work::archiving::needed;
use crate::commands::{Group, Operation};
use crate::config::Duration;
use crate::context::Context;
use crate::domain::{Instant, Stamp, Status, WorkItem, wildcard};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::{self, Txn, View};

/// The states of work that a clean-up can take.
const STATES: [&str; 4] = ["completed", "cancelled", "dead", "stale"];

/// Archives old work.
///
/// Work that is completed, cancelled or dead, and that nothing happened to for the time given, moves to a file in
/// archived_claims. With --type it is only work of that type, and claims are taken as well whose lease ended so long
/// ago. Before that, the whole of work_claims.json is copied to backups. A claim that stands is never taken, nor is an
/// item that open work depends on.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Cleanup {
    /// How long nothing must have happened to it [default: 24h]
    #[arg(long, value_name = "DURATION")]
    pub ttl: Option<String>,
    /// Only this kind of work, such as 'autonomous_*'; may be repeated
    #[arg(long = "type", value_name = "GLOB")]
    #[serde(rename = "type", default)]
    pub work_types: Vec<String>,
    /// Only work in this state; several with commas; stale is a claim whose lease has ended
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_parser = STATES)]
    #[serde(default)]
    pub status: Vec<String>,
    /// Only say what would be done
    #[arg(long)]
    #[serde(default)]
    pub dry_run: bool,
}

/// What was archived.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Cleaned {
    /// The items, in the order of the board.
    pub items: Vec<CleanedItem>,
    /// How many.
    pub total: usize,
    /// Always false: all items are here.
    pub has_more: bool,
    /// Items that are old enough, and stay because open work depends on them.
    pub needed: Vec<String>,
    /// Where the items are, below the state directory.
    pub archive: Option<String>,
    /// The copy of `work_claims.json` as it was before, below the state directory.
    pub backup: Option<String>,
    /// Whether it was only looked what would be done.
    pub dry_run: bool,
}

/// An item that was archived.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CleanedItem {
    /// The item.
    pub work_item_id: String,
    /// The kind of work.
    pub work_type: String,
    /// `completed`, `cancelled`, `dead` or `stale`.
    pub state: String,
    /// When the last thing happened to it.
    pub since: Stamp,
}

impl Operation for Cleanup {
    const NAME: &'static str = "cleanup";
    const GROUP: Group = Group::Upkeep;
    const ABOUT: &'static str = "Move old finished work to the archive, after a backup";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord cleanup --dry-run", "what is finished for more than a day"),
        ("coord cleanup --ttl 2h --type 'autonomous_*'", "also claims of that kind that nobody renews"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.work.cleanup");
    type Report = Cleaned;

    fn run(self, context: &Context) -> Result<Cleaned> {
        let dry_run = self.dry_run;
        let done = if dry_run {
            let plan = self.check(context)?;
            store::view(context.store()?, context.now(), |view| plan.look(view).map(|found| found.cleaned))
        } else {
            perform(self, context)
        };
        match done {
            Ok(cleaned) if cleaned.archive.is_some() && !context.recorder().borrow().is_replay => {
                context.store()?.checkpoint(context.now())?;
                Ok(cleaned)
            }
            // Where there is no board there is nothing to clean up.
            Err(error) if error.kind() == Kind::NoBoard => Ok(Cleaned { dry_run, ..Cleaned::default() }),
            done => done,
        }
    }
}

/// A checked request.
pub struct Plan {
    types: Vec<String>,
    states: Vec<String>,
    ttl_secs: u32,
    lease_secs: u32,
    now: Instant,
    dry_run: bool,
}

/// What a clean-up would take.
struct Found {
    items: Vec<WorkItem>,
    cleaned: Cleaned,
}

impl Mutation for Cleanup {
    const CHANGE: Change = Change::of("cleanup");
    type Checked = Plan;

    fn check(self, context: &Context) -> Result<Plan> {
        let ttl = Duration::parse(self.ttl.as_deref().filter(|ttl| !ttl.is_empty()).unwrap_or("24h"));
        let ttl_secs = ttl.map_err(|error| error.about("--ttl"))?.secs();
        if let Some(word) = self.status.iter().find(|word| !STATES.contains(&word.as_str())) {
            return Err(Error::new(
                Kind::InvalidValue,
                format!("--status: {word:?} is no state of old work"),
            )
            .hint(format!("it is one of: {}", STATES.join(", "))));
        }
        let usual = if self.work_types.is_empty() { &STATES[..3] } else { &STATES[..] };
        let usual = usual.iter().map(|word| (*word).to_owned()).collect();
        Ok(Plan {
            types: self.work_types,
            states: if self.status.is_empty() { usual } else { self.status },
            ttl_secs,
            lease_secs: context.config()?.lease.secs(),
            now: context.now(),
            dry_run: self.dry_run,
        })
    }

    fn apply(plan: &Plan, txn: &mut dyn Txn, context: &Context) -> Result<Cleaned> {
        let Found { items, mut cleaned } = plan.look(txn)?;
        if plan.dry_run || items.is_empty() {
            return Ok(cleaned);
        }
        cleaned.backup = txn.back_up_items()?.map(|path| path.display().to_string());
        cleaned.archive = Some(txn.archive()?.display().to_string());
        for item in items {
            let claim = item.agent_id.clone().filter(|_| item.is_held()).map(|holder| (holder, item.fence()));
            if claim.is_some() {
                cancel_stale(txn, item.clone(), context.now())?;
            }
            txn.archive_item(&item.work_item_id)?;
            if let Some((holder, fence)) = claim {
                aftermath::note_expiry(txn, &item, &holder, fence)?;
            }
        }
        context.recorder().borrow_mut().attribute("s2s.archived", cleaned.total);
        Ok(cleaned)
    }
}

/// Nobody holds what lies in the archive.
fn cancel_stale(txn: &mut dyn Txn, mut item: WorkItem, now: Instant) -> Result<()> {
    item.leave_cancelled();
    item.note("cancelled by a clean-up, because its lease had ended", None, now);
    txn.put_item(&item)
}

impl Plan {
    fn look(&self, view: &mut dyn View) -> Result<Found> {
        let mut found = Found { items: Vec::new(), cleaned: Cleaned::default() };
        found.cleaned.dry_run = self.dry_run;
        let needed = needed(view)?;
        for item in view.items(&store::ItemFilter::default())? {
            let Some((state, since)) = self.old(&item) else { continue };
            if needed.contains(&item.work_item_id) {
                found.cleaned.needed.push(item.work_item_id);
                continue;
            }
            found.cleaned.items.push(CleanedItem {
                work_item_id: item.work_item_id.clone(),
                work_type: item.work_type.clone().unwrap_or_default(),
                state: state.to_owned(),
                since: since.stamp(),
            });
            found.items.push(item);
        }
        found.cleaned.total = found.items.len();
        Ok(found)
    }

    /// The state of an item that is old enough, and since when it is in it. One whose times cannot be read is not old.
    fn old(&self, item: &WorkItem) -> Option<(&'static str, Instant)> {
        let state = match item.status() {
            Status::Completed => "completed",
            Status::Cancelled => "cancelled",
            Status::Dead => "dead",
            Status::Held if item.is_expired(self.now, self.lease_secs) => "stale",
            _ => return None,
        };
        let since = if state == "stale" { self.lease_end(item)? } else { last_sign(item)? };
        let work_type = item.work_type.as_deref().unwrap_or_default();
        let is_asked_for = self.states.iter().any(|asked| asked == state)
            && (self.types.is_empty() || self.types.iter().any(|glob| wildcard::matches(glob, work_type)));
        let is_old = since.plus_secs(i64::from(self.ttl_secs)) <= self.now;
        (is_asked_for && is_old).then_some((state, since))
    }

    fn lease_end(&self, item: &WorkItem) -> Option<Instant> {
        item.effective_lease(self.lease_secs)?.expires_at.instant()
    }
}

/// The newest time that stands in the item.
fn last_sign(item: &WorkItem) -> Option<Instant> {
    let own = [&item.completed_at, &item.last_update, &item.claimed_at, &item.created_at];
    let noted = item.notes.iter().flatten().map(|note| &note.at);
    let late = item.late_results.iter().flatten().map(|late| &late.at);
    own.into_iter().chain(noted).chain(late).filter_map(|stamp| stamp.as_ref()?.instant()).max()
}

impl Report for Cleaned {
    fn text(&self, page: &mut Page) {
        match (&self.archive, self.total) {
            (_, 0) => page.line("🧹 CLEANUP: nothing is old enough"),
            (Some(archive), total) => page.line(format!("📦 Archiving {total} old work items to {archive}")),
            (None, total) => page.line(format!("🧹 CLEANUP: {total} work items would be archived")),
        }
        for item in &self.items {
            page.line(format!(
                "  🗑 {}: {} ({}, since {})",
                item.work_item_id, item.work_type, item.state, item.since
            ));
        }
        for id in &self.needed {
            page.line(format!("  📌 {id} stays: open work depends on it"));
        }
        if let Some(backup) = &self.backup {
            page.line(format!("✅ The items as they were before are in {backup}"));
        }
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|item| item.work_item_id.clone()).collect()
    }
}
