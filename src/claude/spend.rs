//! What may be spent in a day (UTC): kept by all processes together, and never known better than the prices are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::shelved::{self, Document, Life, millis};
use super::{Failure, FailureKind, Shelf, World};
use crate::domain::Instant;
use crate::error::{Error, Result as Outcome};

/// So many days are kept.
const MOST_DAYS: usize = 8;
/// The seconds of a day.
const SECS_OF_DAY: i64 = 86_400;

/// What was spent, in US dollars. It is always kept whole: where a part is missing, it is broken.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spend {
    /// By day, such as `2026-01-31`.
    days: BTreeMap<String, f64>,
    /// What calls that are under way may cost.
    reserved: BTreeMap<u64, Reservation>,
    /// The number of the newest reservation.
    newest: u64,
}

/// What a call that is under way may cost, in US dollars.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Reservation {
    #[serde(flatten)]
    life: Life,
    usd: f64,
}

impl Document for Spend {
    const NAME: &'static str = "claude_spend";
}

impl Spend {
    /// As it stands. Where nothing is kept, or what is kept is broken, today has cost what the journal says.
    ///
    /// # Errors
    /// That cannot be read: then nobody knows what may still be spent.
    pub fn read(shelf: &dyn Shelf, world: &dyn World) -> Result<Self, Failure> {
        let kept = shelved::find(shelf).and_then(|kept| kept.map_or_else(|| Self::anew(world), Ok));
        kept.map_err(|error| unknown(&error))
    }

    /// Has it to itself, and writes it where it changes.
    ///
    /// # Errors
    /// It cannot be read or kept.
    pub(super) fn revise<R>(
        shelf: &dyn Shelf,
        world: &dyn World,
        revise: impl FnMut(&mut Self) -> R,
    ) -> Result<Option<R>, Failure> {
        shelved::change(shelf, &|| Self::anew(world), revise).map_err(|error| unknown(&error))
    }

    /// As the journal knows it: what calls cost of which nobody knows the price is not in it.
    fn anew(world: &dyn World) -> Outcome<Self> {
        let (mut spend, now) = (Self::default(), world.now());
        let midnight = Instant::from_unix(now.unix() - now.unix().rem_euclid(SECS_OF_DAY));
        spend.add(world.spent_since(midnight)?, now);
        Ok(spend)
    }

    /// What was spent today, and what the calls that are under way may add to it.
    pub fn today(&self, now: Instant) -> (f64, f64) {
        let mut then = self.clone();
        then.catch_up(now);
        (then.spent(now), then.reserved())
    }

    /// Sets `usd` aside for a call that takes no longer than `longest_ms`, and gives its number.
    ///
    /// # Errors
    /// More than `most_usd` may be spent then.
    pub fn reserve(
        &mut self,
        usd: f64,
        most_usd: f64,
        now: Instant,
        longest_ms: i64,
    ) -> Result<u64, Failure> {
        self.catch_up(now);
        let (spent, reserved) = (self.spent(now), self.reserved());
        // Sums of floating-point numbers are not exact to the last digit.
        if spent + reserved + usd > most_usd + 1e-9 {
            return Err(spent_up(most_usd, spent + reserved, usd));
        }
        self.newest = self.newest.wrapping_add(1);
        let life = Life::new(millis(now), longest_ms);
        self.reserved.insert(self.newest, Reservation { life, usd });
        Ok(self.newest)
    }

    /// Takes note of what a call cost, and gives back what was set aside for it.
    pub fn settle(&mut self, number: Option<u64>, usd: f64, now: Instant) {
        if let Some(number) = number {
            self.reserved.remove(&number);
        }
        self.add(usd, now);
        self.catch_up(now);
    }

    /// What was set aside for calls that did not come back counts as spent: they may have been answered.
    fn catch_up(&mut self, now: Instant) {
        let is_lost = |reservation: &Reservation| !reservation.life.lasts(millis(now));
        let lost: f64 = self.reserved.values().filter(|one| is_lost(one)).map(|one| sound(one.usd)).sum();
        self.reserved.retain(|_, reservation| !is_lost(reservation));
        self.add(lost, now);
        while self.days.len() > MOST_DAYS {
            self.days.pop_first();
        }
    }

    fn add(&mut self, usd: f64, now: Instant) {
        if sound(usd) > 0.0 {
            let day = self.days.entry(day(now)).or_default();
            *day = sound(*day) + usd;
        }
    }

    fn spent(&self, now: Instant) -> f64 {
        self.days.get(&day(now)).copied().map_or(0.0, sound)
    }

    fn reserved(&self) -> f64 {
        // The sum of nothing would be -0.
        self.reserved.values().fold(0.0, |sum, reservation| sum + sound(reservation.usd))
    }
}

/// A sum that can be one: no less than nothing, and no more than anybody has.
fn sound(usd: f64) -> f64 {
    if usd.is_finite() { usd.clamp(0.0, 1e9) } else { 0.0 }
}

/// The day (UTC), such as `2026-01-31`.
pub fn day(now: Instant) -> String {
    now.utc().format("%Y-%m-%d").to_string()
}

