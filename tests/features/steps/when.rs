//! What happens: commands of agents, alone and in crowds.

use std::process::Command;
use std::thread;

use rustix::process::Signal;

use crate::pattern::Captures;
use crate::support::{Running, program, start_worker};
use crate::world::World;

pub(super) fn next(world: &mut World, captures: &Captures) {
    world.ask_json(captures.text(0), &["next"]);
}

pub(super) fn next_quietly(world: &mut World, captures: &Captures) {
    world.ask(captures.text(0), &["-q", "next"]);
}

pub(super) fn next_fields(world: &mut World, captures: &Captures) {
    world.ask_json(captures.text(0), &["next", "--fields", captures.text(1)]);
}

pub(super) fn list(world: &mut World, captures: &Captures) {
    let limit = captures.number(1).to_string();
    world.ask_json(captures.text(0), &["list", "--limit", &limit, "--fields", captures.text(2)]);
}

pub(super) fn claim(world: &mut World, captures: &Captures) {
    let id = world.id(captures.text(1));
    world.ask_json(captures.text(0), &["claim", "--id", &id]);
}

pub(super) fn claim_key(world: &mut World, captures: &Captures) {
    let (description, key) = (captures.text(1), captures.text(2));
    world.ask_json(captures.text(0), &["claim", "feature", description, "--key", key]);
}

pub(super) fn heartbeat(world: &mut World, captures: &Captures) {
    world.ask_json(captures.text(0), &["heartbeat"]);
}

pub(super) fn progress(world: &mut World, captures: &Captures) {
    let (percent, id) = (captures.number(1).to_string(), world.id(captures.text(2)));
    world.ask_json(captures.text(0), &["progress", &id, &percent]);
}

pub(super) fn complete(world: &mut World, captures: &Captures) {
    let id = world.id(captures.text(1));
    world.ask_json(captures.text(0), &["complete", &id, captures.text(2), "5"]);
}

pub(super) fn complete_with_old_fence(world: &mut World, captures: &Captures) {
    let (agent, description) = (captures.text(0), captures.text(1));
    let fence = world.first_fence(agent, description).to_string();
    world.ask_json(agent, &["complete", &world.id(description), "success", "5", "--fence", &fence]);
}

pub(super) fn release(world: &mut World, captures: &Captures) {
    let id = world.id(captures.text(1));
    world.ask_json(captures.text(0), &["release", &id, "--reason", captures.text(2)]);
}

pub(super) fn fail(world: &mut World, captures: &Captures) {
    let id = world.id(captures.text(1));
    world.ask_json(captures.text(0), &["fail", &id, captures.text(2)]);
}

pub(super) fn hand_off(world: &mut World, captures: &Captures) {
    let id = world.id(captures.text(1));
    let words = ["handoff", &id, "--to", captures.text(2), "--note", captures.text(3)];
    world.ask_json(captures.text(0), &words);
}

pub(super) fn killed(world: &mut World, captures: &Captures) {
    let (id, worker) = start_worker(&world.board, captures.text(0));
    assert_eq!(id, world.id(captures.text(1)), "the worker took something else");
    worker.signal(Signal::KILL);
    assert_eq!(worker.finish().signal, Some(Signal::KILL.as_raw()));
}

pub(super) fn retry(world: &mut World, captures: &Captures) {
    world.ok(&["retry", &world.id(captures.text(0))]);
}

pub(super) fn reap(world: &mut World, _: &Captures) {
    world.ok(&["reap"]);
}

pub(super) fn crowd_asks(world: &mut World, captures: &Captures) {
    world.crowd(captures.number(0), &["next"]);
}

pub(super) fn crowd_claims(world: &mut World, captures: &Captures) {
    let id = world.id(captures.text(1));
    world.crowd(captures.number(0), &["claim", "--id", &id]);
}

pub(super) fn crowd_claims_unique(world: &mut World, captures: &Captures) {
    world.crowd(captures.number(0), &["claim", "feature", captures.text(1), "--unique"]);
}

pub(super) fn crowd_adds(world: &mut World, captures: &Captures) {
    world.crowd(captures.number(0), &["add", "feature", "one of many"]);
    for outcome in &world.crowd {
        assert!(outcome.succeeded(), "{outcome}");
    }
}

pub(super) fn generate_ids(world: &mut World, captures: &Captures) {
    let (count, at_once) = (captures.number(0), captures.number(1));
    let generate = || {
        let mut command = Command::new(program());
        world.board.surround(&mut command);
        // Each takes its id from the real clock, as agents do.
        command.env_remove("COORD_NOW").arg("generate-id");
        Running::start(&mut command).finish().ok().out().trim_end().to_owned()
    };
    let ids: Vec<String> = thread::scope(|scope| {
        let several = || (0..count / at_once).map(|_| generate()).collect::<Vec<_>>();
        let threads: Vec<_> = (0..at_once).map(|_| scope.spawn(several)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(ids.len(), count);
    world.ids = ids;
}

pub(super) fn add_from_list(world: &mut World, captures: &Captures) {
    let list: String = (0..captures.number(0)).map(|number| format!("- [ ] piece {number}\n")).collect();
    let path = world.board.home().join("tasks.md");
    std::fs::write(&path, list).unwrap();
    world.ok(&["add", "--from", path.to_str().unwrap()]);
}
