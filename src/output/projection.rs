//! `--fields`: of each thing that a report tells, only some fields.
//!
//! Comes in: the JSON of a report. Goes out: the same with each row reduced to the fields that were asked for, their
//! values untouched. The rows of a report are the elements of its `items`; where it has none, the report itself is
//! the one row. A row that is wrapped around an `item` has the fields of that item, and then its own.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::escape;
use crate::domain::record::next_field;
use crate::error::{Error, Kind, Result};

/// Schemas refer to one another; no way through them is longer.
const DEEPEST: usize = 16;

/// The fields that were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    fields: Vec<String>,
}

impl Projection {
    /// The names in a text, with commas between them. None where it names nothing.
    pub fn parse(text: &str) -> Option<Self> {
        let mut seen = BTreeSet::new();
        let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        let fields: Vec<String> = names.filter(|name| seen.insert(*name)).map(ToOwned::to_owned).collect();
        (!fields.is_empty()).then_some(Self { fields })
    }

    /// Refuses names that no row of a report with this schema has. `nearest` finds the one that was meant.
    ///
    /// # Errors
    /// Which name it is.
    pub fn check(&self, schema: &Value, nearest: impl Fn(&str, &[&str]) -> Option<String>) -> Result<()> {
        let known = known(schema);
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        let Some(unknown) = self.fields.iter().find(|field| !known.contains(*field)) else { return Ok(()) };
        let error = Error::new(Kind::InvalidValue, format!("--fields: there is no field {unknown:?}"));
        let error = match nearest(unknown, &names) {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error,
        };
        let list = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        Err(error.hint(format!("the fields are: {list}")).with("field", unknown.as_str()))
    }

    /// The data of a report with its rows reduced.
    ///
    /// # Errors
    /// None in practice: what comes in is JSON of our own.
    pub fn of(&self, data: &RawValue) -> Result<Box<RawValue>> {
        let Some(fields) = Fields::read(data) else { return Ok(data.to_owned()) };
        let Some(items) = fields.list("items") else { return raw(&self.row(&fields)) };
        let rows: Vec<Option<Fields<'_>>> = items.iter().map(|item| Fields::read(item)).collect();
        let rows: Vec<Fields<'_>> = rows.iter().flatten().map(|row| self.row(row)).collect();
        let rows = raw(&rows)?;
        let others = fields
            .0
            .iter()
            .map(|(name, value)| (name.clone(), if name == "items" { rows.as_ref() } else { *value }));
        raw(&Fields(others.collect()))
    }

    /// The rows as text: one a line, its values with tabs between them.
    pub fn lines(&self, data: &RawValue) -> String {
        let Some(fields) = Fields::read(data) else { return String::new() };
        let line = |row: &Fields<'_>| {
            let row = self.row(row);
            row.0.iter().map(|(_, value)| plain(value)).collect::<Vec<_>>().join("\t") + "\n"
        };
        match fields.list("items") {
            Some(items) => items.iter().filter_map(|item| Fields::read(item)).map(|row| line(&row)).collect(),
            None => line(&fields),
        }
    }

    /// The fields of a row that were asked for, in the order in which they were.
    fn row<'a>(&self, row: &Fields<'a>) -> Fields<'a> {
        let item = row.get("item").and_then(Fields::read);
        let value = |name: &str| {
            let of_item = item.as_ref().and_then(|item| item.get(name));
            of_item.or_else(|| row.get(name)).unwrap_or(RawValue::NULL)
        };
        Fields(self.fields.iter().map(|name| (Cow::Owned(name.clone()), value(name))).collect())
    }
}

/// A value as it stands in a line of text: a text as it is, anything else as JSON.
fn plain(value: &RawValue) -> String {
    match serde_json::from_str::<String>(value.get()) {
        Ok(text) => escape::line(&text),
        Err(_) => escape::line(value.get()),
    }
}

fn raw(value: &impl Serialize) -> Result<Box<RawValue>> {
    to_raw_value(value)
        .map_err(|error| Error::new(Kind::General, format!("the fields cannot be written as JSON: {error}")))
}

/// The fields of a JSON object, in order, with their values as they are written.
struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Fields<'a> {
    /// Of an object; `None` for anything else.
    fn read(json: &'a RawValue) -> Option<Self> {
        serde_json::from_str(json.get()).ok()
    }

    fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    fn list(&self, name: &str) -> Option<Vec<&'a RawValue>> {
        serde_json::from_str(self.get(name)?.get()).ok()
    }
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Fields<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = next_field(&mut map)? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// The names that rows of a report with this schema can have.
fn known(schema: &Value) -> BTreeSet<String> {
    let whole = Names { root: schema };
    let mut names = BTreeSet::new();
    for object in whole.objects(schema, 0) {
        let elements = object.get("items").map(|items| whole.elements(items)).unwrap_or_default();
        if elements.is_empty() {
            whole.add_row(object, &mut names);
        }
        for element in elements {
            whole.add_row(element, &mut names);
        }
    }
    names
}

