//! Work items: what is in one, and what may happen to it (DESIGN, section 2).

use super::record::record;
use super::{Instant, Lease, Priority, Quantity, Stamp, is_failure};

record! {
    /// Where a claim came from in a trace.
    #[derive(Default)]
    pub struct Telemetry {
        /// Trace of the claim, 32 hexadecimal digits.
        trace_id: String, optional;
        /// Span of the claim, 16 hexadecimal digits.
        span_id: String, optional;
        /// `s2s.work.claim`.
        operation: String, optional;
        /// Name of the service that claimed.
        service: String, optional;
        /// Trace of the newest progress report.
        last_progress_trace_id: String, optional;
    }
}

record! {
    /// A piece of work, in the order in which the script wrote its fields.
    #[derive(Default)]
    pub struct WorkItem {
        /// The id, of any shape.
        work_item_id: String, required;
        /// Who holds it, or held it when it was completed; null in the queue.
        agent_id: String, nullable;
        /// What kind of program claimed it: `shell_agent`.
        reactor_id: String, optional;
        /// When the holder took it; null in the queue.
        claimed_at: Stamp, nullable;
        /// A guess such as `30m`.
        estimated_duration: String, optional;
        /// The kind of work; may be empty.
        work_type: String, optional;
        /// `critical`, `high`, `medium`, `low`, or a word of the caller's.
        priority: String, optional;
        /// What is to be done.
        description: String, optional;
        /// `pending`, `completed`, `cancelled`, `dead`; any other word is held.
        status: String, optional;
        /// The team it belongs to.
        team: String, optional;
        /// Where the claim came from.
        telemetry: Telemetry, optional;
        /// Percent done.
        progress: Quantity, optional;
        /// When the holder last reported.
        last_update: Stamp, optional;
        /// When it was completed.
        completed_at: Stamp, optional;
        /// What came of it.
        result: String, optional;
        /// How long the claim stands without a sign of its holder.
        lease: Lease, optional;
        /// Grows with every change of holder.
        fence: u64, optional;
        /// How often it was claimed.
        attempt: u32, optional;
        /// How often it may fail, or its holder's lease may end, before it is dead.
        max_attempts: u32, optional;
        /// How often it failed, or its holder's lease ended, since it was last retried.
        failures: u32, optional;
        /// A name that at most one open item has.
        key: String, optional;
        /// Ids of the items that have to be completed first.
        dependencies: Vec<String>, optional;
        /// What becomes of it when one of them fails: `block`, `run` or `cancel`.
        on_failed_dependency: String, optional;
        /// Capabilities that its holder must have.
        needs: Vec<String>, optional;
        /// Globs of the paths that its holder works on.
        paths: Vec<String>, optional;
        /// Nobody may take it before.
        not_before: Stamp, optional;
        /// When it should be done.
        deadline: Stamp, optional;
        /// How big it is.
        story_points: Quantity, optional;
        /// What it is worth.
        business_value: Quantity, optional;
        /// The item that it is a part of.
        parent: String, optional;
        /// The only agent that may take it out of the queue.
        assigned_to: String, optional;
        /// What keeps it from being taken, where somebody said so.
        blockers: Vec<Blocker>, optional;
        /// What must hold when it is done.
        acceptance_criteria: Vec<String>, optional;
        /// The directory in which it is worked on.
        worktree: String, optional;
        /// Names and values of the callers' own.
        metadata: Metadata, optional;
        /// What its holders left for those who come after them.
        notes: Vec<Note>, optional;
        /// Why it failed last.
        last_error: String, optional;
        /// Results that came after somebody else had taken it; the newest 20.
        late_results: Vec<LateResult>, optional;
        /// When it was put in the queue.
        created_at: Stamp, optional;
        /// Who put it there.
        created_by: String, optional;
    }
}

record! {
    /// What keeps an item from being taken.
    pub struct Blocker {
        /// What it is.
        reason: String, required;
        /// Who said so.
        by: String, optional;
        /// When.
        at: Stamp, optional;
    }
}

record! {
    /// A word to those who come after.
    pub struct Note {
        /// What was said.
        text: String, required;
        /// Who said it.
        by: String, optional;
        /// When.
        at: Stamp, optional;
    }
}

record! {
    /// A result that came too late.
    pub struct LateResult {
        /// What came of the work.
        result: String, required;
        /// Who did it.
        agent_id: String, optional;
        /// The fence of the claim under which it was done.
        fence: u64, optional;
        /// When it came.
        at: Stamp, optional;
    }
}

