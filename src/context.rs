//! What a command knows of the world: the only reader of environment, working directory, clock and random numbers.

mod discovery;
mod environment;
mod interruption;

use std::cell::{OnceCell, RefCell};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

pub use environment::Environment;
pub use interruption::Interruption;

use crate::config::{self, Config, Shared};
use crate::domain::{Instant, Stamp};
use crate::error::Result;
use crate::output::{Format, Projection};
use crate::store::{self, Options, Store};
use crate::telemetry::{self, Recorder, Trace};

/// What every command takes besides its own arguments.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The state directory.
    pub dir: Option<PathBuf>,
    /// How long to wait for the lock.
    pub lock_timeout: Option<config::Duration>,
    /// The caller's name for this request.
    pub request_id: Option<String>,
    /// What a named request asks for, shortened: the same arguments give the same text.
    pub asked: Option<String>,
    /// Why, for the journal.
    pub reason: Option<String>,
    /// Whether a network file system is accepted.
    pub allow_network_fs: bool,
    /// How the report is rendered.
    pub format: Format,
    /// Which fields of each item are told; all, where nothing is said.
    pub fields: Option<Projection>,
    /// Whether colours are wanted; `None` leaves it to the terminal.
    pub colour: Option<bool>,
    /// How much is logged to stderr.
    pub verbose: u8,
}

/// Who asks for one request of many, and why.
#[derive(Clone, Debug, Default)]
pub struct Asker<'a> {
    /// The agent, where it is another one than `AGENT_ID` says.
    pub agent_id: Option<&'a str>,
    /// Why, where it is another reason than the one of the command.
    pub reason: Option<&'a str>,
    /// The caller's name for the request.
    pub request_id: Option<String>,
}

/// What contexts are made of. Unlike them it can go to other threads.
#[derive(Clone, Debug)]
pub struct Surroundings {
    environment: Environment,
    settings: Settings,
    command_tree: fn() -> clap::Command,
}

impl Surroundings {
    /// The same with these variables on top.
    #[must_use]
    pub fn with(&self, variables: &[(&str, &str)]) -> Self {
        Self { environment: self.environment.later(variables), ..self.clone() }
    }

    /// The same with a reason, where the command has none of its own.
    #[must_use]
    pub fn because(&self, reason: &str) -> Self {
        let reason = self.settings.reason.clone().unwrap_or_else(|| reason.to_owned());
        Self { settings: Settings { reason: Some(reason), ..self.settings.clone() }, ..self.clone() }
    }

    /// The time, as it is written into logs.
    pub fn stamp(&self) -> Stamp {
        self.environment.clock().stamp()
    }

    /// A context with a clock reading of its own.
    pub fn context(&self) -> Context {
        Context::new(self.environment.later(&[]), self.settings.clone(), self.command_tree)
    }
}

/// The world as one command sees it.
pub struct Context {
    environment: Environment,
    settings: Settings,
    config: OnceCell<Arc<Config>>,
    dir: OnceCell<PathBuf>,
    store: OnceCell<Box<dyn Store>>,
    trace: Trace,
    recorder: RefCell<Recorder>,
    warnings: RefCell<Vec<String>>,
    command_tree: fn() -> clap::Command,
}

impl Context {
    /// A context over `environment` for a command with these settings. `command_tree` gives the command line, for
    /// the commands that document it.
    pub fn new(environment: Environment, settings: Settings, command_tree: fn() -> clap::Command) -> Self {
        let trace = Trace::of(|name| environment.variable(name));
        Self {
            environment,
            settings,
            config: OnceCell::new(),
            dir: OnceCell::new(),
            store: OnceCell::new(),
            trace,
            recorder: RefCell::default(),
            warnings: RefCell::default(),
            command_tree,
        }
    }

    /// The world a moment later, with these variables on top: for commands that go on, and act more than once.
    #[must_use]
    pub fn later(&self, variables: &[(&str, &str)]) -> Self {
        let settings = Settings { dir: Some(self.dir().to_owned()), ..self.settings.clone() };
        Self::new(self.environment.later(variables), settings, self.command_tree)
    }

    /// The same instant of the same world for one request of many: what it does not say stays as it is. It is no more
    /// work than a few copies, and touches neither the clock nor a file.
    ///
    /// # Errors
    /// The configuration is wrong.
    pub fn asked(&self, asker: Asker<'_>) -> Result<Self> {
        self.config()?;
        let environment = match asker.agent_id {
            Some(agent_id) => self.environment.with(&[("AGENT_ID", agent_id)]),
            None => self.environment.clone(),
        };
        let reason = asker.reason.map(ToOwned::to_owned).or_else(|| self.settings.reason.clone());
        let settings = Settings { reason, request_id: asker.request_id, ..self.settings.clone() };
        Ok(Self {
            environment,
            settings,
            config: self.config.clone(),
            dir: OnceCell::from(self.dir().to_owned()),
            store: OnceCell::new(),
            trace: self.trace.clone(),
            recorder: RefCell::default(),
            warnings: RefCell::default(),
            command_tree: self.command_tree,
        })
    }

