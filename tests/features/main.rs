//! The acceptance scenarios: what agents may expect of a board, told in Gherkin (`*.feature`) and run on real
//! processes.
//!
//! Each sentence of a feature is a step with exactly one meaning (`steps`). A sentence without a meaning, with two, a
//! meaning that no sentence uses, a scenario that does nothing or checks nothing: all of these fail (`script`).
#![cfg(test)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where it cannot go on")]

#[path = "../support/mod.rs"]
mod support;

mod pattern;
mod script;
mod steps;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use script::{Scenario, Script};
use world::World;

/// A test for each feature, and their names.
macro_rules! features {
    ($($(#[$attribute:meta])* $name:ident),* $(,)?) => {
        $(
            #[test]
            $(#[$attribute])*
            fn $name() {
                run(stringify!($name));
            }
        )*

        /// The features that are run.
        const RUN: &[&str] = &[$(stringify!($name)),*];
    };
}

features! {
    atomic_claims,
    dead_workers,
    duplicate_work,
    hand_off,
    ids,
    lean_output,
    queue,
    stale_claims,
    task_lists,
}

#[test]
fn every_feature_is_run() {
    let mut names: Vec<_> = paths().iter().map(|path| stem(path)).collect();
    names.sort_unstable();
    assert_eq!(names, RUN);
}

#[test]
fn every_sentence_has_one_meaning_and_every_meaning_a_sentence() {
    let texts: Vec<_> =
        paths().iter().map(|path| (stem(path), std::fs::read_to_string(path).unwrap())).collect();
    let faults = script::faults(&texts, steps::ALL);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Runs every scenario of a feature on a board of its own, and tells all that went wrong.
fn run(name: &str) {
    let path = folder().join(format!("{name}.feature"));
    let script = Script::parse(name, &std::fs::read_to_string(path).unwrap()).unwrap();
    let failures: Vec<_> = script.scenarios.iter().filter_map(failure).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Where a scenario fails; what it says there has been printed by then.
fn failure(scenario: &Scenario) -> Option<String> {
    let mut world = World::new();
    for sentence in &scenario.sentences {
        let (meaning, captures) =
            script::meaning(sentence, steps::ALL).unwrap_or_else(|fault| panic!("{fault}"));
        let step = AssertUnwindSafe(|| (meaning.run)(&mut world, &captures));
        if catch_unwind(step).is_err() {
            return Some(format!("{}: {}", scenario.name, sentence));
        }
    }
    None
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/features")
}

fn paths() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|extension| extension == "feature")).collect()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}