record! {
    /// Names and values of the callers' own.
    #[derive(Default)]
    pub struct Metadata {
        /// The objective of the program increment that it serves.
        objective: String, optional;
    }
}

/// The kind of work that is none: an item that only keeps paths free for its holder.
pub const RESERVATION: &str = "reservation";

/// What the stored status word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nobody holds it.
    Pending,
    /// Somebody holds it: any word that is none of the others.
    Held,
    /// Done.
    Completed,
    /// Given up on purpose.
    Cancelled,
    /// Failed too often.
    Dead,
}

impl Status {
    /// What `word` means.
    pub fn of(word: &str) -> Self {
        match word {
            "pending" => Self::Pending,
            "completed" => Self::Completed,
            "cancelled" => Self::Cancelled,
            "dead" => Self::Dead,
            _ => Self::Held,
        }
    }
}

impl WorkItem {
    /// Work of this kind that nobody has put anywhere yet.
    pub fn draft(work_type: String, description: String, priority: String, team: String) -> Self {
        Self {
            work_type: Some(work_type),
            description: Some(description),
            priority: Some(priority),
            team: Some(team),
            ..Self::default()
        }
    }

    /// This draft as an item of the queue.
    #[must_use]
    pub fn queued(self, id: String, by: Option<&str>, now: Instant) -> Self {
        Self {
            work_item_id: id,
            status: Some("pending".to_owned()),
            created_at: Some(now.stamp()),
            created_by: by.map(ToOwned::to_owned),
            ..self
        }
    }

    /// This draft as a new item that `agent_id` holds at once: the script's claim.
    #[must_use]
    pub fn claimed(
        self,
        id: String,
        agent_id: &str,
        telemetry: Telemetry,
        lease: Lease,
        now: Instant,
    ) -> Self {
        Self {
            work_item_id: id,
            agent_id: Some(agent_id.to_owned()),
            reactor_id: Some("shell_agent".to_owned()),
            claimed_at: Some(now.stamp()),
            estimated_duration: Some("30m".to_owned()),
            status: Some("active".to_owned()),
            telemetry: Some(telemetry),
            lease: Some(lease),
            fence: Some(1),
            attempt: Some(1),
            ..self
        }
    }

    /// What its status word means. Without one it is held if it has a holder, else pending.
    pub fn status(&self) -> Status {
        match self.status.as_deref() {
            Some(word) if !word.is_empty() => Status::of(word),
            _ if self.agent_id.is_some() => Status::Held,
            _ => Status::Pending,
        }
    }

    /// Whether it only keeps paths free for its holder: no work, and never in the queue.
    pub fn is_reservation(&self) -> bool {
        self.work_type.as_deref() == Some(RESERVATION)
    }

    /// Whether somebody holds it.
    pub fn is_held(&self) -> bool {
        self.status() == Status::Held
    }

    /// Whether `agent_id` holds it.
    pub fn is_held_by(&self, agent_id: &str) -> bool {
        self.is_held() && self.agent_id.as_deref() == Some(agent_id)
    }

    /// Whether it is still to be done: neither completed nor cancelled nor dead.
    pub fn is_open(&self) -> bool {
        matches!(self.status(), Status::Pending | Status::Held)
    }

    /// The fence of its newest claim; 0 where it was never claimed by a command that counts them.
    pub fn fence(&self) -> u64 {
        self.fence.unwrap_or_default()
    }

    /// The ids of the items that have to be completed first.
    pub fn dependencies(&self) -> &[String] {
        self.dependencies.as_deref().unwrap_or_default()
    }

    /// The globs of the paths that its holder works on.
    pub fn paths(&self) -> &[String] {
        self.paths.as_deref().unwrap_or_default()
    }

    /// The objective of the program increment that it serves.
    pub fn objective(&self) -> Option<&str> {
        let named = self.metadata.as_ref().and_then(|metadata| metadata.objective.as_deref());
        named.filter(|name| !name.is_empty())
    }

    /// How urgent it is.
    pub fn priority(&self) -> Priority {
        Priority::of(self.priority.as_deref().unwrap_or_default())
    }

