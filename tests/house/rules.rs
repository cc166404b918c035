//! The rules, each a function from sources to breaches, and small sources that break them.

use std::collections::BTreeSet;

use crate::source::{CodePath, Source};

/// The layers and what each may know beside itself, from the inside out.
const LAYERS: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("error", &["domain"]),
    ("config", &["domain", "error"]),
    ("store", &["domain", "error"]),
    ("process", &["domain", "error"]),
    ("http", &["domain", "error"]),
    ("claude", &["domain", "error", "config", "process", "http"]),
    ("telemetry", &["domain", "error", "config"]),
    ("output", &["domain", "error"]),
    ("context", &["domain", "error", "config", "store", "claude", "telemetry", "output"]),
    (
        "commands",
        &[
            "domain",
            "error",
            "config",
            "store",
            "process",
            "http",
            "claude",
            "telemetry",
            "output",
            "context",
        ],
    ),
];

/// The doors, which know every layer but not one another.
const DOORS: [&str; 3] = ["cli", "mcp", "web"];

/// The engines of the store.
const ENGINES: [&str; 3] = ["files", "memory", "postgres"];

/// Names that do not say what a file holds.
const EMPTY_NAMES: [&str; 9] =
    ["util", "utils", "helper", "helpers", "manager", "managers", "handler", "handlers", "common"];

/// Everything in `sources` that breaks a rule.
pub(crate) fn breaches(sources: &[Source]) -> Vec<String> {
    let rules = [
        unopened_files,
        unknown_layers,
        wrong_arrows,
        engines_named_outside,
        terminal_touched_outside_output,
        world_read_outside_context,
        fs2_out_of_place,
    ];
    rules.iter().flat_map(|rule| rule(sources)).collect()
}

/// A file says in its first line what lives in it.
fn unopened_files(sources: &[Source]) -> Vec<String> {
    let unopened = sources.iter().filter(|source| !source.opens_with_docs);
    unopened.map(|source| format!("src/{}: does not open with `//!`", source.name)).collect()
}

/// Every file belongs to a layer that has a row in the table.
fn unknown_layers(sources: &[Source]) -> Vec<String> {
    let unknown = sources.iter().filter(|source| !is_root(source) && allowed(&layer_of(source)).is_none());
    unknown
        .map(|source| format!("src/{}: `{}` is no layer of this house", source.name, layer_of(source)))
        .collect()
}

/// A layer names only itself and what is further in.
fn wrong_arrows(sources: &[Source]) -> Vec<String> {
    find(sources, |source, path| {
        let target = source.resolve(path)?.first()?.clone();
        let layer = layer_of(source);
        let fine = is_root(source) || target == layer || allowed(&layer)?.contains(&target.as_str());
        (!fine).then(|| format!("`{layer}` must not know `{target}`"))
    })
}

/// Which engine holds the board is the store's own business.
fn engines_named_outside(sources: &[Source]) -> Vec<String> {
    find(sources, |source, path| {
        let named =
            path.segments.windows(2).any(|pair| pair[0] == "store" && ENGINES.contains(&pair[1].as_str()));
        (named && layer_of(source) != "store").then(|| "engines are named in `store` only".to_owned())
    })
}

/// Only `output` writes to the terminal.
fn terminal_touched_outside_output(sources: &[Source]) -> Vec<String> {
    find(sources, |source, path| {
        let (last, before) = path.segments.split_last()?;
        let prints = path.is_macro && ["print", "println", "eprint", "eprintln"].contains(&last.as_str());
        let of_io = before.last().is_some_and(|module| module == "io" || module == "stdio");
        let opens = of_io && ["stdout", "stderr"].contains(&last.as_str());
        let touched = (prints || opens) && layer_of(source) != "output";
        touched.then(|| "only `output` writes to the terminal".to_owned())
    })
}

/// Only `context` reads the environment and the clock.
fn world_read_outside_context(sources: &[Source]) -> Vec<String> {
    find(sources, |source, path| {
        let reads_environment = path.segments.starts_with(&["std".to_owned(), "env".to_owned()]);
        let reads_clock = match path.segments.as_slice() {
            [.., clock, now] => now == "now" && ["SystemTime", "Utc", "Local"].contains(&clock.as_str()),
            _ => false,
        };
        let exempt =
            source.name == "main.rs" || source.name == "context.rs" || source.name.starts_with("context/");
        let breach = (reads_environment || reads_clock) && !exempt;
        breach.then(|| "only `context` reads the environment and the clock".to_owned())
    })
}

