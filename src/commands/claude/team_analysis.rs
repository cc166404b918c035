//! `claude-team-analysis`: how the open work is spread over the teams, and what should move.

use std::collections::{HashMap, HashSet};

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::advice::Advice;
use super::analysis_file;
use super::consulting::{Asked, Computed, Consulting};
use super::material::{self, Material, consult_unless};
use crate::claude::briefing::{Briefed, ItemLine};
use crate::claude::prompts;
use crate::commands::agents::track_record::TrackRecord;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::advice::teams::{
    Census, METHOD, TeamBalance, TeamFigures, TeamMove, TeamStanding, balance,
};
use crate::domain::{Completion, Quantity, Status, WorkItem};
use crate::error::Result;
use crate::output::{Page, Paint, Report};
use crate::store;

/// So many teams are told on a page.
const SHOWN: usize = 20;
/// The share of the data that teams get, and that teams and agents get together, in percent; the rest is for items.
const TEAMS_PERCENT: usize = 30;
const AGENTS_PERCENT: usize = 60;

/// Analyses how the open work is spread over the teams.
///
/// The load of a team is its share of the open work against its share of the capacity of agents that give signs: 100
/// percent is its fair share. Told is who has too much, who has room, and which items or agents should move.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TeamAnalysis {
    /// Only this team
    #[arg(value_name = "TEAM")]
    pub team: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub consulting: Consulting,
}

/// How the open work is spread over the teams.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TeamLoads {
    /// The team that was asked for; null where it was all of them.
    pub team: Option<String>,
    /// How sure this is, in percent; null where there is nothing to go by.
    pub confidence: Option<u32>,
    /// Which team has too much, which too little, and what to do.
    pub summary: String,
    /// The teams.
    pub items: Vec<TeamLoad>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are told.
    pub has_more: bool,
    /// What should move.
    pub moves: Vec<Moving>,
}

/// How much a team has to do.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TeamLoad {
    /// The team.
    pub team: String,
    /// overloaded, balanced, room, idle or unattended.
    pub standing: String,
    /// Percent of its fair share of the open work; null where nobody is there or nothing is to be done.
    pub load_percent: Option<Quantity>,
    /// Its open items.
    pub open: u32,
    /// Those of them that wait in the queue.
    pub pending: u32,
    /// The story points of its open items, an item without them as one.
    pub points: Quantity,
    /// Its agents that are signed on.
    pub agents: u32,
    /// Those of them that give signs.
    pub present: u32,
    /// What those have, in percent of a full agent.
    pub capacity_percent: Quantity,
    /// What it should do.
    pub recommendation: String,
}

/// An item or agent that should change its team.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Moving {
    /// item or agent.
    pub kind: String,
    /// The item or agent.
    pub id: String,
    /// The team that it belongs to.
    pub from_team: String,
    /// The team that it should belong to.
    pub to_team: String,
    /// Why.
    pub reason: String,
}

/// What the advice is drawn from.
struct Situation {
    material: Material,
    /// The open work in the order of the queue.
    open: Vec<WorkItem>,
    log: Vec<Completion>,
}

/// What a model may name: items and agents with the team that each is of.
#[derive(Default)]
struct Sent {
    items: HashMap<String, String>,
    agents: HashMap<String, String>,
}

impl Operation for TeamAnalysis {
    const NAME: &'static str = "claude-team-analysis";
    const ALIASES: &'static [&'static str] = &["claude-team", "claude-suggest-teams", "claude-teams"];
    const GROUP: Group = Group::Claude;
    const ABOUT: &'static str = "Analyse how the work is spread over the teams";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord claude-team-analysis", "which team has too much, which has room, and what should move"),
        ("coord claude-team-analysis backend_team", "one team"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.claude.teams");
    type Report = Advice<TeamLoads>;

    fn run(self, context: &Context) -> Result<Self::Report> {
        let team = self.team.as_deref().filter(|team| !team.is_empty());
        let situation = Situation::look(context)?;
        let workers = situation.material.workers();
        let census = Census::of(&situation.open, &workers);
        let computed = balance(&situation.open, &workers, team);
        let most = self.consulting.settings(context)?.max_input_bytes;
        let (briefed, sent) = situation.brief(&census, team, most, context);
        let asked = Asked {
            question: prompts::TEAMS.question::<TeamBalance>(briefed.data),
            check: &|answer| check(answer, &census, &sent, team),
            is_of_board: true,
            left_out: briefed.left_out,
        };
        let nothing = (situation.open.is_empty() || computed.items.is_empty())
            .then_some("no open work of a team is there to ask about");
        let answer = Computed { answer: computed.clone(), method: METHOD };
        let advice = consult_unless(nothing, &self.consulting, context, &asked, answer)?;
        let advice = advice.map(|answer| TeamLoads::of(answer, &census, &situation, team));
        analysis_file::keep(analysis_file::TEAMS, &advice, context)?;
        Ok(advice)
    }
}

