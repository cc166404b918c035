//! What `add` answers: one item, or a list of them.

use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::task_list::Task;
use crate::domain::WorkItem;
use crate::output::{Page, Report};

/// So many lines of a list are shown to people.
const MOST_SHOWN: usize = 50;

/// What was added.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Added {
    /// The item.
    pub work_item_id: String,
    /// The item as it stands.
    pub item: WorkItem,
    /// Whether the item is new: an open item of the same key is not made twice.
    pub created: bool,
}

/// What was added: one item, or a list of them.
#[derive(Clone, Debug)]
pub enum Additions {
    /// One item.
    One(Box<Added>),
    /// A list.
    List(Listed),
}

/// A list that was added.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// The items in the order of the list.
    pub items: Vec<ListedItem>,
    /// How many there are.
    pub total: usize,
    /// Whether there are more than are listed.
    pub has_more: bool,
    /// How many of them are new.
    pub created: usize,
    /// How many of them were on the board before, by their keys.
    pub known: usize,
    /// How many tasks of the list were left out, because they are done.
    pub done: usize,
}

/// One item of a list.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListedItem {
    /// The item.
    pub work_item_id: String,
    /// The number of its line, from 1.
    pub line: usize,
    /// How other lines call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it is new.
    pub created: bool,
    /// The kind of work.
    pub work_type: Option<String>,
    /// How urgent it is.
    pub priority: Option<String>,
    /// What is to be done.
    pub description: Option<String>,
    /// What it waits for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dependencies: Vec<String>,
    /// What it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
}

impl Listed {
    /// Notes an item of the list.
    pub fn add(&mut self, item: &WorkItem, task: &Task, created: bool) {
        self.total += 1;
        *(if created { &mut self.created } else { &mut self.known }) += 1;
        self.items.push(ListedItem {
            work_item_id: item.work_item_id.clone(),
            line: task.line,
            name: task.name.clone(),
            created,
            work_type: item.work_type.clone(),
            priority: item.priority.clone(),
            description: item.description.clone(),
            dependencies: item.dependencies().to_vec(),
            parent: item.parent.clone(),
        });
    }
}

impl Serialize for Additions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(added) => added.serialize(serializer),
            Self::List(list) => list.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Additions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        if let Ok(list) = serde_json::from_str(raw.get()) {
            return Ok(Self::List(list));
        }
        serde_json::from_str(raw.get()).map(|added| Self::One(Box::new(added))).map_err(D::Error::custom)
    }
}

impl JsonSchema for Additions {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Additions".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (one, list) = (generator.subschema_for::<Added>(), generator.subschema_for::<Listed>());
        schemars::json_schema!({
            "description": "What was added: one item, or a list where one was given with --from.",
            "anyOf": [one, list],
        })
    }
}

impl Report for Additions {
    fn text(&self, page: &mut Page) {
        match self {
            Self::One(added) => added.text(page),
            Self::List(list) => list.text(page),
        }
    }

    fn ids(&self) -> Vec<String> {
        match self {
            Self::One(added) => added.ids(),
            Self::List(list) => list.items.iter().map(|item| item.work_item_id.clone()).collect(),
        }
    }

    fn exports(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::One(added) => added.exports(),
            Self::List(_) => Vec::new(),
        }
    }
}

impl Listed {
    fn text(&self, page: &mut Page) {
        let Self { created, known, done, .. } = self;
        let items = if *created == 1 { "item" } else { "items" };
        let besides = [(*known, "there already"), (*done, "done")];
        let besides = besides.iter().filter(|(count, _)| *count > 0);
        let besides: Vec<String> = besides.map(|(count, what)| format!("{count} {what}")).collect();
        let besides = if besides.is_empty() { String::new() } else { format!(" ({})", besides.join(", ")) };
        page.line(format!("📥 ADDED: {created} {items} to the queue{besides}"));
        let word = |field: &Option<String>| field.clone().unwrap_or_default();
        for item in self.items.iter().take(MOST_SHOWN) {
            let sign = if item.created { "  " } else { "= " };
            page.line(format!(
                "  {sign}{}: {} ({}) {}",
                item.work_item_id,
                word(&item.work_type),
                word(&item.priority),
                word(&item.description)
            ));
        }
        if self.total > MOST_SHOWN {
            page.line(format!("  … and {} more", self.total - MOST_SHOWN));
        }
    }
}

impl Report for Added {
    fn text(&self, page: &mut Page) {
        let word = |field: &Option<String>| field.clone().unwrap_or_default();
        if self.created {
            page.line(format!(
                "📥 ADDED: {} to the queue of team {} ({}, {})",
                self.work_item_id,
                word(&self.item.team),
                word(&self.item.work_type),
                word(&self.item.priority)
            ));
        } else {
            page.line(format!(
                "📥 ADDED: nothing new; {} has the key {}",
                self.work_item_id,
                word(&self.item.key)
            ));
        }
    }

    fn id(&self) -> Option<String> {
        Some(self.work_item_id.clone())
    }

    fn exports(&self) -> Vec<(&'static str, String)> {
        vec![("CURRENT_WORK_ITEM", self.work_item_id.clone())]
    }
}
