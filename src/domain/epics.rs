//! Epics of a portfolio: what is a part of them, and how far they are.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Quantity, Status, WorkItem};

/// The kind of work that is an epic.
pub const EPIC: &str = "epic";

/// Whether an item is an epic: a frame for its parts, and no work of its own.
pub fn is_epic(item: &WorkItem) -> bool {
    item.work_type.as_deref() == Some(EPIC)
}

/// Where an epic stands in the portfolio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// An idea.
    Funnel,
    /// Being looked into.
    Analyzing,
    /// Approved; waits for its turn.
    Backlog,
    /// Being built.
    Implementing,
    /// Finished.
    Done,
}

/// An epic that the train set out to build.
#[derive(Clone, Debug, PartialEq)]
pub struct EpicPlan {
    /// What it is called.
    pub name: String,
    /// The `parent` of the items that are a part of it.
    pub id: String,
    /// Where somebody said that it stands.
    pub stage: Option<Stage>,
    /// What it is worth, where somebody said.
    pub business_value: Option<f64>,
}

/// How an epic stands.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Epic {
    /// What it is called.
    pub name: String,
    /// The `parent` of the items that are a part of it.
    pub id: String,
    /// Where it stands.
    pub stage: Stage,
    /// Whether config.toml says where it stands; otherwise it follows from its parts.
    pub stage_is_set: bool,
    /// How many items are a part of it, on any level.
    pub parts: u32,
    /// How many of them were completed without failure.
    pub completed: u32,
    /// How many of them somebody holds.
    pub held: u32,
    /// How many of them nobody has estimated, of those that are still to be done.
    pub unestimated: u32,
    /// Story points of its parts, as far as they were estimated.
    pub points: Quantity,
    /// Story points of those that were completed.
    pub completed_points: Quantity,
    /// What it is worth: as config.toml or its item says, else what its parts are worth; null where nobody says.
    pub business_value: Option<Quantity>,
    /// Completed parts as percent of all of them; null where it has none.
    pub percent: Option<f64>,
}

/// What is known of the parts of an epic.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    parts: u32,
    completed: u32,
    held: u32,
    open: u32,
    unestimated: u32,
    points: f64,
    completed_points: f64,
    worth: Option<f64>,
}

impl Count {
    fn add(&mut self, item: &WorkItem) {
        if item.status() == Status::Cancelled {
            return;
        }
        self.parts += 1;
        let points = item.story_points.map_or(0.0, |points| points.0);
        self.points += points;
        if item.succeeded() {
            self.completed += 1;
            self.completed_points += points;
        }
        self.held += u32::from(item.is_held());
        self.open += u32::from(item.is_open());
        self.unestimated += u32::from(item.is_open() && item.story_points.is_none());
        if let Some(worth) = item.business_value {
            *self.worth.get_or_insert_default() += worth.0;
        }
    }

    /// Where an epic with these parts stands.
    const fn stage(&self) -> Stage {
        if self.parts == 0 {
            Stage::Funnel
        } else if self.completed == self.parts {
            Stage::Done
        } else if self.held > 0 || self.completed > 0 {
            Stage::Implementing
        } else if self.unestimated > 0 {
            Stage::Analyzing
        } else {
            Stage::Backlog
        }
    }
}

/// How the epics stand: those of the plan in its order, then items that are epics and parents that items name, in the
/// order of the board. What is a part of a part belongs to the epic, too; an item that is a part of another one is no
/// epic of its own, and neither is one that was cancelled.
pub fn epics(plan: &[EpicPlan], items: &[WorkItem]) -> Vec<Epic> {
    let by_id: HashMap<&str, &WorkItem> =
        items.iter().map(|item| (item.work_item_id.as_str(), item)).collect();
    let planned: HashMap<&str, usize> =
        plan.iter().enumerate().map(|(place, epic)| (epic.id.as_str(), place)).collect();
    let mut roots: Vec<&str> = plan.iter().map(|epic| epic.id.as_str()).collect();
    let mut places = planned.clone();
    let mut counts = vec![Count::default(); roots.len()];
    for item in items {
        let is_frame = is_epic(item) && parent(item).is_none() && item.status() != Status::Cancelled;
        let Some(root) =
            (if is_frame { Some(item.work_item_id.as_str()) } else { root_of(item, &by_id, &planned) })
        else {
            continue;
        };
        let place = *places.entry(root).or_insert_with(|| {
            roots.push(root);
            counts.push(Count::default());
            roots.len() - 1
        });
        if !is_epic(item) {
            counts[place].add(item);
        }
    }
    let epic =
        |(place, root): (usize, &&str)| epic(plan.get(place), root, by_id.get(root).copied(), &counts[place]);
    roots.iter().enumerate().map(epic).collect()
}

fn epic(plan: Option<&EpicPlan>, id: &str, item: Option<&WorkItem>, count: &Count) -> Epic {
    let described = item.and_then(|item| item.description.as_deref()).filter(|text| !text.is_empty());
    let set = plan.and_then(|plan| plan.stage);
    let said =
        plan.and_then(|plan| plan.business_value).or(item.and_then(|it| it.business_value).map(|it| it.0));
    Epic {
        name: plan.map_or(described.unwrap_or(id), |plan| &plan.name).to_owned(),
        id: id.to_owned(),
        stage: set.unwrap_or(if item.is_some_and(WorkItem::succeeded) { Stage::Done } else { count.stage() }),
        stage_is_set: set.is_some(),
        parts: count.parts,
        completed: count.completed,
        held: count.held,
        unestimated: count.unestimated,
        points: Quantity(count.points),
        completed_points: Quantity(count.completed_points),
        business_value: said.or(count.worth).map(Quantity),
        percent: Quantity::from(count.completed).percent_of(Quantity::from(count.parts)),
    }
}

