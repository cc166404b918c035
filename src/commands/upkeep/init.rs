//! `init`: makes a board.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::{Group, Operation};
use crate::config::TEMPLATE;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::{Page, Report};

/// Makes a board: the directory, its settings, and a note for git.
///
/// No command needs it: the first one that writes makes the board. What is there already stays as it is.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Init {
    /// Let git track the board instead of ignoring it
    #[arg(long)]
    #[serde(default)]
    pub tracked: bool,
    /// Only print the settings file with every key and its default
    #[arg(long)]
    #[serde(default)]
    pub print_config: bool,
}

/// The board that was made.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Made {
    /// The state directory.
    pub dir: String,
    /// Whether it is new; otherwise what was missing was added.
    pub created: bool,
    /// Files that were written, by name.
    pub written: Vec<String>,
    /// The settings file, where only that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config: Option<String>,
}

impl Operation for Init {
    const NAME: &'static str = "init";
    const GROUP: Group = Group::Upkeep;
    const ABOUT: &'static str = "Make a board: directory, commented settings, ignored by git";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord init", "a board in .coord, at the root of the repository"),
        ("coord init --print-config", "every setting with its default"),
    ];
    type Report = Made;

    fn run(self, context: &Context) -> Result<Made> {
        let dir = context.dir();
        let shown = dir.display().to_string();
        if self.print_config {
            return Ok(Made {
                dir: shown,
                created: false,
                written: Vec::new(),
                config: Some(TEMPLATE.to_owned()),
            });
        }
        let created = !dir.is_dir();
        context.store()?.checkpoint(context.now())?;
        let mut written = Vec::new();
        let mut files = vec![("config.toml", TEMPLATE)];
        files.push((".gitignore", if self.tracked { TRACKED } else { IGNORED }));
        if self.tracked {
            // A board that was ignored until now.
            drop_ours(&dir.join(".gitignore"))?;
        }
        for (name, text) in files {
            if write_new(&dir.join(name), text)? {
                written.push(name.to_owned());
            }
        }
        Ok(Made { dir: shown, created, written, config: None })
    }
}

/// What git is told of a board that is this machine's own.
const IGNORED: &str = "# The board of this machine. `coord init --tracked` leaves it to git.\n*\n";
/// What git is told of a board that it tracks.
const TRACKED: &str = "# Lock, journal and workers belong to this machine.\n.store/\nlogs/\nworkers.*\n";

/// Removes the note that makes git ignore the board, if it is as we wrote it.
fn drop_ours(path: &Path) -> Result<()> {
    match fs::read_to_string(path) {
        Ok(text) if text == IGNORED => {
            fs::remove_file(path).map_err(|error| Error::io("cannot replace", path, &error))
        }
        _ => Ok(()),
    }
}

/// Writes a file that is not there yet. Says whether it did.
fn write_new(path: &Path, text: &str) -> Result<bool> {
    let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let mut file = match file {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(Error::io("cannot create", path, &error)),
    };
    if let Err(error) = file.write_all(text.as_bytes()).and_then(|()| file.sync_all()) {
        let _ = fs::remove_file(path);
        return Err(Error::io("cannot write", path, &error));
    }
    Ok(true)
}

impl Report for Made {
    fn text(&self, page: &mut Page) {
        if let Some(config) = &self.config {
            page.verbatim(config);
            return;
        }
        let verb = if self.created { "Made" } else { "Completed" };
        page.line(format!("✅ {verb} the board in {}", self.dir));
        for name in &self.written {
            page.line(format!("   📄 {name}"));
        }
        if self.written.is_empty() {
            page.line("   Everything was there already.");
        }
    }
}
