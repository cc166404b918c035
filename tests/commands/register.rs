//! `register` in both forms, and `register-agent` by flags and by position.

use serde_json::{Value, json};

use crate::scene::{scene, unnamed, with_a_claim};
use crate::support::Board;

fn agent(board: &Board, id: &str) -> Value {
    board.agents().into_iter().find(|agent| agent["agent_id"] == id).unwrap()
}

fn picked(agent: &Value) -> [Value; 4] {
    ["team", "capacity", "specialization", "status"].map(|field| agent[field].clone())
}

#[test]
fn by_id_team_capacity_and_specialization() {
    let board = unnamed();
    let outcome = board.ok(&["register", "agent_9", "backend_team", "80", "rust"]);
    assert_eq!(outcome.out(), "🔧 REGISTERED: Agent agent_9 in team backend_team with 80% capacity\n");
    assert_eq!(
        picked(&agent(&board, "agent_9")),
        [json!("backend_team"), json!(80), json!("rust"), json!("active")]
    );
}

#[test]
fn what_is_not_given_or_empty_has_the_scripts_defaults() {
    for line in [vec!["register", "agent_9"], vec!["register", "agent_9", "", "", ""]] {
        let board = unnamed();
        let outcome = board.ok(&line);
        assert_eq!(
            outcome.out(),
            "🔧 REGISTERED: Agent agent_9 in team autonomous_team with 100% capacity\n"
        );
        assert_eq!(agent(&board, "agent_9")["specialization"], "general_development");
    }
    let board = unnamed().with("AGENT_TEAM", "platform_team");
    board.ok(&["register", "agent_9"]);
    assert_eq!(agent(&board, "agent_9")["team"], "platform_team");
}

#[test]
fn by_capacity_and_status_with_the_id_from_the_variable() {
    for status in ["active", "idle", "inactive"] {
        let board = scene();
        let outcome = board.ok(&["register", "60", status, "testing"]);
        assert_eq!(outcome.out(), "🔧 REGISTERED: Agent agent_7 in team autonomous_team with 60% capacity\n");
        assert_eq!(
            picked(&agent(&board, "agent_7")),
            [json!("autonomous_team"), json!(60), json!("testing"), json!(status)]
        );
    }
}

#[test]
fn by_capacity_and_status_with_a_new_id() {
    let board = unnamed();
    board.ok(&["register", "0", "active"]);
    let agents = board.agents();
    assert_eq!(agents[0]["agent_id"], "agent_1769860800000000000");
    assert_eq!(agents[0]["capacity"], 0);
}

#[test]
fn a_number_that_is_no_capacity_or_another_second_word_is_an_id_and_a_team() {
    let board = scene();
    board.ok(&["register", "101", "active"]);
    board.ok(&["register", "50", "backend_team"]);
    assert_eq!(agent(&board, "101")["team"], "active");
    assert_eq!(agent(&board, "50")["team"], "backend_team");
}

#[test]
fn registering_again_replaces_what_is_said_and_keeps_the_work() {
    let board = with_a_claim();
    board.ok(&["register", "agent_7", "other_team", "30", "docs"]);
    let agents = board.agents();
    assert_eq!(agents.len(), 1);
    assert_eq!(picked(&agents[0]), [json!("other_team"), json!(30), json!("docs"), json!("active")]);
    assert_eq!(agents[0]["current_workload"], 1);
}

#[test]
fn register_agent_by_flags() {
    let board = unnamed();
    let outcome = board.ok(&[
        "register-agent",
        "--agent-id",
        "agent_9",
        "--specialization",
        "rust",
        "--team",
        "backend_team",
        "--capacity",
        "70",
        "--worktree",
        "../tree nine",
    ]);
    assert_eq!(outcome.out(), "🔧 REGISTERED: Agent agent_9 in team backend_team with 70% capacity\n");
    let agent = agent(&board, "agent_9");
    assert_eq!(picked(&agent), [json!("backend_team"), json!(70), json!("rust"), json!("active")]);
    assert_eq!(agent["worktree"], "../tree nine");
}

#[test]
fn register_agent_by_id_role_and_team() {
    let board = unnamed();
    board.ok(&["register-agent", "agent_9", "tester", "quality_team"]);
    assert_eq!(
        picked(&agent(&board, "agent_9")),
        [json!("quality_team"), json!(100), json!("tester"), json!("active")]
    );
}

#[test]
fn register_agent_takes_an_empty_flag_as_not_given() {
    let board = scene();
    let line = ["register-agent", "--agent-id", "", "--team", "", "--capacity", "", "--specialization", ""];
    board.ok(&line);
    assert_eq!(
        picked(&agent(&board, "agent_7")),
        [json!("autonomous_team"), json!(100), json!("general_development"), json!("active")]
    );
}

#[test]
fn hostile_values_come_back_exactly() {
    let board = unnamed();
    let id = "a \"b\"\n$(c) 🚀";
    board.ok(&["register", id, id, "50", id]);
    assert_eq!(picked(&agent(&board, id))[..3], [json!(id), json!(50), json!(id)]);
    board.ok(&["heartbeat", id]);
}
