//! A crew: workers that take items from the queue, run a command on each, and settle it.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Scope, ScopedJoinHandle};
use std::time::Duration;

use super::gone::is_refusal;
use super::job::{Done, Job, Order, Outcome};
use super::lookout::{Prospect, look};
use super::orders::Orders;
use super::outlet::{Lines, Sink};
use super::roll::Roll;
use super::tally::Score;
use crate::commands::step::step;
use crate::commands::work::claim::Claimed;
use crate::commands::work::next::Next;
use crate::context::{Context, Surroundings};
use crate::error::{Error, Kind, Result};
use crate::process::Stop;

/// Workers are looked after so often.
const BEAT: Duration = Duration::from_millis(50);
/// The first pause of a worker that finds no work.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// What the workers of a crew share.
pub(super) struct Crew<'a> {
    orders: &'a Orders,
    order: Order,
    longest_pause: Duration,
    surroundings: Surroundings,
    roll: Roll,
    stop: &'a Stop,
    sink: &'a dyn Sink,
    /// How many are to work.
    wanted: AtomicU32,
    /// Whether no more items are to be taken.
    is_over: AtomicBool,
    /// How many more items may be taken.
    budget: Mutex<Option<u32>>,
    score: Mutex<Score>,
    fault: Mutex<Option<Error>>,
    /// Grows whenever something happened that a worker without work may have waited for.
    news: Mutex<u64>,
    has_news: Condvar,
}

/// How a worker left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    /// There are too many of them.
    Retired,
    /// There is nothing more to do.
    ForGood,
}

/// The place of one worker.
#[derive(Default)]
struct Place<'s> {
    at_work: Option<ScopedJoinHandle<'s, Left>>,
    is_done: bool,
}

impl<'a> Crew<'a> {
    /// A crew that follows `orders`; everything that can be checked before is.
    ///
    /// # Errors
    /// The orders or the configuration are wrong.
    pub(super) fn new(
        orders: &'a Orders,
        roll: Roll,
        stop: &'a Stop,
        sink: &'a dyn Sink,
        context: &Context,
    ) -> Result<Self> {
        Ok(Self {
            order: orders.check(context)?,
            longest_pause: orders.pause()?,
            surroundings: context.surroundings(),
            wanted: AtomicU32::new(orders.agents),
            is_over: AtomicBool::new(false),
            budget: Mutex::new(orders.max_items),
            score: Mutex::default(),
            fault: Mutex::default(),
            news: Mutex::default(),
            has_news: Condvar::new(),
            orders,
            roll,
            stop,
            sink,
        })
    }

    /// Works until there is nothing more to do, or somebody asks to stop. `watch` is asked again and again meanwhile.
    ///
    /// # Errors
    /// What makes every further item fail too, such as a command that cannot be started.
    pub(super) fn work(&self, mut watch: impl FnMut(&Self)) -> Result<()> {
        thread::scope(|scope| {
            let mut places: Vec<Place<'_>> = Vec::new();
            loop {
                self.fill(scope, &mut places);
                watch(self);
                let is_idle = places.iter().all(|place| place.at_work.is_none());
                let wanted = self.wanted() as usize;
                let is_done = wanted > 0 && places.iter().take(wanted).all(|place| place.is_done);
                if is_idle && (is_done || self.is_asked_to_stop()) {
                    return;
                }
                if self.is_asked_to_stop() {
                    self.tell_news();
                    thread::sleep(BEAT);
                } else {
                    self.rest(BEAT);
                }
            }
        });
        lock(&self.fault).take().map_or(Ok(()), Err)
    }

