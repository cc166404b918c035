//! What stands between a question and a provider: breaker, limits and money, each kept by all processes together.
//!
//! Where what is kept cannot be read or written, it goes on without; but without account of the money it spends none.

use std::time::{Duration, Instant};

use super::breaker::{Admission, Breakers, Verdict};
use super::limiter::{Limiters, Return, Turn};
use super::prices::Price;
use super::retry::{check, late, pause};
use super::shelved::{self, millis};
use super::spend::Spend;
use super::{Attempt, Failure, FailureKind, Gateway, Provider, Shelf, Usage};

/// Others are asked for their turn so often, in milliseconds, at most and at least.
const POLL_MS: (i64, i64) = (5, 250);
/// So often where nobody knows how long it takes, in milliseconds.
const USUAL_POLL_MS: i64 = 60;
/// What is kept of a process that does not come back outlives its deadline by so much, in milliseconds.
const GRACE_MS: i64 = 2_000;

/// The guards of one question.
pub(super) struct Guards<'a> {
    gateway: &'a Gateway<'a>,
    shelf: &'a dyn Shelf,
    account: String,
    /// What limits are kept by: each model of an account has its own.
    limits: String,
    deadline: Instant,
}

/// What was taken for a call, to be given back.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ticket {
    permit: Option<u64>,
    reservation: Option<u64>,
    /// What the input may cost at most, in US dollars.
    input_usd: f64,
}

impl<'a> Guards<'a> {
    pub(super) fn new(gateway: &'a Gateway<'a>) -> Self {
        let (account, limits) = (gateway.provider.account(), limits_of(gateway.provider));
        Self { gateway, shelf: gateway.shelf, account, limits, deadline: gateway.deadline }
    }

    /// Asks the breaker.
    ///
    /// # Errors
    /// It is open.
    pub(super) fn admit(&self) -> Result<Option<Admission>, Failure> {
        let (now_ms, longest_ms) = (self.now_ms(), self.longest_ms());
        let mut breaker = shelved::read::<Breakers>(self.shelf).of(&self.account);
        // A closed breaker is not changed by asking, so that it need not be written.
        let admitted = if breaker.is_open() {
            let admit = |all: &mut Breakers| all.entry(&self.account).admit(now_ms, longest_ms);
            shelved::revise(self.shelf, admit).transpose()
        } else {
            breaker.admit(now_ms, longest_ms).map(Some)
        };
        admitted.map_err(|refused| refused.into_failure(self.gateway.provider.name()))
    }

    /// Tells the breaker what came of the question.
    pub(super) fn settle(&self, admission: Option<Admission>, verdict: Verdict) {
        let Some(admission) = admission else { return };
        if !shelved::read::<Breakers>(self.shelf).of(&self.account).cares_for(verdict) {
            return;
        }
        let now_ms = self.now_ms();
        let settle = |all: &mut Breakers| all.entry(&self.account).settle(admission, verdict, now_ms);
        if shelved::revise(self.shelf, settle) == Some(true) {
            tracing::warn!("the breaker of {} is open", self.account);
        }
    }

    /// Waits until there is room within the limits for a call that needs so much, and sets its money aside.
    ///
    /// # Errors
    /// There is no money, no room before the deadline, the breaker opened meanwhile, or the user asked to stop.
    pub(super) fn enter(
        &self,
        admission: Option<Admission>,
        need: Usage,
        price: Price,
    ) -> Result<Ticket, Failure> {
        let most = self.gateway.settings.max_usd_per_day;
        let (usd, input_usd) = (price.cost(need), price.cost(Usage { output_tokens: 0, ..need }));
        let is_guarded = most > 0.0 && usd > 0.0;
        let reserve =
            |spend: &mut Spend| spend.reserve(usd, most, self.gateway.world.now(), self.longest_ms());
        if is_guarded {
            // Nobody waits for a turn without the money for it.
            reserve(&mut Spend::read(self.shelf, self.gateway.world)?)?;
        }
        let permit = self.turn(need)?;
        let reservation = self.recheck(admission).and_then(|()| {
            if !is_guarded {
                return Ok(None);
            }
            let reserved = Spend::revise(self.shelf, self.gateway.world, reserve);
            reserved.map_err(|failure| self.in_time(failure))?.transpose()
        });
        match reservation {
            Ok(reservation) => Ok(Ticket { permit, reservation, input_usd }),
            Err(failure) => {
                if let Some(permit) = permit {
                    shelved::revise(self.shelf, |all: &mut Limiters| {
                        all.entry(&self.limits).give_back(permit);
                    });
                }
                Err(failure)
            }
        }
    }

    /// What a failure comes to where a lock was waited for until the time was over, or the user asked to stop.
    fn in_time(&self, failure: Failure) -> Failure {
        match check(self.deadline, self.gateway.world.cancellation()) {
            Ok(()) => failure,
            Err(over) if over.kind == FailureKind::TimedOut => late(failure.message),
            Err(stopped) => stopped,
        }
    }

