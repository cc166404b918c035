//! The webhooks of a board, and how far each has been told. Both stand in side files.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::side_file;
use super::signature::Secret;
use crate::domain::Stamp;
use crate::error::{Error, Kind, Result};
use crate::store::{JournalEntry, Store};

/// The side file of the webhooks.
const BOOK: &str = "webhooks";
/// The side file with how far each has been told.
const OUTBOX: &str = "outbox";

/// The webhooks of a board.
#[derive(Default, Serialize, Deserialize)]
pub struct Book {
    /// In the order in which they were added.
    pub hooks: Vec<Hook>,
    /// The number of the newest one. None is given twice.
    #[serde(default)]
    newest: u64,
}

/// Where events go.
#[derive(Clone, Serialize, Deserialize)]
pub struct Hook {
    /// Its id: `hook_1`.
    pub id: String,
    /// Where to.
    pub url: String,
    /// Which events; all that are about work, where it is empty.
    #[serde(default)]
    pub events: Vec<String>,
    /// How long an answer may take, in milliseconds.
    pub timeout_ms: u64,
    /// When it was added.
    pub added_at: Stamp,
    /// What events are signed with.
    #[serde(serialize_with = "Secret::store", deserialize_with = "Secret::load")]
    pub secret: Secret,
}

/// How far the webhooks have been told, by their ids.
#[derive(Default, Serialize, Deserialize)]
pub struct Outbox {
    hooks: BTreeMap<String, Delivery>,
}

/// How far a webhook has been told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// The newest entry of the journal that is settled for it.
    pub told: Place,
    /// How many events were received.
    #[serde(default)]
    pub delivered: u64,
    /// How many events were given up after a day.
    #[serde(default)]
    pub given_up: u64,
    /// The event that could not be delivered yet, and holds up those behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<Retry>,
}

/// A place in the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The number of the entry; 0 is before the first.
    pub seq: u64,
    /// What the entry is known by: after a loss of power another one may have its number.
    #[serde(default)]
    pub mark: String,
}

/// An event that could not be delivered yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Retry {
    /// The event.
    pub event_id: String,
    /// How often it was tried in vain.
    pub failures: u32,
    /// When it was first tried.
    pub since: Stamp,
    /// When it is tried again.
    pub next_at: Stamp,
    /// What went wrong the last time.
    pub error: String,
}

impl Book {
    /// The webhooks of a board.
    ///
    /// # Errors
    /// What the store says.
    pub fn read(store: &dyn Store) -> Result<Self> {
        side_file::read(store, BOOK)
    }

    /// Whether a board has any: as cheap as can be, because every writing command asks.
    pub fn is_used(store: &dyn Store) -> bool {
        store.side_file(BOOK).is_ok_and(|text| text.is_some_and(|text| text.contains("\"url\"")))
    }

    /// Has the webhooks to itself.
    ///
    /// # Errors
    /// What `revise` or the store says; nothing was changed then.
    pub fn revise<R>(store: &dyn Store, revise: impl FnMut(&mut Self) -> Result<R>) -> Result<R> {
        side_file::revise(store, BOOK, revise)
    }

    /// The webhook of that id.
    ///
    /// # Errors
    /// There is none.
    pub fn find(&self, id: &str) -> Result<&Hook> {
        self.hooks.iter().find(|hook| hook.id == id).ok_or_else(|| no_such_hook(id))
    }

    /// An id that no webhook had before.
    pub fn next_id(&mut self) -> String {
        self.newest += 1;
        format!("hook_{}", self.newest)
    }
}

/// The error for a webhook that is not there.
pub fn no_such_hook(id: &str) -> Error {
    Error::new(Kind::FileNotFound, format!("there is no webhook {id}"))
        .hint("see which there are: coord webhook list")
}

impl Outbox {
    /// How far each webhook has been told.
    ///
    /// # Errors
    /// What the store says.
    pub fn read(store: &dyn Store) -> Result<Self> {
        side_file::read(store, OUTBOX)
    }

    /// How far a webhook has been told.
    pub fn of(&self, id: &str) -> Delivery {
        self.hooks.get(id).cloned().unwrap_or_default()
    }

    /// Keeps how far a webhook has been told.
    ///
    /// # Errors
    /// What the store says.
    pub fn keep(store: &dyn Store, id: &str, delivery: &Delivery) -> Result<()> {
        side_file::revise(store, OUTBOX, |outbox: &mut Self| {
            outbox.hooks.insert(id.to_owned(), delivery.clone());
            Ok(())
        })
    }

    /// Forgets a webhook.
    ///
    /// # Errors
    /// What the store says.
    pub fn forget(store: &dyn Store, id: &str) -> Result<()> {
        side_file::revise(store, OUTBOX, |outbox: &mut Self| {
            outbox.hooks.remove(id);
            Ok(())
        })
    }
}

impl Place {
    /// The place of an entry.
    pub fn of(entry: &JournalEntry) -> Self {
        Self { seq: entry.seq, mark: super::event::mark(entry) }
    }
}
