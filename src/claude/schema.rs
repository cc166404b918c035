//! The shape of an answer: from a Rust type to the part of JSON Schema that every provider takes.
//!
//! What the full schema says beyond that part goes into descriptions, for the model; whether an answer keeps to it is
//! checked here at home, against the full schema.

use schemars::JsonSchema;
use serde_json::{Map, Value, json};

/// References are followed so deep: types that hold themselves end there.
const DEEPEST: usize = 16;
/// Forms of text that providers know.
const FORMATS: [&str; 10] =
    ["date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"];

/// The full schema of a type: what an answer is checked against.
pub fn of<A: JsonSchema>() -> Value {
    schemars::schema_for!(A).to_value()
}

/// What providers take of a full schema: every object closed and with all of its properties required, choices by `anyOf`,
/// references resolved, limits as words in the description.
pub fn subset(full: &Value) -> Value {
    Fitting { root: full, open: Vec::new() }.fit(full)
}

/// A schema while it is made to fit.
struct Fitting<'a> {
    root: &'a Value,
    /// References that are being followed.
    open: Vec<&'a str>,
}

impl<'a> Fitting<'a> {
    fn fit(&mut self, schema: &'a Value) -> Value {
        let Some(object) = schema.as_object() else { return anything(None) };
        if let Some(fitted) = self.followed(object) {
            return fitted;
        }
        let description = description(object);
        if let Some(parts) = object.get("allOf").and_then(Value::as_array) {
            return self.merged(object, parts, description.as_deref());
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(choices) = object.get(keyword).and_then(Value::as_array) {
                return self.choice(choices, description.as_deref());
            }
        }
        if let Some(values) = object.get("enum").and_then(Value::as_array) {
            return enumeration(values, description.as_deref());
        }
        if let Some(value) = object.get("const") {
            return enumeration(std::slice::from_ref(value), description.as_deref());
        }
        match object.get("type") {
            Some(Value::Array(types)) => {
                let choices = types.iter().map(|word| self.typed(object, word.as_str(), None)).collect();
                any_of(choices, description.as_deref())
            }
            word => self.typed(object, word.and_then(Value::as_str), description.as_deref()),
        }
    }

    /// The schema that a reference names, with what stands beside it.
    fn followed(&mut self, object: &'a Map<String, Value>) -> Option<Value> {
        let reference = object.get("$ref")?.as_str()?;
        let target = reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer));
        let is_within = !self.open.contains(&reference) && self.open.len() < DEEPEST;
        let Some(target) = target.filter(|_| is_within) else { return Some(closed(Map::new(), None)) };
        self.open.push(reference);
        let mut fitted = self.fit(target);
        self.open.pop();
        if let Some(own) = description(object) {
            fitted["description"] = own.into();
        }
        Some(fitted)
    }

    /// One object of several that all hold.
    fn merged(
        &mut self,
        object: &'a Map<String, Value>,
        parts: &'a [Value],
        description: Option<&str>,
    ) -> Value {
        if let [part] = parts
            && !object.contains_key("properties")
        {
            let mut fitted = self.fit(part);
            if let Some(description) = description {
                fitted["description"] = description.into();
            }
            return fitted;
        }
        let mut properties = self.properties(object);
        for part in parts {
            if let Value::Object(more) = self.fit(part)["properties"].take() {
                properties.extend(more);
            }
        }
        closed(properties, description)
    }

    /// One of several. Words with an explanation each become one list of words.
    fn choice(&mut self, choices: &'a [Value], description: Option<&str>) -> Value {
        let words: Option<Vec<(&Value, Option<&str>)>> = choices.iter().map(word_of).collect();
        let Some(words) = words else {
            let choices = choices.iter().map(|choice| self.fit(choice)).collect();
            return any_of(choices, description);
        };
        let told: Vec<String> = words
            .iter()
            .filter_map(|(word, about)| Some(format!("{}: {}", shown(word), (*about)?)))
            .collect();
        let values: Vec<Value> = words.into_iter().map(|(word, _)| word.clone()).collect();
        let description: Vec<&str> = description.into_iter().chain(told.iter().map(String::as_str)).collect();
        enumeration(&values, (!description.is_empty()).then(|| description.join("; ")).as_deref())
    }

    fn typed(
        &mut self,
        object: &'a Map<String, Value>,
        word: Option<&str>,
        description: Option<&str>,
    ) -> Value {
        match word {
            Some("object") => closed(self.properties(object), description),
            Some("array") => {
                let items = object.get("items").map_or_else(|| anything(None), |items| self.fit(items));
                let mut array = told(json!({ "type": "array", "items": items }), description);
                if let Some(least) = object.get("minItems").filter(|least| least.as_u64() <= Some(1)) {
                    array["minItems"] = least.clone();
                }
                array
            }
            Some("string") => {
                let mut text = told(json!({ "type": "string" }), description);
                let format = object.get("format").and_then(Value::as_str);
                if let Some(format) = format.filter(|format| FORMATS.contains(format)) {
                    text["format"] = format.into();
                }
                text
            }
            Some(word) => told(json!({ "type": word }), description),
            None if object.contains_key("properties") => closed(self.properties(object), description),
            None => anything(description),
        }
    }

    fn properties(&mut self, object: &'a Map<String, Value>) -> Map<String, Value> {
        let properties = object.get("properties").and_then(Value::as_object);
        let fitted = properties.into_iter().flatten().map(|(name, schema)| (name.clone(), self.fit(schema)));
        fitted.collect()
    }
}

