//! Changing the text of `config.toml` without touching what else stands in it.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value, value};

use super::TEMPLATE;
use super::keys::{Address, Key, address, document, name_field};
use crate::error::{Error, Kind, Result};

/// `text` with the key set to a value, which is given as the file would have it, strings without their quotes.
///
/// Where the key stands in the file as a comment with its default, the mark is taken away; else it is added. Comments
/// and order stay as they are. Whether the value is in its range is for [`super::Config::parse`] to say.
///
/// # Errors
/// There is no such key, or it takes another kind of value.
pub fn set(text: &str, key: &str, word: &str) -> Result<String> {
    match address(key)? {
        Address::Value(key) => {
            let new = typed(&key, word)?;
            if let Some(uncommented) = uncommented(text, &key, &new) {
                return Ok(uncommented);
            }
            let mut document = document(text)?;
            let mut table = document.as_table_mut();
            for part in key.section.split('.').filter(|part| !part.is_empty()) {
                table = table
                    .entry(part)
                    .or_insert_with(implicit)
                    .as_table_mut()
                    .ok_or_else(|| not_a_section(part))?;
            }
            put(table, &key.field, new);
            Ok(document.to_string())
        }
        Address::OfEntry { key: field, .. } if field.is_name() => {
            Err(Error::new(Kind::Usage, format!("{key} is the name of the entry"))
                .hint("add an entry of the new name, and unset the old one"))
        }
        Address::OfEntry { key, name } => {
            let new = typed(&key, word)?;
            let mut document = document(text)?;
            let entry = entry(&mut document, &key.section, &name)?;
            put(entry, &key.field, new);
            Ok(document.to_string())
        }
        Address::Entries { section } | Address::Entry { section, .. } => {
            Err(Error::new(Kind::Usage, format!("{key} is a list of entries, not one value"))
                .hint(format!("name an entry and its field: {section}.NAME.{}", sample_field(&section))))
        }
    }
}

/// `text` without the key, or without the entry of a list: the default comes back.
///
/// # Errors
/// There is no such key, or the file does not set it.
pub fn unset(text: &str, key: &str) -> Result<String> {
    let mut document = document(text)?;
    let is_gone = match address(key)? {
        Address::Value(key) => {
            let mut table = Some(document.as_table_mut());
            for part in key.section.split('.').filter(|part| !part.is_empty()) {
                table = table.and_then(|table| table.get_mut(part)).and_then(Item::as_table_mut);
            }
            table.is_some_and(|table| table.remove(&key.field).is_some())
        }
        Address::Entries { section } => document.as_table_mut().remove(&section).is_some(),
        Address::Entry { section, name } => {
            let entries = document.get_mut(&section).and_then(Item::as_array_of_tables_mut);
            entries.is_some_and(|entries| {
                let before = entries.len();
                entries.retain(|entry| !is_named(entry, &section, &name));
                entries.len() < before
            })
        }
        Address::OfEntry { key: field, name } => {
            if field.is_name() {
                return Err(Error::new(Kind::Usage, format!("{key} is the name of the entry"))
                    .hint(format!("remove the whole entry: coord config unset '{}.{name}'", field.section)));
            }
            let entries = document.get_mut(&field.section).and_then(Item::as_array_of_tables_mut);
            let mut named = entries
                .into_iter()
                .flat_map(ArrayOfTables::iter_mut)
                .filter(|entry| is_named(entry, &field.section, &name));
            named.next().is_some_and(|entry| entry.remove(&field.field).is_some())
        }
    };
    if is_gone {
        Ok(document.to_string())
    } else {
        Err(Error::new(Kind::General, format!("config.toml does not set {key}"))
            .hint("see what it sets: coord config list"))
    }
}

fn implicit() -> Item {
    Item::Table(Table::new())
}

fn not_a_section(name: &str) -> Error {
    Error::new(Kind::InvalidValue, format!("{name} in config.toml is written in one line"))
        .hint("write it as a section of its own, and try again")
}

/// Puts a value in its place, with the comments around the one that it replaces.
fn put(table: &mut Table, field: &str, new: Value) {
    match table.get_mut(field).and_then(Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = new;
            *old.decor_mut() = decor;
        }
        None => drop(table.insert(field, value(new))),
    }
}

