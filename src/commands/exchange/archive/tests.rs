//! Archives that are whole, and archives that are not.

use std::io::{Read, Write};
use std::path::Path;

use super::manifest::{Hashing, Listed};
use super::*;
use crate::domain::Instant;
use crate::error::{Error, Kind, Result};
use crate::store::{Census, Part, Snapshot};

const NOON: Instant = Instant::from_unix(1_750_000_000);

/// A board of these parts.
struct Parts(Vec<Part>, Vec<Vec<u8>>);

impl Snapshot for Parts {
    fn parts(&self) -> &[Part] {
        &self.0
    }

    fn census(&self) -> Census {
        Census { seq: 7, items: 1, agents: 2, completions: 3 }
    }

    fn folder(&self) -> Result<std::path::PathBuf> {
        Ok("backups".into())
    }

    fn read(&self, place: usize) -> Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.1[place].as_slice()))
    }
}

fn board() -> Parts {
    let long = format!("claude_work_recommendation_{}.json", "a".repeat(120));
    let parts =
        [("work_claims.json", b"[{}]\n".to_vec()), ("config.toml", Vec::new()), (&long, vec![b'x'; 70_000])];
    let names = parts.iter().map(|(name, bytes)| Part { name: (*name).to_owned(), size: bytes.len() as u64 });
    Parts(names.collect(), parts.iter().map(|(_, bytes)| bytes.clone()).collect())
}

fn failed(error: &std::io::Error) -> Error {
    Error::new(Kind::Io, error.to_string())
}

fn packed(board: &Parts) -> Vec<u8> {
    pack(board, NOON, Vec::new(), &failed).unwrap().1
}

/// What comes out of these bytes.
fn unpacked(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("backup");
    std::fs::write(&path, bytes).unwrap();
    read(&path)
}

fn read(path: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut parts = Vec::new();
    Archive::open(path)?.deliver(&mut |part, bytes| {
        let mut text = Vec::new();
        bytes.read_to_end(&mut text).map_err(|error| failed(&error))?;
        parts.push((part.name.clone(), text));
        Ok(())
    })?;
    Ok(parts)
}

fn refused(bytes: &[u8], said: &str) {
    let error = unpacked(bytes).unwrap_err();
    assert_eq!(error.kind(), Kind::InvalidValue, "{error}");
    assert!(error.message().contains(said), "{said}: {error}");
}

