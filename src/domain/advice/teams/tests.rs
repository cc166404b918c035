//! The figures by hand, and that no move makes a team the overloaded one.

use proptest::prelude::*;

use super::*;
use crate::domain::{Agent, Load};

fn agent(id: &str, team: &str) -> Agent {
    serde_json::from_str(&serde_json::json!({"agent_id": id, "team": team}).to_string()).unwrap()
}

fn worker(agent: &Agent, activity: Activity) -> Worker<'_> {
    Worker { agent, activity, load: Load::default() }
}

fn item(id: &str, team: &str, points: f64) -> WorkItem {
    WorkItem {
        work_item_id: id.to_owned(),
        team: Some(team.to_owned()),
        status: Some("pending".to_owned()),
        story_points: (points > 0.0).then_some(Quantity(points)),
        ..WorkItem::default()
    }
}

fn rows(told: &TeamBalance) -> Vec<(&str, &str)> {
    told.items.iter().map(|team| (team.team.as_str(), team.standing.as_str())).collect()
}

fn moves(told: &TeamBalance) -> Vec<(&str, &str)> {
    told.moves.iter().map(|step| (step.id.as_str(), step.to_team.as_str())).collect()
}

#[test]
fn loads_by_hand() {
    let agents = [agent("a", "red"), agent("b", "blue"), agent("c", "blue"), agent("d", "grey")];
    let mut workers: Vec<Worker<'_>> = agents.iter().map(|agent| worker(agent, Activity::Idle)).collect();
    workers[3].activity = Activity::Offline;
    let open = [item("1", "red", 5.0), item("2", "red", 0.0), item("3", "blue", 3.0), item("4", "grey", 3.0)];
    let census = Census::of(&open, &workers);
    // Of 12 points red has 6 with a third of the capacity, blue 3 with two thirds.
    assert_eq!(census.load_percent("red").map(f64::round), Some(150.0));
    assert_eq!(census.load_percent("blue").map(f64::round), Some(38.0));
    assert_eq!(census.load_percent("grey"), None);
    let told = balance(&open, &workers, None);
    assert_eq!(rows(&told), [("grey", "unattended"), ("red", "overloaded"), ("blue", "room")]);
    // blue may have 8: first the 3 of grey, then of red not the 5, but the 1; then red has 5 of 12, which is 125 % still,
    // but nothing that would fit.
    assert_eq!(moves(&told), [("4", "blue"), ("2", "blue")]);
    assert_eq!(
        told.moves[0].reason,
        "nobody with capacity is there for grey, and blue has 38 % of its share"
    );
    assert_eq!(
        told.summary,
        "Nobody with capacity is there for grey; too much is with red (150 % of its share); room is with blue (38 % of its share). \
         2 moves would help."
    );
    assert_eq!(
        told.items[0].recommendation,
        "bring agents back, or let others take its work; 1 move should go to others"
    );
    // Points of 3 of 4 items, teams of 4 of 4, signs of 3 of 4: (75 + 100 + 75) / 3.
    assert_eq!(told.confidence, Some(83));
}

#[test]
fn an_agent_without_work_moves_where_too_much_is_left() {
    let agents = [agent("a", "red"), agent("b", "blue"), agent("c", "blue")];
    let workers: Vec<Worker<'_>> = agents.iter().map(|agent| worker(agent, Activity::Idle)).collect();
    let mut held = item("1", "red", 8.0);
    held.status = Some("active".to_owned());
    let told = balance(&[held], &workers, None);
    // What red has its own agent could do, but nobody is told of as its holder: the team of the item has it.
    assert_eq!(rows(&told), [("red", "balanced"), ("blue", "idle")]);
    assert_eq!(moves(&told), []);
    assert_eq!(told.items[1].recommendation, "nothing is to be done for it now");
    let mut open = [item("1", "red", 8.0), item("2", "red", 8.0)];
    let told = balance(&open, &workers, None);
    // Of red's 2 items none fits blue's fair share of 10.7 points but the first; then red is within its capacity.
    assert_eq!(moves(&told), [("1", "blue")]);
    open[0].story_points = Some(Quantity(40.0));
    open[1].story_points = Some(Quantity(40.0));
    let told = balance(&open, &workers, None);
    assert_eq!(moves(&told), [("1", "blue")], "40 of 80 are less than two thirds");
    for item in &mut open {
        item.work_type = Some("bug".to_owned());
        item.needs = Some(vec!["gpu".to_owned()]);
    }
    let told = balance(&open, &workers, None);
    assert_eq!(moves(&told), [("b", "red")], "items that nobody of blue can do stay, and somebody comes");
    assert_eq!(told.moves[0].kind, "agent");
    assert_eq!(told.moves[0].reason, "blue has nothing to do, and red has 300 % of its share");
}

