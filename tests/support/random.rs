//! Random numbers that come back: one seed, `COORD_SEED` or a fixed one, gives one sequence.

use std::time::Duration;

/// A small generator (xorshift64*); good enough to pick instants and bytes.
pub(crate) struct Random(u64);

impl Random {
    /// The sequence of `stream` under the seed of this run.
    pub(crate) fn stream(stream: u64) -> Self {
        let seed = std::env::var("COORD_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7_u64);
        let mixed = (seed ^ stream.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        Self(mixed | 1)
    }

    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) % end
    }

    /// A length of time below `end`.
    pub(crate) fn within(&mut self, end: Duration) -> Duration {
        let nanos = u64::try_from(end.as_nanos()).unwrap_or(u64::MAX).max(1);
        Duration::from_nanos(self.below(nanos))
    }
}
