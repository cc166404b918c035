//! The guard: the leader of the process group in which a program runs (see the docs of `process`).
//!
//! Its stdin is a socket to the `coord` that started it. From there comes a line with a number, and then so many bytes,
//! which it gives to the program as stdin; there it tells what becomes of the program, a line each. Once the other end is closed without a farewell, it
//! ends the whole group.

use std::ffi::OsString;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, Write as _};
use std::os::fd::AsFd as _;
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{MemfdFlags, memfd_create};
use rustix::process::{Pid, PidfdFlags, Signal, getpgrp, getpid, kill_process_group, pidfd_open};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};

use super::alarm::timespec;

/// The first word of a command line that asks for a guard. Not for people.
pub const WORD: &str = "__guard";

/// Nobody renews the lease of an orphan, so its grace ends sooner than that of others.
const ORPHANS_GRACE: Duration = Duration::from_secs(10);

/// Told when the work is over, so that the guard just goes.
pub(super) const FAREWELL: u8 = b'.';

/// Whether this command line asks for a guard: then its grace in milliseconds, and the program with its arguments.
pub fn asked(arguments: &[OsString]) -> Option<(Duration, &[OsString])> {
    let [_, word, grace, program @ ..] = arguments else { return None };
    if word != WORD || program.is_empty() {
        return None;
    }
    let millis = grace.to_str()?.parse().ok()?;
    Some((Duration::from_millis(millis), program))
}

/// Guards one run of a program, and gives the exit code of the guard, which nobody looks at.
pub fn run(grace: Duration, program: &[OsString]) -> u8 {
    // Whoever calls this from a shell is not the leader of a group of its own, which would end with it.
    if getpgrp() != getpid() {
        return 2;
    }
    match guard(grace, program) {
        Ok(()) => 0,
        Err(_) => 1,
    }
}

fn guard(grace: Duration, program: &[OsString]) -> io::Result<()> {
    // Signals for the group are for the program: the guard outlives all but the last.
    for signal in [SIGTERM, SIGINT, SIGHUP, SIGQUIT] {
        signal_hook::flag::register(signal, Arc::<AtomicBool>::default())?;
    }
    let mut socket = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    let input = input_from(&socket)?;
    let child = match start(program, &input) {
        Ok(child) => child,
        Err(error) => {
            let told = writeln!(socket, "refused {}", error.raw_os_error().unwrap_or_default());
            // Held open until it is read.
            let _ = socket.read(&mut [0]);
            return told;
        }
    };
    drop(input);
    watch(child, &mut socket, grace)
}

/// Nothing follows it before the program has started, so that what is read ahead is part of it.
fn input_from(socket: &UnixStream) -> io::Result<Vec<u8>> {
    let mut reader = BufReader::new(socket);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let length: usize = line.trim_end().parse().map_err(|_| io::ErrorKind::InvalidData)?;
    let mut input = Vec::new();
    reader.take(length as u64).read_to_end(&mut input)?;
    if input.len() == length { Ok(input) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// Starts the program with `input` on stdin: in memory, so that it may be read or not.
fn start(program: &[OsString], input: &[u8]) -> io::Result<Child> {
    let mut stdin = std::fs::File::from(memfd_create("work-item", MemfdFlags::CLOEXEC)?);
    stdin.write_all(input)?;
    stdin.rewind()?;
    let (name, arguments) = program.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    Command::new(name).args(arguments).stdin(Stdio::from(stdin)).spawn()
}

/// Waits until the program ends, or the other side is gone.
fn watch(mut child: Child, socket: &mut UnixStream, grace: Duration) -> io::Result<()> {
    let handle = pidfd_open(Pid::from_child(&child), PidfdFlags::empty())?;
    loop {
        let mut both = [PollFd::new(&handle, PollFlags::IN), PollFd::new(&*socket, PollFlags::IN)];
        if poll(&mut both, None).is_err() {
            continue;
        }
        let (has_ended, was_called) = (!both[0].revents().is_empty(), !both[1].revents().is_empty());
        if has_ended {
            let told = tell_end(socket, child.wait()?);
            return if farewell(socket) { told } else { end_group(None, grace) };
        }
        if was_called && !farewell(socket) {
            return end_group(Some(&mut child), grace);
        }
    }
}

fn tell_end(socket: &mut UnixStream, status: ExitStatus) -> io::Result<()> {
    match (status.code(), status.signal()) {
        (Some(code), _) => writeln!(socket, "exited {code}"),
        (None, signal) => writeln!(socket, "killed {}", signal.unwrap_or_default()),
    }
}

/// Waits for the farewell, and says whether it was one and not the end of the other side.
fn farewell(socket: &mut UnixStream) -> bool {
    let mut byte = [0];
    loop {
        match socket.read(&mut byte) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Ok(1) => return byte[0] == FAREWELL,
            _ => return false,
        }
    }
}

/// Ends everything in the group, this process last.
fn end_group(child: Option<&mut Child>, grace: Duration) -> io::Result<()> {
    let group = getpgrp();
    kill_process_group(group, Signal::TERM)?;
    if let Some(child) = child {
        let handle = pidfd_open(Pid::from_child(child), PidfdFlags::empty())?;
        let end = Instant::now() + grace.min(ORPHANS_GRACE);
        let mut ended = [PollFd::new(&handle, PollFlags::IN)];
        while poll(&mut ended, Some(&timespec(end.saturating_duration_since(Instant::now())))).is_err() {}
    }
    Ok(kill_process_group(group, Signal::KILL)?)
}
