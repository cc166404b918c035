//! What two boards give each other: items, agents, completions and velocity, as JSON Lines.
//!
//! The first line says what it is, the last one how much it was: so a file that was cut shows. Records keep what this
//! program does not know of them.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::commands::work::check_id;
use crate::context::Context;
use crate::domain::{Agent, Completion, Stamp, VelocityEntry, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::store::{self, ItemFilter, Options, View};

/// The version of the format that is written.
const VERSION: u32 = 1;
/// No line is longer: 4 MiB.
const LONGEST: u64 = 4 << 20;
/// No file has more lines.
const MOST_LINES: usize = 5_000_000;

/// What a board has to give.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    /// Work items, in order of creation.
    pub items: Vec<WorkItem>,
    /// Agents, in order of registration.
    pub agents: Vec<Agent>,
    /// The log of completions.
    pub completions: Vec<Completion>,
    /// The log of velocity.
    pub velocity: Vec<VelocityEntry>,
}

/// How much is in a bundle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Amount {
    /// Work items.
    pub items: usize,
    /// Agents.
    pub agents: usize,
    /// Completions.
    pub completions: usize,
    /// Lines of the log of velocity.
    pub velocity: usize,
}

/// The first line.
#[derive(Serialize, Deserialize)]
struct Head {
    coord_export: u32,
    exported_at: Stamp,
    coord_version: String,
}

/// Any other line. One of the fields is there.
#[derive(Deserialize)]
struct Line<'l> {
    #[serde(borrow)]
    item: Option<&'l RawValue>,
    #[serde(borrow)]
    agent: Option<&'l RawValue>,
    #[serde(borrow)]
    completion: Option<&'l RawValue>,
    velocity: Option<String>,
    end: Option<Amount>,
}

impl Bundle {
    /// All that a board has to give.
    ///
    /// # Errors
    /// What the store says.
    pub fn of_view(view: &mut dyn View) -> Result<Self> {
        Ok(Self {
            items: view.items(&ItemFilter::default())?,
            agents: view.agents()?,
            completions: view.completions(None)?,
            velocity: view.velocity(None)?,
        })
    }

    /// The board in that directory, which is only looked at.
    ///
    /// # Errors
    /// There is none, or what its store says.
    pub fn of_board(dir: &Path, context: &Context) -> Result<Self> {
        let config = context.config()?;
        let own = [dir, context.dir()].map(|dir| dir.canonicalize().ok());
        if own[0].is_some() && own[0] == own[1] {
            return Err(Error::new(Kind::InvalidValue, format!("{} is this board itself", dir.display()))
                .hint("name the directory of another board"));
        }
        let store = store::open(Options {
            dir: dir.to_owned(),
            lock_timeout: config.lock_timeout.as_std(),
            given_up: None,
            allow_network_fs: config.allow_network_fs,
            legacy_lock: false,
            group: config.shared == crate::config::Shared::Group,
            lease_secs: config.lease.secs(),
            checkpoint_records: config.journal.checkpoint_records,
            audit_keep_days: config.journal.keep_days,
        });
        store::view(store.as_ref(), context.now(), |view| {
            if view.exists()? {
                return Self::of_view(view);
            }
            Err(Error::new(Kind::FileNotFound, format!("there is no board in {}", dir.display()))
                .hint("name the directory that holds its work_claims.json")
                .with("path", dir.display().to_string()))
        })
    }

