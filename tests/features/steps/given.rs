//! How things are at first.

use crate::pattern::Captures;
use crate::world::World;

/// The table gives flags of `add`, and the priority.
pub(super) fn item(world: &mut World, captures: &Captures) {
    let mut words = vec!["add", "feature", captures.text(0)];
    words.extend(captures.table.iter().filter(|(name, _)| name == "priority").map(|(_, word)| word.as_str()));
    let flags = captures.table.iter().filter(|(name, _)| name != "priority");
    words.extend(flags.flat_map(|(flag, value)| [flag.as_str(), value]));
    world.ok(&words);
}

pub(super) fn item_after(world: &mut World, captures: &Captures) {
    let first = world.id(captures.text(1));
    world.ok(&["add", "feature", captures.text(0), "--after", &first]);
}

pub(super) fn items(world: &mut World, captures: &Captures) {
    for number in 0..captures.number(0) {
        world.ok(&["add", "feature", &format!("piece {number}")]);
    }
}

pub(super) fn items_after(world: &mut World, captures: &Captures) {
    let first = world.ok(&["-q", "add", "feature", captures.text(1)]).work_id();
    for number in 0..captures.number(0) {
        world.ok(&["add", "feature", &format!("piece {number}"), "--after", &first]);
    }
}

pub(super) fn holds(world: &mut World, captures: &Captures) {
    let (agent, description) = (captures.text(0), captures.text(1));
    let id = world.ok(&["-q", "add", "feature", description]).work_id();
    world.ask_json(agent, &["claim", "--id", &id]);
    assert!(world.answer(agent).succeeded(), "{}", world.answer(agent));
}

pub(super) fn registered(world: &mut World, captures: &Captures) {
    world.ok(&["register", captures.text(0)]);
}