/// The locks of `fs2` share their names with methods of the standard library, which win where both fit: they are
/// called by full path, in one file.
fn fs2_out_of_place(sources: &[Source]) -> Vec<String> {
    let is_fs2 = |path: &CodePath| path.segments[0] == "fs2";
    let imports = find(sources, |_, path| {
        let in_scope = matches!(path.segments.last()?.as_str(), "FileExt" | "*" | "fs2");
        (is_fs2(path) && in_scope).then(|| "call `fs2::FileExt::…` by its full path".to_owned())
    });
    let files: BTreeSet<&str> = sources
        .iter()
        .filter(|source| source.paths.iter().any(is_fs2))
        .map(|source| source.name.as_str())
        .collect();
    let scattered = (files.len() > 1).then(|| format!("`fs2` is named in more than one file: {files:?}"));
    imports.into_iter().chain(scattered).collect()
}

/// Names of files and folders that do not say what they hold.
pub(crate) fn empty_names(names: &[String]) -> Vec<String> {
    let found =
        names.iter().filter(|name| name.split(['/', '.', '_', '-']).any(|word| EMPTY_NAMES.contains(&word)));
    found.map(|name| format!("{name}: a name that does not say what it holds")).collect()
}

/// What `rule` says of each path of each file, with its place.
fn find(sources: &[Source], rule: impl Fn(&Source, &CodePath) -> Option<String>) -> Vec<String> {
    let mut breaches = Vec::new();
    for source in sources {
        for path in &source.paths {
            if let Some(said) = rule(source, path) {
                let (line, path) = (path.line, path.segments.join("::"));
                breaches.push(format!("src/{}:{line}: `{path}`: {said}", source.name));
            }
        }
    }
    breaches
}

/// The first part of the module that the file is; empty at the root.
fn layer_of(source: &Source) -> String {
    source.module().first().cloned().unwrap_or_default()
}

fn is_root(source: &Source) -> bool {
    source.module().is_empty()
}

