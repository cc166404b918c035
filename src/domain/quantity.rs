//! Numbers as the state files have them.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

/// A finite number that is written whole where it is whole: `5`, not `5.0`. Points, percent, counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Quantity(pub f64);

/// Above this a float no longer holds every whole number.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

impl Quantity {
    /// With at most one digit behind the point.
    #[must_use]
    pub fn rounded(self) -> Self {
        Self((self.0 * 10.0).round() / 10.0)
    }

    /// How many percent of `whole` it is, with at most one digit behind the point; `None` where there is no whole.
    pub fn percent_of(self, whole: Self) -> Option<f64> {
        let percent = (self.0 / whole.0 * 1_000.0).round() / 10.0;
        (whole.0 > 0.0 && percent.is_finite()).then_some(percent)
    }

    /// The number if it is whole and small enough to be exact.
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
    pub fn whole(self) -> Option<i64> {
        (self.0.fract() == 0.0 && self.0.abs() <= LARGEST_WHOLE).then_some(self.0 as i64)
    }
}

impl From<i64> for Quantity {
    #[expect(clippy::cast_precision_loss, reason = "counts and durations are far below 2^53")]
    fn from(count: i64) -> Self {
        Self(count as f64)
    }
}

impl From<u32> for Quantity {
    fn from(count: u32) -> Self {
        Self(f64::from(count))
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.whole() {
            Some(whole) => write!(out, "{whole}"),
            None => write!(out, "{}", self.0),
        }
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.whole() {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_written_whole() {
        let written = |number: f64| serde_json::to_string(&Quantity(number)).unwrap();
        assert_eq!(written(5.0), "5");
        assert_eq!(written(-3.0), "-3");
        assert_eq!(written(2.5), "2.5");
        assert_eq!(written(1e300), "1e+300");
        assert_eq!(Quantity(75.0).to_string(), "75");
    }

    #[test]
    fn a_share_of_nothing_is_no_number() {
        assert_eq!(Quantity(1.0).percent_of(Quantity(3.0)), Some(33.3));
        assert_eq!(Quantity(0.0).percent_of(Quantity(3.0)), Some(0.0));
        assert_eq!(Quantity(0.0).percent_of(Quantity(0.0)), None);
        assert_eq!(Quantity(1e300).percent_of(Quantity(1e-300)), None);
        assert_eq!(Quantity(2.25).rounded(), Quantity(2.3));
    }

    #[test]
    fn a_float_and_a_whole_number_read_the_same() {
        let read = |text: &str| serde_json::from_str::<Quantity>(text).unwrap();
        assert_eq!(read("100"), read("100.0"));
    }
}