#[test]
fn what_somebody_holds_is_work_of_the_team_of_the_holder() {
    let agents = [agent("a", "red"), agent("b", "blue")];
    let workers: Vec<Worker<'_>> = agents.iter().map(|agent| worker(agent, Activity::Active)).collect();
    let mut held = item("1", "red", 3.0);
    (held.status, held.agent_id) = (Some("active".to_owned()), Some("b".to_owned()));
    let census = Census::of(&[held.clone()], &workers);
    assert_eq!((census.0["red"].open, census.0["blue"].open), (0, 1));
    held.agent_id = Some("of no team that is known".to_owned());
    assert_eq!(Census::of(&[held], &workers).0["red"].open, 1);
}

#[test]
fn what_nobody_there_can_take_stays() {
    let agents = [agent("a", "red"), agent("b", "blue")];
    let workers: Vec<Worker<'_>> = agents.iter().map(|agent| worker(agent, Activity::Active)).collect();
    let mut open = [item("1", "red", 1.0), item("2", "red", 1.0)];
    for item in &mut open {
        item.needs = Some(vec!["gpu".to_owned()]);
    }
    assert_eq!(balance(&open, &workers, None).moves, []);
    open[1].needs = None;
    assert_eq!(moves(&balance(&open, &workers, None)), [("2", "blue")]);
    open[1].assigned_to = Some("a".to_owned());
    assert_eq!(balance(&open, &workers, None).moves, [], "it is meant for somebody");
}

#[test]
fn one_team_is_told_alone() {
    let agents = [agent("a", "red"), agent("b", "blue")];
    let workers: Vec<Worker<'_>> = agents.iter().map(|agent| worker(agent, Activity::Idle)).collect();
    let open = [item("1", "red", 1.0), item("2", "red", 1.0)];
    let told = balance(&open, &workers, Some("blue"));
    assert_eq!((rows(&told), moves(&told)), (vec![("blue", "idle")], vec![("1", "blue")]));
    let nobody = balance(&open, &workers, Some("green"));
    assert_eq!((nobody.items.len(), nobody.moves.len()), (0, 0));
    assert!(nobody.summary.starts_with("No data yet: green"), "{}", nobody.summary);
}

#[test]
fn without_work_or_agents_there_is_no_confidence() {
    let agents = [agent("a", "red")];
    let workers = [worker(&agents[0], Activity::Idle)];
    assert_eq!(balance(&[], &workers, None).confidence, None);
    assert_eq!(balance(&[item("1", "red", 1.0)], &[], None).confidence, None);
    assert_eq!(balance(&[], &[], None).items, []);
}

proptest! {
    #[test]
    fn moves_leave_who_takes_within_its_share_and_nothing_moves_twice(
        people in prop::collection::vec((0..4_usize, any::<bool>()), 0..8),
        work in prop::collection::vec((0..4_usize, 0.0..9.0_f64), 0..30),
    ) {
        let name = |number: usize| format!("t{number}");
        let agents: Vec<Agent> =
            people.iter().enumerate().map(|(number, (team, _))| agent(&format!("a{number}"), &name(*team))).collect();
        let workers: Vec<Worker<'_>> = agents.iter().zip(&people).map(|(agent, (_, is_there))| {
            worker(agent, if *is_there { Activity::Idle } else { Activity::Offline })
        }).collect();
        let mut open: Vec<WorkItem> =
            work.iter().enumerate().map(|(number, (team, points))| item(&number.to_string(), &name(*team), *points)).collect();
        let told = balance(&open, &workers, None);
        let mut seen = std::collections::HashSet::new();
        prop_assert!(told.moves.len() <= 20 && told.moves.iter().all(|step| seen.insert((&step.kind, &step.id))));
        let mut takers = std::collections::HashSet::new();
        for step in told.moves.iter().filter(|step| step.kind == "item") {
            let item = open.iter_mut().find(|item| item.work_item_id == step.id).unwrap();
            prop_assert_ne!(item.team.as_ref(), Some(&step.to_team));
            item.team = Some(step.to_team.clone());
            takers.insert(&step.to_team);
        }
        let after = Census::of(&open, &workers);
        for team in takers {
            prop_assert!(after.load_percent(team).is_some_and(|load| load <= 100.0 + 1e-6));
        }
        prop_assert!(told.confidence.is_none_or(|percent| percent <= 100));
        for team in &told.items {
            prop_assert!(STANDINGS.contains(&team.standing.as_str()) && !team.recommendation.is_empty());
        }
    }
}
