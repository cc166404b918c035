//! Lengths of time as they are written in settings and flags.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Kind, Result};

/// A length of time, written as `90s`, `30m`, `2h`, `1d` or a plain number of seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(try_from = "Written", into = "String")]
pub struct Duration {
    /// Milliseconds.
    pub millis: u64,
}

/// How a length of time may stand in the file.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Number(u64),
    Text(String),
}

/// The longest length of time that makes sense anywhere: ten years.
const LONGEST_MILLIS: u64 = 10 * 365 * 86_400_000;

impl Duration {
    /// From whole seconds.
    pub const fn from_secs(secs: u64) -> Self {
        Self { millis: secs * 1_000 }
    }

    /// Whole seconds, rounded down.
    pub fn secs(self) -> u32 {
        u32::try_from(self.millis / 1_000).unwrap_or(u32::MAX)
    }

    /// For the clock of the machine.
    pub const fn as_std(self) -> std::time::Duration {
        std::time::Duration::from_millis(self.millis)
    }

    /// Reads `500ms`, `90s`, `30m`, `2h`, `1d`, `1w` or a plain number of seconds.
    ///
    /// # Errors
    /// It has another form, or is longer than ten years.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = || {
            Error::new(Kind::InvalidValue, format!("{text:?} is no length of time"))
                .hint("write it as 500ms, 90s, 30m, 2h or 1d")
        };
        let text = text.trim();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let number: u64 = text[..digits].parse().map_err(|_| wrong())?;
        let unit = match text[digits..].trim() {
            "ms" => 1,
            "" | "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            "w" => 604_800_000,
            _ => return Err(wrong()),
        };
        let millis = number.checked_mul(unit).filter(|millis| *millis <= LONGEST_MILLIS);
        millis.map(|millis| Self { millis }).ok_or_else(wrong)
    }
}

impl TryFrom<Written> for Duration {
    type Error = String;

    fn try_from(written: Written) -> std::result::Result<Self, String> {
        let text = match written {
            Written::Number(secs) => secs.to_string(),
            Written::Text(text) => text,
        };
        Self::parse(&text).map_err(|error| error.to_string())
    }
}

impl fmt::Display for Duration {
    /// The shortest form that reads back as the same: `30m`, `90s`, `1500ms`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)];
        let whole = units.into_iter().find(|(_, unit)| self.millis > 0 && self.millis.is_multiple_of(*unit));
        match whole {
            Some((unit, millis)) => write!(out, "{}{unit}", self.millis / millis),
            None if self.millis == 0 => out.write_str("0s"),
            None => write!(out, "{}ms", self.millis),
        }
    }
}

impl From<Duration> for String {
    fn from(duration: Duration) -> Self {
        duration.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read() {
        let millis = |text: &str| Duration::parse(text).map(|duration| duration.millis).ok();
        assert_eq!(millis("1800"), Some(1_800_000));
        assert_eq!(millis("250ms"), Some(250));
        assert_eq!(millis(" 2h "), Some(7_200_000));
        for text in ["", "h", "-5s", "1.5h", "5 fortnights", "99999999999999999999d", "9999999d"] {
            assert_eq!(millis(text), None, "{text}");
        }
    }

    #[test]
    fn a_length_is_written_as_it_is_read() {
        for text in ["0s", "250ms", "1s", "90s", "30m", "2h", "1d", "36h", "14d"] {
            assert_eq!(
                Duration::parse(text).map(|duration| duration.to_string()).ok().as_deref(),
                Some(text)
            );
        }
    }
}
