//! A board with work in its queue, and questions about processes.

use std::fs;
use std::path::Path;

use crate::support::{Board, Outcome, Running, eventually, program};

/// The agent that runs commands.
pub(crate) const AGENT: &str = "agent_7";

/// An empty board; commands are given by [`AGENT`] and find the program as `$coord`.
pub(crate) fn scene() -> Board {
    Board::new().by(AGENT).with("coord", program().to_str().unwrap())
}

/// Puts work into the queue and gives its id.
#[track_caller]
pub(crate) fn add(board: &Board, description: &str, more: &[&str]) -> String {
    let arguments: Vec<&str> = ["-q", "add", "feature", description].iter().chain(more).copied().collect();
    board.ok(&arguments).out().trim().to_owned()
}

/// Runs a line of shell on an item.
#[track_caller]
pub(crate) fn run(board: &Board, id: &str, flags: &[&str], line: &str) -> Outcome {
    start(board, id, flags, line).finish()
}

/// Starts to run a line of shell on an item.
#[track_caller]
pub(crate) fn start(board: &Board, id: &str, flags: &[&str], line: &str) -> Running {
    let arguments: Vec<&str> =
        ["run", id].iter().chain(flags).chain(&["--", "sh", "-c", line]).copied().collect();
    Running::start(&mut board.command(&arguments))
}

/// Takes an item away, as an agent whose clock is far ahead would.
#[track_caller]
pub(crate) fn take_away(board: &Board, id: &str) {
    let mut command = board.command(&["claim", "--id", id]);
    command.env("AGENT_ID", "thief").env("COORD_NOW", "2099-01-01T00:00:00Z");
    Running::start(&mut command).finish().ok();
}

/// Waits until a file holds a line, and gives it.
#[track_caller]
pub(crate) fn line_of(path: &Path) -> String {
    eventually(&format!("a line in {}", path.display()), || {
        let text = fs::read_to_string(path).ok()?;
        text.strip_suffix('\n').map(ToOwned::to_owned)
    })
}

/// Waits until the processes whose ids are in these files are gone.
#[track_caller]
pub(crate) fn gone(board: &Board, names: &[&str]) {
    for name in names {
        let pid = line_of(&board.home().join(name));
        eventually(&format!("the end of {name}"), || (!is_alive(&pid)).then_some(()));
    }
}

/// Whether a process is there and no zombie.
pub(crate) fn is_alive(pid: &str) -> bool {
    let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { return false };
    let state = stat.rsplit(')').next().unwrap_or_default();
    !state.trim_start().starts_with(['Z', 'X'])
}

/// A line of shell that starts a process beside itself, notes both ids in `child` and, last, in `grandchild`, and goes
/// on for ever. Neither heeds SIGTERM.
pub(crate) const STUBBORN: &str = "trap '' TERM; echo $$ > child; \
                                   sh -c 'echo $$ > grandchild; while :; do sleep 0.1; done' & \
                                   while :; do sleep 0.1; done";

/// `coord work` with a line of shell, not started yet.
pub(crate) fn work(board: &Board, flags: &[&str], line: &str) -> std::process::Command {
    let arguments: Vec<&str> =
        ["work"].iter().chain(flags).chain(&["--", "sh", "-c", line]).copied().collect();
    board.command(&arguments)
}

/// The lines of a file; none where there is no file yet.
pub(crate) fn lines(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap_or_default().lines().map(ToOwned::to_owned).collect()
}

/// How many items have this status.
pub(crate) fn count(board: &Board, status: &str) -> usize {
    board.items().iter().filter(|item| item["status"] == status).count()
}
