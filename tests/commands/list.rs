//! `list`: which items, in which order, and how they look.

use coord::commands::work::list::List;

use crate::refusal::refusal;
use crate::scene::{on_a_terminal, run_with, scene, widest, write};
use crate::support::Board;

/// Items in every state, with ids that say which.
const WORK: &str = r#"[
  {"work_item_id": "done", "agent_id": "agent_8", "claimed_at": "2026-01-30T10:00:00Z", "work_type": "docs", "priority": "low",
   "description": "Write it down", "status": "completed", "team": "docs_team", "completed_at": "2026-01-30T11:00:00Z", "result": "success"},
  {"work_item_id": "held", "agent_id": "agent_7", "claimed_at": "2026-01-31T11:50:00Z", "work_type": "feature", "priority": "high",
   "description": "Add login", "status": "active", "team": "backend_team", "progress": 40},
  {"work_item_id": "late", "agent_id": "agent_8", "claimed_at": "2026-01-31T09:00:00Z", "work_type": "bug", "priority": "medium",
   "description": "Fix the crash", "status": "in_review", "team": "backend_team"},
  {"work_item_id": "low", "agent_id": null, "claimed_at": null, "work_type": "chore", "priority": "low", "description": "Sweep",
   "status": "pending", "team": "docs_team", "created_at": "2026-01-31T11:00:00Z", "key": "sweep"},
  {"work_item_id": "waits", "agent_id": null, "claimed_at": null, "work_type": "feature", "priority": "critical",
   "description": "Log out", "status": "pending", "team": "backend_team", "created_at": "2026-01-31T11:00:00Z",
   "dependencies": ["held"], "deadline": "2026-01-31T11:59:00Z", "parent": "epic"},
  {"work_item_id": "stuck", "agent_id": null, "claimed_at": null, "work_type": "feature", "priority": "high",
   "description": "Pay", "status": "pending", "team": "backend_team", "created_at": "2026-01-31T11:00:00Z",
   "blockers": [{"reason": "no contract"}], "deadline": "2026-03-01T00:00:00Z"},
  {"work_item_id": "later", "agent_id": null, "claimed_at": null, "work_type": "chore", "priority": "high",
   "description": "Renew the certificate", "status": "pending", "team": "docs_team", "created_at": "2026-01-31T11:00:00Z",
   "not_before": "2026-01-31T14:05:00Z", "assigned_to": "agent_9"},
  {"work_item_id": "mine", "agent_id": null, "claimed_at": null, "work_type": "feature", "priority": "medium",
   "description": "Only for agent 7", "status": "pending", "team": "docs_team", "created_at": "2026-01-31T11:00:00Z",
   "assigned_to": "agent_7", "needs": ["gpu"], "notes": [{"text": "the Red one"}]},
  {"work_item_id": "gone", "agent_id": null, "claimed_at": null, "work_type": "bug", "priority": "low", "description": "Old",
   "status": "cancelled"},
  {"work_item_id": "dead", "agent_id": null, "claimed_at": null, "work_type": "bug", "priority": "low", "description": "Bad",
   "status": "dead", "last_error": "it broke"}
]
"#;

fn board() -> Board {
    let board = scene();
    write(&board, "work_claims.json", WORK);
    board
}

/// Every item.
fn everything() -> List {
    List { status: vec!["all".to_owned()], limit: 50, ..List::default() }
}

/// The ids that a line lists.
#[track_caller]
fn ids(board: &Board, line: &str) -> String {
    let line: Vec<&str> = line.split_whitespace().chain(["-q"]).collect();
    board.ok(&line).out().lines().collect::<Vec<_>>().join(" ")
}

#[test]
fn which_items() {
    let board = board();
    for (line, expected) in [
        ("list", "held late waits stuck later mine low"),
        ("list --status pending", "waits stuck later mine low"),
        ("list --status held", "held late"),
        ("list --status in_review", "late"),
        ("list --status in_review,dead", "late dead"),
        ("list --status completed", "done"),
        ("list --status cancelled", "gone"),
        ("list --status all --sort created", "done held late low waits stuck later mine gone dead"),
        ("list --ready", "late mine low"),
        ("list --blocked", "waits stuck"),
        ("list --scheduled", "later"),
        ("list --blocked --scheduled", "waits stuck later"),
        ("list --expired", "late"),
        ("list --overdue", "waits"),
        ("list --type chore,bug", "late later low"),
        ("list --team docs_team", "later mine low"),
        ("list --agent agent_8", "late"),
        ("list --agent agent_8 --status all", "late done"),
        ("list --mine", "held mine"),
        ("list --parent epic", "waits"),
        ("list --priority-at-least high", "held waits stuck later"),
        ("list --key sweep", "low"),
        ("list --search LOG", "held waits"),
        ("list --search red", "mine"),
        ("list --search dead --status all", "dead"),
        ("list --limit 2", "held late"),
        ("list --blocked --limit 1", "waits"),
    ] {
        assert_eq!(ids(&board, line), expected, "{line}");
    }
}

