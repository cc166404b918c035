//! Passing on what a program writes, and keeping its last words.

use std::io::{self, Read};
use std::os::fd::AsFd;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

use super::alarm::timespec;
use super::{Alarm, Tail};

/// Which of its two streams a program wrote to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// Where the output of a program goes.
pub trait Outlet: Sync {
    /// Takes what was written, as it came.
    fn take(&self, stream: Stream, bytes: &[u8]);

    /// Nothing more comes.
    fn end(&self) {}
}

/// Passes on everything that comes from `source`, until its end; after `over` rings, only what is there already.
pub(super) fn pump(
    mut source: impl Read + AsFd,
    stream: Stream,
    over: &Alarm,
    tail: &Mutex<Tail>,
    outlet: &dyn Outlet,
) {
    let mut piece = vec![0; 16 * 1_024];
    loop {
        match is_readable(&source, over) {
            Ok(true) => {}
            Err(Errno::INTR) => continue,
            Ok(false) | Err(_) => return,
        }
        match source.read(&mut piece) {
            Ok(0) => return,
            Ok(count) => {
                tail.lock().unwrap_or_else(PoisonError::into_inner).push(&piece[..count]);
                outlet.take(stream, &piece[..count]);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

/// Waits until there is something to read, or `over` rings and there is nothing.
fn is_readable(source: &impl AsFd, over: &Alarm) -> Result<bool, Errno> {
    let mut both = [PollFd::new(source, PollFlags::IN), PollFd::new(over, PollFlags::IN)];
    poll(&mut both, None)?;
    if !both[0].revents().is_empty() {
        return Ok(true);
    }
    // It may have come between the two questions.
    let mut source = [PollFd::new(source, PollFlags::IN)];
    Ok(poll(&mut source, Some(&timespec(Duration::ZERO)))? > 0)
}
