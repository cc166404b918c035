//! Many processes at once: for the lock, for one item, for ids, and on items of their own.

use std::collections::HashSet;
use std::process::Output;
use std::thread;
use std::time::{Duration, Instant};

use super::Found;
use super::scratch::{Board, Scratch, complaint, ended};
use crate::error::{Error, Kind, Result};

/// The lock is held for so long at least while others ask for it.
const HELD: Duration = Duration::from_millis(300);
/// How many processes at a time update the same board.
const WRITERS: usize = 8;
/// The last progress that each of them reports.
const LAST: i64 = 99;

fn agent(number: usize) -> String {
    format!("agent_{}", number + 1)
}

fn words(line: &[&str]) -> Vec<String> {
    line.iter().map(|word| (*word).to_owned()).collect()
}

/// While this process has the lock and does not go on, others wait: one gives up at its deadline, one is served
/// afterwards.
pub(super) fn lock(scratch: &Scratch) -> Result<Found> {
    let board = scratch.board("lock");
    board.told("agent_1", &["add", "test", "there before"])?;
    let (impatient, waited, patient) = board.while_locked(|| {
        let started = Instant::now();
        let patient = board.start("agent_2", &["add", "test", "patient"])?;
        let impatient = board.run("agent_3", &["add", "test", "impatient", "--lock-timeout", "200ms"])?;
        let waited = started.elapsed();
        thread::sleep(HELD.saturating_sub(waited));
        Ok((impatient, waited, patient))
    })?;
    let patient = ended(patient)?;
    let descriptions: Vec<String> = board
        .items()?
        .iter()
        .map(|item| item["description"].as_str().unwrap_or_default().to_owned())
        .collect();
    let gave_up = impatient.status.code() == Some(i32::from(Kind::LockTimeout.exit_code()));
    let served = patient.status.success() && descriptions == ["there before", "patient"];
    let finding = match (gave_up, served) {
        (true, true) => format!("a waiter gave up after {} ms, another was served", waited.as_millis()),
        (false, _) => format!("a process did not wait for the lock: {}", complaint(&impatient)),
        (true, false) => {
            format!("a process was not served after the lock came free: {}", complaint(&patient))
        }
    };
    Ok((gave_up && served, finding))
}

/// All racers ask for one item at the same time.
pub(super) fn one_winner(scratch: &Scratch, racers: usize) -> Result<Found> {
    let board = scratch.board("race");
    let id = board.told("agent_1", &["add", "test", "the prize", "-q"])?;
    let lines: Vec<_> = (0..racers).map(|number| (agent(number), words(&["claim", "--id", &id]))).collect();
    let outputs = board.at_once(&lines)?;
    let winners: Vec<usize> = (0..racers).filter(|number| outputs[*number].status.success()).collect();
    let told = count(&outputs, Kind::AlreadyClaimed);
    let items = board.items()?;
    let holder = items.first().and_then(|item| item["agent_id"].as_str());
    let holds = winners.len() == 1
        && told == racers - 1
        && holder == Some(agent(winners[0]).as_str())
        && items[0]["fence"] == 1;
    let finding = format!("{racers} processes asked: {} got it, {told} were told who has it", winners.len());
    Ok((holds, with_first_failure(finding, holds, &outputs)))
}

/// All racers claim new work at the same time.
pub(super) fn storm(scratch: &Scratch, racers: usize) -> Result<Found> {
    let board = scratch.board("storm");
    let line = |number: usize| words(&["claim", "test", &format!("piece {number}"), "-q"]);
    let lines: Vec<_> = (0..racers).map(|number| (agent(number), line(number))).collect();
    let outputs = board.at_once(&lines)?;
    let served = outputs.iter().filter(|output| output.status.success());
    let ids: Vec<String> =
        served.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).collect();
    let distinct: HashSet<&String> = ids.iter().collect();
    let items = board.items()?;
    let stored = items.iter().filter_map(|item| item["work_item_id"].as_str()).collect::<HashSet<_>>();
    let is_there = ids.iter().all(|id| stored.contains(id.as_str()));
    let unsound = board.soundness()?;
    let holds = ids.len() == racers
        && distinct.len() == racers
        && items.len() == racers
        && is_there
        && unsound.is_none();
    let finding = format!(
        "{racers} processes claimed: {} were served, with {} different ids",
        ids.len(),
        distinct.len()
    );
    Ok((holds, with_first_failure(unsound.unwrap_or(finding), holds, &outputs)))
}

/// Some processes at a time, each on items of its own, in the same files.
pub(super) fn no_lost_update(scratch: &Scratch, racers: usize) -> Result<Found> {
    let board = scratch.board("updates");
    let rounds = racers.div_ceil(WRITERS).max(4);
    let updates: Vec<Result<usize>> = thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|number| (number, &board))
            .map(|(number, board)| scope.spawn(move || update(board, number, rounds)))
            .collect();
        writers.into_iter().map(|writer| writer.join().unwrap_or_else(|_| Err(panicked()))).collect()
    });
    let told = updates.into_iter().sum::<Result<usize>>()?;
    let items = board.items()?;
    let lost = items.iter().filter(|item| item["progress"] != LAST).count();
    let holds = items.len() == WRITERS * rounds && lost == 0;
    let finding = format!(
        "{WRITERS} processes at a time made {told} updates; of {} items {} are there, {lost} lack their last update",
        WRITERS * rounds,
        items.len()
    );
    Ok((holds, finding))
}

/// Claims an item and reports on it, as often as there are rounds. Says how many updates were acknowledged.
fn update(board: &Board<'_>, number: usize, rounds: usize) -> Result<usize> {
    let agent = agent(number);
    for round in 0..rounds {
        let id = board.told(&agent, &["claim", "test", &format!("item {round} of {agent}"), "-q"])?;
        board.told(&agent, &["progress", &id, "1"])?;
        board.told(&agent, &["progress", &id, &LAST.to_string()])?;
    }
    Ok(3 * rounds)
}

pub(super) fn panicked() -> Error {
    Error::new(Kind::General, "a thread of the test broke")
}

fn count(outputs: &[Output], kind: Kind) -> usize {
    outputs.iter().filter(|output| output.status.code() == Some(i32::from(kind.exit_code()))).count()
}

/// A finding that something does not hold names the first process that complains.
fn with_first_failure(finding: String, holds: bool, outputs: &[Output]) -> String {
    match outputs.iter().find(|output| !holds && !output.status.success()) {
        Some(failed) => format!("{finding}; one says: {}", complaint(failed)),
        None => finding,
    }
}