    /// What a file holds that `export` wrote.
    ///
    /// # Errors
    /// It cannot be read, is none of ours, or was cut; the message names the line.
    pub fn of_file(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| {
            Error::io("cannot read", path, &error)
                .hint("name a file that coord export wrote, or the directory of a board")
        })?;
        Self::read(BufReader::new(file)).map_err(|(line, why)| {
            let path = path.display().to_string();
            Error::new(Kind::InvalidValue, format!("{path}, line {line}: {why}"))
                .hint("nothing was changed; write it anew: coord export FILE")
                .with("path", path)
                .with("line", line)
        })
    }

    /// The lines of an export.
    fn read(mut lines: impl BufRead) -> Result<Self, (usize, String)> {
        let mut bundle = Self::default();
        let mut bytes = Vec::new();
        for number in 1..=MOST_LINES {
            bytes.clear();
            let read = (&mut lines).take(LONGEST).read_until(b'\n', &mut bytes);
            match read.map_err(|error| (number, error.to_string()))? {
                0 if number == 1 => return Err((1, "the file is empty".to_owned())),
                0 => return Err((number, "the file was cut: its last line is missing".to_owned())),
                length if length as u64 == LONGEST => {
                    return Err((number, format!("the line is longer than {LONGEST} bytes")));
                }
                _ => {}
            }
            let text = std::str::from_utf8(&bytes).map_err(|_| (number, "it is no UTF-8 text".to_owned()))?;
            if number == 1 {
                check_head(text).map_err(|why| (1, why))?;
            } else if bundle.take_in(text).map_err(|why| (number, why))? {
                let rest = lines.fill_buf().map_err(|error| (number + 1, error.to_string()))?;
                if rest.is_empty() {
                    return Ok(bundle);
                }
                return Err((number + 1, "there is something behind the last line".to_owned()));
            }
        }
        Err((MOST_LINES, "there are too many lines".to_owned()))
    }

    /// Takes a line in, and says whether it is the last one.
    fn take_in(&mut self, text: &str) -> Result<bool, String> {
        let said = |error: serde_json::Error| format!("it cannot be read: {error}");
        let line: Line<'_> = serde_json::from_str(text).map_err(said)?;
        if let Some(end) = line.end {
            return if end == self.amount() { Ok(true) } else { Err("lines are missing".to_owned()) };
        }
        if let Some(json) = line.item {
            let item: WorkItem = serde_json::from_str(json.get()).map_err(said)?;
            check_id("the work id", &item.work_item_id).map_err(|error| error.message().to_owned())?;
            self.items.push(item);
        } else if let Some(json) = line.agent {
            let agent: Agent = serde_json::from_str(json.get()).map_err(said)?;
            check_id("the agent id", &agent.agent_id).map_err(|error| error.message().to_owned())?;
            self.agents.push(agent);
        } else if let Some(json) = line.completion {
            self.completions.push(serde_json::from_str(json.get()).map_err(said)?);
        } else if let Some(entry) = line.velocity {
            self.velocity.push(VelocityEntry::parse(&entry).ok_or("it is no line of the log of velocity")?);
        } else {
            return Err("it holds nothing that is known".to_owned());
        }
        Ok(false)
    }

    /// How much it is.
    pub fn amount(&self) -> Amount {
        Amount {
            items: self.items.len(),
            agents: self.agents.len(),
            completions: self.completions.len(),
            velocity: self.velocity.len(),
        }
    }

    /// Its lines, each one JSON object.
    ///
    /// # Errors
    /// None in practice: every record can be written as JSON.
    pub fn lines(&self, exported_at: Stamp) -> Result<Vec<Box<RawValue>>> {
        let head =
            Head { coord_export: VERSION, exported_at, coord_version: env!("CARGO_PKG_VERSION").to_owned() };
        let mut lines = vec![raw(&head)?];
        for item in &self.items {
            lines.push(raw(&Named { item })?);
        }
        for agent in &self.agents {
            lines.push(raw(&NamedAgent { agent })?);
        }
        for completion in &self.completions {
            lines.push(raw(&NamedCompletion { completion })?);
        }
        for entry in &self.velocity {
            lines.push(raw(&serde_json::json!({ "velocity": entry.line() }))?);
        }
        lines.push(raw(&serde_json::json!({ "end": self.amount() }))?);
        Ok(lines)
    }
}

#[derive(Serialize)]
struct Named<'b> {
    item: &'b WorkItem,
}

