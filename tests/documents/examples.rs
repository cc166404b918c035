//! The examples run: those in the help of each command, and the scripts in `examples/`.

use std::fs;

use coord::commands::registry::COMMANDS;

use crate::project;
use crate::sandbox::{Sandbox, has, said};

#[test]
fn every_example_of_every_command_runs() {
    for entry in COMMANDS {
        assert!(!entry.examples.is_empty(), "{} has no example", entry.name);
        for (line, _) in entry.examples {
            run_example(line);
        }
    }
}

fn run_example(line: &str) {
    if line.contains("| man ") && !has("man") {
        println!("skipped: man is not here: {line}");
        return;
    }
    if line.contains("--watch") {
        println!("skipped: it wants a terminal: {line}");
        return;
    }
    let mut sandbox = Sandbox::new();
    sandbox.set("AGENT_ID", "agent_7");
    let claimed = sandbox.shell("coord -q claim feature 'Something to do'");
    assert!(claimed.status.success(), "{}", said(&claimed));
    sandbox.set("CURRENT_WORK_ITEM", String::from_utf8_lossy(&claimed.stdout).trim());
    let waiting = sandbox.shell("coord -q add feature 'Something that waits'");
    assert!(waiting.status.success(), "{}", said(&waiting));
    let output = sandbox.shell(line);
    assert!(output.status.success() && output.stderr.is_empty(), "{line}\n{}", said(&output));
}

#[test]
fn every_example_names_its_command() {
    for entry in COMMANDS {
        for (line, _) in entry.examples {
            assert!(line.contains("coord ") && line.contains(entry.name), "{}: {line}", entry.name);
        }
    }
}

#[test]
fn every_script_among_the_examples_runs_as_it_stands() {
    if !has("bash") {
        println!("skipped: bash is not here");
        return;
    }
    let scripts: Vec<_> =
        fs::read_dir(project("examples")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(scripts.len() >= 3);
    for script in scripts {
        let sandbox = Sandbox::new();
        let output = sandbox.command("bash").arg(&script).env_remove("COORD_NOW").output().unwrap();
        let text = said(&output);
        assert!(output.status.success(), "{}: {text}", script.display());
        assert!(output.stderr.is_empty(), "{}: {text}", script.display());
        text.lines().filter(|line| line.starts_with("skipped")).for_each(|line| println!("{line}"));
    }
}