/// The epic that an item is a part of: the planned one that is nearest above it, else the topmost parent. `None` for
/// an item without a parent, and where parents go in a circle.
fn root_of<'a>(
    item: &'a WorkItem,
    by_id: &HashMap<&str, &'a WorkItem>,
    planned: &HashMap<&str, usize>,
) -> Option<&'a str> {
    let mut root = parent(item)?;
    for _ in 0..=by_id.len() {
        if planned.contains_key(root) {
            return Some(root);
        }
        match by_id.get(root).and_then(|above| parent(above)) {
            Some(above) => root = above,
            None => return Some(root),
        }
    }
    None
}

fn parent(item: &WorkItem) -> Option<&str> {
    item.parent.as_deref().filter(|parent| !parent.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, parent: &str, status: &str, more: &str) -> WorkItem {
        serde_json::from_str(&format!(
            r#"{{"work_item_id":"{id}","agent_id":"a","parent":"{parent}","status":"{status}"{more}}}"#
        ))
        .unwrap()
    }

    fn plan(name: &str, id: &str, stage: Option<Stage>) -> EpicPlan {
        EpicPlan { name: name.to_owned(), id: id.to_owned(), stage, business_value: None }
    }

    fn stage(items: &[WorkItem]) -> Stage {
        epics(&[plan("Epic", "e", None)], items)[0].stage
    }

    #[test]
    fn a_stage_follows_from_the_parts() {
        let waiting = item("w", "e", "pending", "");
        let estimated = item("w", "e", "pending", r#","story_points":3"#);
        let (held, done) = (item("h", "e", "active", ""), item("d", "e", "completed", ""));
        let failed = item("f", "e", "completed", r#","result":"failed""#);
        assert_eq!(stage(&[]), Stage::Funnel);
        assert_eq!(stage(&[item("c", "e", "cancelled", "")]), Stage::Funnel);
        assert_eq!(stage(&[estimated.clone(), waiting]), Stage::Analyzing);
        assert_eq!(stage(std::slice::from_ref(&estimated)), Stage::Backlog);
        assert_eq!(stage(&[estimated.clone(), held]), Stage::Implementing);
        assert_eq!(stage(&[estimated, done.clone()]), Stage::Implementing);
        assert_eq!(stage(&[failed, done.clone()]), Stage::Implementing);
        assert_eq!(stage(&[done.clone(), item("c", "e", "cancelled", "")]), Stage::Done);
        assert_eq!(epics(&[plan("Epic", "e", Some(Stage::Funnel))], &[done])[0].stage, Stage::Funnel);
    }

    #[test]
    fn parts_are_counted_on_any_level() {
        let items = [
            item("top", "", "pending", r#","description":"Big thing","business_value":90"#),
            item("one", "top", "active", r#","story_points":5"#),
            item("two", "one", "completed", r#","story_points":3,"business_value":4"#),
            item("far", "EPIC-7", "pending", ""),
        ];
        let found = epics(&[plan("Idea", "idea", None)], &items);
        let told: Vec<_> = found.iter().map(|epic| (epic.name.as_str(), epic.parts, epic.percent)).collect();
        assert_eq!(told, [("Idea", 0, None), ("Big thing", 2, Some(50.0)), ("EPIC-7", 1, Some(0.0))]);
        assert_eq!((found[1].points, found[1].completed_points), (Quantity(8.0), Quantity(3.0)));
        assert_eq!((found[1].held, found[1].business_value), (1, Some(Quantity(90.0))));
        assert_eq!((found[2].unestimated, found[2].business_value), (1, None));
    }

    #[test]
    fn an_item_that_is_an_epic_is_a_frame_and_no_part() {
        let epic = |id: &str, parent: &str, status: &str| item(id, parent, status, r#","work_type":"epic""#);
        let items = [
            epic("bare", "", "pending"),
            epic("gone", "", "cancelled"),
            epic("top", "", "pending"),
            epic("inner", "top", "pending"),
            item("part", "inner", "active", ""),
            epic("closed", "", "completed"),
            item("left", "closed", "pending", ""),
        ];
        let told: Vec<_> =
            epics(&[], &items).into_iter().map(|epic| (epic.id, epic.parts, epic.stage)).collect();
        let expected =
            [("bare", 0, Stage::Funnel), ("top", 1, Stage::Implementing), ("closed", 1, Stage::Done)];
        assert_eq!(told, expected.map(|(id, parts, stage)| (id.to_owned(), parts, stage)));
    }

    #[test]
    fn parents_in_a_circle_are_no_epics() {
        let items =
            [item("a", "b", "pending", ""), item("b", "a", "pending", ""), item("s", "s", "active", "")];
        assert_eq!(epics(&[], &items), []);
        let in_plan = epics(&[plan("B", "b", None)], &items);
        assert_eq!((in_plan.len(), in_plan[0].parts), (1, 2));
    }
}
