//! `ask`: a question about the board, in words.

use std::collections::HashSet;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::advice::Advice;
use super::consulting::{Asked, Computed, Consulting, consult};
use super::material::confidence_line;
use super::sheet::Sheet;
use crate::claude::briefing::fenced;
use crate::claude::prompts;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::domain::inquiry::answering;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Paint, Report};

/// No question is longer, in characters.
const LONGEST: usize = 2_000;
/// No answer is longer, in characters.
const LONGEST_ANSWER: usize = 4_000;
/// No answer rests on more items, nor on more agents.
const MOST_IDS: usize = 20;

/// Answers a question about the board.
///
/// The answer names the items and agents that it rests on. Without a model the words of the question are looked for in the
/// items: their ids, types, teams, priorities, holders, descriptions, and how they stand. Nothing is ever changed.
#[derive(Args, Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct Ask {
    /// The question, such as: what is blocked?
    #[arg(value_name = "QUESTION", allow_hyphen_values = true)]
    pub question: String,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(missing_docs, reason = "flattened: its own fields are documented")]
    pub consulting: Consulting,
}

/// An answer about the board.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BoardAnswer {
    /// The answer.
    pub answer: String,
    /// The items that it rests on, the most important first.
    pub work_item_ids: Vec<String>,
    /// The agents that it rests on, the most important first.
    pub agent_ids: Vec<String>,
    /// How sure it is, in percent from 0 to 100; null where the board says nothing about it.
    #[schemars(range(min = 0, max = 100))]
    pub confidence: Option<u32>,
}

impl Operation for Ask {
    const NAME: &'static str = "ask";
    const GROUP: Group = Group::Claude;
    const ABOUT: &'static str = "Answer a question about the board, with the ids that the answer rests on";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord ask \"what is blocked, and by what?\"", "the answer in words, with the ids that it rests on"),
        ("coord ask \"urgent bugs\" -q", "the ids alone"),
    ];
    const SPAN: Option<&'static str> = Some("s2s.claude.ask");
    type Report = Advice<BoardAnswer>;

    fn run(self, context: &Context) -> Result<Self::Report> {
        let question = self.question.trim();
        if question.is_empty() {
            return Err(Error::new(Kind::Usage, "there is no question")
                .hint("ask something: coord ask \"what is blocked?\""));
        }
        if question.chars().count() > LONGEST {
            return Err(Error::new(
                Kind::InvalidValue,
                format!("the question is longer than {LONGEST} characters"),
            )
            .hint("ask something shorter; data go through coord claude-pipe"));
        }
        let sheet = Sheet::look(context)?;
        let briefed = sheet.brief(self.consulting.settings(context)?.max_input_bytes, context);
        let data = format!("question: {}\n{}", fenced(question), briefed.data);
        let (items, agents) = (sheet.item_ids(), sheet.agent_ids());
        let asked = Asked {
            question: prompts::ASK.question::<BoardAnswer>(data),
            check: &|answer| check(answer, &items, &agents),
            is_of_board: true,
            left_out: briefed.left_out,
        };
        consult(&self.consulting, context, &asked, None, || {
            let agents: Vec<&str> = agents.iter().copied().collect();
            let found = answering::answer(question, &sheet.board, &agents, context.now());
            let answer = BoardAnswer {
                answer: found.answer,
                work_item_ids: found.ids,
                agent_ids: found.agent_ids,
                confidence: found.confidence,
            };
            Ok(Computed { answer, method: "items by the ids, situations, fields and words in the question" })
        })
    }
}

/// What is wrong with a model's answer, beyond its shape: no id in it is invented.
fn check(
    answer: &BoardAnswer,
    items: &HashSet<&str>,
    agents: &HashSet<&str>,
) -> std::result::Result<(), String> {
    let length = answer.answer.trim().chars().count();
    if length == 0 || length > LONGEST_ANSWER {
        return Err(format!("the answer must have from 1 to {LONGEST_ANSWER} characters"));
    }
    known("item", &answer.work_item_ids, items)?;
    known("agent", &answer.agent_ids, agents)
}

fn known(what: &str, ids: &[String], all: &HashSet<&str>) -> std::result::Result<(), String> {
    if ids.len() > MOST_IDS {
        return Err(format!("at most {MOST_IDS} ids of {what}s are wanted"));
    }
    let mut seen = HashSet::new();
    for id in ids {
        if !all.contains(id.as_str()) {
            return Err(format!("there is no {what} {id:?} in the data"));
        }
        if !seen.insert(id) {
            return Err(format!("the {what} {id:?} is named more than once"));
        }
    }
    Ok(())
}

impl Report for Advice<BoardAnswer> {
    fn text(&self, page: &mut Page) {
        let answer = &self.answer;
        page.painted(Paint::Heading, "💬 ANSWER");
        for line in answer.answer.lines().filter(|line| !line.trim().is_empty()) {
            page.prose(format!("   {line}"));
        }
        // A list in the answer names them already.
        let told: HashSet<&str> = answer.answer.split([' ', '\n', ',', '.', ';', '(', ')']).collect();
        let others = answer.work_item_ids.iter().map(String::as_str).filter(|id| !told.contains(id));
        let others: Vec<&str> = others.collect();
        if !others.is_empty() {
            page.line(format!("   It rests on: {}", others.join(", ")));
        }
        if !answer.agent_ids.is_empty() {
            page.line(format!("   Agents: {}", answer.agent_ids.join(", ")));
        }
        if self.left_out > 0 {
            page.line(format!("   {} more entries did not fit the question", self.left_out));
        }
        page.line(confidence_line(answer.confidence));
        self.origin.text(page);
    }

    fn ids(&self) -> Vec<String> {
        self.answer.work_item_ids.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str, items: &[&str], agents: &[&str]) -> BoardAnswer {
        let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        BoardAnswer {
            answer: text.to_owned(),
            work_item_ids: owned(items),
            agent_ids: owned(agents),
            confidence: None,
        }
    }

    #[test]
    fn no_id_is_invented() {
        let (items, agents) = (HashSet::from(["work_1", "odd id"]), HashSet::from(["ada"]));
        let said = |answer: BoardAnswer| check(&answer, &items, &agents).err().unwrap_or_default();
        assert_eq!(said(answer("work_1 waits", &["odd id", "work_1"], &["ada"])), "");
        assert_eq!(said(answer("fine", &["work_2"], &[])), "there is no item \"work_2\" in the data");
        assert_eq!(
            said(answer("fine", &["work_1", "work_1"], &[])),
            "the item \"work_1\" is named more than once"
        );
        assert_eq!(said(answer("fine", &[], &["bo"])), "there is no agent \"bo\" in the data");
        assert!(said(answer(" ", &[], &[])).contains("from 1 to 4000"));
        assert!(said(answer(&"x".repeat(4_001), &[], &[])).contains("from 1 to 4000"));
    }
}
