//! Records in order, each found by its id: what a transaction puts, however many.

use std::collections::HashMap;

/// Records in order.
#[derive(Debug)]
pub(super) struct Named<T> {
    entries: Vec<Option<(String, T)>>,
    places: HashMap<String, usize>,
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), places: HashMap::new() }
    }
}

impl<T> Named<T> {
    /// The record of that id.
    pub(super) fn get(&self, id: &str) -> Option<&T> {
        let entry = self.entries.get(*self.places.get(id)?)?;
        entry.as_ref().map(|(_, record)| record)
    }

    /// Whether there is a record of that id.
    pub(super) fn contains(&self, id: &str) -> bool {
        self.places.contains_key(id)
    }

    /// Adds a record at the end. Of two with one id the first is the one that is found.
    pub(super) fn push(&mut self, id: &str, record: T) {
        self.places.entry(id.to_owned()).or_insert(self.entries.len());
        self.entries.push(Some((id.to_owned(), record)));
    }

    /// Replaces the record of that id where it stands, or adds it at the end.
    pub(super) fn put(&mut self, id: &str, record: T) {
        let place = self.places.get(id).copied();
        match place.and_then(|place| self.entries.get_mut(place)?.as_mut()) {
            Some((_, known)) => *known = record,
            None => self.push(id, record),
        }
    }

    /// Adds a record at the end, and takes out the one of its id.
    pub(super) fn put_last(&mut self, id: &str, record: T) {
        self.remove(id);
        self.push(id, record);
    }

    /// Takes out the record of that id.
    pub(super) fn remove(&mut self, id: &str) {
        if let Some(entry) = self.places.remove(id).and_then(|place| self.entries.get_mut(place)) {
            *entry = None;
        }
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.iter().all(Option::is_none)
    }

    /// The records in order, with their ids.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.entries.iter().flatten().map(|(id, record)| (id.as_str(), record))
    }

    /// The records in order.
    pub(super) fn into_records(self) -> impl Iterator<Item = T> {
        self.entries.into_iter().flatten().map(|(_, record)| record)
    }
}

impl<T> Extend<(String, T)> for Named<T> {
    fn extend<I: IntoIterator<Item = (String, T)>>(&mut self, records: I) {
        records.into_iter().for_each(|(id, record)| self.push(&id, record));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(named: &Named<u8>) -> Vec<(&str, u8)> {
        named.iter().map(|(id, record)| (id, *record)).collect()
    }

    #[test]
    fn a_put_stays_in_its_place_and_a_last_put_moves_to_the_end() {
        let mut named = Named::default();
        named.put("a", 1);
        named.put("b", 2);
        named.put("a", 3);
        assert_eq!(listed(&named), [("a", 3), ("b", 2)]);
        named.put_last("a", 4);
        assert_eq!(listed(&named), [("b", 2), ("a", 4)]);
        assert_eq!((named.get("a"), named.get("b")), (Some(&4), Some(&2)));
    }

    #[test]
    fn what_was_removed_is_new_when_it_comes_again() {
        let mut named = Named::default();
        named.put("a", 1);
        named.remove("a");
        assert!(named.is_empty() && !named.contains("a") && named.get("a").is_none());
        named.put("b", 2);
        named.put("a", 3);
        assert_eq!(listed(&named), [("b", 2), ("a", 3)]);
    }

    #[test]
    fn of_two_that_were_pushed_under_one_id_the_first_is_found() {
        let mut named = Named::default();
        named.push("", 1);
        named.push("", 2);
        assert_eq!(listed(&named), [("", 1), ("", 2)]);
        assert_eq!(named.get(""), Some(&1));
    }
}
