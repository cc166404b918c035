//! The board in a few updates: how things stand, and what comes next.

use super::wanted::Wanted;
use super::words::has;
use super::{Situation, Stands, count};
use crate::domain::id::shown;
use crate::domain::{Instant, Priority};

/// So many items are looked at by name.
const NAMED: usize = 3;

/// An update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// How something stands.
    pub status: String,
    /// What to do next.
    pub next: String,
}

/// The updates at `now` on what `focus` names: items that stand like that, or have the word in their id, type, team,
/// priority, holder, status or description; the whole board where no open item has.
pub fn updates(focus: &str, board: &[Stands], now: Instant) -> Vec<Update> {
    let focused: Vec<&Stands> = board.iter().filter(|stands| is_about(stands, focus, now)).collect();
    let is_all = !focused.iter().any(|stands| stands.situation.is_open());
    let (of, seen) = if is_all {
        (format!("No open work is about {focus}; of all"), board.iter().collect())
    } else {
        (format!("Of {focus}"), focused)
    };
    let mut updates = vec![sums(&of, &seen, is_all)];
    let rules = [expired, dead, urgent, blocked];
    updates.extend(rules.iter().flat_map(|rule| rule(&seen)));
    updates
}

fn is_about(stands: &Stands, focus: &str, now: Instant) -> bool {
    let focus = focus.trim().to_lowercase();
    let item = &stands.item;
    // Who asks how items stand, or for a priority, does not want descriptions that have the word by chance.
    if let Some(wanted) = Wanted::of(&focus) {
        return wanted.is_met(stands, now);
    }
    if Priority::WORDS.contains(&focus.as_str()) {
        return item.priority.as_ref().is_some_and(|word| word.to_lowercase() == focus);
    }
    let fields = [
        &item.work_type,
        &item.team,
        &item.priority,
        &item.agent_id,
        &item.assigned_to,
        &item.status,
        &item.description,
    ];
    item.work_item_id.to_lowercase() == focus || fields.into_iter().flatten().any(|field| has(field, &focus))
}

fn sums(of: &str, seen: &[&Stands], is_all: bool) -> Update {
    let number = |situation| seen.iter().filter(|stands| stands.situation == situation).count();
    let parts = Situation::ALL.iter().filter(|situation| number(**situation) > 0);
    let parts: Vec<String> =
        parts.map(|situation| format!("{} {}", number(*situation), situation.word())).collect();
    let status = match parts.as_slice() {
        [] => format!("{of}: no work"),
        parts => format!("{of}: {}", parts.join(", ")),
    };
    let next = match (number(Situation::Ready), seen.iter().any(|stands| stands.situation.is_open())) {
        (0, false) => "put work into the queue: coord add".to_owned(),
        (0, true) => "nothing can be taken now: finish what is in hand, or see what is in the way".to_owned(),
        (ready, _) => {
            // The head of the whole queue need not be of the focus.
            let first = by_priority(seen).first().map(|stands| stands.item.work_item_id.clone());
            let claim = first.filter(|_| !is_all).map_or("coord claim --next".to_owned(), |id| claim(&id));
            format!("take the first of {}: {claim}", count(ready, "ready item"))
        }
    };
    Update { status, next }
}

/// The command that takes an item. Ids can hold anything: none becomes an option, or more than one word.
fn claim(id: &str) -> String {
    let between = if id.starts_with('-') { '=' } else { ' ' };
    format!("coord claim --id{between}{}", shown(id))
}

fn end_of_options(id: &str) -> &'static str {
    if id.starts_with('-') { "-- " } else { "" }
}

fn expired(seen: &[&Stands]) -> Vec<Update> {
    let over = in_situation(seen, Situation::Expired);
    if over.is_empty() {
        return Vec::new();
    }
    let verb = if over.len() == 1 { "has" } else { "have" };
    let status = format!("{} {verb} outlived the lease: {}", count(over.len(), "claim"), ids(&over));
    vec![Update { status, next: "give them back to the queue: coord reap".to_owned() }]
}

fn dead(seen: &[&Stands]) -> Vec<Update> {
    let dead = in_situation(seen, Situation::Dead);
    if dead.is_empty() {
        return Vec::new();
    }
    let status = format!("{} failed too often: {}", count(dead.len(), "item"), ids(&dead));
    vec![Update { status, next: "see why, then put them back: coord retry".to_owned() }]
}

/// The most urgent that can be taken.
fn urgent(seen: &[&Stands]) -> Vec<Update> {
    let update = |stands: &&Stands| {
        let item = &stands.item;
        let word = item.priority.as_deref().unwrap_or_default();
        let kind = item.work_type.as_deref().filter(|kind| !kind.is_empty()).unwrap_or("work");
        Update {
            status: format!("{} is {word} and ready: {kind}", item.work_item_id),
            next: format!("take it: {}", claim(&item.work_item_id)),
        }
    };
    let ready = by_priority(seen);
    let urgent = ready.iter().filter(|stands| stands.item.priority() >= Priority::High);
    urgent.take(NAMED).map(update).collect()
}

/// What can be taken, the most urgent first.
fn by_priority<'a>(seen: &[&'a Stands]) -> Vec<&'a Stands> {
    let mut ready = in_situation(seen, Situation::Ready);
    // Stable: of equal ones the older goes first.
    ready.sort_by_key(|stands| std::cmp::Reverse(stands.item.priority()));
    ready
}

