//! `backup` and `restore`: the board as it was, whatever came between, or nothing at all.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::thread;

use serde_json::{Value, json};

use crate::scene::{FIRST, everything, read, run_with, scene, write};
use crate::support::{Board, JSON_FILES, text_of, write_sample};

/// A board that was worked on for a while, with settings and an archive.
fn lived_in() -> Board {
    let board = scene();
    write(&board, "config.toml", "[archive]\nkeep_completed = 2\n");
    let done: Vec<String> = (0..4).map(|number| board.claim(&format!("Done {number}"))).collect();
    for id in &done {
        board.ok(&["complete", id, "success", "3"]);
    }
    board.claim("In hand");
    board.ok(&["add", "feature", "Waits", "--meta", "mine=1"]);
    board
}

fn back_up(board: &Board) -> String {
    board.ok(&["backup", "-q"]).out().trim().to_owned()
}

/// Work that changes every file.
fn go_on(board: &Board) {
    for _ in 0..4 {
        let id = board.claim("Later");
        board.ok(&["complete", &id, "success", "1"]);
    }
    write(board, "config.toml", "[archive]\nkeep_completed = 1\n");
    board.ok(&["next"]);
}

fn archives(board: &Board) -> Vec<PathBuf> {
    let mut names: Vec<PathBuf> = fs::read_dir(board.path("archived_claims"))
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    names
}

#[test]
fn what_was_backed_up_comes_back_to_the_byte() {
    let board = lived_in();
    let file = back_up(&board);
    let (state, config, archive) = (board.state(), read(&board.path("config.toml")), archives(&board));
    let history = board.ok(&["history", FIRST]).out();
    go_on(&board);
    let later = board.state();
    assert!(later != state && archives(&board).len() > archive.len());
    let document = board.ok(&["restore", &file, "--json"]).json();
    let data = &document["data"];
    assert_eq!(
        data["census"],
        json!({"seq": data["census"]["seq"], "items": 4, "agents": 1, "completions": 4})
    );
    assert_eq!(data["before"]["completions"], 8);
    assert!(board.state() == state, "another board came back");
    assert_eq!((read(&board.path("config.toml")), archives(&board)), (config, archive));
    assert_eq!(board.ok(&["history", FIRST]).out(), history);
    board.assert_consistent();
    let kept = board.path(text_of(data, "kept"));
    for name in JSON_FILES {
        assert_eq!(fs::read_to_string(kept.join(name)).unwrap(), later.shown(name), "the old {name}");
    }
    let old = Board::in_dir(&kept).at("2026-01-31T12:00:00Z");
    assert_eq!(old.log().len(), 8);
    assert!(old.ok(&["status"]).succeeded(), "the board of before can be looked at");
    let id = board.claim("The board works on");
    assert!(!later.shown("work_claims.json").contains(&id), "an id was given twice");
    board.assert_consistent();
}

#[test]
fn a_restore_stands_in_the_journal_and_can_be_undone() {
    let board = lived_in();
    let first = back_up(&board);
    board.claim("Later");
    let second = back_up(&board);
    assert_ne!(first, second);
    let later = board.state();
    board.ok(&["restore", &first, "--reason", "a mistake"]);
    assert!(board.state() != later);
    board.ok(&["restore", &second]);
    assert!(board.state() == later);
    let log = board.ok(&["history", "--json", FIRST]).json();
    assert!(log["ok"].as_bool().unwrap());
    let journal: String = fs::read_dir(board.path("backups"))
        .unwrap()
        .flatten()
        .flat_map(|entry| fs::read_dir(entry.path().join(".store/journal")).into_iter().flatten().flatten())
        .map(|entry| fs::read_to_string(entry.path()).unwrap())
        .collect();
    assert!(
        journal.contains("\"op\":\"restore\"") && journal.contains("\"reason\":\"a mistake\""),
        "{journal}"
    );
    board.assert_consistent();
}

