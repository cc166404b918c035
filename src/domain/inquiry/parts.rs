//! Words of a question that say how an item must be.

use super::Stands;
use super::wanted::Wanted;
use super::words::{has, singular};
use crate::domain::{Instant, Priority, WorkItem};

/// Words for whatever is urgent.
const URGENT: [&str; 5] = ["urgent", "important", "first", "next", "highest"];

/// What of an item a word is about, in the order in which it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Category {
    Standing,
    Priority,
    Type,
    Team,
    Status,
    Agent,
    Needs,
}

/// A word that says how an item must be.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) category: Category,
    /// What is asked for, as it is told: `blocked`, `of type bug`.
    pub(super) label: String,
    /// Whether what is over is not meant, where nothing else is said.
    pub(super) is_of_open: bool,
    test: Test,
}

#[derive(Clone, Debug)]
enum Test {
    Standing(Wanted),
    Urgent,
    Field(String),
    Agent(String),
}

impl Part {
    /// What is not over.
    pub(super) fn open() -> Self {
        Self::new(Category::Standing, Wanted::Open.word().to_owned(), Test::Standing(Wanted::Open))
    }

    /// What this agent has, or is meant for it; also what it had, where `ever`.
    pub(super) fn held_by(agent: &str, ever: bool) -> Self {
        let part = Self::new(
            Category::Agent,
            format!("held by or assigned to {agent}"),
            Test::Agent(agent.to_owned()),
        );
        Self { is_of_open: !ever, ..part }
    }

    fn new(category: Category, label: String, test: Test) -> Self {
        Self { category, label, is_of_open: false, test }
    }

    /// Whether the item is so.
    pub(super) fn is_met(&self, stands: &Stands, now: Instant) -> bool {
        let item = &stands.item;
        match &self.test {
            Test::Standing(wanted) => wanted.is_met(stands, now),
            Test::Urgent => item.priority() >= Priority::High,
            Test::Field(word) => self.category.fields(item).any(|field| has(field, word)),
            Test::Agent(agent) => {
                [&item.agent_id, &item.assigned_to].into_iter().flatten().any(|one| one == agent)
            }
        }
    }
}

impl Category {
    fn fields(self, item: &WorkItem) -> impl Iterator<Item = &String> {
        let one = match self {
            Self::Priority => item.priority.as_ref(),
            Self::Type => item.work_type.as_ref(),
            Self::Team => item.team.as_ref(),
            Self::Status => item.status.as_ref(),
            Self::Agent => item.agent_id.as_ref(),
            Self::Standing | Self::Needs => None,
        };
        let several = item.needs.iter().flatten().filter(move |_| self == Self::Needs);
        one.into_iter().chain(several)
    }

    fn label(self, word: &str) -> String {
        match self {
            Self::Priority => format!("of {word} priority"),
            Self::Type => format!("of type {}", singular(word)),
            Self::Team => format!("of team {word}"),
            Self::Status | Self::Standing => format!("of status {word}"),
            Self::Agent => format!("of agent {word}"),
            Self::Needs => format!("in need of {word}"),
        }
    }
}

/// What a word says; `None` where it says nothing of the kind. How items stand goes before their priorities, and these
/// before what the fields of the board have.
pub(super) fn part(word: &str, board: &[Stands]) -> Option<Part> {
    if let Some(wanted) = Wanted::of(word) {
        return Some(Part::new(Category::Standing, wanted.word().to_owned(), Test::Standing(wanted)));
    }
    if URGENT.contains(&word) {
        let part = Part::new(Category::Priority, "urgent".to_owned(), Test::Urgent);
        return Some(Part { is_of_open: true, ..part });
    }
    let word = if word == "lowest" { "low" } else { word };
    let field = |category: Category| Part::new(category, category.label(word), Test::Field(word.to_owned()));
    if Priority::WORDS.contains(&word) {
        return Some(field(Category::Priority));
    }
    let all = [
        Category::Type,
        Category::Team,
        Category::Priority,
        Category::Status,
        Category::Agent,
        Category::Needs,
    ];
    let is_there = |category: &Category| {
        board.iter().flat_map(|stands| category.fields(&stands.item)).any(|field| has(field, word))
    };
    all.into_iter().find(is_there).map(field)
}
