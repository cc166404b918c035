//! Where work piles up, by plain rules over items.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::findings::{Finding, Level};
use super::words::words;
use super::{Situation, Stands, count};
use crate::domain::{Instant, Priority};

/// With so many items waiting, a team has a queue.
const QUEUE: usize = 2;
/// With so many items in hand, an agent has too many.
const TOO_MANY: usize = 3;
/// From here on the same is urgent.
const FAR_TOO_MANY: usize = 5;
/// So many items that wait for one make it urgent.
const DEPENDANTS: usize = 3;

/// What holds work up at `now`, the worst first.
pub fn bottlenecks(items: &[Stands], now: Instant) -> Vec<Finding> {
    let mut found = overdue(items, now);
    let rules = [waited_for, lapsed, dead, blocked, queues, overloaded];
    found.extend(rules.iter().flat_map(|rule| rule(items)));
    once(found)
}

/// The worst first, and each subject once, with all that was found of it.
pub(super) fn once(mut found: Vec<Finding>) -> Vec<Finding> {
    found.sort_by_key(|finding| finding.level);
    let mut all: Vec<Finding> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for finding in found {
        let place = *places.entry(finding.subject.clone()).or_insert(all.len());
        match all.get_mut(place) {
            Some(one) if one.reason.contains(&finding.reason) => {}
            Some(one) => one.reason = format!("{}; {}", one.reason, finding.reason),
            None => all.push(finding),
        }
    }
    all
}

/// Items that should have been done by now.
fn overdue(items: &[Stands], now: Instant) -> Vec<Finding> {
    let late = items.iter().filter(|stands| stands.is_overdue(now));
    let finding = |stands: &Stands| Finding {
        subject: stands.item.work_item_id.clone(),
        level: Level::Critical,
        reason: match &stands.item.deadline {
            Some(end) => format!("it was due {end}"),
            None => "it is overdue".to_owned(),
        },
        action: "finish it now, or move its deadline: coord edit --deadline".to_owned(),
    };
    late.map(finding).collect()
}

/// Items that somebody took and gave no sign of since.
fn lapsed(items: &[Stands]) -> Vec<Finding> {
    let over = items.iter().filter(|stands| stands.situation == Situation::Expired);
    let finding = |stands: &Stands| Finding {
        subject: stands.item.work_item_id.clone(),
        level: Level::High,
        reason: stands.why.clone().unwrap_or_else(|| "the lease of its holder is over".to_owned()),
        action: "give it back to the queue: coord reap".to_owned(),
    };
    over.map(finding).collect()
}

/// Items that cannot go on.
fn blocked(items: &[Stands]) -> Vec<Finding> {
    let stuck = items.iter().filter(|stands| match stands.situation {
        Situation::Blocked => true,
        Situation::Held => stands.item.blockers.iter().flatten().next().is_some(),
        _ => false,
    });
    let finding = |stands: &Stands| Finding {
        subject: stands.item.work_item_id.clone(),
        level: if stands.item.priority() >= Priority::High { Level::High } else { Level::Medium },
        reason: stands.why.clone().unwrap_or_else(|| "it is blocked, and nobody said why".to_owned()),
        action: "see what is in the way: coord deps".to_owned(),
    };
    stuck.map(finding).collect()
}

/// Items that others wait for.
fn waited_for(items: &[Stands]) -> Vec<Finding> {
    let finding = |(id, number): (&str, usize)| Finding {
        subject: id.to_owned(),
        level: if number >= DEPENDANTS { Level::Critical } else { Level::High },
        reason: format!("{} for it", waits(number)),
        action: format!("finish {id} first"),
    };
    by_number(dependants(items).into_iter().collect()).into_iter().map(finding).collect()
}

/// `2 open items wait`.
pub(super) fn waits(number: usize) -> String {
    format!("{} {}", count(number, "open item"), if number == 1 { "waits" } else { "wait" })
}

/// Items that failed too often.
fn dead(items: &[Stands]) -> Vec<Finding> {
    let dead = items.iter().filter(|stands| stands.situation == Situation::Dead);
    let finding = |stands: &Stands| Finding {
        subject: stands.item.work_item_id.clone(),
        level: Level::High,
        reason: match &stands.item.last_error {
            Some(error) => format!("it failed too often, last because: {error}"),
            None => "it failed too often".to_owned(),
        },
        action: "see why, then put it back: coord retry".to_owned(),
    };
    dead.map(finding).collect()
}

