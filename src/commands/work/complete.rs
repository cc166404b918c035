//! `complete`: finishes a piece of work.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::reserve::check_is_work;
use super::target::{Authority, Caller, check_text, work_id};
use super::{aftermath, archiving};
use crate::commands::change::{Change, Mutation, no_such_item, perform};
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Completed, Completion, Quantity, VelocityEntry, WorkItem, record};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Report};
use crate::store::{ItemFilter, Txn};
use crate::telemetry::Event;

/// More points than any team earns with one piece of work.
const MOST_POINTS: f64 = 1_000_000.0;

/// Completes a piece of work.
///
/// The item is released, the completion is logged, and its story points count for the team. Said again with the
/// same result, it changes nothing and succeeds; with another result it is refused.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Complete {
    /// The work id; the variable counts where it is empty or left out [env: CURRENT_WORK_ITEM]
    pub work_id: Option<String>,
    /// What came of it; failed, failure, error and blocked count as failures [default: success]
    #[arg(allow_hyphen_values = true)]
    pub result: Option<String>,
    /// Story points for the team's velocity [default: 5]
    #[arg(allow_negative_numbers = true)]
    pub points: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub authority: Authority,
}

/// The completion that was noted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CompletedWork {
    /// The item.
    pub work_item_id: String,
    /// What came of it.
    pub result: String,
    /// Points that were counted; 0 where it had been completed before.
    pub velocity_points: Quantity,
    /// The team that they were counted for.
    pub team: String,
    /// Whether it had been completed before with the same result, so that nothing was counted again.
    pub already_completed: bool,
    /// Items that waited for it, and wait for nothing any more.
    #[serde(default)]
    pub unblocked: Vec<String>,
    /// The item as it stands.
    pub item: WorkItem,
}

impl Operation for Complete {
    const NAME: &'static str = "complete";
    const GROUP: Group = Group::Work;
    const ABOUT: &'static str = "Complete work: work id, result, story points";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord complete \"$CURRENT_WORK_ITEM\" success 8", "done, and 8 points for the team"),
        ("coord complete \"$CURRENT_WORK_ITEM\" failed 0", "given up, and no points"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.work.complete");
    type Report = CompletedWork;

    fn run(self, context: &Context) -> Result<CompletedWork> {
        perform(self, context)
    }
}

/// A checked request.
pub struct Finish {
    id: String,
    result: String,
    points: Quantity,
    caller: Caller,
}

impl Mutation for Complete {
    const CHANGE: Change = Change::of("complete");
    type Checked = Finish;

    fn check(self, context: &Context) -> Result<Finish> {
        let id = work_id(self.work_id, context)?;
        let result = self.result.filter(|result| !result.is_empty()).unwrap_or_else(|| "success".to_owned());
        check_text("the result", &result)?;
        let points = points_of(self.points.filter(|points| !points.is_empty()).as_deref().unwrap_or("5"))?;
        context.recorder().borrow_mut().attribute("s2s.work_item_id", id.as_str());
        let caller = Caller::of(&self.authority, &id, context)?;
        Ok(Finish { id, result, points, caller })
    }

    fn apply(finish: &Finish, txn: &mut dyn Txn, context: &Context) -> Result<CompletedWork> {
        complete(txn, context, finish)
    }

    /// The result of work that had been given away is not lost.
    fn is_kept(finish: &Finish, refused: &Error) -> bool {
        let actor = finish.caller.actor();
        let is_late = matches!(refused.kind(), Kind::AlreadyClaimed | Kind::StaleFence | Kind::WrongStatus);
        is_late && (actor.agent_id.is_some() || actor.fence.is_some())
    }

    fn keep(finish: &Finish, txn: &mut dyn Txn, context: &Context) -> Result<()> {
        let Some(mut item) = txn.item(&finish.id)? else { return Ok(()) };
        let (actor, before) = (finish.caller.actor(), item.late_results.clone());
        if item.may_have_lost(actor) {
            item.keep_late_result(&finish.result, actor, context.now());
        }
        if item.late_results == before { Ok(()) } else { txn.put_item(&item) }
    }

