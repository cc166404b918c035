//! A JSON array file as text: found, replaced and appended to without parsing what is not asked for.
//!
//! In the layout of the contract every record starts with the line `  {` and ends with a line that starts with
//! `  }`, and valid JSON has no newline inside a string. So the text can be split by looking for these lines,
//! which is several times quicker than parsing. Text of another layout is parsed once and laid out anew.

use std::cell::{Cell, OnceCell};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io::{self, Write};
use std::ops::Range;

use memchr::memmem;
use serde::Deserialize;
use serde::de::{SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::named::Named;
use crate::domain::json_text;

/// The three array files of a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `work_claims.json`
    Items,
    /// `agent_status.json`
    Agents,
    /// `coordination_log.json`
    Completions,
}

/// All three, in the order of publication.
pub(super) const KINDS: [Kind; 3] = [Kind::Items, Kind::Agents, Kind::Completions];

impl Kind {
    /// The file's name.
    pub(super) const fn file(self) -> &'static str {
        match self {
            Self::Items => "work_claims.json",
            Self::Agents => "agent_status.json",
            Self::Completions => "coordination_log.json",
        }
    }

    /// The field that names a record. Completions are entries of a log and have no name of their own.
    pub(super) const fn id_field(self) -> &'static str {
        match self {
            Self::Items | Self::Completions => "work_item_id",
            Self::Agents => "agent_id",
        }
    }

    /// Where the file stands in arrays over all kinds.
    pub(super) const fn index(self) -> usize {
        match self {
            Self::Items => 0,
            Self::Agents => 1,
            Self::Completions => 2,
        }
    }
}

const OPEN: &[u8] = b"\n  {\n";
const CLOSE: &[u8] = b"\n  }";
/// The layout of an array without records.
pub(super) const EMPTY: &[u8] = b"[]\n";
/// So many records are looked for one by one; then it is quicker to know where all of them stand.
const SEARCHES: u32 = 16;

/// An array file in the layout of the contract, and the changes to it.
pub struct ArrayText {
    text: Vec<u8>,
    kind: Kind,
    /// Changed records by where they start: where they end, and the new text; `None` where they are removed.
    changed: BTreeMap<usize, (usize, Option<String>)>,
    /// Records that are not in the text yet, compact.
    appended: Named<String>,
    /// How often a record was looked for.
    searches: Cell<u32>,
    places: OnceCell<Places>,
}

/// Where the records stand in a text, by id. Of several with one id it is the first.
#[derive(Default)]
struct Places {
    /// By the id as our own writer writes it.
    by_line: HashMap<Vec<u8>, Range<usize>>,
    /// By the id of those that another writer may have escaped in another way.
    by_parsing: HashMap<String, Range<usize>>,
}

/// Where a text stops being what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Line, counted from 1.
    pub line: usize,
    /// Column, counted from 1; 0 where the line is empty.
    pub column: usize,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}, column {}: {}", self.line, self.column, self.reason)
    }
}

impl ArrayText {
    /// Text that we wrote ourselves and nobody changed since.
    pub fn trusted(kind: Kind, text: Vec<u8>) -> Self {
        Self {
            text,
            kind,
            changed: BTreeMap::new(),
            appended: Named::default(),
            searches: Cell::new(0),
            places: OnceCell::new(),
        }
    }

    /// Text of any layout, laid out anew.
    ///
    /// # Errors
    /// It is no JSON array of objects.
    pub fn parse(kind: Kind, text: &[u8]) -> Result<Self, Broken> {
        Ok(Self::of_records(kind, parse_records(text)?))
    }

    /// An array of these records.
    pub(super) fn of_records(kind: Kind, records: Vec<String>) -> Self {
        let mut array = Self::empty(kind);
        array.appended.extend(records.into_iter().map(|json| (String::new(), json)));
        array.laid_out()
    }

    /// The same, with its changes in its text.
    fn laid_out(&self) -> Self {
        Self::trusted(self.kind, self.written())
    }