#[derive(Serialize)]
struct NamedAgent<'b> {
    agent: &'b Agent,
}

#[derive(Serialize)]
struct NamedCompletion<'b> {
    completion: &'b Completion,
}

fn raw(line: &impl Serialize) -> Result<Box<RawValue>> {
    let written = serde_json::to_string(line).and_then(RawValue::from_string);
    written.map_err(|error| Error::new(Kind::General, format!("a line cannot be written: {error}")))
}

fn check_head(text: &str) -> Result<(), String> {
    let head: Head = serde_json::from_str(text).map_err(|_| "it is no export of coord".to_owned())?;
    if head.coord_export == VERSION {
        return Ok(());
    }
    Err(format!(
        "it has version {} of the format, and this program reads version {VERSION}",
        head.coord_export
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle() -> Bundle {
        let item = r#"{"work_item_id":"work_1","status":"pending","x":1.50,"y":{"b":1e3}}"#;
        Bundle {
            items: vec![serde_json::from_str(item).unwrap()],
            agents: vec![serde_json::from_str(r#"{"agent_id":"ada","z":[1]}"#).unwrap()],
            completions: vec![serde_json::from_str(r#"{"work_item_id":"work_0","agent_id":null}"#).unwrap()],
            velocity: vec![VelocityEntry::parse("2026-01-31T09:00:00Z: Team t +8 velocity points").unwrap()],
        }
    }

    fn text() -> String {
        let lines = bundle().lines(Stamp("2026-01-31T12:00:00Z".into())).unwrap();
        lines.iter().flat_map(|line| [line.get(), "\n"]).collect()
    }

    fn read(text: &str) -> Result<Bundle, (usize, String)> {
        Bundle::read(text.as_bytes())
    }

    #[test]
    fn what_is_written_reads_back_to_the_token() {
        let text = text();
        assert!(text.contains(r#""x":1.50,"y":{"b":1e3}"#), "{text}");
        let back = read(&text).unwrap();
        assert_eq!((back.items, back.agents), (bundle().items, bundle().agents));
        assert_eq!((back.completions, back.velocity), (bundle().completions, bundle().velocity));
    }

    #[test]
    fn a_cut_file_is_refused_wherever_it_was_cut() {
        let text = text();
        for end in 0..text.len() - 1 {
            assert!(read(&text[..end]).is_err(), "cut at {end}");
        }
        let lines: Vec<&str> = text.lines().collect();
        for left_out in 0..lines.len() {
            let rest = lines.iter().enumerate().filter(|(at, _)| *at != left_out);
            let rest: String = rest.flat_map(|(_, line)| [*line, "\n"]).collect();
            assert!(read(&rest).is_err(), "without line {}", left_out + 1);
        }
    }

    #[test]
    fn lines_that_are_none_of_ours_are_named() {
        let with = |line: &str| {
            let text = text();
            let (head, rest) = text.split_once('\n').unwrap();
            read(&format!("{head}\n{line}\n{rest}")).unwrap_err()
        };
        for (line, said) in [
            ("{}", "nothing that is known"),
            ("nonsense", "cannot be read"),
            ("{\"item\":{}}", "cannot be read"),
            ("{\"item\":{\"work_item_id\":\"\"}}", "is empty"),
            ("{\"velocity\":\"x\"}", "no line of the log"),
            ("{\"item\":{\"work_item_id\":\"work_2\"}}", "lines are missing"),
        ] {
            assert!(with(line).1.contains(said), "{line}: {:?}", with(line));
        }
        assert_eq!(with("{}").0, 2);
        assert_eq!(read("").unwrap_err(), (1, "the file is empty".to_owned()));
        assert!(read("[]\n").unwrap_err().1.contains("no export"));
        assert!(
            read(&text().replace("\"coord_export\":1", "\"coord_export\":2"))
                .unwrap_err()
                .1
                .contains("version 2")
        );
        assert!(read(&(text() + "{}\n")).unwrap_err().1.contains("behind"));
    }
}
