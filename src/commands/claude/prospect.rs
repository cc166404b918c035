//! What an agent could take next: shared by who only wants to know and who takes it at once.

use std::collections::HashSet;

use serde_json::json;

use super::advice::Advice;
use super::applying::is_of_the_item;
use super::consulting::{Asked, Computed, Consulting, consult};
use super::material::{self, Material};
use crate::claude::briefing::{Briefed, ItemLine, clip};
use crate::claude::prompts;
use crate::commands::agents::track_record::TrackRecord;
use crate::commands::change::perform;
use crate::commands::work::admission::Admission;
use crate::commands::work::claim::{Claim, Claimed};
use crate::commands::work::next::{Idle, Selection};
use crate::commands::work::terms::Terms;
use crate::context::Context;
use crate::domain::advice::Dependants;
use crate::domain::advice::recommendation::{
    CLAIM_NEW, Choices, METHOD, Recommendation, TAKE, recommendation,
};
use crate::domain::{Agent, Candidates, Taker, WorkItem};
use crate::error::{Kind, Result};
use crate::store::{self, View};

/// So many items are tried, where others take them first.
const TRIES: usize = 20;
/// What the caller says of the work is cut at so many characters.
const WISH: usize = 500;
/// What can be taken gets this share of the data, in percent; the rest is for what cannot.
const READY_PERCENT: usize = 80;

/// What an agent could take next of one kind of work.
pub(super) struct Prospect {
    work_type: String,
    material: Material,
    /// What it could take, in the order of the queue.
    pub(super) ready: Vec<WorkItem>,
    /// What waits and is not for it now, with why.
    hindered: Vec<(WorkItem, String)>,
    /// The same in a sentence, with counts.
    idle: Idle,
    agent: Option<Agent>,
    agent_id: Option<String>,
    completed: u32,
}

/// What the caller wants to do, for who takes something at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish<'a> {
    /// In its words.
    pub(super) description: &'a str,
    /// How urgent it is.
    pub(super) priority: Option<&'a str>,
}

impl Prospect {
    /// Asks the board for the agent that `AGENT_ID` names, or for one that can do nothing in particular.
    ///
    /// # Errors
    /// What the store says, or the configuration is wrong.
    pub(super) fn look(context: &Context, work_type: &str, team: Option<&str>) -> Result<Self> {
        let wanted = Candidates {
            work_types: vec![work_type.to_owned()],
            team: team.map(ToOwned::to_owned),
            ..Candidates::all(context.now(), context.config()?.lease.secs())
        };
        store::view(context.store()?, context.now(), |view| Self::of(view, &wanted, context))
    }

