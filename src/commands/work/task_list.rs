//! A list of work in a file: one JSON object a line, or tasks in Markdown.
//!
//! What comes out is checked but for the board: drafts in the order of the file, with the links among them.

mod json_lines;
mod links;
mod markdown;

use std::fs::File;
use std::io::Read;

use super::claim::draft;
use super::terms::Terms;
use crate::context::Context;
use crate::domain::WorkItem;
use crate::error::{Error, Kind, Result};

pub use links::Link;

/// No list is longer, in bytes: 64 MiB.
const MOST_BYTES: u64 = 64 << 20;
/// No list names more work.
const MOST_TASKS: usize = 100_000;

/// A list of work.
#[derive(Debug)]
pub struct TaskList {
    /// Where it came from, for messages.
    pub source: String,
    /// The work that it names, in its order.
    pub tasks: Vec<Task>,
    /// How many tasks were left out, because they are done.
    pub done: usize,
}

/// A piece of work that a list names.
#[derive(Debug)]
pub struct Task {
    /// The number of its line, from 1.
    pub line: usize,
    /// How other lines call it.
    pub name: Option<String>,
    /// The work, without its links.
    pub draft: WorkItem,
    /// What it waits for.
    pub after: Vec<Link>,
    /// What it is a part of.
    pub parent: Option<Link>,
}

/// A line as it was read.
#[derive(Debug, Default)]
struct Entry {
    line: usize,
    name: Option<String>,
    work_type: Option<String>,
    description: Option<String>,
    priority: Option<String>,
    team: Option<String>,
    /// The task that it stands below.
    above: Option<usize>,
    terms: Terms,
}

/// What a reader of a format found.
#[derive(Debug, Default)]
struct Entries {
    entries: Vec<Entry>,
    done: usize,
}

impl TaskList {
    /// Reads the list in the file of that name; `-` is stdin. Every piece of work has `terms`, but for what its line
    /// says itself.
    ///
    /// # Errors
    /// It cannot be read, is too long, names no work, or a line is malformed; the message names the line.
    pub fn read(name: &str, terms: &Terms, context: &Context) -> Result<Self> {
        let source = if name == "-" { "stdin" } else { name }.to_owned();
        let bytes = bytes_of(name, &source)?;
        let text = text_of(&bytes, &source)?;
        Self::parse(text, source, terms, context)
    }

    fn parse(text: &str, source: String, terms: &Terms, context: &Context) -> Result<Self> {
        let at = |(line, error): (usize, Error)| at_line(&source, line, error);
        let found = match first_sign(text) {
            Some('{') => json_lines::read(text),
            Some('[') => Err((1, is_array())),
            _ => markdown::read(text),
        };
        let Entries { mut entries, done } = found.map_err(at)?;
        if entries.is_empty() && done == 0 {
            return Err(Error::new(Kind::InvalidValue, format!("{source} names no work")).hint(
                "write one JSON object a line, such as {\"work_type\":\"bug\",\"description\":\"Fix it\"}, or \
                 tasks such as - [ ] Fix it",
            ));
        }
        let links = links::resolve(&mut entries).map_err(at)?;
        let mut tasks = Vec::with_capacity(entries.len());
        for (entry, (after, parent)) in entries.into_iter().zip(links) {
            let (line, name) = (entry.line, entry.name.clone());
            for link in after.iter().chain(&parent) {
                link.check().map_err(|error| at((line, error)))?;
            }
            let draft = drafted(entry, terms, context).map_err(|error| at((line, error)))?;
            tasks.push(Task { line, name, draft, after, parent });
        }
        Ok(Self { source, tasks, done })
    }

    /// The error of one line.
    pub fn at(&self, task: &Task, error: Error) -> Error {
        at_line(&self.source, task.line, error)
    }
}

fn drafted(entry: Entry, terms: &Terms, context: &Context) -> Result<WorkItem> {
    let team = entry.team.filter(|team| !team.is_empty()).unwrap_or_else(|| context.default_team());
    let mut draft = draft(entry.work_type, entry.description, entry.priority, team, terms, context)?;
    if draft.description.as_deref().is_none_or(|text| text.trim().is_empty()) {
        return Err(Error::new(Kind::InvalidValue, "the description is empty").hint("say what is to be done"));
    }
    entry.terms.write_to(&mut draft, context.now())?;
    Ok(draft)
}

fn at_line(source: &str, line: usize, error: Error) -> Error {
    error.about(&format!("{source}, line {line}")).with("line", line)
}

fn bytes_of(name: &str, source: &str) -> Result<Vec<u8>> {
    let failed = |error: std::io::Error| {
        let is_missing = error.kind() == std::io::ErrorKind::NotFound;
        let error = Error::io("cannot read", source.as_ref(), &error);
        if is_missing { error.hint("name a file that is there, or - for stdin") } else { error }
    };
    let mut bytes = Vec::new();
    let input: Box<dyn Read> = match name {
        "-" => Box::new(std::io::stdin()),
        path => Box::new(File::open(path).map_err(failed)?),
    };
    input.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Error::new(Kind::InvalidValue, format!("{source} is longer than 64 MiB"))
            .hint("take the list apart"));
    }
    Ok(bytes)
}

fn text_of<'b>(bytes: &'b [u8], source: &str) -> Result<&'b str> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        let error = Error::new(Kind::InvalidValue, "this is no UTF-8 text");
        at_line(source, line, error.hint("store the list as UTF-8"))
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The first character that tells the format; `[` only where it opens an array of JSON.
fn first_sign(text: &str) -> Option<char> {
    let text = text.trim_start();
    let first = text.chars().next()?;
    let after = text[first.len_utf8()..].trim_start().chars().next();
    let opens_array = matches!(after, None | Some('{' | ']' | '[' | '"'));
    (first != '[' || opens_array).then_some(first)
}

fn is_array() -> Error {
    Error::new(Kind::InvalidValue, "this is a JSON array, not one object a line")
        .hint("take it apart: jq -c '.[]' FILE | coord add --from -")
}

fn too_many() -> Error {
    Error::new(Kind::InvalidValue, format!("there are more than {MOST_TASKS} pieces of work"))
        .hint("take the list apart")
}
