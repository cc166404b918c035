//! The checker on histories that a program made: long right ones pass quickly, and on short ones of any kind it says
//! what a search through all orders says.

use std::time::Instant;

use super::checker::check;
use super::model::State;
use super::operation::{Call, Caller, History, NEVER, Operation, Outcome, Told};
use super::simulator::simulate;
use crate::support::{Random, scale};

#[test]
fn a_long_right_history_passes() {
    let count = scale(100_000, 1_000_000);
    let history = simulate(1, count);
    let start = Instant::now();
    let nodes = check(&history).unwrap_or_else(|violation| panic!("{violation}"));
    let elapsed = start.elapsed();
    eprintln!("{} operations, {nodes} nodes, {elapsed:?}", history.operations.len());
    assert!(elapsed.as_secs() < 60, "{elapsed:?} for {count} operations");
}

#[test]
fn right_histories_of_every_seed_pass() {
    for stream in 0..scale(200, 5_000) {
        check(&simulate(stream, 300)).unwrap_or_else(|violation| panic!("stream {stream}: {violation}"));
    }
}

#[test]
fn the_search_says_what_all_orders_say() {
    let mut verdicts = [0, 0];
    let mut random = Random::stream(11);
    for round in 0..scale(4_000, 100_000) {
        let history = twisted(&mut random);
        let (found, all) = (check(&history).is_ok(), some_order_fits(&history));
        assert_eq!(found, all, "round {round}: {:#?}", history.operations);
        verdicts[usize::from(found)] += 1;
    }
    eprintln!("{} wrong, {} right", verdicts[0], verdicts[1]);
    assert!(verdicts.iter().all(|count| *count > 200), "too much of one kind: {verdicts:?}");
}

/// A short history of one item, with something about it changed three times out of four.
fn twisted(random: &mut Random) -> History {
    let simulated = simulate(random.below(1 << 40), 60);
    let item = u32::try_from(random.below(8)).unwrap();
    let of_item = simulated.operations.into_iter().filter(|operation| operation.item == item);
    let mut operations: Vec<Operation> = of_item.take(7).collect();
    if random.below(4) > 0 {
        let index = usize::try_from(random.below(operations.len() as u64)).unwrap();
        twist(&mut operations[index], random);
    }
    History { operations, readings: Vec::new() }
}

fn twist(operation: &mut Operation, random: &mut Random) {
    match random.below(6) {
        0 => operation.clock += 40,
        1 => operation.invoked = operation.invoked.saturating_sub(3_000),
        2 => operation.returned = operation.returned.saturating_add(3_000),
        3 => (operation.outcome, operation.returned) = (Outcome::Unknown, NEVER),
        4 => operation.call = other_caller(operation.call),
        _ if operation.is_optional() => {}
        _ => {
            operation.outcome = match operation.outcome {
                Outcome::Refused => Outcome::Acknowledged(Told::default()),
                _ => Outcome::Refused,
            };
        }
    }
}

fn other_caller(call: Call) -> Call {
    let other = |by: Caller| Caller { agent: by.agent.map(|agent| (agent + 1) % 6), fence: by.fence };
    match call {
        Call::Complete { by, result } => Call::Complete { by: other(by), result },
        Call::Release { by } => Call::Release { by: other(by) },
        Call::Take { by, until } => Call::Take { by, until: until - 40 },
        call => call,
    }
}

/// Whether the rules allow some order of all certain and any optional operations: all are tried.
fn some_order_fits(history: &History) -> bool {
    let highest = |until: u64| {
        let readings = history.operations.iter().filter(|operation| operation.invoked <= until);
        readings.map(|operation| operation.clock).max().unwrap_or(i64::MIN)
    };
    let waiting: Vec<_> =
        history.operations.iter().map(|operation| (operation, highest(operation.returned))).collect();
    fits(State::START, &waiting)
}

fn fits(state: State, waiting: &[(&Operation, i64)]) -> bool {
    if waiting.iter().all(|(operation, _)| operation.is_optional()) {
        return true;
    }
    (0..waiting.len()).any(|index| {
        let (operation, latest) = waiting[index];
        let rest: Vec<_> =
            waiting.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, entry)| *entry).collect();
        let comes_first = rest.iter().all(|(other, _)| other.returned >= operation.invoked);
        comes_first && state.after(operation, latest).any(|next| fits(next, &rest))
    })
}
