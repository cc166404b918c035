//! What a question about the board asks for, word by word.

use std::collections::HashSet;

use super::Stands;
use super::grouping::Grouping;
use super::parts::{Category, Part, part};
use super::wanted::Wanted;
use super::words::{has, singular, words};
use crate::domain::Instant;

/// Words that say nothing of what is asked for, nor do several of what they name.
const EMPTY: &str = "\
    a about agent all already am an and any anybody anything are as at be been being board busiest by can come \
    could count d did do does doing each every fewest find for from get give go going had has have he hi hold \
    how i if in into is it item its job just kind least left less list ll m many me most much my need nothing \
    now number of oh ok on or our out per please priority re s should show so something state status still t \
    take taken task team tell that the their them there these they thing this those to today took type up us ve \
    was we were what when which who whom whose why will with work yet you";
/// Words that ask for what is not so. Of `isn't` the `t` is a word of its own.
const NEGATIONS: &str =
    "aren didn doesn don except excluding hadn hasn haven isn neither never no nor not wasn without";
/// Words that ask for what waits for an item; those of the second list before a `for` or `on`.
const DEPENDENTS: ([&str; 6], [&str; 6]) = (
    ["block", "blocks", "dependants", "dependents", "unblock", "unblocks"],
    ["depend", "depending", "depends", "wait", "waiting", "waits"],
);
/// Words for everything on the board.
const ALL: [&str; 11] =
    ["all", "board", "everything", "item", "items", "job", "jobs", "task", "tasks", "things", "work"];

/// What a question asks for.
pub(super) struct Question {
    /// The ids of items in it, in small letters.
    pub(super) ids: Vec<String>,
    /// The agents in it.
    pub(super) agents: Vec<String>,
    /// Its words that say what is asked for.
    pub(super) words: Vec<String>,
    /// What of these says how an item must be.
    pub(super) parts: Vec<Part>,
    /// What of these says how it must not be.
    pub(super) excluded: Vec<Part>,
    /// Words that descriptions have.
    pub(super) texts: Vec<String>,
    /// Words that they must not have.
    pub(super) excluded_texts: Vec<String>,
    /// Words that nothing on the board has.
    pub(super) unknown: Vec<String>,
    /// Negations of which nobody knows what they deny.
    pub(super) misread: Vec<String>,
    pub(super) is_about_all: bool,
    /// Whether it asks for what waits for an item.
    pub(super) is_of_dependents: bool,
    /// What is counted, and not listed.
    pub(super) grouping: Option<Grouping>,
    pub(super) now: Instant,
}