/// Teams in which more waits than is being worked on.
fn queues(items: &[Stands]) -> Vec<Finding> {
    let mut teams: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for stands in items.iter().filter(|stands| stands.situation.is_open()) {
        let team = teams.entry(stands.item.team.as_deref().unwrap_or_default()).or_default();
        let number = if stands.is_in_hand() { &mut team.1 } else { &mut team.0 };
        *number += 1;
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
fn overloaded(items: &[Stands]) -> Vec<Finding> {
    let mut agents: BTreeMap<&str, usize> = BTreeMap::new();
    for agent in items.iter().filter(|stands| stands.is_in_hand()).filter_map(Stands::holder) {
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

/// How many open items wait for each open item. Lists that tell no dependencies have them in the reason.
pub(super) fn dependants(items: &[Stands]) -> HashMap<&str, usize> {
    let id = |stands: &'_ Stands| stands.item.work_item_id.clone();
    let open: Vec<&Stands> = items.iter().filter(|stands| stands.situation.is_open()).collect();
    let known: HashMap<String, &str> =
        open.iter().map(|stands| (id(stands).to_lowercase(), stands.item.work_item_id.as_str())).collect();
    let mut waiting = HashMap::new();
    for stands in open {
        let listed = stands.item.dependencies().iter().map(|id| id.to_lowercase());
        let why = stands.why.as_deref().filter(|why| why.starts_with("it waits for"));
        let all: HashSet<String> = listed.chain(words(why.unwrap_or_default())).collect();
        for other in all.iter().filter_map(|other| known.get(other)) {
            if *other != stands.item.work_item_id {
                *waiting.entry(*other).or_default() += 1;
            }
        }
    }
    waiting
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::inquiry::material::Material;
    use serde_json::{Value, json};

    /// 2025-06-15T15:06:40Z.
    const NOW: Instant = Instant::from_unix(1_750_000_000);

    fn item(id: &str, team: &str, status: &str, holder: Option<&str>, dependencies: &[&str]) -> Value {
        json!({"work_item_id": id, "team": team, "status": status, "agent_id": holder,
            "claimed_at": null, "dependencies": dependencies})
    }

    fn bottlenecks(items: &[Value]) -> Vec<Finding> {
        super::bottlenecks(&Material::of(&json!(items).to_string(), NOW).items, NOW)
    }

    fn told(items: &[Value]) -> Vec<String> {
        let told = |finding: &Finding| format!("{:?} {}: {}", finding.level, finding.subject, finding.reason);
        bottlenecks(items).iter().map(told).collect()
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
        assert_eq!(
            told(&items),
            [
                "Critical a: 3 open items wait for it",
                "High b: 1 open item waits for it",
                "High f: it failed too often",
                "Medium d: it waits for a",
                "Medium e: it waits for b",
                "Medium blue: 2 pending, 0 in hand",
                "Medium ada: holds 3 items at once",
            ]
        );
        assert_eq!(told(&items[..1]), [""; 0]);
    }

    #[test]
    fn time_and_what_is_in_the_way_are_looked_at() {
        let mut late = item("a", "red", "pending", None, &[]);
        late["deadline"] = json!("2025-06-15T15:06:39Z");
        let mut soon = item("b", "blue", "pending", None, &[]);
        soon["deadline"] = json!("2025-06-15T15:06:41Z");
        let mut old = item("c", "red", "active", Some("ada"), &[]);
        old["claimed_at"] = json!("2025-06-15T14:06:40Z");
        let mut fresh = old.clone();
        (fresh["work_item_id"], fresh["last_update"]) = (json!("d"), json!("2025-06-15T15:00:00Z"));
        let mut stuck = item("e", "red", "blocked", None, &[]);
        stuck["priority"] = json!("high");
        let row = json!({"work_item_id": "f", "team": "green", "state": "blocked", "why": "it waits for e (blocked)"});
        let items = [late, soon, old, fresh, stuck, row];
        assert_eq!(
            told(&items),
            [
                "Critical a: it was due 2025-06-15T15:06:39Z",
                "High e: 1 open item waits for it; it is blocked, and nobody said why",
                // An hour without a sign, of which half an hour is the lease.
                "High c: the lease of ada is over since 30m",
                "Medium f: it waits for e (blocked)",
            ],
            "red: a and e wait, c and d are in hand"
        );
    }

    #[test]
    fn many_more_are_urgent() {
        let items: Vec<Value> =
            (0..5).map(|number| item(&number.to_string(), "", "pending", None, &[])).collect();
        let found = bottlenecks(&items);
        assert_eq!((found[0].level, found[0].subject.as_str()), (Level::High, "no team"));
        let items: Vec<Value> =
            (0..5).map(|number| item(&number.to_string(), "red", "x", Some("ada"), &[])).collect();
        assert_eq!(bottlenecks(&items)[0].reason, "holds 5 items at once");
        assert_eq!(bottlenecks(&items)[0].level, Level::High);
    }
}
