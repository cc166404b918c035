//! Waiting until the board allows what it refused (DESIGN, section 2: `--wait`).
//!
//! What is waited for is tried, and tried again whenever the board changes, a lease ends or a time comes. When the
//! time is over, the last refusal is the answer.

use std::time::{Duration, Instant as Clock};

use serde::de::DeserializeOwned;

use super::change::{Mutation, perform};
use crate::config;
use crate::context::{Context, Interruption};
use crate::domain::{Instant, Stamp, Status, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::store::{self, ItemFilter};

/// What `--wait` without a length means.
pub const FOREVER: &str = "forever";
/// Times on the board are read anew after this time, because the clock may be set.
const LONGEST_SLEEP: Duration = Duration::from_mins(1);

/// How long somebody waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience(Option<Duration>);

impl Patience {
    /// As it is written: a length of time, or `forever`.
    ///
    /// # Errors
    /// It is neither.
    pub fn parse(flag: &str, text: &str) -> Result<Self> {
        if text.is_empty() || text == FOREVER {
            return Ok(Self(None));
        }
        config::Duration::parse(text)
            .map(|length| Self(Some(length.as_std())))
            .map_err(|error| error.about(flag))
    }
}

/// Runs a command that changes the board; with `wait` it is tried until it succeeds or the time is over.
///
/// # Errors
/// What the command or the store says.
pub fn perform_waiting<M>(request: M, wait: Option<&str>, context: &Context) -> Result<M::Report>
where
    M: Mutation + Clone,
    M::Report: DeserializeOwned,
{
    match wait {
        None => perform(request, context),
        Some(length) => {
            let patience = Patience::parse("--wait", length)?;
            until(context, patience, may_pass, |context| perform(request.clone(), context))
        }
    }
}

/// Whether a refusal may turn into a success without anybody saying something else.
fn may_pass(error: &Error) -> bool {
    matches!(
        error.kind(),
        Kind::NothingToClaim | Kind::AlreadyClaimed | Kind::LockTimeout | Kind::CapacityExceeded
    ) || error.context().contains_key("hindrance")
}

/// Tries until it succeeds, it fails in a way that does not pass, or the time is over.
///
/// # Errors
/// What the last try said, or that the waiting was interrupted.
pub fn until<T>(
    context: &Context,
    patience: Patience,
    may_pass: impl Fn(&Error) -> bool,
    mut attempt: impl FnMut(&Context) -> Result<T>,
) -> Result<T> {
    let start = Clock::now();
    let mut refused = match attempt(context) {
        Err(error) if may_pass(&error) => error,
        outcome => return outcome,
    };
    // Its time says nothing of how quick it is.
    context.recorder().borrow_mut().attribute("s2s.waited", true);
    let interruption = Interruption::listen()?;
    // What changes from now on is noticed; what changed since the first try is seen by the second.
    let mut watch = context.store()?.watch()?;
    let left =
        |most: Duration| patience.0.map_or(most, |length| most.min(length.saturating_sub(start.elapsed())));
    while !left(LONGEST_SLEEP).is_zero() {
        let later = context.again();
        refused = match attempt(&later) {
            Err(error) if may_pass(&error) => error,
            outcome => {
                context.take_over(&later);
                context.recorder().borrow_mut().attribute("s2s.waited", true);
                return outcome;
            }
        };
        let sleep = left(next_moment(&later)?);
        let asleep = Clock::now();
        while !interruption.came() && !watch.wait(sleep.saturating_sub(asleep.elapsed()))? {
            if asleep.elapsed() >= sleep {
                break;
            }
        }
        if interruption.came() {
            return Err(Error::new(Kind::Interrupted, "interrupted while waiting")
                .hint(format!("what was waited for: {}", refused.message())));
        }
    }
    Err(refused)
}

/// How long it is until a lease ends or the time of an item comes.
fn next_moment(context: &Context) -> Result<Duration> {
    let (now, lease_secs) = (context.now(), context.config()?.lease.secs());
    let open = ItemFilter::with_statuses(&[Status::Pending, Status::Held]);
    let items = store::view(context.store()?, now, |view| view.items(&open))?;
    let moments = items.iter().filter_map(|item| moment(item, lease_secs)).filter(|moment| *moment > now);
    let nanos = moments.min().map(|moment| u64::try_from(moment.nanos() - now.nanos()).unwrap_or(u64::MAX));
    Ok(nanos.map_or(LONGEST_SLEEP, |nanos| Duration::from_nanos(nanos).min(LONGEST_SLEEP)))
}

/// When the item changes by itself.
fn moment(item: &WorkItem, lease_secs: u32) -> Option<Instant> {
    match item.status() {
        Status::Pending => item.not_before.as_ref().and_then(Stamp::instant),
        _ => item.effective_lease(lease_secs)?.expires_at.instant(),
    }
}
