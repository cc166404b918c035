//! Rows of the exit-code table that this version cannot produce, or not here, and where they belong.

use coord::error::KINDS;

/// Codes whose tests come with the commands that give them.
const LATER: [(u8, &str); 8] = [
    (15, "nothing to claim: comes with `claim --next`"),
    (20, "no Claude provider and `--no-fallback`: comes with the Claude commands"),
    (21, "analysis failed: comes with the Claude commands"),
    (22, "invalid answer: comes with the Claude commands"),
    (23, "timed out: comes with the Claude commands"),
    (30, "worktree exists: comes with the worktree commands"),
    (31, "worktree creation failed: comes with the worktree commands"),
    (32, "environment conflict: comes with the worktree commands"),
];

/// Codes that need a failing disk or a terminal to be produced.
const ELSEWHERE: [(u8, &str); 2] = [
    (7, "outcome unknown: the reliability tests let the sync fail"),
    (130, "interrupted: the dashboard that watches ends with it"),
];

/// Codes that have a test in `exit_codes` and `conflicts`.
const HERE: [u8; 12] = [1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 0];

#[test]
fn every_row_of_the_table_is_tested_here_or_spoken_for() {
    let spoken_for: Vec<u8> = LATER.iter().chain(&ELSEWHERE).map(|(code, _)| *code).collect();
    for kind in KINDS {
        let code = kind.exit_code();
        assert!(HERE.contains(&code) || spoken_for.contains(&code), "exit code {code} has no test");
    }
    assert!(HERE.iter().all(|code| !spoken_for.contains(code)));
}
