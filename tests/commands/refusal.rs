//! What a refused command owes its caller: the code, a line on stderr that says what, where and what to do, one
//! document with `--json`, and a board on which nothing has changed.

use serde_json::Value;

use crate::scene::everything;
use crate::support::{Board, Outcome, Running};

/// A refusal as the contract promises it.
pub(crate) struct Refusal<'a> {
    /// The exit code.
    pub(crate) exit_code: i32,
    /// The code word of `--json`.
    pub(crate) word: &'static str,
    /// What the message names.
    pub(crate) says: &'a [&'a str],
    variables: Vec<(&'a str, &'a str)>,
}

/// The refusals after which the same command can succeed without anybody changing it.
const RETRYABLE: [&str; 5] =
    ["LOCK_TIMEOUT", "OUTCOME_UNKNOWN", "IO", "NOTHING_TO_CLAIM", "CAPACITY_EXCEEDED"];
/// Those that somebody else is the reason for.
const CONFLICTS: [&str; 3] = ["ALREADY_CLAIMED", "STALE_FENCE", "LOCK_TIMEOUT"];

/// A refusal with that exit code and code word, whose message names all of `says`.
pub(crate) fn refusal<'a>(exit_code: i32, word: &'static str, says: &'a [&'a str]) -> Refusal<'a> {
    Refusal { exit_code, word, says, variables: Vec::new() }
}

impl<'a> Refusal<'a> {
    /// The same for a caller with this variable.
    pub(crate) fn with(mut self, name: &'a str, value: &'a str) -> Self {
        self.variables.push((name, value));
        self
    }

    /// Fails the test unless `arguments` are refused in this way, in text, with `-q` and with `--json`.
    #[track_caller]
    pub(crate) fn of(&self, board: &Board, arguments: &[&str]) {
        let before = everything(board);
        self.check_text(&self.run(board, arguments, &[]));
        self.check_text(&self.run(board, arguments, &["-q"]));
        self.check_json(&self.run(board, arguments, &["--json"]));
        assert_eq!(before, everything(board), "{arguments:?} changed the board");
    }

    #[track_caller]
    fn run(&self, board: &Board, arguments: &[&str], more: &[&str]) -> Outcome {
        // Flags first: what is wrong may be that an argument is missing at the end.
        let line: Vec<&str> = more.iter().chain(arguments).copied().collect();
        let mut command = board.command(&line);
        command.envs(self.variables.iter().copied());
        Running::start(&mut command).finish()
    }

    #[track_caller]
    fn check_text(&self, outcome: &Outcome) {
        let start = if CONFLICTS.contains(&self.word) { "⚠️ CONFLICT: " } else { "❌ ERROR: " };
        assert_eq!(outcome.code, Some(self.exit_code), "{outcome}");
        assert_eq!(outcome.out(), "", "nothing on stdout: {outcome}");
        let err = outcome.err();
        assert!(err.starts_with(start), "stderr begins with {start:?}: {outcome}");
        assert!(self.says.iter().all(|word| err.contains(word)), "names {:?}: {outcome}", self.says);
        let one_line = err.contains("unknown command");
        assert!(one_line || err.contains("\n   → "), "says what to do: {outcome}");
    }

    #[track_caller]
    fn check_json(&self, outcome: &Outcome) {
        assert_eq!(outcome.code, Some(self.exit_code), "{outcome}");
        assert_eq!(outcome.err(), "", "nothing on stderr: {outcome}");
        assert_eq!(outcome.out().matches('\n').count(), 1, "one line: {outcome}");
        let document = outcome.json();
        let error = &document["error"];
        assert_eq!((&document["schema_version"], &document["ok"]), (&Value::from(1), &Value::from(false)));
        assert_eq!(error["code"], self.word, "{outcome}");
        assert_eq!(error["exit_code"], self.exit_code, "{outcome}");
        assert_eq!(error["retryable"], RETRYABLE.contains(&self.word), "{outcome}");
        assert!(error["context"].is_object() && error["hint"].is_string(), "{outcome}");
        let message = error["message"].as_str().unwrap();
        assert!(self.says.iter().all(|word| message.contains(word)), "names {:?}: {outcome}", self.says);
    }
}
