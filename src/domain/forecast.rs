//! How long what is left will take, from what past days brought: many futures are drawn from them, and counted.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Quantity;
use super::percentile::nearest_rank;

/// So many futures are drawn.
const FUTURES: usize = 4_000;
/// Nobody plans further ahead than ten years.
const MOST_DAYS: u32 = 3_650;

/// In how many days what is left will be done, at three degrees of confidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Forecast {
    /// What is left: items or points, as the past days are counted.
    pub remaining: Quantity,
    /// How many past days it was drawn from.
    pub past_days: u32,
    /// Days that are enough in 50 of 100 futures; null beyond ten years.
    pub p50_days: Option<u32>,
    /// Days that are enough in 85 of 100 futures; null beyond ten years.
    pub p85_days: Option<u32>,
    /// Days that are enough in 95 of 100 futures; null beyond ten years.
    pub p95_days: Option<u32>,
}

/// What `past` days, each with what it brought, say of `remaining`. Every future is made of past days in any order, each
/// as often as chance has it; the same `seed` gives the same futures. `None` where no day brought anything: then there
/// is no data to tell from.
pub fn forecast(past: &[f64], remaining: f64, seed: u64) -> Option<Forecast> {
    let past: Vec<f64> = past.iter().map(|day| if day.is_finite() { day.max(0.0) } else { 0.0 }).collect();
    let best = past.iter().copied().fold(0.0, f64::max);
    if best <= 0.0 || !remaining.is_finite() {
        return None;
    }
    let mut told = Forecast {
        remaining: Quantity(remaining.max(0.0)),
        past_days: u32::try_from(past.len()).unwrap_or(u32::MAX),
        p50_days: None,
        p85_days: None,
        p95_days: None,
    };
    if remaining / best > f64::from(MOST_DAYS) {
        return Some(told);
    }
    let mut chance = Chance { state: seed };
    let mut futures: Vec<u32> = (0..FUTURES).map(|_| days_of_one(&past, remaining, &mut chance)).collect();
    futures.sort_unstable();
    let at = |percent| nearest_rank(&futures, percent).filter(|days| *days <= MOST_DAYS);
    (told.p50_days, told.p85_days, told.p95_days) = (at(50), at(85), at(95));
    Some(told)
}

/// The days of one future; one more than the most where that is not enough.
fn days_of_one(past: &[f64], remaining: f64, chance: &mut Chance) -> u32 {
    let (mut left, mut days) = (remaining, 0);
    while left > 0.0 && days <= MOST_DAYS {
        left -= past[chance.below(past.len())];
        days += 1;
    }
    days
}

/// Numbers that look random and are the same for the same seed (`splitmix64`).
struct Chance {
    state: u64,
}

impl Chance {
    /// A number from 0 up to `limit`, which is small and not 0.
    #[expect(clippy::cast_possible_truncation, reason = "below the limit, which is a length")]
    fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        ((u128::from(mixed) * limit as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn days(past: &[f64], remaining: f64) -> [Option<u32>; 3] {
        let told = forecast(past, remaining, 7).unwrap();
        [told.p50_days, told.p85_days, told.p95_days]
    }

    #[test]
    fn days_that_are_all_alike_leave_nothing_to_chance() {
        assert_eq!(days(&[2.0; 14], 10.0), [Some(5); 3]);
        assert_eq!(days(&[2.0; 14], 10.5), [Some(6); 3]);
        assert_eq!(days(&[3.0], 0.0), [Some(0); 3]);
        assert_eq!(days(&[3.0], -4.0), [Some(0); 3]);
    }

    #[test]
    fn chance_has_the_odds_of_a_coin() {
        // One of two days brings what is left: within k days with 1 − 2^−k, so 87.5 % in 3 and 96.9 % in 5 days.
        let [_, p85, p95] = days(&[0.0, 1.0], 1.0);
        assert_eq!((p85, p95), (Some(3), Some(5)));
        // Four of ten days: 1 − 0.6^k is 64 % at 2, 87 % at 4 and 95.3 % at 6.
        let coin = [1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0];
        assert_eq!(days(&coin, 1.0)[..2], [Some(2), Some(4)]);
    }

    #[test]
    fn without_past_there_is_no_forecast() {
        assert_eq!(forecast(&[], 5.0, 1), None);
        assert_eq!(forecast(&[0.0, -1.0, f64::NAN], 5.0, 1), None);
        assert_eq!(forecast(&[1.0], f64::INFINITY, 1), None);
        assert_eq!(days(&[0.001], 1e9), [None; 3], "beyond ten years");
    }

    #[test]
    fn the_same_seed_gives_the_same_days() {
        let past = [0.0, 3.0, 8.0, 1.0, 5.0];
        assert_eq!(forecast(&past, 200.0, 3), forecast(&past, 200.0, 3));
        let seeds: std::collections::BTreeSet<_> =
            (0..40).map(|seed| forecast(&past, 200.0, seed).unwrap().p95_days).collect();
        assert!(seeds.len() > 1, "the seed counts: {seeds:?}");
    }

    proptest! {
        #[test]
        fn more_confidence_takes_no_fewer_days(
            past in prop::collection::vec(0.0..9.0_f64, 1..20),
            remaining in 0.0..300.0_f64,
        ) {
            prop_assume!(past.iter().any(|day| *day > 0.5));
            let [p50, p85, p95] = days(&past, remaining).map(|days| days.unwrap_or(u32::MAX));
            prop_assert!(p50 <= p85 && p85 <= p95);
            let best = past.iter().copied().fold(0.0, f64::max);
            prop_assert!(f64::from(p50) >= (remaining / best).floor(), "no quicker than the best days");
        }
    }
}
