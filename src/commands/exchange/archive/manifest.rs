//! What stands at the beginning of a backup.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::Stamp;
use crate::error::{Error, Kind, Result};
use crate::store::{Census, Part};

/// Tells a backup from other archives.
pub(super) const FORMAT: &str = "coord-backup";
/// The version of the format that is written.
pub(super) const VERSION: u32 = 1;
/// The name of the entry.
pub(super) const NAME: &str = "manifest.json";
/// No manifest is longer: 16 MiB.
pub(super) const LONGEST: u64 = 16 << 20;
/// The longest name that an entry can have without extensions of the format, in bytes.
const LONGEST_NAME: usize = 100;

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `coord-backup`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// When the board stood like this.
    pub created_at: Stamp,
    /// The version of the program that wrote it.
    pub coord_version: String,
    /// What stands on the board.
    pub census: Census,
    /// What follows, in this order.
    pub parts: Vec<Listed>,
}

/// A part of the board in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
    /// The SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// A manifest of this program.
    pub fn new(created_at: Stamp, census: Census, parts: Vec<Listed>) -> Self {
        let coord_version = env!("CARGO_PKG_VERSION").to_owned();
        Self { format: FORMAT.to_owned(), version: VERSION, created_at, coord_version, census, parts }
    }

    /// The parts, for the store.
    pub fn parts(&self) -> Vec<Part> {
        self.parts.iter().map(|listed| Part { name: listed.name.clone(), size: listed.size }).collect()
    }

    /// How many bytes the parts have together.
    pub fn size(&self) -> u64 {
        self.parts.iter().fold(0, |sum, listed| sum.saturating_add(listed.size))
    }

    /// Reads the text of a manifest.
    ///
    /// # Errors
    /// It is of another program, or of a newer version.
    pub(super) fn parse(text: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            version: u32,
        }
        let foreign = |_| "it is an archive of another program".to_owned();
        let head: Head = serde_json::from_slice(text).map_err(foreign)?;
        if head.format != FORMAT {
            return Err("it is an archive of another program".to_owned());
        }
        if head.version != VERSION {
            return Err(format!(
                "it has version {} of the format, and this program reads version {VERSION}",
                head.version
            ));
        }
        serde_json::from_slice(text).map_err(|error| format!("its manifest cannot be read: {error}"))
    }

    /// Its text.
    ///
    /// # Errors
    /// None in practice.
    pub(super) fn text(&self) -> Result<String> {
        let text = serde_json::to_string_pretty(self).map(|text| text + "\n");
        text.map_err(|error| Error::new(Kind::General, format!("the manifest cannot be written: {error}")))
    }
}

/// The name of an entry: that of its part, or a number where that is too long.
pub(super) fn entry_name(place: usize, name: &str) -> String {
    if name.len() <= LONGEST_NAME { name.to_owned() } else { format!("part-{place:06}") }
}

/// Hashes what is read through it.
pub(super) struct Hashing<R> {
    inner: R,
    hash: Sha256,
    size: u64,
}

impl<R: Read> Hashing<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, hash: Sha256::new(), size: 0 }
    }

    /// Reads the rest, and says the hash of it all, and how many bytes it was.
    pub(super) fn finish(mut self) -> io::Result<(String, u64)> {
        io::copy(&mut self, &mut io::sink())?;
        let hash = self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok((hash, self.size))
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        self.size += count as u64;
        Ok(count)
    }
}
