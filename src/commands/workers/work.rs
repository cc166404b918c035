//! `work`: a pool of workers that drains the queue.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::crew::Crew;
use super::job::exit_code_of;
use super::orders::Orders;
use super::outlet::Through;
use super::roll::Roll;
use super::run::listen;
use super::tally::Tally;
use super::{background, tally};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::Status;
use crate::error::Result;
use crate::output::{Page, Report};
use crate::store::{self, ItemFilter};

/// Works the queue off: takes items, and runs a command on each.
///
/// Each worker is an agent of its own, named after AGENT_ID with a number, and does what coord run does: one item after
/// the other is claimed, the command runs under its lease, and the item is completed or fails. A failed item stops
/// nobody. Without --until-empty the workers wait for new work.
///
/// If you stop coord, the commands are ended, and what they worked on is handed back. The exit code is 1 if an item
/// failed and was not completed since. The lines of the commands come out with the name of their worker.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Work {
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub orders: Orders,
    /// In the background, for coord start
    #[arg(long, hide = true)]
    #[serde(skip)]
    #[schemars(skip)]
    pub detached: bool,
}

/// What the workers did.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Worked {
    /// Items completed.
    pub completed: u32,
    /// How often a command failed.
    pub failed: u32,
    /// Items handed back.
    pub released: u32,
    /// Items that somebody else took meanwhile.
    pub lost: u32,
    /// The same for each worker.
    pub workers: Vec<Tally>,
    /// Items that failed and were not completed since.
    pub unfinished: Vec<String>,
    /// What is left on the board.
    pub left: Leftover,
    /// The signal that stopped the workers, if one did.
    pub signal: Option<i32>,
}

/// How many items are left on the board.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Leftover {
    /// In the queue: blocked, scheduled, or for others.
    pub pending: u32,
    /// Held by others.
    pub held: u32,
    /// Failed too often.
    pub dead: u32,
}

impl Operation for Work {
    const NAME: &'static str = "work";
    const GROUP: Group = Group::Workers;
    const ABOUT: &'static str = "Work the queue off with a command, by as many workers as you like";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        (
            "coord work --agents 4 --until-empty -- sh -c 'echo \"$COORD_WORK_ID\"'",
            "four workers, until the queue is empty",
        ),
        ("coord work --type test --max-items 1 --until-empty -- true", "one item of this kind, and no more"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.work.pool");
    type Report = Worked;

    fn run(self, context: &Context) -> Result<Worked> {
        if self.detached {
            return background::work(&self.orders, context);
        }
        let stop = listen()?;
        let sink = Through::new(context.settings().format);
        let roll = Roll::of(context, self.orders.agents == 1)?;
        let crew = Crew::new(&self.orders, roll, &stop, &sink, context)?;
        crew.work(|_| {})?;
        Worked::of(&crew.score(), stop.signal(), context)
    }
}

impl Worked {
    /// The report on what was done.
    ///
    /// # Errors
    /// The board cannot be read.
    pub(super) fn of(score: &tally::Score, signal: Option<i32>, context: &Context) -> Result<Self> {
        let sum = |count: fn(&Tally) -> u32| score.workers.iter().map(count).sum();
        let later = context.later(&[]);
        let left = store::view(later.store()?, later.now(), |view| {
            let mut count = |status| view.count_items(&ItemFilter::with_statuses(&[status]));
            let (pending, held) = (count(Status::Pending)?, count(Status::Held)?);
            Ok(Leftover { pending, held, dead: count(Status::Dead)? })
        })?;
        Ok(Self {
            completed: sum(|worker| worker.completed),
            failed: sum(|worker| worker.failed),
            released: sum(|worker| worker.released),
            lost: sum(|worker| worker.lost),
            workers: score.workers.clone(),
            unfinished: score.unfinished.iter().cloned().collect(),
            left,
            signal,
        })
    }
}

impl Report for Worked {
    fn text(&self, page: &mut Page) {
        let Self { completed, failed, released, lost, left, .. } = self;
        let word = if self.signal.is_some() { "🛑 STOPPED" } else { "🏁 DONE" };
        page.line(format!(
            "{word}: {completed} completed, {failed} failed, {released} handed back, {lost} lost"
        ));
        for Tally { agent_id, completed, failed, .. } in &self.workers {
            page.line(format!("   🤖 {agent_id}: {completed} completed, {failed} failed"));
        }
        for id in &self.unfinished {
            page.line(format!("   ❌ {id} failed"));
        }
        page.line(format!("   📋 Left: {} pending, {} held, {} dead", left.pending, left.held, left.dead));
    }

    fn exit_code(&self) -> u8 {
        match self.signal {
            Some(signal) => exit_code_of(signal),
            None => u8::from(!self.unfinished.is_empty()),
        }
    }
}
