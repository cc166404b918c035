//! Whether an answer is what was asked for; and if not, what is wrong with it, in words that a model can act on.

use jsonschema::{ValidationError, Validator, error::ValidationErrorKind};
use serde::de::DeserializeOwned;
use serde_json::{Number, Value};

use super::{Failure, FailureKind};

/// An answer longer than this is none, in bytes.
const LONGEST: usize = 1 << 20;
/// So many faults are told at once.
const MOST_FAULTS: usize = 8;
/// A complaint is no longer than this, in bytes.
const LONGEST_COMPLAINT: usize = 2_000;
/// What is shown of a wrong value, in bytes.
const LONGEST_VALUE: usize = 80;
/// From here on a floating-point number does not hold every whole number.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Checks answers of one shape.
pub(super) struct Checker {
    validator: Validator,
}

impl Checker {
    /// For answers that keep to this schema: the full one, not what providers take of it.
    ///
    /// # Errors
    /// It is no schema.
    pub(super) fn new(schema: &Value) -> Result<Self, Failure> {
        let validator = jsonschema::validator_for(schema).map_err(|error| {
            let why = clipped(&error.to_string(), LONGEST_VALUE);
            Failure::new(FailureKind::Invalid, format!("the shape that was asked for is no schema: {why}"))
        })?;
        Ok(Self { validator })
    }

    /// The answer that a text holds.
    ///
    /// # Errors
    /// What is wrong with it, in no more than 2,000 bytes.
    pub(super) fn read<A: DeserializeOwned>(
        &self,
        text: &str,
        check: &dyn Fn(&A) -> Result<(), String>,
    ) -> Result<A, String> {
        self.read_at_length(text, check).map_err(|complaint| clipped(&complaint, LONGEST_COMPLAINT))
    }

    fn read_at_length<A: DeserializeOwned>(
        &self,
        text: &str,
        check: &dyn Fn(&A) -> Result<(), String>,
    ) -> Result<A, String> {
        if text.len() > LONGEST {
            return Err(format!("the answer has {} bytes; at most {LONGEST} are taken", text.len()));
        }
        let json = unwrapped(text);
        if json.is_empty() {
            return Err("the answer is empty".to_owned());
        }
        let mut value: Value =
            serde_json::from_str(json).map_err(|error| format!("the answer is no JSON document: {error}"))?;
        let faults: Vec<String> =
            self.validator.iter_errors(&value).take(MOST_FAULTS).map(|error| fault(&error)).collect();
        if !faults.is_empty() {
            return Err(faults.join("\n"));
        }
        whole_numbers(&mut value);
        let answer = serde_json::from_value(value).map_err(|error| error.to_string())?;
        check(&answer)?;
        Ok(answer)
    }
}

/// The JSON text in an answer: some models put it between fences.
pub(super) fn unwrapped(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}').trim();
    let inner = text.strip_prefix("```").and_then(|rest| rest.strip_suffix("```"));
    let inner = inner.and_then(|inner| inner.split_once('\n')).filter(|(language, _)| language.len() < 16);
    inner.map_or(text, |(_, inner)| inner.trim())
}

/// What is wrong, and where.
fn fault(error: &ValidationError<'_>) -> String {
    let place = error.instance_path().to_string();
    let place = if place.is_empty() { "the answer".to_owned() } else { clipped(&place, 200) };
    let value = clipped(&error.instance().to_string(), LONGEST_VALUE);
    format!("{place}: {} (it is {value})", what(error))
}

fn what(error: &ValidationError<'_>) -> String {
    let (ValidationErrorKind::AnyOf { context: of_choices }
    | ValidationErrorKind::OneOfNotValid { context: of_choices }) = error.kind()
    else {
        return clipped(&error.masked_with("it").to_string(), 400);
    };
    let mut choices: Vec<String> = of_choices
        .iter()
        .flatten()
        .take(MOST_FAULTS)
        .map(|inner| inner.masked_with("it").to_string())
        .collect();
    choices.dedup();
    clipped(&format!("none of the choices fits: {}", choices.join("; or ")), 400)
}

