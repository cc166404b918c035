//! `completions`: completion scripts for shells.

pub mod values;

use clap::{Args, ValueEnum};
use clap_complete::env::Shells;
use clap_complete::{Shell, generate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};

/// Prints a completion script.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Completions {
    /// The shell
    // `--shell` has the id `shell`, and the two must not meet.
    #[arg(id = "shell_name", value_name = "SHELL", value_enum)]
    pub shell: ShellName,
    /// Complete from the board too: ids of open work, agents, teams, keys; for bash, zsh, fish, elvish and powershell
    #[arg(long)]
    #[serde(default)]
    pub dynamic: bool,
}

/// Shells that can complete commands.
#[derive(Clone, Copy, Debug, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ShellName {
    /// GNU Bash
    Bash,
    /// Z shell
    Zsh,
    /// fish
    Fish,
    /// PowerShell
    #[value(name = "powershell")]
    PowerShell,
    /// Elvish
    Elvish,
}

/// All shells, with the file that the script of each is installed as.
pub const SHELLS: [(ShellName, &str); 5] = [
    (ShellName::Bash, "coord.bash"),
    (ShellName::Zsh, "_coord"),
    (ShellName::Fish, "coord.fish"),
    (ShellName::PowerShell, "_coord.ps1"),
    (ShellName::Elvish, "coord.elv"),
];

/// A completion script.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Script {
    /// The script.
    pub script: String,
}

impl Operation for Completions {
    const NAME: &'static str = "completions";
    const GROUP: Group = Group::Integration;
    const ABOUT: &'static str = "Print a completion script for a shell";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        (
            "coord completions bash > ~/.local/share/bash-completion/completions/coord",
            "where Bash looks for it",
        ),
        (
            "coord completions bash --dynamic >> ~/.bashrc",
            "complete ids, agents and teams of the board too, in every new shell",
        ),
    ];
    type Report = Script;

    fn run(self, context: &Context) -> Result<Script> {
        let script =
            if self.dynamic { registration(self.shell)? } else { script(self.shell, context.command_tree()) };
        Ok(Script { script })
    }
}

/// The variable with which a shell asks for completions, and says which shell it is.
pub const VARIABLE: &str = "COORD_COMPLETE";

/// What makes a shell ask `coord` for what may come next.
fn registration(shell: ShellName) -> Result<String> {
    let name = generator(shell).to_string();
    let mut bytes = Vec::new();
    let written = Shells::builtins()
        .completer(&name)
        .map(|completer| completer.write_registration(VARIABLE, "coord", "coord", "coord", &mut bytes));
    match written {
        Some(Ok(())) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        _ => Err(Error::new(Kind::General, format!("there is no dynamic completion for {name}"))),
    }
}

fn generator(shell: ShellName) -> Shell {
    match shell {
        ShellName::Bash => Shell::Bash,
        ShellName::Zsh => Shell::Zsh,
        ShellName::Fish => Shell::Fish,
        ShellName::PowerShell => Shell::PowerShell,
        ShellName::Elvish => Shell::Elvish,
    }
}

/// The completion script of a shell.
pub fn script(shell: ShellName, mut command: clap::Command) -> String {
    let mut bytes = Vec::new();
    generate(generator(shell), &mut command, "coord", &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Report for Script {
    fn text(&self, page: &mut Page) {
        page.verbatim(&self.script);
    }
}
