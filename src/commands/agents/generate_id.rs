//! `generate-id`: a new agent id, without a board.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::Result;
use crate::output::{Page, Report};

/// Makes a new agent id.
///
/// It is not registered; the first claim does that.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct GenerateId {}

/// The new id.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Generated {
    /// `agent_<digits>`.
    pub agent_id: String,
}

impl Operation for GenerateId {
    const NAME: &'static str = "generate-id";
    const GROUP: Group = Group::Agents;
    const ABOUT: &'static str = "Print a new agent id; needs no state directory";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("export AGENT_ID=$(coord generate-id)", "an id for this shell")];
    type Report = Generated;

    fn run(self, context: &Context) -> Result<Generated> {
        Ok(Generated { agent_id: format!("agent_{}", context.environment().unique_number()) })
    }
}

impl Report for Generated {
    fn text(&self, page: &mut Page) {
        page.line(&self.agent_id);
    }

    fn id(&self) -> Option<String> {
        Some(self.agent_id.clone())
    }

    fn exports(&self) -> Vec<(&'static str, String)> {
        vec![("AGENT_ID", self.agent_id.clone())]
    }
}
