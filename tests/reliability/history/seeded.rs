//! Histories that a broken board would leave. Each must be found, alone and among many right ones; and right ones
//! that look odd must not be.

use super::checker::{Violation, check};
use super::operation::{Agent, Call, Caller, History, NEVER, Operation, Outcome, Seen, Told};
use super::simulator::simulate;

const ANN: Agent = 1;
const BOB: Agent = 2;

/// Operations on one item, one after the other.
#[derive(Default)]
struct Story {
    operations: Vec<Operation>,
}

impl Story {
    /// An item in the queue that may fail three times.
    fn of_an_item() -> Self {
        Self::default().acknowledged(0, Call::Add { max_attempts: 3 }, Told::default())
    }

    /// The same, held by an agent with this fence until `until`, taken at 0.
    fn held_by(agent: Agent, until: i64) -> Self {
        Self::of_an_item().taken(agent, 0, until, 1)
    }

    fn then(mut self, clock: i64, call: Call, outcome: Outcome) -> Self {
        let number = u32::try_from(self.operations.len()).unwrap();
        let invoked = u64::from(number) * 10;
        let returned = if outcome == Outcome::Unknown { NEVER } else { invoked + 5 };
        self.operations.push(Operation { item: 0, process: number, invoked, returned, clock, call, outcome });
        self
    }

    fn acknowledged(self, clock: i64, call: Call, told: Told) -> Self {
        self.then(clock, call, Outcome::Acknowledged(told))
    }

    fn refused(self, clock: i64, call: Call) -> Self {
        self.then(clock, call, Outcome::Refused)
    }

    fn killed(self, clock: i64, call: Call) -> Self {
        self.then(clock, call, Outcome::Unknown)
    }

    fn taken(self, by: Agent, clock: i64, until: i64, fence: u64) -> Self {
        self.acknowledged(clock, Call::Take { by, until }, told_fence(fence))
    }

    fn completed(self, by: Caller, result: u32) -> Self {
        self.acknowledged(1, Call::Complete { by, result }, Told::default())
    }

    fn found_nothing(self, clock: i64) -> Self {
        self.acknowledged(clock, Call::FindNothing, Told::default())
    }

    fn seen(self, seen: Seen, fence: u64) -> Self {
        self.acknowledged(1_000, Call::See { seen, fence }, Told::default())
    }

    /// The same with the last `count` operations running at the same time.
    fn at_once(mut self, count: usize) -> Self {
        let start = self.operations.len() - count;
        let last = &mut self.operations[start..];
        let (invoked, returned) = (last[0].invoked, last[count - 1].invoked + 5);
        for operation in last.iter_mut() {
            operation.invoked = invoked;
            operation.returned = if operation.is_optional() { NEVER } else { returned };
        }
        self
    }

    fn check(self) -> Result<usize, Violation> {
        check(&History { operations: self.operations, readings: Vec::new() })
    }

    /// Fails the test unless this is found, also among other items, and the item is named.
    #[track_caller]
    fn must_be_found(self) {
        let mut haystack = simulate(3, 3_000);
        check(&haystack).unwrap_or_else(|violation| panic!("the haystack is wrong: {violation}"));
        let item = haystack.operations.iter().map(|operation| operation.item).max().unwrap() + 1;
        let hidden = self.operations.iter().map(|operation| Operation { item, ..operation.clone() });
        haystack.operations.extend(hidden);
        let found = check(&haystack).expect_err("not found among others");
        assert_eq!((found.item, found.is_certain), (item, true), "{found}");
        let found = self.check().expect_err("not found");
        assert!(found.to_string().contains('✗'), "nothing is pointed at: {found}");
    }

    #[track_caller]
    fn must_pass(self) {
        self.check().unwrap_or_else(|violation| panic!("{violation}"));
    }
}

fn told_fence(fence: u64) -> Told {
    Told { fence: Some(fence), ..Told::default() }
}

fn agent(agent: Agent) -> Caller {
    Caller { agent: Some(agent), fence: None }
}

