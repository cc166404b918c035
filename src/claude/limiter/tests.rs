//! What the limits allow after what was told of them.

use proptest::prelude::*;

use super::*;

/// Half a second behind a full one, so that resets are told to the millisecond.
const NOON: i64 = 1_800_000_000_500;
const NEED: Usage = Usage { input_tokens: 100, output_tokens: 50 };

fn allowance(limit: u64, remaining: u64, reset_ms: i64) -> Allowance {
    let at = chrono::DateTime::from_timestamp_millis(reset_ms).unwrap();
    let reset = Stamp(at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true));
    Allowance { limit, remaining, reset: Some(reset) }
}

fn requests(limit: u64, remaining: u64, reset_ms: i64) -> RateReading {
    RateReading { requests: Some(allowance(limit, remaining, reset_ms)), ..RateReading::default() }
}

fn answered(reading: &RateReading) -> Return<'_> {
    Return { reading: Some(reading), is_answer: true, refused: None }
}

const FAILED: Return<'static> = Return { reading: None, is_answer: false, refused: None };
const SILENT: Return<'static> = Return { reading: None, is_answer: true, refused: None };

/// A limiter that has seen one answer.
fn knowing(reading: &RateReading) -> Limiter {
    let mut limiter = Limiter::default();
    let first = limiter.go(NEED, NOON, 60_000).unwrap();
    limiter.come_back(first, &answered(reading), NOON);
    limiter
}

/// How many calls it lets go at once.
fn goes(limiter: &mut Limiter, now_ms: i64) -> usize {
    (0..1_000).take_while(|_| limiter.go(NEED, now_ms, 60_000).is_ok()).count()
}

#[test]
fn while_nothing_is_known_one_call_is_made_at_a_time() {
    let mut limiter = Limiter::default();
    let first = limiter.go(NEED, NOON, 60_000).unwrap();
    assert_eq!(limiter.turn(NEED, NOON), Turn::Wait { until_ms: None, is_certain: false });
    limiter.come_back(first, &FAILED, NOON);
    assert_eq!(goes(&mut limiter, NOON), 1, "a failure tells nothing");
}

#[test]
fn who_says_nothing_of_limits_has_none() {
    let mut limiter = Limiter::default();
    let first = limiter.go(NEED, NOON, 60_000).unwrap();
    limiter.come_back(first, &SILENT, NOON);
    assert!(limiter.is_unlimited());
    assert_eq!(goes(&mut limiter, NOON), 1_000);
}

#[test]
fn what_is_left_less_what_is_under_way_decides() {
    let mut limiter = knowing(&requests(10, 7, NOON + 5_000));
    assert_eq!(goes(&mut limiter, NOON), 7);
    let until_ms = Some(NOON + 5_000 + MARGIN_MS);
    assert_eq!(limiter.turn(NEED, NOON), Turn::Wait { until_ms, is_certain: false });
    // Each of them tells what is left behind it; the last one that was told to us is not the last that was asked.
    let numbers: Vec<u64> = limiter.permits.keys().copied().collect();
    for (number, remaining) in numbers.iter().zip([3, 0, 6, 1, 5, 4, 2]) {
        limiter.come_back(*number, &answered(&requests(10, remaining, NOON + 5_000)), NOON);
    }
    assert_eq!(goes(&mut limiter, NOON), 0);
    assert_eq!(limiter.turn(NEED, NOON), Turn::Wait { until_ms, is_certain: true });
    assert_eq!(goes(&mut limiter, NOON + 5_000 + MARGIN_MS), 10);
}

#[test]
fn every_limit_counts_and_what_is_more_than_a_limit_gets_all_of_it() {
    let reading = RateReading {
        requests: Some(allowance(100, 90, NOON + 1_000)),
        input_tokens: Some(allowance(1_000, 350, NOON + 9_000)),
        output_tokens: Some(allowance(40, 40, NOON + 2_000)),
        tokens: None,
    };
    let mut limiter = knowing(&reading);
    // 50 tokens out are more than there are at all: one at a time.
    assert_eq!(goes(&mut limiter, NOON), 1);
    let mut limiter = knowing(&RateReading { output_tokens: None, ..reading });
    assert_eq!(goes(&mut limiter, NOON), 3, "3 times 100 tokens in");
    assert_eq!(
        limiter.turn(NEED, NOON),
        Turn::Wait { until_ms: Some(NOON + 9_000 + MARGIN_MS), is_certain: false }
    );
}

