//! Moves worked out by hand, and what must hold of all of them.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

/// A worker, as tests write it.
#[derive(Clone, Debug)]
struct Hand {
    agent: Agent,
    activity: Activity,
    held: u32,
    limit: u32,
}

fn hand(id: &str, can: &[&str], activity: Activity, held: u32, limit: u32) -> Hand {
    let json = serde_json::json!({"agent_id": id, "team": "red", "capabilities": can});
    Hand { agent: serde_json::from_str(&json.to_string()).unwrap(), activity, held, limit }
}

fn there(id: &str, held: u32, limit: u32) -> Hand {
    hand(id, &["write"], Activity::Active, held, limit)
}

fn item(id: &str, to: &str, needs: &[&str]) -> WorkItem {
    let json = serde_json::json!({"work_item_id": id, "team": "red", "assigned_to": to, "needs": needs});
    serde_json::from_str(&json.to_string()).unwrap()
}

/// The moves, with the load of each worker counted from the items.
fn moves(hands: &[Hand], items: &[WorkItem], team: Option<&str>) -> Vec<Move> {
    let assigned = |id: &str| {
        let own = items.iter().filter(|item| item.assigned_to.as_deref() == Some(id));
        u32::try_from(own.count()).unwrap()
    };
    let worker = |hand: &'_ Hand| Load {
        held: hand.held,
        assigned: assigned(&hand.agent.agent_id),
        limit: hand.limit,
    };
    let workers: Vec<Worker<'_>> = hands
        .iter()
        .map(|hand| Worker { agent: &hand.agent, activity: hand.activity, load: worker(hand) })
        .collect();
    rebalance(&workers, items, team)
}

/// The items as they stand after the moves.
fn after(items: &[WorkItem], moves: &[Move]) -> Vec<WorkItem> {
    let mut items = items.to_vec();
    for moved in moves.iter().filter(|moved| moved.to.is_some()) {
        let item = items.iter_mut().find(|item| item.work_item_id == moved.work_item_id).unwrap();
        item.assigned_to.clone_from(&moved.to);
    }
    items
}

/// `id: from → to`, with `-` for what stays.
fn told(moves: &[Move]) -> Vec<String> {
    let tell = |moved: &Move| {
        format!("{}: {} → {}", moved.work_item_id, moved.from, moved.to.as_deref().unwrap_or("-"))
    };
    moves.iter().map(tell).collect()
}

#[test]
fn what_waits_for_the_absent_goes_to_who_has_least_to_do() {
    let hands = [
        hand("gone", &[], Activity::Offline, 1, 0),
        hand("old", &[], Activity::Retired, 0, 0),
        there("busy", 2, 0),
        there("free", 0, 0),
    ];
    let items =
        [item("1", "gone", &[]), item("2", "old", &[]), item("3", "nobody", &[]), item("4", "busy", &[])];
    // busy has 3 to do, free 0: free gets 1, 2 and 3 and has 3 then.
    assert_eq!(told(&moves(&hands, &items, None)), ["1: gone → free", "2: old → free", "3: nobody → free"]);
    let items =
        [item("1", "gone", &[]), item("2", "gone", &[]), item("3", "gone", &[]), item("4", "gone", &[])];
    // free has 0, 1, 2, and then as much as busy, which comes first by id.
    let expected = ["1: gone → free", "2: gone → free", "3: gone → busy", "4: gone → free"];
    assert_eq!(told(&moves(&hands, &items, None)), expected);
}

#[test]
fn of_a_surplus_the_end_of_the_queue_moves_and_no_more() {
    let hands = [there("full", 1, 2), there("free", 0, 1)];
    let items = [item("1", "full", &[]), item("2", "full", &[]), item("3", "full", &[])];
    let told_all = moves(&hands, &items, None);
    assert_eq!(told(&told_all), ["2: full → free", "3: full → -"], "the first one has its place");
    assert_eq!(told_all[0].why, Why::Overloaded(Load { held: 1, assigned: 3, limit: 2 }));
    assert_eq!(told_all[0].why.to_string(), "holds 1, has 3 assigned, and may hold 2");
}

