//! The `claude` program as a provider: how it is called, and what becomes of what it says.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use rustix::process::{Pid, Signal, test_kill_process};
use serde_json::{Value, json};

use super::{add, answer, board, board_with_program};
use crate::support::{Board, MockClaude, Outcome, Running, eventually, session};

fn ask(board: &Board) -> Outcome {
    board.run(&["ask", "What waits?", "--no-fallback", "--no-cache", "--json"])
}

/// Fails the test unless the program, saying this, leads to an error with this code and these words.
#[track_caller]
fn leads_to(program: &MockClaude, code: i32, words: &str) {
    let board = board_with_program(program).with("COORD_CLAUDE_TIMEOUT", "20s");
    let outcome = board.run(&["ask", "What waits?", "--no-fallback", "--json"]).refuses_with(code);
    let message = outcome.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.contains(words), "{words:?}: {message}");
}

#[test]
fn it_is_called_with_instructions_and_schema_and_reads_the_data() {
    let program = MockClaude::answering(&json!({"structured_output": answer("It waits.", &[])}));
    let board = board_with_program(&program)
        .with("CLAUDECODE", "1")
        .with("COORD_WEBHOOK_SECRET", "canary-secret")
        .with("ANTHROPIC_MODEL", "claude-sonnet-5-5");
    let bug = add(&board, &["bug", "canary description"]);
    let told = board.ok(&["ask", "What waits?", "--json"]).json()["data"].clone();
    assert_eq!((&told["answer"], &told["provider"]), (&json!("It waits."), &json!("cli")));
    assert_eq!(told["model"], "claude-haiku-5-5", "the one that answered");
    assert_eq!(told["usage"], json!({"input_tokens": 60, "output_tokens": 4}));
    assert_eq!(told["cost_usd"], json!(0.0002));

    let arguments = program.arguments();
    assert_eq!(&arguments[..3], ["-p", "--output-format", "json"]);
    assert_eq!(
        (program.value("--model"), program.value("--tools")),
        ("claude-sonnet-5-5".into(), String::new())
    );
    let schema: Value = serde_json::from_str(&program.value("--json-schema")).unwrap();
    assert!(schema["properties"]["work_item_ids"].is_object(), "{schema}");
    assert!(program.value("--system-prompt").contains("never instructions"));
    let line = arguments.join(" ");
    assert!(!line.contains("canary") && !line.contains(&bug) && !line.contains("What waits"), "{line}");
    assert!(program.stdin().contains("canary description") && program.stdin().contains(&bug));

    let (directory, listing) = program.directory();
    assert_eq!((listing.as_str(), directory.exists()), ("", false), "empty, and gone afterwards");
    let environment = program.environment();
    for hidden in ["CLAUDECODE", "COORD_WEBHOOK_SECRET"] {
        assert!(!environment.contains_key(hidden), "{hidden}");
    }
    assert_eq!(
        (&*environment["CLAUDE_CODE_SAFE_MODE"], &*environment["CLAUDE_CODE_MAX_RETRIES"]),
        ("1", "0")
    );
}

#[test]
fn an_answer_in_the_text_will_do() {
    let program = MockClaude::answering(&json!({"result": answer("Fine.", &[]).to_string()}));
    assert_eq!(ask(&board_with_program(&program)).ok().json()["data"]["answer"], "Fine.");
    let verbose = json!([{"type": "system"}, session(&json!({"structured_output": answer("Listed.", &[])}))]);
    let program = MockClaude::printing(&format!("a warning\n{verbose}\n"));
    assert_eq!(ask(&board_with_program(&program)).code, Some(22), "a list among other lines is no result");
    let program = MockClaude::printing(&verbose.to_string());
    assert_eq!(ask(&board_with_program(&program)).ok().json()["data"]["answer"], "Listed.");
}

#[test]
fn errors_of_the_service_are_told() {
    let failing = |fields: Value| MockClaude::doing(&format!("echo '{}'\nexit 1", session(&fields)));
    let of_status =
        |status: u16| failing(json!({"is_error": true, "api_error_status": status, "result": "API Error"}));
    leads_to(&of_status(401), 21, "answered with 401");
    leads_to(&of_status(404), 21, "answered with 404");
    let unknown = of_status(404);
    let board = board_with_program(&unknown).with("ANTHROPIC_MODEL", "claude-sonet");
    let told = ask(&board).refuses_with(21).json();
    assert!(told["error"]["hint"].as_str().unwrap().contains("claude-sonnet-5-5"), "{told}");
    leads_to(
        &failing(json!({"subtype": "error_max_turns", "is_error": true, "errors": ["turns"]})),
        22,
        "turns",
    );
    leads_to(&failing(json!({"is_error": true, "result": "Please run /login"})), 20, "/login");
    leads_to(&failing(json!({"stop_reason": "refusal"})), 21, "declined");
}

#[test]
fn what_may_pass_is_tried_again() {
    let busy =
        session(&json!({"is_error": true, "api_error_status": 529, "result": "API Error: overloaded"}));
    let fine = session(&json!({"structured_output": answer("At last.", &[])}));
    let lines = format!(
        "if [ \"$(wc -l < \"$(dirname \"$0\")/calls\")\" -lt 2 ]; then echo '{busy}'; exit 1; fi\necho '{fine}'"
    );
    let program = MockClaude::doing(&lines);
    assert_eq!(ask(&board_with_program(&program)).ok().json()["data"]["answer"], "At last.");
    assert_eq!(program.calls(), 2);
}

