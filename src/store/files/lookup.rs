//! Quick ways to facts, for a transaction that asks many questions: made once it has asked some.

use std::collections::HashMap;

use super::facts::{Facts, SIZE, STATUSES};

/// So many questions of a kind are answered by looking through all facts; then a map is made.
const SEARCHES: u32 = 16;

/// Maps over the facts of a board, and what is always counted.
#[derive(Default)]
pub(super) struct Lookup {
    /// How many items have each status.
    counts: [u32; STATUSES],
    /// Items that were appended in this transaction, by id.
    appended: HashMap<String, usize>,
    ids: Postings,
    keys: Postings,
    /// How many items each holder holds, by the hash of its name.
    holders: Counts,
    /// Items that depend on others: the bits of these, and the place.
    dependants: Option<Vec<(u64, usize)>>,
}

/// Places by a hash.
#[derive(Default)]
struct Postings {
    asked: u32,
    places: Option<HashMap<u64, Vec<usize>>>,
}

/// Numbers by a hash.
#[derive(Default)]
struct Counts {
    asked: u32,
    counts: Option<HashMap<u64, u32>>,
}

fn all(facts: &[u8]) -> impl Iterator<Item = (usize, Facts)> {
    facts.as_chunks::<SIZE>().0.iter().map(Facts::read).enumerate()
}

impl Postings {
    /// The places of `wanted`, and perhaps some that are no longer.
    fn of(&mut self, facts: &[u8], wanted: u64, word: impl Fn(&Facts) -> u64) -> Vec<usize> {
        if self.places.is_none() && self.asked >= SEARCHES {
            let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
            all(facts).for_each(|(place, facts)| places.entry(word(&facts)).or_default().push(place));
            self.places = Some(places);
        }
        self.asked += 1;
        match &self.places {
            Some(places) => places.get(&wanted).cloned().unwrap_or_default(),
            None => all(facts).filter(|(_, facts)| word(facts) == wanted).map(|(place, _)| place).collect(),
        }
    }

    fn add(&mut self, word: u64, place: usize) {
        let Some(places) = &mut self.places else { return };
        let places = places.entry(word).or_default();
        // In their order, each once.
        if let Err(at) = places.binary_search(&place) {
            places.insert(at, place);
        }
    }
}

impl Lookup {
    /// Over these facts.
    pub(super) fn of(facts: &[u8]) -> Self {
        let mut lookup = Self::default();
        all(facts).for_each(|(_, facts)| lookup.counts[facts.status()] += 1);
        lookup
    }

    /// How many items have one of these statuses, which are bits.
    pub(super) fn count_of(&self, statuses: u8) -> u32 {
        let wanted = self.counts.iter().enumerate().filter(|(status, _)| statuses & 1 << status != 0);
        wanted.map(|(_, count)| count).sum()
    }

    /// How much work the holder holds.
    pub(super) fn held_by(&mut self, facts: &[u8], holder: u64) -> u32 {
        if self.holders.counts.is_none() && self.holders.asked >= SEARCHES {
            let mut counts = HashMap::new();
            for (_, facts) in all(facts).filter(|(_, facts)| facts.is_work_in_hand()) {
                *counts.entry(facts.holder()).or_default() += 1;
            }
            self.holders.counts = Some(counts);
        }
        self.holders.asked += 1;
        if let Some(counts) = &self.holders.counts {
            return counts.get(&holder).copied().unwrap_or_default();
        }
        let count =
            all(facts).filter(|(_, facts)| facts.is_work_in_hand() && facts.holder() == holder).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Places of items of that id, in their order, and perhaps of others.
    pub(super) fn ids(&mut self, facts: &[u8], id: u64) -> Vec<usize> {
        self.ids.of(facts, id, Facts::id)
    }

    /// Places of items of that key, in their order, and perhaps of others.
    pub(super) fn keys(&mut self, facts: &[u8], key: u64) -> Vec<usize> {
        self.keys.of(facts, key, Facts::key)
    }

    /// Places of items that have these bits of what they depend on, in their order, and perhaps of others.
    pub(super) fn dependants(&mut self, facts: &[u8], bits: u64) -> Vec<usize> {
        let dependants = self.dependants.get_or_insert_with(|| {
            let dependants = all(facts).map(|(place, facts)| (facts.dependencies(), place));
            dependants.filter(|(bits, _)| *bits != 0).collect()
        });
        let found = dependants.iter().filter(|(known, _)| known & bits == bits);
        let mut places: Vec<usize> = found.map(|(_, place)| *place).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The place of an item that was appended in this transaction.
    pub(super) fn appended(&self, id: &str) -> Option<usize> {
        self.appended.get(id).copied()
    }

    /// Takes note of an item that was appended.
    pub(super) fn added(&mut self, id: &str, place: usize, facts: &Facts) {
        self.appended.insert(id.to_owned(), place);
        self.ids.add(facts.id(), place);
        self.count(facts);
        self.link(None, place, facts);
    }

    /// Takes note of an item that was replaced.
    pub(super) fn changed(&mut self, place: usize, before: &Facts, after: &Facts) {
        self.discount(before);
        self.count(after);
        self.link(Some(before), place, after);
    }

    /// Takes note of an item that was removed.
    pub(super) fn removed(&mut self, id: &str, before: &Facts) {
        self.appended.remove(id);
        self.discount(before);
    }

    fn link(&mut self, before: Option<&Facts>, place: usize, after: &Facts) {
        if before.is_none_or(|before| before.key() != after.key()) {
            self.keys.add(after.key(), place);
        }
        let is_new = before.is_none_or(|before| before.dependencies() != after.dependencies());
        if let Some(dependants) = self.dependants.as_mut().filter(|_| is_new && after.dependencies() != 0) {
            dependants.push((after.dependencies(), place));
        }
    }

    fn count(&mut self, facts: &Facts) {
        self.counts[facts.status()] += 1;
        if let Some(counts) = self.holders.counts.as_mut().filter(|_| facts.is_work_in_hand()) {
            *counts.entry(facts.holder()).or_default() += 1;
        }
    }

    fn discount(&mut self, facts: &Facts) {
        self.counts[facts.status()] -= 1;
        if let Some(counts) = self.holders.counts.as_mut().filter(|_| facts.is_work_in_hand())
            && let Some(count) = counts.get_mut(&facts.holder())
        {
            *count -= 1;
        }
    }
}
