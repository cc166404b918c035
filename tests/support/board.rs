//! A board in a directory of its own, and `coord` run on it with nothing else around.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::tools::{boot_id_file, under_boot_id};
use super::{Outcome, Running, State, consistency_faults, parse};

/// A fixed clock for tests that need one.
pub(crate) const NOON: &str = "2026-01-31T12:00:00Z";

/// The program under test: the one cargo built, or the one `COORD_TEST_BIN` names (the mutant proofs).
pub(crate) fn program() -> PathBuf {
    std::env::var_os("COORD_TEST_BIN").map_or_else(|| env!("CARGO_BIN_EXE_coord").into(), PathBuf::from)
}

/// A state directory inside a temporary directory that is also home and working directory.
pub(crate) struct Board {
    home: TempDir,
    dir: PathBuf,
    variables: BTreeMap<String, String>,
    boot_id: Option<PathBuf>,
}

impl Board {
    /// An empty board with the real clock.
    pub(crate) fn new() -> Self {
        let home = TempDir::new().unwrap();
        let dir = home.path().join("board");
        Self { home, dir, variables: BTreeMap::new(), boot_id: None }
    }

    /// A board in `dir`, which need not be there yet.
    pub(crate) fn in_dir(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), ..Self::new() }
    }

    /// The same with the clock standing at `now`: RFC 3339, or nanoseconds since the epoch.
    #[must_use]
    pub(crate) fn at(self, now: &str) -> Self {
        self.with("COORD_NOW", now)
    }

    /// The same with every command given by this agent.
    #[must_use]
    pub(crate) fn by(self, agent: &str) -> Self {
        self.with("AGENT_ID", agent)
    }

    /// The same with every command seeing this variable.
    #[must_use]
    pub(crate) fn with(mut self, variable: &str, value: &str) -> Self {
        self.variables.insert(variable.to_owned(), value.to_owned());
        self
    }

    /// Sets the clock.
    pub(crate) fn set_clock(&mut self, now: &str) {
        self.variables.insert("COORD_NOW".to_owned(), now.to_owned());
    }

    /// From now on commands run in another boot of the machine. Needs root.
    pub(crate) fn reboot(&mut self, boot: u32) {
        self.boot_id = Some(boot_id_file(self.home(), boot));
    }

    /// The state directory.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The directory around the state directory.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// A path in the state directory.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// `coord` with `arguments`, not started yet.
    pub(crate) fn command<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments);
        self.surround(&mut command);
        match &self.boot_id {
            Some(boot_id) => under_boot_id(boot_id, &command),
            None => command,
        }
    }

    /// Gives any command the directory and the environment that `coord` gets.
    pub(crate) fn surround(&self, command: &mut Command) {
        command.env_clear().current_dir(self.home()).env("HOME", self.home());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("COORDINATION_DIR", &self.dir);
        command.envs(&self.variables);
    }

    /// Runs `coord` to its end.
    #[track_caller]
    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Outcome {
        Running::start(&mut self.command(arguments)).finish()
    }

    /// Runs `coord`; fails the test unless it ends with 0.
    #[track_caller]
    pub(crate) fn ok<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Outcome {
        self.run(arguments).ok()
    }

    /// Claims new work and gives its id.
    #[track_caller]
    pub(crate) fn claim(&self, description: &str) -> String {
        self.ok(&["claim", "feature", description, "high", "backend_team"]).work_id()
    }

    /// Makes the board so large that it has an index, with an item of a long description.
    #[track_caller]
    pub(crate) fn fill(&self) -> String {
        let id = self.claim(&"long ".repeat(20_000));
        self.ok(&["complete", &self.claim(&"longer ".repeat(18_000)), "success", "1"]);
        id
    }

    /// The bytes of the state files.
    pub(crate) fn state(&self) -> State {
        State::read(&self.dir)
    }

    /// The items in `work_claims.json`.
    #[track_caller]
    pub(crate) fn items(&self) -> Vec<Value> {
        list(&self.path("work_claims.json"))
    }

    /// The items in `work_claims.json` and in the archive.
    #[track_caller]
    pub(crate) fn all_items(&self) -> Vec<Value> {
        let archives = fs::read_dir(self.path("archived_claims")).into_iter().flatten().flatten();
        archives.flat_map(|archive| list(&archive.path())).chain(self.items()).collect()
    }

    /// The item of that id.
    #[track_caller]
    pub(crate) fn item(&self, id: &str) -> Value {
        let found = self.items().into_iter().find(|item| item["work_item_id"] == id);
        found.unwrap_or_else(|| panic!("no item {id}"))
    }

    /// The agents in `agent_status.json`.
    #[track_caller]
    pub(crate) fn agents(&self) -> Vec<Value> {
        list(&self.path("agent_status.json"))
    }

    /// The completions.
    #[track_caller]
    pub(crate) fn log(&self) -> Vec<Value> {
        list(&self.path("coordination_log.json"))
    }

    /// The lines of `velocity_log.txt`.
    pub(crate) fn velocity(&self) -> Vec<String> {
        let text = fs::read_to_string(self.path("velocity_log.txt")).unwrap_or_default();
        text.lines().map(ToOwned::to_owned).collect()
    }

    /// Fails the test unless every file parses, the files agree with each other and the journal is whole. Only
    /// for boards that nobody but `coord` wrote to.
    #[track_caller]
    pub(crate) fn assert_consistent(&self) {
        let faults = consistency_faults(&self.all_items(), &self.agents(), &self.log(), &self.velocity());
        assert!(faults.is_empty(), "the files do not agree: {faults:#?}");
        self.ok(&["audit", "verify"]);
    }
}

/// The array in a file; none where there is no file yet.
#[track_caller]
fn list(path: &Path) -> Vec<Value> {
    if !path.exists() {
        return Vec::new();
    }
    parse(path).as_array().unwrap_or_else(|| panic!("{} is no array", path.display())).clone()
}