    /// Others may have failed while a question waited, and its time may be over.
    fn recheck(&self, admission: Option<Admission>) -> Result<(), Failure> {
        check(self.deadline, self.gateway.world.cancellation())?;
        let Some(admission) = admission else { return Ok(()) };
        let breaker = shelved::read::<Breakers>(self.shelf).of(&self.account);
        let refused = breaker.recheck(admission, self.now_ms());
        refused.map_err(|refused| refused.into_failure(self.gateway.provider.name()))
    }

    /// Gives back what was taken for a call, which cost `cost_usd` as far as that is known.
    pub(super) fn leave(&self, ticket: Ticket, attempt: &Attempt, cost_usd: Option<f64>) {
        if let Some(permit) = ticket.permit {
            let refused = (attempt.status == Some(429))
                .then(|| attempt.outcome.as_ref().err().and_then(|failure| failure.retry_after));
            let came = Return { reading: attempt.rate.as_ref(), is_answer: attempt.outcome.is_ok(), refused };
            let now_ms = self.now_ms();
            shelved::revise(self.shelf, |all: &mut Limiters| {
                all.entry(&self.limits).come_back(permit, &came, now_ms);
            });
        }
        // Nobody said what a call cost that was not waited for: it was read at least.
        let usd = cost_usd.unwrap_or(ticket.input_usd);
        if ticket.reservation.is_some() || usd > 0.0 {
            let (world, now) = (self.gateway.world, self.gateway.world.now());
            let settled =
                Spend::revise(self.shelf, world, |spend| spend.settle(ticket.reservation, usd, now));
            if let Err(failure) = settled {
                // What was set aside is spent once its time is over.
                tracing::warn!("{}", failure.message);
            }
        }
    }

    /// The number of a permit to call; `None` where no limits are kept.
    fn turn(&self, need: Usage) -> Result<Option<u64>, Failure> {
        if !self.gateway.provider.tells_limits() {
            return Ok(None);
        }
        let world = self.gateway.world;
        loop {
            check(self.deadline, world.cancellation())?;
            let (now_ms, longest_ms) = (self.now_ms(), self.longest_ms());
            let mut turn = shelved::read::<Limiters>(self.shelf).of(&self.limits).turn(need, now_ms);
            if turn == Turn::Go {
                let go = |all: &mut Limiters| all.entry(&self.limits).go(need, now_ms, longest_ms);
                match shelved::revise(self.shelf, go) {
                    None => return Ok(None),
                    Some(Ok(permit)) => return Ok(Some(permit)),
                    // Somebody else was quicker.
                    Some(Err(wait)) => turn = wait,
                }
            }
            if let Turn::Wait { until_ms, is_certain } = turn {
                self.wait(until_ms.map(|until_ms| until_ms.saturating_sub(now_ms)), is_certain)?;
            }
        }
    }

    fn wait(&self, left_ms: Option<i64>, is_certain: bool) -> Result<(), Failure> {
        let world = self.gateway.world;
        if let Some(left_ms) = left_ms.filter(|left_ms| is_certain && *left_ms > self.left_ms()) {
            let secs = left_ms.saturating_add(999) / 1_000;
            let name = self.gateway.provider.name();
            return Err(late(format!("the limits of {name} leave no room for another {secs} s")));
        }
        let poll_ms = left_ms.unwrap_or(USUAL_POLL_MS).clamp(POLL_MS.0, POLL_MS.1);
        let millis = u64::try_from(poll_ms).unwrap_or_default();
        // Those who wait for the same moment do not come at once.
        let wait = Duration::from_millis(millis).mul_f64(0.75 + 0.5 * world.random().clamp(0.0, 1.0));
        pause(wait, self.deadline, world.cancellation()).map_err(|failure| match (failure.kind, left_ms) {
            (FailureKind::TimedOut, Some(_)) => {
                let name = self.gateway.provider.name();
                late(format!("the limits of {name} left no room within the time that it may take"))
            }
            (FailureKind::TimedOut, None) => late(
                "others wait for the first answer of this model, before which nothing is known of its limits",
            ),
            _ => failure,
        })
    }

    fn now_ms(&self) -> i64 {
        millis(self.gateway.world.now())
    }

    fn left_ms(&self) -> i64 {
        let left = self.deadline.saturating_duration_since(Instant::now()).as_millis();
        i64::try_from(left).unwrap_or(i64::MAX)
    }

    /// How long a call may take that begins now.
    fn longest_ms(&self) -> i64 {
        self.left_ms().saturating_add(GRACE_MS)
    }
}

/// What the limits of a provider are kept by.
pub(super) fn limits_of(provider: &dyn Provider) -> String {
    format!("{} {}", provider.account(), provider.model())
}

/// What a question says of the service that made so many calls of it.
pub(super) fn verdict(outcome: Result<(), FailureKind>, calls: u32) -> Verdict {
    match outcome {
        _ if calls == 0 => Verdict::Unknown,
        Ok(()) | Err(FailureKind::Refused | FailureKind::Invalid) => Verdict::Well,
        Err(kind) if kind.is_of_the_service() => Verdict::Unwell,
        Err(_) => Verdict::Unknown,
    }
}
