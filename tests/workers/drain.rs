//! Draining a queue by many, some of whom are killed: every item once, none stuck.

use std::collections::BTreeSet;

use rustix::process::Signal;

use crate::scene::{add, count, gone, line_of, lines, scene, work};
use crate::support::{Running, eventually};

#[test]
fn eight_workers_complete_a_hundred_items_once_each() {
    let board = scene();
    let ids: BTreeSet<String> = (0..100).map(|number| add(&board, &format!("item {number}"), &[])).collect();
    let line = "echo \"$AGENT_ID $COORD_WORK_ID\" >> done";
    let flags = ["--agents", "8", "--until-empty", "--json"];
    let outcome = Running::start(&mut work(&board, &flags, line)).finish().ok();
    let data = &outcome.json()["data"];
    assert_eq!((&data["completed"], &data["lost"]), (&100.into(), &0.into()));
    assert_eq!(data["workers"].as_array().unwrap().len(), 8);
    let done = lines(&board.home().join("done"));
    let worked: BTreeSet<String> =
        done.iter().map(|line| line.split_once(' ').unwrap().1.to_owned()).collect();
    assert_eq!((done.len(), worked), (100, ids));
    assert_eq!((board.log().len(), count(&board, "completed")), (100, 100));
    assert!(board.items().iter().all(|item| item["attempt"] == 1 && item["fence"] == 1));
    board.assert_consistent();
}

#[test]
fn what_a_killed_worker_held_is_done_by_another() {
    let board = scene();
    let id = add(&board, "recovered", &[]);
    let line = "echo $$ > worker; while :; do sleep 0.1; done";
    let first = Running::start(work(&board, &["--lease", "2s"], line).env("AGENT_ID", "first"));
    line_of(&board.home().join("worker"));
    first.signal(Signal::KILL);
    first.finish();
    gone(&board, &["worker"]);
    // Nothing is in the queue now; the item is waited for, since its lease will end.
    let second =
        work(&board, &["--until-empty", "--lease", "2s"], "true").env("AGENT_ID", "second").spawn_it();
    second.finish().ok();
    let item = board.item(&id);
    assert_eq!((&item["status"], &item["agent_id"]), (&"completed".into(), &"second".into()));
    assert_eq!((&item["attempt"], &item["failures"]), (&2.into(), &1.into()));
    assert_eq!(board.log().len(), 1);
    board.assert_consistent();
}

#[test]
fn pools_that_share_a_queue_survive_the_death_of_one() {
    let board = scene();
    let ids: Vec<String> = (0..30).map(|number| add(&board, &format!("item {number}"), &[])).collect();
    let flags = ["--agents", "2", "--until-empty", "--lease", "2s", "--poll", "100ms"];
    let line = "echo $COORD_WORK_ID >> begun; sleep 0.1; echo $COORD_WORK_ID >> done";
    let start = |name: &str| Running::start(work(&board, &flags, line).env("AGENT_ID", name));
    let (killed, others) = (start("a"), [start("b"), start("c")]);
    eventually("work of the first", || {
        board.items().iter().any(|item| item["agent_id"] == "a-1" && item["status"] == "active").then_some(())
    });
    killed.signal(Signal::KILL);
    killed.finish();
    for pool in others {
        pool.finish().ok();
    }
    let completed: BTreeSet<String> =
        board.log().iter().map(|done| done["work_item_id"].as_str().unwrap().to_owned()).collect();
    assert_eq!((board.log().len(), completed), (30, ids.into_iter().collect()));
    board.assert_consistent();
}

/// Starting a command in the middle of a line.
trait SpawnIt {
    fn spawn_it(&mut self) -> Running;
}

impl SpawnIt for std::process::Command {
    fn spawn_it(&mut self) -> Running {
        Running::start(self)
    }
}
