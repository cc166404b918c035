//! What is known of a board at one moment: counts, signs, and how its commands did. Health, alerts and metrics are drawn
//! from it.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::context::Context;
use crate::domain::alert::{Reading, Rule};
use crate::domain::health::{self, Observed, Weights, Yardstick};
use crate::domain::percentile::nearest_rank;
use crate::domain::score::Score;
use crate::domain::{Activity, Agent, Glance, Instant, Stamp, Status, instant_of, is_failure};
use crate::error::{Error, Kind, Result};
use crate::store::{self, View};
use crate::telemetry::{self, Told};

/// Work that ended in so many days counts for the health.
const COMPLETION_DAYS: u32 = 7;
/// The operation of a claim.
const CLAIM: &str = "s2s.work.claim";
/// These take as long as the work that they run.
const AS_LONG_AS_THE_WORK: [&str; 2] = ["s2s.work.run", "s2s.work.pool"];
/// The spans of advice, and of the calls that it takes, begin so.
const CLAUDE: [&str; 2] = ["s2s.claude.", "chat "];

/// A board at one moment.
#[derive(Debug, Default)]
pub struct Observation {
    /// Whether there is a board.
    pub exists: bool,
    /// Why the stored state cannot be read, where it cannot. Nothing else is known then.
    pub fault: Option<String>,
    /// How many items there are.
    pub items: Counts,
    /// Claims that have outlived their lease, the longest first.
    pub stale_claims: Vec<StaleClaim>,
    /// For how many seconds the first in the queue could have been taken.
    pub oldest_secs: Option<i64>,
    /// How many agents stand how.
    pub agents: AgentCounts,
    /// Agents that are signed on and silent, the longest first.
    pub silent_agents: Vec<SilentAgent>,
    /// Heartbeats that did not come in the last minute; `None` where nobody owes any.
    pub missed_heartbeats: Option<u32>,
    /// Completions of the last days, and how many of them ended well.
    recent: (u32, u32),
    /// What commands did in the last minutes.
    pub commands: Commands,
}

/// How many items stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// In the queue.
    pub pending: u32,
    /// In somebody's hands.
    pub held: u32,
    /// Completed, and not archived yet.
    pub completed: u32,
    /// Cancelled, and not archived yet.
    pub cancelled: u32,
    /// Failed too often.
    pub dead: u32,
}

/// How many agents stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgentCounts {
    /// Gave a sign and hold work.
    pub working: u32,
    /// Gave a sign and hold nothing.
    pub idle: u32,
    /// No sign for `stale_agent_timeout`.
    pub offline: u32,
    /// Signed off.
    pub signed_off: u32,
}

/// A claim that has outlived its lease.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StaleClaim {
    /// The item.
    pub work_item_id: String,
    /// Who holds it.
    pub agent_id: Option<String>,
    /// Seconds since the lease ended; null where nobody knows when it did.
    pub over_secs: Option<i64>,
}

/// An agent that is signed on and gives no sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SilentAgent {
    /// The agent.
    pub agent_id: String,
    /// Seconds since its last sign; null where there never was one.
    pub last_sign_secs: Option<i64>,
    /// How many items it holds.
    pub holds: u32,
}

/// What commands did in the last minutes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Commands {
    /// Claims in the time over which they are counted.
    pub claims: u32,
    /// How many of them were refused because somebody else holds the item.
    pub refused: u32,
    /// How long commands took in the time over which they are measured, in milliseconds; the quickest first.
    pub durations: Vec<f64>,
    /// Whether there were so many that only the newest were looked at.
    pub is_cut: bool,
}

/// The error of a check on a board that is not there: a mistyped path must not pass for a healthy board.
pub fn no_board(context: &Context) -> Error {
    Error::new(Kind::NoBoard, format!("there is no board in {}", context.dir().display()))
        .hint("name the state directory with --dir or COORDINATION_DIR")
}

