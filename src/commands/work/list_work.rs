//! `list-work`, `list-work-fast`: who works on what.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Status, WorkItem};
use crate::error::Result;
use crate::output::{Page, Paint, Report};
use crate::store::{self, ItemFilter};

/// Lists open work.
///
/// First what agents hold, then what waits in the queue, each in order of creation.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct ListWork {
    /// Only this team; all teams where it is left out or all
    pub team: Option<String>,
}

/// Lists open work with a summary.
///
/// The list of list-work, and below it how many items are held.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct ListWorkFast {
    /// Only this team; all teams where it is left out or all
    pub team: Option<String>,
}

/// The open work.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpenWork {
    /// Items that somebody holds, then items that wait in the queue, each in order of creation.
    pub items: Vec<WorkItem>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are listed.
    pub has_more: bool,
    /// How many of them somebody holds.
    pub active: usize,
    /// How many of them wait in the queue.
    pub pending: usize,
    /// The team asked for.
    pub team: Option<String>,
    /// Whether the summary is shown.
    #[serde(skip)]
    summary: bool,
}

impl Operation for ListWork {
    const NAME: &'static str = "list-work";
    const GROUP: Group = Group::Work;
    const ABOUT: &'static str = "List open work, of one team or of all";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord list-work backend_team", "what the team has in hand and in its queue")];
    type Report = OpenWork;

    fn run(self, context: &Context) -> Result<OpenWork> {
        open_work(self.team, false, context)
    }
}

impl Operation for ListWorkFast {
    const NAME: &'static str = "list-work-fast";
    const GROUP: Group = Group::Work;
    const ABOUT: &'static str = "List open work with a summary";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord list-work-fast all", "all teams, and how many items are held")];
    type Report = OpenWork;

    fn run(self, context: &Context) -> Result<OpenWork> {
        open_work(self.team, true, context)
    }
}

fn open_work(team: Option<String>, summary: bool, context: &Context) -> Result<OpenWork> {
    let team = team.filter(|team| !team.is_empty() && team != "all");
    let list = |status| ItemFilter { team: team.clone(), ..ItemFilter::with_statuses(&[status]) };
    let (mut items, pending) = store::view(context.store()?, context.now(), |view| {
        Ok((view.items(&list(Status::Held))?, view.items(&list(Status::Pending))?))
    })?;
    let (active, waiting) = (items.len(), pending.len());
    items.extend(pending);
    Ok(OpenWork { total: items.len(), has_more: false, active, pending: waiting, items, team, summary })
}

impl Report for OpenWork {
    fn text(&self, page: &mut Page) {
        let of_team = self.team.as_ref().map_or_else(String::new, |team| format!(" - {team}"));
        page.painted(Paint::Heading, format!("📋 ACTIVE WORK ITEMS{of_team}"));
        if self.active == 0 {
            page.line("  Nobody holds any work.");
        }
        for item in &self.items[..self.active] {
            page.line(format!("  🔧 {}", line(item)));
        }
        if self.pending > 0 {
            page.gap();
            page.painted(Paint::Heading, "📥 IN THE QUEUE");
        }
        for item in &self.items[self.active..] {
            page.line(format!("  ⏳ {}", line(item)));
        }
        if self.summary {
            page.gap();
            page.line(format!("📊 Total active: {}", self.active));
        }
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|item| item.work_item_id.clone()).collect()
    }
}

fn line(item: &WorkItem) -> String {
    let word = |field: &Option<String>, missing: &'static str| {
        field.clone().filter(|word| !word.is_empty()).unwrap_or_else(|| missing.to_owned())
    };
    format!(
        "{}: {} ({}) [{}]",
        item.work_item_id,
        word(&item.work_type, "unknown"),
        word(&item.priority, "medium"),
        word(&item.team, "no team")
    )
}
