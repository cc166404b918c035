//! The system calls of a command, as `strace` saw them, and how to do something to one of them.
//!
//! `strace` counts the invocations of each system call for itself, so a call is named by its name and its number
//! among its like. All of them together are every system call of the command.

use std::collections::HashMap;
use std::fs;
use std::process::Command;

use crate::support::{Board, Outcome, Running, traced};

/// Calls that can change what is on the disk or who holds a lock.
const CHANGING: &[&str] = &[
    "write",
    "pwrite64",
    "writev",
    "pwritev",
    "pwritev2",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "truncate",
    "ftruncate",
    "fallocate",
    "copy_file_range",
    "sendfile",
    "fchmod",
    "fchmodat",
    "fchown",
    "fchownat",
    "symlinkat",
    "utimensat",
    "flock",
    "fcntl",
];

/// Calls that a full, broken or read-only disk can fail, beside those that change it.
const FALLIBLE: &[&str] = &[
    "open",
    "openat",
    "openat2",
    "creat",
    "fsync",
    "fdatasync",
    "sync_file_range",
    "syncfs",
    "read",
    "pread64",
    "readv",
    "stat",
    "fstat",
    "newfstatat",
    "statx",
    "fstatfs",
    "statfs",
    "getdents64",
    "access",
    "faccessat",
    "faccessat2",
    "readlink",
    "readlinkat",
];

/// One system call of a command.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// Its name.
    pub(crate) name: String,
    /// Which one among those of its name, from 1.
    pub(crate) nth: usize,
    /// The whole line, with the paths of descriptors.
    pub(crate) line: String,
}

impl Call {
    /// Whether the disk may look different after it.
    pub(crate) fn changes(&self) -> bool {
        CHANGING.contains(&self.name.as_str()) || self.line.contains("O_CREAT")
    }

    /// Whether a disk or a full table of descriptors can make it fail.
    pub(crate) fn can_fail(&self) -> bool {
        let disk = CHANGING.contains(&self.name.as_str()) || FALLIBLE.contains(&self.name.as_str());
        disk && self.name != "flock" && self.name != "fcntl"
    }

    /// Whether it is what makes data durable.
    pub(crate) fn is_sync(&self) -> bool {
        self.name.ends_with("sync")
    }

    /// Whether it only tells the caller something: a write to stdout or stderr.
    pub(crate) fn is_talk(&self) -> bool {
        self.name.starts_with("write") && ["(1<", "(2<"].iter().any(|fd| self.line.contains(fd))
    }

    /// Whether it appends to the journal.
    pub(crate) fn appends_to_journal(&self) -> bool {
        self.name.contains("write") && self.line.contains("/.store/journal/")
    }
}

impl std::fmt::Display for Call {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let line: String = self.line.chars().take(200).collect();
        write!(out, "{} #{}: {line}", self.name, self.nth)
    }
}

/// Runs `command` unharmed and gives all of its system calls after the start of the program.
pub(crate) fn record(board: &Board, command: &Command) -> (Outcome, Vec<Call>) {
    let log = board.home().join("calls.strace");
    let outcome = Running::start(&mut traced(command, &log, &["-y", "-s", "32"])).finish();
    let calls = calls(&String::from_utf8_lossy(&fs::read(&log).unwrap()));
    (outcome, calls)
}

/// Runs `command` and does `what` to `call`: `signal=KILL`, `error=ENOSPC`.
pub(crate) fn run_with(board: &Board, command: &Command, call: &Call, what: &str) -> Outcome {
    let trace = format!("trace={}", call.name);
    let inject = format!("inject={}:{what}:when={}", call.name, call.nth);
    let log = board.home().join("injected.strace");
    Running::start(&mut traced(command, &log, &["-e", &trace, "-e", &inject])).finish()
}

/// The calls of the first process in the log of `strace -f`, without the `execve` that starts it.
fn calls(log: &str) -> Vec<Call> {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let first = log.split_whitespace().next().unwrap_or_default();
    let lines = log.lines().filter_map(|line| line.strip_prefix(first)).map(str::trim_start);
    let named = lines.filter_map(|line| Some((line.split_once('(')?.0, line)));
    let calls =
        named.filter(|(name, _)| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
    let numbered = calls.map(|(name, line)| {
        let nth = numbers.entry(name.to_owned()).and_modify(|number| *number += 1).or_insert(1);
        Call { name: name.to_owned(), nth: *nth, line: line.to_owned() }
    });
    numbered.filter(|call| call.name != "execve").collect()
}

#[test]
fn calls_are_numbered_by_name() {
    let log = "7 execve(\"/x\", [\"x\"], []) = 0\n7 write(1</tmp/o>, \"a\", 1) = 1\n7 getpid() = 7\n\
               7 --- SIGSTOP {} ---\n8 write(2, \"z\", 1) = 1\n7 write(5</b/.store/journal/1.jsonl>, \"b\", 1) = 1\n\
               7 <... read resumed>) = 1\n7 +++ exited with 0 +++\n";
    let found: Vec<_> = calls(log).iter().map(|call| (call.name.clone(), call.nth)).collect();
    assert_eq!(found, [("write".to_owned(), 1), ("getpid".to_owned(), 1), ("write".to_owned(), 2)]);
    assert!(calls(log)[0].is_talk() && calls(log)[2].appends_to_journal());
}
