//! What is wrong with a board, and what to do about it.
//!
//! Computed, it is drawn from the parts of the health score: each part that is not full is a finding, critical below 50,
//! a warning below 80, else a notice; and so are dead items, overdue items, silent agents that hold work, a queue that
//! nobody is there or has room for, items that wait for each other in a circle, and items that are ready and that no
//! registered agent can do. The confidence is the share of the weights of the parts that have data.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::counted;
use crate::domain::brief;
use crate::domain::score::{Part, Score};

/// How it is computed, in a few words.
pub const METHOD: &str = "the parts of the health score, dead and overdue items, silent holders, circles, the queue and what it needs";

/// What is wrong with a board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HealthFindings {
    /// How sure this is as a whole, in percent from 0 to 100; null where there is nothing to go by.
    #[schemars(range(min = 0, max = 100))]
    pub confidence: Option<u32>,
    /// How the board does and what matters most, in one or two sentences.
    #[schemars(length(max = 1_000))]
    pub summary: String,
    /// What is wrong, the worst first; empty where all is well.
    #[schemars(length(max = 20))]
    pub items: Vec<Finding>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// How bad it is: critical (work is lost or stands still), warning (it will be, if it goes on so), notice.
    #[schemars(extend("enum" = SEVERITIES))]
    pub severity: String,
    /// What it is about, in a word or two, such as: expiries.
    #[schemars(length(min = 1, max = 80))]
    pub area: String,
    /// What is wrong, in one sentence with the figures.
    #[schemars(length(min = 1, max = 500))]
    pub finding: String,
    /// What to do about it, in one sentence; where a command does it, with the command.
    #[schemars(length(min = 1, max = 500))]
    pub action: String,
}

/// How bad something can be, the worst first.
pub const SEVERITIES: [&str; 3] = ["critical", "warning", "notice"];

/// What is known of a board beside its score.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// Items in the queue.
    pub pending: u32,
    /// Items that failed too often.
    pub dead: u32,
    /// Agents that give signs.
    pub alive: u32,
    /// Whether something is ready, and no agent that gives signs has room for it.
    pub is_full: bool,
    /// Whether one of those agents holds work, so that there will be room.
    pub is_busy: bool,
    /// Items of the queue that wait for each other: the ids of the first such circle, in its order; empty where there is none.
    pub circle: Vec<String>,
    /// Silent agents that hold work.
    pub silent_holders: u32,
    /// How much work they hold.
    pub held_by_silent: u32,
    /// Open items whose deadline is past, with for how many seconds; the longest first.
    pub overdue: Vec<(String, i64)>,
    /// Items that are ready and that no registered agent can do, with what they need; in the order of the queue.
    pub beyond: Vec<(String, Vec<String>)>,
}

/// So many ids are named in a finding, each cut at so many characters.
const NAMED: usize = 5;
const LONGEST: usize = 60;
/// What is needed is cut at so many characters.
const LONGEST_NEEDS: usize = 80;

/// Below this a part is critical, and below the other one worth a warning.
const CRITICAL: f64 = 50.0;
const WARNING: f64 = 80.0;

/// Computes what is wrong with a board of this health.
pub fn findings(health: &Score, signs: &Signs) -> HealthFindings {
    let mut parts: Vec<&Part> = health.parts.iter().filter(|part| part.score < Some(100.0)).collect();
    parts.sort_by_key(|part| Reverse(part.weight));
    let of_parts = parts.into_iter().filter_map(of_part);
    let mut items: Vec<Finding> = of_signs(signs).into_iter().chain(of_parts).collect();
    items.sort_by_key(|finding| SEVERITIES.iter().position(|severity| *severity == finding.severity));
    let weights = |is_counted: &dyn Fn(&Part) -> bool| -> u32 {
        health.parts.iter().filter(|part| is_counted(part)).map(|part| part.weight).sum()
    };
    let (known, all) = (weights(&|part| part.score.is_some()), weights(&|_| true));
    let confidence = health.score.map(|_| (known * 100 + all / 2).checked_div(all).unwrap_or_default());
    HealthFindings { confidence, summary: summary(health, &items), items }
}

fn summary(health: &Score, items: &[Finding]) -> String {
    let Some(score) = health.score else {
        return "No data yet: there is no board to judge.".to_owned();
    };
    match items.first() {
        None => format!("The board scores {score} of 100, and nothing is wrong with what is known of it."),
        Some(worst) => {
            let all = counted(u32::try_from(items.len()).unwrap_or(u32::MAX), "finding");
            format!("The board scores {score} of 100 with {all}; first of all: {}.", worst.finding)
        }
    }
}

fn of_part(part: &Part) -> Option<Finding> {
    let score = part.score?;
    let severity = match score {
        score if part.name == "store" || score < CRITICAL => 0,
        score if score < WARNING => 1,
        _ => 2,
    };
    let action = match part.name.as_str() {
        "store" => "Find out what is wrong, and mend it: coord doctor --fix",
        "conflicts" => "Let agents take work from the queue, which gives each an item of its own: coord next",
        "expiries" => "Give the items back to the queue: coord reap",
        "completion" => "See what failed and who it failed for: coord agent-performance",
        "queue_age" => "Take the oldest work, or see what keeps it: coord next; coord ready",
        "agents" => "See who they are, and retire those that are gone: coord clean-stale-agents",
        _ => "See the parts of the score: coord health-check",
    };
    Some(finding(severity, &part.name, part.figure.clone(), action))
}