/// The entry of that name, made where there is none. A list that the file does not have starts with the default one.
fn entry<'d>(document: &'d mut DocumentMut, section: &str, name: &str) -> Result<&'d mut Table> {
    if !document.contains_key(section) {
        document.insert(section, Item::ArrayOfTables(usual(section)?));
    }
    let entries = document
        .get_mut(section)
        .and_then(Item::as_array_of_tables_mut)
        .ok_or_else(|| not_a_section(section))?;
    let place = entries.iter().position(|entry| is_named(entry, section, name));
    if place.is_none() {
        let mut entry = Table::new();
        entry.insert(name_field(section), value(name));
        entries.push(entry);
    }
    entries.get_mut(place.unwrap_or(entries.len() - 1)).ok_or_else(|| not_a_section(section))
}

/// The entries that a list has where the file does not say: those of the template.
fn usual(section: &str) -> Result<ArrayOfTables> {
    let spoken: String =
        TEMPLATE.lines().filter_map(|line| line.strip_prefix("#: ")).flat_map(|line| [line, "\n"]).collect();
    let mut defaults = document(&spoken)?;
    let entries = defaults.remove(section).and_then(|item| item.into_array_of_tables().ok());
    let mut entries = entries.unwrap_or_default();
    // Places in the template are none in the file.
    entries.iter_mut().for_each(|entry| entry.set_position(None));
    Ok(entries)
}

fn is_named(entry: &Table, section: &str, name: &str) -> bool {
    entry.get(name_field(section)).and_then(Item::as_str) == Some(name)
}

fn sample_field(section: &str) -> String {
    let keys = super::keys::keys();
    let mut of_list = keys.into_iter().filter(|key| key.section == section && !key.is_name());
    of_list.next().map_or_else(|| "field".to_owned(), |key| key.field)
}

/// The word as a value of the kind that the key takes.
fn typed(key: &Key, word: &str) -> Result<Value> {
    let sample: Value =
        key.sample.parse().map_err(|_| Error::new(Kind::General, "a sample does not parse"))?;
    let wrong = |takes: &str| {
        Err(Error::new(Kind::InvalidValue, format!("{} takes {takes}, not {word:?}", key.path()))
            .hint(format!("such as {}", key.sample)))
    };
    match sample {
        Value::Boolean(_) => word.parse::<bool>().map(Value::from).or_else(|_| wrong("true or false")),
        Value::Integer(_) if key.field == "business_value" => {
            word.parse::<f64>().map(number).or_else(|_| wrong("a number"))
        }
        Value::Integer(_) => word.parse::<i64>().map(Value::from).or_else(|_| wrong("a whole number")),
        Value::Float(_) => word.parse::<f64>().map(Value::from).or_else(|_| wrong("a number")),
        _ => Ok(Value::from(word)),
    }
}

/// A number, written without a point where it is whole.
#[expect(clippy::cast_possible_truncation, reason = "whole, and small enough to be exact")]
fn number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        Value::from(number as i64)
    } else {
        Value::from(number)
    }
}

/// `text` with the mark taken away from the line that shows the key with its default, where there is such a line in
/// the right place and the file does not set the key otherwise.
fn uncommented(text: &str, key: &Key, new: &Value) -> Option<String> {
    let mut section = String::new();
    let mut heading: Option<usize> = None;
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    let mut at = None;
    for (number, line) in text.lines().enumerate() {
        let bare = line.strip_prefix("#: ").or_else(|| line.strip_prefix("#> "));
        if let Some(name) = bare.unwrap_or(line).strip_prefix('[') {
            section = name.replace(['[', ']'], "");
            heading = bare.map(|_| number);
        } else if section == key.section
            && line
                .strip_prefix("#: ")
                .and_then(|line| line.split_once(" = "))
                .is_some_and(|(field, _)| field == key.field)
        {
            at = Some((number, heading));
        }
    }
    let (number, heading) = at?;
    lines[number] = format!("{} = {}", key.field, new.to_string().trim());
    if let Some(heading) = heading {
        lines[heading].drain(.."#: ".len());
    }
    let changed = lines.join("\n") + "\n";
    // It must say what it is meant to say: the file may be written in another way than ours.
    let is_so = |text: &str| Some(document(text).ok()?.as_item().clone());
    let mut expected = document(text).ok()?;
    let mut table = expected.as_table_mut();
    for part in key.section.split('.').filter(|part| !part.is_empty()) {
        table = table.entry(part).or_insert_with(implicit).as_table_mut()?;
    }
    if table.contains_key(&key.field) {
        return None;
    }
    table.insert(&key.field, value(new.clone()));
    (plain(&is_so(&changed)?) == plain(expected.as_item())).then_some(changed)
}

