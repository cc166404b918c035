//! Manual pages as troff source, from what the command line and the registry say.

use clap::{Arg, Command};
use roff::{Inline, Roff, bold, italic, roman};

use super::tables::{ENVIRONMENT, FILES, TOUR};
use crate::commands::argument::{Takes, details, explained, explained_values, takes};
use crate::commands::registry::{COMMANDS, Entry, find};
use crate::commands::{GROUPS, flags};
use crate::error::exit_codes;

/// Every page, as file name and troff source.
pub fn pages(mut tree: Command) -> Vec<(String, String)> {
    tree.build();
    let of_command = |entry: &Entry| {
        let command = tree.find_subcommand(entry.name)?;
        Some((format!("coord-{}.1", entry.name), page_of_command(entry, command)))
    };
    let main = ("coord.1".to_owned(), main_page(&tree));
    std::iter::once(main).chain(COMMANDS.iter().filter_map(of_command)).collect()
}

fn main_page(tree: &Command) -> String {
    let mut page = Roff::default();
    title(&mut page, "coord", &about(tree));
    let synopsis = [bold("coord"), roman(" "), italic("command"), roman(" [arguments] [flags]")];
    heading(&mut page, "SYNOPSIS").text(synopsis);
    heading(&mut page, "DESCRIPTION");
    paragraphs(&mut page, DESCRIPTION.iter().map(|text| (*text).to_owned()));
    heading(&mut page, "COMMANDS");
    for group in GROUPS {
        page.control("SS", [group.heading().trim_end_matches(':')]);
        for entry in COMMANDS.iter().filter(|entry| entry.group == group) {
            let also = entry.aliases.iter().flat_map(|alias| [roman(", "), bold(*alias)]);
            item(&mut page, std::iter::once(bold(entry.name)).chain(also).collect(), &sentence(entry.about));
        }
    }
    heading(&mut page, "OPTIONS");
    page.text([roman("Every command takes these.")]);
    for argument in tree.get_arguments().filter(|argument| flags::is_one(argument)) {
        option(&mut page, argument);
    }
    let others: Vec<&str> = COMMANDS.iter().map(|entry| entry.name).collect();
    common_sections(&mut page, TOUR, &others);
    source(&page)
}

/// What `coord` is, on its own page.
const DESCRIPTION: [&str; 3] = [
    "coord lets any number of agents, people and scripts on one machine share a board of work. There is no server: \
     the board is a directory of JSON files, which any program may read, with a lock and a journal behind them.",
    "Commands queue on the lock. What a command has acknowledged survives a killed process and a loss of power.",
    "The board is the directory that --dir names, else the one that COORDINATION_DIR names, else the nearest .coord \
     or agent_coordination that holds one, from the working directory upwards. In a linked worktree of git it is the \
     board of the main worktree. Where there is none, the first command that writes makes .coord at the root of the \
     repository, or in the working directory outside one.",
];

fn page_of_command(entry: &Entry, command: &Command) -> String {
    let mut page = Roff::default();
    let name = format!("coord-{}", entry.name);
    title(&mut page, &name, entry.about);
    let (positions, flags): (Vec<&Arg>, Vec<&Arg>) = command
        .get_arguments()
        .filter(|argument| !flags::is_one(argument) && !argument.is_hide_set())
        .partition(|argument| argument.is_positional());
    heading(&mut page, "SYNOPSIS").text(synopsis(entry.name, &positions));
    heading(&mut page, "DESCRIPTION");
    paragraphs(&mut page, std::iter::once(sentence(entry.about)).chain(details(command)));
    if !entry.aliases.is_empty() {
        let names = entry.aliases.join(", ");
        paragraphs(&mut page, std::iter::once(format!("It is also called by these names: {names}.")));
    }
    heading(&mut page, "OPTIONS");
    for argument in positions.iter().chain(&flags) {
        option(&mut page, argument);
    }
    shared_options(&mut page, command, positions.is_empty() && flags.is_empty());
    common_sections(&mut page, entry.examples, &[]);
    source(&page)
}

fn synopsis(name: &str, positions: &[&Arg]) -> Vec<Inline> {
    let mut line = vec![bold(format!("coord {name}")), roman(" [flags]")];
    for argument in positions {
        let value = italic(value_of(argument));
        line.extend(if argument.is_required_set() {
            vec![roman(" "), value]
        } else {
            vec![roman(" ["), value, roman("]")]
        });
    }
    line
}

