//! `deps`: what waits for what.

use std::collections::{HashMap, HashSet};

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::network::{Network, Way};
use super::target::check_id;
use super::tree::{self, Twig};
use crate::commands::change::no_such_item;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::WorkItem;
use crate::domain::dependencies::Graph;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Paint, Report};
use crate::store::{self, ItemFilter, View};

/// Shows what waits for what.
///
/// With an id it shows what that item waits for, and what that waits for, and so on; with --reverse who waits for it.
/// Without an id it shows all open work that waits or is waited for. The exit code is 1 if --cycles finds some.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Deps {
    /// The items to begin with [default: all open work]
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    /// Show who waits for them instead
    #[arg(long)]
    pub reverse: bool,
    /// Show items that wait for one another, so that none can begin
    #[arg(long, group = "view")]
    pub cycles: bool,
    /// Show the chain that takes longest, by story points
    #[arg(long, group = "view")]
    pub critical_path: bool,
    /// Draw it in the language of Graphviz
    #[arg(long, group = "view")]
    pub dot: bool,
    /// Draw it in the language of Mermaid
    #[arg(long, group = "view")]
    pub mermaid: bool,
    /// At most this many lines of the tree
    #[arg(long, default_value_t = 200, value_name = "N")]
    pub limit: usize,
}

/// What waits for what.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Waiting {
    /// The tree: each item is followed by what it waits for, one deeper. Of --critical-path the chain, what is to be done
    /// first standing first.
    pub items: Vec<Twig>,
    /// How many are listed.
    pub total: usize,
    /// Whether there are more.
    pub has_more: bool,
    /// Items that wait for one another.
    pub cycles: Vec<Circle>,
    /// Of --critical-path: the points of the chain; an item without points counts as one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<f64>,
    /// Of --dot and --mermaid: the drawing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawing: Option<String>,
    #[serde(skip)]
    view: Shape,
}

/// Items that wait for one another.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Circle {
    /// All of them, in the order of the board.
    pub members: Vec<String>,
    /// The shortest way around: each waits for the next, and the first is the last.
    pub path: Vec<String>,
}

/// What is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shape {
    #[default]
    Tree,
    Cycles,
    CriticalPath,
    Dot,
    Mermaid,
}

impl Operation for Deps {
    const NAME: &'static str = "deps";
    const GROUP: Group = Group::Queue;
    const ABOUT: &'static str = "Show what waits for what: a tree, cycles, the critical path";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord deps", "all open work that waits or is waited for"),
        ("coord deps \"$CURRENT_WORK_ITEM\" --reverse", "who waits for this item"),
        ("coord deps --cycles", "items that wait for one another; exit code 1 if there are any"),
        ("coord deps --mermaid > board.mmd", "a drawing for a page of Markdown"),
    ];
    type Report = Waiting;

    fn run(self, context: &Context) -> Result<Waiting> {
        if self.limit == 0 {
            return Err(Error::new(Kind::InvalidValue, "--limit must be at least 1")
                .hint("say how many lines are wanted: coord deps --limit 50"));
        }
        self.ids.iter().try_for_each(|id| check_id("the work id", id))?;
        store::view(context.store()?, context.now(), |view| self.look(view, context))
    }
}

impl Deps {
    fn look(&self, view: &mut dyn View, context: &Context) -> Result<Waiting> {
        let items = view.items(&ItemFilter::default())?;
        let known: HashSet<&str> = items.iter().map(|item| item.work_item_id.as_str()).collect();
        if let Some(id) = self.ids.iter().find(|id| !known.contains(id.as_str())) {
            return Err(no_such_item(id));
        }
        let way = if self.reverse { Way::WaitedForBy } else { Way::WaitsFor };
        let network = Network::of(&items, &self.ids, way);
        let graph = network.graph();
        let cycles = graph.cycles().into_iter();
        let cycles = cycles.map(|cycle| Circle { members: cycle.members, path: cycle.path }).collect();
        let mut waiting = Waiting {
            items: Vec::new(),
            total: 0,
            has_more: false,
            cycles,
            points: None,
            drawing: None,
            view: self.shape(),
        };
        match waiting.view {
            Shape::Tree => {
                let trees = network.trees(way, &self.ids, self.limit.saturating_add(1));
                waiting.items = tree::twigs(&trees, &items, view, context)?;
            }
            Shape::Cycles => {}
            Shape::CriticalPath => waiting.add_critical_path(&graph, &items, view, context)?,
            Shape::Dot => waiting.drawing = Some(graph.to_dot()),
            Shape::Mermaid => waiting.drawing = Some(graph.to_mermaid()),
        }
        waiting.has_more = waiting.items.len() > self.limit;
        waiting.items.truncate(self.limit);
        waiting.total = waiting.items.len();
        Ok(waiting)
    }

    const fn shape(&self) -> Shape {
        match (self.cycles, self.critical_path, self.dot, self.mermaid) {
            (true, ..) => Shape::Cycles,
            (_, true, ..) => Shape::CriticalPath,
            (_, _, true, _) => Shape::Dot,
            (.., true) => Shape::Mermaid,
            _ => Shape::Tree,
        }
    }
}

impl Waiting {
    fn add_critical_path(
        &mut self,
        graph: &Graph,
        items: &[WorkItem],
        view: &mut dyn View,
        context: &Context,
    ) -> Result<()> {
        let path = graph.critical_path();
        let by_id: HashMap<&str, &WorkItem> =
            items.iter().map(|item| (item.work_item_id.as_str(), item)).collect();
        let weights = path.iter().filter_map(|id| by_id.get(id)).map(|item| super::network::weight(item));
        self.points = Some(weights.sum());
        let chain: Vec<tree::Place> = path.iter().map(|id| tree::Place::flat(id)).collect();
        self.items = tree::twigs(&chain, items, view, context)?;
        Ok(())
    }

    fn cycles_text(&self, page: &mut Page) {
        for circle in &self.cycles {
            let more = circle.members.len().saturating_sub(circle.path.len().saturating_sub(1));
            let more = if more > 0 { format!(" (and {more} more that hang on it)") } else { String::new() };
            page.line(format!("   🔁 {}{more}", circle.path.join(" → ")));
        }
    }
}

impl Report for Waiting {
    fn text(&self, page: &mut Page) {
        if let Some(drawing) = &self.drawing {
            // Its words are harmless: they were spelled out where they were drawn.
            return page.verbatim(drawing);
        }
        match self.view {
            Shape::Cycles => {
                page.painted(Paint::Heading, format!("🔁 CYCLES: {}", self.cycles.len()));
                return self.cycles_text(page);
            }
            Shape::CriticalPath => {
                let points = self.points.unwrap_or_default();
                let items = super::row::items(self.total);
                page.painted(Paint::Heading, format!("🛤️ CRITICAL PATH: {items}, {points} points"));
            }
            _ => page.painted(Paint::Heading, "🔗 DEPENDENCIES"),
        }
        if self.items.is_empty() {
            page.line("   Nothing waits for anything.");
        }
        tree::text(&self.items, page);
        if self.has_more {
            page.line("   … and more: ask for it with --limit");
        }
        if self.view == Shape::Tree {
            self.cycles_text(page);
        }
    }

    fn ids(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let members =
            self.cycles.iter().filter(|_| self.view == Shape::Cycles).flat_map(|circle| &circle.members);
        let all = self.items.iter().map(|twig| &twig.work_item_id).chain(members);
        all.filter(|id| seen.insert(id.as_str())).cloned().collect()
    }

    fn exit_code(&self) -> u8 {
        u8::from(self.view == Shape::Cycles && !self.cycles.is_empty())
    }
}
