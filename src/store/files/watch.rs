//! Noticing that the files of a board change.
//!
//! Whether they did is told by the files themselves. The kernel's events only say when to look; once a second they
//! are looked at all the same, because a network file system has no events, and a machine may have none to spare.

use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
use rustix::fs::stat;
use rustix::io::Errno;

use super::super::Watch;
use super::array::Kind;
use super::identity::Identity;
use super::intake;
use crate::error::Result;

/// The files are looked at after this time, events or not.
const LOOK: Duration = Duration::from_secs(1);
/// After this time where there are no events: before there is a directory, or where the kernel has none to give.
const LOOK_WITHOUT_EVENTS: Duration = Duration::from_millis(100);

/// The files on which it depends what a command finds.
const FILES: [&str; 5] =
    [Kind::Items.file(), Kind::Agents.file(), Kind::Completions.file(), intake::FILE, "config.toml"];

/// The files of a board, and how they were when somebody last asked.
pub(super) struct FileWatch {
    dir: PathBuf,
    events: Option<OwnedFd>,
    seen: [Option<Identity>; FILES.len()],
}

impl FileWatch {
    /// Begins to watch the board in `dir`, which need not be there yet.
    pub(super) fn new(dir: &Path) -> Self {
        // In this order: what changes from now on has its event.
        let events = listen(dir);
        Self { dir: dir.to_owned(), events, seen: look(dir) }
    }

    /// Sleeps until there is an event or the time is over. Says whether a signal came instead.
    fn sleep(&self, at_most: Duration) -> bool {
        let mut sources = Vec::new();
        sources.extend(self.events.as_ref().map(|events| PollFd::new(events, PollFlags::IN)));
        let at_most = Timespec::try_from(at_most).ok();
        let woken = poll(&mut sources, at_most.as_ref());
        if let (Ok(1..), Some(events)) = (woken, &self.events) {
            drain(events);
        }
        woken == Err(Errno::INTR)
    }
}

impl Watch for FileWatch {
    fn wait(&mut self, at_most: Duration) -> Result<bool> {
        let start = Instant::now();
        loop {
            if self.events.is_none() {
                self.events = listen(&self.dir);
            }
            let now = look(&self.dir);
            if now != self.seen {
                self.seen = now;
                return Ok(true);
            }
            let left = at_most.saturating_sub(start.elapsed());
            let turn = if self.events.is_some() { LOOK } else { LOOK_WITHOUT_EVENTS };
            if left.is_zero() || self.sleep(left.min(turn)) {
                return Ok(false);
            }
        }
    }
}

fn look(dir: &Path) -> [Option<Identity>; FILES.len()] {
    FILES.map(|name| stat(dir.join(name)).ok().map(|stat| Identity::of(&stat)))
}

/// The events of a directory. None where it is not there, or where the kernel has none to give.
fn listen(dir: &Path) -> Option<OwnedFd> {
    let events = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).ok()?;
    let kinds = WatchFlags::MOVED_TO | WatchFlags::CREATE | WatchFlags::MODIFY | WatchFlags::DELETE;
    inotify::add_watch(&events, dir, kinds | WatchFlags::ONLYDIR | WatchFlags::DONT_FOLLOW).ok()?;
    Some(events)
}

/// Takes the events away; what they say is told by the files.
fn drain(events: &OwnedFd) {
    let mut buffer = [0_u8; 4_096];
    while matches!(rustix::io::read(events, &mut buffer), Ok(1..)) {}
}
