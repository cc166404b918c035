//! Everything that ceremonies speak of, at one moment: the board, its calendar, and what the journal knows of the past.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use crate::commands::board::asked::no_such_team;
use crate::commands::board::people::{self, AgentCounts, AgentLine};
use crate::commands::board::schedule::{Schedule, midnight};
use crate::config::Config;
use crate::context::Context;
use crate::domain::epics::{EPIC, is_epic};
use crate::domain::flow::{Flow, Passage};
use crate::domain::{
    Completion, Dependency, Hindrance, Instant, Metadata, Quantity, Status, TrailEntry, VelocityEntry,
    WorkItem, calendar, hindrance, unmet,
};
use crate::error::Result;
use crate::store::{self, ItemFilter, View};

/// The board at one moment.
pub struct Snapshot<'c> {
    /// What the board is set to.
    pub config: &'c Config,
    /// Its calendar.
    pub schedule: Schedule<'c>,
    /// The moment.
    pub now: Instant,
    /// Whether there is a board.
    pub exists: bool,
    /// The work on the board, in order of creation.
    pub items: Vec<WorkItem>,
    /// Completed work that is no longer on the board, as far as the journal and the log of completions know it.
    pub archived: Vec<WorkItem>,
    /// What keeps open items from being done: blockers, and dependencies that are not met.
    pub hindrances: HashMap<String, Hindrance>,
    /// The agents, in order of registration.
    pub agents: Vec<AgentLine>,
    /// How many agents there are.
    pub agent_counts: AgentCounts,
    /// What each agent said that it is good at.
    pub specializations: Vec<(String, String)>,
    /// Story points since the increment, the sprint, or the last working day began, whichever was first.
    pub velocity: Vec<VelocityEntry>,
    /// How work flowed.
    pub flow: Flow,
    /// What went wrong, oldest first.
    pub mishaps: Vec<Mishap>,
}

/// Something that went wrong, by the journal.
#[derive(Clone, Debug)]
pub struct Mishap {
    /// When.
    pub at: Instant,
    /// What: `lease_expired` or `dead`.
    pub event: String,
    /// The item that it happened to.
    pub work_item_id: String,
}

impl<'c> Snapshot<'c> {
    /// Takes it.
    ///
    /// # Errors
    /// The board or its configuration cannot be read.
    pub fn take(context: &'c Context) -> Result<Self> {
        store::view(context.store()?, context.now(), |view| Self::of(view, context))
    }

    fn of(view: &mut dyn View, context: &'c Context) -> Result<Self> {
        let (config, now) = (context.config()?, context.now());
        let schedule = Schedule::of(config, now);
        let items = view.items(&ItemFilter { is_work: true, ..ItemFilter::default() })?;
        let mut workload: BTreeMap<String, u32> = BTreeMap::new();
        for holder in items.iter().filter(|item| item.is_held()).filter_map(|item| item.agent_id.clone()) {
            *workload.entry(holder).or_default() += 1;
        }
        let agents = view.agents()?;
        let (lines, agent_counts) =
            people::agents(&agents, &workload, now, config.stale_agent_timeout.secs());
        let completions = view.completions(None)?;
        let mut past = Past::default();
        view.trail(None, &mut |entry| {
            past.see(entry);
            Ok(())
        })?;
        let (flow, archived, mishaps) = past.with_board(&items, &completions);
        Ok(Self {
            hindrances: hindrances(&items, &completions, now),
            velocity: view.velocity(Some(first_day(&schedule)))?,
            specializations: agents
                .iter()
                .map(|agent| (agent.agent_id.clone(), agent.specialization.clone().unwrap_or_default()))
                .collect(),
            agents: lines,
            agent_counts,
            exists: view.exists()?,
            config,
            schedule,
            now,
            items,
            archived,
            flow,
            mishaps,
        })
    }

    /// The open work, of one team or of all. An epic is no work of its own: its parts are.
    pub fn open<'s>(&'s self, team: Option<&'s str>) -> impl Iterator<Item = &'s WorkItem> {
        self.items.iter().filter(move |item| item.is_open() && is_of(item, team) && !is_epic(item))
    }

