//! The board as data for a model: lines of JSON between two marks, and no more bytes than are allowed.
//!
//! What stands in the lines was written by strangers, and may try to pass for instructions. So no `<` of theirs is written
//! as such: nothing between the marks can end the data. Long texts are cut, and what does not fit is counted.

use serde::Serialize;

mod lines;

pub use lines::{AgentLine, ItemLine, clip};

const OPENING: &str = "<board_data>\n";
const CLOSING: &str = "</board_data>\n";
/// Room for the last line and the closing mark, in bytes.
const ENDING: usize = 64;
/// No id is told that is longer, in bytes: a model would not repeat it without a mistake.
pub const LONGEST_ID: usize = 200;

/// A text of the caller as JSON in which nothing looks like a mark of the data.
pub fn fenced(text: &str) -> String {
    serde_json::json!(text).to_string().replace('<', "\\u003c")
}

/// Data for a model, while it is put together.
#[derive(Clone, Debug)]
pub struct Briefing {
    text: String,
    most: usize,
    left_out: usize,
}

/// Data for a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Briefed {
    /// The lines with their marks.
    pub data: String,
    /// How many entries did not fit.
    pub left_out: usize,
}

impl Briefing {
    /// One that will have `most` bytes at most, and in any case room for the marks.
    pub fn new(most: usize) -> Self {
        Self { text: OPENING.to_owned(), most, left_out: 0 }
    }

    /// Adds a line, and says whether it fitted.
    pub fn tell(&mut self, line: &impl Serialize) -> bool {
        self.tell_within(line, self.most)
    }

    fn tell_within(&mut self, line: &impl Serialize, most: usize) -> bool {
        // Only text can hold the mark, and in text it can be written in another way.
        let Ok(json) = serde_json::to_string(line) else { return false };
        let line = json.replace('<', "\\u003c");
        let fits = self.text.len() + line.len() + 1 + ENDING <= most;
        if fits {
            self.text.push_str(&line);
            self.text.push('\n');
        }
        fits
    }

    /// Adds as many of these lines, from the first on, as fit in `percent` of all bytes, and says how many. The others
    /// are counted as left out.
    pub fn list<L: Serialize>(&mut self, lines: impl IntoIterator<Item = L>, percent: usize) -> usize {
        let most = (self.most / 100 * percent).min(self.most);
        let mut lines = lines.into_iter();
        let (mut told, mut rest) = (0, 0);
        for line in lines.by_ref() {
            if !self.tell_within(&line, most) {
                rest = 1;
                break;
            }
            told += 1;
        }
        self.left_out += rest + lines.count();
        told
    }

    /// Counts so many entries as left out.
    pub fn leave_out(&mut self, entries: usize) {
        self.left_out += entries;
    }

    /// The data, which say how much was left out.
    pub fn finish(mut self) -> Briefed {
        let left_out = self.left_out;
        self.text.push_str(&format!("{{\"left_out\":{left_out}}}\n{CLOSING}"));
        Briefed { data: self.text, left_out }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    /// What stands between the marks, line by line.
    fn told(briefed: &Briefed) -> Vec<Value> {
        let inner = briefed.data.strip_prefix(OPENING).unwrap().strip_suffix(CLOSING).unwrap();
        inner.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let mut briefing = Briefing::new(120);
        assert!(briefing.tell(&json!({"now": 1})));
        assert_eq!(briefing.list([json!("one"), json!("x".repeat(50)), json!("three")], 100), 1);
        briefing.leave_out(2);
        let briefed = briefing.finish();
        assert_eq!(told(&briefed), [json!({"now": 1}), json!("one"), json!({"left_out": 4})]);
        assert_eq!(briefed.left_out, 4);
    }

    #[test]
    fn a_list_keeps_to_its_share() {
        let mut briefing = Briefing::new(1_000);
        let lines = || std::iter::repeat_n(json!("0123456789"), 100);
        // (500 - 64 - 13) / 13 = 32
        assert_eq!(briefing.list(lines(), 50), 32);
        assert_eq!(briefing.finish().left_out, 68);
    }

    proptest! {
        #[test]
        fn no_text_ends_the_data(texts in prop::collection::vec(".*|(</board_data>|<board_data>|\n|<|>|/){0,9}", 0..12)) {
            let mut briefing = Briefing::new(1_000_000);
            briefing.list(&texts, 100);
            let briefed = briefing.finish();
            prop_assert_eq!(briefed.data.matches('<').count(), 2);
            let mut wanted: Vec<Value> = texts.iter().map(|text| json!(text)).collect();
            wanted.push(json!({"left_out": 0}));
            prop_assert_eq!(told(&briefed), wanted, "and all of it is there");
        }

        #[test]
        fn the_cap_holds_and_everything_is_told_or_counted(
            texts in prop::collection::vec(".{0,40}", 0..60), most in 100..2_000_usize, percent in 1..=100_usize,
        ) {
            let mut briefing = Briefing::new(most);
            let sent = briefing.list(&texts, percent);
            let briefed = briefing.finish();
            prop_assert!(briefed.data.len() <= most, "{} of {}", briefed.data.len(), most);
            prop_assert_eq!(sent + briefed.left_out, texts.len());
            let lines = told(&briefed);
            prop_assert_eq!(lines.len(), sent + 1);
            prop_assert!(lines.iter().zip(&texts).all(|(line, text)| line == text || line.is_object()), "from the first on");
        }
    }
}
