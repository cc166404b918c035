//! `export`, `import` and `sync`: what one board takes from another, and what it does not.

use std::fs;

use serde_json::{Value, json};

use crate::refusal::refusal;
use crate::scene::{FIRST, everything, read, run_with, scene, write};
use crate::support::{Board, text_of, write_sample};

/// A board with something of everything, and foreign fields.
fn lived_in() -> Board {
    let board = scene();
    let done = board.claim("Done");
    board.ok(&["complete", &done, "success", "3"]);
    board.claim("In hand");
    board.ok(&["add", "feature", "Waits \u{1b}[31m 🦀", "--key", "one"]);
    let text = read(&board.path("work_claims.json"));
    let text = text.replacen("\"work_type\"", "\"mine\": {\"b\": 1.50, \"a\": [1e3]},\n    \"work_type\"", 1);
    write(&board, "work_claims.json", &text);
    board.ok(&["register", "ada", "team", "40"]);
    board
}

fn export(board: &Board, name: &str) -> String {
    let path = board.home().join(name).display().to_string();
    board.ok(&["export", &path, "--replace"]);
    path
}

fn data(board: &Board, line: &[&str]) -> Value {
    board.ok(&[line, &["--json"]].concat()).json()["data"].take()
}

fn describe(board: &Board, id: &str, text: &str) {
    board.ok(&["edit", id, "--description", text]);
}

#[test]
fn what_is_exported_comes_in_with_ids_and_foreign_fields() {
    let (board, other) = (lived_in(), scene());
    let file = export(&board, "board.jsonl");
    let told = data(&other, &["import", &file]);
    assert_eq!(told["added"].as_array().unwrap().len(), 3);
    assert_eq!(
        (&told["completions"], &told["velocity"], &told["conflicts"]),
        (&json!(1), &json!(1), &json!([]))
    );
    assert_eq!(other.items(), board.items());
    assert_eq!((other.log(), other.velocity()), (board.log(), board.velocity()));
    assert_eq!(other.agents(), board.agents());
    let text = read(&other.path("work_claims.json"));
    assert!(text.contains("1.50") && text.contains("1e3"), "{text}");
    other.assert_consistent();
    let before = other.state();
    let again = data(&other, &["import", &file]);
    assert_eq!((&again["same"], &again["added"], &again["completions"]), (&json!(3), &json!([]), &json!(0)));
    assert!(other.state() == before, "a second import changed something");
}

#[test]
fn without_a_file_the_lines_are_printed() {
    let board = lived_in();
    let file = export(&board, "board.jsonl");
    assert_eq!(board.ok(&["export"]).out(), read(file.as_ref()));
    let lines = data(&board, &["export"])["lines"].take();
    assert_eq!(lines.as_array().unwrap().len(), read(file.as_ref()).lines().count());
    board.run(&["export", &file]).fails_with(3);
    let empty = scene();
    empty.ok(&["export"]);
    assert!(!empty.dir().exists());
}

#[test]
fn what_differs_is_told_and_ours_stands_unless_theirs_is_preferred() {
    let (board, other) = (lived_in(), scene());
    let file = export(&board, "board.jsonl");
    other.ok(&["import", &file]);
    let held = text_of(&board.items()[1], "work_item_id").to_owned();
    describe(&board, &held, "Changed there");
    describe(&other, &held, "Changed here");
    let file = export(&board, "later.jsonl");
    let out = other.ok(&["import", &file]).out();
    assert!(out.contains(&format!("⚠️ {held}: it differs in description; ours stands")), "{out}");
    assert_eq!(other.item(&held)["description"], "Changed here");
    let looked = data(&other, &["import", &file, "--prefer", "theirs", "--dry-run"]);
    assert_eq!(other.item(&held)["description"], "Changed here");
    assert_eq!(looked["conflicts"][0]["stands"], "theirs");
    run_with(&other, &[("AGENT_ID", "agent_7")], &["handoff", &held, "--to", "ada"]).ok();
    let fence = other.item(&held)["fence"].as_u64().unwrap();
    other.ok(&["import", &file, "--prefer", "theirs"]);
    let item = other.item(&held);
    assert_eq!((&item["description"], &item["agent_id"]), (&json!("Changed there"), &json!("agent_7")));
    assert!(item["fence"].as_u64().unwrap() > fence, "the claim of ada is over: {item}");
    other.assert_consistent();
}

#[test]
fn another_board_comes_in_from_its_directory_and_is_only_looked_at() {
    let (board, other) = (scene(), scene());
    write_sample(other.dir(), 30);
    let before = everything(&other);
    let told = data(&board, &["import", other.dir().to_str().unwrap()]);
    assert_eq!(told["added"].as_array().unwrap().len(), other.items().len());
    assert_eq!(everything(&other), before);
    assert_eq!(board.items(), other.items());
    refusal(3, "INVALID_VALUE", &["this board itself"])
        .of(&board, &["import", board.dir().to_str().unwrap()]);
    refusal(4, "FILE_NOT_FOUND", &["no board"]).of(&board, &["import", board.home().to_str().unwrap()]);
    refusal(4, "FILE_NOT_FOUND", &["nothing"]).of(&board, &["import", "nothing"]);
}

