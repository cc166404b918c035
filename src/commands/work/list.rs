//! `list`: items of the board, by what they are and how they stand.

use std::cmp::Reverse;

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::row::{self, Row};
use super::standing::{Observer, Standing, State};
use crate::commands::{Group, Operation};
use crate::config::nearest;
use crate::context::Context;
use crate::domain::{Instant, Place, Priority, Stamp, Status, Urgency, WorkItem};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Paint, Report};
use crate::store::{self, ItemFilter, View};

/// The words that mean more than one status word, or a status whatever its word.
const WORDS: [&str; 7] = ["pending", "held", "completed", "cancelled", "dead", "open", "all"];

/// Lists items.
///
/// Without flags it lists what is open: first what agents have in hand, then the queue in its order. What is completed,
/// cancelled or dead is listed when --status asks for it, the newest first.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct List {
    /// Only this status: pending, held, completed, cancelled, dead, open, all, or a status word; several with commas
    /// [default: open]
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub status: Vec<String>,
    /// Only what could be taken now
    #[arg(long)]
    pub ready: bool,
    /// Only what is blocked, or waits for other items or for paths
    #[arg(long)]
    pub blocked: bool,
    /// Only what may not be taken yet
    #[arg(long)]
    pub scheduled: bool,
    /// Only what is held though the lease is over
    #[arg(long)]
    pub expired: bool,
    /// Only what should have been done by now
    #[arg(long)]
    pub overdue: bool,
    /// Only this kind of work; several with commas
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    #[serde(rename = "type")]
    pub work_types: Vec<String>,
    /// Only work of this team
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
    /// Only what this agent holds, or is meant for it
    #[arg(long, value_name = "AGENT")]
    pub agent: Option<String>,
    /// Only what you hold, or is meant for you, as AGENT_ID says
    #[arg(long, conflicts_with = "agent")]
    pub mine: bool,
    /// Only the parts of this item
    #[arg(long, value_name = "ID")]
    pub parent: Option<String>,
    /// Only work that ranks at least so high: critical, high, medium or low
    #[arg(long, value_name = "PRIORITY", value_parser = ["critical", "high", "medium", "low"])]
    pub priority_at_least: Option<String>,
    /// Only items of this key
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
    /// Only items that have this text in their id, kind, description, key or notes
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub search: Option<String>,
    /// In which order
    #[arg(long, value_enum, default_value_t)]
    pub sort: Sort,
    /// At most this many items
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub limit: usize,
    /// Tell each item whole
    #[arg(long)]
    pub full: bool,
}

/// An order of items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// What is in hand, then the queue, then what ended
    #[default]
    Queue,
    /// The oldest first
    Created,
    /// What is due first
    Deadline,
    /// The most urgent first
    Priority,
}

/// Items of the board.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// The items.
    pub items: Vec<Row>,
    /// How many there are, listed or not.
    pub total: usize,
    /// Whether there are more than are listed.
    pub has_more: bool,
    #[serde(skip, default = "super::ready::epoch")]
    now: Instant,
}

impl Operation for List {
    const NAME: &'static str = "list";
    const GROUP: Group = Group::Queue;
    const ABOUT: &'static str = "List items by status, kind, team, agent and more";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord list", "what is in hand and what waits"),
        ("coord list --mine --json --fields work_item_id,description", "what you have to do, in few words"),
        ("coord list --blocked --overdue --sort deadline", "what is late, and cannot begin"),
    ];
    type Report = Listed;

    fn run(self, context: &Context) -> Result<Listed> {
        let question = Question::of(self, context)?;
        let listed = store::view(context.store()?, context.now(), |view| question.ask(view, context))?;
        if listed.total == 0 {
            question.warn_of_odd_words(context);
        }
        Ok(listed)
    }
}

/// A checked request.
struct Question {
    list: List,
    agent: Option<String>,
    search: Option<String>,
    least: Option<Priority>,
    now: Instant,
    lease_secs: u32,
    is_full: bool,
}

impl Question {
    fn of(list: List, context: &Context) -> Result<Self> {
        if list.limit == 0 {
            return Err(Error::new(Kind::InvalidValue, "--limit must be at least 1")
                .hint("say how many items are wanted: coord list --limit 10"));
        }
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let agent = if list.mine { Some(caller(context)?) } else { given(&list.agent) };
        Ok(Self {
            agent,
            search: given(&list.search).map(|text| text.to_lowercase()),
            least: list.priority_at_least.as_deref().map(Priority::of),
            now: context.now(),
            lease_secs: context.config()?.lease.secs(),
            is_full: list.full || context.settings().fields.is_some(),
            list,
        })
    }

    fn ask(&self, view: &mut dyn View, context: &Context) -> Result<Listed> {
        let mut items = view.items(&self.filter())?;
        items.retain(|item| self.passes(item));
        self.sort(&mut items);
        let mut observer = Observer::new(None, context)?;
        let (mut rows, mut total) = (Vec::new(), 0);
        for item in items {
            // How an item stands costs questions to the board: it is asked where it matters.
            if !self.is_about_standing() && rows.len() == self.list.limit {
                total += 1;
                continue;
            }
            let standing = observer.standing(view, &item)?;
            if self.passes_as(&standing) {
                total += 1;
                if rows.len() < self.list.limit {
                    rows.push(Row::of(item, standing, self.is_full));
                }
            }
        }
        Ok(Listed { has_more: total > rows.len(), items: rows, total, now: self.now })
    }

