//! Writing a backup.

use std::io::{self, Read, Write};

use super::manifest::{Hashing, Listed, Manifest, NAME, entry_name};
use crate::domain::Instant;
use crate::error::{Error, Kind, Result};
use crate::store::Snapshot;

/// How hard it is compressed: the level that zstd itself takes.
const LEVEL: i32 = 3;

/// Writes the board as it stood to `out`. Returns what was written of it, and `out`.
///
/// # Errors
/// A part cannot be read, another program changed it meanwhile, or `out` takes no more: that one as it came.
pub fn pack<W: Write>(
    snapshot: &dyn Snapshot,
    now: Instant,
    out: W,
    failed: &dyn Fn(&io::Error) -> Error,
) -> Result<(Manifest, W)> {
    let manifest = Manifest::new(now.stamp(), snapshot.census(), listed(snapshot)?);
    let mut encoder = zstd::Encoder::new(out, LEVEL).map_err(|error| failed(&error))?;
    encoder.include_checksum(true).map_err(|error| failed(&error))?;
    let mut tar = tar::Builder::new(encoder);
    let text = manifest.text()?;
    append(&mut tar, (NAME, text.len() as u64), now, text.as_bytes()).map_err(|error| failed(&error))?;
    for (place, part) in manifest.parts.iter().enumerate() {
        let mut bytes = Hashing::new(snapshot.read(place)?);
        let name = entry_name(place, &part.name);
        append(&mut tar, (&name, part.size), now, &mut bytes).map_err(|error| failed(&error))?;
        let (sha256, _) = bytes.finish().map_err(|error| failed(&error))?;
        if sha256 != part.sha256 {
            return Err(changed(&part.name));
        }
    }
    let encoder = tar.into_inner().map_err(|error| failed(&error))?;
    let out = encoder.finish().map_err(|error| failed(&error))?;
    Ok((manifest, out))
}

/// The parts with their hashes.
fn listed(snapshot: &dyn Snapshot) -> Result<Vec<Listed>> {
    let mut listed = Vec::new();
    for (place, part) in snapshot.parts().iter().enumerate() {
        let (sha256, size) = Hashing::new(snapshot.read(place)?).finish().map_err(|error| {
            Error::new(Kind::Io, format!("{} cannot be read: {error}", part.name))
                .hint("run the command again")
        })?;
        if size != part.size {
            return Err(changed(&part.name));
        }
        listed.push(Listed { name: part.name.clone(), size, sha256 });
    }
    Ok(listed)
}

fn changed(name: &str) -> Error {
    Error::new(Kind::General, format!("{name} was changed in place by another program while it was read"))
        .hint("run the command again")
}

fn append<W: Write>(
    tar: &mut tar::Builder<W>,
    (name, size): (&str, u64),
    now: Instant,
    bytes: impl Read,
) -> io::Result<()> {
    let mut header = tar::Header::new_ustar();
    header.set_path(name)?;
    header.set_entry_type(tar::EntryType::Regular);
    header.set_size(size);
    header.set_mode(0o600);
    header.set_mtime(u64::try_from(now.unix()).unwrap_or(0));
    header.set_cksum();
    tar.append(&header, bytes)
}
