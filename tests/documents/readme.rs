//! The README: its session, its two commands, its tables.

use std::collections::BTreeSet;

use coord::commands::doors::man::{ENVIRONMENT, FILES};
use coord::commands::registry::COMMANDS;
use coord::config::TEMPLATE;
use coord::error::{KINDS, exit_codes};

use crate::sandbox::{Sandbox, said};
use crate::tables::{names_in, rows, section};
use crate::{is_update, project, read, session};

#[test]
fn the_tour_shows_what_happens() {
    let readme = read("README.md");
    let replayed = session::replay(&readme);
    if is_update() {
        std::fs::write(project("README.md"), replayed).unwrap();
        return;
    }
    let wrong = readme.lines().zip(replayed.lines()).find(|(shown, printed)| shown != printed);
    assert_eq!(wrong, None, "README.md shows the left, the command prints the right; see COORD_UPDATE=1");
    assert_eq!(readme, replayed);
}

#[test]
fn the_command_that_builds_and_runs_the_main_job_works() {
    let readme = read("README.md");
    assert!(readme.lines().any(|line| line == "cargo test"), "the test command is missing");
    let line = readme.lines().find_map(|line| line.strip_prefix("cargo run --release -- ")).unwrap();
    assert_eq!(line, "claim feature \"Add login\" high backend_team");
    let output = Sandbox::new().shell(&format!("coord {line}"));
    assert!(output.status.success(), "{}", said(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("✅ SUCCESS: Claimed work item work_"));
}

#[test]
fn the_table_of_commands_is_that_of_the_registry() {
    let readme = read("README.md");
    let names = COMMANDS.iter().map(|entry| [&[entry.name], entry.aliases].concat().join(" "));
    let wanted: BTreeSet<String> = names.chain(["help".to_owned()]).collect();
    let found: BTreeSet<String> =
        rows(section(&readme, "Commands")).map(|cells| names_in(&cells[0]).join(" ")).collect();
    assert_eq!(found, wanted);
}

#[test]
fn the_table_of_exit_codes_is_that_of_the_errors() {
    let readme = read("README.md");
    let words = |code: u8| {
        let kinds = KINDS.iter().filter(|kind| kind.exit_code() == code);
        kinds.map(|kind| kind.code()).collect::<Vec<_>>().join(" ")
    };
    let wanted: Vec<_> =
        exit_codes().into_iter().map(|(code, meaning)| (code.to_string(), meaning, words(code))).collect();
    let found: Vec<_> = rows(section(&readme, "Exit codes"))
        .map(|cells| (cells[0].clone(), cells[1].replace('`', ""), names_in(&cells[2]).join(" ")))
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn every_setting_has_its_row() {
    let readme = read("README.md");
    let found: Vec<String> =
        rows(section(&readme, "Settings")).flat_map(|cells| names_in(&cells[0])).collect();
    assert_eq!(found, settings());
}

/// The keys of the template, with the section before the name.
fn settings() -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    let mut place = String::new();
    let shown = |line: &'static str| line.strip_prefix("#: ").or_else(|| line.strip_prefix("#> "));
    for line in TEMPLATE.lines().filter_map(shown) {
        if let Some(name) = line.strip_prefix('[') {
            place = name.replace(['[', ']'], "") + ".";
        } else if let Some((key, _)) = line.split_once(" = ") {
            let key = format!("{place}{key}");
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    keys
}

#[test]
fn every_variable_and_every_file_has_its_row() {
    let readme = read("README.md");
    for (heading, table) in [("Environment", ENVIRONMENT), ("Where the state lives", FILES)] {
        let wanted: BTreeSet<&str> = table.iter().flat_map(|(names, _)| names.split(", ")).collect();
        let found: Vec<String> =
            rows(section(&readme, heading)).flat_map(|cells| names_in(&cells[0])).collect();
        assert_eq!(found.iter().map(String::as_str).collect::<BTreeSet<_>>(), wanted, "{heading}");
    }
}
