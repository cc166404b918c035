//! What an agent should take next.
//!
//! Computed, it is the first item of the queue of that kind that is ready and that the agent can do; where there is none,
//! new work is to be claimed. The confidence of the former is the average of two shares: what the board says of the
//! item, as for priorities, and what it knows of the agent (half that it is registered, half that it has completed work
//! of that kind, in full from five items on). Of new work nothing is known, so there the first share is 0. An agent that
//! may take nothing now is to wait: that is counted, and sure. On a board without open work it is null.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::priorities::{known_percent, reason_for};
use super::{average, counted, experience};
use crate::domain::{Instant, WorkItem};

/// How it is computed, in a few words.
pub const METHOD: &str = "the order of the queue, readiness, and what the agent can do";

/// What an agent should take next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Recommendation {
    /// How sure this is, in percent from 0 to 100; null where there is nothing to go by.
    #[schemars(range(min = 0, max = 100))]
    pub confidence: Option<u32>,
    /// take: an item of the data that is ready; `claim_new`: no item of the data fits, new work should be claimed.
    #[schemars(extend("enum" = ACTIONS))]
    pub action: String,
    /// The id of the item to take, exactly as it stands in the data; null where new work should be claimed.
    pub work_item_id: Option<String>,
    /// Why, in one or two sentences with the figures.
    #[schemars(length(min = 1, max = 500))]
    pub reason: String,
}

/// What can be recommended.
pub const ACTIONS: [&str; 2] = [TAKE, CLAIM_NEW];
/// An item of the queue.
pub const TAKE: &str = "take";
/// New work.
pub const CLAIM_NEW: &str = "claim_new";
/// Nothing: the agent may take nothing now. A model is never asked then.
pub const WAIT: &str = "wait";

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Choices<'a> {
    /// The kind of work.
    pub work_type: &'a str,
    /// Everything that is open on the board.
    pub open: &'a [WorkItem],
    /// What of that kind the agent could take, in the order of the queue.
    pub ready: &'a [WorkItem],
    /// How many more items of that kind wait, and why not for the agent.
    pub not_ready: (u32, &'a str),
    /// Whether the agent is registered.
    pub is_known: bool,
    /// How many items of that kind it has completed.
    pub completed: u32,
    /// Why the agent may take nothing at all, where it may not.
    pub barred: Option<&'a str>,
    /// The clock reading.
    pub now: Instant,
}

/// What speaks for an item among these.
pub fn reason_of(open: &[WorkItem], item: &WorkItem, now: Instant) -> String {
    reason_for(open, item, now)
}

/// Computes what an agent should take next.
pub fn recommendation(choices: &Choices<'_>) -> Recommendation {
    let Choices { open, ready, not_ready: (waiting, why), is_known, .. } = *choices;
    if let Some(why) = choices.barred {
        return Recommendation {
            confidence: (!open.is_empty()).then_some(100),
            action: WAIT.to_owned(),
            work_item_id: None,
            reason: why.to_owned(),
        };
    }
    let agent = if is_known { 50.0 } else { 0.0 } + 50.0 * experience(choices.completed);
    match ready.first() {
        Some(first) => {
            let of = counted(u32::try_from(ready.len()).unwrap_or(u32::MAX), "item");
            let kind = choices.work_type;
            Recommendation {
                confidence: average([known_percent(open, first, choices.now), agent]),
                action: TAKE.to_owned(),
                work_item_id: Some(first.work_item_id.clone()),
                reason: format!(
                    "first of {of} of {kind} that could be taken: {}",
                    reason_for(open, first, choices.now)
                ),
            }
        }
        None => Recommendation {
            confidence: average([0.0, agent]).filter(|_| !open.is_empty()),
            action: CLAIM_NEW.to_owned(),
            work_item_id: None,
            reason: if waiting == 0 {
                format!("no {} waits in the queue", choices.work_type)
            } else {
                why.to_owned()
            },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOON: Instant = Instant::from_unix(1_750_000_000);

    fn item(id: &str) -> WorkItem {
        let draft = WorkItem::draft("bug".into(), "d".into(), "high".into(), "red".into());
        draft.queued(id.to_owned(), None, NOON.plus_secs(-7_200))
    }

    fn choices<'a>(open: &'a [WorkItem], ready: &'a [WorkItem]) -> Choices<'a> {
        Choices {
            work_type: "bug",
            open,
            ready,
            not_ready: (0, ""),
            is_known: true,
            completed: 0,
            barred: None,
            now: NOON,
        }
    }

    #[test]
    fn the_first_of_the_queue_with_what_is_known_of_it() {
        let open = [item("1"), item("2")];
        let told = recommendation(&choices(&open, &open));
        assert_eq!((told.action.as_str(), told.work_item_id.as_deref()), ("take", Some("1")));
        assert_eq!(told.reason, "first of 2 items of bug that could be taken: high priority; waiting for 2h");
        // Priority and age are known, 59; the agent is known, but not for this work, 50.
        assert_eq!(told.confidence, Some(55));
        let experienced = Choices { completed: 3, ..choices(&open, &open) };
        // Three of five items: 50 + 30.
        assert_eq!(recommendation(&experienced).confidence, Some(70), "(59 + 80) / 2");
        let seasoned = Choices { completed: 5, ..choices(&open, &open) };
        assert_eq!(recommendation(&seasoned).confidence, Some(80), "(59 + 100) / 2");
    }

    #[test]
    fn where_nothing_is_ready_new_work_is_to_be_claimed() {
        let open = [item("1")];
        let told = recommendation(&choices(&open, &[]));
        assert_eq!((told.action.as_str(), told.work_item_id), ("claim_new", None));
        assert_eq!((told.reason.as_str(), told.confidence), ("no bug waits in the queue", Some(25)));
        let stranger = Choices { not_ready: (1, "1 waits, blocked"), is_known: false, ..choices(&open, &[]) };
        let told = recommendation(&stranger);
        assert_eq!((told.reason.as_str(), told.confidence), ("1 waits, blocked", Some(0)));
        assert_eq!(recommendation(&choices(&[], &[])).confidence, None, "no data yet");
    }

    #[test]
    fn who_may_take_nothing_is_to_wait() {
        let open = [item("1")];
        let told = recommendation(&Choices { barred: Some("ada is full"), ..choices(&open, &open) });
        assert_eq!((told.action.as_str(), told.work_item_id), ("wait", None));
        assert_eq!((told.reason.as_str(), told.confidence), ("ada is full", Some(100)));
    }

    proptest! {
        #[test]
        fn only_what_is_ready_is_ever_recommended(count in 0..5_usize, is_known in any::<bool>(), waiting in 0..3_u32) {
            let open: Vec<WorkItem> = (0..5).map(|number| item(&number.to_string())).collect();
            let ready = &open[..count];
            let told = recommendation(&Choices { is_known, not_ready: (waiting, "why"), ..choices(&open, ready) });
            prop_assert_eq!(told.work_item_id.as_deref(), ready.first().map(|item| item.work_item_id.as_str()));
            prop_assert_eq!(told.action == TAKE, count > 0);
            prop_assert!(told.confidence.is_some_and(|percent| percent <= 100) && !told.reason.is_empty());
        }
    }
}
