//! Where work piles up, by plain rules over items.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::count;
use super::findings::{Finding, Level};
use crate::domain::{Status, WorkItem};

/// With so many items waiting, a team has a queue.
const QUEUE: usize = 2;
/// With so many items in hand, an agent has too many.
const TOO_MANY: usize = 3;
/// From here on the same is urgent.
const FAR_TOO_MANY: usize = 5;
/// So many items that wait for one make it urgent.
const DEPENDANTS: usize = 3;

/// What holds work up, the worst first.
pub fn bottlenecks(items: &[WorkItem]) -> Vec<Finding> {
    let rules = [waited_for, dead, queues, overloaded];
    let mut found: Vec<Finding> = rules.iter().flat_map(|rule| rule(items)).collect();
    found.sort_by_key(|finding| finding.level);
    found
}

/// Items that others wait for.
fn waited_for(items: &[WorkItem]) -> Vec<Finding> {
    let open: HashSet<&str> =
        items.iter().filter(|item| item.is_open()).map(|item| item.work_item_id.as_str()).collect();
    let mut waiting: BTreeMap<&str, usize> = BTreeMap::new();
    for item in items.iter().filter(|item| item.is_open()) {
        for id in item.dependencies().iter().filter(|id| open.contains(id.as_str())) {
            *waiting.entry(id).or_default() += 1;
        }
    }
    let finding = |(id, number): (&str, usize)| Finding {
        subject: id.to_owned(),
        level: if number >= DEPENDANTS { Level::Critical } else { Level::High },
        reason: format!("{} for it", waits(number)),
        action: format!("finish {id} first"),
    };
    by_number(waiting).into_iter().map(finding).collect()
}

/// `2 open items wait`.
pub(super) fn waits(number: usize) -> String {
    format!("{} {}", count(number, "open item"), if number == 1 { "waits" } else { "wait" })
}

/// Items that failed too often.
fn dead(items: &[WorkItem]) -> Vec<Finding> {
    let dead = items.iter().filter(|item| item.status() == Status::Dead);
    let finding = |item: &WorkItem| Finding {
        subject: item.work_item_id.clone(),
        level: Level::High,
        reason: match &item.last_error {
            Some(error) => format!("it failed too often, last because: {error}"),
            None => "it failed too often".to_owned(),
        },
        action: "see why, then put it back: coord retry".to_owned(),
    };
    dead.map(finding).collect()
}

/// Teams in which more waits than is being worked on.
fn queues(items: &[WorkItem]) -> Vec<Finding> {
    let mut teams: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for item in items {
        let team = teams.entry(word(item.team.as_ref())).or_default();
        match item.status() {
            Status::Pending => team.0 += 1,
            Status::Held => team.1 += 1,
            _ => {}
        }
    }
    let all = teams.iter().filter(|(_, (pending, held))| *pending >= QUEUE && pending > held);
    let finding = |(team, (pending, held)): (&&str, &(usize, usize))| Finding {
        subject: if team.is_empty() { "no team".to_owned() } else { (*team).to_owned() },
        level: if *pending >= FAR_TOO_MANY { Level::High } else { Level::Medium },
        reason: format!("{pending} pending, {held} in hand"),
        action: "give it more hands, or less work".to_owned(),
    };
    all.map(finding).collect()
}

/// Agents that hold many items at once.
fn overloaded(items: &[WorkItem]) -> Vec<Finding> {
    let mut agents: BTreeMap<&str, usize> = BTreeMap::new();
    let held = items.iter().filter(|item| item.status() == Status::Held);
    for agent in held.map(|item| word(item.agent_id.as_ref())).filter(|agent| !agent.is_empty()) {
        *agents.entry(agent).or_default() += 1;
    }
    let finding = |(agent, number): (&str, usize)| Finding {
        subject: agent.to_owned(),
        level: if number >= FAR_TOO_MANY { Level::High } else { Level::Medium },
        reason: format!("holds {} at once", count(number, "item")),
        action: "finish some of them, or hand them over: coord handoff".to_owned(),
    };
    let all: BTreeMap<&str, usize> = agents.into_iter().filter(|(_, number)| *number >= TOO_MANY).collect();
    by_number(all).into_iter().map(finding).collect()
}

/// The largest first, of equal ones by name.
fn by_number(counts: BTreeMap<&str, usize>) -> Vec<(&str, usize)> {
    let mut all: Vec<(&str, usize)> = counts.into_iter().collect();
    all.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    all
}

fn word(field: Option<&String>) -> &str {
    field.map(String::as_str).unwrap_or_default()
}

/// How many open items wait for each item.
pub(super) fn dependants(items: &[WorkItem]) -> HashMap<&str, usize> {
    let mut waiting = HashMap::new();
    for item in items.iter().filter(|item| item.is_open()) {
        item.dependencies().iter().for_each(|id| *waiting.entry(id.as_str()).or_default() += 1);
    }
    waiting
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn item(id: &str, team: &str, status: &str, holder: Option<&str>, dependencies: &[&str]) -> WorkItem {
        serde_json::from_str(
            &json!({"work_item_id": id, "team": team, "status": status, "agent_id": holder,
            "claimed_at": null, "dependencies": dependencies})
            .to_string(),
        )
        .unwrap()
    }

    #[test]
    fn each_rule_finds_what_piles_up() {
        let items = [
            item("a", "red", "active", Some("ada"), &[]),
            item("b", "red", "active", Some("ada"), &["a"]),
            item("c", "red", "testing", Some("ada"), &["a", "gone"]),
            item("d", "blue", "pending", None, &["a"]),
            item("e", "blue", "pending", None, &["b", "z"]),
            item("f", "blue", "dead", None, &[]),
            item("z", "blue", "completed", Some("bo"), &[]),
        ];
        let told: Vec<String> = bottlenecks(&items)
            .iter()
            .map(|finding| format!("{:?} {}: {}", finding.level, finding.subject, finding.reason))
            .collect();
        assert_eq!(
            told,
            [
                "Critical a: 3 open items wait for it",
                "High b: 1 open item waits for it",
                "High f: it failed too often",
                "Medium blue: 2 pending, 0 in hand",
                "Medium ada: holds 3 items at once",
            ]
        );
        assert_eq!(bottlenecks(&items[..1]), []);
    }

    #[test]
    fn many_more_are_urgent() {
        let items: Vec<WorkItem> =
            (0..5).map(|number| item(&number.to_string(), "", "pending", None, &[])).collect();
        let found = bottlenecks(&items);
        assert_eq!((found[0].level, found[0].subject.as_str()), (Level::High, "no team"));
        let items: Vec<WorkItem> =
            (0..5).map(|number| item(&number.to_string(), "red", "x", Some("ada"), &[])).collect();
        assert_eq!(bottlenecks(&items)[0].reason, "holds 5 items at once");
        assert_eq!(bottlenecks(&items)[0].level, Level::High);
    }
}
