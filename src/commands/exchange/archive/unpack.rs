//! Reading a backup: nothing in it is believed until it was checked, and nothing is read without a limit.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::manifest::{Hashing, LONGEST, Listed, Manifest, NAME, entry_name};
use crate::error::{Error, Kind, Result};
use crate::store::{Accept, Part};

/// No backup has more parts.
const MOST_PARTS: usize = 100_000;
/// No backup is unpacked to more bytes: 16 GiB.
const LARGEST: u64 = 16 << 30;
/// How many times its own size a backup may have, unpacked, beyond [`SPARED`]. Boards come to a tenth or a thirtieth.
const MOST_TIMES: u64 = 1_000;
/// So many bytes are allowed whatever the size of the file: 16 MiB.
const SPARED: u64 = 16 << 20;
/// How far back the compression may look, as a power of two: 16 MiB, which is the memory that reading takes.
const WINDOW: u32 = 24;
/// So many zeros may stand behind the last entry, as other writers of tar archives leave them.
const PADDING: u64 = 1 << 20;

type Decoder = zstd::Decoder<'static, BufReader<File>>;

/// A backup that was opened, with its manifest read.
#[derive(Debug)]
pub struct Archive {
    path: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
}

impl Archive {
    /// Opens the file and reads its manifest.
    ///
    /// # Errors
    /// It cannot be read, or is no backup.
    pub fn open(path: &Path) -> Result<Self> {
        let (mut tar, size) = open(path)?;
        let mut entries = tar.entries().map_err(|error| damaged(&error.to_string()))?.raw(true);
        let text = first(entries.next()).map_err(|why| damaged(&why))?;
        let manifest = Manifest::parse(&text).map_err(|why| damaged(&why))?;
        check_size(&manifest, size).map_err(|why| damaged(&why))?;
        Ok(Self { path: path.to_owned(), manifest })
    }

    /// Hands the parts over, one after the other, and checks each and all that is between and behind them.
    ///
    /// # Errors
    /// The file is damaged, or what `accept` says.
    pub fn deliver(&self, accept: &mut Accept<'_>) -> Result<()> {
        let (mut tar, _) = open(&self.path)?;
        let mut entries = tar.entries().map_err(|error| damaged(&error.to_string()))?.raw(true);
        let text = first(entries.next()).map_err(|why| damaged(&why))?;
        if Manifest::parse(&text).as_ref() != Ok(&self.manifest) {
            return Err(damaged("it was changed while it was read"));
        }
        for (place, listed) in self.manifest.parts.iter().enumerate() {
            let entry = entries.next().ok_or_else(|| damaged("it ends too early"))?;
            let entry = entry.map_err(|error| damaged(&error.to_string()))?;
            check_entry(&entry, &entry_name(place, &listed.name), listed.size)
                .map_err(|why| damaged(&why))?;
            pass_on(entry, listed, accept)?;
        }
        if entries.next().is_some() {
            return Err(damaged("there is more in it than its manifest says"));
        }
        finish(tar.into_inner()).map_err(|why| damaged(&why))
    }
}

/// Hands one part over. Where that fails because the bytes are not those of the manifest, that is what is told.
fn pass_on(entry: impl Read, listed: &Listed, accept: &mut Accept<'_>) -> Result<()> {
    let part = Part { name: listed.name.clone(), size: listed.size };
    let mut bytes = Hashing::new(entry);
    let accepted = accept(&part, &mut bytes);
    match bytes.finish() {
        Err(error) => Err(damaged(&error.to_string())),
        Ok((sha256, size)) if sha256 != listed.sha256 || size != listed.size => {
            Err(damaged(&format!("{} is not what its hash says", listed.name)))
        }
        Ok(_) => accepted,
    }
}

/// Opens the file, and says its size.
fn open(path: &Path) -> Result<(tar::Archive<Decoder>, u64)> {
    let doing = |error: &io::Error| Error::io("cannot read", path, error);
    // Without the flag the open of a FIFO would wait for its other end.
    let nonblock = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or(0);
    let file =
        OpenOptions::new().read(true).custom_flags(nonblock).open(path).map_err(|error| doing(&error))?;
    let metadata = file.metadata().map_err(|error| doing(&error))?;
    if !metadata.is_file() {
        return Err(damaged("it is no regular file"));
    }
    let mut decoder = zstd::Decoder::new(file).map_err(|error| doing(&error))?.single_frame();
    decoder.window_log_max(WINDOW).map_err(|error| doing(&error))?;
    Ok((tar::Archive::new(decoder), metadata.len()))
}

/// The text of the manifest, which must be the first entry.
fn first<R: Read>(entry: Option<io::Result<tar::Entry<'_, R>>>) -> Result<Vec<u8>, String> {
    let entry = entry.ok_or("it is empty")?.map_err(|error| error.to_string())?;
    if *entry.path_bytes() != *NAME.as_bytes() {
        return Err("it is an archive of another program".to_owned());
    }
    let size = entry.header().entry_size().map_err(|error| error.to_string())?;
    if size > LONGEST {
        return Err("its manifest is too long".to_owned());
    }
    check_entry(&entry, NAME, size)?;
    let mut text = Vec::new();
    entry.take(LONGEST).read_to_end(&mut text).map_err(|error| error.to_string())?;
    Ok(text)
}

/// An entry must be a plain file of that name and size. Extensions of the format, which could say otherwise, count as
/// entries of their own here, and are refused.
fn check_entry<R: Read>(entry: &tar::Entry<'_, R>, name: &str, size: u64) -> Result<(), String> {
    let found = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    if found != name {
        return Err(format!("{name:?} should stand where {found:?} is"));
    }
    if entry.header().entry_type() != tar::EntryType::Regular {
        return Err(format!("{name} is no regular file in it"));
    }
    match entry.header().entry_size() {
        Ok(found) if found == size => Ok(()),
        _ => Err(format!("{name} has not the size that its manifest says")),
    }
}

fn check_size(manifest: &Manifest, size: u64) -> Result<(), String> {
    let unpacked = manifest.size();
    let most = size.saturating_mul(MOST_TIMES).saturating_add(SPARED).min(LARGEST);
    if manifest.parts.len() > MOST_PARTS {
        return Err(format!("it has more than {MOST_PARTS} parts"));
    }
    if unpacked > most {
        return Err(format!("it would be unpacked to {unpacked} bytes, from {size}"));
    }
    Ok(())
}

/// Reads to the end of the compressed text, which checks its sum, and sees to it that nothing follows.
fn finish(mut decoder: Decoder) -> Result<(), String> {
    let mut buffer = [0; 4_096];
    let mut left = PADDING;
    loop {
        match decoder.read(&mut buffer).map_err(|error| error.to_string())? {
            0 => break,
            count if buffer[..count].iter().all(|byte| *byte == 0) && count as u64 <= left => {
                left -= count as u64;
            }
            _ => return Err("there is something behind its last part".to_owned()),
        }
    }
    match decoder.finish().read(&mut buffer).map_err(|error| error.to_string())? {
        0 => Ok(()),
        _ => Err("there is something behind its end".to_owned()),
    }
}

fn damaged(why: &str) -> Error {
    Error::new(Kind::InvalidValue, format!("the backup cannot be used: {why}"))
        .hint("nothing was changed; coord restore FILE --dry-run checks another one")
}