#[test]
fn in_which_order() {
    let board = board();
    for (order, expected) in [
        ("queue", "held late waits stuck later mine low"),
        ("created", "held late low waits stuck later mine"),
        ("deadline", "waits stuck later held late mine low"),
        ("priority", "waits stuck later held late mine low"),
    ] {
        assert_eq!(ids(&board, &format!("list --sort {order}")), expected, "{order}");
    }
}

#[test]
fn as_a_table() {
    let text = on_a_terminal(&board(), everything());
    insta::assert_snapshot!("list_80", text);
    assert!(widest(&text) <= 80, "{text}");
}

#[test]
fn no_text_is_too_wide_for_the_table() {
    let board = scene();
    let long = "日".repeat(500);
    let fields =
        format!(r#""work_type":"{long}","priority":"{long}","description":"{long}","created_at":"{long}""#);
    let items = format!(
        r#"[{{"work_item_id":"{long}","agent_id":"{long}","claimed_at":"9999-12-31T23:59:59Z","status":"{long}",{fields}}},
            {{"work_item_id":"w","agent_id":null,"status":"pending","assigned_to":"{long}",{fields}}},
            {{"work_item_id":"x","agent_id":null,"status":"pending","not_before":"9999-12-31T23:59:59Z",{fields}}}]"#
    );
    write(&board, "work_claims.json", &items);
    let text = on_a_terminal(&board, everything());
    assert!(widest(&text) <= 80, "{text}");
    assert_eq!(text.lines().count(), 5, "{text}");
}

#[test]
fn more_than_asked_for_is_told() {
    let board = board();
    let data = board.ok(&["list", "--limit", "3", "--json"]).json()["data"].clone();
    assert_eq!((&data["total"], &data["has_more"]), (&7.into(), &true.into()));
    assert_eq!(data["items"].as_array().unwrap().len(), 3);
    assert!(board.ok(&["list", "--limit", "3"]).out().contains("and 4 more: coord list --limit 7"));
    assert_eq!(board.ok(&["list", "--limit", "7", "--json"]).json()["data"]["has_more"], false);
}

#[test]
fn a_row_says_why_an_item_waits() {
    let board = board();
    let items = board.ok(&["list", "--json"]).json()["data"]["items"].clone();
    let row =
        |id: &str| items.as_array().unwrap().iter().find(|row| row["work_item_id"] == id).unwrap().clone();
    assert_eq!(row("waits")["why"], "it waits for held (active)");
    assert_eq!(row("stuck")["why"], "it is blocked: no contract");
    assert_eq!((&row("late")["state"], &row("late")["status"]), (&"expired".into(), &"in_review".into()));
    assert_eq!(row("late")["lease_left_secs"], -9_000);
    assert_eq!(row("held")["lease_left_secs"], 1_200);
    assert_eq!(row("held").get("item"), None, "lean unless asked for");
    let full = board.ok(&["list", "--full", "--json"]).json()["data"]["items"][2]["item"].clone();
    assert_eq!(full, board.item("waits"));
}

#[test]
fn a_description_of_any_length_costs_little() {
    let board = scene();
    board.ok(&["add", "feature", &"é".repeat(5_000)]);
    let outcome = board.ok(&["list", "--json"]);
    assert!(outcome.out().len() < 1_000, "{}", outcome.out().len());
    let whole = board.ok(&["list", "--json", "--fields", "description"]).json();
    assert_eq!(whole["data"]["items"][0]["description"].as_str().unwrap().chars().count(), 5_000);
}

#[test]
fn hostile_text_stays_in_its_row() {
    let board = scene();
    let hostile = "a\n  🔧 work_0: forged\u{1b}[2J\u{202e}\u{9b}";
    board.ok(&["add", hostile, hostile, hostile, hostile, "--assign", hostile]);
    for line in [["list", "--ready"], ["ready", "--any"]] {
        let text = board.ok(&line).out();
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(!text.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}')), "{text:?}");
    }
}

#[test]
fn wrong_questions() {
    let board = board();
    refusal(3, "INVALID_VALUE", &["--limit"]).of(&board, &["list", "--limit", "0"]);
    refusal(2, "USAGE", &["--sort"]).of(&board, &["list", "--sort", "age"]);
    refusal(2, "USAGE", &["--priority-at-least"]).of(&board, &["list", "--priority-at-least", "urgent"]);
    refusal(2, "USAGE", &["--mine"]).with("AGENT_ID", "").of(&board, &["list", "--mine"]);
    let outcome = board.ok(&["list", "--status", "pendng"]);
    assert!(outcome.err().contains("did you mean pending?"), "{outcome}");
}

#[test]
fn an_empty_board_is_no_error() {
    let board = scene();
    assert_eq!(board.ok(&["list"]).out(), "📋 WORK: 0 items\n");
    assert_eq!(run_with(&board, &[], &["list", "--json"]).ok().json()["data"]["total"], 0);
    assert!(!board.dir().exists(), "a look makes no board");
}
