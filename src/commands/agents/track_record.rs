//! The completions in the log, by agent.

use std::collections::HashMap;

use crate::domain::{Completion, Performance};

/// Who completed what.
#[derive(Debug)]
pub struct TrackRecord<'l> {
    by_agent: HashMap<&'l str, Vec<&'l Completion>>,
    log: &'l [Completion],
}

impl<'l> TrackRecord<'l> {
    /// Of the log.
    pub fn of(log: &'l [Completion]) -> Self {
        let mut by_agent: HashMap<&str, Vec<&Completion>> = HashMap::new();
        for completion in log {
            if let Some(agent) = completion.agent_id.as_deref() {
                by_agent.entry(agent).or_default().push(completion);
            }
        }
        Self { by_agent, log }
    }

    /// What the agent completed, in order.
    pub fn own(&self, agent_id: &str) -> impl Iterator<Item = &'l Completion> {
        self.by_agent.get(agent_id).into_iter().flatten().copied()
    }

    /// What others completed, in order.
    pub fn of_others(&self, agent_id: &str) -> impl Iterator<Item = &'l Completion> {
        let is_other = move |entry: &&Completion| entry.agent_id.as_deref() != Some(agent_id);
        self.log.iter().filter(is_other)
    }

    /// What came of the work of one kind that the agent completed.
    pub fn with_type(&self, agent_id: &str, work_type: &str) -> Performance {
        let own = self.own(agent_id);
        Performance::of(own.filter(|entry| entry.work_type.as_deref().unwrap_or_default() == work_type))
    }
}