    /// The text with its changes.
    pub(super) fn written(&self) -> Vec<u8> {
        let mut text = Vec::with_capacity(self.text.len());
        // Writing to memory does not fail.
        let _ = self.write_to(&mut text);
        text
    }

    /// Where the records stand in a text of our layout.
    pub(super) fn ranges(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
        Ranges { text, at: 0 }
    }

    /// An array without records.
    pub fn empty(kind: Kind) -> Self {
        Self::trusted(kind, EMPTY.to_vec())
    }

    /// Whether the text without its changes is `text`, to the byte.
    pub(super) fn is_text(&self, text: &[u8]) -> bool {
        self.text == text
    }

    /// Whether anything differs from the text that was loaded.
    pub fn is_changed(&self) -> bool {
        !self.changed.is_empty() || !self.appended.is_empty()
    }

    /// The JSON of the record of that id, in some layout.
    pub fn get(&self, id: &str) -> Option<&str> {
        if let Some(json) = self.appended.get(id) {
            return Some(json);
        }
        let range = self.find(id)?;
        match self.changed.get(&range.start) {
            Some((_, changed)) => changed.as_deref(),
            None => self.slice(&range),
        }
    }

    /// Appends the record of an id that the text does not have, or replaces the one that was appended before.
    pub fn put_new(&mut self, id: &str, json: String) {
        self.appended.put(id, json);
    }

    /// Replaces the record of that id, or appends it.
    pub fn put(&mut self, id: &str, json: String) {
        if self.appended.contains(id) {
            self.put_new(id, json);
            return;
        }
        match self.find(id) {
            Some(range) if !self.is_removed(&range) => {
                self.changed.insert(range.start, (range.end, Some(json)));
            }
            _ => self.append(id, json),
        }
    }

    fn is_removed(&self, range: &Range<usize>) -> bool {
        matches!(self.changed.get(&range.start), Some((_, None)))
    }

    /// Appends a record that is known to be new, or has no name.
    pub fn append(&mut self, id: &str, json: String) {
        self.appended.push(id, json);
    }

    /// Removes the record of that id.
    pub fn remove(&mut self, id: &str) {
        self.appended.remove(id);
        if let Some(range) = self.find(id) {
            self.changed.insert(range.start, (range.end, None));
        }
    }

    /// All records in order, as JSON in some layout.
    pub fn records(&self) -> impl Iterator<Item = &str> {
        let in_text =
            Ranges { text: &self.text, at: 0 }.filter_map(|range| match self.changed.get(&range.start) {
                Some((_, changed)) => changed.as_deref(),
                None => self.slice(&range),
            });
        in_text.chain(self.appended.iter().map(|(_, json)| json.as_str()))
    }

    /// In order, records whose field of that name holds `value`, and perhaps others: those that say it in another way
    /// than our own writer, and those that are not in the text yet. Spares parsing the rest.
    pub fn candidates(&self, field: &str, value: &str) -> Vec<&str> {
        let value = serde_json::Value::from(value).to_string();
        let line = format!("\n    \"{field}\": ");
        // Unless somebody wrote escapes, the whole line can be looked for, which is several times quicker.
        let is_escaped =
            [&b"\\u"[..], b"\\/"].iter().any(|escape| memmem::find(&self.text, escape).is_some());
        let needle = if is_escaped { line.clone() } else { format!("{line}{value}") };
        let mut found = BTreeMap::new();
        let mut last_end = 0;
        for at in memmem::find_iter(&self.text, needle.as_bytes()) {
            let rest = &self.text[at + line.len()..];
            let written = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
            if !(written.starts_with(value.as_bytes()) || written.contains(&b'\\')) || at < last_end {
                continue;
            }
            let Some(range) = self.range_around(at) else { continue };
            last_end = range.end;
            if let Some(json) = self.slice(&range).filter(|_| !self.changed.contains_key(&range.start)) {
                found.insert(range.start, json);
            }
        }
        let changed = self.changed.iter().filter_map(|(start, (_, json))| Some((*start, json.as_deref()?)));
        found.extend(changed);
        found.into_values().chain(self.appended.iter().map(|(_, json)| json.as_str())).collect()
    }

