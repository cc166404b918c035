//! Many more agents than work: each item goes to one of them, and all others are told why they get nothing.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::process::Command;

use serde_json::Value;

use crate::support::{Board, Outcome, Running, scale, text_of};

/// Items on the board.
const ITEMS: usize = 100;
/// Agents for each of them.
const RIVALS: usize = 5;

#[test]
fn of_five_hundred_that_ask_for_work_a_hundred_get_some() {
    let (board, ids) = board_with_items(ITEMS);
    let agents = ITEMS * RIVALS;
    let outcomes = at_once(&board, (0..agents).map(|number| ask(&board, number, &["next"])));
    let (winners, losers): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Outcome::succeeded);
    assert_eq!((winners.len(), losers.len()), (ITEMS, agents - ITEMS));
    for loser in losers {
        loser.refuses_with(15);
    }
    check_winners(&board, &ids, &winners);
}

#[test]
fn of_five_that_ask_for_the_same_item_one_gets_it() {
    let (board, ids) = board_with_items(ITEMS);
    let requests = (0..ITEMS * RIVALS)
        .map(|number| ask(&board, number, &["claim", "--id", ids[number % ITEMS].as_str()]));
    let outcomes = at_once(&board, requests);
    let (winners, losers): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Outcome::succeeded);
    assert_eq!((winners.len(), losers.len()), (ITEMS, ITEMS * (RIVALS - 1)));
    check_winners(&board, &ids, &winners);
    let holders: HashMap<_, _> = winners.iter().map(told).collect();
    for loser in losers {
        let document = loser.refuses_with(10).json();
        let context = &document["error"]["context"];
        let id = text_of(context, "work_item_id");
        assert_eq!(text_of(context, "holder"), holders[id], "{document}");
        assert!(context["lease_expires_at"].is_string(), "{document}");
    }
}

#[test]
fn a_queue_is_drained_once_whoever_drains_it() {
    let (board, ids) = board_with_items(scale(60, 2_000));
    let workers = scale(12, 100);
    let done: Vec<String> = std::thread::scope(|scope| {
        let drain = |number: usize| {
            scope.spawn({
                let board = &board;
                move || drain(board, number)
            })
        };
        let workers: Vec<_> = (0..workers).map(drain).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert_eq!(done.len(), ids.len(), "an item was done twice, or never");
    assert_eq!(done.into_iter().collect::<HashSet<_>>(), ids.into_iter().collect());
    board.assert_consistent();
}

/// Takes and completes until there is nothing left; gives what it did.
fn drain(board: &Board, number: usize) -> Vec<String> {
    let mut done = Vec::new();
    loop {
        let next = Running::start(&mut ask(board, number, &["next"])).finish();
        if !next.succeeded() {
            next.refuses_with(15);
            return done;
        }
        let (id, _) = told(&next);
        Running::start(&mut ask(board, number, &["complete", &id, "success", "1"])).finish().ok();
        done.push(id);
    }
}

fn board_with_items(count: usize) -> (Board, Vec<String>) {
    let board = Board::new().with("COORD_LOCK_TIMEOUT", "5m");
    let add = |number: usize| board.ok(&["-q", "add", "feature", &format!("piece {number}")]).work_id();
    let ids = (0..count).map(add).collect();
    (board, ids)
}

fn ask(board: &Board, agent: usize, words: &[&str]) -> Command {
    let words: Vec<_> = words.iter().copied().chain(["--json"]).collect();
    let mut command = board.command(&words);
    command.env("AGENT_ID", format!("agent_{agent}"));
    command
}

/// Starts all commands while the lock of the board is taken, then lets go.
fn at_once(board: &Board, commands: impl Iterator<Item = Command>) -> Vec<Outcome> {
    let lock = File::options().read(true).write(true).open(board.path(".store/lock")).unwrap();
    fs2::FileExt::lock_exclusive(&lock).unwrap();
    let running: Vec<_> = commands.map(|mut command| Running::start(&mut command)).collect();
    drop(lock);
    running.into_iter().map(Running::finish).collect()
}

/// Each item has exactly the holder that was told so.
fn check_winners(board: &Board, ids: &[String], winners: &[Outcome]) {
    let told: HashMap<_, _> = winners.iter().map(told).collect();
    assert_eq!(told.len(), ids.len(), "an item was given twice");
    for item in board.items() {
        let holder = told.get(text_of(&item, "work_item_id")).map(String::as_str);
        assert_eq!(holder, item["agent_id"].as_str(), "{item:#}");
        assert_eq!((item["fence"].as_u64(), item["attempt"].as_u64()), (Some(1), Some(1)), "{item:#}");
    }
    board.assert_consistent();
}

/// The item that a winner was told to hold, and as whom.
fn told(winner: &Outcome) -> (String, String) {
    let document: Value = winner.json();
    let text = |field: &str| text_of(&document["data"], field).to_owned();
    (text("work_item_id"), text("agent_id"))
}
