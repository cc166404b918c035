//! Running one program from start to end, and what can end it early.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::Signal;

use super::alarm::timespec;
use super::group::{Group, Told};
use super::pump::pump;
use super::{Alarm, Outlet, Stop, Stream, Tail};

/// What leaves its group but keeps the streams open is not waited for longer than this.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// A program and what it finds around itself. The rest of the environment is our own.
#[derive(Clone, Debug)]
pub struct Program<'a> {
    /// The program and its arguments.
    pub command: &'a [String],
    /// The working directory; `None` is our own.
    pub directory: Option<&'a Path>,
    /// Variables beside ours.
    pub variables: Vec<(&'static str, OsString)>,
    /// Variables of ours that it does not get to see.
    pub hidden: Vec<String>,
    /// How long it has, once it is asked to end, before it is killed.
    pub grace: Duration,
}

/// What ends a program early.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// The longest it may run.
    pub timeout: Option<Duration>,
    /// We are asked to stop; `None` where the signals for that have their usual effect, and the guard ends the program.
    pub stop: Option<&'a Stop>,
    /// It has no right to run any more.
    pub revoked: &'a Alarm,
}

/// How a program ended.
#[derive(Debug)]
pub enum Ending {
    /// By itself, with this code.
    Exited(i32),
    /// By a signal that we did not send.
    Killed(i32),
    /// It could not be started.
    NotStarted(io::Error),
    /// Its time was over.
    TimedOut,
    /// We were asked to stop.
    Stopped,
    /// Its right to run was taken.
    Revoked,
    /// Its guard was killed.
    Lost,
}

/// A program that has ended.
#[derive(Debug)]
pub struct Ran {
    /// How.
    pub ending: Ending,
    /// Its last words.
    pub tail: Tail,
}

/// Runs a program to its end, with `input` and the end of a line on its stdin.
///
/// # Errors
/// No process can be started at all.
pub fn supervise(
    program: &Program<'_>,
    input: &str,
    limits: Limits<'_>,
    outlet: &dyn Outlet,
) -> io::Result<Ran> {
    let over = Alarm::new()?;
    let (mut group, out, err) = Group::start(program, input)?;
    let tail = Mutex::default();
    let ending = thread::scope(|scope| {
        let streams = [
            scope.spawn(|| pump(out, Stream::Out, &over, &tail, outlet)),
            scope.spawn(|| pump(err, Stream::Err, &over, &tail, outlet)),
        ];
        let ending = watch(&mut group, limits, program.grace);
        let finished = group.finish(program.grace);
        let end = Instant::now() + LAST_WORDS;
        while !streams.iter().all(thread::ScopedJoinHandle::is_finished) && Instant::now() < end {
            thread::sleep(Duration::from_millis(1));
        }
        over.ring();
        finished.map(|()| ending)
    })?;
    outlet.end();
    Ok(Ran { ending, tail: tail.into_inner().unwrap_or_else(PoisonError::into_inner) })
}

/// Waits for the end of the program, and brings it about where a limit is reached.
fn watch(group: &mut Group, limits: Limits<'_>, grace: Duration) -> Ending {
    let timeout = limits.timeout.map(|length| Instant::now() + length);
    let mut cause: Option<Ending> = None;
    let mut kill_at = None;
    loop {
        let deadline = if cause.is_some() { kill_at } else { timeout };
        let rung = wait(group, limits, cause.is_none(), deadline);
        if rung.group
            && let Some(told) = group.told()
        {
            return ending(told, cause, group);
        }
        let is_late = deadline.is_some_and(|deadline| deadline <= Instant::now());
        if cause.is_some() {
            if is_late {
                // The guard goes with its group.
                group.signal(Signal::KILL);
                kill_at = None;
            }
            continue;
        }
        cause = match () {
            () if rung.stop => Some(Ending::Stopped),
            () if rung.revoked => Some(Ending::Revoked),
            () if is_late => Some(Ending::TimedOut),
            () => None,
        };
        if cause.is_some() {
            group.signal(Signal::TERM);
            kill_at = Some(Instant::now() + grace);
        }
    }
}

/// What came of the program by what its guard told. What we brought about is called by its cause.
fn ending(told: Told, cause: Option<Ending>, group: &Group) -> Ending {
    if matches!(told, Told::Gone) {
        group.signal(Signal::KILL);
    }
    match (cause, told) {
        (_, Told::Refused(error)) => Ending::NotStarted(error),
        (Some(cause), _) => cause,
        (None, Told::Exited(code)) => Ending::Exited(code),
        (None, Told::Killed(signal)) => Ending::Killed(signal),
        (None, Told::Gone) => Ending::Lost,
    }
}

/// What a wait found.
#[derive(Default)]
struct Rung {
    group: bool,
    stop: bool,
    revoked: bool,
}

fn wait(group: &Group, limits: Limits<'_>, is_running: bool, deadline: Option<Instant>) -> Rung {
    let mut all = vec![PollFd::new(group, PollFlags::IN)];
    if is_running {
        all.push(PollFd::new(limits.revoked, PollFlags::IN));
        all.extend(limits.stop.map(|stop| PollFd::new(stop, PollFlags::IN)));
    }
    let limit = deadline.map(|deadline| timespec(deadline.saturating_duration_since(Instant::now())));
    if poll(&mut all, limit.as_ref()).is_err() {
        return Rung::default();
    }
    let rang = |at: usize| all.get(at).is_some_and(|one| !one.revents().is_empty());
    Rung { group: rang(0), revoked: rang(1), stop: rang(2) }
}
