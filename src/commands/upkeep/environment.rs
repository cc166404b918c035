//! `environment`: what coord goes by, and where each of it comes from.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::settings::{self, Settings};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::Result;
use crate::output::table::Grid;
use crate::output::{Page, Paint, Report};

/// Shows what coord goes by.
///
/// The state directory, the caller, and every setting, each with where it comes from: a flag, a variable, a line of
/// config.toml, or nobody said anything and it is the default. Values of variables that hold secrets are not shown.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct ShowEnvironment {}

/// What coord goes by.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Surroundings {
    /// The version of coord.
    pub version: &'static str,
    /// The state directory, the caller, the trace.
    pub facts: Vec<Fact>,
    /// Every setting.
    pub settings: Settings,
}

/// Something that coord goes by and that is no setting.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Fact {
    /// What it is.
    pub name: &'static str,
    /// How it stands; null where there is none.
    pub value: Option<String>,
    /// Where that comes from.
    pub source: String,
}

/// Variables that name the trace, the first one first (CONTRACT, section 4).
const TRACES: [&str; 5] =
    ["FORCE_TRACE_ID", "COORDINATION_TRACE_ID", "TRACE_ID", "OTEL_TRACE_ID", "TRACEPARENT"];

impl Operation for ShowEnvironment {
    const NAME: &'static str = "environment";
    const ALIASES: &'static [&'static str] = &["env"];
    const GROUP: Group = Group::Upkeep;
    const ABOUT: &'static str = "Show what coord goes by, and where each value comes from";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord environment", "why a command does what it does")];
    type Report = Surroundings;

    fn run(self, context: &Context) -> Result<Surroundings> {
        let directory = Fact {
            name: "state directory",
            value: Some(context.dir().display().to_string()),
            source: context.dir_source().to_owned(),
        };
        let caller = [
            ("agent", "AGENT_ID", "a new one for each claim"),
            ("team", "AGENT_TEAM", "default"),
            ("role", "AGENT_ROLE", "not set"),
            ("capacity", "AGENT_CAPACITY", "not set"),
            ("specialization", "AGENT_SPECIALIZATION", "not set"),
            ("work item", "CURRENT_WORK_ITEM", "not set"),
            ("clock", "COORD_NOW", "the clock of the machine"),
        ];
        let caller = caller.into_iter().map(|(name, variable, otherwise)| {
            let value = context.variable(variable);
            let source = if value.is_some() { variable } else { otherwise };
            let value = value.or_else(|| (name == "team").then(|| context.default_team()));
            Fact { name, value, source: source.to_owned() }
        });
        let trace = context.trace();
        let source = TRACES.into_iter().find(|name| context.variable(name).is_some());
        let trace = Fact {
            name: "trace",
            value: Some(trace.trace_id.clone()),
            source: source.unwrap_or("a new one for each command").to_owned(),
        };
        let facts = std::iter::once(directory).chain(caller).chain([trace]).collect();
        Ok(Surroundings { version: env!("CARGO_PKG_VERSION"), facts, settings: settings::all(context)? })
    }
}

impl Report for Surroundings {
    fn text(&self, page: &mut Page) {
        page.painted(Paint::Heading, format!("🌍 ENVIRONMENT - coord {}", self.version));
        let mut grid = Grid::new(page, &["WHAT", "VALUE", "FROM"], 1);
        for fact in &self.facts {
            let value = fact.value.as_deref().unwrap_or("–");
            grid.row(&[(fact.name, None), (value, None), (&fact.source, Some(Paint::Faint))]);
        }
        page.block(&grid.into_text());
        page.gap();
        self.settings.text(page);
    }
}