fn holder(agent: Agent, fence: u64) -> Caller {
    Caller { agent: Some(agent), fence: Some(fence) }
}

#[test]
fn two_holders_at_once() {
    Story::of_an_item().taken(ANN, 0, 100, 1).taken(BOB, 0, 100, 2).at_once(2).must_be_found();
}

#[test]
fn a_take_before_a_live_lease_is_over() {
    Story::held_by(ANN, 100).taken(BOB, 99, 200, 2).must_be_found();
    Story::held_by(ANN, 100).taken(BOB, 100, 200, 2).must_pass();
}

#[test]
fn a_take_before_a_renewed_lease_is_over() {
    let renewed =
        Story::held_by(ANN, 100).acknowledged(90, Call::Renew { by: ANN, until: 190 }, told_fence(1));
    renewed.taken(BOB, 189, 300, 2).must_be_found();
}

#[test]
fn a_completion_by_a_zombie_with_an_old_fence() {
    Story::held_by(ANN, 100).taken(BOB, 100, 200, 2).completed(holder(ANN, 1), 7).must_be_found();
    let unnamed = Caller { agent: None, fence: Some(1) };
    Story::held_by(ANN, 100).taken(BOB, 100, 200, 2).completed(unnamed, 7).must_be_found();
}

#[test]
fn a_completion_by_a_zombie_that_took_the_item_again() {
    let again = Story::held_by(ANN, 100).taken(BOB, 100, 200, 2).taken(ANN, 200, 300, 3);
    again.completed(holder(ANN, 1), 7).must_be_found();
}

#[test]
fn a_completion_of_what_was_released() {
    let released = Story::held_by(ANN, 100).acknowledged(1, Call::Release { by: agent(ANN) }, told_fence(2));
    released.completed(holder(ANN, 1), 7).must_be_found();
}

#[test]
fn an_acknowledged_completion_that_got_lost() {
    Story::held_by(ANN, 100).completed(agent(ANN), 7).taken(BOB, 500, 600, 2).must_be_found();
    Story::held_by(ANN, 100).completed(agent(ANN), 7).seen(Seen::Held(ANN), 1).must_be_found();
}

#[test]
fn an_acknowledged_claim_that_got_lost() {
    Story::held_by(ANN, 100).seen(Seen::Free, 1).must_be_found();
    Story::held_by(ANN, 100).refused(1, Call::Complete { by: holder(ANN, 1), result: 7 }).must_be_found();
}

#[test]
fn the_same_fence_twice() {
    let released =
        Story::held_by(ANN, 100).acknowledged(1, Call::Release { by: agent(ANN) }, Told::default());
    released.taken(BOB, 2, 102, 1).must_be_found();
    Story::held_by(ANN, 100).taken(BOB, 100, 200, 1).must_be_found();
}

#[test]
fn a_fence_that_goes_back() {
    let twice = Story::of_an_item().taken(ANN, 0, 100, 5).taken(BOB, 100, 200, 6);
    twice.taken(ANN, 200, 300, 4).must_be_found();
    Story::of_an_item().taken(ANN, 0, 100, 5).seen(Seen::Held(ANN), 4).must_be_found();
}

#[test]
fn a_hand_off_without_a_new_fence() {
    let to_bob = Call::HandOff { by: holder(ANN, 1), to: BOB, until: 110 };
    Story::held_by(ANN, 100).acknowledged(10, to_bob, told_fence(1)).must_be_found();
    Story::held_by(ANN, 100).acknowledged(10, to_bob, told_fence(2)).must_pass();
}

#[test]
fn a_completion_that_is_counted_twice() {
    Story::held_by(ANN, 100).completed(agent(ANN), 7).completed(agent(ANN), 7).must_be_found();
    let already = Told { already: true, ..Told::default() };
    let again = Call::Complete { by: agent(ANN), result: 7 };
    Story::held_by(ANN, 100).completed(agent(ANN), 7).acknowledged(1, again, already).must_pass();
}

