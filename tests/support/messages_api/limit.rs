//! A rate limit that is really kept, with the headers that tell of it.

use std::time::{Duration, Instant};

use chrono::{SecondsFormat, Utc};

/// So many requests in a window; when it is over, as many again.
pub(super) struct Limit {
    most: u64,
    window: Duration,
    began: Option<Instant>,
    taken: u64,
}

impl Limit {
    /// No window has begun yet: the first request begins it.
    pub(super) fn new(most: u64, window: Duration) -> Self {
        Self { most, window, began: None, taken: 0 }
    }

    /// Counts a request, says in headers how things stand, and whether it is within the limit.
    pub(super) fn take(&mut self, headers: &mut Vec<(String, String)>) -> bool {
        let now = Instant::now();
        if self.began.is_none_or(|began| now.duration_since(began) >= self.window) {
            self.began = Some(now);
            self.taken = 0;
        }
        let left = self.window.saturating_sub(now.duration_since(self.began.unwrap_or(now)));
        let is_within = self.taken < self.most;
        self.taken += u64::from(is_within);
        let mut say = |name: &str, value: String| headers.push((name.to_owned(), value));
        say("anthropic-ratelimit-requests-limit", self.most.to_string());
        say("anthropic-ratelimit-requests-remaining", (self.most - self.taken).to_string());
        say(
            "anthropic-ratelimit-requests-reset",
            (Utc::now() + left).to_rfc3339_opts(SecondsFormat::Millis, true),
        );
        if !is_within {
            say("retry-after-ms", left.as_millis().max(1).to_string());
            say("retry-after", left.as_secs_f64().ceil().to_string());
        }
        is_within
    }
}
