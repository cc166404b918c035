//! Turning advice into changes: in one transaction, by the operations that do the same for everybody, and only where the
//! board still stands as it did when the advice was asked for.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::change::{Mutation, make};
use crate::context::Context;
use crate::domain::WorkItem;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Paint};
use crate::store::{self, View};

/// So many changes are told on a page.
const SHOWN: usize = 20;

/// Whether advice is followed.
#[derive(Args, Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Following {
    /// Follow the advice: change the board as it says
    #[arg(long)]
    pub apply: bool,
    /// Only show what --apply would change
    #[arg(long)]
    pub dry_run: bool,
}

/// What became of the advice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Application {
    /// Whether this only tells what would be changed.
    pub dry_run: bool,
    /// How many changes were made, or would be.
    pub applied: usize,
    /// How many were not, or would not be.
    pub skipped: usize,
    /// The changes, in the order of the advice.
    pub changes: Vec<Applied>,
}

/// What became of one piece of advice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Applied {
    /// The item.
    pub work_item_id: String,
    /// What it was, such as the priority or the agent; null where there was none.
    pub from: Option<String>,
    /// What it is now, or would be.
    pub to: String,
    /// Whether it was changed, or would be.
    pub applied: bool,
    /// Why it was not; null where it was.
    pub why_not: Option<String>,
}

/// A change that follows from advice.
pub(super) struct Step<M> {
    /// The item.
    pub(super) work_item_id: String,
    /// What it is, as the advice knew it.
    pub(super) from: Option<String>,
    /// What it is to be.
    pub(super) to: String,
    /// The operation that does it.
    pub(super) request: M,
}

/// What keeps an item from being changed, as it stands now, where something does. Asked in the order of the steps.
pub(super) type Obstacle<M> = Box<dyn FnMut(&Step<M>, &WorkItem) -> Option<String>>;

/// Looks at the board, as it stands in the transaction, for what may keep items from being changed.
pub(super) type Survey<'a, M> = &'a dyn Fn(&mut dyn View) -> Result<Obstacle<M>>;

impl Following {
    /// Whether anything is to be changed, or shown.
    pub fn is_asked(self) -> bool {
        self.apply || self.dry_run
    }

    /// Makes the changes, or tells which would be made.
    ///
    /// # Errors
    /// What the store says; nothing was changed then.
    pub(super) fn follow<M: Mutation + Clone>(
        self,
        steps: &[Step<M>],
        survey: Survey<'_, M>,
        context: &Context,
    ) -> Result<Application> {
        if self.dry_run {
            let changes = store::view(context.store()?, context.now(), |view| {
                let mut obstacle = survey(view)?;
                let told = steps.iter().map(|step| Ok(step.told(step.why_not(view, &mut obstacle)?)));
                told.collect::<Result<Vec<_>>>()
            })?;
            return Ok(Application::of(changes, true));
        }
        match afterwards(context, |later| apply(steps, survey, later)) {
            // Where there is no board, nothing was to be changed either.
            Err(error) if error.kind() == Kind::NoBoard && steps.is_empty() => {
                Ok(Application::of(Vec::new(), false))
            }
            application => application,
        }
    }
}

/// Runs what follows an answer: a moment later, in the name of the same command.
///
/// # Errors
/// What `work` says.
pub(super) fn afterwards<T>(context: &Context, work: impl FnOnce(&Context) -> Result<T>) -> Result<T> {
    let later = context.again();
    // What was noted so far stays noted.
    context.recorder().swap(later.recorder());
    let outcome = work(&later);
    context.take_over(&later);
    outcome
}

fn apply<M: Mutation + Clone>(
    steps: &[Step<M>],
    survey: Survey<'_, M>,
    context: &Context,
) -> Result<Application> {
    let checked = steps.iter().map(|step| step.request.clone().check(context));
    let checked = checked.collect::<Result<Vec<M::Checked>>>()?;
    let mut reports = Vec::new();
    let (application, _) = M::CHANGE.run(context, context.agent_id().as_deref(), |txn| {
        reports.clear();
        let mut changes = Vec::new();
        let mut obstacle = survey(txn)?;
        for (step, checked) in steps.iter().zip(&checked) {
            if let Some(why) = step.why_not(txn, &mut obstacle)? {
                changes.push(step.told(Some(why)));
                continue;
            }
            // What refuses one item leaves the transaction as it was.
            match make::<M>(checked, context.agent_id().as_deref(), txn, context) {
                Ok(report) => {
                    reports.push(report);
                    changes.push(step.told(None));
                }
                Err(error) if is_of_the_item(&error) => {
                    changes.push(step.told(Some(error.message().to_owned())));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Application::of(changes, false))
    })?;
    for report in &reports {
        M::committed(report, context);
    }
    Ok(application)
}

/// Whether an error says that one item or agent is not as it should be.
pub(super) fn is_of_the_item(error: &Error) -> bool {
    matches!(
        error.kind(),
        Kind::ItemNotFound
            | Kind::AgentNotFound
            | Kind::WrongStatus
            | Kind::AlreadyClaimed
            | Kind::CapacityExceeded
    )
}

impl<M> Step<M> {
    fn why_not(&self, view: &mut dyn View, obstacle: &mut Obstacle<M>) -> Result<Option<String>> {
        Ok(match view.item(&self.work_item_id)? {
            Some(item) => obstacle(self, &item),
            None => Some("it is no longer on the board".to_owned()),
        })
    }

    fn told(&self, why_not: Option<String>) -> Applied {
        Applied {
            work_item_id: self.work_item_id.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            applied: why_not.is_none(),
            why_not,
        }
    }
}

impl Application {
    fn of(changes: Vec<Applied>, dry_run: bool) -> Self {
        let applied = changes.iter().filter(|change| change.applied).count();
        Self { dry_run, applied, skipped: changes.len() - applied, changes }
    }

    /// The lines that say so.
    pub fn text(&self, page: &mut Page) {
        let verb = if self.dry_run { "WOULD BE APPLIED" } else { "APPLIED" };
        let skipped = if self.skipped > 0 { format!(", {} not", self.skipped) } else { String::new() };
        page.painted(Paint::Heading, format!("✏️  {verb}: {}{skipped}", self.applied));
        for change in self.changes.iter().take(SHOWN) {
            let from = change.from.as_deref().unwrap_or("-");
            let step = format!("   {}: {from} → {}", change.work_item_id, change.to);
            match &change.why_not {
                None => page.line(step),
                Some(why) => page.painted(Paint::Warn, format!("{step}: not applied, {why}")),
            }
        }
        if self.changes.len() > SHOWN {
            page.line(format!("   … {} more; all of them with --json", self.changes.len() - SHOWN));
        }
        if self.dry_run && self.applied > 0 {
            page.painted(Paint::Faint, "   → make these changes with --apply");
        }
    }
}
