//! `batch`: many requests in one transaction, one answer a line.

use serde_json::{Value, json};

use crate::scene::{AGENT, FIRST, SECOND, everything, scene, unnamed, with_a_claim};
use crate::support::{Board, Outcome, Running};

/// Runs `coord batch` with these lines on stdin.
fn batch(board: &Board, arguments: &[&str], lines: &[Value]) -> Outcome {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    batch_text(board, arguments, &text)
}

fn batch_text(board: &Board, arguments: &[&str], text: &str) -> Outcome {
    let arguments: Vec<&str> = ["batch"].iter().chain(arguments).copied().collect();
    Running::start_with_input(&mut board.command(&arguments), text.as_bytes()).finish()
}

/// The answers on stdout, one a line.
#[track_caller]
fn answers(outcome: &Outcome) -> Vec<Value> {
    let lines = outcome.out();
    lines.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{outcome}"))).collect()
}

fn add(description: &str) -> Value {
    json!({"op": "add", "work_type": "bug", "description": description})
}

/// How many batches the journal of the board has.
fn batches(board: &Board) -> usize {
    let history = board.ok(&["history", "--limit", "1000", "--json"]).json();
    history["data"]["items"].as_array().unwrap().iter().filter(|entry| entry["op"] == "batch").count()
}

#[test]
fn each_line_is_answered_in_order() {
    let board = scene();
    let outcome = batch(
        &board,
        &[],
        &[
            json!({"op": "claim", "work_type": "bug", "description": "one", "ref": "a"}),
            json!({"op": "progress", "work_id": FIRST, "percent": 40, "ref": 2}),
            json!({"op": "complete", "work_id": FIRST, "points": 8}),
            json!({"op": "add-work", "work_type": "bug", "description": "two"}),
        ],
    )
    .ok();
    let answers = answers(&outcome);
    let refs: Vec<&Value> = answers.iter().map(|answer| &answer["ref"]).collect();
    assert_eq!(refs, [&json!("a"), &json!(2), &Value::Null, &Value::Null]);
    let lines: Vec<u64> = answers.iter().filter_map(|answer| answer["line"].as_u64()).collect();
    assert_eq!(lines, [1, 2, 3, 4]);
    assert!(answers.iter().all(|answer| answer["ok"] == true), "{outcome}");
    assert_eq!(answers[0]["data"]["work_item_id"], FIRST);
    assert_eq!(answers[1]["data"]["progress"], 40);
    assert_eq!(answers[2]["data"]["velocity_points"], 8);
    assert_eq!(answers[3]["ids"], json!([SECOND]));
    assert_eq!(board.item(FIRST)["status"], "completed");
    assert_eq!(board.item(SECOND)["description"], "two");
    assert_eq!(batches(&board), 1, "one record of the journal");
    board.assert_consistent();
}

#[test]
fn the_report_of_a_line_is_that_of_the_command() {
    let (one, other) = (scene(), scene());
    let alone = one.ok(&["claim", "bug", "x", "--json"]).json();
    let line = json!({"op": "claim", "work_type": "bug", "description": "x"});
    let together = answers(&batch(&other, &[], &[line]).ok());
    let without_span = |mut value: Value| {
        value["item"]["telemetry"]["span_id"] = Value::Null;
        value
    };
    assert_eq!(without_span(together[0]["data"].clone()), without_span(alone["data"].clone()));
    let alone = one.run(&["complete", "work_9", "--json"]).json();
    let together = answers(&batch(&other, &[], &[json!({"op": "complete", "work_id": "work_9"})]));
    assert_eq!(together[0]["error"], alone["error"]);
    assert_eq!(together[0]["ok"], false);
}

