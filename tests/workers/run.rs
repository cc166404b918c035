//! What a command gets, and what its end means for the item.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;

use crate::scene::{AGENT, add, line_of, run, scene, start, take_away};
use crate::support::{Running, eventually};

#[test]
fn success_completes_the_item_and_unblocks_what_waits() {
    let board = scene();
    let first = add(&board, "first", &["--points", "8"]);
    let second = add(&board, "second", &["--after", &first]);
    let outcome = run(&board, &first, &[], "echo hello; echo there >&2").ok();
    assert!(outcome.out().starts_with("hello\n"), "{outcome}");
    assert!(outcome.out().contains(&format!("✅ COMPLETED: {first} by {AGENT}")), "{outcome}");
    assert!(outcome.out().contains(&format!("🔓 {second} is ready now")), "{outcome}");
    assert_eq!(outcome.err(), "there\n");
    let item = board.item(&first);
    assert_eq!((&item["status"], &item["result"]), (&"completed".into(), &"success".into()));
    let note = item["notes"][0]["text"].as_str().unwrap();
    assert!(note.contains("hello") && note.contains("there"), "{note}");
    assert_eq!(board.log()[0]["velocity_points"], 8);
    run(&board, &second, &[], "true").ok();
    board.assert_consistent();
}

#[test]
fn the_command_finds_the_item_and_who_it_is() {
    let board = scene();
    let hostile = "a \"b\" \\ $(touch x) `y` 'z'\n\u{1b}[31m é 👩‍💻 \u{202e}";
    let id = add(&board, hostile, &["--meta", "k=v"]);
    let line = "cat > item; env > variables";
    run(&board, &id, &["--lease", "45m"], line).ok();
    let text = fs::read_to_string(board.home().join("item")).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    let item: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&item["description"], &item["metadata"]["k"]), (&hostile.into(), &"v".into()));
    assert_eq!((&item["agent_id"], &item["lease"]["ttl_secs"]), (&AGENT.into(), &2_700.into()));
    let variables = fs::read_to_string(board.home().join("variables")).unwrap();
    let dir = board.dir().display().to_string();
    for (name, value) in [
        ("COORD_WORK_ID", id.as_str()),
        ("CURRENT_WORK_ITEM", &id),
        ("COORD_FENCE", "1"),
        ("COORD_DIR", &dir),
        ("COORDINATION_DIR", &dir),
        ("AGENT_ID", AGENT),
    ] {
        assert!(variables.lines().any(|line| line == format!("{name}={value}")), "{name}: {variables}");
    }
    assert!(!board.home().join("x").exists());
}

#[test]
fn an_item_longer_than_a_buffer_arrives_whole() {
    let board = scene();
    let description = "long ".repeat(13_000);
    let id = add(&board, description.trim_end(), &[]);
    run(&board, &id, &[], "cat > item").ok();
    let item: Value = serde_json::from_slice(&fs::read(board.home().join("item")).unwrap()).unwrap();
    assert_eq!(item["description"], description.trim_end());
}

#[test]
fn secrets_of_our_own_are_not_passed_on() {
    let board = scene().with("COORD_API_TOKEN", "canary-1").with("MY_TOKEN", "canary-2");
    let id = add(&board, "look", &[]);
    let outcome = run(&board, &id, &[], "env").ok();
    assert!(!outcome.out().contains("canary-1"), "{outcome}");
    assert!(outcome.out().contains("MY_TOKEN=canary-2"), "{outcome}");
}

#[test]
fn failure_fails_the_item_with_the_last_lines() {
    let board = scene();
    for (line, fault) in [("exit 3", "exit 3"), ("kill -9 $$", "killed by signal 9")] {
        let id = add(&board, line, &[]);
        let outcome = run(&board, &id, &[], &format!("seq 1 30; printf 'b\\377d'; {line}"));
        assert_eq!(outcome.code, Some(1), "{outcome}");
        assert!(outcome.out().contains(&format!("💥 FAILED: {id}: {fault}")), "{outcome}");
        let item = board.item(&id);
        assert_eq!((&item["status"], &item["failures"]), (&"pending".into(), &1.into()));
        let error = item["last_error"].as_str().unwrap();
        assert!(error.starts_with(&format!("{fault}\n")) && error.contains("b\u{fffd}d"), "{error}");
        assert!(error.contains("\n30") && !error.contains("\n9\n"), "{error}");
        assert!(item["not_before"].is_string() && item["agent_id"].is_null());
    }
    board.assert_consistent();
}

#[test]
fn the_last_failure_is_the_end_of_the_item() {
    let board = scene();
    let id = add(&board, "hopeless", &["--max-attempts", "1"]);
    let after = add(&board, "after", &["--after", &id, "--on-failed-dependency", "cancel"]);
    let outcome = run(&board, &id, &["--json"], "exit 1");
    assert_eq!(outcome.code, Some(1), "{outcome}");
    let data = &outcome.json()["data"];
    assert_eq!((&data["outcome"], &data["rest"]["is_dead"]), (&"failed".into(), &true.into()));
    assert_eq!(
        (&board.item(&id)["status"], &board.item(&after)["status"]),
        (&"dead".into(), &"cancelled".into())
    );
}

