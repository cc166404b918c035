//! The figures by hand, and that nobody ever gets more than it may hold.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::domain::{Activity, Agent};

fn agent(id: &str, team: &str, can: &[&str]) -> Agent {
    let json = serde_json::json!({"agent_id": id, "team": team, "capabilities": can});
    serde_json::from_str(&json.to_string()).unwrap()
}

fn item(id: &str, team: &str, needs: &[&str], assigned_to: Option<&str>) -> WorkItem {
    WorkItem {
        work_item_id: id.to_owned(),
        work_type: Some("bug".to_owned()),
        team: Some(team.to_owned()),
        status: Some("pending".to_owned()),
        needs: Some(needs.iter().map(|need| (*need).to_owned()).collect()),
        assigned_to: assigned_to.map(ToOwned::to_owned),
        ..WorkItem::default()
    }
}

fn worker(agent: &Agent, held: u32, assigned: u32, limit: u32) -> Worker<'_> {
    Worker { agent, activity: Activity::Idle, load: Load { held, assigned, limit } }
}

fn no_past(_: &str, _: &str) -> Performance {
    Performance::default()
}

fn pairs(told: &Assignments) -> Vec<(&str, &str, u32)> {
    told.items.iter().map(|one| (one.work_item_id.as_str(), one.agent_id.as_str(), one.score)).collect()
}

#[test]
fn each_item_goes_to_whoever_suits_it_best_and_then_counts_as_its_load() {
    let agents = [agent("ada", "red", &["gpu"]), agent("bob", "blue", &[])];
    let past = |agent: &str, kind: &str| match (agent, kind) {
        ("bob", "bug") => {
            Performance { completions: 2, succeeded: 2, success_rate: Some(100.0), ..Performance::default() }
        }
        _ => Performance::default(),
    };
    let ready =
        [item("1", "red", &[], None), item("2", "red", &["gpu"], None), item("3", "red", &["ssd"], None)];
    let bench = Bench {
        workers: vec![worker(&agents[0], 0, 0, 2), worker(&agents[1], 0, 0, 2)],
        assigned: &[],
        ready: &ready,
        past: &past,
        team: None,
    };
    let told = assignments(bench);
    // 1: ada (40·100 + 15·100 + 15·100) / 70 = 100; bob (40·100 + 30·100 + 15·0 + 15·100) / 100 = 85.
    // 2: ada alone can, and has half of her room left: (40·50 + 15·100 + 15·100) / 70 = 71.
    assert_eq!(pairs(&told), [("1", "ada", 100), ("2", "ada", 71)]);
    assert_eq!(told.items[1].reason, "0 held and 1 assigned of 2; of the team red, too; holds nothing");
    assert_eq!(
        told.unassigned,
        [Unassigned { work_item_id: "3".into(), reason: "of 2 agents: 2 not able to ssd".into() }]
    );
    // Both times all but the past of ada is known.
    assert_eq!(told.confidence, Some(70));
    assert_eq!(told.summary, "2 of 3 ready items can be given to somebody.");
}

#[test]
fn what_an_agent_will_not_get_to_moves_first() {
    let agents = [agent("ada", "red", &[]), agent("bob", "red", &[])];
    let mut gone = worker(&agents[0], 0, 1, 0);
    gone.activity = Activity::Offline;
    let assigned = [item("old", "red", &[], Some("ada"))];
    let ready = [item("new", "red", &[], None)];
    let bench = Bench {
        workers: vec![gone, worker(&agents[1], 0, 0, 1)],
        assigned: &assigned,
        ready: &ready,
        past: &no_past,
        team: Some("red"),
    };
    let told = assignments(bench);
    assert_eq!(pairs(&told), [("old", "bob", 100)]);
    assert!(told.items[0].reason.starts_with("ada is offline; 0 held"), "{}", told.items[0].reason);
    assert_eq!(told.unassigned[0].reason, "of 2 agents: 1 not there, 1 full");
    assert_eq!(
        told.summary,
        "0 of 1 ready item can be given to somebody; 1 assignment should move to an agent that can take it."
    );
}

#[test]
fn a_team_is_looked_at_alone() {
    let agents = [agent("ada", "red", &[]), agent("bob", "blue", &[])];
    let ready = [item("1", "red", &[], None), item("2", "blue", &[], None)];
    let told = |team| {
        assignments(Bench {
            workers: vec![worker(&agents[0], 0, 0, 0), worker(&agents[1], 0, 0, 0)],
            assigned: &[],
            ready: &ready,
            past: &no_past,
            team,
        })
    };
    assert_eq!(pairs(&told(Some("blue"))), [("2", "bob", 100)]);
    assert_eq!(told(None).items.len(), 2);
    let nothing = told(Some("green"));
    assert_eq!((nothing.confidence, nothing.summary.as_str()), (None, "Nothing waits to be assigned."));
}

#[test]
fn without_agents_there_is_no_data_yet() {
    let ready = [item("1", "red", &[], None)];
    let bench = Bench { workers: Vec::new(), assigned: &[], ready: &ready, past: &no_past, team: None };
    let told = assignments(bench);
    assert_eq!((told.confidence, told.items.len()), (None, 0));
    assert_eq!(told.summary, "1 ready item without an agent: none is registered.");
    assert_eq!(told.unassigned[0].reason, "there is no agent");
    let agents = [agent("ada", "red", &[])];
    let away = Worker { activity: Activity::Offline, ..worker(&agents[0], 0, 0, 0) };
    let bench = Bench { workers: vec![away], assigned: &[], ready: &ready, past: &no_past, team: None };
    assert_eq!(assignments(bench).summary, "1 ready item without an agent: of 1 agent none gives a sign.");
}

