//! The script's own lock: the existence of `work_claims.json.lock`, holding a pid.
//!
//! Taken beside ours while the script is still in use (`legacy_lock = true`), given back after each write.

use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{self, AtFlags, OFlags};
use rustix::io::Errno;

use super::directory::{Directory, failed};
use crate::error::{Error, Kind, Result};

const NAME: &str = "work_claims.json.lock";
/// The script offers nothing to wait on, so its lock is asked for again after this.
const PAUSE: Duration = Duration::from_millis(5);

/// A lock without a pid counts as left by a killed script after so many seconds.
const FORGOTTEN_SECS: i64 = 5;

/// The script's lock while we hold it.
pub(super) struct LegacyLock {
    directory: std::os::fd::OwnedFd,
}

impl LegacyLock {
    /// Takes the lock: waits for a living holder, and takes it over from a dead one.
    ///
    /// # Errors
    /// It did not come free in time, or cannot be made.
    pub(super) fn acquire(directory: &Directory, timeout: Duration) -> Result<Self> {
        let deadline = Instant::now() + timeout;
        let path = directory.path(NAME);
        let descriptor =
            rustix::io::dup(directory.fd().as_fd()).map_err(|errno| failed("cannot use", &path, errno))?;
        loop {
            match fs::openat(
                directory.fd(),
                NAME,
                OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC,
                directory.file_mode(),
            ) {
                Ok(fd) => {
                    // Without a pid in it the lock still counts; the script only looks whether it exists.
                    let _ = write!(std::fs::File::from(fd), "{}", std::process::id());
                    return Ok(Self { directory: descriptor });
                }
                Err(Errno::EXIST) => {}
                Err(errno) => return Err(failed("cannot create", &path, errno)),
            }
            let holder = holder(directory)?;
            if holder.map_or_else(|| is_forgotten(directory), |pid| Ok(is_dead(pid)))? {
                directory.remove(NAME)?;
            } else if Instant::now() >= deadline {
                return Err(timed_out(&path, holder, timeout));
            } else {
                thread::sleep(PAUSE);
            }
        }
    }
}

impl Drop for LegacyLock {
    fn drop(&mut self) {
        // If it is gone already, somebody else took it for stale; there is nothing left to give back.
        let _ = fs::unlinkat(&self.directory, NAME, AtFlags::empty());
    }
}

/// The pid in the lock; `None` while it is not written yet, or where it is no pid.
fn holder(directory: &Directory) -> Result<Option<i32>> {
    let mut text = String::new();
    if let Some(file) = directory.open_file(NAME, OFlags::RDONLY)? {
        let _ = file.take(32).read_to_string(&mut text);
    }
    Ok(text.trim().parse().ok())
}

/// Whether a lock without a pid is older than any script takes to write one.
fn is_forgotten(directory: &Directory) -> Result<bool> {
    let written = directory.identity(NAME)?.map(|identity| identity.secs);
    let now = std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs());
    Ok(written
        .is_some_and(|secs| secs.saturating_add(FORGOTTEN_SECS) < i64::try_from(now).unwrap_or(i64::MAX)))
}

fn is_dead(pid: i32) -> bool {
    if pid <= 0 {
        return true;
    }
    rustix::process::Pid::from_raw(pid)
        .is_none_or(|pid| rustix::process::test_kill_process(pid) == Err(Errno::SRCH))
}

fn timed_out(path: &Path, holder: Option<i32>, timeout: Duration) -> Error {
    let by = holder.map_or_else(String::new, |pid| format!(" by process {pid}"));
    let message =
        format!("the script's lock {} was held{by} for {} s", path.display(), timeout.as_secs_f64().round());
    Error::new(Kind::LockTimeout, message)
        .hint("wait longer with --lock-timeout, or remove the file if no script is running")
        .with("path", path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{directory, options};
    use super::*;

    #[test]
    fn it_is_taken_and_given_back() {
        let home = tempfile::tempdir().unwrap();
        let directory = directory(&options(home.path()));
        let lock = LegacyLock::acquire(&directory, Duration::ZERO).unwrap();
        assert_eq!(std::fs::read_to_string(home.path().join(NAME)).unwrap(), std::process::id().to_string());
        drop(lock);
        assert!(!home.path().join(NAME).exists());
    }

    #[test]
    fn a_lock_that_a_killed_script_left_without_its_pid_is_taken_over() {
        let home = tempfile::tempdir().unwrap();
        let directory = directory(&options(home.path()));
        std::fs::write(home.path().join(NAME), "").unwrap();
        assert!(LegacyLock::acquire(&directory, Duration::ZERO).is_err(), "it may just be written");
        let old = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        std::fs::File::options().write(true).open(home.path().join(NAME)).unwrap().set_modified(old).unwrap();
        LegacyLock::acquire(&directory, Duration::ZERO).unwrap();
        std::fs::write(home.path().join(NAME), "-1").unwrap();
        LegacyLock::acquire(&directory, Duration::ZERO).unwrap();
    }

    #[test]
    fn a_living_holder_is_waited_for_and_a_dead_one_is_not() {
        let home = tempfile::tempdir().unwrap();
        let directory = directory(&options(home.path()));
        std::fs::write(home.path().join(NAME), std::process::id().to_string()).unwrap();
        let error = LegacyLock::acquire(&directory, Duration::from_millis(20)).err().unwrap();
        assert_eq!(error.kind(), Kind::LockTimeout);
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let dead = child.id();
        child.wait().unwrap();
        std::fs::write(home.path().join(NAME), dead.to_string()).unwrap();
        LegacyLock::acquire(&directory, Duration::from_secs(5)).unwrap();
    }
}
