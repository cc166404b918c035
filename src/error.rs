//! The one error type of the program and the table of exit codes.
//!
//! An [`Error`] says what happened, to what, and what to do now. Its [`Kind`] decides the exit code, the
//! code word in `--json`, and whether running the same command again can help. Layers below may have error
//! types of their own; whatever leaves a layer becomes an [`Error`].

use std::fmt;
use std::io;
use std::path::Path;

use serde_json::{Map, Value};

/// What went wrong, as a caller can act on it. One row of the exit-code table each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Anything that has no kind of its own. Exit 1.
    General,
    /// A state file does not parse. Exit 1; `coord doctor --fix` can help.
    BrokenState,
    /// `progress` or `complete` on a board that has no `work_claims.json`. Exit 1, as the script did.
    NoBoard,
    /// `progress` or `complete` without a work id, given or in `CURRENT_WORK_ITEM`. Exit 1, as the script did.
    NoWorkId,
    /// Unknown command, missing or superfluous argument. Exit 2.
    Usage,
    /// An argument or a configuration value outside its range. Exit 3.
    InvalidValue,
    /// A file that should be there is not. Exit 4.
    FileNotFound,
    /// Missing rights, or a directory or file that is not safe to use. Exit 5.
    PermissionDenied,
    /// Disk full, quota, read-only medium, any other failed system call. Exit 6.
    Io,
    /// The change was made but its sync failed: it may or may not survive a power cut. Exit 7.
    OutcomeUnknown,
    /// Somebody else holds the item, the key or the id. Exit 10.
    AlreadyClaimed,
    /// The caller's claim is not the newest one of the item. Exit 10.
    StaleFence,
    /// The lock did not come free within the deadline. Exit 10.
    LockTimeout,
    /// No agent of that id. Exit 11.
    AgentNotFound,
    /// The agent holds as many items as it may. Exit 12.
    CapacityExceeded,
    /// No work item of that id. Exit 13.
    ItemNotFound,
    /// The item's status does not allow this. Exit 14.
    WrongStatus,
    /// Nothing in the queue can be claimed now. Exit 15.
    NothingToClaim,
    /// No provider of a language model can be used now, and no fallback is wanted. Exit 20.
    NoProvider,
    /// The provider refused or failed, and no fallback is wanted. Exit 21.
    AnalysisFailed,
    /// The model's answer is not what was asked for, even after a repair, and no fallback is wanted. Exit 22.
    InvalidAnswer,
    /// The model gave no answer within the deadline, and no fallback is wanted. Exit 23.
    AnalysisTimedOut,
    /// Interrupted from the keyboard. Exit 130.
    Interrupted,
}

/// Every kind, in the order of the exit-code table.
pub const KINDS: [Kind; 23] = [
    Kind::General,
    Kind::BrokenState,
    Kind::NoBoard,
    Kind::NoWorkId,
    Kind::Usage,
    Kind::InvalidValue,
    Kind::FileNotFound,
    Kind::PermissionDenied,
    Kind::Io,
    Kind::OutcomeUnknown,
    Kind::AlreadyClaimed,
    Kind::StaleFence,
    Kind::LockTimeout,
    Kind::AgentNotFound,
    Kind::CapacityExceeded,
    Kind::ItemNotFound,
    Kind::WrongStatus,
    Kind::NothingToClaim,
    Kind::NoProvider,
    Kind::AnalysisFailed,
    Kind::InvalidAnswer,
    Kind::AnalysisTimedOut,
    Kind::Interrupted,
];