#[test]
fn the_ledger_refuses_what_an_agent_cannot_take() {
    let agents = [agent("ada", "red", &["gpu"]), agent("bob", "red", &[])];
    let mut ledger = Ledger::of(vec![worker(&agents[0], 0, 1, 1), worker(&agents[1], 0, 0, 1)]);
    let mut give = |item: &WorkItem, agent: &str| ledger.give(item, agent);
    let own = item("own", "red", &[], Some("ada"));
    assert_eq!(give(&own, "eve").unwrap_err(), "there is no such agent");
    assert_eq!(give(&own, "ada").unwrap_err(), "it is assigned to it as it is");
    assert_eq!(
        give(&item("1", "red", &[], None), "ada").unwrap_err(),
        "that agent holds 0, has 1 assigned, and may hold 1"
    );
    assert_eq!(give(&item("2", "red", &["gpu"], None), "bob").unwrap_err(), "that agent cannot gpu");
    give(&own, "bob").unwrap();
    give(&item("1", "red", &[], None), "ada").unwrap();
    assert!(give(&item("3", "red", &[], None), "bob").is_err(), "he has his one item");
}

proptest! {
    #[test]
    fn nobody_gets_more_than_it_may_hold_and_each_item_goes_once_to_somebody_able(
        people in prop::collection::vec((0..4_u32, 0..4_u32, any::<bool>(), any::<bool>()), 0..6),
        work in prop::collection::vec((any::<bool>(), prop::option::of(0..8_usize)), 0..15),
    ) {
        let agents: Vec<Agent> = people.iter().enumerate()
            .map(|(number, (_, _, can, _))| agent(&format!("a{number}"), "red", if *can { &["gpu"] } else { &[] })).collect();
        let items: Vec<WorkItem> = work.iter().enumerate().map(|(number, (needs, to))| {
            let to = to.map(|to| format!("a{to}"));
            item(&number.to_string(), "red", if *needs { &["gpu"] } else { &[] }, to.as_deref())
        }).collect();
        let assigned_to = |id: &str| items.iter().filter(|item| item.assigned_to.as_deref() == Some(id)).count();
        let workers: Vec<Worker<'_>> = agents.iter().zip(&people).map(|(agent, (held, limit, _, is_there))| Worker {
            activity: if *is_there { Activity::Idle } else { Activity::Retired },
            ..worker(agent, *held, u32::try_from(assigned_to(&agent.agent_id)).unwrap(), *limit)
        }).collect();
        let (assigned, ready): (Vec<WorkItem>, Vec<WorkItem>) =
            items.iter().cloned().partition(|item| item.assigned_to.is_some());
        let told = assignments(Bench { workers: workers.clone(), assigned: &assigned, ready: &ready, past: &no_past, team: None });
        let mut loads: HashMap<&str, Load> =
            workers.iter().map(|worker| (worker.agent.agent_id.as_str(), worker.load)).collect();
        let mut seen = std::collections::HashSet::new();
        for one in &told.items {
            prop_assert!(seen.insert(&one.work_item_id) && one.score <= 100);
            let item = items.iter().find(|item| item.work_item_id == one.work_item_id).unwrap();
            let worker = workers.iter().find(|worker| worker.agent.agent_id == one.agent_id).unwrap();
            prop_assert!(worker.activity.is_present());
            prop_assert!(worker.agent.lacks(item.needs.as_deref().unwrap_or_default()).is_empty());
            loads.get_mut(one.agent_id.as_str()).unwrap().assigned += 1;
            if let Some(load) = item.assigned_to.as_deref().and_then(|from| loads.get_mut(from)) {
                load.assigned -= 1;
            }
        }
        for worker in &workers {
            let (before, after) = (worker.load, loads[worker.agent.agent_id.as_str()]);
            prop_assert!(after.limit == 0 || after.total() <= after.limit.max(before.total()), "{after:?}");
        }
        let stays: Vec<&String> = told.unassigned.iter().map(|one| &one.work_item_id).collect();
        prop_assert!(stays.iter().all(|id| seen.insert(id)), "none is both");
        prop_assert!(ready.iter().all(|item| seen.contains(&item.work_item_id)), "each ready item is told of");
    }

    #[test]
    fn what_is_computed_passes_the_check_of_a_model(
        limits in prop::collection::vec(0..4_u32, 1..5), count in 0..12_usize,
    ) {
        let agents: Vec<Agent> = (0..limits.len()).map(|number| agent(&format!("a{number}"), "red", &[])).collect();
        let workers: Vec<Worker<'_>> = agents.iter().zip(&limits).map(|(agent, limit)| worker(agent, 0, 0, *limit)).collect();
        let ready: Vec<WorkItem> = (0..count).map(|number| item(&number.to_string(), "red", &[], None)).collect();
        let told = assignments(Bench { workers: workers.clone(), assigned: &[], ready: &ready, past: &no_past, team: None });
        let mut ledger = Ledger::of(workers);
        for one in &told.items {
            let item = ready.iter().find(|item| item.work_item_id == one.work_item_id).unwrap();
            prop_assert_eq!(ledger.give(item, &one.agent_id), Ok(()));
        }
    }
}