    /// The open work that is blocked, or waits for other items.
    pub fn blocked<'s>(&'s self, team: Option<&'s str>) -> impl Iterator<Item = &'s WorkItem> {
        self.open(team).filter(|item| self.hindrances.contains_key(&item.work_item_id))
    }

    /// The work that was completed from `since` on, newest first, of one team or of all.
    pub fn completed(&self, since: Instant, team: Option<&str>) -> Vec<&WorkItem> {
        let mut found: Vec<(Instant, &WorkItem)> = self
            .items
            .iter()
            .chain(&self.archived)
            .filter(|item| item.status() == Status::Completed && is_of(item, team) && !is_epic(item))
            .filter_map(|item| Some((item.completed_at.as_ref()?.instant()?, item)))
            .filter(|(at, _)| *at >= since)
            .collect();
        found.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        found.into_iter().map(|(_, item)| item).collect()
    }

    /// Story points from `since` on, by the log of velocity.
    pub fn earned(&self, since: Instant) -> impl Iterator<Item = &VelocityEntry> {
        self.velocity.iter().filter(move |entry| entry.at.instant().is_some_and(|at| at >= since))
    }

    /// The completions from `since` on, of one team or of all. Unlike the log of velocity this counts what belongs to a
    /// team by the items, and not by who completed them.
    pub fn passed<'s>(&'s self, since: Instant, team: Option<&'s str>) -> impl Iterator<Item = &'s Passage> {
        let completed = self.flow.completed_since(since);
        completed
            .filter(move |passage| team.is_none_or(|team| passage.team == team) && passage.work_type != EPIC)
    }

    /// When the current program increment began.
    pub fn increment_start(&self) -> Instant {
        midnight(self.schedule.increment_days().first)
    }

    /// The day from which on something counts as done since the last meeting.
    pub fn last_working_day(&self) -> NaiveDate {
        calendar::working_day_before(self.schedule.today())
    }

    /// Every team: those of the configuration in its order, then the others by name. What belongs to no team is the
    /// empty name, at the end.
    pub fn teams(&self) -> Vec<String> {
        let of_items = self.items.iter().filter(|item| item.is_open()).map(|it| it.team.as_deref());
        let of_agents = self.agents.iter().filter(|agent| agent.is_active()).map(|it| Some(it.team.as_str()));
        let since = first_day(&self.schedule);
        let of_past = self.flow.completed_since(since).map(|passage| Some(passage.team.as_str()));
        let all: BTreeSet<&str> =
            of_items.chain(of_agents).chain(of_past).map(Option::unwrap_or_default).collect();
        let known: Vec<&str> = self.config.teams.iter().map(|team| team.name.as_str()).collect();
        let others = all.iter().filter(|team| !known.contains(team) && !team.is_empty());
        let nameless = all.get("").map(|nameless| vec![*nameless]).unwrap_or_default();
        known.iter().chain(others).chain(&nameless).map(|team| (*team).to_owned()).collect()
    }

    /// The team that was asked for; `None` where that is all of them.
    ///
    /// # Errors
    /// There is no such team.
    pub fn asked(&self, team: Option<String>) -> Result<Option<String>> {
        let Some(asked) = team.filter(|team| !team.is_empty() && team != "all") else { return Ok(None) };
        let known = self.teams();
        let before = self.items.iter().chain(&self.archived).filter_map(|item| item.team.as_ref());
        if known.contains(&asked) || before.into_iter().any(|team| *team == asked) {
            return Ok(Some(asked));
        }
        Err(no_such_team(&asked, known))
    }

    /// The story points that fit a sprint of that team, or of all teams.
    pub fn capacity(&self, team: Option<&str>) -> Option<Quantity> {
        let teams = self.config.teams.iter().filter(|known| team.is_none_or(|team| known.name == team));
        let points: f64 = teams.map(|team| f64::from(team.capacity)).sum();
        Some(Quantity(points)).filter(|points| points.0 > 0.0)
    }
}

/// Whether an item is of that team; of any, where none is asked for.
pub fn is_of(item: &WorkItem, team: Option<&str>) -> bool {
    team.is_none_or(|team| item.team.as_deref().unwrap_or_default() == team)
}

