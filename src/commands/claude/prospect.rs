//! What an agent could take next: shared by who only wants to know and who takes it at once.

use std::collections::HashSet;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::advice::Advice;
use super::applying::is_of_the_item;
use super::consulting::{Asked, Computed, Consulting};
use super::material::{self, Material, consult_unless};
use crate::claude::briefing::{Briefed, ItemLine, clip};
use crate::claude::prompts;
use crate::commands::agents::register;
use crate::commands::agents::track_record::TrackRecord;
use crate::commands::change::{Mutation as _, keep_of, make};
use crate::commands::work::admission::Admission;
use crate::commands::work::claim::{self, Claim, Claimed};
use crate::commands::work::next::{Idle, Selection};
use crate::commands::work::taking::over_capacity;
use crate::commands::work::terms::Terms;
use crate::context::Context;
use crate::domain::advice::Dependants;
use crate::domain::advice::recommendation::{
    CLAIM_NEW, Choices, METHOD, Recommendation, TAKE, reason_of, recommendation,
};
use crate::domain::{Agent, Candidates, Taker, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::store::{self, ItemFilter, Txn, View};

/// What the caller says of the work is cut at so many characters.
const WISH: usize = 500;
/// What can be taken gets this share of the data, in percent; the rest is for what cannot.
const READY_PERCENT: usize = 80;

/// What an agent could take next of one kind of work.
pub(super) struct Prospect {
    work_type: String,
    /// Only work of this team.
    team: Option<String>,
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
    /// Why it may take nothing at all, where it may not.
    pub(super) barred: Option<Error>,
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
            barred: barred(view, agent_id.as_deref(), agent.as_ref(), context)?,
            team: wanted.team.clone(),
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
            barred: self.barred.as_ref().map(Error::message),
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
            is_of_board: true,
            left_out: briefed.left_out,
        };
        // Where nothing can be taken there is nothing to choose from.
        let nothing = match &self.barred {
            Some(_) => Some("nothing can be taken now"),
            None if sent.is_empty() => Some("nothing of that kind is there to choose from"),
            None => None,
        };
        let computed = Computed { answer: self.computed(context), method: METHOD };
        consult_unless(nothing, consulting, context, &asked, computed)
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

    /// Claims the recommended item; else what is the first of the queue by then; else `new`, where it is given. It is
    /// chosen within the transaction that claims, so that new work is made only where nothing is ready. What `say` makes
    /// of the claim is what a request of this name is answered again.
    ///
    /// # Errors
    /// What the claims say, or what the store says.
    pub(super) fn claim<R: Serialize + DeserializeOwned>(
        &self,
        recommended: Option<&str>,
        lease: Option<&str>,
        new: Option<Claim>,
        say: &dyn Fn(Claimed) -> R,
        context: &Context,
    ) -> Result<R> {
        let selection = Selection { lease: lease.map(ToOwned::to_owned), ..Selection::default() };
        let existing = Claim {
            work_type: None,
            description: None,
            priority: None,
            team: None,
            id: recommended.map(ToOwned::to_owned),
            next: recommended.is_none(),
            selection: selection.clone(),
            terms: Terms::default(),
        };
        let next = Claim {
            id: None,
            next: true,
            selection: Selection {
                work_types: vec![self.work_type.clone()],
                team: self.team.clone(),
                ..selection
            },
            ..existing.clone()
        };
        // An id that no claim takes is one of an item that none takes.
        let first = recommended.and_then(|_| existing.check(context).ok());
        let next = next.check(context)?;
        let new = new.map(|new| new.check(context)).transpose()?;
        let wishes: Vec<&claim::Wish> = first.iter().chain([&next]).chain(&new).collect();
        let actor = context.agent_id();
        let run = Claim::CHANGE
            .run(context, actor.as_deref(), |txn| first_of(&wishes, actor.as_deref(), txn, context).map(say));
        // The refusal keeps what is dead, as that of every claim.
        let run = run.inspect_err(|refused| keep_of::<Claim>(&next, refused, context, actor.as_deref()));
        run.map(|(said, _)| said)
    }

    /// Why this was claimed, where something else had been recommended.
    pub(super) fn reason_instead(
        &self,
        claimed: &Claimed,
        recommended: &Recommendation,
        context: &Context,
    ) -> String {
        let lost = lost(recommended);
        if claimed.created {
            return format!("{lost}, and no other {} is ready for you", self.work_type);
        }
        let item = self.item(&claimed.work_item_id).unwrap_or(&claimed.item);
        format!("{lost}; next of the queue: {}", reason_of(&self.material.open, item, context.now()))
    }
}

