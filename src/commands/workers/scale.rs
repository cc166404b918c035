//! `scale`: changes how many workers the pool in the background has.

use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::background::{Post, Standing, no_pool};
use super::orders::check_number;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};

/// A pool hears a wish within this time.
const PATIENCE: Duration = Duration::from_secs(15);

/// Changes how many workers the pool in the background has.
///
/// Those that are too many finish what they work on. With 0 the pool rests until it is scaled again.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Scale {
    /// How many are to work
    #[arg(value_name = "N")]
    pub agents: u32,
}

/// The new size of the pool.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Scaled {
    /// Its process id.
    pub pid: i32,
    /// How many workers it had.
    pub before: u32,
    /// How many it has now.
    pub agents: u32,
}

impl Operation for Scale {
    const NAME: &'static str = "scale";
    const GROUP: Group = Group::Workers;
    const ABOUT: &'static str = "Change how many workers the pool in the background has";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord start -- true && coord scale 8 && coord stop", "eight workers instead of one")];
    type Report = Scaled;

    fn run(self, context: &Context) -> Result<Scaled> {
        check_number("the number of workers", self.agents)?;
        let post = Post::of(context);
        let Standing::Running(record, _) = post.standing()? else { return Err(no_pool()) };
        post.wish_for(self.agents)?;
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            match post.read()? {
                Some(now) if now.agents == self.agents && now.pid == record.pid && post.wish().is_none() => {
                    return Ok(Scaled { pid: now.pid, before: record.agents, agents: now.agents });
                }
                None => return Err(no_pool()),
                Some(_) => thread::sleep(Duration::from_millis(10)),
            }
        }
        Err(Error::new(Kind::General, format!("the pool, process {}, does not answer", record.pid))
            .hint(format!("see what it says: {}", record.log)))
    }
}

impl Report for Scaled {
    fn text(&self, page: &mut Page) {
        page.line(format!(
            "📏 SCALED: from {} to {} workers in process {}",
            self.before, self.agents, self.pid
        ));
    }
}