impl Kind {
    /// The process exit code.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::General | Self::BrokenState | Self::NoBoard | Self::NoWorkId => 1,
            Self::Usage => 2,
            Self::InvalidValue => 3,
            Self::FileNotFound => 4,
            Self::PermissionDenied => 5,
            Self::Io => 6,
            Self::OutcomeUnknown => 7,
            Self::AlreadyClaimed | Self::StaleFence | Self::LockTimeout => 10,
            Self::AgentNotFound => 11,
            Self::CapacityExceeded => 12,
            Self::ItemNotFound => 13,
            Self::WrongStatus => 14,
            Self::NothingToClaim => 15,
            Self::NoProvider => 20,
            Self::AnalysisFailed => 21,
            Self::InvalidAnswer => 22,
            Self::AnalysisTimedOut => 23,
            Self::Interrupted => 130,
        }
    }

    /// The code word in the `error.code` field of `--json`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::General => "GENERAL",
            Self::BrokenState => "BROKEN_STATE",
            Self::NoBoard => "NO_BOARD",
            Self::NoWorkId => "NO_WORK_ID",
            Self::Usage => "USAGE",
            Self::InvalidValue => "INVALID_VALUE",
            Self::FileNotFound => "FILE_NOT_FOUND",
            Self::PermissionDenied => "PERMISSION_DENIED",
            Self::Io => "IO",
            Self::OutcomeUnknown => "OUTCOME_UNKNOWN",
            Self::AlreadyClaimed => "ALREADY_CLAIMED",
            Self::StaleFence => "STALE_FENCE",
            Self::LockTimeout => "LOCK_TIMEOUT",
            Self::AgentNotFound => "AGENT_NOT_FOUND",
            Self::CapacityExceeded => "CAPACITY_EXCEEDED",
            Self::ItemNotFound => "ITEM_NOT_FOUND",
            Self::WrongStatus => "WRONG_STATUS",
            Self::NothingToClaim => "NOTHING_TO_CLAIM",
            Self::NoProvider => "NO_PROVIDER",
            Self::AnalysisFailed => "ANALYSIS_FAILED",
            Self::InvalidAnswer => "INVALID_ANSWER",
            Self::AnalysisTimedOut => "ANALYSIS_TIMED_OUT",
            Self::Interrupted => "INTERRUPTED",
        }
    }

    /// What the exit code means, in a few words, for help and man pages.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::General => "general error",
            Self::BrokenState => "a state file does not parse",
            Self::NoBoard => "there is no work_claims.json",
            Self::NoWorkId => "no work id given",
            Self::Usage => "wrong usage: unknown command, missing or bad argument",
            Self::InvalidValue => "invalid value",
            Self::FileNotFound => "file not found",
            Self::PermissionDenied => "permission denied, or not safe to use",
            Self::Io => "disk full or I/O error",
            Self::OutcomeUnknown => "outcome unknown: made, but the disk did not confirm it",
            Self::AlreadyClaimed => "claim conflict: somebody else holds it",
            Self::StaleFence => "the claim is not the newest one of the item",
            Self::LockTimeout => "the lock did not come free in time",
            Self::AgentNotFound => "agent not registered",
            Self::CapacityExceeded => "capacity exceeded",
            Self::ItemNotFound => "work item not found",
            Self::WrongStatus => "not allowed in this status",
            Self::NothingToClaim => "nothing to claim",
            Self::NoProvider => "no Claude provider available, and --no-fallback given",
            Self::AnalysisFailed => "the analysis failed, and --no-fallback given",
            Self::InvalidAnswer => "invalid answer of the model, and --no-fallback given",
            Self::AnalysisTimedOut => "the analysis timed out, and --no-fallback given",
            Self::Interrupted => "interrupted",
        }
    }

    /// Whether the same command can succeed later without anybody changing it.
    pub const fn retryable(self) -> bool {
        matches!(
            self,
            Self::LockTimeout
                | Self::OutcomeUnknown
                | Self::Io
                | Self::NothingToClaim
                | Self::CapacityExceeded
                | Self::AnalysisTimedOut
        )
    }

    /// Whether the message on stderr starts with `⚠️ CONFLICT:` instead of `❌ ERROR:`.
    pub const fn is_conflict(self) -> bool {
        matches!(self, Self::AlreadyClaimed | Self::StaleFence | Self::LockTimeout)
    }
}