    /// How many lines the file has.
    pub fn lines(&self) -> usize {
        let mut lines = LineCounter(0);
        let _ = self.write_to(&mut lines);
        lines.0
    }

    /// Writes the file as it is now.
    ///
    /// # Errors
    /// What `out` says.
    pub fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        let body_end = self.text.len() - "\n]\n".len().min(self.text.len());
        if self.text == EMPTY || self.changed.values().any(|(_, text)| text.is_none()) {
            return self.write_records(out);
        }
        let mut at = 0;
        for (start, (end, text)) in &self.changed {
            out.write_all(&self.text[at..*start])?;
            if let Some(text) = text {
                out.write_all(json_text::pretty(text, 1).as_bytes())?;
            }
            at = *end;
        }
        out.write_all(&self.text[at..body_end])?;
        for (_, json) in self.appended.iter() {
            write!(out, ",\n  {}", laid_out(json))?;
        }
        out.write_all(b"\n]\n")
    }

    /// Writes record by record: the way for few records and for removals.
    fn write_records(&self, out: &mut impl Write) -> io::Result<()> {
        let mut between = "[\n  ";
        for record in self.records() {
            write!(out, "{between}{}", laid_out(record))?;
            between = ",\n  ";
        }
        out.write_all(if between.starts_with('[') { EMPTY } else { b"\n]\n" })
    }

    fn slice(&self, range: &Range<usize>) -> Option<&str> {
        std::str::from_utf8(&self.text[range.clone()]).ok()
    }

    /// Where the record of that id stands in the text: the first that was not removed, should there be more.
    fn find(&self, id: &str) -> Option<Range<usize>> {
        if self.kind == Kind::Completions {
            return None;
        }
        let first = self.find_first(id)?;
        if !self.is_removed(&first) {
            return Some(first);
        }
        let mut others = Self::ranges(&self.text).filter(|range| !self.is_removed(range));
        let is_named = |range: &Range<usize>| self.slice(range).and_then(|json| id_of(self.kind, json));
        others.find(|range| is_named(range).is_some_and(|found| found == id)).or(Some(first))
    }

    fn find_first(&self, id: &str) -> Option<Range<usize>> {
        if self.places.get().is_none() && self.searches.replace(self.searches.get() + 1) < SEARCHES {
            return self.find_by_line(id).or_else(|| self.find_by_parsing(id));
        }
        let places = self.places.get_or_init(|| self.places());
        let line = serde_json::to_vec(id).ok()?;
        places.by_line.get(&line).or_else(|| places.by_parsing.get(id)).cloned()
    }

    /// Where all records stand.
    fn places(&self) -> Places {
        let mut places = Places::default();
        let line = format!("\n    \"{}\": ", self.kind.id_field());
        for range in (Ranges { text: &self.text, at: 0 }) {
            let record = &self.text[range.clone()];
            let mut is_plain = true;
            for at in memmem::find_iter(record, line.as_bytes()) {
                let rest = &record[at + line.len()..];
                let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                let written = rest[..end].strip_suffix(b",").unwrap_or(&rest[..end]);
                is_plain &= !written.contains(&b'\\');
                places.by_line.entry(written.to_vec()).or_insert_with(|| range.clone());
            }
            let is_named = memmem::find(record, line.as_bytes()).is_some();
            if is_named && is_plain || memchr::memchr(b'\\', record).is_none() {
                continue;
            }
            if let Some(id) = self.slice(&range).and_then(|json| id_of(self.kind, json)) {
                places.by_parsing.entry(id).or_insert(range);
            }
        }
        places
    }

    /// By the line that our own writer makes of the id.
    fn find_by_line(&self, id: &str) -> Option<Range<usize>> {
        let line = format!("\n    \"{}\": {}", self.kind.id_field(), serde_json::to_string(id).ok()?);
        memmem::find_iter(&self.text, line.as_bytes()).find_map(|at| {
            matches!(self.text.get(at + line.len()), Some(b',' | b'\n')).then_some(())?;
            self.range_around(at)
        })
    }

    /// The record that the line break at `at` is in.
    fn range_around(&self, at: usize) -> Option<Range<usize>> {
        let start = memmem::rfind(&self.text[..=at], OPEN)? + 3;
        let end = memmem::find(&self.text[at..], CLOSE)? + at + CLOSE.len();
        Some(start..end)
    }

    /// By parsing each record: finds ids that another writer escaped in another way.
    fn find_by_parsing(&self, id: &str) -> Option<Range<usize>> {
        // An id that stands escaped in the text has a backslash in it.
        memchr::memchr(b'\\', &self.text)?;
        Ranges { text: &self.text, at: 0 }.find(|range| {
            self.slice(range).and_then(|json| id_of(self.kind, json)).is_some_and(|found| found == id)
        })
    }
}