#[test]
fn a_line_that_is_refused_changes_nothing_and_the_others_are_done() {
    let board = with_a_claim();
    let before = board.item(FIRST);
    let outcome = batch(
        &board,
        &[],
        &[
            add("kept"),
            json!({"op": "complete", "work_id": FIRST, "agent_id": "agent_8", "ref": "theirs"}),
            json!({"op": "progress", "work_id": "work_1", "percent": 3}),
            add("kept too"),
        ],
    );
    assert_eq!(outcome.code, Some(1), "{outcome}");
    let told: Vec<(bool, u64)> = answers(&outcome)
        .iter()
        .map(|answer| (answer["ok"] == true, answer["error"]["exit_code"].as_u64().unwrap_or(0)))
        .collect();
    assert_eq!(told, [(true, 0), (false, 10), (false, 13), (true, 0)]);
    assert!(outcome.err().contains("2 of 4 lines were refused; the first is line 2"), "{outcome}");
    assert_eq!(board.item(FIRST)["status"], before["status"]);
    assert_eq!(board.items().len(), 3);
}

#[test]
fn the_result_of_a_late_completion_is_kept() {
    let mut board = with_a_claim().with("WORK_CLAIM_TIMEOUT", "60");
    board.set_clock("2026-01-31T13:00:00Z");
    let lines = [
        json!({"op": "claim", "id": FIRST, "agent_id": "agent_8"}),
        json!({"op": "complete", "work_id": FIRST, "result": "too late", "agent_id": AGENT, "fence": 1}),
    ];
    let outcome = batch(&board, &[], &lines);
    assert_eq!(answers(&outcome)[1]["error"]["code"], "STALE_FENCE", "{outcome}");
    assert_eq!(board.item(FIRST)["late_results"][0]["result"], "too late");
    assert_eq!(board.item(FIRST)["agent_id"], "agent_8");
}

#[test]
fn atomic_is_all_or_nothing() {
    let board = with_a_claim();
    let before = everything(&board);
    let lines = [add("a"), add("b"), json!({"op": "complete", "work_id": "work_5"}), add("c")];
    let outcome = batch(&board, &["--atomic"], &lines).fails_with(13);
    assert_eq!(outcome.out(), "");
    assert!(outcome.err().contains("line 3: there is no work item work_5"), "{outcome}");
    assert_eq!(everything(&board), before);
    let document = batch(&board, &["--atomic", "--json"], &lines).json();
    assert_eq!(
        (&document["error"]["code"], &document["error"]["context"]["line"]),
        (&json!("ITEM_NOT_FOUND"), &json!(3))
    );
    let told = answers(&batch(&board, &["--atomic"], &[add("a"), add("b")]).ok());
    assert_eq!((told.len(), board.items().len()), (2, 3));
}

/// A line, a word of the error, and a word of the hint.
const MALFORMED: [(&str, &str, &str); 12] = [
    ("{", "line 2: the line is no JSON", "each line"),
    ("[]", "line 2: the line is no JSON object", "each line"),
    ("{\"op\":3}", "line 2: \"op\" is no text", "each line"),
    ("{\"work_type\":\"bug\"}", "line 2: the line has no \"op\"", "each line"),
    ("{\"op\":\"compleet\"}", "line 2: unknown op \"compleet\"", "did you mean \"complete\"?"),
    ("{\"op\":\"list-work\"}", "line 2: list-work cannot be part of a batch", "coord list-work"),
    ("{\"op\":\"add\",\"descripton\":\"x\"}", "line 2: add has no field \"descripton\"", "\"description\""),
    ("{\"op\":\"add\"}", "line 2: the work type is empty", ""),
    ("{\"op\":\"claim\",\"work_type\":\"bug\"}", "line 2: missing argument: the description", ""),
    (
        "{\"op\":\"add\",\"work_type\":[]}",
        "line 2: this is no request of add: invalid type",
        "coord schema add",
    ),
    (
        "{\"op\":\"progress\",\"work_id\":\"w\",\"percent\":101}",
        "line 2: \"101\" is no percentage",
        "0 to 100",
    ),
    ("{\"op\":\"add\",\"ref\":[]}", "line 2: \"ref\" is neither a text nor a number", ""),
];

