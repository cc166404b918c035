//! Points in time: the clock reading that a command works with, and the stamps in the state files.

use std::fmt;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A reading of the wall clock, in nanoseconds since the epoch. Negative before 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant {
    nanos: i128,
}

/// Nanoseconds in a second.
const SECOND: i128 = 1_000_000_000;

impl Instant {
    /// From nanoseconds since the epoch.
    pub const fn from_nanos(nanos: i128) -> Self {
        Self { nanos }
    }

    /// From whole seconds since the epoch.
    pub const fn from_unix(secs: i64) -> Self {
        Self { nanos: secs as i128 * SECOND }
    }

    /// Nanoseconds since the epoch.
    pub const fn nanos(self) -> i128 {
        self.nanos
    }

    /// Whole seconds since the epoch, rounded down.
    #[expect(clippy::cast_possible_truncation, reason = "clamped to the range first")]
    pub const fn unix(self) -> i64 {
        let secs = self.nanos.div_euclid(SECOND);
        if secs > i64::MAX as i128 {
            i64::MAX
        } else if secs < i64::MIN as i128 {
            i64::MIN
        } else {
            secs as i64
        }
    }

    /// This instant `secs` later.
    #[must_use]
    pub const fn plus_secs(self, secs: i64) -> Self {
        Self { nanos: self.nanos + secs as i128 * SECOND }
    }

    /// As `YYYY-MM-DDTHH:MM:SSZ`, the form of every stamp in the state files.
    pub fn stamp(self) -> Stamp {
        Stamp(self.utc().to_rfc3339_opts(SecondsFormat::Secs, true))
    }

    /// As a calendar date and time; the epoch where the calendar has no such year.
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.unix(), 0).unwrap_or_default()
    }
}

/// A point in time as text, kept as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Stamp(pub String);

impl Stamp {
    /// What the text means, if it is an RFC 3339 date and time.
    pub fn instant(&self) -> Option<Instant> {
        instant_of(&self.0)
    }
}

/// What `text` means, if it is an RFC 3339 date and time.
pub fn instant_of(text: &str) -> Option<Instant> {
    if let Some(instant) = plain(text.as_bytes()) {
        return Some(instant);
    }
    let parsed = DateTime::parse_from_rfc3339(text).ok()?;
    let nanos = i128::from(parsed.timestamp()) * SECOND + i128::from(parsed.timestamp_subsec_nanos());
    Some(Instant { nanos })
}

/// The form that our own stamps have, several times quicker than any other: `2026-01-31T09:00:00Z`.
fn plain(text: &[u8]) -> Option<Instant> {
    let [y3, y2, y1, y0, b'-', m1, m0, b'-', d1, d0, b'T', h1, h0, b':', n1, n0, b':', s1, s0, b'Z'] = text
    else {
        return None;
    };
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    let two = |tens: &u8, ones: &u8| Some(digit(tens)? * 10 + digit(ones)?);
    let year = i32::try_from(two(y3, y2)? * 100 + two(y1, y0)?).ok()?;
    let day = NaiveDate::from_ymd_opt(year, two(m1, m0)?, two(d1, d0)?)?;
    let moment = day.and_hms_opt(two(h1, h0)?, two(n1, n0)?, two(s1, s0)?)?;
    Some(Instant::from_unix(moment.and_utc().timestamp()))
}

impl fmt::Display for Stamp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A length of time in the shortest form that a person reads at a glance: `45s`, `12m`, `3h 5m`, `2d 4h`.
pub fn brief(secs: i64) -> String {
    let secs = secs.max(0);
    match secs {
        0..60 => format!("{secs}s"),
        60..3_600 => format!("{}m", secs / 60),
        3_600..86_400 => match (secs / 3_600, secs % 3_600 / 60) {
            (hours, 0) => format!("{hours}h"),
            (hours, minutes) => format!("{hours}h {minutes}m"),
        },
        _ => match (secs / 86_400, secs % 86_400 / 3_600) {
            (days, 0) => format!("{days}d"),
            (days, hours) => format!("{days}d {hours}h"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_the_scripts_form() {
        assert_eq!(Instant::from_unix(1_750_061_120).stamp().0, "2025-06-16T08:05:20Z");
        assert_eq!(Instant::from_unix(-1).stamp().0, "1969-12-31T23:59:59Z");
    }

    #[test]
    fn stamps_of_other_writers_are_understood() {
        let secs = |text: &str| Stamp(text.to_owned()).instant().map(Instant::unix);
        assert_eq!(secs("2025-06-16T01:05:20-07:00"), Some(1_750_061_120));
        assert_eq!(secs("2025-06-16T08:05:20.75Z"), Some(1_750_061_120));
        assert_eq!(secs("yesterday"), None);
    }

    #[test]
    fn our_own_form_is_read_as_any_other() {
        let by_the_book = |text: &str| {
            let parsed = DateTime::parse_from_rfc3339(text).ok()?;
            // A leap second is the 60th of its minute.
            Some(
                Instant::from_unix(parsed.timestamp())
                    .plus_secs(i64::from(parsed.timestamp_subsec_nanos()) / 1_000_000_000),
            )
        };
        for text in [
            "2024-02-29T23:59:59Z",
            "2025-02-29T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "2025-13-01T00:00:00Z",
            "2025-06-16T24:00:00Z",
            "2025-06-16T08:05:60Z",
            "2025-06-16t08:05:20Z",
            "2025-06-16 08:05:20Z",
            "+025-06-16T08:05:20Z",
        ] {
            assert_eq!(instant_of(text), by_the_book(text), "{text}");
        }
    }

    #[test]
    fn absurd_clocks_do_not_panic() {
        for nanos in [i128::MIN, i128::MAX, 0, -1] {
            let _ = Instant::from_nanos(nanos).stamp();
        }
    }

    #[test]
    fn lengths_are_brief() {
        let all: Vec<_> =
            [0, 59, 60, 3_599, 3_600, 11_100, 86_400, 187_200, -5].into_iter().map(brief).collect();
        assert_eq!(all, ["0s", "59s", "1m", "59m", "1h", "3h 5m", "1d", "2d 4h", "0s"]);
    }
}
