//! All commands.

use clap::{ArgMatches, Command};
use schemars::Schema;
use serde::de::DeserializeOwned;

use super::change::Mutation;
use super::prepared::{Prepare, prepare};
use super::{
    Group, Operation, agents, board, ceremonies, claude, doors, exchange, flags, operations, upkeep, work,
    workers,
};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::output::Renderable;

/// A command, without its types.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// [`Operation::NAME`].
    pub name: &'static str,
    /// [`Operation::ALIASES`].
    pub aliases: &'static [&'static str],
    /// [`Operation::GROUP`].
    pub group: Group,
    /// [`Operation::ABOUT`].
    pub about: &'static str,
    /// [`Operation::EXAMPLES`].
    pub examples: &'static [(&'static str, &'static str)],
    /// [`Operation::SPAN`].
    pub span: Option<&'static str>,
    /// [`Operation::IS_JSON_ALONE`].
    pub is_json_alone: bool,
    /// Adds the arguments to a clap command. Called only for the command that is run.
    pub arguments: fn(Command) -> Command,
    /// Runs the command with what clap found.
    pub run: fn(&ArgMatches, &Context) -> Result<Box<dyn Renderable>>,
    /// The schema of the request.
    pub request: fn() -> Schema,
    /// The schema of the report.
    pub report: fn() -> Schema,
    /// Makes it ready to run in a transaction of somebody else; `None` for a command that changes nothing, or not in
    /// one transaction.
    pub prepare: Option<Prepare>,
}

impl Entry {
    const fn of<O: Operation>() -> Self {
        Self {
            name: O::NAME,
            aliases: O::ALIASES,
            group: O::GROUP,
            about: O::ABOUT,
            examples: O::EXAMPLES,
            span: O::SPAN,
            is_json_alone: O::IS_JSON_ALONE,
            arguments: arguments::<O>,
            run: run::<O>,
            request: || schemars::schema_for!(O),
            report: || schemars::schema_for!(O::Report),
            prepare: None,
        }
    }

    /// A command that changes the board in one transaction: every [`Mutation`] is entered so.
    const fn changing<M: Mutation + DeserializeOwned>() -> Self {
        Self { prepare: Some(prepare::<M>), ..Self::of::<M>() }
    }
}

