//! A directory that lives as long as the test, with boards in it, and processes of this program on them.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use crate::context::{Context, Environment, Settings};
use crate::error::{Error, Kind, Result};
use crate::store::{self, Durability, Intent};

/// No process of the test waits longer for the lock.
const PATIENCE: &str = "60s";

/// The directory. It is removed when this goes.
pub(super) struct Scratch {
    path: PathBuf,
    program: PathBuf,
    allow_network_fs: bool,
    pub(super) environment: Environment,
    interrupted: Arc<AtomicBool>,
}

/// A board in it.
pub(super) struct Board<'s> {
    scratch: &'s Scratch,
    dir: PathBuf,
}

impl Scratch {
    /// Makes a directory beside the state directory; in it, where that is a file system of its own.
    ///
    /// # Errors
    /// It cannot be made.
    pub(super) fn make(context: &Context) -> Result<Self> {
        let environment = context.environment().later(&[]);
        let place = place(&context.environment().working_directory().join(context.dir()));
        let path = place.join(format!(".coord-selftest-{}", environment.unique_number()));
        let made = DirBuilder::new().mode(0o700).create(&path);
        made.map_err(|error| Error::io("cannot create", &path, &error))?;
        let interrupted = Arc::new(AtomicBool::new(false));
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            // Without it the signal ends the test at once, and leaves the directory behind.
            let _ = signal_hook::flag::register(signal, Arc::clone(&interrupted));
        }
        Ok(Self {
            path,
            program: environment.executable()?,
            allow_network_fs: context.config()?.allow_network_fs,
            environment,
            interrupted,
        })
    }

    /// Where it was made.
    pub(super) fn place(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }

    /// A path in it.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// A board of that name.
    pub(super) fn board(&self, name: &str) -> Board<'_> {
        Board { scratch: self, dir: self.path.join(name) }
    }

    /// Ends the test where somebody asked for that.
    ///
    /// # Errors
    /// Somebody did.
    pub(super) fn check_interrupted(&self) -> Result<()> {
        if self.interrupted.load(Ordering::Relaxed) {
            return Err(Error::new(Kind::Interrupted, "the test was interrupted"));
        }
        Ok(())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.path) {
            tracing::warn!(%error, "{} was left behind", self.path.display());
        }
    }
}

/// The nearest directory above the state directory that is there and on its file system.
fn place(dir: &Path) -> PathBuf {
    let device = |path: &Path| fs::metadata(path).map(|metadata| metadata.dev()).ok();
    let mut above = dir.ancestors().skip(1).filter(|path| path.exists());
    let parent = above.next().unwrap_or(Path::new("/"));
    match device(dir) {
        Some(own) if device(parent) != Some(own) => dir.to_owned(),
        _ => parent.to_owned(),
    }
}

impl Board<'_> {
    /// Starts this program for an agent.
    ///
    /// # Errors
    /// It cannot be started.
    pub(super) fn start(&self, agent: &str, arguments: &[&str]) -> Result<Child> {
        let mut command = Command::new(&self.scratch.program);
        command.env_clear().env("AGENT_ID", agent).env("TELEMETRY_ENABLED", "false");
        command.current_dir(&self.scratch.path).args(arguments);
        command.arg("--dir").arg(&self.dir);
        if !arguments.contains(&"--lock-timeout") {
            command.args(["--lock-timeout", PATIENCE]);
        }
        if self.scratch.allow_network_fs {
            command.arg("--allow-network-fs");
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().map_err(|error| Error::io("cannot start", &self.scratch.program, &error))
    }

    /// Runs this program to its end.
    ///
    /// # Errors
    /// It cannot be started.
    pub(super) fn run(&self, agent: &str, arguments: &[&str]) -> Result<Output> {
        ended(self.start(agent, arguments)?)
    }

    /// Runs this program; anything but success is an error.
    ///
    /// # Errors
    /// It fails.
    pub(super) fn told(&self, agent: &str, arguments: &[&str]) -> Result<String> {
        let output = self.run(agent, arguments)?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
        }
        Err(Error::new(
            Kind::General,
            format!("coord {} failed: {}", arguments.join(" "), complaint(&output)),
        ))
    }

    /// Runs `work` while this process holds the lock of the board.
    ///
    /// # Errors
    /// The lock cannot be had, or what `work` says.
    pub(super) fn while_locked<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let settings = Settings {
            dir: Some(self.dir.clone()),
            allow_network_fs: self.scratch.allow_network_fs,
            ..Settings::default()
        };
        let environment = self.scratch.environment.later(&[]);
        let context = Context::new(environment, settings, || clap::Command::new("coord"));
        let intent = Intent {
            op: "selftest",
            actor: None,
            trace_id: context.trace().trace_id.clone(),
            request_id: None,
            reason: None,
            now: context.now(),
            durability: Durability::Soft,
            create: true,
        };
        let mut work = Some(work);
        let mut done = None;
        store::transact(context.store()?, &intent, |_| {
            if let Some(work) = work.take() {
                done = Some(work()?);
            }
            Ok(())
        })?;
        done.ok_or_else(|| Error::new(Kind::General, "the lock was given back too early"))
    }

    /// Starts a process for each agent while the lock is taken, then lets all of them go at once.
    ///
    /// # Errors
    /// They cannot be started.
    pub(super) fn at_once(&self, lines: &[(String, Vec<String>)]) -> Result<Vec<Output>> {
        let started = self.while_locked(|| {
            let start = |(agent, line): &(String, Vec<String>)| {
                let arguments: Vec<&str> = line.iter().map(String::as_str).collect();
                self.start(agent, &arguments)
            };
            lines.iter().map(start).collect::<Result<Vec<Child>>>()
        })?;
        started.into_iter().map(ended).collect()
    }

    /// The records of a JSON file, as any other program reads it.
    ///
    /// # Errors
    /// It cannot be read, or does not parse.
    pub(super) fn records(&self, name: &str) -> Result<Vec<Value>> {
        let path = self.dir.join(name);
        let text = match fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            read => read.map_err(|error| Error::io("cannot read", &path, &error))?,
        };
        serde_json::from_slice(&text).map_err(|error| {
            Error::new(Kind::BrokenState, format!("{} does not parse: {error}", path.display()))
        })
    }

    /// The items of the board.
    ///
    /// # Errors
    /// They cannot be read.
    pub(super) fn items(&self) -> Result<Vec<Value>> {
        self.records("work_claims.json")
    }

    /// Whether the journal is whole and the board is sound, and if not, why.
    ///
    /// # Errors
    /// A process cannot be started.
    pub(super) fn soundness(&self) -> Result<Option<String>> {
        for line in [&["audit", "verify"][..], &["doctor"]] {
            let output = self.run("agent_1", line)?;
            if !output.status.success() {
                return Ok(Some(format!("coord {}: {}", line.join(" "), complaint(&output))));
            }
        }
        Ok(None)
    }
}

/// Waits for the end of a process.
///
/// # Errors
/// What the system says.
pub(super) fn ended(child: Child) -> Result<Output> {
    child
        .wait_with_output()
        .map_err(|error| Error::new(Kind::General, format!("a process was not waited for: {error}")))
}

/// The first thing that a failed process complained of.
pub(super) fn complaint(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().next().filter(|line| !line.is_empty());
    line.map_or_else(|| output.status.to_string(), |line| line.trim_start_matches("❌ ERROR: ").to_owned())
}
