//! `claude-optimize-assignments`: the figures by hand, capacity, and what is applied.

use serde_json::{Value, json};

use super::{TRACE, add, assert_lines, board, data, each, kept};
use crate::support::{Board, NOON, write_sample};

const COMMAND: &str = "claude-optimize-assignments";
const FILE: &str = "claude_optimization_results.json";

/// `gone` is offline and has an item; `ada` of the red team can gpu, `bob` of the blue one nothing; each may hold two.
/// Three items are ready: one for anybody, one that needs gpu, and one that needs what nobody can.
fn queue() -> (Board, [String; 4]) {
    let mut board = board();
    board.set_clock("2026-01-30T12:00:00Z");
    board.ok(&["register", "gone", "red"]);
    board.set_clock(NOON);
    board.ok(&["register", "ada", "red", "--can", "gpu", "--max-items", "2"]);
    board.ok(&["register", "bob", "blue", "--max-items", "2"]);
    let old = add(&board, &["docs", "Old", "low", "red", "--assign", "gone"]);
    let one = add(&board, &["bug", "One", "high", "red"]);
    let two = add(&board, &["bug", "Two", "medium", "red", "--needs", "gpu"]);
    let three = add(&board, &["bug", "Three", "low", "red", "--needs", "ssd"]);
    (board, [old, one, two, three])
}

#[test]
fn the_figures_of_a_queue_by_hand() {
    let (board, [old, one, two, three]) = queue();
    let told = data(&board, &[COMMAND]);
    let row = |id: &str, kind: &str, priority: &str, from: Value, to: &str, score: u32, reason: &str| {
        json!({"work_item_id": id, "work_type": kind, "priority": priority, "assigned_to": from, "agent_id": to,
            "score": score, "reason": reason})
    };
    let expected = json!([
        // ada is of the red team, too, and has all of her room: (40·100 + 15·100 + 15·100) / 70 = 100
        row(
            &old,
            "docs",
            "low",
            json!("gone"),
            "ada",
            100,
            "gone is offline; 0 held and 0 assigned of 2; of the team red, too; holds nothing"
        ),
        // Now she has half of it: (40·50 + 3000) / 70 = 71; bob has all, but is of another team: (4000 + 1500) / 70 = 79
        row(
            &one,
            "bug",
            "high",
            Value::Null,
            "bob",
            79,
            "0 held and 0 assigned of 2; of another team than red; holds nothing"
        ),
        row(
            &two,
            "bug",
            "medium",
            Value::Null,
            "ada",
            71,
            "0 held and 1 assigned of 2; of the team red, too; holds nothing"
        ),
    ]);
    assert_eq!(told["items"], expected);
    let left = json!([{"work_item_id": three, "reason": "of 3 agents: 1 not there, 2 not able to ssd"}]);
    assert_eq!(told["unassigned"], left);
    // Nobody has done such work: 70 of each 100 points of the score have data.
    assert_eq!(
        (&told["confidence"], &told["source"], &told["team"]),
        (&json!(70), &json!("computed"), &Value::Null)
    );
    assert_eq!(kept(&board, FILE), told);
    let outcome = board.ok(&["claude-optimize"]);
    let lines = [
        "CLAUDE AGENT ASSIGNMENT OPTIMIZATION",
        &format!("🔍 Trace ID: {TRACE}"),
        "👥 Target: all teams",
        "2 of 3 ready items can be given to somebody; 1 assignment should move",
        "  🎯 docs: gone → ada (100 of 100) - gone is offline",
        "🚫 Nobody can take: 1",
        "🎯 Analysis Confidence: 70%",
    ];
    assert_lines(&outcome, &lines);
}

#[test]
fn past_success_counts_and_is_known() {
    let board = board();
    for (agent, result) in [("ada", "failed"), ("bob", "success")] {
        board.ok(&["register", agent, "red"]);
        let own = Board::in_dir(board.dir()).at(NOON).by(agent);
        let id = own.ok(&["claim", "bug", "Before"]).work_id();
        own.ok(&["complete", &id, result]);
    }
    // Who claims is of the usual team from then on.
    add(&board, &["bug", "Now", "high", "autonomous_team"]);
    let told = data(&board, &[COMMAND]);
    // Without a limit the load of one who has nothing is full: bob has 100, ada 100 less 30.
    assert_eq!(
        (&each(&told, "agent_id")[..], &each(&told, "score")[..]),
        (&[&json!("bob")][..], &[&json!(100)][..])
    );
    // One item of five: 70 + 30 / 5.
    assert_eq!(told["confidence"], 76);
    assert!(told["items"][0]["reason"].as_str().unwrap().contains("1 of 1 of bug succeeded"), "{told}");
}

