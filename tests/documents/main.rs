//! What people read is true: the README, the help, the manual pages, the completions and the examples.
//!
//! Generated files are compared with what the code gives; `COORD_UPDATE=1 cargo test --test documents` writes them.
//! Command lines are run, each in a directory of its own, and their output is compared with what is promised.

#![cfg(test)]

mod examples;
mod generated;
mod help;
mod readme;
mod sandbox;
mod session;
mod tables;

use std::path::{Path, PathBuf};

/// A file or folder of the project.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(project(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Whether files are to be written instead of compared.
fn is_update() -> bool {
    std::env::var_os("COORD_UPDATE").is_some_and(|value| !value.is_empty())
}
