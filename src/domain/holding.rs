//! Holding work: taking it, reporting on it, giving it back, and who may do that (DESIGN, section 2).
//!
//! Each change of holder raises the item's fence, so that a holder of before is known by the fence it still has.

use super::record::Foreign;
use super::work_item::{LateResult, Note, Status, Telemetry, WorkItem};
use super::{Instant, Lease, Quantity, Refusal, backoff};

/// So many late results are kept with an item.
const MOST_LATE_RESULTS: usize = 20;
/// So many notes are kept with an item.
const MOST_NOTES: usize = 50;

/// Who asks, and how strictly that is checked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Actor<'a> {
    /// `AGENT_ID`, where it was given.
    pub agent_id: Option<&'a str>,
    /// Whether an unnamed caller may not act for the holder, as the script allowed.
    pub strict: bool,
    /// The fence of the claim that the caller believes to have.
    pub fence: Option<u64>,
    /// Whether it acts though somebody else is the holder. A fence that is not the item's is refused all the same.
    pub force: bool,
}

/// Who takes an item, and for how long at first.
#[derive(Clone, Debug)]
pub struct Taking<'a> {
    /// The new holder.
    pub agent_id: &'a str,
    /// Length of the lease in seconds.
    pub lease_secs: u32,
    /// Length of the lease of an item that has none, in seconds.
    pub default_lease_secs: u32,
    /// The trace of the claim.
    pub telemetry: Telemetry,
    /// How often an item may fail that says nothing of it.
    pub max_attempts: u32,
}

/// What became of an item that was to be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is the taker's now.
    Fresh,
    /// It is the taker's now, and was somebody's whose lease had ended.
    After {
        /// The holder of before.
        agent_id: String,
        /// The fence of the claim that ended.
        fence: u64,
    },
    /// The lease of its holder had ended once too often: it is dead now.
    Dead {
        /// The holder of before.
        agent_id: String,
        /// The fence of the claim that ended.
        fence: u64,
    },
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

/// A failure, and what follows from it.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'a> {
    /// What went wrong.
    pub error: &'a str,
    /// How often an item may fail that says nothing of it.
    pub max_attempts: u32,
    /// How long it rests before it can be taken again.
    pub backoff: backoff::Backoff,
    /// A random number from 0 up to 1, so that what failed together does not come back together.
    pub random: f64,
}

impl WorkItem {
    /// Gives the item to a new holder. Whether it is ready for that is the caller's to know; here counts only
    /// that nobody else holds it.
    ///
    /// # Errors
    /// Somebody else's lease is live, or the item is completed, cancelled or dead.
    pub fn take(&mut self, taking: &Taking<'_>, now: Instant) -> Result<Taken, Refusal> {
        let before = match self.status() {
            Status::Pending => None,
            Status::Held if self.is_expired(now, taking.default_lease_secs) => {
                Some((self.agent_id.clone().unwrap_or_default(), self.fence()))
            }
            Status::Held => return Err(self.held_by_other(taking.default_lease_secs)),
            _ => return Err(self.wrong_status("claim")),
        };
        if let Some((agent_id, fence)) = &before
            && self.expire(taking.max_attempts)
        {
            return Ok(Taken::Dead { agent_id: agent_id.clone(), fence: *fence });
        }
        self.agent_id = Some(taking.agent_id.to_owned());
        self.reactor_id.get_or_insert_with(|| "shell_agent".to_owned());
        self.claimed_at = Some(now.stamp());
        self.status = Some("active".to_owned());
        self.telemetry = Some(taking.telemetry.clone());
        self.lease = Some(Lease::starting(now, taking.lease_secs));
        self.last_update = None;
        self.not_before = None;
        // A claim that ended has raised the fence already.
        self.fence = Some(self.fence() + u64::from(before.is_none()));
        self.attempt = Some(self.attempt.unwrap_or_default().saturating_add(1));
        Ok(before.map_or(Taken::Fresh, |(agent_id, fence)| Taken::After { agent_id, fence }))
    }

