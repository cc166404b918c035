//! `ready`: what could be taken now.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::next::Idle;
use super::row::{self, Row};
use super::standing::{self, Observer};
use super::target::check_id;
use crate::commands::change::no_such_agent;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{Candidates, Instant, Priority, Taker};
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Paint, Report};
use crate::store::{self, ItemFilter, View};

/// So many candidates are asked for at first.
const PAGE: usize = 64;

/// Shows what could be taken now.
///
/// The items stand in the order in which the queue gives them. Without --for or --any they are those that you could
/// take: AGENT_ID says who you are, and its registration what you can do.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Ready {
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub wanted: Wanted,
    /// At most this many items
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub limit: usize,
    /// Tell each item whole
    #[arg(long)]
    pub full: bool,
}

/// Which work of the queue, and for whom.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Wanted {
    /// What this agent could take [default: you, as AGENT_ID says]
    #[arg(long = "for", id = "for_agent", value_name = "AGENT")]
    #[serde(rename = "for")]
    pub agent: Option<String>,
    /// What anybody could take
    #[arg(long, conflicts_with = "for_agent")]
    pub any: bool,
    /// Only this kind of work; several with commas
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    #[serde(rename = "type")]
    pub work_types: Vec<String>,
    /// Only work of this team
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
    /// Only work that ranks at least so high: critical, high, medium or low
    #[arg(long, value_name = "PRIORITY", value_parser = ["critical", "high", "medium", "low"])]
    pub priority_at_least: Option<String>,
}

/// What could be taken now.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReadyWork {
    /// The items in the order of the queue.
    pub items: Vec<Row>,
    /// How many are listed.
    pub total: usize,
    /// Whether there are more.
    pub has_more: bool,
    /// The agent that could take them; null for any.
    pub agent_id: Option<String>,
    /// Where there is nothing: how many items wait, and for what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle: Option<Idle>,
    #[serde(skip, default = "epoch")]
    now: Instant,
}

/// The time of a report that was not made here.
pub(super) fn epoch() -> Instant {
    Instant::from_unix(0)
}

impl Operation for Ready {
    const NAME: &'static str = "ready";
    const GROUP: Group = Group::Queue;
    const ABOUT: &'static str = "Show what could be taken now";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord ready", "what you could take, the most urgent first"),
        ("coord ready --any --limit 5 --json", "the first five of the queue, whoever takes them"),
    ];
    type Report = ReadyWork;

    fn run(self, context: &Context) -> Result<ReadyWork> {
        if self.limit == 0 {
            return Err(Error::new(Kind::InvalidValue, "--limit must be at least 1")
                .hint("say how many items are wanted: coord ready --limit 5"));
        }
        let is_full = self.full || context.settings().fields.is_some();
        store::view(context.store()?, context.now(), |view| look(view, &self, is_full, context))
    }
}

fn look(view: &mut dyn View, ready: &Ready, is_full: bool, context: &Context) -> Result<ReadyWork> {
    let wanted = ready.wanted.candidates(context)?;
    let taker = ready.wanted.taker(view, context)?;
    let agent_id = taker.as_ref().map(|taker| taker.agent_id.clone());
    if let Some(agent_id) = &agent_id {
        warn_if_full(view, agent_id, context)?;
    }
    // One more than asked for tells whether there are more.
    let mut items = first(view, &wanted, taker.clone(), ready.limit.saturating_add(1), is_full, context)?;
    let has_more = items.len() > ready.limit;
    items.truncate(ready.limit);
    let idle = if items.is_empty() { Some(Idle::look(view, &wanted, taker)?) } else { None };
    Ok(ReadyWork { total: items.len(), has_more, items, agent_id, idle, now: context.now() })
}

/// The first `count` items that could be taken, in the order of the queue.
pub(super) fn first(
    view: &mut dyn View,
    wanted: &Candidates,
    taker: Option<Taker>,
    count: usize,
    is_full: bool,
    context: &Context,
) -> Result<Vec<Row>> {
    let mut observer = Observer::new(taker, context)?;
    let mut rows = Vec::new();
    let (mut from, mut size) = (0, PAGE.max(count));
    loop {
        let page = view.candidates(wanted, from..from.saturating_add(size))?;
        let is_last = page.len() < size;
        for item in page {
            let standing = observer.standing(view, &item)?;
            if standing.is_ready {
                rows.push(Row::of(item, standing, is_full));
            }
            if rows.len() == count {
                return Ok(rows);
            }
        }
        if is_last {
            return Ok(rows);
        }
        // Where most of the queue waits for something, the pages grow, so that few are asked for.
        from += size;
        size *= 2;
    }
}

/// Tells an agent that it may take nothing, whatever is ready.
fn warn_if_full(view: &mut dyn View, agent_id: &str, context: &Context) -> Result<()> {
    let own = view.agent(agent_id)?.and_then(|agent| agent.max_items);
    let limit = own.unwrap_or(context.config()?.max_concurrent_work);
    if limit == 0 {
        return Ok(());
    }
    let holds = view.count_items(&ItemFilter::held_by(agent_id))?;
    if holds >= limit {
        context.warn(format!(
            "{agent_id} holds {}, and {limit} is the limit: it can take nothing now",
            row::items(holds as usize)
        ));
    }
    Ok(())
}

impl Wanted {
    /// What is asked of the queue.
    ///
    /// # Errors
    /// The configuration is wrong.
    pub fn candidates(&self, context: &Context) -> Result<Candidates> {
        Ok(Candidates {
            now: context.now(),
            lease_secs: context.config()?.lease.secs(),
            work_types: self.work_types.clone(),
            team: self.team.clone().filter(|team| !team.is_empty()),
            priority_at_least: self.priority_at_least.as_deref().map(Priority::of),
        })
    }

    /// For whom; none for anybody.
    ///
    /// # Errors
    /// The agent that was named is not registered.
    pub fn taker(&self, view: &mut dyn View, context: &Context) -> Result<Option<Taker>> {
        if self.any {
            return Ok(None);
        }
        if let Some(agent_id) = self.agent.as_deref().filter(|id| !id.is_empty()) {
            check_id("--for", agent_id)?;
            view.agent(agent_id)?.ok_or_else(|| no_such_agent(agent_id))?;
            return standing::taker(view, agent_id).map(Some);
        }
        context.agent_id().map(|agent_id| standing::taker(view, &agent_id)).transpose()
    }
}

impl Report for ReadyWork {
    fn text(&self, page: &mut Page) {
        let more = if self.has_more { " and more" } else { "" };
        page.painted(Paint::Heading, format!("🟢 READY: {}{more}", row::items(self.total)));
        row::table(page, &self.items, self.now);
        if let Some(idle) = &self.idle {
            page.line(format!("   {}", sentence(&idle.to_string())));
        }
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|row| row.work_item_id.clone()).collect()
    }
}

/// With a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str())
}
