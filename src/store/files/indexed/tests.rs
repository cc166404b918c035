//! Boards as other programs leave them, asked through the index and through the text: the answers are the same.

use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::super::super::{Durability, Intent, ItemFilter, Options, Receipt, Txn, View, transact, view};
use super::super::FileStore;
use crate::domain::{Candidates, Instant, Priority, Status, WorkItem};
use crate::error::Result;

const NOON: Instant = Instant::from_unix(1_750_000_000);
const IDS: [&str; 6] = ["work_1", "work_2", "wörk", "a\"b", "", "w/o"];
const WORDS: [&str; 4] = ["one", "zwö", "th\"ree", "fo/ur"];

/// One board, through the index and without it.
struct Pair {
    dir: TempDir,
    indexed: FileStore,
    plain: FileStore,
}

impl Pair {
    fn over(text: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("work_claims.json"), text).unwrap();
        let options = Options {
            dir: dir.path().to_owned(),
            lock_timeout: std::time::Duration::from_secs(30),
            given_up: None,
            allow_network_fs: false,
            legacy_lock: false,
            group: false,
            lease_secs: 1_800,
            checkpoint_records: 1_000,
            audit_keep_days: 90,
        };
        let plain = FileStore::indexing_nothing(options.clone());
        Self { dir, indexed: FileStore::indexing_all(options), plain }
    }

    /// Asks both everything.
    fn compare(&self) {
        let asked = |store: &FileStore| view(store, NOON, |view| Ok(answers(view))).unwrap();
        assert_eq!(asked(&self.indexed), asked(&self.plain), "{}", self.text());
    }

    /// Puts another text in the place of the file, as scripts do: beside it first. What is written into the file itself
    /// within a tick of the clock, and in the same length, nobody can see.
    fn replace(&self, text: &str) {
        let beside = self.dir.path().join("beside");
        std::fs::write(&beside, text).unwrap();
        std::fs::rename(beside, self.dir.path().join("work_claims.json")).unwrap();
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("work_claims.json")).unwrap()
    }

    fn change(&self, store: &FileStore, change: &Change) {
        let done = transact(store, &intent(), |txn| {
            change.make(txn)?;
            Ok(answers(txn))
        });
        // One that writes nothing leaves the file as it was, with all that another program wrote twice.
        let Ok((inside, Receipt { seq: Some(_), .. })) = done else { return };
        let after = view(&self.plain, NOON, |view| Ok(answers(view))).unwrap();
        assert_eq!(inside, after, "what a transaction sees is what it leaves: {change:?}");
    }
}

fn intent() -> Intent {
    Intent {
        op: "test",
        actor: None,
        trace_id: "0af7651916cd43dd8448eb211c80319c".to_owned(),
        request_id: None,
        reason: None,
        now: NOON,
        durability: Durability::Soft,
        create: true,
    }
}

/// All that can be asked about items, as text.
fn answers(view: &mut dyn View) -> Vec<String> {
    let mut told = Vec::new();
    let mut tell = |what: String, answer: Result<Vec<WorkItem>>| match answer {
        Ok(items) => told.push(format!("{what}: {}", serde_json::to_string(&items).unwrap())),
        Err(error) => told.push(format!("{what}: {:?}", error.kind())),
    };
    for id in IDS {
        tell(format!("item {id:?}"), view.item(id).map(|item| item.into_iter().collect()));
    }
    for (number, filter) in filters().into_iter().enumerate() {
        tell(format!("filter {number}"), view.items(&filter));
        let count = view.count_items(&filter).unwrap() as usize;
        assert_eq!(count, view.items(&filter).unwrap().len(), "{filter:?}");
    }
    for word in WORDS {
        let all = Candidates { work_types: vec![word.to_owned()], ..Candidates::all(NOON, 1_800) };
        tell(format!("type {word:?}"), view.candidates(&all, 0..9));
        let team = Candidates { team: Some(word.to_owned()), ..Candidates::all(NOON, 60) };
        tell(format!("team {word:?}"), view.candidates(&team, 1..4));
        tell(format!("key {word:?}"), view.open_item_of_key(word).map(|item| item.into_iter().collect()));
    }
    let high = Candidates { priority_at_least: Some(Priority::High), ..Candidates::all(NOON, 1_800) };
    tell("high".to_owned(), view.candidates(&high, 0..usize::MAX));
    told
}

