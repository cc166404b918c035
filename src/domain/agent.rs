//! Agents: who works, and what is known of their work.

use super::record::{Foreign, record};
use super::{Instant, Quantity, Stamp, WorkItem};

record! {
    /// What came of an agent's completions.
    pub struct PerformanceMetrics {
        /// Completions, of any result.
        tasks_completed: Quantity, optional;
        /// From claim to completion on average, in whole minutes: `12m`.
        average_completion_time: String, optional;
        /// Percent of the completions that were no failure.
        success_rate: f64, optional;
        /// Completions that were no failure.
        tasks_succeeded: Quantity, optional;
        /// Seconds from claim to completion, over all completions.
        total_completion_secs: Quantity, optional;
        /// Items that it gave up as failed.
        tasks_failed: Quantity, optional;
        /// Items that it lost because its lease had ended.
        leases_expired: Quantity, optional;
    }
}

record! {
    /// An agent, in the order in which the script wrote its fields.
    pub struct Agent {
        /// The id, of any shape.
        agent_id: String, required;
        /// The team it works in.
        team: String, optional;
        /// `active`, `idle`, `inactive` or a word of the caller's.
        status: String, optional;
        /// Percent of a full agent, 0 to 100.
        capacity: Quantity, optional;
        /// How many items it holds.
        current_workload: Quantity, optional;
        /// What it is good at.
        specialization: String, optional;
        /// Its last sign.
        last_heartbeat: Stamp, optional;
        /// What came of its completions.
        performance_metrics: PerformanceMetrics, optional;
        /// The directory it works in, where it said so.
        worktree: String, optional;
        /// What it can do, for items that need it.
        capabilities: Vec<String>, optional;
        /// The groups it belongs to.
        groups: Vec<String>, optional;
        /// How many items it may hold; 0 is no limit.
        max_items: u32, optional;
    }
}

/// What an agent says of itself when it registers. `None` leaves what is known.
#[derive(Clone, Debug, Default)]
pub struct Registration {
    /// The team.
    pub team: Option<String>,
    /// The status word.
    pub status: Option<String>,
    /// Percent of a full agent.
    pub capacity: Option<Quantity>,
    /// What it is good at.
    pub specialization: Option<String>,
    /// The directory it works in.
    pub worktree: Option<String>,
    /// What it can do.
    pub capabilities: Option<Vec<String>>,
    /// The groups it belongs to.
    pub groups: Option<Vec<String>>,
    /// How many items it may hold; 0 is no limit.
    pub max_items: Option<u32>,
}

impl PerformanceMetrics {
    /// The metrics of an agent that has completed nothing.
    pub fn none() -> Self {
        Self {
            tasks_completed: Some(Quantity(0.0)),
            average_completion_time: Some("0m".to_owned()),
            success_rate: Some(100.0),
            tasks_succeeded: None,
            total_completion_secs: None,
            tasks_failed: None,
            leases_expired: None,
            foreign: Foreign::default(),
        }
    }

    /// Counts a completion. Figures that the script left out are derived from the ones it wrote.
    fn count(&mut self, succeeded: bool, secs: i64) {
        let before = self.tasks_completed.map_or(0.0, |count| count.0.max(0.0));
        let rate = self.success_rate.unwrap_or(100.0).clamp(0.0, 100.0);
        let succeeded_before = self.tasks_succeeded.map_or((before * rate / 100.0).round(), |count| count.0);
        let secs_before = self.total_completion_secs.map_or(0.0, |total| total.0);
        let (completed, won) = (before + 1.0, succeeded_before + f64::from(u8::from(succeeded)));
        #[expect(clippy::cast_precision_loss, reason = "a duration in seconds is far below 2^53")]
        let total = secs_before + secs as f64;
        self.tasks_completed = Some(Quantity(completed));
        self.tasks_succeeded = Some(Quantity(won));
        self.total_completion_secs = Some(Quantity(total));
        self.success_rate = Some((won / completed * 1_000.0).round() / 10.0);
        self.average_completion_time = Some(format!("{}m", Quantity((total / completed / 60.0).round())));
    }
}

fn one_more(count: Option<Quantity>) -> Quantity {
    Quantity(count.map_or(0.0, |count| count.0.max(0.0)) + 1.0)
}

impl Agent {
    /// A new agent, or `known` with what `registration` says on top. Either way this is a sign of it.
    pub fn registered(id: &str, known: Option<Self>, registration: Registration, now: Instant) -> Self {
        let mut agent = known.unwrap_or_else(|| Self::new(id));
        agent.team = registration.team.or(agent.team);
        agent.status = Some(registration.status.unwrap_or_else(|| "active".to_owned()));
        agent.capacity = registration.capacity.or(agent.capacity).or(Some(Quantity(100.0)));
        agent.specialization = registration
            .specialization
            .or(agent.specialization)
            .or_else(|| Some("general_development".to_owned()));
        agent.worktree = registration.worktree.or(agent.worktree);
        agent.capabilities = registration.capabilities.or(agent.capabilities);
        agent.groups = registration.groups.or(agent.groups);
        agent.max_items = registration.max_items.or(agent.max_items);
        agent.current_workload = agent.current_workload.or(Some(Quantity(0.0)));
        agent.performance_metrics = agent.performance_metrics.or_else(|| Some(PerformanceMetrics::none()));
        agent.last_heartbeat = Some(now.stamp());
        agent
    }

