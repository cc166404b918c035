//! One line of a batch: what it asks for, who asks, and how it is called.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::input::{Text, malformed};
use super::shape::{Shapes, command};
use crate::commands::prepared::Prepared;
use crate::commands::registry::Entry;
use crate::context::{Asker, Context};
use crate::error::{Error, Kind, Result};

/// Fields that hold ids, in which `@name` stands for what an earlier line made.
const LINKS: [&str; 10] =
    ["after", "id", "ids", "item", "parent", "work", "work_id", "work_ids", "work_item_id", "work_item_ids"];

/// A line that was read.
pub(super) struct Line {
    pub(super) number: u64,
    /// How the line calls itself, for its answer and for later lines.
    pub(super) reference: Option<Value>,
    /// What it asks for, or what is wrong with it.
    pub(super) wish: Result<Wish>,
}

/// What a line asks for.
pub(super) struct Wish {
    /// The world as the line sees it.
    pub(super) context: Context,
    entry: &'static Entry,
    fields: Map<String, Value>,
    /// The checked request.
    pub(super) prepared: Box<dyn Prepared>,
}

/// What earlier lines made, by their names; `None` where they were refused.
pub(super) type Made = HashMap<String, Option<String>>;

impl Line {
    /// Reads a line.
    pub(super) fn read(text: Text, shapes: &mut Shapes, context: &Context) -> Self {
        let number = text.number;
        let broken = |error| Self { number, reference: None, wish: Err(error) };
        let text = match text.text {
            Ok(text) => text,
            Err(error) => return broken(error),
        };
        match serde_json::from_str::<Value>(&text) {
            Ok(Value::Object(mut fields)) => {
                let reference = fields.remove("ref").filter(|reference| !reference.is_null());
                let wish = Wish::read(fields, shapes, context);
                let wish = check_reference(reference.as_ref()).and(wish);
                Self { number, reference, wish }
            }
            Ok(_) => broken(malformed("the line is no JSON object")),
            Err(error) => {
                let full = error.to_string();
                let reason = full.split(" at line ").next().unwrap_or_default();
                broken(malformed(format!("the line is no JSON: {reason}, column {}", error.column())))
            }
        }
    }

    /// The name by which later lines can call what this one makes.
    pub(super) fn name(&self) -> Option<String> {
        match self.reference.as_ref()? {
            Value::String(name) => Some(name.clone()),
            other => Some(other.to_string()),
        }
    }
}

fn check_reference(reference: Option<&Value>) -> Result<()> {
    match reference {
        None | Some(Value::String(_) | Value::Number(_)) => Ok(()),
        Some(_) => Err(Error::new(Kind::Usage, "\"ref\" is neither a text nor a number")),
    }
}

impl Wish {
    fn read(mut fields: Map<String, Value>, shapes: &mut Shapes, context: &Context) -> Result<Self> {
        let op = text(&mut fields, "op", true)?
            .ok_or_else(|| malformed("the line has no \"op\"").with("field", "op"))?;
        let entry = command(&op)?;
        let shape = shapes.of(entry);
        // Where the request has such a field itself, it is meant as well.
        let agent_id = text(&mut fields, "agent_id", !shape.has("agent_id"))?;
        let reason = text(&mut fields, "reason", !shape.has("reason"))?;
        shape.fit(entry.name, &mut fields)?;
        let asker = Asker { agent_id: agent_id.as_deref(), reason: reason.as_deref(), ..Asker::default() };
        let context = context.asked(asker)?;
        let prepared = prepare(entry, fields.clone(), &context)?;
        Ok(Self { context, entry, fields, prepared })
    }

    /// The request with what earlier lines made in the place of their names; `None` where it names none of them.
    ///
    /// # Errors
    /// It names a line that was refused, or that there is none of.
    pub(super) fn linked(&self, made: &Made) -> Result<Option<Box<dyn Prepared>>> {
        if !self.fields.iter().any(|(name, value)| LINKS.contains(&name.as_str()) && has_name(value)) {
            return Ok(None);
        }
        let mut fields = self.fields.clone();
        for (_, value) in fields.iter_mut().filter(|(name, _)| LINKS.contains(&name.as_str())) {
            link(value, made)?;
        }
        prepare(self.entry, fields, &self.context).map(Some)
    }
}

fn prepare(entry: &Entry, fields: Map<String, Value>, context: &Context) -> Result<Box<dyn Prepared>> {
    let prepare = entry.prepare.ok_or_else(|| malformed(format!("{} changes nothing", entry.name)))?;
    prepare(Value::Object(fields), context)
}

/// A text field of the line itself, taken out or left.
fn text(fields: &mut Map<String, Value>, name: &str, is_own: bool) -> Result<Option<String>> {
    let text = match fields.get(name) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(_) => return Err(malformed(format!("{name:?} is no text")).with("field", name)),
    };
    if is_own {
        fields.remove(name);
    }
    Ok(text.filter(|text| !text.is_empty()))
}

fn has_name(value: &Value) -> bool {
    match value {
        Value::String(text) => text.starts_with('@'),
        Value::Array(values) => values.iter().any(has_name),
        _ => false,
    }
}

fn link(value: &mut Value, made: &Made) -> Result<()> {
    match value {
        Value::String(text) => {
            let Some(name) = text.strip_prefix('@') else { return Ok(()) };
            let id = made.get(name).ok_or_else(|| {
                Error::new(Kind::Usage, format!("no line before this one has the ref {name:?}"))
                    .hint("the line that is meant must stand before, with that \"ref\"")
            })?;
            let id = id.as_ref().ok_or_else(|| {
                Error::new(Kind::ItemNotFound, format!("the line {name:?} made no item"))
                    .hint("mend that line first")
            })?;
            text.clone_from(id);
            Ok(())
        }
        Value::Array(values) => values.iter_mut().try_for_each(|value| link(value, made)),
        _ => Ok(()),
    }
}
