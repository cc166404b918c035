//! `.store/index`: the facts of all items, so that a command need not read those that it is not about.
//!
//! It is made from `work_claims.json` and can be made anew at any time. It says of which file it is, byte for byte of
//! its identity, and a sum over all facts; where one of them does not fit, it does not count. While it is written it
//! says of no file that it is of it. It is never synced: after a reboot it is of another boot, and does not count.

use std::fs::File;
use std::os::unix::fs::FileExt;

use rustix::fs::OFlags;

use super::directory::{Directory, STORE};
use super::facts::{Facts, SIZE, hash};
use super::identity::Identity;

/// The file's name.
const FILE: &str = ".store/index";
/// How it starts. Another layout has another name here.
const MAGIC: u64 = u64::from_le_bytes(*b"coordix2");
/// Words before the facts.
const WORDS: usize = 10;
/// Bytes before the facts.
const HEADER: usize = 8 * WORDS;

/// What the index says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Header {
    /// Hash of the name of the boot.
    boot: u64,
    /// The file that it is of.
    of: Identity,
    count: u64,
    sum: u64,
}

impl Header {
    fn bytes(&self) -> [u8; HEADER] {
        let Identity { inode, size, secs, nanos } = self.of;
        let body = [MAGIC, self.boot, inode, size, secs.cast_unsigned(), nanos, self.count, self.sum];
        // The last words tell a torn header, and a program that makes other hashes.
        let words = body.into_iter().chain([mixed(body.into_iter()), hash("coord")]);
        let mut bytes = [0; HEADER];
        for (at, word) in words.enumerate() {
            bytes[8 * at..8 * at + 8].copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let words: Vec<u64> =
            bytes.get(..HEADER)?.as_chunks::<8>().0.iter().map(|word| u64::from_le_bytes(*word)).collect();
        let of = Identity { inode: words[2], size: words[3], secs: words[4].cast_signed(), nanos: words[5] };
        let header = Self { boot: words[1], of, count: words[6], sum: words[7] };
        (header.bytes() == bytes[..HEADER]).then_some(header)
    }
}

/// A number that depends on each of `words` and on their order.
fn mixed(words: impl Iterator<Item = u64>) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let sum = words.fold((0_u64, ODD), |(sum, factor), word| {
        (sum.wrapping_add((word ^ factor).wrapping_mul(factor)), factor.wrapping_add(ODD << 1))
    });
    (sum.0 ^ sum.0 >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// What the facts at `place` add to the sum over all.
pub(super) fn share_of(place: usize, facts: &[u8; SIZE]) -> u64 {
    let words = facts.as_chunks::<8>().0.iter().map(|word| u64::from_le_bytes(*word));
    mixed(words.chain([place as u64]))
}

/// The sum over all facts.
fn sum_of(facts: &[[u8; SIZE]]) -> u64 {
    facts.iter().enumerate().fold(0, |sum: u64, (place, facts)| sum.wrapping_add(share_of(place, facts)))
}

/// An index that was, when it was looked at, of the file that was asked for.
#[derive(Debug)]
pub(super) struct IndexFile {
    file: File,
    header: Header,
}

impl IndexFile {
    /// The index, if it is of the file `of` and of this boot. One that cannot be read is none.
    pub(super) fn open(directory: &Directory, boot: &str, of: Identity, access: OFlags) -> Option<Self> {
        let file = directory.open_file(FILE, access).ok()??;
        let header = read_header(&file)?;
        (header.of == of && header.boot == hash(boot)).then_some(Self { file, header })
    }

    /// The facts, if they are whole, and nobody changed them meanwhile.
    pub(super) fn facts(&self) -> Option<Vec<u8>> {
        let length = usize::try_from(self.header.count).ok()?.checked_mul(SIZE)?;
        // Facts take less than the records that they are of: no length that cannot be is asked for.
        (self.header.count <= self.header.of.size).then_some(())?;
        let mut facts = vec![0; length];
        self.file.read_exact_at(&mut facts, HEADER as u64).ok()?;
        (sum_of(facts.as_chunks().0) == self.header.sum).then_some(())?;
        (read_header(&self.file)? == self.header).then_some(facts)
    }

    /// Makes it an index of no file, before the file that it is of changes.
    pub(super) fn invalidate(&self) -> bool {
        self.file.write_all_at(&[0; 8], 0).is_ok()
    }

    /// Makes it the index of the file `of`, which differs in the facts `changed`, each with its place, and those
    /// `appended`. [`IndexFile::invalidate`] goes before. A failure leaves an index of no file.
    pub(super) fn update(&self, of: Identity, changed: &[(usize, Facts, Facts)], appended: &[Facts]) {
        let mut header = Header { of, ..self.header };
        let at = |place: u64| HEADER as u64 + place * SIZE as u64;
        for (place, before, after) in changed {
            if self.file.write_all_at(after.bytes(), at(*place as u64)).is_err() {
                return;
            }
            let share = |facts: &Facts| share_of(*place, facts.bytes());
            header.sum = header.sum.wrapping_sub(share(before)).wrapping_add(share(after));
        }
        let mut behind = Vec::with_capacity(appended.len() * SIZE);
        let Ok(count) = usize::try_from(header.count) else { return };
        for (number, facts) in appended.iter().enumerate() {
            behind.extend_from_slice(facts.bytes());
            header.sum = header.sum.wrapping_add(share_of(count + number, facts.bytes()));
        }
        if behind.is_empty() || self.file.write_all_at(&behind, at(header.count)).is_ok() {
            header.count += appended.len() as u64;
            // What is not written leaves an index of no file.
            let _ = self.file.write_all_at(&header.bytes(), 0);
        }
    }
}

fn read_header(file: &File) -> Option<Header> {
    let mut bytes = [0; HEADER];
    file.read_exact_at(&mut bytes, 0).ok()?;
    Header::read(&bytes)
}

/// Writes the index of the file `of` anew. A failure leaves an index of no file, or none.
pub(super) fn write(directory: &Directory, boot: &str, of: Identity, facts: &[u8]) {
    let Ok(Some(file)) = directory.open_file(FILE, OFlags::WRONLY | OFlags::CREATE) else {
        tracing::debug!("no index could be made in {STORE}");
        return;
    };
    let entries = facts.as_chunks::<SIZE>().0;
    let header = Header { boot: hash(boot), of, count: entries.len() as u64, sum: sum_of(entries) };
    let written = file
        .write_all_at(&[0; 8], 0)
        .and_then(|()| file.set_len((HEADER + facts.len()) as u64))
        .and_then(|()| file.write_all_at(facts, HEADER as u64))
        .and_then(|()| file.write_all_at(&header.bytes(), 0));
    if let Err(error) = written {
        tracing::debug!(%error, "the index could not be written");
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{directory, options};
    use super::*;

    const OF: Identity = Identity { inode: 7, size: 1_000, secs: 1, nanos: 2 };
    const NEXT: Identity = Identity { inode: 8, ..OF };

    fn facts(number: u8) -> Facts {
        Facts::read(&[number; SIZE])
    }

    fn bytes(numbers: &[u8]) -> Vec<u8> {
        numbers.iter().flat_map(|number| *facts(*number).bytes()).collect()
    }

    /// What the index has for the file `of`.
    fn read_back(directory: &Directory, of: Identity) -> Option<Vec<u8>> {
        IndexFile::open(directory, "boot", of, OFlags::RDONLY)?.facts()
    }

    #[test]
    fn an_index_is_of_one_file_and_one_boot() {
        let dir = tempfile::tempdir().unwrap();
        let directory = directory(&options(dir.path()));
        assert_eq!(read_back(&directory, OF), None);
        write(&directory, "boot", OF, &bytes(&[1, 2]));
        assert_eq!(read_back(&directory, OF), Some(bytes(&[1, 2])));
        assert_eq!(read_back(&directory, NEXT), None);
        assert!(IndexFile::open(&directory, "another boot", OF, OFlags::RDONLY).is_none());
        write(&directory, "boot", NEXT, &bytes(&[3]));
        assert_eq!((read_back(&directory, OF), read_back(&directory, NEXT)), (None, Some(bytes(&[3]))));
    }

    #[test]
    fn an_update_is_as_good_as_an_index_made_anew() {
        let dir = tempfile::tempdir().unwrap();
        let directory = directory(&options(dir.path()));
        write(&directory, "boot", OF, &bytes(&[1, 2, 3]));
        let index = IndexFile::open(&directory, "boot", OF, OFlags::RDWR).unwrap();
        index.invalidate();
        assert_eq!(read_back(&directory, OF), None, "it is of no file while that changes");
        index.update(NEXT, &[(1, facts(2), facts(9))], &[facts(4), facts(5)]);
        assert_eq!(read_back(&directory, NEXT), Some(bytes(&[1, 9, 3, 4, 5])));
    }

    #[test]
    fn a_flipped_bit_or_facts_in_another_order_do_not_count() {
        let dir = tempfile::tempdir().unwrap();
        let directory = directory(&options(dir.path()));
        write(&directory, "boot", OF, &bytes(&[1, 2]));
        let path = dir.path().join(FILE);
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            std::fs::write(&path, &damaged).unwrap();
            assert_eq!(read_back(&directory, OF), None, "byte {at}");
        }
        let swapped = [&whole[..HEADER], &bytes(&[2, 1])].concat();
        std::fs::write(&path, swapped).unwrap();
        assert_eq!(read_back(&directory, OF), None);
        std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        assert_eq!(read_back(&directory, OF), None, "cut off");
        std::fs::write(&path, whole).unwrap();
        assert!(read_back(&directory, OF).is_some());
    }
}
