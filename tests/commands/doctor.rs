//! `doctor` and `doctor --fix`.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::scene::{FIRST, everything, scene, with_a_claim, write};
use crate::support::{Board, Outcome};

/// The checks of a board that is in use.
const CHECKS: [&str; 13] = [
    "config",
    "directory",
    "lock",
    "work-claims",
    "agent-status",
    "coordination-log",
    "work-ids",
    "agent-ids",
    "journal",
    "settled",
    "stage",
    "quarantine",
    "leases",
];

fn states(outcome: &Outcome) -> BTreeMap<String, String> {
    let document = outcome.json();
    let checks = document["data"]["checks"].as_array().unwrap();
    let word = |check: &Value, field: &str| check[field].as_str().unwrap().to_owned();
    checks.iter().map(|check| (word(check, "name"), word(check, "state"))).collect()
}

fn completed() -> Board {
    let board = with_a_claim();
    board.ok(&["complete", FIRST]);
    board.claim("Second");
    board
}

#[test]
fn every_check_is_named_and_good() {
    let board = completed();
    let before = everything(&board);
    let outcome = board.ok(&["doctor"]);
    for name in CHECKS {
        assert!(outcome.out().contains(&format!("✅ {name}: ")), "{name}: {outcome}");
    }
    let states = states(&board.ok(&["doctor", "--json"]));
    assert_eq!(states.len(), CHECKS.len());
    assert!(states.values().all(|state| state == "good"), "{states:?}");
    assert_eq!(before, everything(&board), "a look changes nothing");
}

#[test]
fn a_healthy_board_is_left_alone_by_fix() {
    let board = completed();
    let before = everything(&board);
    board.ok(&["doctor", "--fix"]);
    assert_eq!(before, everything(&board));
}

#[test]
fn without_a_board_it_says_so() {
    let board = scene();
    let outcome = board.ok(&["doctor"]);
    assert!(outcome.out().contains("does not exist"), "{outcome}");
    board.ok(&["doctor", "--fix"]);
    assert!(!board.dir().exists());
}

#[test]
fn a_broken_file_is_named_with_its_place_and_what_fix_would_do() {
    for (file, check) in [
        ("work_claims.json", "work-claims"),
        ("agent_status.json", "agent-status"),
        ("coordination_log.json", "coordination-log"),
    ] {
        let board = completed();
        write(&board, file, "[\n  {\"broken\n");
        let before = everything(&board);
        let outcome = board.run(&["doctor"]);
        assert_eq!(outcome.code, Some(1), "{outcome}");
        let said = outcome.out();
        assert!(said.contains(&format!("❌ {check}: {file} does not parse")), "{outcome}");
        assert!(said.contains("line ") && said.contains("--fix would"), "{outcome}");
        assert_eq!(states(&board.run(&["doctor", "--json"]))[check], "bad");
        assert_eq!(before, everything(&board));
    }
}

#[test]
fn fix_moves_a_broken_file_byte_for_byte_and_rebuilds_it() {
    for file in ["work_claims.json", "agent_status.json", "coordination_log.json"] {
        let board = completed();
        let whole = crate::support::parse(&board.path(file));
        let broken = b"[\n  {\"broken\": \xff\xfe\0 tail".as_slice();
        fs::write(board.path(file), broken).unwrap();
        let outcome = board.ok(&["doctor", "--fix"]);
        assert!(outcome.out().contains("🔧"), "{outcome}");
        assert_eq!(kept(&board), [broken]);
        assert_eq!(crate::support::parse(&board.path(file)), whole, "{file}");
        let after = states(&board.ok(&["doctor", "--json"]));
        assert!(after.values().all(|state| state != "bad"), "{after:?}");
        assert_eq!(after["quarantine"], "notice");
        board.claim("Third");
        board.ok(&["audit", "verify"]);
    }
}

fn kept(board: &Board) -> Vec<Vec<u8>> {
    let folder = fs::read_dir(board.path(".store/quarantine")).unwrap();
    folder.map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect()
}

/// Two items of which the second is cut off, on a board that `coord` never wrote to: only the first comes back.
#[track_caller]
fn saves(text: &str) {
    let board = scene();
    write(&board, "work_claims.json", text);
    board.run(&["claim", "feature", "x"]).fails_with(1);
    board.ok(&["doctor", "--fix"]);
    let ids: Vec<Value> = board.items().iter().map(|item| item["work_item_id"].clone()).collect();
    assert_eq!(ids, ["a"]);
    assert_eq!(kept(&board), [text.as_bytes()]);
    board.ok(&["claim", "feature", "x"]);
}

#[test]
fn fix_saves_what_can_be_read_of_a_board_without_a_journal() {
    saves(concat!(
        "[\n  {\n    \"work_item_id\": \"a\",\n    \"agent_id\": \"x\",\n    \"status\": \"active\"\n  },\n",
        "  {\n    \"work_item_id\": \"b\",\n    \"sta"
    ));
}

#[test]
fn fix_saves_what_can_be_read_of_a_board_in_another_layout() {
    saves("[{\"work_item_id\":\"a\",\"agent_id\":\"x\",\"status\":\"active\"},{\"work_item_id\":\"b\",\"sta");
}

#[test]
fn what_a_killed_command_left_is_named_and_removed() {
    let board = completed();
    write(&board, ".store/tmp/left_behind", "x");
    let outcome = board.ok(&["doctor"]);
    assert!(outcome.out().contains("left_behind"), "{outcome}");
    board.ok(&["doctor", "--fix"]);
    assert!(!board.path(".store/tmp/left_behind").exists());
}

#[test]
fn a_broken_setting_and_a_broken_trail_are_bad() {
    let board = completed();
    let journal = board.path(".store/journal/00000001.jsonl");
    fs::write(&journal, crate::scene::read(&journal).replacen("agent_7", "agent_8", 1)).unwrap();
    let outcome = board.run(&["doctor", "--json"]);
    assert_eq!((outcome.code, states(&outcome)["journal"].as_str()), (Some(1), "bad"));
    let board = completed();
    write(&board, "config.toml", "strict = 7\n");
    let outcome = board.run(&["doctor", "--json"]);
    assert_eq!((outcome.code, states(&outcome)["config"].as_str()), (Some(1), "bad"));
}

#[test]
fn an_expired_lease_and_a_foreign_edit_are_worth_knowing() {
    let mut board = completed();
    board.set_clock("2026-02-01T12:00:00Z");
    assert_eq!(states(&board.ok(&["doctor", "--json"]))["leases"], "notice");
    let edited = crate::scene::read(&board.path("work_claims.json")).replace("Second", "Zweites");
    write(&board, "work_claims.json", &edited);
    assert_eq!(states(&board.ok(&["doctor", "--json"]))["settled"], "notice");
}
