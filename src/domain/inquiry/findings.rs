//! What is found in data: on priorities, on bottlenecks, on what to do, or in general.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bottlenecks::{bottlenecks, dependants, once, waits};
use super::material::{Figures, ItemFigures, Material};
use super::{Situation, Stands, count};
use crate::domain::{Instant, Priority, Stamp, WorkItem};

/// So many findings are told at most.
const MOST: usize = 10;
/// So many of each kind are told where several kinds are.
const FEW: usize = 3;
/// From so many items on there is enough to look at.
const ENOUGH: usize = 10;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// What is most urgent.
    Priorities,
    /// What holds work up.
    Bottlenecks,
    /// What to do.
    Recommendations,
    /// A little of everything.
    General,
}

/// How urgent something is, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Before everything else.
    Critical,
    /// Soon.
    High,
    /// As usual.
    Medium,
    /// When there is time.
    Low,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// What it is about: the id of an item, a team, an agent, or something else that the data name.
    pub subject: String,
    /// How urgent it is.
    pub level: Level,
    /// Why, in a sentence with the figures that it rests on.
    pub reason: String,
    /// What to do about it.
    pub action: String,
}

/// All that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Findings {
    /// The whole in one or two sentences.
    pub summary: String,
    /// What was found, the most urgent first.
    pub findings: Vec<Finding>,
    /// How sure this is, in percent from 0 to 100; null where the data say nothing.
    #[schemars(range(min = 0, max = 100))]
    pub confidence: Option<u32>,
}

impl Aspect {
    /// Every aspect.
    pub const ALL: [Self; 4] = [Self::Priorities, Self::Bottlenecks, Self::Recommendations, Self::General];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Priorities => "priorities",
            Self::Bottlenecks => "bottlenecks",
            Self::Recommendations => "recommendations",
            Self::General => "general",
        }
    }

    /// The aspect of that word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|aspect| aspect.word() == word)
    }
}

impl Level {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }

    /// What is overdue goes before everything that is not critical itself.
    fn of(stands: &Stands, now: Instant) -> Self {
        match stands.item.priority() {
            _ if stands.is_overdue(now) => Self::Critical,
            Priority::Critical => Self::Critical,
            Priority::High => Self::High,
            Priority::Medium => Self::Medium,
            Priority::Low => Self::Low,
        }
    }
}

impl Findings {
    /// What plain rules find in data.
    pub fn of(aspect: Aspect, material: &Material) -> Self {
        let Some(figures) = &material.figures.items else { return Self::plain(&material.figures) };
        let found = |most: usize| {
            let mut found = priorities(&material.items, material.now);
            found.truncate(most);
            found
        };
        let findings = match aspect {
            Aspect::Priorities => found(MOST),
            Aspect::Bottlenecks => {
                bottlenecks(&material.items, material.now).into_iter().take(MOST).collect()
            }
            Aspect::Recommendations | Aspect::General => {
                let mut both = found(FEW);
                both.extend(bottlenecks(&material.items, material.now).into_iter().take(FEW));
                once(both)
            }
        };
        Self {
            summary: summary(figures, findings.len(), aspect),
            findings,
            confidence: confidence(&material.items),
        }
    }