#[test]
fn a_completion_that_was_never_made_before() {
    let already = Told { already: true, ..Told::default() };
    let again = Call::Complete { by: agent(ANN), result: 7 };
    Story::held_by(ANN, 100).acknowledged(1, again, already).must_be_found();
    Story::held_by(ANN, 100).completed(agent(ANN), 8).acknowledged(1, again, already).must_be_found();
}

#[test]
fn a_completion_said_again_that_is_refused() {
    let again = Call::Complete { by: agent(ANN), result: 7 };
    Story::held_by(ANN, 100).completed(agent(ANN), 7).refused(1, again).must_be_found();
    let otherwise = Call::Complete { by: agent(ANN), result: 8 };
    Story::held_by(ANN, 100).completed(agent(ANN), 7).refused(1, otherwise).must_pass();
}

#[test]
fn a_completion_by_another_that_is_taken_for_the_first_one() {
    for by in [agent(BOB), holder(ANN, 2)] {
        let again = Call::Complete { by, result: 7 };
        let already = Told { already: true, ..Told::default() };
        Story::held_by(ANN, 100).completed(agent(ANN), 7).acknowledged(1, again, already).must_be_found();
        Story::held_by(ANN, 100).completed(agent(ANN), 7).refused(1, again).must_pass();
    }
}

#[test]
fn a_new_fence_for_who_claims_what_it_holds() {
    let claim = Call::Claim { by: ANN, until: 150 };
    let again = |fence| Story::held_by(ANN, 100).acknowledged(50, claim, told_fence(fence));
    again(2).must_be_found();
    again(1).taken(BOB, 149, 300, 2).must_be_found();
    again(1).taken(BOB, 150, 300, 2).must_pass();
}

#[test]
fn a_release_of_what_somebody_else_holds() {
    Story::held_by(ANN, 100).acknowledged(1, Call::Release { by: agent(BOB) }, told_fence(2)).must_be_found();
    let old = holder(ANN, 1);
    let given_away = Story::held_by(ANN, 100).taken(BOB, 100, 200, 2).taken(ANN, 200, 300, 3);
    given_away.acknowledged(201, Call::Release { by: old }, told_fence(4)).must_be_found();
}

#[test]
fn a_failure_reported_by_somebody_else() {
    Story::held_by(ANN, 100).acknowledged(1, Call::Fail { by: agent(BOB) }, told_fence(2)).must_be_found();
}

#[test]
fn a_heartbeat_of_a_zombie() {
    let taken = Story::held_by(ANN, 100).taken(BOB, 100, 200, 2);
    taken.acknowledged(101, Call::Renew { by: ANN, until: 201 }, Told::default()).must_be_found();
}

#[test]
fn an_item_that_can_never_be_taken() {
    Story::of_an_item().found_nothing(1_000).must_be_found();
    Story::held_by(ANN, 100).found_nothing(1_000).must_be_found();
    Story::held_by(ANN, 100).found_nothing(99).must_pass();
    let released = Story::held_by(ANN, 100).acknowledged(1, Call::Release { by: agent(ANN) }, told_fence(2));
    released.found_nothing(1_000).must_be_found();
}

#[test]
fn an_item_that_is_gone() {
    Story::of_an_item().seen(Seen::Nothing, 0).must_be_found();
    Story::held_by(ANN, 100).completed(agent(ANN), 7).seen(Seen::Nothing, 1).must_be_found();
}

#[test]
fn an_item_that_nobody_added() {
    Story::default().taken(ANN, 0, 100, 1).must_be_found();
}

#[test]
fn an_endless_loop_of_lost_leases() {
    let thrice = || Story::held_by(ANN, 100).taken(BOB, 100, 200, 2).taken(ANN, 200, 300, 3);
    thrice().taken(BOB, 300, 400, 4).must_be_found();
    thrice().found_nothing(300).seen(Seen::Dead, 4).must_pass();
    let retried = thrice().found_nothing(300).acknowledged(300, Call::Retry, Told::default());
    retried.taken(BOB, 301, 401, 5).must_pass();
}

