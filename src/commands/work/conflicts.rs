//! `conflicts`: who is working where.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::{PathPattern, Stamp, Status, WorkItem, brief};
use crate::error::{Error, Kind, Result};
use crate::output::table::Grid;
use crate::output::{Page, Paint, Report, width};
use crate::store::{self, ItemFilter};

/// Shows who is working where.
///
/// With paths it shows only the work that could touch them. Work that overlaps, though two agents have it in hand, is
/// told below: other programs can claim without asking.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Conflicts {
    /// Paths or globs, relative to the repository [default: all]
    #[arg(value_name = "PATH")]
    pub paths: Vec<String>,
}

/// Who is working where.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct WorkInPlaces {
    /// What agents have in hand that says on which paths they work, in order of creation.
    pub items: Vec<InPlace>,
    /// How many there are.
    pub total: usize,
    /// Never: all are listed.
    pub has_more: bool,
    /// Those of different agents that overlap with one another.
    pub overlaps: Vec<Overlap>,
}

/// Somebody at work in some place.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct InPlace {
    /// The item.
    pub work_item_id: String,
    /// The kind of work; reservation where there is none.
    pub work_type: String,
    /// Who holds it.
    pub agent_id: String,
    /// The globs of the paths; of those asked for the ones that could match.
    pub paths: Vec<String>,
    /// When the lease ends.
    pub lease_expires_at: Option<Stamp>,
    /// In how many seconds.
    pub lease_left_secs: Option<i64>,
    /// What is done there.
    pub description: String,
}

/// Two agents in one place.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Overlap {
    /// The one item.
    pub one: String,
    /// The other item.
    pub other: String,
    /// A glob of the one.
    pub path: String,
    /// A glob of the other that could match the same path.
    pub other_path: String,
}

impl Operation for Conflicts {
    const NAME: &'static str = "conflicts";
    const GROUP: Group = Group::Queue;
    const ABOUT: &'static str = "Show who is working on which paths";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord conflicts", "everybody who says where"),
        ("coord conflicts src/auth/login.rs -q", "the ids of the work that could touch this file"),
    ];
    type Report = WorkInPlaces;

    fn run(self, context: &Context) -> Result<WorkInPlaces> {
        let asked = self.paths.iter().filter(|path| !path.is_empty()).map(|path| pattern(path));
        let asked = asked.collect::<Result<Vec<_>>>()?;
        let (now, lease_secs) = (context.now(), context.config()?.lease.secs());
        let filter = ItemFilter { has_paths: true, ..ItemFilter::with_statuses(&[Status::Held]) };
        let mut items = store::view(context.store()?, now, |view| view.items(&filter))?;
        items.retain(|item| !item.is_expired(now, lease_secs));
        let mut places: Vec<Place<'_>> = items.iter().map(Place::of).collect();
        if !asked.is_empty() {
            for place in &mut places {
                place.keep(&asked);
            }
            places.retain(|place| !place.globs.is_empty());
        }
        let overlaps = overlaps(&places);
        let items: Vec<InPlace> = places
            .iter()
            .map(|place| {
                let lease = place.item.effective_lease(lease_secs).map(|lease| lease.expires_at);
                let end = lease.as_ref().and_then(Stamp::instant);
                InPlace {
                    work_item_id: place.item.work_item_id.clone(),
                    work_type: place.item.work_type.clone().unwrap_or_default(),
                    agent_id: place.item.agent_id.clone().unwrap_or_default(),
                    paths: place.globs.iter().map(|(text, _)| (*text).to_owned()).collect(),
                    lease_left_secs: end.map(|end| end.unix() - now.unix()),
                    lease_expires_at: lease,
                    description: place.item.description.clone().unwrap_or_default(),
                }
            })
            .collect();
        Ok(WorkInPlaces { total: items.len(), has_more: false, items, overlaps })
    }
}

fn pattern(path: &str) -> Result<PathPattern> {
    PathPattern::parse(path).map_err(|reason| {
        Error::new(Kind::InvalidValue, format!("{path:?} is no path or glob: {reason}"))
            .hint("write it relative to the repository, such as src/main.rs or 'src/auth/**'")
    })
}

/// An item and its globs; one that cannot be read could match anything.
struct Place<'i> {
    item: &'i WorkItem,
    globs: Vec<(&'i str, Option<PathPattern>)>,
}

impl<'i> Place<'i> {
    fn of(item: &'i WorkItem) -> Self {
        let globs = item.paths().iter().map(|path| (path.as_str(), PathPattern::parse(path).ok()));
        Self { item, globs: globs.collect() }
    }

    /// Keeps the globs that could match one of `asked`.
    fn keep(&mut self, asked: &[PathPattern]) {
        self.globs.retain(|(_, glob)| {
            glob.as_ref().is_none_or(|glob| asked.iter().any(|asked| asked.overlaps(glob)))
        });
    }

    fn meets(&self, other: &Self) -> Option<(&'i str, &'i str)> {
        let could_meet = |one: &Option<PathPattern>, other: &Option<PathPattern>| match (one, other) {
            (Some(one), Some(other)) => one.overlaps(other),
            _ => true,
        };
        self.globs.iter().find_map(|(text, glob)| {
            let other = other.globs.iter().find(|(_, other)| could_meet(glob, other))?;
            Some((*text, other.0))
        })
    }
}

fn overlaps(places: &[Place<'_>]) -> Vec<Overlap> {
    let mut overlaps = Vec::new();
    for (number, one) in places.iter().enumerate() {
        for other in places[number + 1..].iter().filter(|other| other.item.agent_id != one.item.agent_id) {
            overlaps.extend(one.meets(other).map(|(path, other_path)| Overlap {
                one: one.item.work_item_id.clone(),
                other: other.item.work_item_id.clone(),
                path: path.to_owned(),
                other_path: other_path.to_owned(),
            }));
        }
    }
    overlaps
}

impl Report for WorkInPlaces {
    fn text(&self, page: &mut Page) {
        page.painted(Paint::Heading, "🚧 WHO WORKS WHERE");
        if self.items.is_empty() {
            return page.line("   Nobody says so, or nobody works there.");
        }
        let mut grid = Grid::new(page, &["ID", "HELD BY", "LEASE", "PATHS"], 3);
        for place in &self.items {
            let left = brief(place.lease_left_secs.unwrap_or_default());
            let id = width::clipped_start(&place.work_item_id, 24);
            let holder = width::clipped_start(&place.agent_id, 18);
            let paths = place.paths.join(" ");
            grid.row(&[(&id, None), (&holder, None), (&left, None), (&paths, None)]);
        }
        page.block(&grid.into_text());
        for overlap in &self.overlaps {
            let Overlap { one, other, path, other_path } = overlap;
            page.painted(Paint::Bad, format!("   ⚠️ {one} and {other} overlap: {path} and {other_path}"));
        }
    }

    fn ids(&self) -> Vec<String> {
        self.items.iter().map(|place| place.work_item_id.clone()).collect()
    }
}