/// Who cannot keep account of the money does not spend any.
fn unknown(error: &Error) -> Failure {
    let message = format!("nobody can keep account of what is spent: {}", error.message());
    let mend = error.hints().first().map_or("make it a file that can be read and written", String::as_str);
    Failure::new(FailureKind::Unavailable, message)
        .hint(format!("{mend}; or ask without a limit: claude.max_usd_per_day = 0 in config.toml"))
}

fn spent_up(most_usd: f64, spent: f64, usd: f64) -> Failure {
    if spent <= 0.0 {
        let (usd, most) = (dollars(usd), dollars(most_usd));
        let message =
            format!("this call may cost {usd} US dollars, and no more than {most} may be spent in a day");
        return Failure::new(FailureKind::Unavailable, message)
            .hint("lower claude.max_tokens, or allow more: claude.max_usd_per_day in config.toml");
    }
    let message = format!(
        "the money of today is spent: {} of {} US dollars are gone or under way, and this call may cost {}",
        dollars(spent),
        dollars(most_usd),
        dollars(usd)
    );
    Failure::new(FailureKind::Unavailable, message)
        .hint("it begins anew at midnight UTC; or allow more: claude.max_usd_per_day in config.toml")
}

/// A sum for people: two digits behind the point, more where it is small.
pub fn dollars(usd: f64) -> String {
    match usd {
        0.0 => "0.00".to_owned(),
        _ if usd < 0.01 => format!("{usd:.6}"),
        _ if usd < 1.0 => format!("{usd:.4}"),
        _ => format!("{usd:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOON: Instant = Instant::from_unix(1_769_860_800);

    #[test]
    fn what_is_set_aside_counts_until_it_is_settled() {
        let mut spend = Spend::default();
        let first = spend.reserve(0.6, 1.0, NOON, 60_000).unwrap();
        let refused = spend.reserve(0.5, 1.0, NOON, 60_000).unwrap_err();
        assert_eq!(refused.kind, FailureKind::Unavailable);
        assert!(refused.message.contains("0.6000 of 1.00 US dollars"), "{}", refused.message);
        spend.settle(Some(first), 0.1, NOON);
        assert!(spend.reserve(0.9, 1.0, NOON, 60_000).is_ok());
        assert!(spend.reserve(0.01, 1.0, NOON, 60_000).is_err());
    }

    #[test]
    fn a_new_day_begins_with_nothing_and_an_old_one_is_not_forgotten_at_once() {
        let mut spend = Spend::default();
        spend.settle(None, 1.0, NOON);
        assert_eq!(spend.today(NOON), (1.0, 0.0));
        assert_eq!(spend.today(NOON.plus_secs(43_199)), (1.0, 0.0));
        assert_eq!(spend.today(NOON.plus_secs(43_200)), (0.0, 0.0));
        spend.settle(None, 2.0, NOON.plus_secs(86_400));
        // A clock that is set back does not give the money back.
        assert_eq!(spend.today(NOON), (1.0, 0.0));
        (0..30).for_each(|day| spend.settle(None, 1.0, NOON.plus_secs(day * 86_400)));
        assert_eq!(spend.days.len(), MOST_DAYS);
    }

    #[test]
    fn what_was_set_aside_for_who_never_came_back_is_spent() {
        let mut spend = Spend::default();
        spend.reserve(0.5, 1.0, NOON, 60_000).unwrap();
        assert_eq!(spend.today(NOON.plus_secs(59)), (0.0, 0.5));
        assert_eq!(spend.today(NOON.plus_secs(60)), (0.5, 0.0));
    }

    #[test]
    fn broken_sums_are_none() {
        let spend: Spend =
            serde_json::from_str(r#"{"days":{"2026-01-31":-5e300},"reserved":{},"newest":0}"#).unwrap();
        assert_eq!(spend.today(NOON), (0.0, 0.0));
        let mut spend = Spend::default();
        spend.settle(None, f64::NAN, NOON);
        assert_eq!(spend.today(NOON), (0.0, 0.0));
    }

    #[test]
    fn sums_are_for_people() {
        assert_eq!([0.0, 0.000_15, 0.25, 12.345].map(dollars), ["0.00", "0.000150", "0.2500", "12.35"]);
    }

    proptest! {
        #[test]
        fn never_more_is_spent_than_may_be(
            calls in proptest::collection::vec((0.0_f64..0.4, 0.0_f64..1.0, any::<bool>()), 0..60)
        ) {
            let (mut spend, mut under_way) = (Spend::default(), Vec::new());
            for (most, part, comes_back) in calls {
                if let Ok(number) = spend.reserve(most, 1.0, NOON, 1_000) {
                    under_way.push((number, most * part));
                }
                if comes_back && !under_way.is_empty() {
                    let (number, usd) = under_way.remove(0);
                    spend.settle(Some(number), usd, NOON);
                }
                let (spent, reserved) = spend.today(NOON);
                prop_assert!(spent + reserved <= 1.0 + 1e-6);
            }
            // Of those that never come back everything counts.
            let (spent, reserved) = spend.today(NOON);
            let (later, none) = spend.today(NOON.plus_secs(1));
            prop_assert!((later - spent - reserved).abs() < 1e-9 && none == 0.0);
        }
    }
}
