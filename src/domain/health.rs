//! How well a board does, from 0 to 100, and why.

use super::brief;
use super::score::{Part, Score};

/// What is known of a board.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// Whether the stored state can be read; what is wrong, where it cannot. `None` before there is a board.
    pub store: Option<Result<(), String>>,
    /// Claims in the time over which they are counted.
    pub claims: u32,
    /// How many of them were refused because somebody else holds the item.
    pub refused: u32,
    /// Items that somebody holds.
    pub held: u32,
    /// How many of them have a lease that has ended.
    pub expired: u32,
    /// Work that ended in the last days, well or not: completed, or dead.
    pub ended: u32,
    /// How much of it ended well.
    pub succeeded: u32,
    /// For how many seconds the first in the queue could have been taken; `None` where nothing waits.
    pub oldest_secs: Option<i64>,
    /// Agents that are signed on.
    pub agents: u32,
    /// How many of them gave a sign.
    pub alive: u32,
}

/// By what a board is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Yardstick {
    /// How much each part counts.
    pub weights: Weights,
    /// So many of a hundred claims may be refused.
    pub conflict_percent: f64,
    /// The seconds over which claims are counted.
    pub conflict_secs: u32,
    /// The days over which work that ended is counted.
    pub completion_days: u32,
    /// So many seconds the queue may wait.
    pub queue_age_secs: u32,
}

/// How much each part counts beside the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// The stored state can be read.
    pub store: u32,
    /// Claims that were not refused.
    pub conflicts: u32,
    /// Items in hand whose lease has not ended.
    pub expiries: u32,
    /// Work that ended well.
    pub completion: u32,
    /// How long the queue waits.
    pub queue_age: u32,
    /// Agents that give signs.
    pub agents: u32,
}

/// The health of a board of which this is known.
pub fn health(observed: &Observed, by: &Yardstick) -> Score {
    let weights = &by.weights;
    Score::of(vec![
        Part::new("store", weights.store, store(observed)),
        Part::new("conflicts", weights.conflicts, conflicts(observed, by)),
        Part::new("expiries", weights.expiries, expiries(observed)),
        Part::new("completion", weights.completion, completion(observed, by)),
        Part::new("queue_age", weights.queue_age, queue_age(observed, by)),
        Part::new("agents", weights.agents, agents(observed)),
    ])
}

/// All or nothing: what cannot be read is of no use.
fn store(observed: &Observed) -> Option<(f64, String)> {
    Some(match observed.store.as_ref()? {
        Ok(()) => (100.0, "the stored state can be read".to_owned()),
        Err(fault) => (0.0, fault.clone()),
    })
}

/// Full as long as few enough were refused; half where it is twice as many.
fn conflicts(observed: &Observed, by: &Yardstick) -> Option<(f64, String)> {
    let percent = percent(observed.refused, observed.claims)?;
    let figure = format!(
        "{} of {} claims refused in {}; {} % may be",
        observed.refused,
        observed.claims,
        brief(by.conflict_secs.into()),
        by.conflict_percent
    );
    Some((within(percent, by.conflict_percent), figure))
}

/// The share of what is held whose holder's time is not over.
fn expiries(observed: &Observed) -> Option<(f64, String)> {
    let lost = percent(observed.expired, observed.held)?;
    Some((
        100.0 - lost,
        format!("{} of {} items in hand have outlived their lease", observed.expired, observed.held),
    ))
}

/// The share of what ended that ended well.
fn completion(observed: &Observed, by: &Yardstick) -> Option<(f64, String)> {
    let share = percent(observed.succeeded, observed.ended)?;
    let figure = format!(
        "{} of {} items ended well in {} days",
        observed.succeeded, observed.ended, by.completion_days
    );
    Some((share, figure))
}

/// Full as long as nothing waits too long; half where it waits twice as long.
fn queue_age(observed: &Observed, by: &Yardstick) -> Option<(f64, String)> {
    let secs = observed.oldest_secs?;
    let figure = format!(
        "the first in the queue has waited {}; {} is fine",
        brief(secs),
        brief(by.queue_age_secs.into())
    );
    #[expect(clippy::cast_precision_loss, reason = "seconds of years are far below 2^53")]
    Some((within(secs as f64, f64::from(by.queue_age_secs)), figure))
}

/// The share of those signed on that give signs.
fn agents(observed: &Observed) -> Option<(f64, String)> {
    let share = percent(observed.alive, observed.agents)?;
    Some((share, format!("{} of {} agents give signs", observed.alive, observed.agents)))
}