    fn plain(figures: &Figures) -> Self {
        let entries = figures.entries.map_or_else(String::new, |entries| {
            format!(", {}", if entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") })
        });
        let summary = format!(
            "These are {} with {}{entries}, {}: there are no work items in it, so these plain figures are all that can \
             be said without a model.",
            figures.form.words(),
            count(figures.lines, "line"),
            count(figures.bytes, "byte")
        );
        Self { summary, findings: Vec::new(), confidence: None }
    }
}

/// Open items, the most urgent first: what is overdue or critical, then by priority, then those that others wait for,
/// then by deadline, then by age.
fn priorities(items: &[Stands], now: Instant) -> Vec<Finding> {
    let waiting = dependants(items);
    let dependants = |item: &WorkItem| waiting.get(item.work_item_id.as_str()).copied().unwrap_or_default();
    let mut open: Vec<&Stands> = items.iter().filter(|stands| stands.situation.is_open()).collect();
    open.sort_by_cached_key(|stands| {
        let item = &stands.item;
        let deadline = item.deadline.as_ref().and_then(Stamp::instant);
        (
            Level::of(stands, now),
            Reverse(item.priority()),
            Reverse(dependants(item)),
            deadline.is_none(),
            deadline,
            since(item).map(ToOwned::to_owned),
        )
    });
    once(open.iter().map(|stands| urgency(stands, dependants(&stands.item), now)).collect())
}

fn urgency(stands: &Stands, dependants: usize, now: Instant) -> Finding {
    let item = &stands.item;
    let mut reasons = vec![format!("its priority is {}", item.priority.as_deref().unwrap_or("not set"))];
    if dependants > 0 {
        reasons.push(format!("{} for it", waits(dependants)));
    }
    if let Some(deadline) = &item.deadline {
        let verb = if stands.is_overdue(now) { "was" } else { "is" };
        reasons.push(format!("it {verb} due {}", deadline.0));
    }
    let holder = stands.holder().filter(|_| stands.is_in_hand());
    let why = stands.why.clone().unwrap_or_else(|| format!("it is {}", stands.situation.word()));
    reasons.push(match (stands.situation, holder) {
        (Situation::Held, Some(agent)) => format!("{agent} holds it"),
        (Situation::Held | Situation::Ready, _) => "nobody holds it".to_owned(),
        _ => why,
    });
    Finding {
        subject: item.work_item_id.clone(),
        level: Level::of(stands, now),
        reason: reasons.join(", "),
        action: action(stands, holder),
    }
}

fn action(stands: &Stands, holder: Option<&str>) -> String {
    let item = &stands.item;
    match (stands.situation, holder) {
        (Situation::Expired, _) => "give it back to the queue: coord reap".to_owned(),
        (Situation::Blocked, _) => "see what is in the way: coord deps".to_owned(),
        (Situation::Scheduled, _) => "wait until it may be taken".to_owned(),
        (Situation::Assigned, _) => {
            format!("see that {} takes it", item.assigned_to.as_deref().unwrap_or("its agent"))
        }
        (_, Some(agent)) => format!("see that {agent} finishes it"),
        (_, None) => match item.work_type.as_deref().filter(|kind| !kind.is_empty()) {
            Some(kind) => format!("take it: {kind}"),
            None => "take it".to_owned(),
        },
    }
}

fn since(item: &WorkItem) -> Option<&str> {
    item.created_at.as_ref().or(item.claimed_at.as_ref()).map(|stamp| stamp.0.as_str())
}

fn summary(figures: &ItemFigures, found: usize, aspect: Aspect) -> String {
    let what = match (aspect, found) {
        (Aspect::Bottlenecks, 0) => "nothing holds work up by these rules".to_owned(),
        (Aspect::Bottlenecks, _) => count(found, "bottleneck"),
        (_, 0) => "nothing is left to do".to_owned(),
        (_, _) => format!("{}, the most urgent first", count(found, "finding")),
    };
    format!(
        "{}: {} open, of these {} pending and {} in hand; {what}.",
        count(figures.total, "item"),
        figures.open,
        figures.pending,
        figures.held
    )
}

/// How much there was to go by: of each item its type, priority, status and team, and of items at least ten.
fn confidence(items: &[Stands]) -> Option<u32> {
    let is_said = |field: &&Option<String>| field.as_deref().is_some_and(|text| !text.is_empty());
    let said = |item: &WorkItem| {
        [&item.work_type, &item.priority, &item.status, &item.team]
            .iter()
            .filter(|field| is_said(field))
            .count()
    };
    let said: usize = items.iter().map(|stands| said(&stands.item)).sum();
    let whole = items.len().max(ENOUGH) * 4;
    u32::try_from(said * 100 / whole).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEMS: &str = r#"[
        {"work_item_id":"a","status":"pending","priority":"high","work_type":"bug","team":"red","created_at":"2026-01-02T00:00:00Z"},
        {"work_item_id":"b","status":"active","agent_id":"ada","priority":"critical","work_type":"bug","team":"red"},
        {"work_item_id":"c","status":"pending","priority":"high","deadline":"2026-02-01T00:00:00Z","dependencies":["a"]},
        {"work_item_id":"d","status":"completed","priority":"critical"}]"#;

