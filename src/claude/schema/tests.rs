//! What is left of full schemas.

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::json;

use super::*;

/// Ranks.
#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Ranks {
    /// The items.
    #[schemars(length(min = 1, max = 20))]
    items: Vec<Rank>,
    /// Left out.
    #[serde(default)]
    note: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Rank {
    /// Its id.
    #[schemars(regex(pattern = r"^work_\d+$"), length(max = 100))]
    id: String,
    /// How urgent.
    priority: Urgency,
    /// Percent.
    #[schemars(range(min = 0, max = 100))]
    confidence: Option<f64>,
    colour: Colour,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Urgency {
    /// Now.
    High,
    /// Later.
    Low,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is looked at")]
enum Colour {
    Red,
    Of { red: u8 },
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Tree {
    children: Vec<Tree>,
}

#[test]
fn every_part_is_closed_and_required_and_limits_are_words() {
    let fitted = subset(&of::<Ranks>());
    let rank = &fitted["properties"]["items"]["items"];
    assert_eq!(fitted["required"], json!(["items", "note"]));
    assert_eq!(fitted["properties"]["items"]["minItems"], 1);
    assert_eq!(
        fitted["properties"]["items"]["description"],
        "The items. (at least 1 items, at most 20 items)"
    );
    assert_eq!(rank["required"], json!(["colour", "confidence", "id", "priority"]));
    assert_eq!(
        rank["properties"]["id"],
        json!({ "type": "string", "description": r"Its id. (at most 100 characters, of the form ^work_\d+$)" })
    );
    assert_eq!(
        rank["properties"]["priority"],
        json!({ "type": "string", "enum": ["high", "low"], "description": "How urgent." })
    );
    assert_eq!(rank["properties"]["confidence"]["anyOf"], json!([{ "type": "number" }, { "type": "null" }]));
    let colour = &rank["properties"]["colour"]["anyOf"];
    assert_eq!(colour[0], json!({ "type": "string", "enum": ["Red"] }));
    assert_eq!(colour[1]["required"], json!(["Of"]));
    assert_eq!(faults(&fitted), Vec::<String>::new());
}

#[test]
fn words_with_explanations_keep_them() {
    let fitted = subset(&of::<Urgency>());
    assert_eq!(
        fitted,
        json!({ "type": "string", "enum": ["high", "low"], "description": "high: Now.; low: Later." })
    );
}

#[test]
fn a_type_that_holds_itself_ends() {
    let fitted = subset(&of::<Tree>());
    assert!(fitted.to_string().len() < 10_000);
    assert_eq!(faults(&fitted), Vec::<String>::new());
}

#[test]
fn what_fits_already_stays_as_it_is() {
    let once = subset(&of::<Ranks>());
    let twice = subset(&once);
    assert_eq!(
        once["properties"]["items"]["items"]["required"],
        twice["properties"]["items"]["items"]["required"]
    );
    assert_eq!(faults(&twice), Vec::<String>::new());
}

/// What in a schema providers do not take.
fn faults(schema: &Value) -> Vec<String> {
    const KNOWN: [&str; 9] = [
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "anyOf",
        "enum",
        "description",
        "minItems",
    ];
    let Some(object) = schema.as_object() else { return vec![format!("{schema} is no object")] };
    let known = |name: &&String| !KNOWN.contains(&name.as_str()) && *name != "format";
    let mut faults: Vec<String> = object.keys().filter(known).cloned().collect();
    if object.get("type") == Some(&json!("object")) {
        let names: Vec<&String> = object["properties"].as_object().unwrap().keys().collect();
        if object["additionalProperties"] != false || object["required"] != json!(names) {
            faults.push(format!("open: {schema}"));
        }
    }
    if object.get("minItems").is_some_and(|least| least.as_u64() > Some(1)) {
        faults.push("minItems".to_owned());
    }
    let inner = object.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let inner = inner
        .chain(object.get("items"))
        .chain(object.get("anyOf").and_then(Value::as_array).into_iter().flatten());
    inner.for_each(|inner| faults.extend(self::faults(inner)));
    faults
}

/// Any schema, sound or not.
fn schemas() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(true)),
        Just(json!({})),
        Just(json!({ "type": "integer", "minimum": 1, "format": "uint8" })),
        Just(json!({ "type": ["string", "null"], "maxLength": 3 })),
        Just(json!({ "const": null })),
        Just(json!({ "enum": ["a", 1, null] })),
        Just(json!({ "$ref": "#" })),
        Just(json!({ "$ref": "#/nowhere", "description": "x" })),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let many = proptest::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            many.clone().prop_map(|choices| json!({ "oneOf": choices })),
            many.clone().prop_map(|choices| json!({ "allOf": choices, "description": "all" })),
            inner.clone().prop_map(
                |items| json!({ "type": "array", "items": items, "minItems": 2, "uniqueItems": true })
            ),
            proptest::collection::btree_map("[a-c]", inner, 0..3).prop_map(
                |properties| json!({ "type": "object", "properties": properties, "additionalProperties": {} })
            ),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_comes_in_what_goes_out_is_taken(schema in schemas()) {
        prop_assert_eq!(faults(&subset(&schema)), Vec::<String>::new());
    }
}
