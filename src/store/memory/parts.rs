//! A board in memory as parts, and back.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use super::super::{Census, Deliver, Dropped, Intent, JournalEntry, Part, Replaced, Snapshot, Written};
use super::{Board, Kept, Record, parsed, text};
use crate::error::{Error, Kind, Result};

/// The parts, in their order. Records stand one a line.
const NAMES: [&str; 5] =
    ["items.jsonl", "agents.jsonl", "completions.jsonl", "velocity.txt", "journal.jsonl"];

/// A board as it stood.
pub(super) struct MemorySnapshot {
    parts: Vec<Part>,
    texts: Vec<String>,
    census: Census,
}

impl MemorySnapshot {
    pub(super) fn of(board: &Board) -> Result<Self> {
        let lines = |texts: &mut dyn Iterator<Item = &str>| -> String {
            texts.flat_map(|text| [text, "\n"]).collect()
        };
        let mut journal = String::new();
        for kept in &board.journal {
            journal.push_str(&text(&*kept.entry)?);
            journal.push('\n');
        }
        let texts = vec![
            lines(&mut board.items.iter().map(|record| &*record.text)),
            lines(&mut board.agents.iter().map(|record| &*record.text)),
            lines(&mut board.completions.iter().map(|text| &**text)),
            lines(&mut board.velocity.iter().map(|text| &**text)),
            journal,
        ];
        let part =
            |(name, text): (&&str, &String)| Part { name: (*name).to_owned(), size: text.len() as u64 };
        let parts = NAMES.iter().zip(&texts).map(part).collect();
        Ok(Self { parts, texts, census: board.census() })
    }
}

impl Snapshot for MemorySnapshot {
    fn parts(&self) -> &[Part] {
        &self.parts
    }

    fn census(&self) -> Census {
        self.census
    }

    fn folder(&self) -> Result<PathBuf> {
        Ok(PathBuf::from("backups"))
    }

    fn read(&self, place: usize) -> Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.texts[place].as_bytes()))
    }
}

/// The board that the parts make.
pub(super) fn taken_in(parts: &[Part], deliver: &mut Deliver<'_>) -> Result<Board> {
    let refused = |message: String| Error::new(Kind::InvalidValue, message);
    if parts.is_empty() || parts.iter().any(|part| !NAMES.contains(&part.name.as_str())) {
        return Err(refused("these are not the parts of a board in memory".to_owned()));
    }
    let mut board = Board::default();
    let mut seen = 0;
    deliver(&mut |part, bytes| {
        let mut text = String::new();
        bytes.read_to_string(&mut text).map_err(|error| refused(format!("{}: {error}", part.name)))?;
        if text.len() as u64 != part.size || !parts.contains(part) {
            return Err(refused(format!("{} is not as it was announced", part.name)));
        }
        seen += 1;
        board.take_in(&part.name, &text)
    })?;
    if seen == parts.len() { Ok(board) } else { Err(refused("a part is missing".to_owned())) }
}

impl Board {
    pub(super) fn census(&self) -> Census {
        Census {
            seq: self.journal.last().map_or(0, |newest| newest.entry.seq),
            items: self.items.len() as u64,
            agents: self.agents.len() as u64,
            completions: self.completions.len() as u64,
        }
    }

    fn take_in(&mut self, name: &str, text: &str) -> Result<()> {
        let record = |line: &str, field: &str| -> Result<Record> {
            let value: serde_json::Value = parsed(line)?;
            Ok(Record { id: value[field].as_str().unwrap_or_default().into(), text: line.into() })
        };
        for line in text.lines() {
            match name {
                "items.jsonl" => self.items.push(record(line, "work_item_id")?),
                "agents.jsonl" => self.agents.push(record(line, "agent_id")?),
                "completions.jsonl" => self.completions.push(line.into()),
                "velocity.txt" => self.velocity.push(line.into()),
                _ => self.journal.push(kept(parsed(line)?)),
            }
        }
        Ok(())
    }

    /// This board in the place of `old`.
    pub(super) fn in_place_of(mut self, old: &Self, intent: &Intent) -> (Self, Replaced) {
        let seq = self.census().seq.max(old.census().seq) + 1;
        self.journal.push(kept(JournalEntry {
            seq,
            at: intent.now.stamp(),
            op: intent.op.to_owned(),
            actor: intent.actor.clone(),
            trace_id: intent.trace_id.clone(),
            request_id: None,
            reason: intent.reason.clone(),
            answer: None,
            events: Vec::new(),
            calls: Vec::new(),
            puts: Written::default(),
            drops: Dropped::default(),
        }));
        let was_there = old.census() != Census::default();
        let kept = was_there.then(|| PathBuf::from("backups/before_restore"));
        (self, Replaced { seq, kept, warnings: Vec::new() })
    }
}

/// An entry with the ids that it is about.
fn kept(entry: JournalEntry) -> Kept {
    let id = |json: &serde_json::value::RawValue, field: &str| {
        let value: serde_json::Value = serde_json::from_str(json.get()).unwrap_or_default();
        value[field].as_str().map(ToOwned::to_owned)
    };
    let items = entry.puts.items.iter().filter_map(|json| id(json, "work_item_id"));
    let agents = entry.puts.agents.iter().filter_map(|json| id(json, "agent_id"));
    let dropped = entry.drops.items.iter().chain(&entry.drops.agents).cloned();
    let about: BTreeSet<String> = items.chain(agents).chain(dropped).collect();
    Kept { about: Arc::new(about), entry: Arc::new(entry) }
}
