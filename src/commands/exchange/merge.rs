//! Taking what another board has into this one.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::bundle::Bundle;
use crate::commands::work::aftermath;
use crate::domain::merging::{Meeting, Verdict, decide};
use crate::domain::{Agent, Completion, Stamp, VelocityEntry, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::output::Page;
use crate::store::{ItemFilter, Txn};

/// Which side counts where both have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// This board.
    Ours,
    /// The other board.
    Theirs,
}

/// What came of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Merged {
    /// Items that were added, in their order.
    pub added: Vec<String>,
    /// Items whose record of the other board was taken.
    pub taken: Vec<String>,
    /// How many items are the same on both boards.
    pub same: usize,
    /// How many items stay as they are here, because they changed here alone.
    pub left: usize,
    /// Items that differ, and nobody knows which is right.
    pub conflicts: Vec<Conflict>,
    /// Agents that were added, or whose newer record was taken.
    pub agents: Vec<String>,
    /// How many completions were added to the log.
    pub completions: usize,
    /// How many lines were added to the log of velocity.
    pub velocity: usize,
}

/// An item that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Conflict {
    /// The item.
    pub work_item_id: String,
    /// What is the matter.
    pub why: String,
    /// The fields that differ.
    pub fields: Vec<String>,
    /// Whose record stands now; null where none does.
    pub stands: Option<Side>,
}

/// How a board is taken in.
pub struct Merge<'m> {
    /// What it has.
    pub bundle: &'m Bundle,
    /// What the items of both boards were when they last met.
    pub met: &'m BTreeMap<String, Meeting>,
    /// Which side counts where both have changed. Without one ours stands, and the conflict is told again next time.
    pub prefer: Option<Side>,
    /// Whether nothing is to be changed.
    pub dry_run: bool,
}

/// What is known of our items while theirs are looked at.
struct Ours {
    items: HashMap<String, WorkItem>,
    /// Open items by their key.
    keys: HashMap<String, String>,
    /// What was completed here, archived or not.
    finished: HashSet<String>,
}

