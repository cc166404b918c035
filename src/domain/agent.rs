//! Agents: who works, and what is known of their work.

use super::record::{Foreign, record};
use super::{Completion, Instant, Quantity, Stamp, WorkItem};

record! {
    /// What came of an agent's completions.
    pub struct PerformanceMetrics {
        /// Completions, of any result.
        tasks_completed: Quantity, optional;
        /// From claim to completion on average, in whole minutes: `12m`. Only over completions whose time is known.
        average_completion_time: String, optional;
        /// Percent of the completions that were no failure.
        success_rate: f64, optional;
        /// Completions that were no failure.
        tasks_succeeded: Quantity, optional;
        /// Seconds from claim to completion, over all completions whose time is known.
        total_completion_secs: Quantity, optional;
        /// Of how many completions the time is known, where that is not all of them.
        tasks_timed: Quantity, optional;
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
    /// What it can do; an empty list clears what is known.
    pub capabilities: Option<Vec<String>>,
    /// The groups it belongs to; an empty list clears what is known.
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
            tasks_timed: None,
            tasks_failed: None,
            leases_expired: None,
            foreign: Foreign::default(),
        }
    }

    /// Counts a completion that took `secs`, where that is known. Figures that the script left out are derived from
    /// the ones it wrote.
    fn count(&mut self, succeeded: bool, secs: Option<f64>) {
        let before = self.completed();
        let rate = self.success_rate.unwrap_or(100.0).clamp(0.0, 100.0);
        let succeeded_before = self.tasks_succeeded.map_or((before * rate / 100.0).round(), |count| count.0);
        let (timed_before, secs_before) = self.timed();
        let (completed, won) = (before + 1.0, succeeded_before + f64::from(u8::from(succeeded)));
        let timed = timed_before + f64::from(u8::from(secs.is_some()));
        let total = secs_before + secs.unwrap_or(0.0);
        let average = if timed > 0.0 { (total / timed / 60.0).round() } else { 0.0 };
        self.tasks_completed = Some(Quantity(completed));
        self.tasks_succeeded = Some(Quantity(won));
        self.total_completion_secs = Some(Quantity(total));
        self.tasks_timed = (timed < completed).then_some(Quantity(timed));
        self.success_rate = Some((won / completed * 1_000.0).round() / 10.0);
        self.average_completion_time = Some(format!("{}m", Quantity(average)));
    }

    /// Completions, as far as they were counted.
    fn completed(&self) -> f64 {
        self.tasks_completed.map_or(0.0, |count| count.0.max(0.0))
    }

    /// Of how many completions the time is known, and their seconds. Other programs write the average alone.
    fn timed(&self) -> (f64, f64) {
        let completed = self.completed();
        let timed = self.tasks_timed.map_or(completed, |count| count.0.clamp(0.0, completed));
        if let Some(total) = self.total_completion_secs {
            return (timed, total.0.max(0.0));
        }
        let average = self.average_completion_time.as_deref().and_then(|text| text.strip_suffix('m'));
        match average.and_then(|minutes| minutes.parse::<f64>().ok()) {
            Some(minutes) if minutes > 0.0 && minutes.is_finite() => (timed, minutes * 60.0 * timed),
            _ => (0.0, 0.0),
        }
    }
}

fn one_more(count: Option<Quantity>) -> Quantity {
    Quantity(count.map_or(0.0, |count| count.0.max(0.0)) + 1.0)
}

