//! `resolve-conflicts`: one record for each id.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::change::{Change, Mutation, perform};
use crate::commands::work::aftermath;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::duplicates::{self, Settlement};
use crate::domain::{Agent, Completion};
use crate::error::{Kind, Result};
use crate::output::{Page, Report};
use crate::store::{ItemFilter, Txn};

/// Sees to it that each id stands once.
///
/// Other programs can leave several records of one id, of which commands see the first. Where they are copies of one piece
/// of work, the furthest along stays: completed before held before waiting, then the newest. Where they are different work
/// (another type or description), each stays, and all but the first get an id of their own. Of an agent the record with
/// the newest sign stays. Before that, the whole of work_claims.json is copied to backups. The log of completions is
/// history: what it counts twice is told, and stays.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct ResolveConflicts {
    /// Say what would be done, and change nothing
    #[arg(long)]
    #[serde(default)]
    pub dry_run: bool,
}

/// What was done about ids that stood more than once.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Resolved {
    /// Work ids, in the order of the board.
    pub items: Vec<ResolvedItem>,
    /// How many work ids.
    pub total: usize,
    /// Always false: all ids are here.
    pub has_more: bool,
    /// Agents that stood more than once, with how many records of them were taken off.
    pub agents: BTreeMap<String, usize>,
    /// Items that the log of completions has more than once; it stays as it is.
    pub completed_twice: Vec<String>,
    /// The copy of `work_claims.json` as it was before, below the state directory.
    pub backup: Option<String>,
    /// Whether it was only looked what would be done.
    pub dry_run: bool,
}

/// A work id that stood more than once.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ResolvedItem {
    /// The id.
    pub work_item_id: String,
    /// The status of the record that stays.
    pub status: String,
    /// How many records of the same work were taken off.
    pub left_out: usize,
    /// Other work that stood under the id: its new ids. Of a look, one empty text each.
    pub renamed_to: Vec<String>,
}

impl Operation for ResolveConflicts {
    const NAME: &'static str = "resolve-conflicts";
    const GROUP: Group = Group::Upkeep;
    const ABOUT: &'static str = "Make ids that stand more than once stand once";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord resolve-conflicts --dry-run", "which ids stand more than once"),
        ("coord resolve-conflicts", "one record for each"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.board.resolve");
    type Report = Resolved;

    fn run(self, context: &Context) -> Result<Resolved> {
        let dry_run = self.dry_run;
        match perform(self, context) {
            // Where there is no board no id stands twice.
            Err(error) if error.kind() == Kind::NoBoard => Ok(Resolved { dry_run, ..Resolved::default() }),
            done => done,
        }
    }
}

impl Mutation for ResolveConflicts {
    const CHANGE: Change = Change::of("resolve_conflicts");
    type Checked = Self;

    fn check(self, _context: &Context) -> Result<Self> {
        Ok(self)
    }

    /// Who only looks leaves no sign.
    fn actor(resolve: &Self, context: &Context) -> Option<String> {
        context.agent_id().filter(|_| !resolve.dry_run)
    }

    fn apply(resolve: &Self, txn: &mut dyn Txn, context: &Context) -> Result<Resolved> {
        let mut resolved = Resolved { dry_run: resolve.dry_run, ..Resolved::default() };
        resolved.completed_twice = repeated(&txn.completions(None)?);
        let items = several(txn.items(&ItemFilter::default())?, |item| &item.work_item_id);
        if !items.is_empty() && !resolve.dry_run {
            resolved.backup = txn.back_up_items()?.map(|path| path.display().to_string());
        }
        let mut holders = BTreeSet::new();
        for records in items {
            holders.extend(records.iter().filter_map(|record| record.agent_id.clone()));
            let Some(settlement) = duplicates::settle(records) else { continue };
            resolved.items.push(settle(settlement, resolve.dry_run, txn)?);
        }
        for records in several(txn.agents()?, |agent| &agent.agent_id) {
            let count = records.len() - 1;
            let Some(kept) = duplicates::newest(records) else { continue };
            if !resolve.dry_run {
                keep_agent(&kept, count, txn)?;
            }
            holders.insert(kept.agent_id.clone());
            resolved.agents.insert(kept.agent_id, count);
        }
        if !resolve.dry_run {
            holders.iter().try_for_each(|holder| aftermath::count_workload(txn, holder))?;
        }
        resolved.total = resolved.items.len();
        context.recorder().borrow_mut().attribute("s2s.resolved", resolved.total);
        Ok(resolved)
    }
}

/// The records of each id that stands more than once, in the order of the first of each.
fn several<T>(records: Vec<T>, id: impl Fn(&T) -> &String) -> Vec<Vec<T>> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for record in &records {
        *counts.entry(id(record).clone()).or_default() += 1;
    }
    counts.retain(|_, count| *count > 1);
    let mut found: Vec<Vec<T>> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for record in records {
        if !counts.contains_key(id(&record)) {
            continue;
        }
        let place = *places.entry(id(&record).clone()).or_insert(found.len());
        if place == found.len() {
            found.push(Vec::new());
        }
        found[place].push(record);
    }
    found
}