impl Question {
    pub(super) fn of(question: &str, board: &[Stands], agents: &[&str], now: Instant) -> Self {
        let said = spread(words(question), board);
        // Ids have any shape: what stands between blanks may be one as well.
        let spoken = question.split_whitespace().map(|name| {
            name.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '_').to_lowercase()
        });
        let spoken: HashSet<String> = spoken.chain(said.iter().cloned()).collect();
        let is_named = |id: &str| spoken.contains(&id.to_lowercase());
        let lowered = |stands: &Stands| stands.item.work_item_id.to_lowercase();
        let mut ids: Vec<String> = board.iter().map(lowered).filter(|id| spoken.contains(id)).collect();
        ids.extend(
            spoken.iter().filter(|name| is_id(name) && !ids.contains(name)).cloned().collect::<Vec<_>>(),
        );
        let mut named: Vec<String> =
            agents.iter().filter(|id| is_named(id)).map(ToString::to_string).collect();
        // Who calls itself `open` does not change what that word asks for.
        let is_a_name = |word: &str| part(word, board).is_none_or(|part| part.category == Category::Agent);
        named.retain(|id| !is_empty(&id.to_lowercase()) && is_a_name(&id.to_lowercase()));
        named.sort_by_key(|id| (question.to_lowercase().find(&id.to_lowercase()), id.clone()));
        let mut asked = Self {
            is_about_all: said.iter().any(|word| ALL.contains(&word.as_str())),
            parts: named.iter().map(|id| Part::held_by(id, said.iter().any(|word| word == "did"))).collect(),
            ids,
            agents: named,
            words: Vec::new(),
            excluded: Vec::new(),
            texts: Vec::new(),
            excluded_texts: Vec::new(),
            unknown: Vec::new(),
            misread: Vec::new(),
            is_of_dependents: asks_for_dependents(&said),
            grouping: Grouping::of(&said),
            now,
        };
        asked.sort_out(&said, board);
        asked
    }

    /// Puts each word where it belongs.
    fn sort_out(&mut self, said: &[String], board: &[Stands]) {
        let is_agent =
            |word: &str| self.agents.iter().any(|agent| words(agent).iter().any(|part| part == word));
        let agents: HashSet<&String> = said.iter().filter(|word| is_agent(word)).collect();
        self.words = self.agents.clone();
        let mut negation: Option<&String> = None;
        let mut last_negation = None;
        for (place, word) in said.iter().enumerate() {
            if is_one_of(NEGATIONS, word) {
                self.misread.extend(negation.replace(word).cloned());
            }
            if word == "or" || word == "and" {
                // What is neither this nor that is not that either.
                negation = negation.or(last_negation);
            }
            if is_one_of(NEGATIONS, word)
                || is_empty(word)
                || agents.contains(word)
                || self.words.contains(word)
            {
                continue;
            }
            self.words.push(word.clone());
            // What is to be done is not done yet.
            let is_ahead = place > 0 && said[place - 1] == "be" && Wanted::of(word) == Wanted::of("done");
            last_negation = negation.take();
            self.put(if is_ahead { "open" } else { word }, last_negation, board);
        }
        self.misread.extend(negation.cloned());
        // Who asks what is urgent, what somebody does, who has the most to do, or what is not so yet, means what is not
        // over.
        let has = |some: &[Part]| some.iter().any(|part| part.category == Category::Standing);
        let is_of_open = self.grouping.is_some() || self.parts.iter().any(|part| part.is_of_open);
        if !has(&self.parts) && (is_of_open || has(&self.excluded)) {
            self.parts.push(Part::open());
        }
    }

    /// Puts a word that says something where it belongs.
    fn put(&mut self, word: &str, negation: Option<&String>, board: &[Stands]) {
        if let Some(part) = part(word, board) {
            if negation.is_some() { &mut self.excluded } else { &mut self.parts }.push(part);
        } else if board.iter().any(|stands| is_in_text(stands, word)) {
            if negation.is_some() { &mut self.excluded_texts } else { &mut self.texts }.push(word.to_owned());
        } else {
            self.unknown.push(word.to_owned());
        }
    }

    pub(super) fn is_told_by_parts(&self) -> bool {
        !self.parts.is_empty() || !self.excluded.is_empty() || !self.excluded_texts.is_empty()
    }

    /// Whether it says that it must not be so.
    pub(super) fn excludes(&self, stands: &Stands) -> bool {
        self.excluded.iter().any(|part| part.is_met(stands, self.now))
            || self.excluded_texts.iter().any(|word| is_in_text(stands, word))
    }
}

/// Whether a list of words has the word.
fn is_one_of(list: &str, word: &str) -> bool {
    list.split(' ').any(|one| one == word)
}

/// Whether the word says nothing of what is asked for.
fn is_empty(word: &str) -> bool {
    let is_filler = |word: &str| is_one_of(EMPTY, word) || ALL.contains(&word);
    is_filler(word) || is_filler(&singular(word))
}

/// The words of a question, and of those with a hyphen that nothing on the board has the parts.
fn spread(said: Vec<String>, board: &[Stands]) -> Vec<String> {
    let is_known =
        |word: &str| part(word, board).is_some() || board.iter().any(|stands| is_in_text(stands, word));
    let spread = said.into_iter().flat_map(|word| {
        if !word.contains('-') || is_known(&word) {
            return vec![word];
        }
        word.split('-').filter(|part| !part.is_empty()).map(ToOwned::to_owned).collect()
    });
    spread.collect()
}

fn asks_for_dependents(said: &[String]) -> bool {
    let is_one_of = |some: &[&str], word: &String| some.contains(&word.as_str());
    said.iter().any(|word| is_one_of(&DEPENDENTS.0, word))
        || said
            .windows(2)
            .any(|pair| is_one_of(&DEPENDENTS.1, &pair[0]) && is_one_of(&["for", "on"], &pair[1]))
}

pub(super) fn is_in_text(stands: &Stands, word: &str) -> bool {
    stands.item.description.as_deref().is_some_and(|text| has(text, word))
}

/// `work_` and digits.
fn is_id(name: &str) -> bool {
    let digits = name.strip_prefix("work_").unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