impl Observation {
    /// Looks at the board. A board that cannot be read is an observation too.
    ///
    /// # Errors
    /// The configuration is wrong.
    pub fn take(context: &Context, now: Instant) -> Result<Self> {
        let config = context.config()?;
        let seen = store::view(context.store()?, now, |view| Self::look(view, config, now));
        let mut observation = match seen {
            Ok(observation) => observation,
            Err(error) if is_of_the_store(error.kind()) => {
                Self { exists: true, fault: Some(error.message().to_owned()), ..Self::default() }
            }
            Err(error) => return Err(error),
        };
        observation.commands = Commands::of(context, config, now)?;
        Ok(observation)
    }

    fn look(view: &mut dyn View, config: &Config, now: Instant) -> Result<Self> {
        let mut seen = Self { exists: view.exists()?, ..Self::default() };
        let mut holds: HashMap<String, u32> = HashMap::new();
        view.survey(&mut |item| {
            if !item.is_reservation() {
                seen.see(item, config, now);
                if let Some(holder) = item.agent_id().filter(|_| item.status() == Status::Held) {
                    *holds.entry(holder.into_owned()).or_default() += 1;
                }
            }
            Ok(())
        })?;
        seen.stale_claims.sort_by_key(|claim| Reverse(claim.over_secs));
        for agent in view.agents()? {
            let holds = holds.get(&agent.agent_id).copied().unwrap_or_default();
            seen.see_agent(&agent, holds, config, now);
        }
        seen.silent_agents.sort_by_key(|agent| Reverse(agent.last_sign_secs.unwrap_or(i64::MAX)));
        let since = now.plus_secs(-i64::from(COMPLETION_DAYS) * 86_400);
        view.logged(&mut |completion| {
            if completion.completed_at.as_deref().and_then(instant_of).is_some_and(|at| at >= since) {
                seen.recent.0 += 1;
                seen.recent.1 += u32::from(!is_failure(completion.result.as_deref().unwrap_or_default()));
            }
            Ok(())
        })?;
        Ok(seen)
    }

    fn see(&mut self, item: &Glance<'_>, config: &Config, now: Instant) {
        let count = match item.status() {
            Status::Pending => &mut self.items.pending,
            Status::Held => &mut self.items.held,
            Status::Completed => &mut self.items.completed,
            Status::Cancelled => &mut self.items.cancelled,
            Status::Dead => &mut self.items.dead,
        };
        *count += 1;
        if let Some(secs) = waiting_secs(item, now) {
            self.oldest_secs = self.oldest_secs.max(Some(secs));
        }
        if item.is_expired(now, config.lease.secs()) {
            let holder = item.agent_id().filter(|holder| !holder.is_empty());
            self.stale_claims.push(StaleClaim {
                work_item_id: item.id().into_owned(),
                agent_id: holder.map(Cow::into_owned),
                over_secs: item.lease_end(config.lease.secs()).map(|end| secs_since(end, now)),
            });
        }
    }

    fn see_agent(&mut self, agent: &Agent, holds: u32, config: &Config, now: Instant) {
        let activity = Activity::of(agent, holds, now, config.stale_agent_timeout.secs());
        let sign = agent.last_heartbeat.as_ref().and_then(Stamp::instant);
        let count = match activity {
            Activity::Active => &mut self.agents.working,
            Activity::Idle => &mut self.agents.idle,
            Activity::Offline => &mut self.agents.offline,
            Activity::Inactive | Activity::Retired => &mut self.agents.signed_off,
        };
        *count += 1;
        // Who is silent for long and holds nothing has left, and owes no sign.
        if activity.is_present() || (activity == Activity::Offline && holds > 0) {
            let interval = i64::from(config.thresholds.heartbeat_interval.secs());
            let missed = missed_in_a_minute(sign, interval, now);
            *self.missed_heartbeats.get_or_insert_default() += missed;
        }
        if activity == Activity::Offline {
            self.silent_agents.push(SilentAgent {
                agent_id: agent.agent_id.clone(),
                last_sign_secs: sign.map(|sign| secs_since(sign, now)),
                holds,
            });
        }
    }

