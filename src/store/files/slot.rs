//! An array file as far as a transaction has needed it: not at all, to append, or read.

use rustix::fs::OFlags;

use super::array::{ArrayText, Kind};
use super::directory::Directory;
use super::head::Head;
use super::identity::Identity;
use super::index_file::IndexFile;
use super::indexed::Indexed;
use super::named::Named;
use super::publish::{self, Staged};
use super::session::load_array;
use super::source::Source;
use crate::domain::WorkItem;
use crate::error::Result;

/// An array file in a transaction. A claim only appends to files that may be long, and so never reads them.
#[derive(Default)]
pub(super) enum Slot {
    /// Nobody asked for it.
    #[default]
    Untouched,
    /// Records to append, as compact JSON; none of them is in the file.
    Appended(Named<String>),
    /// Read.
    Loaded {
        /// The records.
        text: ArrayText,
        /// How it came to be here.
        origin: Origin,
        /// How many questions went through all of it.
        questions: u32,
    },
    /// Items, of which only those that are asked for are read.
    Indexed {
        /// The records.
        records: Box<Indexed>,
        /// How it came to be here.
        origin: Origin,
    },
}

/// Where the records of a slot are from.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    /// Whether the file was as the head says, or is merged with what another program wrote.
    is_known: bool,
    /// Whether the file lacks some of this, though the transaction changes nothing.
    is_merged: bool,
}

/// When items are looked for by the index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Indexing {
    /// The smallest file that has an index, in bytes. To read a smaller one is as quick.
    pub(super) from: u64,
    /// So many questions go through all of a text; then it is quicker to know the facts of each item.
    pub(super) questions: u32,
    /// Whether the lock is held, so that an index can be made.
    pub(super) is_writing: bool,
}

impl Indexing {
    /// For those who only look.
    pub(super) const READING: Self = Self { from: 192 * 1024, questions: 3, is_writing: false };
}

/// What a question to the items goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// One item.
    One,
    /// All of them.
    All,
}

impl Slot {
    /// A file that was merged with what another program wrote.
    pub(super) fn merged(text: ArrayText, is_merged: bool) -> Self {
        Self::Loaded { text, origin: Origin { is_known: true, is_merged }, questions: 0 }
    }