/// The id in a record's JSON, if it has one.
pub(super) fn id_of(kind: Kind, json: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        work_item_id: Option<serde_json::Value>,
        agent_id: Option<serde_json::Value>,
    }
    let named: Named = serde_json::from_str(json).ok()?;
    let id = if kind == Kind::Agents { named.agent_id } else { named.work_item_id };
    id?.as_str().map(ToOwned::to_owned)
}

/// A record as it stands in the file, behind its two spaces.
fn laid_out(json: &str) -> String {
    match json_text::pretty(json, 1) {
        empty if empty == "{}" => "{\n  }".to_owned(),
        text => text,
    }
}

/// Where the records stand in a text of our layout.
struct Ranges<'a> {
    text: &'a [u8],
    at: usize,
}

impl Iterator for Ranges<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let start = memmem::find(&self.text[self.at..], OPEN)? + self.at + 3;
        let end = memmem::find(&self.text[start..], CLOSE)? + start + CLOSE.len();
        self.at = end;
        Some(start..end)
    }
}

/// Counts what is written to it.
struct LineCounter(usize);

impl Write for LineCounter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += memchr::memchr_iter(b'\n', bytes).count();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The records of an array of objects, each compact.
///
/// # Errors
/// Where the text stops being one.
pub(super) fn parse_records(text: &[u8]) -> Result<Vec<String>, Broken> {
    if text.is_empty() {
        return Err(Broken { line: 1, column: 0, reason: "the file is empty".to_owned() });
    }
    let mut parser = serde_json::Deserializer::from_slice(text);
    let Objects(records) = Objects::deserialize(&mut parser).map_err(|error| broken(text, &error))?;
    parser.end().map_err(|error| broken(text, &error))?;
    Ok(records)
}

/// The records that can be read of a broken text, in any layout.
pub(super) fn salvage(kind: Kind, text: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = 0;
    // Each opening brace is tried, and a try may read to the end: what is nested without end must not take for ever.
    let mut budget = text.len().saturating_mul(32);
    while let Some(start) = memchr::memchr(b'{', &text[at..]).map(|offset| at + offset) {
        let mut values = serde_json::Deserializer::from_slice(&text[start..]).into_iter::<&RawValue>();
        at = match values.next() {
            Some(Ok(record)) if is_record(kind, record.get()) => {
                found.push(json_text::compact(record.get()));
                start + values.byte_offset()
            }
            // Cut, or no record: look on inside it.
            tried => {
                let cost = match tried {
                    Some(Ok(value)) => value.get().len(),
                    Some(Err(error)) => length_read(&text[start..], &error),
                    None => 0,
                };
                let Some(left) = budget.checked_sub(cost) else { break };
                budget = left;
                start + 1
            }
        };
    }
    found
}

/// How much of `text` was read when the parser gave up.
fn length_read(text: &[u8], error: &serde_json::Error) -> usize {
    if error.is_eof() {
        return text.len();
    }
    let lines_before = memchr::memchr_iter(b'\n', text).nth(error.line().saturating_sub(2));
    let line_start = if error.line() < 2 { 0 } else { lines_before.map_or(0, |at| at + 1) };
    (line_start + error.column()).min(text.len())
}

fn is_record(kind: Kind, json: &str) -> bool {
    id_of(kind, json).is_some()
}

