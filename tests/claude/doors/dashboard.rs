//! Which analyses there are.

use std::fs;
use std::time::Duration;

use serde_json::json;

use super::{TRACE, board, board_with, make_pipe};
use crate::support::{ApiError, MessagesApi, NOON, Running};

#[test]
fn a_board_without_analyses_says_so() {
    let board = board();
    let out = board.ok(&["intelligence"]).out();
    for line in [
        "🧠 CLAUDE INTELLIGENCE COORDINATION DASHBOARD",
        &format!("🔍 Trace ID: {TRACE}"),
        "📊 AVAILABLE AI ANALYSIS REPORTS",
        "  No data yet: no analysis was made on this board.",
        "🎯 AI ANALYSIS COMMANDS",
    ] {
        assert!(out.lines().any(|told| told == line), "{line}: {out}");
    }
    assert!(out.contains("  claude-stream: "), "{out}");
    assert!(!board.dir().exists(), "who looks makes no board");
}

#[test]
fn each_analysis_is_told_with_its_age_and_origin() {
    let board = board();
    board.claim("so that there is a board");
    let keep = |name: &str, text: &str| fs::write(board.path(name), text).unwrap();
    let model =
        json!({"generated_at": "2026-01-31T11:00:00Z", "source": "model", "model": "m", "confidence": 70});
    keep("claude_health_analysis.json", &model.to_string());
    let computed = json!({"generated_at": "2026-01-31T11:59:00Z", "source": "computed", "method": "counts"});
    keep("claude_work_recommendation_agent_1.json", &computed.to_string());
    keep("claude_team_analysis.json", "{\"by\": \"the script\"}");
    keep("claude_priority_analysis.json", "");
    let out = board.ok(&["claude-dashboard"]).out();
    for line in [
        "  📄 health: 1h old, by m, confidence 70%",
        "  📄 claude_work_recommendation_agent_1.json: 1m old, computed: counts",
        "  📄 teams: of unknown age",
        "  ⚠️  priorities: it is no analysis",
    ] {
        assert!(out.contains(line), "{line}: {out}");
    }
    let told = board.ok(&["claude-dashboard", "--json"]).json()["data"].clone();
    let kinds: Vec<_> = told["items"].as_array().unwrap().iter().map(|one| one["analysis"].clone()).collect();
    assert_eq!(kinds, ["recommendation", "health", "priorities", "teams"], "the newest first");
    assert_eq!(told["items"][1]["age_secs"], 3_600);
    assert_eq!(told["total"], 4);
    assert!(NOON.starts_with("2026-01-31T12"));
}

#[test]
fn a_pipe_in_the_place_of_an_analysis_holds_nobody_up() {
    let board = board();
    board.claim("so that there is a board");
    make_pipe(&board.path("claude_priority_analysis.json"));
    let outcome =
        Running::start(&mut board.command(&["claude-dashboard"])).finish_within(Duration::from_secs(20));
    assert!(outcome.out().contains("is no plain file"), "{outcome}");
}

#[test]
fn an_open_breaker_is_told() {
    let api = MessagesApi::new();
    let board = board_with(&api).with("COORD_CLAUDE_TIMEOUT", "20s");
    board.ok(&["config", "set", "claude.retries", "0"]);
    api.usually(ApiError::of(500));
    for _ in 0..5 {
        board.run(&["ask", "What?", "--no-fallback"]).fails_with(21);
    }
    let out = board.ok(&["claude-dashboard"]).out();
    assert!(out.contains("OPEN for another 30 s"), "{out}");
}

#[test]
fn a_kept_analysis_is_found_again() {
    let board = board();
    board.claim("something");
    board.ok(&["claude-analyze-priorities"]);
    let told = board.ok(&["claude-dashboard", "--json"]).json()["data"]["items"][0].clone();
    assert_eq!(
        (&told["analysis"], &told["source"], &told["age_secs"]),
        (&json!("priorities"), &json!("computed"), &json!(0))
    );
}
