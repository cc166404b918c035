//! The command line: one door among others.
//!
//! It parses, builds the context, runs the command and prints what it reports. Only the command that is run gets
//! its arguments built, because a tree of forty commands costs more than the command itself.

mod complete;
mod help;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Instant;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgMatches, Command};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::commands::flags;
use crate::commands::operations::webhook::nudge;
use crate::commands::registry::{COMMANDS, Entry, find, names};
use crate::commands::step::tell;
use crate::config::{self, nearest};
use crate::context::{Context, Environment, Settings};
use crate::error::{Error, Kind, Result};
use crate::output::{Format, Page, Printer, Projection, Report};
use crate::process::guard;

pub use help::overview;

/// The whole command tree. Arguments of a command are built when it is parsed or documented.
///
/// The flags of every command are on the root and on each command, instead of being clap's global arguments, which
/// it copies into all commands before it parses one.
pub fn command() -> Command {
    let about =
        "Share work among many agents on one machine: no server, JSON files under a lock, nothing lost";
    let root = Command::new("coord")
        .version(env!("CARGO_PKG_VERSION"))
        .about(about)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .args(flags::all())
        .subcommand(
            Command::new("help")
                .about("Show the overview, or the help of one command")
                .arg(Arg::new("command").value_name("COMMAND").help("The command to explain"))
                .defer(|help| help.args(flags::all())),
        );
    COMMANDS.iter().fold(root, |root, entry| root.subcommand(subcommand(entry)))
}

fn subcommand(entry: &Entry) -> Command {
    Command::new(entry.name).about(entry.about).visible_aliases(entry.aliases).defer(entry.arguments)
}

/// Runs the command line of this process, and says how it ended.
pub fn run(arguments: &[OsString]) -> u8 {
    if let Some((grace, program)) = guard::asked(arguments) {
        return guard::run(grace, program);
    }
    outlive_file_size_limit();
    let environment = Environment::of_process();
    match complete::answer(arguments, &environment) {
        Ok(false) => {}
        answered => return outcome(Printer::new(Format::Text, None), |_| answered.map(|_| 0)),
    }
    match parse(arguments) {
        // Whoever asks for help reads it, also that of a command that otherwise speaks JSON alone.
        Parsed::Text(text) => {
            outcome(Printer::new(asked_format(arguments), colour(None, &environment)), |printer| {
                printer.report(&Words { text }, None, &[]).map(|()| 0)
            })
        }
        Parsed::Wrong(error) => outcome(printer(arguments, &environment), |_| Err(error)),
        Parsed::Run(entry, line) => run_command(entry, &line, environment),
    }
}

/// A write beyond `ulimit -f` then fails, and the command says so, instead of being killed in the middle of it.
fn outlive_file_size_limit() {
    let seen = std::sync::Arc::default();
    // Without it the default action stays, which the store survives like any other kill.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, seen);
}

fn outcome(printer: Printer, work: impl FnOnce(&Printer) -> Result<u8>) -> u8 {
    match work(&printer) {
        Ok(code) => code,
        Err(error) => {
            printer.error(&error);
            error.kind().exit_code()
        }
    }
}

/// Help or version, as a report like any other.
#[derive(Serialize)]
struct Words {
    text: String,
}

impl Report for Words {
    fn text(&self, page: &mut Page) {
        page.verbatim(&self.text);
    }
}

/// What a command line asks for.
enum Parsed {
    /// Help or version.
    Text(String),
    /// It cannot be understood.
    Wrong(Error),
    /// A command.
    Run(&'static Entry, Box<Line>),
}

/// A parsed line: what stood before the command, and what stood behind it. The same flag behind counts.
struct Line {
    before: ArgMatches,
    own: ArgMatches,
}

impl Line {
    fn value<T: Clone + Send + Sync + 'static>(&self, flag: &str) -> Option<T> {
        let of = |matches: &ArgMatches| matches.get_one::<T>(flag).cloned();
        of(&self.own).or_else(|| of(&self.before))
    }

    fn switch(&self, flag: &str) -> bool {
        self.own.get_flag(flag) || self.before.get_flag(flag)
    }

