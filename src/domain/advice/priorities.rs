//! How urgent each open item is.
//!
//! Computed, the score of an item is the average of five parts by their weights: the priority that it has (50), how near
//! its deadline is or how long past (20), how many open items wait for it (12), what it is worth beside the most that an
//! open item is worth (9), and how long it has waited (9). What is not said of an item counts as nothing, so more is
//! never less. The last four alone are the evidence. The suggested priority is the one that the evidence calls for, but
//! never a lower one than the item has: the board does not know why somebody set it. So what was applied once is not
//! raised again for the same reasons.
//!
//! The confidence is the share of these weights of which the board says something, on average over the items.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Dependants, average, counted, waits_since};
use crate::domain::score::{Part, Score};
use crate::domain::{Instant, Priority, Stamp, Status, Urgency, WorkItem, brief};

/// How it is computed, in a few words.
pub const METHOD: &str =
    "priority, deadline, blocked dependants, business value and days waiting, weighted 50, 20, 12, 9 and 9";

/// How urgent the open items are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Priorities {
    /// How sure this is as a whole, in percent from 0 to 100; null where there is nothing to go by.
    #[schemars(range(min = 0, max = 100))]
    pub confidence: Option<u32>,
    /// What should be done first, and why, in one or two sentences.
    #[schemars(length(max = 1_000))]
    pub summary: String,
    /// The items, the most urgent first; each at most once.
    #[schemars(length(max = 50))]
    pub items: Vec<PrioritySuggestion>,
}

/// How urgent an item is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PrioritySuggestion {
    /// The id of the item, exactly as it stands in the data.
    #[schemars(length(min = 1))]
    pub work_item_id: String,
    /// From 0, which can wait for ever, to 100, for which everything else is dropped.
    #[schemars(range(min = 0, max = 100))]
    pub score: u32,
    /// The priority that it should have.
    #[schemars(extend("enum" = Priority::WORDS))]
    pub suggested_priority: String,
    /// Why, in one sentence with the figures.
    #[schemars(length(min = 1, max = 500))]
    pub reason: String,
}

/// How much each part counts.
const PRIORITY: u32 = 50;
const DEADLINE: u32 = 20;
const DEPENDANTS: u32 = 12;
const VALUE: u32 = 9;
const WAITING: u32 = 9;

/// A day, in seconds.
const DAY: i64 = 86_400;
/// A deadline that is farther off presses nobody, in seconds.
const FAR: i64 = 7 * DAY;
/// What is overdue by more presses no more, in seconds.
const LONG_PAST: i64 = 2 * DAY;
/// Who has waited for longer waits no more than that, in seconds.
const LONG_WAIT: i64 = 7 * DAY;
/// What a deadline counts at the moment when it comes, of 100.
const DUE: f64 = 80.0;
/// What each item that waits counts, of 100.
const EACH_DEPENDANT: f64 = 25.0;

/// What the evidence calls for, from so many points on.
const CALLS_FOR: [(u32, Priority); 3] =
    [(70, Priority::Critical), (40, Priority::High), (20, Priority::Medium)];

/// By what the items of a board are measured.
struct Measure<'a> {
    now: Instant,
    dependants: Dependants<'a>,
    largest_value: f64,
}

/// Computes how urgent these items are, which must be all that are open on the board. Those that wait in the queue come
/// first, and of each kind the most urgent; of equal ones the one that the queue gives first.
pub fn priorities(open: &[WorkItem], now: Instant) -> Priorities {
    let measure = Measure::of(open, now);
    let mut ranked: Vec<(&WorkItem, PrioritySuggestion)> =
        open.iter().map(|item| (item, measure.suggestion(item))).collect();
    ranked.sort_by_cached_key(|(item, suggestion)| {
        let is_held = item.status() != Status::Pending;
        (is_held, Reverse(suggestion.score), Urgency::of(item).place(now))
    });
    let confidence = average(open.iter().map(|item| measure.known(item)));
    let summary = summary(&ranked);
    Priorities { confidence, summary, items: ranked.into_iter().map(|(_, suggestion)| suggestion).collect() }
}

/// Why an item of these is as urgent as it is.
pub(super) fn reason_for(open: &[WorkItem], item: &WorkItem, now: Instant) -> String {
    Measure::of(open, now).suggestion(item).reason
}

/// How much of what is looked at the board says of an item of these, in percent.
pub(super) fn known_percent(open: &[WorkItem], item: &WorkItem, now: Instant) -> f64 {
    Measure::of(open, now).known(item)
}

fn summary(ranked: &[(&WorkItem, PrioritySuggestion)]) -> String {
    let raised = ranked.iter().filter(|(item, suggestion)| {
        item.status() == Status::Pending && Priority::of(&suggestion.suggested_priority) > item.priority()
    });
    let raised = u32::try_from(raised.count()).unwrap_or(u32::MAX);
    let items = counted(u32::try_from(ranked.len()).unwrap_or(u32::MAX), "open item");
    match ranked.first() {
        None => "Nothing is open on the board.".to_owned(),
        Some((item, first)) => {
            let kind = item.work_type.as_deref().filter(|kind| !kind.is_empty()).unwrap_or("an item");
            let queue = if item.status() == Status::Pending { "Of the queue" } else { "Of what is in hand" };
            format!(
                "{queue}, {kind} is the most urgent with {} of 100: {}. Of {items}, {raised} should have a higher priority.",
                first.score, first.reason
            )
        }
    }
}

