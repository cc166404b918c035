//! The roll of a crew: the agent that each worker is.

use std::sync::{Mutex, PoisonError};

use crate::commands::agents::register::capacity;
use crate::commands::change::Change;
use crate::commands::step::told;
use crate::commands::work::check_id;
use crate::context::{Context, Surroundings};
use crate::domain::{Agent, Registration};
use crate::error::Result;
use crate::store::Txn;

/// Who the workers are: named after the agent that started them, or new agents where nobody said who that is.
pub(super) struct Roll {
    leader: Option<String>,
    /// Whether there is only one worker, who is the leader.
    is_alone: bool,
    known: Mutex<Vec<Option<String>>>,
}

impl Roll {
    /// The roll of a crew that the caller of this command starts.
    ///
    /// # Errors
    /// `AGENT_ID` is no id.
    pub(super) fn of(context: &Context, is_alone: bool) -> Result<Self> {
        let leader = context.agent_id();
        if let Some(leader) = &leader {
            check_id("AGENT_ID", leader)?;
        }
        Ok(Self { leader, is_alone, known: Mutex::default() })
    }

    /// The agent in that place, registered.
    ///
    /// # Errors
    /// What the store says.
    pub(super) fn enter(&self, at: usize, surroundings: &Surroundings) -> Result<String> {
        let name = self.name(at);
        let id = told(Some("s2s.agent.register"), &surroundings.context(), |context| {
            let registration = registration(context)?;
            let (leader, actor) = (self.leader.as_deref(), name.as_deref());
            let enter = |txn: &mut dyn Txn| register(txn, context, name.clone(), leader, &registration);
            Ok(Change::of("register").creating().run(context, actor, enter)?.0)
        })?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let places = known.len().max(at + 1);
        known.resize(places, None);
        known[at] = Some(id.clone());
        Ok(id)
    }

    fn name(&self, at: usize) -> Option<String> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let named = self
            .leader
            .as_ref()
            .map(|leader| if self.is_alone { leader.clone() } else { format!("{leader}-{}", at + 1) });
        known.get(at).cloned().flatten().or(named)
    }
}

/// What the environment says of the workers.
fn registration(context: &Context) -> Result<Registration> {
    let share = context.variable("AGENT_CAPACITY");
    let share = share.map(|text| capacity(&text).map_err(|error| error.about("AGENT_CAPACITY")));
    Ok(Registration {
        team: context.variable("AGENT_TEAM"),
        capacity: share.transpose()?,
        specialization: context.variable("AGENT_SPECIALIZATION").or_else(|| context.variable("AGENT_ROLE")),
        ..Registration::default()
    })
}

/// Registers a worker. A new one can do what its leader can, and belongs where its leader belongs.
fn register(
    txn: &mut dyn Txn,
    context: &Context,
    name: Option<String>,
    leader: Option<&str>,
    said: &Registration,
) -> Result<String> {
    let id = match name {
        Some(name) => name,
        None => format!("agent_{}", txn.allocate_id()?),
    };
    let known = txn.agent(&id)?;
    let leader = match leader {
        Some(leader) if known.is_none() => txn.agent(leader)?,
        _ => None,
    };
    let mut registration = said.clone();
    if let Some(leader) = leader {
        registration.team = registration.team.or(leader.team);
        registration.specialization = registration.specialization.or(leader.specialization);
        registration.capabilities = leader.capabilities;
        registration.groups = leader.groups;
    }
    if known.is_none() {
        registration.team = registration.team.or_else(|| Some(context.default_team()));
    }
    txn.put_agent(&Agent::registered(&id, known, registration, context.now()))?;
    Ok(id)
}