#[test]
fn an_endless_loop_of_failures() {
    let fail = |by, fence| Call::Fail { by: holder(by, fence) };
    let twice = || {
        let once = Story::held_by(ANN, 100).acknowledged(1, fail(ANN, 1), told_fence(2));
        once.taken(BOB, 99, 199, 3).acknowledged(100, fail(BOB, 3), told_fence(4)).taken(ANN, 200, 300, 5)
    };
    twice().acknowledged(201, fail(ANN, 5), told_fence(6)).must_be_found();
    let dead = Told { dead: true, ..told_fence(6) };
    twice().acknowledged(201, fail(ANN, 5), dead).must_pass();
    Story::held_by(ANN, 100)
        .acknowledged(1, fail(ANN, 1), Told { dead: true, ..told_fence(2) })
        .must_be_found();
}

#[test]
fn an_item_that_is_taken_back_too_early() {
    Story::held_by(ANN, 100).acknowledged(99, Call::Reap, Told::default()).must_be_found();
    let reaped = Story::held_by(ANN, 100).acknowledged(100, Call::Reap, Told::default());
    reaped.taken(BOB, 101, 201, 3).must_pass();
}

#[test]
fn an_answer_from_before_the_question() {
    let complete = Call::Complete { by: holder(ANN, 1), result: 7 };
    Story::of_an_item().refused(0, complete).taken(ANN, 0, 100, 1).completed(holder(ANN, 1), 7).must_pass();
    Story::of_an_item().taken(ANN, 0, 100, 1).refused(0, complete).must_be_found();
    Story::of_an_item().taken(ANN, 0, 100, 1).refused(0, complete).at_once(2).must_pass();
}

#[test]
fn one_of_many_racers_wins() {
    let race = |winners: &[Agent]| {
        let take = |by| Call::Take { by, until: 100 };
        (10..50).fold(Story::of_an_item(), |story, by| {
            match winners.iter().position(|winner| *winner == by) {
                Some(place) => story.acknowledged(0, take(by), told_fence(place as u64 + 1)),
                None => story.refused(0, take(by)),
            }
        })
    };
    race(&[30]).at_once(40).must_pass();
    race(&[30, 31]).at_once(40).must_be_found();
    race(&[]).at_once(40).must_be_found();
}

#[test]
fn what_was_killed_may_have_happened_or_not() {
    let complete = Call::Complete { by: holder(ANN, 1), result: 7 };
    let killed = || Story::held_by(ANN, 100).killed(1, complete);
    let already = Told { already: true, ..Told::default() };
    killed().acknowledged(2, complete, already).must_pass();
    killed().acknowledged(2, complete, Told::default()).must_pass();
    killed().taken(BOB, 100, 200, 2).completed(holder(BOB, 2), 8).must_pass();
    killed().taken(BOB, 100, 200, 2).seen(Seen::Done(7), 2).must_be_found();
    killed().acknowledged(2, complete, already).taken(BOB, 100, 200, 2).must_be_found();
}

#[test]
fn what_was_killed_may_happen_late() {
    let release = Call::Release { by: agent(ANN) };
    let late = Story::held_by(ANN, 100).killed(1, release).refused(2, Call::Take { by: BOB, until: 102 });
    late.taken(BOB, 3, 103, 3).must_pass();
}

#[test]
fn what_was_killed_happens_once_at_most() {
    let release = Call::Release { by: agent(ANN) };
    let killed = Story::held_by(ANN, 100).killed(1, release).taken(BOB, 2, 102, 3);
    let back = killed.acknowledged(3, Call::HandOff { by: agent(BOB), to: ANN, until: 103 }, told_fence(4));
    back.taken(BOB, 4, 104, 6).must_be_found();
}

#[test]
fn a_clock_that_is_ahead_elsewhere_buries_an_item() {
    let story = || Story::held_by(ANN, 100).taken(BOB, 100, 200, 2).taken(ANN, 200, 300, 3);
    let refused = || story().refused(201, Call::Complete { by: holder(ANN, 3), result: 7 });
    refused().must_be_found();
    let readings = vec![(35, 300)];
    check(&History { operations: refused().operations, readings }).unwrap();
}
