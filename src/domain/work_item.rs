//! Work items: what is in one, and what may happen to it (DESIGN, section 2).

use super::record::record;
use super::{Instant, Lease, Priority, Quantity, Refusal, Stamp, is_failure};

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
        /// When it was put in the queue.
        created_at: Stamp, optional;
        /// Who put it there.
        created_by: String, optional;
    }
}

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

/// What a claim of new work says.
#[derive(Clone, Debug)]
pub struct NewClaim {
    /// The new id.
    pub work_item_id: String,
    /// Who takes it.
    pub agent_id: String,
    /// The kind of work.
    pub work_type: String,
    /// What is to be done.
    pub description: String,
    /// How urgent it is.
    pub priority: String,
    /// The team.
    pub team: String,
    /// Trace and span of the claim.
    pub telemetry: Telemetry,
    /// Length of the lease in seconds.
    pub lease_secs: u32,
}

/// Who asks, and how strictly that is checked.
#[derive(Clone, Copy, Debug)]
pub struct Actor<'a> {
    /// `AGENT_ID`, where it was given.
    pub agent_id: Option<&'a str>,
    /// Whether an unnamed caller may act for the holder, as the script allowed.
    pub strict: bool,
}

/// What a progress report says.
#[derive(Clone, Debug)]
pub struct ProgressUpdate {
    /// 0 to 100.
    pub percent: Quantity,
    /// The new status word; one that means held.
    pub status: String,
    /// The trace of the report.
    pub trace_id: String,
}

/// What a completion changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completed {
    /// It is completed now.
    Now,
    /// It was completed before with the same result: nothing to count.
    Before,
}

