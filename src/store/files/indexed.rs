//! The items of a board by their facts: only those that a question is about are read, and only those that changed are
//! written anew.
//!
//! Facts choose, and the item itself decides: what is read is checked to be the record that the facts are of, and to
//! pass what was asked. Where that fails, the index does not fit, and the whole text is read instead.

use std::collections::{BTreeMap, BinaryHeap};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::Range;

use super::super::ItemFilter;
use super::array::{ArrayText, EMPTY};
use super::directory::Directory;
use super::facts::{Certainty, Facts, QueueSieve, SIZE, Sieve, hash};
use super::head::Head;
use super::identity::Identity;
use super::index_file::{self, IndexFile};
use super::lookup::Lookup;
use super::publish;
use super::source::Source;
use super::waiting::{Orders, Waiting};
use crate::domain::{Candidates, WorkItem, json_text};

/// What stands before the first record, and before each other.
const FIRST: &str = "[\n  ";
const NEXT: &str = ",\n  ";
/// What stands behind the last record.
const END: &str = "\n]\n";
/// Bytes before and behind a record that say that it is one.
const BEFORE: u64 = 4;
const BEHIND: u64 = 2;
/// So many candidates more than asked for are put in order at once, should some turn out to be none.
const SPARE: usize = 16;
/// A file with more pieces than this is put together in memory.
const MOST_PIECES: usize = 64;

/// The index does not fit the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unfit;

impl From<io::Error> for Unfit {
    fn from(_: io::Error) -> Self {
        Self
    }
}

/// What a question came to.
pub(super) type Fit<T> = Result<T, Unfit>;

/// The items of a board, and the changes to them.
pub(super) struct Indexed {
    /// Of all items, in their order: those in the text, and those that were appended.
    facts: Vec<u8>,
    /// Where the records in the text start.
    starts: Vec<u64>,
    source: Source,
    /// The index that the facts are from; `None` where they were made from the text.
    index: Option<IndexFile>,
    /// What was put, by place. Each record that was appended is here.
    changed: BTreeMap<usize, Change>,
    lookup: Lookup,
    orders: Orders,
    /// Whether the text differs from the file already.
    is_touched: bool,
}

/// How a record stands after the transaction.
struct Change {
    id: String,
    /// As it will stand in the file; `None` where it is removed.
    text: Option<String>,
    /// The facts before, where the record was in the text.
    before: Option<Facts>,
}

impl Indexed {
    /// From the index, which is of the file of `source`. `None` where the facts do not add up to it.
    pub(super) fn load(index: IndexFile, source: Source) -> Option<Self> {
        let facts = index.facts()?;
        let size = source.file().map(|(_, identity)| identity.size);
        Self::over(facts, source, Some(index)).filter(|records| Some(records.size()) == size)
    }

    /// From the text of `source`. `None` where it has records that facts cannot stand for.
    pub(super) fn build(mut source: Source) -> Option<Self> {
        let text = source.whole().ok()?;
        let mut facts = Vec::with_capacity(text.len() / 8);
        for range in ArrayText::ranges(text) {
            let item = plain_item(&text[range.clone()])?;
            facts.extend_from_slice(Facts::of(&item, u32::try_from(range.len()).ok()?).bytes());
        }
        let size = text.len() as u64;
        Self::over(facts, source, None).filter(|records| records.size() == size)
    }

    /// From the text of an array with its changes.
    pub(super) fn of_array(array: &ArrayText) -> Option<Self> {
        let records = Self::build(Source::of_text(array.written()))?;
        Some(Self { is_touched: array.is_changed(), ..records })
    }

    fn over(facts: Vec<u8>, source: Source, index: Option<IndexFile>) -> Option<Self> {
        let count = facts.len() / SIZE;
        u32::try_from(count).ok()?;
        let mut starts = Vec::with_capacity(count);
        let mut at = BEFORE;
        for facts in facts.as_chunks::<SIZE>().0 {
            starts.push(at);
            at += u64::from(Facts::read(facts).length()) + NEXT.len() as u64;
        }
        let lookup = Lookup::of(&facts);
        Some(Self {
            facts,
            starts,
            source,
            index,
            changed: BTreeMap::new(),
            lookup,
            orders: Orders::default(),
            is_touched: false,
        })
    }

