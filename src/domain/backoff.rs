//! How long an item rests after a failure.

/// The rest grows with each failure: `base_secs`, twice that, and so on up to `limit_secs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// Seconds after the first failure.
    pub base_secs: u32,
    /// Never more seconds than this, but for the spread.
    pub limit_secs: u32,
}

/// The rest is so much longer or shorter at most, as a fraction.
const SPREAD: f64 = 0.2;

impl Backoff {
    /// Seconds of rest after the failure of that number, counted from 1. `random` is from 0 up to 1.
    pub fn secs(self, failures: u32, random: f64) -> i64 {
        let doubled = 1_u64.checked_shl(failures.saturating_sub(1)).unwrap_or(u64::MAX);
        let secs = u64::from(self.base_secs).saturating_mul(doubled).min(u64::from(self.limit_secs));
        let factor = 1.0 + SPREAD * (2.0 * random.clamp(0.0, 1.0) - 1.0);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "at most the limit, an u32"
        )]
        let spread = (secs as f64 * factor).round() as i64;
        spread
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const USUAL: Backoff = Backoff { base_secs: 30, limit_secs: 3_600 };

    #[test]
    fn the_rest_doubles_up_to_the_limit() {
        let rests: Vec<_> = [1, 2, 3, 8, 9, 200, u32::MAX].map(|failures| USUAL.secs(failures, 0.5)).into();
        assert_eq!(rests, [30, 60, 120, 3_600, 3_600, 3_600, 3_600]);
        assert_eq!((USUAL.secs(1, 0.0), USUAL.secs(1, 1.0)), (24, 36));
    }

    proptest! {
        #[test]
        fn the_spread_is_a_fifth_each_way(failures in 0..100_u32, random in 0.0..1.0_f64) {
            let middle = USUAL.secs(failures, 0.5);
            let rest = USUAL.secs(failures, random);
            prop_assert!(rest * 10 >= middle * 8 - 10 && rest * 10 <= middle * 12 + 10);
        }
    }
}