impl WorkItem {
    /// A new item, held at once: the script's claim.
    pub fn claimed(claim: NewClaim, now: Instant) -> Self {
        Self {
            work_item_id: claim.work_item_id,
            agent_id: Some(claim.agent_id),
            reactor_id: Some("shell_agent".to_owned()),
            claimed_at: Some(now.stamp()),
            estimated_duration: Some("30m".to_owned()),
            work_type: Some(claim.work_type),
            priority: Some(claim.priority),
            description: Some(claim.description),
            status: Some("active".to_owned()),
            team: Some(claim.team),
            telemetry: Some(claim.telemetry),
            progress: None,
            last_update: None,
            completed_at: None,
            result: None,
            lease: Some(Lease::starting(now, claim.lease_secs)),
            fence: Some(1),
            attempt: Some(1),
            created_at: None,
            created_by: None,
            foreign: super::record::Foreign::default(),
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

    /// Whether somebody holds it.
    pub fn is_held(&self) -> bool {
        self.status() == Status::Held
    }

    /// Whether `agent_id` holds it.
    pub fn is_held_by(&self, agent_id: &str) -> bool {
        self.is_held() && self.agent_id.as_deref() == Some(agent_id)
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

    /// Takes a progress report of the holder.
    ///
    /// # Errors
    /// Nobody holds the item, or somebody else does.
    pub fn progress(
        &mut self,
        update: ProgressUpdate,
        by: Actor<'_>,
        now: Instant,
        lease_secs: u32,
    ) -> Result<(), Refusal> {
        self.check_held("report progress on")?;
        self.check_holder(by, lease_secs)?;
        self.progress = Some(update.percent);
        self.status = Some(update.status);
        self.last_update = Some(now.stamp());
        let telemetry = self.telemetry.get_or_insert_with(Telemetry::default);
        telemetry.last_progress_trace_id = Some(update.trace_id);
        self.renew_lease(now, lease_secs);
        Ok(())
    }

    /// Completes the item with `result`.
    ///
    /// # Errors
    /// It is completed with another result, nobody holds it, or somebody else does.
    pub fn complete(
        &mut self,
        result: &str,
        by: Actor<'_>,
        now: Instant,
        lease_secs: u32,
    ) -> Result<Completed, Refusal> {
        if self.status() == Status::Completed {
            return self.completed_before(result);
        }
        self.check_held("complete")?;
        self.check_holder(by, lease_secs)?;
        self.status = Some("completed".to_owned());
        self.completed_at = Some(now.stamp());
        self.result = Some(result.to_owned());
        self.lease = None;
        Ok(Completed::Now)
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

    fn completed_before(&self, result: &str) -> Result<Completed, Refusal> {
        let stands = self.result.clone().unwrap_or_default();
        if stands == result {
            return Ok(Completed::Before);
        }
        Err(Refusal::CompletedOtherwise { id: self.work_item_id.clone(), result: stands })
    }

    fn check_held(&self, wanted: &'static str) -> Result<(), Refusal> {
        if self.is_held() {
            return Ok(());
        }
        let status = self.status.clone().unwrap_or_else(|| "pending".to_owned());
        Err(Refusal::Status { id: self.work_item_id.clone(), status, wanted })
    }

    fn check_holder(&self, by: Actor<'_>, lease_secs: u32) -> Result<(), Refusal> {
        let allowed = match by.agent_id {
            Some(agent) => self.agent_id.as_deref().is_none_or(|holder| holder == agent),
            None => !by.strict,
        };
        if allowed {
            return Ok(());
        }
        Err(Refusal::HeldByOther {
            id: self.work_item_id.clone(),
            holder: self.agent_id.clone().unwrap_or_default(),
            expires_at: self.effective_lease(lease_secs).map(|lease| lease.expires_at),
        })
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
    const ANYBODY: Actor<'_> = Actor { agent_id: None, strict: false };

    fn claim() -> WorkItem {
        let claim = NewClaim {
            work_item_id: "work_1".into(),
            agent_id: "agent_1".into(),
            work_type: "feature".into(),
            description: "Add \"login\"\n".into(),
            priority: "high".into(),
            team: "backend_team".into(),
            telemetry: Telemetry::of_claim("t", "s", "s2s-coordination"),
            lease_secs: 1_800,
        };
        WorkItem::claimed(claim, NOON)
    }

    fn report(percent: f64) -> ProgressUpdate {
        ProgressUpdate { percent: Quantity(percent), status: "in_progress".into(), trace_id: "p".into() }
    }

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
        assert_eq!(names(&claim())[..script.len()], script);
    }

    #[test]
    fn progress_renews_the_lease_and_keeps_the_trace() {
        let mut item = claim();
        item.progress(report(50.0), ANYBODY, NOON.plus_secs(1_000), 1_800).unwrap();
        assert_eq!(item.progress, Some(Quantity(50.0)));
        assert!(!item.is_expired(NOON.plus_secs(2_799), 1_800));
        assert!(item.is_expired(NOON.plus_secs(2_800), 1_800));
        assert_eq!(item.telemetry.unwrap().last_progress_trace_id.as_deref(), Some("p"));
    }

    #[test]
    fn only_the_holder_may_act_once_somebody_says_who_they_are() {
        let mut item = claim();
        let other = Actor { agent_id: Some("agent_2"), strict: false };
        let refusal = item.complete("success", other, NOON, 1_800).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "work_1 is held by agent_1, whose lease ends at 2025-06-15T15:36:40Z"
        );
        let unnamed = Actor { agent_id: None, strict: true };
        assert!(item.progress(report(1.0), unnamed, NOON, 1_800).is_err());
        assert_eq!(item, claim());
        let holder = Actor { agent_id: Some("agent_1"), strict: true };
        assert_eq!(item.complete("success", holder, NOON, 1_800), Ok(Completed::Now));
    }

    #[test]
    fn completing_twice_counts_once_and_never_changes_the_result() {
        let mut item = claim();
        item.complete("success", ANYBODY, NOON, 1_800).unwrap();
        let done = item.clone();
        assert_eq!(item.complete("success", ANYBODY, NOON.plus_secs(9), 1_800), Ok(Completed::Before));
        assert!(matches!(
            item.complete("failed", ANYBODY, NOON, 1_800),
            Err(Refusal::CompletedOtherwise { .. })
        ));
        assert_eq!(item, done);
    }

    #[test]
    fn what_nobody_holds_cannot_be_completed() {
        let mut item: WorkItem =
            serde_json::from_str(r#"{"work_item_id":"w","agent_id":null,"status":"pending"}"#).unwrap();
        let refusal = item.complete("success", ANYBODY, NOON, 1_800).unwrap_err();
        assert_eq!(refusal.to_string(), "cannot complete w: it is pending");
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