#[test]
fn with_json_stdout_is_one_document() {
    let board = scene();
    let id = add(&board, "talk", &[]);
    let outcome = run(&board, &id, &["--json"], "echo to stdout; echo to stderr >&2").ok();
    let data = &outcome.json()["data"];
    assert_eq!((&data["outcome"], &data["exit_status"]), (&"completed".into(), &0.into()));
    assert!(data["output"].as_str().unwrap().contains("to stdout"));
    assert!(outcome.err().contains("to stdout\n") && outcome.err().contains("to stderr\n"), "{outcome}");
}

#[test]
fn a_program_that_cannot_be_started_costs_nothing() {
    let board = scene();
    let id = add(&board, "try", &[]);
    fs::write(board.home().join("text"), "no program").unwrap();
    board.run(&["run", &id, "--", "./nothing"]).fails_with(4);
    board.run(&["run", &id, "--", "no-such-program"]).fails_with(4);
    board.run(&["run", &id, "--", "./text"]).fails_with(5);
    assert!(board.item(&id)["fence"].is_null(), "it was not even claimed");
    // Found, but not to be started: its interpreter is missing.
    let script = board.home().join("script");
    fs::write(&script, "#!/no/such/interpreter\n").unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    board.run(&["run", &id, "--", "./script"]).fails_with(4);
    let item = board.item(&id);
    assert_eq!((&item["status"], &item["attempt"]), (&"pending".into(), &0.into()));
    assert!(item["failures"].is_null());
    board.assert_consistent();
}

#[test]
fn what_cannot_be_claimed_is_not_run() {
    let board = scene();
    let id = add(&board, "mine", &[]);
    let mut other = board.command(&["claim", "--id", &id]);
    Running::start(other.env("AGENT_ID", "other")).finish().ok();
    run(&board, &id, &[], "touch ran").fails_with(10);
    run(&board, "work_1", &[], "touch ran").fails_with(13);
    run(&board, &id, &["--timeout", "0s"], "touch ran").fails_with(3);
    run(&board, &id, &["--timeout", "soon"], "touch ran").fails_with(3);
    run(&board, &id, &["--request-id", "r"], "touch ran").fails_with(2);
    board.run(&["run", &id]).fails_with(2);
    assert!(!board.home().join("ran").exists());
}

#[test]
fn what_is_held_already_goes_on_under_its_fence() {
    let board = scene();
    let id = add(&board, "mine", &[]);
    board.ok(&["claim", "--id", &id]);
    run(&board, &id, &[], "test $COORD_FENCE = 1").ok();
    let item = board.item(&id);
    assert_eq!((&item["fence"], &item["attempt"]), (&1.into(), &1.into()));
}

#[test]
fn a_command_may_settle_the_item_itself() {
    let board = scene();
    let id = add(&board, "own", &[]);
    let outcome = run(&board, &id, &["--json"], "\"$coord\" complete \"\" partial 3").ok();
    assert_eq!(outcome.json()["data"]["outcome"], "settled");
    assert_eq!(board.item(&id)["result"], "partial");
    let id = add(&board, "own", &[]);
    let line =
        "\"$coord\" complete \"$COORD_WORK_ID\" partial 3; while [ ! -e go ]; do sleep 0.05; done; exit 4";
    let running = start(&board, &id, &["--lease", "1s"], line);
    eventually("its own completion", || (board.item(&id)["status"] == "completed").then_some(()));
    // A renewal is refused meanwhile, and the command is left alone.
    eventually("a refused renewal", || {
        let spans = fs::read_to_string(board.path("telemetry_spans.jsonl")).ok()?;
        spans.lines().any(|line| line.contains("heartbeat") && line.contains("\"error\"")).then_some(())
    });
    fs::write(board.home().join("go"), "").unwrap();
    assert_eq!(running.finish().code, Some(1));
    assert_eq!(board.item(&id)["result"], "partial");
}

#[test]
fn a_lost_claim_is_noticed_at_the_latest_at_the_end() {
    let board = scene();
    let id = add(&board, "slow", &[]);
    let running = start(&board, &id, &[], "echo > started; while [ ! -e go ]; do sleep 0.05; done");
    line_of(&board.home().join("started"));
    take_away(&board, &id);
    fs::write(board.home().join("go"), "").unwrap();
    running.finish().fails_with(10);
    let item = board.item(&id);
    assert_eq!((&item["agent_id"], &item["fence"]), (&"thief".into(), &2.into()));
    assert_eq!(item["late_results"][0]["result"], "success");
}

#[test]
fn its_steps_are_told_in_one_trace() {
    let board = scene();
    let id = add(&board, "trace", &[]);
    fs::remove_file(board.path("telemetry_spans.jsonl")).unwrap();
    let outcome = run(&board, &id, &[], "echo $TRACEPARENT").ok();
    let parent = outcome.out().lines().next().unwrap().to_owned();
    let spans = fs::read_to_string(board.path("telemetry_spans.jsonl")).unwrap();
    let spans: Vec<Value> = spans.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<&str> = spans.iter().map(|span| span["operation_name"].as_str().unwrap()).collect();
    assert_eq!(names, ["s2s.work.claim", "s2s.work.complete", "s2s.work.run"]);
    let (trace, span) = (spans[2]["trace_id"].as_str().unwrap(), spans[2]["span_id"].as_str().unwrap());
    assert_eq!(parent, format!("00-{trace}-{span}-01"));
    for step in &spans[..2] {
        assert_eq!((&step["trace_id"], &step["parent_span_id"]), (&trace.into(), &span.into()));
    }
    let events = fs::read_to_string(board.path("phoenix_telemetry_events.jsonl")).unwrap();
    assert!(events.contains("work_claimed") && events.contains("work_completed"), "{events}");
}
