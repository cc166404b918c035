//! The queue: taking the next item of many, many workers at once, and many requests in one batch.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::board::{Board, agent_id};
use crate::measure::{Crowd, in_turn, must};
use crate::{Bench, Outcome, expect_items, heading, row};

/// Open items of the boards from which the next one is taken.
const SIZES: [usize; 2] = [1_000, 10_000];
const READY_LIMIT: f64 = 15.0;
/// Workers that drain a queue, and what they find in it.
const WORKERS: usize = 100;
const QUEUE: usize = 2_000;
/// The share of the rate of claims alone at which a queue is to be drained.
const DRAIN_LIMIT: f64 = 0.6;
/// Requests of one batch, and how many a second are to be done.
const REQUESTS: usize = 20_000;
const BATCH_LIMIT: f64 = 20_000.0;

impl Bench<'_> {
    /// What it costs to take the next of many open items, beside a claim of new work on the same board.
    pub(crate) fn next_items(&self) -> Outcome<()> {
        heading("the queue", "median", "limit");
        for items in SIZES {
            let samples = self.samples_at(items);
            let board = self.queue("queue", items)?;
            let claim = in_turn(samples, &|number| self.claim(&board, number), &|_| self.empty())?;
            row(&format!("claim, {items} open items"), &claim, None);
            let next = |number| self.worker(&board, number, &["claim", "--next"]);
            let next = in_turn(samples, &next, &|_| self.empty())?;
            row(&format!("claim --next, {items} open items"), &next, Some(claim.ratio()));
            expect_items(&board, items + samples)?;
            if self.knows("ready") {
                let ready = in_turn(samples.min(21), &|_| self.coord(&board, &["ready", "--json"]), &|_| {
                    self.empty()
                })?;
                row(&format!("ready --json, {items} open items"), &ready, Some(READY_LIMIT));
            }
        }
        Ok(())
    }

    /// Many workers that take all items of a queue, and complete them or not, beside as many that only claim.
    pub(crate) fn drains(&self) -> Outcome<()> {
        heading(&format!("{WORKERS} workers drain {QUEUE} items"), "together", "limit");
        let crowd = Crowd { clients: WORKERS, each: QUEUE / WORKERS };
        let board = self.home.join("drain-claims");
        self.adopt(&board, &Board::of(0))?;
        let (time, failures) = crowd.run(&|number| self.claim(&board, number));
        let claims = rate(crowd.total(), time);
        println!(
            "{:<44} {:>8.2} s  {claims:>8.0} commands a second, {failures} failed",
            "claims alone",
            time.as_secs_f64()
        );
        for completes in [false, true] {
            let board = self.queue("drain", QUEUE)?;
            let (time, commands) = self.drain(&board, completes)?;
            let share = rate(commands, time) / claims;
            let note = if share < DRAIN_LIMIT { "  under" } else { "" };
            let what = if completes { "next and complete" } else { "next" };
            println!(
                "{what:<44} {:>8.2} s  {:>8.0} commands a second, {share:.2} of claims alone, limit {DRAIN_LIMIT}{note}",
                time.as_secs_f64(),
                rate(commands, time)
            );
        }
        Ok(())
    }

    /// The time until the queue is empty, and how many commands it took.
    fn drain(&self, board: &Path, completes: bool) -> Outcome<(Duration, usize)> {
        let (gate, commands, taken) = (Barrier::new(WORKERS + 1), AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |number: usize| {
            gate.wait();
            while let Some(id) = self.take(board, number) {
                taken.fetch_add(1, Ordering::Relaxed);
                commands.fetch_add(1, Ordering::Relaxed);
                if completes
                    && must(&mut self.worker(board, number, &["complete", &id, "success", "5"])).is_ok()
                {
                    commands.fetch_add(1, Ordering::Relaxed);
                }
            }
            commands.fetch_add(1, Ordering::Relaxed);
        };
        let time = thread::scope(|scope| {
            let workers: Vec<_> = (0..WORKERS).map(|number| scope.spawn(move || work(number))).collect();
            gate.wait();
            let start = Instant::now();
            for worker in workers {
                drop(worker.join());
            }
            start.elapsed()
        });
        let taken = taken.into_inner();
        if taken != QUEUE {
            return Err(format!("{taken} items were taken of {QUEUE}").into());
        }
        Ok((time, commands.into_inner()))
    }

    /// Takes the next item; `None` where there is none.
    fn take(&self, board: &Path, number: usize) -> Option<String> {
        let mut command = self.worker(board, number, &["-q", "next"]);
        let output = command.stdout(Stdio::piped()).output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
    }

    /// Many requests in one transaction: adding, and taking and completing by an agent that is known.
    pub(crate) fn batches(&self) -> Outcome<()> {
        if !self.knows("batch") {
            return Ok(());
        }
        heading(&format!("batch of {REQUESTS} requests"), "together", "least");
        let add = |number: usize| {
            format!(
                "{{\"op\":\"add\",\"work_type\":\"feature\",\"description\":\"Piece {number}\",\"ref\":\"r{number}\"}}"
            )
        };
        let claim = |number: usize| {
            let agent = agent_id(number);
            format!(
                "{{\"op\":\"claim\",\"work_type\":\"feature\",\"description\":\"Piece {number}\",\"agent_id\":\"{agent}\",\"ref\":\"r{number}\"}}"
            )
        };
        let next = |number: usize| format!("{{\"op\":\"next\",\"agent_id\":\"{}\"}}", agent_id(number));
        let both = |number: usize| match number % 2 {
            0 => claim(number),
            _ => format!(
                "{{\"op\":\"complete\",\"work_id\":\"@r{}\",\"agent_id\":\"{}\"}}",
                number - 1,
                agent_id(number - 1)
            ),
        };
        self.batch("add", 0, &add)?;
        self.batch("claim", 0, &claim)?;
        self.batch("claim and complete", 0, &both)?;
        self.batch("claim and complete, 10,000 open items", 10_000, &both)?;
        self.batch("next, 20,000 open items", REQUESTS, &next)
    }

    fn batch(&self, what: &str, open: usize, request: &dyn Fn(usize) -> String) -> Outcome<()> {
        let board = self.queue("batch", open)?;
        let lines = self.home.join("requests.jsonl");
        std::fs::write(&lines, (0..REQUESTS).map(|number| request(number) + "\n").collect::<String>())?;
        let mut command = self.coord(&board, &["batch"]);
        let start = Instant::now();
        let status = command.stdin(File::open(&lines)?).status()?;
        let time = start.elapsed();
        let a_second = rate(REQUESTS, time);
        let note = if !status.success() {
            "  FAILED"
        } else if a_second < BATCH_LIMIT {
            "  under"
        } else {
            ""
        };
        println!(
            "{what:<44} {:>8.2} s  {a_second:>8.0} a second {BATCH_LIMIT:>8.0}{note}",
            time.as_secs_f64()
        );
        Ok(())
    }

    fn queue(&self, name: &str, items: usize) -> Outcome<std::path::PathBuf> {
        let board = self.home.join(format!("{name}-{items}"));
        self.adopt(&board, &Board::queue(items))?;
        Ok(board)
    }

    fn worker(&self, board: &Path, number: usize, arguments: &[&str]) -> Command {
        let mut command = self.coord(board, arguments);
        command.env("AGENT_ID", agent_id(number));
        command
    }

    fn knows(&self, name: &str) -> bool {
        must(&mut self.coord(self.home, &["schema", name])).is_ok()
    }
}

fn rate(count: usize, time: Duration) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / time.as_secs_f64()
}
