//! An array file as far as a transaction has needed it: not at all, to append, or read.

use super::array::{ArrayText, Kind};
use super::directory::Directory;
use super::head::Head;
use super::publish::{self, Staged};
use super::session::load_array;
use crate::error::Result;

/// An array file in a transaction. A claim only appends to files that may be long, and so never reads them.
#[derive(Default)]
pub(super) enum Slot {
    /// Nobody asked for it.
    #[default]
    Untouched,
    /// Records to append, as id and compact JSON; none of them is in the file.
    Appended(Vec<(String, String)>),
    /// Read.
    Loaded {
        /// The records.
        text: ArrayText,
        /// Whether the file was as the head says, or is merged with what another program wrote.
        is_known: bool,
        /// Whether the file lacks some of this, though the transaction changes nothing.
        is_merged: bool,
    },
}

impl Slot {
    /// A file that was merged with what another program wrote.
    pub(super) fn merged(text: ArrayText, is_merged: bool) -> Self {
        Self::Loaded { text, is_known: true, is_merged }
    }

    /// The text of the file with what was appended to it; read now, if it was not before.
    ///
    /// # Errors
    /// The file cannot be read, or is broken.
    pub(super) fn text(
        &mut self,
        kind: Kind,
        directory: Option<&Directory>,
        head: Option<&Head>,
    ) -> Result<&mut ArrayText> {
        if !matches!(self, Self::Loaded { .. }) {
            let (mut text, is_known) = match directory {
                Some(directory) => load_array(directory, kind, head)?,
                None => (ArrayText::empty(kind), true),
            };
            if let Self::Appended(records) = std::mem::take(self) {
                for (id, json) in records {
                    text.append(&id, json);
                }
            }
            *self = Self::Loaded { text, is_known, is_merged: false };
        }
        match self {
            Self::Loaded { text, .. } => Ok(text),
            // Not reached: it was loaded above.
            Self::Untouched | Self::Appended(_) => Err(crate::error::Error::new(
                crate::error::Kind::General,
                format!("{} was not read", kind.file()),
            )),
        }
    }

    /// Appends a record that is not in the file, or replaces one that was appended before.
    pub(super) fn append(&mut self, id: &str, json: String) {
        match self {
            Self::Loaded { text, .. } if id.is_empty() => text.append(id, json),
            Self::Loaded { text, .. } => text.put_new(id, json),
            Self::Untouched => *self = Self::Appended(vec![(id.to_owned(), json)]),
            Self::Appended(records) => {
                match records.iter_mut().find(|(known, _)| known == id && !id.is_empty()) {
                    Some((_, known)) => *known = json,
                    None => records.push((id.to_owned(), json)),
                }
            }
        }
    }

    /// The JSON of a record that was appended while the file was not read.
    pub(super) fn appended(&self, id: &str) -> Option<&str> {
        let Self::Appended(records) = self else { return None };
        records.iter().find(|(known, _)| known == id).map(|(_, json)| json.as_str())
    }

    /// Whether it was read, and somebody had written it since the head was.
    pub(super) fn is_overtaken(&self) -> bool {
        matches!(self, Self::Loaded { is_known: false, .. })
    }

    /// Whether it was read.
    pub(super) fn is_loaded(&self) -> bool {
        matches!(self, Self::Loaded { .. })
    }

    /// Whether the file is to be written.
    pub(super) fn is_changed(&self) -> bool {
        match self {
            Self::Untouched => false,
            Self::Appended(_) => true,
            Self::Loaded { text, is_merged, .. } => *is_merged || text.is_changed(),
        }
    }

    /// Writes the file to the stage; `None` where it did not change.
    ///
    /// # Errors
    /// What the disk says. Nothing is left on the stage then.
    pub(super) fn stage(&mut self, kind: Kind, directory: &Directory, head: &Head) -> Result<Option<Staged>> {
        if !self.is_changed() {
            return Ok(None);
        }
        if let Self::Appended(records) = self
            && let Some(known) = head.arrays[kind.index()]
            && let Some(staged) = publish::stage_appended(directory, kind, records, known)?
        {
            return Ok(Some(staged));
        }
        publish::stage(directory, self.text(kind, Some(directory), Some(head))?, kind).map(Some)
    }
}