    /// The text of the file with what was changed in it; read now, if it was not before.
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
            *self = self.read(kind, directory, head)?;
        }
        match self {
            Self::Loaded { text, .. } => Ok(text),
            // Not reached: it was read above.
            _ => Err(crate::error::Error::new(
                crate::error::Kind::General,
                format!("{} was not read", kind.file()),
            )),
        }
    }

    /// The same as text, with its changes.
    fn read(&mut self, kind: Kind, directory: Option<&Directory>, head: Option<&Head>) -> Result<Self> {
        if let Self::Indexed { records, origin } = self
            && let Some((text, is_touched)) = records.text_of_no_file()
        {
            let mut text = ArrayText::trusted(kind, text);
            make(&mut text, records);
            let origin = Origin { is_merged: origin.is_merged || is_touched, ..*origin };
            return Ok(Self::Loaded { text, origin, questions: u32::MAX });
        }
        let (mut text, is_known) = match directory {
            Some(directory) => load_array(directory, kind, head)?,
            None => (ArrayText::empty(kind), true),
        };
        let mut questions = 0;
        match self {
            Self::Appended(records) => records.iter().for_each(|(id, json)| text.append(id, json.clone())),
            Self::Indexed { records, .. } => {
                make(&mut text, records);
                // It did not fit once.
                questions = u32::MAX;
            }
            Self::Untouched | Self::Loaded { .. } => {}
        }
        Ok(Self::Loaded { text, origin: Origin { is_known, is_merged: false }, questions })
    }

    /// The items by the index, where there is one that fits, or where it pays to make one.
    pub(super) fn indexed(
        &mut self,
        directory: Option<&Directory>,
        head: Option<&Head>,
        indexing: Indexing,
        effort: Effort,
    ) -> Option<&mut Indexed> {
        match self {
            Self::Untouched | Self::Appended(_) => {
                let mut records = open(directory?, head?, indexing)?;
                if let Self::Appended(appended) = self {
                    for (_, json) in appended.iter() {
                        let item: WorkItem = serde_json::from_str(json).ok()?;
                        records.put(&item, json, true).ok()?;
                    }
                }
                let origin = Origin { is_known: true, is_merged: false };
                *self = Self::Indexed { records: Box::new(records), origin };
            }
            Self::Loaded { text, origin, questions } if effort == Effort::All => {
                let asked = *questions;
                *questions = asked.saturating_add(1);
                if asked != indexing.questions {
                    return None;
                }
                let records = Box::new(Indexed::of_array(text)?);
                *self = Self::Indexed { records, origin: *origin };
            }
            Self::Loaded { .. } | Self::Indexed { .. } => {}
        }
        match self {
            Self::Indexed { records, .. } => Some(records),
            _ => None,
        }
    }

    /// Appends a record that is not in the file, or replaces one that was appended before.
    pub(super) fn append(&mut self, id: &str, json: String) {
        match self {
            Self::Loaded { text, .. } if id.is_empty() => text.append(id, json),
            Self::Loaded { text, .. } => text.put_new(id, json),
            // What is indexed takes items, not texts.
            Self::Indexed { .. } => {}
            Self::Untouched => {
                let mut records = Named::default();
                records.push(id, json);
                *self = Self::Appended(records);
            }
            Self::Appended(records) if id.is_empty() => records.push(id, json),
            Self::Appended(records) => records.put(id, json),
        }
    }

    /// The JSON of a record that was appended while the file was not read.
    pub(super) fn appended(&self, id: &str) -> Option<&str> {
        let Self::Appended(records) = self else { return None };
        records.get(id).map(String::as_str)
    }

    /// Whether it was read, and somebody had written it since the head was.
    pub(super) fn is_overtaken(&self) -> bool {
        matches!(self, Self::Loaded { origin, .. } | Self::Indexed { origin, .. } if !origin.is_known)
    }

    /// Whether it was read, or its index was.
    pub(super) fn is_loaded(&self) -> bool {
        matches!(self, Self::Loaded { .. } | Self::Indexed { .. })
    }

    /// Whether the file is to be written.
    pub(super) fn is_changed(&self) -> bool {
        match self {
            Self::Untouched => false,
            Self::Appended(_) => true,
            Self::Loaded { text, origin, .. } => origin.is_merged || text.is_changed(),
            Self::Indexed { records, origin } => origin.is_merged || records.is_changed(),
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
        if let Self::Indexed { records, .. } = self
            && records.can_be_written_over(head.arrays[kind.index()])
        {
            return publish::stage_records(directory, records).map(Some);
        }
        publish::stage(directory, self.text(kind, Some(directory), Some(head))?, kind).map(Some)
    }
}

/// Makes the changes of `records` to the text.
fn make(text: &mut ArrayText, records: &Indexed) {
    for (id, json) in records.changes() {
        match json {
            Some(json) => text.put(id, json.to_owned()),
            None => text.remove(id),
        }
    }
}

/// How often a look tries to find a file and its index that fit, while others write.
const MOST_TRIES: u32 = 3;

/// The items by their index; where there is none that fits, and the lock is held, it is made.
fn open(directory: &Directory, head: &Head, indexing: Indexing) -> Option<Indexed> {
    if head.arrays[Kind::Items.index()].is_none_or(|items| items.size < indexing.from) {
        return None;
    }
    let access = if indexing.is_writing { OFlags::RDWR } else { OFlags::RDONLY };
    for _ in 0..MOST_TRIES {
        let file = directory.open_file(Kind::Items.file(), OFlags::RDONLY).ok()??;
        let identity = Identity::of(&rustix::fs::fstat(&file).ok()?);
        let is_known = head.arrays[Kind::Items.index()] == Some(identity);
        if identity.size < indexing.from || (indexing.is_writing && !is_known) {
            return None;
        }
        if let Some(index) = IndexFile::open(directory, &head.boot, identity, access) {
            let source = Source::of_file(file.try_clone().ok()?, identity);
            if let Some(records) = Indexed::load(index, source) {
                return Some(records);
            }
        }
        if indexing.is_writing {
            return Indexed::build(Source::of_file(file, identity));
        }
    }
    None
}