    fn new(id: &str) -> Self {
        Self {
            agent_id: id.to_owned(),
            team: None,
            status: None,
            capacity: None,
            current_workload: None,
            specialization: None,
            last_heartbeat: None,
            performance_metrics: None,
            worktree: None,
            capabilities: None,
            groups: None,
            max_items: None,
            foreign: Foreign::default(),
        }
    }

    /// Notes that it has completed `item` and now holds `workload` items.
    pub fn completed(&mut self, item: &WorkItem, workload: u32) {
        let metrics = self.performance_metrics.get_or_insert_with(PerformanceMetrics::none);
        metrics.count(item.succeeded(), item.seconds_to_complete().unwrap_or(0));
        self.current_workload = Some(workload.into());
    }

    /// Notes that it has given up an item as failed.
    pub fn failed(&mut self) {
        let metrics = self.performance_metrics.get_or_insert_with(PerformanceMetrics::none);
        metrics.tasks_failed = Some(one_more(metrics.tasks_failed));
    }

    /// Notes that it has lost an item because its lease had ended.
    pub fn lost_lease(&mut self) {
        let metrics = self.performance_metrics.get_or_insert_with(PerformanceMetrics::none);
        metrics.leases_expired = Some(one_more(metrics.leases_expired));
    }

    /// Whether there was no sign of it for `after_secs`, or never one that can be read.
    pub fn is_offline(&self, now: Instant, after_secs: u32) -> bool {
        let sign = self.last_heartbeat.as_ref().and_then(Stamp::instant);
        sign.is_none_or(|sign| sign.plus_secs(i64::from(after_secs)) <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Instant = Instant::from_unix(1_750_000_000);

    fn done(result: &str, secs: i64) -> WorkItem {
        let json = format!(
            r#"{{"work_item_id":"w","agent_id":"a","claimed_at":"{}","status":"completed","completed_at":"{}","result":"{result}"}}"#,
            NOON.stamp(),
            NOON.plus_secs(secs).stamp()
        );
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn a_new_agent_has_the_scripts_fields() {
        let registration = Registration { team: Some("t".into()), ..Registration::default() };
        let agent = Agent::registered("agent_1", None, registration, NOON);
        assert_eq!(
            serde_json::to_string(&agent).unwrap(),
            r#"{"agent_id":"agent_1","team":"t","status":"active","capacity":100,"current_workload":0,"specialization":"general_development","last_heartbeat":"2025-06-15T15:06:40Z","performance_metrics":{"tasks_completed":0,"average_completion_time":"0m","success_rate":100.0}}"#
        );
    }

    #[test]
    fn registering_again_changes_what_is_said_and_keeps_the_rest() {
        let first = Registration {
            team: Some("t".into()),
            capacity: Some(Quantity(40.0)),
            ..Registration::default()
        };
        let mut agent = Agent::registered("a", None, first, NOON);
        agent.completed(&done("success", 120), 0);
        let again = Agent::registered("a", Some(agent.clone()), Registration::default(), NOON.plus_secs(60));
        assert_eq!(again.capacity, Some(Quantity(40.0)));
        assert_eq!(again.performance_metrics, agent.performance_metrics);
        assert_eq!(again.last_heartbeat, Some(NOON.plus_secs(60).stamp()));
    }

    #[test]
    fn metrics_follow_the_completions() {
        let mut agent = Agent::registered("a", None, Registration::default(), NOON);
        agent.completed(&done("success", 600), 1);
        agent.completed(&done("failed", 1_200), 0);
        let metrics = agent.performance_metrics.unwrap();
        assert_eq!(metrics.tasks_completed, Some(Quantity(2.0)));
        assert_eq!(metrics.success_rate, Some(50.0));
        assert_eq!(metrics.average_completion_time.as_deref(), Some("15m"));
        assert_eq!(agent.current_workload, Some(Quantity(0.0)));
    }

    #[test]
    fn an_agent_without_a_sign_is_offline() {
        let agent = Agent::registered("a", None, Registration::default(), NOON);
        assert!(!agent.is_offline(NOON.plus_secs(299), 300));
        assert!(agent.is_offline(NOON.plus_secs(300), 300));
        let silent: Agent = serde_json::from_str(r#"{"agent_id":"a"}"#).unwrap();
        assert!(silent.is_offline(NOON, 300));
    }
}
