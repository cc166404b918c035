//! The files as other programs read them: names and order of fields, layout, modes.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use serde_json::Value;

use crate::scene::{FIRST, TRACE, field_names, read, scene, with_a_claim};
use crate::support::{Board, JSON_FILES, has};

const ITEM: [&str; 11] = [
    "work_item_id",
    "agent_id",
    "reactor_id",
    "claimed_at",
    "estimated_duration",
    "work_type",
    "priority",
    "description",
    "status",
    "team",
    "telemetry",
];
const AGENT: [&str; 8] = [
    "agent_id",
    "team",
    "status",
    "capacity",
    "current_workload",
    "specialization",
    "last_heartbeat",
    "performance_metrics",
];
const COMPLETION: [&str; 5] = ["work_item_id", "completed_at", "agent_id", "result", "velocity_points"];
const SPAN: [&str; 12] = [
    "trace_id",
    "span_id",
    "parent_span_id",
    "operation_name",
    "span_kind",
    "status",
    "start_time",
    "duration_ms",
    "service",
    "resource_attributes",
    "span_attributes",
    "forced_trace_context",
];
const EVENT: [&str; 4] = ["timestamp", "event_type", "source", "metadata"];

fn worked_on() -> Board {
    let board = with_a_claim();
    board.ok(&["progress", FIRST, "12.5"]);
    let hostile = "it's \"quoted\" \\ 🚀\n\ttab \u{1b}[31m é $(x) </script>";
    board.ok(&["claim", hostile, hostile, hostile, hostile]);
    board.ok(&["complete", FIRST, "done", "8"]);
    board
}

/// The first record of an array file, as it stands there.
fn first_record(board: &Board, name: &str) -> String {
    let text = read(&board.path(name));
    let end = text.find("\n  }").unwrap() + "\n  }".len();
    text["[\n".len()..end].to_owned()
}

#[test]
fn an_item_begins_with_the_scripts_fields_in_the_scripts_order() {
    let board = with_a_claim();
    let record = first_record(&board, "work_claims.json");
    assert_eq!(field_names(&record)[..ITEM.len()], ITEM);
    let item: Value = serde_json::from_str(&record).unwrap();
    assert_eq!(item["reactor_id"], "shell_agent");
    assert_eq!(item["claimed_at"], "2026-01-31T12:00:00Z");
    assert_eq!(item["estimated_duration"], "30m");
    assert_eq!(item["status"], "active");
    let telemetry = item["telemetry"].to_string();
    assert_eq!(item["telemetry"]["trace_id"], TRACE);
    assert_eq!(item["telemetry"]["operation"], "s2s.work.claim");
    assert_eq!(item["telemetry"]["service"], "s2s-coordination");
    assert_eq!(item["telemetry"]["span_id"].as_str().unwrap().len(), 16, "{telemetry}");
    let start = record.find("\"telemetry\": ").unwrap() + "\"telemetry\": ".len();
    let end = start + record[start..].find('}').unwrap() + 1;
    assert_eq!(field_names(&record[start..end]), ["trace_id", "span_id", "operation", "service"]);
}

#[test]
fn progress_and_completion_add_their_fields() {
    let board = worked_on();
    let item = board.item(FIRST);
    for field in ["progress", "last_update", "completed_at", "result"] {
        assert!(item.get(field).is_some(), "{field}");
    }
    assert_eq!(item["telemetry"]["last_progress_trace_id"], TRACE);
    let names = field_names(&first_record(&board, "work_claims.json"));
    assert_eq!(names[..ITEM.len()], ITEM);
    let script = ["progress", "last_update", "completed_at", "result"];
    assert_eq!(names[ITEM.len()..ITEM.len() + script.len()], script, "before what is new");
}

#[test]
fn an_agent_has_the_scripts_fields_in_the_scripts_order() {
    let board = with_a_claim();
    let record = first_record(&board, "agent_status.json");
    assert_eq!(field_names(&record)[..AGENT.len()], AGENT);
    let start = record.find("\"performance_metrics\": ").unwrap() + "\"performance_metrics\": ".len();
    let end = start + record[start..].find('}').unwrap() + 1;
    assert_eq!(
        field_names(&record[start..end]),
        ["tasks_completed", "average_completion_time", "success_rate"]
    );
    assert!(record.contains("\"success_rate\": 100.0"), "{record}");
}

