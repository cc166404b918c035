//! Agents: registering, signs of life, ids, how they stand, and who should do what.

pub mod agent_health;
pub mod agent_performance;
pub mod agent_workload;
pub mod assign;
pub mod generate_id;
pub mod heartbeat;
pub mod list_agents;
pub mod rebalance;
pub mod register;
pub mod remove_agent;
pub mod roster;
pub mod scorecard;
pub mod show_agent;
pub mod suggest;
pub mod track_record;

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
    let sign = Some(now.stamp());
    if agent.last_heartbeat == sign {
        return Ok(());
    }
    agent.last_heartbeat = sign;
    txn.put_agent(&agent)
}
