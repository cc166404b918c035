//! `show`: one item and what happened to it.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::change::no_such_item;
use crate::commands::work::history::Step;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{WorkItem, brief};
use crate::error::Result;
use crate::output::{Page, Paint, Report};
use crate::store;

/// Entries of the journal that are shown with an item.
const MOST_STEPS: usize = 50;

/// Shows an item and its history.
///
/// The history comes from the journal: who did what, and when. What other programs wrote stands there as one entry.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// The work id
    #[arg(value_name = "ID")]
    pub id: String,
}

/// An item and what happened to it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Shown {
    /// The item.
    pub item: WorkItem,
    /// Whether its lease has ended while somebody holds it.
    pub is_expired: bool,
    /// Seconds until the lease ends; negative where it has ended.
    pub lease_left_secs: Option<i64>,
    /// The newest entries of the journal on it, oldest first.
    pub history: Vec<Step>,
}

impl Operation for Show {
    const NAME: &'static str = "show";
    const GROUP: Group = Group::Work;
    const ABOUT: &'static str = "Show an item and its history";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord show \"$CURRENT_WORK_ITEM\"", "every field, the lease, and who did what when")];
    type Report = Shown;

    fn run(self, context: &Context) -> Result<Shown> {
        let lease_secs = context.config()?.lease.secs();
        let now = context.now();
        store::view(context.store()?, now, |view| {
            let item = view.item(&self.id)?.ok_or_else(|| no_such_item(&self.id))?;
            let history = view.history(Some(&self.id), MOST_STEPS)?;
            let lease = item.effective_lease(lease_secs).filter(|_| item.is_held());
            let ends = lease.and_then(|lease| lease.expires_at.instant());
            Ok(Shown {
                is_expired: item.is_expired(now, lease_secs),
                lease_left_secs: ends.map(|end| end.unix() - now.unix()),
                history: history.iter().map(|entry| Step::of(entry, Some(&self.id))).collect(),
                item,
            })
        })
    }
}

impl Report for Shown {
    fn text(&self, page: &mut Page) {
        let item = &self.item;
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        let said = |field: &Option<String>| field.clone().filter(|text| !text.is_empty());
        let kind = said(&item.work_type).unwrap_or_else(|| "unknown".to_owned());
        page.painted(Paint::Heading, format!("🔧 {}: {kind}", item.work_item_id));
        if let Some(description) = said(&item.description) {
            page.line(format!("   {description}"));
        }
        page.gap();
        let stamp = |stamp: &Option<crate::domain::Stamp>| {
            stamp.as_ref().map(ToString::to_string).unwrap_or_default()
        };
        let rows = [
            ("Status", text(&item.status)),
            ("Priority", text(&item.priority)),
            ("Team", text(&item.team)),
            ("Held by", text(&item.agent_id)),
            ("Claimed", stamp(&item.claimed_at)),
            ("Progress", item.progress.map_or_else(String::new, |percent| format!("{percent}%"))),
            ("Updated", stamp(&item.last_update)),
            ("Lease", self.lease()),
            ("Completed", stamp(&item.completed_at)),
            ("Result", text(&item.result)),
        ];
        for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
            page.line(format!("   {name:<10} {value}"));
        }
        for (name, value) in item.foreign.iter() {
            page.line(format!("   {name:<10} {}", value.get()));
        }
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

impl Shown {
    fn lease(&self) -> String {
        match self.lease_left_secs {
            Some(left) if left > 0 => format!("{} left", brief(left)),
            Some(left) => format!("ended {} ago", brief(-left)),
            None => String::new(),
        }
    }
}
