//! What becomes of a file that is not as we left it: a script edited it without the lock, or a crash left an
//! older version behind.
//!
//! Each record is judged against its own past. A record that equals an older version of ours was overwritten by
//! somebody who had read that version: ours is put back. Any other difference is an edit; it is carried over to
//! our newest version field by field, and where both sides changed a field, ours stands, because it was
//! acknowledged. A missing record is put back when losing it would lose a promise ([`Rule`]).
//!
//! This goes further than RELIABILITY, section 1, which decides for whole records: an edit made from a stale
//! version neither undoes a newer command nor is lost itself.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::array::{Kind, id_of};
use super::versions::{Past, Versions};
use crate::domain::{Agent, Instant, Stamp, Status, WorkItem, id};

/// When a missing record is put back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// Records of this transaction and later ones never reached the file: they are always put back.
    pub(super) certain_from: u64,
    /// When the file was written that lacks them. What was old by then was removed on purpose.
    pub(super) at: Instant,
    /// Length of the lease of an item that has none of its own, in seconds.
    pub(super) lease_secs: u32,
}

/// A day: for this long a pending item is not something that a clean-up would remove.
const PENDING_SECS: i64 = 86_400;
/// An edit is looked for among so many of the newest versions: another program reads a file and writes it back within
/// moments.
const LONGEST_PAST: usize = 64;
/// For this long after its last sign an agent is not something that a clean-up would remove.
const AGENT_SECS: u32 = 3_600;

/// A file as it should be.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// Its records in order, as compact JSON.
    pub(super) records: Vec<String>,
    /// Whether that is anything else than what the file held.
    pub(super) differs: bool,
    /// Records that somebody else added or changed, as they stand now.
    pub(super) edits: Vec<String>,
    /// Records as the other program wrote them, where that is not what became of them: it may go on from there.
    pub(super) seen: Vec<String>,
    /// Records that somebody else removed, and that stay removed.
    pub(super) removals: Vec<String>,
    /// Fields that both sides had changed: `work_1.agent_id`.
    pub(super) conflicts: Vec<String>,
}

/// Judges the records of a file against their past.
pub(super) fn merge(kind: Kind, versions: &Versions, actual: &[String], rule: Rule) -> Merged {
    let mut merged = Merged::default();
    let mut seen: HashSet<String> = HashSet::new();
    for json in actual {
        let named = id_of(kind, json).filter(|id| seen.insert(id.clone()));
        let past = named.as_ref().and_then(|id| versions.of(id));
        match (named, past) {
            (Some(id), Some(past)) => merged.take(&id, past, json),
            // A second record of the same id that was taken off the board, before a crash came.
            (None, _) if versions.was_dropped(json) => merged.differs = true,
            // A second record of the same id, or one without: nothing of ours.
            (None, _) => merged.records.push(json.clone()),
            (Some(_), None) => {
                merged.edits.push(json.clone());
                merged.records.push(json.clone());
            }
        }
    }
    merged.restore(kind, versions, &seen, rule);
    merged
}

impl Merged {
    fn take(&mut self, id: &str, past: &Past, actual: &str) {
        match judge(past, actual) {
            Verdict::Same => self.records.push(actual.to_owned()),
            Verdict::Gone => self.differs = true,
            Verdict::Stale(ours) => {
                self.records.push(ours);
                self.differs = true;
            }
            Verdict::TakenIn(ours) => {
                self.seen.push(actual.to_owned());
                self.records.push(ours);
                self.differs = true;
            }
            Verdict::Edited { record, conflicts } => {
                if record != actual {
                    self.differs = true;
                    self.seen.push(actual.to_owned());
                }
                self.conflicts.extend(conflicts.iter().map(|field| format!("{id}.{field}")));
                self.edits.push(record.clone());
                self.records.push(record);
            }
        }
    }

    /// Puts missing records back, each behind the one that it was created after.
    fn restore(&mut self, kind: Kind, versions: &Versions, seen: &HashSet<String>, rule: Rule) {
        let missing: Vec<(usize, &String)> =
            versions.order.iter().enumerate().filter(|(_, id)| !seen.contains(*id)).collect();
        for (position, id) in missing {
            let Some(past) = versions.of(id) else { continue };
            let Some(ours) = past.newest() else { continue };
            if past.seq < rule.certain_from && !is_promised(kind, ours, rule) {
                self.removals.push(id.clone());
                continue;
            }
            self.records.insert(self.place(kind, &versions.order[..position]), ours.to_owned());
            self.differs = true;
        }
    }

    fn place(&self, kind: Kind, before: &[String]) -> usize {
        // Lost updates are among the newest records, so the search from the end is short.
        let Some(neighbour) = before.last() else { return 0 };
        let at = self.records.iter().rposition(|json| id_of(kind, json).as_ref() == Some(neighbour));
        at.map_or(self.records.len(), |at| at + 1)
    }
}

