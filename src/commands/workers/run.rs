//! `run`: runs a command on a piece of work, under its lease.

use clap::Args;
use schemars::JsonSchema;
use serde::Deserialize;

use super::job::{Done, Job, Order, Outcome};
use super::outlet::Through;
use crate::commands::step::step;
use crate::commands::work::check_id;
use crate::commands::work::claim::{Claim, Claimed};
use crate::commands::work::next::Selection;
use crate::commands::work::terms::Terms;
use crate::commands::{Group, Operation};
use crate::context::{Context, Surroundings};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::process::Stop;

/// Runs a command on a piece of work, under its lease.
///
/// The item is claimed, or is yours already. While the command runs, the lease is renewed. Ends it with 0, the item is
/// completed; ends it otherwise, the item fails, with its last lines as the reason. A command may also settle the item
/// itself, with complete, fail, release or handoff. If somebody else takes the item, the command is ended, and the exit
/// code is 10. If you stop coord, the command is ended, and the item is handed back.
///
/// The command finds the item as a line of JSON on stdin, and in its environment COORD_WORK_ID, CURRENT_WORK_ITEM,
/// COORD_FENCE, COORD_DIR, COORDINATION_DIR, AGENT_ID and TRACEPARENT. It runs in a process group of its own, which ends
/// with it, and with coord, even if that is killed. With --json its output goes to stderr.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Run {
    /// The work id
    #[arg(value_name = "WORK_ID")]
    pub work_id: String,
    /// The command and its arguments, behind --
    #[arg(last = true, required = true, value_name = "CMD")]
    pub command: Vec<String>,
    /// The longest that the command may run, such as 10m; then the item fails
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,
    /// How long the command has to end once it is asked to, before it is killed
    #[arg(long, value_name = "DURATION", default_value = "10s")]
    #[serde(default = "default_grace")]
    pub grace: String,
    /// How long the claim stands without a sign of you, such as 45m [default: 30m]
    #[arg(long, value_name = "DURATION")]
    pub lease: Option<String>,
}

/// How long a command has to end once it is asked to.
pub(super) fn default_grace() -> String {
    "10s".to_owned()
}

impl Operation for Run {
    const NAME: &'static str = "run";
    const GROUP: Group = Group::Workers;
    const ABOUT: &'static str = "Run a command on a piece of work, under its lease";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord run \"$CURRENT_WORK_ITEM\" -- true", "completed, since the command succeeds"),
        (
            "coord run \"$CURRENT_WORK_ITEM\" --timeout 10m -- sh -c 'cat > item.json'",
            "the command reads the item, and has ten minutes",
        ),
    ];
    const SPAN: Option<&'static str> = Some("s2s.work.run");
    type Report = Done;

    fn run(self, context: &Context) -> Result<Done> {
        check_id("the work id", &self.work_id)?;
        refuse_request_id(context)?;
        let order = Order::new(self.command, self.timeout.as_deref(), &self.grace, context)?;
        let stop = listen()?;
        context.recorder().borrow_mut().attribute("s2s.work_item_id", self.work_id.as_str());
        let surroundings = context.surroundings();
        let claimed = claim(self.work_id, self.lease, &surroundings)?;
        let surroundings = surroundings.with(&[("AGENT_ID", &claimed.agent_id)]);
        context.recorder().borrow_mut().attribute("s2s.agent_id", claimed.agent_id.as_str());
        let outlet = Through::new(context.settings().format);
        Job { claimed, order: &order, surroundings, stop: &stop, outlet: &outlet }.run()
    }
}

/// Listens for signals that ask us to stop.
pub(super) fn listen() -> Result<Stop> {
    Stop::listen().map_err(|error| Error::new(Kind::Io, format!("cannot listen for signals: {error}")))
}

/// A request id stands for one change, and a run makes several.
pub(super) fn refuse_request_id(context: &Context) -> Result<()> {
    if context.settings().request_id.is_none() {
        return Ok(());
    }
    Err(Error::new(Kind::Usage, "--request-id names one change, and this command makes several")
        .hint("leave it out: an item that is completed is not run again"))
}

fn claim(id: String, lease: Option<String>, surroundings: &Surroundings) -> Result<Claimed> {
    let context = surroundings.context();
    let request = Claim {
        work_type: None,
        description: None,
        priority: None,
        team: None,
        id: Some(id.clone()),
        next: false,
        selection: Selection { lease, ..Selection::default() },
        terms: Terms::default(),
    };
    let took = step(request, &context)?;
    took.claims.into_iter().next().ok_or_else(|| {
        Error::new(Kind::NothingToClaim, format!("{id} was not claimed")).with("work_item_id", id)
    })
}

impl Report for Done {
    fn text(&self, page: &mut Page) {
        let Self { work_item_id: id, agent_id, .. } = self;
        let error = self.error.as_deref().unwrap_or_default();
        match self.outcome {
            Outcome::Completed => page.line(format!("✅ COMPLETED: {id} by {agent_id}")),
            Outcome::Failed | Outcome::TimedOut => page.line(format!("💥 FAILED: {id}: {error}")),
            Outcome::Released => page.line(format!("↩️ RELEASED: {id} is back in the queue")),
            Outcome::Settled => page.line(format!("✅ SETTLED: {id} by its command")),
        }
        match &self.rest {
            Some(rest) if rest.is_dead => page.line("   💀 It is dead: it failed too often"),
            Some(rest) => {
                let from = rest.not_before.as_ref().map(ToString::to_string).unwrap_or_default();
                page.line(format!("   🔁 It can be taken again from {from}"));
            }
            None => {}
        }
        for id in &self.unblocked {
            page.line(format!("   🔓 {id} is ready now"));
        }
    }

    fn id(&self) -> Option<String> {
        Some(self.work_item_id.clone())
    }

    fn exit_code(&self) -> u8 {
        Done::exit_code(self)
    }
}