    fn count(&self, flag: &str) -> u8 {
        self.own.get_count(flag).saturating_add(self.before.get_count(flag))
    }
}

fn parse(arguments: &[OsString]) -> Parsed {
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) if error.kind() == ErrorKind::DisplayVersion => return Parsed::Text(error.to_string()),
        // Somebody who asks for help gets it, whatever else is wrong with the line.
        Err(_) if arguments.iter().any(|argument| argument == "--help" || argument == "-h") => {
            return help_in(arguments);
        }
        Err(error) => return Parsed::Wrong(usage_error(&error, arguments)),
    };
    let mut matches = matches;
    let Some((name, inner)) = matches.remove_subcommand() else { return Parsed::Text(overview()) };
    let line = Line { before: matches, own: inner };
    match find(&name) {
        Some(entry) if line.switch("help") => Parsed::Text(help::of_command(entry)),
        Some(entry) => Parsed::Run(entry, Box::new(line)),
        None => help_asked(line.own.get_one::<String>("command").map(String::as_str)),
    }
}

fn help_asked(name: Option<&str>) -> Parsed {
    match name {
        None | Some("help" | "coord") => Parsed::Text(overview()),
        Some(name) => match find(name) {
            Some(entry) => Parsed::Text(help::of_command(entry)),
            None => Parsed::Wrong(unknown_command(name)),
        },
    }
}

fn help_in(arguments: &[OsString]) -> Parsed {
    let named = arguments.iter().skip(1).filter_map(|argument| argument.to_str()).find_map(find);
    Parsed::Text(named.map_or_else(overview, help::of_command))
}

/// One line for what is wrong with a command line, in place of clap's many.
fn usage_error(error: &clap::Error, arguments: &[OsString]) -> Error {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join(", ")),
        _ => None,
    };
    let argument = context(ContextKind::InvalidArg).unwrap_or_default();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    let command = arguments.iter().skip(1).filter_map(|argument| argument.to_str()).find_map(find);
    let known = context(ContextKind::ValidValue).unwrap_or_default();
    let hint = command.map_or("see all commands: coord help".to_owned(), |entry| {
        format!("see how it is used: coord help {}", entry.name)
    });
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            return unknown_command(&context(ContextKind::InvalidSubcommand).unwrap_or_default());
        }
        ErrorKind::MissingRequiredArgument => format!("missing argument: {argument}"),
        ErrorKind::UnknownArgument => format!("unknown argument: {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} needs a value"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{value:?} is no value for {argument}")
        }
        ErrorKind::InvalidUtf8 => "an argument is no UTF-8 text".to_owned(),
        _ => error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned(),
    };
    let error = Error::new(Kind::Usage, message);
    if known.is_empty() { error.hint(hint) } else { error.hint(format!("it is one of: {known}")).hint(hint) }
}

fn unknown_command(name: &str) -> Error {
    let near = nearest(name, names().chain(["help"])).unwrap_or("help");
    Error::new(Kind::Usage, format!("unknown command {name:?}; did you mean `coord {near}`?"))
}

/// A printer for a line that was not parsed: the flags are looked for by name.
fn printer(arguments: &[OsString], environment: &Environment) -> Printer {
    let is_json_alone = || {
        let mut words = arguments.iter().skip(1).filter_map(|argument| argument.to_str());
        words.find_map(find).is_some_and(|entry| entry.is_json_alone)
    };
    let format = if is_json_alone() { Format::Json } else { asked_format(arguments) };
    Printer::new(format, colour(None, environment))
}

/// The format that a line asks for that was not parsed.
fn asked_format(arguments: &[OsString]) -> Format {
    if arguments.iter().any(|argument| argument == "--json") { Format::Json } else { Format::Text }
}

/// Whether colours are wanted: flag, then `NO_COLOR`, `CLICOLOR_FORCE` and `TERM`; `None` leaves it to the terminal.
fn colour(flag: Option<&str>, environment: &Environment) -> Option<bool> {
    match flag {
        Some("always") => return Some(true),
        Some("never") => return Some(false),
        _ => {}
    }
    if environment.variable("NO_COLOR").is_some() {
        return Some(false);
    }
    if environment.variable("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
        return Some(true);
    }
    (environment.variable("TERM").as_deref() == Some("dumb")).then_some(false)
}

