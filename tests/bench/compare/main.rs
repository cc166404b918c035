//! What a command costs, counted in empty processes: `tests/bench/compare.sh` builds and runs this.
//!
//! An empty Rust program, started the same way between the runs of the other, is the unit: no command can be
//! quicker, and the ratio is about the same on any machine. Uses the standard library alone, so that it can be
//! built by `rustc` in a second.

#![allow(clippy::print_stdout, reason = "a report on the terminal is what it is for")]
#![allow(clippy::print_stderr, reason = "and its complaint where there can be none")]

mod board;
mod measure;
mod queue;
mod rivals;

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use board::{Board, agent_id};
use measure::{Comparison, Crowd, in_turn, must, peak_memory_kb, quiet, storms};

/// A result whose error is only ever shown.
type Outcome<T> = Result<T, Box<dyn Error>>;

/// The sizes that a durable claim is measured at, and how many empty processes it may cost there.
const CLAIM_LIMITS: [(usize, f64); 3] = [(141, 2.5), (1_000, 4.0), (10_000, 12.0)];
const STORM_LIMIT: f64 = 1.6;
const MEMORY_LIMIT_MB: f64 = 30.0;
const CROWD: Crowd = Crowd { clients: 100, each: 10 };

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("compare: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome<()> {
    if let Some(settings) = settings()? {
        return compare(&settings);
    }
    println!("compare: nothing to compare; run tests/bench/compare.sh");
    Ok(())
}

struct Settings {
    coord: PathBuf,
    empty: PathBuf,
    dir: PathBuf,
    samples: usize,
}

/// What the arguments say; `None` where `cargo bench` started this without any.
fn settings() -> Outcome<Option<Settings>> {
    let (mut coord, mut empty, mut dir, mut samples) = (None, None, PathBuf::from("target/bench"), 101);
    let mut arguments = env::args().skip(1).filter(|argument| argument != "--bench");
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{name}: a value is missing"))?;
        match name.as_str() {
            "--coord" => coord = Some(PathBuf::from(value)),
            "--empty" => empty = Some(PathBuf::from(value)),
            "--dir" => dir = PathBuf::from(value),
            "--samples" => samples = value.parse::<usize>()?.max(3),
            _ => return Err(format!("unknown argument {name}").into()),
        }
    }
    let (Some(coord), Some(empty)) = (coord, empty) else { return Ok(None) };
    // A program without a slash would be looked up, and a relative path would not survive `cd`.
    let dir = std::path::absolute(dir)?;
    Ok(Some(Settings { coord: coord.canonicalize()?, empty: empty.canonicalize()?, dir, samples }))
}

fn compare(settings: &Settings) -> Outcome<()> {
    let home = settings.dir.join(format!("run-{}", std::process::id()));
    let bench = Bench { settings, home: &home };
    let outcome = bench.run();
    fs::remove_dir_all(&home)?;
    outcome
}

struct Bench<'a> {
    settings: &'a Settings,
    /// Everything is made below here and removed at the end.
    home: &'a Path,
}

