//! How a command is ended: by time, by signals, with what it left behind, and with a `coord` that was killed.

use rustix::process::Signal;

use crate::scene::{STUBBORN, add, gone, is_alive, line_of, run, scene, start};

#[test]
fn a_command_that_takes_too_long_is_ended() {
    let board = scene();
    let id = add(&board, "slow", &[]);
    let outcome = run(&board, &id, &["--timeout", "300ms", "--grace", "100ms"], STUBBORN);
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.out().contains("timed out after 300ms"), "{outcome}");
    gone(&board, &["child", "grandchild"]);
    let item = board.item(&id);
    assert_eq!((&item["status"], &item["failures"]), (&"pending".into(), &1.into()));
    assert!(item["last_error"].as_str().unwrap().starts_with("timed out"));
}

#[test]
fn a_signal_hands_the_item_back() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130)] {
        let board = scene();
        let id = add(&board, "stop", &[]);
        let running = start(&board, &id, &["--grace", "100ms"], STUBBORN);
        line_of(&board.home().join("grandchild"));
        running.signal(signal);
        let outcome = running.finish();
        assert_eq!(outcome.code, Some(code), "{outcome}");
        gone(&board, &["child", "grandchild"]);
        let item = board.item(&id);
        assert_eq!((&item["status"], &item["attempt"]), (&"pending".into(), &0.into()));
        assert!(item["failures"].is_null() && item["agent_id"].is_null(), "{item}");
        board.assert_consistent();
    }
}

#[test]
fn a_polite_command_gets_its_grace() {
    let board = scene();
    let id = add(&board, "polite", &[]);
    let line = "trap 'echo > tidied; exit 0' TERM; echo > started; while :; do sleep 0.05; done";
    let running = start(&board, &id, &[], line);
    line_of(&board.home().join("started"));
    running.signal(Signal::TERM);
    assert_eq!(running.finish().code, Some(143));
    assert!(board.home().join("tidied").exists());
    assert_eq!(board.item(&id)["status"], "pending");
}

#[test]
fn what_a_command_leaves_behind_is_ended_with_it() {
    let board = scene();
    let id = add(&board, "leave", &[]);
    let line =
        "sh -c 'echo $$ > left; exec sleep 1000' & while [ ! -s left ]; do sleep 0.01; done; echo done";
    let outcome = run(&board, &id, &[], line).ok();
    assert!(outcome.out().starts_with("done\n"), "{outcome}");
    assert!(!is_alive(&line_of(&board.home().join("left"))));
    assert_eq!(board.item(&id)["status"], "completed");
}

#[test]
fn no_command_outlives_a_killed_coord() {
    let board = scene();
    let id = add(&board, "orphan", &[]);
    let running = start(&board, &id, &["--grace", "100ms"], STUBBORN);
    line_of(&board.home().join("grandchild"));
    running.signal(Signal::KILL);
    running.finish();
    gone(&board, &["child", "grandchild"]);
    // Nobody could say more of the item: it comes back once its lease is over.
    assert_eq!(board.item(&id)["status"], "active");
}

#[test]
fn a_killed_guard_takes_the_command_with_it() {
    let board = scene();
    let id = add(&board, "unguarded", &[]);
    let line = format!("echo $PPID > guard; {STUBBORN}");
    let running = start(&board, &id, &[], &line);
    line_of(&board.home().join("grandchild"));
    let guard: i32 = line_of(&board.home().join("guard")).parse().unwrap();
    rustix::process::kill_process(rustix::process::Pid::from_raw(guard).unwrap(), Signal::KILL).unwrap();
    let outcome = running.finish();
    assert_eq!(outcome.code, Some(1), "{outcome}");
    gone(&board, &["child", "grandchild"]);
    assert_eq!(board.item(&id)["failures"], 1);
}
