//! The settings in effect, and where each comes from: flag, variable, file or default.

use std::fmt;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::config::keys::{self, Address, Key};
use crate::config::{Claude, Config, OVERRIDES, Override, without_password};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::output::table::Grid;
use crate::output::{Page, Paint, Report};
use crate::telemetry;

/// A setting in effect.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Setting {
    /// The key, with its section.
    pub key: String,
    /// Its value; null where it has none.
    pub value: Value,
    /// Where the value comes from.
    pub source: Source,
    /// The variable that comes before the file, where there is one for it.
    pub variable: Option<&'static str>,
    /// What it is for.
    pub help: String,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A flag of this command.
    Flag(&'static str),
    /// An environment variable.
    Variable(&'static str),
    /// That line of `config.toml`.
    File(usize),
    /// Nobody said anything.
    Default,
}

/// Settings in effect.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Settings {
    /// The settings, in the order of the file that `coord init` writes.
    pub items: Vec<Setting>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are listed.
    pub has_more: bool,
    /// The file.
    pub path: String,
    /// Whether it is there.
    pub exists: bool,
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => out.write_str(flag),
            Self::Variable(name) => out.write_str(name),
            Self::File(line) => write!(out, "config.toml, line {line}"),
            Self::Default => out.write_str("default"),
        }
    }
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for Source {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Source".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

/// What is known of the file and of the values in effect.
struct Known {
    text: Option<String>,
    values: Value,
}

impl Known {
    fn of(context: &Context) -> Result<Self> {
        let config: &Config = context.config()?;
        let values = serde_json::to_value(config)
            .map_err(|error| Error::new(Kind::General, format!("the settings cannot be told: {error}")))?;
        Ok(Self { text: telemetry::read_small(&context.dir().join("config.toml"))?, values })
    }

    fn section(&self, section: &str) -> &Value {
        section.split('.').filter(|part| !part.is_empty()).fold(&self.values, |values, part| &values[part])
    }

    fn entry(&self, section: &str, name: &str) -> Option<&Value> {
        let entries = self.section(section).as_array()?;
        entries.iter().find(|entry| [&entry["name"], &entry["title"]].into_iter().any(|word| word == name))
    }

    /// The value at `address`; `None` where there is no such entry.
    fn value(&self, address: &Address) -> Option<Value> {
        match address {
            Address::Value(key) => Some(self.section(&key.section)[&key.field].clone()),
            Address::Entries { section } => Some(self.section(section).clone()),
            Address::Entry { section, name } => self.entry(section, name).cloned(),
            Address::OfEntry { key, name } => {
                self.entry(&key.section, name).map(|entry| entry[&key.field].clone())
            }
        }
    }

    fn source(&self, path: &str, address: &Address, context: &Context) -> Source {
        let settings = context.settings();
        if path == "lock_timeout" && settings.lock_timeout.is_some() {
            return Source::Flag("--lock-timeout");
        }
        if path == "allow_network_fs" && settings.allow_network_fs {
            return Source::Flag("--allow-network-fs");
        }
        let is_set = |known: &&Override| known.key == path && context.variable(known.variable).is_some();
        if let Some(known) = OVERRIDES.iter().rev().find(is_set) {
            return Source::Variable(known.variable);
        }
        let line = self.text.as_deref().and_then(|text| keys::line_of(text, address));
        line.map_or(Source::Default, Source::File)
    }

    fn setting(&self, path: &str, help: &str, address: &Address, context: &Context) -> Option<Setting> {
        let value = self.value(address)?;
        // Of a variable: the file holds none.
        let hidden = value.as_str().filter(|_| Claude::URLS.contains(&path)).and_then(without_password);
        Some(Setting {
            key: path.to_owned(),
            value: hidden.map_or(value, Value::String),
            source: self.source(path, address, context),
            variable: variable_of(path),
            help: help.to_owned(),
        })
    }
}

/// The variable that sets a key; of several the one that counts most, which is the last.
fn variable_of(path: &str) -> Option<&'static str> {
    OVERRIDES.iter().rev().find(|known| known.key == path).map(|known| known.variable)
}

/// The setting of that key.
///
/// # Errors
/// There is no such key, or no such entry in its list; or the file is wrong.
pub fn one(path: &str, context: &Context) -> Result<Setting> {
    let setting = one_or_missing(path, context)?;
    let is_missing = setting.value.is_null() && !matches!(keys::address(path)?, Address::Value(_));
    if is_missing {
        return Err(Error::new(Kind::InvalidValue, format!("config.toml has no {path}"))
            .hint(format!("add it: coord config set {path} VALUE")));
    }
    Ok(setting)
}

/// The setting of that key, with the value null where the list has no such entry.
///
/// # Errors
/// There is no such key, or the file is wrong.
pub fn one_or_missing(path: &str, context: &Context) -> Result<Setting> {
    let known = Known::of(context)?;
    let address = keys::address(path)?;
    let help = match &address {
        Address::Value(key) | Address::OfEntry { key, .. } => key.help.clone(),
        Address::Entries { .. } | Address::Entry { .. } => String::new(),
    };
    let missing = || Setting {
        key: path.to_owned(),
        value: Value::Null,
        source: Source::Default,
        variable: None,
        help: help.clone(),
    };
    Ok(known.setting(path, &help, &address, context).unwrap_or_else(missing))
}

/// Every setting; a list of entries counts as one.
///
/// # Errors
/// The file is wrong.
pub fn all(context: &Context) -> Result<Settings> {
    let known = Known::of(context)?;
    let mut items: Vec<Setting> = Vec::new();
    for key in keys::keys() {
        let path = if key.is_of_entries { key.section.clone() } else { key.path() };
        if items.iter().any(|setting| setting.key == path) {
            continue;
        }
        let address = if key.is_of_entries {
            Address::Entries { section: key.section.clone() }
        } else {
            Address::Value(Key { ..key.clone() })
        };
        items.extend(known.setting(&path, &key.help, &address, context));
    }
    Ok(Settings {
        total: items.len(),
        has_more: false,
        items,
        path: context.dir().join("config.toml").display().to_string(),
        exists: known.text.is_some(),
    })
}

/// A value as a person reads it: a text without quotes, a list as the names of its entries.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(entries) => {
            let names = entries.iter().map(|entry| entry["name"].as_str().or(entry["title"].as_str()));
            let names: Option<Vec<&str>> = names.collect();
            names.map_or_else(|| value.to_string(), |names| names.join(", "))
        }
        other => other.to_string(),
    }
}

impl Settings {
    /// The table of all settings.
    pub fn table(&self, page: &mut Page) {
        let mut grid = Grid::new(page, &["SETTING", "VALUE", "FROM"], 1);
        for setting in &self.items {
            let value = if setting.value.is_null() { "–".to_owned() } else { shown(&setting.value) };
            let value = if value.is_empty() { "none".to_owned() } else { value };
            let is_default = setting.source == Source::Default;
            let paint = if is_default { Paint::Faint } else { Paint::Good };
            grid.row(&[(&setting.key, None), (&value, None), (&setting.source.to_string(), Some(paint))]);
        }
        page.block(&grid.into_text());
    }
}

impl Report for Settings {
    fn text(&self, page: &mut Page) {
        let there = if self.exists { "" } else { " (not there: every setting has its default)" };
        page.painted(Paint::Heading, format!("⚙️  SETTINGS - {}{there}", self.path));
        self.table(page);
    }
}
