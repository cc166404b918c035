//! A worker as agents are: a process that takes the next item, reports on it, and then works for a long time.

use std::fs;
use std::process::Command;

use super::{Board, Running, eventually, program};

/// Starts a worker; gives the item that it took, and the process, once it is in the middle of its work.
pub(crate) fn start_worker(board: &Board, agent: &str) -> (String, Running) {
    const SCRIPT: &str = r#"id=$("$coord" -q next) && "$coord" progress "$id" 40 && echo "$id" > "$started" && exec sleep 600"#;
    let started = board.home().join(format!("{agent} has started"));
    let mut command = Command::new("sh");
    board.surround(&mut command);
    command.args(["-c", SCRIPT]).env("coord", program()).env("started", &started).env("AGENT_ID", agent);
    let worker = Running::start(&mut command);
    let id =
        eventually("the worker works", || fs::read_to_string(&started).ok().filter(|id| id.ends_with('\n')));
    fs::remove_file(&started).unwrap();
    (id.trim_end().to_owned(), worker)
}
