//! The deliverer: tells the webhooks of a board what happens on it, one event after the other.
//!
//! There is one at a time, which the lock `webhooks.lock` in the state directory shows. What it must not forget stands in
//! the journal and in the outbox, so it listens to no signal and may be killed at any instant: the next one reads on from
//! there. An event may then
//! be told twice, but none is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender as Channel};
use std::thread::{self, Scope};
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};

use super::book::{Book, Hook, Outbox};
use super::delivery::{Courier, Round};
use super::post::Sender;
use crate::context::{Context, Surroundings};
use crate::error::{Error, Result};
use crate::store;
use crate::telemetry;

/// Who delivers holds a lock on it. Never removed.
const LOCK: &str = "webhooks.lock";
/// So often the lock is asked for.
const TRIES: u32 = 5;
/// It stays for so long after the last event, because often one comes after another.
const LINGER: Duration = Duration::from_secs(4);
/// It looks at the board after this time, whether it changed or not.
const LOOK: Duration = Duration::from_millis(500);

/// Becomes the deliverer of the board, until the file is closed; `None` where there is one.
///
/// # Errors
/// The lock file cannot be used.
pub fn take_post(context: &Context) -> Result<Option<File>> {
    let path = context.dir().join(LOCK);
    let mut options = OpenOptions::new();
    let mut file = telemetry::open(&path, options.read(true).write(true).create(true).mode(0o600))
        .map_err(|error| Error::io("cannot open", &path, &error))?;
    // Who asks whether there is one holds it for an instant.
    for _ in 0..TRIES {
        if flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok() {
            // For people: who it is. The lock alone counts.
            let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
            return Ok(Some(file));
        }
        thread::sleep(Duration::from_millis(2));
    }
    Ok(None)
}