impl<'a> Measure<'a> {
    fn of(open: &'a [WorkItem], now: Instant) -> Self {
        let values = open.iter().filter_map(|item| item.business_value).map(|value| value.0);
        Self { now, dependants: Dependants::of(open), largest_value: values.fold(0.0, f64::max) }
    }

    fn suggestion(&self, item: &WorkItem) -> PrioritySuggestion {
        let parts = self.parts(item);
        let evidence = Score::of(parts[1..].to_vec()).score.unwrap_or_default();
        let called_for = CALLS_FOR.iter().find(|(least, _)| evidence >= *least);
        let suggested = called_for.map_or(Priority::Low, |(_, priority)| *priority).max(item.priority());
        let says_something = |part: &&Part| part.name == "priority" || part.score > Some(0.0);
        let reasons: Vec<&str> =
            parts.iter().filter(says_something).map(|part| part.figure.as_str()).collect();
        PrioritySuggestion {
            work_item_id: item.work_item_id.clone(),
            suggested_priority: suggested.word().to_owned(),
            reason: reasons.join("; "),
            score: Score::of(parts).score.unwrap_or_default(),
        }
    }

    fn parts(&self, item: &WorkItem) -> Vec<Part> {
        vec![
            Part::new("priority", PRIORITY, Some(priority(item))),
            Part::new("deadline", DEADLINE, Some(self.deadline(item))),
            Part::new("dependants", DEPENDANTS, Some(self.dependants(item))),
            Part::new("value", VALUE, Some(self.value(item))),
            Part::new("waiting", WAITING, Some(self.waiting(item))),
        ]
    }

    /// Nothing a week before, in proportion more until it comes, and full two days past it.
    fn deadline(&self, item: &WorkItem) -> (f64, String) {
        let Some(deadline) = item.deadline.as_ref().and_then(Stamp::instant) else {
            return (0.0, "no deadline".to_owned());
        };
        let left = deadline.unix().saturating_sub(self.now.unix());
        if left >= 0 {
            return (DUE * (1.0 - share(left, FAR)), format!("due in {}", brief(left)));
        }
        let past = left.saturating_neg();
        (DUE + (100.0 - DUE) * share(past, LONG_PAST), format!("overdue by {}", brief(past)))
    }

    fn dependants(&self, item: &WorkItem) -> (f64, String) {
        let count = self.dependants.count(&item.work_item_id);
        let waits = if count == 1 { "waits" } else { "wait" };
        (EACH_DEPENDANT * f64::from(count), format!("{} {waits} for it", counted(count, "open item")))
    }

    fn value(&self, item: &WorkItem) -> (f64, String) {
        match item.business_value.filter(|value| value.0 > 0.0) {
            Some(value) => {
                let largest = crate::domain::Quantity(self.largest_value);
                (
                    value.0 / self.largest_value * 100.0,
                    format!("worth {value}, at most {largest} on the board"),
                )
            }
            None => (0.0, "no business value".to_owned()),
        }
    }

    /// What somebody works on does not wait.
    fn waiting(&self, item: &WorkItem) -> (f64, String) {
        match waits_since(item).filter(|_| item.status() == Status::Pending) {
            Some(since) => {
                let secs = self.now.unix().saturating_sub(since.unix()).max(0);
                (100.0 * share(secs, LONG_WAIT), format!("waiting for {}", brief(secs)))
            }
            None => (0.0, "not known to wait".to_owned()),
        }
    }

    /// How much of what is looked at the board says of an item, in percent.
    fn known(&self, item: &WorkItem) -> f64 {
        let is_ours = item.priority.as_deref().is_some_and(|word| Priority::WORDS.contains(&word));
        let known = [
            (PRIORITY, is_ours),
            (DEADLINE, item.deadline.as_ref().and_then(Stamp::instant).is_some()),
            (DEPENDANTS, !self.dependants.is_empty()),
            (VALUE, item.business_value.is_some()),
            (WAITING, waits_since(item).is_some()),
        ];
        known.into_iter().filter(|(_, is_known)| *is_known).map(|(weight, _)| f64::from(weight)).sum()
    }
}

fn priority(item: &WorkItem) -> (f64, String) {
    let score = match item.priority() {
        Priority::Critical => 100.0,
        Priority::High => 70.0,
        Priority::Medium => 40.0,
        Priority::Low => 10.0,
    };
    let word = item.priority.as_deref().filter(|word| !word.is_empty());
    (score, word.map_or_else(|| "no priority".to_owned(), |word| format!("{word} priority")))
}

/// `secs` of `whole`, at most 1.
#[expect(clippy::cast_precision_loss, reason = "seconds of years are far below 2^53")]
fn share(secs: i64, whole: i64) -> f64 {
    (secs as f64 / whole as f64).min(1.0)
}

#[cfg(test)]
mod tests;
