//! The pool in the background: one of a board, found again, and gone when it is told to go.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::scene::{STUBBORN, add, gone, is_alive, line_of, scene};
use crate::support::{Board, Outcome, Running, eventually};

/// A board whose pool is ended with the test.
struct Kept(Board);

impl Kept {
    fn new() -> Self {
        Self(scene())
    }

    fn start(&self, flags: &[&str], line: &str) -> Outcome {
        let arguments: Vec<&str> =
            ["start", "--json"].iter().chain(flags).chain(&["--", "sh", "-c", line]).copied().collect();
        self.0.run(&arguments)
    }

    fn pool(&self) -> Value {
        self.0.ok(&["pool", "--json"]).json()["data"].clone()
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        if self.0.dir().exists() {
            self.0.run(&["stop", "--kill", "--timeout", "5s"]);
        }
    }
}

fn pid(outcome: &Outcome) -> i32 {
    i32::try_from(outcome.json()["data"]["pid"].as_i64().unwrap()).unwrap()
}

fn kill(pid: i32) {
    kill_process(Pid::from_raw(pid).unwrap(), Signal::KILL).unwrap();
    eventually("the end of the pool", || (!is_alive(&pid.to_string())).then_some(()));
}

#[test]
fn a_pool_works_until_it_is_stopped() {
    let kept = Kept::new();
    let board = &kept.0;
    let line = "printf 'hello \\033[2J\\n'; grep -q quick || exec sh ./stubborn";
    fs::write(board.home().join("stubborn"), STUBBORN).unwrap();
    let pool = pid(&kept.start(&["--agents", "2", "--grace", "100ms"], line).ok());
    for name in ["workers.pid", "workers.lock", "logs/workers.log"] {
        let mode = fs::metadata(board.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    // It has a session of its own.
    let stat = fs::read_to_string(format!("/proc/{pool}/stat")).unwrap();
    let session = stat.rsplit(')').next().unwrap().split_whitespace().nth(3).unwrap().to_owned();
    assert_eq!(session, pool.to_string());
    let quick = add(board, "quick \u{1b}[31m", &[]);
    eventually("the quick one", || (board.item(&quick)["status"] == "completed").then_some(()));
    let long = add(board, "long", &[]);
    line_of(&board.home().join("grandchild"));
    eventually("the figures", || {
        let state = kept.pool();
        let workers = state["pool"]["workers"].as_array()?.clone();
        let is_told = workers.iter().any(|worker| worker["work_item_id"] == long.as_str());
        (state["is_running"] == true && is_told).then_some(())
    });
    let outcome = board.ok(&["stop"]);
    assert!(outcome.out().contains(&format!("🛑 STOPPED: process {pool}")), "{outcome}");
    assert!(!is_alive(&pool.to_string()) && !board.path("workers.pid").exists());
    gone(board, &["child", "grandchild"]);
    assert_eq!(board.item(&long)["status"], "pending");
    let told = fs::read_to_string(board.path("logs/workers.log")).unwrap();
    for said in
        [&format!("✅ COMPLETED: {quick}"), "hello \\u{1b}[2J", "stopped: 1 completed", "quick \\u{1b}[31m"]
    {
        assert!(told.contains(said), "{said}: {told}");
    }
    assert!(!told.contains('\u{1b}'));
    assert!(board.ok(&["stop"]).out().contains("No pool works"));
    board.assert_consistent();
}

#[test]
fn a_board_has_one_pool() {
    let kept = Kept::new();
    add(&kept.0, "anything", &[]);
    let begin = || {
        let arguments = ["start", "--json", "--", "sh", "-c", "true"];
        Running::start(&mut kept.0.command(&arguments))
    };
    let many: Vec<Running> = (0..4).map(|_| begin()).collect();
    let ends: Vec<Outcome> = many.into_iter().map(Running::finish).collect();
    let mut codes: Vec<Option<i32>> = ends.iter().map(|end| end.code).collect();
    codes.sort_unstable();
    assert_eq!(codes, [Some(0), Some(10), Some(10), Some(10)]);
    let winner = pid(ends.iter().find(|end| end.succeeded()).unwrap());
    assert_eq!(kept.pool()["pool"]["pid"], winner);
    kept.start(&[], "true").fails_quietly(10);
}

#[test]
fn a_pool_can_be_scaled_and_restarted() {
    let kept = Kept::new();
    let board = &kept.0;
    let line = "echo $AGENT_ID >> who; while [ ! -e go ]; do sleep 0.02; done";
    let first = pid(&kept.start(&[], line).ok());
    (0..3).for_each(|number| drop(add(board, &format!("item {number}"), &[])));
    let who = || crate::scene::lines(&board.home().join("who"));
    eventually("one worker", || (who().len() == 1).then_some(()));
    let outcome = board.ok(&["scale", "3", "--json"]);
    assert_eq!(
        (&outcome.json()["data"]["before"], &outcome.json()["data"]["agents"]),
        (&1.into(), &3.into())
    );
    eventually("three workers", || (who().len() == 3).then_some(()));
    board.ok(&["scale", "0"]);
    fs::write(board.home().join("go"), "").unwrap();
    eventually("all done", || (crate::scene::count(board, "completed") == 3).then_some(()));
    let rest = add(board, "rests", &[]);
    board.ok(&["scale", "2"]);
    eventually("the last one", || (board.item(&rest)["status"] == "completed").then_some(()));
    let outcome = board.ok(&["restart", "--json"]);
    let second = i32::try_from(outcome.json()["data"]["started"]["pid"].as_i64().unwrap()).unwrap();
    assert_ne!(first, second);
    let pool = kept.pool();
    assert_eq!((&pool["pool"]["agents"], &pool["pool"]["leader"]), (&2.into(), &"agent_7".into()));
    board.run(&["scale", "5000"]).fails_with(3);
    board.ok(&["stop"]);
    board.run(&["scale", "2"]).fails_with(14);
    board.run(&["restart"]).fails_with(14);
}

#[test]
fn what_a_dead_pool_left_is_cleared() {
    let kept = Kept::new();
    let board = &kept.0;
    add(board, "held", &["--max-attempts", "9"]);
    let first = pid(&kept.start(&["--lease", "1s"], &format!("{STUBBORN} #")).ok());
    line_of(&board.home().join("grandchild"));
    kill(first);
    gone(board, &["child", "grandchild"]);
    let pool = kept.pool();
    assert_eq!((&pool["is_running"], &pool["pool"]["pid"]), (&false.into(), &first.into()));
    board.run(&["scale", "2"]).fails_with(14);
    let second = board.ok(&["restart", "--json"]);
    let second = i32::try_from(second.json()["data"]["started"]["pid"].as_i64().unwrap()).unwrap();
    kill(second);
    let third = pid(&kept.start(&[], "true").ok());
    kill(third);
    assert!(board.ok(&["stop"]).out().contains("🧹 CLEARED"));
    assert!(!board.path("workers.pid").exists());
}

/// A process that started at another tick of the kernel than the pool of that record.
fn stranger_to(record: &str) -> Option<std::process::Child> {
    let mut stranger = std::process::Command::new("sleep").arg("1000").spawn().unwrap();
    let stat = fs::read_to_string(format!("/proc/{}/stat", stranger.id())).unwrap();
    let ticks = stat.rsplit(')').next().unwrap().split_whitespace().nth(19).unwrap();
    if record.contains(&format!("\"start_ticks\": {ticks},")) {
        stranger.kill().unwrap();
        stranger.wait().unwrap();
        return None;
    }
    Some(stranger)
}

#[test]
fn a_stranger_of_the_same_number_is_left_alone() {
    let kept = Kept::new();
    let board = &kept.0;
    add(board, "anything", &[]);
    let pool = pid(&kept.start(&[], "true").ok());
    let record = fs::read_to_string(board.path("workers.pid")).unwrap();
    kill(pool);
    let mut stranger = eventually("a process that started at another tick", || stranger_to(&record));
    let forged = record.replace(&format!("\"pid\": {pool}"), &format!("\"pid\": {}", stranger.id()));
    assert_ne!(forged, record);
    fs::write(board.path("workers.pid"), forged).unwrap();
    let outcome = board.ok(&["stop"]);
    assert!(outcome.out().contains("🧹 CLEARED"), "{outcome}");
    assert!(stranger.try_wait().unwrap().is_none(), "a stranger was ended");
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[test]
fn a_pool_that_does_not_end_in_time_is_told_of_or_killed() {
    let kept = Kept::new();
    let board = &kept.0;
    add(board, "stubborn", &[]);
    let pool = pid(&kept.start(&["--grace", "1h"], STUBBORN).ok());
    line_of(&board.home().join("grandchild"));
    board.run(&["stop", "--timeout", "200ms"]).fails_with(1);
    assert!(is_alive(&pool.to_string()));
    let outcome = board.ok(&["stop", "--timeout", "200ms", "--kill"]);
    assert!(outcome.out().contains("💀 KILLED"), "{outcome}");
    assert!(!is_alive(&pool.to_string()) && !board.path("workers.pid").exists());
    // An hour of grace is too long for those whose lease nobody renews.
    gone(board, &["child", "grandchild"]);
}

#[test]
fn a_pool_ends_when_its_board_is_taken_away() {
    let kept = Kept::new();
    add(&kept.0, "anything", &[]);
    let pool = pid(&kept.start(&["--agents", "2"], "true").ok());
    // The pool may write a file in between.
    eventually("the board being away", || fs::remove_dir_all(kept.0.dir()).ok());
    eventually("its end", || (!is_alive(&pool.to_string())).then_some(()));
}

#[test]
fn a_pool_lets_go_of_what_its_caller_has_open() {
    let kept = Kept::new();
    add(&kept.0, "anything", &[]);
    let mut shell = std::process::Command::new("sh");
    kept.0.surround(&mut shell);
    shell.args(["-c", "exec 3> lock; \"$coord\" -q start -- true"]);
    let outcome = Running::start(&mut shell).finish().ok();
    let open = fs::read_dir(format!("/proc/{}/fd", outcome.out().trim())).unwrap();
    let names: Vec<_> = open.flatten().flat_map(|fd| fs::read_link(fd.path())).collect();
    assert!(!names.is_empty() && !names.contains(&kept.0.home().join("lock")), "{names:?}");
}

#[test]
fn orders_that_cannot_be_followed_start_nothing() {
    let kept = Kept::new();
    kept.0.run(&["start", "--", "no-such-program"]).fails_with(4);
    kept.0.run(&["start", "--agents", "0", "--", "true"]).fails_with(3);
    assert!(!kept.0.path("workers.pid").exists());
    kept.0.run(&["scale", "1"]).fails_with(14);
    assert_eq!(kept.pool()["is_running"], false);
}

/// With --json an error is told on stdout.
trait FailsQuietly {
    fn fails_quietly(self, code: i32);
}

impl FailsQuietly for Outcome {
    #[track_caller]
    fn fails_quietly(self, code: i32) {
        assert_eq!(self.code, Some(code), "{self}");
    }
}
