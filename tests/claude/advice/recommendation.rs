//! `claude-recommend-work` and `claim-intelligent`: what is recommended, and what is claimed.

use serde_json::{Value, json};

use super::{TRACE, add, assert_lines, board, data, kept};
use crate::support::{Board, NOON, parse, write_sample};

const RECOMMEND: &str = "claude-recommend-work";
const CLAIM: &str = "claim-intelligent";
const FILE: &str = "claude_work_recommendation_ada.json";

/// The queue of `ada`: a low item, a high one, and a critical one that she cannot do.
fn queue() -> (Board, [String; 3]) {
    let board = board().by("ada");
    board.ok(&["register", "ada", "red"]);
    let low = add(&board, &["bug", "Low", "low"]);
    let high = add(&board, &["bug", "High", "high", "red"]);
    let critical = add(&board, &["bug", "Critical", "critical", "red", "--needs", "gpu"]);
    (board, [low, high, critical])
}

#[test]
fn the_first_of_the_queue_that_is_ready_for_the_caller() {
    let (board, [_, high, _]) = queue();
    let told = data(&board, &[RECOMMEND, "bug"]);
    assert_eq!((&told["action"], &told["work_item_id"]), (&json!("take"), &json!(high)));
    assert_eq!((&told["priority"], &told["description"]), (&json!("high"), &json!("High")));
    assert_eq!(told["reason"], "first of 2 items of bug that could be taken: high priority");
    // Priority and age of the item are known, 50 + 9; that ada is registered, but not what she did: (59 + 50) / 2.
    assert_eq!((&told["confidence"], &told["source"]), (&json!(55), &json!("computed")));
    assert_eq!((&told["claimed"], &told["dry_run"]), (&Value::Null, &json!(false)));
    assert_eq!(kept(&board, FILE), told);
    for name in [RECOMMEND, "claude-recommend"] {
        let outcome = board.ok(&[name, "bug"]);
        let line = format!("💡 Recommendation: take {high} (bug, high) - first of 2 items of bug");
        assert_lines(&outcome, &[&format!("🔍 Trace ID: {TRACE}"), &line, "🎯 Analysis Confidence: 55%"]);
    }
    assert_eq!(board.ok(&[RECOMMEND, "bug", "-q"]).out(), format!("{high}\n"));
}

#[test]
fn where_nothing_is_ready_new_work_is_to_be_claimed() {
    let (board, _) = queue();
    let told = data(&board, &[RECOMMEND, "docs"]);
    assert_eq!((&told["action"], &told["work_item_id"]), (&json!("claim_new"), &Value::Null));
    // Of new work nothing is known, of ada that she is registered: (0 + 50) / 2.
    assert_eq!((&told["reason"], &told["confidence"]), (&json!("no docs waits in the queue"), &json!(25)));
    add(&board, &["docs", "Not yet", "low", "--not-before", "2d"]);
    let told = data(&board, &[RECOMMEND, "docs"]);
    assert_eq!(told["reason"], "1 item waits, but none is ready for you (1 scheduled for later)");
    assert_lines(&board.ok(&[RECOMMEND, "docs"]), &["💡 Recommendation: claim new docs work - 1 item waits"]);
    let nothing = data(&super::board(), &[RECOMMEND, "docs"]);
    assert_eq!((&nothing["confidence"], &nothing["action"]), (&Value::Null, &json!("claim_new")));
    board.run(&[RECOMMEND]).fails_with(2);
    board.run(&[RECOMMEND, ""]).fails_with(2);
    board.run(&[RECOMMEND, "bug", "--no-fallback"]).fails_with(20);
}

#[test]
fn what_is_recommended_is_claimed_where_that_is_asked_for() {
    let (board, [low, high, critical]) = queue();
    let before = board.state();
    let shown = data(&board, &[RECOMMEND, "bug", "--apply", "--dry-run"]);
    assert_eq!((&shown["claimed"], &shown["dry_run"]), (&Value::Null, &json!(true)));
    assert_lines(&board.ok(&[RECOMMEND, "bug", "--dry-run"]), &[&format!("✏️  WOULD BE CLAIMED: {high}")]);
    assert_eq!(board.state(), before);
    let outcome = board.ok(&[RECOMMEND, "bug", "--apply"]);
    assert_eq!(outcome.work_id(), high, "{outcome}");
    assert_lines(
        &outcome,
        &[&format!("✅ SUCCESS: Claimed work item {high} for team red"), "💡 Recommendation: take"],
    );
    assert_eq!(board.item(&high)["agent_id"], "ada");
    let told = data(&board, &[RECOMMEND, "bug", "--apply"]);
    assert_eq!((&told["claimed"]["work_item_id"], &told["claimed"]["created"]), (&json!(low), &json!(false)));
    board.run(&[RECOMMEND, "bug", "--apply"]).fails_with(15);
    assert_eq!(board.item(&critical)["agent_id"], Value::Null);
    board.assert_consistent();
}