fn run_command(entry: &Entry, line: &Line, environment: Environment) -> u8 {
    let started = Instant::now();
    let colour = colour(line.value::<String>("color").as_deref(), &environment);
    let format = if entry.is_json_alone { Format::Json } else { format(line) };
    let printer = Printer::new(format, colour);
    start_log(line.count("verbose"), &environment, printer);
    outcome(printer, |printer| {
        let settings = settings(line, format, colour)?;
        let fields = settings.fields.clone();
        if let Some(fields) = &fields {
            fields.check((entry.report)().as_value(), nearest_of)?;
        }
        let context = Context::new(environment, settings, command);
        let result = (entry.run)(&line.own, &context);
        tell(entry.span, &context, result.as_ref().err(), started);
        let report = result?;
        printer.report(report.as_ref(), fields.as_ref(), &context.warnings())?;
        if entry.span.is_some() {
            nudge(&context);
        }
        Ok(report.code())
    })
}

fn format(line: &Line) -> Format {
    let chosen = [("json", Format::Json), ("shell", Format::Shell), ("quiet", Format::Quiet)];
    chosen.into_iter().find(|(flag, _)| line.switch(flag)).map_or(Format::Text, |(_, format)| format)
}

fn nearest_of(word: &str, names: &[&str]) -> Option<String> {
    nearest(word, names.iter().copied()).map(ToOwned::to_owned)
}

fn settings(line: &Line, format: Format, colour: Option<bool>) -> Result<Settings> {
    let text = |name| line.value::<String>(name);
    let request_id = text("request-id");
    if request_id.as_ref().is_some_and(|id| id.is_empty() || id.len() > 256) {
        return Err(Error::new(Kind::InvalidValue, "--request-id must have from 1 to 256 bytes")
            .hint("give each request a short name of its own, such as --request-id build-17-claim"));
    }
    let lock_timeout = text("lock-timeout")
        .map(|text| config::Duration::parse(&text).map_err(|error| error.about("--lock-timeout")));
    Ok(Settings {
        dir: line.value::<PathBuf>("dir").filter(|dir| !dir.as_os_str().is_empty()),
        lock_timeout: lock_timeout.transpose()?,
        asked: request_id.as_ref().map(|_| asked(&line.own)),
        request_id,
        reason: text("reason"),
        allow_network_fs: line.switch("allow-network-fs"),
        format,
        fields: text("fields").and_then(|names| Projection::parse(&names)),
        colour,
        verbose: line.count("verbose"),
    })
}

/// What a command line asks for, shortened: the arguments of the command, without the flags that every command takes.
fn asked(own: &ArgMatches) -> String {
    let flags = flags::all();
    let mut names: Vec<&str> = own.ids().map(clap::Id::as_str).collect();
    names.retain(|name| flags.iter().all(|flag| flag.get_id() != name));
    names.sort_unstable();
    let mut hash = Sha256::new();
    for name in names {
        // Groups of arguments have names too, and no values of their own.
        for value in own.try_get_raw(name).ok().flatten().into_iter().flatten() {
            for part in [name.as_bytes(), value.as_encoded_bytes()] {
                hash.update(part.len().to_le_bytes());
                hash.update(part);
            }
        }
    }
    hash.finalize().iter().take(8).fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// Logs go to stderr, and only if somebody asked for them.
fn start_log(verbose: u8, environment: &Environment, printer: Printer) {
    let filter = match (environment.variable("COORD_LOG"), verbose) {
        (Some(filter), _) => filter,
        (None, 0) => return,
        (None, 1) => "coord=info".to_owned(),
        (None, 2) => "coord=debug".to_owned(),
        (None, _) => "coord=trace".to_owned(),
    };
    let filter = match tracing_subscriber::EnvFilter::builder().parse(&filter) {
        Ok(filter) => filter,
        Err(error) => return printer.warning(&format!("COORD_LOG: {error}")),
    };
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(crate::output::log_writer)
        .with_ansi(false);
    // A second command in one process finds the log running already.
    let _ = log.try_init();
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_argument_of_a_command_meets_a_global_one() {
        super::command().debug_assert();
    }
}