#[test]
fn a_backup_goes_where_it_is_told_and_is_for_its_owner_alone() {
    let board = lived_in();
    let outcome = board.ok(&["backup"]);
    assert!(outcome.out().starts_with("💾 BACKUP: 4 work items, 1 agents, 4 completions\n"), "{outcome}");
    let file = board.path("backups/board_20260131_120000.tar.zst");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(back_up(&board), board.path("backups/board_20260131_120000_2.tar.zst").display().to_string());
    let own = board.home().join("own.tar.zst");
    let line = ["backup", own.to_str().unwrap()];
    board.ok(&line);
    let before = fs::read(&own).unwrap();
    board.claim("Later");
    board.run(&line).fails_with(3);
    assert_eq!(fs::read(&own).unwrap(), before);
    board.ok(&[&line[..], &["--replace"]].concat());
    assert_ne!(fs::read(&own).unwrap(), before);
    board.ok(&["backup", board.home().to_str().unwrap()]);
    assert!(board.home().join("board_20260131_120000.tar.zst").is_file(), "a name of its own in a directory");
    board.run(&["backup", "/nowhere/at/all.tar.zst"]).fails_with(4);
    let left: Vec<PathBuf> = everything(&board).into_keys().collect();
    let is_staged = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "new");
    assert!(!left.iter().any(is_staged), "{left:?}");
    let empty = scene();
    empty.run(&["backup"]).fails_with(1);
    assert!(!empty.dir().exists());
}

