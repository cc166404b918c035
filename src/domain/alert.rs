//! Alerts: when something is worth an alarm, and that it is told once.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Stamp;

/// What is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Percent of the claims that were refused because somebody else holds the item.
    ConflictRate,
    /// Milliseconds that all but one of twenty commands took at most.
    LatencyP95,
    /// Heartbeats that did not come in the last minute.
    MissedHeartbeats,
    /// Seconds that the first in the queue waits.
    QueueAge,
    /// Items that failed too often.
    DeadItems,
    /// The health of the board, out of 100.
    LowHealth,
}

/// All rules, in the order in which they are told.
pub const RULES: [Rule; 6] = [
    Rule::ConflictRate,
    Rule::LatencyP95,
    Rule::MissedHeartbeats,
    Rule::QueueAge,
    Rule::DeadItems,
    Rule::LowHealth,
];

impl Rule {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ConflictRate => "conflict_rate",
            Self::LatencyP95 => "latency_p95",
            Self::MissedHeartbeats => "missed_heartbeats",
            Self::QueueAge => "queue_age",
            Self::DeadItems => "dead_items",
            Self::LowHealth => "low_health",
        }
    }

    /// Whether `value` is beyond `limit`: of health too little, of everything else too much.
    pub fn is_beyond(self, value: f64, limit: f64) -> bool {
        if self == Self::LowHealth { value < limit } else { value > limit }
    }
}

/// What a rule found.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The rule.
    pub rule: Rule,
    /// What was measured; `None` where there is no data yet.
    pub value: Option<f64>,
    /// From where on it is worth an alarm.
    pub limit: f64,
}

impl Reading {
    /// Whether it is worth an alarm. Where there is no data there is none.
    pub fn is_beyond(&self) -> bool {
        self.value.is_some_and(|value| self.rule.is_beyond(value, self.limit))
    }
}

/// The alerts that were told and are not over, each with the time at which it was.
pub type Told = BTreeMap<Rule, Stamp>;

/// What became of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It is worth an alarm now, and was not before.
    Fired,
    /// It was, and is no longer.
    Resolved,
}

/// What has changed since `told`, and what is told from now on.
pub fn changes(readings: &[Reading], told: &Told, now: &Stamp) -> (BTreeMap<Rule, Change>, Told) {
    let mut changes = BTreeMap::new();
    let mut next = Told::new();
    for reading in readings {
        let since = told.get(&reading.rule);
        if reading.is_beyond() {
            next.insert(reading.rule, since.unwrap_or(now).clone());
        }
        match (since.is_some(), reading.is_beyond()) {
            (false, true) => changes.insert(reading.rule, Change::Fired),
            (true, false) => changes.insert(reading.rule, Change::Resolved),
            _ => None,
        };
    }
    (changes, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(hour: u32) -> Stamp {
        Stamp(format!("2026-01-31T{hour:02}:00:00Z"))
    }

    fn reading(rule: Rule, value: impl Into<Option<f64>>) -> Reading {
        Reading { rule, value: value.into(), limit: 5.0 }
    }

    #[test]
    fn an_alert_fires_once_and_resolves_once() {
        let rule = Rule::QueueAge;
        let mut told = Told::new();
        let mut heard = Vec::new();
        for (hour, value) in
            [(1, Some(5.0)), (2, Some(5.1)), (3, Some(9.0)), (4, None), (5, None), (6, Some(6.0))]
        {
            let (changed, next) = changes(&[reading(rule, value)], &told, &stamp(hour));
            told = next;
            heard.push((changed.get(&rule).copied(), told.get(&rule).cloned()));
        }
        assert_eq!(
            heard,
            [
                (None, None),
                (Some(Change::Fired), Some(stamp(2))),
                (None, Some(stamp(2))),
                (Some(Change::Resolved), None),
                (None, None),
                (Some(Change::Fired), Some(stamp(6)))
            ]
        );
    }

    #[test]
    fn health_is_worth_an_alarm_when_it_is_low() {
        assert!(reading(Rule::LowHealth, 4.0).is_beyond());
        for rule in RULES {
            assert!(!reading(rule, 5.0).is_beyond(), "the limit itself is fine: {rule:?}");
            assert!(!reading(rule, None).is_beyond(), "{rule:?}");
            assert_eq!(reading(rule, 6.0).is_beyond(), rule != Rule::LowHealth);
            assert_eq!(serde_json::to_string(&rule).unwrap(), format!("\"{}\"", rule.word()));
        }
    }
}
