//! A pool in the background: the process that works, and what others know of it.
//!
//! In the state directory it has a lock, `workers.lock`, which it holds as long as it lives, so that there is one pool
//! of a board; a record of itself, `workers.pid`; and `workers.scale`, where others leave the number of workers that
//! they want. What its workers say goes to `logs/workers.log`.

mod log;
mod post;

use std::time::{Duration, Instant};

pub(super) use log::{file as log_file, path as log_path};
pub(super) use post::{PoolRecord, Post, Standing, no_pool};

use self::log::Log;
use super::crew::Crew;
use super::orders::Orders;
use super::outlet::{Lines, Sink};
use super::roll::Roll;
use super::run::listen;
use super::tally::Tally;
use super::work::Worked;
use crate::context::Context;
use crate::error::Result;
use crate::process::Stop;

/// So often the pool looks for wishes, and writes down how far it is.
const LOOK: Duration = Duration::from_millis(200);

/// Is the pool: works in the background until it is asked to stop.
///
/// # Errors
/// There is a pool already, or its files cannot be written.
pub(super) fn work(orders: &Orders, context: &Context) -> Result<Worked> {
    // Fails only for who leads a session already.
    let _ = rustix::process::setsid();
    let stop = listen()?;
    let post = Post::of(context);
    let log = Log::open(context)?;
    let _lock = post.take()?;
    let mut record = post.enrol(orders, context)?;
    let own = Lines::new("pool", &log);
    own.say(&format!("started as process {} with {} workers", record.pid, record.agents));
    let worked = lead(orders, &stop, &log, &post, &mut record, context);
    post.leave(&record);
    match &worked {
        Ok(Worked { completed, failed, released, lost, .. }) => own.say(&format!(
            "stopped: {completed} completed, {failed} failed, {released} handed back, {lost} lost"
        )),
        Err(error) => own.say(&format!("❌ ERROR: {}", error.message())),
    }
    worked
}

fn lead(
    orders: &Orders,
    stop: &Stop,
    log: &dyn Sink,
    post: &Post,
    record: &mut PoolRecord,
    context: &Context,
) -> Result<Worked> {
    let crew = Crew::new(orders, Roll::of(context, false)?, stop, log, context)?;
    let mut last_look = Instant::now();
    crew.work(|crew| {
        if last_look.elapsed() >= LOOK {
            last_look = Instant::now();
            look_after(crew, post, record);
        }
    })?;
    Worked::of(&crew.score(), stop.signal(), context)
}

/// Hears wishes, and writes down how far the crew is.
fn look_after(crew: &Crew<'_>, post: &Post, record: &mut PoolRecord) {
    if !post.is_there() {
        // Somebody took the board away: there is nothing left to work for, and nothing to write down.
        crew.end();
        return;
    }
    let wished = post.wish();
    let workers: Vec<Tally> = crew.score().workers.clone();
    if wished.is_none() && workers == record.workers {
        return;
    }
    if let Some(wished) = wished {
        crew.want(wished);
        record.agents = wished;
    }
    record.workers = workers;
    if post.write(record).is_ok() && wished.is_some() {
        post.forget_wish();
    }
}