    /// How long the text must be by the facts.
    fn size(&self) -> u64 {
        match self.starts.len().checked_sub(1) {
            Some(last) => self.range(last).end + END.len() as u64,
            None => EMPTY.len() as u64,
        }
    }

    fn range(&self, place: usize) -> Range<u64> {
        let start = self.starts[place];
        start..start + u64::from(self.facts(place).length())
    }

    fn facts(&self, place: usize) -> Facts {
        let mut bytes = [0; SIZE];
        bytes.copy_from_slice(&self.facts[SIZE * place..SIZE * (place + 1)]);
        Facts::read(&bytes)
    }

    fn all(&self) -> impl Iterator<Item = (usize, Facts)> {
        self.facts.as_chunks::<SIZE>().0.iter().map(Facts::read).enumerate()
    }

    /// Whether the file is to be written.
    pub(super) fn is_changed(&self) -> bool {
        self.is_touched || !self.changed.is_empty()
    }

    /// The item of that id.
    pub(super) fn item(&mut self, id: &str) -> Fit<Option<WorkItem>> {
        Ok(self.find(id)?.map(|(_, item, _)| item))
    }

    /// The item of that id: its place, itself, and its record.
    fn find(&mut self, id: &str) -> Fit<Option<(usize, WorkItem, String)>> {
        let wanted = hash(id);
        for place in self.lookup.ids(&self.facts, wanted) {
            let facts = self.facts(place);
            if facts.is_removed() || facts.id() != wanted {
                continue;
            }
            let (item, text) = self.read(place)?;
            if item.work_item_id == id {
                return Ok(Some((place, item, text)));
            }
        }
        Ok(None)
    }

    /// Reads the item at `place`, and its record.
    fn read(&mut self, place: usize) -> Fit<(WorkItem, String)> {
        if let Some(change) = self.changed.get(&place) {
            let text = change.text.clone().ok_or(Unfit)?;
            return Ok((serde_json::from_str(&text).map_err(|_| Unfit)?, text));
        }
        let (framed, facts) = (framed(&self.range(place)), self.facts(place));
        let mut found = None;
        self.source.each(std::slice::from_ref(&framed), |_, bytes| {
            found = Some(checked(bytes, &facts)?);
            Ok::<_, Unfit>(())
        })?;
        found.ok_or(Unfit)
    }

    /// Reads the items at `places`, which are in order.
    fn read_all(&mut self, places: &[usize]) -> Fit<Vec<WorkItem>> {
        let (put, stored): (Vec<usize>, Vec<usize>) =
            places.iter().partition(|place| self.changed.contains_key(place));
        let mut found = Vec::with_capacity(places.len());
        let expected: Vec<Facts> = stored.iter().map(|place| self.facts(*place)).collect();
        let ranges: Vec<Range<u64>> = stored.iter().map(|place| framed(&self.range(*place))).collect();
        self.source.each(&ranges, |number, bytes| {
            found.push((stored[number], checked(bytes, &expected[number])?.0));
            Ok::<_, Unfit>(())
        })?;
        for place in put {
            found.push((place, self.read(place)?.0));
        }
        found.sort_by_key(|(place, _)| *place);
        Ok(found.into_iter().map(|(_, item)| item).collect())
    }

    /// The items that pass `filter`, in their order.
    pub(super) fn items(&mut self, filter: &ItemFilter) -> Fit<Vec<WorkItem>> {
        let places = self.places(filter);
        let mut items = self.read_all(&places)?;
        items.retain(|item| filter.passes(item));
        Ok(items)
    }

    /// All records in their order, as they stand after the changes.
    pub(super) fn records(&mut self) -> Fit<Vec<&str>> {
        let places = 0..self.facts.len() / SIZE;
        let stored: Vec<Option<Range<u64>>> =
            places.map(|place| (!self.changed.contains_key(&place)).then(|| self.range(place))).collect();
        let text = self.source.whole()?;
        let mut records = Vec::with_capacity(stored.len());
        for (place, range) in stored.into_iter().enumerate() {
            match range {
                Some(range) => {
                    let record = std::str::from_utf8(slice(text, &range)?).map_err(|_| Unfit)?;
                    records.push(record.starts_with('{').then_some(record).ok_or(Unfit)?);
                }
                None => records.extend(self.changed.get(&place).and_then(|change| change.text.as_deref())),
            }
        }
        Ok(records)
    }

