//! What we know each record to have been since the last checkpoint: the ground on which a file that somebody
//! else wrote, or a crash left behind, is judged.

use std::collections::HashMap;

use super::array::{ArrayText, KINDS, Kind, id_of, parse_records};
use super::directory::{BASE, Directory};
use super::journal::Record;
use crate::error::Result;

/// The past of the records of one array file, oldest first.
#[derive(Debug, Default)]
pub(super) struct Versions {
    /// Ids in order of creation.
    pub(super) order: Vec<String>,
    past: HashMap<String, Past>,
    /// Records that were taken off the board, as compact JSON.
    copies: Vec<String>,
}

/// The past of one record.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// Its versions as compact JSON; `None` where it was taken away.
    pub(super) versions: Vec<Option<String>>,
    /// Number of the transaction that wrote the newest; 0 where it is from the checkpoint.
    pub(super) seq: u64,
}

impl Versions {
    /// From the JSON files as of the last checkpoint and the records since.
    ///
    /// # Errors
    /// A file of the checkpoint cannot be read.
    pub(super) fn load(
        directory: &Directory,
        kind: Kind,
        checkpoint: u64,
        records: &[Record],
    ) -> Result<Self> {
        let mut versions = Self::default();
        for json in base(directory, kind, checkpoint)? {
            // Of several records of one id the first is the one that commands use.
            if let Some(id) = id_of(kind, &json).filter(|id| versions.of(id).is_none()) {
                versions.add(&id, Some(json), 0);
            }
        }
        for record in records {
            for json in &record.recovery.seen {
                versions.add_seen(kind, json.get());
            }
            record.recovery.copies.iter().for_each(|json| versions.add_dropped(json.get()));
            let entry = &record.entry;
            let (puts, drops) = match kind {
                Kind::Items => (&entry.puts.items, entry.drops.items.as_slice()),
                Kind::Agents => (&entry.puts.agents, entry.drops.agents.as_slice()),
                Kind::Completions => (&entry.puts.completions, [].as_slice()),
            };
            for json in puts {
                if let Some(id) = id_of(kind, json.get()) {
                    versions.add(&id, Some(json.get().to_owned()), entry.seq);
                }
            }
            for id in drops {
                versions.add(id, None, entry.seq);
            }
        }
        Ok(versions)
    }

    pub(super) fn add(&mut self, id: &str, version: Option<String>, seq: u64) {
        if !self.past.contains_key(id) {
            self.order.push(id.to_owned());
        }
        let past = self.past.entry(id.to_owned()).or_default();
        past.versions.push(version);
        past.seq = seq;
    }

    /// Adds a version that another program wrote and that did not stay: it is part of the past, but not the newest.
    pub(super) fn add_seen(&mut self, kind: Kind, json: &str) {
        if let Some(past) = id_of(kind, json).and_then(|id| self.past.get_mut(&id)) {
            let before_newest = past.versions.len().saturating_sub(1);
            past.versions.insert(before_newest, Some(json.to_owned()));
        }
    }

    /// Adds a record that was taken off the board.
    pub(super) fn add_dropped(&mut self, json: &str) {
        self.copies.push(json.to_owned());
    }

    /// Whether a record is one that was taken off the board.
    pub(super) fn was_dropped(&self, json: &str) -> bool {
        self.copies.iter().any(|copy| copy == json)
    }

    /// The past of the record of that id.
    pub(super) fn of(&self, id: &str) -> Option<&Past> {
        self.past.get(id)
    }
}

impl Past {
    /// The record as we left it; `None` where we took it away.
    pub(super) fn newest(&self) -> Option<&str> {
        self.versions.last().and_then(Option::as_deref)
    }
}

/// The records of a file as of the last checkpoint; none where there was no such file or it is damaged.
pub(super) fn base(directory: &Directory, kind: Kind, checkpoint: u64) -> Result<Vec<String>> {
    let contents = directory.read(&base_name(kind, checkpoint))?;
    Ok(contents.and_then(|contents| parse_records(&contents.bytes).ok()).unwrap_or_default())
}

/// Where the copy of the checkpoint of that number is. The number tells which records of the journal are in it, so a
/// copy that was made by a checkpoint that did not come to its end is never taken for another.
pub(super) fn base_name(kind: Kind, checkpoint: u64) -> String {
    format!("{BASE}/{checkpoint:08}-{}", kind.file())
}

/// The array as it must be by the checkpoint and the journal alone.
///
/// # Errors
/// A file of the checkpoint cannot be read.
pub(super) fn rebuild(
    directory: &Directory,
    kind: Kind,
    checkpoint: u64,
    records: &[Record],
) -> Result<ArrayText> {
    let mut array = ArrayText::empty(kind);
    if kind == Kind::Completions {
        let journaled = records.iter().flat_map(|record| &record.entry.puts.completions);
        for json in
            base(directory, kind, checkpoint)?.into_iter().chain(journaled.map(|json| json.get().to_owned()))
        {
            array.append("", json);
        }
        return Ok(array);
    }
    let versions = Versions::load(directory, kind, checkpoint, records)?;
    for id in &versions.order {
        if let Some(json) = versions.of(id).and_then(Past::newest) {
            array.append(id, json.to_owned());
        }
    }
    Ok(array)
}

/// Whether any array has something to rebuild it from.
pub(super) fn has_base(directory: &Directory, checkpoint: u64) -> Result<bool> {
    for kind in KINDS {
        if directory.stat(&base_name(kind, checkpoint))?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