enum Verdict {
    /// As we left it.
    Same,
    /// We took it away, and this is what it was before.
    Gone,
    /// An older version of ours; this is the newest.
    Stale(String),
    /// An older version of ours with edits that were taken in before; this is the newest.
    TakenIn(String),
    /// Somebody else's edit.
    Edited { record: String, conflicts: Vec<String> },
}

fn judge(past: &Past, actual: &str) -> Verdict {
    if past.newest().is_some_and(|ours| ours == actual || same_json(ours, actual)) {
        return Verdict::Same;
    }
    if let Some(ours) = past.newest()
        && past.versions.iter().flatten().any(|version| version == actual)
    {
        return Verdict::Stale(ours.to_owned());
    }
    let theirs = Fields::of(actual);
    let Some((read, distance)) = nearest(past, &theirs) else {
        return Verdict::Edited { record: actual.to_owned(), conflicts: Vec::new() };
    };
    match past.newest() {
        None if distance == 0 => Verdict::Gone,
        None => Verdict::Edited { record: actual.to_owned(), conflicts: Vec::new() },
        Some(ours) if distance == 0 => Verdict::Stale(ours.to_owned()),
        Some(ours) => {
            let (record, conflicts) = three_way(&read, Fields::of(ours), &theirs);
            if conflicts.is_empty() && same_json(&record, ours) {
                return Verdict::TakenIn(ours.to_owned());
            }
            Verdict::Edited { record, conflicts }
        }
    }
}

/// The version that the other writer most likely had read, and in how many fields it differs from what it wrote.
/// Other writers do not touch the fence, so a version with the same fence comes first; then the one with the
/// fewest differences; then the newest.
fn nearest(past: &Past, theirs: &Fields) -> Option<(Fields, usize)> {
    let versions = past.versions.iter().rev().take(LONGEST_PAST).flatten().map(|json| Fields::of(json));
    let judged = versions.map(|version| {
        let other_fence = !same(version.get("fence"), theirs.get("fence"));
        let distance = version.differences(theirs).len();
        (other_fence, distance, version)
    });
    let best = judged.min_by_key(|(other_fence, distance, _)| (*other_fence, *distance))?;
    Some((best.2, best.1))
}

/// Carries what changed from `read` to `theirs` over to `ours`; a field that `ours` changed too is a conflict and
/// stays.
fn three_way(read: &Fields, mut ours: Fields, theirs: &Fields) -> (String, Vec<String>) {
    let mut conflicts = Vec::new();
    for name in read.differences(theirs) {
        if same(ours.get(&name), theirs.get(&name)) {
            continue;
        }
        if same(ours.get(&name), read.get(&name)) {
            ours.set(&name, theirs.get(&name));
        } else {
            conflicts.push(name);
        }
    }
    (ours.json(), conflicts)
}

/// Whether losing the record would lose a promise that still stands.
fn is_promised(kind: Kind, json: &str, rule: Rule) -> bool {
    match kind {
        Kind::Items => serde_json::from_str(json).is_ok_and(|item: WorkItem| is_item_promised(&item, rule)),
        Kind::Agents => {
            serde_json::from_str(json).is_ok_and(|agent: Agent| !agent.is_offline(rule.at, AGENT_SECS))
        }
        Kind::Completions => false,
    }
}

fn is_item_promised(item: &WorkItem, rule: Rule) -> bool {
    match item.status() {
        Status::Held => !item.is_expired(rule.at, rule.lease_secs),
        Status::Pending => {
            let stamped = item.created_at.as_ref().and_then(Stamp::instant);
            let numbered =
                || id::number(&item.work_item_id).map(|nanos| Instant::from_nanos(i128::from(nanos)));
            stamped.or_else(numbered).is_some_and(|created| created.plus_secs(PENDING_SECS) > rule.at)
        }
        Status::Completed | Status::Cancelled | Status::Dead => false,
    }
}

/// Entries of the log that are in `expected` more often than in `actual`: those to append again. `is_certain` says
/// whether the entry at that place in `expected` must be there.
pub(super) fn missing_entries(
    expected: &[String],
    actual: &[String],
    is_certain: impl Fn(usize, &str) -> bool,
) -> Vec<String> {
    let mut unmatched: Vec<Value> =
        actual.iter().filter_map(|json| serde_json::from_str(json).ok()).collect();
    let mut missing = Vec::new();
    // From the end, where entries are lost, so that the search is short.
    for (place, json) in expected.iter().enumerate().rev() {
        let value: Option<Value> = serde_json::from_str(json).ok();
        let found = value.and_then(|value| unmatched.iter().rposition(|other| same_value(&value, other)));
        match found {
            Some(at) => {
                unmatched.remove(at);
            }
            None if is_certain(place, json) => missing.push(json.clone()),
            None => {}
        }
    }
    missing.reverse();
    missing
}

