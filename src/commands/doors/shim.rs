//! `shim`: the script's name for this binary.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report, escape};

/// The script's name.
const NAME: &str = "coordination_helper.sh";
/// By this line a shim is known as ours.
const MARK: &str = "# coord shim: calls the coord binary under the script's name";

/// Installs or removes coordination_helper.sh.
///
/// The shim is a script of two lines that calls coord. A script of that name that is there already is kept beside it,
/// and comes back when the shim is removed.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Shim {
    /// What to do
    #[arg(value_enum)]
    pub action: Action,
    /// The directory [default: the working directory]
    #[arg(id = "place", value_name = "DIR", value_parser = path_parser())]
    pub dir: Option<PathBuf>,
}

/// What can be done with the shim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Put it there; a script of that name is kept beside it
    Install,
    /// Take it away again; the kept script comes back
    Remove,
}

/// What became of the shim.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Shimmed {
    /// The shim.
    pub path: String,
    /// Whether it is there now.
    pub installed: bool,
    /// Where the old script is kept, or was kept until now.
    pub kept: Option<String>,
}

impl Operation for Shim {
    const NAME: &'static str = "shim";
    const GROUP: Group = Group::Integration;
    const ABOUT: &'static str = "Install or remove the script's name, coordination_helper.sh";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord shim install scripts", "put coordination_helper.sh into scripts/"),
        ("coord shim install scripts && coord shim remove scripts", "there and back"),
    ];
    type Report = Shimmed;

    fn run(self, context: &Context) -> Result<Shimmed> {
        let dir = self.dir.filter(|dir| !dir.as_os_str().is_empty());
        let here = context.environment().working_directory();
        let dir = dir.map_or_else(|| here.to_owned(), |dir| here.join(dir));
        match self.action {
            Action::Install => install(&dir, &context.environment().executable()?),
            Action::Remove => remove(&dir),
        }
    }
}

/// A path, which may be empty: that counts as not given.
fn path_parser() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

fn install(dir: &Path, executable: &Path) -> Result<Shimmed> {
    fs::create_dir_all(dir).map_err(|error| Error::io("cannot create", dir, &error))?;
    let (path, kept) = (dir.join(NAME), dir.join(format!("{NAME}.before-coord")));
    let executable = executable
        .to_str()
        .ok_or_else(|| Error::new(Kind::General, "the path of coord is no UTF-8 text"))?
        .to_owned();
    let moved = match is_shim(&path)? {
        None | Some(true) => false,
        Some(false) if kept.exists() => {
            return Err(Error::new(
                Kind::General,
                format!("{} is a script, and {} is taken", path.display(), kept.display()),
            )
            .hint("move one of them away"));
        }
        Some(false) => {
            fs::rename(&path, &kept).map_err(|error| Error::io("cannot keep", &path, &error))?;
            true
        }
    };
    let text = format!("#!/bin/sh\n{MARK}\nexec {} \"$@\"\n", escape::shell_word(&executable));
    write_executable(&path, &text)?;
    Ok(Shimmed {
        path: path.display().to_string(),
        installed: true,
        kept: moved.then(|| kept.display().to_string()),
    })
}

fn remove(dir: &Path) -> Result<Shimmed> {
    let (path, kept) = (dir.join(NAME), dir.join(format!("{NAME}.before-coord")));
    match is_shim(&path)? {
        Some(true) => fs::remove_file(&path).map_err(|error| Error::io("cannot remove", &path, &error))?,
        Some(false) => {
            return Err(Error::new(Kind::General, format!("{} is no shim of coord", path.display()))
                .hint("it was left alone"));
        }
        None => {
            return Err(Error::new(Kind::FileNotFound, format!("there is no {}", path.display()))
                .hint("name the directory that it is in: coord shim remove DIR"));
        }
    }
    let came_back = kept.exists();
    if came_back {
        fs::rename(&kept, &path).map_err(|error| Error::io("cannot put back", &kept, &error))?;
    }
    Ok(Shimmed {
        path: path.display().to_string(),
        installed: false,
        kept: came_back.then(|| kept.display().to_string()),
    })
}

/// Whether the file is a shim of ours; `None` where there is none.
fn is_shim(path: &Path) -> Result<Option<bool>> {
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    let mut text = String::new();
    let read = fs::File::open(path).and_then(|file| file.take(4_096).read_to_string(&mut text));
    match read {
        Ok(_) => Ok(Some(text.lines().nth(1) == Some(MARK))),
        // A binary, or a link to one, is somebody else's.
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => Ok(Some(false)),
        Err(error) => Err(Error::io("cannot read", path, &error)),
    }
}

/// Written beside and renamed, so that a caller never runs half a shim.
fn write_executable(path: &Path, text: &str) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let staged = path.with_extension("sh.new");
    let written = fs::write(&staged, text)
        .and_then(|()| fs::set_permissions(&staged, fs::Permissions::from_mode(0o755)))
        .and_then(|()| fs::rename(&staged, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&staged);
        Error::io("cannot write", path, &error)
    })
}

impl Report for Shimmed {
    fn text(&self, page: &mut Page) {
        match (self.installed, &self.kept) {
            (true, Some(kept)) => {
                page.line(format!("✅ Installed {}; the script that was there is kept as {kept}", self.path));
            }
            (true, None) => page.line(format!("✅ Installed {}", self.path)),
            (false, Some(_)) => {
                page.line(format!("✅ Removed the shim; the script is back at {}", self.path));
            }
            (false, None) => page.line(format!("✅ Removed {}", self.path)),
        }
    }
}
