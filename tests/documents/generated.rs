//! `completions/` and `man/` hold what the code gives, and nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use coord::commands::doors::completions::{SHELLS, ShellName, script};
use coord::commands::doors::man::pages;

use crate::{is_update, project, sandbox};

#[test]
fn completions_are_those_of_the_code() {
    let scripts = SHELLS.map(|(shell, file)| (file.to_owned(), script(shell, coord::cli::command())));
    check("completions", &BTreeMap::from(scripts));
}

#[test]
fn manual_pages_are_those_of_the_code() {
    check("man", &pages(coord::cli::command()).into_iter().collect());
}

#[test]
fn manual_pages_are_clean_troff() {
    if !sandbox::has("groff") {
        println!("skipped: groff is not here");
        return;
    }
    let place = tempfile::tempdir().unwrap();
    for (name, text) in pages(coord::cli::command()) {
        let page = place.path().join(&name);
        fs::write(&page, text).unwrap();
        let output = Command::new("groff").args(["-ww", "-man", "-z"]).arg(page).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{name}: {}", sandbox::said(&output));
    }
}

#[test]
fn every_shell_that_is_here_can_read_its_completions() {
    let place = tempfile::tempdir().unwrap();
    for (shell, file) in SHELLS {
        let (program, arguments) = match shell {
            ShellName::Bash => ("bash", "-n"),
            ShellName::Zsh => ("zsh", "-n"),
            ShellName::Fish => ("fish", "--no-execute"),
            // Elvish knows completions only while a person types; PowerShell is not for this machine.
            ShellName::Elvish | ShellName::PowerShell => continue,
        };
        if !sandbox::has(program) {
            println!("skipped: {program} is not here");
            continue;
        }
        let path = place.path().join(file);
        fs::write(&path, script(shell, coord::cli::command())).unwrap();
        let output = Command::new(program).arg(arguments).arg(path).output().unwrap();
        assert!(output.status.success(), "{program}: {}", sandbox::said(&output));
    }
}

/// Compares the files of a folder with `wanted`, or writes them.
fn check(folder: &str, wanted: &BTreeMap<String, String>) {
    let place = project(folder);
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(&place).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        found.insert(name, fs::read_to_string(entry.path()).unwrap());
    }
    if is_update() {
        fs::create_dir_all(&place).unwrap();
        for name in found.keys().filter(|name| !wanted.contains_key(*name)) {
            fs::remove_file(place.join(name)).unwrap();
        }
        for (name, text) in wanted {
            fs::write(place.join(name), text).unwrap();
        }
        return;
    }
    let names = || wanted.keys().chain(found.keys());
    let stale: Vec<_> = names().filter(|name| wanted.get(*name) != found.get(*name)).collect();
    assert!(
        stale.is_empty(),
        "not what the code gives: {stale:?} in {folder}/; write them: COORD_UPDATE=1 cargo test --test documents"
    );
}
