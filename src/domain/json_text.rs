//! JSON as text: the two layouts that the project writes, made without touching a single token.
//!
//! Numbers and strings that other programs wrote come out exactly as they went in: `1.50`, `1e3` and
//! `"\u00e9"` stay what they are. Both functions take text that is known to be valid JSON.

/// `json` on one line, without white space between tokens.
pub fn compact(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for token in Tokens::new(json) {
        out.push_str(token);
    }
    out
}

/// `json` as `jq .` prints it: two spaces a level, one field a line, `"key": value`. The first line is not
/// indented; the lines after it are indented as for a value that stands `depth` levels deep.
pub fn pretty(json: &str, depth: usize) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let mut depth = depth;
    let mut opened = false;
    for token in Tokens::new(json) {
        match token {
            "}" | "]" => {
                depth = depth.saturating_sub(1);
                if !opened {
                    line(&mut out, depth);
                }
                out.push_str(token);
                opened = false;
                continue;
            }
            _ if opened => line(&mut out, depth),
            _ => {}
        }
        opened = false;
        out.push_str(token);
        match token {
            "{" | "[" => {
                depth += 1;
                opened = true;
            }
            "," => line(&mut out, depth),
            ":" => out.push(' '),
            _ => {}
        }
    }
    out
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str("  ");
    }
}

/// The tokens of valid JSON, as slices of the text.
struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The end of the token that starts at `self.at`.
    fn end(&self) -> usize {
        let bytes = self.text.as_bytes();
        match bytes[self.at] {
            b'{' | b'}' | b'[' | b']' | b',' | b':' => self.at + 1,
            b'"' => {
                let mut at = self.at + 1;
                loop {
                    match bytes[at..].iter().position(|byte| matches!(byte, b'"' | b'\\')) {
                        Some(found) if bytes[at + found] == b'"' => break at + found + 1,
                        Some(found) => at = (at + found + 2).min(bytes.len()),
                        None => break bytes.len(),
                    }
                }
            }
            _ => {
                let ends = |byte: &u8| byte.is_ascii_whitespace() || b"{}[],:\"".contains(byte);
                bytes[self.at..].iter().position(ends).map_or(bytes.len(), |length| self.at + length)
            }
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        self.at += bytes[self.at..].iter().position(|byte| !byte.is_ascii_whitespace())?;
        let start = self.at;
        self.at = self.end();
        self.text.get(start..self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    #[test]
    fn the_layout_is_that_of_jq() {
        let json = r#"{"a":1.50,"b":[],"c":{},"d":[1,{"e":"x\" {"}],"f":null}"#;
        let expected = "{\n  \"a\": 1.50,\n  \"b\": [],\n  \"c\": {},\n  \"d\": [\n    1,\n    {\n      \"e\": \"x\\\" {\"\n    }\n  ],\n  \"f\": null\n}";
        assert_eq!(pretty(json, 0), expected);
        assert_eq!(compact(expected), json);
    }

    #[test]
    fn a_value_that_stands_deeper_is_indented_from_its_second_line_on() {
        assert_eq!(pretty(r#"{"a":1}"#, 1), "{\n    \"a\": 1\n  }");
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::hash_map(any::<String>(), inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn both_layouts_keep_the_value(value in json()) {
            let text = value.to_string();
            let laid_out = pretty(&text, 0);
            prop_assert_eq!(serde_json::from_str::<Value>(&laid_out).unwrap(), value.clone());
            prop_assert_eq!(laid_out.as_str(), serde_json::to_string_pretty(&value).unwrap());
            prop_assert_eq!(compact(&laid_out), text);
        }
    }
}
