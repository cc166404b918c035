//! An answer to a question about the board, by the words that the question and the items share.

use std::collections::BTreeMap;

use super::parts::{Category, Part};
use super::question::{Question, is_in_text};
use super::{Situation, Stands, count};
use crate::domain::{Instant, Priority, WorkItem};

/// So many items are named.
const NAMED: usize = 10;
/// No reason is told at greater length, in characters.
const LONGEST: usize = 160;
/// Shared words are no understanding: more percent than this are never sure.
const MOST_SURE: usize = 50;
/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// In words.
    pub answer: String,
    /// The items that it rests on, those that fit best first.
    pub ids: Vec<String>,
    /// The agents that the question names, in its order.
    pub agent_ids: Vec<String>,
    /// How sure it is, in percent; `None` where there is nothing to be sure of.
    pub confidence: Option<u32>,
}

/// The answer to `question` by the items of a board, and the ids of its agents.
pub fn answer(question: &str, board: &[Stands], agents: &[&str], now: Instant) -> Found {
    let asked = Question::of(question, board, agents, now);
    let found = if board.is_empty() {
        ("There is no work on the board.".to_owned(), Vec::new(), None)
    } else if !asked.ids.is_empty() {
        asked.by_id(board)
    } else if asked.is_told_by_parts() {
        asked.by_parts(board)
    } else if asked.words.is_empty() && asked.is_about_all {
        let chosen = in_order(board.iter().collect(), |_| 0);
        (asked.listed("on the board", &chosen, board), chosen, sure(1, 1))
    } else {
        asked.by_text(board)
    };
    let (mut answer, chosen, mut confidence) = found;
    if !asked.misread.is_empty() {
        answer = format!("{answer}\nNot understood: {}.", asked.misread.join(", "));
        confidence = confidence.map(|_| 0);
    }
    let ids = chosen.iter().take(NAMED).map(|stands| stands.item.work_item_id.clone()).collect();
    Found { answer, ids, agent_ids: asked.agents, confidence }
}

type Answered<'a> = (String, Vec<&'a Stands>, Option<u32>);

impl Question {
    fn by_id<'a>(&self, board: &'a [Stands]) -> Answered<'a> {
        let is_named = |stands: &&Stands| self.ids.contains(&stands.item.work_item_id.to_lowercase());
        let mut named: Vec<&Stands> = board.iter().filter(is_named).collect();
        let is_there = |id: &&String| named.iter().any(|one| one.item.work_item_id.eq_ignore_ascii_case(id));
        let missing: Vec<&str> = self.ids.iter().filter(|id| !is_there(id)).map(String::as_str).collect();
        let missing =
            (!missing.is_empty()).then(|| format!("There is no item {} on the board.", missing.join(", ")));
        let mut lines: Vec<String> =
            named.iter().take(NAMED).map(|stands| told(stands, self.now)).chain(missing).collect();
        if self.is_of_dependents && !named.is_empty() {
            let waiting: Vec<&Stands> = board.iter().filter(|stands| waits_for(stands, &named)).collect();
            lines.push(
                if waiting.is_empty() { "Nothing waits for it." } else { "What waits for it:" }.to_owned(),
            );
            lines.extend(waiting.iter().take(NAMED).map(|stands| told(stands, self.now)));
            named.extend(waiting);
        }
        (lines.join("\n"), named, sure(1, 1))
    }

    /// Items for which something of each category holds.
    fn by_parts<'a>(&self, board: &'a [Stands]) -> Answered<'a> {
        let mut categories: BTreeMap<Category, Vec<&Part>> = BTreeMap::new();
        self.parts.iter().for_each(|part| categories.entry(part.category).or_default().push(part));
        let is_met = |stands: &&Stands| {
            categories.values().all(|some| some.iter().any(|part| part.is_met(stands, self.now)))
        };
        let mut chosen: Vec<&Stands> =
            board.iter().filter(is_met).filter(|stands| !self.excludes(stands)).collect();
        let phrases = categories.values().map(|some| {
            let mut labels: Vec<&str> = some.iter().map(|part| part.label.as_str()).collect();
            labels.sort_by_key(|label| some.iter().position(|part| part.label == *label));
            labels.dedup();
            labels.join(" or ")
        });
        let mut phrases: Vec<String> = phrases.collect();
        phrases.extend(self.excluded.iter().map(|part| format!("not {}", part.label)));
        phrases.extend(self.excluded_texts.iter().map(|word| format!("not about {word}")));
        // What also has the other words is what was meant, where there is such an item.
        let is_meant = |stands: &&Stands| self.texts.iter().all(|word| is_in_text(stands, word));
        if !self.texts.is_empty() && chosen.iter().any(is_meant) {
            chosen.retain(is_meant);
            phrases.push(format!("about {}", self.texts.join(", ")));
        }
        let chosen =
            in_order(chosen, |stands| self.texts.iter().filter(|word| is_in_text(stands, word)).count());
        let mut answer = self.listed(&phrases.join(" and "), &chosen, board);
        if !self.unknown.is_empty() {
            answer = format!("{answer}\nNothing on the board has: {}.", self.unknown.join(", "));
        }
        // Words that only say what is counted are understood as well.
        let all = self.words.len().max(1);
        (answer, chosen, sure(all - self.unknown.len().min(all), all))
    }

    /// Items that have most of the words in their descriptions.
    fn by_text<'a>(&self, board: &'a [Stands]) -> Answered<'a> {
        let hits = |stands: &Stands| self.texts.iter().filter(|word| is_in_text(stands, word)).count();
        let best = board.iter().map(hits).max().unwrap_or_default();
        if best == 0 {
            let answer =
                format!("No item has a word of the question. On the board there {}.", standing(board));
            return (answer, Vec::new(), sure(0, 1));
        }
        let chosen = in_order(board.iter().filter(|stands| hits(stands) == best).collect(), |_| 0);
        let phrase = format!("about {}", self.texts.join(", "));
        (self.listed(&phrase, &chosen, board), chosen, sure(self.texts.len(), self.words.len()))
    }

    /// `2 of 4 items are open: 1 ready, 1 held.`, and then these, a line each; or how many each group has.
    fn listed(&self, phrase: &str, chosen: &[&Stands], board: &[Stands]) -> String {
        let verb = if chosen.len() == 1 { "is" } else { "are" };
        let head = format!("{} of {} {verb} {phrase}", chosen.len(), count(board.len(), "item"));
        if chosen.is_empty() {
            return format!("{head}. On the board there {}.", standing(board));
        }
        let sums = sums(chosen);
        // `1 of 4 items is blocked: 1 blocked` says the same twice.
        let is_told = sums == format!("{} {phrase}", chosen.len());
        let head = if is_told { format!("{head}.") } else { format!("{head}: {sums}.") };
        if let Some(grouping) = self.grouping {
            return format!("{head} {}", grouping.counts(chosen));
        }
        let told: Vec<String> = chosen.iter().take(NAMED).map(|stands| told(stands, self.now)).collect();
        let more = chosen.len().saturating_sub(NAMED);
        let more = if more == 0 { String::new() } else { format!("\nand {more} more") };
        format!("{head}\n{}{more}", told.join("\n"))
    }
}

