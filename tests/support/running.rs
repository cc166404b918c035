//! A child process that always ends: by itself, or at the deadline with a failed test.

use std::fs::File;
use std::io::{Read as _, Seek as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, PidfdFlags, Signal, kill_process_group, pidfd_open, pidfd_send_signal};

use super::{Outcome, scale};

/// How long a command may take before it counts as hung. Generous: the machine may be busy, and in a soak run a
/// thousand others may stand in line before it.
fn patience() -> Duration {
    scale(Duration::from_mins(1), Duration::from_mins(15))
}

/// A started process, the head of a process group of its own, with its output going to nameless files.
pub(crate) struct Running {
    child: Child,
    handle: OwnedFd,
    stdout: File,
    stderr: File,
    told: String,
    started: Instant,
}

impl Running {
    /// Starts `command` with nothing to read on stdin.
    pub(crate) fn start(command: &mut Command) -> Self {
        command.stdin(Stdio::null());
        Self::spawn(command)
    }

    /// Starts `command` and gives it `input` on stdin.
    pub(crate) fn start_with_input(command: &mut Command, input: &[u8]) -> Self {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(input).unwrap();
        file.rewind().unwrap();
        command.stdin(file);
        Self::spawn(command)
    }

    fn spawn(command: &mut Command) -> Self {
        let (stdout, stderr) = (tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap());
        command.stdout(stdout.try_clone().unwrap()).stderr(stderr.try_clone().unwrap()).process_group(0);
        let told = told(command);
        let started = Instant::now();
        let child = command.spawn().unwrap_or_else(|cause| panic!("cannot start {told}: {cause}"));
        let handle = pidfd_open(Pid::from_child(&child), PidfdFlags::empty()).unwrap();
        Self { child, handle, stdout, stderr, told, started }
    }

    /// Its process id.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal; nothing happens when it has ended already.
    pub(crate) fn signal(&self, signal: Signal) {
        let _ = pidfd_send_signal(&self.handle, signal);
    }

    /// Waits for its end.
    #[track_caller]
    pub(crate) fn finish(self) -> Outcome {
        self.finish_within(patience())
    }

    /// Waits for its end; fails the test when that does not come within `limit`.
    #[track_caller]
    pub(crate) fn finish_within(mut self, limit: Duration) -> Outcome {
        let (done, over) = mpsc::channel::<()>();
        let handle = self.handle.try_clone().unwrap();
        let group = Pid::from_child(&self.child);
        let watchdog = thread::spawn(move || {
            let late = over.recv_timeout(limit) == Err(mpsc::RecvTimeoutError::Timeout);
            if late && pidfd_send_signal(&handle, Signal::KILL).is_ok() {
                let _ = kill_process_group(group, Signal::KILL);
            }
            late
        });
        let status = self.child.wait().unwrap();
        let elapsed = self.started.elapsed();
        drop(done);
        let late = watchdog.join().unwrap();
        let (stdout, stderr) = (content(&mut self.stdout), content(&mut self.stderr));
        assert!(
            !late,
            "no end within {limit:?}: {}\nstderr: {}",
            self.told,
            String::from_utf8_lossy(&stderr)
        );
        Outcome { told: self.told, stdout, stderr, code: status.code(), signal: status.signal(), elapsed }
    }
}

fn content(file: &mut File) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.rewind().unwrap();
    file.read_to_end(&mut bytes).unwrap();
    bytes
}

/// The command line for messages, without the environment and not longer than a message should be.
fn told(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let line: Vec<_> = words.map(|word| word.to_string_lossy().escape_debug().to_string()).collect();
    line.join(" ").chars().take(600).collect()
}

/// Asks again and again until `question` has an answer; fails the test when a minute passes without one.
#[track_caller]
pub(crate) fn eventually<T>(what: &str, mut question: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = question() {
            return answer;
        }
        assert!(start.elapsed() < patience(), "still waiting after {:?}: {what}", start.elapsed());
        thread::sleep(Duration::from_millis(1));
    }
}