/// What a file says, without how it says it.
fn plain(item: &Item) -> String {
    match item {
        Item::Table(table) => {
            let mut entries: Vec<String> =
                table.iter().map(|(name, item)| format!("{name}={}", plain(item))).collect();
            entries.sort();
            format!("{{{}}}", entries.join(","))
        }
        Item::ArrayOfTables(tables) => {
            let entries: Vec<String> =
                tables.iter().map(|table| plain(&Item::Table(table.clone()))).collect();
            format!("[{}]", entries.join(","))
        }
        other => other.to_string().trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    fn changed(text: &str, key: &str, word: &str) -> Config {
        let text = set(text, key, word).unwrap();
        Config::parse(&text, std::path::Path::new("config.toml"))
            .unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    #[test]
    fn a_key_of_the_template_is_uncommented_where_it_stands() {
        let text = set(TEMPLATE, "archive.keep_completed", "50").unwrap();
        let different: Vec<&str> =
            text.lines().zip(TEMPLATE.lines()).filter(|(new, old)| new != old).map(|(new, _)| new).collect();
        assert_eq!(different, ["[archive]", "keep_completed = 50"]);
        let text = set(&text, "lease", "45m").unwrap();
        let config = changed(&text, "archive.keep_completed", "60");
        assert_eq!((config.archive.keep_completed, config.lease.secs()), (60, 2_700));
    }

    #[test]
    fn every_key_can_be_set_one_after_the_other() {
        let mut text = TEMPLATE.to_owned();
        for key in super::super::keys::keys() {
            if key.is_name() {
                continue;
            }
            let path = key.path().replace("NAME", "a new one");
            let sample = key.sample.trim_matches('"').to_owned();
            // A new entry has what it must have.
            let (text_with, needed) = match key.section.as_str() {
                "events" => (set(&text, "events.a new one.every", "day").unwrap(), true),
                "risks" => (set(&text, "risks.a new one.level", "low").unwrap(), true),
                _ => (text.clone(), false),
            };
            let next = set(&text_with, &path, &sample).unwrap_or_else(|error| panic!("{path}: {error}"));
            Config::parse(&next, std::path::Path::new("c"))
                .unwrap_or_else(|error| panic!("{path}: {error}\n{next}"));
            assert!(
                super::super::keys::line_of(&next, &address(&path).unwrap()).is_some(),
                "{path} {needed}\n{next}"
            );
            text = next;
        }
    }

    #[test]
    fn comments_stay() {
        let text = "# ours\nstrict = true # so it is\n\n[archive] # old things\n# few\nkeep_completed = 5 # really\n";
        let next = set(text, "archive.keep_completed", "6").unwrap();
        assert_eq!(next, text.replace("= 5", "= 6"));
        assert_eq!(unset(&next, "strict").unwrap().lines().last(), Some("keep_completed = 6 # really"));
    }

    #[test]
    fn a_list_starts_with_its_default() {
        let config = changed("", "teams.backend_team.capacity", "40");
        let names: Vec<&str> = config.teams.iter().map(|team| team.name.as_str()).collect();
        assert_eq!(names, ["coordination_team", "development_team", "platform_team", "backend_team"]);
        let text = set("", "teams.backend_team.capacity", "40").unwrap();
        let config =
            changed(&unset(&text, "teams.platform_team").unwrap(), "teams.backend_team.capacity", "41");
        assert_eq!((config.teams.len(), config.teams[2].capacity), (3, 41));
        assert!(unset("", "teams").is_err() && unset(&text, "teams").unwrap().trim().is_empty());
    }

    #[test]
    fn values_of_another_kind_are_refused() {
        for (key, word, takes) in [
            ("strict", "perhaps", "true or false"),
            ("queue.max_attempts", "many", "a whole number"),
            ("thresholds.conflict_percent", "few", "a number"),
        ] {
            let error = set("", key, word).unwrap_err();
            assert!(error.message().contains(takes) && error.kind() == Kind::InvalidValue, "{error}");
        }
        assert_eq!(set("", "teams", "a").unwrap_err().kind(), Kind::Usage);
    }

    #[test]
    fn hostile_words_stay_words() {
        for word in ["\"\n[teams]", "a\u{0}b", "'''", "\\", "]]", "💥 $(id)"] {
            assert_eq!(changed(TEMPLATE, "art.name", word).art.name, word);
            let config = changed("", "objectives.x.team", word);
            assert_eq!(config.objectives[0].team.as_deref(), Some(word));
        }
    }
}