fn sure(known: usize, all: usize) -> Option<u32> {
    u32::try_from(MOST_SURE * known / all.max(1)).ok()
}

/// Those with most hits first, then open ones, then by priority. The board is in order of creation, which stays where
/// nothing else decides.
fn in_order(mut all: Vec<&Stands>, hits: impl Fn(&Stands) -> usize) -> Vec<&Stands> {
    let rank = |item: &WorkItem| std::cmp::Reverse::<Priority>(item.priority());
    all.sort_by_key(|stands| {
        (std::cmp::Reverse(hits(stands)), !stands.situation.is_open(), rank(&stands.item))
    });
    all
}

/// Whether it waits for one of these.
fn waits_for(stands: &Stands, named: &[&Stands]) -> bool {
    let is_named = |id: &String| named.iter().any(|one| one.item.work_item_id == *id);
    stands.situation.is_open() && stands.item.dependencies().iter().any(is_named)
}

/// `are 2 ready, 1 held`: how all items stand.
fn standing(board: &[Stands]) -> String {
    format!("{} {}", if board.len() == 1 { "is" } else { "are" }, sums(&board.iter().collect::<Vec<_>>()))
}

fn sums(all: &[&Stands]) -> String {
    let parts = Situation::ALL.iter().filter_map(|situation| {
        let number = all.iter().filter(|stands| stands.situation == *situation).count();
        (number > 0).then(|| format!("{number} {}", situation.word()))
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// `work_1 (bug, blocked: it waits for work_2)`.
fn told(stands: &Stands, now: Instant) -> String {
    let item = &stands.item;
    let kind = item.work_type.as_deref().filter(|kind| !kind.is_empty()).unwrap_or("work");
    let who = stands.holder().map_or_else(String::new, |agent| format!(" by {agent}"));
    let why: Option<String> = stands.why.as_ref().map(|why| why.chars().take(LONGEST).collect());
    let how = match (stands.situation, why) {
        (Situation::Held | Situation::Completed, _) | (_, None) => {
            format!("{}{who}", stands.situation.word())
        }
        (Situation::Assigned, Some(_)) => {
            format!("assigned to {}", item.assigned_to.as_deref().unwrap_or("somebody"))
        }
        (situation, Some(why)) => format!("{}: {why}", situation.word()),
    };
    let due = item.deadline.as_ref().filter(|_| stands.is_overdue(now));
    let due = due.map_or_else(String::new, |due| format!(", was due {due}"));
    // One line, whatever strangers wrote.
    format!("{} ({kind}, {how}{due})", item.work_item_id).replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests;