#[test]
fn a_backup_of_another_machine_makes_a_board_where_there_is_none() {
    let board = lived_in();
    let file = back_up(&board);
    let other = scene();
    let out = other.ok(&["restore", &file]).out();
    assert!(!out.contains("kept"), "{out}");
    assert!(other.state() == board.state());
    assert_eq!(other.ok(&["history", FIRST]).out(), board.ok(&["history", FIRST]).out());
    let mode = fs::metadata(other.path("work_claims.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    other.claim("Later");
    other.assert_consistent();
}

#[test]
fn a_broken_board_comes_back() {
    let board = lived_in();
    let (file, state) = (back_up(&board), board.state());
    write(&board, "work_claims.json", "[{\"broken\"");
    let journal = fs::read_dir(board.path(".store/journal")).unwrap().next().unwrap().unwrap().path();
    fs::write(&journal, "nonsense\n").unwrap();
    board.run(&["claim", "feature", "x"]).fails_with(1);
    board.ok(&["restore", &file]);
    assert!(board.state() == state);
    board.assert_consistent();
    fs::remove_dir_all(board.path(".store")).unwrap();
    fs::remove_file(board.path("agent_status.json")).unwrap();
    board.ok(&["restore", &file]);
    assert!(board.state() == state);
    board.assert_consistent();
}

#[test]
fn a_look_changes_nothing_and_says_what_is_in_it() {
    let board = lived_in();
    let file = back_up(&board);
    board.claim("Later");
    let before = everything(&board);
    let document = board.ok(&["restore", &file, "--dry-run", "--json"]).json();
    assert_eq!(everything(&board), before);
    let data = &document["data"];
    assert_eq!((&data["census"]["items"], &data["before"]["items"]), (&json!(4), &json!(5)));
    assert_eq!((&data["kept"], &data["dry_run"]), (&Value::Null, &json!(true)));
    let empty = scene();
    empty.ok(&["restore", &file, "--dry-run"]);
    assert!(!empty.dir().exists());
}

#[test]
fn a_damaged_backup_changes_nothing() {
    let board = lived_in();
    let file = back_up(&board);
    board.claim("Later");
    let bytes = fs::read(&file).unwrap();
    let damaged = board.home().join("damaged.tar.zst");
    let refused = |bytes: &[u8]| {
        fs::write(&damaged, bytes).unwrap();
        let before = everything(&board);
        for more in [&[][..], &["--dry-run"]] {
            let line = [&["restore", damaged.to_str().unwrap()][..], more].concat();
            let outcome = board.run(&line).without_panic().fails_with(3);
            assert!(outcome.err().contains("damaged.tar.zst: "), "{outcome}");
        }
        assert_eq!(everything(&board), before);
    };
    refused(&bytes[..bytes.len() / 2]);
    refused(&bytes[..bytes.len() - 1]);
    refused(&[&bytes[..], b"more"].concat());
    refused(b"");
    refused(b"hello");
    for at in [200, bytes.len() / 2, bytes.len() - 10] {
        let mut changed = bytes.clone();
        changed[at] ^= 0x40;
        refused(&changed);
    }
    board.run(&["restore", "nothing"]).fails_with(4);
    board.run(&["restore", ""]).fails_with(2);
    board.run(&["restore"]).fails_with(2);
    board.run(&["restore", board.home().to_str().unwrap()]).fails_with(3);
}

#[test]
fn what_the_script_staged_is_taken_in_once() {
    let board = lived_in();
    let staged =
        |id: &str| format!("{{\"work_item_id\":\"{id}\",\"status\":\"active\",\"agent_id\":\"s\"}}\n");
    write(&board, "work_claims_fast.jsonl", &staged("work_fast_1"));
    board.claim("Takes it in");
    run_with(&board, &[("AGENT_ID", "s")], &["complete", "work_fast_1"]).ok();
    let text = staged("work_fast_1") + &staged("work_fast_2");
    fs::write(board.path("work_claims_fast.jsonl"), &text).unwrap();
    // Another file at the name would be read from its start; this one is the same.
    let file = back_up(&board);
    board.claim("Later");
    board.ok(&["restore", &file]);
    board.claim("After");
    let ids = board.items();
    let count = |id: &str| ids.iter().filter(|item| item["work_item_id"] == id).count();
    assert_eq!((count("work_fast_1"), count("work_fast_2")), (1, 1));
    assert_eq!(board.item("work_fast_1")["status"], "completed");
}

#[test]
fn a_board_of_the_script_can_be_backed_up_and_brought_back() {
    let board = scene();
    write_sample(board.dir(), 60);
    let file = back_up(&board);
    let state = board.state();
    board.claim("Later");
    board.ok(&["restore", &file]);
    assert!(board.state() == state);
}

#[test]
fn commands_go_on_while_boards_are_copied_and_replaced() {
    let board = Board::new();
    board.claim("first");
    let file = board.home().join("b.tar.zst");
    board.ok(&["backup", file.to_str().unwrap()]);
    thread::scope(|scope| {
        for writer in 0..3 {
            let board = &board;
            scope.spawn(move || {
                for number in 0..12 {
                    let id = board.claim(&format!("{writer} {number}"));
                    // The board may have been replaced since.
                    let outcome = board.run(&["complete", &id]).without_panic();
                    assert!(matches!(outcome.code, Some(0 | 13)), "{outcome}");
                }
            });
        }
        for _ in 0..6 {
            board.ok(&["restore", file.to_str().unwrap()]);
            board.ok(&["backup"]);
        }
    });
    board.assert_consistent();
    for entry in fs::read_dir(board.path("backups")).unwrap().flatten() {
        if entry.path().extension().is_some_and(|extension| extension == "zst") {
            let other = Board::new();
            other.ok(&["restore", entry.path().to_str().unwrap()]);
            other.assert_consistent();
        }
    }
}

#[test]
fn what_a_killed_restore_staged_is_told_and_removed() {
    let board = lived_in();
    let file = back_up(&board);
    let stage = || {
        fs::create_dir_all(board.path(".store/restore")).unwrap();
        write(&board, ".store/restore/0000", "half");
    };
    stage();
    let out = board.run(&["doctor"]).out();
    assert!(out.contains("a board that was not restored"), "{out}");
    board.ok(&["doctor", "--fix"]);
    assert!(!board.path(".store/restore").exists());
    stage();
    board.claim("goes on");
    board.ok(&["restore", &file]);
    assert!(!board.path(".store/restore").exists());
    board.assert_consistent();
}

#[test]
fn a_plan_of_somebody_else_renames_nothing() {
    let board = lived_in();
    let victim = board.home().join("victim.json");
    fs::write(&victim, "mine").unwrap();
    fs::create_dir_all(board.path(".store/restore")).unwrap();
    let plan = |kept: &str, to: &str, gone: &str| {
        json!({"kept": kept, "moves": [{"from": "0000", "to": to, "inode": 1}], "gone": [gone]}).to_string()
    };
    let place = "backups/before_restore_1";
    for text in [
        plan(place, "work_claims.json", "../victim.json"),
        plan(place, "../victim.json", "config.toml"),
        plan("../elsewhere", "work_claims.json", "config.toml"),
        plan("backups/before_restore_1/../../..", "work_claims.json", "config.toml"),
        plan(place, "/etc/passwd", "config.toml"),
        "{}".to_owned(),
        "nonsense".to_owned(),
    ] {
        write(&board, ".store/restore/plan.json", &text);
        let state = board.state();
        let outcome = board.run(&["claim", "feature", "x"]).fails_with(1);
        assert!(outcome.err().contains("no plan of this program"), "{outcome}");
        assert!(board.state() == state);
    }
    assert_eq!(read(&victim), "mine");
    let is_there = |path: &Path| path.exists();
    assert!(!is_there(&board.home().join("elsewhere")));
    fs::remove_file(board.path(".store/restore/plan.json")).unwrap();
    board.claim("works on");
}
