//! `stop`: ends the pool in the background.

use std::os::fd::OwnedFd;
use std::time::Duration;

use clap::Args;
use rustix::process::{Signal, pidfd_send_signal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::background::{Post, Standing};
use crate::commands::{Group, Operation};
use crate::config;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::process::has_ended;

/// A killed process is gone after this time.
const LAST_WAIT: Duration = Duration::from_secs(10);

/// Stops the pool of workers in the background.
///
/// Its commands are asked to end, what they worked on is handed back, and then it is gone. Where no pool runs there is
/// nothing to do; what a dead one left is cleared away.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct StopPool {
    /// Wait so long for its end
    #[arg(long, value_name = "DURATION", default_value = "30s")]
    #[serde(default = "default_timeout")]
    pub timeout: String,
    /// Kill it if it does not end in time; what it held comes back when its leases end
    #[arg(long)]
    #[serde(default)]
    pub kill: bool,
}

/// How long to wait for the end of a pool.
pub(super) fn default_timeout() -> String {
    "30s".to_owned()
}

/// What became of the pool.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Stopped {
    /// Its process id; null where there was none.
    pub pid: Option<i32>,
    /// Whether it ran.
    pub was_running: bool,
    /// Whether it had to be killed.
    pub was_killed: bool,
}

impl Operation for StopPool {
    const NAME: &'static str = "stop";
    const GROUP: Group = Group::Workers;
    const ABOUT: &'static str = "Stop the pool of workers in the background";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord stop --timeout 5m", "give its commands five minutes to end")];
    type Report = Stopped;

    fn run(self, context: &Context) -> Result<Stopped> {
        stop(&self.timeout, self.kill, context)
    }
}

/// Ends the pool, and waits for that.
///
/// # Errors
/// It does not end in time.
pub(super) fn stop(timeout: &str, kill: bool, context: &Context) -> Result<Stopped> {
    let timeout = config::Duration::parse(timeout).map_err(|error| error.about("--timeout"))?.as_std();
    let post = Post::of(context);
    let (record, handle) = match post.standing()? {
        Standing::None => return Ok(Stopped { pid: None, was_running: false, was_killed: false }),
        Standing::Dead(record) => {
            post.clear(&record)?;
            return Ok(Stopped { pid: Some(record.pid), was_running: false, was_killed: false });
        }
        Standing::Running(record, handle) => (record, handle),
    };
    let pid = Some(record.pid);
    if send(&handle, Signal::TERM, timeout)? {
        return Ok(Stopped { pid, was_running: true, was_killed: false });
    }
    if !kill {
        return Err(Error::new(
            Kind::General,
            format!("the pool, process {}, has not ended within {timeout:?}", record.pid),
        )
        .hint("it was asked to, and may still be ending; wait longer, or kill it: coord stop --kill")
        .with("pid", record.pid));
    }
    if !send(&handle, Signal::KILL, LAST_WAIT)? {
        return Err(Error::new(Kind::General, format!("process {} cannot be killed", record.pid)));
    }
    post.clear(&record)?;
    Ok(Stopped { pid, was_running: true, was_killed: true })
}

/// Sends a signal and waits for the end; says whether it came.
fn send(handle: &OwnedFd, signal: Signal, limit: Duration) -> Result<bool> {
    match pidfd_send_signal(handle, signal) {
        Ok(()) | Err(rustix::io::Errno::SRCH) => Ok(has_ended(handle, limit)),
        Err(error) => {
            Err(Error::new(Kind::PermissionDenied, format!("the pool cannot be signalled: {error}")))
        }
    }
}

impl Report for Stopped {
    fn text(&self, page: &mut Page) {
        page.line(match (self.pid, self.was_running, self.was_killed) {
            (Some(pid), true, false) => format!("🛑 STOPPED: process {pid}"),
            (Some(pid), true, true) => {
                format!("💀 KILLED: process {pid}; what it held comes back when its leases end")
            }
            (Some(pid), false, _) => format!("🧹 CLEARED: the pool was dead, process {pid}"),
            (None, ..) => "No pool works on this board.".to_owned(),
        });
    }
}
