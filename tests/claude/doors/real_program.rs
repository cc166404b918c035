//! The real `claude` program, against a Messages API of ours. Only where it is asked for: `COORD_E2E=1`.

use std::env;
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::{add, answer, board, two_updates};
use crate::support::{ApiAnswer, ApiError, ApiRequest, Board, MessagesApi, skip};

/// The package that holds the program; 165 MB.
const PACKAGE: &str = "claude-agent-sdk==0.2.184";
/// Unpacks the program from the package in the directory that is named.
const UNPACK: &str = "import pathlib, sys, zipfile
home = pathlib.Path(sys.argv[1])
package = zipfile.ZipFile(next(home.glob('claude_agent_sdk-*.whl')))
name = next(name for name in package.namelist() if name.endswith('_bundled/claude'))
(home / 'claude.part').write_bytes(package.read(name))";

/// The program, downloaded once into the target directory.
fn program() -> Result<PathBuf, String> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/claude-program");
    let program = home.join("claude");
    fs::create_dir_all(&home).map_err(|error| error.to_string())?;
    let lock = File::create(home.join("lock")).map_err(|error| error.to_string())?;
    lock.lock().map_err(|error| error.to_string())?;
    if program.exists() {
        return Ok(program);
    }
    let run = |command: &mut Command| match command.stdout(Stdio::null()).stderr(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{command:?}: {status}")),
        Err(error) => Err(format!("{command:?}: {error}")),
    };
    run(Command::new("pip").args(["download", "--no-deps", "-d"]).arg(&home).arg(PACKAGE))?;
    run(Command::new("python3").args(["-c", UNPACK]).arg(&home))?;
    let part = home.join("claude.part");
    fs::set_permissions(&part, fs::Permissions::from_mode(0o755)).map_err(|error| error.to_string())?;
    fs::rename(part, &program).map_err(|error| error.to_string())?;
    Ok(program)
}

/// A board whose provider is the real program, with an empty home; nothing where it is not to be had.
fn scene(api: &MessagesApi) -> Option<Board> {
    if env::var_os("COORD_E2E").is_none() {
        skip("set COORD_E2E=1 for the real claude program");
        return None;
    }
    let program = match program() {
        Ok(program) => program,
        Err(why) => {
            skip(&format!("the claude program cannot be had: {why}"));
            return None;
        }
    };
    let board = board()
        .with("ANTHROPIC_BASE_URL", &api.url())
        .with("ANTHROPIC_API_KEY", "sk-ant-canary-11")
        .with("COORD_CLAUDE_PROVIDER", "cli");
    board.ok(&["init"]);
    board.ok(&["config", "set", "claude.program", &program.display().to_string()]);
    Some(board)
}

/// What the mock makes of a call of the program: the value through the tool that it adds for it.
fn through_the_tool(value: Value) -> ApiAnswer {
    ApiAnswer::by(move |request: &ApiRequest| {
        let tools = request.body["tools"].as_array().cloned().unwrap_or_default();
        let is_there = tools.iter().any(|tool| tool["name"] == "StructuredOutput");
        let is_done = request.body["messages"].to_string().contains("tool_result");
        if is_there && !is_done {
            ApiAnswer::ToolUse("StructuredOutput".to_owned(), value.clone())
        } else {
            ApiAnswer::Text("Done.".to_owned())
        }
    })
}

#[test]
fn a_question_is_answered_through_it() {
    let api = MessagesApi::new();
    let Some(board) = scene(&api) else { return };
    let bug = add(&board, &["bug", "canary description"]);
    // Neither its home nor the place of the call may get a word in.
    fs::write(board.home().join("CLAUDE.md"), "canary instructions").unwrap();
    fs::create_dir_all(board.home().join(".claude")).unwrap();
    fs::write(board.home().join(".claude/CLAUDE.md"), "canary instructions").unwrap();
    let hook = json!({"hooks": {"UserPromptSubmit": [{"hooks": [{"type": "command",
        "command": format!("touch {}", board.home().join("hooked").display())}]}]}});
    fs::write(board.home().join(".claude/settings.json"), hook.to_string()).unwrap();
    api.usually(through_the_tool(answer(&format!("{bug} waits."), &[&bug])));
    let told = board.ok(&["ask", "What waits?", "--no-fallback", "--json"]).json()["data"].clone();
    assert_eq!((&told["provider"], &told["work_item_ids"]), (&json!("cli"), &json!([bug])));
    assert!(told["cost_usd"].as_f64().is_some_and(|cost| cost > 0.0), "{told}");
    let request =
        api.requests().into_iter().find(|request| request.path.starts_with("/v1/messages")).unwrap();
    let body = request.body.to_string();
    assert!(body.contains("canary description"), "{body}");
    assert!(!body.contains("canary instructions"), "no CLAUDE.md is met: {body}");
    assert!(!board.home().join("hooked").exists(), "no hook runs");
    let tools = request.body["tools"].as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap());
    // A placeholder that does nothing may stand beside it.
    let tools: Vec<&str> = tools.filter(|name| !name.ends_with("Placeholder")).collect();
    assert_eq!(tools, ["StructuredOutput"], "no other tool is there");
}

#[test]
fn prose_goes_back_once_through_it() {
    let api = MessagesApi::new();
    let Some(board) = scene(&api) else { return };
    // It asks the model for the value itself, once; then the prose is the result.
    let prose = || ApiAnswer::Text("Sure! It all waits.".to_owned());
    api.plan([prose(), prose()]);
    api.usually(through_the_tool(answer("It waits.", &[])));
    let told = board.ok(&["ask", "What waits?", "--no-fallback", "--json"]).json()["data"].clone();
    assert_eq!((&told["provider"], &told["answer"]), (&json!("cli"), &json!("It waits.")));
}

#[test]
fn updates_come_through_it() {
    let api = MessagesApi::new();
    let Some(board) = scene(&api) else { return };
    api.usually(through_the_tool(two_updates()));
    let outcome = board.ok(&["claude-stream", "red", "--no-fallback"]);
    assert_eq!(outcome.out().matches("Status:").count(), 2, "{outcome}");
}

#[test]
fn a_wrong_key_is_told_by_it() {
    let api = MessagesApi::new();
    let Some(board) = scene(&api) else { return };
    api.usually(ApiError::of(401));
    let outcome = board.run(&["ask", "What waits?", "--no-fallback"]).fails_with(21);
    assert!(outcome.err().contains("401") && !outcome.err().contains("canary"), "{outcome}");
}