/// Writes `4.0` as `4`: both are whole numbers in JSON Schema, but not everywhere.
fn whole_numbers(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(whole_numbers),
        Value::Object(fields) => fields.values_mut().for_each(whole_numbers),
        Value::Number(number) if number.is_f64() => {
            let whole = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < EXACT);
            #[expect(clippy::cast_possible_truncation, reason = "whole, and within what is exact")]
            if let Some(whole) = whole {
                *number = Number::from(whole as i64);
            }
        }
        _ => {}
    }
}

/// The first `most` bytes of a text, with a sign where there is more.
pub(super) fn clipped(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let end = (0..=most.saturating_sub('…'.len_utf8())).rev().find(|end| text.is_char_boundary(*end));
    format!("{}…", &text[..end.unwrap_or_default()])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use schemars::JsonSchema;
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    struct Ranks {
        items: Vec<Rank>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    struct Rank {
        #[schemars(length(max = 5))]
        id: String,
        level: Level,
        #[serde(default)]
        points: Option<u8>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "lowercase")]
    enum Level {
        /// Soon.
        High,
        /// Later.
        Low,
    }

    fn read(text: &str) -> Result<Ranks, String> {
        Checker::new(&super::super::schema::of::<Ranks>()).unwrap().read(text, &|_| Ok(()))
    }

    #[test]
    fn what_fits_is_read_with_and_without_fences() {
        let json = r#"{"items":[{"id":"a","level":"high","points":3.0,"more":1}]}"#;
        let ranks = Ranks { items: vec![Rank { id: "a".to_owned(), level: Level::High, points: Some(3) }] };
        for text in [json.to_owned(), format!("\u{feff}\n```json\n{json}\n```\n"), format!("```\n{json}```")]
        {
            assert_eq!(read(&text).as_ref(), Ok(&ranks), "{text}");
        }
    }

    #[test]
    fn complaints_say_what_and_where() {
        let of = |text: &str| read(text).unwrap_err();
        assert!(of("").contains("empty"));
        assert!(
            of("Sure! Here it is:").starts_with("the answer is no JSON document: expected value at line 1")
        );
        assert!(of(r#"{"items":[]} and more"#).contains("trailing characters"));
        assert_eq!(of("{}"), "the answer: \"items\" is a required property (it is {})");
        let levels = of(r#"{"items":[{"id":"a","level":"urgent"}]}"#);
        assert!(levels.starts_with("/items/0/level: none of the choices fits: "), "{levels}");
        assert!(
            levels.contains("high") && levels.contains("low") && levels.contains("(it is \"urgent\")"),
            "{levels}"
        );
        assert_eq!(
            of(r#"{"items":[{"id":"abcdef","level":"low"}]}"#),
            "/items/0/id: it is longer than 5 characters (it is \"abcdef\")"
        );
    }

    #[test]
    fn complaints_stay_short() {
        let long = format!(r#"{{"items":[{{"id":"{}","level":7}}]}}"#, "é".repeat(100_000));
        let many = format!(r#"{{"items":[{}]}}"#, vec!["{}"; 10_000].join(","));
        let deep = "[".repeat(100_000);
        let key = format!(r#"{{"{}":1}}"#, "k".repeat(50_000));
        for text in [long, many, deep, key, "x".repeat(LONGEST + 1)] {
            let complaint = read(&text).unwrap_err();
            assert!((10..=LONGEST_COMPLAINT).contains(&complaint.len()), "{} bytes", complaint.len());
        }
    }

    #[test]
    fn the_caller_checks_what_no_schema_knows() {
        let checker = Checker::new(&json!({})).unwrap();
        let check = |word: &String| Err(format!("{word} is not on the board"));
        assert_eq!(checker.read("\"work_1\"", &check), Err("work_1 is not on the board".to_owned()));
        assert!(Checker::new(&json!({ "type": "nonsense" })).is_err());
    }

    proptest! {
        #[test]
        fn a_clipped_text_is_a_beginning(text in "\\PC*", most in 0_usize..50) {
            let clip = clipped(&text, most.max(3));
            prop_assert!(clip.len() <= most.max(3));
            prop_assert!(clip == text || text.starts_with(clip.trim_end_matches('…')));
        }

        #[test]
        fn whatever_comes_is_read_or_complained_about(text in "\\PC{0,200}") {
            let _ = read(&text);
        }
    }
}