    /// Takes note of who left, and calls workers to the places that are free.
    fn fill<'s>(&'s self, scope: &'s Scope<'s, '_>, places: &mut Vec<Place<'s>>) {
        let wanted = self.wanted() as usize;
        places.resize_with(places.len().max(wanted), Place::default);
        for (at, place) in places.iter_mut().enumerate() {
            if let Some(worker) = place.at_work.take_if(|worker| worker.is_finished()) {
                // A worker that panicked does not come back.
                place.is_done = worker.join().map_or(true, |left| left == Left::ForGood);
            }
            let is_free = place.at_work.is_none() && !place.is_done;
            if is_free && at < wanted && !self.is_asked_to_stop() {
                place.at_work = Some(scope.spawn(move || self.labour(at)));
            }
        }
    }

    /// How many are to work.
    pub(super) fn wanted(&self) -> u32 {
        self.wanted.load(Ordering::SeqCst)
    }

    /// Changes how many are to work. Those that are too many finish what they do.
    pub(super) fn want(&self, number: u32) {
        self.wanted.store(number, Ordering::SeqCst);
        self.tell_news();
    }

    /// Takes no more items.
    pub(super) fn end(&self) {
        self.is_over.store(true, Ordering::SeqCst);
        self.tell_news();
    }

    /// What was done so far.
    pub(super) fn score(&self) -> MutexGuard<'_, Score> {
        lock(&self.score)
    }

    /// The working life of one worker.
    fn labour(&self, at: usize) -> Left {
        let agent_id = match self.roll.enter(at, &self.surroundings) {
            Ok(agent_id) => agent_id,
            Err(error) => return self.give_up(error),
        };
        self.score().joins(&agent_id);
        let surroundings = self.surroundings.with(&[("AGENT_ID", &agent_id)]);
        let lines = Lines::new(&agent_id, self.sink);
        loop {
            if self.is_asked_to_stop() {
                return Left::ForGood;
            }
            if at >= self.wanted() as usize {
                return Left::Retired;
            }
            if !self.reserve() {
                return Left::ForGood;
            }
            match self.take(&surroundings) {
                Ok(Some(claimed)) => {
                    if let Err(error) = self.run(claimed, &surroundings, &lines) {
                        return self.give_up(error);
                    }
                    self.tell_news();
                }
                Ok(None) => {
                    self.give_back();
                    if !self.wait_for_work(at, &agent_id, &surroundings) {
                        return Left::ForGood;
                    }
                }
                // The lock was not free in time, or the disk is full: that may pass.
                Err(error) if error.kind().retryable() => {
                    self.give_back();
                    lines.say(&format!("⚠️ WARNING: {}", error.message()));
                    self.rest(self.longest_pause);
                }
                Err(error) => return self.give_up(error),
            }
        }
    }

    /// Takes the next item, if there is one.
    fn take(&self, surroundings: &Surroundings) -> Result<Option<Claimed>> {
        let request = Next { selection: self.orders.selection() };
        match step(request, &surroundings.context()) {
            Ok(took) => Ok(took.claims.into_iter().next()),
            Err(error) if error.kind() == Kind::NothingToClaim => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Runs the command on an item.
    ///
    /// # Errors
    /// What is no matter of this item.
    fn run(&self, claimed: Claimed, surroundings: &Surroundings, lines: &Lines<'_>) -> Result<()> {
        let (id, agent_id) = (claimed.work_item_id.clone(), claimed.agent_id.clone());
        let word = claimed.item.work_type.clone().unwrap_or_default();
        lines.say(&format!("🔧 {id}: {word}: {}", claimed.item.description.as_deref().unwrap_or_default()));
        self.score().takes(&agent_id, &id);
        let (order, stop) = (&self.order, self.stop);
        let ran = Job { claimed, order, surroundings: surroundings.clone(), stop, outlet: lines }.run();
        self.score().count(&agent_id, &id, ran.as_ref().ok());
        match ran {
            Ok(done) => {
                lines.say(&told(&done));
                Ok(())
            }
            Err(error) if is_refusal(error.kind()) => {
                lines.say(&format!("⚠️ LOST: {}", error.message()));
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Waits until there may be work, and says whether any can come.
    fn wait_for_work(&self, at: usize, agent_id: &str, surroundings: &Surroundings) -> bool {
        let mut pause = FIRST_PAUSE.min(self.longest_pause);
        let mut is_first = true;
        while !self.is_asked_to_stop() && at < self.wanted() as usize {
            let seen = *lock(&self.news);
            let context = surroundings.context();
            let selection = self.orders.selection();
            let prospect =
                selection.candidates(&context).and_then(|wanted| look(&context, &wanted, agent_id));
            match prospect {
                Ok(Prospect::Ready) if !is_first => return true,
                Ok(Prospect::None) if self.orders.until_empty => return false,
                // Where the board cannot be read now, taking an item will say why.
                Err(_) => return true,
                Ok(_) => {}
            }
            let jitter = 0.75 + context.environment().random() / 2.0;
            self.wait_for_news(pause.mul_f64(jitter), seen);
            pause = (pause * 2).min(self.longest_pause);
            is_first = false;
        }
        true
    }

    /// Waits until something happens, but not longer than `limit`.
    fn rest(&self, limit: Duration) {
        let seen = *lock(&self.news);
        self.wait_for_news(limit, seen);
    }

    /// Waits until there is other news than `seen`, but not longer than `limit`.
    fn wait_for_news(&self, limit: Duration, seen: u64) {
        let news = lock(&self.news);
        drop(self.has_news.wait_timeout_while(news, limit, |news| *news == seen));
    }

    fn tell_news(&self) {
        *lock(&self.news) += 1;
        self.has_news.notify_all();
    }

    fn reserve(&self) -> bool {
        match &mut *lock(&self.budget) {
            Some(0) => false,
            Some(left) => {
                *left -= 1;
                true
            }
            None => true,
        }
    }

    fn give_back(&self) {
        if let Some(left) = &mut *lock(&self.budget) {
            *left += 1;
        }
    }

    /// Ends the work of all for something that every further item would meet.
    fn give_up(&self, error: Error) -> Left {
        lock(&self.fault).get_or_insert(error);
        self.end();
        Left::ForGood
    }

    fn is_asked_to_stop(&self) -> bool {
        self.stop.signal().is_some() || self.is_over.load(Ordering::SeqCst)
    }
}

fn told(done: &Done) -> String {
    let id = &done.work_item_id;
    let error = done.error.as_deref().unwrap_or_default();
    match done.outcome {
        Outcome::Completed => format!("✅ COMPLETED: {id}"),
        Outcome::Failed | Outcome::TimedOut => format!("💥 FAILED: {id}: {error}"),
        Outcome::Released => format!("↩️ RELEASED: {id}"),
        Outcome::Settled => format!("✅ SETTLED: {id} by its command"),
    }
}

/// A lock that a panic elsewhere does not spoil: what it holds is whole after each statement.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
