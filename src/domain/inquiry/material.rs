//! Data from elsewhere: of which form it is, and its plain figures.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::{Status, WorkItem};

/// Where items are found in a document, beside at its top: in lists of other programs, and in those of this one.
const LISTS: [&str; 4] = ["/items", "/data/items", "/work_items", "/data/work_items"];
/// Stands for a field that is not there, or is empty.
const NONE: &str = "none";

/// Data that was looked at.
#[derive(Clone, Debug)]
pub struct Material {
    /// What can be counted.
    pub figures: Figures,
    /// The work items in it, in their order.
    pub items: Vec<WorkItem>,
}

/// What can be counted in data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Figures {
    /// Of which form the data are.
    pub form: Form,
    /// Their length, in bytes.
    pub bytes: usize,
    /// Their lines.
    pub lines: usize,
    /// The values of a list, or of JSON lines; null where they are neither.
    pub entries: Option<usize>,
    /// The work items among them; null where there are none.
    pub items: Option<ItemFigures>,
}

/// The form of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Work items, in a JSON document or as JSON lines.
    WorkItems,
    /// A JSON document of another kind.
    Json,
    /// JSON objects of another kind, one after the other.
    JsonLines,
    /// Anything else.
    Text,
}

/// What can be counted in work items.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ItemFigures {
    /// All of them.
    pub total: usize,
    /// Those with something left to do.
    pub open: usize,
    /// Of these: nobody holds them.
    pub pending: usize,
    /// Of these: somebody holds them.
    pub held: usize,
    /// How many have each status word.
    pub by_status: BTreeMap<String, usize>,
    /// How many open ones have each priority.
    pub by_priority: BTreeMap<String, usize>,
    /// How many open ones each team has.
    pub by_team: BTreeMap<String, usize>,
    /// How many open ones there are of each type.
    pub by_type: BTreeMap<String, usize>,
}

impl Form {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::WorkItems => "work items",
            Self::Json => "a JSON document",
            Self::JsonLines => "JSON lines",
            Self::Text => "text",
        }
    }
}

impl Material {
    /// Looks at data.
    pub fn of(text: &str) -> Self {
        let (form, entries, items) = match serde_json::from_str::<Value>(text) {
            Ok(document) => of_document(document),
            Err(_) => of_lines(text),
        };
        let form = if items.is_empty() { form } else { Form::WorkItems };
        let counted = (!items.is_empty()).then(|| ItemFigures::of(&items));
        let figures =
            Figures { form, bytes: text.len(), lines: text.lines().count(), entries, items: counted };
        Self { figures, items }
    }
}

type Read = (Form, Option<usize>, Vec<WorkItem>);

fn of_document(document: Value) -> Read {
    let found = LISTS.iter().find_map(|list| document.pointer(list)).and_then(Value::as_array).cloned();
    let list = match (document, found) {
        (Value::Array(list), _) | (_, Some(list)) => list,
        (one, None) => return (Form::Json, None, item(&one).into_iter().collect()),
    };
    (Form::Json, Some(list.len()), list.iter().filter_map(item).collect())
}

/// Objects one after the other: one a line, or spread over several lines, as the script wrote its spans.
fn of_lines(text: &str) -> Read {
    let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    match values.map(|value| value.ok().filter(Value::is_object)).collect::<Option<Vec<Value>>>() {
        Some(all) => (Form::JsonLines, Some(all.len()), all.iter().filter_map(item).collect()),
        None => (Form::Text, None, Vec::new()),
    }
}

/// Fields that nobody knows are kept as text, so an item is read from text.
fn item(value: &Value) -> Option<WorkItem> {
    value.get("work_item_id").filter(|id| id.is_string())?;
    serde_json::from_str(&value.to_string()).ok()
}

impl ItemFigures {
    fn of(items: &[WorkItem]) -> Self {
        let mut figures = Self { total: items.len(), ..Self::default() };
        for item in items {
            bump(&mut figures.by_status, item.status.as_deref());
            if !item.is_open() {
                continue;
            }
            figures.open += 1;
            figures.pending += usize::from(item.status() == Status::Pending);
            figures.held += usize::from(item.status() == Status::Held);
            bump(&mut figures.by_priority, item.priority.as_deref());
            bump(&mut figures.by_team, item.team.as_deref());
            bump(&mut figures.by_type, item.work_type.as_deref());
        }
        figures
    }
}

fn bump(counts: &mut BTreeMap<String, usize>, word: Option<&str>) {
    let word = word.filter(|word| !word.is_empty()).unwrap_or(NONE);
    *counts.entry(word.to_owned()).or_default() += 1;
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = r#"[{"work_item_id":"work_1","status":"pending","priority":"high","work_type":"bug","team":"a"},
        {"work_item_id":"x","agent_id":null,"status":"completed","team":"b"}]"#;

    #[test]
    fn items_are_found_wherever_they_are() {
        let lines = "{\"work_item_id\":\"work_1\",\"status\":\"pending\"}\n\n{\"work_item_id\":\"x\",\"status\":\"testing\"}\n";
        let all = [
            (TWO.to_owned(), 2, 2),
            (format!("{{\"items\":{TWO},\"total\":2}}"), 2, 2),
            (format!("{{\"ok\":true,\"data\":{{\"items\":{TWO}}}}}"), 2, 2),
            (lines.to_owned(), 2, 2),
            ("[{\"work_item_id\":\"work_1\"},5,{\"a\":1}]".to_owned(), 3, 1),
        ];
        for (text, entries, items) in all {
            let material = Material::of(&text);
            assert_eq!(material.figures.form, Form::WorkItems, "{text}");
            assert_eq!((material.figures.entries, material.items.len()), (Some(entries), items), "{text}");
        }
        let one = Material::of("{\"work_item_id\":\"work_1\"}");
        assert_eq!((one.figures.entries, one.items.len()), (None, 1));
    }

    #[test]
    fn open_items_are_counted() {
        let figures = Material::of(TWO).figures.items.unwrap();
        let counts = |pairs: &[(&str, usize)]| {
            pairs.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect::<BTreeMap<_, _>>()
        };
        assert_eq!((figures.total, figures.open, figures.pending, figures.held), (2, 1, 1, 0));
        assert_eq!(figures.by_status, counts(&[("completed", 1), ("pending", 1)]));
        assert_eq!(figures.by_team, counts(&[("a", 1)]));
        assert_eq!(figures.by_priority, counts(&[("high", 1)]));
        assert_eq!(figures.by_type, counts(&[("bug", 1)]));
    }

    #[test]
    fn everything_else_has_plain_figures() {
        let all = [
            ("hello\nworld", Form::Text, None),
            ("{\"a\":1}\nb", Form::Text, None),
            ("{\"a\":1}\n{\"b\":2}", Form::JsonLines, Some(2)),
            ("{\n  \"a\": 1\n}\n{\n}\n", Form::JsonLines, Some(2)),
            ("{\"a\":1}\n[2]", Form::Text, None),
            ("[1,2,3]", Form::Json, Some(3)),
            ("{\"a\":1}", Form::Json, None),
            ("\"x\"", Form::Json, None),
        ];
        for (text, form, entries) in all {
            let figures = Material::of(text).figures;
            assert_eq!((figures.form, figures.entries, figures.items), (form, entries, None), "{text}");
            assert_eq!((figures.bytes, figures.lines), (text.len(), text.lines().count()));
        }
    }
}
