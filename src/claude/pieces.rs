//! Whole entries out of a JSON answer that comes in pieces: those of the first list in it, each as soon as it is complete.

/// What came so far of an answer of the form `{"name":[{…},{…}]}`.
#[derive(Debug, Default)]
pub struct Entries {
    /// The entry that is not complete yet.
    entry: String,
    /// The brackets that are open.
    open: Vec<char>,
    is_in_text: bool,
    is_escaped: bool,
}

impl Entries {
    /// Takes a piece, and gives the entries that it completes, as JSON text.
    pub fn take(&mut self, piece: &str) -> Vec<String> {
        piece.chars().filter_map(|letter| self.see(letter)).collect()
    }

    fn see(&mut self, letter: char) -> Option<String> {
        let is_of_entry = self.is_inside();
        if self.is_in_text {
            self.see_text(letter);
        } else {
            match letter {
                '"' => self.is_in_text = !self.open.is_empty(),
                '{' | '[' => self.open_bracket(letter),
                '}' => self.close_bracket('{'),
                ']' => self.close_bracket('['),
                _ => {}
            }
        }
        if is_of_entry || self.is_inside() {
            self.entry.push(letter);
        }
        (is_of_entry && !self.is_inside()).then(|| std::mem::take(&mut self.entry))
    }

    fn see_text(&mut self, letter: char) {
        match letter {
            _ if self.is_escaped => self.is_escaped = false,
            '\\' => self.is_escaped = true,
            '"' => self.is_in_text = false,
            _ => {}
        }
    }

    /// Whatever stands before the answer is none of it.
    fn open_bracket(&mut self, letter: char) {
        if letter == '{' || !self.open.is_empty() {
            self.open.push(letter);
        }
    }

    /// One that closes nothing is none.
    fn close_bracket(&mut self, opening: char) {
        if self.open.last() == Some(&opening) {
            self.open.pop();
        }
    }

    fn is_inside(&self) -> bool {
        self.open.starts_with(&['{', '[', '{'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn an_entry_comes_as_soon_as_it_is_complete() {
        let mut entries = Entries::default();
        assert_eq!(entries.take("```json\n{\"updates\": [ {\"a\": \"}\\\"]\""), Vec::<String>::new());
        assert_eq!(entries.take(", \"b\": [{}]}"), ["{\"a\": \"}\\\"]\", \"b\": [{}]}"]);
        assert_eq!(entries.take(", {\"a\":1},{\"a\":2}, {"), ["{\"a\":1}", "{\"a\":2}"]);
        assert_eq!(entries.take("}], \"more\": {\"x\": 1}}\n```"), ["{}"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_wherever_it_is_cut(texts in prop::collection::vec(".*", 0..6), at in 1..9_usize) {
            let all: Vec<Value> = texts.iter().map(|text| json!({"status": text, "next": {"[": [text]}})).collect();
            let whole: Vec<char> = json!({"updates": all}).to_string().chars().collect();
            let mut entries = Entries::default();
            let found: Vec<String> =
                whole.chunks(at).flat_map(|piece| entries.take(&piece.iter().collect::<String>())).collect();
            let found: Vec<Value> = found.iter().map(|entry| serde_json::from_str(entry).unwrap()).collect();
            prop_assert_eq!(found, all);
        }

        #[test]
        fn rubbish_does_no_harm(text in "[\\[\\]{}\",a\\\\]{0,60}") {
            let mut entries = Entries::default();
            for entry in entries.take(&text) {
                let is_whole = entry.starts_with('{') && entry.ends_with('}');
                prop_assert!(is_whole);
            }
        }
    }
}