    /// Ends the claim of a holder whose lease is over, and says whether the item is dead for it.
    pub fn expire(&mut self, max_attempts: u32) -> bool {
        let holder = self.agent_id.clone().unwrap_or_default();
        self.leave("pending");
        self.last_error = Some(format!("the lease of {holder} ended"));
        self.count_failure(max_attempts)
    }

    /// Takes a progress report of the holder.
    ///
    /// # Errors
    /// Nobody holds the item, somebody else does, or the fence is not the item's.
    pub fn progress(
        &mut self,
        update: ProgressUpdate,
        by: Actor<'_>,
        now: Instant,
        lease_secs: u32,
    ) -> Result<(), Refusal> {
        self.check_holder("report progress on", by, lease_secs)?;
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
    /// It is completed with another result or by somebody else, nobody holds it, somebody else does, or the fence
    /// is not the item's.
    pub fn complete(
        &mut self,
        result: &str,
        by: Actor<'_>,
        now: Instant,
        lease_secs: u32,
    ) -> Result<Completed, Refusal> {
        if self.status() == Status::Completed {
            self.check_fence(by)?;
            return self.completed_before(result, by);
        }
        self.check_holder("complete", by, lease_secs)?;
        self.status = Some("completed".to_owned());
        self.completed_at = Some(now.stamp());
        self.result = Some(result.to_owned());
        self.lease = None;
        Ok(Completed::Now)
    }

    /// Whether a caller whose completion was refused may have had the item in hand before: by the fence of a claim
    /// that is over, or, where none was given, because somebody other than its holder had it at some time.
    pub fn may_have_lost(&self, by: Actor<'_>) -> bool {
        if let Some(fence) = by.fence {
            return (1..self.fence()).contains(&fence);
        }
        let has_last_claim = self.is_held() || self.status() == Status::Completed;
        let claims_over = self.fence().saturating_sub(u64::from(has_last_claim));
        by.agent_id.is_some()
            && by.agent_id != self.agent_id.as_deref()
            && (claims_over > 0 || self.failures.is_some())
    }

    /// Keeps the result of a completion that was refused because the work had been given away.
    pub fn keep_late_result(&mut self, result: &str, by: Actor<'_>, now: Instant) {
        let late = LateResult {
            result: result.to_owned(),
            agent_id: by.agent_id.map(ToOwned::to_owned),
            fence: by.fence,
            at: Some(now.stamp()),
            foreign: Foreign::default(),
        };
        let results = self.late_results.get_or_insert_default();
        let is_same = |kept: &LateResult| {
            (&kept.result, &kept.agent_id, kept.fence) == (&late.result, &late.agent_id, late.fence)
        };
        if !results.iter().any(is_same) {
            results.push(late);
            let surplus = results.len().saturating_sub(MOST_LATE_RESULTS);
            results.drain(..surplus);
        }
    }

    /// Puts the item back into the queue as if it had not been claimed.
    ///
    /// # Errors
    /// Nobody holds the item, somebody else does, or the fence is not the item's.
    pub fn release(&mut self, by: Actor<'_>, lease_secs: u32) -> Result<(), Refusal> {
        self.check_holder("release", by, lease_secs)?;
        self.leave("pending");
        self.attempt = self.attempt.map(|attempt| attempt.saturating_sub(1));
        Ok(())
    }

    /// Gives the item up as failed: back into the queue after a rest, or dead after the last attempt.
    ///
    /// # Errors
    /// Nobody holds the item, somebody else does, or the fence is not the item's.
    pub fn fail(
        &mut self,
        failure: Failure<'_>,
        by: Actor<'_>,
        now: Instant,
        lease_secs: u32,
    ) -> Result<(), Refusal> {
        self.check_holder("fail", by, lease_secs)?;
        self.leave("pending");
        self.last_error = Some(failure.error.to_owned());
        if !self.count_failure(failure.max_attempts) {
            let rest = failure.backoff.secs(self.failures.unwrap_or(1), failure.random);
            self.not_before = Some(now.plus_secs(rest).stamp());
        }
        Ok(())
    }

    /// Gives the item to `to`.
    ///
    /// # Errors
    /// Nobody holds the item, somebody else does, or the fence is not the item's.
    pub fn hand_off(
        &mut self,
        to: &str,
        by: Actor<'_>,
        now: Instant,
        lease_secs: u32,
    ) -> Result<(), Refusal> {
        self.check_holder("hand off", by, lease_secs)?;
        self.agent_id = Some(to.to_owned());
        self.fence = Some(self.fence() + 1);
        self.claimed_at = Some(now.stamp());
        let length = self.lease.as_ref().map_or(lease_secs, |lease| lease.ttl_secs);
        self.lease = Some(Lease::starting(now, length));
        Ok(())
    }

    /// Brings an item back that failed too often, or that rests after a failure.
    ///
    /// # Errors
    /// It is not dead, and has not failed since it was put in the queue.
    pub fn retry(&mut self) -> Result<(), Refusal> {
        let has_failed = match self.status() {
            Status::Dead => true,
            Status::Pending => self.failures.is_some_and(|failures| failures > 0),
            _ => false,
        };
        if !has_failed {
            return Err(self.wrong_status("retry"));
        }
        self.status = Some("pending".to_owned());
        (self.agent_id, self.claimed_at) = (None, None);
        (self.attempt, self.failures, self.not_before) = (Some(0), None, None);
        Ok(())
    }

    /// Gives the item up on purpose.
    ///
    /// # Errors
    /// It is not open, somebody else holds it, or the fence is not the item's.
    pub fn cancel(&mut self, by: Actor<'_>, lease_secs: u32) -> Result<(), Refusal> {
        match self.status() {
            Status::Held => self.check_holder("cancel", by, lease_secs)?,
            Status::Pending => self.check_fence(by)?,
            _ => return Err(self.wrong_status("cancel")),
        }
        self.leave_cancelled();
        Ok(())
    }

    /// Cancels the item because one that it depends on came to nothing.
    pub fn leave_cancelled(&mut self) {
        self.leave("cancelled");
    }

    /// Adds a word to those who come after; the oldest give way.
    pub fn note(&mut self, text: &str, by: Option<&str>, now: Instant) {
        let notes = self.notes.get_or_insert_default();
        notes.push(Note {
            text: text.to_owned(),
            by: by.map(ToOwned::to_owned),
            at: Some(now.stamp()),
            foreign: Foreign::default(),
        });
        let surplus = notes.len().saturating_sub(MOST_NOTES);
        notes.drain(..surplus);
    }

    /// Refuses a caller that is not the holder of a held item.
    ///
    /// # Errors
    /// Nobody holds the item, somebody else does, or the fence is not the item's.
    pub fn check_holder(&self, wanted: &'static str, by: Actor<'_>, lease_secs: u32) -> Result<(), Refusal> {
        self.check_fence(by)?;
        if !self.is_held() {
            return Err(self.wrong_status(wanted));
        }
        let is_holder = match by.agent_id {
            Some(agent) => self.agent_id.as_deref().is_none_or(|holder| holder == agent),
            None => !by.strict,
        };
        if is_holder || by.force { Ok(()) } else { Err(self.held_by_other(lease_secs)) }
    }

    /// The refusal of what its status does not allow.
    pub fn wrong_status(&self, wanted: &'static str) -> Refusal {
        let status = self.status.clone().filter(|word| !word.is_empty());
        let status = status.unwrap_or_else(|| "pending".to_owned());
        Refusal::Status { id: self.work_item_id.clone(), status, wanted }
    }

    /// The refusal of what only its holder may do.
    pub fn held_by_other(&self, lease_secs: u32) -> Refusal {
        Refusal::HeldByOther {
            id: self.work_item_id.clone(),
            holder: self.agent_id.clone().unwrap_or_default(),
            expires_at: self.effective_lease(lease_secs).map(|lease| lease.expires_at),
        }
    }

    /// Refuses a fence that is not the item's.
    pub(super) fn check_fence(&self, by: Actor<'_>) -> Result<(), Refusal> {
        match by.fence {
            Some(given) if given != self.fence() => Err(Refusal::StaleFence {
                id: self.work_item_id.clone(),
                given,
                fence: self.fence(),
                holder: self.agent_id.clone().filter(|_| self.is_held()),
            }),
            _ => Ok(()),
        }
    }

    fn completed_before(&self, result: &str, by: Actor<'_>) -> Result<Completed, Refusal> {
        let stands = self.result.clone().unwrap_or_default();
        let is_same_agent = by.agent_id.is_none() || by.force || by.agent_id == self.agent_id.as_deref();
        if stands == result && is_same_agent {
            return Ok(Completed::Before);
        }
        Err(Refusal::CompletedOtherwise {
            id: self.work_item_id.clone(),
            result: stands,
            agent_id: self.agent_id.clone().filter(|_| !is_same_agent),
        })
    }

    /// Takes the item from whoever holds it. A reservation that nobody holds is over.
    pub(super) fn leave(&mut self, status: &str) {
        if self.is_held() {
            self.fence = Some(self.fence() + 1);
        }
        let status = if self.is_reservation() { "cancelled" } else { status };
        self.status = Some(status.to_owned());
        (self.agent_id, self.claimed_at, self.lease) = (None, None, None);
    }

    /// Counts a failure, and says whether it was the last one.
    fn count_failure(&mut self, max_attempts: u32) -> bool {
        let failures = self.failures.unwrap_or_default().saturating_add(1);
        self.failures = Some(failures);
        let is_last = failures >= self.max_attempts.unwrap_or(max_attempts).max(1);
        if is_last {
            self.status = Some("dead".to_owned());
        }
        is_last
    }
}

#[cfg(test)]
mod tests {
    use super::super::work_item::Blocker;
    use super::*;

