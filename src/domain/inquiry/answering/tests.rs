//! What is answered without a model, worked out by hand.

use serde_json::{Value, json};

use super::*;

/// 2025-06-15T15:06:40Z.
const NOW: Instant = Instant::from_unix(1_750_000_000);

fn stands(item: &Value, situation: Situation, why: Option<&str>) -> Stands {
    let mut whole = json!({"agent_id": null, "claimed_at": null, "status": "pending"});
    whole.as_object_mut().unwrap().extend(item.as_object().unwrap().clone());
    Stands {
        item: serde_json::from_str(&whole.to_string()).unwrap(),
        situation,
        why: why.map(ToOwned::to_owned),
    }
}

fn plain(id: &str, kind: &str, team: &str, priority: &str, text: &str, situation: Situation) -> Stands {
    let item = json!({"work_item_id": id, "work_type": kind, "team": team, "priority": priority, "description": text});
    stands(&item, situation, None)
}

fn board() -> Vec<Stands> {
    vec![
        plain("work_1", "bug", "backend_team", "low", "Fix the login", Situation::Ready),
        plain("work_2", "bug", "frontend_team", "high", "Wrong colour", Situation::Blocked),
        plain("work_3", "feature", "backend_team", "critical", "Add a login page", Situation::Held),
        plain("work_4", "bug", "backend_team", "high", "Old fault", Situation::Completed),
    ]
}

/// A board on which descriptions mislead.
fn tricky() -> Vec<Stands> {
    let of = |id: &str, more: Value, situation, why| {
        let mut item = json!({"work_item_id": id, "work_type": "bug", "team": "red", "priority": "medium"});
        item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        stands(&item, situation, why)
    };
    vec![
        of(
            "work_1",
            json!({"description": "open and blocked by the critical door", "priority": "low"}),
            Situation::Ready,
            None,
        ),
        of(
            "work_2",
            json!({"work_type": "feature", "priority": "critical"}),
            Situation::Blocked,
            Some("it waits for work_1 (pending)"),
        ),
        of(
            "work_3",
            json!({"assigned_to": "bob", "deadline": "2025-06-15T15:00:00Z"}),
            Situation::Assigned,
            Some("it is assigned to bob"),
        ),
        of(
            "work_4",
            json!({"agent_id": "bob", "status": "active", "priority": "high"}),
            Situation::Held,
            Some("it is held by bob"),
        ),
        of(
            "work_5",
            json!({"agent_id": "ada", "status": "active"}),
            Situation::Expired,
            Some("the lease of ada is over"),
        ),
        of(
            "work_6",
            json!({"agent_id": "bob", "status": "completed", "deadline": "2025-01-01T00:00:00Z"}),
            Situation::Completed,
            None,
        ),
        of(
            "work_7",
            json!({"status": "dead", "work_type": "feature"}),
            Situation::Dead,
            Some("out\nof\rmemory"),
        ),
    ]
}

fn ask(question: &str, board: &[Stands]) -> Found {
    answer(question, board, &["bob", "ada", "eve"], NOW)
}

fn ids(question: &str) -> Vec<String> {
    ask(question, &tricky()).ids
}

#[test]
fn fields_that_are_asked_for_must_all_be_so() {
    let found = ask("Which bugs of the backend are there?", &board());
    assert_eq!(found.ids, ["work_1", "work_4"], "open ones first");
    assert_eq!(found.confidence, Some(50));
    assert_eq!(
        found.answer,
        "2 of 4 items are of type bug and of team backend: 1 ready, 1 completed.\n\
         work_1 (bug, ready)\nwork_4 (bug, completed)"
    );
    assert_eq!(ask("login", &board()).ids, ["work_3", "work_1"], "the more urgent first");
    assert_eq!(ids("urgent bugs"), ["work_4"], "the critical one is a feature");
    assert_eq!(ids("bugs and features"), ids("what is of team red?"));
    assert_eq!(ids("features"), ["work_2", "work_7"]);
    assert_eq!(ids("blocked bugs"), [""; 0]);
}