fn of_signs(signs: &Signs) -> Vec<Finding> {
    let mut found = Vec::new();
    if signs.pending > 0 && signs.alive == 0 {
        let waits = if signs.pending == 1 { "waits" } else { "wait" };
        let said = format!("{} {waits}, and no agent gives a sign", counted(signs.pending, "item"));
        found.push(finding(0, "queue", said, "Start agents, or workers that take the work: coord start"));
    }
    if signs.alive > 0 && signs.is_full {
        let is = if signs.alive == 1 { "is" } else { "are" };
        let said = format!(
            "work is ready, and {} that {is} there may take nothing more",
            counted(signs.alive, "agent")
        );
        found.push(finding(
            if signs.is_busy { 2 } else { 0 },
            "room",
            said,
            "Start more agents, or workers that take the work: coord start",
        ));
    }
    if !signs.circle.is_empty() {
        let said = format!("items wait for each other, so that none can begin: {}", ids(signs.circle.iter()));
        found.push(finding(
            0,
            "dependencies",
            said,
            "See what waits for what, and cut the circle: coord deps; coord edit",
        ));
    }
    found.extend(of_beyond(&signs.beyond));
    found.extend(of_overdue(&signs.overdue));
    if signs.silent_holders > 0 {
        let hold = if signs.silent_holders == 1 { "holds" } else { "hold" };
        let said = format!(
            "{} {hold} {}",
            counted(signs.silent_holders, "silent agent"),
            counted(signs.held_by_silent, "item")
        );
        found.push(finding(
            1,
            "silence",
            said,
            "Give the work of agents that are gone back: coord clean-stale-agents",
        ));
    }
    if signs.dead > 0 {
        let said = format!("{} failed too often", counted(signs.dead, "item"));
        found.push(finding(
            1,
            "dead items",
            said,
            "See why, and bring back what can succeed: coord list --status dead; coord retry",
        ));
    }
    found
}

fn of_beyond(beyond: &[(String, Vec<String>)]) -> Option<Finding> {
    let (_, needs) = beyond.first()?;
    let is = if beyond.len() == 1 { "is" } else { "are" };
    let said = format!(
        "{} {is} ready and nobody registered can do {}: {}; the first needs {}",
        counted(u32::try_from(beyond.len()).unwrap_or(u32::MAX), "item"),
        if beyond.len() == 1 { "it" } else { "them" },
        ids(beyond.iter().map(|(id, _)| id)),
        cut(&needs.join(", "), LONGEST_NEEDS)
    );
    let action = "Register an agent that can, or change what is needed: coord register; coord edit";
    Some(finding(0, "capabilities", said, action))
}

fn of_overdue(overdue: &[(String, i64)]) -> Option<Finding> {
    let (_, longest) = overdue.first()?;
    let is = if overdue.len() == 1 { "is" } else { "are" };
    let said = format!(
        "{} {is} overdue, the oldest by {}: {}",
        counted(u32::try_from(overdue.len()).unwrap_or(u32::MAX), "open item"),
        brief(*longest),
        ids(overdue.iter().map(|(id, _)| id))
    );
    let action = "Finish them first, or agree on other deadlines: coord list; coord edit ID --deadline";
    Some(finding(1, "deadlines", said, action))
}

/// The first of these ids.
fn ids<'i>(all: impl ExactSizeIterator<Item = &'i String>) -> String {
    let more = all.len().saturating_sub(NAMED);
    let named: Vec<String> = all.take(NAMED).map(|id| cut(id, LONGEST)).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", named.join(", "))
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        text.to_owned()
    } else {
        text.chars().take(most).chain(['…']).collect()
    }
}

