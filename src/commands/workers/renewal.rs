//! Keeping a lease alive while a command runs.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::gone::{is_refusal, is_still_held, was_settled};
use super::job::Hold;
use crate::commands::agents::sign_of_life;
use crate::commands::change::{Change, no_such_item};
use crate::commands::step::told;
use crate::context::{Context, Surroundings};
use crate::domain::Actor;
use crate::error::Result;
use crate::process::Alarm;

/// Renewals come so often that a lease survives two that fail.
const IN_A_LEASE: u32 = 3;
/// Not more often than this, however short the lease is.
const SHORTEST: Duration = Duration::from_millis(200);
/// The time between signs of life where `HEARTBEAT_INTERVAL` says nothing, in seconds.
const USUAL_SECS: u64 = 60;

/// How long to wait from one renewal to the next.
///
/// # Errors
/// `HEARTBEAT_INTERVAL` is no length of time.
pub(super) fn interval(context: &Context, lease_secs: u32) -> Result<Duration> {
    let usual = match context.variable("HEARTBEAT_INTERVAL") {
        Some(text) => {
            crate::config::Duration::parse(&text).map_err(|error| error.about("HEARTBEAT_INTERVAL"))?.as_std()
        }
        None => Duration::from_secs(USUAL_SECS),
    };
    // The end of a lease is noted in whole seconds, rounded down.
    let lease = Duration::from_secs(u64::from(lease_secs.saturating_sub(1)));
    Ok(usual.min(lease / IN_A_LEASE).max(SHORTEST))
}

/// Renews the lease until `over` is closed. Once somebody else has the item, it rings `revoked` and ends; once the
/// command itself has settled the item, it just ends.
pub(super) fn keep_alive(
    hold: &Hold,
    every: Duration,
    surroundings: &Surroundings,
    over: &Receiver<()>,
    revoked: &Alarm,
) {
    let mut rest = every;
    while over.recv_timeout(rest) == Err(RecvTimeoutError::Timeout) {
        let context = surroundings.context();
        let renewed = told(Some("s2s.agent.heartbeat"), &context, |context| renew(hold, context));
        let is_ours = match renewed {
            Ok(()) => Ok(true),
            Err(error) if is_refusal(error.kind()) => Ok(false),
            // The lock was not free, the disk is full: to look needs neither.
            Err(_) => is_still_held(hold, &surroundings.context()),
        };
        rest = if is_ours.is_ok() { every } else { SHORTEST };
        if !is_ours.unwrap_or(true) {
            if !was_settled(hold, &surroundings.context()).unwrap_or(false) {
                revoked.ring();
            }
            return;
        }
    }
}

fn renew(hold: &Hold, context: &Context) -> Result<()> {
    context.recorder().borrow_mut().attribute("s2s.agent_id", hold.agent_id.as_str());
    context.recorder().borrow_mut().attribute("s2s.work_item_id", hold.work_item_id.as_str());
    let lease_secs = context.config()?.lease.secs();
    let change = Change::of("heartbeat").soft();
    let renewed = change.run(context, Some(&hold.agent_id), |txn| {
        let item = txn.item(&hold.work_item_id)?;
        let mut item = item.ok_or_else(|| no_such_item(&hold.work_item_id))?;
        item.check_holder("renew the lease of", hold.actor(), lease_secs)?;
        item.renew_lease(context.now(), lease_secs);
        txn.put_item(&item)?;
        sign_of_life(txn, Some(&hold.agent_id), context.now())
    });
    renewed.map(|_| ())
}

impl Hold {
    /// For the rules of the domain.
    pub(super) fn actor(&self) -> Actor<'_> {
        Actor { agent_id: Some(&self.agent_id), strict: true, fence: Some(self.fence), force: false }
    }
}
