//! Data from elsewhere: of which form it is, and its plain figures.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Stands, reading};
use crate::domain::Instant;

/// Where items are found in a document, beside at its top: in lists of other programs, and in those of this one.
const LISTS: [&str; 4] = ["/items", "/data/items", "/work_items", "/data/work_items"];
/// Stands for a field that is not there, or is empty.
const NONE: &str = "none";

/// Data that was looked at.
#[derive(Clone, Debug)]
pub struct Material {
    /// What can be counted.
    pub figures: Figures,
    /// The work items in it, in their order, each with how it stands.
    pub items: Vec<Stands>,
    /// How many more entries there are than the list holds, as the document says itself.
    pub missing: usize,
    /// When it was looked at.
    pub(super) now: Instant,
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
    /// How many agents an export has; absent where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agents: Option<usize>,
    /// How many completions an export has; absent where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completions: Option<usize>,
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
    /// Looks at data at `now`.
    pub fn of(text: &str, now: Instant) -> Self {
        let json = text.strip_prefix('\u{feff}').unwrap_or(text);
        let ((form, entries, values), missing) = match serde_json::from_str::<Value>(json) {
            Ok(document) => {
                let missing = missing(&document);
                (of_document(document), missing)
            }
            Err(_) => (of_lines(json), 0),
        };
        let items = reading::stand(values.iter().filter_map(reading::item).collect(), now);
        let form = if items.is_empty() { form } else { Form::WorkItems };
        let counted = (!items.is_empty()).then(|| ItemFigures::of(&items, &values));
        let figures =
            Figures { form, bytes: text.len(), lines: text.lines().count(), entries, items: counted };
        Self { figures, items, missing, now }
    }
}

/// The form, how many entries there are, and the values that may be items.
type Read = (Form, Option<usize>, Vec<Value>);

/// How many entries a list of one page leaves out.
fn missing(document: &Value) -> usize {
    let missing = |list: &&str| {
        let told = document.pointer(list)?.as_array()?.len();
        let page = document.pointer(list.rsplit_once('/')?.0)?;
        let total =
            page.get("total").filter(|_| page.get("has_more") == Some(&Value::Bool(true)))?.as_u64()?;
        usize::try_from(total).ok()?.checked_sub(told)
    };
    LISTS.iter().find_map(missing).unwrap_or_default()
}

fn of_document(document: Value) -> Read {
    let found = LISTS.iter().find_map(|list| document.pointer(list)).and_then(Value::as_array).cloned();
    match (document, found) {
        (Value::Array(list), _) | (_, Some(list)) => (Form::Json, Some(list.len()), list),
        (one, None) => (Form::Json, None, vec![one]),
    }
}

/// Objects one after the other: one a line, or spread over several lines, as the script wrote its spans.
fn of_lines(text: &str) -> Read {
    let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    match values.map(|value| value.ok().filter(Value::is_object)).collect::<Option<Vec<Value>>>() {
        Some(all) => (Form::JsonLines, Some(all.len()), all),
        None => (Form::Text, None, Vec::new()),
    }
}

impl ItemFigures {
    fn of(items: &[Stands], values: &[Value]) -> Self {
        let of = |field: &str| {
            let number = values.iter().filter(|value| value.get(field).is_some_and(Value::is_object)).count();
            (number > 0).then_some(number)
        };
        let mut figures = Self {
            total: items.len(),
            agents: of("agent"),
            completions: of("completion"),
            ..Self::default()
        };
        for stands in items {
            let item = &stands.item;
            bump(&mut figures.by_status, item.status.as_deref());
            if !stands.situation.is_open() {
                continue;
            }
            figures.open += 1;
            figures.pending += usize::from(!stands.is_in_hand());
            figures.held += usize::from(stands.is_in_hand());
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

    /// 2025-06-15T15:06:40Z.
    const NOW: Instant = Instant::from_unix(1_750_000_000);

    fn of(text: &str) -> Material {
        Material::of(text, NOW)
    }

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
            (format!("\u{feff}{TWO}"), 2, 2),
            (format!("\u{feff}{lines}"), 2, 2),
            ("[{\"work_item_id\":\"work_1\"},5,{\"a\":1}]".to_owned(), 3, 1),
        ];
        for (text, entries, items) in all {
            let material = of(&text);
            assert_eq!(material.figures.form, Form::WorkItems, "{text}");
            assert_eq!((material.figures.entries, material.items.len()), (Some(entries), items), "{text}");
        }
        let one = of("{\"work_item_id\":\"work_1\"}");
        assert_eq!((one.figures.entries, one.items.len()), (None, 1));
    }

