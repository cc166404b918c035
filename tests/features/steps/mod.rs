//! What the sentences of the features mean.

mod given;
mod then;
mod when;

use crate::pattern::Captures;
use crate::script::{Kind, Meaning};
use crate::world::World;

/// Every meaning there is.
pub(crate) const ALL: &[Meaning] = &[
    given("the item {text} in the queue", given::item),
    given("the item {text} in the queue with", given::item),
    given("the item {text} in the queue after {text}", given::item_after),
    given("{number} items in the queue", given::items),
    given("{number} items in the queue that wait for {text}", given::items_after),
    given("{word} holds {text}", given::holds),
    given("{word} is registered", given::registered),
    when("1 minute passes", |world, _| world.wait(60)),
    when("{number} seconds pass", |world, captures| world.wait(captures.number(0))),
    when("{number} minutes pass", |world, captures| world.wait(captures.number(0) * 60)),
    when("{number} hours pass", |world, captures| world.wait(captures.number(0) * 3_600)),
    when("{word} asks for work", when::next),
    when("{word} asks for work quietly", when::next_quietly),
    when("{word} asks for work and wants {text} of it", when::next_fields),
    when("{word} lists {number} items and wants {text} of each", when::list),
    when("{word} claims {text}", when::claim),
    when("{word} claims new work {text} with the key {text}", when::claim_key),
    when("{word} gives a sign of life", when::heartbeat),
    when("{word} reports {number} percent on {text}", when::progress),
    when("{word} completes {text} with {text}", when::complete),
    when("{word} completes {text} with the fence of its first claim", when::complete_with_old_fence),
    when("{word} gives back {text} because {text}", when::release),
    when("{word} fails at {text} with {text}", when::fail),
    when("{word} hands {text} to {word} and says {text}", when::hand_off),
    when("{word} is killed in the middle of {text}", when::killed),
    when("{text} is retried", when::retry),
    when("stale claims are reaped", when::reap),
    when("{number} agents ask for work at the same time", when::crowd_asks),
    when("{number} agents claim {text} at the same time", when::crowd_claims),
    when("{number} agents claim new work {text} that is unique at the same time", when::crowd_claims_unique),
    when("{number} agents add an item at the same time", when::crowd_adds),
    when("{number} ids are generated, {number} at a time", when::generate_ids),
    when("{number} items are added from a list of tasks", when::add_from_list),
    then("{word} gets {text}", then::gets),
    then("{word} gets nothing", then::gets_nothing),
    then("{word} succeeds", then::succeeds),
    then("{word} is refused with {word}", then::refused),
    then("{word} is told that {word} holds it and until when", then::told_holder),
    then("{word} is told that {number} is {word}", then::told_count),
    then("{word} is told that {number} are {word}", then::told_count),
    then("{word} is told that the item is not new", then::told_not_new),
    then("{word} sees of {text}", then::sees),
    then("1 of them gets an item", then::one_wins),
    then("{number} of them get an item", then::some_win),
    then("no item is given twice", then::given_once),
    then("the others are told that there is nothing to claim", then::others_get_nothing),
    then("the others are told who holds {text} and until when", then::others_told_holder),
    then("{text} is in the queue", then::is_pending),
    then("{text} is held by {word}", then::is_held),
    then("{text} is completed with {text}", then::is_completed),
    then("{text} is dead", then::is_dead),
    then("{text} was counted once", then::counted_once),
    then("it is attempt {number} on {text}", then::attempt),
    then("the fence of {text} has grown since {word} held it", then::fence_grew),
    then("the progress of {text} is {number} percent", then::progress),
    then("the last error of {text} is {text}", then::last_error),
    then("the late result {text} of {text} is kept", then::late_result),
    then("an event tells that the lease of {word} on {text} ran out", then::lease_event),
    then("there is 1 item on the board", then::one_item),
    then("there are {number} items on the board", then::some_items),
    then("their ids grow", then::ids_grow),
    then("all of them are different", then::ids_differ),
    then("each of them is {text} and at least {number} digits", then::ids_look),
    then("the answer is one line of at most {number} bytes", then::lean),
    then("its data is {text} and nothing else", then::fields),
    then("it says that there are {number} and more than it shows", then::has_more),
    then("the board is whole", |world, _| world.board.assert_consistent()),
];

type Step = fn(&mut World, &Captures);

const fn given(pattern: &'static str, run: Step) -> Meaning {
    Meaning { kind: Kind::Given, pattern, run }
}

const fn when(pattern: &'static str, run: Step) -> Meaning {
    Meaning { kind: Kind::When, pattern, run }
}

const fn then(pattern: &'static str, run: Step) -> Meaning {
    Meaning { kind: Kind::Then, pattern, run }
}