#[test]
fn a_file_that_is_cut_or_none_of_ours_changes_nothing() {
    let (board, other) = (lived_in(), scene());
    other.claim("here");
    let file = export(&board, "board.jsonl");
    let text = read(file.as_ref());
    let last = text.trim_end().rfind('\n').unwrap();
    let before = everything(&other);
    for (broken, said) in [
        (&text[..text.len() / 2], "line"),
        (&text[..=last], "was cut"),
        ("", "empty"),
        ("[]\n", "no export"),
        ("{\"work_item_id\":\"w\"}\n", "no export"),
    ] {
        fs::write(&file, broken).unwrap();
        refusal(3, "INVALID_VALUE", &[said]).of(&other, &["import", &file]);
    }
    fs::write(&file, b"\xff\xfe\0").unwrap();
    other.run(&["import", &file]).without_panic().fails_with(3);
    assert_eq!(everything(&other), before);
}

#[test]
fn a_key_names_one_open_item_on_both_boards_together() {
    let (board, mut other) = (lived_in(), scene());
    other.set_clock("2026-01-31T13:00:00Z");
    let own = other.ok(&["add", "bug", "Other work", "--key", "one", "-q"]).out().trim().to_owned();
    let file = export(&board, "board.jsonl");
    let told = data(&other, &["import", &file]);
    assert_eq!(told["added"].as_array().unwrap().len(), 2);
    assert_eq!(told["conflicts"][0]["why"], json!(format!("its key is the one of {own}")));
    assert_eq!(other.items().iter().filter(|item| item["key"] == "one").count(), 1);
}

#[test]
fn a_look_makes_no_board_and_an_import_does() {
    let (board, other) = (lived_in(), scene());
    let file = export(&board, "board.jsonl");
    let dir = board.dir().to_str().unwrap();
    assert_eq!(data(&other, &["import", &file, "--dry-run"])["added"].as_array().unwrap().len(), 3);
    assert_eq!(data(&other, &["sync", dir, "--dry-run"])["completions"], 1);
    assert!(!other.dir().exists());
    other.ok(&["import", &file]);
    assert!(other.dir().exists());
}

/// Two boards that have met: both have the items of the first.
fn met() -> (Board, Board, Vec<String>) {
    let (board, other) = (lived_in(), scene());
    let told = data(&other, &["sync", board.dir().to_str().unwrap()]);
    assert_eq!((&told["met_before"], told["added"].as_array().unwrap().len()), (&json!(false), 3));
    let ids = board.items().iter().map(|item| text_of(item, "work_item_id").to_owned()).collect();
    (board, other, ids)
}

#[test]
fn what_changed_on_one_side_alone_is_taken_or_stays() {
    let (board, other, ids) = met();
    let dir = board.dir().to_str().unwrap();
    describe(&board, &ids[1], "Changed there");
    describe(&other, &ids[2], "Changed here");
    board.ok(&["complete", &ids[1], "success", "5"]);
    let new = board.claim("New there");
    let told = data(&other, &["sync", dir]);
    assert_eq!((&told["taken"], &told["added"]), (&json!([ids[1]]), &json!([new])));
    assert_eq!((&told["same"], &told["left"], &told["conflicts"]), (&json!(1), &json!(1), &json!([])));
    assert_eq!((&told["completions"], &told["velocity"]), (&json!(1), &json!(1)));
    assert_eq!(other.item(&ids[1])["status"], "completed");
    assert_eq!(other.item(&ids[2])["description"], "Changed here");
    other.assert_consistent();
    let back = data(&board, &["sync", other.dir().to_str().unwrap(), "--prefer", "theirs"]);
    assert_eq!(
        back["conflicts"][0]["work_item_id"],
        json!(ids[2]),
        "the first meeting of this side knows no past"
    );
    assert_eq!(board.item(&ids[2])["description"], "Changed here");
    for (one, two) in [(&board, &other), (&other, &board)] {
        let told = data(one, &["sync", two.dir().to_str().unwrap()]);
        assert_eq!(
            (&told["taken"], &told["added"], &told["conflicts"]),
            (&json!([]), &json!([]), &json!([]))
        );
    }
    assert_eq!(board.log(), other.log());
}

