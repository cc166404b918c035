//! Where a pool and those who steer it meet: its lock, its record and the wishes, in the state directory.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};
use rustix::process::{Pid, PidfdFlags, pidfd_open};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::orders::Orders;
use super::super::tally::Tally;
use crate::context::Context;
use crate::domain::Stamp;
use crate::error::{Error, Kind, Result};
use crate::telemetry;

/// The pool holds a lock on it as long as it lives. Never removed.
const LOCK: &str = "workers.lock";
/// What the pool says of itself.
const RECORD: &str = "workers.pid";
/// How many workers are wanted.
const WISH: &str = "workers.scale";
/// A pool that just ends still holds its lock for a moment.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a pool says of itself.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PoolRecord {
    /// Its process id.
    pub pid: i32,
    /// When the process started, in the ticks of the kernel: another process of this id has another start.
    pub start_ticks: u64,
    /// When it began to work.
    pub started_at: Stamp,
    /// The agent after which the workers are named.
    #[serde(default)]
    pub leader: Option<String>,
    /// How many workers are wanted.
    pub agents: u32,
    /// What they were told.
    pub orders: Orders,
    /// Where its log is.
    pub log: String,
    /// What they did so far.
    pub workers: Vec<Tally>,
}

/// Whether there is a pool.
pub(in super::super) enum Standing {
    /// There is none.
    None,
    /// It runs.
    Running(Box<PoolRecord>, OwnedFd),
    /// It died and left its record.
    Dead(Box<PoolRecord>),
}

/// The place of the pool in a state directory.
#[derive(Clone, Debug)]
pub(in super::super) struct Post {
    dir: PathBuf,
}

impl Post {
    /// The place on this board.
    pub(in super::super) fn of(context: &Context) -> Self {
        Self { dir: context.dir().to_owned() }
    }

    /// How the pool stands.
    ///
    /// # Errors
    /// Its record cannot be read.
    pub(in super::super) fn standing(&self) -> Result<Standing> {
        let Some(record) = self.read()? else { return Ok(Standing::None) };
        let record = Box::new(record);
        let handle = Pid::from_raw(record.pid).and_then(|pid| pidfd_open(pid, PidfdFlags::empty()).ok());
        // Looked at while the handle is there, which no other process can get.
        match handle {
            Some(handle) if start_ticks(record.pid) == Some(record.start_ticks) => {
                Ok(Standing::Running(record, handle))
            }
            _ => Ok(Standing::Dead(record)),
        }
    }

