//! Whether an item may be taken now, and what keeps it from that (DESIGN, section 2).

use std::fmt;

use super::{Completion, Instant, Stamp, Status, WorkItem, is_failure};

/// Who wants to take an item.
#[derive(Clone, Debug)]
pub struct Taker {
    /// The agent.
    pub agent_id: String,
    /// What it can do.
    pub capabilities: Vec<String>,
}

/// How a dependency stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dependency {
    /// It was completed, and not as a failure.
    Met,
    /// It is still to be done.
    Open {
        /// Its status word.
        status: String,
    },
    /// It will not be met: completed as a failure, cancelled, dead or gone.
    Failed {
        /// Which of them, in words.
        how: String,
    },
}

impl Dependency {
    /// Of the item that is depended on, as it stands on the board.
    pub fn of(item: &WorkItem) -> Self {
        let failed = |how: &str| Self::Failed { how: how.to_owned() };
        match item.status() {
            Status::Completed if item.succeeded() => Self::Met,
            Status::Completed => Self::Failed {
                how: format!("completed with {:?}", item.result.as_deref().unwrap_or_default()),
            },
            Status::Cancelled => failed("cancelled"),
            Status::Dead => failed("dead"),
            Status::Held | Status::Pending => {
                Self::Open { status: item.status.clone().unwrap_or_else(|| "pending".to_owned()) }
            }
        }
    }

    /// Of an item that is no longer on the board, by the log of completions.
    pub fn of_gone(id: &str, completions: &[Completion]) -> Self {
        let succeeded = |completion: &Completion| {
            completion.work_item_id == id && !is_failure(completion.result.as_deref().unwrap_or_default())
        };
        if completions.iter().any(succeeded) { Self::Met } else { Self::Failed { how: "gone".to_owned() } }
    }
}

/// What becomes of an item when one that it depends on fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFailedDependency {
    /// It stays blocked, and says why.
    Block,
    /// It may run all the same.
    Run,
    /// It is cancelled.
    Cancel,
}

impl OnFailedDependency {
    /// What the word means; unknown words of other writers block.
    pub fn of(word: Option<&str>) -> Self {
        match word {
            Some("run") => Self::Run,
            Some("cancel") => Self::Cancel,
            _ => Self::Block,
        }
    }
}

/// What keeps an item from being taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// It is meant for another agent.
    Assigned {
        /// For which.
        to: String,
    },
    /// Somebody said that it cannot be done now.
    Blocked {
        /// Why.
        reason: String,
    },
    /// Its time has not come.
    Scheduled {
        /// When it comes.
        until: Stamp,
    },
    /// It waits for other items.
    Waits {
        /// For which, with how they stand.
        on: Vec<(String, Dependency)>,
    },
    /// Its holder must be able to do what the taker cannot.
    Incapable {
        /// What that is.
        missing: Vec<String>,
    },
    /// Somebody works on its paths.
    PathsTaken(PathsTaken),
}

/// Somebody works on the same paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathsTaken {
    /// The glob of the one.
    pub path: String,
    /// The other item.
    pub other: String,
    /// The glob of the other item.
    pub other_path: String,
    /// Who holds the other item.
    pub holder: String,
    /// When the lease of the other item ends.
    pub expires_at: Option<Stamp>,
}

impl Hindrance {
    /// Which one it is, in a word for programs.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Assigned { .. } => "assigned",
            Self::Blocked { .. } => "blocked",
            Self::Scheduled { .. } => "scheduled",
            Self::Waits { .. } => "dependencies",
            Self::Incapable { .. } => "incapable",
            Self::PathsTaken(_) => "paths_taken",
        }
    }
}

impl fmt::Display for Hindrance {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Assigned { to } => write!(out, "it is assigned to {to}"),
            Self::Blocked { reason } => write!(out, "it is blocked: {reason}"),
            Self::Scheduled { until } => write!(out, "it may not be taken before {until}"),
            Self::Waits { on } => {
                let words = |(id, state): &(String, Dependency)| match state {
                    Dependency::Met => id.clone(),
                    Dependency::Open { status } => format!("{id} ({status})"),
                    Dependency::Failed { how } => format!("{id}, which failed ({how})"),
                };
                write!(out, "it waits for {}", on.iter().map(words).collect::<Vec<_>>().join(", "))
            }
            Self::Incapable { missing } => write!(out, "it needs an agent that can {}", missing.join(", ")),
            Self::PathsTaken(taken) => taken.fmt(out),
        }
    }
}

impl fmt::Display for PathsTaken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, other, other_path, holder, expires_at } = self;
        write!(out, "its path {path} overlaps with {other_path} of {other}, which {holder} holds")?;
        match expires_at {
            Some(end) => write!(out, " until {end}"),
            None => Ok(()),
        }
    }
}

