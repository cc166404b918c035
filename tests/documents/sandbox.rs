//! A home of its own for each run: directory, environment, clock.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The clock of every run, so that ids and times are the same each time.
const NOW: &str = "2026-01-31T09:00:00Z";
/// The trace of every run.
const TRACE_ID: &str = "0af7651916cd43dd8448eb211c80319c";

/// A home directory with an empty project in it.
pub(crate) struct Sandbox {
    home: TempDir,
    variables: Vec<(String, String)>,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        for folder in ["project", "tmp", ".local/share/bash-completion/completions"] {
            std::fs::create_dir_all(home.path().join(folder)).unwrap();
        }
        Self { home, variables: Vec::new() }
    }

    /// Sets a variable for every later run.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// A program in the project, with `coord` on the PATH and nothing else from outside.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.home().join("project"))
            .env_clear()
            .env("PATH", search_path())
            .env("HOME", self.home())
            .env("TMPDIR", self.home().join("tmp"))
            .env("LANG", "C.UTF-8")
            .env("COORD_NOW", NOW)
            .env("TRACE_ID", TRACE_ID)
            .env("MANPAGER", "cat")
            // Whatever this machine has: nobody is asked.
            .env("COORD_CLAUDE_PROVIDER", "none")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    /// Runs a line of shell.
    pub(crate) fn shell(&self, line: &str) -> Output {
        self.command("sh").args(["-c", line]).output().unwrap()
    }
}

/// The directory of the `coord` under test, then where the tools of this machine are.
fn search_path() -> std::ffi::OsString {
    let coord = PathBuf::from(env!("CARGO_BIN_EXE_coord"));
    let outside = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(coord.parent().unwrap().to_owned()).chain(std::env::split_paths(&outside));
    std::env::join_paths(folders).unwrap()
}

/// Whether a tool is on this machine.
pub(crate) fn has(tool: &str) -> bool {
    let outside = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&outside).any(|folder| folder.join(tool).is_file())
}

/// Both streams of a run, for the message of a failed test.
pub(crate) fn said(output: &Output) -> String {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    format!("{}\n{}{}", output.status, text(&output.stdout), text(&output.stderr))
}