    const NOON: Instant = Instant::from_unix(1_750_000_000);
    const ANYBODY: Actor<'_> = Actor { agent_id: None, strict: false, fence: None, force: false };
    const LEASE: u32 = 1_800;

    fn by(agent_id: &'static str) -> Actor<'static> {
        Actor { agent_id: Some(agent_id), ..ANYBODY }
    }

    fn taking(agent_id: &str) -> Taking<'_> {
        Taking {
            agent_id,
            lease_secs: LEASE,
            default_lease_secs: LEASE,
            telemetry: Telemetry::default(),
            max_attempts: 3,
        }
    }

    fn waiting() -> WorkItem {
        let draft = WorkItem::draft("feature".into(), "d".into(), "high".into(), "t".into());
        draft.queued("work_1".into(), None, NOON)
    }

    fn held() -> WorkItem {
        let mut item = waiting();
        item.take(&taking("agent_1"), NOON).unwrap();
        item
    }

    fn report(percent: f64) -> ProgressUpdate {
        ProgressUpdate { percent: Quantity(percent), status: "in_progress".into(), trace_id: "p".into() }
    }

    fn failure(error: &str) -> Failure<'_> {
        let backoff = backoff::Backoff { base_secs: 30, limit_secs: 3_600 };
        Failure { error, max_attempts: 3, backoff, random: 0.5 }
    }