/// The exit codes, each with all that it can mean.
pub fn exit_codes() -> Vec<(u8, String)> {
    let mut codes: Vec<(u8, String)> = vec![(0, "done".to_owned())];
    for kind in KINDS {
        match codes.last_mut() {
            Some((code, meanings)) if *code == kind.exit_code() => {
                meanings.push_str("; ");
                meanings.push_str(kind.meaning());
            }
            _ => codes.push((kind.exit_code(), kind.meaning().to_owned())),
        }
    }
    codes
}

/// What happened, to what, and what to do now.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    message: String,
    hints: Vec<String>,
    context: Map<String, Value>,
    retryable: bool,
}

/// The result of everything that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of `kind`; `message` is one sentence without a full stop that names what it happened to.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        let retryable = kind.retryable();
        Self { kind, message: message.into(), hints: Vec::new(), context: Map::new(), retryable }
    }

    /// A failed system call on `path`. The kind follows from the cause: not found, permission, or I/O.
    pub fn io(doing: &str, path: &Path, cause: &io::Error) -> Self {
        let kind = match cause.kind() {
            io::ErrorKind::NotFound => Kind::FileNotFound,
            io::ErrorKind::PermissionDenied => Kind::PermissionDenied,
            _ => Kind::Io,
        };
        let error = Self::new(kind, format!("{doing} {}: {}", path.display(), plain(cause)))
            .with("path", path.display().to_string());
        match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                error.hint("make room on the disk, then run the command again")
            }
            io::ErrorKind::FileTooLarge => error.hint("raise the limit on file sizes: ulimit -f"),
            io::ErrorKind::ReadOnlyFilesystem => {
                error.hint("the file system is read-only: remount it, or choose another directory with --dir")
            }
            io::ErrorKind::PermissionDenied => {
                error.hint("check the owner and the mode of the directory, or choose another with --dir")
            }
            _ => error,
        }
    }

    /// The same error, with the flag or variable that it is about named first.
    #[must_use]
    pub fn about(mut self, name: &str) -> Self {
        self.message = format!("{name}: {}", self.message);
        self
    }

    /// Adds what to do now.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Says of this error whether the same command can succeed later by itself, where its kind does not decide that.
    #[must_use]
    pub fn retry(mut self, retryable: bool) -> Self {
        self.retryable = retryable;
        self
    }

    /// Adds a field for machines, shown as `error.context` in `--json`.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.context.insert(name.to_owned(), value.into());
        self
    }

    /// What a caller can act on.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether the same command can succeed later without anybody changing anything.
    pub fn is_retryable(&self) -> bool {
        self.retryable
    }

    /// What happened, and to what.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do now, most useful first.
    pub fn hints(&self) -> &[String] {
        &self.hints
    }

    /// The fields for machines.
    pub fn context(&self) -> &Map<String, Value> {
        &self.context
    }
}

/// The text of an I/O error without the trailing `(os error N)`.
fn plain(cause: &io::Error) -> String {
    let text = cause.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_io_error_gets_the_exit_code_of_its_cause() {
        let kinds = [
            (io::ErrorKind::NotFound, 4),
            (io::ErrorKind::PermissionDenied, 5),
            (io::ErrorKind::StorageFull, 6),
            (io::ErrorKind::ReadOnlyFilesystem, 6),
            (io::ErrorKind::Other, 6),
        ];
        for (cause, code) in kinds {
            let error = Error::io("cannot read", Path::new("/x"), &io::Error::from(cause));
            assert_eq!(error.kind().exit_code(), code, "{cause:?}");
        }
    }

    #[test]
    fn every_kind_has_a_code_word_of_its_own() {
        let mut words: Vec<_> = KINDS.iter().map(|kind| kind.code()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), KINDS.len());
    }

    #[test]
    fn the_number_of_the_system_call_error_is_left_out() {
        let cause = io::Error::from_raw_os_error(28);
        let error = Error::io("cannot write", Path::new("/x"), &cause);
        assert_eq!(error.message(), "cannot write /x: no space left on device");
    }
}
