//! How arguments are spelled and explained, in help texts and manual pages.

use clap::builder::PossibleValue;
use clap::{Arg, Command};

/// What the documentation of a command says beyond its first line, by paragraph.
pub fn details(command: &Command) -> Vec<String> {
    let long = command.get_long_about().map(ToString::to_string).unwrap_or_default();
    long.split("\n\n").skip(1).map(ToOwned::to_owned).collect()
}

/// `-q, --quiet`, `--lease <DURATION>`, `<WORK_TYPE>` or `[TEAM]`: an argument as it is typed.
pub fn spelled(argument: &Arg) -> String {
    let value = argument.get_value_names().and_then(<[_]>::first).map_or("", |name| name.as_str());
    let Some(long) = argument.get_long() else {
        return if argument.is_required_set() { format!("<{value}>") } else { format!("[{value}]") };
    };
    let short = argument.get_short().map_or_else(String::new, |short| format!("-{short}, "));
    let value = match takes(argument) {
        Takes::Nothing => String::new(),
        Takes::Value => format!(" <{value}>"),
        Takes::MaybeValue => format!(" [{value}]"),
    };
    format!("{short}--{long}{value}")
}

/// Whether a flag takes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// It is a switch.
    Nothing,
    /// It needs one.
    Value,
    /// It may have one.
    MaybeValue,
}

/// Whether a flag takes a value.
pub fn takes(argument: &Arg) -> Takes {
    match argument.get_num_args() {
        _ if !argument.get_action().takes_values() => Takes::Nothing,
        Some(range) if range.min_values() == 0 => Takes::MaybeValue,
        _ => Takes::Value,
    }
}

/// What an argument is for, with its default, and with its possible values where their names say enough.
pub fn explained(argument: &Arg) -> String {
    let mut help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let values = possible_values(argument);
    if !values.is_empty() && explained_values(argument).is_empty() {
        let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        help.push_str(&format!(" [{}]", names.join(", ")));
    }
    if let [default] = argument.get_default_values()
        && argument.get_action().takes_values()
    {
        help.push_str(&format!(" [default: {}]", default.display()));
    }
    help
}

/// The possible values whose names do not say enough, each with what it means.
pub fn explained_values(argument: &Arg) -> Vec<String> {
    let explained = |value: &PossibleValue| Some(format!("{}: {}", value.get_name(), value.get_help()?));
    possible_values(argument).iter().filter_map(explained).collect()
}

fn possible_values(argument: &Arg) -> Vec<PossibleValue> {
    if argument.get_action().takes_values() { argument.get_possible_values() } else { Vec::new() }
}