/// What of the item itself keeps `taker` from taking it. What it depends on, and who works on its paths, is for those
/// to say who can ask the board.
pub fn hindrance(item: &WorkItem, taker: Option<&Taker>, now: Instant) -> Option<Hindrance> {
    if let Some(to) = &item.assigned_to
        && taker.is_some_and(|taker| taker.agent_id != *to)
    {
        return Some(Hindrance::Assigned { to: to.clone() });
    }
    if let Some(blocker) = item.blockers.iter().flatten().next() {
        return Some(Hindrance::Blocked { reason: blocker.reason.clone() });
    }
    if let Some(until) = item.scheduled_for(now) {
        return Some(Hindrance::Scheduled { until: until.clone() });
    }
    let can = |need: &&String| taker.is_none_or(|taker| taker.capabilities.contains(need));
    let missing: Vec<String> = item.needs.iter().flatten().filter(|need| !can(need)).cloned().collect();
    (!missing.is_empty()).then_some(Hindrance::Incapable { missing })
}

/// What keeps an item from being taken by how its dependencies stand.
pub fn unmet(item: &WorkItem, dependencies: Vec<(String, Dependency)>) -> Option<Hindrance> {
    let runs = OnFailedDependency::of(item.on_failed_dependency.as_deref()) == OnFailedDependency::Run;
    let waits_for = |state: &Dependency| match state {
        Dependency::Met => false,
        Dependency::Open { .. } => true,
        Dependency::Failed { .. } => !runs,
    };
    let on: Vec<_> = dependencies.into_iter().filter(|(_, state)| waits_for(state)).collect();
    (!on.is_empty()).then_some(Hindrance::Waits { on })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Instant = Instant::from_unix(1_750_000_000);

    fn item(json: &str) -> WorkItem {
        serde_json::from_str(json).unwrap()
    }

    fn taker(capabilities: &[&str]) -> Taker {
        let capabilities = capabilities.iter().map(|can| (*can).to_owned()).collect();
        Taker { agent_id: "a".to_owned(), capabilities }
    }

    fn why(json: &str) -> Option<String> {
        hindrance(&item(json), Some(&taker(&["write"])), NOON).map(|hindrance| hindrance.to_string())
    }

    #[test]
    fn what_the_item_says_of_itself() {
        assert_eq!(why(r#"{"work_item_id":"w","assigned_to":"a","needs":["write"],"blockers":[]}"#), None);
        let said = |json: &str| why(json).unwrap();
        assert_eq!(said(r#"{"work_item_id":"w","assigned_to":"b"}"#), "it is assigned to b");
        assert_eq!(said(r#"{"work_item_id":"w","blockers":[{"reason":"no key"}]}"#), "it is blocked: no key");
        assert_eq!(
            said(r#"{"work_item_id":"w","not_before":"2025-06-15T15:06:41Z"}"#),
            "it may not be taken before 2025-06-15T15:06:41Z"
        );
        assert_eq!(
            said(r#"{"work_item_id":"w","needs":["write","gpu","ssd"]}"#),
            "it needs an agent that can gpu, ssd"
        );
    }

    #[test]
    fn a_dependency_is_met_by_success_alone() {
        let state = |status: &str, result: &str| {
            Dependency::of(&item(&format!(
                r#"{{"work_item_id":"d","agent_id":"a","status":"{status}","result":"{result}"}}"#
            )))
        };
        assert_eq!(state("completed", "success"), Dependency::Met);
        for failure in ["failed", "failure", "error", "blocked"] {
            assert!(matches!(state("completed", failure), Dependency::Failed { .. }), "{failure}");
        }
        assert!(matches!(state("cancelled", ""), Dependency::Failed { .. }));
        assert!(matches!(state("dead", ""), Dependency::Failed { .. }));
        assert!(matches!(state("testing", ""), Dependency::Open { .. }));
    }

    #[test]
    fn what_is_gone_counts_by_the_log() {
        let log = |result: &str| {
            let json = format!(r#"[{{"work_item_id":"d","agent_id":null,"result":"{result}"}}]"#);
            serde_json::from_str::<Vec<Completion>>(&json).unwrap()
        };
        assert_eq!(Dependency::of_gone("d", &log("success")), Dependency::Met);
        assert!(matches!(Dependency::of_gone("d", &log("failed")), Dependency::Failed { .. }));
        assert!(matches!(Dependency::of_gone("e", &log("success")), Dependency::Failed { .. }));
    }

    #[test]
    fn a_failed_dependency_blocks_unless_told_otherwise() {
        let failed = || vec![("d".to_owned(), Dependency::Failed { how: "dead".to_owned() })];
        let waits = unmet(&item(r#"{"work_item_id":"w"}"#), failed()).unwrap();
        assert_eq!(waits.to_string(), "it waits for d, which failed (dead)");
        assert_eq!(unmet(&item(r#"{"work_item_id":"w","on_failed_dependency":"run"}"#), failed()), None);
        let open = vec![("d".to_owned(), Dependency::Open { status: "active".to_owned() })];
        assert!(unmet(&item(r#"{"work_item_id":"w","on_failed_dependency":"run"}"#), open).is_some());
    }
}
