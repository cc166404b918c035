//! `coord help` lists everything, in the words that callers of the script look for.

use coord::commands::registry::names;

use crate::sandbox::{Sandbox, said};

#[test]
fn the_overview_names_every_command_and_alias() {
    let output = Sandbox::new().shell("coord help");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || "(),:".contains(c)).collect();
    for name in names().chain(["help"]) {
        assert!(words.contains(&name), "{name} is not in coord help");
    }
    for words in ["SCRUM AT SCALE AGENT COORDINATION HELPER", "Usage:", "Work Management Commands:"] {
        assert!(text.contains(words), "{words} is not in coord help");
    }
}

#[test]
fn help_and_wrong_usage_read_as_they_did() {
    // `TRYCMD=overwrite cargo test --test documents` writes what is new.
    trycmd::TestCases::new().case("tests/documents/*.trycmd").run();
}

#[test]
fn help_is_the_same_however_it_is_asked_for() {
    let sandbox = Sandbox::new();
    let overview = sandbox.shell("coord help");
    assert!(overview.status.success(), "{}", said(&overview));
    for line in ["coord", "coord --help", "coord -h"] {
        assert_eq!(said(&sandbox.shell(line)), said(&overview), "{line}");
    }
    for name in names() {
        let asked = sandbox.shell(&format!("coord help {name}"));
        assert!(asked.status.success(), "{name}: {}", said(&asked));
        assert_eq!(said(&sandbox.shell(&format!("coord {name} --help"))), said(&asked), "{name}");
    }
}