fn settle(settlement: Settlement, dry_run: bool, txn: &mut dyn Txn) -> Result<ResolvedItem> {
    let Settlement { kept, others, left_out } = settlement;
    let id = kept.work_item_id.clone();
    let mut told = ResolvedItem {
        status: kept.status.clone().unwrap_or_default(),
        left_out,
        renamed_to: others.iter().map(|_| String::new()).collect(),
        work_item_id: id.clone(),
    };
    if dry_run {
        return Ok(told);
    }
    // All of them, and the one that stays anew: so recovery knows each record that is to go.
    for _ in 0..=others.len() + left_out {
        txn.drop_item(&id)?;
    }
    txn.put_item(&kept)?;
    for (mut other, name) in others.into_iter().zip(&mut told.renamed_to) {
        *name = format!("work_{}", txn.allocate_id()?);
        other.work_item_id.clone_from(name);
        // A key names one open item, and the one that stays may have it.
        other.key = other.key.filter(|key| kept.key.as_ref() != Some(key));
        txn.put_item(&other)?;
    }
    Ok(told)
}

fn keep_agent(kept: &Agent, count: usize, txn: &mut dyn Txn) -> Result<()> {
    for _ in 0..=count {
        txn.drop_agent(&kept.agent_id)?;
    }
    txn.put_agent(kept)
}

/// The items that the log has more than once.
fn repeated(log: &[Completion]) -> Vec<String> {
    let (mut seen, mut again) = (BTreeSet::new(), BTreeSet::new());
    for entry in log {
        if !seen.insert(entry.work_item_id.as_str()) {
            again.insert(entry.work_item_id.clone());
        }
    }
    again.into_iter().collect()
}

impl Report for Resolved {
    fn text(&self, page: &mut Page) {
        let ids = if self.total == 1 { "work id" } else { "work ids" };
        match (self.total + self.agents.len(), self.dry_run) {
            (0, _) => page.line("✅ RESOLVED: every id stands once"),
            (_, true) => page.line(format!(
                "🧩 RESOLVED: {} {ids} and {} agents would be settled",
                self.total,
                self.agents.len()
            )),
            (_, false) => {
                page.line(format!("🧩 RESOLVED: {} {ids} and {} agents", self.total, self.agents.len()));
            }
        }
        for item in &self.items {
            item.text(page, self.dry_run);
        }
        for (agent, count) in &self.agents {
            page.line(format!("  🤖 {agent}: the newest record stays, {count} taken off"));
        }
        if !self.completed_twice.is_empty() {
            page.line(format!(
                "  📜 {} items were completed more than once by the log, which stays as it is",
                self.completed_twice.len()
            ));
        }
        if let Some(backup) = &self.backup {
            page.line(format!("✅ The items as they were before are in {backup}"));
        }
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|item| item.work_item_id.clone()).collect()
    }
}

impl ResolvedItem {
    fn text(&self, page: &mut Page, dry_run: bool) {
        let id = &self.work_item_id;
        if self.left_out > 0 {
            page.line(format!("  🔧 {id}: the {} one stays, {} taken off", self.status, self.left_out));
        }
        for name in &self.renamed_to {
            let name =
                if dry_run { "would get an id of its own".to_owned() } else { format!("is {name} now") };
            page.line(format!("  🔧 {id}: other work of the same id {name}"));
        }
    }
}