#[test]
fn where_nobody_can_take_the_end_something_before_it_goes_instead() {
    let hands = [hand("full", &["gpu", "write"], Activity::Active, 1, 2), there("free", 0, 0)];
    let items = [item("1", "full", &["write"]), item("2", "full", &["gpu"])];
    assert_eq!(told(&moves(&hands, &items, None)), ["1: full → free"]);
}

#[test]
fn what_its_agent_cannot_do_moves_to_one_that_can() {
    let hands = [there("ada", 0, 0), hand("gpu", &["gpu"], Activity::Idle, 5, 0)];
    let items = [item("1", "ada", &["gpu"]), item("2", "ada", &["fly"]), item("3", "ada", &["write"])];
    assert_eq!(told(&moves(&hands, &items, None)), ["1: ada → gpu", "2: ada → -"]);
    // What leaves for that makes room, so that no surplus is left to move.
    let hands = [there("ada", 0, 2), hand("gpu", &["gpu", "write"], Activity::Idle, 0, 0)];
    assert_eq!(told(&moves(&hands, &items, None)), ["1: ada → gpu", "2: ada → -"]);
}

#[test]
fn agents_of_the_items_team_come_first_and_with_a_team_alone() {
    let mut blue = there("blue", 0, 0);
    blue.agent.team = Some("blue".to_owned());
    let hands = [there("red", 9, 0), blue.clone(), hand("gone", &[], Activity::Offline, 0, 0)];
    let items = [item("1", "gone", &[])];
    assert_eq!(told(&moves(&hands, &items, None)), ["1: gone → red"]);
    assert_eq!(told(&moves(&hands, &items, Some("red"))), ["1: gone → red"]);
    assert_eq!(told(&moves(&hands, &items, Some("blue"))), Vec::<String>::new(), "not of blue");
    let only_blue = [blue, hand("gone", &[], Activity::Offline, 0, 0)];
    assert_eq!(told(&moves(&only_blue, &items, Some("red"))), ["1: gone → -"]);
    assert_eq!(told(&moves(&only_blue, &items, None)), ["1: gone → blue"]);
}

#[test]
fn who_has_no_time_or_no_limit() {
    let mut resting = there("resting", 0, 0);
    resting.agent.capacity = Some(crate::domain::Quantity(0.0));
    let items = [item("1", "nobody", &[])];
    assert_eq!(told(&moves(&[resting], &items, None)), ["1: nobody → -"]);
    let busy = [there("busy", 900, 0), there("free", 0, 0)];
    let items: Vec<_> = (0..50).map(|number| item(&number.to_string(), "busy", &[])).collect();
    assert_eq!(
        told(&moves(&busy, &items, None)),
        Vec::<String>::new(),
        "without a limit nobody is overloaded"
    );
}

const SKILLS: [&str; 3] = ["write", "gpu", "fly"];

fn skills() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(&SKILLS, 0..=3)
}

fn hands() -> impl Strategy<Value = Vec<Hand>> {
    let activity = prop::sample::select(vec![
        Activity::Active,
        Activity::Idle,
        Activity::Active,
        Activity::Offline,
        Activity::Inactive,
        Activity::Retired,
    ]);
    let one = (skills(), activity, 0..4_u32, 0..5_u32, prop::sample::select(vec!["red", "blue"]));
    prop::collection::vec(one, 0..7).prop_map(|hands| {
        let make =
            |(number, (can, activity, held, limit, team)): (usize, (Vec<&str>, Activity, u32, u32, &str))| {
                let mut hand = hand(&format!("a{number}"), &can, activity, held, limit);
                hand.agent.team = Some(team.to_owned());
                hand
            };
        hands.into_iter().enumerate().map(make).collect()
    })
}