/// The properties of an object in a schema.
type Properties = serde_json::Map<String, Value>;

/// Looks names up in a schema.
struct Names<'s> {
    root: &'s Value,
}

impl<'s> Names<'s> {
    /// The objects that `schema` can be.
    fn objects(&self, schema: &'s Value, depth: usize) -> Vec<&'s Properties> {
        if depth > DEEPEST {
            return Vec::new();
        }
        let own = schema["properties"].as_object().into_iter();
        let referred =
            schema["$ref"].as_str().and_then(|name| self.root.pointer(name.trim_start_matches('#')));
        let combined =
            ["anyOf", "oneOf", "allOf"].iter().filter_map(|word| schema[*word].as_array()).flatten();
        let others = referred.into_iter().chain(combined);
        own.chain(others.flat_map(|other| self.objects(other, depth + 1))).collect()
    }

    /// The objects that the elements of a list can be.
    fn elements(&self, schema: &'s Value) -> Vec<&'s Properties> {
        schema.get("items").map(|element| self.objects(element, 0)).unwrap_or_default()
    }

    /// Adds the names of a row, and of the item that it is wrapped around.
    fn add_row(&self, row: &'s Properties, names: &mut BTreeSet<String>) {
        let item = row.get("item").map(|item| self.objects(item, 0)).unwrap_or_default();
        let all = [row].into_iter().chain(item);
        names.extend(all.flat_map(|properties| properties.keys().cloned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn projected(fields: &str, json: &str) -> String {
        let data = RawValue::from_string(json.to_owned()).unwrap();
        Projection::parse(fields).unwrap().of(&data).unwrap().get().to_owned()
    }

    fn lines(fields: &str, json: &str) -> String {
        Projection::parse(fields).unwrap().lines(&RawValue::from_string(json.to_owned()).unwrap())
    }

    #[test]
    fn values_stay_as_they_are_written() {
        let json = r#"{"item":{"cost":1.50,"text":"\u00e9","a":{"b":[1, 2]}},"fence":3,"a":1}"#;
        assert_eq!(projected("a,cost,text", json), r#"{"a":{"b":[1, 2]},"cost":1.50,"text":"\u00e9"}"#);
        assert_eq!(projected("fence, none,fence,", json), r#"{"fence":3,"none":null}"#);
    }

    #[test]
    fn of_a_list_each_row_is_reduced_and_the_rest_stays() {
        let json = r#"{"items":[{"a":1,"b":2},{"item":{"a":3},"why":"x"},{"b":4}],"total":3}"#;
        assert_eq!(projected("a", json), r#"{"items":[{"a":1},{"a":3},{"a":null}],"total":3}"#);
        assert_eq!(projected("why,a", r#"{"items":[],"total":0}"#), r#"{"items":[],"total":0}"#);
    }

    #[test]
    fn text_is_a_line_for_each_row() {
        let json = r#"{"items":[{"a":"x\ty\nz\u001b[2J","b":[1,"c"]},{"a":7}]}"#;
        assert_eq!(lines("a,b", json), "x\\ty\\nz\\u{1b}[2J\t[1,\"c\"]\n7\tnull\n");
        assert_eq!(lines("b", r#"{"b":"c"}"#), "c\n");
    }

    #[test]
    fn names_come_from_the_schema() {
        let schema = serde_json::json!({
            "anyOf": [
                { "$ref": "#/$defs/One" },
                { "properties": { "total": {}, "items": { "items": { "$ref": "#/$defs/One" } } } }
            ],
            "$defs": {
                "One": { "properties": { "fence": {}, "item": { "anyOf": [{ "$ref": "#/$defs/It" }, { "type": "null" }] } } },
                "It": { "properties": { "status": {}, "lease": { "properties": { "ttl_secs": {} } } } },
                "Loop": { "$ref": "#/$defs/Loop" }
            }
        });
        let expected = ["fence", "item", "lease", "status"];
        assert_eq!(known(&schema).iter().map(String::as_str).collect::<Vec<_>>(), expected);
        let check = |text: &str| {
            let nearest = |_: &str, _: &[&str]| Some("status".to_owned());
            Projection::parse(text).unwrap().check(&schema, nearest)
        };
        assert!(check("status,fence").is_ok());
        let error = check("status,statos").unwrap_err();
        assert_eq!(error.kind(), Kind::InvalidValue);
        assert!(error.message().contains("statos") && error.hints()[0].contains("status"), "{error:?}");
        assert!(known(&serde_json::json!({ "$ref": "#/$defs/Loop", "$defs": schema["$defs"] })).is_empty());
    }

    #[test]
    fn a_text_without_names_asks_for_nothing() {
        assert_eq!(Projection::parse(" , "), None);
    }
}