/// Why something else was claimed than was recommended.
pub(super) fn lost(recommended: &Recommendation) -> &'static str {
    match recommended.work_item_id {
        Some(_) => "somebody else took the recommended item first",
        None => "work came to the queue meanwhile",
    }
}

/// Why an agent may take nothing, where it may not.
fn barred(
    view: &mut dyn View,
    agent_id: Option<&str>,
    agent: Option<&Agent>,
    context: &Context,
) -> Result<Option<Error>> {
    let name = agent_id.unwrap_or("a new agent");
    let default = context.config()?.max_concurrent_work;
    let limit = agent.map_or(default, |agent| agent.limit(default));
    if limit > 0 && agent_id.is_some() {
        let holds = view.count_items(&ItemFilter::held_by(name))?;
        if holds >= limit {
            return Ok(Some(over_capacity(name, holds, limit)));
        }
    }
    // Who claims is registered with what the variable says.
    let said = context.variable("AGENT_CAPACITY").and_then(|text| register::capacity(&text).ok());
    let capacity = said.map_or_else(|| agent.map_or(100.0, Agent::capacity_percent), |said| said.0);
    Ok((capacity <= 0.0).then(|| {
        Error::new(Kind::CapacityExceeded, format!("{name} has a capacity of 0%"))
            .hint("give it time for work: coord register ID TEAM 100, or AGENT_CAPACITY=100")
            .with("agent_id", name)
    }))
}

/// Claims the first of these that can be claimed.
fn first_of(
    wishes: &[&claim::Wish],
    actor: Option<&str>,
    txn: &mut dyn Txn,
    context: &Context,
) -> Result<Claimed> {
    let mut refused = None;
    for wish in wishes {
        if let (claim::Wish::Id(id, _), Some(actor)) = (wish, actor) {
            let lease_secs = context.config()?.lease.secs();
            let is_own =
                |item: WorkItem| item.is_held_by(actor) && !item.is_expired(context.now(), lease_secs);
            // Another process of the same agent was quicker.
            if txn.item(id)?.is_some_and(is_own) {
                continue;
            }
        }
        match make::<Claim>(wish, actor, txn, context) {
            Ok(took) => {
                let claimed = took.claims.into_iter().next();
                return claimed.ok_or_else(|| Error::new(Kind::General, "the claim told of no item"));
            }
            Err(error) if passes_on(&error) => {
                if Claim::is_kept(wish, &error) {
                    Claim::keep(wish, txn, context)?;
                }
                refused = Some(error);
            }
            Err(error) => return Err(error),
        }
    }
    Err(refused.unwrap_or_else(|| Error::new(Kind::NothingToClaim, "nothing to claim")))
}

/// Whether something else may be claimed after this refusal.
fn passes_on(error: &Error) -> bool {
    error.kind() == Kind::NothingToClaim || (error.kind() != Kind::CapacityExceeded && is_of_the_item(error))
}

/// What is wrong with a model's answer, beyond its shape.
fn check(answer: &Recommendation, sent: &HashSet<&str>) -> std::result::Result<(), String> {
    match (answer.action.as_str(), answer.work_item_id.as_deref()) {
        (TAKE, Some(id)) if sent.contains(id) => Ok(()),
        (TAKE, Some(id)) => Err(format!("there is no item {id:?} in the data that can be taken now")),
        (TAKE, None) => Err("work_item_id must say which item is to be taken".to_owned()),
        (CLAIM_NEW, None) if !sent.is_empty() => Err(format!(
            "claim_new is only for where nothing can be taken, and the data hold {} without not_ready: take one",
            if sent.len() == 1 { "1 item".to_owned() } else { format!("{} items", sent.len()) }
        )),
        (CLAIM_NEW, None) => Ok(()),
        (_, Some(_)) => Err("work_item_id must be null where new work is to be claimed".to_owned()),
        (action, None) => Err(format!("{action:?} is no action")),
    }
}