#[test]
fn each_agent_has_a_file_of_its_own_whatever_it_is_called() {
    let (board, _) = queue();
    let name = |board: &Board| {
        board.ok(&[RECOMMEND, "bug"]);
        let names = std::fs::read_dir(board.dir()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        names.retain(|name| name.starts_with("claude_work_recommendation_"));
        for name in &names {
            std::fs::remove_file(board.path(name)).unwrap();
        }
        names.concat()
    };
    assert_eq!(name(&board), FILE);
    let odd = Board::in_dir(board.dir()).at(NOON).with("COORD_CLAUDE_PROVIDER", "none").by("../ada");
    let hashed = name(&odd);
    assert!(
        hashed.len() == "claude_work_recommendation_.json".len() + 32 && !hashed.contains("ada"),
        "{hashed}"
    );
    let nobody = Board::in_dir(board.dir()).at(NOON).with("COORD_CLAUDE_PROVIDER", "none");
    assert_eq!(name(&nobody), "claude_work_recommendation_anybody.json");
}

#[test]
fn an_intelligent_claim_takes_the_recommended_item() {
    let (board, [low, high, _]) = queue();
    let outcome = board.ok(&[CLAIM, "bug", "Fix something", "low"]);
    assert_eq!(outcome.work_id(), high, "{outcome}");
    let lines = [
        &format!("💡 Recommendation: take {high}"),
        &format!("🔍 Trace ID: {TRACE}"),
        &format!("🤖 Agent ada claiming work: {high}"),
        &format!("✅ SUCCESS: Claimed work item {high} for team red"),
        "🔧 REGISTERED: Agent ada in team red with 100% capacity",
        "💡 Why: first of 2 items of bug that could be taken: high priority",
        "🎯 Analysis Confidence: 55%",
    ];
    assert_lines(&outcome, &lines);
    let told = data(&board, &["claim-ai", "bug", "Fix something"]);
    assert_eq!(
        (&told["work_item_id"], &told["created"], &told["followed"]),
        (&json!(low), &json!(false), &json!(true))
    );
    assert_eq!(told["item"], board.item(&low));
    assert_eq!(told["recommendation"]["source"], "computed");
    assert_eq!(told["recommendation"]["work_item_id"], low);
    assert_eq!(board.items().len(), 3, "nothing new");
    board.assert_consistent();
}

#[test]
fn a_named_request_claims_once() {
    let (board, [_, high, _]) = queue();
    let line = [CLAIM, "bug", "Fix something", "--request-id", "r1"];
    for _ in 0..2 {
        assert_eq!(board.ok(&line).work_id(), high);
    }
    let held = board.items().iter().filter(|item| item["agent_id"] == "ada").count();
    assert_eq!(held, 1);
}

#[test]
fn an_intelligent_claim_makes_new_work_where_nothing_waits() {
    let (board, _) = queue();
    let outcome = board.ok(&[CLAIM, "docs", "Write it", "high", "writers", "--lease", "5m"]);
    let id = outcome.work_id();
    assert_lines(
        &outcome,
        &[&format!("💡 Recommendation: claim new work {id}"), "✅ SUCCESS", "💡 Why: no docs waits"],
    );
    let item = board.item(&id);
    assert_eq!(
        ["work_type", "description", "priority", "team", "status", "agent_id"].map(|field| &item[field]),
        ["docs", "Write it", "high", "writers", "active", "ada"]
    );
    assert_eq!(item["lease"]["ttl_secs"], 300);
    let spans = std::fs::read_to_string(board.path("telemetry_spans.jsonl")).unwrap();
    let span: Value = serde_json::from_str(spans.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&span["operation_name"], &span["span_attributes"]["s2s.work_item_id"]),
        (&json!("s2s.work.claim"), &json!(id))
    );
    let events = std::fs::read_to_string(board.path("phoenix_telemetry_events.jsonl")).unwrap();
    let event: Value = serde_json::from_str(events.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&event["event_type"], &event["metadata"]["param1"]),
        (&json!("work_claimed"), &json!("docs"))
    );
    board.run(&[CLAIM, "docs"]).fails_with(2);
    board.run(&[CLAIM, "", "x"]).fails_with(3);
    board.run(&[CLAIM, "docs", "x", "--lease", "soon"]).fails_with(3);
}