/// The fields of a record in order, as raw text.
#[derive(Debug, Default)]
struct Fields(Vec<(String, String)>);

impl Fields {
    fn of(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn set(&mut self, name: &str, value: Option<&str>) {
        match (self.0.iter_mut().find(|(known, _)| known == name), value) {
            (Some((_, known)), Some(value)) => value.clone_into(known),
            (None, Some(value)) => self.0.push((name.to_owned(), value.to_owned())),
            (_, None) => self.0.retain(|(known, _)| known != name),
        }
    }

    fn by_name(&self) -> HashMap<&str, &str> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    /// The names of the fields in which the two differ.
    fn differences(&self, other: &Self) -> Vec<String> {
        let (mine, theirs) = (self.by_name(), other.by_name());
        let changed =
            self.0.iter().filter(|(name, value)| !same(Some(value), theirs.get(name.as_str()).copied()));
        let added = other.0.iter().filter(|(name, _)| !mine.contains_key(name.as_str()));
        changed.chain(added).map(|(name, _)| name.clone()).collect()
    }

    fn json(&self) -> String {
        let fields = self.0.iter().map(|(name, value)| format!("{}:{value}", Value::from(name.as_str())));
        format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Fields;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Fields::default();
                while let Some((name, value)) = map.next_entry::<String, Box<RawValue>>()? {
                    fields.set(&name, Some(value.get()));
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

fn same(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one == other || same_json(one, other),
        (None, None) => true,
        _ => false,
    }
}

/// Whether two texts mean the same: other programs write numbers and escapes in other ways, and sort fields.
fn same_json(one: &str, other: &str) -> bool {
    match (serde_json::from_str(one), serde_json::from_str(other)) {
        (Ok(one), Ok(other)) => same_value(&one, &other),
        _ => false,
    }
}

fn same_value(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same_value(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, value)| other.get(name).is_some_and(|other| same_value(value, other)))
        }
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Instant = Instant::from_unix(1_750_000_000);

    fn versions(past: &[(&str, &[Option<&str>], u64)]) -> Versions {
        let mut versions = Versions::default();
        for (id, list, seq) in past {
            for version in *list {
                versions.add(id, version.map(ToOwned::to_owned), *seq);
            }
        }
        versions
    }

    fn rule() -> Rule {
        Rule { certain_from: 101, at: NOON, lease_secs: 1_800 }
    }

    fn merged(versions: &Versions, actual: &[&str]) -> Merged {
        let actual: Vec<String> = actual.iter().map(|json| (*json).to_owned()).collect();
        merge(Kind::Items, versions, &actual, rule())
    }

    const PENDING: &str = r#"{"work_item_id":"a","agent_id":null,"status":"pending"}"#;
    const CLAIMED: &str = r#"{"work_item_id":"a","agent_id":"one","status":"active","fence":1}"#;

    #[test]
    fn a_lost_update_is_put_back() {
        let merged = merged(&versions(&[("a", &[Some(PENDING), Some(CLAIMED)], 7)]), &[PENDING]);
        assert_eq!(merged.records, [CLAIMED]);
        assert!(merged.differs && merged.edits.is_empty());
    }

    #[test]
    fn an_edit_of_the_newest_version_is_kept() {
        let edited = r#"{"work_item_id":"a","agent_id":"one","status":"testing","fence":1}"#;
        let merged = merged(&versions(&[("a", &[Some(PENDING), Some(CLAIMED)], 7)]), &[edited]);
        assert_eq!(
            (merged.records.as_slice(), merged.edits.len(), merged.differs),
            ([edited.to_owned()].as_slice(), 1, false)
        );
    }

    #[test]
    fn an_edit_of_an_older_version_keeps_both_sides() {
        let noted = r#"{"work_item_id":"a","agent_id":null,"status":"pending","note":[1, 2]}"#;
        let merged = merged(&versions(&[("a", &[Some(PENDING), Some(CLAIMED)], 7)]), &[noted]);
        assert_eq!(
            merged.records,
            [r#"{"work_item_id":"a","agent_id":"one","status":"active","fence":1,"note":[1, 2]}"#]
        );
        assert!(merged.conflicts.is_empty());
    }

    #[test]
    fn of_two_claims_the_one_that_was_committed_stands_and_the_conflict_is_told() {
        let stolen = r#"{"work_item_id":"a","agent_id":"two","status":"active"}"#;
        let merged = merged(&versions(&[("a", &[Some(PENDING), Some(CLAIMED)], 7)]), &[stolen]);
        assert_eq!(merged.records, [CLAIMED]);
        assert_eq!(merged.conflicts, ["a.agent_id"]);
    }

    #[test]
    fn numbers_and_order_of_fields_are_no_difference() {
        let ours = r#"{"work_item_id":"a","progress":100,"x":{"b":1,"c":"é"}}"#;
        let theirs = r#"{"progress":100.0,"x":{"c":"\u00e9","b":1.0},"work_item_id":"a"}"#;
        let merged = merged(&versions(&[("a", &[Some(ours)], 7)]), &[theirs]);
        assert!(!merged.differs && merged.edits.is_empty());
    }

    #[test]
    fn what_we_archived_does_not_come_back_from_a_stale_copy() {
        let merged = merged(&versions(&[("a", &[Some(CLAIMED), None], 7)]), &[CLAIMED]);
        assert!(merged.records.is_empty() && merged.differs);
    }

    #[test]
    fn a_missing_record_is_put_back_when_it_is_promised_or_never_reached_the_file() {
        let item = |id: &str, rest: &str| format!(r#"{{"work_item_id":"{id}",{rest}}}"#);
        let live = item("live", r#""agent_id":"a","status":"active","claimed_at":"2025-06-15T15:00:00Z""#);
        let over = item("over", r#""agent_id":"a","status":"active","claimed_at":"2025-06-15T14:00:00Z""#);
        let fresh = item("fresh", r#""status":"pending","created_at":"2025-06-14T16:00:00Z""#);
        let stale = item("stale", r#""status":"pending","created_at":"2025-06-14T15:00:00Z""#);
        let done = item("done", r#""status":"completed""#);
        let unseen = item("unseen", r#""status":"completed""#);
        let past: Vec<(&str, Vec<Option<&str>>, u64)> = vec![
            ("live", vec![Some(&live)], 1),
            ("over", vec![Some(&over)], 1),
            ("fresh", vec![Some(&fresh)], 1),
            ("stale", vec![Some(&stale)], 1),
            ("done", vec![Some(&done)], 1),
            ("unseen", vec![Some(&unseen)], 101),
        ];
        let past: Vec<(&str, &[Option<&str>], u64)> =
            past.iter().map(|(id, list, seq)| (*id, list.as_slice(), *seq)).collect();
        let merged = merged(&versions(&past), &[]);
        assert_eq!(merged.records, [live.clone(), fresh.clone(), unseen.clone()]);
        assert_eq!(merged.removals, ["over", "stale", "done"]);
    }

    #[test]
    fn a_restored_record_stands_behind_the_one_before_it() {
        let item = |id: &str| {
            format!(r#"{{"work_item_id":"{id}","status":"active","claimed_at":"2025-06-15T15:00:00Z"}}"#)
        };
        let (a, b, c) = (item("a"), item("b"), item("c"));
        let past = versions(&[("a", &[Some(&a)], 1), ("b", &[Some(&b)], 1), ("c", &[Some(&c)], 1)]);
        assert_eq!(merged(&past, &[&a, &c]).records, [a.clone(), b.clone(), c.clone()]);
        assert_eq!(merged(&past, &[&c]).records, [a, b, c]);
    }

    #[test]
    fn records_of_others_are_kept_with_duplicates_and_without_names() {
        let merged =
            merged(&versions(&[]), &[r#"{"work_item_id":"x","n":1}"#, r#"{"work_item_id":"x","n":2}"#, "{}"]);
        assert_eq!(merged.records.len(), 3);
        assert_eq!(merged.edits, [r#"{"work_item_id":"x","n":1}"#]);
    }

    #[test]
    fn copies_that_were_taken_off_before_a_crash_do_not_come_back() {
        let copies = [r#"{"work_item_id":"a","n":1}"#, r#"{"work_item_id":"a","n":2}"#];
        let other = r#"{"work_item_id":"b","n":2}"#;
        let mut versions =
            versions(&[("a", &[Some(copies[0]), Some(copies[1])], 101), ("b", &[Some(other)], 101)]);
        for copy in copies {
            versions.add_dropped(copy);
        }
        let unknown = r#"{"work_item_id":"a","n":3}"#;
        let merged = merged(&versions, &[copies[0], copies[1], unknown]);
        assert_eq!(merged.records, [copies[1], unknown, other]);
        assert!(merged.differs);
    }

    #[test]
    fn log_entries_are_counted() {
        let entries = |list: &[&str]| {
            list.iter().map(|name| format!(r#"{{"work_item_id":"{name}"}}"#)).collect::<Vec<_>>()
        };
        let expected = entries(&["a", "b", "b", "c"]);
        let actual = entries(&["b", "x"]);
        assert_eq!(missing_entries(&expected, &actual, |_, _| true), entries(&["a", "b", "c"]));
        assert_eq!(missing_entries(&expected, &actual, |place, _| place >= 2), entries(&["c"]));
    }
}
