//! What a finished process left: its output, its exit code, and the questions tests ask about them.

use std::time::Duration;

use serde_json::Value;

/// A process that has ended.
pub(crate) struct Outcome {
    /// The command line, for messages.
    pub(crate) told: String,
    /// What it wrote to stdout.
    pub(crate) stdout: Vec<u8>,
    /// What it wrote to stderr.
    pub(crate) stderr: Vec<u8>,
    /// Its exit code, unless a signal ended it.
    pub(crate) code: Option<i32>,
    /// The signal that ended it.
    pub(crate) signal: Option<i32>,
    /// From start to end.
    pub(crate) elapsed: Duration,
}

impl Outcome {
    /// Stdout as text.
    pub(crate) fn out(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// Stderr as text.
    pub(crate) fn err(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }

    /// Whether it ended with 0.
    pub(crate) fn succeeded(&self) -> bool {
        self.code == Some(0)
    }

    /// Whether it was told on stdout that the change is made.
    pub(crate) fn acknowledges(&self) -> bool {
        let out = self.out();
        ["✅ SUCCESS:", "📈 PROGRESS:", "✅ COMPLETED:"].iter().any(|line| out.contains(line))
    }

    /// Fails the test unless it ended with 0.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert!(self.succeeded(), "expected exit 0: {self}");
        self
    }

    /// Fails the test unless it ended with `code` and said why on stderr.
    #[track_caller]
    pub(crate) fn fails_with(self, code: i32) -> Self {
        self.fails_with_one_of(&[code])
    }

    /// Fails the test unless it ended with one of `codes` and said why on stderr.
    #[track_caller]
    pub(crate) fn fails_with_one_of(self, codes: &[i32]) -> Self {
        assert!(self.code.is_some_and(|code| codes.contains(&code)), "expected exit {codes:?}: {self}");
        assert!(self.complains(), "expected an error line on stderr: {self}");
        self
    }

    /// Fails the test unless it ended with `code` and said why in its one document.
    #[track_caller]
    pub(crate) fn refuses_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "expected exit {code}: {self}");
        assert_eq!(self.json()["error"]["exit_code"], code, "expected a document that says so: {self}");
        self
    }

    /// Whether stderr has the error line that the contract promises.
    pub(crate) fn complains(&self) -> bool {
        let err = self.err();
        err.lines().any(|line| line.starts_with("❌ ERROR:") || line.starts_with("⚠️ CONFLICT:"))
    }

    /// Fails the test when the program broke instead of answering.
    #[track_caller]
    pub(crate) fn without_panic(self) -> Self {
        let broke = self.signal.is_some() || self.code == Some(101) || self.err().contains("panicked at");
        assert!(!broke, "panicked or died: {self}");
        self
    }

    /// The id that callers take with `grep -o 'work_[0-9]*' | head -1`.
    #[track_caller]
    pub(crate) fn work_id(&self) -> String {
        let out = self.out();
        let start = out
            .match_indices("work_")
            .map(|(at, _)| at)
            .find(|at| out[at + "work_".len()..].starts_with(|digit: char| digit.is_ascii_digit()));
        let start = start.unwrap_or_else(|| panic!("no work id on stdout: {self}"));
        let digits = out[start + "work_".len()..].chars().take_while(char::is_ascii_digit).count();
        out[start..start + "work_".len() + digits].to_owned()
    }

    /// The one JSON document on stdout.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.stdout)
            .unwrap_or_else(|cause| panic!("no JSON document: {cause}: {self}"))
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().take(2_000).collect::<String>();
        write!(
            out,
            "exit {:?} signal {:?} after {:?}\ncommand: {}\nstdout: {}\nstderr: {}",
            self.code,
            self.signal,
            self.elapsed,
            self.told,
            shown(&self.stdout),
            shown(&self.stderr)
        )
    }
}