/// An object with these properties, each of them required, and no others.
fn closed(properties: Map<String, Value>, description: Option<&str>) -> Value {
    let mut object = json!({ "type": "object", "additionalProperties": false });
    object["required"] = properties.keys().cloned().collect();
    object["properties"] = Value::Object(properties);
    told(object, description)
}

fn any_of(choices: Vec<Value>, description: Option<&str>) -> Value {
    let mut any = json!({});
    any["anyOf"] = Value::Array(choices);
    told(any, description)
}

/// One of these values. Each type has a list of its own, because providers take lists of one type.
fn enumeration(values: &[Value], description: Option<&str>) -> Value {
    let of = |word: &str| values.iter().filter(|value| type_of(value) == word).cloned().collect();
    let mut lists: Vec<(&str, Vec<Value>)> =
        ["string", "number", "boolean", "null"].into_iter().map(|word| (word, of(word))).collect();
    lists.retain(|(_, values)| !values.is_empty());
    let list = |(word, values): (&str, Vec<Value>)| match word {
        "null" => json!({ "type": "null" }),
        _ => json!({ "type": word, "enum": values }),
    };
    let mut choices: Vec<Value> = lists.into_iter().map(list).collect();
    match choices.len() {
        1 => told(choices.remove(0), description),
        _ => any_of(choices, description),
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "string",
        Value::Number(_) => "number",
        Value::Bool(_) => "boolean",
        _ => "null",
    }
}

/// Whatever it may be. Providers want it said.
fn anything(description: Option<&str>) -> Value {
    let choices = ["string", "number", "boolean", "null"].map(|word| json!({ "type": word }));
    any_of(choices.to_vec(), description)
}

fn told(mut schema: Value, description: Option<&str>) -> Value {
    if let Some(description) = description {
        schema["description"] = description.into();
    }
    schema
}

/// The word that a choice stands for, and what it says of it; `None` where it is more than a word.
fn word_of(choice: &Value) -> Option<(&Value, Option<&str>)> {
    let word = match (choice.get("const"), choice.get("enum").and_then(Value::as_array)) {
        (Some(word), _) => word,
        (None, Some(words)) if words.len() == 1 => &words[0],
        _ => return None,
    };
    let is_plain = !word.is_object() && !word.is_array();
    is_plain.then(|| (word, choice.get("description").and_then(Value::as_str)))
}

fn shown(word: &Value) -> String {
    word.as_str().map_or_else(|| word.to_string(), ToOwned::to_owned)
}

/// What a schema says of itself, with its limits in words.
fn description(object: &Map<String, Value>) -> Option<String> {
    const LIMITS: [(&str, &str, &str); 13] = [
        ("minimum", "at least ", ""),
        ("maximum", "at most ", ""),
        ("exclusiveMinimum", "more than ", ""),
        ("exclusiveMaximum", "less than ", ""),
        ("multipleOf", "a multiple of ", ""),
        ("minLength", "at least ", " characters"),
        ("maxLength", "at most ", " characters"),
        ("pattern", "of the form ", ""),
        ("minItems", "at least ", " items"),
        ("maxItems", "at most ", " items"),
        ("minProperties", "at least ", " properties"),
        ("maxProperties", "at most ", " properties"),
        ("default", "usually ", ""),
    ];
    let mut limits: Vec<String> = LIMITS
        .into_iter()
        .filter_map(|(keyword, before, after)| Some((object.get(keyword)?, before, after)))
        .filter(|(limit, ..)| !limit.is_null())
        .map(|(limit, before, after)| format!("{before}{}{after}", shown(limit)))
        .collect();
    if object.get("uniqueItems") == Some(&Value::Bool(true)) {
        limits.push("no item twice".to_owned());
    }
    let own = object.get("description").and_then(Value::as_str);
    match (own, limits.is_empty()) {
        (own, true) => own.map(ToOwned::to_owned),
        (Some(own), false) => Some(format!("{own} ({})", limits.join(", "))),
        (None, false) => Some(limits.join(", ")),
    }
}

#[cfg(test)]
mod tests;
