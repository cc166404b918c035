//! `add --from`: a list of work, all of it or nothing.

use std::process::Command;

use serde_json::{Value, json};

use crate::refusal::refusal;
use crate::scene::{everything, read, run_with, scene, write};
use crate::support::{Board, Outcome, Running};

/// Writes a list beside the board and gives its path.
fn list(board: &Board, name: &str, text: &str) -> String {
    let path = board.home().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn added(board: &Board, name: &str, text: &str) -> Value {
    board.ok(&["add", "--from", &list(board, name, text), "--json"]).json()["data"].clone()
}

/// Adds what stands on stdin.
fn piped(board: &Board, text: &str) -> Outcome {
    let mut command: Command = board.command(&["add", "--from", "-", "--json"]);
    Running::start_with_input(&mut command, text.as_bytes()).finish()
}

#[test]
fn json_lines_with_names_that_come_later() {
    let board = scene();
    let text = r#"{"name":"test","work_type":"test","description":"Test it","after":["build"],"priority":"high"}

{"name":"build","work_type":"build","description":"Build it","needs":["cpu"],"points":3,"team":"t","key":"b"}
{"work_type":"ship","description":"Ship it","dependencies":["test","build"],"parent":"build","metadata":{"a":"1","b":2},
 "#;
    let text = text.replace(",\n ", "}\n");
    let data = added(&board, "plan.jsonl", &text);
    assert_eq!((&data["total"], &data["created"], &data["has_more"]), (&json!(3), &json!(3), &json!(false)));
    let ids: Vec<&str> =
        data["items"].as_array().unwrap().iter().map(|item| item["work_item_id"].as_str().unwrap()).collect();
    let items = board.items();
    let on_board: Vec<&str> = items.iter().map(|item| item["work_item_id"].as_str().unwrap()).collect();
    assert_eq!(ids, on_board, "in the order of the list");
    assert_eq!((&items[0]["dependencies"], &items[0]["priority"]), (&json!([ids[1]]), &json!("high")));
    assert_eq!(
        (&items[1]["needs"], &items[1]["story_points"], &items[1]["team"]),
        (&json!(["cpu"]), &json!(3), &json!("t"))
    );
    assert_eq!((&items[2]["dependencies"], &items[2]["parent"]), (&json!([ids[0], ids[1]]), &json!(ids[1])));
    assert_eq!(items[2]["metadata"], json!({"a": "1", "b": "2"}));
    assert!(items.iter().all(|item| item["status"] == "pending" && item["created_by"] == "agent_7"));
    assert_eq!(
        (&data["items"][0]["line"], &data["items"][1]["line"], &data["items"][1]["name"]),
        (&json!(1), &json!(3), &json!("build"))
    );
    board.assert_consistent();
}

#[test]
fn each_field_of_an_item_and_of_the_request() {
    let board = scene();
    let of_item = r#"{"work_type":"a","description":"b","dependencies":[],"story_points":2,"business_value":3,"acceptance_criteria":["c"],"assigned_to":"agent_8","on_failed_dependency":"run","max_attempts":2,"worktree":"w","deadline":"2026-03-01","not_before":"1h","paths":["src/**"],"metadata":{"x":true},"priority":null}"#;
    let of_request = r#"{"work_type":"a","description":"b","after":[],"points":2,"value":3,"criterion":"c","assign":"agent_8","on_failed_dependency":"run","max_attempts":2,"worktree":"w","deadline":"2026-03-01","not_before":"1h","paths":"src/**","meta":["x=true"]}"#;
    added(&board, "a.jsonl", &format!("{of_item}\n{of_request}\n"));
    let mut items = board.items();
    for item in &mut items {
        assert_eq!((&item["business_value"], &item["deadline"]), (&json!(3), &json!("2026-03-01T00:00:00Z")));
        item.as_object_mut().unwrap().remove("work_item_id");
    }
    assert_eq!(items[0], items[1]);
}

#[test]
fn tasks_of_a_markdown_page() {
    let board = scene();
    let page = "\u{feff}# Release\r\n\r\nSome words.\r\n- [ ] feature: Login (high) @web ^login\r\n  - [ ] Form\r\n  - [x] Sketch\r\n- [ ] test: Try it after:login !critical\r\n";
    let data = added(&board, "PLAN.md", page);
    assert_eq!((&data["created"], &data["done"]), (&json!(3), &json!(1)));
    let items = board.items();
    let login = &items[0];
    assert_eq!(
        (&login["work_type"], &login["description"], &login["priority"]),
        (&json!("feature"), &json!("Login"), &json!("high"))
    );
    assert_eq!((&login["team"], &login["key"]), (&json!("web"), &json!("login")));
    assert_eq!((&items[1]["parent"], &items[1]["work_type"]), (&login["work_item_id"], &json!("task")));
    assert_eq!(
        (&items[2]["dependencies"], &items[2]["priority"]),
        (&json!([login["work_item_id"]]), &json!("critical"))
    );
}

#[test]
fn stdin_is_a_list_too_and_flags_hold_for_all() {
    let board = scene();
    let first = board.claim("First");
    let mut command = board.command(&["add", "--from", "-", "--after", &first, "--needs", "gpu", "-q"]);
    let outcome = Running::start_with_input(&mut command, b"- [ ] a ^a\n- [ ] b after:a\n").finish().ok();
    let ids: Vec<String> = outcome.out().lines().map(ToOwned::to_owned).collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(
        (&board.item(&ids[0])["dependencies"], &board.item(&ids[0])["needs"]),
        (&json!([first]), &json!(["gpu"]))
    );
    assert_eq!(board.item(&ids[1])["dependencies"], json!([first, ids[0]]));
}

#[test]
fn a_list_with_keys_can_be_added_again() {
    let board = scene();
    let page = list(&board, "plan.md", "- [ ] a ^a\n- [ ] b ^b after:a\n");
    board.ok(&["add", "--from", &page]);
    run_with(&board, &[("AGENT_ID", "agent_8")], &["next"]).ok();
    let longer = list(&board, "longer.md", "- [ ] a ^a\n- [ ] b ^b after:a\n- [ ] c after:a\n");
    let out = board.ok(&["add", "--from", &longer]).out();
    assert!(out.starts_with("📥 ADDED: 1 item to the queue (2 there already)\n"), "{out}");
    let items = board.items();
    assert_eq!((items.len(), &items[2]["dependencies"]), (3, &json!([items[0]["work_item_id"]])));
}

#[test]
fn the_same_request_adds_the_list_once() {
    let board = scene();
    let page = list(&board, "plan.md", "- [ ] a\n- [ ] b\n");
    let line = ["add", "--from", &page, "--json", "--request-id", "r1"];
    let first = board.ok(&line).out();
    assert_eq!(board.ok(&line).out(), first);
    assert_eq!(board.items().len(), 2);
}

#[test]
fn a_malformed_line_is_named_and_nothing_is_written() {
    let board = scene();
    board.claim("First");
    let good = r#"{"work_type":"a","description":"b","name":"n","key":"k"}"#;
    let plain = r#"{"work_type":"a","description":"b"}"#;
    for (line, says) in [
        (r#"{"work_type":"a""#, "no JSON"),
        ("[1]", "no JSON object"),
        ("- [ ] a", "no JSON"),
        (r#"{"work_type":"a","descripton":"b"}"#, "descripton"),
        (r#"{"work_type":"a","description":7}"#, "description"),
        (r#"{"work_type":"a"}"#, "description is empty"),
        (r#"{"description":"b"}"#, "work type is empty"),
        (r#"{"work_type":"a","description":"b","points":-1}"#, "out of range"),
        (r#"{"work_type":"a","description":"b","points":"3"}"#, "points"),
        (r#"{"work_type":"a","description":"b","max_attempts":0}"#, "at least once"),
        (r#"{"work_type":"a","description":"b","max_attempts":1.5}"#, "whole number"),
        (r#"{"work_type":"a","description":"b","deadline":"99999d"}"#, "no point in time"),
        (r#"{"work_type":"a","description":"b","paths":["../x"]}"#, "no glob"),
        (r#"{"work_type":"a","description":"b","metadata":{"x":[]}}"#, "metadata"),
        (r#"{"work_type":"a","description":"b","on_failed_dependency":"wait"}"#, "block, run or cancel"),
        (r#"{"work_type":"a","description":"b","name":""}"#, "name is empty"),
        (r#"{"work_type":"a","description":"b","name":"n"}"#, "given in line 1"),
        (r#"{"work_type":"a","description":"b","key":"k"}"#, "given in line 1"),
        (r#"{"work_type":"a","description":"b","after":[""]}"#, "is empty"),
    ] {
        let path = list(&board, "plan.jsonl", &format!("{good}\n\n{line}\n{plain}\n"));
        refusal(3, "INVALID_VALUE", &["plan.jsonl, line 3", says]).of(&board, &["add", "--from", &path]);
    }
    let outcome = piped(&board, "{\"work_type\":\"a\",\"description\":\"b\"}\n{}\n");
    assert_eq!(outcome.json()["error"]["context"]["line"], 2);
    assert!(outcome.json()["error"]["message"].as_str().unwrap().starts_with("stdin, line 2: "));
    let near = piped(&board, "{\"work_typ\":\"a\"}\n").json();
    assert!(near["error"]["hint"].as_str().unwrap().contains("work_type"), "{near}");
}

#[test]
fn circles_are_named() {
    let board = scene();
    for (page, says) in [
        (
            "- [ ] x\n- [ ] a ^a after:c\n- [ ] b ^b after:a\n- [ ] c ^c after:b\n",
            "line 2: the dependencies go in a circle: a → c → b → a",
        ),
        ("- [ ] a ^a after:a\n", "line 1: the dependencies go in a circle: a → a"),
        (
            r#"{"name":"a","work_type":"t","description":"d","parent":"a"}"#,
            "line 1: this would be a part of itself: a → a",
        ),
    ] {
        let path = list(&board, "plan", page);
        refusal(3, "INVALID_VALUE", &[says]).of(&board, &["add", "--from", &path]);
    }
}

#[test]
fn what_is_not_there_cannot_be_waited_for() {
    let board = scene();
    board.claim("First");
    for line in
        ["- [ ] a after:work_404", "{\"work_type\":\"a\",\"description\":\"b\",\"parent\":\"work_404\"}"]
    {
        let path = list(&board, "plan", &format!("{line}\n"));
        refusal(13, "ITEM_NOT_FOUND", &["plan, line 1", "work_404"]).of(&board, &["add", "--from", &path]);
    }
}

#[test]
fn lists_that_are_none() {
    let board = scene();
    board.claim("First");
    for (text, says) in [
        ("", "names no work"),
        ("\n\n", "names no work"),
        ("Just prose.\n- plain\n", "names no work"),
        ("[{\"work_type\":\"a\"}]", "JSON array"),
        ("[]", "JSON array"),
    ] {
        let path = list(&board, "plan", text);
        refusal(3, "INVALID_VALUE", &[says]).of(&board, &["add", "--from", &path]);
    }
    std::fs::write(board.home().join("latin"), b"- [ ] a\n- [ ] caf\xe9\n").unwrap();
    let latin = board.home().join("latin").to_str().unwrap().to_owned();
    refusal(3, "INVALID_VALUE", &["line 2", "UTF-8"]).of(&board, &["add", "--from", &latin]);
    refusal(4, "FILE_NOT_FOUND", &["nowhere"]).of(&board, &["add", "--from", "nowhere"]);
    refusal(2, "USAGE", &["--from"]).of(&board, &["add", "feature", "x", "--from", &latin]);
    refusal(2, "USAGE", &["--from"]).of(&board, &["add", "--from", &latin, "--key", "k"]);
    let done = list(&board, "done.md", "- [x] a\n");
    assert_eq!(added(&board, "done.md", &read(std::path::Path::new(&done)))["done"], 1);
}

#[test]
fn a_list_without_an_end_is_refused() {
    let board = scene();
    board.claim("First");
    refusal(3, "INVALID_VALUE", &["/dev/zero", "64 MiB"]).of(&board, &["add", "--from", "/dev/zero"]);
    let before = everything(&board);
    let many = "- [ ] a\n".repeat(100_001);
    let outcome = piped(&board, &many);
    assert_eq!(outcome.code, Some(3), "{outcome}");
    assert_eq!(outcome.json()["error"]["context"]["line"], 100_001);
    assert_eq!(before, everything(&board));
}

#[test]
fn thousands_are_added_in_one_transaction() {
    let board = scene();
    let line = |number: u32| {
        let after = if number == 2_999 { Vec::new() } else { vec![format!("n{}", number + 1)] };
        let line = json!({"name": format!("n{number}"), "key": format!("k{number}"), "work_type": "t", "description": "d", "after": after});
        format!("{line}\n")
    };
    let text: String = (0..3_000).map(line).collect();
    let data = added(&board, "plan.jsonl", &text);
    assert_eq!((&data["created"], board.items().len()), (&json!(3_000), 3_000));
    let journal = read(&board.path(".store/journal/00000001.jsonl"));
    assert_eq!(journal.lines().filter(|line| line.contains("\"op\":\"add\"")).count(), 1);
}

#[test]
fn hostile_words_come_back_as_they_were() {
    let board = scene();
    let hostile = "it's \"quoted\" \\ 🚀\n\ttab \u{1b}[31m $(x) `y` é </script>";
    let line = json!({"work_type": hostile, "description": hostile, "team": hostile, "key": hostile, "metadata": {hostile: hostile}, "needs": [hostile]});
    write(&board, "x.jsonl", &format!("{line}\n"));
    board.ok(&["add", "--from", board.path("x.jsonl").to_str().unwrap()]);
    let item = &board.items()[0];
    for field in ["work_type", "description", "team", "key"] {
        assert_eq!(item[field], hostile, "{field}");
    }
    assert_eq!((&item["metadata"][hostile], &item["needs"][0]), (&json!(hostile), &json!(hostile)));
}
