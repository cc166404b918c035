//! Something that many may wait for at once: once it rings, it rings for good.

use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{SigId, flag, low_level};

/// An alarm, to be waited for with poll: it can be read from as soon as it rings.
#[derive(Debug)]
pub struct Alarm {
    ear: UnixStream,
    bell: UnixStream,
}

impl Alarm {
    /// One that does not ring yet.
    ///
    /// # Errors
    /// There are no more descriptors.
    pub fn new() -> io::Result<Self> {
        let (ear, bell) = UnixStream::pair()?;
        bell.set_nonblocking(true)?;
        Ok(Self { ear, bell })
    }

    /// Lets it ring.
    pub fn ring(&self) {
        // A full pipe rings already.
        let _ = (&self.bell).write(&[1]);
    }

    /// Waits until it rings, but not longer than `limit`, and says whether it does.
    pub fn wait(&self, limit: Duration) -> bool {
        let mut ear = [PollFd::new(&self.ear, PollFlags::IN)];
        poll(&mut ear, Some(&timespec(limit))).is_ok_and(|ready| ready > 0)
    }
}

impl AsFd for Alarm {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.ear.as_fd()
    }
}

/// Waits for the end of the process of a handle, but not longer than `limit`, and says whether it came.
pub fn has_ended(handle: impl AsFd, limit: Duration) -> bool {
    let end = Instant::now() + limit;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let mut ended = [PollFd::new(&handle, PollFlags::IN)];
        match poll(&mut ended, Some(&timespec(left))) {
            Ok(ready) => return ready > 0,
            Err(_) if left.is_zero() => return false,
            // A signal came between.
            Err(_) => {}
        }
    }
}

/// A length of time as poll takes it.
pub(super) fn timespec(length: Duration) -> Timespec {
    Timespec {
        tv_sec: i64::try_from(length.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: i64::from(length.subsec_nanos()),
    }
}

/// Whether this process was asked to stop, with SIGTERM or SIGINT. From when it is made until it is dropped these
/// signals do not end the process.
#[derive(Debug)]
pub struct Stop {
    alarm: Alarm,
    signal: Arc<AtomicUsize>,
    registered: Vec<SigId>,
}

impl Stop {
    /// Listens from now on.
    ///
    /// # Errors
    /// The system does not allow it.
    pub fn listen() -> io::Result<Self> {
        let mut stop = Self { alarm: Alarm::new()?, signal: Arc::default(), registered: Vec::new() };
        for signal in [SIGTERM, SIGINT] {
            let number = usize::try_from(signal).unwrap_or_default();
            stop.registered.push(flag::register_usize(signal, Arc::clone(&stop.signal), number)?);
            // Registered later, so that whoever hears the alarm finds the signal noted.
            stop.registered.push(low_level::pipe::register(signal, stop.alarm.bell.try_clone()?)?);
        }
        Ok(stop)
    }

    /// The signal that asked, if one did.
    pub fn signal(&self) -> Option<i32> {
        i32::try_from(self.signal.load(Ordering::SeqCst)).ok().filter(|signal| *signal > 0)
    }

    /// Waits until a signal asks, but not longer than `limit`, and says whether one did.
    pub fn wait(&self, limit: Duration) -> bool {
        self.alarm.wait(limit)
    }
}

impl AsFd for Stop {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.alarm.as_fd()
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        self.registered.drain(..).for_each(|id| {
            low_level::unregister(id);
        });
    }
}
