//! `schema`, `completions`, `man`: what is made from the command tree.

use std::process::Command;

use serde_json::Value;

use crate::scene::scene;
use crate::support::{Running, has};

const SHELLS: [(&str, &str); 5] = [
    ("bash", "complete -F _coord"),
    ("zsh", "#compdef coord"),
    ("fish", "complete -c coord"),
    ("powershell", "Register-ArgumentCompleter"),
    ("elvish", "edit:completion"),
];

#[test]
fn a_completion_script_for_each_shell() {
    let board = scene();
    for (shell, mark) in SHELLS {
        let out = board.ok(&["completions", shell]).out();
        assert!(out.contains(mark), "{shell}: {out}");
        for name in ["claim", "claim-fast", "list-work-fast", "shim", "heartbeat", "help"] {
            assert!(out.contains(name), "{shell}: {name}");
        }
    }
    assert!(!board.dir().exists());
}

#[test]
fn bash_reads_its_script() {
    if !has(&["bash"]) {
        return;
    }
    let board = scene();
    let script = board.ok(&["completions", "bash"]).stdout;
    let mut command = Command::new("bash");
    board.surround(&mut command);
    let outcome = Running::start_with_input(command.args(["-n", "/dev/stdin"]), &script).finish().ok();
    assert_eq!(outcome.err(), "");
}

#[test]
fn a_manual_page_for_coord_and_for_each_command() {
    let board = scene();
    let main = board.ok(&["man"]).out();
    assert_eq!(board.ok(&["man", "coord"]).out(), main);
    assert_eq!(board.ok(&["man", ""]).out(), main);
    assert!(main.contains(".TH COORD 1"), "{main}");
    for name in ["claim", "progress", "complete", "doctor", "shim"] {
        let page = board.ok(&["man", name]).out();
        assert!(page.contains(&format!(".TH COORD-{} 1", name.to_uppercase())), "{page}");
        for section in
            ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "\"EXIT STATUS\"", "ENVIRONMENT", "FILES"]
        {
            assert!(page.contains(&format!(".SH {section}\n")), "{name}: {section}: {page}");
        }
    }
    assert_eq!(board.ok(&["man", "claim-fast"]).out(), board.ok(&["man", "claim"]).out());
}

#[test]
fn man_reads_its_pages_without_a_complaint() {
    if !has(&["groff"]) {
        return;
    }
    let board = scene();
    for name in ["coord", "claim"] {
        let page = board.ok(&["man", name]).stdout;
        let mut command = Command::new("groff");
        board.surround(&mut command);
        let outcome = Running::start_with_input(command.args(["-man", "-Tutf8", "-ww"]), &page).finish().ok();
        assert_eq!(outcome.err(), "", "{name}");
    }
}

#[test]
fn a_schema_for_each_command_and_for_all() {
    let board = scene();
    let all: Value = serde_json::from_slice(&board.ok(&["schema"]).stdout).unwrap();
    let claim: Value = serde_json::from_slice(&board.ok(&["schema", "claim"]).stdout).unwrap();
    assert_eq!(all["claim"], claim["claim"]);
    for (name, schemas) in all.as_object().unwrap() {
        for part in ["request", "report"] {
            let schema = &schemas[part];
            assert!(schema.is_object(), "{name} {part}");
            jsonschema::validator_for(schema).unwrap_or_else(|fault| panic!("{name} {part}: {fault}"));
        }
    }
    let fields = &claim["claim"]["request"]["properties"];
    for field in ["work_type", "description", "next", "count", "after", "paths"] {
        assert!(fields[field].is_object(), "{field}: {fields}");
    }
    assert_eq!(all["show"]["request"]["required"], serde_json::json!(["id"]));
    assert_eq!(board.ok(&["schema", "claim-fast"]).out(), board.ok(&["schema", "claim"]).out());
}
