//! An answer to a question about the board, by the words that the question and the items share.

use std::collections::BTreeSet;

use super::{Situation, Stands, count};
use crate::domain::{Priority, WorkItem};

/// So many items are named.
const NAMED: usize = 10;
/// A word that counts has at least so many characters.
const SHORTEST: usize = 3;
/// Shared words are no understanding: more percent than this are never sure.
const MOST_SURE: usize = 50;
/// Words that say nothing of what is asked for.
const EMPTY: [&str; 57] = [
    "about", "agent", "agents", "all", "and", "any", "are", "been", "board", "can", "could", "did", "does",
    "for", "from", "get", "give", "going", "had", "has", "have", "how", "into", "item", "items", "job",
    "list", "many", "much", "not", "now", "our", "out", "please", "should", "show", "task", "tasks", "team",
    "tell", "that", "the", "their", "them", "there", "these", "they", "this", "those", "was", "were", "what",
    "when", "which", "who", "with", "work",
];
/// Words for whatever waits in the queue.
const PENDING: [&str; 5] = ["pending", "queue", "queued", "waiting", "waits"];
/// Words for whatever is urgent.
const URGENT: [&str; 5] = ["urgent", "important", "first", "next", "priority"];

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// In words.
    pub answer: String,
    /// The items that it rests on, those that fit best first.
    pub ids: Vec<String>,
    /// How sure it is, in percent; `None` where there is nothing to be sure of.
    pub confidence: Option<u32>,
}

/// The answer to `question` by the items of a board.
pub fn answer(question: &str, board: &[Stands]) -> Found {
    if board.is_empty() {
        return Found {
            answer: "There is no work on the board.".to_owned(),
            ids: Vec::new(),
            confidence: None,
        };
    }
    let words = words_of(question);
    let mut matches: Vec<(usize, &Stands)> = board
        .iter()
        .map(|stands| (words.iter().map(|word| fit(word, stands)).sum(), stands))
        .filter(|(fit, _)| *fit > 0)
        .collect();
    // The board is in order of creation, which stays where nothing else decides.
    matches.sort_by_key(|(fit, stands)| {
        (std::cmp::Reverse(*fit), !stands.situation.is_open(), rank(&stands.item))
    });
    let whole = sums(board.iter());
    if matches.is_empty() {
        return nothing(&words, &whole);
    }
    let met = words.iter().filter(|word| matches.iter().any(|(_, stands)| fit(word, stands) > 0)).count();
    // Who asks two things of the items wants those where both are so.
    let best = matches.iter().map(|(_, stands)| hits(&words, stands)).max().unwrap_or_default();
    matches.retain(|(_, stands)| hits(&words, stands) == best);
    let of_these = sums(matches.iter().map(|(_, stands)| *stands));
    let list: Vec<String> = matches.iter().take(NAMED).map(|(_, stands)| told(stands)).collect();
    let more = matches.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!("; and {more} more") };
    let answer = format!(
        "{} of {} by the words of the question: there {of_these}. {}{more}.",
        matches.len(),
        count(board.len(), "item"),
        list.join("; ")
    );
    let ids = matches.iter().take(NAMED).map(|(_, stands)| stands.item.work_item_id.clone()).collect();
    let confidence = u32::try_from(MOST_SURE * met / words.len().max(1)).ok();
    Found { answer, ids, confidence }
}

/// No item fits: because none stands as was asked, or because nobody knows what was asked.
fn nothing(words: &BTreeSet<String>, whole: &str) -> Found {
    let is_asked =
        |situation: &&Situation| words.iter().any(|word| situation.asked_by().contains(&word.as_str()));
    let asked: Vec<&Situation> = Situation::ALL.iter().filter(is_asked).collect();
    let known =
        words.iter().filter(|word| asked.iter().any(|one| one.asked_by().contains(&word.as_str()))).count();
    let why = match asked.as_slice() {
        [] => "No item has a word of the question".to_owned(),
        asked => {
            let asked: Vec<&str> = asked.iter().map(|situation| situation.word()).collect();
            format!("No item is {}", asked.join(" or "))
        }
    };
    let answer = format!("{why}. On the board there {whole}.");
    Found { answer, ids: Vec::new(), confidence: u32::try_from(MOST_SURE * known / words.len().max(1)).ok() }
}

/// The words of a question that say what is asked for.
fn words_of(question: &str) -> BTreeSet<String> {
    let split = question.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '-');
    let words = split.map(str::to_lowercase).filter(|word| word.chars().count() >= SHORTEST);
    words.filter(|word| !EMPTY.contains(&word.as_str())).collect()
}

fn hits(words: &BTreeSet<String>, stands: &Stands) -> usize {
    words.iter().filter(|word| fit(word, stands) > 0).count()
}

