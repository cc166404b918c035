//! `restart`: ends the pool in the background and starts it anew.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::background::{Post, no_pool};
use super::orders::Orders;
use super::start::{Started, start};
use super::stop::{Stopped, default_timeout, stop};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::Result;
use crate::output::{Page, Report};

/// Stops the pool of workers in the background and starts it with the same orders.
///
/// A pool that died is started again, too. It gets the environment and the working directory of this command.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Restart {
    /// Wait so long for its end
    #[arg(long, value_name = "DURATION", default_value = "30s")]
    #[serde(default = "default_timeout")]
    pub timeout: String,
    /// Kill it if it does not end in time; what it held comes back when its leases end
    #[arg(long)]
    #[serde(default)]
    pub kill: bool,
}

/// The end of one pool and the start of the next.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Restarted {
    /// The old one.
    pub stopped: Stopped,
    /// The new one.
    pub started: Started,
}

impl Operation for Restart {
    const NAME: &'static str = "restart";
    const GROUP: Group = Group::Workers;
    const ABOUT: &'static str = "Stop the pool in the background, and start it with the same orders";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord start -- true && coord restart && coord stop", "the same pool in a new process")];
    type Report = Restarted;

    fn run(self, context: &Context) -> Result<Restarted> {
        let record = Post::of(context).read()?.ok_or_else(no_pool)?;
        let orders = Orders { agents: record.agents.max(1), ..record.orders };
        orders.check(context)?;
        let stopped = stop(&self.timeout, self.kill, context)?;
        let started = match &record.leader {
            Some(leader) => start(&orders, &context.later(&[("AGENT_ID", leader)]))?,
            None => start(&orders, context)?,
        };
        Ok(Restarted { stopped, started })
    }
}

impl Report for Restarted {
    fn text(&self, page: &mut Page) {
        self.stopped.text(page);
        self.started.text(page);
    }

    fn id(&self) -> Option<String> {
        self.started.id()
    }
}
