//! The keys of `config.toml`, as the template lists them.

use toml_edit::DocumentMut;

use super::{TEMPLATE, nearest};
use crate::error::{Error, Kind, Result};

/// A key of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The section that it stands in; empty at the top of the file.
    pub section: String,
    /// Its name within the section.
    pub field: String,
    /// Whether the section is a list of entries, which are told apart by their names.
    pub is_of_entries: bool,
    /// What it is for.
    pub help: String,
    /// A value that it may have, as it is written in the file: the default, or an example.
    pub sample: String,
}

/// What one key names in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A value of its own.
    Value(Key),
    /// A list of entries, such as `teams`.
    Entries {
        /// The section.
        section: String,
    },
    /// An entry of a list, such as `teams.backend_team`.
    Entry {
        /// The section.
        section: String,
        /// The name of the entry.
        name: String,
    },
    /// A value in an entry of a list, such as `teams.backend_team.capacity`.
    OfEntry {
        /// The key in every entry.
        key: Key,
        /// The name of the entry.
        name: String,
    },
}

impl Key {
    /// `archive.keep_completed`, or `teams.NAME.capacity` in a list of entries.
    pub fn path(&self) -> String {
        match (self.section.is_empty(), self.is_of_entries) {
            (true, _) => self.field.clone(),
            (false, false) => format!("{}.{}", self.section, self.field),
            (false, true) => format!("{}.NAME.{}", self.section, self.field),
        }
    }

    /// Whether it is the name by which the entries of its list are told apart.
    pub fn is_name(&self) -> bool {
        self.is_of_entries && self.field == name_field(&self.section)
    }
}

/// The field by which the entries of a list are told apart.
pub(super) fn name_field(section: &str) -> &'static str {
    if section == "risks" { "title" } else { "name" }
}

/// Every key, in the order of the template.
pub fn keys() -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let (mut section, mut is_of_entries, mut help) = (String::new(), false, String::new());
    for line in TEMPLATE.lines() {
        let Some(text) = line.strip_prefix("#: ").or_else(|| line.strip_prefix("#> ")) else {
            help = match line.strip_prefix("# ") {
                Some(more) if help.is_empty() => more.to_owned(),
                Some(more) => format!("{help} {more}"),
                None => String::new(),
            };
            continue;
        };
        if let Some(name) = text.strip_prefix('[') {
            is_of_entries = name.starts_with('[');
            section = name.replace(['[', ']'], "");
        } else if let Some((field, sample)) = text.split_once(" = ") {
            let is_known = keys.iter().any(|key| key.section == section && key.field == field);
            if !is_known {
                keys.push(Key {
                    section: section.clone(),
                    field: field.to_owned(),
                    is_of_entries,
                    help: std::mem::take(&mut help),
                    sample: sample.to_owned(),
                });
            }
        }
    }
    keys
}

/// What `text` names.
///
/// # Errors
/// There is no such key; the nearest one is hinted at.
pub fn address(text: &str) -> Result<Address> {
    let keys = keys();
    if let Some(key) = keys.iter().find(|key| !key.is_of_entries && key.path() == text) {
        return Ok(Address::Value(key.clone()));
    }
    let (section, rest) = text.split_once('.').unwrap_or((text, ""));
    let of_list: Vec<&Key> = keys.iter().filter(|key| key.is_of_entries && key.section == section).collect();
    if of_list.is_empty() {
        return Err(unknown(text, &keys));
    }
    if rest.is_empty() {
        return Ok(Address::Entries { section: section.to_owned() });
    }
    let last = rest.rsplit_once('.').filter(|(name, _)| !name.is_empty());
    let of_entry =
        last.and_then(|(name, field)| Some((name, of_list.iter().find(|key| key.field == field)?)));
    Ok(match of_entry {
        Some((name, key)) => Address::OfEntry { key: (*key).clone(), name: name.to_owned() },
        None => Address::Entry { section: section.to_owned(), name: rest.to_owned() },
    })
}

