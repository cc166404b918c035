//! `wait`: for work, or for an item.

use std::time::Duration;

use rustix::process::Signal;

use crate::refusal::refusal;
use crate::scene::{FIRST, run_with, scene, with_a_claim, write};
use crate::support::{Board, Running};

#[test]
fn for_work() {
    let board = Board::new().by("agent_7");
    let waits = Running::start(&mut board.command(&["wait", "--ready", "-q"]));
    let id = board.ok(&["add", "feature", "Add login", "-q"]).out();
    assert_eq!(waits.finish().ok().out(), id);
    assert_eq!(board.ok(&["wait", "--ready", "--timeout", "1s", "-q"]).out(), id, "nothing was taken");
    let outcome = board.run(&["wait", "--ready", "--type", "bug", "--timeout", "20ms"]).fails_with(15);
    assert!(outcome.elapsed >= Duration::from_millis(20), "{outcome}");
}

#[test]
fn for_the_end_of_an_item() {
    let board = Board::new().by("agent_7");
    let id = board.claim("Add login");
    let waits = Running::start(&mut board.command(&["wait", "--id", &id]));
    board.ok(&["progress", &id, "50"]);
    board.ok(&["complete", &id]);
    let outcome = waits.finish().ok();
    assert!(outcome.out().starts_with(&format!("⏰ {id} is completed\n")), "{outcome}");
}

#[test]
fn until_it_is_so() {
    let board = with_a_claim();
    let pending = board.ok(&["add", "bug", "Fix", "-q"]).out().trim().to_owned();
    let so = |id: &str, until: &str| {
        let line = ["wait", "--id", id, "--until", until, "--timeout", "1ms", "--json"];
        let outcome = board.run(&line);
        (outcome.code.unwrap(), outcome.json()["data"]["items"][0]["state"].clone())
    };
    assert_eq!(so(FIRST, "held"), (0, "held".into()));
    assert_eq!(so(FIRST, "released").0, 10);
    assert_eq!(so(FIRST, "ended").0, 10);
    assert_eq!(so(&pending, "released"), (0, "ready".into()));
    assert_eq!(so(&pending, "ready"), (0, "ready".into()));
    assert_eq!(so(&pending, "held").0, 14);
    assert_eq!(so(&pending, "completed").0, 14);
    board.ok(&["complete", FIRST]);
    for until in ["ended", "completed", "released"] {
        assert_eq!(so(FIRST, until), (0, "completed".into()), "{until}");
    }
}

#[test]
fn what_can_never_be_is_told_at_once() {
    let board = with_a_claim();
    board.ok(&["complete", FIRST]);
    for until in ["held", "ready"] {
        refusal(14, "WRONG_STATUS", &[FIRST, "completed", until])
            .of(&board, &["wait", "--id", FIRST, "--until", until]);
    }
    write(&board, "work_claims.json", r#"[{"work_item_id":"w","agent_id":null,"status":"cancelled"}]"#);
    refusal(14, "WRONG_STATUS", &["w", "cancelled"])
        .of(&board, &["wait", "--id", "w", "--until", "completed"]);
    refusal(13, "ITEM_NOT_FOUND", &["work_404"]).of(&board, &["wait", "--id", "work_404"]);
}

#[test]
fn an_archived_item_has_ended() {
    let board = with_a_claim();
    board.ok(&["complete", FIRST]);
    run_with(&board, &[("OPTIMIZATION_THRESHOLD", "0")], &["optimize"]).ok();
    assert!(board.items().is_empty());
    assert_eq!(board.ok(&["wait", "--id", FIRST, "-q"]).out(), format!("{FIRST}\n"));
}

#[test]
fn when_the_time_is_over() {
    let board = with_a_claim();
    refusal(10, "ALREADY_CLAIMED", &[FIRST, "agent_7", "2026-01-31T12:30:00Z"])
        .of(&board, &["wait", "--id", FIRST, "--timeout", "10ms"]);
    board.ok(&["add", "bug", "Fix", "--needs", "gpu"]);
    refusal(15, "NOTHING_TO_CLAIM", &["gpu"]).of(&board, &["wait", "--ready", "--timeout", "10ms"]);
}

#[test]
fn ctrl_c_ends_it() {
    let board = scene();
    let waits = Running::start(&mut board.command(&["wait", "--ready"]));
    crate::waiting::asleep(&waits);
    waits.signal(Signal::INT);
    waits.finish().fails_with(130);
    assert!(!board.dir().exists(), "who waits makes no board");
}

#[test]
fn wrong_requests() {
    let board = with_a_claim();
    refusal(2, "USAGE", &["--ready"]).of(&board, &["wait"]);
    refusal(2, "USAGE", &["--id"]).of(&board, &["wait", "--ready", "--id", FIRST]);
    refusal(2, "USAGE", &["--until"]).of(&board, &["wait", "--id", FIRST, "--until", "done"]);
    refusal(3, "INVALID_VALUE", &["--timeout"]).of(&board, &["wait", "--ready", "--timeout", "soon"]);
}