fn broken(text: &[u8], error: &serde_json::Error) -> Broken {
    let full = error.to_string();
    let reason = full.split(" at line ").next().unwrap_or_default().to_owned();
    // Bad UTF-8 is reported without a place; find it.
    match (error.line(), std::str::from_utf8(text)) {
        (0, Err(bad)) => {
            let before = &text[..bad.valid_up_to()];
            let line = memchr::memchr_iter(b'\n', before).count() + 1;
            let column = before.len() - memchr::memrchr(b'\n', before).map_or(0, |at| at + 1) + 1;
            Broken { line, column, reason: "bytes that are no UTF-8".to_owned() }
        }
        (line, _) => Broken { line, column: error.column(), reason },
    }
}

/// An array of objects as raw texts.
struct Objects(Vec<String>);

impl<'de> Deserialize<'de> for Objects {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Objects;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an array of objects")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Objects, A::Error> {
                let mut records = Vec::new();
                while let Some(raw) = seq.next_element::<&RawValue>()? {
                    if !raw.get().starts_with('{') {
                        return Err(serde::de::Error::custom(format_args!(
                            "element {} is no object",
                            records.len() + 1
                        )));
                    }
                    records.push(json_text::compact(raw.get()));
                }
                Ok(Objects(records))
            }
        }
        deserializer.deserialize_seq(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn written(array: &ArrayText) -> String {
        let mut out = Vec::new();
        array.write_to(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn item(id: &str, note: &str) -> String {
        json!({"work_item_id": id, "note": note}).to_string()
    }

    fn of(items: &[(&str, &str)]) -> ArrayText {
        let mut array = ArrayText::empty(Kind::Items);
        for (id, note) in items {
            array.append(id, item(id, note));
        }
        ArrayText::trusted(Kind::Items, written(&array).into_bytes())
    }

    #[test]
    fn the_file_is_what_jq_prints() {
        let mut array = of(&[("a", "1"), ("b", "2")]);
        let expected = "[\n  {\n    \"note\": \"1\",\n    \"work_item_id\": \"a\"\n  },\n  {\n    \"note\": \"2\",\n    \"work_item_id\": \"b\"\n  }\n]\n";
        assert_eq!(written(&array), expected);
        array.remove("a");
        array.remove("b");
        assert_eq!(written(&array), "[]\n");
    }

    #[test]
    fn an_id_is_only_found_as_a_whole_and_at_the_top() {
        let mut array = ArrayText::empty(Kind::Items);
        array.append(
            "x",
            r#"{"work_item_id":"x","inner":{"work_item_id":"a"},"note":"\n    \"work_item_id\": \"a\""}"#
                .to_owned(),
        );
        array.append("ab", item("ab", ""));
        let array = ArrayText::trusted(Kind::Items, written(&array).into_bytes());
        assert_eq!(array.get("a"), None);
        assert!(array.get("ab").is_some());
    }

    #[test]
    fn an_id_that_another_writer_escaped_is_found() {
        let text = "[\n  {\n    \"work_item_id\": \"w\\u00f6rk\"\n  }\n]\n";
        let array = ArrayText::parse(Kind::Items, text.as_bytes()).unwrap();
        assert!(array.get("wörk").unwrap().contains("\\u00f6"));
    }

    #[test]
    fn other_layouts_are_laid_out_anew_and_keep_their_tokens() {
        let array = ArrayText::parse(Kind::Items, br#" [{"work_item_id":"a","n":1.50,"e":{}},{}]"#).unwrap();
        assert_eq!(
            written(&array),
            "[\n  {\n    \"work_item_id\": \"a\",\n    \"n\": 1.50,\n    \"e\": {}\n  },\n  {\n  }\n]\n"
        );
        assert_eq!(ArrayText::parse(Kind::Items, written(&array).as_bytes()).unwrap().text, array.text);
    }

    #[test]
    fn broken_text_is_named_by_line_and_column() {
        let place = |text: &[u8]| ArrayText::parse(Kind::Items, text).map(|_| ()).unwrap_err().to_string();
        assert_eq!(place(b""), "line 1, column 0: the file is empty");
        assert_eq!(place(b"[\n  {\n    \"a\": \n"), "line 4, column 0: EOF while parsing a value");
        assert_eq!(place(b"[1]"), "line 1, column 3: element 1 is no object");
        assert_eq!(place(b"[]\n\nx"), "line 3, column 1: trailing characters");
        assert!(place(b"{}").contains("expected an array of objects"));
        assert!(place(b"\xef\xbb\xbf[]").starts_with("line 1, column 1"));
        assert!(place(b"[\n{\"a\":\"\xff\"}]").starts_with("line 2, column"));
        assert!(
            place("[".repeat(100_000).as_bytes()).contains("recursion limit")
                || !place("[".repeat(100_000).as_bytes()).is_empty()
        );
    }

    #[test]
    fn what_is_whole_is_salvaged() {
        let text = written(&of(&[("a", "1"), ("b", "2"), ("c", "3")]));
        let cut = text.replacen("\"2\"", "\"2", 1);
        let ids: Vec<_> =
            salvage(Kind::Items, cut.as_bytes()).iter().filter_map(|json| id_of(Kind::Items, json)).collect();
        assert_eq!(ids, ["a", "c"]);
        assert_eq!(salvage(Kind::Items, &text.as_bytes()[..text.len() - 20]).len(), 2);
        let one_line = format!("[{},{},{}", item("a", "1"), item("b", "2"), &item("c", "3")[..9]);
        assert_eq!(salvage(Kind::Items, one_line.as_bytes()).len(), 2);
        let open = "{\"a\":".repeat(200_000);
        assert!(salvage(Kind::Items, open.as_bytes()).is_empty());
        assert!(salvage(Kind::Items, (open + "1" + &"}".repeat(200_000)).as_bytes()).is_empty());
    }

    #[derive(Clone, Debug)]
    enum Step {
        Put(u8, String),
        Remove(u8),
        Save,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            4 => (0..12_u8, "[x\"é\n]{0,2}").prop_map(|(id, note)| Step::Put(id, note)),
            1 => (0..12_u8).prop_map(Step::Remove),
            2 => Just(Step::Save),
        ];
        prop::collection::vec(step, 0..40)
    }

    proptest! {
        #[test]
        fn the_text_says_what_a_plain_list_says(steps in steps()) {
            let mut array = ArrayText::empty(Kind::Items);
            let mut model: Vec<(String, Value)> = Vec::new();
            for step in steps {
                match step {
                    Step::Put(id, note) => {
                        let id = format!("id \"{id}\" {{\n  }}");
                        let value = json!({"work_item_id": id, "note": note, "deep": {"list": [1, {}]}});
                        array.put(&id, value.to_string());
                        match model.iter_mut().find(|(known, _)| *known == id) {
                            Some((_, known)) => *known = value,
                            None => model.push((id, value)),
                        }
                    }
                    Step::Remove(id) => {
                        let id = format!("id \"{id}\" {{\n  }}");
                        array.remove(&id);
                        model.retain(|(known, _)| *known != id);
                    }
                    Step::Save => array = ArrayText::trusted(Kind::Items, written(&array).into_bytes()),
                }
                let records: Vec<Value> = array.records().map(|json| serde_json::from_str(json).unwrap()).collect();
                let expected: Vec<Value> = model.iter().map(|(_, value)| value.clone()).collect();
                prop_assert_eq!(&records, &expected);
                let text = written(&array);
                prop_assert_eq!(&serde_json::from_str::<Vec<Value>>(&text).unwrap(), &expected);
                prop_assert_eq!(text.lines().count(), array.lines());
                for note in ["", "x"] {
                    let having = |value: &Value| value["note"] == note;
                    let found = array.candidates("note", note).into_iter().map(|json| serde_json::from_str::<Value>(json).unwrap());
                    prop_assert_eq!(found.filter(having).count(), expected.iter().filter(|value| having(value)).count());
                }
                for (id, value) in &model {
                    prop_assert_eq!(&serde_json::from_str::<Value>(array.get(id).unwrap()).unwrap(), value);
                }
            }
        }
    }
}
