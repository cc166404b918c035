//! What the headers of an answer say: whether and when to try again, and what is left of the limits.

use std::time::Duration;

use chrono::DateTime;

use crate::claude::{Allowance, RateReading};
use crate::domain::Stamp;
use crate::http::Answer;

/// The longest wait that is believed.
const LONGEST_WAIT: Duration = Duration::from_hours(24);
/// The longest name of a call that is kept, in bytes.
const LONGEST_ID: usize = 200;

/// What an answer says before its body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The status.
    pub(super) status: u16,
    /// Whether it says itself that the call is worth a retry.
    pub(super) should_retry: Option<bool>,
    /// How long to wait before that.
    pub(super) retry_after: Option<Duration>,
}

impl Head {
    /// Of this answer.
    pub(super) fn of(answer: &Answer) -> Self {
        Self::read(answer.status, &|name| answer.header(name).map(ToOwned::to_owned))
    }

    fn read(status: u16, header: &dyn Fn(&str) -> Option<String>) -> Self {
        let should_retry = match header("x-should-retry").as_deref().map(str::trim) {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        };
        let seconds = |text: &str, unit: f64| {
            let length = text.trim().parse::<f64>().ok().filter(|length| *length >= 0.0)?;
            Duration::try_from_secs_f64(length / unit).ok()
        };
        let in_millis = header("retry-after-ms").and_then(|text| seconds(&text, 1_000.0));
        let wait = in_millis.or_else(|| {
            let text = header("retry-after")?;
            seconds(&text, 1.0).or_else(|| until(&text, &header("date")?))
        });
        Self { status, should_retry, retry_after: wait.map(|wait| wait.min(LONGEST_WAIT)) }
    }
}

/// How long it is until `date`, by the clock of who says so: ours may be another.
fn until(date: &str, now: &str) -> Option<Duration> {
    let seconds = |text: &str| DateTime::parse_from_rfc2822(text.trim()).ok().map(|date| date.timestamp());
    let left = seconds(date)?.saturating_sub(seconds(now)?);
    Some(Duration::from_secs(u64::try_from(left).unwrap_or(0)))
}

/// The limits that an answer tells of.
pub(super) fn rate(answer: &Answer) -> Option<RateReading> {
    read_rate(&|name| answer.header(name).map(ToOwned::to_owned))
}

fn read_rate(header: &dyn Fn(&str) -> Option<String>) -> Option<RateReading> {
    let allowance = |name: &str| {
        let part = |part: &str| header(&format!("anthropic-ratelimit-{name}-{part}"));
        let number = |text: Option<String>| text?.trim().parse().ok();
        let reset = part("reset").map(|text| Stamp(text.trim().to_owned()));
        Some(Allowance {
            limit: number(part("limit"))?,
            remaining: number(part("remaining"))?,
            reset: reset.filter(|stamp| stamp.instant().is_some()),
        })
    };
    let reading = RateReading {
        requests: allowance("requests"),
        tokens: allowance("tokens"),
        input_tokens: allowance("input-tokens"),
        output_tokens: allowance("output-tokens"),
    };
    (reading != RateReading::default()).then_some(reading)
}

/// The provider's name for the call.
pub(super) fn request_id(answer: &Answer) -> Option<String> {
    let id = answer.header("request-id").or_else(|| answer.header("x-request-id"))?;
    let is_one = !id.is_empty() && id.len() <= LONGEST_ID && id.bytes().all(|byte| byte.is_ascii_graphic());
    is_one.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(headers: &[(&str, &str)]) -> Head {
        Head::read(429, &|name| {
            headers.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_wait_is_read_in_all_its_forms() {
        type Case<'a> = (&'a [(&'a str, &'a str)], Option<u64>);
        let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        let cases: [Case<'_>; 12] = [
            (&[("retry-after-ms", "1500")], Some(1_500)),
            (&[("retry-after-ms", "250"), ("retry-after", "9")], Some(250)),
            (&[("retry-after", "2")], Some(2_000)),
            (&[("retry-after", " 0.5 ")], Some(500)),
            (&[("retry-after-ms", "soon"), ("retry-after", "2")], Some(2_000)),
            (&[date, ("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")], Some(30_000)),
            (&[date, ("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")], Some(0)),
            (&[("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")], None),
            (&[("retry-after", "-3")], None),
            (&[("retry-after", "NaN")], None),
            (&[("retry-after", "1e300")], None),
            (&[("retry-after", "9999999")], Some(86_400_000)),
        ];
        for (headers, millis) in cases {
            assert_eq!(head(headers).retry_after, millis.map(Duration::from_millis), "{headers:?}");
        }
    }

    #[test]
    fn only_a_clear_word_says_whether_to_try_again() {
        for (word, expected) in [("true", Some(true)), ("false", Some(false)), ("yes", None), ("", None)] {
            assert_eq!(head(&[("x-should-retry", word)]).should_retry, expected, "{word:?}");
        }
    }

    #[test]
    fn limits_are_read_where_they_are_told() {
        let told = [
            ("anthropic-ratelimit-requests-limit", "50"),
            ("anthropic-ratelimit-requests-remaining", "49"),
            ("anthropic-ratelimit-requests-reset", "2026-11-20T17:00:00.5Z"),
            ("anthropic-ratelimit-input-tokens-limit", "1000"),
            ("anthropic-ratelimit-input-tokens-remaining", "0"),
            ("anthropic-ratelimit-input-tokens-reset", "tomorrow"),
            ("anthropic-ratelimit-tokens-limit", "many"),
            ("anthropic-ratelimit-tokens-remaining", "3"),
        ];
        let header =
            |name: &str| told.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned());
        let reset = Some(Stamp("2026-11-20T17:00:00.5Z".to_owned()));
        let expected = RateReading {
            requests: Some(Allowance { limit: 50, remaining: 49, reset }),
            input_tokens: Some(Allowance { limit: 1_000, remaining: 0, reset: None }),
            ..RateReading::default()
        };
        assert_eq!(read_rate(&header), Some(expected));
        assert_eq!(read_rate(&|_| None), None);
    }
}
