//! Why the last question that failed did: for whoever asks how it stands.

use serde::{Deserialize, Serialize};

use super::shelved::{self, Document, millis};
use super::{Failure, FailureKind, Gateway, Question, Shelf};

/// The last failure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LastError {
    /// When, in milliseconds since the epoch.
    pub at_ms: i64,
    /// The kind of analysis.
    pub analysis: String,
    /// Who was asked.
    pub provider: String,
    /// Which model.
    pub model: String,
    /// `failed`, `timed_out` and so on.
    pub kind: String,
    /// What happened.
    pub message: String,
}

impl Document for LastError {
    const NAME: &'static str = "claude_last_error";
}

impl LastError {
    /// The last one; `None` where there was none, or it cannot be read.
    pub fn read(shelf: &dyn Shelf) -> Option<Self> {
        Some(shelved::read::<Self>(shelf)).filter(|last| last.at_ms > 0)
    }

    /// Of a question to this gateway.
    pub(super) fn of(gateway: &Gateway<'_>, question: &Question, failure: &Failure) -> Self {
        // What is wrong with an answer quotes it, and it may quote the question.
        let message = match failure.kind {
            FailureKind::Invalid => "the answer is not what was asked for",
            _ => &failure.message,
        };
        Self {
            at_ms: millis(gateway.world.now()),
            analysis: question.analysis.to_owned(),
            provider: gateway.provider.name().to_owned(),
            model: gateway.provider.model().to_owned(),
            kind: failure.kind.word().to_owned(),
            message: super::checking::clipped(message, 500),
        }
    }
}
