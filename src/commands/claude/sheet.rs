//! The board for who is asked about it: every item with how it stands, and who works on it.

use std::cmp::Reverse;
use std::collections::HashSet;

use serde_json::json;

use crate::claude::briefing::{Briefed, ItemLine};
use crate::commands::agents::roster::{Roster, Standing as AgentStanding};
use crate::commands::claude::material::{briefing, can_be_told, hour};
use crate::commands::work::standing::{Observer, Standing, State};
use crate::context::Context;
use crate::domain::WorkItem;
use crate::domain::inquiry::{Situation, Stands};
use crate::error::Result;
use crate::store::{self, ItemFilter};

/// Percent of the data that may be about items; the rest is for agents.
const OF_ITEMS: usize = 85;

/// The board at one moment.
pub(super) struct Sheet {
    /// The work on it, in order of creation.
    pub(super) board: Vec<Stands>,
    agents: Vec<AgentStanding>,
}

impl Sheet {
    /// Looks at the board. Where there is none yet, there is nothing on it.
    ///
    /// # Errors
    /// The stored state cannot be read, or the configuration is wrong.
    pub(super) fn look(context: &Context) -> Result<Self> {
        store::view(context.store()?, context.now(), |view| {
            let mut observer = Observer::new(None, context)?;
            let caller = context.agent_id();
            let filter = ItemFilter { is_work: true, ..ItemFilter::default() };
            let mut board = Vec::new();
            for item in view.items(&filter)? {
                let standing = observer.standing(view, &item)?;
                board.push(stands(item, standing, caller.as_deref()));
            }
            Ok(Self { board, agents: Roster::look(view, context)?.agents })
        })
    }

    /// The ids of all items.
    pub(super) fn item_ids(&self) -> HashSet<&str> {
        self.board.iter().map(|stands| stands.item.work_item_id.as_str()).collect()
    }

    /// The ids of all agents.
    pub(super) fn agent_ids(&self) -> HashSet<&str> {
        let named = self.board.iter().flat_map(|stands| [&stands.item.agent_id, &stands.item.assigned_to]);
        let named = named.filter_map(|agent| agent.as_deref()).filter(|agent| !agent.is_empty());
        self.agents.iter().map(|standing| standing.agent.agent_id.as_str()).chain(named).collect()
    }

    /// The data for a model: open work first, the most urgent and then the newest before the rest.
    pub(super) fn brief(&self, most: usize, context: &Context) -> Briefed {
        let mut told: Vec<&Stands> =
            self.board.iter().filter(|stands| can_be_told(&stands.item.work_item_id)).collect();
        // The board is in order of creation: turned round, the newest of equal ones stay in front.
        told.reverse();
        told.sort_by_key(|stands| (!stands.situation.is_open(), Reverse(stands.item.priority())));
        let mut briefing = briefing(context, most);
        let counts = Situation::ALL.iter().map(|situation| {
            let number = self.board.iter().filter(|stands| stands.situation == *situation).count();
            (situation.word().to_owned(), json!(number))
        });
        briefing
            .tell(&json!({"items": self.board.len(), "counts": counts.collect::<serde_json::Map<_, _>>()}));
        briefing.leave_out(self.board.len() - told.len());
        let hour = hour(context);
        briefing.list(told.iter().map(|stands| line(stands, hour)), OF_ITEMS);
        briefing.list(self.agents.iter().map(agent_line), 100);
        briefing.finish()
    }
}

/// What could be taken but is meant for another than the caller is not ready.
fn stands(item: WorkItem, standing: Standing, caller: Option<&str>) -> Stands {
    let to = item.assigned_to.as_deref().filter(|to| !to.is_empty() && Some(*to) != caller);
    let (situation, why) = match to.filter(|_| standing.state == State::Ready) {
        Some(to) => (Situation::Assigned, Some(format!("it is assigned to {to}"))),
        None => (situation(standing.state), standing.why),
    };
    Stands { item, situation, why }
}

fn line(stands: &Stands, hour: crate::domain::Instant) -> ItemLine {
    let is_told = matches!(stands.situation, Situation::Ready | Situation::Held | Situation::Completed);
    let why = stands.why.as_deref().unwrap_or_else(|| stands.situation.word());
    ItemLine { not_ready: (!is_told).then(|| why.to_owned()), ..ItemLine::of(&stands.item, hour) }
}

fn agent_line(standing: &AgentStanding) -> serde_json::Value {
    json!({
        "agent_id": standing.agent.agent_id,
        "team": standing.agent.team,
        "activity": standing.activity.word(),
        "holds": standing.load.held,
    })
}

fn situation(state: State) -> Situation {
    match state {
        State::Ready => Situation::Ready,
        State::Blocked | State::Incapable => Situation::Blocked,
        State::Scheduled => Situation::Scheduled,
        State::Assigned => Situation::Assigned,
        State::Held => Situation::Held,
        State::Expired => Situation::Expired,
        State::Completed => Situation::Completed,
        State::Cancelled => Situation::Cancelled,
        State::Dead => Situation::Dead,
    }
}
