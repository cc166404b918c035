//! Adjusting work that is still to be done: its terms, what keeps it from being taken, and when its time comes
//! (DESIGN, section 2).

use super::work_item::{Blocker, Status, WorkItem};
use super::{Actor, Refusal, Stamp};

impl WorkItem {
    /// Refuses to change the terms of an item on behalf of a caller.
    ///
    /// # Errors
    /// It is completed or cancelled, somebody else holds it, or the fence is not the item's.
    pub fn check_editable(&self, by: Actor<'_>, lease_secs: u32) -> Result<(), Refusal> {
        match self.status() {
            Status::Held => self.check_holder("edit", by, lease_secs),
            Status::Pending | Status::Dead => self.check_fence(by),
            Status::Completed | Status::Cancelled => Err(self.wrong_status("edit")),
        }
    }

    /// Notes what keeps the item from being taken; who holds it keeps it. The same reason is noted once.
    ///
    /// # Errors
    /// It is not open.
    pub fn block(&mut self, blocker: Blocker) -> Result<(), Refusal> {
        if !self.is_open() {
            return Err(self.wrong_status("block"));
        }
        let blockers = self.blockers.get_or_insert_default();
        if blockers.iter().all(|known| known.reason != blocker.reason) {
            blockers.push(blocker);
        }
        Ok(())
    }

    /// Takes away all that [`WorkItem::block`] noted, and gives it back.
    ///
    /// # Errors
    /// It is not open, or nothing was noted.
    pub fn unblock(&mut self) -> Result<Vec<Blocker>, Refusal> {
        if !self.is_open() || self.blockers.as_ref().is_none_or(Vec::is_empty) {
            return Err(self.wrong_status("unblock"));
        }
        Ok(self.blockers.take().unwrap_or_default())
    }

    /// Puts the item off: nobody may take it before `until`. Its holder lets go of it, as with a release.
    ///
    /// # Errors
    /// It is not open, somebody else holds it, or the fence is not the item's.
    pub fn defer(&mut self, until: Stamp, by: Actor<'_>, lease_secs: u32) -> Result<(), Refusal> {
        match self.status() {
            Status::Held => {
                self.check_holder("defer", by, lease_secs)?;
                self.leave("pending");
                self.attempt = self.attempt.map(|attempt| attempt.saturating_sub(1));
            }
            Status::Pending => self.check_fence(by)?,
            _ => return Err(self.wrong_status("defer")),
        }
        self.not_before = Some(until);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANYBODY: Actor<'_> = Actor { agent_id: None, strict: false, fence: None, force: false };

    fn item(status: &str) -> WorkItem {
        let holder = if status == "active" { "\"a\"" } else { "null" };
        let json = format!(
            r#"{{"work_item_id":"w","agent_id":{holder},"status":"{status}","fence":3,"attempt":1}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    fn because(reason: &str) -> Blocker {
        serde_json::from_str(&serde_json::json!({ "reason": reason }).to_string()).unwrap()
    }

    #[test]
    fn what_is_over_is_not_adjusted() {
        for status in ["completed", "cancelled"] {
            let mut item = item(status);
            assert!(item.check_editable(ANYBODY, 60).is_err(), "{status}");
            assert!(item.block(because("x")).is_err() && item.unblock().is_err(), "{status}");
            assert!(item.defer(Stamp("2026".into()), ANYBODY, 60).is_err(), "{status}");
        }
    }

    #[test]
    fn what_somebody_holds_is_for_the_holder_to_adjust() {
        let other = Actor { agent_id: Some("b"), ..ANYBODY };
        let stale = Actor { fence: Some(2), ..ANYBODY };
        for refused in [other, stale] {
            let mut item = item("active");
            assert!(item.check_editable(refused, 60).is_err());
            assert!(item.defer(Stamp("2026".into()), refused, 60).is_err());
            assert_eq!(item.not_before, None);
        }
        assert!(item("dead").check_editable(other, 60).is_ok());
    }

    #[test]
    fn the_holder_who_defers_lets_go() {
        let mut item = item("active");
        item.defer(Stamp("2026-01-31T12:00:00Z".into()), Actor { agent_id: Some("a"), ..ANYBODY }, 60)
            .unwrap();
        assert_eq!((item.status(), item.agent_id.as_deref()), (Status::Pending, None));
        assert_eq!((item.fence(), item.attempt), (4, Some(0)));
    }

    #[test]
    fn a_reason_is_noted_once_and_all_are_taken_away_together() {
        let mut item = item("active");
        for reason in ["no key", "no disk", "no key"] {
            item.block(because(reason)).unwrap();
        }
        assert_eq!(item.status(), Status::Held);
        assert_eq!(item.unblock().unwrap().len(), 2);
        assert!(item.unblock().is_err() && item.blockers.is_none());
    }
}
