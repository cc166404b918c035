//! Starting programs and taking their time.
//!
//! Programs are started by `posix_spawn`: nothing here asks the standard library for what would make it fork
//! instead (no other working directory, no code between fork and exec), since a fork of this process would cost
//! more than the programs it measures.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use crate::Outcome;

/// Makes the command of one run; it gets the number of the run.
pub(crate) type Recipe<'a> = dyn Fn(usize) -> Command + Sync + 'a;

/// A program beside the empty one.
pub(crate) struct Comparison {
    /// Median time of the program.
    pub(crate) subject: Duration,
    /// Median time of the empty program, started between its runs.
    pub(crate) empty: Duration,
    /// Runs of the program that did not exit with 0.
    pub(crate) failures: usize,
}

impl Comparison {
    /// How many times the empty program fits into the other.
    pub(crate) fn ratio(&self) -> f64 {
        self.subject.as_secs_f64() / self.empty.as_secs_f64()
    }
}

/// Runs the two in turn, `samples` times each.
pub(crate) fn in_turn(samples: usize, subject: &Recipe<'_>, empty: &Recipe<'_>) -> Outcome<Comparison> {
    let mut times = (Vec::with_capacity(samples), Vec::with_capacity(samples));
    for number in 0..samples {
        times.0.push(timed(&mut subject(number))?);
        times.1.push(timed(&mut empty(number))?);
    }
    Ok(Comparison { subject: median(times.0), empty: median(times.1), failures: 0 })
}

/// Lets `clients` run `each` commands one after the other, all clients at once: the two programs in turn,
/// `rounds` times each. `reset` goes before each round.
pub(crate) fn storms(
    rounds: usize,
    crowd: &Crowd,
    reset: &dyn Fn() -> Outcome<()>,
    subject: &Recipe<'_>,
    empty: &Recipe<'_>,
) -> Outcome<Comparison> {
    let mut times = (Vec::new(), Vec::new());
    let mut failures = 0;
    for _ in 0..rounds {
        reset()?;
        let (time, failed) = crowd.run(subject);
        times.0.push(time);
        failures += failed;
        times.1.push(crowd.run(empty).0);
    }
    Ok(Comparison { subject: median(times.0), empty: median(times.1), failures })
}

/// Clients that work at the same time.
pub(crate) struct Crowd {
    /// How many there are.
    pub(crate) clients: usize,
    /// How many commands each of them runs.
    pub(crate) each: usize,
}

impl Crowd {
    /// How many commands they run together.
    pub(crate) fn total(&self) -> usize {
        self.clients * self.each
    }

    /// The time until the last one is done, and how many commands failed.
    pub(crate) fn run(&self, recipe: &Recipe<'_>) -> (Duration, usize) {
        let gate = Barrier::new(self.clients + 1);
        thread::scope(|scope| {
            let client = |client: usize| {
                let gate = &gate;
                move || {
                    gate.wait();
                    let runs = (0..self.each).map(|number| recipe(client * self.each + number).status());
                    runs.filter(|run| !run.as_ref().is_ok_and(std::process::ExitStatus::success)).count()
                }
            };
            let clients: Vec<_> = (0..self.clients).map(|number| scope.spawn(client(number))).collect();
            gate.wait();
            let start = Instant::now();
            let failures = clients.into_iter().map(|client| client.join().unwrap_or(self.each)).sum();
            (start.elapsed(), failures)
        })
    }
}

/// The most memory that a run of `recipe` had resident, in kilobytes: the largest of `samples` runs, each watched
/// until it ends.
pub(crate) fn peak_memory_kb(samples: usize, recipe: &Recipe<'_>) -> Outcome<u64> {
    let mut peak = 0;
    for number in 0..samples {
        let mut child = recipe(number).spawn()?;
        let status = format!("/proc/{}/status", child.id());
        while child.try_wait()?.is_none() {
            peak = peak
                .max(fs::read_to_string(&status).ok().and_then(|text| high_water_mark(&text)).unwrap_or(0));
        }
    }
    Ok(peak)
}

fn high_water_mark(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// `program` with nothing in its environment but a `PATH`, and nothing on its streams.
pub(crate) fn quiet(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Runs `command`, which has to succeed.
pub(crate) fn must(command: &mut Command) -> Outcome<()> {
    let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{command:?}: {}: {}", output.status, said.trim()).into())
}

fn timed(command: &mut Command) -> Outcome<Duration> {
    let start = Instant::now();
    let status = command.status()?;
    let time = start.elapsed();
    if status.success() { Ok(time) } else { Err(format!("{command:?}: {status}").into()) }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
