//! Leases: for how long a claim stands without a sign of its holder.

use super::record::{Foreign, record};
use super::{Instant, Stamp};

record! {
    /// The time that a holder has left. Renewed by every command of the holder.
    pub struct Lease {
        /// When it ends.
        expires_at: Stamp, required;
        /// How long it lasts from each renewal, in seconds.
        ttl_secs: u32, required;
    }
}

impl Lease {
    /// A lease of `ttl_secs` that starts `now`.
    pub fn starting(now: Instant, ttl_secs: u32) -> Self {
        Self { expires_at: now.plus_secs(i64::from(ttl_secs)).stamp(), ttl_secs, foreign: Foreign::default() }
    }

    /// The same lease, renewed. The end never moves back, so a clock that was set back takes nothing away.
    #[must_use]
    pub fn renewed(&self, now: Instant) -> Self {
        let renewed = Self { foreign: self.foreign.clone(), ..Self::starting(now, self.ttl_secs) };
        match (renewed.expires_at.instant(), self.expires_at.instant()) {
            (Some(new), Some(old)) if old > new => self.clone(),
            _ => renewed,
        }
    }

    /// Whether it has ended. A stamp that cannot be read has ended.
    pub fn is_expired(&self, now: Instant) -> bool {
        self.expires_at.instant().is_none_or(|end| end <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Instant = Instant::from_unix(1_750_000_000);

    #[test]
    fn a_lease_ends_after_its_length() {
        let lease = Lease::starting(NOON, 1_800);
        assert!(!lease.is_expired(NOON.plus_secs(1_799)));
        assert!(lease.is_expired(NOON.plus_secs(1_800)));
    }

    #[test]
    fn renewal_counts_from_now_and_never_shortens() {
        let lease = Lease::starting(NOON, 60);
        assert!(!lease.renewed(NOON.plus_secs(50)).is_expired(NOON.plus_secs(109)));
        assert_eq!(lease.renewed(NOON.plus_secs(-3_600)), lease);
    }
}
