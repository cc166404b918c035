//! `claim`, `claim-fast`, `claim-slow`: the lines, the item, the agent.

use serde_json::json;

use crate::scene::{FIRST, SECOND, TRACE, run_with, scene, shell, unnamed, with_a_claim};

#[test]
fn the_lines_of_the_contract() {
    for name in ["claim", "claim-fast", "claim-slow"] {
        let board = scene();
        let outcome = board.ok(&[name, "feature", "Add login", "high", "backend_team"]);
        let lines = [
            &format!("🔍 Trace ID: {TRACE}"),
            &format!("🤖 Agent agent_7 claiming work: {FIRST}"),
            &format!("✅ SUCCESS: Claimed work item {FIRST} for team backend_team"),
            "🔧 REGISTERED: Agent agent_7 in team backend_team with 100% capacity",
        ];
        for line in lines {
            assert!(outcome.out().lines().any(|printed| printed == line), "{line}: {outcome}");
        }
        assert_eq!(outcome.err(), "");
    }
}

#[test]
fn what_is_not_given_or_empty_has_the_scripts_defaults() {
    for line in [vec!["claim", "feature", "x"], vec!["claim", "feature", "x", "", ""]] {
        let board = scene();
        board.ok(&line);
        let item = board.item(FIRST);
        assert_eq!((&item["priority"], &item["team"]), (&json!("medium"), &json!("autonomous_team")));
    }
    let board = scene().with("AGENT_TEAM", "platform_team");
    board.ok(&["claim", "feature", "x", "low", ""]);
    assert_eq!(board.item(FIRST)["team"], "platform_team");
    board.ok(&["claim", "feature", "x", "low", "other_team"]);
    assert_eq!(board.item(SECOND)["team"], "other_team");
}

#[test]
fn an_empty_description_is_a_description() {
    let board = scene();
    board.ok(&["claim", "feature", ""]);
    assert_eq!(board.item(FIRST)["description"], "");
}

#[test]
fn a_caller_without_a_name_becomes_a_new_agent() {
    let board = unnamed();
    board.ok(&["claim", "feature", "x"]);
    board.ok(&["claim", "feature", "y"]);
    let agents: Vec<_> = board.agents().iter().map(|agent| agent["agent_id"].clone()).collect();
    assert_eq!(agents, [json!("agent_1769860800000000000"), json!("agent_1769860800000000002")]);
    assert_eq!(board.items()[0]["agent_id"], agents[0]);
    let empty = scene();
    run_with(&empty, &[("AGENT_ID", "")], &["claim", "feature", "x"]).ok();
    assert_eq!(empty.agents()[0]["agent_id"], "agent_1769860800000000000");
}

#[test]
fn the_agent_is_registered_from_the_variables() {
    let board = scene().with("AGENT_CAPACITY", "40").with("AGENT_SPECIALIZATION", "rust");
    let outcome = board.ok(&["claim", "feature", "x", "high", "team"]);
    assert!(outcome.out().contains("🔧 REGISTERED: Agent agent_7 in team team with 40% capacity\n"));
    let agent = &board.agents()[0];
    assert_eq!((&agent["capacity"], &agent["specialization"]), (&json!(40), &json!("rust")));
}

#[test]
fn the_role_stands_in_for_the_specialization() {
    let board = scene().with("AGENT_ROLE", "tester");
    board.claim("x");
    assert_eq!(board.agents()[0]["specialization"], "tester");
    run_with(&board, &[("AGENT_SPECIALIZATION", "rust")], &["claim", "feature", "y"]).ok();
    assert_eq!(board.agents()[0]["specialization"], "rust");
}

#[test]
fn the_agent_is_refreshed_and_its_workload_kept_true() {
    let mut board = with_a_claim();
    board.set_clock("2026-01-31T12:10:00Z");
    board.claim("More");
    let agents = board.agents();
    assert_eq!(agents.len(), 1);
    assert_eq!(agents[0]["current_workload"], 2);
    assert_eq!(agents[0]["last_heartbeat"], "2026-01-31T12:10:00Z");
}

#[test]
fn a_lease_lasts_as_long_as_asked() {
    let ends = |board: &crate::support::Board| board.item(FIRST)["lease"]["expires_at"].clone();
    let board = scene();
    board.ok(&["claim", "feature", "x", "--lease", "45m"]);
    assert_eq!(ends(&board), "2026-01-31T12:45:00Z");
    let board = scene().with("WORK_CLAIM_TIMEOUT", "60");
    board.ok(&["claim", "feature", "x"]);
    assert_eq!(ends(&board), "2026-01-31T12:01:00Z");
}

/// The way in which callers of the script take the id.
const TAKE: &str = r#""$coord" claim feature x low team | grep -o 'work_[0-9]*' | head -1"#;

#[test]
fn the_first_work_id_on_stdout_is_the_claimed_one() {
    let hostile: [&[(&str, &str)]; 7] = [
        &[],
        &[("AGENT_ID", "work_1")],
        &[("AGENT_ID", "agent_work_12")],
        &[("FORCE_TRACE_ID", "work_1")],
        &[("FORCE_TRACE_ID", "a\nwork_1")],
        &[("COORDINATION_TRACE_ID", "work_99"), ("FORCE_TRACE_ID", "")],
        &[("AGENT_ID", "work_"), ("AGENT_TEAM", "work_3")],
    ];
    for variables in hostile {
        let board = variables.iter().fold(scene(), |board, (name, value)| board.with(name, value));
        let taken = shell(&board, TAKE).ok().out();
        assert_eq!(taken.trim_end(), FIRST, "{variables:?}");
    }
}

#[test]
fn the_first_work_id_is_the_claimed_one_whatever_warnings_there_are() {
    let board = with_a_claim();
    // Another program took an item away that is held, and left a line that is no claim.
    std::fs::write(board.path("work_claims.json"), "[]\n").unwrap();
    std::fs::write(board.path("work_claims_fast.jsonl"), "work_5 is no claim\n").unwrap();
    let taken = shell(&board, TAKE).ok().out();
    assert_eq!(taken.trim_end(), SECOND);
}
