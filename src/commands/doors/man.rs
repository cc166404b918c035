//! `man`: manual pages.

mod page;
mod tables;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use page::pages;
pub use tables::{ENVIRONMENT, FILES};

use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
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
        &[("coord man claim | man -l -", "read the page of claim")];
    type Report = ManualPage;

    fn run(self, context: &Context) -> Result<ManualPage> {
        let name = self.command.filter(|name| !name.is_empty());
        let pages = pages(context.command_tree());
        let file = match name.as_deref() {
            None | Some("coord") => "coord.1".to_owned(),
            Some(name) => page::entry_of(name)
                .map(|entry| format!("coord-{}.1", entry.name))
                .ok_or_else(|| no_page(name))?,
        };
        let found = pages.into_iter().find(|(known, _)| *known == file);
        found.map(|(_, page)| ManualPage { page }).ok_or_else(|| no_page(&file))
    }
}

fn no_page(name: &str) -> Error {
    Error::new(Kind::Usage, format!("there is no manual page for {name:?}"))
        .hint("see all commands: coord help")
}

impl Report for ManualPage {
    fn text(&self, page: &mut Page) {
        page.verbatim(&self.page);
    }
}