#[test]
fn prose_goes_back_once() {
    let prose = session(&json!({"result": "Sure! It all waits.", "structured_output": null}));
    let right = session(&json!({"structured_output": answer("It waits.", &[])}));
    let first = "[ \"$(wc -l < \"$(dirname \"$0\")/calls\")\" -lt 2 ]";
    let program = MockClaude::doing(&format!("if {first}; then echo '{prose}'; else echo '{right}'; fi"));
    assert_eq!(ask(&board_with_program(&program)).ok().json()["data"]["answer"], "It waits.");
    let told = program.stdin();
    assert!(
        told.contains("You answered:\n\nSure! It all waits.") && told.contains("no JSON document"),
        "{told}"
    );
    assert_eq!(program.calls(), 2);
}

#[test]
fn rubbish_is_no_answer() {
    leads_to(&MockClaude::printing(""), 22, "said nothing");
    leads_to(&MockClaude::printing("Hello there\n"), 22, "no result");
    leads_to(&MockClaude::answering(&json!({"result": "Sure! Here it is."})), 22, "not what was asked for");
    leads_to(&MockClaude::doing("head -c 10000000 /dev/zero"), 22, "more than 8 MB");
    leads_to(
        &MockClaude::doing("echo 'no such thing' >&2; exit 3"),
        21,
        "ended with 3 and no result: no such thing",
    );
    leads_to(&MockClaude::doing("echo \"error: unknown option '--json-schema'\" >&2; exit 1"), 20, "too old");
}

#[test]
fn a_key_that_it_tells_is_told_no_further() {
    let program = MockClaude::doing("echo \"bad key $ANTHROPIC_API_KEY\" >&2; exit 1");
    let board = board_with_program(&program).with("ANTHROPIC_API_KEY", "sk-ant-canary-9");
    let outcome = board.run(&["ask", "What?", "--provider", "cli", "--no-fallback"]).fails_with(21);
    assert!(outcome.err().contains("bad key …") && !outcome.err().contains("canary"), "{outcome}");
}

#[test]
fn a_program_that_cannot_be_run_is_no_provider() {
    let program = MockClaude::answering(&json!({}));
    fs::set_permissions(program.path(), fs::Permissions::from_mode(0o644)).unwrap();
    let told = ask(&board_with_program(&program)).refuses_with(20).json();
    assert!(told["error"]["message"].as_str().unwrap().contains("may not be executed"), "{told}");
    fs::set_permissions(program.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(program.path(), "#!/nowhere/at/all\n").unwrap();
    let told = ask(&board_with_program(&program)).refuses_with(20).json();
    assert!(told["error"]["message"].as_str().unwrap().starts_with("claude cannot be run"), "{told}");
    let named = board().with("COORD_CLAUDE_PROVIDER", "cli");
    ask(&named).refuses_with(20);
}

#[test]
fn it_ends_at_the_deadline_with_all_that_it_started() {
    let program = MockClaude::doing(
        "trap '' TERM\nsleep 600 &\necho $! > \"$(dirname \"$0\")/child\"\nwait; sleep 600",
    );
    let board = board_with_program(&program).with("COORD_CLAUDE_TIMEOUT", "1s");
    let outcome = ask(&board).refuses_with(23);
    assert!(outcome.elapsed < Duration::from_secs(10), "{outcome}");
    assert_gone(&program);
}

#[test]
fn ctrl_c_ends_it_with_130_and_leaves_no_child() {
    let program = MockClaude::doing("sleep 600 &\necho $! > \"$(dirname \"$0\")/child\"\nwait");
    let board = board_with_program(&program);
    for line in [&["ask", "What?"][..], &["claude-stream", "red"]] {
        let _ = fs::remove_file(program.home().join("child"));
        let running = Running::start(&mut board.command(line));
        eventually("the program runs", || child(&program));
        running.signal(Signal::INT);
        let outcome = running.finish_within(Duration::from_secs(10));
        assert_eq!(outcome.code, Some(130), "{outcome}");
        assert_gone(&program);
    }
}

#[test]
fn it_does_not_outlive_us() {
    let program = MockClaude::doing("sleep 600 &\necho $! > \"$(dirname \"$0\")/child\"\nwait");
    let board = board_with_program(&program);
    for signal in [Signal::KILL, Signal::TERM] {
        let _ = fs::remove_file(program.home().join("child"));
        let running = Running::start(&mut board.command(&["ask", "What?"]));
        eventually("the program runs", || child(&program));
        running.signal(signal);
        assert_eq!(running.finish().signal, Some(signal.as_raw()));
        assert_gone(&program);
    }
}

fn child(program: &MockClaude) -> Option<i32> {
    fs::read_to_string(program.home().join("child")).ok()?.trim().parse().ok()
}

/// Fails the test unless the program and its child end.
#[track_caller]
fn assert_gone(program: &MockClaude) {
    for pid in [program.pid(), child(program)] {
        let pid = Pid::from_raw(pid.expect("it was started")).unwrap();
        eventually("it is gone", || test_kill_process(pid).is_err().then_some(()));
    }
}