    /// What contexts are made of, for steps that are a part of this command: in its trace, on its board, and without
    /// its request id, which names one change only.
    pub fn surroundings(&self) -> Surroundings {
        let dir = self.environment.working_directory().join(self.dir());
        Surroundings {
            environment: self.environment.later(&[("TRACEPARENT", &self.trace.as_parent())]),
            settings: Settings { dir: Some(dir), request_id: None, ..self.settings.clone() },
            command_tree: self.command_tree,
        }
    }

    /// The world a moment later, in the same trace: for a command that tries the same again.
    #[must_use]
    pub fn again(&self) -> Self {
        Self { trace: self.trace.clone(), ..self.later(&[]) }
    }

    /// Tells in the name of this context what a later one has to tell.
    pub fn take_over(&self, later: &Self) {
        self.recorder.swap(&later.recorder);
        self.warnings.borrow_mut().append(&mut later.warnings.borrow_mut());
    }

    /// The command line, for the commands that document it.
    pub fn command_tree(&self) -> clap::Command {
        (self.command_tree)()
    }

    /// The clock reading that the whole command works with.
    pub fn now(&self) -> Instant {
        self.environment.now()
    }

    /// Now, as it is written into the state.
    pub fn stamp(&self) -> Stamp {
        self.now().stamp()
    }

    /// What every command takes.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The world outside.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// An environment variable; one that is empty counts as not set.
    pub fn variable(&self, name: &str) -> Option<String> {
        self.environment.variable(name)
    }

    /// The trace that this command is part of.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// What this command will say in its span and events.
    pub fn recorder(&self) -> &RefCell<Recorder> {
        &self.recorder
    }

    /// Notes what the caller should know though the command succeeds.
    pub fn warn(&self, warning: impl Into<String>) {
        self.warnings.borrow_mut().push(warning.into());
    }

    /// What was noted.
    pub fn warnings(&self) -> Vec<String> {
        self.warnings.borrow().clone()
    }

    /// The agent that asks, where it says so (`AGENT_ID`).
    pub fn agent_id(&self) -> Option<String> {
        self.variable("AGENT_ID")
    }

    /// The team of a caller that names none (`AGENT_TEAM`).
    pub fn default_team(&self) -> String {
        self.variable("AGENT_TEAM").unwrap_or_else(|| "autonomous_team".to_owned())
    }

    /// The state directory: `--dir`, `COORDINATION_DIR`, or the nearest one (CONTRACT, section 2).
    pub fn dir(&self) -> &Path {
        self.dir.get_or_init(|| {
            let named =
                self.settings.dir.clone().or_else(|| self.environment.coordination_dir().map(Path::to_owned));
            named.unwrap_or_else(|| discovery::state_directory(self.environment.working_directory()))
        })
    }

    /// Where the path of the state directory comes from.
    pub fn dir_source(&self) -> &'static str {
        if self.settings.dir.is_some() {
            "--dir"
        } else if self.environment.coordination_dir().is_some() {
            "COORDINATION_DIR"
        } else if self.dir().is_dir() {
            "the nearest one, from the working directory upwards"
        } else {
            "where the first command that writes makes it"
        }
    }

    /// What the board is set to.
    ///
    /// # Errors
    /// `config.toml` cannot be read or does not parse.
    pub fn config(&self) -> Result<&Config> {
        if let Some(config) = self.config.get() {
            return Ok(config);
        }
        let config = self.load_config()?;
        Ok(self.config.get_or_init(|| Arc::new(config)))
    }

    fn load_config(&self) -> Result<Config> {
        let path = self.dir().join("config.toml");
        let mut config = match telemetry::read_small(&path)? {
            Some(text) => Config::parse(&text, &path)?,
            None => Config::default(),
        };
        self.apply_environment(&mut config)?;
        Ok(config)
    }

    fn apply_environment(&self, config: &mut Config) -> Result<()> {
        for key in config::OVERRIDES {
            if let Some(text) = self.variable(key.variable) {
                key.apply(config, &text)?;
            }
        }
        if let Some(timeout) = self.settings.lock_timeout {
            config.lock_timeout = timeout;
        }
        config.allow_network_fs |= self.settings.allow_network_fs;
        Ok(())
    }

    /// The board.
    ///
    /// # Errors
    /// The configuration is wrong.
    pub fn store(&self) -> Result<&dyn Store> {
        if let Some(store) = self.store.get() {
            return Ok(store.as_ref());
        }
        let store = self.open_store(Duration::MAX, None)?;
        Ok(self.store.get_or_init(|| store).as_ref())
    }

    /// The board for who waits for its locks no longer than `at_most`, and not at all once `given_up` is set.
    ///
    /// # Errors
    /// The configuration is wrong.
    pub fn open_store(&self, at_most: Duration, given_up: Option<Arc<AtomicBool>>) -> Result<Box<dyn Store>> {
        let config = self.config()?;
        Ok(store::open(Options {
            dir: self.dir().to_owned(),
            lock_timeout: config.lock_timeout.as_std().min(at_most).max(Duration::from_millis(1)),
            given_up,
            allow_network_fs: config.allow_network_fs,
            legacy_lock: config.legacy_lock,
            group: config.shared == Shared::Group,
            lease_secs: config.lease.secs(),
            checkpoint_records: config.journal.checkpoint_records,
            audit_keep_days: config.journal.keep_days,
        }))
    }
}