fn first_day(schedule: &Schedule<'_>) -> Instant {
    let days = [
        schedule.increment_days().first,
        schedule.sprint_days().first,
        calendar::working_day_before(schedule.today()),
    ];
    midnight(days.into_iter().min().unwrap_or_default())
}

fn hindrances(items: &[WorkItem], completions: &[Completion], now: Instant) -> HashMap<String, Hindrance> {
    let by_id: HashMap<&str, &WorkItem> =
        items.iter().map(|item| (item.work_item_id.as_str(), item)).collect();
    let succeeded: HashSet<&str> = completions
        .iter()
        .filter(|completion| completion.succeeded())
        .map(|completion| completion.work_item_id.as_str())
        .collect();
    let dependency = |id: &String| match by_id.get(id.as_str()) {
        Some(item) => Dependency::of(item),
        None if succeeded.contains(id.as_str()) => Dependency::Met,
        None => Dependency::of_gone(id, &[]),
    };
    let hinders = |item: &WorkItem| {
        let own = hindrance(item, None, now).filter(|own| matches!(own, Hindrance::Blocked { .. }));
        own.or_else(|| {
            let ids = item.dependencies().iter();
            unmet(item, ids.map(|id| (id.clone(), dependency(id))).collect())
        })
    };
    let open = items.iter().filter(|item| item.is_open());
    open.filter_map(|item| Some((item.work_item_id.clone(), hinders(item)?))).collect()
}

/// What the journal tells, as it is read.
#[derive(Default)]
struct Past {
    flow: Flow,
    terms: HashMap<String, Terms>,
    mishaps: Vec<Mishap>,
}

/// What is said of an item, and what a passage does not keep.
#[derive(Clone, Default)]
struct Terms {
    objective: Option<String>,
    parent: Option<String>,
    business_value: Option<f64>,
}

impl Past {
    fn see(&mut self, entry: &TrailEntry<'_>) {
        self.flow.see(entry);
        for item in &entry.puts.items {
            let Some(id) = item.work_item_id.as_deref() else { continue };
            let terms = Terms {
                objective: item.metadata.objective.as_deref().map(ToOwned::to_owned),
                parent: item.parent.as_deref().map(ToOwned::to_owned),
                business_value: item.business_value,
            };
            if terms.objective.is_some() || terms.parent.is_some() || terms.business_value.is_some() {
                self.terms.insert(id.to_owned(), terms);
            }
        }
        let Some(at) = entry.instant() else { return };
        self.mishaps.extend(entry.events.iter().filter_map(|event| {
            Some(Mishap {
                at,
                event: event.event.as_deref()?.to_owned(),
                work_item_id: event.work_item_id.as_deref()?.to_owned(),
            })
        }));
    }

    /// Adds the board and the log of completions. Gives what is archived beside the flow.
    fn with_board(
        mut self,
        items: &[WorkItem],
        completions: &[Completion],
    ) -> (Flow, Vec<WorkItem>, Vec<Mishap>) {
        for item in items {
            self.flow.see_item(item);
        }
        for completion in completions {
            self.flow.see_completion(completion);
        }
        let known: HashSet<&str> = items.iter().map(|item| item.work_item_id.as_str()).collect();
        let is_gone = |passage: &&Passage| !known.contains(passage.work_item_id.as_str());
        let gone = self.flow.passages().iter().filter(|passage| passage.completed.is_some()).filter(is_gone);
        let archived = gone
            .map(|passage| {
                archived(passage, self.terms.get(&passage.work_item_id).cloned().unwrap_or_default())
            })
            .collect();
        (self.flow, archived, self.mishaps)
    }
}

/// An item that went into the archive, as far as it is known.
fn archived(passage: &Passage, terms: Terms) -> WorkItem {
    let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    WorkItem {
        work_item_id: passage.work_item_id.clone(),
        agent_id: passage.agent_id.clone(),
        work_type: text(&passage.work_type),
        team: text(&passage.team),
        status: Some("completed".to_owned()),
        result: passage.result.clone(),
        completed_at: passage.completed.map(Instant::stamp),
        story_points: passage.points.map(Quantity),
        business_value: terms.business_value.map(Quantity),
        parent: terms.parent,
        metadata: terms
            .objective
            .map(|objective| Metadata { objective: Some(objective), ..Metadata::default() }),
        ..WorkItem::default()
    }
}
