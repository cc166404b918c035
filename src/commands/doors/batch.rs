//! `batch`: many requests in one transaction.

mod input;
mod line;
mod round;
mod shape;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::input::Input;
use self::line::{Line, Made};
use self::round::Round;
use self::shape::Shapes;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::output::{Format, Page, Report, escape, stream};

pub use round::Answer;

/// So many lines are one transaction.
const ROUND: usize = 10_000;
/// More lines are not taken at once, where it is all or nothing.
const MOST_ATOMIC: usize = 100_000;

/// Runs many requests at once.
///
/// Each line of the input is a JSON object: op names a command that changes the board, the other fields are its
/// arguments by name, as coord schema tells them. Fields of every line: agent_id says who asks, reason says why, and ref
/// is a name for the line. In fields that hold ids, @name stands for what the line of that name made.
///
/// Each line is answered by one line, in the same order: ok with data, or with the error. A line that is refused changes
/// nothing, and the others are run all the same; the exit code is 1 then. All lines together take one lock, one
/// record of the journal and one sync, and nobody sees a part of them. Of a longer input each 10,000 lines do.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Batch {
    /// The file of the requests; - is stdin [default: -]
    #[arg(value_name = "FILE")]
    pub file: Option<String>,
    /// All or nothing: the first line that is refused ends the batch, and nothing of it was done
    #[arg(long)]
    #[serde(default)]
    pub atomic: bool,
}

/// The answers.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Answers {
    /// One for each line that is not empty, in order.
    pub items: Vec<Answer>,
    /// How many.
    pub total: usize,
    /// Always false: all answers are here.
    pub has_more: bool,
    /// How many lines were done.
    pub succeeded: usize,
    /// How many were refused.
    pub failed: usize,
    /// Whether the answers were printed as they came.
    #[serde(skip)]
    is_told: bool,
    /// The first line that was refused, and why.
    #[serde(skip)]
    first_refused: Option<String>,
}

impl Operation for Batch {
    const NAME: &'static str = "batch";
    const GROUP: Group = Group::Integration;
    const ABOUT: &'static str = "Run many requests at once: JSON Lines in, JSON Lines out";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        (
            "echo '{\"op\":\"add\",\"work_type\":\"bug\",\"description\":\"Crash\"}' | coord batch",
            "one request; a file of thousands goes the same way",
        ),
        (
            "echo '{\"op\":\"progress\",\"percent\":90}' | coord batch --atomic",
            "all of them, or none: here the item of CURRENT_WORK_ITEM",
        ),
    ];
    const SPAN: Option<&'static str> = Some("s2s.batch");
    type Report = Answers;

    fn run(self, context: &Context) -> Result<Answers> {
        let mut input = Input::open(self.file.as_deref())?;
        let mut shapes = Shapes::default();
        let mut made = Made::new();
        let mut told = Answers::default();
        let most = if self.atomic { MOST_ATOMIC } else { ROUND };
        loop {
            let texts = input.next(most)?;
            if texts.is_empty() {
                break;
            }
            if self.atomic && !input.is_at_end()? {
                return Err(too_long());
            }
            let lines = texts.into_iter().map(|text| Line::read(text, &mut shapes, context)).collect();
            let round = Round::new(lines, self.atomic, made);
            let (first, last) = round.span();
            let request_id = name_of_round(context, told.total);
            let ended = round.run(context, request_id).map_err(|error| {
                if first == 1 { error } else { error.about(&format!("lines {first} to {last}")) }
            })?;
            made = ended.made;
            told.add(ended.answers, context)?;
        }
        context.recorder().borrow_mut().attribute("s2s.batch.lines", told.total);
        if let Some(first) = &told.first_refused {
            context
                .warn(format!("{} of {} lines were refused; the first is {first}", told.failed, told.total));
        }
        Ok(told)
    }
}

/// Each transaction of a long input has a request id of its own.
fn name_of_round(context: &Context, lines_before: usize) -> Option<String> {
    let name = context.settings().request_id.clone()?;
    Some(if lines_before == 0 { name } else { format!("{name}+{lines_before}") })
}

fn too_long() -> Error {
    Error::new(
        Kind::InvalidValue,
        format!("--atomic takes at most {MOST_ATOMIC} lines, and no more than 32 MiB"),
    )
    .hint("take the input apart, or leave --atomic out")
}

impl Answers {
    /// Takes in the answers of a transaction, and prints them where nothing else is to be said with them.
    fn add(&mut self, answers: Vec<Answer>, context: &Context) -> Result<()> {
        let refused: Vec<&Answer> = answers.iter().filter(|answer| !answer.ok).collect();
        if self.first_refused.is_none() {
            self.first_refused =
                refused.first().map(|first| format!("line {}: {}", first.line, first.complaint()));
        }
        self.total += answers.len();
        self.failed += refused.len();
        self.succeeded = self.total - self.failed;
        match context.settings().format {
            Format::Text => stream(&lines(&answers)?)?,
            Format::Quiet => stream(&ids(&answers))?,
            Format::Json | Format::Shell => {
                self.items.extend(answers);
                return Ok(());
            }
        }
        self.is_told = true;
        Ok(())
    }
}

fn lines(answers: &[Answer]) -> Result<String> {
    let mut text = String::new();
    for answer in answers {
        let line = serde_json::to_string(answer).map_err(|error| {
            Error::new(Kind::General, format!("an answer cannot be written as JSON: {error}"))
        })?;
        text.push_str(&line);
        text.push('\n');
    }
    Ok(text)
}

fn ids(answers: &[Answer]) -> String {
    answers.iter().flat_map(|answer| &answer.ids).map(|id| escape::line(id) + "\n").collect()
}

impl Report for Answers {
    fn text(&self, page: &mut Page) {
        if !self.is_told {
            page.verbatim(&lines(&self.items).unwrap_or_default());
        }
    }

    fn exit_code(&self) -> u8 {
        u8::from(self.failed > 0)
    }
}