#[test]
fn a_completion_has_the_scripts_fields_in_the_scripts_order() {
    let board = worked_on();
    let record = first_record(&board, "coordination_log.json");
    let names = field_names(&record);
    assert_eq!(names[..COMPLETION.len()], COMPLETION);
    assert_eq!(names[COMPLETION.len()..], ["work_type", "duration_secs"], "what is new comes after");
    assert!(record.contains("\"velocity_points\": 8,\n"), "{record}");
}

#[test]
fn spans_and_events_have_the_fields_of_the_contract_in_its_order() {
    let board = worked_on();
    for line in read(&board.path("telemetry_spans.jsonl")).lines() {
        assert_eq!(field_names(line), SPAN);
    }
    for line in read(&board.path("phoenix_telemetry_events.jsonl")).lines() {
        assert_eq!(field_names(line), EVENT);
        let start = line.find("\"metadata\":").unwrap() + "\"metadata\":".len();
        assert_eq!(
            field_names(&line[start..line.len() - 1]),
            ["param1", "param2", "param3", "agent_id", "trace_id"]
        );
    }
}

#[test]
fn the_resource_of_a_span_is_in_the_order_of_the_contract() {
    let board = with_a_claim();
    let text = read(&board.path("telemetry_spans.jsonl"));
    let start = text.find("\"resource_attributes\":").unwrap() + "\"resource_attributes\":".len();
    let end = start + text[start..].find('}').unwrap() + 1;
    assert_eq!(
        field_names(&text[start..end]),
        ["service.name", "service.version", "s2s.component", "deployment.environment"]
    );
}

#[test]
fn a_velocity_line_is_as_the_script_wrote_it() {
    let board = worked_on();
    let text = read(&board.path("velocity_log.txt"));
    assert_eq!(text, "2026-01-31T12:00:00Z: Team backend_team +8 velocity points\n");
}

#[test]
fn the_layout_is_what_jq_prints() {
    let board = worked_on();
    if !has(&["jq"]) {
        return;
    }
    for name in JSON_FILES {
        let printed = Command::new("jq").arg(".").arg(board.path(name)).output().unwrap();
        assert!(printed.status.success(), "{name}");
        // Older versions of jq print 100.0, which the contract asks for, as 100.
        let whole = |text: &str| text.replace(": 100.0\n", ": 100\n").replace(": 100.0,", ": 100,");
        let printed = String::from_utf8_lossy(&printed.stdout).into_owned();
        assert_eq!(whole(&printed), whole(&read(&board.path(name))), "{name}");
    }
}

#[test]
fn an_array_without_records_is_what_jq_prints_too() {
    let board = with_a_claim();
    board.ok(&["complete", FIRST]);
    crate::scene::run_with(&board, &[("OPTIMIZATION_THRESHOLD", "0")], &["optimize"]).ok();
    assert_eq!(read(&board.path("work_claims.json")), "[]\n");
}

#[test]
fn nobody_else_may_read_what_is_made() {
    let board = worked_on();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(board.dir()), 0o700);
    for name in ["work_claims.json", "velocity_log.txt", "telemetry_spans.jsonl", ".store/lock"] {
        assert_eq!(mode(&board.path(name)), 0o600, "{name}");
    }
}

#[test]
fn a_file_that_is_replaced_keeps_its_mode() {
    let board = with_a_claim();
    fs::set_permissions(board.path("work_claims.json"), fs::Permissions::from_mode(0o640)).unwrap();
    board.claim("Second");
    let mode = fs::metadata(board.path("work_claims.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn the_scripts_lock_file_is_never_left_behind() {
    let board = scene();
    crate::scene::write(&board, "config.toml", "legacy_lock = true\n");
    board.claim("x");
    board.run(&["complete", "work_404"]).fails_with(13);
    assert!(!board.path("work_claims.json.lock").exists());
    // A live holder is waited for, and its lock is left alone.
    fs::write(board.path("work_claims.json.lock"), format!("{}\n", std::process::id())).unwrap();
    board.run(&["claim", "feature", "y", "--lock-timeout", "50ms"]).fails_with(10);
    assert!(board.path("work_claims.json.lock").exists());
    // A dead holder's lock is taken away.
    fs::write(board.path("work_claims.json.lock"), "4194304\n").unwrap();
    board.ok(&["claim", "feature", "y", "--lock-timeout", "5s"]);
    assert!(!board.path("work_claims.json.lock").exists());
}
