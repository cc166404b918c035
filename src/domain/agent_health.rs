//! How well an agent does, from 0 to 100, and why.

use super::score::{Part, Score};
use super::{Activity, Performance, brief};

/// What is known of an agent's work and signs.
#[derive(Clone, Debug)]
pub struct Record {
    /// What came of its completions.
    pub completed: Performance,
    /// How many items it gave up as failed.
    pub failed: u32,
    /// How many items it lost because its lease had ended.
    pub expired: u32,
    /// How long its work took beside that of others, where they did the same kinds: 2 is twice as long.
    pub pace: Option<f64>,
    /// What it is doing.
    pub activity: Activity,
    /// Seconds since its last sign, where there was one.
    pub last_sign_secs: Option<i64>,
    /// An agent is offline so many seconds after its last sign.
    pub stale_secs: u32,
}

/// How much each part counts.
const SUCCESS: u32 = 40;
const EXPIRIES: u32 = 25;
const SPEED: u32 = 15;
const HEARTBEAT: u32 = 20;

/// The health of an agent with this record.
pub fn health(record: &Record) -> Score {
    Score::of(vec![
        Part::new("success", SUCCESS, success(record)),
        Part::new("expiries", EXPIRIES, expiries(record)),
        Part::new("speed", SPEED, speed(record)),
        Part::new("heartbeat", HEARTBEAT, heartbeat(record)),
    ])
}

/// The share of what it finished or gave up that came out well.
fn success(record: &Record) -> Option<(f64, String)> {
    let all = record.completed.completions.saturating_add(record.failed);
    let score = share(record.completed.succeeded, all)?;
    Some((score, format!("{} of {all} items succeeded", record.completed.succeeded)))
}

/// The share of its claims that did not end with the lease.
fn expiries(record: &Record) -> Option<(f64, String)> {
    let ends = record.completed.completions.saturating_add(record.failed);
    let all = ends.saturating_add(record.expired);
    let score = share(ends, all)?;
    Some((score, format!("{} of {all} claims ended with the lease", record.expired)))
}

/// Full for who is as quick as others, half for who takes twice as long.
fn speed(record: &Record) -> Option<(f64, String)> {
    let pace = record.pace?;
    Some((100.0 / pace.max(1.0), format!("{pace:.1} times as long as others for the same kinds of work")))
}

/// Full until it is offline, then less the longer it is silent. Who signed off owes no sign.
fn heartbeat(record: &Record) -> Option<(f64, String)> {
    if matches!(record.activity, Activity::Inactive | Activity::Retired) {
        return None;
    }
    let silent = record.last_sign_secs?;
    let figure = format!("last sign {} ago", brief(silent));
    let secs = i32::try_from(silent).unwrap_or(i32::MAX);
    let is_there = record.activity.is_present() || secs == 0;
    let score = if is_there { 100.0 } else { f64::from(record.stale_secs) / f64::from(secs) * 100.0 };
    Some((score, figure))
}

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole) * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record() -> Record {
        Record {
            completed: Performance { completions: 8, succeeded: 6, ..Performance::default() },
            failed: 2,
            expired: 2,
            pace: Some(2.0),
            activity: Activity::Idle,
            last_sign_secs: Some(60),
            stale_secs: 300,
        }
    }

    fn parts(record: &Record) -> Vec<Option<f64>> {
        health(record).parts.iter().map(|part| part.score).collect()
    }

    #[test]
    fn each_part_by_hand() {
        // 6 of 10; 10 of 12; half; there. (40·60 + 25·83.3 + 15·50 + 20·100) / 100 = 72.3
        assert_eq!(parts(&record()), [Some(60.0), Some(83.3), Some(50.0), Some(100.0)]);
        let told = health(&record());
        assert_eq!(told.score, Some(72));
        let figures: Vec<&str> = told.parts.iter().map(|part| part.figure.as_str()).collect();
        assert_eq!(
            figures,
            [
                "6 of 10 items succeeded",
                "2 of 12 claims ended with the lease",
                "2.0 times as long as others for the same kinds of work",
                "last sign 1m ago"
            ]
        );
        assert_eq!(told.parts.iter().map(|part| part.weight).sum::<u32>(), 100);
    }

    #[test]
    fn silence_counts_once_it_is_too_long() {
        let silent = |secs| Record { activity: Activity::Offline, last_sign_secs: Some(secs), ..record() };
        assert_eq!(parts(&silent(300))[3], Some(100.0));
        assert_eq!(parts(&silent(600))[3], Some(50.0));
        assert_eq!(parts(&silent(30_000))[3], Some(1.0));
        for activity in [Activity::Retired, Activity::Inactive] {
            assert_eq!(parts(&Record { activity, ..record() })[3], None);
        }
    }

    #[test]
    fn who_is_new_has_no_data_yet() {
        let new = Record {
            completed: Performance::default(),
            failed: 0,
            expired: 0,
            pace: None,
            last_sign_secs: None,
            activity: Activity::Offline,
            ..record()
        };
        let told = health(&new);
        assert_eq!((told.score, told.left_out().len()), (None, 4));
        assert!(told.parts.iter().all(|part| part.figure == "no data yet"));
        let only_lost = Record { expired: 1, ..new };
        assert_eq!(health(&only_lost).score, Some(0), "one claim, and it ended with the lease");
    }

    proptest! {
        #[test]
        fn to_do_better_is_never_worse(
            (succeeded, more, failed, expired) in (0..50_u32, 0..50_u32, 0..50_u32, 0..50_u32),
            pace in 0.1..20.0_f64,
        ) {
            let of = |succeeded, failed, expired, pace| {
                let completed = Performance { completions: 50 + succeeded, succeeded, ..Performance::default() };
                let record = Record { completed, failed, expired, pace: Some(pace), ..record() };
                health(&record).score.unwrap()
            };
            let score = of(succeeded, failed, expired, pace);
            prop_assert!(of(succeeded + more, failed, expired, pace) >= score);
            prop_assert!(of(succeeded, failed, expired, pace / 2.0) >= score);
            prop_assert!(of(succeeded, failed, expired + 1, pace) <= score);
            prop_assert!(score <= 100);
        }
    }
}
