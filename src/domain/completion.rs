//! Completions: the entries of `coordination_log.json`.

use super::record::record;
use super::{Quantity, Stamp};

record! {
    /// One completed item, as it is kept for velocity and reports.
    pub struct Completion {
        /// The item.
        work_item_id: String, required;
        /// When.
        completed_at: Stamp, optional;
        /// By whom; null where nobody held it.
        agent_id: String, nullable;
        /// What came of it.
        result: String, optional;
        /// Story points that count towards the team's velocity.
        velocity_points: Quantity, optional;
        /// The kind of work, for what is known of an agent's past.
        work_type: String, optional;
        /// Seconds from the claim to the completion.
        duration_secs: Quantity, optional;
    }
}

impl Completion {
    /// How long it took, in seconds, where that is known and can be.
    pub fn seconds(&self) -> Option<f64> {
        self.duration_secs.map(|secs| secs.0).filter(|secs| *secs >= 0.0 && secs.is_finite())
    }

    /// Whether it was no failure.
    pub fn succeeded(&self) -> bool {
        !is_failure(self.result.as_deref().unwrap_or_default())
    }
}

/// Whether a result says that the work failed. Items that depend on it stay blocked (DESIGN, section 2).
pub fn is_failure(result: &str) -> bool {
    matches!(result, "failed" | "failure" | "error" | "blocked")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scripts_entries_come_back_as_they_were() {
        let json = r#"{"work_item_id":"work_1","completed_at":"2025-06-15T16:17:08Z","agent_id":"agent_1","result":"success","velocity_points":3}"#;
        let completion: Completion = serde_json::from_str(json).unwrap();
        assert_eq!(completion.velocity_points, Some(Quantity(3.0)));
        assert_eq!(serde_json::to_string(&completion).unwrap(), json);
    }

    #[test]
    fn failures_are_known_by_their_words() {
        assert!(is_failure("failed") && is_failure("blocked"));
        assert!(!is_failure("success") && !is_failure("Fixed the failure"));
    }
}