/// The flags of every command by name; their meaning stands on the page of `coord`.
fn shared_options(page: &mut Roff, command: &Command, is_first: bool) {
    let names = command.get_arguments().filter(|argument| flags::is_one(argument));
    let names: Vec<String> = names.filter_map(Arg::get_long).map(|name| format!("--{name}")).collect();
    if !is_first {
        page.control("PP", []);
    }
    page.text([roman("The flags of every command are explained in "), bold("coord"), roman("(1):")]);
    page.text([roman(format!("{}.", names.join(", ")))]);
}

fn common_sections(page: &mut Roff, examples: &[(&str, &str)], others: &[&str]) {
    heading(page, "EXIT STATUS");
    for (code, meaning) in exit_codes() {
        item(page, vec![bold(code.to_string())], &meaning);
    }
    heading(page, "ENVIRONMENT");
    for (names, meaning) in ENVIRONMENT {
        item(page, list(names), meaning);
    }
    heading(page, "FILES");
    page.text([roman("In the state directory:")]);
    for (names, meaning) in FILES {
        item(page, list(names), meaning);
    }
    if !examples.is_empty() {
        heading(page, "EXAMPLES");
    }
    for (line, shows) in examples {
        page.control("PP", []).text([roman(format!("{}:", capital(shows)))]);
        page.control("PP", []).control("RS", ["4"]).control("nf", []);
        page.text([bold(*line)]).control("fi", []).control("RE", []);
    }
    heading(page, "SEE ALSO");
    let mut names: Vec<String> = others.iter().map(|name| format!("coord-{name}")).collect();
    if names.is_empty() {
        names.push("coord".to_owned());
    }
    let last = names.len() - 1;
    for (position, name) in names.into_iter().enumerate() {
        page.text([bold(name), roman(if position == last { "(1)" } else { "(1)," })]);
    }
}

/// The page as troff source. What is not ASCII is spelled out, because troff by itself reads Latin-1.
fn source(page: &Roff) -> String {
    let spelled = |character: char| match character {
        ascii if ascii.is_ascii() => ascii.to_string(),
        other => format!("\\[u{:04X}]", u32::from(other)),
    };
    page.render().chars().map(spelled).collect()
}

fn title(page: &mut Roff, name: &str, about: &str) {
    let version = format!("coord {}", env!("CARGO_PKG_VERSION"));
    // Two quotes are an empty date: the page is the same whenever it is made.
    page.control("TH", [name.to_uppercase().as_str(), "1", "\"\"", &version, "coord manual"]);
    // Commands are copied from here: no hyphenation, and no stretched lines.
    page.control("nh", []).control("ad", ["l"]);
    heading(page, "NAME").text([roman(format!("{name} - {about}"))]);
}

fn heading<'a>(page: &'a mut Roff, name: &str) -> &'a mut Roff {
    page.control("SH", [name])
}

fn paragraphs(page: &mut Roff, texts: impl Iterator<Item = String>) {
    for text in texts {
        page.control("PP", []).text([roman(text)]);
    }
}

fn item(page: &mut Roff, name: Vec<Inline>, meaning: &str) {
    page.control("TP", []).text(name).text([roman(sentence(meaning))]);
}

fn option(page: &mut Roff, argument: &Arg) {
    let value = italic(value_of(argument));
    let name = match (argument.get_short(), argument.get_long()) {
        (Some(short), Some(long)) => vec![bold(format!("-{short}")), roman(", "), bold(format!("--{long}"))],
        (None, Some(long)) => vec![bold(format!("--{long}"))],
        _ => vec![value.clone()],
    };
    let value = match takes(argument) {
        Takes::Value | Takes::MaybeValue if argument.is_positional() => vec![],
        Takes::Nothing => vec![],
        Takes::Value => vec![roman(" "), value],
        Takes::MaybeValue => vec![roman(" ["), value, roman("]")],
    };
    item(page, name.into_iter().chain(value).collect(), &explained(argument));
    for value in explained_values(argument) {
        page.control("br", []).text([roman(format!("{value}."))]);
    }
}

fn value_of(argument: &Arg) -> String {
    argument.get_value_names().and_then(<[_]>::first).map_or_else(String::new, ToString::to_string)
}

/// `A, B` with the names in bold.
fn list(names: &str) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for name in names.split(", ") {
        if !inlines.is_empty() {
            inlines.push(roman(", "));
        }
        inlines.push(bold(name));
    }
    inlines
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// Begun with a capital and ended with a full stop.
fn sentence(text: &str) -> String {
    let text = capital(text);
    if text.is_empty() || text.ends_with(['.', ']']) { text } else { text + "." }
}

/// The command of a page, by its name or the name of its page.
pub(super) fn entry_of(name: &str) -> Option<&'static Entry> {
    find(name).or_else(|| find(name.strip_prefix("coord-")?))
}
