//! One JSON object a line: the fields of the request, or those of an item.

use serde_json::{Map, Value};

use super::{Entries, Entry, MOST_TASKS, too_many};
use crate::commands::work::check_id;
use crate::config::nearest;
use crate::error::{Error, Kind, Result};

/// The fields, first by the name of the request, then by that of the item where it is another one.
const FIELDS: [&str; 27] = [
    "name",
    "work_type",
    "description",
    "priority",
    "team",
    "after",
    "dependencies",
    "on_failed_dependency",
    "needs",
    "paths",
    "deadline",
    "not_before",
    "points",
    "story_points",
    "value",
    "business_value",
    "parent",
    "key",
    "unique",
    "max_attempts",
    "assign",
    "assigned_to",
    "criterion",
    "acceptance_criteria",
    "worktree",
    "meta",
    "metadata",
];

/// Reads the lines; empty ones are left out.
pub(super) fn read(text: &str) -> Result<Entries, (usize, Error)> {
    let mut found = Entries::default();
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    for (number, line) in lines {
        let line_number = number + 1;
        if found.entries.len() == MOST_TASKS {
            return Err((line_number, too_many()));
        }
        let entry = entry(line).map_err(|error| (line_number, error))?;
        found.entries.push(Entry { line: line_number, ..entry });
    }
    Ok(found)
}

fn entry(line: &str) -> Result<Entry> {
    let fields: Map<String, Value> = match serde_json::from_str(line) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => return Err(malformed("the line is no JSON object")),
        Err(error) => {
            let said = error.to_string();
            let said = said.split(" at line ").next().unwrap_or_default();
            return Err(malformed(format!("the line is no JSON: {said}, column {}", error.column())));
        }
    };
    let mut entry = Entry::default();
    for (name, value) in fields {
        fill(&mut entry, &name, value)?;
    }
    Ok(entry)
}

fn fill(entry: &mut Entry, name: &str, value: Value) -> Result<()> {
    if !FIELDS.contains(&name) {
        let near = nearest(name, FIELDS.into_iter());
        let hint = near.map_or_else(|| FIELDS.join(", "), |near| format!("did you mean {near:?}?"));
        return Err(Error::new(Kind::InvalidValue, format!("there is no field {name:?}"))
            .hint(hint)
            .with("field", name));
    }
    if value.is_null() {
        return Ok(());
    }
    let terms = &mut entry.terms;
    match name {
        "name" => {
            let own = text(name, value)?;
            check_id("the name", &own)?;
            entry.name = Some(own);
        }
        "work_type" => entry.work_type = Some(text(name, value)?),
        "description" => entry.description = Some(text(name, value)?),
        "priority" => entry.priority = Some(text(name, value)?),
        "team" => entry.team = Some(text(name, value)?),
        "after" | "dependencies" => terms.after.extend(texts(name, value)?),
        "on_failed_dependency" => terms.on_failed_dependency = Some(policy(text(name, value)?)?),
        "needs" => terms.needs = texts(name, value)?,
        "paths" => terms.paths = texts(name, value)?,
        "deadline" => terms.deadline = Some(text(name, value)?),
        "not_before" => terms.not_before = Some(text(name, value)?),
        "points" | "story_points" => terms.points = Some(number(name, &value)?),
        "value" | "business_value" => terms.value = Some(number(name, &value)?),
        "parent" => terms.parent = Some(text(name, value)?),
        "key" => terms.key = Some(text(name, value)?),
        "unique" => terms.unique = value.as_bool().ok_or_else(|| wrong(name, "true or false"))?,
        "max_attempts" => {
            let attempts = value.as_u64().and_then(|count| u32::try_from(count).ok());
            terms.max_attempts = Some(attempts.ok_or_else(|| wrong(name, "a whole number"))?);
        }
        "assign" | "assigned_to" => terms.assign = Some(text(name, value)?),
        "criterion" | "acceptance_criteria" => terms.criterion = texts(name, value)?,
        "worktree" => terms.worktree = Some(text(name, value)?),
        _ => terms.meta = pairs(name, value)?,
    }
    Ok(())
}

fn text(name: &str, value: Value) -> Result<String> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(wrong(name, "a text")),
    }
}

fn texts(name: &str, value: Value) -> Result<Vec<String>> {
    match value {
        Value::String(text) => Ok(vec![text]),
        Value::Array(values) => values.into_iter().map(|value| text(name, value)).collect(),
        _ => Err(wrong(name, "a list of texts")),
    }
}

fn number(name: &str, value: &Value) -> Result<f64> {
    value.as_f64().ok_or_else(|| wrong(name, "a number"))
}

fn policy(word: String) -> Result<String> {
    if ["block", "run", "cancel"].contains(&word.as_str()) {
        return Ok(word);
    }
    Err(wrong("on_failed_dependency", "block, run or cancel"))
}

/// Names and values: an object, or texts such as `name=value`.
fn pairs(name: &str, value: Value) -> Result<Vec<String>> {
    let Value::Object(fields) = value else { return texts(name, value) };
    let pair = |(own, value): (String, Value)| {
        if own.is_empty() || own.contains('=') {
            return Err(wrong(name, "an object whose names are not empty and have no ="));
        }
        let value = match value {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            Value::Bool(truth) => truth.to_string(),
            _ => return Err(wrong(name, "an object of texts")),
        };
        Ok(format!("{own}={value}"))
    };
    fields.into_iter().map(pair).collect()
}

fn wrong(name: &str, wanted: &str) -> Error {
    Error::new(Kind::InvalidValue, format!("the field {name:?} must be {wanted}"))
        .hint("see what it takes: coord help add")
        .with("field", name)
}

fn malformed(message: impl Into<String>) -> Error {
    Error::new(Kind::InvalidValue, message)
        .hint("each line is one JSON object, such as {\"work_type\":\"bug\",\"description\":\"Fix it\"}")
}