impl Situation {
    fn look(context: &Context) -> Result<Self> {
        store::view(context.store()?, context.now(), |view| {
            let material = Material::of(view, context)?;
            let held = material.open.iter().filter(|item| item.status() != Status::Pending).cloned();
            let open = material.queue(context.now()).into_iter().chain(held).collect();
            Ok(Self { material, open, log: view.completions(None)? })
        })
    }

    /// The data for a model, and what it may name.
    fn brief(&self, census: &Census, team: Option<&str>, most: usize, context: &Context) -> (Briefed, Sent) {
        let mut briefing = material::briefing(context, most);
        if let Some(team) = team {
            briefing.tell(&json!({"asked_team": team}));
        }
        let told = census.0.iter().filter(|(team, _)| material::can_be_told(team));
        let teams = told.map(|(team, figures)| {
            json!({"team": team, "open": figures.open, "pending": figures.pending, "points": figures.points,
                "agents": figures.agents, "present": figures.present, "capacity_percent": figures.capacity,
                "load_percent": census.load_percent(team).map(f64::round)})
        });
        briefing.list(teams, TEAMS_PERCENT);
        let (record, workers) = (TrackRecord::of(&self.log), self.material.workers());
        let agents: Vec<_> = material::agent_lines(&workers, &record).collect();
        let told = briefing.list(&agents, AGENTS_PERCENT);
        let agents =
            agents.into_iter().take(told).map(|agent| (agent.agent_id, agent.team.unwrap_or_default()));
        let (can_move, hour) = (self.can_move(), material::hour(context));
        let told = briefing.list(can_move.iter().map(|item| ItemLine::of(item, hour)), 100);
        let items = can_move.into_iter().take(told);
        let items = items.map(|item| (item.work_item_id.clone(), item.team.clone().unwrap_or_default()));
        let sent = Sent { items: items.collect(), agents: agents.collect() };
        (briefing.finish(), sent)
    }

    /// What waits and is meant for nobody.
    fn can_move(&self) -> Vec<&WorkItem> {
        let waits = |item: &&WorkItem| item.status() == Status::Pending && item.assigned_to.is_none();
        let open = self.open.iter().filter(waits);
        open.filter(|item| material::can_be_told(&item.work_item_id)).collect()
    }

    /// The team that an item or agent is of.
    fn team_of(&self, step: &TeamMove) -> String {
        let team = if step.kind == "agent" {
            let agent = self.material.agents.iter().find(|standing| standing.agent.agent_id == step.id);
            agent.and_then(|standing| standing.agent.team.clone())
        } else {
            self.material.by_id().get(step.id.as_str()).and_then(|item| item.team.clone())
        };
        team.unwrap_or_default()
    }
}