fn blocked(seen: &[&Stands]) -> Vec<Update> {
    let blocked = in_situation(seen, Situation::Blocked);
    let update = |stands: &&Stands| {
        let id = &stands.item.work_item_id;
        let why = stands.why.as_deref().unwrap_or("nobody said why");
        Update {
            status: format!("{id} is blocked: {why}"),
            next: format!("see what is in the way: coord deps {}{}", end_of_options(id), shown(id)),
        }
    };
    blocked.iter().take(NAMED).map(update).collect()
}

fn in_situation<'a>(seen: &[&'a Stands], situation: Situation) -> Vec<&'a Stands> {
    seen.iter().filter(|stands| stands.situation == situation).copied().collect()
}

fn ids(all: &[&Stands]) -> String {
    let named: Vec<&str> = all.iter().take(NAMED).map(|stands| stands.item.work_item_id.as_str()).collect();
    let more = if all.len() > NAMED { ", …" } else { "" };
    format!("{}{more}", named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: Instant = Instant::from_unix(1_750_000_000);

    fn stands(id: &str, team: &str, priority: &str, situation: Situation) -> Stands {
        let item = json!({"work_item_id": id, "agent_id": null, "claimed_at": null, "work_type": "bug",
            "team": team, "priority": priority, "description": "d", "status": "pending"});
        Stands {
            item: serde_json::from_str(&item.to_string()).unwrap(),
            situation,
            why: Some("it waits for work_9".to_owned()),
        }
    }

    #[test]
    fn every_kind_of_trouble_is_told_with_a_remedy() {
        let board = [
            stands("work_1", "red", "high", Situation::Ready),
            stands("work_2", "red", "critical", Situation::Ready),
            stands("work_3", "red", "low", Situation::Ready),
            stands("work_4", "red", "low", Situation::Expired),
            stands("work_5", "red", "low", Situation::Dead),
            stands("work_6", "red", "low", Situation::Blocked),
            stands("work_7", "blue", "low", Situation::Held),
        ];
        let told: Vec<String> = updates("red", &board, NOW)
            .iter()
            .map(|update| format!("{} > {}", update.status, update.next))
            .collect();
        assert_eq!(
            told,
            [
                "Of red: 3 ready, 1 blocked, 1 lease over, 1 dead > take the first of 3 ready items: coord claim --id work_2",
                "1 claim has outlived the lease: work_4 > give them back to the queue: coord reap",
                "1 item failed too often: work_5 > see why, then put them back: coord retry",
                "work_2 is critical and ready: bug > take it: coord claim --id work_2",
                "work_1 is high and ready: bug > take it: coord claim --id work_1",
                "work_6 is blocked: it waits for work_9 > see what is in the way: coord deps work_6",
            ]
        );
    }

    #[test]
    fn an_id_is_one_word_of_a_command() {
        let commands = |id: &str| {
            let board =
                [stands(id, "red", "high", Situation::Ready), stands(id, "red", "low", Situation::Blocked)];
            let told = updates("red", &board, NOW).into_iter().map(|update| update.next);
            told.map(|next| next.split_once(": ").unwrap().1.to_owned()).collect::<Vec<_>>()
        };
        let [evil, option] = ["x; touch /tmp/P #", "--help"].map(commands);
        let claim = "coord claim --id 'x; touch /tmp/P #'";
        assert_eq!(evil, [claim, claim, "coord deps 'x; touch /tmp/P #'"]);
        let claim = "coord claim --id=--help";
        assert_eq!(option, [claim, claim, "coord deps -- --help"]);
    }

    #[test]
    fn a_focus_is_whole_words() {
        let board = [
            stands("work_1", "slow_red-hot", "high", Situation::Ready),
            stands("work_2", "blue", "low", Situation::Ready),
            stands("work_3", "blue", "low", Situation::Assigned),
        ];
        let first = |focus: &str| {
            let update = updates(focus, &board, NOW).remove(0);
            format!("{} > {}", update.status, update.next)
        };
        let low = "1 ready, 1 assigned > take the first of 1 ready item: coord claim --id work_2";
        assert_eq!(first("low"), format!("Of low: {low}"), "slow is not low");
        assert_eq!(first("blue"), format!("Of blue: {low}"));
        let one = "1 ready > take the first of 1 ready item: coord claim --id work_1";
        for focus in ["red", "HOT", "slow_red-hot", "work_1"] {
            assert_eq!(first(focus), format!("Of {focus}: {one}"));
        }
        assert!(first("bugs").starts_with("Of bugs: 2 ready, 1 assigned"));
        assert!(first("assigned").starts_with("Of assigned: 1 assigned > nothing can be taken now"));
        assert!(first("ho").starts_with("No open work is about ho; of all: 2 ready, 1 assigned"));
        assert!(first("ho").ends_with("take the first of 2 ready items: coord claim --next"));
    }

    #[test]
    fn a_focus_that_nothing_has_is_said() {
        let board = [stands("work_7", "blue", "low", Situation::Held)];
        let told = updates("throughput", &board, NOW);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].status, "No open work is about throughput; of all: 1 held");
        assert!(told[0].next.starts_with("nothing can be taken now"));
        let empty = updates("x", &[], NOW);
        assert_eq!(empty[0].status, "No open work is about x; of all: no work");
        assert_eq!(empty[0].next, "put work into the queue: coord add");
    }
}
