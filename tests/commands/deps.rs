//! `deps`: trees, cycles, the critical path and drawings.

use coord::commands::work::deps::Deps;

use crate::refusal::refusal;
use crate::scene::{on_a_terminal, scene, widest, write};
use crate::support::Board;

fn board_of(items: &[&str]) -> Board {
    let board = scene();
    write(&board, "work_claims.json", &format!("[{}]", items.join(",\n")));
    board
}

/// An item as `id: dependency dependency`, with other fields behind a `|`.
fn item(text: &str) -> String {
    let (links, more) = text.split_once('|').unwrap_or((text, r#""status":"pending""#));
    let (id, dependencies) = links.split_once(':').unwrap_or((links, ""));
    let dependencies: Vec<&str> = dependencies.split_whitespace().collect();
    format!(
        r#"{{"work_item_id":"{}","agent_id":null,"work_type":"feature","description":"Piece","dependencies":{dependencies:?},{more}}}"#,
        id.trim()
    )
}

fn board(items: &[&str]) -> Board {
    let items: Vec<String> = items.iter().map(|text| item(text)).collect();
    board_of(&items.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Login waits for design and storage, which waits for design and something gone; release waits for login.
fn release() -> Board {
    let board = board(&[
        r#"design|"status":"completed","result":"success""#,
        r#"storage: design attic old|"status":"active","agent_id":"agent_7","claimed_at":"2026-01-31T11:50:00Z","story_points":5"#,
        "login: design storage",
        "release: login broken",
        r#"broken|"status":"dead""#,
        "alone",
    ]);
    let log = r#"[{"work_item_id":"old","agent_id":"a","result":"success"}]"#;
    write(&board, "coordination_log.json", log);
    board
}

#[track_caller]
fn ids(board: &Board, line: &[&str]) -> String {
    let line: Vec<&str> = ["deps", "-q"].iter().chain(line).copied().collect();
    board.ok(&line).out().lines().collect::<Vec<_>>().join(" ")
}

fn deps(ids: &[&str]) -> Deps {
    Deps { ids: ids.iter().map(|id| (*id).to_owned()).collect(), limit: 200, ..Deps::default() }
}

#[test]
fn as_a_tree() {
    let board = release();
    let pages = [
        on_a_terminal(&board, deps(&[])),
        on_a_terminal(&board, deps(&["login"])),
        on_a_terminal(&board, Deps { reverse: true, ..deps(&["design"]) }),
        on_a_terminal(&board, Deps { critical_path: true, ..deps(&[]) }),
    ];
    assert!(pages.iter().all(|page| widest(page) <= 80), "{pages:#?}");
    insta::assert_snapshot!("deps_80", pages.join("\n"));
}

#[test]
fn for_programs() {
    let board = release();
    assert_eq!(ids(&board, &["login"]), "login design storage attic old");
    assert_eq!(ids(&board, &["storage", "--reverse"]), "storage login release");
    assert_eq!(ids(&board, &["--critical-path"]), "storage login release");
    let data = board.ok(&["deps", "storage", "--json"]).json()["data"].clone();
    let told = |number: usize, field: &str| data["items"][number][field].clone();
    assert_eq!((told(0, "depth"), told(0, "state")), (0.into(), "held".into()));
    assert_eq!((told(1, "work_item_id"), told(1, "state")), ("design".into(), "completed".into()));
    assert_eq!((told(2, "state"), told(2, "was_completed")), (serde_json::Value::Null, false.into()));
    assert_eq!(told(3, "was_completed"), true);
    let path = board.ok(&["deps", "--critical-path", "--json"]).json();
    assert_eq!(path["data"]["points"], 7.0);
}

#[test]
fn circles_are_found_and_told_by_the_exit_code() {
    let board = board(&["a: b", "b: c", "c: a", "d: d", "e: a"]);
    let outcome = board.run(&["deps", "--cycles"]);
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.out().contains("a → b → c → a\n") && outcome.out().contains("d → d\n"), "{outcome}");
    let tree = board.ok(&["deps"]).out();
    assert!(tree.contains("(a cycle)") && tree.contains("🔁 a → b → c → a"), "{tree}");
    let json = board.run(&["deps", "--cycles", "--json"]).json();
    assert_eq!(json["data"]["cycles"][0]["members"], serde_json::json!(["a", "b", "c"]));
    assert_eq!(ids(&release(), &["--cycles"]), "");
}

#[test]
fn drawings_hold_hostile_words_in_their_labels() {
    let board = scene();
    let hostile = "a\"]; click x9 \"javascript:alert(1)\"\n%%{init}%%\u{1b}[2J\u{202e}<b>";
    let first = board.ok(&["add", hostile, "x", "-q"]).out().trim().to_owned();
    board.ok(&["add", hostile, "x", "--after", &first]);
    for flag in ["--dot", "--mermaid"] {
        let drawing = board.ok(&["deps", flag]).out();
        assert!(!drawing.contains(hostile), "{drawing}");
        let quotes = drawing.replace("\\\"", "").matches('"').count();
        assert_eq!(quotes, 4, "around two labels, and none within: {drawing}");
        assert!(!drawing.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}')), "{drawing:?}");
        assert_eq!(drawing.matches("n0").count(), 2, "the node and its arrow: {drawing}");
        let data = board.ok(&["deps", flag, "--json"]).json()["data"].clone();
        assert_eq!(data["drawing"], drawing);
    }
    let text = on_a_terminal(&board, deps(&[]));
    assert!(widest(&text) <= 80 && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn a_chain_of_any_length_has_an_end() {
    let items: Vec<String> = (0..3_000).map(|number| item(&format!("w{number}: w{}", number + 1))).collect();
    let board = board_of(&items.iter().map(String::as_str).collect::<Vec<_>>());
    let outcome = board.ok(&["deps", "w0"]);
    assert_eq!(outcome.out().lines().count(), 202, "{outcome}");
    let data = board.ok(&["deps", "--limit", "5000", "--json"]).json()["data"].clone();
    assert_eq!((&data["total"], &data["has_more"]), (&3_001.into(), &false.into()));
}

#[test]
fn a_board_where_nothing_waits() {
    assert!(board(&["a", "b"]).ok(&["deps"]).out().contains("Nothing waits for anything."));
    let empty = scene();
    assert_eq!(empty.ok(&["deps", "--json"]).json()["data"]["total"], 0);
    assert!(!empty.dir().exists());
}

#[test]
fn wrong_questions() {
    let board = release();
    refusal(13, "ITEM_NOT_FOUND", &["work_404"]).of(&board, &["deps", "login", "work_404"]);
    refusal(2, "USAGE", &["--dot"]).of(&board, &["deps", "--cycles", "--dot"]);
    refusal(3, "INVALID_VALUE", &["--limit"]).of(&board, &["deps", "--limit", "0"]);
}
