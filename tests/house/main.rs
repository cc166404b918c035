//! The house rules: which part of the program may know which, and where it touches the world outside.
//!
//! The rules read the sources as text, without what is a comment, a string or only there for tests. Each of them
//! is shown to fail on a small source that breaks it (`rules`), then all are held against `src`.

#![cfg(test)]

mod rules;
mod source;

use std::fs;
use std::path::Path;

use source::Source;

#[test]
fn the_sources_keep_the_rules_of_the_house() {
    let sources = read_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(sources.len() > 10, "only {} source files found", sources.len());
    let breaches = rules::breaches(&sources);
    assert!(breaches.is_empty(), "{} breaches:\n{}", breaches.len(), breaches.join("\n"));
}

#[test]
fn every_command_that_changes_the_board_can_be_part_of_a_batch() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/commands");
    let mut names = Vec::new();
    collect_names(&root, "", &mut names);
    let text = |name: &String| fs::read_to_string(root.join(name)).unwrap_or_default();
    let registry = text(&"registry.rs".to_owned());
    let (mut missing, mut found) = (Vec::new(), 0);
    for name in names.iter().filter(|name| *name != "change.rs") {
        let text = text(name);
        for command in text.lines().filter_map(|line| line.strip_prefix("impl Mutation for ")) {
            let command = command.trim_end_matches(" {");
            found += 1;
            if !registry.lines().any(|line| {
                line.trim_start().starts_with("Entry::changing::<") && line.contains(&format!("::{command}>"))
            }) {
                missing.push(format!("{name}: {command} is no `Entry::changing` in registry.rs"));
            }
        }
    }
    assert!(found >= 5, "only {found} found");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn no_file_is_named_for_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names = Vec::new();
    for folder in ["src", "tests"] {
        collect_names(&root.join(folder), folder, &mut names);
    }
    let breaches = rules::empty_names(&names);
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// Every Rust file below `src`, without the files of modules that only tests see.
fn read_sources(src: &Path) -> Vec<Source> {
    let mut names = Vec::new();
    collect_names(src, "", &mut names);
    names.retain(|name| Path::new(name).extension().is_some_and(|extension| extension == "rs"));
    let read = |name: String| {
        let text = fs::read_to_string(src.join(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        Source::parse(&name, &text)
    };
    source::without_test_modules(names.into_iter().map(read).collect())
}

/// The paths of all files below `folder`, each with `prefix` before it, in a stable order.
fn collect_names(folder: &Path, prefix: &str, names: &mut Vec<String>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut entries: Vec<_> = entries.flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        if entry.path().is_dir() {
            collect_names(&entry.path(), &path, names);
        } else {
            names.push(path);
        }
    }
}
