//! The links among the work of a list: names of other lines, or ids of the board.

use std::collections::HashMap;

use super::Entry;
use crate::commands::work::check_id;
use crate::domain::dependencies::{Graph, Node, State};
use crate::error::{Error, Kind, Result};

/// What a piece of work refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// Another one of the list, by its number.
    Task(usize),
    /// An item of the board.
    Item(String),
}

impl Link {
    /// Refuses an id that is none.
    ///
    /// # Errors
    /// It is empty or too long.
    pub(super) fn check(&self) -> Result<()> {
        match self {
            Self::Task(_) => Ok(()),
            Self::Item(id) => check_id("the id", id),
        }
    }
}

/// For each entry what it waits for, and what it is a part of.
type Links = Vec<(Vec<Link>, Option<Link>)>;

/// Takes the links out of the entries: what is the name of a line means that line, wherever it stands; everything
/// else is an id.
///
/// # Errors
/// A name or a key is given twice, or the links go in a circle; with the number of the line.
pub(super) fn resolve(entries: &mut [Entry]) -> Result<Links, (usize, Error)> {
    let names = numbered(entries, "name", |entry| entry.name.as_deref())?;
    numbered(entries, "key", |entry| entry.terms.key.as_deref().filter(|key| !key.is_empty()))?;
    let link = |word: String| names.get(&word).map_or_else(|| Link::Item(word), |number| Link::Task(*number));
    let links: Links = entries
        .iter_mut()
        .map(|entry| {
            let after = std::mem::take(&mut entry.terms.after);
            let parent = entry.terms.parent.take().filter(|parent| !parent.is_empty()).map(link);
            (after.into_iter().map(link).collect(), parent.or(entry.above.map(Link::Task)))
        })
        .collect();
    refuse_circles(entries, "the dependencies go in a circle", |number| &links[number].0)?;
    refuse_circles(entries, "this would be a part of itself", |number| links[number].1.as_slice())?;
    Ok(links)
}

fn numbered(
    entries: &[Entry],
    what: &str,
    name: impl Fn(&Entry) -> Option<&str>,
) -> Result<HashMap<String, usize>, (usize, Error)> {
    let mut numbers = HashMap::new();
    for (number, entry) in entries.iter().enumerate() {
        let Some(name) = name(entry) else { continue };
        if let Some(first) = numbers.insert(name.to_owned(), number) {
            let first = entries[first].line;
            let error = Error::new(
                Kind::InvalidValue,
                format!("the {what} {name:?} was given in line {first} before"),
            )
            .hint(format!("give each line a {what} of its own"));
            return Err((entry.line, error));
        }
    }
    Ok(numbers)
}

/// Refuses links of one kind by which a line leads to itself.
fn refuse_circles<'l>(
    entries: &[Entry],
    what: &str,
    links: impl Fn(usize) -> &'l [Link],
) -> Result<(), (usize, Error)> {
    let inner = |link: &Link| match link {
        Link::Task(number) => Some(number.to_string()),
        Link::Item(_) => None,
    };
    let node = |number: usize| Node {
        id: number.to_string(),
        dependencies: links(number).iter().filter_map(inner).collect(),
        weight: 1.0,
        state: State::Open,
        work_type: String::new(),
        status: String::new(),
    };
    let graph = Graph::new((0..entries.len()).map(node));
    let Some(cycle) = graph.cycles().into_iter().next() else { return Ok(()) };
    let on_way: Vec<&Entry> =
        cycle.path.iter().filter_map(|number| entries.get(number.parse::<usize>().ok()?)).collect();
    let called = |entry: &&Entry| entry.name.clone().unwrap_or_else(|| format!("line {}", entry.line));
    let way: Vec<String> = on_way.iter().map(called).collect();
    let line = on_way.first().map_or(1, |entry| entry.line);
    let error = Error::new(Kind::InvalidValue, format!("{what}: {}", way.join(" → ")))
        .hint("leave one of these links out")
        .with("cycle", way);
    Err((line, error))
}
