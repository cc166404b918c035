//! The lease while a command runs: renewed as long as it is ours, and the end of the command when it is not.

use std::fs;

use crate::scene::{STUBBORN, add, gone, line_of, scene, start, take_away};
use crate::support::eventually;

#[test]
fn the_lease_is_renewed_while_the_command_runs() {
    let board = scene();
    let id = add(&board, "long", &[]);
    let running = start(&board, &id, &["--lease", "2s"], "while [ ! -e go ]; do sleep 0.05; done");
    let end = || board.item(&id)["lease"]["expires_at"].as_str().map(ToOwned::to_owned);
    let first = eventually("a claim", end);
    // Its end is noted in whole seconds: the third one is at least two seconds later.
    let mut ends = vec![first];
    eventually("three renewals", || {
        let end = end()?;
        if ends.last() != Some(&end) {
            ends.push(end);
        }
        (ends.len() > 3).then_some(())
    });
    fs::write(board.home().join("go"), "").unwrap();
    running.finish().ok();
    let item = board.item(&id);
    assert_eq!((&item["status"], &item["attempt"]), (&"completed".into(), &1.into()));
    board.assert_consistent();
}

#[test]
fn a_lost_lease_ends_the_whole_group() {
    let board = scene();
    let id = add(&board, "lost", &[]);
    let running = start(&board, &id, &["--lease", "2s", "--grace", "100ms"], STUBBORN);
    line_of(&board.home().join("grandchild"));
    take_away(&board, &id);
    let outcome = running.finish().fails_with(10);
    assert!(outcome.err().contains("thief"), "{outcome}");
    gone(&board, &["child", "grandchild"]);
    let item = board.item(&id);
    assert_eq!((&item["agent_id"], &item["fence"]), (&"thief".into(), &2.into()));
    assert!(item["failures"] == 1 && item["late_results"].is_null(), "{item}");
}