/// What `layer` may know beside itself; `None` if there is no such layer.
fn allowed(layer: &str) -> Option<Vec<&'static str>> {
    if DOORS.contains(&layer) {
        return Some(LAYERS.iter().map(|(name, _)| *name).collect());
    }
    LAYERS.iter().find(|(name, _)| *name == layer).map(|(_, known)| known.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What all rules say of one file.
    fn of(name: &str, code: &str) -> Vec<String> {
        breaches(&[Source::parse(name, &format!("//! Docs.\n{code}"))])
    }

    fn is_refused(name: &str, code: &str, because: &str) {
        let said = of(name, code);
        assert!(said.iter().any(|breach| breach.contains(because)), "{name}: {code}: {said:?}");
    }

    fn is_allowed(name: &str, code: &str) {
        assert_eq!(of(name, code), Vec::<String>::new(), "{name}: {code}");
    }

    #[test]
    fn a_file_without_opening_docs_is_refused() {
        let source = Source::parse("error.rs", "// Comment.\n//! Docs.\n");
        assert_eq!(breaches(&[source]), ["src/error.rs: does not open with `//!`"]);
    }

    #[test]
    fn a_layer_without_a_row_is_refused() {
        is_refused("misc/mod.rs", "", "`misc` is no layer");
        is_allowed("claude/providers/mod.rs", "");
    }

    #[test]
    fn arrows_outwards_are_refused() {
        is_refused("domain/lease.rs", "use crate::error::Result;", "`domain` must not know `error`");
        is_refused("domain/mod.rs", "use super::store;", "`domain` must not know `store`");
        is_refused("domain/lease.rs", "use super::super::store::Txn;", "`domain` must not know `store`");
        is_refused("error.rs", "use crate::{domain::Stamp, store};", "src/error.rs:2: `crate::store`");
        is_refused("config.rs", "fn f(_: &crate::context::Context) {}", "must not know `context`");
        is_refused("store/files/head.rs", "use crate::config::Config;", "must not know `config`");
        is_refused("telemetry/mod.rs", "use crate::store::View;", "must not know `store`");
        is_refused("output/table.rs", "use crate::commands::work::claim;", "must not know `commands`");
        is_refused("output/mod.rs", "use crate::config::Config;", "must not know `config`");
        is_refused("context.rs", "use crate::cli::Cli;", "must not know `cli`");
        is_refused("commands/mod.rs", "use crate::cli::Cli;", "must not know `cli`");
        is_refused("mcp/mod.rs", "use crate::cli::Cli;", "must not know `cli`");
        is_refused("domain/mod.rs", "use crate::*;", "must not know `*`");
        is_refused("domain/mod.rs", "use crate::run;", "must not know `run`");
    }

    #[test]
    fn arrows_inwards_are_allowed() {
        is_allowed(
            "domain/lease.rs",
            "use super::{Instant, Stamp}; pub(crate) fn f() { crate::domain::id::new() }",
        );
        is_allowed("error.rs", "use crate::domain::Refusal;");
        is_allowed(
            "store/files/head.rs",
            "use super::super::Txn; use crate::{domain::Stamp, error::Result};",
        );
        is_allowed("context.rs", "use crate::{config, store, claude, telemetry, output};");
        is_allowed("commands/work/claim.rs", "use crate::context::Context; use crate::commands::agents;");
        is_allowed("cli.rs", "use crate::commands::work;");
        is_allowed("lib.rs", "use crate::cli::Cli; use crate::context::Context;");
        is_allowed("main.rs", "fn main() { coord::run(); }");
    }

    #[test]
    fn an_engine_named_outside_the_store_is_refused() {
        is_refused("context.rs", "use crate::store::files::FileStore;", "engines are named");
        is_refused(
            "commands/doors/batch.rs",
            "use crate::store; fn f() { store::memory::new() }",
            "engines are named",
        );
        is_refused("lib.rs", "use crate::store::{Store, postgres};", "engines are named");
        is_allowed("store/mod.rs", "use crate::store::files::FileStore;");
        is_allowed("context.rs", "use crate::store::{open, Options};");
    }

    #[test]
    fn writing_to_the_terminal_outside_output_is_refused() {
        for code in
            ["println!(\"\");", "eprint!(\"\");", "std::println!();", "std::io::stdout();", "io::stderr();"]
        {
            is_refused("commands/work/claim.rs", &format!("fn f() {{ {code} }}"), "only `output` writes");
            is_allowed("output/text.rs", &format!("fn f() {{ {code} }}"));
        }
        is_refused("context.rs", "use std::io::{self, Write, stdout};", "only `output` writes");
        is_allowed("context.rs", "use std::io::{self, Write}; fn print() { writeln!(io::sink()) }");
    }

    #[test]
    fn reading_the_world_outside_context_is_refused() {
        let codes =
            ["use std::env;", "use std::{env, fs};", "let n = chrono::Utc::now();", "SystemTime::now();"];
        for code in codes {
            is_refused("store/files/lock.rs", code, "only `context` reads");
            is_allowed("context.rs", code);
        }
        is_allowed(
            "store/files/lock.rs",
            "let version = env!(\"CARGO_PKG_VERSION\"); let start = Instant::now();",
        );
    }

    #[test]
    fn fs2_imported_or_scattered_is_refused() {
        let call = "fn f() { fs2::FileExt::lock_exclusive(&file); fs2::lock_contended_error(); }";
        is_allowed("store/files/lock.rs", call);
        is_refused("store/files/lock.rs", "use fs2::FileExt;", "full path");
        is_refused("store/files/lock.rs", "use fs2::{self as locks};", "full path");
        is_refused("store/files/lock.rs", "use fs2::*;", "full path");
        let two = ["store/files/lock.rs", "store/files/legacy.rs"]
            .map(|name| Source::parse(name, &format!("//!\n{call}")));
        assert_eq!(breaches(&two).len(), 1);
    }

    #[test]
    fn what_only_tests_see_is_free() {
        is_allowed(
            "domain/lease.rs",
            "#[cfg(test)]\nmod tests { use crate::store::files; fn f() { println!(\"\"); } }",
        );
    }

    #[test]
    fn names_that_say_nothing_are_refused() {
        let names =
            ["src/utils.rs", "tests/common/mod.rs", "src/store/lock_manager.rs", "src/output/handler.rs"];
        let found = empty_names(&names.map(str::to_owned));
        assert_eq!(found.len(), 4, "{found:?}");
    }
}