fn filters() -> Vec<ItemFilter> {
    let mut filters = vec![
        ItemFilter::default(),
        ItemFilter::with_statuses(&[Status::Held]),
        ItemFilter::with_statuses(&[Status::Pending, Status::Completed]),
        ItemFilter { has_paths: true, ..ItemFilter::default() },
    ];
    for word in WORDS {
        filters.push(ItemFilter::held_by(word));
        filters.push(ItemFilter { team: Some(word.to_owned()), ..ItemFilter::default() });
    }
    for id in IDS {
        filters.push(ItemFilter { depends_on: Some(id.to_owned()), ..ItemFilter::default() });
        filters.push(ItemFilter { parent: Some(id.to_owned()), ..ItemFilter::default() });
    }
    filters
}

#[derive(Clone, Debug)]
enum Change {
    Put(Value),
    Archive(usize),
}

impl Change {
    fn make(&self, txn: &mut dyn Txn) -> Result<()> {
        match self {
            Self::Put(value) => match serde_json::from_str(&value.to_string()) {
                Ok(item) => txn.put_item(&item),
                Err(_) => Ok(()),
            },
            Self::Archive(id) => txn.archive_item(IDS[*id]),
        }
    }
}

fn any_change() -> impl Strategy<Value = Change> {
    prop_oneof![3 => any_record().prop_map(Change::Put), 1 => (0..IDS.len()).prop_map(Change::Archive)]
}

/// A record, in most cases an item.
fn any_record() -> impl Strategy<Value = Value> {
    let words = || prop_oneof![3 => (0..WORDS.len()).prop_map(|word| json!(WORDS[word])), 1 => odd_value()];
    let stamps = || {
        prop_oneof![
            3 => (-2..3_i64).prop_map(|secs| json!(NOON.plus_secs(secs).stamp())),
            1 => Just(json!("2025-06-15T15:06:40.25+00:00")),
            1 => odd_value(),
        ]
    };
    let id = prop_oneof![9 => (0..IDS.len()).prop_map(|id| json!(IDS[id])), 1 => odd_value()];
    let status =
        prop_oneof![Just("pending"), Just("active"), Just("completed"), Just("dead"), Just("seltsam")];
    let links = prop::collection::vec((0..IDS.len()).prop_map(|id| IDS[id]), 0..3);
    let names = (words(), words(), words(), words());
    (id, status, names, (stamps(), stamps(), stamps()), links, any::<u8>()).prop_map(
        |(id, status, (agent, team, key, kind), (stamp, not_before, sign), links, fields)| {
            let all = json!({
                "work_item_id": id, "agent_id": agent, "status": status, "team": team, "key": key,
                "work_type": kind, "created_at": stamp, "not_before": not_before, "last_update": sign,
                "dependencies": links, "parent": links.first(), "paths": ["a/*"],
            });
            let Value::Object(all) = all else { return Value::Null };
            let kept = all.into_iter().enumerate().filter(|(at, _)| *at < 3 || fields >> (at % 8) & 1 == 1);
            kept.map(|(_, field)| field).collect()
        },
    )
}

fn odd_value() -> impl Strategy<Value = Value> {
    prop_oneof![Just(Value::Null), Just(json!(7)), Just(json!([])), Just(json!({})), Just(json!(""))]
}

/// The text of a file with these records, as one of several programs would write it.
fn written(records: &[Value], writer: u8) -> String {
    let text = match writer % 3 {
        0 => serde_json::to_string(records).unwrap(),
        _ => serde_json::to_string_pretty(records).unwrap() + "\n",
    };
    match writer % 2 {
        0 => text.replace('ö', "\\u00f6").replace('/', "\\/"),
        _ => text,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_index_and_the_text_give_the_same_answers(
        records in prop::collection::vec(any_record(), 0..12),
        writer in any::<u8>(),
        steps in prop::collection::vec((any_change(), any::<u8>()), 1..5),
    ) {
        let pair = Pair::over(&written(&records, writer));
        pair.compare();
        for (change, how) in steps {
            match how % 4 {
                0 => pair.change(&pair.plain, &change),
                1 => {
                    let mut all: Vec<Value> = serde_json::from_str(&pair.text()).unwrap();
                    if let Change::Put(record) = &change {
                        all.push(record.clone());
                    }
                    pair.replace(&written(&all, how));
                }
                _ => pair.change(&pair.indexed, &change),
            }
            pair.compare();
        }
    }
}
