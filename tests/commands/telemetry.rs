//! Spans and events: the trace they are part of, what they say, and that they never fail a command.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use serde_json::{Value, json};

use crate::scene::{FIRST, TRACE, json_lines, run_with, scene, shell, with_a_claim};
use crate::support::{Board, Running, has};

const SPANS: &str = "telemetry_spans.jsonl";
const EVENTS: &str = "phoenix_telemetry_events.jsonl";
const PARENT: &str = "00-5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174-01";

fn last_span(board: &Board) -> Value {
    json_lines(board, SPANS).pop().unwrap()
}

#[test]
fn the_first_variable_that_is_set_names_the_trace() {
    let all = [
        ("TRACEPARENT", PARENT),
        ("OTEL_TRACE_ID", "d"),
        ("TRACE_ID", "c"),
        ("COORDINATION_TRACE_ID", "b"),
        ("FORCE_TRACE_ID", "a"),
    ];
    for (count, trace) in ["a", "b", "c", "d", "5b8efff798038103d269b633813fc60c"].iter().enumerate() {
        let board = Board::new().by("agent_7");
        let set = &all[..all.len() - count];
        let outcome = run_with(&board, set, &["claim", "feature", "x"]).ok();
        assert!(outcome.out().starts_with(&format!("🔍 Trace ID: {trace}\n")), "{outcome}");
        assert_eq!(last_span(&board)["trace_id"], *trace);
        assert_eq!(board.items()[0]["telemetry"]["trace_id"], *trace);
        assert_eq!(json_lines(&board, EVENTS)[0]["metadata"]["trace_id"], *trace);
    }
}