    /// The health of the board.
    pub fn health(&self, config: &Config) -> Score {
        let weights = &config.health.weights;
        let yardstick = Yardstick {
            weights: Weights {
                store: weights.store,
                conflicts: weights.conflicts,
                expiries: weights.expiries,
                completion: weights.completion,
                queue_age: weights.queue_age,
                agents: weights.agents,
            },
            conflict_percent: config.thresholds.conflict_percent,
            conflict_secs: config.thresholds.conflict_window.secs(),
            completion_days: COMPLETION_DAYS,
            queue_age_secs: config.thresholds.queue_age.secs(),
        };
        health::health(&self.observed(), &yardstick)
    }

    fn observed(&self) -> Observed {
        let alive = self.agents.working + self.agents.idle;
        Observed {
            store: self.exists.then(|| self.fault.clone().map_or(Ok(()), Err)),
            claims: self.commands.claims,
            refused: self.commands.refused,
            held: self.items.held,
            expired: u32::try_from(self.stale_claims.len()).unwrap_or(u32::MAX),
            ended: self.recent.0 + self.items.dead,
            succeeded: self.recent.1,
            oldest_secs: self.oldest_secs,
            agents: alive + self.agents.offline,
            alive,
        }
    }

    /// What each rule finds.
    #[expect(clippy::cast_precision_loss, reason = "seconds of years and lengths of time are far below 2^53")]
    pub fn readings(&self, config: &Config) -> Vec<Reading> {
        let limits = &config.thresholds;
        let can_be_read = self.exists && self.fault.is_none();
        let reading = |rule, value, limit| Reading { rule, value, limit };
        vec![
            reading(Rule::ConflictRate, self.commands.conflict_percent(), limits.conflict_percent),
            reading(Rule::LatencyP95, self.commands.latency(95), limits.latency_p95.millis as f64),
            reading(
                Rule::MissedHeartbeats,
                self.missed_heartbeats.map(f64::from),
                f64::from(limits.missed_heartbeats),
            ),
            reading(
                Rule::QueueAge,
                self.oldest_secs.map(|secs| secs as f64),
                f64::from(limits.queue_age.secs()),
            ),
            reading(
                Rule::DeadItems,
                can_be_read.then(|| f64::from(self.items.dead)),
                f64::from(limits.dead_items),
            ),
            reading(Rule::LowHealth, self.health(config).score.map(f64::from), f64::from(limits.health)),
        ]
    }
}

impl Commands {
    fn of(context: &Context, config: &Config, now: Instant) -> Result<Self> {
        let limits = &config.thresholds;
        let back = |length: crate::config::Duration| now.plus_secs(-i64::from(length.secs()));
        let (claims_from, measured_from) = (back(limits.conflict_window), back(limits.latency_window));
        let recent = telemetry::recent(context.dir(), claims_from.min(measured_from))?;
        let claims = || recent.spans.iter().filter(|told| told.operation == CLAIM && told.end >= claims_from);
        let is_measured =
            |told: &&Told| told.end >= measured_from && !told.has_waited && !takes_its_time(&told.operation);
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let mut durations: Vec<f64> =
            recent.spans.iter().filter(is_measured).map(|told| told.duration_ms).collect();
        durations.sort_by(f64::total_cmp);
        Ok(Self {
            claims: count(claims().count()),
            refused: count(claims().filter(|told| told.is_conflict).count()),
            durations,
            is_cut: recent.is_cut,
        })
    }

    /// So many milliseconds did so many percent of the commands take at most.
    pub fn latency(&self, percent: u32) -> Option<f64> {
        nearest_rank(&self.durations, percent)
    }