    /// 2026-01-15T08:00:00Z.
    const NOW: Instant = Instant::from_unix(1_768_464_000);

    fn of(aspect: Aspect, text: &str) -> Findings {
        Findings::of(aspect, &Material::of(text, NOW))
    }

    #[test]
    fn priorities_are_in_order_with_their_reasons() {
        let found = of(Aspect::Priorities, ITEMS);
        let told: Vec<String> = found
            .findings
            .iter()
            .map(|one| format!("{} {}: {} > {}", one.level.word(), one.subject, one.reason, one.action))
            .collect();
        assert_eq!(
            told,
            [
                "critical b: its priority is critical, ada holds it > see that ada finishes it",
                "high a: its priority is high, 1 open item waits for it, nobody holds it > take it: bug",
                "high c: its priority is high, it is due 2026-02-01T00:00:00Z, it waits for a > see what is in the way: coord deps",
            ]
        );
        assert_eq!(
            found.summary,
            "4 items: 3 open, of these 2 pending and 1 in hand; 3 findings, the most urgent first."
        );
        // 4 + 4 + 2 + 2 of the 40 fields that ten items would have.
        assert_eq!(found.confidence, Some(30));
    }

    #[test]
    fn bottlenecks_and_everything_else() {
        let found = of(Aspect::Bottlenecks, ITEMS);
        let subjects: Vec<&str> = found.findings.iter().map(|one| one.subject.as_str()).collect();
        assert_eq!(subjects, ["a", "c"], "c waits for a");
        assert!(found.summary.ends_with("; 2 bottlenecks."));
        let found = of(Aspect::General, ITEMS);
        let subjects: Vec<&str> = found.findings.iter().map(|one| one.subject.as_str()).collect();
        assert_eq!(subjects, ["b", "a", "c"], "no subject twice");
        let done = of(Aspect::Bottlenecks, r#"[{"work_item_id":"a","status":"completed"}]"#);
        assert!(done.summary.ends_with("nothing holds work up by these rules."));
    }

    #[test]
    fn what_is_overdue_goes_before_what_is_high() {
        let items = r#"[
            {"work_item_id":"a","status":"pending","priority":"high","created_at":"2026-01-01T00:00:00Z"},
            {"work_item_id":"b","status":"pending","priority":"low","deadline":"2026-01-15T07:59:59Z"},
            {"work_item_id":"c","status":"pending","priority":"critical"},
            {"work_item_id":"d","status":"active","agent_id":"ada","claimed_at":"2026-01-15T06:30:00Z"}]"#;
        let found = of(Aspect::Priorities, items).findings;
        let told: Vec<String> =
            found.iter().map(|one| format!("{} {} > {}", one.subject, one.reason, one.action)).collect();
        assert_eq!(
            told,
            [
                "c its priority is critical, nobody holds it > take it",
                "b its priority is low, it was due 2026-01-15T07:59:59Z, nobody holds it > take it",
                "a its priority is high, nobody holds it > take it",
                "d its priority is not set, the lease of ada is over since 1h > give it back to the queue: coord reap",
            ]
        );
    }

    #[test]
    fn other_data_say_so() {
        let found = of(Aspect::General, "one\ntwo\n");
        assert_eq!(
            found.summary,
            "These are text with 2 lines, 8 bytes: there are no work items in it, so these plain figures are all that \
             can be said without a model."
        );
        assert_eq!((found.confidence, found.findings.len()), (None, 0));
        assert!(of(Aspect::General, "[1]").summary.contains("a JSON document with 1 line, 1 entry, 3 bytes"));
    }

    #[test]
    fn every_aspect_has_a_word() {
        assert!(Aspect::ALL.iter().all(|aspect| Aspect::of(aspect.word()) == Some(*aspect)));
        assert_eq!(Aspect::of("velocity"), None);
    }
}