/// Whether nobody delivers.
pub fn is_vacant(context: &Context) -> bool {
    let path = context.dir().join(LOCK);
    match telemetry::open(&path, OpenOptions::new().read(true)) {
        Ok(file) => flock(&file, FlockOperation::NonBlockingLockShared).is_ok(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

/// Delivers until nothing has happened for a while, and everything is told or given up.
///
/// # Errors
/// The board cannot be read, or nothing can be sent.
pub fn stay(context: &Context) -> Result<()> {
    while let Some(post) = take_post(context)? {
        serve(context)?;
        drop(post);
        // Who wrote between the last look and now saw that somebody delivers, and started nobody.
        if !is_behind(context)? {
            break;
        }
    }
    Ok(())
}

/// Whether there is an entry that some webhook has not been told.
fn is_behind(context: &Context) -> Result<bool> {
    let store = context.store()?;
    let (book, outbox) = (Book::read(store)?, Outbox::read(store)?);
    let newest = newest(context)?;
    Ok(book.hooks.iter().any(|hook| outbox.of(&hook.id).told.seq < newest))
}

/// The number of the newest entry of the journal; 0 where there is none.
///
/// # Errors
/// The journal cannot be read.
pub fn newest(context: &Context) -> Result<u64> {
    let entry = store::view(context.store()?, context.now(), |view| view.history(None, 1))?.pop();
    Ok(entry.map_or(0, |entry| entry.seq))
}

fn serve(context: &Context) -> Result<()> {
    let (surroundings, sender) = (context.surroundings(), Sender::new()?);
    let stop = AtomicBool::new(false);
    let mut watch = context.store()?.watch()?;
    let (channel, news) = mpsc::channel();
    thread::scope(|scope| {
        let mut rounds = Rounds { scope, stop: &stop, sender, surroundings, channel, state: BTreeMap::new() };
        let mut quiet_since = Instant::now();
        let outcome = loop {
            let hooks = match Book::read(context.store()?) {
                Ok(book) if book.hooks.is_empty() => break Ok(()),
                Ok(book) => book.hooks,
                Err(error) => break Err(error),
            };
            rounds.start(&hooks);
            let has_changed = match watch.wait(rounds.nap().min(LOOK)) {
                Ok(has_changed) => has_changed,
                Err(error) => break Err(error),
            };
            let is_heard = rounds.hear(&news);
            if has_changed {
                rounds.wake();
            }
            if has_changed || is_heard || !rounds.are_all_caught_up() {
                quiet_since = Instant::now();
            }
            if quiet_since.elapsed() >= LINGER {
                break Ok(());
            }
        };
        stop.store(true, Ordering::Relaxed);
        outcome
    })
}

/// The rounds of all webhooks: one at a time for each, each in a thread of its own, so that a slow receiver holds up
/// nobody else.
struct Rounds<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    stop: &'scope AtomicBool,
    sender: Sender,
    surroundings: Surroundings,
    channel: Channel<(String, Result<Round>)>,
    state: BTreeMap<String, State>,
}

/// How the rounds of a webhook stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// One is under way; whether something has happened since it began.
    UnderWay { again: bool },
    /// Everything is told.
    CaughtUp,
    /// The next one is due then.
    Due(Instant),
}

impl<'scope> Rounds<'scope, '_> {
    /// Starts what is due.
    fn start(&mut self, hooks: &[Hook]) {
        let ids: BTreeSet<&str> = hooks.iter().map(|hook| hook.id.as_str()).collect();
        self.state.retain(|id, state| ids.contains(id.as_str()) || matches!(state, State::UnderWay { .. }));
        for hook in hooks {
            let known = self.state.get(&hook.id).copied();
            let is_due = match known {
                None => true,
                Some(State::Due(at)) => at <= Instant::now(),
                Some(_) => false,
            };
            if is_due {
                self.state.insert(hook.id.clone(), State::UnderWay { again: false });
                // What another deliverer left rests until its time; after that the rests are counted here.
                self.begin(hook.clone(), known.is_none());
            }
        }
    }

    fn begin(&self, hook: Hook, patience: bool) {
        let (sender, surroundings, channel) =
            (self.sender.clone(), self.surroundings.clone(), self.channel.clone());
        let stop: &'scope AtomicBool = self.stop;
        self.scope.spawn(move || {
            let context = surroundings.context();
            let courier = Courier { hook: &hook, sender: &sender, context: &context, patience };
            let round = courier.round(&|| stop.load(Ordering::Relaxed));
            // Nobody listens any more once the deliverer leaves.
            let _ = channel.send((hook.id.clone(), round));
        });
    }

    /// Hears of the rounds that have ended. Says whether there were any.
    fn hear(&mut self, news: &mpsc::Receiver<(String, Result<Round>)>) -> bool {
        let mut is_heard = false;
        while let Ok((id, round)) = news.try_recv() {
            is_heard = true;
            let again = self.state.get(&id) == Some(&State::UnderWay { again: true });
            let state = match round {
                Ok(Round::CaughtUp) if again => State::Due(Instant::now()),
                Ok(Round::CaughtUp) => State::CaughtUp,
                Ok(Round::Later(rest)) => State::Due(Instant::now() + rest),
                Err(error) => {
                    tracing::warn!(%error, "{id} is tried again");
                    State::Due(Instant::now() + LINGER)
                }
            };
            self.state.insert(id, state);
        }
        is_heard
    }

    /// The board has changed: who is caught up has something to tell, perhaps.
    fn wake(&mut self) {
        for state in self.state.values_mut() {
            match state {
                State::CaughtUp => *state = State::Due(Instant::now()),
                State::UnderWay { again } => *again = true,
                State::Due(_) => {}
            }
        }
    }

    fn are_all_caught_up(&self) -> bool {
        self.state.values().all(|state| *state == State::CaughtUp)
    }

    /// How long there is nothing to do.
    fn nap(&self) -> Duration {
        let now = Instant::now();
        let rests = self.state.values().map(|state| match state {
            State::UnderWay { .. } => Duration::from_millis(20),
            State::CaughtUp => LOOK,
            State::Due(at) => at.saturating_duration_since(now),
        });
        rests.min().unwrap_or(LOOK)
    }
}
