//! A pool of workers: what it takes, what it waits for, and how it stops.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use rustix::process::Signal;

use crate::scene::{STUBBORN, add, count, gone, line_of, lines, scene, work};
use crate::support::{Running, eventually};

#[test]
fn without_more_to_wait_for_it_ends() {
    let board = scene();
    // Claimed, not queued, by somebody who may take for ever.
    board.claim("by hand");
    let scheduled = add(&board, "tomorrow", &["--not-before", "1d"]);
    let failed = add(&board, "fails", &["--max-attempts", "1"]);
    add(&board, "waits for what fails", &["--after", &failed]);
    add(&board, "needs what nobody can", &["--needs", "gpu"]);
    add(&board, "for another", &["--assign", "somebody"]);
    let good = add(&board, "good", &[]);
    let line = "grep -q fails && exit 3 || true";
    let outcome = Running::start(&mut work(&board, &["--until-empty", "--json"], line)).finish();
    assert_eq!(outcome.code, Some(1), "{outcome}");
    let data = &outcome.json()["data"];
    assert_eq!((&data["completed"], &data["failed"]), (&1.into(), &1.into()), "{data}");
    assert_eq!(data["unfinished"], serde_json::json!([failed]));
    assert_eq!(data["left"], serde_json::json!({"pending": 4, "held": 1, "dead": 1}));
    assert_eq!(board.item(&good)["status"], "completed");
    assert_eq!(board.item(&scheduled)["status"], "pending");
    board.assert_consistent();
}

#[test]
fn it_waits_for_what_running_work_brings_up() {
    let board = scene();
    let first = add(&board, "first", &[]);
    let second = add(&board, "second", &["--after", &first]);
    let third = add(&board, "third", &["--after", &second]);
    let line = "echo $COORD_WORK_ID >> order; test -s enough || { while [ ! -e go ]; do sleep 0.02; done; }";
    let running = Running::start(&mut work(&board, &["--agents", "3", "--until-empty"], line));
    let order = board.home().join("order");
    eventually("the first item", || (lines(&order).len() == 1).then_some(()));
    fs::write(board.home().join("go"), "").unwrap();
    let outcome = running.finish().ok();
    assert_eq!(lines(&order), [first, second, third]);
    assert!(outcome.out().contains("🏁 DONE: 3 completed, 0 failed, 0 handed back, 0 lost"), "{outcome}");
}

#[test]
fn it_takes_only_what_it_is_told_to_take() {
    let board = scene();
    let bug = board.ok(&["-q", "add", "bug", "low one", "low", "red"]).out().trim().to_owned();
    let high = board.ok(&["-q", "add", "bug", "high one", "high", "red"]).out().trim().to_owned();
    board.ok(&["add", "bug", "other team", "critical", "blue"]);
    board.ok(&["add", "feature", "other kind", "critical", "red"]);
    let flags = ["--until-empty", "--type", "bug", "--team", "red"];
    Running::start(&mut work(&board, &[&flags[..], &["--priority-at-least", "high"]].concat(), "true"))
        .finish()
        .ok();
    assert_eq!((count(&board, "completed"), &board.item(&high)["status"]), (1, &"completed".into()));
    Running::start(&mut work(&board, &flags, "true")).finish().ok();
    assert_eq!((count(&board, "completed"), &board.item(&bug)["status"]), (2, &"completed".into()));
    let more = add(&board, "one of many", &[]);
    add(&board, "another of many", &[]);
    Running::start(&mut work(&board, &["--max-items", "2", "--agents", "4"], "true")).finish().ok();
    assert_eq!(count(&board, "completed"), 4, "{more}");
    for (flags, code) in [
        (&["--agents", "0"][..], 3),
        (&["--agents", "2000"], 3),
        (&["--max-items", "0"], 3),
        (&["--poll", "1ms"], 3),
        (&["--lease", "0s"], 3),
        (&["--request-id", "x"], 2),
    ] {
        Running::start(&mut work(&board, flags, "true")).finish().fails_with(code);
    }
}

#[test]
fn it_waits_for_new_work_and_hands_back_what_it_holds() {
    let board = scene();
    let line = "grep -q quick && exit 0; exec sh ./stubborn";
    fs::write(board.home().join("stubborn"), STUBBORN).unwrap();
    let running = Running::start(&mut work(&board, &["--agents", "2", "--grace", "100ms"], line));
    eventually("workers", || (board.agents().len() == 2).then_some(()));
    let quick = add(&board, "quick", &[]);
    eventually("the quick one", || (board.item(&quick)["status"] == "completed").then_some(()));
    let long = add(&board, "long", &[]);
    line_of(&board.home().join("grandchild"));
    running.signal(Signal::TERM);
    let outcome = running.finish();
    assert_eq!(outcome.code, Some(143), "{outcome}");
    assert!(outcome.out().contains("🛑 STOPPED: 1 completed, 0 failed, 1 handed back, 0 lost"), "{outcome}");
    gone(&board, &["child", "grandchild"]);
    let item = board.item(&long);
    assert_eq!((&item["status"], &item["attempt"]), (&"pending".into(), &0.into()));
    assert!(item["failures"].is_null());
    assert!(board.agents().iter().all(|agent| agent["current_workload"] == 0));
    board.assert_consistent();
}

#[test]
fn a_command_that_is_gone_stops_it_and_costs_nothing() {
    let board = scene();
    let ids = [add(&board, "one", &[]), add(&board, "two", &[])];
    let job = board.home().join("job");
    fs::write(&job, "#!/bin/sh\nrm job\n").unwrap();
    fs::set_permissions(&job, fs::Permissions::from_mode(0o755)).unwrap();
    board.run(&["work", "--until-empty", "--", "./job"]).fails_with(4);
    assert_eq!(board.item(&ids[0])["status"], "completed");
    let item = board.item(&ids[1]);
    assert_eq!((&item["status"], &item["attempt"]), (&"pending".into(), &0.into()));
    board.run(&["work", "--until-empty", "--", "./job"]).fails_with(4);
}

#[test]
fn its_workers_are_agents_who_can_what_their_leader_can() {
    let board = scene();
    board.ok(&["register", "agent_7", "gpu_team", "100", "training", "--can", "gpu", "--group", "night"]);
    add(&board, "train", &["--needs", "gpu"]);
    Running::start(&mut work(&board, &["--agents", "2", "--until-empty"], "echo $AGENT_ID >> who"))
        .finish()
        .ok();
    let who = lines(&board.home().join("who"));
    assert!(who == ["agent_7-1"] || who == ["agent_7-2"], "{who:?}");
    let worker = board.agents().into_iter().find(|agent| agent["agent_id"] == who[0].as_str()).unwrap();
    assert_eq!((&worker["team"], &worker["capabilities"][0]), (&"gpu_team".into(), &"gpu".into()));
    assert_eq!(worker["performance_metrics"]["tasks_completed"], 1);
    // Alone it works in its own name; without a name each is a new agent.
    add(&board, "alone", &["--needs", "gpu"]);
    Running::start(&mut work(&board, &["--until-empty"], "echo $AGENT_ID >> who")).finish().ok();
    assert_eq!(lines(&board.home().join("who"))[1], "agent_7");
    add(&board, "nameless", &[]);
    let mut nameless = work(&board, &["--agents", "2", "--until-empty"], "echo $AGENT_ID >> who");
    Running::start(nameless.env_remove("AGENT_ID")).finish().ok();
    let name = &lines(&board.home().join("who"))[2];
    assert!(name.strip_prefix("agent_").is_some_and(|digits| digits.len() >= 19), "{name}");
}
