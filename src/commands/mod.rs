//! One verb a file: request, run, report.
//!
//! A command is an [`Operation`]: a request that the command line (clap) and every other door (serde) can build, a
//! `run` that does it, and a report that can be read by people and programs. [`registry`] lists them all; a new
//! command is a new file and a line there.

pub mod agents;
pub mod argument;
pub mod board;
pub mod ceremonies;
pub mod change;
pub mod claude;
pub mod doors;
pub mod exchange;
pub mod flags;
pub mod operations;
pub mod output_file;
pub mod passages;
pub mod prepared;
pub mod registry;
pub mod step;
pub mod upkeep;
pub mod waiting;
pub mod work;
pub mod workers;

use clap::Args;
use schemars::JsonSchema;

use crate::context::Context;
use crate::error::Result;
use crate::output::Report;

/// A command: its request type, and everything that help, schemas and doors need to know of it.
pub trait Operation: Args + JsonSchema + Sized + 'static {
    /// What is typed.
    const NAME: &'static str;
    /// Other names for it.
    const ALIASES: &'static [&'static str] = &[];
    /// Where it stands in the help.
    const GROUP: Group;
    /// What it does, in a line.
    const ABOUT: &'static str;
    /// Command lines with what each shows; run by a test.
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[];
    /// The name of its span; `None` for a command that only looks.
    const SPAN: Option<&'static str> = None;
    /// Whether it prints one JSON document in any case, also without `--json`.
    const IS_JSON_ALONE: bool = false;
    /// What it answers.
    type Report: Report + JsonSchema + 'static;

    /// Does it.
    ///
    /// # Errors
    /// Whatever hinders it; nothing was changed then, unless the kind says otherwise.
    fn run(self, context: &Context) -> Result<Self::Report>;
}

/// The groups of the help, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Claiming work and finishing it.
    Work,
    /// The queue and what stands in it.
    Queue,
    /// Agents.
    Agents,
    /// Running commands on work.
    Workers,
    /// Looking at the board.
    Board,
    /// The meetings of the train.
    Ceremonies,
    /// Watching how the work goes.
    Operations,
    /// Advice from a language model.
    Claude,
    /// Keeping the board in order.
    Upkeep,
    /// Moving boards about.
    Exchange,
    /// Shells, scripts and documentation.
    Integration,
}

/// All groups in the order of the help.
pub const GROUPS: [Group; 11] = [
    Group::Work,
    Group::Queue,
    Group::Agents,
    Group::Workers,
    Group::Board,
    Group::Ceremonies,
    Group::Operations,
    Group::Claude,
    Group::Upkeep,
    Group::Exchange,
    Group::Integration,
];

impl Group {
    /// The heading in the help.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Work => "Work Management Commands:",
            Self::Queue => "Queue Commands:",
            Self::Agents => "Agent Commands:",
            Self::Workers => "Worker Commands:",
            Self::Board => "Board Commands:",
            Self::Ceremonies => "Ceremony Commands:",
            Self::Operations => "Operations Commands:",
            Self::Claude => "Claude Commands:",
            Self::Upkeep => "Upkeep Commands:",
            Self::Exchange => "Exchange Commands:",
            Self::Integration => "Shell and Script Commands:",
        }
    }
}
