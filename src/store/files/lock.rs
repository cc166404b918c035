//! The lock of a board, and the locks of its side files: each an exclusive `flock` on a file that is never replaced.
//!
//! `fs2` is used here and nowhere else, always by its full path: methods of the standard library with the same
//! names would win silently otherwise.

use std::fs::File;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{self, OFlags};

use super::directory::{Directory, LOCK, failed};
use super::identity::Identity;
use crate::error::{Error, Kind, Result};

/// A lock while it is held. It is released when this is dropped, and when the process dies.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock of the board, waiting in line until `timeout` is over at the longest.
    ///
    /// # Errors
    /// It did not come free in time, or the lock file cannot be used.
    pub(super) fn acquire(directory: &Directory, timeout: Duration) -> Result<Self> {
        Self::acquire_at(directory, LOCK, timeout, None)
    }

    /// The same for the lock file of that name. Once `given_up` is set, nobody waits any more.
    ///
    /// # Errors
    /// As [`Lock::acquire`], or it was given up.
    pub(super) fn acquire_at(
        directory: &Directory,
        name: &str,
        timeout: Duration,
        given_up: Option<&AtomicBool>,
    ) -> Result<Self> {
        let deadline = Instant::now() + timeout;
        loop {
            let missing =
                || Error::new(Kind::FileNotFound, format!("{} went away", directory.path(name).display()));
            let flags = OFlags::RDWR | OFlags::CREATE;
            let file = directory.open_file(name, flags)?.ok_or_else(missing)?;
            let file = wait(file, (directory, name), (deadline, timeout), given_up)?;
            if is_current(&file, directory, name)? {
                return Ok(Self { file });
            }
            // Somebody replaced the file while we waited; the lock that counts is the one at the path.
        }
    }

    /// The locked file, whose bytes are the head record.
    pub(super) fn file(&self) -> &File {
        &self.file
    }
}

fn is_current(file: &File, directory: &Directory, name: &str) -> Result<bool> {
    let held = fs::fstat(file).map_err(|errno| failed("cannot look at", &directory.path(name), errno))?;
    let current = directory.identity(name)?;
    Ok(current.is_some_and(|current| current.inode == Identity::of(&held).inode))
}

/// How often a busy lock is asked for again before waiting in line, and the pause between. Most commands hold it for
/// a fraction of a millisecond, and a place in line costs a thread.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_micros(40);
/// So often who waits in line looks whether it was given up.
const GLANCE: Duration = Duration::from_millis(40);

/// `flock` has no deadline of its own. A free lock is taken at once, and one that comes free soon after a moment; for
/// longer it is waited for in a thread, in the kernel's queue.
fn wait(
    file: File,
    place: (&Directory, &str),
    (deadline, timeout): (Instant, Duration),
    given_up: Option<&AtomicBool>,
) -> Result<File> {
    let path = place.0.path(place.1);
    let busy = |error: &std::io::Error| error.raw_os_error() == fs2::lock_contended_error().raw_os_error();
    for _ in 0..TRIES {
        match fs2::FileExt::try_lock_exclusive(&file) {
            Ok(()) => return Ok(file),
            Err(error) if busy(&error) => thread::sleep(PAUSE),
            Err(error) => return Err(Error::io("cannot lock", &path, &error)),
        }
    }
    let (sender, receiver) = mpsc::sync_channel(1);
    let waiter = move || {
        let locked = fs2::FileExt::lock_exclusive(&file).map(|()| file);
        // After the deadline nobody receives: the file is dropped here, and the lock with it.
        let _ = sender.send(locked);
    };
    thread::Builder::new()
        .stack_size(64 * 1024)
        .spawn(waiter)
        .map_err(|error| Error::io("cannot wait for", &path, &error))?;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let glance = given_up.map_or(left, |_| left.min(GLANCE));
        match receiver.recv_timeout(glance) {
            Ok(locked) => return locked.map_err(|error| Error::io("cannot lock", &path, &error)),
            Err(_) if given_up.is_some_and(|mark| mark.load(Ordering::Relaxed)) => {
                let message = format!("interrupted while the lock {} was waited for", path.display());
                return Err(Error::new(Kind::Interrupted, message));
            }
            Err(RecvTimeoutError::Timeout) if glance < left => {}
            Err(_) => return Err(timed_out(place, timeout)),
        }
    }
}