    /// Percent of the claims that were refused because somebody else holds the item.
    pub fn conflict_percent(&self) -> Option<f64> {
        (self.claims > 0).then(|| f64::from(self.refused) * 100.0 / f64::from(self.claims))
    }
}

/// Whether a command takes as long as the work that it runs, or as a model thinks; calls to a model have spans too.
fn takes_its_time(operation: &str) -> bool {
    AS_LONG_AS_THE_WORK.contains(&operation) || CLAUDE.iter().any(|start| operation.starts_with(start))
}

/// Whether an error is the stored state's own.
fn is_of_the_store(kind: Kind) -> bool {
    matches!(kind, Kind::BrokenState | Kind::FileNotFound | Kind::PermissionDenied | Kind::Io)
}

/// For how many seconds an item of the queue could have been taken, as far as its times tell.
fn waiting_secs(item: &Glance<'_>, now: Instant) -> Option<i64> {
    if item.status() != Status::Pending {
        return None;
    }
    let born = item.born()?;
    let from = item.not_before().map_or(born, |start| start.max(born));
    (from <= now).then(|| secs_since(from, now))
}

/// How many heartbeats were due in the last minute, counted from the last sign. Of who never gave one, all were.
fn missed_in_a_minute(sign: Option<Instant>, interval_secs: i64, now: Instant) -> u32 {
    let interval = interval_secs.max(1);
    let due = |secs: i64| secs.max(0) / interval;
    let missed = sign.map_or(60 / interval, |sign| {
        let silent = secs_since(sign, now);
        due(silent) - due(silent - 60)
    });
    u32::try_from(missed).unwrap_or_default()
}

fn secs_since(from: Instant, now: Instant) -> i64 {
    (now.unix() - from.unix()).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Instant = Instant::from_unix(1_750_000_000);

    #[test]
    fn heartbeats_are_due_at_each_interval_after_the_last_sign() {
        let missed = |ago: i64, interval| missed_in_a_minute(Some(NOON.plus_secs(-ago)), interval, NOON);
        assert_eq!([0, 59, 60, 119, 120, 4_000].map(|ago| missed(ago, 60)), [0, 0, 1, 1, 1, 1]);
        assert_eq!([9, 10, 35, 60, 61, 4_000].map(|ago| missed(ago, 10)), [0, 1, 3, 6, 6, 6]);
        assert_eq!([299, 300, 359, 360].map(|ago| missed(ago, 300)), [0, 1, 1, 0], "one in five minutes");
        assert_eq!(missed_in_a_minute(None, 20, NOON), 3);
        assert_eq!(missed(-50, 60), 0, "a sign from the future");
    }

    #[test]
    fn an_item_waits_from_when_it_could_be_taken() {
        let waits = |json: &str| waiting_secs(&Glance::of(json).unwrap(), NOON);
        assert_eq!(waits(r#"{"work_item_id":"work_1749999000000000000","status":"pending"}"#), Some(1_000));
        let made = r#""work_item_id":"x","status":"pending","created_at":"2025-06-15T15:05:40Z""#;
        assert_eq!(waits(&format!("{{{made}}}")), Some(60));
        assert_eq!(waits(&format!(r#"{{{made},"not_before":"2025-06-15T15:06:30Z"}}"#)), Some(10));
        assert_eq!(waits(&format!(r#"{{{made},"not_before":"2025-06-15T15:06:41Z"}}"#)), None, "not yet");
        assert_eq!(waits(r#"{"work_item_id":"work_1749999000000000000","status":"active"}"#), None);
        assert_eq!(waits(r#"{"work_item_id":"odd","status":"pending"}"#), None, "nobody knows");
    }

    #[test]
    fn how_long_a_model_thinks_is_no_latency() {
        assert!(
            ["s2s.claude.priorities", "chat claude-haiku-5-5", "s2s.work.run"]
                .iter()
                .all(|name| takes_its_time(name))
        );
        assert!(["s2s.work.claim", "chatter", "claude"].iter().all(|name| !takes_its_time(name)));
    }
}