impl Merge<'_> {
    /// Takes it in. Returns what came of it, and what both boards are now.
    ///
    /// # Errors
    /// What the store says.
    pub fn apply(&self, txn: &mut dyn Txn) -> Result<(Merged, BTreeMap<String, Meeting>)> {
        let ours = Ours::of(txn.items(&ItemFilter::default())?, &txn.completions(None)?);
        let (mut merged, mut met) = (Merged::default(), BTreeMap::new());
        let (mut seen, mut holders) = (BTreeSet::new(), BTreeSet::new());
        for item in &self.bundle.items {
            let id = item.work_item_id.as_str();
            if !seen.insert(id) {
                merged.conflict(item, None, "it stands there more than once; the first record counts");
                continue;
            }
            let Some(record) = self.settle(item, &ours, &mut merged, &mut met)? else { continue };
            holders.extend(ours.items.get(id).and_then(|ours| ours.agent_id.clone()));
            holders.extend(record.agent_id.clone());
            if !self.dry_run {
                txn.put_item(&record)?;
            }
        }
        self.take_agents(txn, &mut merged)?;
        self.take_logs(txn, &mut merged)?;
        if !self.dry_run {
            holders.iter().try_for_each(|holder| aftermath::count_workload(txn, holder))?;
        }
        Ok((merged, met))
    }

    /// What becomes of one of their items: the record to put, where there is one.
    fn settle(
        &self,
        theirs: &WorkItem,
        ours: &Ours,
        merged: &mut Merged,
        met: &mut BTreeMap<String, Meeting>,
    ) -> Result<Option<WorkItem>> {
        let id = theirs.work_item_id.clone();
        let own = ours.items.get(&id);
        let prints = (own.map(fingerprint).transpose()?, fingerprint(theirs)?);
        let known = self.met.get(&id);
        let verdict = decide(prints.0.as_deref(), &prints.1, known);
        let mut note = |ours: &str| {
            met.insert(id.clone(), Meeting { ours: ours.to_owned(), theirs: prints.1.clone() });
        };
        let is_settled = verdict != Verdict::Conflict || self.prefer.is_some();
        match known {
            // An open conflict stays one, and what we alone changed stays changed.
            Some(known) if !is_settled || verdict == Verdict::Leave => {
                met.insert(id.clone(), known.clone());
            }
            _ if is_settled && verdict != Verdict::Leave => {
                let stays = verdict == Verdict::Conflict && self.prefer == Some(Side::Ours);
                let stands = if stays { prints.0.clone().unwrap_or_default() } else { prints.1.clone() };
                note(&stands);
            }
            _ => {}
        }
        match verdict {
            Verdict::Same => merged.same += 1,
            Verdict::Leave => merged.left += 1,
            // What was done here and went to the archive is no new work.
            Verdict::Add if ours.finished.contains(&id) => {
                met.remove(&id);
                if theirs.is_open() {
                    merged.conflict(theirs, None, "it was completed here");
                } else {
                    merged.left += 1;
                }
            }
            Verdict::Add => {
                if let Some(holder) = ours.holder_of_key(theirs) {
                    merged.conflict(theirs, None, &format!("its key is the one of {holder}"));
                    met.remove(&id);
                    return Ok(None);
                }
                merged.added.push(id);
                return Ok(Some(theirs.clone()));
            }
            Verdict::Take => {
                merged.taken.push(id);
                return Ok(Some(taken(theirs, own)));
            }
            Verdict::Conflict => {
                let why = if own.is_some() { "it differs" } else { "it changed there, and is gone here" };
                merged.conflict(theirs, own, why);
                if self.prefer == Some(Side::Theirs) {
                    merged.stands(Side::Theirs);
                    return Ok(Some(taken(theirs, own)));
                }
            }
        }
        Ok(None)
    }

    /// Of an agent that both have the record with the newer sign counts.
    fn take_agents(&self, txn: &mut dyn Txn, merged: &mut Merged) -> Result<()> {
        let known: HashMap<String, Agent> =
            txn.agents()?.into_iter().map(|agent| (agent.agent_id.clone(), agent)).collect();
        let sign = |agent: &Agent| agent.last_heartbeat.as_ref().and_then(Stamp::instant);
        for agent in &self.bundle.agents {
            let is_newer = known.get(&agent.agent_id).is_none_or(|ours| sign(ours) < sign(agent));
            if !is_newer || merged.agents.contains(&agent.agent_id) {
                continue;
            }
            merged.agents.push(agent.agent_id.clone());
            if !self.dry_run {
                txn.put_agent(agent)?;
                aftermath::count_workload(txn, &agent.agent_id)?;
            }
        }
        Ok(())
    }

    /// Entries that stand there more often than here.
    fn take_logs(&self, txn: &mut dyn Txn, merged: &mut Merged) -> Result<()> {
        let texts = |log: &[Completion]| log.iter().map(json).collect::<Result<Vec<_>>>();
        let mut missing = surplus(&texts(&txn.completions(None)?)?, &texts(&self.bundle.completions)?);
        let lines = |log: &[VelocityEntry]| log.iter().map(VelocityEntry::line).collect::<Vec<_>>();
        let mut lacking = surplus(&lines(&txn.velocity(None)?), &lines(&self.bundle.velocity));
        // Where our record of an item stands, so does our completion of it: work is not counted twice.
        let stays = |id: &str| {
            let mut of_item = merged.conflicts.iter().filter(|conflict| conflict.work_item_id == id);
            of_item.any(|conflict| conflict.stands != Some(Side::Theirs))
        };
        missing.retain(|at| {
            let completion = &self.bundle.completions[*at];
            let is_left = stays(&completion.work_item_id);
            if is_left {
                let is_its = |entry: &VelocityEntry| {
                    Some(&entry.at) == completion.completed_at.as_ref()
                        && Some(entry.points) == completion.velocity_points
                };
                if let Some(place) = lacking.iter().position(|at| is_its(&self.bundle.velocity[*at])) {
                    lacking.remove(place);
                }
            }
            !is_left
        });
        (merged.completions, merged.velocity) = (missing.len(), lacking.len());
        if self.dry_run {
            return Ok(());
        }
        lacking.into_iter().try_for_each(|at| txn.append_velocity(&self.bundle.velocity[at]))?;
        let mut agents = BTreeSet::new();
        for at in missing {
            let completion = &self.bundle.completions[at];
            agents.extend(completion.agent_id.clone());
            txn.append_completion(completion)?;
        }
        recount(txn, &agents)
    }

    /// What comes of it where there is no board yet.
    pub fn onto_nothing(&self) -> Merged {
        let amount = self.bundle.amount();
        Merged {
            added: self.bundle.items.iter().map(|item| item.work_item_id.clone()).collect(),
            agents: self.bundle.agents.iter().map(|agent| agent.agent_id.clone()).collect(),
            completions: amount.completions,
            velocity: amount.velocity,
            ..Merged::default()
        }
    }
}

/// Agents that completed more than they know of are counted anew.
fn recount(txn: &mut dyn Txn, agents: &BTreeSet<String>) -> Result<()> {
    if agents.is_empty() {
        return Ok(());
    }
    let log = txn.completions(None)?;
    for id in agents {
        let Some(before) = txn.agent(id)? else { continue };
        let mut agent = before.clone();
        agent.recount(&log);
        if agent != before {
            txn.put_agent(&agent)?;
        }
    }
    Ok(())
}