/// How well a word fits an item: not at all, in its text, as one of its words, or as its id.
fn fit(word: &str, stands: &Stands) -> usize {
    let item = &stands.item;
    if item.work_item_id.eq_ignore_ascii_case(word) {
        return 20;
    }
    let is_pending = [Situation::Ready, Situation::Blocked, Situation::Scheduled, Situation::Assigned];
    let is_asked = stands.situation.asked_by().contains(&word)
        || (PENDING.contains(&word) && is_pending.contains(&stands.situation))
        || (URGENT.contains(&word) && stands.situation.is_open() && item.priority() >= Priority::High);
    let fields = [&item.work_type, &item.priority, &item.status, &item.team, &item.agent_id];
    let is_field = fields.into_iter().flatten().any(|field| is_word_of(word, field));
    if is_asked || is_field {
        return 3;
    }
    usize::from(item.description.as_deref().is_some_and(|text| text.to_lowercase().contains(word)))
}

/// Whether a field is the word, or has it as a part: `backend` of `backend_team`.
fn is_word_of(word: &str, field: &str) -> bool {
    let field = field.to_lowercase();
    field == word || field.split(|letter: char| !letter.is_alphanumeric()).any(|part| part == word)
}

fn rank(item: &WorkItem) -> std::cmp::Reverse<Priority> {
    std::cmp::Reverse(item.priority())
}

/// `are 2 ready and 1 held`: how many stand how.
fn sums<'a>(all: impl Iterator<Item = &'a Stands> + Clone) -> String {
    let parts = Situation::ALL.iter().filter_map(|situation| {
        let number = all.clone().filter(|stands| stands.situation == *situation).count();
        (number > 0).then(|| format!("{number} {}", situation.word()))
    });
    let parts: Vec<String> = parts.collect();
    let verb = if all.count() == 1 { "is" } else { "are" };
    format!("{verb} {}", parts.join(", "))
}

fn told(stands: &Stands) -> String {
    let item = &stands.item;
    let kind = item.work_type.as_deref().filter(|kind| !kind.is_empty()).unwrap_or("work");
    let who = item.agent_id.as_deref().filter(|agent| !agent.is_empty());
    let who = who.map_or_else(String::new, |agent| format!(" by {agent}"));
    format!("{} ({kind}, {}{who})", item.work_item_id, stands.situation.word())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn board() -> Vec<Stands> {
        let stands = |id: &str, kind: &str, team: &str, priority: &str, text: &str, situation| {
            Stands {
            item: serde_json::from_str(&json!({"work_item_id": id, "agent_id": null, "claimed_at": null,
                "work_type": kind, "team": team, "priority": priority, "description": text, "status": "pending"}).to_string()).unwrap(),
            situation,
            why: None,
        }
        };
        vec![
            stands("work_1", "bug", "backend_team", "low", "Fix the login", Situation::Ready),
            stands("work_2", "bug", "frontend_team", "high", "Wrong colour", Situation::Blocked),
            stands("work_3", "feature", "backend_team", "critical", "Add a login page", Situation::Held),
            stands("work_4", "bug", "backend_team", "high", "Old fault", Situation::Completed),
        ]
    }

    #[test]
    fn items_that_share_most_words_are_the_answer() {
        let found = answer("Which bugs of the backend are there? bug backend", &board());
        assert_eq!(found.ids, ["work_1", "work_4"], "open ones first");
        // Three words: bugs, bug, backend; no item has the first.
        assert_eq!(found.confidence, Some(33));
        assert_eq!(
            found.answer,
            "2 of 4 items by the words of the question: there are 1 ready, 1 completed. \
             work_1 (bug, ready); work_4 (bug, completed)."
        );
        assert_eq!(answer("login", &board()).ids, ["work_3", "work_1"], "the more urgent first");
    }

    #[test]
    fn how_an_item_stands_can_be_asked_for() {
        assert_eq!(answer("What is stuck?", &board()).ids, ["work_2"]);
        assert_eq!(answer("What is waiting?", &board()).ids, ["work_2", "work_1"]);
        assert_eq!(
            answer("what comes next", &board()).ids,
            ["work_3", "work_2"],
            "what is urgent and not done"
        );
        let one = answer("Tell me about WORK_4", &board());
        assert_eq!((one.ids, one.confidence), (vec!["work_4".to_owned()], Some(50)));
    }

    #[test]
    fn a_question_of_other_words_gets_the_sums() {
        let found = answer("Is the weather fine?", &board());
        assert_eq!((found.ids.len(), found.confidence), (0, Some(0)));
        assert_eq!(
            found.answer,
            "No item has a word of the question. On the board there are 1 ready, 1 blocked, 1 held, 1 completed."
        );
        assert_eq!(answer("bugs?", &[]).confidence, None);
        let dead = answer("What failed, or was cancelled yesterday?", &board());
        assert!(
            dead.answer.starts_with("No item is cancelled or dead. On the board there are"),
            "{}",
            dead.answer
        );
        // Two of the words say how items stand: failed, cancelled; yesterday does not.
        assert_eq!(dead.confidence, Some(33));
    }
}
