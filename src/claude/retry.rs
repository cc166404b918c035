//! How long is waited before the same call is made again.
//!
//! As the kits of the provider do it: what the provider says, else half a second that doubles with every failure up to
//! eight, less up to a quarter by chance, so that those who failed together do not come back together.

use std::time::{Duration, Instant};

use super::{Cancellation, Failure, FailureKind};

/// The wait behind the first failure, in seconds.
const FIRST_SECS: f64 = 0.5;
/// The longest wait of our own, in seconds.
const LONGEST_SECS: f64 = 8.0;
/// What chance may take off: a quarter.
const JITTER: f64 = 0.25;
/// So often it is looked whether the user asked to stop.
const GLANCE: Duration = Duration::from_millis(40);

/// The wait before the next call, after `failures` calls in a row that came to nothing and `asked` by the provider.
/// `random` is from 0 up to 1.
pub fn delay(failures: u32, asked: Option<Duration>, random: f64) -> Duration {
    let doublings = i32::try_from(failures.saturating_sub(1)).unwrap_or(i32::MAX).min(30);
    let own = (FIRST_SECS * 2_f64.powi(doublings)).min(LONGEST_SECS);
    let random = if random.is_finite() { random.clamp(0.0, 1.0) } else { 1.0 };
    asked.unwrap_or_else(|| Duration::from_secs_f64(own * (1.0 - JITTER * (1.0 - random))))
}

/// When it must be over what begins now and may take so long.
pub fn deadline(length: Duration) -> Instant {
    let now = Instant::now();
    // The settings allow ten years; a clock may have fewer left.
    now.checked_add(length).unwrap_or(now + Duration::from_hours(24))
}

/// Waits.
///
/// # Errors
/// The deadline came first, or the user asked to stop: then within a tenth of a second.
pub fn pause(length: Duration, deadline: Instant, cancellation: &Cancellation) -> Result<(), Failure> {
    let now = Instant::now();
    let end = now.checked_add(length).map_or(deadline, |end| end.min(deadline));
    loop {
        check(deadline, cancellation)?;
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return check(deadline, cancellation);
        }
        std::thread::sleep(left.min(GLANCE));
    }
}

/// Whether it may go on.
///
/// # Errors
/// The deadline passed, or the user asked to stop.
pub fn check(deadline: Instant, cancellation: &Cancellation) -> Result<(), Failure> {
    if cancellation.is_asked() {
        return Err(Failure::new(FailureKind::Cancelled, "it was interrupted"));
    }
    if Instant::now() >= deadline {
        return Err(late("no answer came within the time that it may take"));
    }
    Ok(())
}

/// The deadline passed.
pub fn late(message: impl Into<String>) -> Failure {
    Failure::new(FailureKind::TimedOut, message).hint("give it longer: --timeout 2m, or claude.timeout")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_wait_doubles_up_to_eight_seconds() {
        let waits: Vec<u128> = (1..=7).map(|failures| delay(failures, None, 1.0).as_millis()).collect();
        assert_eq!(waits, [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
        assert_eq!(delay(1, None, 0.0).as_millis(), 375);
        assert_eq!(delay(4, None, 0.5).as_millis(), 3_500);
        assert_eq!(delay(u32::MAX, None, f64::NAN).as_millis(), 8_000);
    }

    #[test]
    fn what_the_provider_says_counts() {
        let asked = Some(Duration::from_millis(1_234));
        assert_eq!(delay(5, asked, 0.0), Duration::from_millis(1_234));
        assert_eq!(delay(5, Some(Duration::ZERO), 0.0), Duration::ZERO);
    }

    #[test]
    fn waiting_ends_at_the_deadline() {
        let start = Instant::now();
        let over = pause(Duration::from_mins(1), start + Duration::from_millis(60), &Cancellation::default());
        assert_eq!(over.unwrap_err().kind, FailureKind::TimedOut);
        assert!((60..1_000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
        let endless = pause(Duration::MAX, Instant::now(), &Cancellation::default());
        assert_eq!(endless.unwrap_err().kind, FailureKind::TimedOut);
    }

    #[test]
    fn waiting_ends_within_a_tenth_of_a_second_of_ctrl_c() {
        let mark = Arc::new(AtomicBool::new(false));
        let cancellation = Cancellation::of(Arc::clone(&mark));
        let (start, (sender, receiver)) = (Instant::now(), std::sync::mpsc::channel());
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let deadline = start + Duration::from_mins(1);
                let over = pause(Duration::from_secs(30), deadline, &cancellation);
                sender.send((over.unwrap_err().kind, Instant::now())).unwrap();
            });
            assert!(receiver.recv_timeout(Duration::from_millis(50)).is_err(), "it waits");
            let asked = Instant::now();
            mark.store(true, Ordering::Relaxed);
            let (kind, end) = receiver.recv_timeout(Duration::from_secs(5)).unwrap();
            assert_eq!(kind, FailureKind::Cancelled);
            assert!(
                end.duration_since(asked) < Duration::from_millis(100),
                "{:?}",
                end.duration_since(asked)
            );
        });
    }

    proptest! {
        #[test]
        fn own_waits_are_within_their_bounds(failures in 0_u32..100, random in 0.0_f64..1.0) {
            let secs = delay(failures, None, random).as_secs_f64();
            let full = delay(failures, None, 1.0).as_secs_f64();
            prop_assert!(secs <= full + 1e-9 && secs >= full * 0.75 - 1e-9);
            prop_assert!((0.375..=8.0).contains(&secs));
        }
    }
}