fn unknown(text: &str, keys: &[Key]) -> Error {
    let paths: Vec<String> = keys.iter().map(Key::path).collect();
    let sections = keys.iter().map(|key| key.section.as_str());
    let near =
        nearest(text, paths.iter().map(String::as_str).chain(sections).filter(|name| !name.is_empty()))
            .map(ToOwned::to_owned);
    // Whoever leaves the section out means the key of that name.
    let exact = keys.iter().find(|key| key.field == text && !key.is_of_entries).map(Key::path);
    let error = Error::new(Kind::InvalidValue, format!("config.toml has no key {text:?}"));
    if let Some(inner) = keys.iter().find(|key| key.section == text && !text.is_empty()) {
        return error.hint(format!("that is a section; name a key in it, such as `{}`", inner.path()));
    }
    match exact.or(near) {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None => error.hint("see every key: coord config list"),
    }
}

/// The line of the file, from 1, on which the value at `address` stands; `None` where the file does not say it.
pub fn line_of(text: &str, address: &Address) -> Option<usize> {
    let document = toml_edit::Document::parse(text).ok()?;
    let span = match address {
        Address::Value(key) => {
            let mut item = document.as_item();
            for part in key.section.split('.').filter(|part| !part.is_empty()) {
                item = item.get(part)?;
            }
            item.get(&key.field)?.span()
        }
        Address::Entries { section } => document.as_table().get(section)?.span(),
        Address::Entry { section, name } | Address::OfEntry { key: Key { section, .. }, name } => {
            let entries = document.as_table().get(section)?.as_array_of_tables()?;
            let field = name_field(section);
            let entry = entries
                .iter()
                .find(|entry| entry.get(field).and_then(toml_edit::Item::as_str) == Some(name))?;
            match address {
                Address::OfEntry { key, .. } => entry.get(&key.field)?.span(),
                _ => entry.span(),
            }
        }
    }?;
    Some(text.get(..span.start)?.matches('\n').count() + 1)
}

/// Reads the file for changing it.
///
/// # Errors
/// It does not parse; [`super::Config::parse`] says so better, and is asked first.
pub(super) fn document(text: &str) -> Result<DocumentMut> {
    text.parse().map_err(|error| {
        Error::new(Kind::InvalidValue, format!("config.toml cannot be read for changing it: {error}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_by_their_paths() {
        let paths: Vec<String> = keys().iter().map(Key::path).collect();
        for path in [
            "lease",
            "archive.keep_completed",
            "health.weights.store",
            "teams.NAME.capacity",
            "risks.NAME.title",
        ] {
            assert!(paths.iter().any(|known| known == path), "{path} in {paths:?}");
        }
        assert!(matches!(address("queue.max_attempts"), Ok(Address::Value(_))));
        assert_eq!(address("teams").unwrap(), Address::Entries { section: "teams".into() });
        assert_eq!(
            address("teams.a.b").unwrap(),
            Address::Entry { section: "teams".into(), name: "a.b".into() }
        );
        let Address::OfEntry { key, name } = address("events.Daily Scrum.at").unwrap() else { panic!() };
        assert_eq!((key.field.as_str(), name.as_str()), ("at", "Daily Scrum"));
    }

    #[test]
    fn every_key_says_what_it_is_for_or_follows_one_that_does() {
        assert!(keys().iter().all(|key| !key.sample.is_empty()));
        assert!(keys().iter().filter(|key| !key.help.is_empty()).count() > 25);
    }

    #[test]
    fn an_unknown_key_has_a_nearest_one() {
        for (text, near) in [
            ("leese", "lease"),
            ("keep_completed", "archive.keep_completed"),
            ("archive.keep_complete", "archive.keep_completed"),
            ("team", "teams"),
        ] {
            assert_eq!(address(text).unwrap_err().hints(), [format!("did you mean `{near}`?")], "{text}");
        }
    }

    #[test]
    fn a_value_is_found_on_its_line() {
        let text =
            "strict = true\n\n[archive]\n# much\nkeep_completed = 5\n[[teams]]\nname = \"a\"\ncapacity = 3\n";
        let line = |key: &str| line_of(text, &address(key).unwrap());
        assert_eq!((line("strict"), line("archive.keep_completed"), line("lease")), (Some(1), Some(5), None));
        assert_eq!((line("teams.a.capacity"), line("teams.b.capacity")), (Some(8), None));
    }
}
