//! The board that most tests here start from, and questions that many of them ask.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use coord::commands::Operation;
use coord::context::{Context, Environment, Settings};
use coord::domain::Stamp;
use coord::output::width::columns;
use coord::output::{Page, Report as _};
use serde_json::Value;

use crate::support::{Board, NOON, Outcome, Running, files_below};

/// The trace that every command is part of.
pub(crate) const TRACE: &str = "0123456789abcdef0123456789abcdef";
/// The agent that gives the commands.
pub(crate) const AGENT: &str = "agent_7";
/// The id of the first item that is claimed at noon.
pub(crate) const FIRST: &str = "work_1769860800000000000";
/// The id of the second one.
pub(crate) const SECOND: &str = "work_1769860800000000001";

/// The files of the telemetry, which are no state.
const TELEMETRY: [&str; 2] = ["telemetry_spans.jsonl", "phoenix_telemetry_events.jsonl"];

/// An empty board at noon; the caller does not say who it is.
pub(crate) fn unnamed() -> Board {
    Board::new().at(NOON).with("FORCE_TRACE_ID", TRACE)
}

/// An empty board at noon, with every command given by [`AGENT`].
pub(crate) fn scene() -> Board {
    unnamed().by(AGENT)
}

/// [`scene`] with one claimed item, [`FIRST`].
pub(crate) fn with_a_claim() -> Board {
    let board = scene();
    assert_eq!(board.claim("Add login"), FIRST);
    board
}

/// Runs `coord` with these variables beside the usual ones; an empty value is passed on as it is.
#[track_caller]
pub(crate) fn run_with<A: AsRef<OsStr>>(
    board: &Board,
    variables: &[(&str, &str)],
    arguments: &[A],
) -> Outcome {
    let mut command = board.command(arguments);
    command.envs(variables.iter().copied());
    Running::start(&mut command).finish()
}

/// Runs a script with `sh`, with `$coord` naming the program and `$board` the state directory.
#[track_caller]
pub(crate) fn shell(board: &Board, script: &str) -> Outcome {
    let mut command = std::process::Command::new("sh");
    board.surround(&mut command);
    command.arg("-c").arg(script).env("coord", crate::support::program()).env("board", board.dir());
    Running::start(&mut command).finish()
}

/// The page of an operation on a terminal of 80 columns.
#[track_caller]
pub(crate) fn on_a_terminal<O: Operation>(board: &Board, operation: O) -> String {
    let now = Stamp(NOON.to_owned()).instant().unwrap();
    let environment = Environment::new(BTreeMap::new(), board.home().to_owned(), now);
    let settings = Settings { dir: Some(board.dir().to_owned()), ..Settings::default() };
    let context = Context::new(environment, settings, coord::cli::command);
    let mut page = Page::new(Some(80), false);
    operation.run(&context).unwrap().text(&mut page);
    page.into_text()
}

/// How many columns the widest line of a text takes.
pub(crate) fn widest(text: &str) -> usize {
    text.lines().map(columns).max().unwrap_or_default()
}

/// Every file around the board with its bytes, folders included, telemetry left out.
pub(crate) fn everything(board: &Board) -> BTreeMap<PathBuf, Vec<u8>> {
    let home = board.home();
    let is_state = |path: &PathBuf| !TELEMETRY.iter().any(|name| path.ends_with(name));
    let read = |path: PathBuf| {
        let bytes = fs::read(home.join(&path)).unwrap_or_default();
        (path, bytes)
    };
    files_below(home).into_iter().filter(is_state).map(read).collect()
}

/// The JSON objects in a file of the board, one a line.
#[track_caller]
pub(crate) fn json_lines(board: &Board, name: &str) -> Vec<Value> {
    let text = fs::read_to_string(board.path(name)).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The names of the fields of an object, in their order in the text.
pub(crate) fn field_names(object: &str) -> Vec<String> {
    let fields: serde_json::Map<String, Value> = serde_json::from_str(object).unwrap();
    let place = |name: &str| object.find(&format!("\"{name}\":")).unwrap_or(usize::MAX);
    let mut names: Vec<String> = fields.keys().cloned().collect();
    names.sort_by_key(|name| place(name));
    names
}

/// Writes a file of the board, which is made where it is not there.
pub(crate) fn write(board: &Board, name: &str, text: &str) {
    fs::create_dir_all(board.dir()).unwrap();
    fs::write(board.path(name), text).unwrap();
}

/// The text of a file.
#[track_caller]
pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()))
}

/// A text with the folder of the test spelled `[HOME]`.
pub(crate) fn without_places(board: &Board, text: &str) -> String {
    let home = board.home().canonicalize().unwrap();
    text.replace(&home.display().to_string(), "[HOME]").replace(&board.home().display().to_string(), "[HOME]")
}