#[test]
fn a_team_is_looked_at_alone() {
    let (board, _) = queue();
    add(&board, &["bug", "Blue", "low", "blue"]);
    let told = data(&board, &[COMMAND, "blue"]);
    assert_eq!((each(&told, "agent_id"), &told["team"]), (vec![&json!("bob")], &json!("blue")));
    assert_eq!(told["unassigned"], json!([]));
    assert_lines(&board.ok(&[COMMAND, "blue"]), &["👥 Target: blue"]);
    assert_eq!(data(&board, &[COMMAND, ""])["team"], Value::Null, "an empty string is not given");
}

#[test]
fn what_is_applied_is_an_assignment_of_each_item() {
    let (board, [old, one, two, three]) = queue();
    let before = board.state();
    let shown = data(&board, &[COMMAND, "--dry-run"]);
    assert_eq!(
        (&shown["application"]["applied"], &shown["application"]["dry_run"]),
        (&json!(3), &json!(true))
    );
    assert_eq!(board.state(), before);
    let told = data(&board, &[COMMAND, "--apply"]);
    assert_eq!((&told["application"]["applied"], &told["application"]["skipped"]), (&json!(3), &json!(0)));
    let assigned = |id: &str| board.item(id)["assigned_to"].clone();
    assert_eq!(
        [&old, &one, &two, &three].map(|id| assigned(id)),
        [json!("ada"), json!("bob"), json!("ada"), Value::Null]
    );
    let again = data(&board, &[COMMAND, "--apply"]);
    assert_eq!((&again["application"]["changes"], &again["items"]), (&json!([]), &json!([])));
    board.assert_consistent();
}

#[test]
fn nobody_gets_more_than_it_may_hold() {
    let board = board();
    board.ok(&["register", "ada", "red", "--max-items", "2"]);
    for number in 0..5 {
        add(&board, &["bug", &format!("Number {number}"), "high", "red"]);
    }
    let told = data(&board, &[COMMAND, "--apply"]);
    assert_eq!((&told["total"], told["unassigned"].as_array().unwrap().len()), (&json!(2), 3));
    assert_eq!(told["unassigned"][0]["reason"], "of 1 agent: 1 full");
    let assigned = board.items().iter().filter(|item| item["assigned_to"] == "ada").count();
    assert_eq!(assigned, 2);
}

#[test]
fn without_a_limit_an_agent_gets_what_it_can_begin_soon() {
    let board = board();
    board.ok(&["register", "ada", "red"]);
    for number in 0..5 {
        add(&board, &["bug", &format!("Number {number}"), "high", "red"]);
    }
    let told = data(&board, &[COMMAND, "--apply"]);
    assert_eq!((&told["total"], &told["application"]["applied"]), (&json!(3), &json!(3)));
    assert_eq!(told["unassigned"][0]["reason"], "of 1 agent: 1 full");
    assert!(told["method"].as_str().unwrap().ends_with("at most 3 more than an agent holds"), "{told}");
    assert_eq!(data(&board, &[COMMAND, "--apply"])["total"], 0, "and no more the next time");
}

#[test]
fn boards_without_agents_or_work_have_no_data_yet() {
    let empty = board();
    let told = data(&empty, &[COMMAND]);
    assert_eq!((&told["confidence"], &told["items"]), (&Value::Null, &json!([])));
    assert_lines(
        &empty.ok(&[COMMAND]),
        &["Nothing waits to be assigned.", "🎯 Analysis Confidence: no data yet"],
    );
    let sample = board();
    write_sample(sample.dir(), 60);
    let told = data(&sample, &[COMMAND, "--apply"]);
    // All agents of the sample are silent.
    assert_eq!((&told["items"], &told["confidence"]), (&json!([]), &Value::Null));
    assert_eq!(told["unassigned"].as_array().unwrap().len(), 12);
    assert_eq!(told["unassigned"][0]["reason"], "of 20 agents: 20 not there");
}

#[test]
fn without_a_fallback_there_is_an_exit_code() {
    let (board, _) = queue();
    board.run(&[COMMAND, "--no-fallback", "--apply"]).fails_with(20);
    assert!(!board.path(FILE).exists() && board.items().iter().all(|item| item["assigned_to"] != "ada"));
}