    /// The lease it has, or the one that an item of the script has by rule: `default_secs` from its last sign.
    pub fn effective_lease(&self, default_secs: u32) -> Option<Lease> {
        if let Some(lease) = &self.lease {
            return Some(lease.clone());
        }
        let sign = self.last_update.as_ref().or(self.claimed_at.as_ref())?;
        Some(Lease::starting(sign.instant()?, default_secs))
    }

    /// Whether it is held and its holder's time is over. Held without any readable time is over too.
    pub fn is_expired(&self, now: Instant, default_secs: u32) -> bool {
        self.is_held() && self.effective_lease(default_secs).is_none_or(|lease| lease.is_expired(now))
    }

    /// Gives the holder its full time again.
    pub fn renew_lease(&mut self, now: Instant, default_secs: u32) {
        self.lease = Some(match &self.lease {
            Some(lease) => lease.renewed(now),
            None => Lease::starting(now, default_secs),
        });
    }

    /// Seconds from the claim to the completion, where both are known.
    pub fn seconds_to_complete(&self) -> Option<i64> {
        let start = self.claimed_at.as_ref()?.instant()?;
        let end = self.completed_at.as_ref()?.instant()?;
        Some((end.unix() - start.unix()).max(0))
    }

    /// Whether it was completed, and not as a failure.
    pub fn succeeded(&self) -> bool {
        self.status() == Status::Completed && !is_failure(self.result.as_deref().unwrap_or_default())
    }
}

impl Metadata {
    /// Gives a name a value, in place of the one it had.
    pub fn set(&mut self, name: &str, value: &str) {
        if name == "objective" {
            self.objective = Some(value.to_owned());
        } else {
            self.foreign.set_text(name, value);
        }
    }

    /// Takes a name out, and says whether it was there.
    pub fn remove(&mut self, name: &str) -> bool {
        let had = self.objective.is_some();
        if name == "objective" {
            self.objective = None;
            return had;
        }
        self.foreign.remove(name)
    }
}

impl Telemetry {
    /// The telemetry of a claim.
    pub fn of_claim(trace_id: &str, span_id: &str, service: &str) -> Self {
        Self {
            trace_id: Some(trace_id.to_owned()),
            span_id: Some(span_id.to_owned()),
            operation: Some("s2s.work.claim".to_owned()),
            service: Some(service.to_owned()),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::json_text;
    use super::*;

    const NOON: Instant = Instant::from_unix(1_750_000_000);

    /// The names of the top-level fields, in order.
    fn names(item: &WorkItem) -> Vec<String> {
        let json = json_text::pretty(&serde_json::to_string(item).unwrap(), 0);
        let top = json.lines().filter_map(|line| line.strip_prefix("  \""));
        top.filter_map(|line| line.split_once('"')).map(|(name, _)| name.to_owned()).collect()
    }

    #[test]
    fn a_claim_has_the_scripts_fields_in_the_scripts_order() {
        let script = [
            "work_item_id",
            "agent_id",
            "reactor_id",
            "claimed_at",
            "estimated_duration",
            "work_type",
            "priority",
            "description",
            "status",
            "team",
            "telemetry",
        ];
        let draft = WorkItem::draft("feature".into(), "Add \"login\"\n".into(), "high".into(), "t".into());
        let telemetry = Telemetry::of_claim("t", "s", "s2s-coordination");
        let claim = draft.claimed("work_1".into(), "agent_1", telemetry, Lease::starting(NOON, 60), NOON);
        assert_eq!(names(&claim)[..script.len()], script);
    }

    #[test]
    fn what_waits_in_the_queue_has_no_holder() {
        let draft = WorkItem::draft("feature".into(), "x".into(), "high".into(), "t".into());
        let item = draft.queued("work_1".into(), Some("agent_1"), NOON);
        let json = serde_json::to_string(&item).unwrap();
        assert!(json.contains(r#""agent_id":null,"claimed_at":null"#), "{json}");
        assert_eq!(item.status(), Status::Pending);
        assert_eq!(item.created_by.as_deref(), Some("agent_1"));
    }

    #[test]
    fn an_item_of_the_script_has_a_lease_from_its_last_sign() {
        let json =
            r#"{"work_item_id":"w","agent_id":"a","claimed_at":"2025-06-15T15:06:40Z","status":"active"}"#;
        let item: WorkItem = serde_json::from_str(json).unwrap();
        assert!(!item.is_expired(NOON.plus_secs(1_799), 1_800));
        assert!(item.is_expired(NOON.plus_secs(1_800), 1_800));
    }
}