/// What is wrong with a model's answer, beyond its shape.
fn check(
    answer: &TeamBalance,
    census: &Census,
    sent: &Sent,
    asked: Option<&str>,
) -> std::result::Result<(), String> {
    let names = census.0.keys().map(String::as_str);
    let teams: HashSet<&str> = names.filter(|team| asked.is_none_or(|asked| asked == *team)).collect();
    material::check_ids(answer.items.iter().map(|standing| standing.team.as_str()), &teams)?;
    let mut seen = HashSet::new();
    let mut present: HashMap<&str, u32> = HashMap::new();
    for TeamMove { kind, id, to_team, .. } in &answer.moves {
        let known = if kind == "agent" { &sent.agents } else { &sent.items };
        let Some(from) = known.get(id) else {
            return Err(format!("there is no {kind} {id:?} in the data that could move"));
        };
        if !seen.insert((kind, id)) {
            return Err(format!("the {kind} {id:?} moves more than once"));
        }
        if !census.0.contains_key(to_team) {
            return Err(format!("there is no team {to_team:?} in the data"));
        }
        if from == to_team {
            return Err(format!("the {kind} {id:?} is of {to_team:?} as it is"));
        }
        if kind == "agent" {
            let left = present
                .entry(from.as_str())
                .or_insert_with(|| census.0.get(from).map_or(0, |team| team.present));
            *left = left.saturating_sub(1);
            if *left == 0 && census.0.get(from).is_some_and(|team| team.open > 0) {
                return Err(format!("without {id:?} nobody is left in {from:?}, which has open work"));
            }
        }
        if asked.is_some_and(|asked| from != asked && to_team != asked) {
            return Err(format!("the move of {id:?} has nothing to do with the asked_team"));
        }
    }
    Ok(())
}

impl TeamLoads {
    fn of(answer: TeamBalance, census: &Census, situation: &Situation, team: Option<&str>) -> Self {
        let items: Vec<TeamLoad> = answer.items.into_iter().map(|team| TeamLoad::of(team, census)).collect();
        let moves = answer.moves.into_iter().map(|step| Moving {
            from_team: situation.team_of(&step),
            kind: step.kind,
            id: step.id,
            to_team: step.to_team,
            reason: step.reason,
        });
        Self {
            team: team.map(ToOwned::to_owned),
            confidence: answer.confidence,
            summary: answer.summary,
            total: items.len(),
            has_more: false,
            items,
            moves: moves.collect(),
        }
    }
}

impl TeamLoad {
    fn of(told: TeamStanding, census: &Census) -> Self {
        let figures = census.0.get(&told.team).cloned().unwrap_or_default();
        let TeamFigures { open, pending, points, agents, present, capacity } = figures;
        Self {
            load_percent: census.load_percent(&told.team).map(|load| Quantity(load).rounded()),
            team: told.team,
            standing: told.standing,
            open,
            pending,
            points: Quantity(points).rounded(),
            agents,
            present,
            capacity_percent: Quantity(capacity).rounded(),
            recommendation: told.recommendation,
        }
    }

    fn text(&self, page: &mut Page) {
        let paint = match self.standing.as_str() {
            "overloaded" | "unattended" => Paint::Warn,
            "balanced" => Paint::Good,
            _ => Paint::Faint,
        };
        let load = self
            .load_percent
            .map_or_else(|| "-".to_owned(), |load| format!("{} %", Quantity(load.0.round())));
        let points = if self.points == Quantity(1.0) {
            "1 point".to_owned()
        } else {
            format!("{} points", self.points)
        };
        let Self { team, standing, open, present, agents, .. } = self;
        page.painted(
            paint,
            format!(
                "  {team}: {standing} ({load}) - {open} open ({points}), {present} of {agents} agents there"
            ),
        );
        page.line(format!("     → {}", self.recommendation));
    }
}

impl Report for Advice<TeamLoads> {
    fn text(&self, page: &mut Page) {
        let teams = &self.answer;
        page.painted(Paint::Heading, "🧠 CLAUDE TEAM ANALYSIS");
        page.line(format!("🔍 Trace ID: {}", self.trace_id));
        if let Some(team) = &teams.team {
            page.line(format!("👥 Target: {team}"));
        }
        self.origin.text(page);
        page.line(format!("👥 Claude Intelligence: {}", teams.summary));
        page.gap();
        teams.items.iter().take(SHOWN).for_each(|team| team.text(page));
        if teams.items.len() > SHOWN {
            page.line(format!("  … {} more; all of them with --json", teams.items.len() - SHOWN));
        }
        if !teams.moves.is_empty() {
            page.painted(Paint::Heading, format!("🔀 SHOULD MOVE: {}", teams.moves.len()));
        }
        for step in &teams.moves {
            let Moving { kind, id, from_team, to_team, reason } = step;
            page.line(format!("  {kind} {id}: {from_team} → {to_team} - {reason}"));
        }
        page.line(material::confidence_line(teams.confidence));
    }

    fn ids(&self) -> Vec<String> {
        self.answer.items.iter().map(|team| team.team.clone()).collect()
    }
}
