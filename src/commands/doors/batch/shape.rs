//! What fields the requests of each command have, from their schemas.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::commands::registry::{COMMANDS, Entry, find};
use crate::config::nearest;
use crate::error::{Error, Kind, Result};

/// How a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Text,
    Texts,
    Other,
}

/// The fields of one command's request.
pub(super) struct Shape {
    fields: BTreeMap<String, Form>,
}

/// The shapes of the commands that were asked for so far.
#[derive(Default)]
pub(super) struct Shapes {
    known: BTreeMap<&'static str, Shape>,
}

impl Shapes {
    /// The fields of a command.
    pub(super) fn of(&mut self, entry: &'static Entry) -> &Shape {
        self.known.entry(entry.name).or_insert_with(|| Shape::of(entry))
    }
}

impl Shape {
    fn of(entry: &Entry) -> Self {
        let schema = (entry.request)();
        let properties = schema.get("properties").and_then(Value::as_object);
        let fields = properties.into_iter().flatten().map(|(name, schema)| (name.clone(), Form::of(schema)));
        Self { fields: fields.collect() }
    }

    /// Whether requests have a field of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// Refuses a field that the request does not have, and writes values as the request wants them: a number as a
    /// text, and a single text as a list of one, where it says so.
    ///
    /// # Errors
    /// Which field there is none of, with the nearest that there is.
    pub(super) fn fit(&self, command: &str, fields: &mut Map<String, Value>) -> Result<()> {
        for (name, value) in fields {
            let form = self.fields.get(name).ok_or_else(|| self.unknown(command, name))?;
            match (form, &value) {
                (Form::Text, Value::Number(number)) => *value = Value::String(number.to_string()),
                (Form::Texts, Value::String(_)) => *value = Value::Array(vec![value.take()]),
                _ => {}
            }
        }
        Ok(())
    }

    fn unknown(&self, command: &str, name: &str) -> Error {
        let names = self.fields.keys().map(String::as_str).chain(["op", "ref", "agent_id", "reason"]);
        let error = Error::new(Kind::Usage, format!("{command} has no field {name:?}")).with("field", name);
        match nearest(name, names) {
            Some(near) => error.hint(format!("did you mean {near:?}?")),
            None => error.hint(format!("see what it takes: coord schema {command}")),
        }
    }
}

impl Form {
    fn of(schema: &Value) -> Self {
        let says = |wanted: &str| match &schema["type"] {
            Value::String(word) => word == wanted,
            Value::Array(words) => words.iter().any(|word| word == wanted),
            _ => false,
        };
        match () {
            () if says("string") => Self::Text,
            () if says("array") && schema["items"]["type"] == "string" => Self::Texts,
            () => Self::Other,
        }
    }
}

/// The command of that name or alias, which must be one that can be a part of a batch.
///
/// # Errors
/// There is none, or it cannot.
pub(super) fn command(name: &str) -> Result<&'static Entry> {
    let Some(entry) = find(name) else {
        let able = COMMANDS.iter().filter(|entry| entry.prepare.is_some());
        let names = able.flat_map(|entry| std::iter::once(entry.name).chain(entry.aliases.iter().copied()));
        let error = Error::new(Kind::Usage, format!("unknown op {name:?}")).with("op", name);
        return Err(match nearest(name, names) {
            Some(near) => error.hint(format!("did you mean {near:?}?")),
            None => error.hint("it is the name of a command that changes the board: coord help"),
        });
    };
    if entry.prepare.is_some() {
        return Ok(entry);
    }
    Err(Error::new(Kind::Usage, format!("{name} cannot be part of a batch"))
        .hint(format!("run it by itself: coord {name}"))
        .with("op", name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fitted(command: &str, mut fields: Value) -> Result<Value> {
        let entry = find(command).unwrap();
        Shapes::default().of(entry).fit(command, fields.as_object_mut().unwrap())?;
        Ok(fields)
    }

    #[test]
    fn values_are_written_as_the_request_wants_them() {
        let fields = json!({"work_type": "bug", "after": "a", "points": 3, "key": 7});
        let expected = json!({"work_type": "bug", "after": ["a"], "points": 3, "key": "7"});
        assert_eq!(fitted("add", fields).unwrap(), expected);
        let percent = fitted("progress", json!({"work_id": "w", "percent": 12.5})).unwrap();
        assert_eq!(percent["percent"], "12.5");
    }

    #[test]
    fn a_field_that_is_none_is_told_with_the_nearest() {
        let error = fitted("add", json!({"descripton": "x"})).unwrap_err();
        assert_eq!((error.message(), error.kind()), ("add has no field \"descripton\"", Kind::Usage));
        assert_eq!(error.hints(), ["did you mean \"description\"?"]);
    }

    #[test]
    fn only_commands_that_change_the_board_are_taken() {
        assert_eq!(command("add-work").unwrap().name, "add");
        assert!(command("list-work").unwrap_err().message().contains("cannot be part"));
        let unknown = command("compleet").unwrap_err();
        assert_eq!(unknown.hints(), ["did you mean \"complete\"?"]);
    }
}