#[test]
fn how_items_stand_is_counted() {
    let found = ask("how many items are open?", &tricky());
    assert!(
        found.answer.starts_with(
            "5 of 7 items are open: 1 ready, 1 blocked, 1 assigned, 1 held, 1 lease over.\nwork_2"
        ),
        "{}",
        found.answer
    );
    // By priority: critical, high, the two medium ones, low.
    assert_eq!(found.ids, ["work_2", "work_4", "work_3", "work_5", "work_1"]);
    let none = ask("how many items are blocked?", &tricky()[2..]);
    assert_eq!((none.ids.len(), none.confidence), (0, Some(50)));
    assert_eq!(
        none.answer,
        "0 of 5 items are blocked. On the board there are 1 assigned, 1 held, 1 lease over, 1 completed, 1 dead."
    );
    let many: Vec<Stands> = (0..12)
        .map(|number| plain(&format!("w{number}"), "bug", "red", "low", "", Situation::Ready))
        .collect();
    let found = ask("open items", &many);
    assert_eq!((found.ids.len(), found.answer.ends_with("\nand 2 more")), (10, true), "{}", found.answer);
}

#[test]
fn who_has_how_much_is_counted_by_group() {
    let found = ask("Which team has the most open work?", &board());
    assert_eq!(
        found.answer,
        "3 of 4 items are open: 1 ready, 1 blocked, 1 held. By team: backend_team 2, frontend_team 1."
    );
    assert_eq!((found.ids.len(), found.confidence), (3, Some(50)));
    let told = |question: &str| ask(question, &tricky()).answer;
    assert!(
        told("who is busiest?").ends_with("By agent: none 3, ada 1, bob 1."),
        "{}",
        told("who is busiest?")
    );
    assert!(told("dead or completed items per type").ends_with("By type: bug 1, feature 1."));
    assert!(told("work by priority").ends_with("By priority: medium 2, critical 1, high 1, low 1."));
}

#[test]
fn each_way_to_stand_has_its_words() {
    for (question, expected) in [
        ("What is ready?", "work_1"),
        ("what is done", "work_6"),
        ("which were finished?", "work_6"),
        ("what is overdue?", "work_3"),
        ("which items are late?", "work_3"),
        ("Which leases are expired?", "work_5"),
        ("what failed", "work_7"),
        ("assigned", "work_3"),
        ("Which items are critical?", "work_2"),
        ("low priority", "work_1"),
    ] {
        assert_eq!(ids(question), [expected], "{question}");
    }
    assert_eq!(
        ask("What is stuck?", &board()).answer,
        "1 of 4 items is blocked.\nwork_2 (bug, blocked)",
        "nothing is said twice"
    );
    assert_eq!(ask("what has to be done?", &board()).ids, ["work_3", "work_2", "work_1"]);
    assert_eq!(ask("What is stuck?", &board()).ids, ["work_2"]);
    assert_eq!(ask("What is waiting?", &board()).ids, ["work_2", "work_1"]);
    assert_eq!(ask("what comes next", &board()).ids, ["work_3", "work_2"], "what is urgent and not done");
}

#[test]
fn what_is_not_so_can_be_asked_for() {
    // Open and not blocked, by priority: high, the two medium ones, low.
    assert_eq!(ids("Which items are not blocked?"), ["work_4", "work_3", "work_5", "work_1"]);
    assert_eq!(
        ask("what isn't done?", &board()).answer,
        "3 of 4 items are open and not completed: 1 ready, 1 blocked, 1 held.\n\
         work_3 (feature, held)\nwork_2 (bug, blocked)\nwork_1 (bug, ready)"
    );
    assert_eq!(ask("everything that is not a bug", &board()).ids, ["work_3"]);
    assert_eq!(ask("what is not in backend_team?", &board()).ids, ["work_2"]);
    assert_eq!(ask("open bugs except the login", &board()).ids, ["work_2"]);
    assert_eq!(ask("neither ready nor blocked", &board()).ids, ["work_3"]);
    let found = ask("which items have no team?", &board());
    assert_eq!(found.confidence, Some(0));
    assert!(found.answer.ends_with("\nNot understood: no."), "{}", found.answer);
}

#[test]
fn short_words_and_parts_of_words_are_looked_for() {
    let board = [
        plain("work_1", "bug", "red", "high", "Fix the UI", Situation::Ready),
        plain("work_2", "bug", "red", "low", "CI is slow, 漢字", Situation::Ready),
    ];
    assert_eq!(ask("what about the CI?", &board).ids, ["work_2"]);
    assert_eq!(ask("UI", &board).ids, ["work_1"]);
    assert_eq!(ask("漢字", &board).ids, ["work_2"]);
    assert_eq!(ask("high-priority bugs", &board).ids, ["work_1"]);
}

