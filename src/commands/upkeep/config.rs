//! `config`: reads and changes `config.toml`, and keeps the comments in it.

use std::path::Path;

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::init::Init;
use super::settings::{self, Setting};
use crate::commands::{Group, Operation};
use crate::config::{Config, edit};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Paint, Report};
use crate::telemetry;

/// Reads and changes the settings of the board.
///
/// A key is written as in the file, with its section and a dot before it. In a list such as teams the name of the entry
/// stands between section and field, and setting a field of one that is not there adds it. Comments and
/// order stay as they are, and nothing is written that would not be read again.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Configure {
    /// What to do
    #[arg(value_enum)]
    pub action: Action,
    /// The key; with validate a file [default: that of the board]
    pub key: Option<String>,
    /// The new value
    #[arg(allow_hyphen_values = true)]
    pub value: Option<String>,
}

/// What can be done with the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Print one value, as it is in effect
    Get,
    /// Change one value in the file
    Set,
    /// Take one value out of the file, so that its default counts
    Unset,
    /// Print every value and where it comes from
    List,
    /// Check a file
    Validate,
    /// Print where the file is
    Path,
}

/// What became of the settings.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Answer {
    /// One value.
    Value(Setting),
    /// All of them.
    List(settings::Settings),
    /// A change.
    Changed(Changed),
    /// The file.
    File(SettingsFile),
}

/// A key that was changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Changed {
    /// The file.
    pub path: String,
    /// The value that is in effect now.
    pub setting: Setting,
}

/// The file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SettingsFile {
    /// Where it is, or would be.
    pub path: String,
    /// Whether it is there.
    pub exists: bool,
    /// Whether it was checked; it is fine then.
    pub is_checked: bool,
}

impl Operation for Configure {
    const NAME: &'static str = "config";
    const GROUP: Group = Group::Upkeep;
    const ABOUT: &'static str = "Read and change the settings: config get, set, unset, list, validate, path";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord config list", "every setting, its value, and where that comes from"),
        ("coord config set lease 45m", "claims stand for 45 minutes from now on"),
        (
            "coord config set teams.backend_team.capacity 40",
            "a team, and the points that it can take in a sprint",
        ),
        ("coord config get lease", "one value, for scripts"),
        (
            "coord init && coord config validate",
            "whether the file is right; with line and column where it is not",
        ),
    ];
    type Report = Answer;

    fn run(self, context: &Context) -> Result<Answer> {
        let path = context.dir().join("config.toml");
        let needs = |what: &str| {
            Error::new(Kind::Usage, format!("config {} needs {what}", self.action.word()))
                .hint("see coord help config")
        };
        match (self.action, self.key.as_deref(), self.value.as_deref()) {
            (Action::Get | Action::Unset, Some(_), Some(_))
            | (Action::Validate | Action::List | Action::Path, _, Some(_)) => {
                Err(Error::new(Kind::Usage, format!("config {} takes no value", self.action.word())))
            }
            (Action::List | Action::Path, Some(_), _) => {
                Err(Error::new(Kind::Usage, format!("config {} takes no key", self.action.word())))
            }
            (Action::Get, Some(key), _) => settings::one(key, context).map(Answer::Value),
            (Action::Set, Some(key), Some(value)) => {
                change(&path, key, context, |text| edit::set(text, key, value))
            }
            (Action::Unset, Some(key), None) => change(&path, key, context, |text| edit::unset(text, key)),
            (Action::Get | Action::Unset, None, _) => Err(needs("a key")),
            (Action::Set, ..) => Err(needs("a key and a value")),
            (Action::List, ..) => settings::all(context).map(Answer::List),
            (Action::Validate, file, _) => {
                let file = file.map_or(path, |file| context.environment().working_directory().join(file));
                validate(&file).map(Answer::File)
            }
            (Action::Path, ..) => Ok(Answer::File(settings_file(&path, false))),
        }
    }
}

impl Action {
    fn word(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

fn change(
    path: &Path,
    key: &str,
    context: &Context,
    work: impl FnOnce(&str) -> Result<String>,
) -> Result<Answer> {
    // A file that cannot be read is not changed either; and a wrong key makes no board.
    context.config()?;
    settings::one_or_missing(key, context)?;
    if !path.exists() {
        Init { tracked: false, print_config: false }.run(context)?;
    }
    telemetry::change_small(path, |text| {
        let new = work(text)?;
        Config::parse(&new, path).map_err(|error| {
            let usual = "give a value that the file may hold; the file is as it was";
            let hint = error.hints().first().map_or(usual, String::as_str);
            Error::new(error.kind(), format!("not changed: {}", error.message())).hint(hint)
        })?;
        Ok(new)
    })?;
    let setting = settings::one_or_missing(key, &context.again())?;
    if let settings::Source::Variable(name) | settings::Source::Flag(name) = &setting.source {
        context.warn(format!("{name} is set and comes before the file"));
    }
    Ok(Answer::Changed(Changed { path: path.display().to_string(), setting }))
}

fn validate(path: &Path) -> Result<SettingsFile> {
    match telemetry::read_small(path)? {
        Some(text) => Config::parse(&text, path).map(|_| settings_file(path, true)),
        None => Err(Error::new(Kind::FileNotFound, format!("there is no {}", path.display()))
            .hint("without it every setting has its default; coord init writes it")),
    }
}

fn settings_file(path: &Path, is_checked: bool) -> SettingsFile {
    SettingsFile { path: path.display().to_string(), exists: path.exists(), is_checked }
}

impl Report for Answer {
    fn text(&self, page: &mut Page) {
        match self {
            Self::Value(setting) => page.line(settings::shown(&setting.value)),
            Self::List(list) => list.text(page),
            Self::Changed(changed) => {
                let Setting { key, value, source, .. } = &changed.setting;
                if value == &Value::Null {
                    return page
                        .painted(Paint::Good, format!("✅ config.toml says nothing of {key} any more"));
                }
                let value = settings::shown(value);
                page.painted(Paint::Good, format!("✅ {key} is {value} ({source})"));
            }
            Self::File(file) if file.is_checked => {
                page.painted(Paint::Good, format!("✅ {} is fine", file.path));
            }
            Self::File(file) => page.line(&file.path),
        }
    }

    fn ids(&self) -> Vec<String> {
        match self {
            Self::Value(setting) | Self::Changed(Changed { setting, .. }) => {
                vec![settings::shown(&setting.value)]
            }
            Self::List(list) => list.items.iter().map(|setting| setting.key.clone()).collect(),
            Self::File(file) => vec![file.path.clone()],
        }
    }
}