/// A count; 0 where it is none.
fn whole(count: Option<Quantity>) -> u32 {
    count.and_then(Quantity::whole).and_then(|count| u32::try_from(count).ok()).unwrap_or_default()
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
        let says_something = |list: &Vec<String>| !list.is_empty();
        agent.capabilities = registration.capabilities.or(agent.capabilities).filter(says_something);
        agent.groups = registration.groups.or(agent.groups).filter(says_something);
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
        metrics.count(item.succeeded(), item.seconds_to_complete().map(|secs| Quantity::from(secs).0));
        self.current_workload = Some(workload.into());
    }

    /// Counts its completions anew by the log, where that has more of them than it knows of: the script counted none,
    /// and who was not registered had nowhere to be counted.
    pub fn recount(&mut self, log: &[Completion]) {
        let own = || log.iter().filter(|entry| entry.agent_id.as_deref() == Some(self.agent_id.as_str()));
        let mut metrics = self.performance_metrics.clone().unwrap_or_else(PerformanceMetrics::none);
        if own().map(|_| 1.0).sum::<f64>() <= metrics.completed() {
            return;
        }
        (metrics.tasks_completed, metrics.tasks_succeeded, metrics.success_rate) = (None, None, None);
        (metrics.total_completion_secs, metrics.tasks_timed) = (Some(Quantity(0.0)), None);
        for entry in own() {
            metrics.count(entry.succeeded(), entry.seconds());
        }
        self.performance_metrics = Some(metrics);
    }

    /// Gives it up: it takes no work any more, unless it registers again.
    pub fn retire(&mut self) {
        self.status = Some("retired".to_owned());
    }

    /// How many items it may hold, where agents without a limit of their own may hold `default`; 0 is no limit.
    pub fn limit(&self, default: u32) -> u32 {
        self.max_items.unwrap_or(default)
    }

    /// What it can do.
    pub fn capabilities(&self) -> &[String] {
        self.capabilities.as_deref().unwrap_or_default()
    }

    /// What of `needs` it cannot do.
    pub fn lacks(&self, needs: &[String]) -> Vec<String> {
        needs.iter().filter(|need| !self.capabilities().contains(need)).cloned().collect()
    }

    /// How many items it gave up as failed.
    pub fn tasks_failed(&self) -> u32 {
        whole(self.performance_metrics.as_ref().and_then(|metrics| metrics.tasks_failed))
    }

    /// How many items it lost because its lease had ended.
    pub fn leases_expired(&self) -> u32 {
        whole(self.performance_metrics.as_ref().and_then(|metrics| metrics.leases_expired))
    }

    /// Percent of a full agent that it has; a full one where nothing is said.
    pub fn capacity_percent(&self) -> f64 {
        self.capacity.map_or(100.0, |capacity| capacity.0)
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
    fn the_average_is_over_completions_whose_time_is_known() {
        let json = r#"{"agent_id":"a","performance_metrics":{"tasks_completed":5,"average_completion_time":"0m","success_rate":80}}"#;
        let mut agent: Agent = serde_json::from_str(json).unwrap();
        agent.completed(&done("success", 600), 0);
        let metrics = agent.performance_metrics.clone().unwrap();
        assert_eq!(
            (metrics.tasks_completed, metrics.tasks_timed),
            (Some(Quantity(6.0)), Some(Quantity(1.0)))
        );
        assert_eq!(metrics.average_completion_time.as_deref(), Some("10m"));
        assert_eq!(metrics.success_rate, Some(83.3), "5 of 6: 80 percent of 5, and 1");
        let json = json.replace("0m", "4m");
        let mut agent: Agent = serde_json::from_str(&json).unwrap();
        agent.completed(&done("success", 600), 0);
        let metrics = agent.performance_metrics.unwrap();
        assert_eq!(metrics.average_completion_time.as_deref(), Some("5m"), "5 times 4, and 10, by 6");
        assert_eq!(metrics.tasks_timed, None);
    }

    #[test]
    fn what_the_log_has_more_of_is_counted_anew() {
        let log: Vec<Completion> = serde_json::from_str(
            r#"[{"work_item_id":"1","agent_id":"a","result":"success","duration_secs":120},
                {"work_item_id":"2","agent_id":"b","result":"success","duration_secs":9999},
                {"work_item_id":"3","agent_id":"a","result":"failed"},
                {"work_item_id":"4","agent_id":"a","result":"done","duration_secs":360}]"#,
        )
        .unwrap();
        let json = r#"{"agent_id":"a","performance_metrics":{"tasks_completed":2,"success_rate":100.0,"tasks_failed":4,"mine":1}}"#;
        let mut agent: Agent = serde_json::from_str(json).unwrap();
        agent.recount(&log);
        let metrics = agent.performance_metrics.clone().unwrap();
        assert_eq!(
            (metrics.tasks_completed, metrics.tasks_succeeded),
            (Some(Quantity(3.0)), Some(Quantity(2.0)))
        );
        assert_eq!(
            (metrics.success_rate, metrics.average_completion_time.as_deref()),
            (Some(66.7), Some("4m"))
        );
        assert_eq!((metrics.tasks_failed, metrics.foreign.get("mine")), (Some(Quantity(4.0)), Some("1")));
        let before = agent.clone();
        agent.recount(&log[..2]);
        assert_eq!(agent, before, "a log that was cut takes nothing away");
    }

    #[test]
    fn an_empty_list_clears_and_none_leaves() {
        let list = |words: &[&str]| Some(words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        let first =
            Registration { capabilities: list(&["gpu"]), groups: list(&["g"]), ..Registration::default() };
        let agent = Agent::registered("a", None, first, NOON);
        let agent = Agent::registered("a", Some(agent), Registration::default(), NOON);
        assert_eq!((agent.capabilities(), agent.groups.clone()), (&["gpu".to_owned()][..], list(&["g"])));
        let clear = Registration { capabilities: list(&[]), groups: list(&[]), ..Registration::default() };
        let agent = Agent::registered("a", Some(agent), clear, NOON);
        assert_eq!((agent.capabilities.clone(), agent.groups.clone()), (None, None));
        assert_eq!(agent.lacks(&["gpu".to_owned()]), ["gpu"]);
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