    #[test]
    fn what_a_page_leaves_out_is_counted() {
        let missing = |page: &str| of(&format!("{{\"data\":{{\"items\":{TWO},\"total\":7{page}}}}}")).missing;
        assert_eq!((missing(",\"has_more\":true"), missing(",\"has_more\":false"), missing("")), (5, 0, 0));
        assert_eq!(of(&format!("{{\"items\":{TWO},\"total\":3,\"has_more\":true}}")).missing, 1);
        assert_eq!(of(TWO).missing, 0);
    }

    #[test]
    fn an_export_is_understood() {
        let export = [
            r#"{"coord_export":1,"exported_at":"2025-06-15T15:00:00Z"}"#,
            r#"{"item":{"work_item_id":"work_1","agent_id":null,"status":"pending","team":"red"}}"#,
            r#"{"item":{"work_item_id":"work_2","agent_id":"ada","status":"active","claimed_at":"2025-06-15T15:06:00Z"}}"#,
            r#"{"agent":{"agent_id":"ada","team":"red"}}"#,
            r#"{"completion":{"work_item_id":"work_0","result":"success"}}"#,
            r#"{"end":{"agents":1,"completions":1,"items":2}}"#,
        ];
        let material = of(&export.join("\n"));
        let figures = material.figures.items.unwrap();
        assert_eq!((material.figures.form, material.figures.entries), (Form::WorkItems, Some(6)));
        assert_eq!((figures.total, figures.pending, figures.held), (2, 1, 1));
        assert_eq!((figures.agents, figures.completions), (Some(1), Some(1)));
    }

    #[test]
    fn how_items_stand_is_read_from_what_they_say() {
        use super::super::Situation::{Assigned, Blocked, Expired, Held, Ready, Scheduled};
        let all = [
            (r#""status":"pending""#, Ready, None),
            (r#""status":"blocked""#, Blocked, None),
            (r#""status":"open""#, Ready, None),
            (r#""status":"active","agent_id":"ada""#, Held, None),
            (r#""status":"active","agent_id":"ada","claimed_at":"2025-06-15T14:36:41Z""#, Held, None),
            // Half an hour and a minute before now.
            (
                r#""status":"active","agent_id":"ada","claimed_at":"2025-06-15T14:35:40Z""#,
                Expired,
                Some("the lease of ada is over since 1m"),
            ),
            (
                r#""status":"active","agent_id":"ada","lease":{"expires_at":"2025-06-15T13:06:40Z","ttl_secs":60}"#,
                Expired,
                Some("the lease of ada is over since 2h"),
            ),
            (r#""status":"pending","dependencies":["gone","b"]"#, Blocked, Some("it waits for b")),
            (
                r#""status":"pending","blockers":[{"reason":"no key"}]"#,
                Blocked,
                Some("it is blocked: no key"),
            ),
            (r#""status":"pending","assigned_to":"bob""#, Assigned, Some("it is assigned to bob")),
            (r#""state":"blocked","why":"it waits for c""#, Blocked, Some("it waits for c")),
            (r#""state":"expired","agent_id":"ada""#, Expired, None),
            (r#""state":"scheduled""#, Scheduled, None),
        ];
        for (fields, situation, why) in all {
            let text =
                format!(r#"[{{"work_item_id":"a",{fields}}},{{"work_item_id":"b","status":"pending"}}]"#);
            let stands = of(&text).items.remove(0);
            assert_eq!((stands.situation, stands.why.as_deref()), (situation, why), "{fields}");
        }
        let blocked = of(r#"[{"work_item_id":"a","status":"blocked"}]"#).figures.items.unwrap();
        assert_eq!((blocked.pending, blocked.held), (1, 0), "nobody holds it");
    }

    #[test]
    fn open_items_are_counted() {
        let figures = of(TWO).figures.items.unwrap();
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
            let figures = of(text).figures;
            assert_eq!((figures.form, figures.entries, figures.items), (form, entries, None), "{text}");
            assert_eq!((figures.bytes, figures.lines), (text.len(), text.lines().count()));
        }
    }
}