    /// The places of the items that may pass `filter`.
    fn places(&mut self, filter: &ItemFilter) -> Vec<usize> {
        let sieve = Sieve::of(filter);
        if let Some(bits) = sieve.depends_on() {
            let mut places = self.lookup.dependants(&self.facts, bits);
            places.retain(|place| sieve.lets_pass(&self.facts(*place)));
            return places;
        }
        self.all().filter(|(_, facts)| sieve.lets_pass(facts)).map(|(place, _)| place).collect()
    }

    /// How many items pass `filter`.
    pub(super) fn count(&mut self, filter: &ItemFilter) -> Fit<u32> {
        let sieve = Sieve::of(filter);
        if let Some(statuses) = sieve.statuses_only() {
            return Ok(self.lookup.count_of(statuses));
        }
        if let Some(holder) = sieve.held_by_only() {
            return Ok(self.lookup.held_by(&self.facts, holder));
        }
        Ok(u32::try_from(self.items(filter)?.len()).unwrap_or(u32::MAX))
    }

    /// The open item of that key: the first one.
    pub(super) fn open_item_of_key(&mut self, key: &str) -> Fit<Option<WorkItem>> {
        let wanted = hash(key);
        for place in self.lookup.keys(&self.facts, wanted) {
            let facts = self.facts(place);
            if facts.is_removed() || !facts.may_be_open_of_key(wanted) {
                continue;
            }
            let (item, _) = self.read(place)?;
            if item.is_open() && item.key.as_deref() == Some(key) {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }

    /// The candidates whose places from 0 on are in `range`.
    pub(super) fn candidates(&mut self, wanted: &Candidates, range: &Range<usize>) -> Fit<Vec<WorkItem>> {
        let first = range.end.saturating_add(SPARE);
        let all = self.facts.as_chunks::<SIZE>().0;
        let numbered = all.iter().map(Facts::read).enumerate();
        if let Some(found) =
            self.orders.first(wanted, first, numbered.clone(), |place| Facts::read(&all[place]))
        {
            let page = self.page(&found, wanted, range)?;
            if page.len() == range.len() || found.len() < first {
                return Ok(page);
            }
        }
        let (found, are_all) = self.most_urgent(wanted, first);
        let page = self.page(&found, wanted, range)?;
        if are_all || page.len() == range.len() {
            return Ok(page);
        }
        let (found, _) = self.most_urgent(wanted, usize::MAX);
        self.page(&found, wanted, range)
    }

    /// The `count` most urgent candidates in order, and whether these are all.
    fn most_urgent(&self, wanted: &Candidates, count: usize) -> (Vec<Waiting>, bool) {
        let sieve = QueueSieve::of(wanted);
        let mut found = BinaryHeap::new();
        let mut are_all = true;
        for (place, facts) in self.all() {
            let certainty = sieve.judge(&facts);
            if certainty == Certainty::No {
                continue;
            }
            let waiting = (facts.urgency().place(wanted.now), place, certainty);
            if found.len() < count {
                found.push(waiting);
                continue;
            }
            are_all = false;
            if let Some(mut last) = found.peek_mut().filter(|last| waiting < **last) {
                *last = waiting;
            }
        }
        (found.into_sorted_vec(), are_all)
    }

    /// Of `found`, which is in order, the items that are candidates indeed and whose places are in `range`.
    fn page(&mut self, found: &[Waiting], wanted: &Candidates, range: &Range<usize>) -> Fit<Vec<WorkItem>> {
        let mut page = Vec::new();
        let mut number = 0;
        for (_, place, certainty) in found {
            if number >= range.end {
                break;
            }
            if *certainty == Certainty::No {
                continue;
            }
            if number < range.start && *certainty == Certainty::Yes {
                number += 1;
                continue;
            }
            let (item, _) = self.read(*place)?;
            if wanted.includes(&item) {
                if number >= range.start {
                    page.push(item);
                }
                number += 1;
            }
        }
        Ok(page)
    }

    /// Replaces the item of its id, or appends it. One that `is_new` to the file is not looked for there.
    pub(super) fn put(&mut self, item: &WorkItem, json: &str, is_new: bool) -> Fit<()> {
        let id = &item.work_item_id;
        let text = json_text::pretty(json, 1);
        let facts = Facts::of(item, u32::try_from(text.len()).map_err(|_| Unfit)?);
        let known = match self.lookup.appended(id) {
            // A text that is in no file may hold what this transaction appended before there were facts.
            None if !is_new || self.source.file().is_none() => self.find(id)?.map(|(place, ..)| place),
            appended => appended,
        };
        let place = known.unwrap_or(self.facts.len() / SIZE);
        let before = if let Some(place) = known {
            let before = self.facts(place);
            self.facts[SIZE * place..SIZE * (place + 1)].copy_from_slice(facts.bytes());
            self.lookup.changed(place, &before, &facts);
            self.orders.changed(place, Some(&before), &facts);
            self.changed.get(&place).map_or(Some(before), |change| change.before)
        } else {
            self.facts.extend_from_slice(facts.bytes());
            self.lookup.added(id, place, &facts);
            self.orders.changed(place, None, &facts);
            None
        };
        self.changed.insert(place, Change { id: id.clone(), text: Some(text), before });
        Ok(())
    }

    /// Takes the item of that id out, and returns its record.
    pub(super) fn remove(&mut self, id: &str) -> Fit<Option<String>> {
        let Some((place, _, text)) = self.find(id)? else { return Ok(None) };
        let before = self.facts(place);
        let after = before.removed();
        self.facts[SIZE * place..SIZE * (place + 1)].copy_from_slice(after.bytes());
        self.lookup.removed(id, &before);
        self.orders.changed(place, Some(&before), &after);
        let before = self.changed.get(&place).map_or(Some(before), |change| change.before);
        self.changed.insert(place, Change { id: id.to_owned(), text: None, before });
        Ok(Some(text))
    }

    /// The records that were changed, with their ids, in their order; `None` where one was removed.
    pub(super) fn changes(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.changed.values().map(|change| (change.id.as_str(), change.text.as_deref()))
    }

    /// The text before the changes, where it is in no file, and whether it differs from what is in the file.
    pub(super) fn text_of_no_file(&mut self) -> Option<(Vec<u8>, bool)> {
        if self.source.file().is_some() {
            return None;
        }
        Some((self.source.whole().ok()?.to_vec(), self.is_touched))
    }

    /// Writes the text with its changes. What did not change is copied within the kernel.
    ///
    /// # Errors
    /// What the disk says, or that the file is no longer the one that it was.
    pub(super) fn write_to(&mut self, out: &mut File) -> io::Result<()> {
        let pieces = self.pieces();
        let mut between = FIRST;
        let is_small = pieces.len() <= MOST_PIECES;
        if let Some((file, _)) = self.source.file().filter(|_| is_small) {
            for piece in &pieces {
                out.write_all(between.as_bytes())?;
                match piece {
                    Piece::Kept(range) => publish::copy_range(file, out, range.clone())?,
                    Piece::Put(place) => out.write_all(self.changed[place].written().as_bytes())?,
                }
                between = NEXT;
            }
            return out.write_all(if pieces.is_empty() { EMPTY } else { END.as_bytes() });
        }
        let text = self.source.whole()?;
        let mut out = BufWriter::with_capacity(publish::CHUNK, out);
        for piece in &pieces {
            out.write_all(between.as_bytes())?;
            match piece {
                Piece::Kept(range) => out.write_all(slice(text, range)?)?,
                Piece::Put(place) => out.write_all(self.changed[place].written().as_bytes())?,
            }
            between = NEXT;
        }
        out.write_all(if pieces.is_empty() { EMPTY } else { END.as_bytes() })?;
        out.flush()
    }

    /// What the file is put together from.
    fn pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut at = 0;
        for (place, change) in &self.changed {
            pieces.extend(self.kept(at..*place));
            pieces.extend(change.text.is_some().then_some(Piece::Put(*place)));
            at = place + 1;
        }
        pieces.extend(self.kept(at..self.starts.len()));
        pieces
    }

    /// The records at `places`, as they stand in the text.
    fn kept(&self, places: Range<usize>) -> Option<Piece> {
        let last = places.end.min(self.starts.len()).checked_sub(1)?;
        (places.start <= last).then(|| Piece::Kept(self.range(places.start).start..self.range(last).end))
    }

    /// Whether the text is in memory, or still in the file that it was read from, which is the one of `known`.
    pub(super) fn can_be_written_over(&self, known: Option<Identity>) -> bool {
        let Some((file, _)) = self.source.file() else { return true };
        rustix::fs::fstat(file).is_ok_and(|stat| known == Some(Identity::of(&stat)))
    }

    /// Makes the index that the facts are from one of no file: the file changes now.
    pub(super) fn invalidate(&self) {
        if let Some(index) = &self.index {
            index.invalidate();
        }
    }

    /// Makes the index that of the file `of`, which this was written to. Where nothing was written it is that of the
    /// file that this was read from, should it have none.
    pub(super) fn save(&self, directory: &Directory, head: &Head, of: Option<Identity>) {
        let Some(of) = of else {
            if let (None, false, Some((_, of))) = (&self.index, self.is_changed(), self.source.file()) {
                index_file::write(directory, &head.boot, of, &self.facts);
            }
            return;
        };
        let is_removed = self.changed.values().any(|change| change.text.is_none());
        let Some(index) = self.index.as_ref().filter(|_| !is_removed) else {
            let kept = self.all().filter(|(_, facts)| !facts.is_removed());
            let kept: Vec<u8> = kept.flat_map(|(_, facts)| *facts.bytes()).collect();
            return index_file::write(directory, &head.boot, of, &kept);
        };
        let changed: Vec<(usize, Facts, Facts)> = self
            .changed
            .iter()
            .filter_map(|(place, change)| Some((*place, change.before?, self.facts(*place))))
            .collect();
        let appended: Vec<Facts> =
            (self.starts.len()..self.facts.len() / SIZE).map(|place| self.facts(place)).collect();
        index.update(of, &changed, &appended);
    }
}

impl Change {
    fn written(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }
}

/// A part of the file that is written.
enum Piece {
    /// These bytes of the text.
    Kept(Range<u64>),
    /// What was put at this place.
    Put(usize),
}

/// The range of a record with what must stand around it.
fn framed(range: &Range<u64>) -> Range<u64> {
    range.start - BEFORE..range.end + BEHIND
}

/// The item in these bytes, and its record, if they are what stands in the file around a record of these facts.
fn checked(bytes: &[u8], facts: &Facts) -> Fit<(WorkItem, String)> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unfit)?;
    let (before, rest) = text.split_at_checked(usize::try_from(BEFORE).unwrap_or(0)).ok_or(Unfit)?;
    let record = rest.strip_suffix(",\n").or_else(|| rest.strip_suffix("\n]")).ok_or(Unfit)?;
    if before != FIRST && before != NEXT {
        return Err(Unfit);
    }
    let item: WorkItem = serde_json::from_str(record).map_err(|_| Unfit)?;
    if hash(&item.work_item_id) != facts.id() || record.len() != facts.length() as usize {
        return Err(Unfit);
    }
    Ok((item, record.to_owned()))
}

/// The item in a record of our layout, if its id stands there once and in our own writing.
fn plain_item(record: &[u8]) -> Option<WorkItem> {
    const LINE: &[u8] = b"\n    \"work_item_id\": ";
    let item: WorkItem = serde_json::from_slice(record).ok()?;
    let mut lines = memchr::memmem::find_iter(record, LINE);
    let rest = &record[lines.next()? + LINE.len()..];
    let id = serde_json::to_string(&item.work_item_id).ok()?;
    let is_plain =
        rest.strip_prefix(id.as_bytes()).is_some_and(|rest| matches!(rest.first(), Some(b',' | b'\n')));
    (is_plain && lines.next().is_none()).then_some(item)
}

fn slice<'t>(text: &'t [u8], range: &Range<u64>) -> io::Result<&'t [u8]> {
    let place = |at: u64| usize::try_from(at).ok();
    let found = place(range.start).zip(place(range.end)).and_then(|(from, to)| text.get(from..to));
    found.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))
}

#[cfg(test)]
mod tests;