impl Ours {
    fn of(items: Vec<WorkItem>, log: &[Completion]) -> Self {
        let (mut ours, mut keys) = (HashMap::new(), HashMap::new());
        for item in items {
            if let Some(key) = item.key.clone().filter(|_| item.is_open()) {
                keys.entry(key).or_insert_with(|| item.work_item_id.clone());
            }
            ours.entry(item.work_item_id.clone()).or_insert(item);
        }
        let finished = log.iter().map(|completion| completion.work_item_id.clone()).collect();
        Self { items: ours, keys, finished }
    }

    /// The open item of ours that has the key of an open item of theirs.
    fn holder_of_key(&self, theirs: &WorkItem) -> Option<&String> {
        theirs.key.as_ref().filter(|_| theirs.is_open()).and_then(|key| self.keys.get(key))
    }
}

/// Their record in the place of ours. No claim on ours is good any more, so its fence is behind both.
fn taken(theirs: &WorkItem, ours: Option<&WorkItem>) -> WorkItem {
    let mut taken = theirs.clone();
    if let Some(ours) = ours.filter(|ours| ours.fence() > 0 || theirs.fence() > 0) {
        let has_other_holder = ours.is_held() && ours.agent_id != theirs.agent_id;
        taken.fence = Some(ours.fence().max(theirs.fence()) + u64::from(has_other_holder));
    }
    taken
}

/// Tells whether a record is as it was. The fence counts how often this board gave it away, and is left out.
fn fingerprint(item: &WorkItem) -> Result<String> {
    let text = json(&WorkItem { fence: None, ..item.clone() })?;
    Ok(Sha256::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect())
}

fn json(record: &impl Serialize) -> Result<String> {
    serde_json::to_string(record)
        .map_err(|error| Error::new(Kind::General, format!("a record cannot be written as JSON: {error}")))
}

/// The places in `theirs` of what stands there more often than in `ours`.
fn surplus(ours: &[String], theirs: &[String]) -> Vec<usize> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for text in ours {
        *counts.entry(text).or_default() += 1;
    }
    let mut places = Vec::new();
    for (place, text) in theirs.iter().enumerate() {
        match counts.get_mut(text.as_str()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => places.push(place),
        }
    }
    places
}

/// The names of the fields in which two records differ.
fn differences(ours: &WorkItem, theirs: &WorkItem) -> Vec<String> {
    let fields = |item: &WorkItem| -> BTreeMap<String, String> {
        let text = serde_json::to_string(item).unwrap_or_default();
        let fields: BTreeMap<String, Box<serde_json::value::RawValue>> =
            serde_json::from_str(&text).unwrap_or_default();
        fields.into_iter().map(|(name, value)| (name, value.get().to_owned())).collect()
    };
    let (ours, theirs) = (fields(ours), fields(theirs));
    let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    names.into_iter().filter(|name| ours.get(*name) != theirs.get(*name)).cloned().collect()
}

impl Merged {
    fn conflict(&mut self, theirs: &WorkItem, ours: Option<&WorkItem>, why: &str) {
        self.conflicts.push(Conflict {
            work_item_id: theirs.work_item_id.clone(),
            why: why.to_owned(),
            fields: ours.map(|ours| differences(ours, theirs)).unwrap_or_default(),
            stands: ours.map(|_| Side::Ours),
        });
    }

    fn stands(&mut self, side: Side) {
        if let Some(conflict) = self.conflicts.last_mut() {
            conflict.stands = Some(side);
        }
    }

    /// The ids of the items that changed here.
    pub fn changed(&self) -> Vec<String> {
        self.added.iter().chain(&self.taken).cloned().collect()
    }

    /// Adds what came of it to a page.
    pub fn text(&self, page: &mut Page, dry_run: bool) {
        let would = if dry_run { "would be " } else { "" };
        page.line(format!(
            "   📥 {} items {would}added, {} {would}taken, {} the same, {} left as they are here",
            self.added.len(),
            self.taken.len(),
            self.same,
            self.left
        ));
        page.line(format!(
            "   🤖 {} agents, {} completions, {} velocity lines {would}added",
            self.agents.len(),
            self.completions,
            self.velocity
        ));
        for conflict in &self.conflicts {
            let fields = if conflict.fields.is_empty() {
                String::new()
            } else {
                format!(" in {}", conflict.fields.join(", "))
            };
            let stands = match conflict.stands {
                Some(Side::Ours) => "; ours stands",
                Some(Side::Theirs) => "; theirs stands",
                None => "",
            };
            page.line(format!("   ⚠️ {}: {}{fields}{stands}", conflict.work_item_id, conflict.why));
        }
    }
}
