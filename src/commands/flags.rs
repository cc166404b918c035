//! The flags that every command takes.

use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser as _};
use clap::{Arg, ArgAction};

/// Their heading in the help.
const HEADING: &str = "Global options";

/// The flags that every command takes.
pub fn all() -> Vec<Arg> {
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).help_heading(HEADING).help(help).display_order(900)
    };
    let switch = |name, help| flag(name, help).action(ArgAction::SetTrue);
    vec![
        switch("json", "Print one JSON document, on success and on failure"),
        switch("quiet", "Print the id alone").short('q'),
        switch("shell", "Print export lines for eval"),
        flag("fields", "Tell only these fields of each item, such as work_item_id,status")
            .value_name("NAMES"),
        flag("dir", "The state directory [env: COORDINATION_DIR] [default: the nearest one]")
            .value_name("DIR")
            // Unlike the parser for paths this one takes an empty text, which counts as not given.
            .value_parser(OsStringValueParser::new().map(PathBuf::from)),
        flag(
            "lock-timeout",
            "Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]",
        )
        .value_name("DURATION"),
        flag("request-id", "A name for this request: asked again within a day, it gives the first answer")
            .value_name("ID"),
        flag("reason", "Why, for the journal").value_name("TEXT").allow_hyphen_values(true),
        flag("color", "When to use colours [env: NO_COLOR]")
            .value_name("WHEN")
            .value_parser(["auto", "always", "never"]),
        switch("allow-network-fs", "Accept a network file system, whose locks may lie"),
        flag("verbose", "Log to stderr; twice for more [env: COORD_LOG]").short('v').action(ArgAction::Count),
        flag("help", "Show help").short('h').action(ArgAction::SetTrue),
    ]
}

/// Whether an argument of a command is one of these.
pub fn is_one(argument: &Arg) -> bool {
    argument.get_help_heading() == Some(HEADING)
}