/// Full up to the limit, and in proportion less above it. Where nothing is allowed, anything is too much.
fn within(value: f64, limit: f64) -> f64 {
    if value <= limit { 100.0 } else { limit / value * 100.0 }
}

fn percent(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole) * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn yardstick() -> Yardstick {
        Yardstick {
            weights: Weights {
                store: 25,
                conflicts: 15,
                expiries: 15,
                completion: 15,
                queue_age: 15,
                agents: 15,
            },
            conflict_percent: 5.0,
            conflict_secs: 300,
            completion_days: 7,
            queue_age_secs: 86_400,
        }
    }

    fn observed() -> Observed {
        Observed {
            store: Some(Ok(())),
            claims: 40,
            refused: 4,
            held: 8,
            expired: 2,
            ended: 10,
            succeeded: 9,
            oldest_secs: Some(4 * 86_400),
            agents: 5,
            alive: 2,
        }
    }

    fn parts(observed: &Observed) -> Vec<Option<f64>> {
        health(observed, &yardstick()).parts.iter().map(|part| part.score).collect()
    }

    #[test]
    fn each_part_by_hand() {
        // 10 % refused where 5 may be; 6 of 8; 9 of 10; four days where one may be; 2 of 5.
        let expected = [100.0, 50.0, 75.0, 90.0, 25.0, 40.0].map(Some);
        assert_eq!(parts(&observed()), expected);
        // (25·100 + 15·(50 + 75 + 90 + 25 + 40)) / 100 = 67
        let told = health(&observed(), &yardstick());
        assert_eq!(told.score, Some(67));
        let figures: Vec<&str> = told.parts.iter().map(|part| part.figure.as_str()).collect();
        assert_eq!(
            figures,
            [
                "the stored state can be read",
                "4 of 40 claims refused in 5m; 5 % may be",
                "2 of 8 items in hand have outlived their lease",
                "9 of 10 items ended well in 7 days",
                "the first in the queue has waited 4d; 1d is fine",
                "2 of 5 agents give signs"
            ]
        );
    }

    #[test]
    fn what_is_within_the_limit_is_full() {
        let fine = Observed { refused: 2, oldest_secs: Some(86_400), ..observed() };
        assert_eq!((parts(&fine)[1], parts(&fine)[4]), (Some(100.0), Some(100.0)));
        let none_allowed = Yardstick { conflict_percent: 0.0, queue_age_secs: 0, ..yardstick() };
        let told = health(&observed(), &none_allowed);
        assert_eq!((told.parts[1].score, told.parts[4].score), (Some(0.0), Some(0.0)));
        let quiet = Observed { refused: 0, oldest_secs: Some(0), ..observed() };
        let told = health(&quiet, &none_allowed);
        assert_eq!((told.parts[1].score, told.parts[4].score), (Some(100.0), Some(100.0)));
    }

    #[test]
    fn a_board_without_data_has_no_health() {
        let told = health(&Observed::default(), &yardstick());
        assert_eq!((told.score, told.left_out().len()), (None, 6));
        assert!(told.parts.iter().all(|part| part.figure == "no data yet"));
        let only_read = Observed { store: Some(Ok(())), ..Observed::default() };
        assert_eq!(health(&only_read, &yardstick()).score, Some(100));
    }

    #[test]
    fn a_store_that_cannot_be_read_is_named() {
        let broken = Observed { store: Some(Err("line 3".to_owned())), ..Observed::default() };
        let told = health(&broken, &yardstick());
        assert_eq!((told.score, told.parts[0].figure.as_str()), (Some(0), "line 3"));
    }

    proptest! {
        #[test]
        fn to_do_better_is_never_worse(
            (claims, refused, held, expired) in (1..50_u32, 0..50_u32, 1..50_u32, 0..50_u32),
            (ended, succeeded, agents, alive) in (1..50_u32, 0..50_u32, 1..50_u32, 0..50_u32),
            oldest in 0..10_000_000_i64,
        ) {
            let of = |better: bool| {
                let one = u32::from(better);
                health(&Observed {
                    store: Some(Ok(())),
                    claims: claims + 50,
                    refused: (refused + 1) - one,
                    held: held + 50,
                    expired: (expired + 1) - one,
                    ended: ended + 50,
                    succeeded: succeeded + one,
                    oldest_secs: Some(if better { oldest / 2 } else { oldest }),
                    agents: agents + 50,
                    alive: alive + one,
                }, &yardstick()).score.unwrap()
            };
            prop_assert!(of(true) >= of(false));
            prop_assert!(of(true) <= 100);
        }
    }
}