fn finding(severity: usize, area: &str, finding: String, action: &str) -> Finding {
    Finding {
        severity: SEVERITIES[severity].to_owned(),
        area: area.to_owned(),
        finding,
        action: action.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn score(parts: &[(&str, u32, Option<f64>)]) -> Score {
        let part = |(name, weight, score): &(&str, u32, Option<f64>)| {
            Part::new(name, *weight, score.map(|score| (score, format!("{name} is {score}"))))
        };
        Score::of(parts.iter().map(part).collect())
    }

    fn rows(told: &HealthFindings) -> Vec<(&str, &str)> {
        told.items.iter().map(|item| (item.severity.as_str(), item.area.as_str())).collect()
    }

    #[test]
    fn each_part_that_is_not_full_is_a_finding() {
        let health = score(&[
            ("store", 25, Some(100.0)),
            ("conflicts", 15, Some(79.9)),
            ("expiries", 15, Some(49.9)),
            ("completion", 15, Some(80.0)),
            ("queue_age", 15, None),
            ("agents", 15, Some(50.0)),
        ]);
        let told = findings(&health, &Signs::default());
        assert_eq!(
            rows(&told),
            [
                ("critical", "expiries"),
                ("warning", "conflicts"),
                ("warning", "agents"),
                ("notice", "completion")
            ]
        );
        // (2500 + 15·(79.9 + 49.9 + 80 + 50)) / 85 = 75; 85 of 100 have data.
        assert_eq!((health.score, told.confidence), (Some(75), Some(85)));
        assert_eq!(
            told.summary,
            "The board scores 75 of 100 with 4 findings; first of all: expiries is 49.9."
        );
        assert_eq!(told.items[0].action, "Give the items back to the queue: coord reap");
    }

    #[test]
    fn what_no_part_tells_is_a_finding_too() {
        let signs =
            Signs { pending: 1, dead: 2, alive: 0, silent_holders: 2, held_by_silent: 1, ..Signs::default() };
        let told = findings(&score(&[("store", 10, Some(0.0))]), &signs);
        let said: Vec<&str> = told.items.iter().map(|item| item.finding.as_str()).collect();
        assert_eq!(
            said,
            [
                "1 item waits, and no agent gives a sign",
                "store is 0",
                "2 silent agents hold 1 item",
                "2 items failed too often"
            ]
        );
        assert_eq!(findings(&score(&[]), &Signs { pending: 1, alive: 1, ..signs }).items.len(), 2);
    }

    #[test]
    fn what_is_overdue_and_what_nobody_can_do_is_named() {
        let signs = Signs {
            overdue: (1..=6).map(|number| (format!("late_{number}"), 7_200 - number)).collect(),
            beyond: vec![("odd".to_owned(), vec!["gpu".to_owned(), "ssd".to_owned()])],
            ..Signs::default()
        };
        let told = findings(&score(&[("store", 25, Some(100.0))]), &signs);
        let said: Vec<(&str, &str)> =
            told.items.iter().map(|item| (item.severity.as_str(), item.finding.as_str())).collect();
        let expected = [
            ("critical", "1 item is ready and nobody registered can do it: odd; the first needs gpu, ssd"),
            (
                "warning",
                "6 open items are overdue, the oldest by 1h 59m: late_1, late_2, late_3, late_4, late_5 and 1 more",
            ),
        ];
        assert_eq!(said, expected);
        let long = Signs { overdue: vec![("x".repeat(900), 60); 9], ..signs };
        let told = findings(&score(&[]), &long);
        assert!(told.items.iter().all(|item| item.finding.chars().count() <= 500));
    }

    #[test]
    fn work_that_nobody_has_room_for_and_that_waits_for_itself_stands_still() {
        let signs = Signs {
            pending: 2,
            alive: 1,
            is_full: true,
            circle: vec!["a".to_owned(), "b".to_owned()],
            ..Signs::default()
        };
        let told = findings(&score(&[("store", 25, Some(100.0))]), &signs);
        assert_eq!(rows(&told), [("critical", "room"), ("critical", "dependencies")]);
        assert_eq!(told.items[0].finding, "work is ready, and 1 agent that is there may take nothing more");
        assert_eq!(told.items[1].finding, "items wait for each other, so that none can begin: a, b");
        let busy = Signs { is_busy: true, circle: Vec::new(), ..signs.clone() };
        assert_eq!(rows(&findings(&score(&[]), &busy)), [("notice", "room")], "that passes");
        let alone = Signs { alive: 0, ..signs };
        assert_eq!(
            rows(&findings(&score(&[]), &alone)),
            [("critical", "queue"), ("critical", "dependencies")]
        );
    }

    #[test]
    fn a_board_of_which_nothing_is_known_has_no_confidence() {
        let told = findings(&score(&[("store", 25, None)]), &Signs::default());
        assert_eq!((told.confidence, told.items.len()), (None, 0));
        assert!(told.summary.starts_with("No data yet"));
        let fine = findings(&score(&[("store", 25, Some(100.0)), ("agents", 75, None)]), &Signs::default());
        assert_eq!((fine.confidence, fine.items.len()), (Some(25), 0));
        assert!(fine.summary.contains("nothing is wrong"), "{}", fine.summary);
    }

    proptest! {
        #[test]
        fn the_worst_stands_first_and_a_better_part_is_never_worse(
            parts in prop::collection::vec(prop::option::of(0.0..=100.0_f64), 1..6), better in 0.0..50.0_f64,
        ) {
            let names = ["store", "conflicts", "expiries", "completion", "agents", "other"];
            let of = |more: f64| {
                let parts: Vec<_> = names.into_iter().zip(&parts).map(|(name, score)| (name, 10, score.map(|score| score + more))).collect();
                findings(&score(&parts), &Signs::default())
            };
            let place = |finding: &Finding| SEVERITIES.iter().position(|severity| *severity == finding.severity).unwrap();
            let (worse, told) = (of(0.0), of(better));
            prop_assert!(worse.items.is_sorted_by_key(place));
            prop_assert!(worse.confidence.is_none_or(|percent| percent <= 100));
            for finding in &told.items {
                let before = worse.items.iter().find(|before| before.area == finding.area).unwrap();
                prop_assert!(place(before) <= place(finding));
            }
        }
    }
}
