//! A job: one command on one item, under the item's lease, from claim to settlement.

use std::ffi::OsString;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::gone::{is_refusal, was_settled};
use super::renewal::{interval, keep_alive};
use super::settlement::{Rest, complete, fail, release};
use crate::commands::work::claim::Claimed;
use crate::config;
use crate::context::{Context, Surroundings};
use crate::error::{Error, Kind, Result};
use crate::process::{Alarm, Ending, Limits, Outlet, Program, Ran, Stop, find, supervise};

/// Why an item that its command did not finish is handed back.
const INTERRUPTED: &str = "interrupted while its command ran";

/// A claim: which item, whose, and the fence that proves it.
#[derive(Clone, Debug)]
pub(super) struct Hold {
    pub(super) work_item_id: String,
    pub(super) agent_id: String,
    pub(super) fence: u64,
}

/// What is run on each item.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// The program and its arguments.
    pub(super) command: Vec<String>,
    /// The longest that it may run.
    pub(super) timeout: Option<Duration>,
    /// How long it has to end once it is asked to.
    pub(super) grace: Duration,
}

/// What came of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The command succeeded, and the item is completed.
    Completed,
    /// The command failed, and so did the item.
    Failed,
    /// The command ran too long, and the item failed.
    TimedOut,
    /// Somebody stopped us, and the item was handed back.
    Released,
    /// The command settled the item itself.
    Settled,
}

/// What came of a command on an item.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Done {
    /// The item.
    pub work_item_id: String,
    /// Who held it.
    pub agent_id: String,
    /// The fence of the claim.
    pub fence: u64,
    /// What came of the item.
    pub outcome: Outcome,
    /// The exit code of the command, where it ended by itself.
    pub exit_status: Option<i32>,
    /// The signal that ended the command, or that made us end it.
    pub signal: Option<i32>,
    /// What went wrong, where the item failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// When a failed item can be taken again, or that it is dead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<Rest>,
    /// Items that waited for it, and wait for nothing any more.
    pub unblocked: Vec<String>,
    /// The last lines of what the command wrote.
    pub output: String,
    /// How long it ran, in milliseconds.
    pub duration_ms: u64,
}

impl Order {
    /// Checks what can be checked before anything is claimed.
    ///
    /// # Errors
    /// A length of time is none, or the program cannot be found.
    pub(super) fn new(
        command: Vec<String>,
        timeout: Option<&str>,
        grace: &str,
        context: &Context,
    ) -> Result<Self> {
        let length = |flag: &str, text: &str| {
            config::Duration::parse(text).map(config::Duration::as_std).map_err(|error| error.about(flag))
        };
        let timeout = timeout.map(|text| length("--timeout", text)).transpose()?;
        if timeout == Some(Duration::ZERO) {
            return Err(Error::new(Kind::InvalidValue, "--timeout: a command needs more time than none")
                .hint("write it as 90s, 10m or 2h, or leave it out"));
        }
        let name = command.first().map(String::as_str).unwrap_or_default();
        let search_path = context.variable("PATH").unwrap_or_default();
        find(name, context.environment().working_directory(), &search_path)
            .map_err(|error| not_started(name, &error))?;
        Ok(Self { timeout, grace: length("--grace", grace)?, command })
    }
}

/// The error for a program that cannot be started.
fn not_started(name: &str, cause: &std::io::Error) -> Error {
    Error::io("cannot run", name.as_ref(), cause)
        .hint("check its spelling, PATH, and its right to be executed")
}

/// One command on one claimed item.
pub(super) struct Job<'a> {
    pub(super) claimed: Claimed,
    pub(super) order: &'a Order,
    pub(super) surroundings: Surroundings,
    pub(super) stop: &'a Stop,
    pub(super) outlet: &'a dyn Outlet,
}

