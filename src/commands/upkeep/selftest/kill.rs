//! Processes that are killed in the middle of their work.

use std::os::unix::process::ExitStatusExt as _;
use std::process::Output;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::Found;
use super::contest::panicked;
use super::scratch::{Board, Scratch, complaint, ended};
use crate::context::Environment;
use crate::error::{Error, Kind, Result};

/// How many write at the same time.
const WRITERS: usize = 8;
/// So many are killed, if there is time.
const KILLS: usize = 150;
/// After this time no new work is begun.
const LONGEST: Duration = Duration::from_secs(15);
/// A signal ended the process.
const SIGKILL: i32 = 9;

/// An item that went all the way, as its writer was told.
struct Done {
    id: String,
    description: String,
}

/// A writer, whose processes are killed every other time.
struct Writer<'a> {
    board: &'a Board<'a>,
    environment: &'a Environment,
    kills: &'a AtomicUsize,
    number: usize,
    requests: usize,
    /// How long a process lives that nobody kills.
    usual: Duration,
}

/// Writers claim, report and complete, and ask again under the same request id where they were killed. Then all that
/// was acknowledged must be there, once.
pub(super) fn recover(scratch: &Scratch) -> Result<Found> {
    let board = scratch.board("kill");
    board.told("agent_1", &["init"])?;
    let kills = AtomicUsize::new(0);
    let started = Instant::now();
    let done: Vec<Result<Vec<Done>>> = thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|number| {
                let environment = &scratch.environment;
                let usual = Duration::from_millis(10);
                Writer { board: &board, environment, kills: &kills, number, requests: 0, usual }
            })
            .map(|writer| scope.spawn(move || writer.work(started)))
            .collect();
        writers.into_iter().map(|writer| writer.join().unwrap_or_else(|_| Err(panicked()))).collect()
    });
    let done: Vec<Done> = done.into_iter().collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    let killed = kills.load(Ordering::Relaxed);
    let finding = format!("{killed} processes were killed; {} items were acknowledged", done.len());
    Ok(match fault(&board, &done)? {
        None => (killed > 0, format!("{finding}, and each is there, once and completed")),
        Some(fault) => (false, format!("{finding}, but {fault}")),
    })
}

/// What is wrong with the board after all that.
fn fault(board: &Board<'_>, done: &[Done]) -> Result<Option<String>> {
    let (items, log) = (board.items()?, board.records("coordination_log.json")?);
    for told in done {
        let of_it = items.iter().filter(|item| item["description"] == told.description.as_str());
        let of_it: Vec<_> = of_it.collect();
        let [item] = of_it[..] else {
            return Ok(Some(format!("{} is there {} times", told.id, of_it.len())));
        };
        if item["work_item_id"] != told.id.as_str() || item["status"] != "completed" {
            return Ok(Some(format!("{} is {}", told.id, item["status"])));
        }
        let counted = log.iter().filter(|entry| entry["work_item_id"] == told.id.as_str()).count();
        if counted != 1 {
            return Ok(Some(format!("the completion of {} is counted {counted} times", told.id)));
        }
    }
    if items.len() != done.len() {
        return Ok(Some(format!("there are {} items", items.len())));
    }
    board.soundness()
}

impl Writer<'_> {
    fn work(mut self, started: Instant) -> Result<Vec<Done>> {
        let mut done = Vec::new();
        while done.is_empty() || (self.kills.load(Ordering::Relaxed) < KILLS && started.elapsed() < LONGEST) {
            let description = format!("writer {} item {}", self.number, done.len());
            let id = self.until_told(&["claim", "test", &description, "-q"])?;
            self.until_told(&["progress", &id, "50"])?;
            self.until_told(&["complete", &id])?;
            done.push(Done { id, description });
        }
        Ok(done)
    }

    /// Asks under one request id until somebody answers.
    fn until_told(&mut self, line: &[&str]) -> Result<String> {
        self.requests += 1;
        let request = format!("writer-{}-{}", self.number, self.requests);
        let line: Vec<&str> = line.iter().copied().chain(["--request-id", &request]).collect();
        loop {
            let output = self.ask(&line)?;
            if output.status.success() {
                return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
            }
            if output.status.signal() != Some(SIGKILL) {
                return Err(Error::new(
                    Kind::General,
                    format!("a writer was refused: {}", complaint(&output)),
                ));
            }
            self.kills.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Starts a process and, every other time, kills it at a random instant of its usual life.
    fn ask(&mut self, line: &[&str]) -> Result<Output> {
        let started = Instant::now();
        let mut child = self.board.start(&format!("agent_{}", self.number + 1), line)?;
        let is_doomed = self.environment.random() < 0.5;
        if is_doomed {
            thread::sleep(self.usual.mul_f64(self.environment.random()));
            // It may have ended by itself.
            let _ = child.kill();
        }
        let output = ended(child)?;
        if !is_doomed {
            self.usual = (self.usual * 3 + started.elapsed()) / 4;
        }
        Ok(output)
    }
}