fn timed_out((directory, name): (&Directory, &str), timeout: Duration) -> Error {
    let path = directory.path(name);
    let holder = holder(directory, name);
    let by = holder.map_or_else(String::new, |pid| format!(", held by process {pid},"));
    let message =
        format!("the lock {}{by} did not come free within {} s", path.display(), timeout.as_secs_f64());
    let error = Error::new(Kind::LockTimeout, message).with("path", path.display().to_string());
    let error = match holder {
        Some(pid) => error.hint(format!("see what it does: ps -fp {pid}")).with("holder_pid", pid),
        None => error,
    };
    error.hint("wait longer: --lock-timeout 2m, or COORD_LOCK_TIMEOUT=2m")
}

/// The process that holds the lock, as far as the kernel's list of locks tells.
fn holder(directory: &Directory, name: &str) -> Option<u32> {
    let inode = directory.identity(name).ok()??.inode.to_string();
    let locks = std::fs::read_to_string("/proc/locks").ok()?;
    locks.lines().find_map(|line| {
        let mut words = line.split_whitespace().skip(1);
        (words.next()? == "FLOCK").then_some(())?;
        let pid = words.nth(2)?.parse().ok()?;
        (words.next()?.rsplit(':').next()? == inode).then_some(pid)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{directory, options};
    use super::*;

    #[test]
    fn a_busy_lock_is_given_up_at_the_deadline_and_its_holder_named() {
        let home = tempfile::tempdir().unwrap();
        let directory = directory(&options(home.path()));
        let held = Lock::acquire(&directory, Duration::from_secs(5)).unwrap();
        let error = Lock::acquire(&directory, Duration::from_millis(20)).unwrap_err();
        assert_eq!(error.kind(), Kind::LockTimeout);
        assert!(error.message().contains(&format!("held by process {}", std::process::id())), "{error}");
        drop(held);
        Lock::acquire(&directory, Duration::from_secs(5)).unwrap();
    }

    #[test]
    fn a_wait_that_is_given_up_ends_at_once() {
        let home = tempfile::tempdir().unwrap();
        let directory = directory(&options(home.path()));
        let held = Lock::acquire(&directory, Duration::from_secs(5)).unwrap();
        let mark = AtomicBool::new(false);
        let acquire = |timeout| Lock::acquire_at(&directory, LOCK, timeout, Some(&mark)).map(drop);
        assert_eq!(acquire(Duration::from_millis(100)).unwrap_err().kind(), Kind::LockTimeout);
        let start = Instant::now();
        thread::scope(|scope| {
            let waiter = scope.spawn(|| acquire(Duration::from_secs(30)).unwrap_err().kind());
            mark.store(true, Ordering::Relaxed);
            assert_eq!(waiter.join().unwrap(), Kind::Interrupted);
        });
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
        drop(held);
        // What is free is taken all the same.
        acquire(Duration::from_secs(5)).unwrap();
    }

    #[test]
    fn a_waiter_gets_the_lock_when_it_comes_free() {
        let home = tempfile::tempdir().unwrap();
        let directory = directory(&options(home.path()));
        let held = Lock::acquire(&directory, Duration::from_secs(5)).unwrap();
        thread::scope(|scope| {
            let waiter = scope.spawn(|| Lock::acquire(&directory, Duration::from_secs(30)).map(drop));
            drop(held);
            waiter.join().unwrap().unwrap();
        });
    }

    #[test]
    fn a_replaced_lock_file_is_noticed() {
        let home = tempfile::tempdir().unwrap();
        let directory = directory(&options(home.path()));
        let old = Lock::acquire(&directory, Duration::from_secs(5)).unwrap();
        std::fs::remove_file(directory.path(LOCK)).unwrap();
        std::fs::write(directory.path(LOCK), "").unwrap();
        assert!(!is_current(old.file(), &directory, LOCK).unwrap());
        // The one at the path is free, so this does not wait for the old one.
        Lock::acquire(&directory, Duration::from_millis(50)).unwrap();
    }
}
