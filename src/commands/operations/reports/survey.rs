//! Every figure of a report, taken from the board at one moment.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::commands::board::asked::check_team;
use crate::commands::board::schedule::Schedule;
use crate::commands::passages::flow_and;
use crate::config::parse_date;
use crate::context::Context;
use crate::domain::burndown::{Burndown, Part};
use crate::domain::calendar::Period;
use crate::domain::flow::{Bucket, Figures, Flow, Group, Passage, Step, Unit, buckets, grouped, series};
use crate::domain::forecast::{Forecast, forecast};
use crate::domain::{Instant, Quantity, Stamp, Status};
use crate::error::Result;
use crate::store::View;

/// The forecast is drawn from so many days before today.
pub(super) const PAST_DAYS: i64 = 28;
/// The futures are the same for the same board.
const SEED: u64 = 0x636f_6f72_6420_3432;

/// Every figure of a report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Survey {
    /// From when on; null where there is no limit.
    pub from: Option<Stamp>,
    /// Until when: the moment of the report.
    pub to: Stamp,
    /// The team that it is about, where one was asked for.
    pub team: Option<String>,
    /// The agent that it is about, where one was asked for.
    pub agent: Option<String>,
    /// What was completed, all together.
    pub total: Figures,
    /// By team; the name is empty where nobody said.
    pub by_team: Vec<Group>,
    /// By agent; the name is empty where nobody held the item.
    pub by_agent: Vec<Group>,
    /// By kind of work; the name is empty where nobody said.
    pub by_work_type: Vec<Group>,
    /// How long a step of the series is.
    pub unit: Unit,
    /// What was completed step by step.
    pub series: Vec<Step>,
    /// How the lead times are spread, from the shortest to the longest.
    pub lead_time_histogram: Vec<Bucket>,
    /// What is open.
    pub open: OpenWork,
    /// Who holds how much: most first.
    pub workload: Vec<Load>,
    /// The current sprint.
    pub sprint: Sprint,
    /// In how many days the open items will be done, from the completions of past days; null where there were none.
    pub forecast: Option<Forecast>,
    /// How often each operation was done, as the journal has it: most often first.
    pub operations: Vec<Count>,
    /// What happened to items beside that, such as `lease_expired`: most often first.
    pub events: Vec<Count>,
    /// Entries of the log of completions whose time cannot be read; they are in no figure.
    pub unreadable: u32,
}

/// What is open.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct OpenWork {
    /// Items that wait in the queue.
    pub pending: u32,
    /// Items that somebody holds.
    pub held: u32,
    /// Story points of both, as far as they were estimated.
    pub points: Quantity,
}

/// What an agent holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Load {
    /// The agent.
    pub agent_id: String,
    /// How many items.
    pub held: u32,
    /// Their story points, as far as they were estimated.
    pub points: Quantity,
}

/// The current sprint.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Sprint {
    /// Its first day, `YYYY-MM-DD`.
    pub start: String,
    /// Its last day, `YYYY-MM-DD`.
    pub end: String,
    /// What was left day by day; null where it has no work.
    pub burndown: Option<Burndown>,
}

/// How often something happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Count {
    /// What.
    pub name: String,
    /// How often.
    pub count: u32,
}

/// Every team that the configuration, an agent, an item or the past names.
fn known_teams(view: &mut dyn View, context: &Context, flow: &Flow) -> Result<Vec<String>> {
    let mut known: Vec<String> = context.config()?.teams.iter().map(|team| team.name.clone()).collect();
    let mut others: BTreeSet<String> = flow.passages().iter().map(|passage| passage.team.clone()).collect();
    others.extend(view.agents()?.into_iter().filter_map(|agent| agent.team));
    view.survey(&mut |item| {
        others.extend(item.team().map(Cow::into_owned));
        Ok(())
    })?;
    others.retain(|team| !known.contains(team));
    known.extend(others);
    Ok(known)
}