#[test]
fn a_malformed_line_is_told_with_its_number_and_before_the_lock_is_taken() {
    let board = scene();
    for (line, message, hint) in MALFORMED {
        let text = format!("{}\n{line}\n", add("x"));
        let outcome = batch_text(&board, &["--atomic"], &text).fails_with_one_of(&[2, 3]);
        assert!(outcome.err().contains(message) && outcome.err().contains(hint), "{line}: {outcome}");
        assert!(!board.dir().exists(), "{line}: nothing was even made");
    }
    for (number, (line, message, _)) in MALFORMED.iter().enumerate() {
        let outcome = batch_text(&board, &[], &format!("{}\n{line}\n", add("x")));
        assert_eq!(outcome.code, Some(1), "{outcome}");
        let told = &answers(&outcome)[1];
        let said = told["error"]["message"].as_str().unwrap();
        assert!(
            message.ends_with(said) || said.starts_with(message.trim_start_matches("line 2: ")),
            "{told}"
        );
        assert_eq!(board.items().len(), number + 1, "the other line was done");
    }
}

#[test]
fn a_line_can_name_what_an_earlier_line_made() {
    let board = scene();
    let lines = [
        json!({"op": "add", "work_type": "bug", "description": "@a stays a text", "ref": "a"}),
        json!({"op": "add", "work_type": "bug", "description": "second", "after": ["@a"], "ref": "b"}),
        json!({"op": "add", "work_type": "bug", "description": "third", "after": "@b", "parent": "@a"}),
        json!({"op": "claim", "id": "@a"}),
    ];
    let told = answers(&batch(&board, &["--atomic"], &lines).ok());
    let id = |line: usize| told[line]["data"]["work_item_id"].as_str().unwrap();
    assert_eq!(board.item(id(1))["dependencies"], json!([id(0)]));
    assert_eq!(board.item(id(2))["dependencies"], json!([id(1)]));
    assert_eq!(board.item(id(2))["parent"], id(0));
    assert_eq!(id(3), id(0));
    assert_eq!(board.item(id(0))["description"], "@a stays a text");
}

#[test]
fn a_name_that_no_line_has_or_that_made_nothing_is_refused() {
    let board = scene();
    let lines = [
        json!({"op": "complete", "work_id": "work_1", "ref": "a"}),
        json!({"op": "add", "work_type": "bug", "description": "x", "after": ["@a"]}),
        json!({"op": "add", "work_type": "bug", "description": "x", "after": ["@b"]}),
        json!({"op": "add", "work_type": "bug", "description": "x", "ref": "b"}),
    ];
    let outcome = batch(&board, &[], &lines);
    let told = answers(&outcome);
    assert_eq!(told[1]["error"]["message"], "the line \"a\" made no item");
    assert_eq!(told[2]["error"]["message"], "no line before this one has the ref \"b\"");
    assert_eq!(board.items().len(), 1);
}

#[test]
fn each_line_is_asked_by_whom_it_says() {
    let board = unnamed();
    let claim = |agent: &str| json!({"op": "claim", "work_type": "t", "description": "d", "agent_id": agent});
    let lines = [claim("agent_1"), claim("agent_2"), claim("agent_1")];
    batch(&board, &[], &lines).ok();
    let holders: Vec<Value> = board.items().iter().map(|item| item["agent_id"].clone()).collect();
    assert_eq!(holders, ["agent_1", "agent_2", "agent_1"]);
    let loads: Vec<Value> = board.agents().iter().map(|agent| agent["current_workload"].clone()).collect();
    assert_eq!(loads, [2, 1]);
    let forced =
        json!({"op": "complete", "work_id": FIRST, "agent_id": "agent_3", "force": true, "reason": "gone"});
    batch(&board, &[], &[forced]).ok();
    assert_eq!(board.item(FIRST)["status"], "completed");
}

#[test]
fn a_batch_of_a_name_is_run_once() {
    let board = scene();
    let run = || batch(&board, &["--request-id", "r1"], &[add("a"), add("b")]).ok().out();
    let first = run();
    let before = everything(&board);
    assert_eq!(run(), first);
    assert_eq!(everything(&board), before);
    assert_eq!(board.items().len(), 2);
}

#[test]
fn the_forms_of_the_answer() {
    let board = scene();
    let quiet = batch(&board, &["-q"], &[add("a"), json!({"op": "add"}), add("b")]);
    assert_eq!(quiet.out(), format!("{FIRST}\n{SECOND}\n"), "{quiet}");
    assert_eq!(quiet.code, Some(1));
    let document = batch(&board, &["--json"], &[add("c"), json!({"op": "add"})]);
    let data = document.json()["data"].clone();
    assert_eq!((&data["total"], &data["succeeded"], &data["failed"]), (&json!(2), &json!(1), &json!(1)));
    assert_eq!(data["items"][1]["error"]["code"], "INVALID_VALUE");
    let schema = board.ok(&["schema", "batch"]).json()["batch"]["report"].clone();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&data), "{data}");
}

