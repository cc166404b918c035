//! Why there is no answer.

use std::time::Duration;

use crate::error::{Error, Kind};

/// Why a call gave no answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What it means for the caller.
    pub kind: FailureKind,
    /// What happened, in a sentence without a full stop. It holds no key, and no text of the question.
    pub message: String,
    /// What to do now.
    pub hint: Option<String>,
    /// Whether the same call may succeed when it is made again.
    pub is_worth_a_retry: bool,
    /// How long the provider asks to wait before that.
    pub retry_after: Option<Duration>,
}

/// What the lack of an answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// There is nobody to ask: no key, no program, nothing is listening, the breaker is open, the money is spent.
    Unavailable,
    /// The call was refused for what it says or who makes it: 400, 401, 402, 403, 404, 413; or the model declined.
    Refused,
    /// The service failed or is overloaded: no connection, 408, 409, 429, 5xx, or the stream broke.
    Failed,
    /// The answer is not what was asked for: no JSON, against the schema, cut off.
    Invalid,
    /// The deadline passed.
    TimedOut,
    /// The user asked to stop.
    Cancelled,
}

impl FailureKind {
    /// For spans and records: `unavailable`, `refused`, `failed`, `invalid`, `timed_out`, `cancelled`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Invalid => "invalid",
            Self::TimedOut => "timed_out",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether it says that the service is not well, so that it counts for the breaker.
    pub const fn is_of_the_service(self) -> bool {
        matches!(self, Self::Failed | Self::TimedOut)
    }
}

impl Failure {
    /// A failure that is not worth a retry.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None, is_worth_a_retry: false, retry_after: None }
    }

    /// The same with what to do now.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The same, worth a retry: after `wait` where the provider says so.
    #[must_use]
    pub fn again(self, wait: Option<Duration>) -> Self {
        Self { is_worth_a_retry: true, retry_after: wait, ..self }
    }

    /// For who wants no fallback.
    pub fn into_error(self) -> Error {
        let kind = match self.kind {
            FailureKind::Unavailable => Kind::NoProvider,
            FailureKind::Refused | FailureKind::Failed => Kind::AnalysisFailed,
            FailureKind::Invalid => Kind::InvalidAnswer,
            FailureKind::TimedOut => Kind::AnalysisTimedOut,
            FailureKind::Cancelled => Kind::Interrupted,
        };
        let heals = self.is_worth_a_retry || self.retry_after.is_some() || self.kind.is_of_the_service();
        let error = Error::new(kind, self.message).retry(heals);
        match self.hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}