impl Bench<'_> {
    fn run(&self) -> Outcome<()> {
        fs::create_dir_all(self.home)?;
        // What runs first runs cold.
        in_turn(10, &|_| quiet(&self.settings.empty), &|_| quiet(&self.settings.empty))?;
        heading("one command", "median", "limit");
        self.claims()?;
        self.other_commands()?;
        heading("1,000 claims by 100 clients at once, 10 each", "together", "limit");
        self.claim_storms()?;
        self.next_items()?;
        self.drains()?;
        self.batches()?;
        heading("memory", "peak", "limit");
        self.memory()?;
        let absent = rivals::absent();
        if !absent.is_empty() {
            println!("\nnot installed, left out: {}", absent.join(", "));
        }
        Ok(())
    }

    fn claims(&self) -> Outcome<()> {
        for (items, limit) in CLAIM_LIMITS {
            let samples = self.samples_at(items);
            // Each claim adds an item: the median one meets `items` of them.
            let before = items.saturating_sub(samples / 2);
            let board = self.adopted_board("claim", before)?;
            let comparison = in_turn(samples, &|number| self.claim(&board, number), &|_| self.empty())?;
            row(&format!("claim, {items} items"), &comparison, Some(limit));
            expect_items(&board, before + samples)?;
            for rival in rivals::installed(self.home, before)? {
                let comparison = in_turn(samples, &*rival.claim, &|_| self.empty())?;
                row(&format!("  {}, {items} items", rival.label), &comparison, None);
            }
        }
        Ok(())
    }

    fn other_commands(&self) -> Outcome<()> {
        let (items, samples) = (CLAIM_LIMITS[0].0, self.settings.samples);
        let board = self.adopted_board("other", items)?;
        let held: Vec<String> = Board::of(items).held_ids().collect();
        let percent = |number: usize| (number % 100).to_string();
        let progress = |number| self.coord(&board, &["progress", &held[0], &percent(number)]);
        row("progress, 141 items", &in_turn(samples, &progress, &|_| self.empty())?, None);
        let complete = |number: usize| self.coord(&board, &["complete", &held[number], "success", "5"]);
        row("complete, 141 items", &in_turn(samples.min(held.len()), &complete, &|_| self.empty())?, None);
        for name in ["list-work", "dashboard", "status"] {
            let command = |_| self.coord(&board, &[name]);
            row(&format!("{name}, 141 items"), &in_turn(samples, &command, &|_| self.empty())?, None);
        }
        Ok(())
    }

    fn claim_storms(&self) -> Outcome<()> {
        for (items, limit) in [(0, Some(STORM_LIMIT)), (CLAIM_LIMITS[0].0, None)] {
            let board = self.home.join(format!("storm-{items}"));
            let reset = || self.adopt(&board, &Board::of(items));
            let comparison =
                storms(5, &CROWD, &reset, &|number| self.claim(&board, number), &|_| self.empty())?;
            storm_row(&format!("claim, from {items} items"), &comparison, limit);
            expect_items(&board, items + CROWD.total())?;
        }
        for rival in rivals::installed(&self.home.join("storm"), 0)? {
            let comparison = storms(1, &CROWD, &|| Ok(()), &*rival.claim, &|_| self.empty())?;
            storm_row(&format!("  {}, from 0 items", rival.label), &comparison, None);
        }
        Ok(())
    }

    fn memory(&self) -> Outcome<()> {
        let items = CLAIM_LIMITS[2].0;
        let board = self.adopted_board("memory", items)?;
        let megabytes = |kilobytes: u64| f64::from(u32::try_from(kilobytes).unwrap_or(u32::MAX)) / 1_024.0;
        let claim = megabytes(peak_memory_kb(20, &|number| self.claim(&board, number))?);
        let empty = megabytes(peak_memory_kb(20, &|_| self.empty())?);
        let note = if claim > MEMORY_LIMIT_MB { "  over" } else { "" };
        println!("{:<44} {claim:>8.1} MB {:>8} {MEMORY_LIMIT_MB:>8.1} MB{note}", "claim, 10,000 items", "");
        println!("{:<44} {empty:>8.1} MB", "empty process");
        Ok(())
    }

    /// Fewer where one run takes long.
    fn samples_at(&self, items: usize) -> usize {
        if items > 1_000 { (self.settings.samples / 2).max(3) } else { self.settings.samples }
    }

    /// A board of `items` that `coord` has written to once.
    fn adopted_board(&self, name: &str, items: usize) -> Outcome<PathBuf> {
        let board = self.home.join(format!("{name}-{items}"));
        self.adopt(&board, &Board::of(items))?;
        Ok(board)
    }

    fn adopt(&self, board: &Path, of: &Board) -> Outcome<()> {
        if board.exists() {
            fs::remove_dir_all(board)?;
        }
        of.write_to(board)?;
        must(&mut self.coord(board, &["register", &agent_id(0), "backend_team"]))
    }

    fn claim(&self, board: &Path, number: usize) -> Command {
        let mut command = self.coord(board, &["claim", "feature", "Add login", "high", "backend_team"]);
        command.env("AGENT_ID", agent_id(number));
        command
    }

    fn coord(&self, board: &Path, arguments: &[&str]) -> Command {
        let mut command = quiet(&self.settings.coord);
        command.env("COORDINATION_DIR", board).args(arguments);
        command
    }

    fn empty(&self) -> Command {
        quiet(&self.settings.empty)
    }
}

/// A figure counts for nothing if the work was not done.
fn expect_items(board: &Path, expected: usize) -> Outcome<()> {
    let text = fs::read_to_string(board.join("work_claims.json"))?;
    let found = text.matches("\"work_item_id\"").count();
    if found == expected {
        return Ok(());
    }
    Err(format!("{}: {found} items where {expected} were expected", board.display()).into())
}

fn heading(what: &str, figure: &str, limit: &str) {
    println!("\n{what:<44} {figure:>11} {:>8} {limit:>8}", "ratio");
}

fn row(label: &str, comparison: &Comparison, limit: Option<f64>) {
    let milliseconds = comparison.subject.as_secs_f64() * 1_000.0;
    println!("{label:<44} {milliseconds:>8.2} ms {}", ratio(comparison, limit));
}

fn storm_row(label: &str, comparison: &Comparison, limit: Option<f64>) {
    let seconds = comparison.subject.as_secs_f64();
    let total = f64::from(u32::try_from(CROWD.total()).unwrap_or(u32::MAX));
    let failed = match comparison.failures {
        0 => String::new(),
        failures => format!("  {failures} failed"),
    };
    println!(
        "{label:<44} {seconds:>8.2} s  {}  {:.0} a second{failed}",
        ratio(comparison, limit),
        total / seconds
    );
}

fn ratio(comparison: &Comparison, limit: Option<f64>) -> String {
    let ratio = comparison.ratio();
    match limit {
        Some(limit) if ratio > limit => format!("{ratio:>8.1} {limit:>8.1}  over"),
        Some(limit) => format!("{ratio:>8.1} {limit:>8.1}"),
        None => format!("{ratio:>8.1} {:>8}", ""),
    }
}