    #[test]
    fn taking_raises_fence_and_attempt_and_starts_the_lease() {
        let item = held();
        assert_eq!((item.fence(), item.attempt, item.agent_id.as_deref()), (1, Some(1), Some("agent_1")));
        assert!(!item.is_expired(NOON.plus_secs(1_799), LEASE));
        let refusal = item.clone().take(&taking("agent_2"), NOON.plus_secs(1_799)).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "work_1 is held by agent_1, whose lease ends at 2025-06-15T15:36:40Z"
        );
    }

    #[test]
    fn what_a_dead_agent_held_goes_to_the_next_one() {
        let mut item = held();
        let taken = item.take(&taking("agent_2"), NOON.plus_secs(1_800)).unwrap();
        assert_eq!(taken, Taken::After { agent_id: "agent_1".into(), fence: 1 });
        assert_eq!((item.fence(), item.attempt, item.failures), (2, Some(2), Some(1)));
        let zombie = Actor { fence: Some(1), ..by("agent_1") };
        let refusal = item.complete("success", zombie, NOON, LEASE).unwrap_err();
        assert_eq!(refusal.to_string(), "the fence 1 of work_1 is stale: it is 2 now, and agent_2 holds it");
        let forced = Actor { force: true, ..zombie };
        assert!(item.complete("success", forced, NOON, LEASE).is_err(), "force waives no fence");
    }

    #[test]
    fn a_lease_that_ends_too_often_kills_the_item() {
        let mut item = held();
        let mut now = NOON;
        for _ in 0..2 {
            now = now.plus_secs(1_800);
            assert!(matches!(item.take(&taking("agent_2"), now), Ok(Taken::After { .. })));
        }
        let last = item.take(&taking("agent_3"), now.plus_secs(1_800)).unwrap();
        assert_eq!(last, Taken::Dead { agent_id: "agent_2".into(), fence: 3 });
        assert_eq!((item.status(), item.agent_id.as_deref(), item.fence()), (Status::Dead, None, 4));
        assert!(item.take(&taking("agent_3"), now).is_err());
        item.retry().unwrap();
        assert_eq!((item.status(), item.attempt, item.failures), (Status::Pending, Some(0), None));
    }

    #[test]
    fn an_expired_item_still_belongs_to_its_holder_until_somebody_takes_it() {
        let mut item = held();
        let late = NOON.plus_secs(9_999);
        assert_eq!(item.complete("success", by("agent_1"), late, LEASE), Ok(Completed::Now));
    }

    #[test]
    fn progress_renews_the_lease_and_keeps_the_trace() {
        let mut item = held();
        item.progress(report(50.0), ANYBODY, NOON.plus_secs(1_000), LEASE).unwrap();
        assert_eq!(item.progress, Some(Quantity(50.0)));
        assert!(!item.is_expired(NOON.plus_secs(2_799), LEASE));
        assert!(item.is_expired(NOON.plus_secs(2_800), LEASE));
        assert_eq!(item.telemetry.unwrap().last_progress_trace_id.as_deref(), Some("p"));
    }

    #[test]
    fn only_the_holder_may_act_once_somebody_says_who_they_are() {
        let mut item = held();
        let before = item.clone();
        assert!(item.complete("success", by("agent_2"), NOON, LEASE).is_err());
        assert!(item.release(by("agent_2"), LEASE).is_err());
        assert!(item.hand_off("agent_2", by("agent_2"), NOON, LEASE).is_err());
        assert!(item.fail(failure("x"), by("agent_2"), NOON, LEASE).is_err());
        assert!(item.cancel(by("agent_2"), LEASE).is_err());
        let unnamed = Actor { strict: true, ..ANYBODY };
        assert!(item.progress(report(1.0), unnamed, NOON, LEASE).is_err());
        assert_eq!(item, before);
        let forced = Actor { force: true, ..by("agent_2") };
        item.progress(report(1.0), forced, NOON, LEASE).unwrap();
        let holder = Actor { strict: true, ..by("agent_1") };
        assert_eq!(item.complete("success", holder, NOON, LEASE), Ok(Completed::Now));
    }

    #[test]
    fn completing_twice_counts_once_and_never_changes_the_result() {
        let mut item = held();
        item.complete("success", ANYBODY, NOON, LEASE).unwrap();
        let done = item.clone();
        assert_eq!(item.complete("success", by("agent_1"), NOON, LEASE), Ok(Completed::Before));
        for (result, actor) in [("failed", ANYBODY), ("success", by("agent_2"))] {
            let refusal = item.complete(result, actor, NOON, LEASE).unwrap_err();
            assert!(matches!(refusal, Refusal::CompletedOtherwise { .. }), "{refusal}");
        }
        assert_eq!(item, done);
    }

    #[test]
    fn what_nobody_holds_cannot_be_completed() {
        let refusal = waiting().complete("success", ANYBODY, NOON, LEASE).unwrap_err();
        assert_eq!(refusal.to_string(), "cannot complete work_1: it is pending");
    }

    #[test]
    fn a_release_does_not_count_as_an_attempt() {
        let mut item = held();
        item.release(by("agent_1"), LEASE).unwrap();
        assert_eq!((item.status(), item.attempt, item.fence()), (Status::Pending, Some(0), 2));
        assert_eq!((&item.agent_id, &item.claimed_at, &item.lease), (&None, &None, &None));
        item.take(&taking("agent_2"), NOON).unwrap();
        assert_eq!((item.attempt, item.fence()), (Some(1), 3));
    }

    #[test]
    fn failures_rest_longer_and_longer_and_end_in_the_dead_letter() {
        let mut item = waiting();
        let mut now = NOON;
        for rest in [30, 60] {
            item.take(&taking("agent_1"), now).unwrap();
            item.fail(failure("no disk"), by("agent_1"), now, LEASE).unwrap();
            assert_eq!((item.status(), item.last_error.as_deref()), (Status::Pending, Some("no disk")));
            assert_eq!(item.not_before, Some(now.plus_secs(rest).stamp()));
            now = now.plus_secs(rest);
        }
        item.take(&taking("agent_1"), now).unwrap();
        assert_eq!(item.not_before, None);
        item.fail(failure("no disk"), by("agent_1"), now, LEASE).unwrap();
        assert_eq!((item.status(), item.failures), (Status::Dead, Some(3)));
    }

    #[test]
    fn a_hand_off_raises_the_fence_and_gives_the_full_time() {
        let mut item = held();
        item.hand_off("agent_2", by("agent_1"), NOON.plus_secs(1_000), LEASE).unwrap();
        assert_eq!((item.agent_id.as_deref(), item.fence(), item.attempt), (Some("agent_2"), 2, Some(1)));
        assert!(!item.is_expired(NOON.plus_secs(2_799), LEASE));
    }

    #[test]
    fn late_results_are_kept_once_and_not_without_end() {
        let mut item = held();
        for _ in 0..2 {
            item.keep_late_result("done", Actor { fence: Some(1), ..by("agent_1") }, NOON);
        }
        assert_eq!(item.late_results.as_ref().unwrap().len(), 1);
        for round in 0..30 {
            item.keep_late_result(&round.to_string(), by("agent_1"), NOON);
        }
        let kept = item.late_results.unwrap();
        assert_eq!((kept.len(), kept[19].result.as_str()), (20, "29"));
    }

    #[test]
    fn what_is_over_cannot_be_cancelled_blocked_or_retried() {
        let mut item = held();
        item.complete("success", ANYBODY, NOON, LEASE).unwrap();
        let blocker = Blocker { reason: "r".into(), by: None, at: None, foreign: Foreign::default() };
        assert!(
            item.cancel(ANYBODY, LEASE).is_err() && item.block(blocker).is_err() && item.retry().is_err()
        );
        let mut waits = waiting();
        waits.cancel(ANYBODY, LEASE).unwrap();
        assert_eq!((waits.status(), waits.fence), (Status::Cancelled, None));
    }

    #[test]
    fn who_may_have_had_an_item_before_is_known_by_fence_or_by_claims_that_are_over() {
        let lost = |json: &str, actor: Actor<'_>| {
            let item: WorkItem = serde_json::from_str(json).unwrap();
            item.may_have_lost(actor)
        };
        let with = |fence| Actor { fence: Some(fence), ..by("a") };
        let held = |fence: u64| {
            format!(r#"{{"work_item_id":"w","agent_id":"b","status":"active","fence":{fence}}}"#)
        };
        assert!(lost(&held(2), with(1)) && lost(&held(2), by("a")));
        assert!(!lost(&held(2), with(2)) && !lost(&held(2), with(3)) && !lost(&held(2), with(0)));
        assert!(!lost(&held(2), by("b")) && !lost(&held(2), ANYBODY), "the holder, and nobody");
        assert!(!lost(&held(1), by("a")), "only the holder ever had it");
        let pending = r#"{"work_item_id":"w","agent_id":null,"status":"pending","fence":1}"#;
        assert!(lost(pending, by("a")));
        assert!(!lost(r#"{"work_item_id":"w","agent_id":null,"status":"pending"}"#, by("a")));
        let of_the_script = r#"{"work_item_id":"w","agent_id":"b","status":"active","fence":1,"failures":1}"#;
        assert!(lost(of_the_script, by("a")), "taken from a claim of the script");
    }
}