impl Survey {
    /// Of the board from `from` on; only of a team or an agent, where one is named.
    ///
    /// # Errors
    /// The board or the configuration cannot be read, or nobody knows the team.
    pub fn of(
        view: &mut dyn View,
        context: &Context,
        from: Option<Instant>,
        (team, agent): (Option<String>, Option<String>),
    ) -> Result<Self> {
        let now = context.now();
        let (mut operations, mut events) = (BTreeMap::new(), BTreeMap::new());
        let flow = flow_and(view, &mut |entry| {
            let is_asked_for = agent.as_ref().is_none_or(|agent| entry.concerns_agent(agent));
            if is_asked_for && entry.instant().is_some_and(|at| from.is_none_or(|from| at >= from)) {
                count(&mut operations, entry.op.as_deref());
                entry.events.iter().for_each(|event| count(&mut events, event.event.as_deref()));
            }
        })?;
        if let Some(team) = &team {
            check_team(team, known_teams(view, context, &flow)?)?;
        }
        let wanted = |passage: &&Passage| {
            team.as_ref().is_none_or(|team| passage.team == *team)
                && agent.as_ref().is_none_or(|agent| passage.agent_id.as_ref() == Some(agent))
        };
        let done: Vec<&Passage> = completed(&flow, from).filter(wanted).collect();
        let all: Vec<&Passage> = flow.passages().iter().filter(wanted).collect();
        let start = from.or_else(|| done.iter().filter_map(|passage| passage.completed).min()).unwrap_or(now);
        let unit = Unit::fitting(now.unix() - start.unix());
        let completions = || done.iter().copied();
        Ok(Self {
            from: from.map(Instant::stamp),
            to: now.stamp(),
            total: Figures::of(completions()),
            by_team: grouped(completions(), |passage| &passage.team),
            by_agent: grouped(completions(), |passage| passage.agent_id.as_deref().unwrap_or_default()),
            by_work_type: grouped(completions(), |passage| &passage.work_type),
            unit,
            series: series(completions(), (start, now), unit),
            lead_time_histogram: buckets(completions().filter_map(Passage::lead_secs)),
            open: OpenWork::of(&all),
            workload: Load::of(&all),
            sprint: Sprint::of(&all, context)?,
            forecast: outlook(&all, now),
            operations: counts(operations),
            events: counts(events),
            unreadable: flow.unreadable(),
            team,
            agent,
        })
    }
}

fn completed(flow: &Flow, from: Option<Instant>) -> impl Iterator<Item = &Passage> {
    let is_in = move |at: Instant| from.is_none_or(|from| at >= from);
    flow.passages().iter().filter(move |passage| passage.completed.is_some_and(is_in))
}

fn count(counts: &mut BTreeMap<String, u32>, name: Option<&str>) {
    let Some(name) = name else { return };
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => drop(counts.insert(name.to_owned(), 1)),
    }
}

fn counts(counts: BTreeMap<String, u32>) -> Vec<Count> {
    let mut all: Vec<Count> = counts.into_iter().map(|(name, count)| Count { name, count }).collect();
    all.sort_by_key(|count| std::cmp::Reverse(count.count));
    all
}

impl OpenWork {
    fn of(passages: &[&Passage]) -> Self {
        let mut open = Self::default();
        for passage in passages {
            match passage.status {
                Status::Pending => open.pending += 1,
                Status::Held => open.held += 1,
                _ => continue,
            }
            open.points.0 += passage.points.unwrap_or_default();
        }
        open
    }

    /// How many items.
    pub fn items(&self) -> u32 {
        self.pending + self.held
    }
}

impl Load {
    fn of(passages: &[&Passage]) -> Vec<Self> {
        let mut by_agent: BTreeMap<&str, (u32, f64)> = BTreeMap::new();
        for passage in passages.iter().filter(|passage| passage.status == Status::Held) {
            let (held, points) = by_agent.entry(passage.agent_id.as_deref().unwrap_or_default()).or_default();
            *held += 1;
            *points += passage.points.unwrap_or_default();
        }
        let mut loads: Vec<Self> = by_agent
            .into_iter()
            .map(|(agent_id, (held, points))| Self {
                agent_id: agent_id.to_owned(),
                held,
                points: Quantity(points),
            })
            .collect();
        loads.sort_by_key(|load| std::cmp::Reverse(load.held));
        loads
    }
}

impl Sprint {
    fn of(passages: &[&Passage], context: &Context) -> Result<Self> {
        let days = Schedule::of(context.config()?, context.now()).sprint().days;
        let period = parse_date(&days.start).zip(parse_date(&days.end));
        let period = period.map(|(first, last)| Period { first, last });
        // Of what is over it has to be known when it came and when it went.
        let is_known = |passage: &&&Passage| {
            let is_open = matches!(passage.status, Status::Pending | Status::Held);
            is_open || (passage.created.is_some() && passage.closed.is_some())
        };
        let part = |passage: &&Passage| Part {
            points: passage.points,
            created: passage.created,
            closed: passage.closed,
        };
        let parts: Vec<Part> = passages.iter().filter(is_known).map(part).collect();
        Ok(Self {
            burndown: period.and_then(|period| Burndown::of(&parts, period, context.now())),
            start: days.start,
            end: days.end,
        })
    }
}

/// What the completions of the days before today say of the items that are open.
fn outlook(passages: &[&Passage], now: Instant) -> Option<Forecast> {
    let today = now.unix().div_euclid(86_400);
    let mut past = vec![0.0; usize::try_from(PAST_DAYS).unwrap_or_default()];
    let mut first = PAST_DAYS;
    for at in passages.iter().filter_map(|passage| passage.completed) {
        let day = at.unix().div_euclid(86_400) - (today - PAST_DAYS);
        if let Some(count) = usize::try_from(day).ok().and_then(|day| past.get_mut(day)) {
            *count += 1.0;
        }
        first = first.min(day);
    }
    // Days before the first completion of all say nothing: the board was not in use yet.
    let unlived = usize::try_from(first).unwrap_or_default();
    forecast(past.get(unlived..).unwrap_or_default(), f64::from(OpenWork::of(passages).items()), SEED)
}
