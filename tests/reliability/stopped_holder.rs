//! The holder of the lock stands still: the others give up at their deadline, and nothing is lost when it goes on.

use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::support::{Board, Outcome, Running, can_trace, eventually, traced};

#[test]
fn waiters_give_up_at_their_deadline() {
    let board = Board::new();
    board.claim("first");
    let before = board.state();
    let lock = File::options().read(true).write(true).open(board.path(".store/lock")).unwrap();
    fs2::FileExt::lock_exclusive(&lock).unwrap();
    give_up(&board);
    assert!(board.state() == before, "a refused command changed something");
    board.ok(&["list-work"]);
    drop(lock);
    board.claim("second");
    board.assert_consistent();
}

#[test]
fn a_stopped_writer_finishes_when_it_goes_on() {
    if !can_trace() {
        return;
    }
    let board = Board::new();
    board.claim("first");
    let log = board.home().join("stopped.strace");
    let command = board.command(&["claim", "feature", "stopped in the middle"]);
    let stop = ["-e", "trace=renameat2", "-e", "inject=renameat2:signal=STOP:when=1"];
    let holder = Running::start(&mut traced(&command, &log, &stop));
    let stopped = eventually("the holder stops at its first rename", || stopped_process(&log));
    give_up(&board);
    kill_process(stopped, Signal::CONT).unwrap();
    let id = holder.finish().ok().work_id();
    assert_eq!(board.item(&id)["description"], "stopped in the middle");
    board.claim("after");
    assert_eq!(board.items().len(), 3);
    board.assert_consistent();
}

/// Several commands wait for a second each, at the same time, and say that the lock is taken.
fn give_up(board: &Board) {
    let first = board.items()[0]["work_item_id"].as_str().unwrap().to_owned();
    let commands =
        [vec!["claim", "feature", "too late"], vec!["progress", &first, "50"], vec!["complete", &first]];
    let waiting = commands.map(|arguments| {
        let arguments: Vec<_> = arguments.into_iter().chain(["--lock-timeout", "1s"]).collect();
        Running::start(&mut board.command(&arguments))
    });
    for outcome in waiting.map(Running::finish) {
        check_refusal(outcome);
    }
}

fn check_refusal(outcome: Outcome) {
    let outcome = outcome.fails_with(10);
    assert!(outcome.err().contains("⚠️ CONFLICT:"), "{outcome}");
    assert!(outcome.elapsed >= Duration::from_millis(950), "gave up too early: {outcome}");
    assert!(outcome.elapsed < Duration::from_secs(15), "gave up too late: {outcome}");
}

/// The process that `strace` saw stopping.
fn stopped_process(log: &Path) -> Option<Pid> {
    let text = fs::read_to_string(log).ok()?;
    let line = text.lines().find(|line| line.contains("--- stopped by SIGSTOP ---"))?;
    Pid::from_raw(line.split_whitespace().next()?.parse().ok()?)
}
