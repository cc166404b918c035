//! What a shell offers for an argument, from the board as it stands: ids, agents, teams, priorities, keys.
//!
//! Whatever cannot be typed as it is, because it has spaces or signs that a shell would take for its own, is not
//! offered; and descriptions come in one line. A board that cannot be read offers nothing, without a word: a message
//! in the middle of a command line would only be in the way.

use std::borrow::Cow;
use std::collections::BTreeSet;

use clap::builder::StyledStr;
use clap::{Arg, Command};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use crate::commands::registry::COMMANDS;
use crate::commands::{Group, flags};
use crate::config::keys;
use crate::context::{Context, Environment, Settings};
use crate::domain::{Priority, Status};
use crate::error::Result;
use crate::output::{escape, width};
use crate::store::{self, View};

/// Columns of a description beside an id.
const COLUMNS: usize = 60;

/// What an argument names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    /// Open work items.
    Items,
    /// Agents.
    Agents,
    /// Teams.
    Teams,
    /// Priorities.
    Priorities,
    /// Keys of the settings.
    Keys,
    /// Commands.
    Commands,
}

/// The command line with what each argument can be, on the board of `surroundings`.
pub fn tree(environment: &Environment, settings: &Settings) -> Command {
    let root = Command::new("coord").disable_help_subcommand(true).disable_help_flag(true).args(flags::all());
    let help = Command::new("help").about("Show the overview, or the help of one command").arg(offering(
        Arg::new("command"),
        Named::Commands,
        environment,
        settings,
    ));
    COMMANDS.iter().fold(root.subcommand(help), |root, entry| {
        let command = (entry.arguments)(
            Command::new(entry.name).disable_help_flag(true).visible_aliases(entry.aliases),
        );
        root.subcommand(command.mut_args(|argument| match named(entry.name, entry.group, &argument) {
            Some(named) => offering(argument, named, environment, settings),
            None => argument,
        }))
    })
}

fn offering(argument: Arg, named: Named, environment: &Environment, settings: &Settings) -> Arg {
    let (environment, settings) = (environment.clone(), settings.clone());
    argument.add(ArgValueCandidates::new(move || {
        let context = Context::new(environment.clone(), settings.clone(), || Command::new("coord"));
        candidates(named, &context).unwrap_or_default()
    }))
}

/// What the argument of that command names, by the name of its value.
fn named(command: &str, group: Group, argument: &Arg) -> Option<Named> {
    let value = argument.get_value_names()?.first()?.as_str();
    if argument.get_id() == "agent" {
        return Some(Named::Agents);
    }
    match value {
        "KEY" if command == "config" => Some(Named::Keys),
        "TEAM" => Some(Named::Teams),
        "PRIORITY" => Some(Named::Priorities),
        "AGENT" | "AGENT_ID" | "AGENTS" => Some(Named::Agents),
        "ID" if group == Group::Agents && !matches!(command, "assign" | "suggest") => Some(Named::Agents),
        "ID" | "IDS" | "WORK_ID" | "WORK_ITEM" | "ITEM" => Some(Named::Items),
        _ => None,
    }
}

fn candidates(named: Named, context: &Context) -> Result<Vec<CompletionCandidate>> {
    match named {
        Named::Priorities => Ok(Priority::WORDS.iter().map(|word| CompletionCandidate::new(*word)).collect()),
        Named::Commands => {
            Ok(COMMANDS.iter().filter_map(|entry| offer(entry.name, Some(entry.about))).collect())
        }
        Named::Keys => {
            let keys = keys::keys();
            Ok(keys.iter().filter_map(|key| offer(&key.path(), Some(&key.help))).collect())
        }
        Named::Items => on_the_board(context, |view| items(view)),
        Named::Agents => on_the_board(context, |view| {
            let agents = view.agents()?;
            Ok(agents.iter().filter_map(|agent| offer(&agent.agent_id, agent.team.as_deref())).collect())
        }),
        Named::Teams => {
            let known: Vec<String> = context.config()?.teams.iter().map(|team| team.name.clone()).collect();
            on_the_board(context, |view| teams(&known, view))
        }
    }
}

fn on_the_board(
    context: &Context,
    work: impl FnMut(&mut dyn View) -> Result<Vec<CompletionCandidate>>,
) -> Result<Vec<CompletionCandidate>> {
    store::view(context.store()?, context.now(), work)
}

/// Open items, the newest first.
fn items(view: &mut dyn View) -> Result<Vec<CompletionCandidate>> {
    let mut found = Vec::new();
    view.survey(&mut |item| {
        if matches!(item.status(), Status::Pending | Status::Held) {
            found.extend(offer(&item.id(), item.description().as_deref()));
        }
        Ok(())
    })?;
    let newest_first = found.into_iter().rev().enumerate();
    Ok(newest_first.map(|(place, candidate)| candidate.display_order(Some(place))).collect())
}

fn teams(known: &[String], view: &mut dyn View) -> Result<Vec<CompletionCandidate>> {
    let mut names: BTreeSet<String> = known.iter().cloned().collect();
    names.extend(view.agents()?.into_iter().filter_map(|agent| agent.team));
    view.survey(&mut |item| {
        names.extend(item.team().map(Cow::into_owned));
        Ok(())
    })?;
    Ok(names.iter().filter_map(|name| offer(name, None)).collect())
}

/// A word that can be typed as it is, with what it stands for.
fn offer(word: &str, help: Option<&str>) -> Option<CompletionCandidate> {
    let is_plain = |char: char| char.is_alphanumeric() || "_-.:@+/".contains(char);
    if word.is_empty() || word.starts_with('-') || !word.chars().all(is_plain) {
        return None;
    }
    let help = help.map(|help| StyledStr::from(width::clipped(&escape::line(help), COLUMNS)));
    Some(CompletionCandidate::new(word).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_a_shell_would_take_apart_are_not_offered() {
        for word in ["", "-x", "a b", "$(id)", "a;b", "a\nb", "`id`", "'", "a*"] {
            assert!(offer(word, None).is_none(), "{word:?}");
        }
        let offered = offer("work_1", Some("two\nlines \u{1b}[31mred")).unwrap();
        let help = offered.get_help().unwrap().to_string();
        assert!(!help.contains('\n') && !help.contains('\u{1b}'), "{help:?}");
    }
}