#[test]
fn empty_lines_and_empty_input_are_nothing() {
    let board = scene();
    assert_eq!(batch_text(&board, &[], "").ok().out(), "");
    assert_eq!(batch_text(&board, &["--atomic"], "\n \n").ok().out(), "");
    assert!(!board.dir().exists());
    let told = answers(&batch_text(&board, &[], &format!("\n\n{}\n\n", add("x"))).ok());
    assert_eq!((told.len(), &told[0]["line"]), (1, &json!(3)));
}

#[test]
fn a_file_is_read_like_stdin_and_a_missing_one_is_told() {
    let board = scene();
    std::fs::write(board.home().join("requests.jsonl"), format!("{}\n", add("x"))).unwrap();
    board.ok(&["batch", "requests.jsonl"]);
    assert_eq!(board.items().len(), 1);
    board.run(&["batch", "nowhere.jsonl"]).fails_with(4);
}

#[test]
fn hostile_lines_are_answered() {
    let board = scene();
    let mut text = b"\xff\xfe\n".to_vec();
    text.extend(format!("{}\n", "[".repeat(100_000)).bytes());
    text.extend(format!("\"{}\"\n", "x".repeat(5 << 20)).bytes());
    text.extend(format!("{}", add("\u{1b}[31m\u{202e}\n")).bytes());
    let outcome = Running::start_with_input(&mut board.command(&["batch"]), &text).finish().without_panic();
    let told = answers(&outcome);
    let oks: Vec<bool> = told.iter().map(|answer| answer["ok"] == true).collect();
    assert_eq!(oks, [false, false, false, true], "{outcome}");
    assert_eq!(board.items()[0]["description"], "\u{1b}[31m\u{202e}\n");
}

#[test]
fn a_long_input_is_taken_in_several_transactions() {
    let board = scene();
    let mut lines: Vec<Value> = (0..10_001).map(|_| json!({"op": "complete", "work_id": "work_1"})).collect();
    lines[0] = json!({"op": "add", "work_type": "t", "description": "first", "ref": "a"});
    lines[10_000] = json!({"op": "add", "work_type": "t", "description": "last", "after": ["@a"]});
    let outcome = batch(&board, &[], &lines);
    assert_eq!(outcome.code, Some(1));
    assert_eq!(outcome.out().lines().count(), 10_001);
    assert_eq!(board.items()[1]["dependencies"], json!([FIRST]));
    assert_eq!(batches(&board), 2, "a record for each");
}

#[test]
fn events_of_each_line_are_told() {
    let board = scene();
    batch(
        &board,
        &[],
        &[
            json!({"op": "claim", "work_type": "t", "description": "d"}),
            json!({"op": "complete", "work_id": FIRST}),
        ],
    )
    .ok();
    let events = crate::scene::json_lines(&board, "phoenix_telemetry_events.jsonl");
    let types: Vec<&Value> = events.iter().map(|event| &event["event_type"]).collect();
    assert_eq!(types, ["work_claimed", "work_completed"]);
    assert_eq!(crate::scene::json_lines(&board, "telemetry_spans.jsonl").len(), 1);
}

#[test]
fn an_item_whose_last_attempt_ended_with_its_lease_is_dead_though_nothing_is_taken() {
    let mut board = scene().with("WORK_CLAIM_TIMEOUT", "60");
    board.ok(&["add", "t", "d", "--max-attempts", "1"]);
    board.ok(&["next"]);
    board.set_clock("2026-01-31T13:00:00Z");
    let refused = batch(&board, &[], &[json!({"op": "next"}), add("other")]);
    assert_eq!(answers(&refused)[0]["error"]["context"]["dead"], json!([FIRST]), "{refused}");
    assert_eq!(board.item(FIRST)["status"], "dead");
    assert_eq!(board.items().len(), 2);
}
