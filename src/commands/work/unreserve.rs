//! `unreserve`: frees paths that were reserved.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::reserve::reservations;
use super::target::{Authority, Caller, check_id};
use crate::commands::change::{Change, Mutation, perform};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::WorkItem;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::Txn;

/// Frees paths that you reserved.
///
/// A reservation is named by its id, or a path of it as it was written. Of a reservation of several paths the others stay.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Unreserve {
    /// The id of a reservation, or a glob of one
    #[arg(value_name = "ID|GLOB", required_unless_present = "all")]
    pub targets: Vec<String>,
    /// Everything that you reserved
    #[arg(long, conflicts_with = "targets")]
    pub all: bool,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub authority: Authority,
}

/// What was freed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Freed {
    /// The reservations.
    pub items: Vec<FreedPaths>,
    /// How many there are.
    pub total: usize,
    /// Never: all are listed.
    pub has_more: bool,
}

/// What was freed of a reservation.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FreedPaths {
    /// The reservation.
    pub work_item_id: String,
    /// The globs that it no longer has.
    pub paths: Vec<String>,
    /// The globs that it still has.
    pub kept: Vec<String>,
}

impl Operation for Unreserve {
    const NAME: &'static str = "unreserve";
    const GROUP: Group = Group::Queue;
    const ABOUT: &'static str = "Free paths that you reserved";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord unreserve --all", "everything that you reserved")];
    const SPAN: Option<&'static str> = Some("s2s.paths.unreserve");
    type Report = Freed;

    fn run(self, context: &Context) -> Result<Freed> {
        perform(self, context)
    }
}

/// What is to be freed, and by whom.
pub enum Freeing {
    /// Everything of this agent.
    All(String),
    /// These, each with its caller.
    Targets(Vec<(String, Caller)>),
}

impl Mutation for Unreserve {
    const CHANGE: Change = Change::of("unreserve");
    type Checked = Freeing;

    fn check(self, context: &Context) -> Result<Freeing> {
        if self.all {
            let agent = context.agent_id().ok_or_else(|| {
                Error::new(Kind::Usage, "--all: you did not say who you are")
                    .hint("set AGENT_ID, or name the reservation: coord conflicts shows them")
            })?;
            return Ok(Freeing::All(agent));
        }
        let mut targets = self.targets.into_iter().map(|target| {
            check_id("the reservation", &target)?;
            let caller = Caller::of(&self.authority, &target, context)?;
            Ok((target, caller))
        });
        targets.by_ref().collect::<Result<Vec<_>>>().map(Freeing::Targets)
    }

    fn apply(freeing: &Freeing, txn: &mut dyn Txn, context: &Context) -> Result<Freed> {
        let mut all = reservations(txn)?;
        let mut freed: Vec<FreedPaths> = Vec::new();
        match freeing {
            Freeing::All(agent) => {
                all.retain(|item| item.is_held_by(agent));
                freed.extend(all.iter_mut().map(free_whole));
            }
            Freeing::Targets(targets) => {
                for (target, caller) in targets {
                    freed.extend(free(target, caller, &mut all, txn, context)?);
                }
            }
        }
        for item in
            all.iter().filter(|item| freed.iter().any(|freed| freed.work_item_id == item.work_item_id))
        {
            txn.put_item(item)?;
        }
        Ok(Freed { total: freed.len(), has_more: false, items: freed })
    }
}

/// Frees what the target names, in the images of the reservations.
fn free(
    target: &str,
    caller: &Caller,
    all: &mut [WorkItem],
    txn: &mut dyn Txn,
    context: &Context,
) -> Result<Option<FreedPaths>> {
    let lease_secs = context.config()?.lease.secs();
    let by_id = all.iter().position(|item| item.work_item_id == target);
    let has = |item: &WorkItem| item.is_held() && item.paths().iter().any(|path| path == target);
    // Where several have the same glob, the caller means its own.
    let own = caller.actor().agent_id;
    let by_glob = all.iter().position(|item| has(item) && item.agent_id.as_deref() == own);
    let by_glob = by_glob.or_else(|| all.iter().position(has));
    let Some(found) = by_id.or(by_glob) else { return unknown(target, txn) };
    let item = &mut all[found];
    item.check_holder("unreserve", caller.actor(), lease_secs)?;
    if by_id.is_some() {
        return Ok(Some(free_whole(item)));
    }
    let kept: Vec<String> = item.paths().iter().filter(|path| *path != target).cloned().collect();
    if kept.is_empty() {
        return Ok(Some(free_whole(item)));
    }
    item.paths = Some(kept.clone());
    Ok(Some(FreedPaths { work_item_id: item.work_item_id.clone(), paths: vec![target.to_owned()], kept }))
}

fn free_whole(item: &mut WorkItem) -> FreedPaths {
    item.leave_cancelled();
    FreedPaths { work_item_id: item.work_item_id.clone(), paths: item.paths().to_vec(), kept: Vec::new() }
}

/// No reservation stands for the target: it ended before, it is work, or it never was.
fn unknown(target: &str, txn: &mut dyn Txn) -> Result<Option<FreedPaths>> {
    match txn.item(target)? {
        Some(item) if item.is_reservation() => Ok(None),
        Some(_) => {
            Err(Error::new(Kind::WrongStatus, format!("{target} is work, and no reservation of paths"))
                .hint("give work back with: coord release")
                .with("work_item_id", target))
        }
        None => Err(Error::new(Kind::ItemNotFound, format!("nothing is reserved as {target}"))
            .hint("see what is: coord conflicts")
            .with("work_item_id", target)),
    }
}

impl Report for Freed {
    fn text(&self, page: &mut Page) {
        if self.items.is_empty() {
            page.line("🔓 FREED: nothing was reserved");
        }
        for freed in &self.items {
            let kept = if freed.kept.is_empty() {
                String::new()
            } else {
                format!("; still reserved: {}", freed.kept.join(" "))
            };
            page.line(format!("🔓 FREED: {} ({}){kept}", freed.paths.join(" "), freed.work_item_id));
        }
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|freed| freed.work_item_id.clone()).collect()
    }
}