fn items() -> impl Strategy<Value = Vec<WorkItem>> {
    prop::collection::vec((0..8_usize, skills()), 0..25).prop_map(|items| {
        let make = |(number, (to, needs)): (usize, (usize, Vec<&str>))| {
            item(&format!("w{number}"), &format!("a{to}"), &needs[..needs.len().min(1)])
        };
        items.into_iter().enumerate().map(make).collect()
    })
}

fn assigned(items: &[WorkItem]) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for to in items.iter().filter_map(|item| item.assigned_to.clone()) {
        *counts.entry(to).or_default() += 1;
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn nobody_is_overloaded_or_gets_what_they_cannot_do(hands in hands(), items in items(), with_team in any::<bool>()) {
        let team = with_team.then_some("red");
        let moves = moves(&hands, &items, team);
        let (before, counts) = (assigned(&items), assigned(&after(&items, &moves)));
        for moved in &moves {
            let Some(to) = &moved.to else { continue };
            let hand = hands.iter().find(|hand| hand.agent.agent_id == *to).unwrap();
            let item = items.iter().find(|item| item.work_item_id == moved.work_item_id).unwrap();
            prop_assert_ne!(&moved.from, to);
            prop_assert!(hand.activity.is_present(), "{to} is not there");
            prop_assert!(hand.agent.lacks(needs(item)).is_empty(), "{to} cannot do it");
            prop_assert!(hand.limit == 0 || hand.held + counts[to] <= hand.limit, "{to} is overloaded");
            prop_assert!(team.is_none_or(|team| hand.agent.team.as_deref() == Some(team)));
        }
        // Nobody who was overloaded gives away more than the surplus.
        for hand in hands.iter().filter(|hand| hand.activity.is_present() && hand.limit > 0) {
            let id = &hand.agent.agent_id;
            let given = moves.iter().filter(|moved| moved.from == *id && moved.to.is_some());
            let for_room = u32::try_from(given.filter(|moved| matches!(moved.why, Why::Overloaded(_))).count()).unwrap();
            let had = before.get(id).copied().unwrap_or_default();
            prop_assert!(for_room <= (hand.held + had).saturating_sub(hand.limit));
        }
    }

    #[test]
    fn a_second_run_moves_nothing_and_tells_the_same_of_what_stays(hands in hands(), items in items()) {
        let first = moves(&hands, &items, None);
        let second = moves(&hands, &after(&items, &first), None);
        prop_assert!(second.iter().all(|moved| moved.to.is_none()), "{second:?}");
        let staying = |moves: &[Move]| {
            moves.iter().filter(|moved| moved.to.is_none()).map(|moved| moved.from.clone()).collect::<BTreeSet<_>>()
        };
        prop_assert_eq!(staying(&first), staying(&second));
    }

    #[test]
    fn what_stays_with_the_absent_can_be_taken_by_nobody(hands in hands(), items in items()) {
        let moves = moves(&hands, &items, None);
        let items = after(&items, &moves);
        let counts = assigned(&items);
        for item in &items {
            let owner = hands.iter().find(|hand| Some(&hand.agent.agent_id) == item.assigned_to.as_ref());
            if owner.is_some_and(|owner| owner.activity.is_present()) {
                continue;
            }
            let free = hands.iter().find(|hand| {
                let has = hand.held + counts.get(&hand.agent.agent_id).copied().unwrap_or_default();
                hand.activity.is_present() && hand.agent.lacks(needs(item)).is_empty() && (hand.limit == 0 || has < hand.limit)
            });
            prop_assert!(free.is_none(), "{} could go to {free:?}", item.work_item_id);
        }
    }

    #[test]
    fn the_order_of_the_agents_does_not_matter(hands in hands(), items in items()) {
        let first = moves(&hands, &items, None);
        let mut hands = hands;
        hands.reverse();
        prop_assert_eq!(moves(&hands, &items, None), first);
    }

    #[test]
    fn each_item_is_told_once(hands in hands(), items in items()) {
        let moves = moves(&hands, &items, None);
        let ids: BTreeSet<&str> = moves.iter().map(|moved| moved.work_item_id.as_str()).collect();
        prop_assert_eq!(ids.len(), moves.len());
    }
}
