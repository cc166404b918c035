//! Answers from a short while ago: the same question gets the same answer without a call.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::shelved::{self, Document};
use super::{Provider, Question, Shelf};

/// So many answers are kept.
const MOST: usize = 32;
/// So much text is kept, in bytes.
const MOST_BYTES: usize = 1 << 20;

/// Answers, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cache {
    answers: Vec<Kept>,
}

/// An answer. Of its question only a hash is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The hash of the question, of its prompt, and of who was asked.
    key: String,
    /// When it came, in milliseconds since the epoch.
    at_ms: i64,
    /// The model that gave it.
    pub model: String,
    /// What it says.
    pub text: String,
}

impl Document for Cache {
    const NAME: &'static str = "claude_cache";
}

impl Cache {
    /// As it stands; empty where that cannot be read.
    pub fn read(shelf: &dyn Shelf) -> Self {
        shelved::read(shelf)
    }

    /// The answer to this question, where one came no longer than `age_ms` ago.
    pub fn find(&self, key: &str, now_ms: i64, age_ms: i64) -> Option<&Kept> {
        let is_fresh = |kept: &&Kept| (0..age_ms).contains(&now_ms.saturating_sub(kept.at_ms));
        self.answers.iter().rev().find(|kept| kept.key == key).filter(is_fresh)
    }

    /// Keeps an answer, and forgets what is too old or too much.
    pub fn keep(&mut self, key: &str, model: &str, text: &str, now_ms: i64, age_ms: i64) {
        let is_fresh = |kept: &Kept| (0..age_ms).contains(&now_ms.saturating_sub(kept.at_ms));
        self.answers.retain(|kept| kept.key != key && is_fresh(kept));
        let (model, text) = (model.to_owned(), text.to_owned());
        self.answers.push(Kept { key: key.to_owned(), at_ms: now_ms, model, text });
        while self.answers.len() > MOST || self.bytes() > MOST_BYTES {
            self.answers.remove(0);
        }
    }

    /// How many answers are kept.
    pub fn len(&self) -> usize {
        self.answers.len()
    }

    /// Whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    fn bytes(&self) -> usize {
        self.answers.iter().map(|kept| kept.key.len() + kept.model.len() + kept.text.len() + 80).sum()
    }
}

/// What a question is found by: a hash of everything that its answer depends on.
pub fn key(provider: &dyn Provider, question: &Question) -> String {
    let (account, schema) = (provider.account(), question.schema.to_string());
    let parts = [
        provider.name(),
        &account,
        provider.model(),
        question.analysis,
        question.prompt_version,
        &question.instructions,
        &question.data,
        &schema,
    ];
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use serde_json::json;

    use super::super::fakes::Script;
    use super::*;

    const NOON: i64 = 1_800_000_000_000;
    const AGE: i64 = 300_000;

    fn question() -> Question {
        Question {
            analysis: "health",
            prompt_version: "health/1",
            instructions: "Look.".to_owned(),
            data: "data".to_owned(),
            schema: json!({ "type": "object" }),
        }
    }

    #[test]
    fn an_answer_is_found_for_as_long_as_it_is_fresh() {
        let mut cache = Cache::default();
        cache.keep("k", "m", "first", NOON, AGE);
        cache.keep("k", "m", "second", NOON + 1, AGE);
        let found = |now_ms| cache.find("k", now_ms, AGE).map(|kept| kept.text.as_str());
        assert_eq!(found(NOON + AGE), Some("second"));
        assert_eq!(found(NOON + AGE + 1), None);
        assert_eq!(found(NOON - 1), None, "it comes from the future");
        assert_eq!((cache.find("other", NOON, AGE), cache.len()), (None, 1));
    }

    #[test]
    fn everything_that_the_answer_depends_on_is_in_the_key() {
        let provider = Script::default();
        let mut variants = vec![question(); 6];
        variants[1].prompt_version = "health/2";
        variants[2].instructions.push('!');
        variants[3].data.push('!');
        variants[4].schema = json!({});
        // The same text, divided in another way.
        variants[5].instructions = "Look.d".to_owned();
        variants[5].data = "ata".to_owned();
        let mut keys: BTreeSet<String> = variants.iter().map(|question| key(&provider, question)).collect();
        assert_eq!(keys.len(), 6);
        keys.insert(key(&Script { is_limited: true, ..Script::default() }, &question()));
        assert_eq!(keys.len(), 7, "another provider");
        assert_eq!(key(&provider, &question()), key(&provider, &question()));
    }

    proptest! {
        #[test]
        fn it_stays_within_its_bounds(texts in proptest::collection::vec((0_usize..400_000, 0_i64..1_000), 0..80)) {
            let mut cache = Cache::default();
            for (number, (length, later)) in texts.into_iter().enumerate() {
                let (key, now_ms) = (number.to_string(), NOON + later);
                cache.keep(&key, "m", &"x".repeat(length), now_ms, AGE);
                prop_assert!(cache.len() <= MOST && cache.bytes() <= MOST_BYTES);
                prop_assert!(cache.find(&key, now_ms, AGE).is_some(), "the newest is kept");
            }
        }
    }
}