#[test]
fn a_refusal_pauses_everybody() {
    let mut limiter = knowing(&requests(10, 10, NOON + 5_000));
    let call = limiter.go(NEED, NOON, 60_000).unwrap();
    let refused = Some(Some(Duration::from_secs(3)));
    limiter.come_back(call, &Return { reading: None, is_answer: false, refused }, NOON);
    assert_eq!(limiter.turn(NEED, NOON), Turn::Wait { until_ms: Some(NOON + 3_000), is_certain: true });
    assert_eq!(limiter.paused_ms(NOON + 1_000), 2_000);
    assert_eq!(limiter.turn(NEED, NOON + 3_000), Turn::Go);
    // A shorter one behind it changes nothing; one without a time lasts a second; an absurd one an hour.
    for (wait, left) in
        [(Some(Duration::from_millis(1)), 1_000), (None, 1_000), (Some(Duration::MAX), LONGEST_MS)]
    {
        let call = limiter.permits.keys().next().copied().unwrap_or_default();
        limiter.come_back(
            call,
            &Return { reading: None, is_answer: false, refused: Some(None) },
            NOON + 9_000,
        );
        limiter.come_back(
            call,
            &Return { reading: None, is_answer: false, refused: Some(wait) },
            NOON + 9_000,
        );
        assert_eq!(limiter.paused_ms(NOON + 9_000), left);
    }
}

#[test]
fn who_never_comes_back_is_given_up_and_may_have_been_answered() {
    let mut limiter = knowing(&requests(10, 3, NOON + 500_000));
    limiter.go(NEED, NOON, 60_000).unwrap();
    assert_eq!(limiter.calls_under_way(NOON + 59_999), 1);
    assert_eq!(limiter.calls_under_way(NOON + 60_000), 0);
    assert_eq!(goes(&mut limiter, NOON + 60_000), 2);
}

#[test]
fn a_call_that_told_nothing_counts_and_one_that_was_not_made_does_not() {
    let mut limiter = knowing(&requests(10, 3, NOON + 5_000));
    let call = limiter.go(NEED, NOON, 60_000).unwrap();
    limiter.come_back(call, &FAILED, NOON);
    let call = limiter.go(NEED, NOON, 60_000).unwrap();
    limiter.give_back(call);
    assert_eq!(goes(&mut limiter, NOON), 2);
}

#[test]
fn a_reading_from_before_the_reset_does_not_count_behind_it() {
    let mut limiter = knowing(&requests(10, 1, NOON + 1_000));
    let slow = limiter.go(NEED, NOON, 60_000).unwrap();
    limiter.come_back(slow, &answered(&requests(10, 0, NOON + 1_000)), NOON + 1_500);
    assert_eq!(goes(&mut limiter, NOON + 1_500), 10);
}

#[test]
fn a_reset_in_whole_seconds_is_waited_for_to_the_end() {
    let mut reading = requests(10, 0, NOON);
    reading.requests.as_mut().unwrap().reset = Some(Stamp("2027-01-15T08:00:05Z".to_owned()));
    let limiter = knowing(&reading);
    assert_eq!(limiter.turn(NEED, NOON), Turn::Wait { until_ms: Some(NOON + 5_500), is_certain: true });
}

