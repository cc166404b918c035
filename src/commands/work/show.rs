//! `show`: one item, how it stands, and what happened to it.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::admission::Admission;
use super::portrait;
use super::standing::{self, Observer, State};
use crate::commands::change::no_such_item;
use crate::commands::work::history::Step;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Dependency, Instant, Taker, WorkItem};
use crate::error::Result;
use crate::output::{Page, Paint, Report};
use crate::store::{self, ItemFilter, View};

/// Entries of the journal that are shown with an item.
const MOST_STEPS: usize = 50;

/// Shows an item, how it stands, and its history.
///
/// It says whether you could take the item, and why not: AGENT_ID says who you are. The history comes from the journal:
/// who did what, and when. What other programs wrote stands there as one entry.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// The work id
    #[arg(value_name = "ID")]
    pub id: String,
}

/// An item, how it stands, and what happened to it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Shown {
    /// The item.
    pub item: WorkItem,
    /// How it stands.
    pub state: State,
    /// Whether it could be taken now.
    pub is_ready: bool,
    /// What keeps it from being taken.
    pub why: Option<String>,
    /// Whether its lease has ended while somebody holds it.
    pub is_expired: bool,
    /// Seconds until the lease ends; negative where it has ended.
    pub lease_left_secs: Option<i64>,
    /// What it waits for or waited for.
    pub dependencies: Vec<Link>,
    /// What waits for it.
    pub dependants: Vec<Link>,
    /// The newest entries of the journal on it, oldest first.
    pub history: Vec<Step>,
    #[serde(skip, default = "super::ready::epoch")]
    pub(super) now: Instant,
}

/// Another item.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// Its id.
    pub work_item_id: String,
    /// Whether nobody has to wait for it: it was completed, and not as a failure.
    pub is_met: bool,
    /// How it stands, in words: its status, or how it failed.
    pub status: String,
}

impl Operation for Show {
    const NAME: &'static str = "show";
    const GROUP: Group = Group::Work;
    const ABOUT: &'static str = "Show an item, how it stands, and its history";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord show \"$CURRENT_WORK_ITEM\"", "every field, the lease, and who did what when")];
    type Report = Shown;

    fn run(self, context: &Context) -> Result<Shown> {
        store::view(context.store()?, context.now(), |view| look(view, &self.id, context))
    }
}

fn look(view: &mut dyn View, id: &str, context: &Context) -> Result<Shown> {
    let (now, lease_secs) = (context.now(), context.config()?.lease.secs());
    let item = view.item(id)?.ok_or_else(|| no_such_item(id))?;
    let history = view.history(Some(id), MOST_STEPS)?;
    let standing = Observer::new(caller(view, context)?, context)?.standing(view, &item)?;
    let mut admission = Admission::new(None, now, lease_secs);
    let dependencies = admission.dependencies(view, &item)?.into_iter().map(Link::of).collect();
    let waiting = ItemFilter { depends_on: Some(id.to_owned()), ..ItemFilter::default() };
    let dependants = view.items(&waiting)?.into_iter();
    let dependants = dependants.map(|item| Link::of((item.work_item_id.clone(), Dependency::of(&item))));
    Ok(Shown {
        state: standing.state,
        is_ready: standing.is_ready,
        why: standing.why,
        is_expired: item.is_expired(now, lease_secs),
        lease_left_secs: standing.lease_left_secs,
        dependencies,
        dependants: dependants.collect(),
        history: history.iter().map(|entry| Step::of(entry, Some(id))).collect(),
        item,
        now,
    })
}

/// Who asks. Somebody whom the board does not know only looks: what anybody could do is what it wants to know.
fn caller(view: &mut dyn View, context: &Context) -> Result<Option<Taker>> {
    let Some(agent_id) = context.agent_id() else { return Ok(None) };
    if view.agent(&agent_id)?.is_none() {
        return Ok(None);
    }
    standing::taker(view, &agent_id).map(Some)
}

impl Link {
    fn of((work_item_id, dependency): (String, Dependency)) -> Self {
        let is_met = dependency == Dependency::Met;
        let status = match dependency {
            Dependency::Met => "completed".to_owned(),
            Dependency::Open { status } => status,
            Dependency::Failed { how } => how,
        };
        Self { work_item_id, is_met, status }
    }
}

impl Report for Shown {
    fn text(&self, page: &mut Page) {
        portrait::text(self, page);
        page.gap();
        page.painted(Paint::Heading, "📜 HISTORY");
        if self.history.is_empty() {
            page.line("   The journal has nothing on it: it was made by another program.");
        }
        self.history.iter().for_each(|step| step.text(page));
    }

    fn id(&self) -> Option<String> {
        Some(self.item.work_item_id.clone())
    }
}
