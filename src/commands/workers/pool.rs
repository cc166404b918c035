//! `pool`: how the pool in the background is.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::background::{PoolRecord, Post, Standing};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::Result;
use crate::output::{Page, Report};

/// Shows the pool of workers in the background: whether it runs, since when, and what its workers do.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Pool {}

/// How the pool is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PoolState {
    /// Whether it runs. If it does not, but is told of, it died.
    pub is_running: bool,
    /// What it says of itself.
    pub pool: Option<PoolRecord>,
}

impl Operation for Pool {
    const NAME: &'static str = "pool";
    const GROUP: Group = Group::Workers;
    const ABOUT: &'static str = "Show the pool of workers in the background";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord pool", "whether one runs, and what its workers do")];
    type Report = PoolState;

    fn run(self, context: &Context) -> Result<PoolState> {
        Ok(match Post::of(context).standing()? {
            Standing::None => PoolState { is_running: false, pool: None },
            Standing::Running(record, _) => PoolState { is_running: true, pool: Some(*record) },
            Standing::Dead(record) => PoolState { is_running: false, pool: Some(*record) },
        })
    }
}

impl Report for PoolState {
    fn text(&self, page: &mut Page) {
        let Some(pool) = &self.pool else { return page.line("No pool works on this board.") };
        if self.is_running {
            let since = &pool.started_at;
            page.line(format!("⚙️ POOL: {} workers in process {} since {since}", pool.agents, pool.pid));
        } else {
            page.line(format!("💀 POOL: dead, process {}; start it again: coord restart", pool.pid));
        }
        page.line(format!("   ▶️ {}", pool.orders.command.join(" ")));
        for worker in &pool.workers {
            let now = worker.work_item_id.as_ref().map(|id| format!(", works on {id}")).unwrap_or_default();
            page.line(format!(
                "   🤖 {}: {} completed, {} failed{now}",
                worker.agent_id, worker.completed, worker.failed
            ));
        }
        page.line(format!("   📄 {}", pool.log));
    }

    fn id(&self) -> Option<String> {
        self.pool.as_ref().filter(|_| self.is_running).map(|pool| pool.pid.to_string())
    }
}
