//! `dashboard --watch` on a real pseudo-terminal, which `script` of util-linux makes.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::boards::{NOW, busy};

/// Enters and leaves the second screen of a terminal.
const ENTER: &str = "\x1b[?1049h";
const LEAVE: &str = "\x1b[?1049l";

/// What a terminal got, from the first byte to the last.
///
/// Types `keys` once the page is there. At the end the exit status and the settings of the terminal are told. `None`
/// where there is no `script`.
fn on_a_terminal(dir: &Path, arguments: &str, keys: &str) -> Option<String> {
    let shell = format!(
        "stty cols 80 rows 40; {} --dir '{}' {arguments}; echo \"exit=$?\"; stty -a",
        env!("CARGO_BIN_EXE_coord"),
        dir.display()
    );
    let child = Command::new("timeout")
        .args(["60", "script", "-qec", &shell, "/dev/null"])
        .env("COORD_NOW", NOW)
        .env("TERM", "xterm-256color")
        .env("SHELL", "/bin/sh")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let has_script = Command::new("script").arg("--version").output().is_ok();
    let Some(mut child) = child.ok().filter(|_| has_script) else {
        eprintln!("skipped: there is no `script` here");
        return None;
    };
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let (mut seen, mut chunk, mut typed) = (Vec::new(), [0; 4096], false);
    loop {
        let count = stdout.read(&mut chunk).unwrap_or(0);
        if count == 0 {
            break;
        }
        seen.extend_from_slice(&chunk[..count]);
        if !typed && String::from_utf8_lossy(&seen).contains("to end it") {
            stdin.write_all(keys.as_bytes()).unwrap();
            stdin.flush().unwrap();
            typed = true;
        }
    }
    child.wait().unwrap();
    Some(String::from_utf8_lossy(&seen).into_owned())
}

fn is_given_back(seen: &str) {
    let (_, after) = seen.rsplit_once(LEAVE).unwrap_or_else(|| panic!("never left: {seen:?}"));
    assert!(after.trim_start().starts_with("exit="), "{after:?}");
    for setting in ["icanon", "echo", "isig", "opost"] {
        assert!(after.split_whitespace().any(|word| word == setting), "{setting} is off: {after}");
    }
    let (shown, hidden) = (seen.rfind("\x1b[?25h"), seen.rfind("\x1b[?25l"));
    assert!(shown > hidden, "the cursor is hidden");
}

#[test]
fn q_ends_it_and_the_terminal_is_as_before() {
    let board = busy();
    let Some(seen) = on_a_terminal(board.path(), "dashboard --watch 1", "q") else { return };
    assert!(seen.contains(ENTER) && seen.contains("SCRUM AT SCALE DASHBOARD"), "{seen:?}");
    assert!(seen.contains("exit=0"), "{seen:?}");
    is_given_back(&seen);
}

#[test]
fn control_c_is_an_interruption() {
    let board = busy();
    let Some(seen) = on_a_terminal(board.path(), "dashboard --watch 1", "\x03") else { return };
    assert!(seen.contains("exit=130"), "{seen:?}");
    is_given_back(&seen);
}

#[test]
fn a_broken_board_is_told_of_before_the_screen_is_taken() {
    let board = busy();
    fs::write(board.path().join("work_claims.json"), "[{").unwrap();
    let Some(seen) = on_a_terminal(board.path(), "dashboard --watch 1", "q") else { return };
    assert!(!seen.contains(ENTER) && seen.contains("ERROR") && seen.contains("exit=1"), "{seen:?}");
}

#[test]
fn without_a_terminal_or_with_another_format_it_is_refused() {
    let board = busy();
    for flags in [&["--watch"][..], &["--watch", "--json"], &["--watch", "-q"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_coord"))
            .arg("--dir")
            .arg(board.path())
            .arg("dashboard")
            .args(flags)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{flags:?}");
        assert!(!String::from_utf8_lossy(&output.stdout).contains(ENTER));
    }
}