    /// What the store can sort out by itself.
    fn filter(&self) -> ItemFilter {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        ItemFilter {
            statuses: self.statuses(),
            team: given(&self.list.team),
            parent: given(&self.list.parent),
            ..ItemFilter::default()
        }
    }

    fn statuses(&self) -> Vec<Status> {
        const OPEN: [Status; 2] = [Status::Pending, Status::Held];
        if self.list.status.is_empty() {
            return OPEN.to_vec();
        }
        let mut statuses = Vec::new();
        for word in &self.list.status {
            match word.as_str() {
                "all" => return Vec::new(),
                "open" => statuses.extend(OPEN),
                word => statuses.push(Status::of(word)),
            }
        }
        statuses
    }

    fn passes(&self, item: &WorkItem) -> bool {
        let list = &self.list;
        let work_type = item.work_type.as_deref().unwrap_or_default();
        let is_of_agent = |agent: &String| {
            item.agent_id.as_ref() == Some(agent)
                || (item.status() == Status::Pending && item.assigned_to.as_ref() == Some(agent))
        };
        let deadline = item.deadline.as_ref().and_then(Stamp::instant);
        self.has_status(item)
            && (list.work_types.is_empty() || list.work_types.iter().any(|wanted| wanted == work_type))
            && self.agent.as_ref().is_none_or(is_of_agent)
            && self.least.is_none_or(|least| Urgency::of(item).rank(self.now) >= least)
            && (!list.overdue || (item.is_open() && deadline.is_some_and(|deadline| deadline < self.now)))
            && (!list.expired || item.is_expired(self.now, self.lease_secs))
            && list.key.as_ref().is_none_or(|key| key.is_empty() || item.key.as_ref() == Some(key))
            && self.search.as_ref().is_none_or(|text| has_text(item, text))
    }

    /// Whether a status word was asked for, or one that it is among.
    fn has_status(&self, item: &WorkItem) -> bool {
        let status = item.status();
        let is_it = |word: &String| match word.as_str() {
            "all" => true,
            "open" => item.is_open(),
            "held" => status == Status::Held,
            word => match Status::of(word) {
                Status::Held => item.status.as_deref() == Some(word),
                asked => status == asked,
            },
        };
        self.list.status.is_empty() || self.list.status.iter().any(is_it)
    }

    fn is_about_standing(&self) -> bool {
        self.list.ready || self.list.blocked || self.list.scheduled
    }

    fn passes_as(&self, standing: &Standing) -> bool {
        let List { ready, blocked, scheduled, .. } = self.list;
        !self.is_about_standing()
            || (ready && standing.is_ready)
            || (blocked && standing.state == State::Blocked)
            || (scheduled && standing.state == State::Scheduled)
    }

    fn sort(&self, items: &mut [WorkItem]) {
        let instant = |stamp: &Option<Stamp>| stamp.as_ref().and_then(Stamp::instant);
        let place = |item: &WorkItem| Urgency::of(item).place(self.now);
        match self.list.sort {
            // That is how they stand on the board.
            Sort::Created => {}
            Sort::Priority => items.sort_by_cached_key(place),
            Sort::Deadline => items.sort_by_cached_key(|item| {
                let deadline = instant(&item.deadline);
                (deadline.is_none(), deadline, place(item))
            }),
            Sort::Queue => items.sort_by_cached_key(|item| match item.status() {
                Status::Held => (0, None::<Place>, Reverse(None)),
                Status::Pending => (1, Some(place(item)), Reverse(None)),
                _ => (2, None, Reverse(instant(&item.completed_at))),
            }),
        }
    }

    /// Nothing found for a word that looks like one of ours is a slip, more likely than not.
    fn warn_of_odd_words(&self, context: &Context) {
        for word in self.list.status.iter().filter(|word| !WORDS.contains(&word.as_str())) {
            if let Some(near) = nearest(word, WORDS.into_iter()) {
                context.warn(format!("no item has the status {word:?}; did you mean {near}?"));
            }
        }
    }
}

/// Who asks.
fn caller(context: &Context) -> Result<String> {
    context.agent_id().ok_or_else(|| {
        Error::new(Kind::Usage, "--mine: you did not say who you are")
            .hint("set AGENT_ID, or use --agent AGENT")
    })
}

fn has_text(item: &WorkItem, text: &str) -> bool {
    let fields = [&item.work_type, &item.description, &item.key].into_iter().flatten();
    let notes = item.notes.iter().flatten().map(|note| &note.text);
    let mut texts = [&item.work_item_id].into_iter().chain(fields).chain(notes);
    texts.any(|field| field.to_lowercase().contains(text))
}

impl Report for Listed {
    fn text(&self, page: &mut Page) {
        page.painted(Paint::Heading, format!("📋 WORK: {}", row::items(self.total)));
        row::table(page, &self.items, self.now);
        if self.has_more {
            let hidden = self.total - self.items.len();
            let note = format!("and {hidden} more: coord list --limit {}", self.total);
            let note = page.paint(Paint::Faint, &note);
            page.block(&format!("     {note}"));
        }
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|row| row.work_item_id.clone()).collect()
    }
}
