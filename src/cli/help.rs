//! The help texts: the overview, and the page of one command.

use clap::{Arg, Command};

use super::command;
use crate::commands::argument::{details, explained, explained_values, spelled};
use crate::commands::registry::{COMMANDS, Entry};
use crate::commands::{GROUPS, Group, flags};
use crate::error::exit_codes;
use crate::output::columns::{column, entry, paragraph};

/// Where the texts of the overview begin.
const COLUMN: usize = 18;
/// How far the names of arguments may push their texts to the right.
const MOST: usize = 30;

/// The overview: every command and alias in its group, in the words that old callers look for.
pub fn overview() -> String {
    let mut text = String::from(
        "SCRUM AT SCALE AGENT COORDINATION HELPER\n\
         coord: share work among many agents on one machine.\n\
         No server, JSON files under a lock, nothing lost.\n\n\
         Usage: coord <command> [arguments] [flags]\n",
    );
    text.push_str(&GROUPS.map(commands_of).concat());
    text.push_str("\nHelp:\n");
    text.push_str(&entry("help", "This overview, or the help of one command: coord help claim", COLUMN));
    text.push_str(&entry("--version", "The version", COLUMN));
    text.push_str("\nFlags of every command:\n");
    for argument in flags::all() {
        text.push_str(&described(&argument, 30));
    }
    text.push_str("\nExit codes:\n");
    for (code, meaning) in exit_codes() {
        text.push_str(&entry(&format!("{code:>3}"), &meaning, 7));
    }
    text
}

fn commands_of(group: Group) -> String {
    let commands: Vec<&Entry> = COMMANDS.iter().filter(|entry| entry.group == group).collect();
    if commands.is_empty() {
        return String::new();
    }
    let lines = commands.into_iter().map(|command| {
        let also = match command.aliases {
            [] => String::new(),
            aliases => entry("", &format!("also: {}", aliases.join(", ")), COLUMN),
        };
        entry(command.name, command.about, COLUMN) + &also
    });
    format!("\n{}\n{}", group.heading(), lines.collect::<String>())
}

/// The help of one command: what it does, how it is called, what it takes, examples.
pub(super) fn of_command(known: &Entry) -> String {
    let mut root = command();
    root.build();
    let Some(command) = root.find_subcommand_mut(known.name) else { return overview() };
    let usage = command.render_usage().to_string();
    let mut text = format!("{}\n", known.about);
    for details in details(command) {
        text.push_str(&format!("\n{}", paragraph(&details, 0)));
    }
    let (first, rest) = usage.split_once(": ").unwrap_or(("Usage", &usage));
    let lines = paragraph(rest, first.len() + 2);
    text.push_str(&format!("\n{first}: {}", lines.trim_start()));
    if !known.aliases.is_empty() {
        text.push_str(&format!("Also:  coord {}\n", known.aliases.join(", coord ")));
    }
    text.push_str(&arguments(command));
    text.push_str("\nFlags of every command, explained by coord help:\n");
    text.push_str(&paragraph(&global_names().join(", "), 2));
    if !known.examples.is_empty() {
        text.push_str("\nExamples:\n");
    }
    for (line, shows) in known.examples {
        text.push_str(&format!("  {line}\n      {shows}\n"));
    }
    text
}

fn global_names() -> Vec<String> {
    let name = |argument: &Arg| match (argument.get_short(), argument.get_long()) {
        (Some(short), _) => format!("-{short}"),
        (None, long) => format!("--{}", long.unwrap_or_default()),
    };
    flags::all().iter().map(name).collect()
}

fn arguments(command: &Command) -> String {
    let own = |argument: &&Arg| !flags::is_one(argument) && !argument.is_hide_set();
    let (positions, flags): (Vec<&Arg>, Vec<&Arg>) =
        command.get_arguments().filter(own).partition(|argument| argument.is_positional());
    let names: Vec<String> = positions.iter().chain(&flags).map(|argument| spelled(argument)).collect();
    let column = column(names.iter().map(String::as_str), MOST);
    let mut text = String::new();
    for (heading, list) in [("Arguments", positions), ("Flags", flags)] {
        if !list.is_empty() {
            text.push_str(&format!("\n{heading}:\n"));
        }
        for argument in list {
            text.push_str(&described(argument, column));
        }
    }
    text
}

fn described(argument: &Arg, column: usize) -> String {
    let values = explained_values(argument);
    let values = values.iter().map(|value| entry("", &format!("- {value}"), column));
    entry(&spelled(argument), &explained(argument), column) + &values.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::columns::WIDTH;

    #[test]
    fn no_argument_has_the_name_of_a_flag_of_every_command() {
        // Only this looks at every command; a run builds the arguments of one.
        command().debug_assert();
    }

    #[test]
    fn every_help_text_fits_the_narrowest_terminal() {
        let pages = COMMANDS.iter().map(of_command).chain([overview()]);
        for page in pages {
            let wide = page.lines().find(|line| line.chars().count() > WIDTH);
            assert_eq!(wide, None, "{page}");
        }
    }
}