    fn of(view: &mut dyn View, wanted: &Candidates, context: &Context) -> Result<Self> {
        let work_type = wanted.work_types.concat();
        let agent_id = context.agent_id();
        let agent = agent_id.as_deref().map(|id| view.agent(id)).transpose()?.flatten();
        let taker = Taker {
            agent_id: agent_id.clone().unwrap_or_default(),
            capabilities: agent.as_ref().map(|agent| agent.capabilities().to_vec()).unwrap_or_default(),
        };
        let mut admission = Admission::new(Some(taker.clone()), wanted.now, wanted.lease_secs);
        let (mut ready, mut hindered, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        for item in view.candidates(wanted, 0..usize::MAX)? {
            if !seen.insert(item.work_item_id.clone()) {
                continue;
            }
            match admission.hindrance(view, &item)? {
                None => ready.push(item),
                Some(hindrance) => hindered.push((item, hindrance.to_string())),
            }
        }
        let log = view.completions(None)?;
        let record = TrackRecord::of(&log);
        let past = agent_id.as_deref().map(|id| record.with_type(id, &work_type)).unwrap_or_default();
        Ok(Self {
            material: Material::of(view, context)?,
            ready,
            hindered,
            idle: Idle::look(view, wanted, Some(taker))?,
            agent,
            agent_id,
            completed: past.completions,
            work_type,
        })
    }

    fn computed(&self, context: &Context) -> Recommendation {
        let why = self.idle.to_string();
        recommendation(&Choices {
            work_type: &self.work_type,
            open: &self.material.open,
            ready: &self.ready,
            not_ready: (
                u32::try_from(self.idle.pending).unwrap_or(u32::MAX),
                why.strip_prefix("nothing to claim: ").unwrap_or(&why),
            ),
            is_known: self.agent.is_some(),
            completed: self.completed,
            now: context.now(),
        })
    }

    /// What should be taken: by a model, or computed.
    ///
    /// # Errors
    /// No model answers and no fallback is wanted, or the user asked to stop.
    pub(super) fn consult(
        &self,
        consulting: &Consulting,
        wish: Option<Wish<'_>>,
        context: &Context,
    ) -> Result<Advice<Recommendation>> {
        let settings = consulting.settings(context)?;
        let (briefed, sent) = self.brief(wish, settings.max_input_bytes, context);
        let asked = Asked {
            question: prompts::RECOMMENDATION.question::<Recommendation>(briefed.data),
            check: &|answer| check(answer, &sent),
            left_out: briefed.left_out,
        };
        consult(consulting, context, &asked, None, || {
            Ok(Computed { answer: self.computed(context), method: METHOD })
        })
    }

    /// The data for a model, and the ids that it may recommend.
    fn brief(&self, wish: Option<Wish<'_>>, most: usize, context: &Context) -> (Briefed, HashSet<&str>) {
        let mut briefing = material::briefing(context, most);
        let can = self.agent.as_ref().map(Agent::capabilities).unwrap_or_default();
        let can: Vec<String> = can.iter().take(20).map(|word| clip(word, 80)).collect();
        let agent = self.agent_id.as_deref().map(|id| clip(id, 80));
        briefing
            .tell(&json!({"asks": {"agent_id": agent, "can": can, "work_type": clip(&self.work_type, 80),
            "completed_of_this_type": self.completed}}));
        if let Some(Wish { description, priority }) = wish {
            briefing.tell(&json!({"wants": {"description": clip(description, WISH),
                "priority": priority.map(|word| clip(word, 80))}}));
        }
        let (hour, dependants) = (material::hour(context), Dependants::of(&self.material.open));
        let line = |item: &WorkItem, not_ready: Option<String>| ItemLine {
            waited_for_by: Some(dependants.count(&item.work_item_id)).filter(|count| *count > 0),
            not_ready,
            ..ItemLine::of(item, hour)
        };
        let tellable = |item: &&WorkItem| material::can_be_told(&item.work_item_id);
        let ready: Vec<&WorkItem> = self.ready.iter().filter(tellable).collect();
        briefing.leave_out(self.ready.len() - ready.len());
        let told = briefing.list(ready.iter().map(|item| line(item, None)), READY_PERCENT);
        let hindered = self.hindered.iter().filter(|(item, _)| tellable(&item));
        briefing.list(hindered.map(|(item, why)| line(item, Some(clip(why, 200)))), 100);
        let sent = ready.into_iter().take(told).map(|item| item.work_item_id.as_str());
        (briefing.finish(), sent.collect())
    }

    /// The item of that id, of what could be taken.
    pub(super) fn item(&self, id: &str) -> Option<&WorkItem> {
        self.ready.iter().find(|item| item.work_item_id == id)
    }

    /// The recommended item, and then what could be taken in its place.
    pub(super) fn in_turn<'s>(&'s self, recommended: &'s str) -> impl Iterator<Item = &'s str> {
        let others = self.ready.iter().map(|item| item.work_item_id.as_str());
        std::iter::once(recommended).chain(others.filter(move |id| *id != recommended)).take(TRIES)
    }
}

/// Claims the first of these items that nobody else has taken meanwhile; `None` where all are taken.
///
/// # Errors
/// What a claim says of the agent, or what the store says.
pub(super) fn claim_first<'i>(
    ids: impl Iterator<Item = &'i str>,
    lease: Option<&str>,
    context: &Context,
) -> Result<Option<Claimed>> {
    for id in ids {
        let claim = Claim {
            work_type: None,
            description: None,
            priority: None,
            team: None,
            id: Some(id.to_owned()),
            next: false,
            selection: Selection { lease: lease.map(ToOwned::to_owned), ..Selection::default() },
            terms: Terms::default(),
        };
        match perform(claim, context) {
            Ok(took) => return Ok(took.claims.into_iter().next()),
            Err(error) if error.kind() != Kind::CapacityExceeded && is_of_the_item(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// What is wrong with a model's answer, beyond its shape.
fn check(answer: &Recommendation, sent: &HashSet<&str>) -> std::result::Result<(), String> {
    match (answer.action.as_str(), answer.work_item_id.as_deref()) {
        (TAKE, Some(id)) if sent.contains(id) => Ok(()),
        (TAKE, Some(id)) => Err(format!("there is no item {id:?} in the data that can be taken now")),
        (TAKE, None) => Err("work_item_id must say which item is to be taken".to_owned()),
        (CLAIM_NEW, None) => Ok(()),
        (_, Some(_)) => Err("work_item_id must be null where new work is to be claimed".to_owned()),
        (action, None) => Err(format!("{action:?} is no action")),
    }
}
