//! A whole board on its way out or in: its parts, how they are handed out and how they are taken in.
//!
//! What the parts are, and what their names mean, is the business of the engine; whoever carries them away (a backup)
//! only has to bring them back as they were.

use std::io::Read;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Result;

/// A part of a board: a name that means something to the engine, and so many bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// The name, such as `work_claims.json`; `/` stands between folders.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
}

/// What stands on a board, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Census {
    /// Number of the newest record of the journal; 0 where there is none.
    pub seq: u64,
    /// Work items.
    pub items: u64,
    /// Agents.
    pub agents: u64,
    /// Completions in the log.
    pub completions: u64,
}

/// A board as it stood in one instant, however it goes on.
pub trait Snapshot {
    /// Its parts, in the order in which they should be kept.
    fn parts(&self) -> &[Part];

    /// What stands on it.
    fn census(&self) -> Census;

    /// Where copies of it are kept when nobody says another place: a folder, made where it is missing.
    ///
    /// # Errors
    /// It cannot be made.
    fn folder(&self) -> Result<PathBuf>;

    /// The bytes of the part at that place in [`Snapshot::parts`]. Can be asked for again.
    ///
    /// # Errors
    /// It cannot be read, or another program has changed it in place.
    fn read(&self, place: usize) -> Result<Box<dyn Read + '_>>;
}

/// Takes a part in, to its last byte.
pub type Accept<'a> = dyn FnMut(&Part, &mut dyn Read) -> Result<()> + 'a;

/// Hands all parts over, in order. An error of it, or of the taking, is the end of it all.
pub type Deliver<'a> = dyn FnMut(&mut Accept<'_>) -> Result<()> + 'a;

/// A board that took the place of another one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replaced {
    /// Number of the journal's record that says so.
    pub seq: u64,
    /// Where the board of before is kept, below the state directory; `None` where there was none.
    pub kept: Option<PathBuf>,
    /// What the caller should know, though the board was replaced.
    pub warnings: Vec<String>,
}
