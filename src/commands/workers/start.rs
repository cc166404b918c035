//! `start`: a pool of workers in the background.

use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::background::{self, PoolRecord, Post, Standing};
use super::orders::Orders;
use crate::commands::step::step;
use crate::commands::upkeep::init::Init;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::Stamp;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};

/// A pool that starts tells so within this time.
const PATIENCE: Duration = Duration::from_secs(15);

/// Lets go of what the caller has open before the pool is run, such as a lock of `flock` that this command runs under,
/// which would last as long as the pool.
const ALONE: &str = r#"exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-; exec "$0" "$@""#;

/// Starts a pool of workers in the background.
///
/// The pool does what coord work does, in a session of its own, until coord stop. There is one pool of a board. What its
/// workers and their commands say is in logs/workers.log in the state directory.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Start {
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub orders: Orders,
}

/// The pool that was started.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Started {
    /// Its process id.
    pub pid: i32,
    /// When it began to work.
    pub started_at: Stamp,
    /// How many workers it has.
    pub agents: u32,
    /// Where its log is.
    pub log: String,
}

impl Operation for Start {
    const NAME: &'static str = "start";
    const GROUP: Group = Group::Workers;
    const ABOUT: &'static str = "Start a pool of workers in the background";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord start --agents 4 -- true && coord stop", "a pool of four workers, and its end")];
    type Report = Started;

    fn run(self, context: &Context) -> Result<Started> {
        start(&self.orders, context)
    }
}

/// Starts a pool.
///
/// # Errors
/// The orders are wrong, there is a pool already, or it ends at once.
pub(super) fn start(orders: &Orders, context: &Context) -> Result<Started> {
    orders.check(context)?;
    if !context.dir().is_dir() {
        step(Init { tracked: false, print_config: false }, &context.later(&[]))?;
    }
    let post = Post::of(context);
    match post.standing()? {
        Standing::Running(..) => return Err(post.taken()),
        Standing::Dead(record) => post.clear(&record)?,
        Standing::None => {}
    }
    let record = wait_for(detach(orders, context)?, &post, context)?;
    Ok(Started { pid: record.pid, started_at: record.started_at, agents: record.agents, log: record.log })
}

/// Starts the process of the pool.
fn detach(orders: &Orders, context: &Context) -> Result<Child> {
    let log = background::log_path(context.dir());
    let stderr =
        background::log_file(context.dir()).map_err(|error| Error::io("cannot open", &log, &error))?;
    let settings = context.settings();
    let mut command = Command::new("/bin/sh");
    command.args(["-c", ALONE]).arg(context.environment().executable()?);
    command.args(["work", "--detached", "--dir"]).arg(context.dir());
    if let Some(timeout) = settings.lock_timeout {
        command.arg(format!("--lock-timeout={}ms", timeout.millis));
    }
    if let Some(reason) = &settings.reason {
        command.arg(format!("--reason={reason}"));
    }
    if settings.allow_network_fs {
        command.arg("--allow-network-fs");
    }
    command.args(orders.arguments());
    if let Some(agent_id) = context.agent_id() {
        command.env("AGENT_ID", agent_id);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(stderr);
    command.spawn().map_err(|error| Error::new(Kind::Io, format!("the pool cannot be started: {error}")))
}

/// Waits until the pool has made its record.
fn wait_for(mut child: Child, post: &Post, context: &Context) -> Result<PoolRecord> {
    let end = Instant::now() + PATIENCE;
    let pid = i32::try_from(child.id()).unwrap_or_default();
    loop {
        // Asked first, so that a record that is written before the end is seen.
        let status = child.try_wait().ok().flatten();
        if let Some(record) = post.read()?.filter(|record| record.pid == pid) {
            return Ok(record);
        }
        let log = background::log_path(context.dir());
        match status {
            Some(status) => return ended_at_once(status, post, &log.display().to_string()),
            None if Instant::now() > end => {
                return Err(Error::new(
                    Kind::General,
                    format!("the pool, process {pid}, does not tell how it is"),
                )
                .hint(format!("see what it says: {}", log.display())));
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    }
}

fn ended_at_once(status: ExitStatus, post: &Post, log: &str) -> Result<PoolRecord> {
    match status.code() {
        // A pool with little to do may be done by now.
        Some(0) => Err(Error::new(Kind::General, "the pool found nothing to do and ended")
            .hint(format!("see what it says: {log}"))),
        Some(code) if code == i32::from(Kind::AlreadyClaimed.exit_code()) => Err(post.taken()),
        _ => Err(Error::new(Kind::General, format!("the pool ended at once: {status}"))
            .hint(format!("see what it says: {log}"))),
    }
}

impl Report for Started {
    fn text(&self, page: &mut Page) {
        page.line(format!("🚀 STARTED: {} workers in process {}", self.agents, self.pid));
        page.line(format!("   📄 {}", self.log));
    }

    fn id(&self) -> Option<String> {
        Some(self.pid.to_string())
    }
}
