//! Keeping the index that of the items, while they are written.

use rustix::fs::OFlags;

use super::array::Kind;
use super::directory::Directory;
use super::facts::Facts;
use super::head::Head;
use super::identity::Identity;
use super::index_file::IndexFile;
use super::indexed::Indexed;
use super::slot::Slot;
use crate::domain::{WorkItem, json_text};

/// What becomes of the index with a transaction.
pub(super) enum Reindex {
    /// It does not fit any more, and is made when it is needed.
    Nothing,
    /// These items were written.
    Records(Box<Indexed>),
    /// These were appended to what it is of.
    Appended(IndexFile, Vec<Facts>),
}

impl Reindex {
    /// After the items were staged: takes what the index needs out of their slot.
    pub(super) fn of(slot: &mut Slot, directory: &Directory, head: &Head) -> Self {
        match std::mem::take(slot) {
            Slot::Indexed { records, .. } => Self::Records(records),
            Slot::Appended(records) => {
                let known = head.arrays[Kind::Items.index()];
                let open = |of| IndexFile::open(directory, &head.boot, of, OFlags::RDWR);
                let facts: Option<Vec<Facts>> = records.iter().map(|(_, json)| facts_of(json)).collect();
                known
                    .and_then(open)
                    .zip(facts)
                    .map_or(Self::Nothing, |(index, facts)| Self::Appended(index, facts))
            }
            Slot::Untouched | Slot::Loaded { .. } => Self::Nothing,
        }
    }

    /// Before the items are put in their place: from here on the index is of no file.
    pub(super) fn invalidate(&self) {
        match self {
            Self::Nothing => {}
            Self::Records(records) => records.invalidate(),
            Self::Appended(index, _) => {
                index.invalidate();
            }
        }
    }

    /// After they were: `of` is the file that the items are in now; `None` where they did not change.
    pub(super) fn finish(self, directory: &Directory, head: &Head, of: Option<Identity>, from: u64) {
        match (self, of) {
            (_, Some(of)) if of.size < from => {}
            (Self::Records(records), of) => records.save(directory, head, of),
            (Self::Appended(index, facts), Some(of)) => index.update(of, &[], &facts),
            (Self::Nothing | Self::Appended(..), _) => {}
        }
    }
}

/// The facts of a record that was appended as compact JSON.
fn facts_of(json: &str) -> Option<Facts> {
    let item: WorkItem = serde_json::from_str(json).ok()?;
    Some(Facts::of(&item, u32::try_from(json_text::pretty(json, 1).len()).ok()?))
}