    fn committed(completed: &CompletedWork, context: &Context) {
        note(context, completed);
    }
}

fn points_of(text: &str) -> Result<Quantity> {
    let wrong = || {
        Error::new(Kind::InvalidValue, format!("{text:?} is no number of story points"))
            .hint("give a number from 0 on, such as 5")
    };
    let number: f64 = text.trim().parse().map_err(|_| wrong())?;
    (0.0..=MOST_POINTS).contains(&number).then_some(Quantity(number)).ok_or_else(wrong)
}

fn complete(txn: &mut dyn Txn, context: &Context, finish: &Finish) -> Result<CompletedWork> {
    let Finish { id, result, points, caller } = finish;
    let mut item = txn.item(id)?.ok_or_else(|| no_such_item(id))?;
    check_is_work(&item, "complete")?;
    let lease_secs = context.config()?.lease.secs();
    let done = item.complete(result, caller.actor(), context.now(), lease_secs)?;
    let team = item.team.clone().unwrap_or_else(|| context.default_team());
    let mut completed = CompletedWork {
        work_item_id: id.clone(),
        result: result.clone(),
        velocity_points: Quantity(0.0),
        team,
        already_completed: done == Completed::Before,
        unblocked: Vec::new(),
        item,
    };
    if completed.already_completed {
        return Ok(completed);
    }
    completed.velocity_points = *points;
    txn.put_item(&completed.item)?;
    log(txn, context, &completed)?;
    completed.unblocked = aftermath::of_end(txn, &completed.item, context.now(), lease_secs)?.unblocked;
    archiving::keep_newest(txn, context)?;
    Ok(completed)
}

/// Counts a completion: in the log, for the team's velocity, and for the agent.
fn log(txn: &mut dyn Txn, context: &Context, completed: &CompletedWork) -> Result<()> {
    let item = &completed.item;
    let by = item.agent_id.clone().or_else(|| context.agent_id());
    txn.append_completion(&Completion {
        work_item_id: completed.work_item_id.clone(),
        completed_at: Some(context.stamp()),
        agent_id: by.clone(),
        result: Some(completed.result.clone()),
        velocity_points: Some(completed.velocity_points),
        work_type: item.work_type.clone(),
        duration_secs: item.seconds_to_complete().map(Quantity::from),
        foreign: record::Foreign::default(),
    })?;
    let points = completed.velocity_points;
    txn.append_velocity(&VelocityEntry { at: context.stamp(), team: completed.team.clone(), points })?;
    let Some(mut agent) = by.map(|by| txn.agent(&by)).transpose()?.flatten() else { return Ok(()) };
    let holds = txn.count_items(&ItemFilter::held_by(&agent.agent_id))?;
    agent.completed(item, holds);
    // What somebody else does in its place is no sign of the holder.
    if context.agent_id().is_none_or(|caller| caller == agent.agent_id) {
        agent.last_heartbeat = Some(context.stamp());
    }
    txn.put_agent(&agent)
}

fn note(context: &Context, completed: &CompletedWork) {
    if completed.already_completed {
        return;
    }
    let agent = completed.item.agent_id.clone().unwrap_or_default();
    let parameters =
        [completed.result.clone(), completed.team.clone(), completed.velocity_points.to_string()];
    let mut recorder = context.recorder().borrow_mut();
    recorder.attribute("s2s.velocity_points", completed.velocity_points.0);
    recorder.attribute("s2s.team", completed.team.as_str());
    recorder.attribute("s2s.agent_id", agent.as_str());
    recorder.events.push(Event::new("work_completed", context.stamp(), parameters, &agent, context.trace()));
}

impl Report for CompletedWork {
    fn text(&self, page: &mut Page) {
        let Self { work_item_id, result, velocity_points, team, .. } = self;
        page.line(format!(
            "✅ COMPLETED: Released claim for {work_item_id} ({result}) - {velocity_points} velocity points"
        ));
        if self.already_completed {
            page.line("   It was completed before with this result; nothing was counted again.");
        } else {
            page.line(format!("📊 VELOCITY: Added {velocity_points} points to team {team} velocity"));
        }
        for id in &self.unblocked {
            page.line(format!("   🔓 {id} is ready now"));
        }
    }

    fn id(&self) -> Option<String> {
        Some(self.work_item_id.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_numbers_from_0_on() {
        assert_eq!(points_of("8").unwrap(), Quantity(8.0));
        assert_eq!(points_of("0").unwrap(), Quantity(0.0));
        for text in ["-5", "many", "", "nan", "1e99"] {
            assert_eq!(points_of(text).unwrap_err().kind(), Kind::InvalidValue, "{text}");
        }
    }
}