/// An archive with this manifest and these entries, whatever they are.
fn made(manifest: &str, entries: &[(&str, tar::EntryType, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(zstd::Encoder::new(Vec::new(), 3).unwrap());
    let all = [("manifest.json", tar::EntryType::Regular, manifest.as_bytes())];
    for (name, kind, bytes) in all.iter().filter(|one| !one.2.is_empty()).chain(entries) {
        let mut header = tar::Header::new_ustar();
        let field = &mut header.as_old_mut().name;
        field[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap()
}

fn manifest(parts: &[(&str, &[u8])]) -> String {
    let listed = |(name, bytes): &(&str, &[u8])| {
        let (sha256, size) = Hashing::new(*bytes).finish().unwrap();
        Listed { name: (*name).to_owned(), size, sha256 }
    };
    Manifest::new(NOON.stamp(), Census::default(), parts.iter().map(listed).collect()).text().unwrap()
}

#[test]
fn what_goes_in_comes_out() {
    let board = board();
    let bytes = packed(&board);
    let names = board.0.iter().map(|part| part.name.clone());
    assert_eq!(unpacked(&bytes).unwrap(), names.zip(board.1.clone()).collect::<Vec<_>>());
    assert_eq!(bytes, packed(&board), "the same board at the same time makes the same file");
}

#[test]
fn a_cut_or_changed_archive_is_refused_or_gives_the_same_board() {
    let board = board();
    let (bytes, whole) = (packed(&board), unpacked(&packed(&board)).unwrap());
    for end in 0..bytes.len() {
        assert!(unpacked(&bytes[..end]).is_err(), "cut at {end} of {}", bytes.len());
    }
    let mut refusals = 0;
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        match unpacked(&changed) {
            Ok(parts) => assert_eq!(parts, whole, "changed at {at}"),
            Err(_) => refusals += 1,
        }
    }
    assert!(refusals > bytes.len() * 9 / 10, "{refusals} of {}", bytes.len());
    refused(&[&bytes[..], b"x"].concat(), "behind its end");
    refused(&[&bytes[..], &bytes[..]].concat(), "behind its end");
}

#[test]
fn archives_of_other_programs_are_refused() {
    refused(b"", "cannot be used");
    refused(b"PK\x03\x04 something else", "cannot be used");
    refused(&made("", &[("readme.txt", tar::EntryType::Regular, b"hello")]), "another program");
    refused(&made("{\"name\":\"x\"}", &[]), "another program");
    refused(&made("{\"format\":\"other\",\"version\":1}", &[]), "another program");
    refused(&made("{\"format\":\"coord-backup\",\"version\":2}", &[]), "version 2");
    let dir = tempfile::tempdir().unwrap();
    assert!(read(dir.path()).unwrap_err().message().contains("no regular file"));
    assert_eq!(read(&dir.path().join("nothing")).unwrap_err().kind(), Kind::FileNotFound);
}

#[test]
fn entries_are_as_the_manifest_says_or_the_archive_is_refused() {
    let (name, text) = ("work_claims.json", &b"[{}]\n"[..]);
    let one = manifest(&[(name, text)]);
    let regular = tar::EntryType::Regular;
    unpacked(&made(&one, &[(name, regular, text)])).unwrap();
    refused(&made(&one, &[]), "ends too early");
    refused(&made(&one, &[("../work_claims.json", regular, text)]), "should stand where");
    refused(&made(&one, &[("/etc/passwd", regular, text)]), "should stand where");
    refused(&made(&one, &[(name, tar::EntryType::Symlink, text)]), "no regular file");
    refused(&made(&one, &[(name, tar::EntryType::Link, text)]), "no regular file");
    refused(&made(&one, &[(name, tar::EntryType::Fifo, b"")]), "no regular file");
    refused(&made(&one, &[(name, tar::EntryType::GNUSparse, text)]), "no regular file");
    refused(
        &made(&one, &[("x", tar::EntryType::XHeader, b"20 path=../../etc/x\n"), (name, regular, text)]),
        "should",
    );
    refused(
        &made(&one, &[("x", tar::EntryType::GNULongName, b"../../etc/x\0"), (name, regular, text)]),
        "should",
    );
    refused(&made(&one, &[(name, regular, b"[{}]")]), "size");
    refused(&made(&one, &[(name, regular, b"[{ ]\n")]), "hash");
    refused(&made(&one, &[(name, regular, text), ("more", regular, b"x")]), "more in it");
}

#[test]
fn an_archive_that_grows_beyond_measure_is_refused_before_it_does() {
    let zeros = vec![0; 64 << 20];
    let bomb = made(
        &manifest(&[("velocity_log.txt", &zeros)]),
        &[("velocity_log.txt", tar::EntryType::Regular, &zeros)],
    );
    assert!(bomb.len() < 32 << 10, "{}", bomb.len());
    refused(&bomb, "would be unpacked to 67108864 bytes");
    let lies = manifest(&[("velocity_log.txt", b"x")]);
    refused(&made(&lies, &[("velocity_log.txt", tar::EntryType::Regular, &zeros)]), "size");
    let long = format!("{}{}", manifest(&[]), " ".repeat(17 << 20));
    refused(&made(&long, &[]), "too long");
    let mut padded = zstd::Encoder::new(Vec::new(), 3).unwrap();
    let tar = zstd::decode_all(made(&manifest(&[]), &[]).as_slice()).unwrap();
    padded.write_all(&tar).unwrap();
    padded.write_all(&vec![0; 2 << 20]).unwrap();
    refused(&padded.finish().unwrap(), "behind its last part");
}