    /// Becomes the pool of the board, until the file is closed.
    ///
    /// # Errors
    /// There is one already.
    pub(in super::super) fn take(&self) -> Result<File> {
        let path = self.dir.join(LOCK);
        let mut options = OpenOptions::new();
        let file = telemetry::open(&path, options.read(true).append(true).create(true).mode(0o600))
            .map_err(|error| Error::io("cannot open", &path, &error))?;
        let end = Instant::now() + PATIENCE;
        while flock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
            if Instant::now() > end {
                return Err(self.taken());
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(file)
    }

    /// The error where there is a pool already.
    pub(in super::super) fn taken(&self) -> Error {
        let pid = self.read().ok().flatten().map(|record| record.pid);
        let which = pid.map_or_else(String::new, |pid| format!(", process {pid}"));
        Error::new(Kind::AlreadyClaimed, format!("a pool works on this board already{which}"))
            .hint("change its size with: coord scale N; or stop it first: coord stop")
            .with("pid", pid)
    }

    /// Writes the record of this process.
    pub(in super::super) fn enrol(&self, orders: &Orders, context: &Context) -> Result<PoolRecord> {
        let pid = rustix::process::getpid().as_raw_nonzero().get();
        self.forget_wish();
        let record = PoolRecord {
            pid,
            start_ticks: start_ticks(pid).unwrap_or_default(),
            started_at: context.stamp(),
            leader: context.agent_id(),
            agents: orders.agents,
            orders: orders.clone(),
            log: super::log::path(&self.dir).display().to_string(),
            workers: Vec::new(),
        };
        self.write(&record)?;
        Ok(record)
    }

    /// Replaces the record.
    ///
    /// # Errors
    /// What the disk says.
    pub(in super::super) fn write(&self, record: &PoolRecord) -> Result<()> {
        let text = serde_json::to_string_pretty(record).unwrap_or_default();
        self.replace(RECORD, &(text + "\n"))
    }

    /// Takes the record away, if it is this one.
    pub(in super::super) fn leave(&self, record: &PoolRecord) {
        if let Ok(Some(stands)) = self.read()
            && (stands.pid, stands.start_ticks) == (record.pid, record.start_ticks)
        {
            let _ = fs::remove_file(self.dir.join(RECORD));
            self.forget_wish();
        }
    }

    /// Takes the record of a dead pool away.
    ///
    /// # Errors
    /// The pool lives after all, where this process cannot see it.
    pub(in super::super) fn clear(&self, record: &PoolRecord) -> Result<()> {
        let _lock = self.take().map_err(|error| {
            error.hint("its process is not seen from here: stop it where it runs, such as in its container")
        })?;
        self.leave(record);
        Ok(())
    }

    /// Whether the record of the pool is still there.
    pub(in super::super) fn is_there(&self) -> bool {
        self.dir.join(RECORD).exists()
    }

    /// Asks the pool for so many workers.
    ///
    /// # Errors
    /// What the disk says.
    pub(in super::super) fn wish_for(&self, agents: u32) -> Result<()> {
        self.replace(WISH, &format!("{agents}\n"))
    }

    /// How many workers somebody asked for.
    pub(in super::super) fn wish(&self) -> Option<u32> {
        telemetry::read_small(&self.dir.join(WISH)).ok()??.trim().parse().ok()
    }

    /// Takes the wish away, once it is heard.
    pub(in super::super) fn forget_wish(&self) {
        let _ = fs::remove_file(self.dir.join(WISH));
    }

    /// The record, if there is one.
    pub(in super::super) fn read(&self) -> Result<Option<PoolRecord>> {
        let path = self.dir.join(RECORD);
        let Some(text) = telemetry::read_small(&path)? else { return Ok(None) };
        serde_json::from_str(&text).map(Some).map_err(|error| {
            Error::new(Kind::BrokenState, format!("{} is no record of a pool: {error}", path.display()))
                .hint("if no pool runs, remove it")
                .with("path", path.display().to_string())
        })
    }

    /// Writes a file whole: others see the old text or the new one.
    fn replace(&self, name: &str, text: &str) -> Result<()> {
        let path = self.dir.join(name);
        let staged = self.dir.join(format!("{name}.{}", std::process::id()));
        let write = || -> io::Result<()> {
            let mut options = OpenOptions::new();
            let mut file = telemetry::open(&staged, options.write(true).create_new(true).mode(0o600))?;
            file.write_all(text.as_bytes())?;
            fs::rename(&staged, &path)
        };
        write().map_err(|error| {
            let _ = fs::remove_file(&staged);
            Error::io("cannot write", &path, &error)
        })
    }
}

/// The error where a pool is needed and there is none.
pub(in super::super) fn no_pool() -> Error {
    Error::new(Kind::WrongStatus, "no pool works on this board").hint("start one: coord start -- CMD")
}

/// When a process started, in the ticks of the kernel; `None` where there is none, or only what is left of one.
fn start_ticks(pid: i32) -> Option<u64> {
    let stat = fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("stat")).ok()?;
    // The name of the program, in parentheses, may hold anything. Behind it come the state and 18 other numbers.
    let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace();
    let state = fields.next()?;
    let ticks = fields.nth(18)?.parse().ok()?;
    (!matches!(state, "Z" | "X")).then_some(ticks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_known_by_its_start() {
        let own = rustix::process::getpid().as_raw_nonzero().get();
        assert!(start_ticks(own).is_some_and(|ticks| ticks > 0));
        assert_eq!(start_ticks(own), start_ticks(own));
        assert_eq!(start_ticks(0), None);
    }
}
