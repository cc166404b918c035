//! The state files as bytes and as JSON, compared and checked against each other.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The files that together are the state of a board.
pub(crate) const STATE_FILES: [&str; 4] =
    ["work_claims.json", "agent_status.json", "coordination_log.json", "velocity_log.txt"];

/// Those of them that are JSON.
pub(crate) const JSON_FILES: [&str; 3] = ["work_claims.json", "agent_status.json", "coordination_log.json"];

/// The bytes of the state files at one instant; a file that is not there has no entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State(BTreeMap<&'static str, Vec<u8>>);

impl State {
    /// Reads the state files in `dir`.
    pub(crate) fn read(dir: &Path) -> Self {
        let read = |name| fs::read(dir.join(name)).ok().map(|bytes| (name, bytes));
        Self(STATE_FILES.into_iter().filter_map(read).collect())
    }

    /// The same without what differs between two runs of one command: span ids are blanked, long ids are
    /// numbered in the order in which they first appear.
    pub(crate) fn normalised(&self) -> BTreeMap<&'static str, String> {
        let mut numbers = HashMap::new();
        let files = STATE_FILES.into_iter().filter_map(|name| self.0.get(name).map(|bytes| (name, bytes)));
        files.map(|(name, bytes)| (name, normalised(&String::from_utf8_lossy(bytes), &mut numbers))).collect()
    }

    /// The files that are neither as in `old` nor as in `new`.
    pub(crate) fn strangers(&self, old: &Self, new: &Self) -> Vec<&'static str> {
        let (this, old, new) = (self.normalised(), old.normalised(), new.normalised());
        let known = |name: &&str| this.get(name) == old.get(name) || this.get(name) == new.get(name);
        STATE_FILES.into_iter().filter(|name| !known(name)).collect()
    }

    /// What stands in a file, for messages.
    pub(crate) fn shown(&self, name: &str) -> String {
        self.0
            .get(name)
            .map_or_else(|| "(not there)".to_owned(), |bytes| String::from_utf8_lossy(bytes).into_owned())
    }
}

fn normalised(text: &str, numbers: &mut HashMap<String, usize>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let eaten = blank_span(rest, &mut out).or_else(|| number_id(rest, &mut out, numbers));
        let eaten = eaten.unwrap_or_else(|| {
            out.push(first);
            first.len_utf8()
        });
        rest = &rest[eaten..];
    }
    out
}

fn blank_span(rest: &str, out: &mut String) -> Option<usize> {
    const KEY: &str = r#""span_id": ""#;
    let end = rest.strip_prefix(KEY)?.find('"')?;
    out.push_str(KEY);
    Some(KEY.len() + end)
}

fn number_id(rest: &str, out: &mut String, numbers: &mut HashMap<String, usize>) -> Option<usize> {
    let kind = ["work_", "agent_"].into_iter().find(|kind| rest.starts_with(kind))?;
    let digits = rest[kind.len()..].bytes().take_while(u8::is_ascii_digit).count();
    if digits < 15 {
        return None;
    }
    let (id, next) = (&rest[..kind.len() + digits], numbers.len() + 1);
    let number = *numbers.entry(id.to_owned()).or_insert(next);
    let _ = write!(out, "{kind}#{number}");
    Some(id.len())
}

/// The JSON in a file; fails the test when it does not parse.
#[track_caller]
pub(crate) fn parse(path: &Path) -> Value {
    let bytes = fs::read(path).unwrap_or_else(|cause| panic!("cannot read {}: {cause}", path.display()));
    serde_json::from_slice(&bytes).unwrap_or_else(|cause| {
        panic!("{} does not parse: {cause}\n{}", path.display(), String::from_utf8_lossy(&bytes))
    })
}

/// The text of a string field, or nothing.
pub(crate) fn text_of<'a>(record: &'a Value, field: &str) -> &'a str {
    record[field].as_str().unwrap_or_default()
}

/// Every file and link below `dir`, as paths below it.
pub(crate) fn files_below(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                open.push(entry.path());
            }
            found.push(entry.path().strip_prefix(dir).unwrap().to_owned());
        }
    }
    found.sort();
    found
}

/// Where the files of a board that only `coord` wrote to do not agree with each other.
pub(crate) fn consistency_faults(
    items: &[Value],
    agents: &[Value],
    log: &[Value],
    velocity: &[String],
) -> Vec<String> {
    let mut faults = duplicates(items, "work_item_id", "item");
    faults.extend(duplicates(log, "work_item_id", "completion"));
    faults.extend(duplicates(agents, "agent_id", "agent"));
    let logged: HashSet<_> = log.iter().map(|entry| text_of(entry, "work_item_id")).collect();
    let completed: HashSet<_> = items
        .iter()
        .filter(|item| text_of(item, "status") == "completed")
        .map(|item| text_of(item, "work_item_id"))
        .collect();
    faults.extend(
        completed.symmetric_difference(&logged).map(|id| format!("{id}: completed and logged differ")),
    );
    if velocity.len() != log.len() {
        faults.push(format!(
            "{} velocity lines for {} completions: {velocity:#?}, {log:#?}",
            velocity.len(),
            log.len()
        ));
    }
    faults.extend(agents.iter().flat_map(|agent| agent_faults(agent, items, log)));
    faults
}

fn duplicates(records: &[Value], field: &str, kind: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    let again = records.iter().map(|record| text_of(record, field)).filter(|id| !seen.insert(*id));
    again.map(|id| format!("{kind} {id} is there twice")).collect()
}

fn agent_faults(agent: &Value, items: &[Value], log: &[Value]) -> Vec<String> {
    let id = text_of(agent, "agent_id");
    let held =
        items.iter().filter(|item| text_of(item, "agent_id") == id && text_of(item, "status") != "completed");
    let done = log.iter().filter(|entry| text_of(entry, "agent_id") == id);
    let pairs = [
        ("current_workload", &agent["current_workload"], held.count()),
        ("tasks_completed", &agent["performance_metrics"]["tasks_completed"], done.count()),
    ];
    let wrong = pairs.into_iter().filter(|(_, said, counted)| said.as_u64() != u64::try_from(*counted).ok());
    wrong.map(|(field, said, counted)| format!("agent {id}: {field} says {said}, it is {counted}")).collect()
}