impl Job<'_> {
    /// Runs it to its end and settles the item.
    ///
    /// # Errors
    /// The claim was lost, the command could not be started (the item is handed back then), or the end cannot be
    /// written down.
    pub(super) fn run(self) -> Result<Done> {
        let hold = Hold {
            work_item_id: self.claimed.work_item_id.clone(),
            agent_id: self.claimed.agent_id.clone(),
            fence: self.claimed.fence,
        };
        let started = Instant::now();
        let ran = match self.supervise(&hold) {
            Ok(ran) => ran,
            Err(error) => {
                release(&hold, "its command could not be started", &self.surroundings)?;
                return Err(error);
            }
        };
        let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.settle(&hold, ran, duration_ms)
    }

    fn supervise(&self, hold: &Hold) -> Result<Ran> {
        let context = self.surroundings.context();
        let lease_secs = self.claimed.item.lease.as_ref().map_or(0, |lease| lease.ttl_secs);
        let every = interval(&context, lease_secs)?;
        let program = Program {
            command: &self.order.command,
            directory: None,
            variables: variables(hold, &context),
            hidden: context.environment().own_secrets(),
            grace: self.order.grace,
        };
        let input = serde_json::to_string(&self.claimed.item).map_err(|error| {
            Error::new(Kind::General, format!("the item cannot be written as JSON: {error}"))
        })?;
        let no_process = |error: std::io::Error| {
            Error::new(Kind::Io, format!("no process can be started: {error}"))
                .hint("raise the limits on processes and open files: ulimit -u, ulimit -n")
        };
        let revoked = Alarm::new().map_err(no_process)?;
        let (over, rest) = mpsc::channel::<()>();
        let ran = thread::scope(|scope| {
            let (surroundings, alarm) = (&self.surroundings, &revoked);
            scope.spawn(move || keep_alive(hold, every, surroundings, &rest, alarm));
            let limits = Limits { timeout: self.order.timeout, stop: Some(self.stop), revoked: &revoked };
            let ran = supervise(&program, &input, limits, self.outlet);
            drop(over);
            ran
        });
        ran.map_err(no_process)
    }

    fn settle(&self, hold: &Hold, ran: Ran, duration_ms: u64) -> Result<Done> {
        let mut done = Done {
            work_item_id: hold.work_item_id.clone(),
            agent_id: hold.agent_id.clone(),
            fence: hold.fence,
            outcome: Outcome::Failed,
            exit_status: None,
            signal: None,
            error: None,
            rest: None,
            unblocked: Vec::new(),
            output: ran.tail.text(),
            duration_ms,
        };
        let settled = self.write_down(hold, ran.ending, &mut done);
        match settled {
            Err(error) if is_refusal(error.kind()) => {
                if was_settled(hold, &self.surroundings.context())? {
                    done.outcome = Outcome::Settled;
                    return Ok(done);
                }
                Err(error.with("outcome", "lost").with("output", done.output))
            }
            settled => settled.map(|()| done),
        }
    }

    /// Writes down how the command ended.
    fn write_down(&self, hold: &Hold, ending: Ending, done: &mut Done) -> Result<()> {
        let fault = match ending {
            Ending::Exited(0) => {
                done.exit_status = Some(0);
                let points = self.claimed.item.story_points.map(|points| points.0);
                done.unblocked = complete(hold, points, &done.output, &self.surroundings)?.unblocked;
                done.outcome = Outcome::Completed;
                return Ok(());
            }
            Ending::Stopped | Ending::NotStarted(_) => return self.hand_back(hold, ending, done),
            Ending::Exited(code) => {
                done.exit_status = Some(code);
                format!("exit {code}")
            }
            Ending::Killed(signal) => {
                done.signal = Some(signal);
                format!("killed by signal {signal}")
            }
            Ending::TimedOut => {
                done.outcome = Outcome::TimedOut;
                format!("timed out after {:?}", self.order.timeout.unwrap_or_default())
            }
            // Whoever took it has raised the fence: this is refused, which says who it was.
            Ending::Revoked => "the lease was lost".to_owned(),
            Ending::Lost => "the guard of the command was killed".to_owned(),
        };
        let error = if done.output.is_empty() { fault.clone() } else { format!("{fault}\n{}", done.output) };
        done.error = Some(fault);
        done.rest = Some(fail(hold, &error, &self.surroundings)?);
        Ok(())
    }

    /// Hands an item back that the command is not to blame for.
    fn hand_back(&self, hold: &Hold, ending: Ending, done: &mut Done) -> Result<()> {
        done.outcome = Outcome::Released;
        if let Ending::NotStarted(cause) = ending {
            release(hold, "its command could not be started", &self.surroundings)?;
            let name = self.order.command.first().map(String::as_str).unwrap_or_default();
            return Err(not_started(name, &cause));
        }
        done.signal = self.stop.signal();
        release(hold, INTERRUPTED, &self.surroundings)
    }
}

/// What the command finds in its environment.
fn variables(hold: &Hold, context: &Context) -> Vec<(&'static str, OsString)> {
    let dir = context.dir().as_os_str();
    vec![
        ("COORD_WORK_ID", (&hold.work_item_id).into()),
        ("CURRENT_WORK_ITEM", (&hold.work_item_id).into()),
        ("COORD_FENCE", hold.fence.to_string().into()),
        ("COORD_DIR", dir.into()),
        ("COORDINATION_DIR", dir.into()),
        ("AGENT_ID", (&hold.agent_id).into()),
        ("TRACEPARENT", context.variable("TRACEPARENT").unwrap_or_default().into()),
    ]
}

impl Done {
    /// The exit code that says so: 0, 1 for a failure, or that of the signal that stopped us.
    pub(super) fn exit_code(&self) -> u8 {
        match self.outcome {
            Outcome::Completed => 0,
            Outcome::Settled => u8::from(self.exit_status != Some(0)),
            Outcome::Failed | Outcome::TimedOut => 1,
            Outcome::Released => exit_code_of(self.signal.unwrap_or_default()),
        }
    }
}

/// The exit code of a program that a signal stopped.
pub(super) fn exit_code_of(signal: i32) -> u8 {
    u8::try_from(128 + signal).unwrap_or(1)
}
