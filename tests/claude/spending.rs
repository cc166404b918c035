//! What is spent stays within what may be, and is told to whoever asks.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::scene::{asking, checks, configure, side_file};
use crate::support::{ApiError, MessagesApi, NOON, Outcome, Running};

/// What the server counts for a call (120 tokens in, 34 out) costs so much with the usual model, in US dollars.
const COST: f64 = 120.0 * 0.10e-6 + 34.0 * 0.50e-6;

fn usage(board: &crate::support::Board) -> Value {
    board.ok(&["claude-usage", "--json"]).json()["data"].clone()
}

#[test]
fn many_processes_together_spend_no_more_than_may_be() {
    let server = MessagesApi::new();
    let board = asking(&server).with("COORD_CLAUDE_MAX_USD", "0.0004");
    let outcomes: Vec<Outcome> = checks(&board, 25, "50s").into_iter().map(Running::finish).collect();
    let answered = outcomes.iter().filter(|outcome| outcome.succeeded()).count();
    assert_eq!(answered, server.count());
    let refused: Vec<&Outcome> = outcomes.iter().filter(|outcome| !outcome.succeeded()).collect();
    for outcome in &refused {
        assert_eq!(outcome.code, Some(20), "{outcome}");
        assert!(outcome.err().contains("the money of today is spent"), "{outcome}");
    }
    #[expect(clippy::cast_precision_loss, reason = "a few")]
    let spent = answered as f64 * COST;
    assert!(answered >= 1 && spent <= 0.0004 && !refused.is_empty(), "{answered} answered: {spent}");
    let told = usage(&board);
    assert_eq!(told["totals"]["calls"], answered);
    assert!((told["totals"]["cost_usd"].as_f64().unwrap() - spent).abs() < 1e-9, "{told}");
    let standing = board.ok(&["claude-status", "--json"]).json();
    assert!((standing["data"]["spent_today_usd"].as_f64().unwrap() - spent).abs() < 1e-9, "{standing}");
    assert_eq!(
        (&standing["data"]["reserved_usd"], &standing["data"]["max_usd_per_day"]),
        (&json!(0.0), &json!(0.0004))
    );
}

#[test]
fn a_day_begins_at_midnight_utc() {
    let server = MessagesApi::new();
    let mut board = asking(&server).at("2026-01-31T23:59:59Z").with("COORD_CLAUDE_MAX_USD", "0.0002");
    let (mut answered, mut code) = (0, Some(0));
    while code == Some(0) {
        code = board.run(&["claude-status", "--check"]).code;
        answered += u32::from(code == Some(0));
        assert!(answered < 20, "nothing ends it");
    }
    assert_eq!(code, Some(20));
    board.set_clock("2026-02-01T00:00:00Z");
    board.ok(&["claude-status", "--check"]);
    let days: Vec<Value> = usage(&board)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| json!([row["day"], row["calls"]]))
        .collect();
    assert_eq!(days, [json!(["2026-01-31", answered]), json!(["2026-02-01", 1])]);
}

#[test]
fn usage_is_told_by_day_model_and_analysis() {
    let server = MessagesApi::new();
    let mut board = asking(&server).at("2026-01-20T12:00:00Z");
    board.ok(&["claude-status", "--check"]);
    board.set_clock(NOON);
    board.ok(&["claude-status", "--check"]);
    server.plan([ApiError::of(529).header("retry-after-ms", "1")]);
    board.ok(&["claude-status", "--check", "--model", "claude-opus-5-5"]);
    let told = usage(&board);
    let row = |model: &str, calls: u32, failed: u32, input: u32, output: u32, cost: f64| {
        json!({ "day": "2026-01-31", "provider": "api", "model": model, "analysis": "check", "calls": calls,
            "failed": failed, "input_tokens": input, "output_tokens": output, "cost_usd": cost, "unpriced": 0 })
    };
    // 120 tokens in and 34 out: at 0.10 and 0.50, and at 4 and 20 dollars a million.
    let rows =
        [row("claude-haiku-5-5", 1, 0, 120, 34, 0.000_029), row("claude-opus-5-5", 2, 1, 120, 34, 0.001_16)];
    assert_eq!(told["items"], json!(rows));
    assert_eq!(
        told["totals"],
        json!({ "calls": 3, "failed": 1, "input_tokens": 240, "output_tokens": 68,
        "cost_usd": 0.001_189, "unpriced": 0 })
    );
    assert_eq!((&told["total"], &told["has_more"]), (&json!(2), &json!(false)));
    let all = board.ok(&["claude-usage", "--since", "all", "--json"]).json();
    assert_eq!(all["data"]["totals"]["calls"], 4);
    let text = board.ok(&["claude-usage"]).out();
    assert!(text.contains("🧾 MODEL USAGE SINCE 2026-01-24T12:00:00Z"), "{text}");
    assert!(text.contains("Total: 3 calls, 1 of them failed; 240 tokens in, 68 out; $0.001189"), "{text}");
    board.run(&["claude-usage", "--since", "tomorrow"]).fails_with(3);
}

