//! `schema`: the JSON Schemas of requests and reports.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::commands::registry::{COMMANDS, Entry, find};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};

/// Prints JSON Schemas.
///
/// The request is what a command takes. The report is what stands in the data field of its --json document.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct ShowSchema {
    /// The command; all commands where it is left out
    pub command: Option<String>,
}

/// The schemas, by command.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Schemas {
    /// For each command the schemas of its `request` and of its `report`, which is `data` in the JSON output.
    pub commands: Map<String, Value>,
}

impl Operation for ShowSchema {
    const NAME: &'static str = "schema";
    const GROUP: Group = Group::Integration;
    const ABOUT: &'static str = "Print the JSON Schemas of requests and reports";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord schema claim", "what a claim takes, and what --json answers to it")];
    type Report = Schemas;

    fn run(self, _context: &Context) -> Result<Schemas> {
        let chosen: Vec<&Entry> = match self.command.as_deref().filter(|name| !name.is_empty()) {
            None => COMMANDS.iter().collect(),
            Some(name) => vec![find(name).ok_or_else(|| unknown(name))?],
        };
        let schemas = chosen.into_iter().map(|entry| {
            let schemas = json!({"request": (entry.request)(), "report": (entry.report)()});
            (entry.name.to_owned(), schemas)
        });
        Ok(Schemas { commands: schemas.collect() })
    }
}

fn unknown(name: &str) -> Error {
    Error::new(Kind::Usage, format!("there is no command {name:?}")).hint("see all commands: coord help")
}

impl Report for Schemas {
    fn text(&self, page: &mut Page) {
        page.verbatim(&format!("{:#}\n", Value::Object(self.commands.clone())));
    }
}