#[test]
fn an_empty_variable_names_nothing_and_without_any_the_trace_is_new() {
    let board = Board::new().with("FORCE_TRACE_ID", "").with("TRACE_ID", "");
    board.claim("x");
    board.claim("y");
    let traces: Vec<String> =
        json_lines(&board, SPANS).iter().map(|span| span["trace_id"].as_str().unwrap().to_owned()).collect();
    assert!(traces.iter().all(|trace| is_hex(trace, 32)), "{traces:?}");
    assert_ne!(traces[0], traces[1]);
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[test]
fn the_parent_of_a_w3c_trace_is_kept() {
    let board = Board::new();
    run_with(&board, &[("TRACEPARENT", PARENT)], &["claim", "feature", "x"]).ok();
    let span = last_span(&board);
    assert_eq!(span["parent_span_id"], "eee19b7ec3c1b174");
    assert!(is_hex(span["span_id"].as_str().unwrap(), 16));
    assert_eq!(span["forced_trace_context"]["trace_forced"], false);
    assert_eq!(board.items()[0]["telemetry"]["span_id"], span["span_id"]);
}

#[test]
fn a_span_says_what_was_done() {
    let board = with_a_claim().with("DEPLOYMENT_ENV", "staging").with("OTEL_SERVICE_NAME", "mine");
    board.ok(&["progress", FIRST, "50"]);
    let span = last_span(&board);
    assert_eq!(span["operation_name"], "s2s.work.progress");
    assert_eq!((&span["status"], &span["start_time"]), (&json!("ok"), &json!("2026-01-31T12:00:00Z")));
    assert_eq!(span["span_attributes"]["s2s.work_item_id"], FIRST);
    assert_eq!(span["service"], json!({"name": "mine", "version": env!("CARGO_PKG_VERSION")}));
    let resource = json!({"service.name": "mine", "service.version": env!("CARGO_PKG_VERSION"),
        "s2s.component": "coordination_helper", "deployment.environment": "staging"});
    assert_eq!(span["resource_attributes"], resource);
    let forced = json!({"force_trace_id": TRACE, "coordination_trace_id": "", "trace_forced": true});
    assert_eq!(span["forced_trace_context"], forced);
    assert!(span["duration_ms"].is_u64());
}

#[test]
fn each_writing_command_has_its_operation() {
    let board = with_a_claim();
    board.ok(&["complete", FIRST]);
    board.ok(&["register", "agent_9"]);
    board.ok(&["heartbeat"]);
    board.ok(&["optimize"]);
    board.ok(&["list-work"]);
    let operations: Vec<Value> =
        json_lines(&board, SPANS).iter().map(|span| span["operation_name"].clone()).collect();
    assert_eq!(
        operations,
        [
            "s2s.work.claim",
            "s2s.work.complete",
            "s2s.agent.register",
            "s2s.agent.heartbeat",
            "s2s.work.optimize"
        ]
    );
}

#[test]
fn claims_and_completions_are_events_with_their_parameters() {
    let board = with_a_claim();
    board.ok(&["complete", FIRST, "done", "8"]);
    let event = |event_type: &str, parameters: [&str; 3]| {
        json!({"timestamp": "2026-01-31T12:00:00Z", "event_type": event_type, "source": "coordination_helper",
            "metadata": {"param1": parameters[0], "param2": parameters[1], "param3": parameters[2],
            "agent_id": "agent_7", "trace_id": TRACE}})
    };
    assert_eq!(
        json_lines(&board, EVENTS),
        [
            event("work_claimed", ["feature", "backend_team", "high"]),
            event("work_completed", ["done", "backend_team", "8"])
        ]
    );
}

#[test]
fn a_refusal_is_a_span_with_an_error_and_no_event() {
    let board = with_a_claim();
    let events = json_lines(&board, EVENTS).len();
    board.run(&["complete", "work_404"]).fails_with(13);
    let span = last_span(&board);
    assert_eq!((&span["status"], &span["operation_name"]), (&json!("error"), &json!("s2s.work.complete")));
    assert_eq!(span["span_attributes"]["s2s.work_item_id"], "work_404");
    assert_eq!(json_lines(&board, EVENTS).len(), events);
}

#[test]
fn hostile_text_is_one_line() {
    let board = scene();
    board.ok(&["claim", "two\nlines \"", "x", "\u{2028}", "team\r\n"]);
    assert_eq!(json_lines(&board, EVENTS)[0]["metadata"]["param1"], "two\nlines \"");
    assert_eq!(json_lines(&board, SPANS).len(), 1);
}

#[test]
fn it_can_be_turned_off() {
    for word in ["false", "0", "no", "off"] {
        let board = scene().with("TELEMETRY_ENABLED", word);
        board.claim("x");
        assert!(!board.path(SPANS).exists() && !board.path(EVENTS).exists(), "{word}");
    }
    let board = scene();
    crate::scene::write(&board, "config.toml", "[telemetry]\nenabled = false\n");
    board.claim("x");
    assert!(!board.path(SPANS).exists());
    run_with(&board, &[("TELEMETRY_ENABLED", "true")], &["claim", "feature", "x"]).ok();
    assert!(board.path(SPANS).exists());
}

/// Fails the test unless commands work on a board whose telemetry was spoilt by `spoil`.
#[track_caller]
fn survives(spoil: impl Fn(&Board, &str)) {
    let board = scene();
    fs::create_dir(board.dir()).unwrap();
    fs::set_permissions(board.dir(), fs::Permissions::from_mode(0o700)).unwrap();
    for name in [SPANS, EVENTS] {
        spoil(&board, name);
    }
    let outcome = board.ok(&["claim", "feature", "x"]);
    assert_eq!(outcome.err(), "", "{outcome}");
    assert_eq!(board.ok(&["complete", FIRST, "--json"]).json()["ok"], true);
}

#[test]
fn a_file_that_cannot_be_written_fails_no_command() {
    survives(|board, name| {
        fs::write(board.path(name), "").unwrap();
        fs::set_permissions(board.path(name), fs::Permissions::from_mode(0o400)).unwrap();
    });
}

#[test]
fn a_directory_in_its_place_fails_no_command() {
    survives(|board, name| fs::create_dir(board.path(name)).unwrap());
}

#[test]
fn links_and_devices_in_its_place_fail_no_command() {
    survives(|board, name| symlink("/dev/full", board.path(name)).unwrap());
    survives(|board, name| symlink("nowhere", board.path(name)).unwrap());
    if has(&["mkfifo"]) {
        survives(|board, name| {
            let made = std::process::Command::new("mkfifo").arg(board.path(name)).status().unwrap();
            assert!(made.success());
        });
    }
}

#[test]
fn half_a_line_of_somebody_else_spoils_only_itself() {
    let board = scene();
    crate::scene::write(&board, SPANS, "{\"half\": ");
    board.claim("x");
    let text = crate::scene::read(&board.path(SPANS));
    let last: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!((text.lines().count(), &last["operation_name"]), (2, &json!("s2s.work.claim")));
}

#[test]
fn what_a_full_disk_left_of_a_line_ends_as_one() {
    let board = scene();
    // The limit falls into the middle of the next line of each file.
    for (name, length) in [(SPANS, 65_536 - 100), (EVENTS, 65_536 - 50)] {
        crate::scene::write(&board, name, &format!("\"{}\"\n", "x".repeat(length - 3)));
    }
    shell(&board, "ulimit -f 128; exec \"$coord\" claim feature torn").ok();
    for name in [SPANS, EVENTS] {
        let text = crate::scene::read(&board.path(name));
        assert_eq!((text.len(), text.lines().count()), (65_536, 2), "{name}");
        assert!(text.ends_with('\n'), "whoever writes at the same time begins on a line of its own: {name}");
    }
    board.claim("whole");
    for name in [SPANS, EVENTS] {
        let text = crate::scene::read(&board.path(name));
        let whole = text.lines().filter(|line| serde_json::from_str::<Value>(line).is_ok()).count();
        assert_eq!((text.lines().count(), whole), (3, 2), "{name}");
    }
}

#[test]
fn commands_at_once_write_whole_lines() {
    let board = Board::new();
    let running: Vec<Running> =
        (0..20).map(|_| Running::start(&mut board.command(&["claim", "feature", "x"]))).collect();
    for running in running {
        running.finish().ok();
    }
    assert_eq!((json_lines(&board, SPANS).len(), json_lines(&board, EVENTS).len()), (20, 20));
}
