//! `--since`: from when on something is asked for.

use crate::config::{Duration, parse_date};
use crate::domain::{Instant, instant_of};
use crate::error::{Error, Kind, Result};

/// The moment that `text` names: a length of time back from `now` (`24h`, `7d`), a day (`2026-01-31`, in UTC), a date and
/// time, or `all` for no limit, which is `None`.
///
/// # Errors
/// It is none of these, or lies ahead of `now`.
pub fn parse(text: &str, now: Instant) -> Result<Option<Instant>> {
    let text = text.trim();
    if text == "all" {
        return Ok(None);
    }
    let moment = instant_of(text).or_else(|| start_of(text)).or_else(|| back(text, now));
    match moment {
        Some(moment) if moment <= now => Ok(Some(moment)),
        Some(_) => Err(Error::new(Kind::InvalidValue, format!("--since {text:?} lies ahead"))
            .hint("name a moment that has passed, such as 24h or 2026-01-31")),
        None => Err(Error::new(Kind::InvalidValue, format!("--since: {text:?} is no moment"))
            .hint("write a length of time back such as 24h or 7d, a day such as 2026-01-31, a date and time such as 2026-01-31T09:00:00Z, or all")),
    }
}

fn start_of(day: &str) -> Option<Instant> {
    let day = parse_date(day)?;
    Some(Instant::from_unix(day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp()))
}

fn back(length: &str, now: Instant) -> Option<Instant> {
    let millis = Duration::parse(length).ok()?.millis;
    Some(Instant::from_nanos(now.nanos() - i128::from(millis) * 1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_have_many_forms() {
        // 2025-06-15T15:06:40Z.
        let now = Instant::from_unix(1_750_000_000);
        let told = |text: &str| parse(text, now).map(|moment| moment.map(Instant::unix)).ok();
        assert_eq!(told("24h"), Some(Some(1_750_000_000 - 86_400)));
        assert_eq!(told("90"), Some(Some(1_750_000_000 - 90)));
        assert_eq!(told("2025-06-15"), Some(Some(1_749_945_600)));
        assert_eq!(told("2025-06-15T17:06:40+02:00"), Some(Some(1_750_000_000)));
        assert_eq!(told(" all "), Some(None));
        for wrong in ["", "soon", "-5m", "2025-02-30", "2025-06-16", "2025-06-15T15:06:41Z", "11y"] {
            assert_eq!(told(wrong), None, "{wrong}");
        }
    }
}
