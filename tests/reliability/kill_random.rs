//! Kill −9 at random instants, sixteen writers at once: nothing acknowledged is lost, nothing is done twice.
//!
//! Every write has a request id. A killed one is asked again with the same id until it is acknowledged, so in the
//! end each must have happened exactly once, however often it was killed, and whether or not it was made already.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use rustix::process::Signal;

use crate::support::{Board, Outcome, Random, Running, scale, text_of};

const WRITERS: u64 = 16;

#[test]
fn killed_writers_lose_nothing_and_do_nothing_twice() {
    let board = Board::new();
    let (kills, goal) = (AtomicUsize::new(0), scale(200, 2_000));
    let done: Vec<Item> = thread::scope(|scope| {
        let (board, kills) = (&board, &kills);
        let start = |number| scope.spawn(move || Writer::new(number, board, kills).work_until(goal));
        let writers: Vec<_> = (0..WRITERS).map(start).collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    eprintln!("{} kills, {} items", kills.load(Ordering::Relaxed), done.len());
    check(&board, &done);
}

/// An item that went all the way, as its writer was told.
struct Item {
    id: String,
    description: String,
}

struct Writer<'a> {
    number: u64,
    board: &'a Board,
    kills: &'a AtomicUsize,
    random: Random,
    requests: u32,
    usual: Duration,
}

impl<'a> Writer<'a> {
    fn new(number: u64, board: &'a Board, kills: &'a AtomicUsize) -> Self {
        let usual = Duration::from_millis(20);
        Self { number, board, kills, random: Random::stream(number), requests: 0, usual }
    }

    fn work_until(mut self, goal: usize) -> Vec<Item> {
        let mut done = Vec::new();
        while done.is_empty() || self.kills.load(Ordering::Relaxed) < goal {
            let description = format!("writer {} item {}", self.number, done.len());
            let claimed = self.until_told(&["claim", "feature", &description, "high", "backend_team"]);
            let id = claimed.work_id();
            self.until_told(&["progress", &id, "50"]);
            self.until_told(&["complete", &id, "success", "3"]);
            done.push(Item { id, description });
        }
        done
    }

    /// Asks with one request id until somebody answers.
    fn until_told(&mut self, arguments: &[&str]) -> Outcome {
        self.requests += 1;
        let request = format!("writer-{}-{}", self.number, self.requests);
        let arguments: Vec<_> = arguments.iter().copied().chain(["--request-id", &request]).collect();
        loop {
            if let Some(outcome) = self.ask(&arguments) {
                return outcome;
            }
        }
    }

    /// Runs the command and, every other time, kills it within its usual life. `None`: it was killed.
    fn ask(&mut self, arguments: &[&str]) -> Option<Outcome> {
        let agent = format!("agent_{}", 1_750_000_000_000_000_000 + self.number);
        let running = Running::start(self.board.command(arguments).env("AGENT_ID", agent));
        let doomed = self.random.below(2) == 0;
        if doomed {
            thread::sleep(self.random.within(self.usual));
            running.signal(Signal::KILL);
        }
        let outcome = running.finish();
        if outcome.signal == Some(Signal::KILL.as_raw()) {
            self.kills.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        if !doomed {
            self.usual = (self.usual * 3 + outcome.elapsed) / 4;
        }
        Some(outcome.ok())
    }
}

fn check(board: &Board, done: &[Item]) {
    board.assert_consistent();
    let items = board.all_items();
    let by_description: HashMap<_, Vec<_>> = items.iter().fold(HashMap::new(), |mut map, item| {
        map.entry(text_of(item, "description")).or_insert_with(Vec::new).push(item);
        map
    });
    for told in done {
        let found = by_description.get(told.description.as_str()).map_or(&[][..], Vec::as_slice);
        assert_eq!(found.len(), 1, "{}: {found:#?}", told.description);
        assert_eq!(text_of(found[0], "work_item_id"), told.id);
        assert_eq!(text_of(found[0], "status"), "completed", "{}", told.description);
    }
    assert_eq!(items.len(), done.len(), "items that nobody asked for");
    let points: u64 = board.log().iter().filter_map(|entry| entry["velocity_points"].as_u64()).sum();
    assert_eq!(points, 3 * done.len() as u64, "points counted more or less than once");
}
