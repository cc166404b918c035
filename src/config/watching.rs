//! What is worth an alarm, and what the health of a board is made of.

use serde::{Deserialize, Serialize};

use super::Duration;

/// From where on something is worth an alarm.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// So many of a hundred claims may be refused because somebody else holds the item.
    pub conflict_percent: f64,
    /// The time over which refused claims are counted.
    pub conflict_window: Duration,
    /// So long may all but one of twenty commands take.
    pub latency_p95: Duration,
    /// The time over which commands are measured.
    pub latency_window: Duration,
    /// So many heartbeats a minute may fail to come.
    pub missed_heartbeats: u32,
    /// How often an agent in action is expected to give a sign.
    pub heartbeat_interval: Duration,
    /// So long may an item that could be taken wait in the queue.
    pub queue_age: Duration,
    /// So many items may be dead.
    pub dead_items: u32,
    /// The health of the board, out of 100, may not be below.
    pub health: u32,
}

/// Health.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Health {
    /// How much each part counts.
    pub weights: HealthWeights,
}

/// How much each part of the health counts beside the others.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct HealthWeights {
    /// The store: nothing in it is broken.
    pub store: u32,
    /// Claims that were not refused.
    pub conflicts: u32,
    /// Items in hand whose lease has not ended.
    pub expiries: u32,
    /// Work that ended well.
    pub completion: u32,
    /// How long the queue waits.
    pub queue_age: u32,
    /// Agents that give signs.
    pub agents: u32,
}

impl Thresholds {
    /// Whether each is within its range; else what is wrong.
    pub(super) fn check(&self) -> Result<(), String> {
        if !(0.0..=100.0).contains(&self.conflict_percent) {
            return Err("thresholds.conflict_percent must be from 0 to 100".to_owned());
        }
        if self.health > 100 {
            return Err("thresholds.health must be from 0 to 100".to_owned());
        }
        let lengths = [
            ("conflict_window", self.conflict_window),
            ("latency_window", self.latency_window),
            ("heartbeat_interval", self.heartbeat_interval),
        ];
        match lengths.into_iter().find(|(_, length)| length.secs() == 0) {
            Some((key, _)) => Err(format!("thresholds.{key} must be at least a second")),
            None => Ok(()),
        }
    }
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            conflict_percent: 5.0,
            conflict_window: Duration::from_secs(300),
            latency_p95: Duration { millis: 500 },
            latency_window: Duration::from_secs(120),
            missed_heartbeats: 10,
            heartbeat_interval: Duration::from_secs(60),
            queue_age: Duration::from_secs(86_400),
            dead_items: 0,
            health: 70,
        }
    }
}

impl Default for HealthWeights {
    fn default() -> Self {
        Self { store: 25, conflicts: 15, expiries: 15, completion: 15, queue_age: 15, agents: 15 }
    }
}