#[test]
fn an_intelligent_claim_works_without_a_board_and_without_a_name() {
    let board = board();
    let outcome = board.ok(&[CLAIM, "feature", "Add login"]);
    assert_eq!(outcome.work_id(), board.items()[0]["work_item_id"].as_str().unwrap());
    board.run(&[CLAIM, "feature", "Add login", "--no-fallback"]).fails_with(20);
    assert_eq!(board.items().len(), 1);
    let exports = board.ok(&["--shell", CLAIM, "feature", "Add logout"]).out();
    assert!(exports.contains("CURRENT_WORK_ITEM=") && exports.contains("COORD_FENCE="), "{exports}");
}

#[test]
fn the_work_of_another_team_is_left_alone_where_a_team_is_named() {
    let (board, [low, ..]) = queue();
    let id = board.ok(&[CLAIM, "bug", "Fix it", "low", "autonomous_team"]).work_id();
    assert_eq!(id, low);
    let id = board.ok(&[CLAIM, "bug", "Fix it", "low", "green"]).work_id();
    assert_eq!(board.item(&id)["team"], "green");
}

#[test]
fn who_may_hold_no_more_is_told_so() {
    let (board, _) = queue();
    board.ok(&["register", "ada", "red", "--max-items", "1"]);
    board.ok(&[CLAIM, "bug", "Fix it"]);
    let before = parse(&board.path("work_claims.json"));
    board.run(&[CLAIM, "bug", "Fix it"]).fails_with(12);
    assert_eq!(parse(&board.path("work_claims.json")), before);
}

#[test]
fn who_may_take_nothing_is_recommended_nothing() {
    let (board, [low, high, _]) = queue();
    board.ok(&["register", "ada", "red", "--max-items", "1"]);
    board.ok(&["claim", "--id", &low]);
    let told = data(&board, &[RECOMMEND, "bug"]);
    assert_eq!((&told["action"], &told["work_item_id"]), (&json!("wait"), &Value::Null));
    assert_eq!(told["reason"], "ada holds 1 items, and 1 is the limit");
    assert_lines(
        &board.ok(&[RECOMMEND, "bug"]),
        &["💡 Recommendation: take nothing now - ada holds 1 items"],
    );
    board.run(&[RECOMMEND, "bug", "--apply"]).fails_with(12);
    let shared = Board::in_dir(board.dir()).at(NOON).by("bob").with("COORD_CLAUDE_PROVIDER", "none");
    let shared = shared.with("MAX_CONCURRENT_WORK", "1");
    assert_eq!(data(&shared, &[RECOMMEND, "bug"])["work_item_id"], high);
    shared.ok(&["claim", "--id", &high]);
    assert_eq!(data(&shared, &[RECOMMEND, "bug"])["action"], "wait");
    let idle = Board::in_dir(board.dir()).at(NOON).by("eve").with("COORD_CLAUDE_PROVIDER", "none");
    idle.ok(&["register", "eve", "red", "0"]);
    let told = data(&idle, &[RECOMMEND, "bug"]);
    assert_eq!((&told["action"], &told["reason"]), (&json!("wait"), &json!("eve has a capacity of 0%")));
    let before = board.items();
    idle.run(&[CLAIM, "bug", "Fix it"]).fails_with(12);
    shared.run(&[CLAIM, "bug", "Fix it"]).fails_with(12);
    assert_eq!(board.items(), before);
}

#[test]
fn a_claim_of_the_script_whose_lease_is_over_is_recommended_too() {
    let board = board().by("ada");
    write_sample(board.dir(), 60);
    let told = data(&board, &[RECOMMEND, "type_0"]);
    assert_eq!(told["action"], "take", "{told}");
    let id = board.ok(&[CLAIM, "type_0", "x"]).work_id();
    assert_eq!(told["work_item_id"], id);
    assert_eq!(board.item(&id)["agent_id"], "ada");
}
