//! Agents: registering, signs of life, ids.

pub mod generate_id;
pub mod heartbeat;
pub mod register;

use crate::domain::Instant;
use crate::error::Result;
use crate::store::Txn;

/// Any command of an agent is a sign of it. Agents that are not registered leave none.
///
/// # Errors
/// What the store says.
pub fn sign_of_life(txn: &mut dyn Txn, agent_id: Option<&str>, now: Instant) -> Result<()> {
    let Some(agent_id) = agent_id else { return Ok(()) };
    let Some(mut agent) = txn.agent(agent_id)? else { return Ok(()) };
    agent.last_heartbeat = Some(now.stamp());
    txn.put_agent(&agent)
}
