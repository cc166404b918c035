//! `man`: manual pages.

use clap::{Args, Command};
use clap_mangen::Man as Renderer;
use clap_mangen::roff::{Roff, bold, roman};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::registry::find;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::{Error, KINDS, Kind, Result};
use crate::output::{Page, Report};

/// Prints a manual page.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Man {
    /// The command; the page of coord itself where it is left out
    pub command: Option<String>,
}

/// A manual page.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ManualPage {
    /// The page, as troff source.
    pub page: String,
}

impl Operation for Man {
    const NAME: &'static str = "man";
    const GROUP: Group = Group::Integration;
    const ABOUT: &'static str = "Print a manual page";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord man claim | man -l -", "the page of claim")];
    type Report = ManualPage;

    fn run(self, context: &Context) -> Result<ManualPage> {
        let name = self.command.filter(|name| !name.is_empty());
        let pages = pages(context.command_tree());
        let file = match name.as_deref() {
            None | Some("coord") => "coord.1".to_owned(),
            Some(name) => {
                find(name).map(|entry| format!("coord-{}.1", entry.name)).ok_or_else(|| no_page(name))?
            }
        };
        let found = pages.into_iter().find(|(known, _)| *known == file);
        found.map(|(_, page)| ManualPage { page }).ok_or_else(|| no_page(&file))
    }
}

fn no_page(name: &str) -> Error {
    Error::new(Kind::Usage, format!("there is no manual page for {name:?}"))
        .hint("see all commands: coord help")
}

/// Every page, as file name and troff source.
pub fn pages(mut tree: Command) -> Vec<(String, String)> {
    tree.build();
    let names: Vec<String> = tree
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .filter(|name| name != "help")
        .collect();
    let mut pages = vec![("coord.1".to_owned(), page(&tree, &names))];
    for name in &names {
        if let Some(command) = tree.find_subcommand(name) {
            let title = format!("coord-{name}");
            let command = command.clone().display_name(title.clone());
            pages.push((format!("{title}.1"), page(&command, &[])));
        }
    }
    pages
}

/// One page: what the arguments say, then what holds for every command.
fn page(command: &Command, commands: &[String]) -> String {
    let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
    let renderer =
        Renderer::new(command.clone()).title(name.to_uppercase()).section("1").manual("coord").date("");
    let mut out = Vec::new();
    // Writing to memory does not fail.
    let sections = [
        Renderer::render_title,
        Renderer::render_name_section,
        Renderer::render_synopsis_section,
        Renderer::render_description_section,
        Renderer::render_options_section,
    ];
    for render in sections {
        let _ = render(&renderer, &mut out);
    }
    if !commands.is_empty() {
        let _ = renderer.render_subcommands_section(&mut out);
    }
    let _ = common_sections(command, commands).to_writer(&mut out);
    String::from_utf8_lossy(&out).into_owned()
}

fn common_sections(command: &Command, commands: &[String]) -> Roff {
    let mut roff = Roff::default();
    roff.control("SH", ["EXIT STATUS"]);
    for kind in KINDS {
        roff.control("TP", []).text([bold(kind.exit_code().to_string())]).text([roman(kind.meaning())]);
    }
    roff.control("SH", ["ENVIRONMENT"]);
    for (variable, meaning) in ENVIRONMENT {
        roff.control("TP", []).text([bold(variable)]).text([roman(meaning)]);
    }
    roff.control("SH", ["FILES"]);
    for (file, meaning) in FILES {
        roff.control("TP", []).text([bold(file)]).text([roman(meaning)]);
    }
    let examples = find(command.get_name()).map_or(TOUR, |entry| entry.examples);
    if !examples.is_empty() {
        roff.control("SH", ["EXAMPLES"]);
    }
    for (line, shows) in examples {
        roff.control("TP", []).text([bold(*line)]).text([roman(*shows)]);
    }
    roff.control("SH", ["SEE ALSO"]);
    let others: Vec<String> = if commands.is_empty() {
        vec!["coord(1)".to_owned()]
    } else {
        commands.iter().map(|name| format!("coord-{name}(1)")).collect()
    };
    roff.text([roman(others.join(", "))]);
    roff
}

/// Examples on the page of coord itself.
const TOUR: &[(&str, &str)] = &[
    ("coord claim feature \"Add login\" high backend_team", "claims a new piece of work"),
    ("coord dashboard", "shows who works on what"),
];

const ENVIRONMENT: [(&str, &str); 12] = [
    ("COORDINATION_DIR", "The state directory."),
    ("AGENT_ID", "Who you are; without it a claim makes a new agent."),
    ("AGENT_TEAM", "Your team where a command names none; autonomous_team."),
    ("AGENT_CAPACITY, AGENT_SPECIALIZATION, AGENT_ROLE", "What a claim registers of its agent."),
    ("CURRENT_WORK_ITEM", "The work id of progress and complete where they name none."),
    ("WORK_CLAIM_TIMEOUT", "How long a claim stands without a sign, in seconds; 1800."),
    ("MAX_CONCURRENT_WORK", "How many items an agent may hold."),
    ("OPTIMIZATION_THRESHOLD", "Below so many lines optimize does nothing; 1000."),
    ("TELEMETRY_ENABLED", "false writes no spans and events."),
    (
        "FORCE_TRACE_ID, COORDINATION_TRACE_ID, TRACE_ID, OTEL_TRACE_ID, TRACEPARENT",
        "The trace, the first that is set.",
    ),
    ("COORD_LOCK_TIMEOUT, COORD_LOG", "The defaults of --lock-timeout and -v."),
    ("NO_COLOR, CLICOLOR_FORCE", "Colours never, or always."),
];

const FILES: [(&str, &str); 5] = [
    (
        "work_claims.json, agent_status.json, coordination_log.json",
        "Work, agents and completions, as JSON arrays.",
    ),
    ("velocity_log.txt", "A line a completion."),
    ("telemetry_spans.jsonl, phoenix_telemetry_events.jsonl", "Spans and events, one JSON object a line."),
    ("config.toml", "Settings; coord init writes it with every key."),
    (".store/", "Lock, journal, checkpoint and quarantine."),
];

impl Report for ManualPage {
    fn text(&self, page: &mut Page) {
        page.verbatim(&self.page);
    }
}
