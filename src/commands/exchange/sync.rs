//! `sync`: pulls the changes of another board.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::backup::path_parser;
use super::bundle::Bundle;
use super::merge::{Merge, Merged, Side};
use crate::commands::change::Change;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::merging::Meeting;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store;

/// The side file that knows what the boards were when they last met.
const SIDE_FILE: &str = "sync";

/// Pulls the changes of another board.
///
/// Three-way: what both boards were at the last sync is kept, so that an item that changed there alone is taken, one that
/// changed here alone stays, and one that changed on both sides is a conflict: it is told each time, and ours stands until
/// --prefer says whose record counts. What was taken off this board stays off. The other board is only looked at; run it
/// there, too, and both have the same.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Sync {
    /// The directory of the other board
    #[arg(id = "other", value_name = "DIR", value_parser = path_parser())]
    #[serde(rename = "dir")]
    pub other: PathBuf,
    /// Whose record stands where an item changed on both sides
    #[arg(long, value_name = "SIDE", value_enum)]
    #[serde(default)]
    pub prefer: Option<Side>,
    /// Say what would be taken, and change nothing
    #[arg(long)]
    #[serde(default)]
    pub dry_run: bool,
}

/// What was pulled.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Synced {
    /// The other board.
    pub other: String,
    /// Whether the two boards had met before.
    pub met_before: bool,
    /// What came of it.
    #[serde(flatten)]
    pub merged: Merged,
    /// Items that both boards had, and the other one has no more; they stay here.
    pub gone_there: Vec<String>,
    /// Whether nothing was changed.
    pub dry_run: bool,
}

/// By board, what the items of both were.
type Meetings = BTreeMap<String, BTreeMap<String, (String, String)>>;

impl Operation for Sync {
    const NAME: &'static str = "sync";
    const GROUP: Group = Group::Exchange;
    const ABOUT: &'static str = "Pull the changes of another board, three-way";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord --dir ../other add bug Crash -q; coord sync ../other", "what changed there alone is taken"),
        ("coord --dir ../other add bug Crash -q; coord sync ../other --dry-run", "what would be taken"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.board.sync");
    type Report = Synced;

    fn run(self, context: &Context) -> Result<Synced> {
        if self.other.as_os_str().is_empty() {
            return Err(Error::new(Kind::Usage, "no board is named").hint("coord sync DIR"));
        }
        let path = context.environment().working_directory().join(&self.other);
        let place = path.canonicalize().map_err(|error| {
            Error::io("cannot use", &path, &error)
                .hint("name the directory of the other board, which holds its work_claims.json")
        })?;
        let bundle = Bundle::of_board(&place, context)?;
        let name = place.display().to_string();
        let meetings = read(context.store()?.side_file(SIDE_FILE)?.as_deref())?;
        let known = meetings.get(&name);
        let met: BTreeMap<String, Meeting> = known.into_iter().flatten().map(meeting).collect();
        let merge = Merge { bundle: &bundle, met: &met, prefer: self.prefer, dry_run: self.dry_run };
        let mut now_met = None;
        if self.dry_run && !store::view(context.store()?, context.now(), |view| view.exists())? {
            let merged = merge.onto_nothing();
            return Ok(Synced {
                other: name,
                met_before: false,
                merged,
                gone_there: Vec::new(),
                dry_run: true,
            });
        }
        let actor = context.agent_id().filter(|_| !self.dry_run);
        let (mut synced, _) = Change::of("sync").creating().run(context, actor.as_deref(), |txn| {
            let (merged, met) = merge.apply(txn)?;
            now_met = Some(met);
            Ok(Synced {
                other: name.clone(),
                met_before: known.is_some(),
                merged,
                gone_there: Vec::new(),
                dry_run: self.dry_run,
            })
        })?;
        // An answer from before was given again: nothing was looked at.
        let Some(mut now_met) = now_met else { return Ok(synced) };
        synced.gone_there = met.keys().filter(|id| !now_met.contains_key(*id)).cloned().collect();
        synced.gone_there.retain(|id| !bundle.items.iter().any(|item| item.work_item_id == *id));
        // The items of before are still known here: without them what is gone there would come back as new.
        let gone = synced.gone_there.iter().filter_map(|id| Some((id.clone(), met.get(id)?.clone())));
        now_met.extend(gone);
        if !self.dry_run && now_met != met {
            keep(context, &name, &now_met)?;
        }
        context.recorder().borrow_mut().attribute("s2s.conflicts", synced.merged.conflicts.len());
        Ok(synced)
    }
}

fn meeting((id, (ours, theirs)): (&String, &(String, String))) -> (String, Meeting) {
    (id.clone(), Meeting { ours: ours.clone(), theirs: theirs.clone() })
}

fn read(text: Option<&str>) -> Result<Meetings> {
    text.map_or(Ok(Meetings::new()), |text| {
        serde_json::from_str(text).map_err(|error| {
            Error::new(Kind::BrokenState, format!("what is known of the last sync cannot be read: {error}"))
                .hint("move .store/side/sync.json away: the next sync starts without a past")
        })
    })
}

/// Keeps what the boards are now, for the next time.
fn keep(context: &Context, name: &str, met: &BTreeMap<String, Meeting>) -> Result<()> {
    context.store()?.revise_side_file(SIDE_FILE, &mut |text| {
        let mut meetings = read(text)?;
        let pairs = met.iter().map(|(id, met)| (id.clone(), (met.ours.clone(), met.theirs.clone())));
        meetings.insert(name.to_owned(), pairs.collect());
        let written = serde_json::to_string(&meetings);
        written.map(Some).map_err(|error| Error::new(Kind::General, format!("cannot be kept: {error}")))
    })
}

impl Report for Synced {
    fn text(&self, page: &mut Page) {
        let done = if self.dry_run { "SYNC" } else { "SYNCED" };
        let before = if self.met_before { "" } else { ", for the first time" };
        page.line(format!("🔄 {done}: with {}{before}", self.other));
        self.merged.text(page, self.dry_run);
        if !self.gone_there.is_empty() {
            page.line(format!("   🗑 {} items are gone there, and stay here", self.gone_there.len()));
        }
    }

    fn ids(&self) -> Vec<String> {
        self.merged.changed()
    }
}