#[test]
fn what_changed_on_both_sides_is_told_until_somebody_decides() {
    let (board, other, ids) = met();
    let dir = board.dir().to_str().unwrap();
    describe(&board, &ids[2], "There");
    describe(&other, &ids[2], "Here");
    for _ in 0..2 {
        let told = data(&other, &["sync", dir]);
        assert_eq!(told["conflicts"][0]["fields"], json!(["description"]));
        assert_eq!(other.item(&ids[2])["description"], "Here");
    }
    other.ok(&["sync", dir, "--prefer", "ours"]);
    assert_eq!(data(&other, &["sync", dir])["conflicts"], json!([]), "it was decided");
    assert_eq!(other.item(&ids[2])["description"], "Here");
    describe(&board, &ids[2], "There again");
    describe(&other, &ids[2], "Here again");
    other.ok(&["sync", dir, "--prefer", "theirs"]);
    assert_eq!(other.item(&ids[2])["description"], "There again");
    assert_eq!(data(&other, &["sync", dir])["same"], 3);
}

#[test]
fn what_was_taken_off_this_board_stays_off_and_what_is_gone_there_stays_here() {
    let (board, other, ids) = met();
    let dir = board.dir().to_str().unwrap();
    run_with(&other, &[("OPTIMIZATION_THRESHOLD", "0")], &["optimize"]).ok();
    let told = data(&other, &["sync", dir]);
    assert_eq!((&told["added"], &told["left"]), (&json!([]), &json!(1)));
    assert!(!other.items().iter().any(|item| item["work_item_id"] == FIRST));
    run_with(&board, &[("OPTIMIZATION_THRESHOLD", "0")], &["optimize"]).ok();
    board.ok(&["cancel", &ids[2], "--reason", "no longer wanted"]);
    board.ok(&["cleanup", "--ttl", "0s"]);
    let told = data(&other, &["sync", dir]);
    assert_eq!(told["gone_there"], json!([FIRST, ids[2]]));
    assert_eq!(other.item(&ids[2])["status"], "pending");
    assert_eq!(data(&other, &["sync", dir])["gone_there"].as_array().unwrap().len(), 2);
}

#[test]
fn a_sync_that_only_looks_changes_nothing_and_broken_boards_are_refused() {
    let (board, other, ids) = met();
    let dir = board.dir().to_str().unwrap();
    describe(&board, &ids[2], "There");
    let before = everything(&other);
    assert_eq!(data(&other, &["sync", dir, "--dry-run"])["taken"], json!([ids[2]]));
    assert_eq!(everything(&other), before);
    write(&board, "work_claims.json", "[{");
    other.run(&["sync", dir]).fails_with(1);
    assert_eq!(everything(&other), before);
    refusal(4, "FILE_NOT_FOUND", &["nowhere"]).of(&other, &["sync", "nowhere"]);
    refusal(3, "INVALID_VALUE", &["this board itself"]).of(&other, &["sync", other.dir().to_str().unwrap()]);
    write(&other, ".store/side/sync.json", "nonsense");
    fs::remove_dir_all(board.dir()).unwrap();
    board.claim("new");
    refusal(1, "BROKEN_STATE", &["last sync"]).of(&other, &["sync", dir]);
}

#[test]
fn what_was_done_and_archived_here_does_not_come_in_again_as_new() {
    let (board, other) = (scene(), scene());
    let id = other.ok(&["-q", "add", "bug", "one"]).out().trim().to_owned();
    let file = export(&other, "other.jsonl");
    board.ok(&["import", &file]);
    board.ok(&["claim", "--id", &id]);
    board.ok(&["complete", &id, "success", "5"]);
    board.ok(&["cleanup", "--ttl", "0s"]);
    let again = data(&board, &["import", &file]);
    assert_eq!((&again["added"], again["conflicts"].as_array().unwrap().len()), (&json!([]), 1), "{again}");
    assert!(board.items().iter().all(|item| item["work_item_id"] != id.as_str()));
}

#[test]
fn what_both_boards_completed_counts_once() {
    let (mut board, mut other) = (scene(), scene());
    let id = other.ok(&["-q", "add", "bug", "one"]).out().trim().to_owned();
    let place = other.dir().to_str().unwrap().to_owned();
    board.ok(&["sync", &place]);
    for (board, clock) in [(&mut board, "2026-01-31T13:00:00Z"), (&mut other, "2026-01-31T14:00:00Z")] {
        board.set_clock(clock);
        board.ok(&["claim", "--id", &id]);
        board.ok(&["complete", &id, "success", "5"]);
    }
    board.set_clock("2026-01-31T15:00:00Z");
    let synced = data(&board, &["sync", &place]);
    assert_eq!((&synced["completions"], &synced["velocity"]), (&json!(0), &json!(0)), "{synced}");
    assert_eq!((board.log().len(), board.velocity().len()), (1, 1));
}

#[test]
fn a_sync_that_is_asked_for_again_forgets_nothing() {
    let (board, other) = (scene(), scene());
    other.ok(&["add", "bug", "one"]);
    let place = other.dir().to_str().unwrap().to_owned();
    board.ok(&["sync", &place, "--request-id", "R1"]);
    let before = read(&board.path(".store/side/sync.json"));
    board.ok(&["sync", &place, "--request-id", "R1"]);
    assert_eq!(read(&board.path(".store/side/sync.json")), before);
    assert!(before.contains("work_"), "{before}");
}