/// Every command, in the order of the help.
pub const COMMANDS: &[Entry] = &[
    Entry::changing::<work::claim::Claim>(),
    Entry::changing::<work::next::Next>(),
    Entry::changing::<work::progress::Progress>(),
    Entry::changing::<work::complete::Complete>(),
    Entry::changing::<work::release::Release>(),
    Entry::changing::<work::fail::Fail>(),
    Entry::changing::<work::handoff::Handoff>(),
    Entry::changing::<work::reassign_work::ReassignWork>(),
    Entry::of::<work::list_work::ListWork>(),
    Entry::of::<work::list_work::ListWorkFast>(),
    Entry::of::<work::show::Show>(),
    Entry::of::<work::history::History>(),
    Entry::changing::<work::add::Add>(),
    Entry::changing::<work::edit::Edit>(),
    Entry::changing::<work::block::Block>(),
    Entry::changing::<work::block::Unblock>(),
    Entry::changing::<work::defer::Defer>(),
    Entry::changing::<work::retry::Retry>(),
    Entry::changing::<work::cancel::Cancel>(),
    Entry::changing::<work::reap::Reap>(),
    Entry::of::<work::list::List>(),
    Entry::of::<work::ready::Ready>(),
    Entry::of::<work::wait::Wait>(),
    Entry::of::<work::deps::Deps>(),
    Entry::changing::<work::reserve::Reserve>(),
    Entry::changing::<work::unreserve::Unreserve>(),
    Entry::of::<work::conflicts::Conflicts>(),
    Entry::changing::<agents::register::Register>(),
    Entry::changing::<agents::register::RegisterAgent>(),
    Entry::changing::<agents::heartbeat::Heartbeat>(),
    Entry::of::<agents::generate_id::GenerateId>(),
    Entry::of::<agents::list_agents::ListAgents>(),
    Entry::of::<agents::show_agent::ShowAgent>(),
    Entry::changing::<agents::remove_agent::RemoveAgent>(),
    Entry::of::<agents::agent_performance::AgentPerformance>(),
    Entry::of::<agents::agent_workload::AgentWorkload>(),
    Entry::of::<agents::agent_health::AgentHealth>(),
    Entry::changing::<agents::assign::Assign>(),
    Entry::of::<agents::suggest::Suggest>(),
    Entry::changing::<agents::rebalance::Rebalance>(),
    Entry::of::<workers::run::Run>(),
    Entry::of::<workers::work::Work>(),
    Entry::of::<workers::start::Start>(),
    Entry::of::<workers::stop::StopPool>(),
    Entry::of::<workers::restart::Restart>(),
    Entry::of::<workers::scale::Scale>(),
    Entry::of::<workers::pool::Pool>(),
    Entry::of::<board::dashboard::Dashboard>(),
    Entry::of::<board::status::Status>(),
    Entry::of::<operations::health_check::HealthCheck>(),
    Entry::of::<operations::alerts::Alerts>(),
    Entry::of::<operations::metrics::Metrics>(),
    Entry::of::<operations::monitor::Monitor>(),
    Entry::of::<operations::webhook::Webhook>(),
    Entry::of::<operations::logs::Logs>(),
    Entry::of::<operations::reports::Reports>(),
    Entry::of::<claude::analyze_priorities::AnalyzePriorities>(),
    Entry::of::<claude::optimize_assignments::OptimizeAssignments>(),
    Entry::of::<claude::health_analysis::HealthAnalysis>(),
    Entry::of::<claude::team_analysis::TeamAnalysis>(),
    Entry::of::<claude::recommend_work::RecommendWork>(),
    Entry::of::<claude::claim_intelligent::ClaimIntelligent>(),
    Entry::of::<claude::ask::Ask>(),
    Entry::of::<claude::stream::ClaudeStream>(),
    Entry::of::<claude::pipe::ClaudePipe>(),
    Entry::of::<claude::enhanced::ClaudeEnhanced>(),
    Entry::of::<claude::dashboard::ClaudeDashboard>(),
    Entry::of::<claude::claude_status::ClaudeStatus>(),
    Entry::of::<claude::claude_usage::ClaudeUsage>(),
    Entry::of::<claude::breaker::ListBreakers>(),
    Entry::of::<ceremonies::pi_planning::PiPlanning>(),
    Entry::of::<ceremonies::scrum_of_scrums::ScrumOfScrums>(),
    Entry::of::<ceremonies::innovation_planning::InnovationPlanning>(),
    Entry::of::<ceremonies::system_demo::SystemDemo>(),
    Entry::of::<ceremonies::inspect_adapt::InspectAdapt>(),
    Entry::of::<ceremonies::art_sync::ArtSync>(),
    Entry::of::<ceremonies::portfolio_kanban::PortfolioKanban>(),
    Entry::of::<ceremonies::coach_training::CoachTraining>(),
    Entry::of::<ceremonies::value_stream::ValueStream>(),
    Entry::of::<ceremonies::daily_standup::DailyStandup>(),
    Entry::of::<ceremonies::retrospective::Retrospective>(),
    Entry::of::<upkeep::init::Init>(),
    Entry::of::<upkeep::config::Configure>(),
    Entry::of::<upkeep::environment::ShowEnvironment>(),
    Entry::of::<upkeep::optimize::Optimize>(),
    Entry::changing::<upkeep::cleanup::Cleanup>(),
    Entry::changing::<upkeep::clean_stale_agents::CleanStaleAgents>(),
    Entry::changing::<upkeep::resolve_conflicts::ResolveConflicts>(),
    Entry::of::<upkeep::audit::Audit>(),
    Entry::of::<upkeep::doctor::Doctor>(),
    Entry::of::<upkeep::selftest::Selftest>(),
    Entry::of::<upkeep::upgrade::Upgrade>(),
    Entry::of::<exchange::backup::Backup>(),
    Entry::of::<exchange::restore::Restore>(),
    Entry::of::<exchange::export::Export>(),
    Entry::changing::<exchange::import::Import>(),
    Entry::of::<exchange::sync::Sync>(),
    Entry::of::<doors::batch::Batch>(),
    Entry::of::<doors::shim::Shim>(),
    Entry::of::<doors::schema::ShowSchema>(),
    Entry::of::<doors::completions::Completions>(),
    Entry::of::<doors::man::Man>(),
];

/// The command of that name or alias.
pub fn find(name: &str) -> Option<&'static Entry> {
    COMMANDS.iter().find(|entry| entry.name == name || entry.aliases.contains(&name))
}

/// Every name and alias.
pub fn names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().flat_map(|entry| std::iter::once(entry.name).chain(entry.aliases.iter().copied()))
}

fn arguments<O: Operation>(command: Command) -> Command {
    // The documentation of the request speaks of the request; the command line says what the command does.
    O::augment_args(command).about(O::ABOUT).args(flags::all())
}

fn run<O: Operation>(matches: &ArgMatches, context: &Context) -> Result<Box<dyn Renderable>> {
    let operation =
        O::from_arg_matches(matches).map_err(|error| Error::new(Kind::Usage, error.to_string()))?;
    Ok(Box::new(operation.run(context)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_can_be_built() {
        for entry in COMMANDS {
            (entry.arguments)(Command::new(entry.name).disable_help_flag(true)).debug_assert();
        }
    }

    #[test]
    fn every_name_is_taken_once() {
        let mut all: Vec<_> = names().collect();
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