#[test]
fn names_of_agents_do_not_change_what_words_mean() {
    let found = answer("what is open?", &board(), &["open", "bug"], NOW);
    assert_eq!((found.ids.len(), found.agent_ids.len()), (3, 0), "{}", found.answer);
}

#[test]
fn what_waits_what_failed_and_what_is_needed_can_be_asked_for() {
    let of = |id: &str, more: &Value, situation| {
        let mut item = json!({"work_item_id": id, "work_type": "bug"});
        item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        stands(&item, situation, None)
    };
    let board = [
        of("work_1", &json!({"failures": 1}), Situation::Ready),
        of("work_2", &json!({"dependencies": ["work_1"]}), Situation::Blocked),
        of("work_3", &json!({"needs": ["sql"]}), Situation::Ready),
        of("work_4", &json!({"status": "dead"}), Situation::Dead),
    ];
    let found = ask("what waits for work_1?", &board);
    assert_eq!(found.answer, "work_1 (bug, ready)\nWhat waits for it:\nwork_2 (bug, blocked)");
    assert_eq!(found.ids, ["work_1", "work_2"]);
    assert!(ask("what depends on work_3?", &board).answer.ends_with("\nNothing waits for it."));
    assert_eq!(ask("what failed?", &board).ids, ["work_1", "work_4"]);
    assert_eq!(ask("who needs sql?", &board).ids, ["work_3"]);
}

#[test]
fn reasons_are_told() {
    let told = |question: &str| ask(question, &tricky()).answer;
    assert!(
        told("what is blocked, and by what?").contains("(feature, blocked: it waits for work_1 (pending))")
    );
    assert!(told("overdue").contains("(bug, assigned to bob, was due 2025-06-15T15:00:00Z)"));
    assert!(told("dead").ends_with("\nwork_7 (feature, dead: out of memory)"), "{}", told("dead"));
}

#[test]
fn an_agent_and_an_id_can_be_asked_for() {
    let found = ask("What does Bob do?", &tricky());
    assert_eq!(
        (found.ids, found.agent_ids),
        (vec!["work_4".to_owned(), "work_3".to_owned()], vec!["bob".to_owned()])
    );
    assert_eq!(ids("what did bob do?"), ["work_4", "work_3", "work_6"]);
    assert_eq!(ids("what has bob finished?"), ["work_6"]);
    let found = ask("eve", &tricky());
    assert_eq!((found.ids.len(), found.agent_ids, found.confidence), (0, vec!["eve".to_owned()], Some(50)));
    assert!(
        found.answer.starts_with("0 of 7 items are open and held by or assigned to eve."),
        "{}",
        found.answer
    );
    let one = ask("Is WORK_2 blocked like other bugs?", &tricky());
    assert_eq!((one.ids, one.confidence), (vec!["work_2".to_owned()], Some(50)));
    assert_eq!(one.answer, "work_2 (feature, blocked: it waits for work_1 (pending))");
    assert_eq!(ask("work_99?", &tricky()).answer, "There is no item work_99 on the board.");
}

#[test]
fn a_question_of_other_words_gets_the_sums() {
    let found = ask("Is the weather fine?", &board());
    assert_eq!((found.ids.len(), found.confidence), (0, Some(0)));
    assert_eq!(
        found.answer,
        "No item has a word of the question. On the board there are 1 ready, 1 blocked, 1 held, 1 completed."
    );
    assert_eq!(ask("bugs?", &[]).confidence, None);
    let dead = ask("What failed, or was cancelled yesterday?", &board());
    assert!(
        dead.answer.starts_with("0 of 4 items are failed or cancelled. On the board there are"),
        "{}",
        dead.answer
    );
    assert!(dead.answer.ends_with("\nNothing on the board has: yesterday."), "{}", dead.answer);
    // Two of the words say how items stand: failed, cancelled; yesterday does not.
    assert_eq!(dead.confidence, Some(33));
    let all = ask("How many items are there?", &board());
    assert!(all.answer.starts_with("4 of 4 items are on the board: 1 ready, 1 blocked,"), "{}", all.answer);
    assert_eq!(all.confidence, Some(50));
}