#[test]
fn a_board_that_asked_nobody_has_no_usage() {
    let board = crate::support::Board::new().at(NOON);
    assert_eq!(usage(&board)["totals"]["calls"], 0);
    assert!(board.ok(&["claude-usage"]).out().contains("No data yet"));
    assert!(!board.dir().exists(), "to look makes no board");
}

#[test]
fn a_price_can_be_set_and_no_limit_is_none() {
    let server = MessagesApi::new();
    let board = asking(&server);
    configure(&board, "[claude]\nmax_usd_per_day = 0\ninput_usd = 1000.0\noutput_usd = 0.0\n");
    board.ok(&["claude-status", "--check"]);
    assert_eq!(usage(&board)["totals"]["cost_usd"], json!(0.12));
    assert!(side_file(&board, "claude_spend").contains("0.12"));
}

#[test]
fn without_account_of_the_money_nobody_is_asked() {
    // The lock cannot be taken; the file cannot be replaced, as on a full disk.
    for name in ["claude_spend.lock", "claude_spend.new"] {
        let server = MessagesApi::new();
        let board = asking(&server);
        fs::create_dir_all(board.path(&format!(".store/side/{name}/x"))).unwrap();
        let refused = board.run(&["claude-status", "--check"]).fails_with(20);
        assert!(refused.err().contains("nobody can keep account of what is spent"), "{refused}");
        assert!(refused.err().contains(&format!(".store/side/{name}")), "{refused}");
        assert!(refused.err().contains("claude.max_usd_per_day = 0"), "{refused}");
        assert_eq!(server.count(), 0);
        board.ok(&["claim", "bug", "Fix it"]);
        let advice = board.ok(&["claude-analyze-priorities", "--json"]).json()["data"].clone();
        assert_eq!((&advice["source"], server.count()), (&json!("computed"), 0));
        assert!(advice["fallback_reason"].as_str().unwrap().contains("account"), "{advice}");
    }
}

#[test]
fn who_breaks_the_account_of_the_money_does_not_get_it_back() {
    let server = MessagesApi::new();
    let mut board = asking(&server).at(NOON).with("COORD_CLAUDE_MAX_USD", "0.0002");
    board.ok(&["claude-status", "--check"]);
    let file = board.path(".store/side/claude_spend.json");
    for spoil in [|file: &Path| fs::write(file, "{\"half"), |file: &Path| fs::remove_file(file)] {
        spoil(&file).unwrap();
        let standing = board.ok(&["claude-status", "--json"]).json();
        assert!((standing["data"]["spent_today_usd"].as_f64().unwrap() - COST).abs() < 1e-9, "{standing}");
    }
    fs::write(&file, "").unwrap();
    let refused = board.run(&["claude-status", "--check", "--model", "claude-opus-5-5"]).fails_with(20);
    assert!(refused.err().contains("the money of today is spent: 0.000029 of 0.000200"), "{refused}");
    board.ok(&["claude-status", "--check"]);
    let kept: Value = serde_json::from_str(&side_file(&board, "claude_spend")).unwrap();
    assert!((kept["days"]["2026-01-31"].as_f64().unwrap() - 2.0 * COST).abs() < 1e-9, "{kept}");
    board.set_clock("2026-02-01T00:00:00Z");
    fs::remove_file(&file).unwrap();
    let standing = board.ok(&["claude-status", "--json"]).json();
    assert_eq!(standing["data"]["spent_today_usd"], json!(0.0));
    fs::create_dir(&file).unwrap();
    let standing = board.ok(&["claude-status", "--json"]).json();
    assert_eq!(standing["data"]["spent_today_usd"], json!(null));
    assert!(board.ok(&["claude-status"]).out().contains("Spent today: unknown (of $0.000200)"));
}