#[test]
fn where_no_reset_is_told_and_where_it_is_absurd_nobody_waits_for_ever() {
    let untold = RateReading {
        requests: Some(Allowance { limit: 5, remaining: 0, reset: None }),
        ..RateReading::default()
    };
    assert_eq!(goes(&mut knowing(&untold), NOON + USUAL_WINDOW_MS), 5);
    let far = requests(5, 0, NOON + 900_000_000_000);
    assert_eq!(goes(&mut knowing(&far), NOON + LONGEST_MS), 5);
    // The clock is set back by a day.
    assert_eq!(goes(&mut knowing(&requests(5, 0, NOON + 1_000)), NOON - 86_400_000), 5);
    let nothing = requests(0, 0, NOON + 1_000);
    assert_eq!(knowing(&nothing).turn(NEED, NOON), Turn::Go, "a limit of nothing is none");
}

#[test]
fn what_is_kept_can_be_kept_and_shown() {
    let mut limiters = Limiters::default();
    *limiters.entry("a") = knowing(&requests(10, 7, NOON + 5_000));
    limiters.entry("a").go(NEED, NOON, 60_000).unwrap();
    let text = serde_json::to_string(&limiters).unwrap();
    let read: Limiters = serde_json::from_str(&text).unwrap();
    assert_eq!(read, limiters);
    let shown = read.of("a").allowances(NOON);
    assert_eq!(
        (shown.len(), shown[0].0, shown[0].1.limit, shown[0].1.remaining),
        (1, Measure::Requests, 10, 6)
    );
    (0..100).for_each(|number| assert!(limiters.entry(&number.to_string()).go(NEED, NOON, 1).is_ok()));
    assert!(limiters.accounts.len() <= MOST_ACCOUNTS);
}

/// A server that takes `limit` calls in each window; the next window begins with the first call behind the last one.
struct Server {
    limit: u64,
    length_ms: i64,
    ends_ms: i64,
    taken: u64,
}

impl Server {
    /// Takes a call; what it tells, and whether it had to refuse.
    fn take(&mut self, now_ms: i64) -> (RateReading, bool) {
        if now_ms >= self.ends_ms {
            (self.ends_ms, self.taken) = (now_ms + self.length_ms, 0);
        }
        self.taken += 1;
        let remaining = self.limit.saturating_sub(self.taken);
        // It reads its clock twice to tell when the window ends.
        let told_ms = self.ends_ms + [0, -2, 1, -1, 2][usize::try_from(self.taken).unwrap() % 5];
        (requests(self.limit, remaining, told_ms), self.taken > self.limit)
    }
}

proptest! {
    #[test]
    fn no_server_ever_has_to_refuse(
        limit in 1_u64..8,
        length_ms in 200_i64..3_000,
        calls in proptest::collection::vec((1_i64..300, 1_i64..800, proptest::bool::weighted(0.05)), 1..80),
    ) {
        let mut server = Server { limit, length_ms, ends_ms: 0, taken: 0 };
        let mut limiter = Limiter::default();
        // Calls on their way there and back: when, their number, and what they were told.
        let (mut there, mut back) = (Vec::<(i64, u64, i64, bool)>::new(), Vec::<(i64, u64, RateReading)>::new());
        let (mut waiting, mut now) = (calls.into_iter().rev().collect::<Vec<_>>(), NOON);
        let mut made = 0;
        while now < NOON + 2_000_000 && !(waiting.is_empty() && there.is_empty() && back.is_empty()) {
            there.sort_unstable_by_key(|call| call.0);
            while there.first().is_some_and(|call| call.0 <= now) {
                let (_, number, way, is_lost) = there.remove(0);
                let (reading, has_refused) = server.take(now);
                made += 1;
                prop_assert!(!has_refused, "call {made} at {} is one too many", now - NOON);
                if !is_lost {
                    back.push((now + way, number, reading));
                }
            }
            back.sort_by_key(|call| call.0);
            while back.first().is_some_and(|call| call.0 <= now) {
                let (_, number, reading) = back.remove(0);
                limiter.come_back(number, &answered(&reading), now);
            }
            while let Some((to, from, is_lost)) = waiting.last().copied() {
                let Ok(number) = limiter.go(NEED, now, 5_000) else { break };
                there.push((now + to, number, from, is_lost));
                waiting.pop();
            }
            now += 7;
        }
        prop_assert!(waiting.is_empty(), "{} calls were never made", waiting.len());
    }
}
